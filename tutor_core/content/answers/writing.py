"""Writes the answer of a spec as a person would."""

from collections.abc import Mapping
from typing import Any


def displayed_answer(spec: Mapping[str, Any]) -> str:
    """Return the answer as it is displayed, and as a learner may type it."""
    answer = spec["answer"]
    if isinstance(answer, str):
        return answer
    entries = [str(entry) for entry in answer]
    wraps: dict[str, str] = {
        "set": "{" + ", ".join(entries) + "}",
        "list": "(" + ", ".join(entries) + ")",
        "choices": ", ".join(entries),
        "order": "\n".join(entries),
    }
    return wraps.get(spec["type"], entries[0])
