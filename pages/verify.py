"""Verify: whoever has the code of a badge sees what its learner made public. No sign-in needed."""

import streamlit as st

from pages.components import prose, runtime, state
from pages.components.badges.checked import draw_check
from pages.components.badges.words import day_words
from tutor_core.badges.codes import LONGEST_TYPED, grouped
from tutor_core.badges.verifying.service import Verified, verify
from tutor_core.errors import TooManyTriesError

CHECK = "verify_check"
NOT_FOUND = (
    "No public badge has this code. It may be mistyped; or the badge is not public, or has another "
    "code now. Ask whoever gave it to you."
)


def look_up(code: str, *, checks: bool) -> Verified | None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    return runtime.database().run(
        lambda db: verify(
            db, code, address=st.context.ip_address, checks=checks, now=moment,
            day_starts_at=starts_at,
        )
    )  # fmt: skip


def draw_found(found: Verified) -> None:
    badge = found.badge
    st.success("This badge was earned.", icon=":material/verified:")
    with st.container(border=True):
        st.subheader(f":material/{badge.icon}: {prose.plain(badge.name)}")
        st.markdown(f"Earned by **{prose.plain(badge.learner)}** on {day_words(badge.earned_on)}.")
        st.markdown(f"{badge.tier.capitalize()} · {prose.plain(badge.description)}")
        st.caption(f"Code {grouped(badge.code)}")
        st.button(
            "Check again", icon=":material/fact_check:", key=CHECK,
            help="Count what it took in the learner's record once more.",
        )  # fmt: skip
        if found.check is not None:
            draw_check(found.check)


st.title("Verify a badge")
typed = st.text_input(
    "Code of the badge", key="code", bind="query-params", max_chars=LONGEST_TYPED,
    help="32 digits and letters from a to f; spaces and dashes do not matter.",
)  # fmt: skip
if typed:
    try:
        badge_found = look_up(typed, checks=bool(state.widget_value(CHECK)))
    except TooManyTriesError as error:
        st.warning(str(error), icon=":material/hourglass:")
        st.stop()
    if badge_found is None:
        st.info(NOT_FOUND, icon=":material/search_off:")
    else:
        draw_found(badge_found)
else:
    st.markdown(
        "Learners give others the code of a badge they earned, on paper, in a file or as an "
        "address. Here you see whose it is, and what it took."
    )
