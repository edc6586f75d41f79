"""Mastery tree: all skills, what stands on what, how far each is, and the way to the next level."""

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.tree import words
from pages.components.tree.panel import draw_panel
from pages.components.tree.picture import draw_tree
from tutor_core.accounts.queries import Person
from tutor_core.practice.tree.queries import tree_in
from tutor_core.practice.tree.views import TREE_STATES, Tree, TreeSkill

ALL = "all"


def choose(tree: Tree) -> list[TreeSkill]:
    topics = [topic for topic in theme.TOPIC_NAMES if any(s.topic == topic for s in tree.skills)]
    topic = st.selectbox(
        "Subject", [*topics, ALL], key="tree_topic",
        format_func=lambda one: theme.TOPIC_NAMES.get(one, "All subjects"),
    )  # fmt: skip
    return [skill for skill in tree.skills if topic in (ALL, skill.topic)]


def looked_at(shown: list[TreeSkill], tree: Tree) -> TreeSkill:
    wanted = state.tree_skill()
    by_name = {skill.skill: skill for skill in tree.skills}
    if wanted in by_name:
        return by_name[wanted]
    return next((skill for skill in shown if skill.state in ("started", "open")), shown[0])


def draw_table(shown: list[TreeSkill]) -> None:
    states = st.multiselect(
        "States", TREE_STATES, key="tree_states", format_func=words.STATES.__getitem__,
        placeholder="All",
    )  # fmt: skip
    rows = [skill for skill in shown if not states or skill.state in states]
    st.table(
        {
            "Skill": [prose.plain(skill.title) for skill in rows],
            "State": [words.STATES[skill.state] for skill in rows],
            "Level": [str(skill.level) for skill in rows],
            "Answers": [str(skill.answers) for skill in rows],
            "Not secure yet": [
                ", ".join(prose.plain(one.title) for one in skill.missing) for skill in rows
            ],
        },
        hide_index=True,
    )
    st.caption(f"{len(rows)} skills.")


def pick() -> None:
    state.set_tree_skill(state.picked_in_tree())


@auth.fragment
def draw(person: Person) -> None:
    moment = runtime.now()
    with runtime.database().reading() as db:
        tree = tree_in(db, person.actor, now=moment)
    counts = tree.by_state()
    st.markdown(
        " · ".join(
            f"{words.SIGNS[one]} {counts[one]} {words.STATES[one].lower()}" for one in TREE_STATES
        )
    )
    shown = choose(tree)
    skill = looked_at(shown, tree)
    if st.toggle("As a table", key="tree_table"):
        draw_table(shown)
    else:
        draw_tree(
            tree, shown, chosen=skill.skill, on_pick=pick,
            label="Skills from what builds on nothing, at the top, to what builds on it. "
            "Move with the arrow keys, choose with Enter.",
        )  # fmt: skip
    draw_panel(person, tree, skill)


st.set_page_config(layout="wide")
auth.require_person()
st.title("Mastery Tree")
runtime.draw_notice()
draw()
