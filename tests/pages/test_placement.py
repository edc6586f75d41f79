"""Placement, test-out and the belief behind them, as a learner sees them."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_learning import everything, texts
from tests.pages.test_lessons import opened
from tutor_core import models as m
from tutor_core.practice.queries import open_attempt


def begun(world, *topics):
    app = world.open("placement")
    for topic in topics or ("algebra",):
        app = app.checkbox(key=f"placement_topics_{topic}").check().run()
    return app.button(key="placement_begin").click().run()


def answer(app, world, actor, response, *, source="placement"):
    with world.database.reading() as db:
        key = f"practice_answer_{open_attempt(db, actor, source).id}"
    app = app.text_input(key=key).set_value(response).run()
    return app.button(key="practice_check").click().run()


def finished(app, world, actor, response="2"):
    for _ in range(30):
        if not [one for one in app.button if one.key == "practice_check"]:
            return app
        app = answer(app, world, actor, response)
    raise AssertionError("the placement does not end")


def rows(world, table):
    with world.database.reading() as db:
        return db.query(table).order_by(table.id).all()


def test_a_newcomer_is_led_there_from_today(world, learner):
    app = world.open()

    assert "Find out where you stand" in texts(app, "subheader")
    assert app.button(key="placement_invitation").label == "Begin the placement"


def test_without_a_subject_nothing_begins_and_a_sentence_says_why(world, learner):
    app = world.open("placement").button(key="placement_begin").click().run()

    assert "Choose at least one subject" in texts(app, "error")
    assert rows(world, m.Placement) == []


def test_it_asks_says_how_far_it_is_and_never_says_right_or_wrong(world, learner):
    app = begun(world)
    assert app.get("progress")[0].proto.text.startswith("Question 1 · about ")

    app = answer(app, world, learner, "3")

    assert app.get("progress")[0].proto.text.startswith("Question 2 · ")
    assert not app.error
    assert not app.success
    assert "Not right" not in everything(app)
    assert rows(world, m.LearningSession)[0].is_correct is False


def test_not_learnt_yet_goes_on(world, learner):
    app = begun(world)

    app = app.button(key="examination_unknown").click().run()

    assert app.get("progress")[0].proto.text.startswith("Question 2 · ")
    assert rows(world, m.LearningSession)[0].answer_note == "dont_know"


def test_what_cannot_be_read_costs_nothing_and_stays(world, learner):
    app = begun(world)

    app = answer(app, world, learner, "2 +* 3")

    assert "This cost you nothing." in texts(app, "warning")
    assert app.get("progress")[0].proto.text.startswith("Question 1 · ")
    assert app.text_input[0].value == "2 +* 3"


def test_the_end_is_a_map_with_its_certainty(world, learner):
    app = finished(begun(world), world, learner)

    assert not app.exception
    assert texts(app, "title") == "What you know"
    counts = {one.label: one.value for one in app.metric}
    assert counts == {"Known": "2", "Likely known": "0", "Not known yet": "0"}
    assert "very sure" in everything(app)
    assert "asked" in everything(app)


def test_left_and_opened_again_it_shows_the_same_question(world, learner):
    app = begun(world, "algebra", "calculus")
    before = rows(world, m.LearningSession)
    world.later(days=3)
    world.arrive(learner)

    today = world.open()
    app = world.open("placement")

    assert "Your placement waits" in texts(today, "subheader")
    assert app.get("progress")[0].proto.text.startswith("Question 1 · ")
    assert [row.id for row in rows(world, m.LearningSession)] == [row.id for row in before]


def test_ended_here_it_makes_the_map_of_what_there_is(world, learner):
    app = answer(begun(world), world, learner, "2")

    app = app.button(key="placement_end").click().run()

    assert texts(app, "title") == "What you know"
    assert "From 1 question" in everything(app)


def test_taken_again_the_earlier_one_is_listed(world, learner):
    finished(begun(world), world, learner, "7")
    world.later(days=20)
    world.arrive(learner)
    app = world.open("placement").button(key="placement_again").click().run()
    assert app.button(key="placement_begin").label == "Begin again"
    app = app.checkbox(key="placement_topics_algebra").check().run()
    app = app.button(key="placement_begin").click().run()

    app = finished(app, world, learner, "2")

    assert "Earlier placements" in texts(app, "subheader")
    assert "0 of 2 skills known" in everything(app)


def test_ended_in_another_tab_this_one_shows_the_map(world, learner):
    first = answer(begun(world), world, learner, "2")
    other = world.open("placement")
    other.button(key="placement_end").click().run()

    first = first.button(key="examination_unknown").click().run()

    assert not first.exception
    assert texts(first, "title") == "What you know"


def test_particular_skills_can_be_aimed_for(world, learner):
    app = world.open("placement")
    app = app.checkbox(key="placement_topics_calculus").check().run()
    app = app.radio(key="placement_whole").set_value("Something particular").run()
    app = app.multiselect(key="placement_goals").set_value(["slopes"]).run()

    app.button(key="placement_begin").click().run()

    (placement,) = rows(world, m.Placement)
    assert placement.goal_skill_ids == [201]


@pytest.fixture
def contesting(world, learner):
    """A page of a learner who says that they know a skill."""
    app = opened(world, "testing_out", skill="adding")
    return app.button(key="test_out_begin").click().run()


def test_a_test_out_is_passed_by_three_right_answers(world, learner, contesting):
    app = contesting
    for _ in range(3):
        app = answer(app, world, learner, "2", source="test_out")

    assert "You showed it." in texts(app, "success")
    assert "Your chance of getting a medium question right" in everything(app)


def test_a_test_out_that_is_not_passed_shows_how_it_goes(world, learner, contesting):
    app = contesting
    for _ in range(2):
        app = app.button(key="examination_unknown").click().run()

    assert "Not shown yet." in texts(app, "info")
    assert [one.label for one in app.expander] == [
        "Question 1: Not known yet",
        "Question 2: Not known yet",
    ]
    app = app.button(key="test_out_again").click().run()
    assert app.get("progress")[0].proto.text == "Question 1 of 4"


def test_a_test_out_of_nothing_is_a_sentence(world, learner):
    app: AppTest = opened(world, "testing_out", skill="juggling")

    app = app.button(key="test_out_begin").click().run()

    assert not app.exception
    assert "There is no such skill." in texts(app, "error")
