"""The fields in which a question, an exercise or a step is written."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.components.studio.filling import ADD, REMOVE
from tutor_core.content.files.fields import ANSWER_OPTIONS
from tutor_core.content.studio.form import (
    ANSWER_TYPES,
    CHOICE_TYPES,
    LONGEST_FIELD,
    MOST_CHOICES,
    MOST_MISTAKES,
    TaskForm,
)

LINE_TYPES = ("set", "list", "text", "order")  # answered line by line
PAUSE = "700ms"  # after which what is typed is taken in
TYPE_WORDS = {
    "number": "A number",
    "quantity": "A number with its unit",
    "expression": "A formula",
    "equation": "An equation",
    "interval": "An interval",
    "set": "Several values, in any order",
    "list": "Several values, in order",
    "text": "Words",
    "choice": "One of several choices",
    "choices": "All choices that are true",
    "order": "Lines to put in order",
}
FORM_WORDS = {
    "": "Any",
    "factored": "Factored",
    "expanded": "Expanded",
    "lowest_terms": "In lowest terms",
}
ANSWER_HELP = {
    "number": "Such as `3/4` or `0.75`. Every way to write the same number is right.",
    "quantity": "Such as `9.8 m/s^2`. Other units of the same kind are right as well.",
    "expression": "Such as `2x^2 + 1`. Every equal formula is right, unless you ask for a form.",
    "equation": "Such as `y = 2x + 1`. Equations with the same solutions are right.",
    "interval": "Such as `(-oo, 2] U (3, 4)`.",
    "set": "One value a line.",
    "list": "One value a line, in their order.",
    "text": "One wording a line; each is accepted. Wordings of several lines: `---` between them.",
    "order": "The lines in their right order.",
}
OPTION_TEXTS = {
    "significant_figures": "Significant figures, where they matter",
    "variables": "Letters that may occur, such as x, y",
    "positive": "Letters that stand for positive numbers",
}
OPTION_TICKS = {
    "up_to_constant": "Any constant of integration may be added",
    "case_sensitive": "Capitals matter",
    "temperature_difference": "Degrees are of a difference, not of a temperature",
}

Change = Callable[..., None]
Keys = Callable[..., str]


def draw_task(key: Keys, task: TaskForm, change: Change, *where: object) -> None:
    """Draw what a question, an exercise and a step have in common.

    Args:
        key: Gives the key of a field by its name.
        task: As it is stored.
        change: Called when something was typed; with `ADD` or `REMOVE` and the way to an entry
            when one is to come or go.
        where: The way to the task in the form.
    """
    st.text_area(
        "Question", key=key("question"), on_change=change, height=160, max_chars=LONGEST_FIELD,
        help="Markdown, with formulas between dollar signs: `$x^2$`. A price is `\\$`.",
    )  # fmt: skip
    st.selectbox(
        "The answer is", ANSWER_TYPES, key=key("type"), on_change=change,
        format_func=TYPE_WORDS.__getitem__,
    )  # fmt: skip
    if task.type in CHOICE_TYPES:
        _draw_choices(key, task, change, *where)
    elif task.type in LINE_TYPES:
        st.text_area(
            "Answer", key=key("answer"), on_change=change, height=110, help=ANSWER_HELP[task.type]
        )
    else:
        st.text_input(
            "Answer", key=key("answer"), on_change=change, help=ANSWER_HELP[task.type],
            live=PAUSE, autocomplete="off",
        )  # fmt: skip
    _draw_options(key, task, change)
    if task.type != "choice":
        _draw_mistakes(key, task, change, *where)
    st.text_area(
        "Worked solution", key=key("explanation"), on_change=change, height=130,
        max_chars=LONGEST_FIELD,
    )  # fmt: skip


def _draw_choices(key: Keys, task: TaskForm, change: Change, *where: object) -> None:
    is_single = task.type == "choice"
    st.markdown("**Choices**")
    for place, _ in enumerate(task.choices):
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26]
        with st.container(border=True, gap="xsmall"):
            st.text_input(
                f"Choice {letter}",
                key=key("choices", place, "text"),
                on_change=change,
                live=PAUSE,
            )
            with st.container(horizontal=True, vertical_alignment="center"):
                st.checkbox(
                    "Right",
                    key=key("choices", place, "is_right"),
                    on_change=change,
                    width="stretch",
                )
                st.button(
                    "Take away", type="tertiary", icon=":material/close:",
                    key=key("choices", place, "remove"), on_click=change,
                    args=(REMOVE, *where, "choices", place),
                )  # fmt: skip
            if is_single:
                st.text_area(
                    "What you say to whoever takes it wrongly", height=68,
                    key=key("choices", place, "message"), on_change=change,
                )  # fmt: skip
    if len(task.choices) < MOST_CHOICES:
        st.button(
            "Another choice", icon=":material/add:", key=key("choices", "add"),
            on_click=change, args=(ADD, *where, "choices"),
        )  # fmt: skip


def _draw_mistakes(key: Keys, task: TaskForm, change: Change, *where: object) -> None:
    st.markdown("**Wrong answers you expect**")
    st.caption("Whoever gives one reads your sentence, and you see how many did.")
    is_long = task.type in LINE_TYPES
    for place, _ in enumerate(task.mistakes):
        with st.container(border=True, gap="xsmall"):
            name, place_key = f"Wrong answer {place + 1}", key("mistakes", place, "answer")
            if is_long:
                st.text_area(name, key=place_key, on_change=change, height=80)
            else:
                st.text_input(name, key=place_key, on_change=change, live=PAUSE)
            st.text_area(
                "What you say to it", key=key("mistakes", place, "message"), on_change=change,
                height=68,
            )  # fmt: skip
            st.button(
                "Take away", type="tertiary", icon=":material/close:",
                key=key("mistakes", place, "remove"), on_click=change,
                args=(REMOVE, *where, "mistakes", place),
            )  # fmt: skip
    if len(task.mistakes) < MOST_MISTAKES:
        st.button(
            "Another wrong answer", icon=":material/add:", key=key("mistakes", "add"),
            on_click=change, args=(ADD, *where, "mistakes"),
        )  # fmt: skip


def _draw_options(key: Keys, task: TaskForm, change: Change) -> None:
    options = ANSWER_OPTIONS[task.type] - {"choices"}
    if not options:
        return
    with st.expander("How strictly it is read"):
        if "tolerance" in options:
            _draw_tolerance(key, change)
        if "form" in options:
            st.selectbox(
                "Form", list(FORM_WORDS), key=key("form"), on_change=change,
                format_func=FORM_WORDS.__getitem__,
            )  # fmt: skip
        for name, label in OPTION_TEXTS.items():
            if name in options:
                st.text_input(label, key=key(name), on_change=change, live=PAUSE)
        for name, label in OPTION_TICKS.items():
            if name in options:
                st.checkbox(label, key=key(name), on_change=change)
        st.text_input(
            "Answer as displayed", key=key("shown"), on_change=change, live=PAUSE,
            placeholder="as it is written above",
        )  # fmt: skip


def _draw_tolerance(key: Keys, change: Change) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Tolerance", key=key("tolerance"), on_change=change, placeholder="none", live=PAUSE,
            help="How far off an answer may be.",
        )  # fmt: skip
        st.checkbox("as a share of the answer", key=key("tolerance_is_relative"), on_change=change)
