"""The Lab looks at the log: what if, the tutor's own marks, taking away, trying a change out."""

import datetime as dt
import random

import pytest

from pages.components import theme
from tests.pages.test_lab import field, labels, rita  # noqa: F401 - a fixture
from tests.pages.test_learning import everything, texts
from tests.pages.test_lessons import opened
from tests.practice.conftest import RIGHT, WRONG
from tests.rows import add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.reviewing.service import answer_card
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.service import save_wishes
from tutor_core.tuning.service import save

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SECTIONS = ("What if", "The tutor's own marks", "Take away")


@pytest.fixture
def log(world, rita):  # noqa: F811 - the fixture
    """150 answers of ten learners, whose questions were chosen with much chance."""
    policy = BanditPolicy(epsilon=0.6, recent_items=0)
    with world.database.transaction() as db:
        save(db, OPERATOR, policy, reason="much chance", now=world.now - 200 * MINUTE)
        for number in range(10):
            rng = random.Random(number)
            actor = Actor(add_student(db, f"learner{number}").id, "student")
            for answer in range(15):
                at = world.now - (100 - answer) * MINUTE
                asked = practice.next_attempt(db, actor, Goal(), now=at, rng=rng)
                practice.submit_answer(
                    db, actor, asked.attempt_id, "2", rng.choice([RIGHT, WRONG]), now=at
                )


@pytest.mark.parametrize("section", SECTIONS)
def test_without_a_log_every_section_says_what_will_be_here(world, rita, section):  # noqa: F811
    app = opened(world, "lab", section=section)
    for label in ("Ask the log", "Prepare the file"):
        if label in labels(app):
            app = next(one for one in app.button if one.label == label).click().run()

    assert not app.exception
    assert texts(app, "info")


def test_the_log_says_what_another_policy_would_have_earned(world, log):
    app = opened(world, "lab", section="What if")
    field(app, "epsilon").set_value(0.3).run()

    app = app.button(key="lab_ask_log").click().run()

    assert "150 choices of 10 learners." in texts(app, "caption")
    assert "step-wise (myopic)" in texts(app, "warning")
    table = app.table[0].value
    assert list(table.iloc[:, 0]) == [
        "The policy that chose",
        "The other policy, by IPS",
        "The other policy, by self-normalised IPS",
    ]
    assert set(table["Choices"]) == {"150"}


def test_a_policy_far_from_the_one_that_chose_is_refused_with_the_reason(world, log):
    app = opened(world, "lab", section="What if")
    field(app, "epsilon").set_value(0.0).run()
    field(app, "target").set_value(0.31).run()

    app = app.button(key="lab_ask_log").click().run()

    assert "at least 100 are needed" in texts(app, "info")
    assert not app.table


def test_the_gate_cannot_be_asked_about(world, log):
    app = opened(world, "lab", section="What if")

    asked = {one.key for one in app.number_input}
    assert not any(key.endswith(("_ready", "_mastered", "_recent_items")) for key in asked)
    assert any(key.endswith("_epsilon") for key in asked)


def test_predictions_stand_beside_what_came(world, log):
    app = opened(world, "lab", section="The tutor's own marks")

    assert "150 answers. Brier score" in texts(app, "caption")
    assert "Left to chance" in texts(app, "markdown")
    tables = [next(iter(one.value.columns)) for one in app.table]
    assert tables == ["Predicted", "Subject", "Week from"]
    assert not app.exception


def review(db, actor, card_id, revision, quality, *, at):
    answer_card(db, actor, card_id, quality, revision=revision, seconds=5, now=at)


@pytest.fixture
def reviews(world, rita):  # noqa: F811 - the fixture
    """40 cards by SM-2 and 5 by FSRS, each asked once more on the next day; some forgotten."""
    with world.database.transaction() as db:
        for scheduling, count in (("sm2", 40), ("fsrs", 5)):
            actor = Actor(add_student(db, scheduling).id, "student")
            save_wishes(db, actor, ReviewWishes(scheduling=scheduling), now=world.now)
            for number in range(count):
                front = Sides(front=f"{number}?", back="!")
                (card_id,) = make_cards(db, actor, front, topic="algebra", now=world.now)
                review(db, actor, card_id, 0, 5, at=world.now - 2 * DAY)
                review(db, actor, card_id, 1, 1 if number < 4 else 4, at=world.now - DAY)


def test_forecasts_of_cards_stand_beside_what_came(world, reviews):
    app = opened(world, "lab", section="The tutor's own marks")

    recalled = theme.percent(37 / 45)
    assert f"45 reviews a day or more after the last, {recalled} recalled" in texts(app, "caption")
    assert "FSRS: too few reviews." in texts(app, "caption")
    heads = [list(one.value.columns) for one in app.table]
    beside = ["Memory by FSRS", "The planned interval"]
    assert [columns[0] for columns in heads[:2]] == beside
    assert heads[2:] == [
        ["Whatever planned: 45 reviews", *beside],
        ["SM-2: 40 reviews", *beside],
    ]
    assert not app.exception


def test_a_few_reviews_are_not_judged(world, rita):  # noqa: F811 - the fixture
    app = opened(world, "lab", section="The tutor's own marks")

    assert "0 reviews that came a day or more after the last; from 30 on" in texts(app, "info")


def test_the_file_is_prepared_and_handed_out(world, log):
    app = opened(world, "lab", section="Take away")

    app = next(one for one in app.button if one.label == "Prepare the file").click().run()

    (download,) = app.get("download_button")
    assert download.proto.label.startswith("Download (")
    assert not app.exception


def test_a_change_is_tried_on_simulated_learners_before_it_is_saved(world, rita):  # noqa: F811
    app = opened(world, "lab")
    field(app, "epsilon").set_value(0.5).run()

    app = app.button(key="lab_try").click().run()

    said = everything(app)
    assert "After 60 questions, against what holds" in said
    assert "Simulated learners are not pupils" in said
    with world.database.reading() as db:
        assert db.query(m.PolicyVersion).count() == 0


def test_a_change_is_asked_of_the_log_before_it_is_saved(world, log):
    app = opened(world, "lab")
    field(app, "epsilon").set_value(0.5).run()

    app = app.button(key="lab_try_log").click().run()

    assert "150 choices of 10 learners." in texts(app, "caption")
    assert not app.exception
