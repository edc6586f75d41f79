import pytest

from tests.pages.test_learning import answer, attempts, everything, texts
from tests.practice.conftest import add_exercise
from tests.practice.test_lessons import add_lesson
from tutor_core.models import Content
from tutor_core.settings import ROOT


@pytest.fixture
def practice(world, learner):
    """Practice of a learner to whom the tutor can give one exercise only."""
    with world.database.transaction() as db:
        db.execute(Content.__table__.update().values(is_published=False))
        add_exercise(db)
    return world.open("practice")


def check_step(app, text):
    app.text_input[0].set_value(text).run()
    return app.button(key="practice_check").click().run()


def begun(app):
    return answer(app, "4").button(key="exercise_begin").click().run()


def test_an_exercise_says_how_it_goes(practice):
    assert "try the whole of it first" in texts(practice, "caption")
    assert "4 steps" in texts(practice, "caption")
    assert "How many stairs?" in texts(practice, "markdown")


def test_a_whole_solved_at_once_ends_as_any_question(practice):
    app = answer(practice, "5")

    assert "**Right.** +40 points" in texts(app, "success")
    assert app.button(key="practice_next").proto.type == "primary"


def test_a_wrong_whole_keeps_the_solution_covered_and_offers_the_steps(practice):
    app = answer(practice, "4")

    assert "**Not right yet.**" in texts(app, "error")
    assert "The answer" not in everything(app)
    assert "One and one more make two" not in everything(app)
    assert "can still earn 30 of the 40 points" in texts(app, "markdown")
    assert app.button(key="exercise_begin").label == "Take it in 4 steps"
    assert app.button(key="practice_next").proto.type == "tertiary"


def test_the_steps_come_one_after_the_other(practice, world):
    app = begun(practice)
    assert "**Step 1 of 4**" in texts(app, "markdown")
    assert "What is 2 + 1?" not in texts(app, "markdown")

    app = check_step(app, "2")
    assert ":material/check_circle: Right" in texts(app, "markdown")
    assert "What is 2 + 1?" in texts(app, "markdown")

    app = check_step(app, "7")
    assert "The answer: $3$" in texts(app, "markdown")
    app = app.button(key="exercise_give_up").click().run()
    app = check_step(app, "5")

    assert app.expander[0].label == "Your steps: 2 of 4 right"
    assert "Your steps earned 15 points." in texts(app, "error")
    assert "One and one more make two" in everything(app)
    assert attempts(world)[0].points_earned == 15


def test_a_step_that_cannot_be_read_costs_nothing(practice):
    app = check_step(begun(practice), "2 +")

    assert "cost you nothing" in texts(app, "warning")
    assert app.text_input[0].value == "2 +"
    assert "**Step 1 of 4**" in texts(app, "markdown")


def test_the_solution_can_be_asked_for(practice):
    app = answer(practice, "4").button(key="exercise_solution").click().run()

    assert "The answer: $5$" in texts(app, "markdown")
    assert app.expander[0].label == "Your steps: 0 of 4 right"


def test_a_reload_finds_the_step_that_was_being_taken(practice, world):
    check_step(begun(practice), "2")

    again = world.open("practice")
    assert "**Step 2 of 4**" in texts(again, "markdown")
    assert "How many stairs?" in texts(again, "markdown")


def test_reading_a_lesson_in_between_does_not_lose_the_steps(practice, world):
    with world.database.transaction() as db:
        add_lesson(db, "adding")
    app = check_step(begun(practice), "2")
    app.query_params["skill"] = "adding"
    app.switch_page(ROOT / "pages" / "lessons.py").run()
    app.button(key="lesson_read").click().run()
    app.query_params.clear()
    app.switch_page(ROOT / "pages" / "practice.py").run()

    assert "**Step 2 of 4**" in texts(app, "markdown")


def test_one_may_leave_an_exercise_at_any_step(practice, world):
    with world.database.transaction() as db:
        db.execute(Content.__table__.update().values(is_published=True))
    app = begun(practice).button(key="practice_next").click().run()

    assert "Step 1" not in texts(app, "markdown")
    assert len(attempts(world)) == 2
