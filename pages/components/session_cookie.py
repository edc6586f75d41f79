"""Sets, renews and takes back the HttpOnly cookie, through the browser and our route.

A script cannot set a cookie and sees only the one its connection opened with. So after signing
in the browser exchanges a one-time ticket for the cookie and loads the page once more; while
the person works it fetches a fresh one; at sign-out it gives it back.
"""

from __future__ import annotations

import streamlit as st

from pages.components import openid, state

_JS = """
export default function ({ data, setTriggerValue }) {
  if (!data || !data.operation || window.__tutorCookie === data.nonce) return;
  window.__tutorCookie = data.nonce;
  const method = { set: "POST", renew: "PUT", delete: "DELETE" }[data.operation];
  const request = { method, credentials: "same-origin" };
  if (data.operation === "set") {
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify({ ticket: data.ticket });
  }
  fetch("/auth/session", request)
    .then((response) => {
      if (data.operation === "delete") window.location.assign(data.next);
      else if (!response.ok) setTriggerValue("failed", response.status);
      else if (data.operation === "set") window.location.reload();
    })
    .catch(() => setTriggerValue("failed", 0));
}
"""
_component = st.components.v2.component("tutor_session_cookie", js=_JS)


def exchange() -> None:
    """Where somebody has just signed in or out, have the browser act on it, and stop there."""
    if state.is_leaving():
        state.forget_everything()
        _mount("delete", "leaving", next=openid.way_out())
        st.stop()
    ticket = state.ticket()
    if ticket is not None:
        outcome = _mount("set", ticket, ticket=ticket)
        if outcome == 0 or outcome:
            state.forget_everything()
            st.error(
                "Signing in could not be completed: the browser did not take the session. "
                "Allow cookies for this site, then try again.",
                icon=":material/error:",
            )
            st.button("Try again", type="primary")
        st.stop()


def keep_alive(place: str) -> None:
    """Have the browser fetch a fresh cookie after the session was renewed.

    Home.py and each fragment are a `place` of their own; the browser acts on each renewal once.
    """
    if state.renewals():
        _mount("renew", f"renewal {state.renewals()}", place)


def _mount(operation: str, nonce: str, place: str = "home", **data: str) -> int | None:
    result = _component(
        key=f"session_cookie_{operation}_{place}",
        data={"operation": operation, "nonce": nonce, **data},
        on_failed_change=lambda: None,
    )
    failed: int | None = result.failed
    return failed
