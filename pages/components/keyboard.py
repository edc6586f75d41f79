"""Enter submits from inside the answer, the field is ready to type in, nothing typed is lost.

A phone's keyboard neither corrects nor capitalises what is an answer, and when it comes up the
answer and the way to check it stay in sight.
Streamlit's own shortcuts stay silent while a field has focus, and a script cannot move focus.
What is typed is also kept in the browser tab until the server has it: a lost connection or a
session that ended in mid-answer gives it back.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.components import state

_JS = """
const STORE = "tutor-typed";

function fieldOf(card) {
  return document.querySelector(`.st-key-${card} input[type="text"], .st-key-${card} textarea`);
}

// "x" must not become "X" as the first letter of a sentence, nor "sin" be corrected to "sun".
function leaveAsTyped(field) {
  field.autocapitalize = "none";
  field.setAttribute("autocorrect", "off");
  field.spellcheck = false;
  if (field.tagName === "INPUT") field.enterKeyHint = "go";
  field.style.scrollMarginTop = "6rem"; // its label, and the bar that lies over the page
}

function remembered(attempt) {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(STORE) || "null");
    return kept && kept.attempt === attempt ? kept.text : null;
  } catch {
    return null;
  }
}

export default function ({ data, setTriggerValue }) {
  const { card, button, attempt, draft, connection } = data;
  const previous = window.__tutorKeyboard;
  if (previous) {
    document.removeEventListener("keydown", previous.pressed, true);
    document.removeEventListener("input", previous.typed);
    window.visualViewport.removeEventListener("resize", previous.resized);
  }

  const pressed = (event) => {
    if (event.key !== "Enter" || event.isComposing || event.repeat) return;
    const inside = event.target.closest && event.target.closest(`.st-key-${card}`);
    // Keys of the keypad are behind a shadow root; only the path goes through it.
    const pressedOn = event.composedPath()[0];
    if (!inside || pressedOn.closest('button, a, summary, [role="combobox"]')) return;
    if (event.target.tagName === "TEXTAREA" && !(event.ctrlKey || event.metaKey)) return;
    const target = document.querySelector(`.st-key-${button} button`);
    if (target) setTimeout(() => target.click(), 0);
  };
  const typed = (event) => {
    if (event.target !== fieldOf(card)) return;
    const kept = JSON.stringify({ attempt, text: event.target.value });
    window.sessionStorage.setItem(STORE, kept);
  };
  // A phone's keyboard makes the view smaller; a larger scale is somebody looking closer.
  const resized = () => {
    const field = fieldOf(card);
    if (!field || field !== document.activeElement || window.visualViewport.scale > 1) return;
    const target = document.querySelector(`.st-key-${button} button`);
    // The field last: where there is no room for both, it is the one to be seen.
    for (const one of [target, field]) one && one.scrollIntoView({ block: "nearest" });
  };
  // While it is on its way down: radio buttons and ticks let no Enter come up again.
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("input", typed);
  window.visualViewport.addEventListener("resize", resized);

  // Where a connection comes back, the field is now and then drawn without what was typed in it.
  clearInterval(previous && previous.watch);
  let wasBehind = false;
  const watch = setInterval(() => {
    const [field, text] = [fieldOf(card), remembered(attempt)];
    if (field && field.autocapitalize !== "none") leaveAsTyped(field);
    const isBehind = !!field && !field.disabled && text !== null && field.value !== text;
    if (isBehind && wasBehind) setTriggerValue("restored", text);
    wasBehind = isBehind && !wasBehind;
  }, 500);
  window.__tutorKeyboard = { pressed, typed, resized, attempt, connection, watch };

  if (previous && previous.attempt === attempt && previous.connection === connection) return;
  const text = remembered(attempt);
  if (text !== null && text !== draft) setTriggerValue("restored", text);
  const focus = (tries) => {
    const field = fieldOf(card);
    if (field && document.activeElement !== field) field.focus({ preventScroll: true });
    else if (!field && tries > 0) setTimeout(() => focus(tries - 1), 100);
  };
  if (!window.matchMedia("(pointer: coarse)").matches) focus(20);
}
"""
_component = st.components.v2.component("tutor_keyboard", js=_JS)


def answer_by_keyboard(
    *, card: str, button: str, asked: str, draft: str, on_restored: Callable[[], None]
) -> None:
    """Make the answer field of a card work by keyboard.

    Args:
        card: Key of the container that holds the field.
        button: Key of the button that Enter presses.
        asked: Key of what is being answered; a new one moves the focus into its field.
        draft: What the server has of the answer.
        on_restored: Called when the browser remembers more; `restored_text` says what.
    """
    _component(
        key=f"keyboard_{card}",
        data={
            "card": card,
            "button": button,
            "attempt": asked,
            "draft": draft,
            # Another one after a restart of the server, which has missed the last keystrokes.
            "connection": state.connection(),
        },
        on_restored_change=on_restored,
    )


def restored_text(card: str) -> str:
    """Return, inside `on_restored`, what the browser remembered."""
    return str(st.session_state[f"keyboard_{card}"].restored or "")
