"""A file of questions is looked through, taken in, and taken back."""

import datetime as dt

import pytest

from tests.practice.conftest import add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.exchange import queries, service
from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.reviewing import Defaults, review
from tutor_core.content.exchange.writing import ENDINGS, write_file
from tutor_core.content.studio.drafts.queries import new_drafts
from tutor_core.content.studio.queries import items_of_filter, surroundings_of
from tutor_core.content.studio.views import BankFilter
from tutor_core.errors import InvalidInputError, NotAllowedError, NotFoundError

LATER = NOW + dt.timedelta(hours=1)
BANK = b"""
::Sum:: What is 2 + 3? {#5}

::Even:: Which number is even? { =4 ~3 # Three is odd. ~5 # Five is odd. }

::Words:: Which number comes after one? {=two}

::Broken:: This one never ends {=4 ~5
"""
UNGRADEABLE = b"type,question,answer\nnumber,How many?,many\nnumber,What is 1 + 2?,3\n"


@pytest.fixture
def tina(db):
    add_school(db)
    return Actor(add_student(db, "tina", role="teacher").id, "teacher")


def looked_through(db, actor, data=BANK, name="bank.gift", skill="adding"):
    return review(
        name,
        read_file(name, data),
        defaults=Defaults(skill=skill, difficulty=3),
        around=surroundings_of(db, actor, None),
        known=queries.known_questions(db, actor),
    )


def taken_in(db, actor, found, **wish):
    given = {"publish": True, "take_to_mend": True, "all_or_nothing": False, "now": NOW} | wish
    return service.import_review(db, actor, found, **given)


def own_items(db, actor):
    return db.query(m.Content).filter_by(created_by=actor.id).order_by(m.Content.id).all()


def test_a_review_says_of_every_question_what_would_become_of_it(db, tina):
    found = looked_through(db, tina)

    assert [row.title for row in found.of_state("ready")] == [
        "What is 2 + 3?",
        "Which number is even?",
        "Which number comes after one?",
    ]
    assert len(found.refusals) == 1
    assert "never closed" in found.refusals[0].sentence
    assert found.obstacles == found.refusals
    assert own_items(db, tina) == []


def test_what_the_file_does_not_say_is_chosen_for_all(db, tina):
    taken_in(db, tina, looked_through(db, tina))

    first = own_items(db, tina)[0]
    assert (first.tags, first.topic, first.difficulty, first.points) == (
        ["adding"], "algebra", 3, 20,
    )  # fmt: skip
    assert (first.answer_spec, first.is_published) == ({"type": "number", "answer": "5"}, True)


def test_without_a_skill_every_question_is_to_be_mended(db, tina):
    found = looked_through(db, tina, skill="")

    assert len(found.of_state("to_mend")) == 3
    assert "Skills: this is missing." in found.rows[0].problems
    done = taken_in(db, tina, found)
    assert (done.published, done.drafts) == (0, 3)
    assert {draft.question for draft in new_drafts(db, tina)} >= {"What is 2 + 3?"}


def test_what_cannot_be_graded_is_to_be_mended_and_the_rest_is_taken(db, tina):
    found = looked_through(db, tina, UNGRADEABLE, "table.csv")

    (wrong,) = found.of_state("to_mend")
    assert wrong.place == "row 2"
    assert wrong.problems[0].startswith("The answer cannot be graded")
    done = taken_in(db, tina, found, take_to_mend=False)
    assert (done.published, done.drafts) == (1, 0)


def test_all_or_nothing_takes_nothing_where_one_is_refused(db, tina):
    with pytest.raises(InvalidInputError, match="so nothing was"):
        taken_in(db, tina, looked_through(db, tina), all_or_nothing=True)

    assert own_items(db, tina) == []
    whole = looked_through(db, tina, BANK[: BANK.index(b"::Broken")])
    assert taken_in(db, tina, whole, all_or_nothing=True).published == 3


def test_ready_questions_may_wait_as_drafts(db, tina):
    done = taken_in(db, tina, looked_through(db, tina), publish=False)

    assert (done.published, done.drafts) == (0, 3)
    assert own_items(db, tina) == []


def test_what_the_bank_has_already_is_left_out(db, tina):
    taken_in(db, tina, looked_through(db, tina))

    again = looked_through(db, tina)

    assert len(again.of_state("known")) == 3
    with pytest.raises(InvalidInputError, match="nothing new"):
        taken_in(db, tina, again)


def test_the_same_question_twice_in_a_file_is_taken_once(db, tina):
    found = looked_through(db, tina, b"What is 2 + 3? {#5}\n\nWhat is  2 + 3? {#5}\n")

    assert [row.state for row in found.rows] == ["ready", "known"]


def test_the_skills_know_the_items_until_the_import_is_undone(db, tina):
    done = taken_in(db, tina, looked_through(db, tina))
    ids = {item.id for item in own_items(db, tina)}
    skill = db.query(m.Skill).filter_by(name="adding").one()
    assert ids <= set(skill.related_content_ids)

    service.undo_import(db, tina, done.import_id, now=LATER)

    db.expire_all()
    assert not ids & set(db.query(m.Skill).filter_by(name="adding").one().related_content_ids)


def test_an_import_is_undone_but_what_learners_did_stays(db, tina):
    done = taken_in(db, tina, looked_through(db, tina))
    asked = own_items(db, tina)[0]
    learner = add_student(db, "ada")
    db.add(m.LearningSession(student_id=learner.id, content_id=asked.id, end_time=NOW))
    db.flush()

    undone = service.undo_import(db, tina, done.import_id, now=LATER)

    assert (undone.deleted, undone.withdrawn) == (2, 1)
    db.expire_all()
    (left,) = own_items(db, tina)
    assert (left.id, left.is_published) == (asked.id, False)
    assert queries.imports_of(db, tina) == ()
    with pytest.raises(NotFoundError):
        service.undo_import(db, tina, done.import_id, now=LATER)


def test_drafts_of_an_import_go_with_it(db, tina):
    done = taken_in(db, tina, looked_through(db, tina), publish=False)
    assert [(line.items, line.drafts) for line in queries.imports_of(db, tina)] == [(0, 3)]

    undone = service.undo_import(db, tina, done.import_id, now=LATER)

    assert undone.deleted == 3
    assert new_drafts(db, tina) == ()


def test_nobody_undoes_what_a_colleague_brought(db, tina):
    done = taken_in(db, tina, looked_through(db, tina))
    tom = Actor(add_student(db, "tom", role="teacher").id, "teacher")

    with pytest.raises(NotFoundError):
        service.undo_import(db, tom, done.import_id, now=LATER)
    assert queries.imports_of(db, tom) == ()
    assert service.undo_import(db, Actor(tom.id, "admin"), done.import_id, now=LATER).deleted == 3


@pytest.mark.parametrize("role", ["student", "researcher"])
def test_only_authors_bring_questions(db, tina, role):
    found = looked_through(db, tina)

    with pytest.raises(NotAllowedError):
        taken_in(db, Actor(tina.id, role), found)


@pytest.mark.parametrize("form", list(ENDINGS))
def test_what_goes_out_is_known_when_it_comes_back(db, tina, form):
    taken_in(db, tina, looked_through(db, tina))
    bodies = items_of_filter(db, tina, BankFilter(only_mine=True))

    found = looked_through(db, tina, write_file(bodies, form), f"back{ENDINGS[form]}")

    assert [row.state for row in found.rows] == ["known"] * 3
    assert found.refusals == ()
