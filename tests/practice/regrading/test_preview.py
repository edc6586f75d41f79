"""A mended key: who would change, and who may see it."""

import random

import pytest

from tests.practice.regrading.mending import (
    HOUR,
    LATER,
    counts,
    give,
    number,
)
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import NotAllowedError, NotFoundError
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.leaving import service as leaving
from tutor_core.practice.queries import attempt_of
from tutor_core.practice.regrading.regrading import apply, preview

# --- What would change


def test_the_preview_says_who_changes_and_writes_nothing(school):
    school.give(school.ada, "2")
    school.give(school.ben, "3")
    school.give(school.ben, "7", at=NOW + HOUR)
    school.mend(answer_spec=number("2"))
    before = school.everything()

    seen = school.preview()

    assert (seen.version, counts(seen)) == (2, (3, 1, 1, 1))
    assert (seen.reworded, seen.unjudgeable) == (0, 0)
    lines = {line.name: line for line in seen.lines}
    (change,) = lines["ada"].attempts
    assert (change.was, change.now) == ("incorrect", "correct")
    assert (lines["ada"].points_was, lines["ada"].points_now) == (0, 10)
    assert (lines["ben"].points_was, lines["ben"].points_now) == (10, 0)
    (move,) = lines["ada"].skills
    assert move.name == "Adding"
    assert move.mastery_after > move.mastery_before
    assert move.level_after > move.level_before
    assert school.everything() == before


def test_what_the_present_key_graded_is_not_looked_at_again(school):
    school.mend(answer_spec=number("2"))
    school.give(school.ada, "3")
    assert counts(school.preview()) == (0, 0, 0, 0)


def test_what_is_equivalent_in_another_form_counts_as_right(school):
    spec = {"type": "expression", "answer": "2*x"}
    school.change(answer_spec=spec)
    told = school.give(school.ada, "3 x^2 - x^2")
    school.mend(answer_spec={"type": "expression", "answer": "2*x^2", "form": "expanded"})

    school.regrade()

    assert told.outcome == "incorrect"
    assert (school.receipt(told).outcome, school.receipt(told).message) == ("correct", "")


def test_what_cannot_be_read_by_the_mended_key_stays_as_it_is(school):
    school.change(answer_spec={"type": "text", "answer": ["three"]})
    told = school.give(school.ada, "two apples")
    school.mend(answer_spec=number("2"))

    seen = school.preview()

    assert (counts(seen), seen.unjudgeable) == ((0, 0, 0, 0), 1)
    school.regrade()
    assert school.attempt(told).graded_version is None


def test_i_do_not_know_stays_what_it_is(school):
    goal = Goal(content_id=school.item)
    shown = practice.next_attempt(school.db, school.ada, goal, now=NOW, rng=random.Random(1))
    told = practice.give_up(school.db, school.ada, shown.attempt_id, now=NOW)
    school.mend(answer_spec=number("2"), correct_answer="2", explanation="Now it is right.")

    assert counts(school.preview()) == (1, 0, 0, 1)
    school.regrade()

    again = school.receipt(told)
    assert (again.outcome, again.message) == ("dont_know", told.message)
    assert again.explanation == "Now it is right."


def test_decimal_commas_are_read_as_each_learner_writes_them(school):
    school.db.get_one(m.Student, school.ada.id).locale = "de"
    german = school.give(school.ada, "1,5", locale="de")
    school.mend(answer_spec=number("3/2"))
    school.regrade()
    assert school.receipt(german).outcome == "correct"


def test_answers_to_other_words_are_left_out_unless_asked_for(school):
    told = school.give(school.ada, "2")
    school.mend(answer_spec=number("2"), question_text="What is one and one?")

    seen = school.preview()
    assert (counts(seen), seen.reworded) == ((0, 0, 0, 0), 1)

    also = school.preview(also_reworded=True)
    assert (counts(also), also.reworded) == ((1, 1, 0, 0), 0)
    school.regrade(also_reworded=True)
    assert school.receipt(told).outcome == "correct"
    assert attempt_of(school.db, school.ada, told.attempt_id).question == "adding 3"


def test_the_numbers_of_a_template_are_those_that_were_drawn(school):
    text = {"question_text": "{{a}} + 1"}
    template = {"parameters": {"a": {"from": 2, "to": 900}}}
    school.change(template=template, answer_spec=number("{{a}}"), **text)
    goal = Goal(content_id=school.item)
    shown = practice.next_attempt(school.db, school.ada, goal, now=NOW, rng=random.Random(3))
    right = str(int(shown.question.split()[0]) + 1)
    leaving.skip(school.db, school.ada, shown.attempt_id, now=NOW)
    attempt = school.db.get_one(m.LearningSession, shown.attempt_id)
    told = give(school, school.ada, school.item, right)  # of other numbers, and hence wrong
    other = school.db.get_one(m.LearningSession, told.attempt_id)
    other.variant_seed = attempt.variant_seed
    school.mend(answer_spec=number("{{a + 1}}"))

    assert counts(school.preview()) == (1, 1, 0, 0)
    school.mend(template={"parameters": {"a": {"from": 3, "to": 7}}})
    assert school.preview().reworded == 1
    seen = school.preview(also_reworded=True)
    assert (counts(seen), seen.unjudgeable) == ((0, 0, 0, 0), 1)


@pytest.mark.parametrize(
    ("choices", "answer", "verdict"),
    [
        ({"A": "two", "B": "one", "C": "three"}, "A", "correct"),
        ({"A": "three", "B": "two"}, "A", "incorrect"),
        ({"A": "one", "B": "three"}, "A", None),
    ],
)
def test_a_choice_is_followed_to_its_text(school, choices, answer, verdict):
    asked = {"A": "one", "B": "two", "C": "three"}
    school.change(answer_spec={"type": "choice", "answer": "A", "choices": asked})
    told = school.give(school.ada, "B")
    mended = {"type": "choice", "answer": answer, "choices": choices}
    school.mend(answer_spec=mended, correct_answer=answer)

    seen = school.preview()
    assert seen.unjudgeable == (verdict is None)
    if verdict is None:
        return
    school.regrade()

    receipt, attempt = school.receipt(told), attempt_of(school.db, school.ada, told.attempt_id)
    assert (receipt.outcome, receipt.response, receipt.understood) == (verdict, "B", "B")
    shown = attempt.answer_spec["choices"]
    assert shown == asked, "in the order in which they were read"
    assert shown[receipt.correct_answer] == choices[answer]


# --- Who may


def test_only_who_may_change_the_item_may_regrade_it(school):
    school.give(school.ada, "2")
    school.mend(answer_spec=number("2"))
    digest = school.preview().digest
    researcher = Actor(school.ben.id, "researcher")
    for actor in (school.ada, researcher):
        with pytest.raises(NotAllowedError):
            school.preview(actor)
        with pytest.raises(NotAllowedError):
            apply(school, actor, school.item, digest, only_gains=True, now=LATER)
    school.change(created_by=school.ben.id)
    with pytest.raises(NotAllowedError):
        school.preview(school.tina)
    assert school.preview(OPERATOR).judged == 1


def test_who_may_not_regrade_is_not_told_what_there_is(school):
    with pytest.raises(NotFoundError):
        preview(school, OPERATOR, 999, now=NOW)
    with pytest.raises(NotAllowedError):
        preview(school, school.ada, 999, now=NOW)


def test_a_teacher_sees_names_and_answers_of_their_own_learners_only(school):
    school.give(school.ada, "2")
    school.give(school.ben, "2")
    school.mend(answer_spec=number("2"))

    ours, other = school.preview(school.tina).lines
    assert (ours.name, ours.attempts[0].response) == ("ada", "2")
    assert (other.name, other.attempts[0].response) == (None, None)
    assert other.points_now == 10

    for line in school.preview(Actor(999, "admin")).lines:
        assert line.name in ("ada", "ben")
        assert line.attempts[0].response is None


@pytest.mark.parametrize("how", ["left", "archived"])
def test_who_is_no_longer_ones_learner_has_no_name(school, how):
    school.give(school.ada, "2")
    school.mend(answer_spec=number("2"))
    if how == "left":
        school.db.query(m.CohortMember).one().left_at = NOW
    else:
        school.db.query(m.Cohort).one().is_archived = True
    (line,) = school.preview(school.tina).lines
    assert (line.name, line.attempts[0].response) == (None, None)
