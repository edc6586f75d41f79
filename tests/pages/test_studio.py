"""The Content Studio by AppTest: the list, the editor, publishing, reports, refusals."""

import pytest

from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.reports.service import report_item
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.form import Form, TaskForm
from tutor_core.practice.goal import Goal
from tutor_core.practice.service import next_attempt

GOOD = Form(
    skill="adding",
    task=TaskForm(question="What is 2 + 3?", answer="5", explanation="Count on."),
    hints=("Count on from 2.", "Use a number line."),
)


def with_role(world, name, role):
    actor = world.register(name)
    with world.database.transaction() as db:
        db.get(m.Student, actor.id).role = role
    return Actor(actor.id, role)


@pytest.fixture
def teacher(world):
    actor = with_role(world, "tina", "teacher")
    world.arrive(actor)
    return actor


def studio(world, **query):
    app = world.open("content_studio")
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.run()


def draft(world, actor, form=GOOD):
    return world.database.run(lambda db: drafts.begin_item(db, actor, form, now=world.now))


def key(draft_id, *path):
    return "_".join(map(str, ("studio", draft_id, *path)))


def all_text(app):
    kinds = (app.markdown, app.caption, app.info, app.success, app.error, app.warning, app.title)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


@pytest.mark.parametrize("role", ["student", "researcher"])
def test_the_page_is_for_teachers_and_admins(world, role):
    actor = with_role(world, "sam", role)
    world.arrive(actor)

    app = studio(world)

    assert not app.exception
    assert "This page is for teachers and admins." in all_text(app)
    assert not app.selectbox
    with world.database.reading() as db:
        refusals = [(one.action, one.actor_id) for one in db.query(m.AuditEntry)
                    if one.outcome == "refused"]  # fmt: skip
    assert set(refusals) == {("content_studio", actor.id)}


def test_the_list_shows_every_item_with_how_it_was_answered(world, teacher):
    app = studio(world)

    assert not app.exception
    assert "6 items; the reported come first." in all_text(app)
    assert all_text(app).count("Nobody has answered it yet.") == 6


def test_the_list_is_narrowed_by_what_is_asked(world, teacher):
    app = studio(world)

    app.selectbox(key="studio_topic").select("calculus").run()

    assert "2 items" in all_text(app)
    app.selectbox(key="studio_shown").select("Mine").run()
    assert "No item is like that." in all_text(app)


def test_a_new_question_is_begun_written_and_published(world, teacher):
    app = studio(world)
    app.button(key="studio_new").click().run()
    (draft_id,) = (int(one) for one in app.query_params["draft"])

    app.selectbox(key=key(draft_id, "skill")).select("adding").run()
    app.text_area(key=key(draft_id, "task", "question")).set_value("What is 4 + 4?").run()
    app.text_input(key=key(draft_id, "task", "answer")).set_value("8").run()
    assert "What is 4 + 4?" in all_text(app)
    app.button(key="studio_publish").click().run()

    assert not app.exception
    assert "Published: this is version 1" in all_text(app)
    with world.database.reading() as db:
        item = db.query(m.Content).filter_by(created_by=teacher.id).one()
        assert (item.question_text, item.is_published) == ("What is 4 + 4?", True)
    assert str(item.id) in app.query_params["item"]


def test_what_is_typed_is_kept_at_once_and_found_again(world, teacher):
    draft_id = draft(world, teacher)
    app = studio(world, draft=draft_id)
    app.text_area(key=key(draft_id, "task", "question")).set_value("Half a quest").run()

    again = studio(world, draft=draft_id)

    assert again.text_area(key=key(draft_id, "task", "question")).value == "Half a quest"


def test_what_stands_in_the_way_is_said_and_nothing_is_published(world, teacher):
    draft_id = draft(world, teacher)
    app = studio(world, draft=draft_id)
    app.text_input(key=key(draft_id, "task", "answer")).set_value("five").run()

    app.button(key="studio_publish").click().run()

    assert "The answer cannot be graded" in all_text(app)
    with world.database.reading() as db:
        assert db.query(m.Content).filter_by(created_by=teacher.id).count() == 0


def test_an_answer_is_tried_in_the_preview(world, teacher):
    draft_id = draft(world, teacher)
    app = studio(world, draft=draft_id)

    app.text_input(key=f"practice_answer_preview_{draft_id}_0").set_value("10/2").run()
    assert "**Right.**" in all_text(app)
    app.text_input(key=f"practice_answer_preview_{draft_id}_0").set_value("6").run()
    assert "**Not right.**" in all_text(app)


def test_numbers_are_drawn_anew_in_the_preview(world, teacher):
    form = Form.from_stored(
        GOOD.stored()
        | {
            "task": {"type": "number", "question": "What is {{a}} + 1?", "answer": "{{a + 1}}"},
            "parameters": "a = 2 to 900",
        }
    )
    draft_id = draft(world, teacher, form)
    app = studio(world, draft=draft_id)
    before = next(one.value for one in app.markdown if one.value.startswith("What is "))

    app.button(key=f"preview_{draft_id}_numbers").click().run()

    after = next(one.value for one in app.markdown if one.value.startswith("What is "))
    assert after != before


def test_choices_come_and_go_without_losing_the_others(world, teacher):
    draft_id = draft(world, teacher)
    app = studio(world, draft=draft_id)
    app.selectbox(key=key(draft_id, "task", "type")).select("choice").run()
    for place, text in enumerate(("one", "two", "three", "four")):
        app.text_input(key=key(draft_id, "task", "choices", place, "text")).set_value(text).run()

    app.button(key=key(draft_id, "task", "choices", 1, "remove")).click().run()
    app.button(key=key(draft_id, "task", "choices", "add")).click().run()

    texts = [
        app.text_input(key=key(draft_id, "task", "choices", place, "text")).value
        for place in range(4)
    ]
    assert texts == ["one", "three", "four", ""]
    app.selectbox(key=key(draft_id, "task", "type")).select("number").run()
    assert app.text_input(key=key(draft_id, "task", "answer")).value == "5"
    app.selectbox(key=key(draft_id, "task", "type")).select("choice").run()
    assert app.text_input(key=key(draft_id, "task", "choices", 1, "text")).value == "three"


def test_an_exercise_has_three_steps_to_begin_with(world, teacher):
    app = studio(world)

    app.button(key="studio_new_exercise").click().run()

    assert [one.label for one in app.expander if one.label.startswith("Step")] == [
        "Step 1", "Step 2", "Step 3",
    ]  # fmt: skip


def test_two_windows_are_told_of_one_another_and_both_texts_are_kept(world, teacher):
    draft_id = draft(world, teacher)
    first, second = studio(world, draft=draft_id), studio(world, draft=draft_id)
    first.text_area(key=key(draft_id, "task", "question")).set_value("Theirs?").run()

    second.text_area(key=key(draft_id, "task", "question")).set_value("Mine?").run()

    assert "changed in another window" in all_text(second)
    assert second.text_area(key=key(draft_id, "task", "question")).value == "Mine?"
    second.button(key="studio_publish").click().run()
    with world.database.reading() as db:
        assert db.query(m.Content).filter_by(created_by=teacher.id).count() == 0
    second.button(key="studio_mine").click().run()
    assert studio(world, draft=draft_id).text_area(
        key=key(draft_id, "task", "question")
    ).value == "Mine?"  # fmt: skip


def test_a_colleagues_version_is_shown_beside_the_own(world, teacher):
    with world.database.reading() as db:
        item = db.query(m.Content).filter_by(slug="adding-2").one().id
    tom = with_role(world, "tom", "teacher")
    begun = {
        actor: world.database.run(
            lambda db, actor=actor: drafts.begin_changes(db, actor, item, now=world.now)
        )
        for actor in (teacher, tom)
    }
    app = studio(world, draft=begun[teacher])
    app.text_input(key=key(begun[teacher], "task", "answer")).set_value("3").run()
    app.button(key="studio_publish").click().run()
    assert "Published: this is version 2" in all_text(app)

    world.arrive(tom)
    late = studio(world, draft=begun[tom])

    assert "Tina published version 2" in all_text(late)
    assert "-answer: '3'" in late.code[0].value
    late.button(key="studio_theirs").click().run()
    assert "Yours is kept as a draft of a new item." in all_text(late)


def test_a_report_is_read_and_answered(world, teacher):
    ada = world.register("ada")
    with world.database.reading() as db:
        item = db.query(m.Content).filter_by(slug="adding-2").one().id
    attempt = world.database.run(
        lambda db: next_attempt(db, ada, Goal(content_id=item), now=world.now, rng=world.rng)
    )
    world.database.run(
        lambda db: report_item(db, ada, attempt.attempt_id, "unclear", now=world.now)
    )

    assert "**1 report on questions** wait for your answer." in all_text(world.open())
    app = studio(world, item=item)
    assert "I cannot tell what is asked" in all_text(app)
    with world.database.reading() as db:
        report = db.query(m.ItemReport).one().id
    app.text_input(key=f"studio_report_words_{report}").set_value("It asks for the sum.").run()
    app.button(key=f"studio_answer_{report}_False").click().run()

    assert "the learner reads it on Today" in all_text(app)
    world.arrive(ada)
    today = world.open()
    assert "it is right as it is" in all_text(today)
    assert "It asks for the sum" in all_text(today)
    today.button(key="today_notices").click().run()
    assert "Your report" not in all_text(world.open())


@pytest.mark.parametrize("query", [{"item": 999}, {"draft": 999}])
def test_what_is_not_there_is_said(world, teacher, query):
    app = studio(world, **query)

    assert not app.exception
    assert "no" in app.info[0].value


def test_a_learner_reports_in_two_clicks(world, learner):
    app = world.open("practice")

    app.button(key="practice_report_unclear").click().run()

    assert "Thank you: a teacher will look at it" in all_text(app)
    with world.database.reading() as db:
        assert db.query(m.ItemReport).one().reason == "unclear"
