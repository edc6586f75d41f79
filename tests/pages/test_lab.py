"""The Lab: parameters changed, refused and taken back; experiments begun, looked at, stopped."""

import datetime as dt
import importlib
import inspect
import pkgutil
import random

import pytest

import tutor_core
from pages.components.lab.fields import bounds_of, step_of
from pages.components.lab.words import POLICIES
from tests.pages.test_learning import everything, texts
from tests.pages.test_lessons import opened
from tests.pages.test_studio import with_role
from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.gaps.policy import GapPolicy
from tutor_core.models import FlashCard
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.reviewing.service import answer_card
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.review.sm2 import SM2Policy
from tutor_core.tuning.experiments.plans import ArmPlan, ExperimentPlan
from tutor_core.tuning.experiments.queries import experiments
from tutor_core.tuning.experiments.service import begin
from tutor_core.tuning.queries import in_force_for
from tutor_core.tuning.service import save

DAY = dt.timedelta(days=1)


@pytest.fixture
def rita(world):
    actor = with_role(world, "rita", "researcher")
    world.arrive(actor)
    return actor


@pytest.fixture
def cohort(world):
    with world.database.transaction() as db:
        made = m.Cohort(name="5b", join_code="ABC")
        db.add(made)
        db.flush()
        return made.id


def versions(world):
    with world.database.reading() as db:
        return db.query(m.PolicyVersion).order_by(m.PolicyVersion.id).all()


def holds(world, actor, cohort_id=None, kind=BanditPolicy):
    with world.database.reading() as db:
        return in_force_for(db, actor, kind, cohort_id, now=world.now)


def field(app, name):
    return next(one for one in app.number_input if one.key.endswith(f"_{name}"))


def labels(app):
    return [one.label for one in app.button]


def change(app, value, reason="to see"):
    field(app, "epsilon").set_value(value).run()
    app.text_input(key="lab_reason").set_value(reason).run()
    return app.button(key="lab_save").click().run()


# --- Who may come, and what there is


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_the_lab_is_for_researchers_and_admins(world, role):
    world.arrive(with_role(world, "sam", role))

    app = opened(world, "lab")

    assert "This page is for researchers and admins." in texts(app, "info")
    assert not app.number_input


@pytest.mark.parametrize("role", ["researcher", "admin"])
@pytest.mark.parametrize("section", ["Parameters", "History", "Experiments"])
def test_every_section_opens_and_has_at_most_one_primary_button(world, role, section):
    world.arrive(with_role(world, "rita", role))

    app = opened(world, "lab", section=section)

    assert not app.exception
    assert texts(app, "title") == "Lab"
    assert sum(one.proto.type == "primary" for one in app.button) <= 1


def test_an_invented_section_is_the_first_one(world, rita):
    assert opened(world, "lab", section="../secrets").button(key="lab_save")


@pytest.mark.parametrize("kind", [words.kind for words in POLICIES.values()])
def test_every_parameter_has_its_words_and_no_other(kind):
    words = POLICIES[kind.name]

    assert set(words.fields) == set(kind.bounds)
    assert all(one.label and one.does for one in words.fields.values())
    assert sum(len(group) for group in words.groups.values()) == len(words.fields)
    assert len({one.label for one in words.fields.values()}) == len(words.fields)


def test_every_policy_of_the_tutor_can_be_tuned():
    names = [one.name for one in pkgutil.walk_packages(tutor_core.__path__, "tutor_core.")]
    files = [importlib.import_module(name) for name in names if name.endswith((".policy", ".sm2"))]
    found = {
        kind for file in files for _, kind in inspect.getmembers(file, inspect.isclass)
        if kind.__module__ == file.__name__ and hasattr(kind, "bounds")
    }  # fmt: skip

    assert found == {words.kind for words in POLICIES.values()}


def test_a_step_is_a_hundredth_of_the_range_or_less():
    assert step_of(BanditPolicy, "epsilon") == 0.01
    assert step_of(BanditPolicy, "lean_step") == 0.001
    assert step_of(BanditPolicy, "epsilon_decay") == 100
    assert step_of(BanditPolicy, "ready_answers") == 1
    assert bounds_of(BanditPolicy, "epsilon_decay") == "0 to 10000, default 0"


# --- Parameters


def test_the_form_starts_from_what_holds_and_a_change_acts_at_once(world, rita):
    app = opened(world, "lab")
    assert field(app, "epsilon").value == 0.1
    assert "The defaults hold" in texts(app, "caption")
    assert "Nothing is changed yet." in texts(app, "caption")

    app = change(app, 0.25)

    assert "Saved. It acts on the next click." in texts(app, "success")
    assert holds(world, rita).policy == BanditPolicy(epsilon=0.25)
    (row,) = versions(world)
    assert (row.reason, row.changed_by, row.effective_from) == ("to see", rita.id, NOW)
    assert field(app, "epsilon").value == 0.25
    assert app.text_input(key="lab_reason").value == ""
    assert f"What holds is change number {row.id}" in texts(app, "caption")


def test_the_differences_are_listed_before_anything_is_saved(world, rita):
    app = opened(world, "lab")

    field(app, "epsilon").set_value(0.25)
    field(app, "ready_answers").set_value(3)
    app.run()

    assert "Epsilon: share of random choices: 0.1 → **0.25**" in texts(app, "markdown")
    assert "Answers behind that mastery: 2 → **3**" in texts(app, "markdown")
    assert versions(world) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("epsilon", 1.5, "must be from 0 to 1, not 1.5"),
        ("recent_items", 31, "must be from 0 to 30, not 31"),
    ],
)
def test_what_is_out_of_bounds_is_said_and_nothing_typed_is_lost(world, rita, name, value, said):
    app = opened(world, "lab")
    field(app, "target").set_value(0.8)
    field(app, name).set_value(value).run()
    assert f"It {said}" in texts(app, "markdown")
    app.text_input(key="lab_reason").set_value("to see").run()

    app.button(key="lab_save").click().run()

    assert said in texts(app, "error")
    assert versions(world) == []
    assert (field(app, name).value, field(app, "target").value) == (value, 0.8)
    assert app.text_input(key="lab_reason").value == "to see"


def test_parameters_that_contradict_each_other_are_refused_too(world, rita):
    app = opened(world, "lab")
    app.selectbox(key="lab_policy").set_value("mastery").run()
    field(app, "developing").set_value(0.7)
    app.run()

    assert "do not fit together" in texts(app, "warning")
    app.text_input(key="lab_reason").set_value("to see").run()
    app.button(key="lab_save").click().run()
    assert "do not fit together" in texts(app, "error")
    assert versions(world) == []


def test_without_a_reason_nothing_is_saved(world, rita):
    app = change(opened(world, "lab"), 0.25, reason="  ")

    assert "Say in a few words why" in texts(app, "error")
    assert versions(world) == []
    assert field(app, "epsilon").value == 0.25


def test_a_class_gets_its_own_and_follows_everybody_again(world, rita, cohort):
    app = opened(world, "lab")
    app.selectbox(key="lab_scope").set_value(cohort).run()
    assert "lab_begin_again" not in [one.key for one in app.button]
    change(app, 0.0)
    assert holds(world, rita, cohort).policy.epsilon == 0
    assert holds(world, rita).policy.epsilon == 0.1

    app.text_input(key="lab_reason").set_value("done").run()
    app.button(key="lab_begin_again").click().run()

    assert holds(world, rita, cohort).policy.epsilon == 0.1
    assert "This class follows everybody" in texts(app, "caption")


def test_a_change_may_begin_later_in_the_researchers_zone(world, rita):
    with world.database.transaction() as db:
        db.get(m.Student, rita.id).timezone = "Asia/Tokyo"
    app = opened(world, "lab")
    app.radio(key="lab_start").set_value("Later").run()
    app.get("datetime_input")[0].set_value(dt.datetime(2026, 3, 4, 9, 30)).run()

    app = change(app, 0.25)

    (row,) = versions(world)
    assert row.effective_from == dt.datetime(2026, 3, 4, 0, 30, tzinfo=dt.UTC)
    assert "It begins on 04 Mar 2026 09:30" in texts(app, "success")
    assert "One more change is still to come" in texts(app, "caption")


def test_a_change_that_would_begin_in_the_past_is_refused(world, rita):
    app = opened(world, "lab")
    app.radio(key="lab_start").set_value("Later").run()
    app.get("datetime_input")[0].set_value(dt.datetime(2026, 3, 1, 9, 0)).run()

    app = change(app, 0.25)

    assert "still to come" in texts(app, "error")
    assert versions(world) == []


def test_a_colleagues_change_is_not_overwritten_and_what_was_typed_is_kept(world, rita):
    app = opened(world, "lab")
    field(app, "epsilon").set_value(0.25).run()
    app.text_input(key="lab_reason").set_value("to see").run()
    with world.database.transaction() as db:
        save(db, rita, BanditPolicy(target=0.8), reason="a colleague's", now=NOW)

    app.button(key="lab_save").click().run()

    assert "Somebody changed these parameters meanwhile" in texts(app, "error")
    assert len(versions(world)) == 1
    assert (field(app, "epsilon").value, field(app, "target").value) == (0.25, 0.8)
    assert "What you had typed is kept" in texts(app, "info")
    app.button(key="lab_save").click().run()
    assert holds(world, rita).policy == BanditPolicy(epsilon=0.25, target=0.8)
    assert "What you had typed" not in texts(app, "info")


def test_whoever_is_no_researcher_any_more_changes_nothing(world, rita):
    app = opened(world, "lab")
    field(app, "epsilon").set_value(0.25).run()
    with world.database.transaction() as db:
        db.get(m.Student, rita.id).role = "student"

    app.button(key="lab_save").click().run()

    assert versions(world) == []


# --- History


def test_the_history_tells_each_change_and_goes_back(world, rita):
    with world.database.transaction() as db:
        save(db, rita, BanditPolicy(epsilon=0.3), reason="*explore*", now=NOW)
        save(db, rita, BanditPolicy(epsilon=0.5), reason="more", now=NOW)
        save(db, rita, GapPolicy(answers=5), reason="another", now=NOW)
    first = versions(world)[0]
    app = opened(world, "lab", section="History")
    assert "0.3 → **0.5**" in texts(app, "markdown")
    assert "“\\*explore\\*” · Rita, 02 Mar 2026 15:00" in texts(app, "caption")
    assert "another" not in texts(app, "caption")
    assert labels(app).count("Go back to this") == 1

    app.button(key=f"lab_version_{first.id}").click().run()
    app.button(key=f"lab_confirm_{first.id}").click().run()
    assert "Say in a few words why" in texts(app, "error")
    app.button(key=f"lab_version_{first.id}").click().run()
    app.text_input(key=f"lab_why_{first.id}").set_value("too much")
    app.button(key=f"lab_confirm_{first.id}").click().run()

    assert holds(world, rita).policy.epsilon == 0.3
    assert versions(world)[-1].reason == "too much"
    assert "Holds now" in texts(app, "markdown")


def test_a_change_still_to_come_is_called_off(world, rita):
    with world.database.transaction() as db:
        save(db, rita, BanditPolicy(epsilon=0.3), reason="soon", now=NOW, effective_from=NOW + DAY)
    (soon,) = versions(world)
    app = opened(world, "lab", section="History")
    assert "Still to come" in texts(app, "markdown")

    app.button(key=f"lab_version_{soon.id}").click().run()
    app.text_input(key=f"lab_why_{soon.id}").set_value("better not")
    app.button(key=f"lab_confirm_{soon.id}").click().run()

    world.later(days=1)
    assert holds(world, rita).policy.epsilon == 0.1


def test_a_history_without_changes_says_what_will_be_here(world, rita):
    assert "Nobody has changed these parameters yet" in everything(
        opened(world, "lab", section="History")
    )


def test_a_long_history_is_read_page_by_page(world, rita):
    with world.database.transaction() as db:
        for number in range(1, 13):
            save(db, rita, BanditPolicy(epsilon=number / 20), reason=f"r{number}.", now=NOW)

    app = opened(world, "lab", section="History")

    assert "“r12\\." in texts(app, "caption")
    assert "“r3\\." in texts(app, "caption")
    assert "“r2\\." not in texts(app, "caption")


# --- Experiments


def plan(**changed):
    given = {
        "name": "More chance", "question": "Does it cost anything?", "ends_at": NOW + 7 * DAY,
        "arms": [
            ArmPlan(label="as before", policy=BanditPolicy()),
            ArmPlan(label="*more*", policy=BanditPolicy(epsilon=0.5)),
        ],
    }  # fmt: skip
    return ExperimentPlan(**given | changed)


def run_experiment(world, rita, learners=0):
    with world.database.transaction() as db:
        number = begin(db, rita, plan(), now=NOW)
        for place in range(learners):
            actor, rng = Actor(add_student(db, f"s{place}").id, "student"), random.Random(place)
            for turn in range(5):
                asked = practice.next_attempt(db, actor, Goal(), now=NOW, rng=rng)
                grade = WRONG if turn < place % 3 else RIGHT
                practice.submit_answer(db, actor, asked.attempt_id, "2", grade, now=NOW)
    return number


def all_experiments(world, rita):
    with world.database.reading() as db:
        return experiments(db, rita, now=world.now)


def test_an_experiment_is_begun_by_what_differs_in_its_versions(world, rita):
    app = opened(world, "lab", section="Experiments")
    assert "No experiment yet" in texts(app, "info")
    app.text_input(key="lab_new_0_name").set_value("More chance")
    app.text_area(key="lab_new_0_question").set_value("Does it cost anything?")
    app.text_input(key="lab_new_0_arm_1_label").set_value("half")
    app.multiselect(key="lab_new_0_arm_1_changed").set_value(["epsilon"]).run()
    app.number_input(key="lab_new_0_arm_1_epsilon").set_value(0.5).run()

    app.button(key="lab_begin").click().run()

    (found,) = all_experiments(world, rita)
    assert [(arm.label, arm.parameters["epsilon"]) for arm in found.arms] == [
        ("as now", 0.1), ("half", 0.5),
    ]  # fmt: skip
    assert found.ends_at == NOW + 28 * DAY
    assert "Running" in texts(app, "caption")
    assert "Not enough data yet" in texts(app, "info")


def test_an_experiment_may_start_later_in_the_researchers_zone(world, rita):
    with world.database.transaction() as db:
        db.get(m.Student, rita.id).timezone = "Asia/Tokyo"
    app = opened(world, "lab", section="Experiments")
    app.text_input(key="lab_new_0_name").set_value("Later")
    app.text_area(key="lab_new_0_question").set_value("Does it cost anything?")
    app.text_input(key="lab_new_0_arm_1_label").set_value("half")
    starts, _ = app.get("datetime_input")
    starts.set_value(dt.datetime(2026, 3, 4, 9, 30))
    app.multiselect(key="lab_new_0_arm_1_changed").set_value(["epsilon"]).run()
    app.number_input(key="lab_new_0_arm_1_epsilon").set_value(0.5).run()

    app.button(key="lab_begin").click().run()

    (found,) = all_experiments(world, rita)
    assert found.starts_at == dt.datetime(2026, 3, 4, 0, 30, tzinfo=dt.UTC)
    assert found.state == "planned"


def test_an_experiment_that_cannot_be_is_refused_and_nothing_typed_is_lost(world, rita):
    app = opened(world, "lab", section="Experiments")
    app.text_input(key="lab_new_0_name").set_value("More chance").run()

    app.button(key="lab_begin").click().run()

    assert "Say what you want to find out." in texts(app, "error")
    assert all_experiments(world, rita) == ()
    assert app.text_input(key="lab_new_0_name").value == "More chance"


def test_few_learners_are_said_to_be_few(world, rita):
    run_experiment(world, rita, learners=4)

    app = opened(world, "lab", section="Experiments")

    assert "there are 2 in “as before”, 2 in “\\*more\\*”" in texts(app, "info")
    assert len(app.table) == 1
    assert not app.get("plotly_chart")


def test_enough_learners_are_compared_in_a_picture_and_in_numbers(world, rita):
    run_experiment(world, rita, learners=20)

    app = opened(world, "lab", section="Experiments")

    assert "The stated end, 09 Mar 2026 15:00, is the planned look" in texts(app, "warning")
    assert len(app.get("plotly_chart")) == 1
    (table,) = (one.value for one in app.table)
    assert list(table.columns) == ["", "as before", "\\*more\\*"]
    assert list(table["as before"])[:3] == ["10", "10", "50"]
    assert list(table[""])[3:5] == [
        "Learning gain an answer", "Difference to as before: learning gain an answer",
    ]  # fmt: skip
    assert table["as before"][4] == ""
    assert table["\\*more\\*"][4].startswith(("+", "\N{MINUS SIGN}"))
    assert "s1" not in everything(app)


def test_an_experiment_is_stopped_with_a_reason(world, rita):
    number = run_experiment(world, rita)
    app = opened(world, "lab", section="Experiments")

    app.button(key=f"lab_stop_{number}").click().run()
    app.button(key=f"lab_stop_confirm_{number}").click().run()
    assert "Say in a few words why" in texts(app, "error")
    app.button(key=f"lab_stop_{number}").click().run()
    app.text_input(key=f"lab_stop_why_{number}").set_value("no use")
    app.button(key=f"lab_stop_confirm_{number}").click().run()

    (found,) = all_experiments(world, rita)
    assert (found.state, found.stopped_because) == ("stopped", "no use")
    app = opened(world, "lab", section="Experiments")
    assert "Past" in texts(app, "subheader")
    assert f"lab_stop_{number}" not in [one.key for one in app.button]


# --- Flashcards


def of_policy(world, name):
    return opened(world, "lab").selectbox(key="lab_policy").set_value(name).run()


def test_a_change_of_sm_2_shows_the_next_ten_intervals_before_it_is_saved(world, rita):
    app = of_policy(world, "sm2")
    field(app, "second_interval").set_value(4).run()

    (table,) = app.table

    assert list(table.value["What holds"])[1].startswith("1, 6, 15, 38, 95")
    assert list(table.value["Your change"])[1].startswith("1, 4, 10, 25")
    assert not app.exception


@pytest.mark.parametrize(("name", "changed"), [("sm2", "bonus"), ("review", "drill_below")])
def test_a_change_of_reviews_is_foreseen_in_reviews_a_day(world, rita, name, changed):
    app = of_policy(world, name)
    field(app, changed).set_value(0).run()

    app = app.button(key="lab_load").click().run()

    said = everything(app)
    assert "reviews a day, where" in said
    assert "It is no forecast of anybody" in said
    assert versions(world) == []


def test_cards_are_planned_anew_after_a_change_only_where_a_researcher_asks(world, rita):
    with world.database.transaction() as db:
        sides = Sides(front="2 + 2?", back="4")
        (card_id,) = make_cards(db, rita, sides, topic="algebra", now=world.now)
        answer_card(db, rita, card_id, 4, revision=0, seconds=5, now=world.now)
        before = db.get(FlashCard, card_id).next_review_date
    app = of_policy(world, "sm2")
    field(app, "first_interval").set_value(9).run()
    app.text_input(key="lab_reason").set_value("A longer first interval.").run()
    app.button(key="lab_save").click().run()
    with world.database.reading() as db:
        assert db.get(FlashCard, card_id).next_review_date == before

    app.button(key="lab_replan").click().run()

    assert "1 of 1 cards of 1 learners have another day" in everything(app)
    with world.database.reading() as db:
        assert (db.get(FlashCard, card_id).next_review_date - before).days in range(7, 10)


def test_sm_2_is_changed_for_everybody_and_acts_on_the_next_rating(world, rita):
    app = of_policy(world, "sm2")
    field(app, "first_interval").set_value(2).run()
    app.text_input(key="lab_reason").set_value("One night is not enough.").run()

    app.button(key="lab_save").click().run()

    assert holds(world, rita, kind=SM2Policy).policy == SM2Policy(first_interval=2)
