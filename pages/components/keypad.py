"""A keypad of mathematics under the answer field, for whoever has no keys for √, π and ≤.

Python says which keys an answer needs; the browser puts their text into the field at the caret
and tells Streamlit as typing would. Everything a key writes is text that the grader reads.
"""

# ruff: noqa: RUF001 - the union sign is meant

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from tutor_core.content.answers.reading import constants_of_integration, vocabulary_of

CARET, CHOSEN = "\N{CARET}", "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and the text it writes; in the text ‸ is where the caret goes.

    Attributes:
        face: What is drawn on it.
        words: What a screen reader says.
        alone: What it writes where nothing is chosen and nothing stands before the caret.
        joined: The same right after a number, a name or a bracket, where that is another text.
        around: What it makes of the chosen text, which is the … in it; none: it takes its place.
    """

    face: str
    words: str
    alone: str
    joined: str = ""
    around: str = ""


KEYS = {
    "fraction": Key(face="a/b", words="fraction", alone="(‸)/()", joined="/(‸)", around="(…)/(‸)"),
    "power": Key(face="xⁿ", words="power", alone="(‸)^()", joined="^(‸)", around="(…)^(‸)"),
    "squared": Key(face="x²", words="squared", alone="(‸)^2", joined="^2‸", around="(…)^2‸"),
    "root": Key(face="√", words="square root", alone="√(‸)", around="√(…)‸"),
    "pi": Key(face="π", words="pi", alone="π‸"),
    "brackets": Key(face="( )", words="brackets", alone="(‸)", around="(…)‸"),
    "open": Key(face="(", words="opening round bracket", alone="(‸"),
    "close": Key(face=")", words="closing round bracket", alone=")‸"),
    "open_square": Key(face="[", words="opening square bracket", alone="[‸"),
    "close_square": Key(face="]", words="closing square bracket", alone="]‸"),
    "less": Key(face="<", words="less than", alone=" < ‸"),
    "less_or_equal": Key(face="≤", words="less than or equal", alone=" ≤ ‸"),
    "greater": Key(face=">", words="greater than", alone=" > ‸"),
    "greater_or_equal": Key(face="≥", words="greater than or equal", alone=" ≥ ‸"),
    "infinity": Key(face="∞", words="infinity", alone="∞‸"),
    "union": Key(face="∪", words="union", alone=" ∪ ‸"),
    "equals": Key(face="=", words="equals", alone=" = ‸"),
    "plus_minus": Key(face="±", words="plus or minus", alone="±‸"),
    "next_value": Key(face=";", words="semicolon, between values", alone="; ‸"),
}
# These write nothing: their names are known to the script.
MOVES = {
    "left": Key(face="arrow_back", words="left", alone=""),
    "right": Key(face="arrow_forward", words="right", alone=""),
    "backspace": Key(face="backspace", words="backspace", alone=""),
}
_FORMULA = ("fraction", "power", "squared", "root", "pi", "brackets")
_ENDS = ("open_square", "close_square", "open", "close")
_RELATIONS = ("less", "less_or_equal", "greater", "greater_or_equal")
_NEEDED = {
    "number": _FORMULA,
    "quantity": _FORMULA,
    "expression": _FORMULA,
    "equation": (*_FORMULA, "equals"),
    "interval": (
        *("fraction", "root", "pi", *_ENDS, "next_value", "infinity", "union"),
        *_RELATIONS,
    ),
    "set": (*_FORMULA, "plus_minus", "next_value"),
    "list": (*_FORMULA, "next_value"),
}
MOST_LETTERS = 6


def keys_for(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the keys that help with an answer; none where it is words or a choice."""
    needed = _NEEDED.get(spec["type"])
    if needed is None:
        return ()
    if spec["type"] in {"set", "list"} and letters_for(spec):
        needed = (*needed, "equals")
    return (*needed, *MOVES)


def letters_for(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that an answer may be written with, as keys of their own."""
    kind = spec["type"]
    if kind == "interval":
        return tuple(map(str, spec.get("variables", ()))) or ("x",)
    if kind not in {"expression", "equation", "set", "list"}:
        return ()
    constants = constants_of_integration(spec)
    names = vocabulary_of(spec).names
    letters = sorted(names - constants, key=lambda name: (name.lower(), name))
    return (*letters[:MOST_LETTERS], *(("C",) if names & constants else ()))


_HTML = """
<div class="pad" role="group" aria-label="Keys for mathematics">
  <button type="button" class="switch" aria-expanded="false"
    ><span class="icon" aria-hidden="true">keyboard</span>Maths keys</button>
  <div class="keys" hidden></div>
</div>
"""
_CSS = """
.pad {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(44px, 1fr));
  gap: 5px 3px; /* seven keys side by side on 360 pixels */
}
.keys { display: contents; }
.keys[hidden] { display: none; }
button {
  box-sizing: border-box;
  min-width: 44px;
  min-height: 44px;
  margin: 0;
  padding: 0;
  color: var(--st-text-color);
  background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
  font: inherit;
  font-size: 1.05rem;
  line-height: 1;
  cursor: pointer;
  touch-action: manipulation;
  user-select: none;
  -webkit-user-select: none;
}
button:hover { border-color: var(--st-link-color); }
button:active { background: var(--st-border-color); }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 1px; }
.switch {
  grid-column: span 2;
  display: flex;
  align-items: center;
  gap: 4px;
  background: transparent;
  border-color: transparent;
  font-size: 0.8rem;
  white-space: nowrap;
}
.icon {
  font-family: "Material Symbols Rounded";
  font-size: 1.25rem;
  font-feature-settings: "liga";
  width: 1.25rem;
  overflow: hidden;
  white-space: nowrap;
}
.key .icon { display: inline-block; vertical-align: middle; }
"""
_JS = """
const STORE = "tutor-maths-keys";
const KEYS = THE_KEYS;
const [CARET, CHOSEN] = ["\\u2038", "\\u2026"];
const OPERAND = /[\\p{L}\\p{N})%\\u00b0!]$/u;
const WHOLE_AND_PART = /\\d\\s+\\d+$/;
const BETWEEN_SLOTS = { left: /\\)[/^]\\($/, right: /^\\)[/^]\\(/ };

let choice = null; // until the page is left; the store is for the next visit

function remembered() {
  try {
    return choice || window.localStorage.getItem(STORE);
  } catch {
    return choice;
  }
}

function remember(chosen) {
  choice = chosen;
  try {
    window.localStorage.setItem(STORE, chosen);
  } catch {
    // Some browsers let nobody store anything.
  }
}

// Streamlit hears of a change only where React sees it as typed.
function write(field, text, start, end) {
  if (text !== field.value) {
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    setter.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(start, end ?? start);
}

function insert(field, key, before, chosen, after) {
  let form = key.alone;
  if (chosen && key.around) form = key.around;
  else if (!chosen && key.joined && OPERAND.test(before)) form = key.joined;
  if (form.startsWith("/") && WHOLE_AND_PART.test(before)) form = "/" + CARET;
  // No second space where one stands already.
  if (/(^|\\s)$/.test(before)) form = form.trimStart();
  const [left, right] = form.split(CARET);
  const written = before + left.replace(CHOSEN, () => chosen);
  write(field, written + right + after, written.length);
}

function erase(field, before, chosen, after) {
  if (chosen) return write(field, before + after, before.length);
  const isEmptyPair = before.endsWith("(") && after.startsWith(")");
  const kept = [...before].slice(0, -1).join("");
  write(field, kept + (isEmptyPair ? after.slice(1) : after), kept.length);
}

function move(field, way, before, chosen, after) {
  const [start, end] = [before.length, before.length + chosen.length];
  if (chosen) return write(field, field.value, way === "left" ? start : end);
  const beside = way === "left" ? before : after;
  const jump = beside.match(BETWEEN_SLOTS[way]);
  const one = way === "left" ? [...beside].at(-1) : [...beside][0];
  const steps = (jump ? jump[0] : one || "").length;
  write(field, field.value, way === "left" ? start - steps : start + steps);
}

function press(field, name, text) {
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const typed = field.value;
  const parts = [typed.slice(0, start), typed.slice(start, end), typed.slice(end)];
  field.focus({ preventScroll: true });
  if (name === "left" || name === "right") move(field, name, ...parts);
  else if (name === "backspace") erase(field, ...parts);
  else insert(field, text === undefined ? KEYS[name] : { alone: text + CARET }, ...parts);
}

export default function ({ data, parentElement }) {
  const pad = parentElement.querySelector(".pad");
  const toggle = parentElement.querySelector(".switch");
  const keys = parentElement.querySelector(".keys");
  const { card, names, letters } = data;
  const fieldOf = () => document.querySelector(`.st-key-${card} input[type="text"]`);

  const show = (isShown) => {
    keys.hidden = !isShown;
    toggle.setAttribute("aria-expanded", String(isShown));
  };
  const key = (label, face, isIcon, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "key";
    made.setAttribute("aria-label", label);
    const drawn = made.appendChild(document.createElement("span"));
    drawn.textContent = face;
    if (isIcon) drawn.className = "icon";
    made.onclick = () => {
      const field = fieldOf();
      if (field && !field.disabled) pressed(field);
    };
    return made;
  };

  // A press must take the focus, and with it the phone's own keyboard, from nobody.
  pad.onmousedown = (event) => event.preventDefault();
  toggle.onclick = () => {
    show(keys.hidden);
    remember(keys.hidden ? "hidden" : "shown");
  };
  const wanted = JSON.stringify([card, names, letters]);
  if (keys.dataset.wanted === wanted) return;
  keys.dataset.wanted = wanted;
  const variables = letters.map((letter) => {
    // After an index there must be a space: v_0t is v with the index 0t.
    const text = letter.includes("_") ? `${letter} ` : letter;
    return key(letter, letter, false, (field) => press(field, "letter", text));
  });
  const others = names.map((name) =>
    key(KEYS[name].words, KEYS[name].face, !KEYS[name].alone, (field) => press(field, name))
  );
  keys.replaceChildren(...variables, ...others);
  const wish = remembered();
  show(wish ? wish === "shown" : window.matchMedia("(pointer: coarse)").matches);
}
"""
_table = json.dumps({name: asdict(key) for name, key in (KEYS | MOVES).items()})
_component = st.components.v2.component(
    "tutor_keypad", html=_HTML, css=_CSS, js=_JS.replace("THE_KEYS", _table)
)


def draw_keypad(*, card: str, spec: Mapping[str, Any]) -> None:
    """Draw the keys for the answer field of a card, where its answer needs any.

    Args:
        card: Key of the container that holds the field.
        spec: What is asked for; only names of keys and of variables leave the server.
    """
    names = keys_for(spec)
    if names:
        _component(
            key=f"keypad_{card}",
            data={"card": card, "names": list(names), "letters": list(letters_for(spec))},
        )
