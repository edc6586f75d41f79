"""Keys that the buttons' own shortcuts leave out: Enter turns a card, and Space or Enter says Good.

They work where nothing else has the focus; in a field that takes text, on a button and with a
modifier they mean what they always mean.
"""

from __future__ import annotations

import streamlit as st

_JS = """
export default function ({ data }) {
  if (window.__tutorCards) document.removeEventListener("keydown", window.__tutorCards, true);
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!data.keys.includes(event.key)) return;
    const on = event.composedPath()[0];
    if (on.closest && on.closest('input, textarea, button, a, summary, [contenteditable]')) {
      if (!on.closest(".st-key-card_desk button")) return;
    }
    const button = document.querySelector(`.st-key-${data.button} button`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => button.click(), 0);
  };
  document.addEventListener("keydown", pressed, true);
  window.__tutorCards = pressed;
  return () => document.removeEventListener("keydown", window.__tutorCards, true);
}
"""
_component = st.components.v2.component("tutor_card_keys", js=_JS)


def listen(*, button: str, with_space: bool) -> None:
    """Let Enter press a button, and Space as well where the button has no shortcut of its own."""
    keys = ["Enter", " "] if with_space else ["Enter"]
    _component(key="card_keys", data={"button": button, "keys": keys})
