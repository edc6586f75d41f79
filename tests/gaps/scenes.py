"""Learners made to measure: a skill whose mastery has the log-odds and the doubt one asks for."""

import datetime as dt
from collections.abc import Mapping

from tests.rows import NOW
from tutor_core.gaps.detection import GapsKnown, detect
from tutor_core.gaps.gap import Gap
from tutor_core.gaps.policy import GapPolicy
from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing

PARAMETERS = KnowledgeParameters()
POLICY = GapPolicy()
FRACTIONS, EQUATIONS, SYSTEMS = 1, 2, 3
NAMES = {FRACTIONS: "Fractions", EQUATIONS: "Linear equations", SYSTEMS: "Systems"}
STANDS_ON: dict[int, tuple[int, ...]] = {
    FRACTIONS: (),
    EQUATIONS: (FRACTIONS,),
    SYSTEMS: (EQUATIONS,),
}


def skill(  # noqa: PLR0913 - a learner to measure
    number, log_odds=0.65, *, sd=0.7, answers=5, days_ago=1.0, was=None, placed_at=None,
    hours=4.0, needs=None, name=None,
):  # fmt: skip
    """A skill of a learner without any ability of their own: `log_odds` is all there is.

    `was` are the log-odds when it was last practised, where they were others.
    """
    seen_at = None if days_ago is None else NOW - dt.timedelta(days=days_ago)
    answers = 0 if days_ago is None else answers
    title = name or NAMES.get(number, f"Skill {number}")

    def strength(z):
        return Strength(z - PARAMETERS.base, sd * sd, answers, seen_at)

    return SkillStanding(
        skill_id=number,
        name=title.lower().replace(" ", "_"),
        display_name=title,
        topic="algebra",
        prerequisites=STANDS_ON.get(number, ()) if needs is None else needs,
        strength=strength(log_odds),
        difficulty=Estimate(0.0, 0.0),
        days_seen=1,
        placed_at=placed_at,
        strength_when_seen=None if days_ago is None else strength(log_odds if was is None else was),
        hours=hours,
    )


def standing_with(*skills) -> Standing:
    return Standing(ability=Estimate(0.0, 0.0, 9), skills={one.skill_id: one for one in skills})


def found(
    *skills, open_gaps: Mapping[int, Gap] | None = None, aims=(), policy=POLICY, now=NOW
):  # fmt: skip
    known = GapsKnown(policy=policy, unresolved=open_gaps or {}, aims=aims)
    return detect(standing_with(*skills), known, parameters=PARAMETERS, now=now)
