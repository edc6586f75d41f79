"""When two people, or two windows, change the same item: both texts are kept and shown."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import streamlit as st
import yaml

from pages.components import auth, prose, runtime, state
from pages.components.studio.filling import collect, fill
from tutor_core.accounts.queries import Person
from tutor_core.content.studio import service
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.drafts.queries import OTHER_WINDOW, own_draft
from tutor_core.content.studio.form import Form
from tutor_core.content.studio.publishing import publish
from tutor_core.content.studio.queries import desk_of
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.views import Draft, OtherEditor


def draw_other_window(draft: Draft) -> None:
    """Draw the choice between what this window holds and what another one saved."""
    with st.container(border=True):
        st.markdown(f":material/tab: {OTHER_WINDOW}")
        with st.container(horizontal=True):
            own = (draft.draft_id,)
            st.button("Take the other text", key="studio_other", on_click=_take_other, args=own)
            st.button("Keep mine", key="studio_mine", on_click=_keep_mine, args=own)


def draw_other_version(person: Person, draft: Draft) -> None:
    """Draw what somebody else published while this draft was written."""
    if draft.content_id is None:
        return
    with runtime.database().reading() as db:
        desk = desk_of(db, person.actor, draft.content_id)
    author = next((one.author for one in desk.versions), None) or "The tutor's own bank"
    with st.container(border=True):
        st.markdown(
            f":material/group: **{prose.plain(author)} published version {desk.version} of this "
            "item while you were writing.** Your text is kept."
        )
        draw_difference(desk.form, draft.form, "theirs", "yours")
        with st.container(horizontal=True):
            st.button(
                "Publish mine over it", key="studio_over", on_click=_publish_over,
                args=(draft.draft_id, desk.version),
            )  # fmt: skip
            st.button(
                "Take theirs, keep mine as a new item", key="studio_theirs",
                on_click=_take_theirs, args=(draft.draft_id,),
            )  # fmt: skip


def draw_others(others: Sequence[OtherEditor]) -> None:
    """Say who else is changing an item."""
    for other in others:
        st.info(f"{prose.plain(other.name)} is changing this item too.", icon=":material/group:")


def draw_difference(before: Form, after: Form, name_before: str, name_after: str) -> None:
    """Draw what two texts of an item say differently, line by line."""
    lines = list(
        difflib.unified_diff(
            _lines(before), _lines(after), name_before, name_after, n=1, lineterm=""
        )
    )
    if lines:
        st.code("\n".join(lines), language="diff", wrap_lines=True)
    else:
        st.caption("Both say the same.")


@st.dialog("Throw this draft away?")
def ask_to_throw_away(draft: Draft) -> None:
    """Ask before what was typed is deleted."""
    what = "What learners get stays as it is." if draft.content_id else "It was never published."
    st.markdown(f"What you typed is deleted. {what}")
    if st.button("Throw it away", type="primary", key="studio_throw_away_really"):
        _throw_away(draft.draft_id)
        st.query_params.clear()
        if draft.content_id is not None:
            st.query_params["item"] = str(draft.content_id)
        st.rerun()


def _lines(form: Form) -> list[str]:
    text = yaml.safe_dump(
        dict(read_form(form).body), sort_keys=False, allow_unicode=True, width=100
    )
    return text.splitlines()


@auth.callback
def _throw_away(person: Person, draft_id: int) -> None:
    runtime.database().run(lambda db: drafts.throw_away(db, person.actor, draft_id))


@auth.callback
def _take_other(person: Person, draft_id: int) -> None:
    with runtime.database().reading() as db:
        draft = own_draft(db, person.actor, draft_id)
    fill(draft_id, draft.form, anew=True)
    state.set_draft_revision(draft_id, draft.revision)


@auth.callback
def _keep_mine(person: Person, draft_id: int) -> None:
    moment = runtime.now()
    with runtime.database().reading() as db:
        form = collect(draft_id, own_draft(db, person.actor, draft_id).form)
    revision = runtime.database().run(
        lambda db: drafts.save_draft(db, person.actor, draft_id, form, revision=None, now=moment)
    )
    state.set_draft_revision(draft_id, revision)


@auth.callback
def _publish_over(person: Person, draft_id: int, version: int) -> None:
    outcome = publish(
        runtime.database(),
        person.actor,
        draft_id,
        revision=state.draft_revision(draft_id),
        seen_version=version,
        now=runtime.now(),
    )
    if isinstance(outcome, service.Published):
        state.set_said(f"Published: this is version {outcome.version}.")
        st.query_params.clear()
        st.query_params["item"] = str(outcome.content_id)
    else:
        state.set_judgement(
            draft_id, (state.draft_revision(draft_id), outcome.problems, outcome.advice)
        )


@auth.callback
def _take_theirs(person: Person, draft_id: int) -> None:
    moment = runtime.now()
    fresh = runtime.database().run(
        lambda db: drafts.begin_again(db, person.actor, draft_id, now=moment)
    )
    state.set_said("Yours is kept as a draft of a new item.")
    st.query_params["draft"] = str(fresh)
