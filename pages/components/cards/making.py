"""A card by one's own hand, with a look at it before it is made."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.question import draw_figure
from tutor_core.accounts.queries import Person
from tutor_core.content.queries import skill_names
from tutor_core.errors import InvalidInputError
from tutor_core.review import cloze
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.graphs import Graph, figure_of
from tutor_core.review.making.service import DuplicateCardError, make_cards

FRONT, BACK, TOPIC, REPEAT = "card_front", "card_back", "card_topic", "card_repeat"
SKILL = "card_skill_{topic}"
HAS_GRAPH, FORMULA, FIRST, LAST = "card_graph", "card_formula", "card_first_x", "card_last_x"
WIDTH = 5.0  # how far a graph goes to either side, to begin with


@auth.fragment
def draw_making(_person: Person) -> None:
    """Draw the form and what it makes."""
    runtime.draw_notice()
    _draw_place()
    front = st.text_area(
        "Front: what the card asks",
        key=FRONT,
        height=110,
        placeholder="What is the derivative of $x^2$?",
        help="Markdown, with formulas between dollar signs. To ask for a gap in a text, mark it: "
        "The derivative of $x^2$ is {{c1::$2x$}}. Each number makes a card.",
    )
    back = st.text_area("Back: the answer", key=BACK, height=110, placeholder="$2x$")
    if st.toggle("With the graph of a function", key=HAS_GRAPH):
        _draw_graph_fields()
    if state.widget_value(REPEAT) is not None:
        st.checkbox("Make it although I have a card with this front", key=REPEAT)
    gaps = cloze.gaps_in(front or "")
    cards = "card" if len(gaps) <= 1 else f"{len(gaps)} cards"
    st.button(
        f"Make the {cards}", type="primary", icon=":material/add:", key="card_make", on_click=make
    )
    if (front or "").strip():
        _draw_preview(front or "", back or "", gaps)


def _draw_place() -> None:
    """Draw which subject and skill the card belongs to."""
    with runtime.database().reading() as db:
        skills = skill_names(db)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        topic = st.selectbox(
            "Subject", list(theme.TOPIC_NAMES), key=TOPIC,
            format_func=theme.TOPIC_NAMES.__getitem__,
        )  # fmt: skip
        titles = {skill.name: skill.title for skill in skills if skill.topic == topic}
        st.selectbox(
            "Skill", list(titles), index=None, key=SKILL.format(topic=topic),
            format_func=titles.__getitem__, placeholder="None",
            help="Questions on it then move this card, and an exam in it asks for it.",
        )  # fmt: skip


def _draw_graph_fields() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("y =", key=FORMULA, placeholder="x^2 - 3")
        st.number_input("from x =", value=-WIDTH, key=FIRST)
        st.number_input("to x =", value=WIDTH, key=LAST)


def _graph() -> Graph | None:
    """Return the graph that the form describes; None for none."""
    formula = str(state.widget_value(FORMULA) or "").strip()
    if not state.widget_value(HAS_GRAPH) or not formula:
        return None
    first, last = (float(str(state.widget_value(key))) for key in (FIRST, LAST))
    return Graph(formula=formula, first=first, last=last)


def _draw_preview(front: str, back: str, gaps: tuple[int, ...]) -> None:
    st.caption("This is how it will look.")
    graph = _graph()
    try:
        figure = figure_of(graph) if graph else None
    except InvalidInputError as error:
        st.warning(prose.plain(str(error)), icon=":material/edit:")
        figure = None
    for gap in gaps or (None,):
        with st.container(border=True):
            st.markdown(prose.content(front if gap is None else cloze.asked(front, gap)))
            draw_figure(figure, key=f"card_preview_{gap}")
            st.divider()
            if gap is not None:
                st.markdown(prose.content(cloze.answered(front, gap)))
            st.markdown(prose.content(back))


@auth.callback
def make(person: Person) -> None:
    """Make what the form says; a refusal leaves everything as it was typed."""
    sides = Sides(
        front=str(state.widget_value(FRONT) or ""),
        back=str(state.widget_value(BACK) or ""),
        graph=_graph(),
    )
    topic = str(state.widget_value(TOPIC) or "")
    skill = state.widget_value(SKILL.format(topic=topic))
    may_repeat = bool(state.widget_value(REPEAT))
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    try:
        made = runtime.database().run(
            lambda db: make_cards(
                db,
                person.actor,
                sides,
                topic=topic,
                skill=None if skill is None else str(skill),
                may_repeat=may_repeat,
                now=moment,
                day_starts_at=starts_at,
            )
        )
    except DuplicateCardError as error:
        state.set_widget_value(REPEAT, value=False)
        raise InvalidInputError(error.field, str(error)) from error
    for key in (FRONT, BACK, FORMULA):
        state.set_widget_value(key, "")
    state.forget_widget(REPEAT)
    state.set_said(
        "The card is made and waits under Review."
        if len(made) == 1
        else f"{len(made)} cards are made and wait under Review."
    )
