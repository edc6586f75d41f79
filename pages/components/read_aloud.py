"""A lesson read aloud by the browser's own voice; nothing is sent to anybody.

Offered only where the browser has an English voice, which may be known a moment after the page.
The text is spoken sentence by sentence: some voices fall silent in the middle of a long one, and
on some phones a voice that is paused never goes on, so a pause begins its sentence again.
"""

from __future__ import annotations

import streamlit as st

from tutor_core.content.speech.texts import sentences

_HTML = """
<div class="player" role="group" aria-label="Reading aloud" hidden>
  <button type="button" class="toggle"
    ><span class="icon" aria-hidden="true">volume_up</span><span class="label"></span></button>
  <button type="button" class="stop" hidden
    ><span class="icon" aria-hidden="true">stop</span><span>Stop</span></button>
</div>
"""
_CSS = """
.player { display: flex; gap: 0.5rem; }
.player[hidden], button[hidden] { display: none; }
button {
  box-sizing: border-box;
  display: inline-flex;
  align-items: center;
  gap: 0.4rem;
  min-height: 44px;
  margin: 0;
  padding: 0 0.9rem;
  color: var(--st-text-color);
  background: transparent;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
  font: inherit;
  font-size: 0.875rem;
  cursor: pointer;
  touch-action: manipulation;
}
button:hover { border-color: var(--st-link-color); }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 1px; }
.icon {
  font-family: "Material Symbols Rounded";
  font-size: 1.25rem;
  font-feature-settings: "liga";
  width: 1.25rem;
  overflow: hidden;
  white-space: nowrap;
}
"""
_JS = """
const FACES = {
  silent: ["volume_up", "Read aloud"],
  speaking: ["pause", "Pause"],
  paused: ["play_arrow", "Go on reading"],
};
const players = new WeakMap();

function englishVoice() {
  const voices = window.speechSynthesis.getVoices();
  return voices.find((one) => one.lang.toLowerCase().startsWith("en"));
}

function makePlayer(box) {
  const [toggle, stop] = [box.querySelector(".toggle"), box.querySelector(".stop")];
  const speech = window.speechSynthesis;
  const player = { text: [], at: 0, turn: 0, status: "silent" };

  player.draw = () => {
    box.hidden = !englishVoice() || player.text.length === 0;
    const [icon, label] = FACES[player.status];
    toggle.querySelector(".icon").textContent = icon;
    toggle.querySelector(".label").textContent = label;
    stop.hidden = player.status === "silent";
  };
  player.fall = (status) => {
    player.turn += 1; // whatever is still on its way belongs to the past
    if (player.status !== "silent") speech.cancel();
    player.status = status;
    if (status === "silent") player.at = 0;
    player.draw();
  };
  const say = (turn) => {
    if (player.at >= player.text.length) return player.fall("silent");
    const sentence = new SpeechSynthesisUtterance(player.text[player.at]);
    sentence.voice = englishVoice();
    sentence.lang = sentence.voice ? sentence.voice.lang : "en";
    sentence.onend = () => {
      if (turn !== player.turn) return;
      player.at += 1;
      say(turn);
    };
    sentence.onerror = () => turn === player.turn && player.fall("silent");
    player.sentence = sentence; // a browser forgets the one that nobody holds
    speech.speak(sentence);
  };
  toggle.onclick = () => {
    if (player.status === "speaking") return player.fall("paused");
    speech.cancel();
    player.status = "speaking";
    player.turn += 1;
    player.draw();
    say(player.turn);
  };
  stop.onclick = () => {
    player.fall("silent");
    toggle.focus();
  };
  speech.addEventListener("voiceschanged", player.draw);
  player.leave = () => {
    speech.removeEventListener("voiceschanged", player.draw);
    player.fall("silent");
  };
  return player;
}

export default function ({ data, parentElement }) {
  if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
  if (!players.has(parentElement)) {
    players.set(parentElement, makePlayer(parentElement.querySelector(".player")));
  }
  const player = players.get(parentElement);
  if (JSON.stringify(player.text) !== JSON.stringify(data.sentences)) {
    player.fall("silent");
    player.text = data.sentences;
  }
  player.draw();
  return player.leave;
}
"""
_component = st.components.v2.component("tutor_read_aloud", html=_HTML, css=_CSS, js=_JS)


def draw_voice(*texts: str, key: str) -> None:
    """Draw the buttons that read texts aloud, one after the other; formulas are said in words.

    Args:
        *texts: Markdown with LaTeX.
        key: What no other voice on the page has.
    """
    spoken = [sentence for text in texts for sentence in sentences(text)]
    _component(key=key, data={"sentences": spoken})
