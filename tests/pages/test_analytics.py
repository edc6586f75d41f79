"""Analytics as a learner sees it: empty, with a few answers, with many, with hostile names."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from pages.components.analytics.figure import csv_bytes, written
from tests.practice.conftest import RIGHT, WRONG
from tutor_core import models as m
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal


def everything(app):
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning")
    return "\n".join(one.value for kind in kinds for one in app.get(kind))


def answer(world, actor, rights, *, topic=None, sure=None):
    """Answer questions, a minute each."""
    for is_right in rights:
        world.later(minutes=1)
        shown = world.database.run(
            lambda db: practice.next_attempt(
                db, actor, Goal(topic=topic), now=world.now, rng=world.rng
            )
        )
        grade = RIGHT if is_right else WRONG
        world.database.run(
            lambda db, shown=shown, grade=grade: practice.submit_answer(
                db, actor, shown.attempt_id, "2", grade,
                now=world.now + dt.timedelta(seconds=30), confidence=sure,
            )
        )  # fmt: skip


def work(world, actor):
    """Two evenings with twelve answers each, the second better."""
    answer(world, actor, [True, False] * 6, topic="algebra", sure=90)
    world.later(days=1)
    answer(world, actor, [True] * 11 + [False], topic="algebra", sure=90)
    world.arrive(actor)  # the session of the day before is over


def test_before_the_first_answer_it_says_what_will_be_here_and_leads_to_a_question(world, learner):
    app = world.open("analytics")

    assert "Here you will see whether you are getting better" in everything(app)
    assert not app.header
    app.button(key="analytics_start").click().run()
    assert app.title[0].value == "Practice"


def test_fewer_than_five_answers_are_too_few_to_draw(world, learner):
    answer(world, learner, [True, False, True])

    app = world.open("analytics")

    assert "3 answers in this time: too few to tell" in everything(app)
    assert "3 answers so far: too little to draw" in everything(app)
    assert [toggle.label for toggle in app.toggle].count("As a table") == 1, "the calendar's"
    assert not app.exception


def test_the_questions_are_answered_in_words_with_the_figures_behind(world, learner):
    work(world, learner)

    app = world.open("analytics")
    said = everything(app)

    assert [one.value for one in app.header] == [
        "Am I getting better?", "At what?", "What did my time buy?", "When did I work?",
        "Do I know what I know?", "What next?",
    ]  # fmt: skip
    assert "in the later half of your answers than in the earlier" in said
    assert "Earlier: 50\u202f% of 12 answers right" in said
    assert "Later: 92\u202f% of 12 answers right" in said
    assert "gained" in said
    assert "**Algebra**" in said
    assert "Streak: 2 learning days" in said
    assert "n = 24 answers" in said
    assert "Overall you are **surer than you are right**" in said
    assert len(app.get("plotly_chart")) == 7
    assert not app.exception


def test_every_figure_has_its_numbers_as_a_table(world, learner):
    work(world, learner)
    app = world.open("analytics")
    for toggle in [one.key for one in app.toggle if one.label == "As a table"]:
        app.toggle(key=toggle).set_value(True)
    app.run()

    assert len(app.table) == 7
    assert not app.get("plotly_chart")
    right = app.table[0].value
    assert list(right["Answers"]) == ["12", "12"]
    assert list(right["Right, %"]) == ["50.0", "91.7"]


def test_the_range_stands_in_the_address(world, learner):
    work(world, learner)
    world.later(days=20)
    answer(world, learner, [True] * 5)
    world.arrive(learner)
    app = world.open("analytics")
    assert "n = 29 answers" in everything(app)

    app.radio(key="analytics_range").set_value("7").run()

    assert "n = 5 answers" in everything(app)
    assert app.query_params["range"] == "7"


@pytest.mark.parametrize("nonsense", ["", "1000000", "'; drop table", "\u202e7"])
def test_a_range_that_is_none_is_the_usual_one(world, learner, nonsense):
    answer(world, learner, [True] * 5)
    app = world.open("analytics")
    app.query_params["range"] = nonsense
    app.run()

    assert app.radio(key="analytics_range").value == "30"
    assert not app.exception


HOSTILE = "<b>=cmd|'/c'!A1</b> [x](http://evil) $1$ \u202eevil"


def test_hostile_names_are_drawn_as_their_characters(world, learner):
    world.database.run(
        lambda db: db.execute(
            update(m.Skill).where(m.Skill.id.in_([101, 102])).values(display_name=HOSTILE)
        )
    )
    work(world, learner)
    app = world.open("analytics")
    app.toggle(key="analytics_table_time-by-skill").set_value(True).run()

    assert "](http" not in everything(app)
    (table,) = app.table
    assert not any("](http" in cell for cell in table.value["Skill"])
    assert not app.exception


def test_a_file_has_numbers_as_numbers_and_nothing_that_a_spreadsheet_runs():
    columns = {
        "Skill": ["=1+1", "+x", "-y", "@z", "\tt", "fine, but", None],
        "Net": [-1, 2.5, None, 0, 1, 1, 1],
    }

    lines = csv_bytes(columns).decode("utf-8-sig").split("\r\n")

    assert lines == [
        "Skill,Net", "'=1+1,-1", "'+x,2.5", "'-y,", "'@z,0", "'\tt,1", '"fine, but",1', ",1", "",
    ]  # fmt: skip
    assert written(columns)["Net"][:3] == ["-1", "2.5", "none"]


# --- How sure


def test_how_sure_is_asked_only_where_it_is_wished_and_kept_with_the_answer(world, learner):
    app = world.open("practice")
    assert not [one for one in app.radio if one.label.startswith("How sure")]

    app = world.open("account")
    app.toggle(key="confidence_wish_account").set_value(True).run()
    app = world.open("practice")
    (asked,) = (one for one in app.radio if one.label.startswith("How sure"))
    assert asked.value is None
    asked.set_value(60).run()
    (field,) = app.text_input
    field.set_value("2").run()
    app.button(key="practice_check").click().run()

    assert confidences(world) == [60]
    world.open("account").toggle(key="confidence_wish_account").set_value(False).run()
    app = world.open("practice")
    assert not [one for one in app.radio if one.label.startswith("How sure")]


def test_whoever_leaves_it_out_has_said_nothing(world, learner):
    world.database.run(lambda db: db.execute(update(m.Student).values(asks_confidence=True)))
    app = world.open("practice")
    (field,) = app.text_input
    field.set_value("2").run()
    app.button(key="practice_check").click().run()

    assert confidences(world) == [None]


def confidences(world):
    with world.database.reading() as db:
        return list(
            db.scalars(
                select(m.LearningSession.confidence).where(
                    m.LearningSession.is_correct.is_not(None)
                )
            )
        )


# --- All answers


def lines(app):
    return [one for one in app.button if (one.key or "").startswith("analytics_open_")]


def opened(world, **asked):
    app = world.open("analytics")
    for field, value in asked.items():
        app.query_params[field] = value
    return app.run()


def test_all_answers_are_there_twenty_a_page(world, learner):
    answer(world, learner, [True, False, True] * 9)
    app = world.open("analytics")
    app.radio(key="analytics_view").set_value("answers").run()

    assert "**27 answers**" in everything(app)
    assert len(lines(app)) == 20
    assert lines(app)[0].label.startswith("1. ")
    assert app.query_params["attempts"] == "all"
    app.radio(key="analytics_attempts").set_value("wrong").run()
    assert "**9 answers**" in everything(app)
    assert all("Not right" in one.label for one in lines(app))
    app.radio(key="analytics_view").set_value("picture").run()
    assert "attempts" not in app.query_params
    assert app.header[0].value == "Am I getting better?"


def test_a_link_leads_to_the_wrong_answers_of_a_skill(world, learner):
    answer(world, learner, [False] * 3 + [True] * 2, topic="calculus")
    answer(world, learner, [False] * 2, topic="algebra")

    app = opened(world, attempts="wrong", skill="slopes")

    assert "**3 answers**" in everything(app)
    assert all("Slopes" in one.label for one in lines(app))
    app.selectbox(key="analytics_skill").set_value("").run()
    assert "**5 answers**" in everything(app)
    assert "skill" not in app.query_params


def test_a_subject_narrows_the_answers_and_the_skills_to_choose_from(world, learner):
    answer(world, learner, [True] * 2, topic="calculus")
    answer(world, learner, [False] * 3, topic="algebra")
    app = opened(world, attempts="all")
    assert "Slopes" in app.selectbox(key="analytics_skill").options

    app.selectbox(key="analytics_topic").set_value("algebra").run()

    assert "**3 answers**" in everything(app)
    assert "Slopes" not in app.selectbox(key="analytics_skill").options
    assert app.query_params["topic"] == "algebra"
    app.selectbox(key="analytics_note").set_value("number.wrong").run()
    assert "**3 answers**" in everything(app)
    assert "number: wrong" in app.selectbox(key="analytics_note").options


def test_what_was_not_right_is_one_click_from_the_picture(world, learner):
    answer(world, learner, [False, True])
    app = world.open("analytics")
    app.button(key="analytics_wrong").click().run()

    assert app.radio(key="analytics_attempts").value == "wrong"
    assert "**1 answer**" in everything(app)


def test_an_answer_is_read_again_and_tried_again(world, learner):
    answer(world, learner, [False, True])
    app = opened(world, attempts="wrong")
    lines(app)[0].click().run()
    assert "Not quite" in "\n".join(one.value for one in app.error)
    app.button(key="history_retry").click().run()

    with world.database.reading() as db:
        rows = db.scalars(select(m.LearningSession).order_by(m.LearningSession.id)).all()
    assert [row.is_evidence for row in rows] == [True, True, False]


@pytest.mark.parametrize(
    "asked",
    [
        {"attempts": "nonsense"},
        {"attempts": "all", "skill": HOSTILE * 20, "topic": "=1+1", "note": "\x00"},
        {"attempts": "all", "range": "-1"},
    ],
)
def test_an_address_that_asks_for_nonsense_shows_what_there_is(world, learner, asked):
    answer(world, learner, [True])

    app = opened(world, **asked)

    assert not app.exception
    nothing = "skill" in asked
    assert ("None like that here" in everything(app)) is nothing
    assert bool(lines(app)) is not nothing
