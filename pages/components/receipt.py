"""What is said after an answer, and at the end of a set."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import prose, theme
from pages.components.exercise import draw_answered_step
from pages.components.question import draw_written
from tutor_core.practice.scoring import SET_LENGTH
from tutor_core.practice.views import Attempt, Dot, Receipt, SetProgress, SkillMove

_DOT = {"correct": "green", "incorrect": "red", "dont_know": "gray"}


def draw_dots(dots: Sequence[Dot], *, is_answered: bool) -> None:
    """Draw the answers of a set so far: an icon each, and the same in words."""
    right = sum(dot.outcome == "correct" for dot in dots)
    icons = [f":{_DOT[dot.outcome]}[{theme.OUTCOME_ICONS[dot.outcome]}]" for dot in dots]
    icons += [":gray[:material/radio_button_unchecked:]"] * (SET_LENGTH - len(dots))
    number = len(dots) + (0 if is_answered else 1)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.caption(f"Question {number} of {SET_LENGTH} · {right} right", width="content")
        st.markdown(f":small[{''.join(icons)}]", width="content")


def draw_receipt(attempt: Attempt, receipt: Receipt) -> None:
    """Draw the verdict, the reason, the points, what moved, and the worked solution."""
    _draw_response(attempt, receipt)
    _draw_verdict(receipt, by_steps=bool(attempt.steps))
    if receipt.regraded_from is not None:
        was = theme.OUTCOME_WORDS[receipt.regraded_from].lower()
        st.caption(f"Regraded: this was marked {was}; the question was mended.")
    if receipt.outcome != "correct":
        draw_written(attempt, "The answer", receipt.correct_answer)
    if attempt.steps:
        with st.expander(_steps_taken(attempt)):
            for step in attempt.steps:
                draw_answered_step(step, attempt.step_count)
    if receipt.moves:
        st.caption("Your chance of getting a medium question right, as the tutor now sees it:")
    for move in receipt.moves:
        st.markdown(_moved(move))
    if not receipt.is_evidence:
        st.caption("A repeat is practice: it does not count for or against you.")
    with st.expander("Worked solution", expanded=receipt.outcome != "correct"):
        st.markdown(prose.content(receipt.explanation))


def draw_summary(progress: SetProgress) -> None:
    """Draw what a set of ten brought."""
    right = sum(dot.outcome == "correct" for dot in progress.dots)
    st.subheader("Ten questions done")
    with st.container(horizontal=True):
        st.metric("Right", f"{right} of {len(progress.dots)}", border=True)
        st.metric("Points", progress.points, border=True)
        st.metric("Time", f"{max(1, round(progress.seconds / 60))} min", border=True)
    gained = [move for move in progress.moves if move.level_after > move.level_before]
    lost = [move for move in progress.moves if move.level_after < move.level_before]
    same = [move for move in progress.moves if move.level_after == move.level_before]
    st.caption("Your chance of getting a medium question right, before the ten and now:")
    _draw_moves("Levels gained", [move for move in gained if move.level_before > 0])
    _draw_moves("Begun", [move for move in gained if move.level_before == 0])
    _draw_moves("Levels lost", lost)
    if lost:
        st.caption("A level falls when newer answers say so; a few right ones bring it back.")
    _draw_moves("Level unchanged", same)


def _draw_response(attempt: Attempt, receipt: Receipt) -> None:
    if receipt.understood_is_latex:
        st.markdown(f"Your answer: ${receipt.understood}$")
    elif receipt.response:
        draw_written(attempt, "Your answer", receipt.response)


def _steps_taken(attempt: Attempt) -> str:
    right = sum(step.outcome == "correct" for step in attempt.steps)
    return f"Your steps: {right} of {attempt.step_count} right"


def _draw_verdict(receipt: Receipt, *, by_steps: bool) -> None:
    earned = f" Your steps earned {receipt.points} points." if by_steps else ""
    points = f" +{receipt.points} points." if receipt.points else ""
    hinted = " With hints, so the model does not count it as shown." if receipt.hints_used else ""
    message = f" {prose.content(receipt.message)}" if receipt.message else ""
    icon = theme.OUTCOME_ICONS[receipt.outcome]
    if receipt.outcome == "correct":
        st.success(f"**Right.**{message}{points}{hinted}", icon=icon)
    elif receipt.outcome == "incorrect":
        st.error(f"**Not right.**{message}{earned}", icon=icon)
    else:
        st.info(f"{message.strip()}{earned}", icon=icon)


def _moved(move: SkillMove) -> str:
    """Say what an answer changed; before the first one there was only a guess."""
    rises = move.mastery_after >= move.mastery_before
    icon = ":material/trending_up:" if rises else ":material/trending_down:"
    before = theme.percent(move.mastery_before)
    level = theme.level_name(move.level_after)
    if move.level_before == 0:
        before = f"first guess {before}"
    elif move.level_after != move.level_before:
        level = f"**{theme.level_name(move.level_before)} → {level}**"
    return (
        f"{icon} {prose.plain(move.name)}: {before} → {theme.percent(move.mastery_after)} · {level}"
    )


def _draw_moves(title: str, moves: Sequence[SkillMove]) -> None:
    if not moves:
        return
    st.markdown(f"**{title}**")
    for move in moves:
        st.markdown(_moved(move))
