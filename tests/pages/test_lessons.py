import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_learning import everything, texts
from tests.practice.conftest import add_exercise
from tests.practice.test_lessons import add_lesson
from tutor_core.models import UserInteraction
from tutor_core.settings import ROOT


@pytest.fixture
def lessons(world, learner):
    with world.database.transaction() as db:
        return {
            name: add_lesson(db, name, topic).id
            for name, topic in (("adding", "algebra"), ("slopes", "calculus"))
        }


def ways(app):
    return [one.label for one in app.button if one.label.startswith("**")]


def opened(world, page, **parameters):
    app = AppTest.from_file(world.home, default_timeout=30).run()
    app.switch_page(ROOT / "pages" / f"{page}.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def read(world):
    with world.database.reading() as db:
        return [
            (row.content_id, row.interaction_type)
            for row in db.query(UserInteraction).order_by(UserInteraction.id)
        ]


def test_the_list_shows_one_subject_at_a_time(world, lessons):
    app = world.open("lessons")
    assert ways(app) == ["**Adding**"]
    assert texts(app, "subheader") == "sums"

    app = app.selectbox(key="lessons_topic").set_value("calculus").run()
    assert ways(app) == ["**Slopes**"]
    app = app.selectbox(key="lessons_topic").set_value("physics").run()
    assert "no lessons on this subject yet" in texts(app, "info")


def test_from_lesson_to_lesson_and_back_to_the_list_of_the_subject(world, lessons):
    app = opened(world, "lessons", skill="slopes")
    assert texts(app, "title") == "Slopes"
    app = app.button(key="lessons_all").click().run()
    assert ways(app) == ["**Slopes**"]
    app = app.button(key="lesson_slopes").click().run()
    assert texts(app, "title") == "Slopes"
    assert app.query_params["skill"] in ("slopes", ["slopes"])


def test_a_lesson_is_read_and_marked_as_read(world, lessons):
    app = opened(world, "lessons", skill="adding")
    assert texts(app, "title") == "Adding"
    assert "The idea of adding." in texts(app, "markdown")
    assert "An example of adding." in texts(app, "markdown")

    app = app.button(key="lesson_read").click().run()
    assert read(world) == [(lessons["adding"], "complete")]
    assert "read on" in texts(app, "caption")
    assert "· read" in texts(world.open("lessons"), "caption")


def test_to_practise_a_skill_is_not_to_have_read_its_lesson(world, lessons):
    opened(world, "lessons", skill="adding").button(key="lesson_practise").click().run()

    assert (lessons["adding"], "complete") not in read(world)


def test_a_skill_without_a_lesson_is_said_and_the_list_is_there(world, lessons):
    app = opened(world, "lessons", skill="doubling")

    assert "no lesson on this skill" in texts(app, "info")
    assert ways(app) == ["**Adding**"]


def test_practising_one_skill_can_be_left(world, lessons):
    app = opened(world, "practice", skill="slopes")
    assert "Only **Slopes**" in texts(app, "markdown")
    assert "slopes" in texts(app, "markdown")

    app = app.button(key="practice_all_skills").click().run()
    assert "Only **Slopes**" not in texts(app, "markdown")
    assert not app.exception


def test_a_skill_that_does_not_exist_is_said(world, lessons):
    app = opened(world, "practice", skill="<b>flying</b>")

    assert "There is no such skill." in texts(app, "markdown")
    assert "no questions here yet" in everything(app)


def test_a_lesson_opens_over_the_question(world, lessons):
    app = opened(world, "practice", skill="adding")
    app = app.button(key="practice_lesson").click().run()

    assert "The idea of adding." in everything(app)
    assert read(world)[-1] == (lessons["adding"], "view")
    assert app.text_input  # the question is still there


def test_an_exercise_of_the_skill_is_begun_from_its_lesson(world, lessons):
    with world.database.transaction() as db:
        exercise = add_exercise(db).id
    app = opened(world, "lessons", skill="adding")
    button = app.button(key=f"lesson_exercise_{exercise}")
    assert "40 points" in button.label
    button.click().run()

    assert "How many stairs?" in texts(world.open("practice"), "markdown")
