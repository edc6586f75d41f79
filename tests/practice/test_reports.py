"""Learners report items; reports stand until they are answered, and the learner is told."""

import datetime as dt

import pytest

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.notices.queries import unseen
from tutor_core.content.reports import queries, service
from tutor_core.content.studio.queries import bank
from tutor_core.content.studio.views import BankFilter
from tutor_core.errors import InvalidInputError, NotAllowedError, NotFoundError

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def tina(db):
    return Actor(add_student(db, "tina", role="teacher").id, "teacher")


@pytest.fixture
def attempt(learner):
    attempt = learner.next()
    learner.answer(attempt, WRONG, "3")
    return attempt


def test_a_report_stands_on_the_item_with_the_answer_and_without_a_name(db, learner, attempt, tina):
    service.report_item(db, learner.actor, attempt.attempt_id, "answer", words=" 3 = 3.0! ",
                        now=LATER)  # fmt: skip

    (report,) = queries.open_reports(db, tina, attempt.content_id)
    assert (report.reason, report.words) == ("answer", "3 = 3.0!")
    assert (report.response, report.was_right, report.version) == ("3", False, 1)
    assert "student" not in " ".join(type(report).__slots__)
    found = bank(db, tina, BankFilter(only_reported=True), limit=9)
    assert [(line.content_id, line.reports) for line in found.lines] == [(attempt.content_id, 1)]


def test_an_open_question_can_be_reported(db, learner, tina):
    attempt = learner.next()

    service.report_item(db, learner.actor, attempt.attempt_id, "unclear", now=NOW)

    (report,) = queries.open_reports(db, tina, attempt.content_id)
    assert (report.response, report.was_right) == ("", None)


def test_saying_more_changes_the_one_report(db, learner, attempt, tina):
    for reason, words in (("answer", ""), ("figure", "It is upside down.")):
        service.report_item(db, learner.actor, attempt.attempt_id, reason, words=words, now=NOW)

    (report,) = queries.open_reports(db, tina, attempt.content_id)
    assert (report.reason, report.words) == ("figure", "It is upside down.")
    assert queries.own_report(db, learner.actor, attempt.content_id).reason == "figure"


def test_a_report_is_taken_back(db, learner, attempt, tina):
    service.report_item(db, learner.actor, attempt.attempt_id, "answer", now=NOW)

    service.take_back_report(db, learner.actor, attempt.content_id, now=LATER)

    assert queries.own_report(db, learner.actor, attempt.content_id) is None
    assert queries.open_reports(db, tina, attempt.content_id) == ()
    assert unseen(db, learner.actor) == ()


def test_an_answered_report_stands_no_more_and_the_learner_reads_the_answer(
    db, learner, attempt, tina
):
    service.report_item(db, learner.actor, attempt.attempt_id, "answer", now=NOW)
    (report,) = queries.open_reports(db, tina, attempt.content_id)

    service.answer_report(db, tina, report.report_id, " Thank you! ", is_mended=True, now=LATER)

    assert queries.open_reports(db, tina, attempt.content_id) == ()
    (notice,) = unseen(db, learner.actor)
    assert notice.kind == "report_answered"
    assert notice.facts == {
        "content_id": attempt.content_id,
        "question": attempt.question,
        "answer": "Thank you!",
        "mended": True,
    }
    with pytest.raises(NotFoundError, match="answered meanwhile"):
        service.answer_report(db, tina, report.report_id, "Again", is_mended=True, now=LATER)


def test_an_item_that_is_right_needs_a_sentence_that_says_why(db, learner, attempt, tina):
    service.report_item(db, learner.actor, attempt.attempt_id, "answer", now=NOW)
    (report,) = queries.open_reports(db, tina, attempt.content_id)

    with pytest.raises(InvalidInputError, match="Say in a sentence why"):
        service.answer_report(db, tina, report.report_id, "  ", is_mended=False, now=LATER)


def test_nobody_reports_what_was_not_asked_of_them(db, learner, attempt):
    stranger = Actor(add_student(db, "eve").id, "student")

    with pytest.raises(NotFoundError):
        service.report_item(db, stranger, attempt.attempt_id, "answer", now=NOW)
    assert queries.own_report(db, stranger, attempt.content_id) is None


@pytest.mark.parametrize("role", ["student", "researcher"])
def test_reports_are_for_authors(db, learner, attempt, role):
    service.report_item(db, learner.actor, attempt.attempt_id, "answer", now=NOW)
    reader = Actor(learner.actor.id, role)

    with pytest.raises(NotAllowedError):
        queries.open_reports(db, reader, attempt.content_id)
    report_id = db.query(m.ItemReport.id).scalar()
    with pytest.raises(NotAllowedError):
        service.answer_report(db, reader, report_id, "No", is_mended=False, now=NOW)


def test_a_colleagues_item_is_answered_for_by_its_author(db, learner, attempt, tina):
    tom = Actor(add_student(db, "tom", role="teacher").id, "teacher")
    db.get(m.Content, attempt.content_id).created_by = tom.id
    service.report_item(db, learner.actor, attempt.attempt_id, "answer", now=NOW)
    (report,) = queries.open_reports(db, tina, attempt.content_id)

    assert [queries.waiting_reports(db, one) for one in (tina, tom)] == [0, 1]
    assert queries.waiting_reports(db, Actor(tina.id, "admin")) == 1
    with pytest.raises(NotAllowedError):
        service.answer_report(db, tina, report.report_id, "Mine", is_mended=False, now=NOW)
    service.answer_report(db, tom, report.report_id, "", is_mended=True, now=NOW)


@pytest.mark.parametrize(
    ("reason", "words", "sentence"),
    [("invented", "", "Choose what is wrong"), ("other", "x" * 1001, "1000 characters at most")],
)
def test_a_report_that_cannot_be_taken_is_told(db, learner, reason, words, sentence):
    attempt = learner.next()
    learner.answer(attempt, RIGHT)

    with pytest.raises(InvalidInputError, match=sentence):
        service.report_item(db, learner.actor, attempt.attempt_id, reason, words=words, now=NOW)
