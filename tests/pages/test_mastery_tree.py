"""The mastery tree by AppTest: what is shown of a skill, the table, the ways on."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.practice.conftest import RIGHT, WRONG
from tutor_core.models import MasterySkill
from tutor_core.practice.goal import Goal
from tutor_core.practice.service import next_attempt, submit_answer


def tree(world):
    app = world.open("mastery_tree")
    assert not app.exception
    return app


def texts(app):
    parts = [*app.markdown, *app.caption, *app.subheader]
    return " ".join(str(part.value) for part in parts)


def look_at(app, skill):
    app.session_state["tree_skill"] = skill
    return app.run()


def names(world):
    with world.database.reading() as db:
        return list(db.scalars(select(MasterySkill.name).order_by(MasterySkill.id)))


def test_a_newcomer_sees_what_may_be_begun_and_what_it_takes(world, learner):
    app = tree(world)

    assert "open" in texts(app)
    assert "not ready yet" in texts(app)
    assert "No answers yet." in texts(app)
    assert "takes about one right answer to a medium question more." in texts(app)
    assert app.button(key="tree_practise").label == "Practise it"


def test_a_skill_that_is_not_ready_says_what_is_missing_and_walls_nothing_off(world, learner):
    app = tree(world)
    locked = next(name for name in reversed(names(world)))

    look_at(app, locked)

    assert "Not ready yet" in texts(app)
    assert "is not secure yet" in texts(app)
    assert {"Practise it", "Read about it", "I know this"} <= {one.label for one in app.button}


def test_what_is_missing_can_be_looked_at(world, learner):
    app = tree(world)
    look_at(app, names(world)[-1])
    missing = next(one for one in app.button if one.label == "Look at it")

    missing.click().run()

    assert not app.exception
    assert app.session_state["tree_skill"] == missing.key.removeprefix("tree_missing_")


def test_the_same_stands_in_a_table_that_can_be_filtered(world, learner):
    app = tree(world)
    app.toggle(key="tree_table").set_value(True).run()
    (table,) = app.table
    everything = len(table.value)

    app.multiselect(key="tree_states").set_value(["open"]).run()

    (table,) = app.table
    assert 0 < len(table.value) < everything
    assert set(table.value["State"]) == {"Open"}


@pytest.mark.parametrize("topic", ["algebra", "all"])
def test_every_choice_of_subject_is_drawn(world, learner, topic):
    app = tree(world)

    app.selectbox(key="tree_topic").set_value(topic).run()

    assert not app.exception


def answered(world, learner, grades):
    for minute, grade in enumerate(grades):
        at = world.now + dt.timedelta(minutes=minute)
        with world.database.transaction() as db:
            shown = next_attempt(db, learner, Goal(skill="adding"), now=at, rng=world.rng)
            submit_answer(db, learner, shown.attempt_id, "3", grade, now=at)
    world.later(minutes=len(grades))


def test_a_level_that_fell_says_which_answers_did_it_and_offers_the_repair(world, learner):
    answered(world, learner, [RIGHT] * 8 + [WRONG] * 4)

    app = look_at(tree(world), "adding")

    assert "Until 02/03/2026 it was level" in texts(app)
    assert "What brought it down:" in texts(app)
    assert "from level" in texts(app)
    assert app.button(key="tree_practise").label == "Repair it"
    read = next(one for one in app.button if one.label == "Read it again")
    read.click().run()
    assert not app.exception
    assert "Your answer" in texts(app)


def test_a_level_that_did_not_fall_has_nothing_to_repair(world, learner):
    answered(world, learner, [WRONG] * 2 + [RIGHT] * 6)

    app = look_at(tree(world), "adding")

    assert "it was level" not in texts(app)
    assert app.button(key="tree_practise").label == "Practise it"
