"""The preview: an item as a learner sees it, with a field to try answers in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.components import prose, question, state
from tutor_core.accounts.queries import Person
from tutor_core.content.curriculum import ItemSource
from tutor_core.content.files.fields import Problem
from tutor_core.content.files.items import text_problems
from tutor_core.content.grading import grade
from tutor_core.content.studio.judging import spec_problem
from tutor_core.content.variants import ItemText, StepText

VERDICTS = {
    "correct": ("success", "**Right.**"),
    "incorrect": ("error", "**Not right.**"),
    "almost": ("warning", "**Right, but not in the form asked.** It costs nothing."),
    "invalid": ("warning", "**This cannot be read.** It costs nothing."),
}
MOST_NUMBERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A question of an item, as the components of Practice take it."""

    key: str
    question: str
    figure: Mapping[str, Any] | None
    answer_spec: Mapping[str, Any]
    draft: str = ""


def draw_preview(person: Person, item: ItemSource, name: str) -> None:
    """Draw an item as a learner sees it.

    Args:
        person: Who looks at it.
        item: Of right shape.
        name: What no other preview on the page is called.
    """
    seed = _draw_numbers(name) if item.template is not None else 0
    problems = list(_problems(item))
    if problems:
        for problem in problems:
            st.warning(prose.plain(problem), icon=":material/edit:")
        return
    text = item.variant(seed)
    key = f"{name}_{seed}"
    _draw_try(person, text, key, text.figure)
    for number, hint in enumerate(text.hints, 1):
        st.info(f"Hint {number}: {prose.content(hint)}", icon=":material/lightbulb:")
    for number, step in enumerate(text.steps, 1):
        st.markdown(f"**Step {number} of {len(text.steps)}**")
        _draw_try(person, step, f"{key}_{number}", None)
        st.caption(prose.content(step.explanation))
    if text.explanation:
        with st.expander("Worked solution"):
            st.markdown(prose.content(text.explanation))


def _problems(item: ItemSource) -> list[str]:
    found: list[Problem] = list(text_problems(item))
    if found:
        return [sentence for _, sentence in found]
    text = item.variant(0)
    specs = [text.answer_spec, *(step.answer_spec for step in text.steps)]
    return [sentence for spec in specs if (sentence := spec_problem(spec)) is not None]


def _draw_numbers(name: str) -> int:
    seed = state.previewed_seed(name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "New numbers", icon=":material/casino:", key=f"{name}_numbers",
            on_click=state.set_previewed_seed, args=(name, (seed + 1) % MOST_NUMBERS),
        )  # fmt: skip
        of_learner = seed >= MOST_NUMBERS
        st.caption("A learner's numbers" if of_learner else f"Numbers {seed + 1}", width="content")
    return seed


def _draw_try(
    person: Person, text: ItemText | StepText, key: str, figure: Mapping[str, Any] | None
) -> None:
    asked = Previewed(key=key, question=text.question, figure=figure, answer_spec=text.answer_spec)
    with st.container(border=True):
        question.draw_question(asked)
        question.draw_answer_field(asked, on_change=lambda: None)
        question.draw_reading(asked, locale=person.locale)
    response = question.response_to(asked)
    if response.strip():
        found = grade(response, asked.answer_spec, locale=person.locale)
        kind, words = VERDICTS[found.verdict]
        is_said_above = found.verdict == "invalid"
        message = "" if is_said_above else f" {prose.content(found.message)}"
        getattr(st, kind)(f"{words}{message}".strip())
    question.draw_written(asked, "The answer", text.correct_answer)
