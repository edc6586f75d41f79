"""All of a learner's answers: narrowed down, page by page, each read again and tried again."""

from __future__ import annotations

import datetime as dt
import math

import streamlit as st

from pages.components import auth, history, prose, runtime, theme
from pages.components.analytics import address
from pages.components.analytics.ranges import draw_range
from tutor_core.accounts.locales import moment_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.practice.history.filters import AttemptFilter, AttemptGroup, count_in
from tutor_core.practice.history.queries import attempt_groups, past_attempts
from tutor_core.practice.views import PastAttempt

PAGE_LENGTH = 20
SHOWN = {"all": "All", "wrong": "Only those not right"}
ANY, NONE = "", "-"  # in the address: whatever it is, and those that have none
LONGEST_NAME = 100  # of what an address may ask for


@auth.fragment
def draw_answers(person: Person) -> None:
    """Draw the answers that are wanted, the latest first."""
    only_wrong = address.held("attempts", SHOWN, "all") == "wrong"
    since = _since(person, draw_range(default="all"))
    st.radio(
        "Show", list(SHOWN), format_func=SHOWN.__getitem__, horizontal=True,
        key=address.key_of("attempts"), on_change=_follow_shown,
    )  # fmt: skip
    with runtime.database().reading() as db:
        groups = attempt_groups(db, person.actor, only_wrong=only_wrong, since=since)
    wanted = _draw_filter(groups, AttemptFilter(only_wrong=only_wrong, since=since))
    n = count_in(groups, wanted)
    st.markdown(f"**{n:,} {'answer' if n == 1 else 'answers'}**")
    if not n:
        st.caption("None like that here. What you answer on Practice can be read again here.")
        return
    pages = math.ceil(n / PAGE_LENGTH)
    page = st.pagination(pages, key=f"analytics_page_{hash(wanted)}") if pages > 1 else 1
    offset = (page - 1) * PAGE_LENGTH
    with runtime.database().reading() as db:
        found = past_attempts(db, person.actor, wanted, limit=PAGE_LENGTH, offset=offset)
    for number, one in enumerate(found, offset + 1):
        _draw_line(person, number, one)


def _draw_line(person: Person, number: int, one: PastAttempt) -> None:
    when = moment_in(one.answered_at, zone_named(person.timezone), person.locale)
    label = (
        f"{number}. {theme.OUTCOME_ICONS[one.outcome]} {theme.OUTCOME_WORDS[one.outcome]} · "
        f"{prose.plain(one.skill_name or theme.TOPIC_NAMES.get(one.topic, one.topic))} · "
        f"{prose.plain(when)}"
    )
    if st.button(label, key=f"analytics_open_{one.attempt_id}", width="stretch"):
        history.open_attempt(one.attempt_id)


def _draw_filter(groups: tuple[AttemptGroup, ...], wanted: AttemptFilter) -> AttemptFilter:
    """Draw the fields that narrow the answers down; return what is wanted then."""
    topics = {one.topic: theme.TOPIC_NAMES.get(one.topic, one.topic) for one in groups}
    with st.container(horizontal=True):
        topic = _chosen("topic", "Subject", topics)
        of_topic = [one for one in groups if topic in (None, one.topic)]
        skill = _chosen(
            "skill", "Skill", {one.skill: one.skill_name or "No skill" for one in of_topic}
        )
        of_skill = [one for one in of_topic if skill in (None, one.skill)]
        note = _chosen("note", "Judged by", {one.note: _rule(one.note) for one in of_skill})
    return AttemptFilter(
        only_wrong=wanted.only_wrong, since=wanted.since, topic=topic, skill=skill, note=note
    )


def _chosen(field: str, label: str, names: dict[str, str]) -> str | None:
    """Draw a field; None for any. What an address asks for may be none that was answered."""
    asked = st.query_params.get(field, ANY)[:LONGEST_NAME]
    named = {code or NONE: name for code, name in sorted(names.items(), key=lambda one: one[1])}
    options = {ANY: "Any", **named}
    options.setdefault(asked, asked)
    chosen = address.held(field, options, ANY)
    st.selectbox(
        label, list(options), format_func=options.__getitem__, key=address.key_of(field),
        on_change=address.follow, args=(field, ANY),
    )  # fmt: skip
    return {ANY: None, NONE: ""}.get(chosen, chosen)


def _follow_shown() -> None:
    address.follow("attempts", default=ANY)


def _rule(note: str) -> str:
    """Return the name of a rule as people read it, such as "number: wrong"."""
    return note.replace(".", ": ").replace("_", " ") or "No rule"


def _since(person: Person, days: int | None) -> dt.date | None:
    if days is None:
        return None
    zone, starts_at = zone_named(person.timezone), runtime.settings().day_starts_at
    return learner_day(runtime.now(), zone, starts_at=starts_at) - dt.timedelta(days=days - 1)
