"""The picture of the tree: boxes and lines one can walk through by keyboard, or a list by steps.

Python says what stands where; the browser draws it once and afterwards only marks what is chosen,
so that the focus stays where it is.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.components import theme
from pages.components.tree import words
from tutor_core.practice.tree.views import Tree, TreeSkill

LINE, LINES = 19, 2  # letters of a line in a box, and how many lines fit

_HTML = """
<div class="tools" hidden>
  <button type="button" class="out" aria-label="Smaller">\u2212</button>
  <button type="button" class="in" aria-label="Larger">+</button>
  <button type="button" class="fit">Fit</button>
</div>
<div class="pane"></div>
"""
_CSS = """
.tools { display: flex; gap: 0.5rem; justify-content: flex-end; margin-bottom: 0.5rem; }
.tools[hidden] { display: none; }
.tools button, .item { min-width: 2.5rem; min-height: 2.5rem; cursor: pointer;
  font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); }
.pane { overflow: auto; max-height: 34rem; font-family: var(--st-font); }
.pane.is-list { max-height: none; }
svg { display: block; }
.line { fill: none; stroke: var(--st-text-color); stroke-opacity: 0.35; stroke-width: 1.5; }
.line.near { stroke: var(--st-link-color); stroke-opacity: 1; stroke-width: 2.5; }
.group { font-size: 15px; font-weight: 600; fill: var(--st-text-color); }
.box { cursor: pointer; outline: none; }
.box rect { fill: var(--st-background-color); stroke: var(--st-text-color); stroke-opacity: 0.45; }
.box text { font-size: 13px; fill: var(--st-text-color); text-anchor: middle; }
.box .state { font-size: 12px; }
.secure rect { fill: var(--st-primary-color); stroke: var(--st-primary-color); }
.secure text { fill: #fff; }
.usable rect { stroke: var(--st-primary-color); stroke-opacity: 1;
  fill: color-mix(in srgb, var(--st-primary-color) 22%, var(--st-background-color)); }
.started rect { fill: var(--st-secondary-background-color); stroke: var(--st-link-color);
  stroke-opacity: 1; }
.fading rect { stroke: #d55e00; stroke-opacity: 1; stroke-width: 2; }
.locked rect { stroke-dasharray: 4 3; }
.box.chosen rect, .box:focus-visible rect { stroke: var(--st-link-color); stroke-opacity: 1;
  stroke-width: 4; stroke-dasharray: none; }
.item { display: block; width: 100%; text-align: left; padding: 0.5rem 0.75rem;
  margin-bottom: 0.5rem; }
.item.chosen { border: 3px solid var(--st-link-color); }
h4 { margin: 0.75rem 0 0.5rem; font-size: 1rem; color: var(--st-text-color); }
"""
_JS = """
const NS = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, ACROSS, DOWN, EDGE] = [150, 62, 172, 104, 30];
const READABLE = 0.65; // smaller boxes cannot be read; the rest is reached by scrolling
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function made(name, attributes, text) {
  const element = document.createElementNS(NS, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text !== undefined) element.textContent = text;
  return element;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const pane = parentElement.querySelector(".pane");
  const tools = parentElement.querySelector(".tools");
  const { skills, lines, groups, chosen, label } = data;
  const isList = window.matchMedia("(max-width: 640px)").matches;
  const pick = (skill) => {
    if (isList) pane.dataset.leads = skill.name;
    setTriggerValue("picked", skill.name);
  };
  const mark = () => {
    for (const one of pane.querySelectorAll("[data-skill]")) {
      const is = one.dataset.skill === data.chosen;
      one.classList.toggle("chosen", is);
      one.setAttribute("aria-pressed", String(is));
      if (!isList) one.setAttribute("tabindex", is ? 0 : -1);
    }
    const numbers = Object.fromEntries(skills.map((one) => [one.name, one.id]));
    for (const one of pane.querySelectorAll(".line")) {
      const ends = one.dataset.ends.split(" ").map(Number);
      one.classList.toggle("near", ends.includes(numbers[data.chosen]));
    }
  };
  const drawn = JSON.stringify([skills, lines, groups, isList]);
  if (pane.dataset.leads === chosen) {
    // Below a long list nobody would see that the panel changed.
    delete pane.dataset.leads;
    setTimeout(() => document.querySelector(".st-key-tree_panel")?.scrollIntoView(), 150);
  }
  if (pane.dataset.drawn === drawn) return mark();
  pane.dataset.drawn = drawn;
  pane.classList.toggle("is-list", isList);
  tools.hidden = isList;
  if (isList) {
    const parts = [];
    let layer = -1;
    for (const skill of [...skills].sort((a, b) => a.layer - b.layer || a.y - b.y || a.x - b.x)) {
      if (skill.layer !== layer) {
        layer = skill.layer;
        const title = document.createElement("h4");
        title.textContent = `Step ${layer + 1}`;
        parts.push(title);
      }
      const item = document.createElement("button");
      item.type = "button";
      item.className = "item";
      item.dataset.skill = skill.name;
      item.textContent = `${skill.sign} ${skill.title} \\u00b7 ${skill.words}`;
      item.onclick = () => pick(skill);
      parts.push(item);
    }
    pane.replaceChildren(...parts);
    return mark();
  }
  const left = (one) => EDGE + WIDTH / 2 + one.x * ACROSS;
  const top = (one) => EDGE + HEIGHT / 2 + one.y * DOWN;
  const wide = 2 * EDGE + WIDTH + Math.max(...skills.map((one) => one.x)) * ACROSS;
  const high = 2 * EDGE + HEIGHT + Math.max(...skills.map((one) => one.y)) * DOWN;
  const svg = made("svg", { viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": label });
  const byId = Object.fromEntries(skills.map((one) => [one.id, one]));
  for (const [from, to] of lines) {
    const [a, b] = [byId[from], byId[to]];
    const [x1, y1, x2, y2] = [left(a), top(a) + HEIGHT / 2, left(b), top(b) - HEIGHT / 2];
    const bend = (y2 - y1) / 2;
    const path = `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`;
    const line = made("path", { class: "line", d: path });
    line.dataset.ends = `${from} ${to}`;
    svg.append(line);
  }
  for (const group of groups) {
    const at = { x: left(group) - WIDTH / 2, y: top(group) - HEIGHT / 2 - 10, class: "group" };
    svg.append(made("text", at, group.title));
  }
  const boxes = skills.map((skill) => {
    const box = made("g", {
      class: `box ${skill.state}`, role: "button", "aria-label": skill.label, tabindex: -1,
      transform: `translate(${left(skill)},${top(skill)})`,
    });
    box.dataset.skill = skill.name;
    box.append(made("rect", {
      x: -WIDTH / 2, y: -HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 8,
    }));
    const first = skill.lines.length > 1 ? -12 : -4;
    skill.lines.forEach((text, place) => {
      box.append(made("text", { y: first + 15 * place }, text));
    });
    box.append(made("text", { y: 22, class: "state" }, `${skill.sign} ${skill.words}`));
    box.onclick = () => pick(skill);
    box.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        return pick(skill);
      }
      const way = WAYS[event.key];
      if (!way) return;
      event.preventDefault();
      let [nearest, least] = [null, Infinity];
      skills.forEach((other, place) => {
        const [dx, dy] = [other.x - skill.x, other.y - skill.y];
        const along = dx * way[0] + dy * way[1];
        const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
        if (along > 0.2 && along + 3 * aside < least) {
          [nearest, least] = [place, along + 3 * aside];
        }
      });
      if (nearest === null) return;
      for (const one of boxes) one.setAttribute("tabindex", -1);
      boxes[nearest].setAttribute("tabindex", 0);
      boxes[nearest].focus();
    };
    svg.append(box);
    return box;
  });
  let zoom = 1;
  const size = (next) => {
    zoom = Math.min(2, Math.max(0.3, next));
    svg.setAttribute("width", wide * zoom);
    svg.setAttribute("height", high * zoom);
  };
  const whole = Math.min(1, pane.clientWidth / wide || 1);
  const fit = () => size(whole);
  tools.querySelector(".in").onclick = () => size(zoom * 1.25);
  tools.querySelector(".out").onclick = () => size(zoom / 1.25);
  tools.querySelector(".fit").onclick = fit;
  pane.replaceChildren(svg);
  size(Math.max(READABLE, whole));
  mark();
  const at = skills.find((one) => one.name === chosen);
  if (!at) return boxes[0].setAttribute("tabindex", 0);
  const [halfWide, halfHigh] = [pane.clientWidth / 2, pane.clientHeight / 2];
  pane.scrollTo(left(at) * zoom - halfWide, top(at) * zoom - halfHigh);
}
"""
_component = st.components.v2.component("tutor_tree", html=_HTML, css=_CSS, js=_JS)


def draw_tree(
    tree: Tree, shown: Sequence[TreeSkill], *, chosen: str, label: str, on_pick: Callable[[], None]
) -> None:
    """Draw some skills of a tree with the lines between them.

    Args:
        tree: The whole.
        shown: Those to draw, at least one.
        chosen: Name of the one that is looked at.
        label: What the picture is, for a screen reader.
        on_pick: Called when one is chosen; `state` holds which.
    """
    numbers = {skill.skill_id for skill in shown}
    left, top = (min(getattr(skill.place, side) for skill in shown) for side in "xy")
    _component(
        key="tree",
        data={
            "label": label,
            "chosen": chosen,
            "skills": [_drawn(skill, left, top) for skill in shown],
            "lines": [[a, b] for a, b in tree.lines if a in numbers and b in numbers],
            "groups": _groups(shown, left, top),
        },
        on_picked_change=on_pick,
    )


def _groups(shown: Sequence[TreeSkill], left: float, top: int) -> list[dict[str, Any]]:
    """Return where the name of each subject stands; none where there is only one."""
    topics = list(dict.fromkeys(skill.topic for skill in shown))
    places = {topic: [one.place for one in shown if one.topic == topic] for topic in topics}
    return [
        {
            "title": theme.TOPIC_NAMES[topic],
            "x": round(min(place.x for place in of_topic) - left, 2),
            "y": min(place.y for place in of_topic) - top,
        }
        for topic, of_topic in places.items()
        if len(topics) > 1
    ]


def _drawn(skill: TreeSkill, left: float, top: int) -> dict[str, Any]:
    return {
        "id": skill.skill_id,
        "name": skill.skill,
        "title": skill.title,
        "lines": textwrap.wrap(skill.title, LINE, max_lines=LINES, placeholder="…"),
        "x": round(skill.place.x - left, 2),
        "y": skill.place.y - top,
        "layer": skill.place.layer,
        "state": skill.state,
        "sign": words.SIGNS[skill.state],
        "words": words.short(skill),
        "label": words.label(skill),
    }
