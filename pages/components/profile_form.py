"""What people say of themselves: name, time zone, how they write numbers and dates."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, prose, runtime, state
from tutor_core.accounts.locales import CONVENTIONS, convention_of, date_in
from tutor_core.accounts.profile import Profile
from tutor_core.accounts.queries import Account, Person, own_account
from tutor_core.accounts.service import change_profile
from tutor_core.calendar import zone_named, zone_names
from tutor_core.content.answers.locales import uses_decimal_comma
from tutor_core.errors import StaleStateError

NAME, ZONE, LOCALE = "account_name", "account_timezone", "account_locale"
EXAMPLE_DAY = dt.date(2026, 12, 31)
CONTINENTS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip


@auth.callback
def save(person: Person) -> None:
    wish = Profile(
        name=str(state.widget_value(NAME) or ""),
        timezone=str(state.widget_value(ZONE) or ""),
        locale=str(state.widget_value(LOCALE) or ""),
    )
    shown = state.shown_profile()
    if shown is None:
        return
    moment = runtime.now()
    try:
        runtime.database().run(
            lambda db: change_profile(db, person.actor, wish, shown=Profile(**shown), now=moment)
        )
    except StaleStateError as error:
        raise StaleStateError(f"{error} {_as_it_is_now(person)}") from error
    state.forget_shown_profile()
    st.toast("Your profile is saved.", icon=":material/check:")


@auth.callback
def use_zone_of_browser(_person: Person) -> None:
    state.set_widget_value(ZONE, st.context.timezone)


def draw(account: Account) -> None:
    """Draw the form with what is stored, or with what was typed and is not saved yet."""
    stored = account.profile
    if state.shown_profile() is None or state.widget_value(ZONE) is None:
        state.show_profile(stored.name, stored.timezone, stored.locale)
        for key, value in ((NAME, stored.name), (ZONE, stored.timezone), (LOCALE, stored.locale)):
            state.set_widget_value(key, value)
    here = st.context.timezone
    st.markdown(
        f"You sign in as **{prose.plain(account.username)}** "
        f"or as **{prose.plain(account.email)}**."
    )
    with st.form("account_profile"):
        st.text_input(
            "What should we call you?",
            key=NAME,
            persist_state="page",
            autocomplete="name",
            placeholder=account.username,
            help="Up to 100 characters. Empty: your user name.",
        )
        st.selectbox(
            "Time zone",
            zones(stored.timezone, here),
            key=ZONE,
            persist_state="page",
            format_func=zone_label,
            help="Type a city to find it. A learning day begins at 4 in the morning there.",
        )
        st.selectbox(
            "Numbers and dates",
            locales(stored.locale),
            key=LOCALE,
            persist_state="page",
            format_func=locale_label,
            help="Answers are read and dates written this way. The words stay English.",
        )
        st.form_submit_button("Save", type="primary", key="account_save", on_click=save)
    if here and here != state.widget_value(ZONE) and here in zone_names():
        st.button(
            f"Use this browser's time zone: {place(here)}",
            icon=":material/schedule:",
            key="account_zone_here",
            on_click=use_zone_of_browser,
        )


def zones(*also: str | None) -> list[str]:
    """Return the time zones to choose from: a city each, UTC, and those that are in use here."""
    cities = {name for name in zone_names() if name.partition("/")[0] in CONTINENTS}
    return sorted(cities | {"UTC"} | {name for name in also if name in zone_names()})


def zone_label(name: str) -> str:
    """Return a time zone with how far its clocks are from UTC at this moment."""
    offset = runtime.now().astimezone(zone_named(name)).strftime("%z")
    return f"{place(name)} (UTC{offset[:3]}:{offset[3:]})"


def place(name: str) -> str:
    """Return a time zone's name as people read it."""
    return name.replace("_", " ")


def locales(stored: str) -> list[str]:
    """Return the tags to choose from; the stored one too, where a browser gave another."""
    known = [one.tag for one in CONVENTIONS]
    return known if stored in known else [stored, *known]


def locale_label(tag: str) -> str:
    """Return language and country with an example of how numbers and dates look there."""
    convention = convention_of(tag)
    name = convention.name if convention.tag == tag else f"As your browser said ({tag})"
    return f"{name}: {'0,5' if uses_decimal_comma(tag) else '0.5'} · {date_in(EXAMPLE_DAY, tag)}"


def _as_it_is_now(person: Person) -> str:
    with runtime.database().reading() as db:
        now = own_account(db, person.actor).profile
    state.show_profile(now.name, now.timezone, now.locale)
    name = prose.plain(now.name) or "no name"
    return (
        f"It says now: {name}, {place(now.timezone)}, {locale_label(now.locale)}. "
        "Save again to replace that with what you see here."
    )
