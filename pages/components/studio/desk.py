"""An item on the desk: as learners see it, how it was answered, what it was before."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.studio import bank_list, conflict, reports
from pages.components.studio.preview import draw_preview
from pages.components.studio.regrade import draw_regrade
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.content.queries import skill_names
from tutor_core.content.studio import service
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.judging import shaped
from tutor_core.content.studio.queries import desk_of, form_at
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.views import Desk


def draw_desk(person: Person, content_id: int) -> None:
    """Draw an item with everything its editor can do with it."""
    with runtime.database().reading() as db:
        desk = desk_of(db, person.actor, content_id)
        topics = {skill.name: skill.topic for skill in skill_names(db)}
    runtime.draw_notice()
    st.caption(bank_list.described(desk.line))
    if not desk.line.is_published:
        st.warning("Withdrawn: nobody is asked this.", icon=":material/visibility_off:")
    conflict.draw_others(desk.others)
    _draw_actions(desk)
    seen, told = st.columns([1, 1], gap="large")
    with seen:
        st.markdown("**As a learner sees it**")
        shape = shaped(read_form(desk.form).body, topics)
        if shape.item is not None:
            draw_preview(person, shape.item, f"desk_{content_id}")
    with told:
        reports.draw_reports(
            person, content_id, may_answer=desk.line.may_edit, preview=f"desk_{content_id}"
        )
        _draw_figures(desk)
        draw_regrade(desk)
        _draw_versions(person, desk)


def _draw_actions(desk: Desk) -> None:
    content_id = desk.line.content_id
    with st.container(horizontal=True):
        if desk.line.may_edit:
            label = "Go on changing it" if desk.draft_id is not None else "Change it"
            st.button(
                label, type="primary", icon=":material/edit:", key="studio_change",
                on_click=_change, args=(content_id,),
            )  # fmt: skip
        st.button(
            "Copy as a new item", icon=":material/content_copy:", key="studio_copy",
            on_click=_copy, args=(content_id,),
        )  # fmt: skip
        if desk.line.may_edit:
            is_there = desk.line.is_published
            st.button(
                "Withdraw" if is_there else "Put back",
                icon=":material/visibility_off:" if is_there else ":material/visibility:",
                key="studio_withdraw", on_click=_set_published, args=(content_id, not is_there),
            )  # fmt: skip
    if not desk.line.may_edit:
        st.caption("A colleague wrote this item; copy it to make your own of it.")
    if desk.being_answered:
        who = (
            "A learner has" if desk.being_answered == 1 else f"{desk.being_answered} learners have"
        )
        st.caption(
            f"{who} this question open now. After a change they are told that it was corrected, "
            "and get another one; it costs them nothing."
        )


def _draw_figures(desk: Desk) -> None:
    figures = desk.line.figures
    st.markdown("**How it was answered**")
    st.markdown(bank_list.answered(figures))
    for wrong in figures.wrong:
        known = " (a known mistake)" if wrong.is_known else ""
        times = "once" if wrong.times == 1 else f"{wrong.times} times"
        st.markdown(f"- {prose.plain(wrong.words)}: {times}{known}")


def _draw_versions(person: Person, desk: Desk) -> None:
    with st.expander(f"Versions: {len(desk.versions)}"):
        zone = zone_named(person.timezone)
        labels = {
            one.version: f"Version {one.version} · {one.created_at.astimezone(zone):%d %b %Y %H:%M}"
            f" · {one.author or 'the tutor'}"
            for one in desk.versions
        }
        version = st.selectbox(
            "What was changed in", list(labels), format_func=labels.__getitem__,
            key=f"studio_version_{desk.line.content_id}",
        )  # fmt: skip
        if desk.line.may_edit and version is not None and version != desk.version:
            st.button(
                f"Write on from version {version}", icon=":material/restore:",
                key="studio_restore", on_click=_restore, args=(desk.line.content_id, version),
            )  # fmt: skip
        if version is None or version <= 1:
            st.caption("This is how it began.")
            return
        with runtime.database().reading() as db:
            before = form_at(db, person.actor, desk.line.content_id, version - 1)
            after = form_at(db, person.actor, desk.line.content_id, version)
        conflict.draw_difference(before, after, f"version {version - 1}", f"version {version}")


@auth.callback
def _change(person: Person, content_id: int) -> None:
    moment = runtime.now()
    draft_id = runtime.database().run(
        lambda db: drafts.begin_changes(db, person.actor, content_id, now=moment)
    )
    _open_draft(draft_id)


@auth.callback
def _restore(person: Person, content_id: int, version: int) -> None:
    moment = runtime.now()
    draft_id = runtime.database().run(
        lambda db: drafts.begin_from_version(db, person.actor, content_id, version, now=moment)
    )
    _open_draft(draft_id)


@auth.callback
def _copy(person: Person, content_id: int) -> None:
    moment = runtime.now()
    draft_id = runtime.database().run(
        lambda db: drafts.copy_item(db, person.actor, content_id, now=moment)
    )
    _open_draft(draft_id)


@auth.callback
def _set_published(person: Person, content_id: int, is_published: bool) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.set_published(
            db, person.actor, content_id, is_published=is_published, now=moment
        )
    )
    state.set_said("Learners are asked it again." if is_published else "Nobody is asked it now.")


def _open_draft(draft_id: int) -> None:
    st.query_params.clear()
    st.query_params["draft"] = str(draft_id)
    state.set_draft_revision(draft_id, None)
