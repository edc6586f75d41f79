import datetime as dt

import pytest

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import InvalidInputError, NotAllowedError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.models import Cohort, CohortMember, PolicyVersion
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.policies import from_parameters, to_parameters
from tutor_core.tuning.queries import in_force
from tutor_core.tuning.service import save

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def learner(db):
    return Actor(add_student(db).id, "student")


def test_nobody_changed_anything_so_the_defaults_hold(db, learner):
    found = in_force(db, learner, now=NOW).of(BanditPolicy)
    assert (found.policy, found.version_id) == (BanditPolicy(), None)


def test_a_change_acts_at_once_and_going_back_is_a_new_version(db, learner):
    first = save(db, OPERATOR, BanditPolicy(epsilon=0.3), reason="explore", now=NOW)
    assert in_force(db, learner, now=NOW).of(BanditPolicy).policy.epsilon == 0.3
    second = save(db, OPERATOR, BanditPolicy(), reason="back", now=NOW)
    found = in_force(db, learner, now=NOW).of(BanditPolicy)
    assert (found.policy, found.version_id) == (BanditPolicy(), second)
    kept = db.get_one(PolicyVersion, first)
    assert (kept.parameters["epsilon"], kept.reason) == (0.3, "explore")


def test_a_change_may_be_set_for_later(db, learner):
    save(db, OPERATOR, BanditPolicy(epsilon=0.3), reason="soon", now=NOW, effective_from=LATER)
    assert in_force(db, learner, now=NOW).of(BanditPolicy).policy.epsilon == 0.1
    assert in_force(db, learner, now=LATER).of(BanditPolicy).policy.epsilon == 0.3


def test_a_class_has_its_own_until_the_learner_leaves(db, learner):
    cohort = Cohort(name="5b", join_code="ABC")
    db.add(cohort)
    db.flush()
    member = CohortMember(cohort_id=cohort.id, student_id=learner.id)
    db.add(member)
    own = BanditPolicy(epsilon=0.5)
    save(db, OPERATOR, own, reason="study", now=NOW, cohort_id=cohort.id)
    save(db, OPERATOR, BanditPolicy(epsilon=0.2), reason="all", now=NOW)
    other = Actor(add_student(db, "ben").id, "student")
    assert in_force(db, learner, now=NOW).of(BanditPolicy).policy.epsilon == 0.5
    assert in_force(db, other, now=NOW).of(BanditPolicy).policy.epsilon == 0.2
    member.left_at = NOW
    db.flush()
    assert in_force(db, learner, now=NOW).of(BanditPolicy).policy.epsilon == 0.2


def test_policies_of_different_domains_do_not_mix(db, learner):
    save(db, OPERATOR, KnowledgeParameters(base=1.0), reason="try", now=NOW)
    assert in_force(db, learner, now=NOW).of(BanditPolicy).policy == BanditPolicy()
    assert in_force(db, learner, now=NOW).of(KnowledgeParameters).policy.base == 1.0


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_only_researchers_and_admins_tune_and_they_say_why(db, role):
    with pytest.raises(NotAllowedError):
        save(db, Actor(1, role), BanditPolicy(), reason="mine", now=NOW)
    with pytest.raises(InvalidInputError, match="why"):
        save(db, Actor(1, "researcher"), BanditPolicy(), reason="  ", now=NOW)


def test_an_older_document_is_read_with_todays_defaults():
    stored = to_parameters(BanditPolicy(epsilon=0.4)) | {"dropped_since": 1}
    del stored["target"]
    assert from_parameters(BanditPolicy, stored) == BanditPolicy(epsilon=0.4)


@pytest.mark.parametrize("field", ["epsilon", "target", "width", "prior_weight", "recent_items"])
def test_a_parameter_out_of_bounds_is_named(field):
    with pytest.raises(ValueError, match=field):
        from_parameters(BanditPolicy, {field: -1})


@pytest.mark.parametrize("kind", [BanditPolicy, KnowledgeParameters])
def test_every_parameter_has_bounds_and_the_defaults_lie_within(kind):
    assert set(kind.bounds) == set(to_parameters(kind()))
