"""The file of badges in the database: by slug, nothing lost."""

from sqlalchemy import select

from tests.badges.conftest import ONE_RIGHT, TWO_RIGHT, badge
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.badges.criteria import criteria_of
from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.shipped import shipped_badges
from tutor_core.content.shipped import shipped_curriculum


def stored(db):
    rows = db.execute(
        select(m.Badge.slug, m.Badge.name, m.Badge.is_active, m.Badge.criteria).order_by(m.Badge.id)
    )
    return {row.slug: row for row in rows}


def test_the_shipped_badges_are_stored_as_they_are_and_twice_changes_nothing(db):
    badges = shipped_badges({skill.name for skill in shipped_curriculum().skills})
    load_badges(db, badges, now=NOW)
    first = stored(db)
    load_badges(db, badges, now=NOW)

    assert stored(db) == first
    assert list(first) == [one.slug for one in badges]
    assert [criteria_of(row.criteria) for row in first.values()] == [b.criteria for b in badges]


def test_one_that_left_the_file_is_kept_and_not_given_and_comes_back(db):
    load_badges(db, [ONE_RIGHT, TWO_RIGHT], now=NOW)
    load_badges(db, [TWO_RIGHT], now=NOW)
    assert [row.is_active for row in stored(db).values()] == [False, True]
    load_badges(db, [ONE_RIGHT, TWO_RIGHT], now=NOW)
    assert [row.is_active for row in stored(db).values()] == [True, True]


def test_names_may_change_hands(db):
    one, two = badge("a", {"fact": "answers", "at_least": 1}, name="First"), TWO_RIGHT
    load_badges(db, [one, two], now=NOW)
    swapped = [
        badge("a", {"fact": "answers", "at_least": 1}, name=two.name),
        badge(two.slug, {"fact": "right_answers", "at_least": 3}, name="First"),
    ]
    load_badges(db, swapped, now=NOW)
    found = stored(db)
    assert (found["a"].name, found[two.slug].name) == (two.name, "First")
    assert found[two.slug].criteria["at_least"] == 3

    load_badges(db, [badge("new", {"fact": "minutes", "at_least": 5}, name="First")], now=NOW)
    assert stored(db)["new"].name == "First"


def test_an_earned_badge_stays_earned_when_it_leaves_the_file(db):
    load_badges(db, [ONE_RIGHT], now=NOW)
    student = add_student(db)
    badge_id = db.scalar(select(m.Badge.id))
    db.add(m.StudentBadge(student_id=student.id, badge_id=badge_id))
    db.flush()
    load_badges(db, [], now=NOW)
    assert db.scalar(select(m.StudentBadge.badge_id)) == badge_id
