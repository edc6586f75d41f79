"""Some learners of the demo school have study plans, made and lived by the services' own rules.

What they knew on the day on which a plan is said to have begun is not known any more: it is made of
what they know when the world ends, and what was done since is what they really did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.planning.ground.queries import ground_of
from tutor_core.planning.needing import Ground
from tutor_core.planning.service import make_plan, plan_the_day
from tutor_core.planning.wishes import TARGET_LEVELS, PlanWish

SKILLS = 3  # of a plan
DAY = dt.timedelta(days=1)
EXAM_BEGAN, EXAM_IN = 9, 19  # days ago, and days ahead
MASTERY_BEGAN, MASTERY_IN = 6, 30
MINUTES = 30


def plan_some(db: Session, learners: Sequence[Actor], *, now: dt.datetime) -> None:
    """Give these learners a plan that has gone on for some days; the first has an exam ahead.

    Args:
        db: An open transaction.
        learners: Who.
        now: When the world ends.
    """
    for number, learner in enumerate(learners):
        ground = ground_of(db, learner, has_cards=True, now=now, day_starts_at=4)
        targets = _begun(ground)
        if not targets:
            continue
        began, ends = (EXAM_BEGAN, EXAM_IN) if number == 0 else (MASTERY_BEGAN, MASTERY_IN)
        wish = PlanWish(
            title=f"{'Exam' if number == 0 else 'More'}: {ground.title_of(targets[0])}",
            goal="exam_prep" if number == 0 else "mastery",
            targets=targets,
            target_date=ground.today + ends * DAY,
            minutes_a_day=MINUTES,
            weekdays_off=frozenset({6}),
            begins_at=dt.time(17),
        )
        make_plan(db, learner, wish, now=now - began * DAY)
        for ago in range(began - 1, -1, -1):
            plan_the_day(db, learner, now=now - ago * DAY)


def _begun(ground: Ground) -> tuple[int, ...]:
    """Return the skills that were practised most and are not at their level yet."""
    level = TARGET_LEVELS["exam_prep"]
    begun = [
        skill
        for skill in ground.standing.skills.values()
        if skill.strength.answers and not ground.is_reached(skill.skill_id, level)
    ]
    begun.sort(key=lambda skill: (-skill.strength.answers, skill.skill_id))
    return tuple(skill.skill_id for skill in begun[:SKILLS] if skill.skill_id in ground.taught)
