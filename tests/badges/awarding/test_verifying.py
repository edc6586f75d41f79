"""Looking a badge up by its code: what is told, to whom, how often."""

import datetime as dt

import pytest
from sqlalchemy import event, update

from tests.badges.conftest import ONE_RIGHT
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.throttle.rules import VERIFICATIONS_OF_AN_ADDRESS, verification_allowances
from tutor_core.badges import service
from tutor_core.badges.codes import grouped
from tutor_core.badges.verifying.service import verify
from tutor_core.errors import TooManyTriesError

HERE = "203.0.113.9"


@pytest.fixture
def published(earner):
    earner.offer(ONE_RIGHT)
    earner.answer()
    learner = earner.learner
    learner.db.execute(update(m.Student).values(full_name="Ada King"))
    service.set_public(learner.db, learner.actor, "one_right", is_public=True)
    return earner


def look_up(earner, typed, *, address=HERE, now=NOW, **given):
    return verify(earner.learner.db, typed, address=address, now=now, **given)


def code_of(earner):
    return earner.row("one_right").verification_code


def statements_of(earner, typed):
    """Return what is asked of the database for a code."""
    found = []

    def keep(_connection, _cursor, statement, *_rest):
        found.append(statement)

    engine = earner.learner.db.get_bind()
    event.listen(engine, "before_cursor_execute", keep)
    assert look_up(earner, typed) is None
    event.remove(engine, "before_cursor_execute", keep)
    return found


def test_whoever_has_the_code_sees_what_was_made_public_and_no_more(published):
    found = look_up(published, code_of(published))
    assert (found.badge.learner, found.badge.name) == ("Ada King", "One Right")
    assert (found.badge.tier, found.badge.earned_on) == ("bronze", NOW.date())
    assert found.check is None
    student = published.learner.db.get_one(m.Student, published.learner.actor.id)
    assert student.email not in repr(found)


def test_a_code_may_be_typed_as_people_type(published):
    assert look_up(published, f"  {grouped(code_of(published)).upper()}\n") is not None


def test_the_record_is_counted_again_where_it_is_asked(published):
    code = code_of(published)
    assert look_up(published, code, checks=True).check.met
    published.learner.db.execute(update(m.LearningSession).values(is_correct=False))
    assert not look_up(published, code, checks=True).check.met


def test_private_replaced_closed_and_unknown_codes_are_one_and_the_same(published):
    learner = published.learner
    old = code_of(published)
    service.replace_code(learner.db, learner.actor, "one_right", now=NOW)
    asked = {
        "replaced": statements_of(published, old),
        "unknown": statements_of(published, "0" * 32),
        "no code": statements_of(published, "'; DROP TABLE badges; --"),
        "empty": statements_of(published, ""),
        "endless": statements_of(published, "f" * 100_000),
    }
    service.set_public(learner.db, learner.actor, "one_right", is_public=False)
    asked["private"] = statements_of(published, code_of(published))
    service.set_public(learner.db, learner.actor, "one_right", is_public=True)
    learner.db.execute(update(m.Student).values(is_active=False))
    asked["closed"] = statements_of(published, code_of(published))

    assert all(statements == asked["unknown"] for statements in asked.values())


def test_a_badge_without_a_code_is_not_found_by_an_empty_one(published):
    published.learner.db.execute(update(m.StudentBadge).values(verification_code=""))
    published.learner.db.execute(update(m.StudentBadge).values(is_public=False))
    assert look_up(published, "") is None


@pytest.mark.parametrize("address", [HERE, None])
def test_too_many_from_one_address_wait_and_others_do_not(published, address):
    for _ in range(VERIFICATIONS_OF_AN_ADDRESS.uses):
        look_up(published, "0" * 32, address=address)
    with pytest.raises(TooManyTriesError, match="codes were looked up"):
        look_up(published, code_of(published), address=address)
    assert look_up(published, code_of(published), address="198.51.100.7") is not None
    later = NOW + VERIFICATIONS_OF_AN_ADDRESS.within + dt.timedelta(seconds=1)
    assert look_up(published, code_of(published), address=address, now=later) is not None


def test_addresses_are_kept_as_digests_only(published):
    look_up(published, "0" * 32)
    rows = published.learner.rows
    (window,) = published.learner.db.query(m.RateWindow).all()
    assert HERE not in window.key_digest
    assert {window.key_digest} == set(verification_allowances(HERE))
    assert rows(m.StudentBadge)
