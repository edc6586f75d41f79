"""The tutor comes to know somebody: placement, gaps, a gap that shrinks, a belief contested."""

from __future__ import annotations

import random
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import PATIENCE, Learner, now
from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.grading import grade
from tutor_core.gaps.queries import gaps_of
from tutor_core.gaps.views import GapView
from tutor_core.practice import service as practice
from tutor_core.practice.examinations.placement import service as placing
from tutor_core.practice.examinations.queries import ahead_of, latest_test_out
from tutor_core.practice.queries import attempt_of, open_attempt
from tutor_core.practice.views import Attempt

pytestmark = pytest.mark.journey


def asked(learner: Learner, source: str) -> Attempt | None:
    with learner.server.database.reading() as db:
        row = open_attempt(db, learner.actor, source)
        return None if row is None else attempt_of(db, learner.actor, row.id)


def see_asked(learner: Learner, source: str, *, than: int | None = None) -> Attempt:
    """Wait until another question of an examination is open and on the screen."""

    def is_another() -> bool:
        found = asked(learner, source)
        return found is not None and found.attempt_id != than

    learner.until(is_another, "a question of the examination")
    found = asked(learner, source)
    assert found is not None
    field = learner.page.locator(f"[class*=st-key-practice_answer_{found.key}]")
    expect(field.first).to_be_visible(timeout=PATIENCE)
    learner.settle()
    return found


def gaps(learner: Learner) -> tuple[GapView, ...]:
    with learner.server.database.reading() as db:
        return gaps_of(db, learner.actor, learner.actor.id, now=now()).gaps


def is_placed(learner: Learner, known: set[str]) -> None:
    """Have been placed in algebra, knowing these skills, without the browser."""

    rng, run = random.Random(5), learner.server.database.run
    run(lambda db: placing.begin_placement(db, learner.actor, ["algebra"], [], now=now()))
    while attempt := run(
        lambda db: placing.next_placement_question(db, learner.actor, now=now(), rng=rng)
    ):
        answer(learner, attempt, is_right=attempt.skill in known)


def answer(learner: Learner, attempt: Attempt, *, is_right: bool) -> None:
    if not is_right:
        learner.server.database.run(
            lambda db: practice.give_up(db, learner.actor, attempt.attempt_id, now=now())
        )
        return
    response = displayed_answer(attempt.answer_spec)
    found = grade(response, attempt.answer_spec)
    learner.server.database.run(
        lambda db: practice.submit_answer(
            db, learner.actor, attempt.attempt_id, response, found, now=now()
        )
    )


def test_from_a_new_account_to_a_gap_that_shrinks(meet: Meet) -> None:
    learner = meet()
    learner.open("/")
    learner.see_door()
    learner.register()
    learner.see_title(f"Welcome, {learner.name}")

    learner.button("Begin the placement").click()
    learner.see_title("Find out where you stand")
    learner.page.locator(".st-key-placement_topics_algebra label").click()
    learner.settle()
    learner.page.locator(".st-key-placement_begin button").click()
    first = see_asked(learner, "placement")
    learner.see("Question 1 · about")
    leave_it_for_another_day(learner, first)
    end_it_with_what_is_not_learnt_yet(learner)

    learner.see_title("What you know")
    learner.button("See what to repair first").click()
    learner.see("Repair first:")
    before = gaps(learner)[0]
    learner.button("Practise this gap").click()
    learner.see_question()
    assert learner.attempt.skill == before.skill
    for _ in range(3):
        learner.answer_right()
        learner.go_on()
        learner.see_question()

    learner.open("/gaps")
    learner.see("of the way done")
    after = next(one for one in gaps(learner) if one.skill == before.skill)
    assert after.gap.level > before.gap.level
    assert after.gap.status == "in_progress"
    assert after.gap.progress > 0


def leave_it_for_another_day(learner: Learner, first: Attempt) -> None:
    learner.button("Stop for today").click()
    learner.see("Your placement waits")
    learner.button("Go on with the placement").click()
    assert see_asked(learner, "placement").attempt_id == first.attempt_id


def end_it_with_what_is_not_learnt_yet(learner: Learner) -> None:
    number = 1
    while (attempt := asked(learner, "placement")) is not None:
        learner.button("I have not learnt this yet").click()
        number += 1

        def is_over(than: int = attempt.attempt_id) -> bool:
            with learner.server.database.reading() as db:
                ahead = ahead_of(db, learner.actor)
            following = asked(learner, "placement")
            return ahead is None or (following is not None and following.attempt_id != than)

        learner.until(is_over, "the next question, or the end")
        if asked(learner, "placement") is not None:
            see_asked(learner, "placement", than=attempt.attempt_id)
    assert 10 < number <= 26


def test_what_is_typed_in_a_placement_survives_a_reload_and_enter_goes_on(meet: Meet) -> None:
    learner = meet(**PHONE)
    learner.is_signed_in()
    learner.server.database.run(
        lambda db: placing.begin_placement(db, learner.actor, ["algebra"], [], now=now())
    )
    learner.open("/placement")
    attempt = see_asked(learner, "placement")
    while attempt.answer_spec["type"] not in {"number", "expression", "set"}:
        learner.button("I have not learnt this yet").click()
        attempt = see_asked(learner, "placement", than=attempt.attempt_id)
    field = learner.page.get_by_role("textbox", name="Your answer")
    field.fill("7")
    learner.until(
        lambda: (found := asked(learner, "placement")) is not None and found.draft == "7",
        "the draft",
    )

    learner.page.reload()
    assert see_asked(learner, "placement").attempt_id == attempt.attempt_id
    expect(field).to_have_value("7")
    field.press("Enter")

    see_asked(learner, "placement", than=attempt.attempt_id)
    expect(learner.page.get_by_text("Not right")).to_have_count(0)


def test_somebody_contests_what_the_tutor_believes_and_shows_it(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    is_placed(learner, {"fractions_and_ratios"})
    learner.open("/gaps?skill=linear_equations")
    dialog = learner.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Linear equations")
    expect(dialog).to_contain_text("likely between")

    learner.button("I know this").click()
    learner.see_title("Show it: Linear equations")
    attempt = see_asked(learner, "test_out")
    for _ in range(3):
        answer(learner, attempt, is_right=True)
        learner.page.reload()
        with learner.server.database.reading() as db:
            taken = latest_test_out(db, learner.actor, "linear_equations")
        if taken is not None and taken.ending is not None:
            break
        attempt = see_asked(learner, "test_out", than=attempt.attempt_id)

    learner.see("You showed it.")
    learner.button("Back to your gaps").click()
    expect(dialog).to_contain_text(re.compile("Behind it: .*answer"))
    learner.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    learner.until(lambda: "skill=" not in learner.page.url, "an address without the skill")
