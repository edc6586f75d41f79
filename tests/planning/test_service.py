"""Study plans on rows: made, ticked by work, planned anew, changed by hand, closed."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from tests.practice.conftest import Learner, add_school
from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.planning import queries, service
from tutor_core.planning.editing import service as editing
from tutor_core.planning.wishes import PlanWish

ADDING, DOUBLING, SLOPES = 101, 102, 201
NAMES = {ADDING: "adding", DOUBLING: "doubling", SLOPES: "slopes"}
TODAY = NOW.date()  # a Monday
DAY = dt.timedelta(days=1)
WISH = PlanWish(
    title="Slopes by April",
    goal="mastery",
    targets=(SLOPES,),
    target_date=TODAY + 60 * DAY,
    minutes_a_day=30,
)


@pytest.fixture
def learner(db):
    add_school(db)
    return Learner(db, Actor(add_student(db).id, "student"), None)


def made(learner, wish=WISH, at=NOW):
    return service.make_plan(learner.db, learner.actor, wish, now=at)


def seen(learner, plan_id, at=NOW):
    return queries.plan_of(learner.db, learner.actor, plan_id, now=at)


def today(learner, at=NOW):
    return queries.tasks_today(learner.db, learner.actor, now=at)


def works(learner, skill, minutes, at=NOW):
    learner.db.add(
        m.ConceptTimeLog(
            student_id=learner.actor.id, concept=NAMES[skill], time_spent_seconds=60 * minutes,
            logged_at=at,
        )
    )  # fmt: skip
    learner.db.flush()


def does_all(learner, at):
    for task in today(learner, at):
        skill = next(number for number, name in NAMES.items() if name == task.skill)
        works(learner, skill, task.minutes, at)


def knows(learner, skill, mean=4.0):
    """Have the tutor be sure that the learner is good at a skill."""
    learner.db.merge(
        m.LearnerSkillEstimate(
            student_id=learner.actor.id, skill_id=skill, mean=mean, variance=0.05, answers=9,
            days_seen=3, last_seen_at=NOW,
        )
    )  # fmt: skip
    learner.db.merge(m.LearnerEstimate(student_id=learner.actor.id, mean=0.0, variance=0.05))
    learner.db.flush()


def next_days(learner, days):
    """Come back every day and do nothing."""
    for after in range(1, days + 1):
        service.plan_the_day(learner.db, learner.actor, now=NOW + after * DAY)


def plans(learner):
    learner.db.expire_all()
    return learner.db.scalars(select(m.StudyPlan).order_by(m.StudyPlan.id)).all()


# --- Before it is kept


def test_a_draft_names_what_it_adds_and_why_and_keeps_nothing(learner):
    draft = queries.draft_plan(learner.db, learner.actor, WISH, now=NOW)

    assert [(one.title, one.needed_by) for one in draft.added] == [
        ("Adding", ("Slopes",)),
        ("Doubling", ("Slopes",)),
    ]
    assert draft.feasibility.fits
    assert draft.minutes > 0
    assert plans(learner) == []


def test_a_draft_that_does_not_fit_names_a_date_and_minutes_that_do(learner):
    tight = replace(WISH, target_date=TODAY + 8 * DAY)
    draft = queries.draft_plan(learner.db, learner.actor, tight, now=NOW)

    assert not draft.feasibility.fits
    assert draft.left_out
    for way in (
        replace(tight, target_date=draft.feasibility.date),
        replace(tight, minutes_a_day=draft.feasibility.minutes_a_day),
    ):
        assert queries.draft_plan(learner.db, learner.actor, way, now=NOW).feasibility.fits


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target_date": TODAY - DAY}, "leaves no day"),
        ({"target_date": TODAY, "goal": "exam_prep"}, "leaves no day"),
        ({"target_date": TODAY + 800 * DAY}, "within two years"),
        ({"minutes_a_day": 0}, "1 to 1,440"),
        ({"minutes_a_day": 1441}, "1 to 1,440"),
        ({"targets": ()}, "at least one skill"),
        ({"targets": (999,)}, "not taught any more"),
        ({"title": "x" * 10_000}, "200 characters"),
        ({"title": " \n "}, "a title"),
        ({"weekdays_off": frozenset(range(7))}, "at least one day"),
    ],
)
def test_what_cannot_be_planned_is_said_in_a_sentence(learner, change, said):
    wish = replace(WISH, **change)
    with pytest.raises(InvalidInputError, match=said):
        queries.draft_plan(learner.db, learner.actor, wish, now=NOW)
    with pytest.raises(InvalidInputError, match=said):
        made(learner, wish)
    assert plans(learner) == []


def test_skills_that_need_each_other_are_named(learner):
    learner.db.execute(
        update(m.Skill).where(m.Skill.id == ADDING).values(prerequisite_skill_ids=[SLOPES])
    )
    with pytest.raises(InvalidInputError, match=r"go round in a circle: .*Adding"):
        made(learner)


def test_two_hundred_skills_for_tomorrow_are_said_not_to_fit(learner):
    for number in range(1000, 1200):
        learner.db.add(
            m.Skill(
                id=number, name=f"skill{number}", display_name=f"Skill {number}",
                parent_skill_id=150, prerequisite_skill_ids=[], difficulty_level=1,
            )
        )  # fmt: skip
        add_item(learner.db, subtopic=f"skill{number}", tags=[f"skill{number}"])
    wish = replace(WISH, targets=tuple(range(1000, 1200)), target_date=TODAY + DAY)

    draft = queries.draft_plan(learner.db, learner.actor, wish, now=NOW)

    assert not draft.feasibility.fits
    assert len(draft.left_out) > 150


def test_there_are_five_plans_at_most(learner):
    for _ in range(service.MOST_ACTIVE):
        made(learner)
    with pytest.raises(InvalidInputError, match="5 plans going on"):
        made(learner)


# --- Today


def test_a_plan_that_was_made_has_tasks_today(learner):
    plan_id = made(learner)

    tasks = today(learner)
    assert [(task.kind, task.skill, task.title) for task in tasks] == [
        ("learn", "adding", "Adding")
    ]
    assert tasks[0].reference == f"{plan_id}:learn-{ADDING}-1"
    assert queries.task_of(learner.db, learner.actor, tasks[0].reference, now=NOW) == tasks[0]
    row = plans(learner)[0]
    assert (row.target_skills, row.status, row.progress_percentage) == ([SLOPES], "active", 0.0)


def test_a_task_that_is_not_todays_is_not_found(learner):
    made(learner)
    with pytest.raises(NotFoundError):
        queries.task_of(learner.db, learner.actor, "1:learn-102-1", now=NOW)


def test_a_task_ticks_itself_whichever_door_the_work_came_through(learner):
    made(learner)
    (task,) = today(learner)

    works(learner, ADDING, task.minutes // 2)
    assert [(one.outcome, one.minutes_done) for one in today(learner)] == [
        ("part", task.minutes // 2)
    ]
    works(learner, ADDING, task.minutes - task.minutes // 2)
    assert [one.outcome for one in today(learner)] == ["done"]


def test_four_fifths_of_a_sitting_are_enough(learner):
    made(learner)
    (task,) = today(learner)
    works(learner, ADDING, -(-4 * task.minutes // 5))
    assert today(learner)[0].outcome == "done"


def test_work_of_another_day_ticks_nothing(learner):
    made(learner)
    works(learner, ADDING, 30, NOW - DAY)
    assert today(learner)[0].outcome == "open"


def test_a_right_answer_that_brings_a_skill_to_its_level_ends_its_sitting(learner):
    made(learner)
    knows(learner, ADDING)
    ground = queries.ground_of(learner.db, learner.actor, has_cards=False, now=NOW, day_starts_at=4)
    service.record_reached(
        learner.db, learner.actor, [ADDING], ground.standing, ground.parameters, ground.levels,
        today=TODAY, now=NOW,
    )  # fmt: skip
    assert today(learner)[0].outcome == "done"
    assert plans(learner)[0].progress_percentage > 30


def test_several_plans_share_a_day_and_the_oldest_has_the_cards(learner):
    item = add_item(learner.db, subtopic="adding")
    for _ in range(20):
        learner.db.add(
            m.FlashCard(
                student_id=learner.actor.id, content_id=item.id, front_text="a", back_text="b",
                next_review_date=TODAY, times_reviewed=1,
            )
        )  # fmt: skip
    learner.db.flush()
    first, second = made(learner), made(learner, replace(WISH, title="Adding", targets=(ADDING,)))

    cards = [task.plan_id for task in today(learner) if task.is_cards]
    assert cards == [first]
    assert {task.plan_id for task in today(learner)} == {first, second}


# --- From day to day


def test_a_day_is_planned_once(learner):
    made(learner)
    assert not queries.needs_planning(learner.db, learner.actor, now=NOW)
    assert queries.needs_planning(learner.db, learner.actor, now=NOW + DAY)

    service.plan_the_day(learner.db, learner.actor, now=NOW + DAY)

    assert not queries.needs_planning(learner.db, learner.actor, now=NOW + DAY)
    service.plan_the_day(learner.db, learner.actor, now=NOW + DAY + dt.timedelta(hours=2))
    assert plans(learner)[0].updated_at == NOW + DAY


def test_missed_days_are_spread_and_never_piled(learner):
    plan_id = made(learner)
    before = max(day.minutes for day in seen(learner, plan_id).days)

    next_days(learner, 5)

    view = seen(learner, plan_id, NOW + 5 * DAY)
    assert view.standing.days_missed == 5
    assert (view.standing.trend, view.standing.reason) == ("behind", "days_missed")
    assert all(day.minutes <= min(30, before + 5) for day in view.days)
    assert plans(learner)[0].performance_trend == "behind"
    past = [task for day in view.days if day.on < view.today for task in day.tasks]
    assert past
    assert {task.outcome for task in past} == {"open"}


def test_whoever_does_what_is_planned_is_on_track(learner):
    plan_id = made(learner)
    for after in range(4):
        does_all(learner, NOW + after * DAY)
        service.plan_the_day(learner.db, learner.actor, now=NOW + (after + 1) * DAY)

    view = seen(learner, plan_id, NOW + 4 * DAY)
    assert view.standing.trend == "on_track"
    assert view.standing.progress > 0
    assert {t.outcome for d in view.days if d.on < view.today for t in d.tasks} == {"done"}


def test_what_is_done_beside_the_tasks_is_kept_and_counts(learner):
    plan_id = made(learner)
    works(learner, DOUBLING, 12)
    next_days(learner, 1)
    beside = [task for task in seen(learner, plan_id, NOW + DAY).days[0].tasks if task.is_beside]
    assert [(task.skill, task.minutes_done) for task in beside] == [("doubling", 12)]


def test_a_plan_whose_date_is_past_is_closed(learner):
    made(learner, replace(WISH, target_date=TODAY + 2 * DAY))

    closed = service.plan_the_day(learner.db, learner.actor, now=NOW + 3 * DAY)

    assert closed == ("Slopes by April",)
    assert plans(learner)[0].status == "abandoned"
    assert today(learner, NOW + 3 * DAY) == []


def test_a_plan_is_completed_when_all_is_reached(learner):
    made(learner)
    for skill in NAMES:
        knows(learner, skill)
    service.plan_the_day(learner.db, learner.actor, now=NOW + DAY)
    row = plans(learner)[0]
    assert (row.status, row.progress_percentage) == ("completed", 100.0)
    assert row.completed_at == NOW + DAY


def test_an_exams_plan_goes_on_to_its_day(learner):
    made(learner, replace(WISH, goal="exam_prep"))
    for skill in NAMES:
        knows(learner, skill)
    service.plan_the_day(learner.db, learner.actor, now=NOW + DAY)
    assert plans(learner)[0].status == "active"


def test_a_skill_that_is_withdrawn_drops_out_and_is_named(learner):
    plan_id = made(learner, replace(WISH, targets=(ADDING, SLOPES)))
    learner.db.execute(
        update(m.Content).where(m.Content.subtopic == "slopes").values(is_published=False)
    )
    next_days(learner, 1)

    view = seen(learner, plan_id, NOW + DAY)
    assert view.dropped == ("Slopes",)
    assert view.wish.targets == (ADDING,)
    ahead = [task.skill for day in view.days if day.on >= view.today for task in day.tasks]
    assert "slopes" not in ahead


def test_a_plan_of_which_nothing_is_taught_any_more_is_closed(learner):
    made(learner)
    learner.db.execute(update(m.Content).values(is_published=False))
    next_days(learner, 1)
    assert plans(learner)[0].status == "abandoned"


def test_a_plan_without_a_schedule_begins_at_the_first_visit(learner):
    learner.db.add(
        m.StudyPlan(
            student_id=learner.actor.id, title="Exam", goal_type="exam_prep",
            target_skills=[ADDING], target_date=TODAY + 9 * DAY, schedule=[],
        )
    )  # fmt: skip
    learner.db.flush()
    assert queries.needs_planning(learner.db, learner.actor, now=NOW)
    service.plan_the_day(learner.db, learner.actor, now=NOW)
    assert today(learner)


# --- By hand


def version_of(learner, plan_id):
    return queries.plan_of(learner.db, learner.actor, plan_id, now=NOW).version


def edit(learner, action, plan_id, *values, at=NOW, **named):
    version = version_of(learner, plan_id)
    action(learner.db, learner.actor, plan_id, *values, version=version, now=at, **named)


def on_day(view, on):
    return next((day.tasks for day in view.days if day.on == on), ())


def test_a_task_that_is_moved_stays_where_it_was_put(learner):
    plan_id = made(learner)
    key, on = today(learner)[0].key, TODAY + 6 * DAY

    edit(learner, editing.move_task, plan_id, key, on)
    assert key in [task.key for task in on_day(seen(learner, plan_id), on) if task.is_pinned]
    assert key not in [task.key for task in today(learner)]

    next_days(learner, 3)
    view = seen(learner, plan_id, NOW + 3 * DAY)
    assert key in [task.key for task in on_day(view, on) if task.is_pinned]


def test_a_pin_is_taken_off_again(learner):
    plan_id = made(learner)
    key = today(learner)[0].key
    edit(learner, editing.pin_task, plan_id, key, is_pinned=True)
    assert today(learner)[0].is_pinned
    edit(learner, editing.pin_task, plan_id, key, is_pinned=False)
    assert not any(task.is_pinned for task in today(learner))


def test_a_task_that_is_skipped_is_out_of_the_way(learner):
    plan_id = made(learner)
    key = today(learner)[0].key

    edit(learner, editing.skip_task, plan_id, key)

    assert [(t.key, t.outcome) for t in today(learner) if t.key == key] == [(key, "skipped")]
    open_ones = [t.key for d in seen(learner, plan_id).days for t in d.tasks if t.outcome == "open"]
    assert key not in open_ones
    next_days(learner, 1)
    assert key not in [task.key for task in today(learner, NOW + DAY)]


def test_what_is_done_today_stays_done_when_a_task_is_moved(learner):
    plan_id = made(learner, replace(WISH, minutes_a_day=60, target_date=TODAY + 20 * DAY))
    first = today(learner)[0]
    works(learner, ADDING, first.minutes)
    ahead = next(t for d in seen(learner, plan_id).days[1:] for t in d.tasks)

    edit(learner, editing.move_task, plan_id, ahead.key, TODAY + 8 * DAY)

    assert (first.key, "done") in [(task.key, task.outcome) for task in today(learner)]
    kept = plans(learner)[0].schedule[0]["tasks"]
    assert (first.key, first.minutes) in [(one["key"], one.get("done_minutes")) for one in kept]


@pytest.mark.parametrize("days", [-1, 61])
def test_a_task_cannot_be_moved_out_of_the_plan(learner, days):
    plan_id = made(learner)
    with pytest.raises(InvalidInputError, match="from today to the end"):
        edit(learner, editing.move_task, plan_id, today(learner)[0].key, TODAY + days * DAY)


def test_a_day_cannot_hold_more_pinned_tasks_than_minutes(learner):
    plan_id = made(learner)
    on = TODAY + 9 * DAY
    tasks = [t for d in seen(learner, plan_id).days[:4] for t in d.tasks if t.kind == "learn"]
    edit(learner, editing.move_task, plan_id, tasks[0].key, on)
    with pytest.raises(InvalidInputError, match="more pinned tasks than minutes"):
        for task in tasks[1:]:
            edit(learner, editing.move_task, plan_id, task.key, on)


def test_the_second_of_two_tabs_is_told_and_changes_nothing(learner):
    plan_id = made(learner)
    edit(learner, editing.change_plan, plan_id, replace(WISH, title="Sooner"))
    with pytest.raises(StaleStateError, match="another tab"):
        editing.change_plan(
            learner.db, learner.actor, plan_id, replace(WISH, title="Later"), version=1, now=NOW
        )
    assert plans(learner)[0].title == "Sooner"


def test_a_plan_gets_another_date_and_minutes_and_days_off(learner):
    plan_id = made(learner)
    changed = replace(
        WISH, target_date=TODAY + 30 * DAY, minutes_a_day=45, weekdays_off=frozenset({5, 6}),
        begins_at=dt.time(17, 30),
    )  # fmt: skip
    edit(learner, editing.change_plan, plan_id, changed)

    view = seen(learner, plan_id)
    assert view.wish == changed
    assert max(day.on for day in view.days) <= TODAY + 30 * DAY
    assert not any(day.on.weekday() in (5, 6) for day in view.days if day.tasks)
    assert view.standing.trend == "on_track"


def test_a_plan_that_is_stopped_or_completed_is_over(learner):
    first, second = made(learner), made(learner)
    for plan_id, status in ((first, "abandoned"), (second, "completed")):
        editing.end_plan(learner.db, learner.actor, plan_id, status, version=1, now=NOW)
        with pytest.raises(StaleStateError):
            editing.end_plan(learner.db, learner.actor, plan_id, status, version=2, now=NOW)
    assert [row.status for row in plans(learner)] == ["abandoned", "completed"]
    assert today(learner) == []


# --- What is to be expected


def test_the_same_day_gives_the_same_outlook_and_thin_history_is_said(learner):
    plan_id = made(learner)
    next_days(learner, 2)
    at = NOW + 2 * DAY
    days, first = queries.outlook_of(learner.db, learner.actor, plan_id, now=at)
    assert queries.outlook_of(learner.db, learner.actor, plan_id, now=at) == (days, first)
    assert (first.days_of_history, first.is_thin) == (2, True)
    assert len(days) == len(first.present.middle)
    assert first.present.chance <= first.more.chance
