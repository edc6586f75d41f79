"""Keys of the quiz: 1 to 4 tick a way, Enter turns the page.

They work where nothing else has the focus, or something of the card; in a field that takes text,
on a button and with a modifier they mean what they always mean.
"""

from __future__ import annotations

import streamlit as st

_JS = """
export default function ({ data }) {
  const { card, button } = data;
  if (window.__tutorQuiz) document.removeEventListener("keydown", window.__tutorQuiz, true);
  const press = (target) => target && setTimeout(() => target.click(), 0);
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const on = event.composedPath()[0];
    const box = on.closest && on.closest(`[class*="st-key-${card}"]`);
    const isFree = on === document.body || on === document.documentElement
      || !!(on.closest && on.closest(`.st-key-${button}`));
    if (!box && !isFree) return;
    if (on.matches('input[type="text"], textarea, [contenteditable]')) return;
    const cards = [...document.querySelectorAll(`[class*="st-key-${card}"]`)];
    const asked = box || (cards.length === 1 ? cards[0] : null);
    if (asked && /^[1-4]$/.test(event.key)) {
      press(asked.querySelectorAll('input[type="checkbox"]')[Number(event.key) - 1]);
    } else if (event.key === "Enter" && !on.closest("button, a, summary")) {
      press(document.querySelector(`.st-key-${button} button`));
    } else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", pressed, true);
  window.__tutorQuiz = pressed;
  return () => document.removeEventListener("keydown", window.__tutorQuiz, true);
}
"""
_component = st.components.v2.component("tutor_quiz_keys", js=_JS)


def listen(*, card: str, button: str) -> None:
    """Let keys answer.

    Args:
        card: What the keys of all cards begin with.
        button: Key of the button that Enter presses.
    """
    _component(key="style_keys", data={"card": card, "button": button})
