"""The skill that is looked at: what it is, what comes next in it, what is missing, what to do."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, navigation, prose, runtime, state, theme
from pages.components.belief import open_belief
from pages.components.tree import words
from pages.components.tree.fall import draw_fall
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.practice.examinations.testing_out import service
from tutor_core.practice.tree.falls.falling import fall_of
from tutor_core.practice.tree.falls.queries import moves_of
from tutor_core.practice.tree.views import Tree, TreeSkill


def draw_panel(person: Person, tree: Tree, skill: TreeSkill) -> None:
    """Draw all that is said of a skill, with the ways on."""
    with runtime.database().reading() as db:
        moves = moves_of(db, person.actor, skill)
    with st.container(border=True, key="tree_panel"):
        st.subheader(prose.plain(skill.title))
        st.markdown(
            f"{words.SIGNS[skill.state]} **{words.STATES[skill.state]}**: "
            f"{words.MEANINGS[skill.state]}. Level {skill.level} of 5 "
            f"({theme.level_name(skill.level)})."
        )
        _draw_record(person, skill)
        fall = fall_of(moves, skill.level)
        if fall is not None:
            draw_fall(person, fall, skill.level)
        elif skill.level < skill.level_when_seen:
            st.markdown(
                f"When you last practised it, it was level {skill.level_when_seen}. What is not "
                "used fades: a question or two show what is left of it."
            )
        if skill.next_level is not None:
            st.markdown(words.rule(skill.next_level))
        _draw_missing(tree, skill)
        if skill.unlocks:
            st.markdown(f"It opens: {', '.join(map(prose.plain, skill.unlocks))}.")
        _draw_ways_on(skill, has_fallen=fall is not None)


def _draw_record(person: Person, skill: TreeSkill) -> None:
    if not skill.answers:
        st.caption("No answers yet.")
        return
    answers = "1 answer" if skill.answers == 1 else f"{skill.answers} answers"
    days = "1 day" if skill.days_seen == 1 else f"{skill.days_seen} days"
    last = (
        f", the last on {date_in(skill.last_seen_at.date(), person.locale)}"
        if skill.last_seen_at
        else ""
    )
    st.caption(f"{answers} on {days}{last}.")


def _draw_missing(tree: Tree, skill: TreeSkill) -> None:
    for one in skill.missing:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{prose.plain(one.title)}** is not secure yet: {words.lacks(one, tree.ready)}."
            )
            st.button(
                "Look at it", type="tertiary", key=f"tree_missing_{one.skill}",
                on_click=look_at, args=(one.skill,),
            )  # fmt: skip


def _draw_ways_on(skill: TreeSkill, *, has_fallen: bool) -> None:
    with st.container(horizontal=True):
        # What it stands on and does not carry is the first to repair.
        ground = skill.missing[0].skill if has_fallen and skill.missing else skill.skill
        if st.button(
            "Repair it" if has_fallen else "Practise it",
            type="primary",
            icon=":material/build:" if has_fallen else ":material/edit_note:",
            key="tree_practise",
            on_click=state.want_question,
        ):
            st.switch_page(navigation.page("practice"), query_params={"skill": ground})
        if st.button("Read about it", icon=":material/menu_book:", key="tree_read"):
            st.switch_page(navigation.page("lessons"), query_params={"skill": skill.skill})
        if skill.state != "secure" and st.button(
            "I know this", icon=":material/verified:", key="tree_contest",
            on_click=contest, args=(skill.skill,), help="A few questions let you show it.",
        ):  # fmt: skip
            st.switch_page(navigation.page("testing_out"), query_params={"skill": skill.skill})
        if st.button(
            "What the tutor believes", type="tertiary", icon=":material/psychology:",
            key="tree_belief",
        ):  # fmt: skip
            open_belief(skill.skill)


def look_at(skill: str) -> None:
    """Look at another skill."""
    state.set_tree_skill(skill)


@auth.callback
def contest(person: Person, skill: str) -> None:
    """Begin a test-out."""
    moment, rng = runtime.now(), runtime.rng()
    runtime.database().run(
        lambda db: service.begin_test_out(db, person.actor, skill, now=moment, rng=rng)
    )
