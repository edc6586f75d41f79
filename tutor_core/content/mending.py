"""An item that was mended, beside the item as it was asked: what of the one holds for the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tutor_core.content.answers.verdicts import UnreadableError
from tutor_core.content.answers.wording import listed, read_choices
from tutor_core.content.items import Item
from tutor_core.content.variants import ItemText, StepText, TemplateError, draw

CHOSEN = ("choice", "choices")  # types of answers that are letters for texts


def variant_or_none(item: Item, seed: int | None) -> ItemText | None:
    """Return an item's text for a seed; None where the two do not go together."""
    if (item.template is None) != (seed is None):
        return None
    try:
        return item.variant(seed)
    except TemplateError:
        return None


def is_same_question(asked: ItemText, mended: ItemText) -> bool:
    """Tell whether a learner read the same question and saw the same figure."""
    return (asked.question, asked.figure) == (mended.question, mended.figure)


def is_same_draw(asked: Item, mended: Item, seed: int | None) -> bool:
    """Tell whether both give the same numbers for a seed, in whatever words."""
    if asked.template is None or mended.template is None or seed is None:
        return asked.template is None and mended.template is None
    try:
        return draw(asked.template, seed) == draw(mended.template, seed)
    except TemplateError:
        return False


def translated(response: str, asked: Mapping[str, Any], mended: Mapping[str, Any]) -> str | None:
    """Return a response as the mended key reads it; None where it cannot.

    Choices may stand in another order: a letter is followed to its text, and from there to its
    letter now.

    Args:
        response: What was answered.
        asked: The answer's spec as it was then.
        mended: The same as it is now.
    """
    if asked["type"] not in CHOSEN and mended["type"] not in CHOSEN:
        return response
    if asked["type"] not in CHOSEN or mended["type"] not in CHOSEN:
        return None
    try:
        letters = read_choices(response, asked)
    except UnreadableError:
        return None
    moved = _moved(letters, asked, mended)
    return None if moved is None else ", ".join(moved)


def as_mended(asked: ItemText, mended: ItemText) -> ItemText:
    """Return a question as it was asked, with the answer and the explanation of its mended key."""
    spec = _as_mended(asked.answer_spec, mended.answer_spec)
    if spec is None:
        return asked
    steps = asked.steps
    if len(mended.steps) == len(steps):
        steps = tuple(map(_mended_step, steps, mended.steps))
    return replace(
        asked,
        answer_spec=spec,
        correct_answer=_shown_answer(spec, mended.correct_answer),
        explanation=mended.explanation,
        steps=steps,
    )


def is_same_step(asked: StepText, mended: StepText) -> bool:
    """Tell whether a learner read the same step."""
    return asked.question == mended.question


def _mended_step(asked: StepText, mended: StepText) -> StepText:
    spec = _as_mended(asked.answer_spec, mended.answer_spec)
    if spec is None or not is_same_step(asked, mended):
        return asked
    return replace(
        asked,
        answer_spec=spec,
        correct_answer=_shown_answer(spec, mended.correct_answer),
        explanation=mended.explanation,
    )


def _as_mended(asked: Mapping[str, Any], mended: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the mended spec with the choices in the order in which they were asked."""
    if mended.get("type") not in CHOSEN:
        return mended
    if asked.get("type") not in CHOSEN:
        return None
    moved = _moved(listed(mended["answer"]), mended, asked)
    if moved is None:
        return None
    answer = sorted(moved) if mended["type"] == "choices" else moved[0]
    return {"type": mended["type"], "answer": answer, "choices": asked.get("choices") or {}}


def _shown_answer(spec: Mapping[str, Any], correct_answer: str) -> str:
    if spec.get("type") not in CHOSEN:
        return correct_answer
    return ", ".join(listed(spec["answer"]))


def _moved(
    letters: list[str], here: Mapping[str, Any], there: Mapping[str, Any]
) -> list[str] | None:
    """Follow letters to their texts, and these to their letters there."""
    texts = {str(key): str(text) for key, text in (here.get("choices") or {}).items()}
    others = {str(key): str(text) for key, text in (there.get("choices") or {}).items()}
    if not texts and not others:
        return letters
    by_text = {text: key for key, text in reversed(others.items())}
    found = []
    for letter in letters:
        text = texts.get(letter)
        key = letter if text is not None and others.get(letter) == text else by_text.get(text or "")
        if key is None:
            return None
        found.append(key)
    return found
