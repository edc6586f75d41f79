"""Every change is kept and told; going back is a new one."""

import datetime as dt

import pytest

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.gaps.policy import GapPolicy
from tutor_core.models import Cohort, CohortMember, PolicyVersion
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.queries import (
    class_names,
    history,
    in_force,
    in_force_for,
    timelines_of,
)
from tutor_core.tuning.service import begin_again, call_off, go_back, save

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


@pytest.fixture
def rita(db):
    return Actor(add_student(db, "rita", role="researcher", full_name="Rita Levi").id, "researcher")


@pytest.fixture
def cohort(db):
    made = Cohort(name="5b", join_code="ABC")
    db.add(made)
    db.flush()
    return made.id


@pytest.fixture
def ben(db, cohort):
    """A learner of the class."""
    student = add_student(db, "ben")
    db.add(CohortMember(cohort_id=cohort, student_id=student.id, joined_at=NOW - DAY))
    db.flush()
    return Actor(student.id, "student")


def told(db, actor, *, now=NOW):
    return [
        (one.state, [(d.field, d.before, d.after) for d in one.differences])
        for one in history(db, actor, BanditPolicy, now=now)
    ]


def epsilon_of(db, learner, *, now=NOW):
    return in_force(db, learner, now=now).of(BanditPolicy).policy.epsilon


def test_the_history_says_what_changed_who_did_it_and_why(db, rita, cohort):
    save(db, rita, BanditPolicy(epsilon=0.3), reason="explore", now=NOW)
    save(db, rita, BanditPolicy(epsilon=0.3, target=0.8), reason="easier", now=NOW + HOUR)
    save(db, OPERATOR, BanditPolicy(target=0.8), reason="a class", now=NOW + HOUR, cohort_id=cohort)
    save(db, rita, GapPolicy(answers=5), reason="another policy", now=NOW)

    own, easier, explore = history(db, rita, BanditPolicy, now=NOW + 2 * HOUR)

    assert [(one.who, one.reason) for one in (own, easier, explore)] == [
        (None, "a class"), ("Rita Levi", "easier"), ("Rita Levi", "explore"),
    ]  # fmt: skip
    assert (own.cohort.name, easier.cohort) == ("5b", None)
    assert (easier.created_at, easier.effective_from) == (NOW + HOUR, NOW + HOUR)
    assert told(db, rita, now=NOW + 2 * HOUR) == [
        ("holds", [("epsilon", 0.3, 0.1)]),
        ("holds", [("target", 0.7, 0.8)]),
        ("past", [("epsilon", 0.1, 0.3)]),
    ]


def test_going_back_is_a_new_version_with_the_older_parameters(db, rita, ben):
    first = save(db, rita, BanditPolicy(epsilon=0.3), reason="explore", now=NOW)
    save(db, rita, BanditPolicy(epsilon=0.5), reason="more", now=NOW + HOUR)

    third = go_back(db, rita, BanditPolicy, first, reason="too much", now=NOW + 2 * HOUR)

    found = in_force(db, ben, now=NOW + 2 * HOUR).of(BanditPolicy)
    assert (found.policy.epsilon, found.version_id) == (0.3, third)
    assert told(db, rita, now=NOW + 2 * HOUR)[0] == ("holds", [("epsilon", 0.5, 0.3)])
    with pytest.raises(InvalidInputError, match="Nothing changes"):
        go_back(db, rita, BanditPolicy, first, reason="again", now=NOW + 3 * HOUR)
    with pytest.raises(InvalidInputError, match="why"):
        go_back(db, rita, BanditPolicy, first, reason="", now=NOW + 3 * HOUR)
    with pytest.raises(NotFoundError):
        go_back(db, rita, GapPolicy, first, reason="another policy's", now=NOW)


def test_nobody_goes_back_to_what_is_out_of_todays_bounds(db, rita):
    first = save(db, rita, BanditPolicy(epsilon=0.3), reason="explore", now=NOW)
    db.get_one(PolicyVersion, first).parameters = {"epsilon": 7}
    db.flush()

    with pytest.raises(InvalidInputError, match="“epsilon” must be from 0 to 1, not 7"):
        go_back(db, rita, BanditPolicy, first, reason="as it was", now=NOW)


def test_going_back_in_a_class_stays_in_the_class(db, rita, ben, cohort):
    ada = Actor(add_student(db, "ada").id, "student")
    first = save(db, rita, BanditPolicy(epsilon=0.3), reason="x", now=NOW, cohort_id=cohort)
    save(db, rita, BanditPolicy(epsilon=0.5), reason="y", now=NOW + HOUR, cohort_id=cohort)

    go_back(db, rita, BanditPolicy, first, reason="z", now=NOW + 2 * HOUR)

    assert epsilon_of(db, ben, now=NOW + 2 * HOUR) == 0.3
    assert epsilon_of(db, ada, now=NOW + 2 * HOUR) == 0.1


def test_a_class_can_follow_everybody_again(db, rita, ben, cohort):
    save(db, rita, BanditPolicy(epsilon=0.5), reason="a class", now=NOW, cohort_id=cohort)
    everybody = save(db, rita, BanditPolicy(epsilon=0.2), reason="all", now=NOW)

    again = begin_again(db, rita, BanditPolicy, cohort, reason="as all", now=NOW + HOUR)
    save(db, rita, BanditPolicy(epsilon=0.4), reason="all again", now=NOW + 2 * HOUR)

    found = in_force(db, ben, now=NOW + HOUR).of(BanditPolicy)
    assert (found.policy.epsilon, found.version_id) == (0.2, everybody)
    assert epsilon_of(db, ben, now=NOW + 2 * HOUR) == 0.4
    timeline = timelines_of(db, [ben.id])[ben.id]
    moments = [NOW, NOW + HOUR, NOW + 2 * HOUR]
    assert [timeline.at(one).of(BanditPolicy).policy.epsilon for one in moments] == [0.5, 0.2, 0.4]
    view = next(
        one for one in history(db, rita, BanditPolicy, now=NOW + HOUR) if one.version_id == again
    )
    assert (view.resets, view.state) == (True, "holds")
    assert [(d.field, d.before, d.after) for d in view.differences] == [("epsilon", 0.5, 0.2)]
    with pytest.raises(InvalidInputError, match="follows everybody already"):
        begin_again(db, rita, BanditPolicy, cohort, reason="twice", now=NOW + 3 * HOUR)


def test_of_two_classes_one_that_gave_its_own_up_does_not_hide_the_others(db, rita, ben, cohort):
    other = Cohort(name="5c", join_code="DEF")
    db.add(other)
    db.flush()
    db.add(CohortMember(cohort_id=other.id, student_id=ben.id, joined_at=NOW - DAY))
    save(db, rita, BanditPolicy(epsilon=0.5), reason="5c", now=NOW, cohort_id=other.id)
    save(db, rita, BanditPolicy(epsilon=0.6), reason="5b", now=NOW + HOUR, cohort_id=cohort)

    begin_again(db, rita, BanditPolicy, cohort, reason="done", now=NOW + 2 * HOUR)

    assert epsilon_of(db, ben, now=NOW + 2 * HOUR) == 0.5


def test_everybody_can_have_the_defaults_again(db, rita, ben):
    with pytest.raises(InvalidInputError, match="defaults hold already"):
        begin_again(db, rita, BanditPolicy, None, reason="nothing yet", now=NOW)
    save(db, rita, BanditPolicy(epsilon=0.3), reason="explore", now=NOW)

    again = begin_again(db, rita, BanditPolicy, None, reason="enough", now=NOW + HOUR)

    found = in_force(db, ben, now=NOW + HOUR).of(BanditPolicy)
    assert (found.policy, found.version_id) == (BanditPolicy(), again)
    save(db, rita, BanditPolicy(epsilon=0.2), reason="once more", now=NOW + 2 * HOUR)
    assert go_back(db, rita, BanditPolicy, again, reason="back", now=NOW + 3 * HOUR) > again
    assert epsilon_of(db, ben, now=NOW + 3 * HOUR) == 0.1


def test_a_scheduled_change_is_called_off_and_stays_on_record(db, rita, ben):
    save(db, rita, BanditPolicy(epsilon=0.2), reason="now", now=NOW)
    soon = save(
        db, rita, BanditPolicy(epsilon=0.9), reason="soon", now=NOW, effective_from=NOW + DAY
    )
    assert told(db, rita)[0] == ("scheduled", [("epsilon", 0.2, 0.9)])

    call_off(db, rita, BanditPolicy, soon, reason="better not", now=NOW + HOUR)

    assert epsilon_of(db, ben, now=NOW + DAY) == 0.2
    assert [state for state, _ in told(db, rita, now=NOW + HOUR)] == [
        "scheduled", "called_off", "holds",
    ]  # fmt: skip
    assert [state for state, _ in told(db, rita, now=NOW + DAY)] == ["holds", "called_off", "past"]
    assert db.get_one(PolicyVersion, soon).parameters["epsilon"] == 0.9
    with pytest.raises(InvalidInputError, match="has begun or was called off"):
        call_off(db, rita, BanditPolicy, soon, reason="twice", now=NOW + HOUR)


def test_a_class_whose_first_change_is_called_off_follows_everybody(db, rita, ben, cohort):
    soon = save(
        db, rita, BanditPolicy(epsilon=0.9), reason="soon", now=NOW, cohort_id=cohort,
        effective_from=NOW + DAY,
    )  # fmt: skip

    call_off(db, rita, BanditPolicy, soon, reason="no", now=NOW)
    save(db, rita, BanditPolicy(epsilon=0.3), reason="all", now=NOW + 2 * DAY)

    assert epsilon_of(db, ben, now=NOW + DAY) == 0.1
    assert epsilon_of(db, ben, now=NOW + 2 * DAY) == 0.3


def test_what_has_begun_cannot_be_called_off(db, rita):
    begun = save(db, rita, BanditPolicy(epsilon=0.3), reason="now", now=NOW)

    with pytest.raises(InvalidInputError, match="has begun"):
        call_off(db, rita, BanditPolicy, begun, reason="no", now=NOW)
    with pytest.raises(NotFoundError):
        call_off(db, rita, BanditPolicy, begun + 1, reason="no", now=NOW)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cohort_id": 999_999}, "no such class"),
        ({"effective_from": NOW - HOUR}, "still to come"),
        ({"policy": BanditPolicy()}, "Nothing changes"),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"reason": " \0 "}, "why"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_a_sentence(db, rita, changed, said):
    given = {"policy": BanditPolicy(epsilon=0.3), "reason": "explore", "now": NOW} | changed

    with pytest.raises(InvalidInputError, match=said):
        save(db, rita, given.pop("policy"), **given)

    assert db.query(PolicyVersion).count() == 0


def test_a_form_starts_from_what_holds_in_its_scope(db, rita, cohort):
    def found(scope, *, now=NOW):
        one = in_force_for(db, rita, BanditPolicy, scope, now=now)
        return one.policy.epsilon, one.version_id, one.is_own, one.scheduled

    assert found(None) == found(cohort) == (0.1, None, False, 0)
    everybody = save(db, rita, BanditPolicy(epsilon=0.2), reason="all", now=NOW)
    assert found(None) == (0.2, everybody, True, 0)
    assert found(cohort) == (0.2, everybody, False, 0)
    own = save(db, rita, BanditPolicy(epsilon=0.3), reason="5b", now=NOW, cohort_id=cohort)
    save(
        db, rita, BanditPolicy(epsilon=0.4), reason="soon", now=NOW, cohort_id=cohort,
        effective_from=NOW + DAY,
    )  # fmt: skip
    assert found(None) == (0.2, everybody, True, 0)
    assert found(cohort) == (0.3, own, True, 1)
    assert found(cohort, now=NOW + DAY)[0] == 0.4


def test_what_was_changed_since_it_was_shown_is_not_overwritten(db, rita, cohort):
    shown = in_force_for(db, rita, BanditPolicy, cohort, now=NOW)
    save(db, rita, BanditPolicy(epsilon=0.2), reason="all", now=NOW)

    with pytest.raises(StaleStateError, match="meanwhile; nothing was saved"):
        save(
            db, rita, BanditPolicy(epsilon=0.3), reason="5b", now=NOW, cohort_id=cohort, shown=shown
        )

    again = in_force_for(db, rita, BanditPolicy, cohort, now=NOW)
    assert save(
        db, rita, BanditPolicy(epsilon=0.3), reason="5b", now=NOW, cohort_id=cohort, shown=again
    )  # fmt: skip


def test_an_older_document_is_told_with_todays_defaults(db, rita):
    save(db, rita, BanditPolicy(epsilon=0.3), reason="explore", now=NOW)
    row = db.query(PolicyVersion).one()
    row.parameters = {"epsilon": 0.3, "dropped_since": 1}
    db.flush()

    assert told(db, rita) == [("holds", [("epsilon", 0.1, 0.3)])]
    assert in_force_for(db, rita, BanditPolicy, None, now=NOW).policy == BanditPolicy(epsilon=0.3)


def test_classes_that_are_archived_are_not_offered(db, rita, cohort):
    db.add(Cohort(name="4a", join_code="OLD", is_archived=True))
    db.flush()

    assert [one.name for one in class_names(db, rita)] == ["5b"]
