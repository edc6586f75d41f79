import datetime as dt
import pickle

import pytest
from sqlalchemy import select

from tests.rows import NOW
from tutor_core.accounts.locales import date_in
from tutor_core.models import Content, ContentVersion, LearningSession, PerformanceMetrics


def texts(app, kind):
    return " ".join(element.value for element in getattr(app, kind))


def everything(app):
    kinds = ("markdown", "caption", "info", "success", "warning", "error", "subheader", "title")
    return " ".join(texts(app, kind) for kind in kinds)


def attempts(world):
    with world.database.reading() as db:
        return db.scalars(select(LearningSession).order_by(LearningSession.id)).all()


def answer(app, text):
    app.text_input[0].set_value(text).run()
    return app.button(key="practice_check").click().run()


def test_today_is_helpful_before_the_first_answer(world, learner):
    app = world.open()
    assert app.title[0].value == "Welcome, Ada"
    assert app.button(key="today_start").label == "Start with a first question"
    assert "Worth your time now: Adding" in everything(app)
    assert app.metric[0].value == "0 days"
    assert "5 more answers" in everything(app)


def test_today_says_what_was_done_and_takes_up_the_open_question(world, learner):
    practice = world.open("practice")
    answer(practice, "2")
    practice.button(key="practice_next").click().run()
    app = world.open()
    assert [metric.value for metric in app.metric] == ["0 days", "1", "10"]
    assert "A question is waiting" in everything(app)
    assert app.button(key="today_start").label == "Continue"
    assert "1 of 2 skills seen" in app.get("progress")[0].proto.text


def test_today_says_which_missed_day_a_freeze_bridged(world, learner):
    with world.database.transaction() as db:
        for day in (NOW.date(), NOW.date() - dt.timedelta(days=2)):
            db.add(PerformanceMetrics(student_id=learner.id, metric_date=day, total_attempts=5))
    app = world.open()
    assert app.metric[0].value == "2 days"
    bridged = date_in(NOW.date() - dt.timedelta(days=1), "en")
    assert f"A freeze bridged {bridged}. One is left; 6 learning days bring one back." in (
        everything(app)
    )


def test_without_questions_today_says_so(world, learner):
    with world.database.transaction() as db:
        db.execute(Content.__table__.update().values(is_published=False))
    app = world.open("practice")
    assert "There are no questions here yet" in texts(app, "info")
    assert not app.exception


def test_a_right_answer_is_said_with_its_reason_points_and_what_moved(world, learner):
    app = answer(world.open("practice"), "2")
    assert texts(app, "success").startswith("**Right.**")
    assert "+10 points" in texts(app, "success")
    assert "Adding" in texts(app, "markdown")
    assert "first guess" in texts(app, "markdown")
    assert "· Developing" in texts(app, "markdown")
    assert app.expander[0].label == "Worked solution"
    assert attempts(world)[0].is_correct is True


def test_a_wrong_answer_is_said_with_the_right_one_and_the_way(world, learner):
    app = answer(world.open("practice"), "3")
    assert "**Not right.**" in texts(app, "error")
    assert "The answer: $2$" in texts(app, "markdown")
    assert "One and one more make two" in everything(app)
    assert attempts(world)[0].is_correct is False


def test_what_cannot_be_read_costs_nothing_and_stays_typed(world, learner):
    app = answer(world.open("practice"), "2 +")
    assert "cost you nothing" in texts(app, "warning")
    assert app.text_input[0].value == "2 +"
    assert attempts(world)[0].end_time is None
    app = answer(app, "2")
    assert "Right" in texts(app, "success")


def test_an_empty_answer_is_not_counted(world, learner):
    app = world.open("practice")
    app.button(key="practice_check").click().run()
    assert "no answer yet" in texts(app, "warning")
    assert attempts(world)[0].end_time is None


@pytest.mark.parametrize(
    "hostile",
    ["__import__('os').system('id')", "9^9^9^9", "(" * 5000, "<script>alert(1)</script>",
     "![x](https://example.org/x.png)", "\u202e1", "\\frac{" * 50, "'; DROP TABLE students;--"],
)  # fmt: skip
def test_hostile_text_is_a_sentence_never_a_traceback(world, learner, hostile):
    app = answer(world.open("practice"), hostile)
    assert not app.exception
    assert len(app.warning) + len(app.error) == 1
    assert "<script>" not in everything(app)
    assert "![x]" not in everything(app)


def test_while_typing_it_says_how_the_answer_is_read(world, learner):
    app = world.open("practice")
    app.text_input[0].set_value("1/2").run()
    assert "Read as" in texts(app, "markdown")
    assert "frac{1}{2}" in texts(app, "markdown")
    assert attempts(world)[0].draft == "1/2"


def test_i_do_not_know_shows_the_way(world, learner):
    app = world.open("practice")
    app.button(key="practice_give_up").click().run()
    assert "Here is how it goes" in texts(app, "info")
    assert attempts(world)[0].answer_note == "dont_know"


def test_a_hint_states_its_cost_before_it_is_shown(world, learner):
    app = world.open("practice")
    assert app.button(key="practice_hint").label == "Hint (costs 2 points)"
    app.button(key="practice_hint").click().run()
    assert "Hint 1: Count on" in texts(app, "info")
    app = answer(app, "2")
    assert "+8 points" in texts(app, "success")
    assert "With hints" in texts(app, "success")


def test_a_reload_shows_the_same_question_with_what_was_typed(world, learner):
    first = world.open("practice")
    first.text_input[0].set_value("12").run()
    second = world.open("practice")
    assert second.text_input[0].value == "12"
    assert len(attempts(world)) == 1


def test_a_second_tab_answering_the_same_question_counts_once(world, learner):
    first, second, third = (world.open("practice") for _ in range(3))
    answer(first, "2")
    second.text_input[0].set_value("3").run()
    assert "Right" in texts(second, "success"), "the stored outcome is shown"
    third.button(key="practice_check").click().run()
    assert "Right" in texts(third, "success")
    assert [a.is_correct for a in attempts(world)] == [True]


def test_a_question_corrected_meanwhile_is_replaced_with_a_sentence(world, learner):
    app = world.open("practice")
    with world.database.transaction() as db:
        shown = db.scalars(select(Content).where(Content.id == attempts(world)[0].content_id))
        shown.one().version = 2
        db.add(
            ContentVersion(
                content_id=attempts(world)[0].content_id, version=1,
                body={
                    "topic": "algebra", "difficulty": 2, "question_text": "?", "tags": ["adding"],
                    "correct_answer": "2", "explanation": "", "estimated_time_minutes": 1,
                    "points": 10, "answer_spec": {"type": "number", "answer": "2"},
                    "hints": [], "figure": None, "template": None,
                },
            )
        )  # fmt: skip
    app.text_input[0].set_value("2").run()
    assert "corrected meanwhile" in texts(app, "error")
    assert len(attempts(world)) == 2


def test_another_subject_brings_another_question(world, learner):
    app = world.open("practice")
    app.selectbox(key="topic").set_value("calculus").run()
    assert "slopes" in texts(app, "markdown")
    app.selectbox(key="topic").set_value("physics").run()
    assert "no questions here yet" in texts(app, "info")


def test_ten_answers_end_with_what_they_brought(world, learner):
    app = world.open("practice")
    for _ in range(10):
        app = answer(app, "2")
        world.later(minutes=1)
        app.button(key="practice_next").click().run()
    assert "Ten questions done" in everything(app)
    assert app.metric[0].value == "10 of 10"
    assert "Begun" in everything(app)
    app.button(key="practice_next_set").click().run()
    assert "Question 1 of 10" in everything(app)


def test_earlier_answers_are_read_again_and_tried_again(world, learner):
    app = answer(world.open("practice"), "3")
    app.button(key="practice_history").click().run()
    assert "Not right" in texts(app, "error")
    app.button(key="history_retry").click().run()
    assert [a.is_evidence for a in attempts(world)] == [True, False]
    assert "does not count for or against you" in everything(app)


def test_all_earlier_answers_are_there_page_by_page(world, learner):
    app = world.open("practice")
    for _ in range(12):
        app = answer(app, "3")
        app.button(key="practice_next").click().run()
        if "practice_next_set" in [button.key for button in app.button]:
            app.button(key="practice_next_set").click().run()
    app.button(key="practice_history").click().run()
    assert len(app.selectbox(key="history_chosen").options) == 10
    assert not app.exception


def test_of_answers_within_a_minute_each_is_read_again(world, learner):
    app = world.open("practice")
    for text in ("3", "4", "5"):
        app = answer(app, text)
        app.button(key="practice_next").click().run()
    app.button(key="practice_history").click().run()
    for attempt in attempts(world):
        if attempt.response:
            app.selectbox(key="history_chosen").set_value(attempt.id)
            app.button(key="practice_history").click().run()
            assert f"Your answer: ${attempt.response}$" in texts(app, "markdown")


def test_what_we_keep_in_session_state_is_plain(world, learner):
    """Streamlit's own check cannot be used beside its v2 components."""
    app = answer(world.open("practice"), "3")
    for key, value in app.session_state._state.filtered_state.items():
        if not key.startswith(("keyboard_", "keypad_", "fitting", "session_cookie_")):
            pickle.dumps(value)
