import pytest

from pages.components.style import words
from tests.pages.test_learning import everything, texts
from tests.pages.test_lessons import opened
from tests.practice.test_lessons import add_lesson
from tutor_core.profiling.questionnaire import LETTERS, QUESTIONS
from tutor_core.profiling.style import Style
from tutor_core.profiling.styles import service
from tutor_core.profiling.styles.queries import open_quiz, past_quizzes, style_profile

PIE = {"figure": {"alt": "a pie", "data": [{"type": "pie", "values": [1, 2]}], "layout": {}}}


def read(world, query, actor):
    with world.database.reading() as db:
        return query(db, actor)


def begun(world, actor):
    app = world.open("vark_quiz").button(key="style_begin").click().run()
    return app, read(world, open_quiz, actor).quiz_id


def tick(app, quiz, number, letter):
    return app.checkbox(key=f"style_{quiz}_{number}_{letter}").check().run()


def took(world, actor, letters="V" * 8):
    """Have taken the quiz, without the page."""
    with world.database.transaction() as db:
        quiz = service.begin_quiz(db, actor, now=world.now)
        for number, letter in enumerate(letters, start=1):
            service.keep_answer(db, actor, quiz.quiz_id, number, [letter])
        service.complete_quiz(db, actor, quiz.quiz_id, now=world.now)


def test_the_page_says_what_the_quiz_is_and_what_research_found(world, learner):
    app = world.open("vark_quiz")

    assert app.title[0].value == "How do you like to study?"
    assert "no ability to be measured" in texts(app, "markdown")
    assert "Pashler, McDaniel, Rohrer and Bjork (2008)" in texts(app, "markdown")
    assert "Which questions you get has nothing to do with it" in texts(app, "markdown")
    assert read(world, open_quiz, learner) is None


def test_one_question_after_the_other_back_and_on_again(world, learner):
    app, quiz = begun(world, learner)
    assert QUESTIONS[0].situation in texts(app, "markdown")
    assert app.get("progress")[0].proto.text == "1 of 16"
    assert app.button(key="style_next").label == "Skip"
    assert app.button(key="style_previous").disabled

    app = tick(app, quiz, 1, "V")
    assert app.button(key="style_next").label == "Next"
    app = app.button(key="style_next").click().run()
    assert QUESTIONS[1].situation in texts(app, "markdown")
    app = app.button(key="style_previous").click().run()

    assert app.checkbox(key=f"style_{quiz}_1_V").value is True
    assert app.checkbox(key=f"style_{quiz}_1_A").value is False


def test_after_a_reload_the_quiz_goes_on_where_it_was(world, learner):
    app, quiz = begun(world, learner)
    app = tick(tick(app, quiz, 1, "V"), quiz, 1, "K").button(key="style_next").click().run()
    app = app.button(key="style_next").click().run()  # the second is skipped
    tick(app, quiz, 3, "R")

    app = world.open("vark_quiz")

    assert app.get("progress")[0].proto.text == "4 of 16"
    assert read(world, open_quiz, learner).answers == {1: ("V", "K"), 2: (), 3: ("R",)}


def test_all_questions_can_stand_on_one_page(world, learner):
    app, quiz = begun(world, learner)
    app = app.toggle(key="style_all").set_value(True).run()
    assert len(app.checkbox) == 4 * len(QUESTIONS)

    for number in range(1, 9):
        app = tick(app, quiz, number, "A")
    assert "8 of 16 answered" in texts(app, "caption")
    app = app.button(key="style_next").click().run()

    assert "nothing but one way: **talking and listening**" in texts(app, "markdown")
    assert read(world, style_profile, learner).style.dominant == "A"


def test_with_too_few_answers_it_says_how_many_and_goes_to_the_first_one_left(world, learner):
    app, quiz = begun(world, learner)
    app = tick(app, quiz, 1, "V")
    for _ in range(16):
        app = app.button(key="style_next").click().run()

    assert "Please answer 7 more questions" in texts(app, "error")
    assert app.get("progress")[0].proto.text == "2 of 16"


def test_the_result_says_shares_in_words_and_in_a_table(world, learner):
    took(world, learner, "VVVVAARK")
    app = world.open("vark_quiz")

    assert "**Pictures** comes first for you, then **talking and listening**." in everything(app)
    assert "Taken on 02 March 2026" in texts(app, "caption")
    shares = app.table[0].value.iloc[:, 0]
    assert [share.split("\N{NARROW NO-BREAK SPACE}")[0] for share in shares] == [
        "50", "25", "12", "12",
    ]  # fmt: skip
    assert app.get("plotly_chart")


def test_a_retake_keeps_the_earlier_result_and_can_be_left(world, learner):
    took(world, learner)
    world.later(days=1)
    world.arrive(learner)
    app = world.open("vark_quiz").button(key="style_again").click().run()
    quiz = read(world, open_quiz, learner).quiz_id
    app = tick(app, quiz, 1, "K").button(key="style_back").click().run()
    assert app.button(key="style_again").label == "Go on with the quiz"
    assert "nothing but one way: **pictures**" in everything(app)

    app = app.button(key="style_again").click().run()
    assert app.get("progress")[0].proto.text == "1 of 16"
    assert app.checkbox(key=f"style_{quiz}_1_K").value is True
    app = app.toggle(key="style_all").set_value(True).run()
    for number in range(2, 9):
        app = tick(app, quiz, number, "K")
    app = app.button(key="style_next").click().run()

    assert app.expander[0].label == "Earlier results"
    assert [one.style.dominant for one in read(world, past_quizzes, learner)] == ["K", "V"]


def test_the_formats_are_put_in_order_by_hand_and_given_back(world, learner):
    took(world, learner)
    app = world.open("vark_quiz").button(key="style_up_try").click().run()
    assert read(world, style_profile, learner).preferences.formats == (
        "figure", "text", "try", "aloud",
    )  # fmt: skip
    assert "your own order" in texts(app, "markdown")
    app = app.toggle(key="style_aloud").set_value(False).run()
    assert read(world, style_profile, learner).preferences.reads_aloud is False

    app = app.button(key="style_follow").click().run()

    kept = read(world, style_profile, learner).preferences
    assert (kept.formats[-1], kept.reads_aloud, kept.is_own_order) == ("try", False, False)
    assert "the order that the quiz gave" in texts(app, "markdown")


def test_a_quiz_completed_in_another_tab_shows_its_result(world, learner):
    app, quiz = begun(world, learner)
    with world.database.transaction() as db:
        for number in range(1, 9):
            service.keep_answer(db, learner, quiz, number, ["R"])
        service.complete_quiz(db, learner, quiz, now=world.now)

    app = tick(app, quiz, 1, "V")

    assert "nothing but one way" in texts(app, "markdown")
    assert "completed meanwhile" in texts(app, "error")
    assert read(world, style_profile, learner).style.scores["R"] == 1


@pytest.fixture
def lesson(world, learner):
    with world.database.transaction() as db:
        add_lesson(db, "adding", **PIE)


def order_on(app):
    """What of the lesson stands where, read from the top."""
    marks = {
        "The idea of adding.": "idea",
        "An example of adding.": "rest",
        "Practise this skill": "try",
    }
    found = []
    for element in app.main:
        kind = type(element).__name__
        text = getattr(element, "value", None) or getattr(element, "label", None)
        if element.type == "plotly_chart":
            found.append("figure")
        elif element.type == "bidi_component" and "voice" in element.proto.id:
            found.append("aloud")
        elif kind in ("Markdown", "Button") and text in marks:
            found.append(marks[text])
    return found


def test_without_a_quiz_a_lesson_stands_as_it_was_written(world, lesson):
    app = opened(world, "lessons", skill="adding")
    assert order_on(app) == ["idea", "figure", "rest", "aloud", "try"]


@pytest.mark.parametrize(
    ("letters", "order"),
    [
        ("VVVVVVKK", ["figure", "try", "idea", "rest", "aloud"]),
        ("AAAAAAAA", ["aloud", "idea", "figure", "rest", "try"]),
        ("KKKKKKKK", ["try", "idea", "figure", "rest", "aloud"]),
        ("VARKVARK", ["idea", "figure", "rest", "aloud", "try"]),
    ],
)
def test_a_lesson_puts_first_what_is_liked_and_leaves_nothing_out(
    world, learner, lesson, letters, order
):
    took(world, learner, letters)
    app = opened(world, "lessons", skill="adding")
    assert order_on(app) == order


def test_whoever_wants_no_voice_is_offered_none(world, learner, lesson):
    took(world, learner)
    app = world.open("vark_quiz")
    app.toggle(key="style_aloud").set_value(False).run()
    assert "aloud" not in order_on(opened(world, "lessons", skill="adding"))


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((1, 1, 1, 1), "All four ways are level for you: you like to mix them."),
        ((2, 2, 1, 0), "**Pictures** and **talking and listening** are level for you, ahead of "
                       "the rest."),
        ((0, 2, 1, 1), "**Talking and listening** comes first for you, then **reading and "
                       "writing** and **doing**, which are level."),
        ((2, 2, 2, 0), "**Pictures**, **talking and listening** and **reading and writing** are "
                       "level for you, ahead of the rest."),
        ((0, 0, 0, 3), "You ticked nothing but one way: **doing**."),
    ],
)  # fmt: skip
def test_a_style_is_said_with_its_ties(counts, sentence):
    scores = {letter: count / sum(counts) for letter, count in zip(LETTERS, counts, strict=True)}
    assert words.style_sentence(Style(scores=scores)) == sentence
