"""A plan from day to day: whatever is done and missed, days keep to their minutes and pins stay."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.conftest import DAY, MONDAY
from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.planning.by_hand import with_pin
from tutor_core.planning.living import begun, gone_on, settle, standing_in
from tutor_core.planning.needing import Ground, needs_of
from tutor_core.planning.wishes import PlanWish
from tutor_core.planning.working import Work

slow = settings(deadline=None, max_examples=40)
SKILLS = {1: (), 2: (1,), 3: (1,), 4: (2, 3)}
WISH = PlanWish(
    title="Four", goal="mastery", targets=(4,), target_date=MONDAY + 40 * DAY, minutes_a_day=40
)


def ground(after=0, ratio=1.0, mean=0.0, hours=2.0):
    return Ground(
        today=MONDAY + after * DAY,
        standing=Standing(
            ability=Estimate(0.0, 0.5),
            skills={
                number: SkillStanding(
                    skill_id=number, name=f"skill{number}", display_name=f"Skill {number}",
                    topic="algebra", prerequisites=below, strength=Strength(mean, 0.4),
                    difficulty=Estimate(0.0, 0.2), days_seen=0, hours=hours,
                )
                for number, below in SKILLS.items()
            },
        ),
        parameters=KnowledgeParameters(),
        levels=MasteryPolicy(),
        ratio=ratio,
        taught=frozenset(SKILLS),
    )  # fmt: skip


def needed(**given):
    return sum(need.minutes for need in needs_of(ground(**given), [4], level=4).values())


def test_a_skill_takes_longer_for_the_slow_and_less_for_whoever_knows_more():
    assert needed(ratio=2.0) > needed() > needed(ratio=0.5)
    assert needed(ratio=9.0) == needed(ratio=2.0)
    assert needed(mean=0.5) < needed() < needed(mean=-0.5)
    assert abs(needed(hours=4.0) - 2 * needed()) <= len(SKILLS)


@slow
@given(
    st.lists(
        st.dictionaries(st.sampled_from(sorted(SKILLS)), st.integers(0, 3000)),
        min_size=1,
        max_size=12,
    ),
    st.integers(20, 39),
)
def test_whatever_is_done_days_keep_to_their_minutes_and_pins_stay(days, pinned_after):
    course = begun(WISH, ground())
    key = course.ahead.days[0].tasks[0].key
    on = MONDAY + pinned_after * DAY
    course = gone_on(with_pin(course, key, on, is_pinned=True), ground())

    for after, seconds in enumerate(days):
        work = {MONDAY + after * DAY: Work(skill_seconds=seconds)}
        course = gone_on(settle(course, work, ground(after + 1)), ground(after + 1))

    assert all(day.minutes <= WISH.minutes_a_day for day in course.ahead.days)
    assert key in [task.key for task in course.pinned[on]]
    worked = sum((one + 30) // 60 for seconds in days for one in seconds.values())
    assert sum(done.minutes for done in course.done) == worked
    assert 0 <= standing_in(course, MONDAY + len(days) * DAY).progress <= 100


def test_another_date_is_compared_from_today_on_only():
    course = begun(WISH, ground())
    for after in range(1, 4):
        course = gone_on(settle(course, {}, ground(after)), ground(after))
    wish = replace(WISH, target_date=MONDAY + 20 * DAY)

    changed = gone_on(course, ground(3), wish)

    before = [day for day in course.first.days if day.on < MONDAY + 3 * DAY]
    assert list(changed.first.days[: len(before)]) == before
    assert max(day.on for day in changed.first.days) <= wish.target_date
    assert standing_in(changed, MONDAY + 3 * DAY).days_missed == 3
