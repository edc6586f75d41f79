"""What is typed into the editor's long fields reaches the server while it is typed.

A text area of Streamlit's tells its text when the focus leaves it, or at Ctrl+Enter. This presses
the latter after a pause, so that the preview follows and a closed browser loses no sentence.
"""

from __future__ import annotations

import streamlit as st

_JS = """
const PAUSE = 700;

export default function ({ data }) {
  const previous = window.__tutorTyping;
  if (previous) {
    document.removeEventListener("input", previous.typed);
    clearTimeout(previous.waiting.timer);
  }
  const waiting = {};
  const typed = (event) => {
    const field = event.target;
    if (field.tagName !== "TEXTAREA" || !field.closest(`.st-key-${data.form}`)) return;
    clearTimeout(waiting.timer);
    waiting.timer = setTimeout(() => {
      field.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true })
      );
    }, PAUSE);
  };
  document.addEventListener("input", typed);
  window.__tutorTyping = { typed, waiting };
}
"""
_component = st.components.v2.component("tutor_typing", js=_JS)


def follow(form: str) -> None:
    """Take in what is typed into the long fields of a container.

    Args:
        form: Its key.
    """
    _component(key=f"typing_{form}", data={"form": form})
