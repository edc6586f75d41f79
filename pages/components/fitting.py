"""What Streamlit draws too small, wide, dark, cut off or out of a keyboard's reach, made fit."""

from __future__ import annotations

import streamlit as st

# Streamlit's choices are 22 pixels high, its page numbers 32; its tables push the page out of a
# narrow screen; it cuts formulas off at the edge of their box, which is lower than a fraction is;
# it writes an open button under the pointer in the primary colour, too dark on the dark ground.
_CSS = """
.katex-display { padding-block: 0.65rem; }
[role="radiogroup"] label, label:has(input[type="checkbox"]) {
  box-sizing: border-box;
  display: flex;
  align-items: center;
  min-height: 24px;
}
[data-testid^="stBaseButton-tertiary"]:is(:hover, :focus-visible, :active):not(:disabled) {
  color: inherit;
  text-decoration: underline;
}
@media (pointer: coarse) {
  [role="radiogroup"] label, label:has(input[type="checkbox"]) { min-height: 44px; }
  [data-testid^="stPagination"]:is(button) { min-height: 44px; }
}
@media (max-width: 40rem) {
  /* Streamlit's own rules for a table are as particular as these can be. */
  table { display: block !important; max-width: 100%; overflow-x: auto; }
  table :is(th, td) { padding-inline: 0.3rem !important; }
}
"""
# A formula too wide for a phone is scrolled in its box, which a keyboard must be able to reach.
_JS = """
export default function () {
  const boxes = () => document.querySelectorAll(".katex-display");
  const mark = () => boxes().forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  const previous = window.__tutorFitting;
  if (previous) {
    previous.watch.disconnect();
    window.removeEventListener("resize", previous.mark);
  }
  let waiting = 0;
  const watch = new MutationObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(mark);
  });
  watch.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", mark);
  window.__tutorFitting = { watch, mark };
  mark();
}
"""
_component = st.components.v2.component("tutor_fitting", css=_CSS, js=_JS, isolate_styles=False)


def fit() -> None:
    """Draw nothing, and mend what is drawn on the page; once a run, last."""
    _component(key="fitting")
