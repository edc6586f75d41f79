"""Study plans by AppTest: made, seen, started with one click, changed by hand, over."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from tests.pages.test_learning import answer, everything, texts
from tests.rows import NOW
from tutor_core.models import ConceptTimeLog, Content, LearningSession, Skill, StudyPlan
from tutor_core.planning import service
from tutor_core.planning.wishes import PlanWish

ADDING, SLOPES = 101, 201
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
WISH = PlanWish(
    title="Slopes *by* April",
    goal="mastery",
    targets=(SLOPES,),
    target_date=TODAY + 40 * DAY,
    minutes_a_day=30,
)


def seen(app):
    """Return what is read: Markdown without its escapes."""
    return everything(app).replace("\\", "")


def has_plan(world, learner, **change):
    wish = (
        WISH if not change else PlanWish(**({k: getattr(WISH, k) for k in WISH.__slots__} | change))
    )
    with world.database.transaction() as db:
        return service.make_plan(db, learner, wish, now=world.now)


def rows(world, table=StudyPlan):
    with world.database.reading() as db:
        return db.scalars(select(table).order_by(table.id)).all()


def works(world, learner, skill, minutes):
    with world.database.transaction() as db:
        db.add(
            ConceptTimeLog(
                student_id=learner.id, concept=skill, time_spent_seconds=60 * minutes,
                logged_at=world.now,
            )
        )  # fmt: skip


def study_plan(world, view=None):
    app = world.open("study_plan")
    if view:
        app.radio(key="plan_view").set_value(view).run()
    assert not app.exception
    return app


def fill(app, title="Slopes", skills=(SLOPES,), **fields):
    app.text_input(key="plan_title").set_value(title)
    app.multiselect(key="plan_skills").set_value(list(skills))
    if "date" in fields:
        app.date_input(key="plan_new_date").set_value(fields["date"])
    if "minutes" in fields:
        app.number_input(key="plan_new_minutes").set_value(fields["minutes"])
    app.button(key="plan_draft").click().run()
    assert not app.exception
    return app


# --- Making


def test_an_empty_page_says_what_a_plan_is_and_makes_one(world, learner):
    app = study_plan(world)
    assert "says what to do on each day" in everything(app)

    app = fill(app)
    assert "It fits" in texts(app, "success")
    assert "**Adding**, for Slopes" in everything(app)
    assert rows(world) == []

    app.button(key="plan_make").click().run()
    assert not app.exception
    assert "Your plan is made" in texts(app, "success")
    assert [(row.title, row.target_skills) for row in rows(world)] == [("Slopes", [SLOPES])]
    assert "Learn: Adding" in seen(app)


@pytest.mark.parametrize("way", ["plan_take_date", "plan_take_minutes"])
def test_what_does_not_fit_has_two_ways_out(world, learner, way):
    app = fill(study_plan(world), date=TODAY + 8 * DAY)
    assert "It does not fit" in texts(app, "warning")

    app.button(key=way).click().run()
    assert not app.exception
    assert "It fits" in texts(app, "success")
    assert app.text_input(key="plan_title").value == "Slopes"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "a title"),
        ({"title": "x" * 10_000}, "200 characters"),
        ({"skills": ()}, "at least one skill"),
        ({"date": TODAY - DAY}, "leaves no day"),
        ({"minutes": 0}, "1 to 1,440"),
        ({"minutes": 1441}, "1 to 1,440"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence_and_what_was_entered_stays(
    world, learner, fields, said
):
    app = fill(study_plan(world), **fields)
    assert said in texts(app, "error").replace("\\", "")
    assert app.text_input(key="plan_title").value == fields.get("title", "Slopes")
    assert rows(world) == []


def test_all_of_a_subject_is_chosen_at_once(world, learner):
    app = study_plan(world)
    app.multiselect(key="plan_topics").set_value(["algebra"])
    fill(app, skills=())
    app.button(key="plan_make").click().run()
    assert rows(world)[0].target_skills == [101, 102]


# --- Today and practice


def test_today_has_the_tasks_and_one_click_starts_one(world, learner):
    plan_id = has_plan(world, learner)
    app = world.open()
    assert "Learn: Adding" in seen(app)
    start = f"plan_start_{plan_id}:learn-{ADDING}-1"
    assert app.button(key=start).label == "Start"

    app = world.open("practice")
    app.query_params["task"] = f"{plan_id}:learn-{ADDING}-1"
    app.run()
    assert "Learn: Adding" in seen(app)
    assert not app.exception
    (attempt,) = (row for row in rows(world, LearningSession) if row.source == "plan")
    assert attempt.plan_task == f"{plan_id}:learn-{ADDING}-1"

    app.run()  # a reload finds the same question
    assert len([row for row in rows(world, LearningSession) if row.source == "plan"]) == 1
    world.later(minutes=2)
    app = answer(app, "2")
    assert "2 of " in everything(app)
    assert "begun" in everything(app)


def test_a_question_of_a_task_is_not_shown_in_free_practice(world, learner):
    plan_id = has_plan(world, learner)
    app = world.open("practice")
    app.query_params["task"] = f"{plan_id}:learn-{ADDING}-1"
    app.run()
    del app.query_params["task"]
    app.run()
    assert {row.source for row in rows(world, LearningSession)} == {"plan", "practice"}


def test_a_task_that_is_not_todays_is_said_and_practice_goes_on(world, learner):
    app = world.open("practice")
    app.query_params["task"] = "7:learn-101-1"
    app.run()
    assert "not among today's" in texts(app, "info")
    assert not app.exception


def test_done_tasks_stay_ticked(world, learner):
    has_plan(world, learner)
    works(world, learner, "adding", 25)
    app = world.open()
    assert "All of today's tasks are done" in everything(app)
    assert ":material/task_alt:" in everything(app)
    assert not [button for button in app.button if (button.key or "").startswith("plan_start")]


def test_whoever_has_no_plan_sees_nothing_of_it_on_today(world, learner):
    assert "Today's plan" not in everything(world.open())


# --- The plan


def test_a_missed_day_is_told_and_planned_anew(world, learner):
    has_plan(world, learner)
    world.later(days=1)
    world.arrive(learner)
    app = study_plan(world)
    assert "1 day went by without work" in everything(app)
    assert rows(world)[0].planned_on == TODAY + DAY
    app = study_plan(world, "Calendar")
    assert "not done, planned anew" in everything(app)


@pytest.mark.parametrize("span", ["Week", "Month"])
def test_the_days_are_seen_by_week_and_by_month(world, learner, span):
    has_plan(world, learner)
    app = study_plan(world, "Calendar")
    app.radio(key="plan_span").set_value(span).run()
    assert not app.exception
    assert bool(app.table) == (span == "Month")


def test_a_task_is_moved_pinned_and_skipped(world, learner):
    has_plan(world, learner)
    app = study_plan(world, "Calendar")
    key = app.selectbox(key="plan_task").value
    app.date_input(key=f"plan_to_{key}").set_value(TODAY + 9 * DAY).run()
    app.button(key="plan_move").click().run()
    assert "Moved" in texts(app, "success")

    app.selectbox(key="plan_task").set_value(key).run()
    assert app.button(key="plan_pin").label == "Unpin"
    app.button(key="plan_skip").click().run()
    assert "Skipped" in texts(app, "success")
    assert rows(world)[0].version == 3
    assert not app.exception


def test_tasks_and_plans_that_read_alike_can_be_told_apart(world, learner):
    for _ in range(2):
        has_plan(world, learner, minutes_a_day=120, target_date=TODAY + 8 * DAY)
    app = study_plan(world, "Calendar")
    for choice in app.selectbox:
        assert len(set(choice.options)) == len(choice.options)
    (plans,) = (choice for choice in app.selectbox if choice.label == "Plan")
    assert len(plans.options) == 2


def test_what_to_expect_is_said_drawn_and_in_a_table(world, learner):
    has_plan(world, learner)
    app = study_plan(world, "On the day")
    assert "The chance that all of it is done" in everything(app)
    assert "that is little" in everything(app)
    app.toggle(key="plan_outlook_table").set_value(True).run()
    assert len(app.table) == 1
    assert not app.exception


def test_a_plan_is_changed_and_what_cannot_be_stays_in_the_field(world, learner):
    plan_id = has_plan(world, learner)
    app = study_plan(world, "Change")
    app.number_input(key=f"plan_{plan_id}_minutes").set_value(1441)
    app.button(key="plan_save").click().run()
    assert "1 to 1,440" in texts(app, "error")
    assert app.number_input(key=f"plan_{plan_id}_minutes").value == 1441

    app.number_input(key=f"plan_{plan_id}_minutes").set_value(45)
    app.button(key="plan_save").click().run()
    assert "Saved" in texts(app, "success")
    assert rows(world)[0].daily_minutes == 45


def test_the_second_of_two_tabs_is_told_and_keeps_what_it_typed(world, learner):
    plan_id = has_plan(world, learner)
    app = study_plan(world, "Change")
    with world.database.transaction() as db:
        db.execute(update(StudyPlan).values(version=2))
    app.text_input(key=f"plan_{plan_id}_title").set_value("Typed here")
    app.button(key="plan_save").click().run()
    assert "another tab" in texts(app, "error")
    assert app.text_input(key=f"plan_{plan_id}_title").value == "Typed here"


@pytest.mark.parametrize("status", ["completed", "abandoned"])
def test_a_plan_that_is_over_stays_to_be_read(world, learner, status):
    has_plan(world, learner)
    app = study_plan(world, "Change")
    app.button(key=f"plan_{status}").click().run()
    assert not app.exception
    assert rows(world)[0].status == status
    assert "0 of 3 skills got to their level" in everything(app)


def test_a_skill_that_is_withdrawn_is_named(world, learner):
    has_plan(world, learner, targets=(ADDING, SLOPES))
    with world.database.transaction() as db:
        db.execute(update(Content).where(Content.subtopic == "slopes").values(is_published=False))
    world.later(days=1)
    world.arrive(learner)
    assert "No longer taught, so no longer in the plan: Slopes" in texts(study_plan(world), "info")


def test_a_plan_whose_day_is_past_is_said_to_be_over(world, learner):
    has_plan(world, learner, target_date=TODAY + 2 * DAY)
    world.later(days=4)
    world.arrive(learner)
    app = world.open()
    assert "Over: “Slopes" in texts(app, "success")
    assert rows(world)[0].status == "abandoned"


def test_a_plan_that_never_began_is_closed_and_out_of_the_way(world, learner):
    with world.database.transaction() as db:
        db.add(
            StudyPlan(
                student_id=learner.id, title="Old", goal_type="exam_prep", target_skills=[ADDING],
                target_date=TODAY - DAY, schedule=[],
            )
        )  # fmt: skip
    app = study_plan(world)
    assert "says what to do on each day" in everything(app)
    assert rows(world)[0].status == "abandoned"


def test_prerequisites_that_go_round_in_a_circle_midway_are_a_sentence(world, learner):
    has_plan(world, learner)
    with world.database.transaction() as db:
        db.execute(update(Skill).where(Skill.id == ADDING).values(prerequisite_skill_ids=[SLOPES]))
    world.later(days=1)
    world.arrive(learner)
    app = study_plan(world)
    assert "go round in a circle" in texts(app, "error")
    assert "Slopes by April" in seen(app).replace("*", "")


# --- A mock test


def test_a_mock_test_is_begun_answered_and_told_at_the_end(world, learner):
    plan_id = has_plan(
        world, learner, goal="exam_prep", targets=(ADDING,), target_date=TODAY + 2 * DAY,
        minutes_a_day=20,
    )  # fmt: skip
    app = world.open("mock_test")
    assert "no mock test" in texts(app, "info") or "not among today's" in texts(app, "info")
    app.query_params["task"] = f"{plan_id}:mock_test"
    app.run()
    app.button(key="mock_begin").click().run()
    assert app.get("progress")[0].proto.text == "Question 1 of 6"
    for _ in range(6):
        app.text_input[0].set_value("2").run()
        app.button(key="practice_check").click().run()
        assert not app.exception
    app.run()
    assert "6 of 6 right" in texts(app, "success")
    assert app.table
