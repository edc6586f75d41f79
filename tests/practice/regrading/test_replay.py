"""Answers learnt from again end where they ended, and differ where their verdicts do."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.knowledge.correcting import NO_SHIFT
from tutor_core.knowledge.model import Estimate
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.practice.circumstances import Circumstances
from tutor_core.practice.regrading.counted import Counted, NamedSkill
from tutor_core.practice.regrading.histories.queries import histories_of
from tutor_core.practice.regrading.replay import replay
from tutor_core.recommend.policy import BanditPolicy

DAY = dt.timedelta(days=1)
PARAMETERS = KnowledgeParameters()
UNPROVED = Estimate(0.0, 0.4)
ADDING = NamedSkill(skill_id=1, name="adding", display_name="Adding", topic="algebra")
DOUBLING = NamedSkill(skill_id=2, name="doubling", display_name="Doubling", topic="algebra")


def counted(number, *, content_id=1, skills=(ADDING,), at=NOW, met=None, **values):
    return Counted(
        attempt_id=number,
        content_id=content_id,
        level=values.pop("level", 3),
        skills=skills,
        hints_used=values.pop("hints_used", 0),
        at=at,
        circumstances=met
        or Circumstances(
            day_began=NOW, item=None, skills={skill.skill_id: UNPROVED for skill in skills}
        ),
        parameters=PARAMETERS,
        policy=BanditPolicy(),
        levels=MasteryPolicy(),
    )


# --- As it was


def test_every_learner_ends_exactly_where_they_stand(world):
    with world.reading() as db:
        learners = list(db.scalars(select(m.LearnerEstimate.student_id)))
        histories = histories_of(db, learners, day_starts_at=4)
        abilities = {row.student_id: row for row in db.scalars(select(m.LearnerEstimate))}
        strengths = db.scalars(select(m.LearnerSkillEstimate)).all()
        masteries = db.scalars(select(m.StudentMastery)).all()
        paces = {row.student_id: row for row in db.scalars(select(m.LearningPace))}
        knowledge = {row.student_id: row for row in db.scalars(select(m.StudentKnowledge))}
    ended = {
        student_id: replay(one.attempts, one.correct, one.correct).was
        for student_id, one in histories.items()
    }

    assert len(learners) > 5
    for student_id, ending in ended.items():
        stored = abilities[student_id]
        assert ending.ability.mean == pytest.approx(stored.mean, abs=1e-9)
        assert ending.ability.variance == pytest.approx(stored.variance, abs=1e-9)
        assert ending.level == paces[student_id].optimal_difficulty
        assert ending.ability.answers == stored.answers
    assert len(strengths) == sum(len(ending.strengths) for ending in ended.values())
    for stored in strengths:
        strength = ended[stored.student_id].strengths[stored.skill_id]
        assert strength.mean == pytest.approx(stored.mean, abs=1e-9)
        assert strength.variance == pytest.approx(stored.variance, abs=1e-9)
        assert (strength.answers, strength.last_seen_at) == (stored.answers, stored.last_seen_at)
    for stored in masteries:
        ending = ended[stored.student_id]
        progress = ending.progress[stored.skill_id]
        assert progress.level == stored.mastery_level
        assert 100 * progress.mastery == pytest.approx(stored.progress_percentage, abs=1e-9)
        assert ending.mastered_at[stored.skill_id] == stored.mastered_at
    for student_id, one in histories.items():
        score = ended[student_id].scores.get("algebra", 0.0) / one.topic_sizes["algebra"]
        # Difficulties of skills are remembered as the learner met them; others moved them since.
        assert score == pytest.approx(knowledge[student_id].algebra_score, abs=0.02)


def test_every_reward_is_found_again(world):
    with world.reading() as db:
        rewards = dict(
            db.execute(
                select(m.LearningSession.id, m.LearningSession.reward).where(
                    m.LearningSession.is_correct.is_not(None)
                )
            ).all()
        )
        learners = list(db.scalars(select(m.LearnerEstimate.student_id)))
        histories = histories_of(db, learners, day_starts_at=4)
    found = {}
    for one in histories.values():
        turned = replay(one.attempts, one.correct, [not right for right in one.correct])
        found |= {number: it.reward_was for number, it in turned.rejudged.items()}

    assert found == pytest.approx(rewards, abs=1e-9)
    assert len(found) > 60


# --- As it would have been


def test_two_answers_worked_out_by_hand():
    """With the first verdict wrong and right, in the defaults of the model; six digits.

    First answer, either way: z = 0.65, p = 0.657010, information 0.225348, variance
    1.2 + 0.2 + 0.4 + 1.0 = 2.8, so the gain is 1 / 1.630973 = 0.613131. The surprise is
    -0.657010 or 0.342990 times that: -0.402833 or 0.210297. Hence

        judged wrong: ability -0.483400, strength -0.030567, skill +0.161133, item +0.402833
        judged right: ability +0.252357, strength +0.092059, skill -0.084119, item -0.210297

    The second answer is right, at another item of the same skill:

        z = 0.65 - 0.483400 - 0.030567 - 0.161133 = -0.025100, p = 0.493725, surprise 0.305307
        z = 0.65 + 0.252357 + 0.092059 + 0.084119 = +1.078535, p = 0.746217, surprise 0.169335
    """
    skill_then = Estimate(0.161133, 0.377893, 1)
    second = Circumstances(day_began=NOW, item=None, skills={1: skill_then})
    attempts = [counted(1), counted(2, content_id=2, met=second)]

    found = replay(attempts, [False, True], [True, True])

    about = {"abs": 2e-6}
    assert found.was.ability.mean == pytest.approx(-0.174723, **about)
    assert found.would.ability.mean == pytest.approx(0.423561, **about)
    assert found.ability.moved_by == pytest.approx(0.598284, **about)
    assert found.ability.scaled_by == pytest.approx(0.891873 / 0.866955, **about)
    assert found.strengths[1].moved_by == pytest.approx(0.183457 - 0.094073, **about)
    assert found.circumstances[2].skills[1].mean == pytest.approx(-0.084119, **about)
    assert found.skills[1].moved_by == pytest.approx(-0.148109 - 0.045760, **about)
    assert found.items[1].moved_by == pytest.approx(-0.210297 - 0.402833, **about)
    assert found.items[2].moved_by == pytest.approx(-0.169335 + 0.305307, **about)
    assert set(found.rejudged) == {1}
    # Mastery's log-odds move by ability + strength - skill; in units of sqrt(1.2 + 0.2 + 0.4).
    assert found.rejudged[1].reward_was == pytest.approx(-0.675100 / 1.8**0.5, **about)
    assert found.rejudged[1].reward_would == pytest.approx(0.428535 / 1.8**0.5, **about)
    (move,) = found.rejudged[1].moves
    assert (move.name, move.mastery_after > move.mastery_before) == ("Adding", True)


def test_a_right_answer_after_a_hint_shows_no_skill_whatever_its_verdict():
    found = replay([counted(1, hints_used=1), counted(2)], [False, True], [True, True])

    assert found.ability == NO_SHIFT
    assert set(found.items.values()) == {NO_SHIFT}
    assert found.rejudged[1].reward_was == found.rejudged[1].reward_would


def test_without_answers_nothing_differs():
    found = replay([], [], [])
    assert (found.ability, found.strengths, found.scores) == (NO_SHIFT, {}, {})


# --- Whatever was answered


@st.composite
def histories(draw):
    """Some days of answers at four items of two skills, with whatever was thought of them then."""
    rng = random.Random(draw(st.integers(0, 10_000)))
    found, at = [], NOW
    for number in range(draw(st.integers(1, 25))):
        at += DAY * rng.choice([0.001, 0.5, 3])
        skills = rng.choice([(ADDING,), (DOUBLING,), (ADDING, DOUBLING)])
        difficulty = Estimate(rng.gauss(0, 1), rng.uniform(0.05, 1), rng.randrange(50))
        found.append(
            counted(
                number,
                content_id=rng.randrange(4),
                skills=skills,
                at=at,
                level=rng.randint(1, 5),
                hints_used=rng.choice([0, 0, 0, 1]),
                met=Circumstances(
                    day_began=at - DAY / 2,
                    item=difficulty,
                    skills={skill.skill_id: difficulty for skill in skills},
                ),
            )
        )
    verdicts = st.lists(st.booleans(), min_size=len(found), max_size=len(found))
    return found, draw(verdicts), draw(verdicts)


@given(histories())
def test_where_no_verdict_differs_nothing_differs_at_all(history):
    attempts, verdicts, _ = history
    found = replay(attempts, verdicts, verdicts)

    assert found.ability == NO_SHIFT
    assert set(found.strengths.values()) <= {NO_SHIFT}
    assert set(found.scores.values()) <= {0.0}
    assert found.was == found.would
    assert [*found.rejudged, *found.circumstances, *found.items, *found.skills] == []


@given(histories())
def test_there_and_back_again_is_nowhere(history):
    attempts, was, would = history
    there = replay(attempts, was, would)
    as_written = [
        replace(one, circumstances=there.circumstances.get(one.attempt_id, one.circumstances))
        for one in attempts
    ]
    back = replay(as_written, would, was)

    def none(shift):
        return (shift.moved_by, shift.scaled_by) == pytest.approx((0, 1), abs=1e-9)

    assert back.was == there.would
    assert none(there.ability.then(back.ability))
    for one, other in ((there.items, back.items), (there.skills, back.skills)):
        assert all(none(shift.then(other[number])) for number, shift in one.items())
    for number, it in there.rejudged.items():
        assert back.rejudged[number].reward_was == it.reward_would
        assert back.rejudged[number].reward_would == pytest.approx(it.reward_was, abs=1e-9)


@given(histories())
def test_the_second_run_is_the_first_of_a_world_that_judged_so(history):
    """A learner alone with their items: replaying what would have been ends the same."""
    attempts, was, would = history
    there = replay(attempts, was, would)
    told = [
        replace(one, circumstances=there.circumstances.get(one.attempt_id, one.circumstances))
        for one in attempts
    ]
    assert replay(told, would, would).was == there.would
