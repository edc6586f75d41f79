"""The only module that names session_state keys: one typed pair of functions each.

Only ids, drafts and filters live here, never rows, results or who may do what; an uploaded file
that waits to be taken in is a draft too.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from tutor_core.content.exchange.reviewing import Review
    from tutor_core.review.decks.values import DeckRead

Door = Literal["sign_in", "register"]


def session_id() -> str | None:
    """Return the session this connection has proved, or None."""
    return cast("str | None", st.session_state.get("auth_session_id"))


def set_session_id(session_id: str) -> None:
    """Remember the session this connection has proved."""
    st.session_state["auth_session_id"] = session_id


def forget_everything() -> None:
    """Drop all that this connection knows: the person changed or is gone."""
    st.session_state.clear()


def connection() -> str:
    """Return a mark of this connection: another one after a reload or a restart."""
    return cast("str", st.session_state.setdefault("connection", uuid.uuid4().hex))


def ticket() -> str | None:
    """Return the ticket to be exchanged for a cookie."""
    return cast("str | None", st.session_state.get("auth_ticket"))


def set_ticket(ticket: str) -> None:
    """Keep a ticket until the browser has exchanged it."""
    st.session_state["auth_ticket"] = ticket


def is_leaving() -> bool:
    """Whether the browser must give its cookie back."""
    return bool(st.session_state.get("auth_leaving"))


def set_leaving() -> None:
    """Ask the browser to give its cookie back."""
    st.session_state["auth_leaving"] = True


def set_door_sentence(sentence: str) -> None:
    """Say what came of signing in, below the form."""
    st.session_state["door_sentence"] = sentence


def take_door_sentence() -> str | None:
    """Return what came of signing in, and forget it."""
    return cast("str | None", st.session_state.pop("door_sentence", None))


def knocked_with() -> str | None:
    """Return the proof of the OpenID provider that was last tried on this connection."""
    return cast("str | None", st.session_state.get("openid_knocked_with"))


def set_knocked_with(proof: str) -> None:
    """Remember that a proof was tried."""
    st.session_state["openid_knocked_with"] = proof


def renewals() -> int:
    """Return how often the cookie of this connection was to be renewed."""
    return cast("int", st.session_state.get("auth_renewals", 0))


def count_renewal() -> None:
    """Have the browser fetch a fresh cookie."""
    st.session_state["auth_renewals"] = renewals() + 1


def notice() -> str | None:
    """Return what went wrong in the last click."""
    return cast("str | None", st.session_state.get("notice"))


def set_notice(sentence: str) -> None:
    """Say what went wrong, at the next drawing."""
    st.session_state["notice"] = sentence


def take_notice() -> str | None:
    """Return what went wrong in the last click, and forget it."""
    return cast("str | None", st.session_state.pop("notice", None))


def shown_attempt() -> int | None:
    """Return the attempt that Practice shows, open or answered."""
    return cast("int | None", st.session_state.get("practice_shown"))


def set_shown_attempt(attempt_id: int | None) -> None:
    """Show an attempt until the person goes on; None asks for the next."""
    st.session_state["practice_shown"] = attempt_id


def wants_next() -> bool:
    """Whether the person asked for the next question, whatever they left behind."""
    return bool(st.session_state.get("practice_wants_next"))


def set_wants_next(*, wanted: bool) -> None:
    """Remember that the person asked for the next question, or that they have it."""
    st.session_state["practice_wants_next"] = wanted


def summarised_set() -> str | None:
    """Return the set of ten whose summary Practice shows."""
    return cast("str | None", st.session_state.get("practice_summary"))


def set_summarised_set(set_key: str | None) -> None:
    """Show the summary of a set, or none and go on."""
    st.session_state["practice_summary"] = set_key


def want_question() -> None:
    """Have Practice show a question, not the last receipt: that is what somebody goes there for."""
    set_shown_attempt(None)
    set_wants_next(wanted=True)
    set_summarised_set(None)


def unfinished(asked: str) -> str | None:
    """Return what was said of a question or step that was answered but stayed open."""
    key, sentence = st.session_state.get("practice_unfinished", ("", None))
    return cast("str | None", sentence) if key == asked else None


def set_unfinished(asked: str, sentence: str) -> None:
    """Say why an answer did not close the question or step."""
    st.session_state["practice_unfinished"] = (asked, sentence)


def forget_unfinished() -> None:
    """Stop saying it: something else was typed."""
    st.session_state.pop("practice_unfinished", None)


def shown_profile() -> dict[str, str] | None:
    """Return the profile as the form last showed it stored: name, timezone, locale."""
    return cast("dict[str, str] | None", st.session_state.get("account_shown"))


def show_profile(name: str, timezone: str, locale: str) -> None:
    """Remember which stored profile the person has seen."""
    st.session_state["account_shown"] = {"name": name, "timezone": timezone, "locale": locale}


def forget_shown_profile() -> None:
    """Have the form filled anew with what is stored."""
    st.session_state.pop("account_shown", None)


def previewed_seed(name: str) -> int:
    """Return which numbers a preview shows."""
    return cast("int", st.session_state.get(f"{name}_seed", 0))


def set_previewed_seed(name: str, seed: int) -> None:
    """Show other numbers in a preview."""
    st.session_state[f"{name}_seed"] = seed


def draft_revision(draft_id: int) -> int | None:
    """Return the revision of a draft that this tab's fields hold; None before they are filled."""
    return cast("int | None", st.session_state.get(f"studio_revision_{draft_id}"))


def set_draft_revision(draft_id: int, revision: int | None) -> None:
    """Remember which revision of a draft the fields hold; None has them filled anew."""
    st.session_state[f"studio_revision_{draft_id}"] = revision


def judgement(draft_id: int) -> tuple[int | None, tuple[str, ...], tuple[str, ...]] | None:
    """Return what was said of a draft: at which revision, what to mend, what to better."""
    return cast(
        "tuple[int | None, tuple[str, ...], tuple[str, ...]] | None",
        st.session_state.get(f"studio_judgement_{draft_id}"),
    )


def set_judgement(
    draft_id: int, found: tuple[int | None, tuple[str, ...], tuple[str, ...]]
) -> None:
    """Say what stands between a draft and its learners."""
    st.session_state[f"studio_judgement_{draft_id}"] = found


def style_question(quiz_id: int) -> int | None:
    """Return the question that a quiz shows, None where nobody has turned a page yet."""
    return cast("int | None", st.session_state.get(f"style_question_{quiz_id}"))


def set_style_question(quiz_id: int, number: int) -> None:
    """Show a question of a quiz."""
    st.session_state[f"style_question_{quiz_id}"] = number


def shows_style_result() -> bool:
    """Whether the person looks at their result although a quiz is open."""
    return bool(st.session_state.get("style_shows_result"))


def set_shows_style_result(*, wanted: bool) -> None:
    """Show the result, or the open quiz."""
    st.session_state["style_shows_result"] = wanted


def experiment_form() -> int:
    """Return which form for an experiment is shown: a new one after each that was begun."""
    return cast("int", st.session_state.get("lab_form", 0))


def count_experiment_form() -> None:
    """Show an empty form."""
    st.session_state["lab_form"] = experiment_form() + 1


def filled_form(name: str) -> tuple[str, dict[str, float]] | None:
    """Return under which key the fields of a form are, and with what they were filled."""
    return cast("tuple[str, dict[str, float]] | None", st.session_state.get(f"{name}_filled"))


def set_filled_form(name: str, key: str, values: dict[str, float]) -> None:
    """Remember under which key the fields of a form are, and with what they were filled."""
    st.session_state[f"{name}_filled"] = (key, values)


def review() -> Review | None:
    """Return the file that was looked through and is not taken in yet."""
    return cast("Review | None", st.session_state.get("studio_review_found"))


def set_review(found: Review | None) -> None:
    """Show what would become of a file's questions, or forget it."""
    st.session_state["studio_review_found"] = found


def deck() -> DeckRead | None:
    """Return the deck of cards that was looked through and is not taken in yet."""
    return cast("DeckRead | None", st.session_state.get("cards_deck_found"))


def set_deck(found: DeckRead | None) -> None:
    """Show what would become of a deck's cards, or forget it."""
    st.session_state["cards_deck_found"] = found


def uploaded_file(key: str) -> UploadedFile | None:
    """Return what was chosen to be uploaded."""
    return cast("UploadedFile | None", st.session_state.get(key))


def set_said(sentence: str) -> None:
    """Say what went well, at the next drawing."""
    st.session_state["said"] = sentence


def take_said() -> str | None:
    """Return what went well in the last click, and forget it."""
    return cast("str | None", st.session_state.pop("said", None))


def widget_value(key: str) -> object:
    """Return what a widget holds, None before it was drawn."""
    return st.session_state.get(key)


def has_widget(key: str) -> bool:
    """Whether a widget was drawn or its value was set; one that holds nothing counts."""
    return key in st.session_state


def set_widget_value(key: str, value: object) -> None:
    """Set what a widget holds; only before it is drawn or in a callback."""
    st.session_state[key] = value


def forget_widget(key: str) -> None:
    """Forget what a widget holds; only before it is drawn or in a callback."""
    st.session_state.pop(key, None)


def revealed_card() -> str | None:
    """Return the key of the card whose back is shown."""
    return cast("str | None", st.session_state.get("card_revealed"))


def set_revealed_card(key: str | None) -> None:
    """Show the back of a card; None shows the front of whatever comes."""
    st.session_state["card_revealed"] = key


def card_shown_at(key: str, now: dt.datetime) -> dt.datetime:
    """Return since when a card is on the screen: now, where it was another one before."""
    shown, since = st.session_state.get("card_shown", (None, now))
    if shown != key:
        st.session_state["card_shown"] = (key, now)
        return now
    return cast("dt.datetime", since)


def card_change() -> tuple[str, str] | None:
    """Return what the last change of cards did, in a sentence, and what takes it back."""
    return cast("tuple[str, str] | None", st.session_state.get("card_change"))


def set_card_change(sentence: str | None, batch: str = "") -> None:
    """Remember a change of cards until the next one; None forgets it."""
    st.session_state["card_change"] = None if sentence is None else (sentence, batch)


def cram_since() -> dt.datetime | None:
    """Return when the cards that are crammed were begun again; None for not yet today."""
    return cast("dt.datetime | None", st.session_state.get("cram_since"))


def set_cram_since(moment: dt.datetime) -> None:
    """Begin the cards that are crammed again."""
    st.session_state["cram_since"] = moment


def tree_skill() -> str | None:
    """Return the name of the skill that is looked at in the tree."""
    return cast("str | None", st.session_state.get("tree_skill"))


def set_tree_skill(skill: str | None) -> None:
    """Look at a skill in the tree."""
    st.session_state["tree_skill"] = skill


def picked_in_tree() -> str | None:
    """Return the name of the skill that was just chosen in the picture."""
    return cast("str | None", getattr(st.session_state.get("tree"), "picked", None))


def shows_draft() -> bool:
    """Whether what the form of a plan would make is shown."""
    return bool(st.session_state.get("plan_shows_draft"))


def set_shows_draft(*, wanted: bool) -> None:
    """Show what the form of a plan would make, or no longer."""
    st.session_state["plan_shows_draft"] = wanted


def shown_plan() -> int | None:
    """Return the number of the plan that is looked at; None for the first."""
    return cast("int | None", st.session_state.get("plan_shown"))


def set_shown_plan(plan_id: int | None) -> None:
    """Look at a plan."""
    st.session_state["plan_shown"] = plan_id


def set_feed_token(plan_id: int, token: str) -> None:
    """Keep the secret address of a plan until it is shown, once."""
    st.session_state["plan_feed_token"] = (plan_id, token)


def take_feed_token(plan_id: int) -> str | None:
    """Return the secret address of a plan that was just made, and forget it."""
    made_for, token = st.session_state.pop("plan_feed_token", (None, None))
    return cast("str | None", token) if made_for == plan_id else None


def roster_links(cohort_id: int) -> bytes | None:
    """Return the file of links of a list that was just taken into a class."""
    made_for, body = st.session_state.get("classes_roster_links", (None, None))
    return cast("bytes | None", body) if made_for == cohort_id else None


def set_roster_links(cohort_id: int, body: bytes | None) -> None:
    """Keep a file of links until it is downloaded, once; None forgets it."""
    st.session_state["classes_roster_links"] = (cohort_id, body)
