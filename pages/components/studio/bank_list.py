"""The list of the bank: filters, and a line an item."""

from __future__ import annotations

import math
from dataclasses import astuple

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.studio.fields import TYPE_WORDS
from pages.components.studio.taking import draw_taking
from tutor_core.accounts.queries import Person
from tutor_core.content.queries import skill_names
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.drafts.queries import new_drafts
from tutor_core.content.studio.form import ANSWER_TYPES, Form
from tutor_core.content.studio.queries import bank
from tutor_core.content.studio.views import BankFilter, BankLine, DraftLine
from tutor_core.content.usage.views import ItemFigures

PAGE_LENGTH = 12
TITLE_LENGTH = 160
SHOWN_WHOLE, LONGEST_SHOWN = 300, 600
SHOWN = ("All published", "Mine", "Reported", "Withdrawn")


def draw_list(person: Person) -> None:
    """Draw the bank, and what the person has begun."""
    with st.container(horizontal=True):
        st.button(
            "New question", type="primary", icon=":material/add:", key="studio_new",
            on_click=_begin, args=("question",),
        )  # fmt: skip
        st.button(
            "New exercise", icon=":material/stairs:", key="studio_new_exercise",
            on_click=_begin, args=("exercise",),
        )  # fmt: skip
        st.button(
            "Bring questions along", icon=":material/download:", key="studio_bring",
            on_click=_bring,
        )  # fmt: skip
    with runtime.database().reading() as db:
        begun = new_drafts(db, person.actor)
    _draw_drafts(begun)
    wanted = draw_filter()
    with runtime.database().reading() as db:
        total = bank(db, person.actor, wanted, limit=0).total
    if not total:
        st.info("No item is like that. Ask for less.", icon=":material/search_off:")
        return
    pages = math.ceil(total / PAGE_LENGTH)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{total} {'item' if total == 1 else 'items'}; the reported come first.",
            width="stretch",
        )
        draw_taking(person, wanted, total)
    chosen = st.pagination(pages, key=f"studio_page_{astuple(wanted)}") if pages > 1 else 1
    with runtime.database().reading() as db:
        found = bank(db, person.actor, wanted, limit=PAGE_LENGTH, offset=(chosen - 1) * PAGE_LENGTH)
    for line in found.lines:
        _draw_line(line)


def draw_filter() -> BankFilter:
    """Draw what the list can be asked for; return what is asked."""
    with runtime.database().reading() as db:
        skills = skill_names(db)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="studio_words", type="search", live="400ms",
            placeholder="Words of the question",
        )  # fmt: skip
        topic = st.selectbox(
            "Subject", list(theme.TOPIC_NAMES), index=None, key="studio_topic",
            format_func=theme.TOPIC_NAMES.__getitem__, placeholder="Any",
        )  # fmt: skip
        titles = {skill.name: skill.title for skill in skills if topic in (None, skill.topic)}
        skill = st.selectbox(
            "Skill", list(titles), index=None, key=f"studio_skill_{topic}",
            format_func=titles.__getitem__, placeholder="Any",
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        difficulty = st.selectbox(
            "Difficulty", list(theme.DIFFICULTY_WORDS), index=None, key="studio_difficulty",
            format_func=theme.DIFFICULTY_WORDS.__getitem__, placeholder="Any",
        )  # fmt: skip
        kind = st.selectbox(
            "Answer", ANSWER_TYPES, index=None, key="studio_type",
            format_func=TYPE_WORDS.__getitem__, placeholder="Any",
        )  # fmt: skip
        shown = st.selectbox("Show", SHOWN, key="studio_shown")
    return BankFilter(
        words=words or "",
        topic=topic,
        skill=skill,
        difficulty=difficulty,
        type=kind,
        only_mine=shown == "Mine",
        only_reported=shown == "Reported",
        only_withdrawn=shown == "Withdrawn",
    )


def described(line: BankLine) -> str:
    """Return what an item is, in one line."""
    parts = [
        f"{theme.TOPIC_ICONS[line.topic]} {prose.plain(line.skill)}",
        theme.DIFFICULTY_WORDS[line.difficulty].lower(),
        TYPE_WORDS.get(line.type, line.type).lower(),
    ]
    parts += ["exercise"] if line.is_exercise else []
    parts += ["new numbers each time"] if line.is_template else []
    if line.is_own:
        parts.append("yours")
    elif line.author:
        parts.append(f"by {prose.plain(line.author)}")
    return " · ".join(parts)


def answered(figures: ItemFigures) -> str:
    """Return how an item was answered, in one line."""
    if not figures.attempts:
        return "Nobody has answered it yet."
    right = theme.percent(figures.correct / figures.attempts)
    times = "1 answer" if figures.attempts == 1 else f"{figures.attempts} answers"
    expected = (
        f", predicted {theme.percent(figures.predicted)}" if figures.predicted is not None else ""
    )
    return f"{times} · {right} right{expected}"


def wrong_answers(figures: ItemFigures) -> str:
    """Return the most frequent wrong answers, in one line."""
    told = [f"{prose.plain(one.words)} ({one.times})" for one in figures.wrong]
    return " · ".join(told).replace("\n", " ")


def _draw_line(line: BankLine) -> None:
    with st.container(border=True, gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(_first_words(line.question), width="content")
            st.button(
                "Open", icon=":material/arrow_forward:", key=f"studio_item_{line.content_id}",
                on_click=_open, args=(line.content_id,),
            )  # fmt: skip
        st.caption(described(line))
        st.markdown(f":small[{answered(line.figures)}]")
        if line.figures.wrong:
            st.caption(f"Wrong most often: {wrong_answers(line.figures)}")
        if line.reports:
            reports = "1 report" if line.reports == 1 else f"{line.reports} reports"
            st.badge(f"{reports} to answer", icon=":material/flag:", color="orange")
        if line.has_draft:
            st.badge("You are changing it", icon=":material/edit:", color="blue")


def _first_words(question: str) -> str:
    """Return a question as it is drawn, or its first paragraph where it is long."""
    if len(question) <= SHOWN_WHOLE:
        return prose.content(question)
    return prose.content(question.split("\n\n", maxsplit=1)[0][:LONGEST_SHOWN]) + " …"


def _draw_drafts(begun: tuple[DraftLine, ...]) -> None:
    if not begun:
        return
    with st.expander(f"Drafts of new items: {len(begun)}", expanded=True):
        for draft in begun:
            title = " ".join(draft.question.split())[:TITLE_LENGTH] or "Nothing written yet"
            st.button(
                prose.plain(title), type="tertiary", icon=":material/edit_note:",
                key=f"studio_draft_{draft.draft_id}", on_click=_open_draft, args=(draft.draft_id,),
            )  # fmt: skip


def _bring() -> None:
    st.query_params["view"] = "import"


def _open(content_id: int) -> None:
    st.query_params["item"] = str(content_id)


def _open_draft(draft_id: int) -> None:
    st.query_params["draft"] = str(draft_id)
    state.set_draft_revision(draft_id, None)


@auth.callback
def _begin(person: Person, kind: str) -> None:
    moment = runtime.now()
    form = Form.from_stored({"kind": kind}).tidied()
    draft_id = runtime.database().run(
        lambda db: drafts.begin_item(db, person.actor, form, now=moment)
    )
    _open_draft(draft_id)
