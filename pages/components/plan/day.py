"""What happens at the first visit of a day: plans are planned anew from what was done."""

from __future__ import annotations

from pages.components import prose, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.planning.queries import needs_planning
from tutor_core.planning.service import plan_the_day


def plan_day(person: Person) -> None:
    """Plan the day where that was not done yet, and say which plans are over."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        is_due = needs_planning(db, person.actor, now=moment, day_starts_at=starts_at)
    if not is_due:
        return
    with runtime.tell_person(person.actor):
        closed = runtime.database().run(
            lambda db: plan_the_day(db, person.actor, now=moment, day_starts_at=starts_at)
        )
        if closed:
            titles = ", ".join(f"“{prose.plain(title)}”" for title in closed)
            state.set_said(f"Over: {titles}. You find what came of it on the page Study Plan.")
