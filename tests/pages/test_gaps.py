import datetime as dt

import pytest

from tests.pages.test_learning import everything, texts
from tests.pages.test_lessons import opened
from tests.rows import NOW
from tutor_core import models as m

ADDING, DOUBLING, SLOPES = 101, 102, 201


def know(world, actor, **log_odds):
    """Have answered each of these skills five times, an hour ago, and stand there as given."""
    numbers = {"adding": ADDING, "doubling": DOUBLING, "slopes": SLOPES}
    seen_at = world.now - dt.timedelta(hours=1)
    with world.database.transaction() as db:
        db.merge(m.LearnerEstimate(student_id=actor.id, mean=0.0, variance=0.01, answers=10))
        for name, value in log_odds.items():
            skill = numbers[name]
            db.merge(m.SkillEstimate(skill_id=skill, mean=0.0, variance=0.01, answers=50))
            db.merge(
                m.LearnerSkillEstimate(
                    student_id=actor.id, skill_id=skill, mean=value - 0.65, variance=0.1,
                    answers=5, days_seen=2, last_seen_at=seen_at,
                )
            )  # fmt: skip


def past_gap(world, actor, skill, **values):
    given = {
        "gap_type": "weakness", "severity": "low", "priority_score": 1, "status": "resolved",
        "current_level": 0.81, "detected_level": 0.4, "resolved_at": NOW,
    }  # fmt: skip
    with world.database.transaction() as db:
        db.add(m.SkillGap(student_id=actor.id, skill_id=skill, **(given | values)))


def labels(app, kind):
    return [element.label for element in getattr(app, kind)]


def test_before_the_first_answer_it_says_what_will_be_here_and_how_to_begin(world, learner):
    app = world.open("gaps")

    assert texts(app, "title") == "Gaps"
    assert "Here you will see what to repair first" in texts(app, "markdown")
    assert not app.selectbox
    app.button(key="gaps_start").click().run()
    assert len(world.open("practice").text_input) == 1


def test_the_first_gap_has_its_reason_its_figures_and_the_way_through_it(world, learner):
    know(world, learner, adding=-0.5, doubling=-0.3, slopes=0.5)

    app = world.open("gaps")

    assert "Repair first: Adding" in texts(app, "subheader")
    assert "Missing prerequisite · High severity" in texts(app, "caption")
    assert "which you work on, stands on it" in texts(app, "markdown")
    assert "**Adding** (a gap, **begin here**)" in texts(app, "markdown")
    assert "Mastery: 38" in app.get("progress")[0].proto.text
    assert "Found on 02 March 2026 · not practised since" in texts(app, "caption")
    primary = [one.label for one in app.button if one.proto.type == "primary"]
    assert primary == ["Practise this gap"]


def test_the_others_are_folded_below_by_how_much_they_matter(world, learner):
    know(world, learner, adding=-0.5, doubling=-0.3, slopes=0.5)
    app = world.open("gaps")
    assert [label.split(":")[0] for label in labels(app, "expander")] == [
        "**Doubling**", "**Slopes**",
    ]  # fmt: skip
    assert "weakness, 62" in labels(app, "expander")[1]


def test_practising_a_gap_opens_practice_on_its_skill(world, learner):
    know(world, learner, adding=-0.5, slopes=2.0)
    world.open("gaps").button(key="gaps_practise_adding").click().run()

    app = opened(world, "practice", skill="adding")

    assert "Only **Adding**" in texts(app, "markdown")
    assert "adding" in texts(app, "markdown")


def test_where_nothing_is_a_gap_it_says_so_and_points_on(world, learner):
    know(world, learner, adding=2.0, doubling=1.3)

    app = world.open("gaps")

    assert "No gaps now" in texts(app, "subheader")
    assert "Worth your time now: **Slopes**" in texts(app, "markdown")
    assert app.button(key="gaps_start").label == "Practise"


def test_all_skills_are_shown_by_subject_in_a_map_and_in_words(world, learner):
    know(world, learner, adding=-0.5, slopes=2.0)

    app = world.open("gaps")
    assert app.selectbox(key="gaps_topic").value == "algebra"
    assert "38" in texts(app, "caption")
    assert "5 answers" in texts(app, "caption")
    assert "Not tried yet" in texts(app, "caption")
    assert {"**Adding**", "**Doubling**"} <= set(labels(app, "button"))

    app = app.selectbox(key="gaps_topic").set_value("calculus").run()
    assert "**Slopes**" in labels(app, "button")
    assert "**Adding**" not in labels(app, "button")


@pytest.mark.parametrize("key", ["gaps_belief_first_adding", "gaps_skill_adding"])
def test_what_the_tutor_believes_is_asked_for_in_the_address(world, learner, key):
    know(world, learner, adding=-0.5)
    app = world.open("gaps").button(key=key).click().run()
    assert app.query_params["skill"] in ("adding", ["adding"])
    assert "Repair first: Adding" in texts(app, "subheader")


def test_closed_gaps_are_kept_and_told_apart(world, learner):
    know(world, learner, adding=2.0)
    past_gap(world, learner, ADDING)
    past_gap(world, learner, SLOPES, current_level=0.5)

    app = world.open("gaps")

    assert "Closed gaps, the latest 2" in labels(app, "expander")
    assert "**Adding**: repaired on 02 March 2026" in texts(app, "markdown")
    assert "**Slopes**: no longer needed" in texts(app, "markdown")


def test_a_hostile_name_is_drawn_as_its_characters(world, learner):
    with world.database.transaction() as db:
        db.get_one(m.Skill, ADDING).display_name = "![x](https://example.org/x.png) <b>*"
    know(world, learner, adding=-0.5)

    app = world.open("gaps")

    assert not app.exception
    assert "![x](" not in everything(app)
    figure = app.get("plotly_chart")[0].proto.spec
    assert "<b>" not in figure.replace("\\u003c", "<")


def test_nobody_elses_gaps_are_shown(world, learner):
    know(world, learner, adding=-0.5)
    past_gap(world, learner, ADDING)
    world.arrive(world.register("ben"))
    app = world.open("gaps")
    assert "Here you will see" in texts(app, "markdown")
    assert not app.expander


def test_today_says_what_to_repair_first_and_leads_there(world, learner):
    assert "Repair first" not in everything(world.open())
    know(world, learner, adding=-0.5)
    assert "**Repair first.** Practise Adding" in texts(world.open(), "markdown")
