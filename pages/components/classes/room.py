"""A class as a room: its code, its learners, who teaches it, putting it away."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.classes.roster import draw_roster
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.cohorts import service
from tutor_core.cohorts.codes import CODE_DAYS, grouped
from tutor_core.cohorts.members.service import remove_learner
from tutor_core.cohorts.teachers.service import add_teacher, remove_teacher
from tutor_core.cohorts.views import ClassView, Teacher

_COLLEAGUE, _LEARNER = "classes_colleague", "classes_learner"
_STATES = {"expired": "Expired: it lets nobody in.", "off": "Switched off: it lets nobody in."}


def draw_room(person: Person, found: ClassView) -> None:
    """Draw who is in a class and how they come in, with all that its teachers can change there."""
    if found.is_archived:
        st.warning("Put away: nobody joins it.", icon=":material/archive:")
    _draw_code(person, found)
    _draw_learners(person, found)
    draw_roster(person, found)
    _draw_teachers(found)
    st.button(
        "Bring it back" if found.is_archived else "Put this class away",
        icon=":material/unarchive:" if found.is_archived else ":material/archive:",
        key="classes_archive", on_click=_archive, args=(found.cohort_id, not found.is_archived),
    )  # fmt: skip


def _draw_code(person: Person, found: ClassView) -> None:
    st.subheader("Join code")
    if found.code.state == "good":
        st.code(grouped(found.code.code), language=None)
        st.code(f"{runtime.public_url()}/account?join={found.code.code}", language=None)
        end = found.code.expires_at
        st.caption(
            "Good until it is switched off."
            if end is None
            else "Good until "
            f"{date_in(end.astimezone(zone_named(person.timezone)).date(), person.locale)}."
        )
    else:
        st.info(_STATES[found.code.state], icon=":material/info:")
    with st.container(horizontal=True):
        st.link_button("For the projector", f"?class={found.cohort_id}&view=projector")
        st.button(
            "New code", key="classes_code_new", on_click=_renew, args=(found.cohort_id,),
            help=f"Good for {CODE_DAYS} days; the one before then lets nobody in.",
        )  # fmt: skip
        if found.code.state == "good":
            st.button(
                "Switch it off", key="classes_code_off", on_click=_revoke, args=(found.cohort_id,)
            )


def _draw_learners(person: Person, found: ClassView) -> None:
    st.subheader(f"Learners: {len(found.roster)}")
    if not found.roster:
        st.markdown("Nobody yet. Show the code on the projector, or bring a list.")
        return
    st.table(
        [
            {
                "Name": prose.plain(one.name),
                "User name": prose.plain(one.username),
                "Groups": prose.plain(", ".join(one.groups)) or "none",
                "Last active": date_in(one.last_active, person.locale)
                if one.last_active
                else ("has not come yet" if one.is_waiting else "not yet"),
                "Answers in 7 days": str(one.answers),
            }
            for one in found.roster
        ]
    )
    names = {one.student_id: f"{one.name} ({one.username})" for one in found.roster}
    with st.expander("Take a learner out"):
        st.selectbox("Learner", list(names), format_func=names.__getitem__, key=_LEARNER)
        st.caption("Their account and their work stay theirs.")
        st.button("Take out", key="classes_remove", on_click=_remove, args=(found.cohort_id,))


def _draw_teachers(found: ClassView) -> None:
    with st.expander(f"Teachers: {len(found.teachers)}"):
        for one in found.teachers:
            _draw_teacher(found.cohort_id, one)
        st.text_input("User name of a colleague", key=_COLLEAGUE)
        st.button("Add", key="classes_teacher_add", on_click=_add, args=(found.cohort_id,))


def _draw_teacher(cohort_id: int, one: Teacher) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{prose.plain(one.name)}{' · owner' if one.is_owner else ''}")
        if not one.is_owner:
            st.button(
                "Remove", key=f"classes_teacher_{one.teacher_id}", on_click=_remove_teacher,
                args=(cohort_id, one.teacher_id),
            )  # fmt: skip


@auth.callback
def _renew(person: Person, cohort_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.renew_code(
            db, person.actor, cohort_id, days=CODE_DAYS, now=moment, rng=runtime.rng()
        )
    )
    state.set_said("A new code; the one before lets nobody in any more.")


@auth.callback
def _revoke(person: Person, cohort_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: service.revoke_code(db, person.actor, cohort_id, now=moment))
    state.set_said("The code is switched off.")


@auth.callback
def _archive(person: Person, cohort_id: int, is_archived: bool) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.set_archived(
            db, person.actor, cohort_id, is_archived=is_archived, now=moment
        )
    )


@auth.callback
def _remove(person: Person, cohort_id: int) -> None:
    moment, learner = runtime.now(), int(str(state.widget_value(_LEARNER) or 0))
    runtime.database().run(
        lambda db: remove_learner(db, person.actor, cohort_id, learner, now=moment)
    )
    state.set_said("They are in this class no longer.")


@auth.callback
def _add(person: Person, cohort_id: int) -> None:
    moment, name = runtime.now(), str(state.widget_value(_COLLEAGUE) or "")
    runtime.database().run(lambda db: add_teacher(db, person.actor, cohort_id, name, now=moment))
    state.set_widget_value(_COLLEAGUE, "")


@auth.callback
def _remove_teacher(person: Person, cohort_id: int, teacher_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(
        lambda db: remove_teacher(db, person.actor, cohort_id, teacher_id, now=moment)
    )
