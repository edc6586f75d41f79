"""Similar students: everybody compared anew, swapped in at once, and nobody against their will."""

import datetime as dt

import pytest
from sqlalchemy import null, select

from tests.rows import NOW, add_item, add_skill, add_student
from tutor_core import models as m
from tutor_core.operations.likeness import SimilarReport, refresh_similar_students

LATER = NOW + dt.timedelta(days=1)
HIGH, LOW = "high", "low"  # those who know adding well, and those who do not


@pytest.fixture
def school(database):
    """Five who add well, two who do not, one with four answers; all met the same item."""
    with database.transaction() as db:
        add_skill(db)
        item = add_item(db).id
        for number in range(5):
            add_learner(db, f"{HIGH}{number}", item, mean=1.0, reward=0.5)
        for number in range(2):
            add_learner(db, f"{LOW}{number}", item, mean=-2.0, reward=-0.5)
        add_learner(db, "beginner", item, mean=1.0, reward=1.0, answers=4)
    return database


def add_learner(db, name, item, *, mean, reward, answers=5):
    learner = add_student(db, name).id
    db.add(m.LearnerEstimate(student_id=learner, mean=0.0, variance=0.1, answers=answers))
    db.add(
        m.LearnerSkillEstimate(
            student_id=learner, skill_id=1, mean=mean, variance=0.2, answers=answers
        )
    )
    db.add(m.LearnerItem(student_id=learner, content_id=item, seen=1, last_seen_at=NOW))
    add_attempt(db, learner, item, reward=reward)


def add_attempt(db, learner, item, **values):
    given = {"propensity": 0.5, "is_evidence": True, "is_correct": True, "end_time": NOW}
    db.add(m.LearningSession(student_id=learner, content_id=item, **(given | values)))


def consent(database, name, *, withdrawn):
    with database.transaction() as db:
        db.add(
            m.Consent(
                student_id=number_of(db, name), purpose="similar_students", version="1",
                given_at=NOW, withdrawn_at=NOW if withdrawn else None,
            )
        )  # fmt: skip


def number_of(db, name):
    return db.scalars(select(m.Student.id).where(m.Student.username == name)).one()


def pairs(database):
    """Each learner's neighbours, the nearest first, by name."""
    found = {}
    with database.reading() as db:
        names = dict(db.execute(select(m.Student.id, m.Student.username)).all())
        rows = db.scalars(
            select(m.SimilarStudent).order_by(
                m.SimilarStudent.student_id,
                m.SimilarStudent.similarity_score.desc(),
                m.SimilarStudent.similar_student_id,
            )
        )
        for row in rows:
            found.setdefault(names[row.student_id], []).append(
                (names[row.similar_student_id], row.similarity_score)
            )
    return found


def gains(database):
    with database.reading() as db:
        rows = db.execute(
            select(m.Student.username, m.SimilarGains.gains).join(
                m.SimilarGains, m.SimilarGains.student_id == m.Student.id
            )
        )
        return {name: list(stored.values()) for name, stored in rows}


def test_those_who_know_the_same_are_neighbours_and_those_who_do_not_are_not(school):
    seen = []

    report = refresh_similar_students(
        school, now=NOW, advance=lambda *progress: seen.append(progress)
    )

    assert report == SimilarReport(learners=7, pairs=5 * 4 + 2 * 1, with_gains=5)
    assert seen == [(7, 7)]
    found = pairs(school)
    # Alike in both things they have in common, which count 2 / 12.
    assert found["low0"] == [("low1", pytest.approx(2 / 12))]
    assert [name for name, _ in found["high0"]] == ["high1", "high2", "high3", "high4"]
    assert "beginner" not in found


def test_the_report_is_a_sentence():
    told = SimilarReport(learners=7, pairs=22, with_gains=5).told()

    assert told == (
        "Learners compared: 7; pairs stored: 22; learners who have gains of others to go by: 5."
    )


def test_gains_are_those_of_neighbours_where_at_least_three_stand_behind_them(school):
    refresh_similar_students(school, now=NOW)

    assert gains(school) == {f"{HIGH}{number}": [[0.5, 4, 4]] for number in range(5)}


@pytest.mark.parametrize(
    "unfit",
    [{"propensity": None}, {"is_evidence": False}, {"reward": null()}, {"is_correct": None}],
    ids=["the learner's own choice", "no evidence", "no reward", "skipped"],
)
def test_only_rewards_of_what_the_tutor_chose_count(school, unfit):
    with school.transaction() as db:
        item = db.scalars(select(m.Content.id)).one()
        add_attempt(db, number_of(db, "high1"), item, **({"reward": -1.0} | unfit))

    refresh_similar_students(school, now=NOW)

    assert gains(school)["high0"] == [[0.5, 4, 4]]


def test_whoever_withdrew_is_nobodys_neighbour_and_has_none(school):
    consent(school, "high0", withdrawn=False)
    consent(school, "high0", withdrawn=True)

    refresh_similar_students(school, now=NOW)

    found = pairs(school)
    assert "high0" not in found
    assert [name for name, _ in found["high1"]] == ["high2", "high3", "high4"]
    assert gains(school)["high1"] == [[0.5, 3, 3]]


def test_whoever_agreed_again_is_compared_again(school):
    consent(school, "high0", withdrawn=True)
    consent(school, "high0", withdrawn=False)

    refresh_similar_students(school, now=NOW)

    assert "high0" in pairs(school)


def test_whoever_withdraws_or_goes_while_it_computes_is_left_out(school):
    def meanwhile(_done, _total):
        consent(school, "high0", withdrawn=True)
        with school.transaction() as db:
            db.delete(db.get_one(m.Student, number_of(db, "low1")))

    report = refresh_similar_students(school, now=NOW, advance=meanwhile)

    found = pairs(school)
    assert set(found) == {"high1", "high2", "high3", "high4"}
    assert [name for name, _ in found["high1"]] == ["high2", "high3", "high4"]
    assert report.learners == 5


def test_run_again_it_gives_the_same_and_keeps_nothing_old(school):
    refresh_similar_students(school, now=NOW)
    before = (pairs(school), gains(school))

    refresh_similar_students(school, now=LATER)

    assert (pairs(school), gains(school)) == before
    with school.reading() as db:
        assert set(db.scalars(select(m.SimilarStudent.calculated_at))) == {LATER}
        assert set(db.scalars(select(m.SimilarGains.calculated_at))) == {LATER}


def test_stopped_while_it_computes_it_leaves_the_old_rows_whole(school):
    refresh_similar_students(school, now=NOW)
    before = (pairs(school), gains(school))
    consent(school, "high0", withdrawn=True)

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh_similar_students(school, now=LATER, advance=stop)

    assert (pairs(school), gains(school)) == before


def test_where_nobody_has_answered_enough_there_is_nothing_to_do(database):
    assert refresh_similar_students(database, now=NOW) == SimilarReport()
