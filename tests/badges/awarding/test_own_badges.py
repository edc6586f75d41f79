"""What a learner sees of badges and does with one that they earned."""

import datetime as dt
import json
import secrets

import pytest
from joserfc import jws
from joserfc.jwk import KeySet
from sqlalchemy import update

from tests.badges.conftest import ONE_LESSON, ONE_RIGHT, TWO_RIGHT, badge
from tests.practice.conftest import WRONG
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.badges import service
from tutor_core.badges.addresses import issuer_at, verify_address
from tutor_core.badges.certificate import certificate_pdf
from tutor_core.badges.keys import new_key, published_keys
from tutor_core.badges.queries import badges_of, check_again
from tutor_core.badges.verifying.queries import revoked_codes, used_keys
from tutor_core.errors import InvalidInputError, NotFoundError

DAY = dt.timedelta(days=1)
KEY = new_key(secrets.token_bytes)
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
BASE = "https://tutor.example"


@pytest.fixture
def earned(earner):
    """A learner who has earned one badge and made it public."""
    earner.offer(ONE_RIGHT, TWO_RIGHT)
    earner.answer()
    service.set_public(earner.learner.db, earner.learner.actor, "one_right", is_public=True)
    return earner


def seen(earner, *, now=NOW):
    learner = earner.learner
    return {one.slug: one for one in badges_of(learner.db, learner.actor, now=now)}


def take(earner, **given):
    learner = earner.learner
    wanted = {"key": KEY, "base": BASE, "now": NOW} | given
    return service.take_credential(learner.db, learner.actor, "one_right", **wanted)


def verified(token, key_id, db):
    """Return the claims of a token, checked with one of the published keys."""
    keys = KeySet.import_key_set(published_keys(used_keys(db).values()))
    found = jws.deserialize_compact(token, keys.get_by_kid(key_id), algorithms=["EdDSA"])
    return json.loads(found.payload)


def test_earned_badges_have_their_evidence_and_the_others_their_progress(earned):
    found = seen(earned)
    assert list(found) == ["one_right", "two_right"]
    earning = found["one_right"].earning
    assert [part.has for part in earning.parts] == [1]
    assert (earning.earned_at, earning.is_public, earning.is_displayed) == (NOW, True, True)
    assert found["one_right"].standing is None
    assert found["two_right"].earning is None
    assert found["two_right"].standing.progress == 0.5


def test_an_earned_badge_that_left_the_file_is_still_seen_and_another_is_not(earned):
    earned.offer()
    assert list(seen(earned)) == ["one_right"]


def test_what_it_takes_is_kept_as_it_was_when_it_was_earned(earned):
    harder = badge("one_right", {"fact": "right_answers", "at_least": 100})
    earned.offer(harder)
    found = seen(earned)["one_right"]
    assert found.earning.criteria == ONE_RIGHT.criteria
    db, actor = earned.learner.db, earned.learner.actor
    assert check_again(db, actor, "one_right").met


def test_checked_again_it_is_counted_as_of_then(earned):
    earned.answer(at=NOW + DAY)
    db, actor = earned.learner.db, earned.learner.actor
    check = check_again(db, actor, "one_right")
    (part,) = check.parts
    assert (check.met, part.part.has, part.was, part.as_it_stands) == (True, 1, 1, False)

    db.execute(update(m.LearningSession).values(is_correct=False))
    check = check_again(db, actor, "one_right")
    assert (check.met, check.parts[0].part.has, check.parts[0].was) == (False, 0, 1)


def test_what_keeps_no_past_is_said_to_be_as_it_stands(earner):
    earner.offer(badge("begun", {"fact": "skills_at_level", "level": 1, "at_least": 1}))
    for place in range(4):
        earner.answer(at=NOW + place * DAY)
    check = check_again(earner.learner.db, earner.learner.actor, "begun")
    assert [part.as_it_stands for part in check.parts] == [True]


def test_a_badge_not_earned_is_nobody_s_to_change(earned):
    db, actor = earned.learner.db, earned.learner.actor
    for slug in ("two_right", "no_such_badge", "'; --"):
        with pytest.raises(NotFoundError):
            service.set_public(db, actor, slug, is_public=True)
        with pytest.raises(NotFoundError):
            check_again(db, actor, slug)


def test_publishing_and_showing_change_one_badge_of_one_learner(earned):
    db, actor = earned.learner.db, earned.learner.actor
    other = Actor(add_student(db, "ben").id, "student")
    with pytest.raises(NotFoundError):
        service.set_public(db, other, "one_right", is_public=False)
    service.set_displayed(db, actor, "one_right", is_displayed=False)
    row = earned.row("one_right")
    assert (row.is_public, row.displayed) == (True, False)


def test_a_private_badge_is_not_taken_away(earned):
    db, actor = earned.learner.db, earned.learner.actor
    service.set_public(db, actor, "one_right", is_public=False)
    with pytest.raises(InvalidInputError, match="public first"):
        take(earned)
    with pytest.raises(InvalidInputError, match="public first"):
        service.take_certificate(db, actor, "one_right", base=BASE, now=NOW)
    assert earned.row("one_right").shared_count == 0
    assert not used_keys(db)


def test_a_credential_verifies_with_the_published_keys_and_names_nobody(earned):
    named = {"username": "zuleika", "email": "zuleika@example.org", "full_name": "Zuleika"}
    earned.learner.db.execute(update(m.Student).values(**named))
    token = take(earned)
    db = earned.learner.db
    claims = verified(token, KEY.key_id, db)

    row = earned.row("one_right")
    assert claims["id"] == verify_address(BASE, row.verification_code)
    assert claims["issuer"]["id"] == issuer_at(BASE).id
    assert claims["evidence"][0]["narrative"] == (
        "Counted from the record: right answers: 1 (1 needed)."
    )
    assert row.shared_count == 1
    assert "zuleika" not in json.dumps(claims).lower()


def test_taken_twice_it_is_the_same_credential(earned):
    assert take(earned) == take(earned, now=NOW + DAY)
    assert earned.row("one_right").shared_count == 2
    assert list(used_keys(earned.learner.db)) == [KEY.key_id]


def test_a_key_that_signs_no_more_stays_published(earned):
    other = new_key(secrets.token_bytes)
    old = take(earned)
    take(earned, key=other, now=NOW + DAY)
    found = used_keys(earned.learner.db)
    assert list(found) == [KEY.key_id, other.key_id]
    assert verified(old, KEY.key_id, earned.learner.db)


def test_a_new_code_revokes_the_credentials_that_name_the_old_one(earned):
    db, actor = earned.learner.db, earned.learner.actor
    first = earned.row("one_right").verification_code
    second = service.replace_code(db, actor, "one_right", now=NOW)
    assert revoked_codes(db) == (), "nobody took a credential with the first"
    take(earned)
    third = service.replace_code(db, actor, "one_right", now=NOW)

    assert len({first, second, third}) == 3
    assert revoked_codes(db) == (second,)
    assert earned.row("one_right").verification_code == third
    assert earned.row("one_right").is_public


def test_a_certificate_says_who_what_and_where(earned):
    db, actor = earned.learner.db, earned.learner.actor
    hostile = "<b>{nb}</b> ** \u202e \x00 [x](http://evil)"
    db.execute(update(m.Student).values(full_name=hostile.replace("\x00", "")))
    certificate = service.take_certificate(db, actor, "one_right", base=BASE, now=NOW)
    code = earned.row("one_right").verification_code
    assert certificate.address == f"{BASE}/verify?code={code}"
    assert certificate.earned_on == NOW.date()
    assert certificate_pdf(certificate).startswith(b"%PDF")
    assert earned.row("one_right").shared_count == 1


def test_the_day_is_the_learner_s(earned):
    db, actor = earned.learner.db, earned.learner.actor
    late = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)  # before four it is still the day before
    db.execute(update(m.StudentBadge).values(earned_at=late))
    certificate = service.take_certificate(db, actor, "one_right", base=BASE, now=NOW)
    assert certificate.earned_on == dt.date(2026, 3, 1)


def test_nothing_is_lost_with_an_account(earned):
    """The rows of a learner go with them; the list of keys says nothing of anybody and stays."""
    take(earned)
    db = earned.learner.db
    db.delete(db.get_one(m.Student, earned.learner.actor.id))
    db.flush()
    db.expire_all()
    assert not earned.rows()
    assert used_keys(db)


def test_a_wrong_answer_and_a_lesson_bring_nothing_nearer(earner):
    earner.offer(ONE_LESSON, ONE_RIGHT)
    earner.answer(WRONG)
    assert all(one.standing.progress == 0 for one in seen(earner).values())
