"""What held at a moment of the past is what held when that moment was now."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.models import Cohort, CohortMember
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.queries import in_force, timelines_of
from tutor_core.tuning.service import save
from tutor_core.tuning.timeline import Timeline, Version

HOUR = dt.timedelta(hours=1)


def test_each_moment_gives_what_held_then(db):
    learner = Actor(add_student(db).id, "student")
    cohort = Cohort(name="5b", join_code="ABC")
    db.add(cohort)
    db.flush()
    seen = {}

    def look(hour):
        seen[hour] = in_force(db, learner, now=NOW + hour * HOUR).of(BanditPolicy)

    look(0)
    save(db, OPERATOR, BanditPolicy(epsilon=0.2), reason="all", now=NOW + HOUR)
    look(1)
    member = CohortMember(cohort_id=cohort.id, student_id=learner.id, joined_at=NOW + 2 * HOUR)
    db.add(member)
    save(
        db, OPERATOR, BanditPolicy(epsilon=0.5), reason="class", now=NOW + 2 * HOUR,
        cohort_id=cohort.id,
    )  # fmt: skip
    look(2)
    save(db, OPERATOR, BanditPolicy(epsilon=0.3), reason="all again", now=NOW + 3 * HOUR)
    look(3)
    member.left_at = NOW + 4 * HOUR
    db.flush()
    look(4)

    timeline = timelines_of(db, [learner.id])[learner.id]

    assert {hour: timeline.at(NOW + hour * HOUR).of(BanditPolicy) for hour in seen} == seen
    assert [seen[hour].policy.epsilon for hour in range(5)] == [0.1, 0.2, 0.5, 0.5, 0.3]


@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 6))
def test_the_latest_version_that_has_begun_holds(begins, hour):
    versions = [
        Version(
            version_id=number,
            name="bandit",
            parameters={"epsilon": number / 10},
            cohort_id=None,
            effective_from=NOW + begin * HOUR,
        )
        for number, begin in enumerate(begins, start=1)
    ]
    found = Timeline(versions, ()).at(NOW + hour * HOUR).of(BanditPolicy).version_id

    begun = [(begin, number) for number, begin in enumerate(begins, start=1) if begin <= hour]
    assert found == (max(begun)[1] if begun else None)
