"""Badges and Verify by AppTest: empty, earned, opened, published, looked up; hostile names."""

import dataclasses
import random
import secrets

import pytest
from sqlalchemy import select, update

from pages.components import runtime
from tests.badges.conftest import ONE_RIGHT, TWO_RIGHT, badge
from tests.practice.conftest import RIGHT
from tutor_core.accounts.actor import Actor
from tutor_core.badges import service
from tutor_core.badges.keys import new_key
from tutor_core.badges.loading.service import load_badges
from tutor_core.models import Badge, Student, StudentBadge
from tutor_core.operations.opening import bring_curriculum
from tutor_core.practice.goal import Goal
from tutor_core.practice.service import next_attempt, submit_answer
from tutor_core.settings import ROOT
from tutor_core.simulation import service as simulation
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.rows import student_id_of

HOSTILE = "<script>alert(1)</script> [x](javascript:1) ![y](//evil) :material/home: **b** \u202e$x$"
FOUR_RIGHT = badge("four_right", {"fact": "right_answers", "at_least": 4}, category="accuracy")


@pytest.fixture
def offered(world):
    with world.database.transaction() as db:
        load_badges(db, [ONE_RIGHT, TWO_RIGHT, FOUR_RIGHT], now=world.now)
    return world


@pytest.fixture
def earner(offered, learner):
    """The learner has earned one of three badges."""
    with offered.database.transaction() as db:
        asked = next_attempt(db, learner, Goal(), now=offered.now, rng=random.Random(1))
        receipt = submit_answer(db, learner, asked.attempt_id, "2", RIGHT, now=offered.now)
    assert receipt.badges
    return learner


@pytest.fixture
def code(offered, earner):
    """The code of the badge, which is public; nobody is signed in."""
    with offered.database.transaction() as db:
        service.set_public(db, earner, "one_right", is_public=True)
        found = db.scalar(select(StudentBadge.verification_code))
    offered.cookie = None
    return found


def page(world, name="badges", **query):
    app = world.open()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(ROOT / "pages" / f"{name}.py").run()
    assert not app.exception
    return app


def texts(app):
    kinds = (app.markdown, app.caption, app.subheader, app.info, app.success, app.warning, app.code)
    return " ".join(str(part.value) for kind in kinds for part in kind)


def labels(app):
    return [one.label for one in app.button]


def verified(world, typed):
    app = world.open("verify")
    return app.text_input(key="code").set_value(typed).run()


def test_a_newcomer_is_welcomed_and_sees_what_there_is(offered, learner):
    app = page(offered)
    assert "Badges mark what you have learnt" in texts(app)
    assert "Nearest" not in texts(app)
    assert texts(app).count("Not earned yet") == 3
    assert "0 of 4 right answers" in texts(app)
    assert "Answer a first question" in labels(app)


def test_where_no_badges_were_loaded_it_says_so(world, learner):
    assert "no badges" in texts(page(world))


def test_who_earned_one_sees_it_and_what_is_nearest(offered, earner):
    app = page(offered)
    assert "Badges mark" not in texts(app)
    assert {"Nearest", "Your showcase"} <= {one.value for one in app.subheader}
    assert "1 of 2 right answers" in texts(app)
    assert "Earned on 2 March 2026 · private" in texts(app)


def test_it_opens_and_tells_how_it_was_earned(offered, earner):
    app = page(offered)
    app.button(key="badge_open_showcase_one_right").click().run()
    assert not app.exception
    assert "What was counted then:" in texts(app)
    assert "1 of 1 right answers" in texts(app)
    assert app.query_params["badge"] in ("one_right", ["one_right"])
    app.button(key="badge_back").click().run()
    assert "All badges" in texts(app)


def test_one_that_is_not_earned_opens_too(offered, earner):
    app = page(offered, badge="two_right")
    assert "Not earned yet: 1 of 2 right answers" in texts(app)
    assert "badge_public" not in [one.key for one in app.button]


@pytest.mark.parametrize("slug", ["", "no_such", "<script>", "'; --", "0" * 10_000])
def test_a_badge_that_does_not_exist_shows_them_all(offered, earner, slug):
    assert "All badges" in texts(page(offered, badge=slug))


def test_it_is_checked_again(offered, earner):
    app = page(offered, badge="one_right")
    app.button(key="badge_check").click().run()
    assert "The record says the same" in texts(app)
    (table,) = app.table
    assert list(table.value["Found"]) == ["1"]
    assert list(table.value["As of"]) == ["when it was earned"]


def test_it_is_published_and_made_private_again(offered, earner):
    app = page(offered, badge="one_right")
    assert "Only you." in texts(app)
    app.button(key="badge_public").click().run()
    with offered.database.reading() as db:
        code = db.scalar(select(StudentBadge.verification_code))
    assert f"/verify?code={code}" in texts(app)
    app.button(key="badge_public").click().run()
    assert "Only you." in texts(app)


def test_it_leaves_the_showcase(offered, earner):
    app = page(offered, badge="one_right")
    app.button(key="badge_displayed").click().run()
    app.button(key="badge_back").click().run()
    assert "Your showcase" not in texts(app)


def test_without_a_key_no_credential_is_offered_and_a_certificate_is(offered, earner):
    app = page(offered, badge="one_right")
    assert "public can be taken away" in texts(app)
    app.button(key="badge_public").click().run()
    assert "cannot be taken here yet" in texts(app)
    assert "As a certificate to print" in labels(app)


def test_a_credential_is_taken(offered, earner):
    present = runtime.start()
    settings = dataclasses.replace(
        present.settings, credential_key=new_key(secrets.token_bytes).pem
    )
    runtime.configure(dataclasses.replace(present, settings=settings))
    app = page(offered, badge="one_right")
    app.button(key="badge_public").click().run()
    app.button(key="badge_credential").click().run()
    assert not app.exception
    assert "badge_credential_file" in str(app)


def test_a_certificate_is_taken_by_somebody_whose_name_no_font_has(offered, earner):
    with offered.database.transaction() as db:
        db.execute(update(Student).values(full_name="\u13e3\u13b3\u13a9 \u4e2d\u6587"))
    app = page(offered, badge="one_right")
    app.button(key="badge_public").click().run()
    app.button(key="badge_certificate").click().run()
    assert not app.exception
    assert "badge_certificate_file" in str(app)


def test_a_new_code_leaves_the_old_one_worth_nothing(offered, code, earner):
    with offered.database.transaction() as db:
        service.replace_code(db, earner, "one_right", now=offered.now)
    assert "No public badge has this code" in texts(verified(offered, code))


# --- Verify


def test_nobody_in_particular_verifies_a_badge(offered, code):
    app = verified(offered, code)
    assert not app.exception
    assert "This badge was earned." in texts(app)
    assert "Earned by **Ada** on 2 March 2026." in texts(app)
    app.button(key="verify_check").click().run()
    assert "The record says the same" in texts(app)


def test_the_address_of_a_badge_fills_the_field(offered, code):
    app = page(offered, "verify", code=code)
    assert "This badge was earned." in texts(app)


@pytest.mark.parametrize("typed", ["0" * 32, "x", "<script>", "\u0661" * 32, "'; --", "../.."])
def test_any_other_code_is_told_the_same(offered, code, typed):
    app = verified(offered, typed)
    assert not app.exception
    assert "No public badge has this code" in texts(app)


def test_a_private_badge_is_told_the_same(offered, code, earner):
    with offered.database.transaction() as db:
        service.set_public(db, earner, "one_right", is_public=False)
    assert "No public badge has this code" in texts(verified(offered, code))


def test_names_are_drawn_as_their_characters(offered, code, earner):
    with offered.database.transaction() as db:
        db.execute(update(Student).values(full_name=HOSTILE))
        db.execute(update(Badge).values(description=HOSTILE))
    drawn = texts(verified(offered, code))
    assert "\\<script\\>" in drawn
    assert "](" not in drawn
    assert ":material/home:" not in drawn
    offered.arrive(earner)
    assert "](" not in texts(page(offered, badge="one_right"))
    assert "](" not in texts(page(offered))


# --- The demo school


def test_the_demo_s_learner_has_badges_that_open_and_are_met_by_the_record(world):
    bring_curriculum(world.database, now=world.now)
    blueprint = Blueprint(learners=4, days=20, now=world.now)
    simulation.make_demo_world(world.database, blueprint, cost=4)
    world.arrive(Actor(student_id_of(0), "student"))
    with world.database.reading() as db:
        earned = select(Badge.slug).join(StudentBadge).where(StudentBadge.student_id == 1)
        slugs = set(db.scalars(earned))

    app = page(world)
    opens = [one for one in app.button if str(one.key).startswith("badge_open_showcase")]
    assert len(opens) == len(slugs) >= 3
    app = page(world, badge="right_answers_50")
    app.button(key="badge_check").click().run()
    assert "The record says the same" in texts(app)
