"""One badge: how it was earned, who may see it, and how it is taken away."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, navigation, prose, runtime, state
from pages.components.badges.checked import draw_check
from pages.components.badges.shelf import open_badge
from pages.components.badges.words import day_words
from tutor_core.accounts.queries import Person
from tutor_core.badges import service
from tutor_core.badges.addresses import verify_address
from tutor_core.badges.certificate import certificate_pdf
from tutor_core.badges.queries import check_again
from tutor_core.badges.views import Earning, OwnBadge
from tutor_core.badges.wording import counted_words, progress_words
from tutor_core.calendar import learner_day, zone_named


def draw_panel(person: Person, badge: OwnBadge) -> None:
    """Draw all that is said of a badge, with what can be done."""
    st.button(
        "All badges", type="tertiary", icon=":material/arrow_back:", key="badge_back",
        on_click=open_badge, args=(None,),
    )  # fmt: skip
    with st.container(border=True):
        st.subheader(f":material/{badge.icon}: {prose.plain(badge.name)}")
        st.markdown(f"{badge.tier.capitalize()} · {prose.plain(badge.description)}")
        if badge.standing is not None:
            st.caption(
                f":material/lock: Not earned yet: {progress_words(badge.criteria, badge.standing)}"
            )
        elif badge.earning is not None:
            _draw_earning(person, badge.earning)
            _draw_check(person, badge.slug)
    if badge.earning is not None:
        _draw_sharing(badge, badge.earning)
        _draw_taking(person, badge, badge.earning)


def _draw_earning(person: Person, earning: Earning) -> None:
    starts_at = runtime.settings().day_starts_at
    day = learner_day(earning.earned_at, zone_named(person.timezone), starts_at=starts_at)
    st.markdown(f":material/check: Earned on {day_words(day)}. What was counted then:")
    st.markdown("\n".join(f"- {counted_words(part)}" for part in earning.parts))


def _draw_check(person: Person, slug: str) -> None:
    if st.button("Check again", icon=":material/fact_check:", key="badge_check"):
        with runtime.database().reading() as db:
            check = check_again(
                db, person.actor, slug, day_starts_at=runtime.settings().day_starts_at
            )
        draw_check(check)


def _draw_sharing(badge: OwnBadge, earning: Earning) -> None:
    with st.container(border=True):
        st.markdown("**Who can see it**")
        address = verify_address(runtime.public_url(), earning.code)
        if earning.is_public:
            st.markdown(
                "Whoever has this address sees your name, the badge, and the day you earned it:"
            )
            st.code(address, language=None, wrap_lines=True)
            st.page_link(
                navigation.page("verify"), label="See it as they do",
                icon=":material/visibility:", query_params={"code": earning.code},
            )  # fmt: skip
        else:
            st.markdown("Only you. Make it public to show it to somebody by its address.")
        with st.container(horizontal=True):
            st.button(
                "Make it private" if earning.is_public else "Make it public",
                type="secondary" if earning.is_public else "primary",
                key="badge_public", on_click=publish, args=(badge.slug, not earning.is_public),
            )  # fmt: skip
            st.button(
                "Take it out of my showcase" if earning.is_displayed else "Put it in my showcase",
                key="badge_displayed", on_click=display,
                args=(badge.slug, not earning.is_displayed),
            )  # fmt: skip
            st.button(
                "New code", key="badge_code", on_click=replace_code, args=(badge.slug,),
                help="The address so far, and what was taken away with it, is worth nothing then.",
            )  # fmt: skip


def _draw_taking(person: Person, badge: OwnBadge, earning: Earning) -> None:
    with st.container(border=True):
        st.markdown("**Take it with you**")
        if not earning.is_public:
            st.caption("A badge that is public can be taken away, signed or on paper.")
            return
        if earning.times_taken:
            times = "once" if earning.times_taken == 1 else f"{earning.times_taken} times"
            st.caption(f"Taken away {times} so far.")
        if runtime.signing_key() is None:
            st.caption(
                "Signed credentials cannot be taken here yet: the installation has no key for them."
            )
        elif st.button(
            "As a signed credential", icon=":material/key:", key="badge_credential",
            help="Open Badges 3.0: programs verify it without asking here.",
        ):  # fmt: skip
            _draw_credential(person, badge.slug)
        if st.button(
            "As a certificate to print", icon=":material/picture_as_pdf:", key="badge_certificate"
        ):
            _draw_certificate(person, badge.slug)


def _draw_credential(person: Person, slug: str) -> None:
    key, base, moment = runtime.signing_key(), runtime.public_url(), runtime.now()
    if key is None:
        return
    with runtime.tell_person(person.actor):
        token = runtime.database().run(
            lambda db: service.take_credential(
                db, person.actor, slug, key=key, base=base, now=moment
            )
        )
        st.download_button(
            "Download the credential", token, file_name=f"{slug}.jwt", mime="application/jwt",
            icon=":material/download:", on_click="ignore", key="badge_credential_file",
        )  # fmt: skip
    runtime.draw_notice()


def _draw_certificate(person: Person, slug: str) -> None:
    base, moment = runtime.public_url(), runtime.now()
    starts_at = runtime.settings().day_starts_at
    with runtime.tell_person(person.actor):
        certificate = runtime.database().run(
            lambda db: service.take_certificate(
                db, person.actor, slug, base=base, now=moment, day_starts_at=starts_at
            )
        )
        st.download_button(
            "Download the certificate", certificate_pdf(certificate), file_name=f"{slug}.pdf",
            mime="application/pdf", icon=":material/download:", on_click="ignore",
            key="badge_certificate_file",
        )  # fmt: skip
    runtime.draw_notice()


@auth.callback
def publish(person: Person, slug: str, is_public: bool) -> None:
    """Make a badge public, or private."""
    runtime.database().run(
        lambda db: service.set_public(db, person.actor, slug, is_public=is_public)
    )


@auth.callback
def display(person: Person, slug: str, is_displayed: bool) -> None:
    """Put a badge into the showcase, or out of it."""
    runtime.database().run(
        lambda db: service.set_displayed(db, person.actor, slug, is_displayed=is_displayed)
    )


@auth.callback
def replace_code(person: Person, slug: str) -> None:
    """Give a badge another code."""
    moment = runtime.now()
    runtime.database().run(lambda db: service.replace_code(db, person.actor, slug, now=moment))
    state.set_said("It has a new code; the old one leads nowhere now.")
