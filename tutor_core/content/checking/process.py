"""Runs the `check:` blocks of the curriculum in a process of their own.

A generated script holds each block as a function, so that nothing of it is executed here; it is
given the data of the questions and finds the answers.
"""

import json
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tutor_core.content.parameters import Value
from tutor_core.content.variants import ItemText, StepText

SECONDS_TO_START, SECONDS_A_CASE = 60, 1

_HEAD = """\
import itertools, json, math, statistics, sys
from fractions import Fraction

sys.path.insert(0, {root!r})

import numpy as np
import pint
import sympy as sp
from scipy import integrate, stats

from tutor_core.content.checking.tools import order_that_prints, output_of, run_checks

x, y, t = sp.symbols("x y t", real=True)
units = pint.UnitRegistry()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An answer to be found.

    Attributes:
        name: Which check it is for; those with the same name share it.
        check: Its block of Python.
        question: What the block may look at: its program, its choices, its lines unsorted.
        parameters: What the template drew.
    """

    name: str
    check: str
    question: ItemText | StepText
    parameters: Mapping[str, Value]


def found_answers(jobs: Sequence[Job]) -> list[dict[str, str]]:
    """Return for every job `answer` or `error`."""
    checks = {job.name: job for job in jobs}
    places = {name: place for place, name in enumerate(checks)}
    requests = "".join(json.dumps(_request(job, places[job.name])) + "\n" for job in jobs)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "checks.py"
        file.write_text(_script(list(checks.values())), encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - our own script, written just above
                [sys.executable, "-I", "-W", "ignore", str(file)],
                input=requests,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=SECONDS_TO_START + SECONDS_A_CASE * len(jobs),
                check=False,
            )
            output, reason = done.stdout, _last_line(done.stderr)
        except subprocess.TimeoutExpired as error:
            output, reason = _decoded(error.stdout), "it took too long"
    results: list[dict[str, str]] = [json.loads(line) for line in output.splitlines()]
    missing = {"error": f"the checks stopped before this one: {reason}"}
    return results + [missing] * (len(jobs) - len(results))


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def _decoded(output: bytes | str | None) -> str:
    """Give the whole lines that a stopped process had written."""
    text = output.decode("utf-8") if isinstance(output, bytes) else output or ""
    return text[: text.rfind("\n") + 1]


def _script(jobs: Sequence[Job]) -> str:
    parts = [_HEAD.format(root=str(Path(__file__).resolve().parents[3]))]
    for place, job in enumerate(jobs):
        arguments = ", ".join([*job.parameters, "*", "code", "lines", "choices"])
        parts.append(f"def check_{place}({arguments}):  # {job.name}")
        parts.append(textwrap.indent(job.check.strip("\n"), "    ") + "\n")
    functions = ", ".join(f"check_{place}" for place in range(len(jobs)))
    return "\n".join([*parts, f"run_checks([{functions}])", ""])


def _request(job: Job, place: int) -> dict[str, Any]:
    spec = job.question.answer_spec
    code = re.search(r"```python\n(.*?)```", job.question.question, re.DOTALL)
    return {
        "check": place,
        "type": spec["type"],
        "parameters": {name: _json_value(value) for name, value in job.parameters.items()},
        "code": code[1] if code else "",
        # Sorted, so that a check cannot lean on the stored order.
        "lines": sorted(spec["answer"]) if spec["type"] == "order" else [],
        "choices": spec.get("choices", {}),
    }


def _json_value(value: Value) -> int | str | list[int]:
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value
