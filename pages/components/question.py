"""A question and the field that fits its answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import streamlit as st

from pages.components import charts, prose, state
from tutor_core.content.grading import read
from tutor_core.practice.views import Attempt

PREVIEWED = {"number", "quantity", "expression", "equation", "interval", "set", "list"}
PLACEHOLDERS = {
    "number": "A number, such as 3/4 or 0.75",
    "quantity": "A number with its unit, such as 9.8 m/s^2",
    "expression": "A formula, such as 2x^2 + 1",
    "equation": "An equation, such as y = 2x + 1",
    "interval": "An interval, such as (-2, 5], or x < 3",
    "set": "All solutions, such as 2, -3",
    "list": "In order, such as (1, 2)",
    "text": "Your answer",
}


def draw_question(attempt: Attempt) -> None:
    """Draw what is asked, with its figure."""
    st.markdown(prose.content(attempt.question))
    if attempt.figure is not None:
        st.plotly_chart(
            charts.item_figure(attempt.figure),
            key=f"figure_{attempt.attempt_id}",
            config={"displayModeBar": False, "staticPlot": True},
            alt=str(attempt.figure["alt"]),
        )


def draw_answer_field(attempt: Attempt, *, on_change: Callable[[], None]) -> None:
    """Draw the field; `response_to` reads it, and `on_change` is called when it changes."""
    kind = attempt.answer_spec["type"]
    key = _key(attempt)
    if kind == "choices":
        _draw_choices(attempt, on_change)
    elif kind == "choice":
        options = attempt.answer_spec["choices"]
        _begin(key, attempt.draft if attempt.draft in options else None)
        st.radio(
            "Your answer",
            list(options),
            format_func=lambda name: prose.content(options[name]),
            key=key,
            on_change=on_change,
        )
    elif kind == "order":
        _draw_order(attempt, on_change)
    elif _is_long(attempt):
        _begin(key, attempt.draft)
        st.text_area("Your answer, line by line", key=key, on_change=on_change, height=120)
    else:
        _begin(key, attempt.draft)
        st.text_input(
            "Your answer",
            key=key,
            on_change=on_change,
            placeholder=PLACEHOLDERS.get(kind, ""),
            autocomplete="off",
            live="400ms",
        )


def draw_reading(attempt: Attempt, *, locale: str) -> None:
    """Say how the answer is read so far, on one line that is always there."""
    if attempt.answer_spec["type"] not in PREVIEWED:
        return
    response = response_to(attempt)
    if not response.strip():
        st.caption("Here you see how your answer is read, while you type.")
        return
    reading = read(response, attempt.answer_spec, locale=locale)
    if not reading.is_readable:
        st.caption(f":material/edit: {prose.plain(reading.message)}")
    elif reading.understood_is_latex:
        st.markdown(f":small[Read as] ${reading.understood}$")
    else:
        st.caption(f"Read as {prose.plain(reading.understood)}")


def response_to(attempt: Attempt) -> str:
    """Return what is entered now, as the grader takes it."""
    kind = attempt.answer_spec["type"]
    value = state.widget_value(_key(attempt))
    if kind == "choices":
        return ", ".join(
            name
            for name in attempt.answer_spec["choices"]
            if state.widget_value(f"{_key(attempt)}_{name}")
        )
    if kind == "order":
        chosen = value if isinstance(value, list) else []
        return "\n".join(str(line) for line in chosen)
    return value if isinstance(value, str) else ""


def restore(attempt_id: int, text: str) -> None:
    """Put text back into the field of an attempt; only in a callback."""
    state.set_widget_value(f"practice_answer_{attempt_id}", text)


def draw_written(attempt: Attempt, label: str, answer: str) -> None:
    """Draw an answer as people write it: its options, its lines, its formula or its words."""
    kind = attempt.answer_spec["type"]
    if kind in {"choice", "choices"}:
        options = attempt.answer_spec["choices"]
        names = [name for part in answer.split(",") if (name := part.strip()) in options]
        st.markdown(f"{label}: " + "; ".join(prose.content(options[name]) for name in names))
    elif kind == "order" or "\n" in answer:
        st.markdown(f"{label}:")
        st.code(answer, language="python" if kind == "order" else None)
    else:
        reading = read(answer, attempt.answer_spec)
        formula = reading.understood if reading.understood_is_latex else ""
        st.markdown(f"{label}: " + (f"${formula}$" if formula else prose.plain(answer)))


def _draw_choices(attempt: Attempt, on_change: Callable[[], None]) -> None:
    st.markdown("Your answer: tick all that are true.")
    kept = {part.strip() for part in attempt.draft.split(",")}
    with st.container(gap="xxsmall"):
        for name, text in attempt.answer_spec["choices"].items():
            key = f"{_key(attempt)}_{name}"
            _begin(key, name in kept)
            st.checkbox(prose.content(text), key=key, on_change=on_change)


def _draw_order(attempt: Attempt, on_change: Callable[[], None]) -> None:
    lines = _shuffled(attempt.answer_spec["answer"], attempt.attempt_id)
    kept = [line for line in attempt.draft.split("\n") if line in lines]
    _begin(_key(attempt), kept)
    st.multiselect(
        "Choose the lines in their order",
        lines,
        format_func=lambda line: line.replace(" ", "\N{NO-BREAK SPACE}"),
        key=_key(attempt),
        on_change=on_change,
        placeholder="Choose the first line",
    )
    st.code(response_to(attempt) or "# your lines appear here", language="python")


def _key(attempt: Attempt) -> str:
    return f"practice_answer_{attempt.attempt_id}"


def _begin(key: str, value: object) -> None:
    if state.widget_value(key) is None:
        state.set_widget_value(key, value)


def _is_long(attempt: Attempt) -> bool:
    answers = attempt.answer_spec["answer"]
    return attempt.answer_spec["type"] == "text" and any("\n" in text for text in answers)


def _shuffled(lines: Sequence[str], seed: int) -> list[str]:
    """Return the lines in an order that is theirs for this attempt, and not the answer."""
    mixed = list(lines)
    rng = random.Random(seed)  # noqa: S311 - the order of lines on a page
    while len(set(mixed)) > 1 and mixed == list(lines):
        rng.shuffle(mixed)
    return mixed
