"""The editor: the fields of a draft, its preview beside them, and the way to its learners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.studio import conflict, typing
from pages.components.studio.fields import Change, Keys, draw_task
from pages.components.studio.filling import ADD, REMOVE, collect, edited, fill, key_of
from pages.components.studio.preview import draw_preview
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.content.items import SkillName
from tutor_core.content.queries import skill_names
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.drafts.queries import editors_beside, own_draft
from tutor_core.content.studio.form import FEWEST_STEPS, MOST_HINTS, MOST_STEPS, Form
from tutor_core.content.studio.judging import Verdict, shaped
from tutor_core.content.studio.publishing import look_over, publish
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.views import Draft

FORM = "studio_form"


def draw_editor(person: Person, draft_id: int) -> None:
    """Draw a draft of the person to be written on."""
    with runtime.database().reading() as db:
        draft = own_draft(db, person.actor, draft_id)
        skills = skill_names(db)
        others = editors_beside(db, person.actor, draft.content_id) if draft.content_id else ()
    held = state.draft_revision(draft_id)
    fill(draft_id, draft.form, anew=held is None)
    if held is None:
        state.set_draft_revision(draft_id, draft.revision)
    runtime.draw_notice()
    conflict.draw_others(others)
    if held not in (None, draft.revision):
        conflict.draw_other_window(draft)
    if draft.content_id is not None and draft.based_on_version != draft.current_version:
        conflict.draw_other_version(person, draft)
    fields, beside = st.columns([1, 1], gap="large")
    with fields, st.container(key=FORM):
        _draw_fields(draft, skills)
    with beside:
        _draw_beside(person, draft, {skill.name: skill.topic for skill in skills})
    typing.follow(FORM)


def _draw_fields(draft: Draft, skills: Sequence[SkillName]) -> None:
    form, draft_id = draft.form, draft.draft_id
    key, change = partial(key_of, draft_id), partial(_keep, draft_id)
    titles = {skill.name: f"{theme.TOPIC_NAMES[skill.topic]}: {skill.title}" for skill in skills}
    st.selectbox(
        "Skill", ["", *titles], key=key("skill"), on_change=change,
        format_func=lambda name: titles.get(name, "Choose a skill"),
    )  # fmt: skip
    draw_task(partial(key, "task"), form.task, change, "task")
    if form.kind == "question":
        _draw_hints(key, form, change)
    else:
        _draw_steps(key, form, change)
    _draw_measures(key, change)
    with st.expander("Numbers that are drawn anew each time"):
        st.caption(
            "Write `{{a}}` in any text above, or a formula such as `{{a + b}}`, and say here what "
            "`a` and `b` may be."
        )
        st.text_area(
            "Parameters, one a line", key=key("parameters"), on_change=change, height=110,
            placeholder="a = 2 to 9\nb = -12 to 12, not 0\ncity = Lima, Oslo",
        )  # fmt: skip
        st.text_area(
            "Worked out from them", key=key("derived"), on_change=change, height=80,
            placeholder="c = a*b",
        )  # fmt: skip
        st.text_area(
            "Conditions", key=key("conditions"), on_change=change, height=80, placeholder="a != b"
        )
    with st.expander("Figure, other skills, kind"):
        st.text_area(
            "Figure, described in data", key=key("figure"), on_change=change, height=140,
            help="As in docs/authoring.md: traces, and a text that says what there is to see.",
        )  # fmt: skip
        st.multiselect(
            "Other skills that it needs", list(titles), key=key("further_skills"),
            on_change=change, format_func=titles.__getitem__, max_selections=4,
        )  # fmt: skip
        st.radio(
            "Kind", ["question", "exercise"], key=key("kind"), on_change=change, horizontal=True,
            format_func={"question": "A question", "exercise": "An exercise in steps"}.__getitem__,
        )  # fmt: skip


def _draw_hints(key: Keys, form: Form, change: Change) -> None:
    st.markdown("**Hints**")
    for place, _ in enumerate(form.hints):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_area(f"Hint {place + 1}", key=key("hints", place), on_change=change, height=68)
            st.button(
                "Take away", type="tertiary", icon=":material/close:",
                key=key("hints", place, "remove"), on_click=change, args=(REMOVE, "hints", place),
            )  # fmt: skip
    if len(form.hints) < MOST_HINTS:
        st.button(
            "Another hint", icon=":material/add:", key=key("hints", "add"), on_click=change,
            args=(ADD, "hints"),
        )  # fmt: skip


def _draw_steps(key: Keys, form: Form, change: Change) -> None:
    for place, step in enumerate(form.steps):
        with st.expander(f"Step {place + 1}", expanded=not step.question):
            draw_task(partial(key, "steps", place), step, change, "steps", place)
            if len(form.steps) > FEWEST_STEPS:
                st.button(
                    "Take this step away", type="tertiary", icon=":material/close:",
                    key=key("steps", place, "remove"), on_click=change,
                    args=(REMOVE, "steps", place),
                )  # fmt: skip
    if len(form.steps) < MOST_STEPS:
        st.button(
            "Another step", icon=":material/add:", key=key("steps", "add"), on_click=change,
            args=(ADD, "steps"),
        )  # fmt: skip


def _draw_measures(key: Keys, change: Change) -> None:
    st.selectbox(
        "Difficulty", list(theme.DIFFICULTY_WORDS), key=key("difficulty"), on_change=change,
        format_func=theme.DIFFICULTY_WORDS.__getitem__,
    )  # fmt: skip
    with st.container(horizontal=True):
        st.number_input("Minutes", 1, 60, step=1, key=key("minutes"), on_change=change)
        st.number_input("Points", 1, 100, step=5, key=key("points"), on_change=change)


def _draw_beside(person: Person, draft: Draft, topics: Mapping[str, str]) -> None:
    at = draft.updated_at.astimezone(zone_named(person.timezone))
    st.caption(f":material/cloud_done: Saved at {at:%H:%M}. Nobody else sees a draft.")
    with st.container(horizontal=True):
        st.button(
            "Publish", type="primary", icon=":material/publish:", key="studio_publish",
            on_click=_publish, args=(draft.draft_id, draft.based_on_version),
        )  # fmt: skip
        st.button(
            "Look it over", icon=":material/fact_check:", key="studio_look",
            on_click=_look_over, args=(draft.draft_id,),
        )  # fmt: skip
        if st.button("Throw away", icon=":material/delete:", key="studio_throw_away"):
            conflict.ask_to_throw_away(draft)
    _draw_judgement(draft)
    st.markdown("**As a learner sees it**")
    read = read_form(draft.form)
    shape = shaped(read.body, topics)
    if shape.item is not None:
        draw_preview(person, shape.item, f"preview_{draft.draft_id}")
        return
    st.markdown(prose.content(draft.form.task.question) or "Your question appears here.")
    for sentence in dict.fromkeys((*read.problems, *shape.problems)):
        st.caption(f":material/edit: {prose.plain(sentence)}")


def _draw_judgement(draft: Draft) -> None:
    found = state.judgement(draft.draft_id)
    if found is None:
        return
    revision, problems, advice = found
    if revision != draft.revision:
        st.caption("Changed since it was looked over.")
        return
    if problems:
        lines = "\n".join(f"- {prose.plain(one)}" for one in problems)
        st.error(f"**To be mended before it is published**\n\n{lines}", icon=":material/error:")
    else:
        st.success("Nothing stands in its way.", icon=":material/check_circle:")
    if advice:
        lines = "\n".join(f"- {prose.plain(one)}" for one in advice)
        st.info(f"**It would teach better**\n\n{lines}", icon=":material/lightbulb:")


@auth.callback
def _keep(person: Person, draft_id: int, *action: object) -> None:
    moment, held = runtime.now(), state.draft_revision(draft_id)
    with runtime.database().reading() as db:
        form = collect(draft_id, own_draft(db, person.actor, draft_id).form)
    if action:
        form = edited(form, str(action[0]), *action[1:])
        fill(draft_id, form, anew=True)
    revision = runtime.database().run(
        lambda db: drafts.save_draft(db, person.actor, draft_id, form, revision=held, now=moment)
    )
    state.set_draft_revision(draft_id, revision)


@auth.callback
def _look_over(person: Person, draft_id: int) -> None:
    _say(draft_id, look_over(runtime.database(), person.actor, draft_id))


@auth.callback
def _publish(person: Person, draft_id: int, seen_version: int | None) -> None:
    outcome = publish(
        runtime.database(),
        person.actor,
        draft_id,
        revision=state.draft_revision(draft_id),
        seen_version=seen_version,
        now=runtime.now(),
    )
    if isinstance(outcome, Verdict):
        _say(draft_id, outcome)
        return
    state.set_said(f"Published: this is version {outcome.version}, which learners get from now on.")
    st.query_params.clear()
    st.query_params["item"] = str(outcome.content_id)


def _say(draft_id: int, verdict: Verdict) -> None:
    revision = state.draft_revision(draft_id)
    state.set_judgement(draft_id, (revision, verdict.problems, verdict.advice))
