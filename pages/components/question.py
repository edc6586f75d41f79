"""A question and the field that fits its answer."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from pages.components import charts, prose, state
from tutor_core.content.grading import read

BARE_FORMULA = re.compile(r"\$[^$]*\$")
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


class Asked(Protocol):
    """What waits for an answer: a question, an exercise, a step of it."""

    @property
    def key(self) -> str:
        """Return what no other question or step has."""

    @property
    def answer_spec(self) -> Mapping[str, Any]:
        """Return how the answer is read."""

    @property
    def draft(self) -> str:
        """Return what was typed so far."""


class Posed(Protocol):
    """What is asked: its text, and its figure."""

    @property
    def key(self) -> str:
        """Return what no other question has."""

    @property
    def question(self) -> str:
        """Return what is asked, in Markdown with LaTeX."""

    @property
    def figure(self) -> Mapping[str, Any] | None:
        """Return a figure described in data, or None."""


def draw_question(posed: Posed) -> None:
    """Draw what is asked, with its figure."""
    st.markdown(prose.content(posed.question))
    draw_figure(posed.figure, key=f"figure_{posed.key}")


def draw_figure(figure: Mapping[str, Any] | None, *, key: str) -> None:
    """Draw a figure described in data, where there is one."""
    if figure is not None:
        st.plotly_chart(
            charts.item_figure(figure),
            key=key,
            config={"displayModeBar": False, "staticPlot": True},
            alt=str(figure["alt"]),
        )


def draw_answer_field(asked: Asked, *, on_change: Callable[[], None]) -> None:
    """Draw the field; `response_to` reads it, and `on_change` is called when it changes."""
    kind = asked.answer_spec["type"]
    key = _key(asked)
    if kind == "choices":
        _draw_choices(asked, on_change)
    elif kind == "choice":
        options = asked.answer_spec["choices"]
        _begin(key, asked.draft if asked.draft in options else None)
        st.radio(
            "Your answer",
            list(options),
            format_func=lambda name: _option(name, options),
            key=key,
            on_change=on_change,
        )
    elif kind == "order":
        _draw_order(asked, on_change)
    elif _is_long(asked):
        _begin(key, asked.draft)
        st.text_area("Your answer, line by line", key=key, on_change=on_change, height=120)
    else:
        _begin(key, asked.draft)
        st.text_input(
            "Your answer",
            key=key,
            on_change=on_change,
            placeholder=PLACEHOLDERS.get(kind, ""),
            autocomplete="off",
            live="400ms",
        )


def draw_reading(asked: Asked, *, locale: str) -> None:
    """Say how the answer is read so far, on one line that is always there."""
    if asked.answer_spec["type"] not in PREVIEWED:
        return
    response = response_to(asked)
    if not response.strip():
        st.caption("Here you see how your answer is read, while you type.")
        return
    reading = read(response, asked.answer_spec, locale=locale)
    if not reading.is_readable:
        st.caption(f":material/edit: {prose.plain(reading.message)}")
    elif reading.understood_is_latex:
        st.markdown(f":small[Read as] ${reading.understood}$")
    else:
        st.caption(f"Read as {prose.plain(reading.understood)}")


def response_to(asked: Asked) -> str:
    """Return what is entered now, as the grader takes it."""
    kind = asked.answer_spec["type"]
    value = state.widget_value(_key(asked))
    if kind == "choices":
        return ", ".join(
            name
            for name in asked.answer_spec["choices"]
            if state.widget_value(f"{_key(asked)}_{name}")
        )
    if kind == "order":
        chosen = value if isinstance(value, list) else []
        return "\n".join(str(line) for line in chosen)
    return value if isinstance(value, str) else ""


def restore(asked: Asked, text: str) -> None:
    """Put text back into the field; only in a callback."""
    state.set_widget_value(_key(asked), text)


def draw_written(asked: Asked, label: str, answer: str) -> None:
    """Draw an answer as people write it: its options, its lines, its formula or its words."""
    kind = asked.answer_spec["type"]
    if kind in {"choice", "choices"}:
        options = asked.answer_spec["choices"]
        names = [name for part in answer.split(",") if (name := part.strip()) in options]
        st.markdown(f"{label}: " + "; ".join(prose.content(options[name]) for name in names))
    elif kind == "order" or "\n" in answer:
        st.markdown(f"{label}:")
        st.code(answer, language=None, wrap_lines=True)
    else:
        reading = read(answer, asked.answer_spec)
        formula = reading.understood if reading.understood_is_latex else ""
        st.markdown(f"{label}: " + (f"${formula}$" if formula else prose.plain(answer)))


def _option(name: str, options: Mapping[str, str]) -> str:
    """Return an option as it is read; formulas alone have no name for those who only hear them."""
    text = prose.content(options[name])
    has_bare = any(BARE_FORMULA.fullmatch(one.strip()) for one in options.values())
    return f"{name}: {text}" if has_bare else text


def _draw_choices(asked: Asked, on_change: Callable[[], None]) -> None:
    st.markdown("Your answer: tick all that are true.")
    kept = {part.strip() for part in asked.draft.split(",")}
    options = asked.answer_spec["choices"]
    with st.container(gap="xxsmall"):
        for name in options:
            key = f"{_key(asked)}_{name}"
            _begin(key, name in kept)
            st.checkbox(_option(name, options), key=key, on_change=on_change)


def _draw_order(asked: Asked, on_change: Callable[[], None]) -> None:
    lines = _shuffled(asked.answer_spec["answer"], asked.key)
    kept = [line for line in asked.draft.split("\n") if line in lines]
    _begin(_key(asked), kept)
    st.multiselect(
        "Choose the lines in their order",
        lines,
        format_func=lambda line: line.replace(" ", "\N{NO-BREAK SPACE}"),
        key=_key(asked),
        on_change=on_change,
        placeholder="Choose the first line",
    )
    st.code(response_to(asked) or "Your lines appear here.", language=None, wrap_lines=True)


def _key(asked: Asked) -> str:
    return f"practice_answer_{asked.key}"


def _begin(key: str, value: object) -> None:
    if state.widget_value(key) is None:
        state.set_widget_value(key, value)


def _is_long(asked: Asked) -> bool:
    answers = asked.answer_spec["answer"]
    return asked.answer_spec["type"] == "text" and any("\n" in text for text in answers)


def _shuffled(lines: Sequence[str], seed: str) -> list[str]:
    """Return the lines in an order that is theirs for this attempt, and not the answer."""
    mixed = list(lines)
    rng = random.Random(seed)  # noqa: S311 - the order of lines on a page
    while len(set(mixed)) > 1 and mixed == list(lines):
        rng.shuffle(mixed)
    return mixed
