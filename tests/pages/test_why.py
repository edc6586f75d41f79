"""The card "Why this question?" and the learner's word on it."""

import pytest
from sqlalchemy import select

from tests.pages.test_learning import attempts, texts
from tutor_core.models import Assignment, Cohort, CohortMember, LearnerItem


def card(app):
    return next(one for one in app.expander if one.label.startswith("**Why this question?**"))


def test_the_card_says_why_and_has_the_numbers_behind_a_click(world, learner):
    app = world.open("practice")

    reason = attempts(world)[0].rl_state
    assert "“Adding” is new to you, and you are ready for it" in card(app).label
    assert "“Doubling” waits for this skill" in card(app).markdown[0].value
    assert "Picked by chance" not in card(app).label
    assert not card(app).table
    app = app.toggle(key="practice_numbers").set_value(True).run()
    numbers = card(app).table[0].value.astype(str).to_numpy().tolist()
    assert ["Chance that you get it right", f"{reason['probability']:.0%}"] in numbers
    assert not app.exception


@pytest.mark.parametrize("objection", ["too_easy", "too_hard", "not_now"])
def test_an_objection_puts_the_question_away_and_asks_another(world, learner, objection):
    app = world.open("practice")

    app = app.button(key=f"practice_{objection}").click().run()

    first, second = attempts(world)
    assert (first.is_correct, first.answer_note) == (None, objection)
    assert second.end_time is None
    assert second.content_id != first.content_id
    assert not app.exception


def test_the_runner_up_is_named_and_taken(world, learner):
    app = world.open("practice")
    assert app.button(key="practice_runner_up").label == "Rather: Adding"

    app = app.button(key="practice_runner_up").click().run()

    first, second = attempts(world)
    assert second.content_id == first.rl_action["runner_up"]["content_id"]
    assert "You took this one instead of the question before." in texts(app, "caption")
    assert [one.label for one in app.expander if "Why" in one.label] == []


def test_a_second_click_on_what_was_put_away_in_another_tab_loses_nothing(world, learner):
    here, there = world.open("practice"), world.open("practice")
    there.button(key="practice_too_easy").click().run()

    app = here.button(key="practice_too_hard").click().run()

    assert not app.exception
    assert [one.answer_note for one in attempts(world)] == ["too_easy", None]
    with world.database.reading() as db:
        assert db.scalars(select(LearnerItem.declined_as)).all().count("too_hard") == 0


def test_the_title_of_an_assignment_is_text_and_nothing_else(world, learner):
    with world.database.transaction() as db:
        db.add(Cohort(id=1, name="5b", join_code="ABC234"))
        db.flush()
        db.add(CohortMember(cohort_id=1, student_id=learner.id))
        title = "<b>Sums</b> [x](http://example.org) $1$"
        db.add(
            Assignment(cohort_id=1, title=title, kind="skills", target={"skill_ids": [101, 102]})
        )

    label = card(world.open("practice")).label

    assert "It was set for you" in label
    assert r"\<b\>Sums\</b\> \[x\]" in label
    assert r"\$1\$" in label
