"""Signing in by OpenID Connect: `st.login` brings somebody's claims, our own session counts.

Streamlit's identity cookie lasts 30 days and cannot be revoked. Here its claims only knock: just
made, for us, with a confirmed e-mail, and once; then the door opens a session of ours like any
other, and that session alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.user_info import AUTH_LOGOUT_ENDPOINT

from pages.components import runtime, state
from tutor_core.accounts.openid.identity import identity_in, is_fresh, proof_in
from tutor_core.accounts.openid.service import enter
from tutor_core.settings import OpenIdProvider


def let_in() -> None:
    """Where somebody has just come back from the provider, open their session or say why not."""
    provider = runtime.settings().openid
    claims = st.user.to_dict()
    if provider is None or not claims.get("is_logged_in"):
        return
    if not is_fresh(claims, now=runtime.now()) or state.knocked_with() == proof_in(claims):
        return
    state.set_knocked_with(proof_in(claims))
    with runtime.tell_person():
        _enter(provider, claims)
    if state.ticket() is not None:
        st.rerun()


def draw_button() -> None:
    """Draw the way to the provider, where there is one."""
    provider = runtime.settings().openid
    if provider is None:
        return
    if st.button(
        f"Sign in with {provider.name}", icon=":material/key:", key="door_openid", width="stretch"
    ):
        st.login()
    st.caption("Or with a password of this tutor:")


def way_out() -> str:
    """Return where the browser goes after signing out: `st.logout`'s address, or home."""
    return AUTH_LOGOUT_ENDPOINT if st.user.to_dict().get("is_logged_in") else "/"


def _enter(provider: OpenIdProvider, claims: Mapping[str, object]) -> None:
    identity = identity_in(
        claims, provider=provider.name, issuer=provider.issuer, client_id=provider.client_id
    )
    moment = runtime.now()
    timezone, locale = st.context.timezone or "UTC", st.context.locale or "en"
    agent = st.context.headers.get("User-Agent", "")
    opened = runtime.database().run(
        lambda db: enter(
            db, identity, timezone=timezone, locale=locale, now=moment, user_agent=agent
        )
    )
    if opened is not None:
        state.set_ticket(opened.ticket)
