"""After a regrade everything is as if the key had been right from the beginning."""

import pytest
from sqlalchemy import select

from tests.practice.conftest import add_school
from tests.practice.regrading.mending import HOUR, give, mend, number, regrade
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.db import Database, make_engine
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.tuning.service import save

NAMES = ("ada", "ben", "cyd", "dan")
RIGHT, WRONG = "2", "7"
# Items 1 and 2 are of adding, 3 and 4 of doubling, 5 and 6 of slopes; the key of 1 is wrong.
# Who answers which item, what and how many hours after the beginning.
ALONE = (
    ("ada", 2, RIGHT, 0), ("ada", 1, RIGHT, 1), ("ben", 3, RIGHT, 2), ("ada", 1, RIGHT, 30),
    ("ada", 2, WRONG, 31), ("ada", 1, WRONG, 32), ("ben", 4, WRONG, 33), ("ada", 5, RIGHT, 60),
    ("ada", 2, RIGHT, 61), ("ada", 1, RIGHT, 100), ("ada", 2, RIGHT, 101), ("ada", 2, RIGHT, 400),
)  # fmt: skip
TOGETHER = tuple(
    (
        NAMES[turn % 4],
        (2, 3, 4, 5, 6, 2, 3, 4, 1)[turn % 9],
        WRONG if turn % 7 == 3 else RIGHT,
        turn,
    )
    for turn in range(80)
)
SAME = {
    m.LearningSession: ("is_correct", "points_earned", "time_spent_seconds", "response"),
    m.UserInteraction: ("content_id", "interaction_type", "success", "time_spent_seconds"),
    m.ConceptTimeLog: ("concept", "success_rate", "time_spent_seconds"),
    m.PerformanceMetrics: (
        "metric_date", "total_attempts", "correct_attempts", "accuracy_rate", "points_earned",
        "time_spent_minutes", "topics_studied", "current_streak", "longest_streak",
    ),
}  # fmt: skip
NUMBERS = {
    m.LearnerEstimate: ("mean", "variance", "answers"),
    m.LearnerSkillEstimate: ("skill_id", "mean", "variance", "answers", "days_seen"),
    m.StudentKnowledge: (
        "algebra_score", "calculus_score", "total_questions_answered", "correct_answers",
        "accuracy_rate",
    ),
    m.StudentMastery: (
        "skill_id", "progress_percentage", "correct_attempts", "total_attempts",
        "accuracy_percent",
    ),
}  # fmt: skip
LEVELS = {
    m.StudentKnowledge: ("preferred_difficulty",),
    m.LearningPace: ("optimal_difficulty",),
    m.StudentMastery: ("skill_id", "mastery_level", "mastered_at"),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def twins(request, new_url):
    """Two schools of the same learners, with parameters that changed meanwhile."""
    made = []
    for _ in range(2):
        database = Database(make_engine(new_url(request.param)))
        with database.transaction() as db:
            add_school(db)
            for name in NAMES:
                add_student(db, name)
            save(
                db, OPERATOR, KnowledgeParameters(practice_gain=0.1), reason="to see",
                now=NOW + 40 * HOUR,
            )  # fmt: skip
            save(
                db, OPERATOR, MasteryPolicy(developing=0.5, proficient=0.65), reason="to see",
                now=NOW + 50 * HOUR,
            )  # fmt: skip
        made.append(database)
    yield made
    for database in made:
        database.engine.dispose()


def work(database, story, *, key):
    with database.transaction() as db:
        db.get_one(m.Content, 1).answer_spec = number(key)
    for name, content_id, response, hours in story:
        give(database, actor(name), content_id, response, at=NOW + hours * HOUR)


def actor(name):
    return Actor(1 + NAMES.index(name), "student")


def contents(database, table, columns, *, of=None):
    owner = getattr(table, "student_id", None)
    with database.reading() as db:
        rows = db.scalars(select(table).order_by(*m.table_of(table).primary_key)).all()
        return [
            [getattr(row, column) for column in ("student_id", *columns)]
            for row in rows
            if owner is None or of is None or row.student_id == of
        ]


def flat(rows):
    return [value for row in rows for value in row]


def mend_and_regrade(database):
    with database.transaction() as db:
        mend(db, 1, answer_spec=number("2"))
    return regrade(database, OPERATOR, 1)


def test_a_learner_alone_with_their_items_stands_as_if_nothing_had_been_wrong(twins):
    mended, right = twins
    work(mended, ALONE, key="3")
    work(right, ALONE, key="2")
    levels = [contents(one, m.StudentMastery, ("mastery_level",)) for one in twins]
    assert levels[0] != levels[1], "so that there is something to put right"

    receipt = mend_and_regrade(mended)

    assert (receipt.learners, receipt.attempts) == (1, 3)
    for table, columns in (SAME | LEVELS).items():
        assert contents(mended, table, columns) == contents(right, table, columns), table
    for table, columns in NUMBERS.items():
        found, wanted = (contents(one, table, columns) for one in (mended, right))
        assert flat(found) == pytest.approx(flat(wanted), abs=1e-6), table
    for table, key in ((m.ItemEstimate, "content_id"), (m.SkillEstimate, "skill_id")):
        found, wanted = (difficulties(one, table, key) for one in (mended, right))
        assert found == pytest.approx(wanted, abs=1e-6), table


def test_what_it_was_learnt_from_is_put_right_too(twins):
    mended, right = twins
    work(mended, ALONE, key="3")
    work(right, ALONE, key="2")
    mend_and_regrade(mended)

    for row, other in zip(*(learnt_from(one) for one in (mended, right)), strict=True):
        assert flat(row.values()) == pytest.approx(flat(other.values()), abs=1e-6)


def test_learners_who_share_their_items_stand_nearly_so(twins):
    mended, right = twins
    work(mended, TOGETHER, key="3")
    work(right, TOGETHER, key="2")
    before = contents(mended, m.LearnerEstimate, ("mean",))

    receipt = mend_and_regrade(mended)

    wanted = contents(right, m.LearnerEstimate, ("mean",))
    assert receipt.learners > 1
    assert flat(before) != pytest.approx(flat(wanted), abs=0.2)
    for table, columns in SAME.items():
        assert contents(mended, table, columns) == contents(right, table, columns), table
    masteries = [contents(one, m.StudentMastery, ("progress_percentage",)) for one in twins]
    assert flat(masteries[0]) == pytest.approx(flat(masteries[1]), abs=100 * 0.05)
    knowledge = ("algebra_score", "calculus_score", "accuracy_rate", "correct_answers")
    assert flat(contents(mended, m.StudentKnowledge, knowledge)) == pytest.approx(
        flat(contents(right, m.StudentKnowledge, knowledge)), abs=0.05
    )


def difficulties(database, table, key):
    with database.reading() as db:
        rows = db.scalars(select(table).order_by(getattr(table, key))).all()
        return [value for row in rows for value in (getattr(row, key), row.mean, row.variance)]


def learnt_from(database):
    with database.reading() as db:
        found = db.scalars(select(m.LearningSession.learnt_from).order_by(m.LearningSession.id))
        return [one["skills"] | {"item": one["item"] or [0, 0, 0]} for one in found]
