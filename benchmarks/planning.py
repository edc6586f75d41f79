"""Value that study plans finish by their date beside the best there is, and the time a plan takes.

    python -m benchmarks.planning [--runs 3]

The referee is CP-SAT (`pip install ortools`, the extra "bench"). It makes no plan: it chooses
skills, each with what it stands on, for whose minutes there is time. That a skill has only some
sittings a day, that repetitions come on their days and that sittings are no scraps is not asked of
it, so that no plan does better. "Of all minutes" gives it all there are and no repetitions;
"of the same minutes" as many less as the repetitions of the plan take. "Simple order" is the plan's
days filled in the order of a skill's own value and half of that above it, a minute.
"""

import argparse
import datetime as dt
import random
import statistics
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.report import machine, table
from tutor_core.planning.filling import filled
from tutor_core.planning.request import PlanRequest, SkillNeed
from tutor_core.planning.schedule import plan
from tutor_core.planning.workload import Workload

BEGIN = dt.date(2026, 11, 2)
DAYS = 90
SIZES, SHARES = (40, 80, 120), (0.3, 0.6, 1.0, 2.0)  # skills; minutes there over minutes needed
MINUTES = {"long": (60, 360), "short": (20, 90)}  # of a skill; those of the curriculum are long
SECONDS = 2.0  # of the referee for one plan


def drawn(skills: int, share: float, minutes: tuple[int, int], seed: int) -> PlanRequest:
    """Draw a graph in which skills stand on up to three of the fifteen before them."""
    rng = random.Random(seed)
    needs = {}
    for skill in range(1, skills + 1):
        near = range(max(1, skill - 15), skill)
        below = rng.sample(near, min(len(near), rng.choice((0, 1, 1, 2, 2, 3))))
        needs[skill] = SkillNeed(
            prerequisites=tuple(below),
            minutes=rng.randint(*minutes),
            value=float(rng.randint(1, 10)),
        )
    a_day = round(share * sum(need.minutes for need in needs.values()) / DAYS)
    return PlanRequest(
        goal="mastery",
        targets=tuple(needs),
        skills=needs,
        first_day=BEGIN,
        target_date=BEGIN + dt.timedelta(days=DAYS - 1),
        minutes_a_day=min(1440, max(5, a_day)),
    )


def best(cp_model: Any, request: PlanRequest, minutes: int) -> float:
    """Return the value of the best skills that so many minutes are enough for; a bound on it."""
    load, model = Workload(request), cp_model.CpModel()
    place = range(len(load.learn))
    is_learnt = [model.new_bool_var("") for _ in place]
    for skill in place:
        for below in load.beneath[skill]:
            model.add_implication(is_learnt[skill], is_learnt[below])
    model.add(sum(load.minutes[one] * is_learnt[one] for one in place) <= minutes)
    model.maximize(sum(int(load.values[one]) * is_learnt[one] for one in place))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = 1
    solver.solve(model)
    return float(solver.best_objective_bound)


def value_of(request: PlanRequest, skills: Sequence[int]) -> float:
    """Return what skills are worth."""
    return sum(request.skills[skill].value for skill in skills)


def in_simple_order(request: PlanRequest) -> float:
    """Return the value finished in the order of own value and half of that above it, a minute."""
    load = Workload(request)
    above: list[set[int]] = [set() for _ in load.learn]
    for skill in reversed(range(len(load.learn))):
        for one in load.above[skill]:
            above[skill] |= {one, *above[one]}
    worth = [
        (load.values[one] + sum(load.values[two] for two in sorted(above[one])) / 2)
        / load.minutes[one]
        for one in range(len(load.learn))
    ]
    order = sorted(range(len(worth)), key=lambda one: -worth[one])
    found = filled(load, order, request.minutes_a_day)
    pairs = zip(load.learn, found.finished, strict=True)
    return value_of(request, [skill for skill, day in pairs if day is not None])


def measured(cp_model: Any, request: PlanRequest) -> tuple[float, float, float, float]:
    """Return the shares of both optima, that of the simple order, and milliseconds."""
    begun = time.perf_counter()
    found = plan(request)
    taken = 1000 * (time.perf_counter() - begun)
    if cp_model is None:
        return 0.0, 0.0, 0.0, taken
    value = value_of(request, list(found.finished_on))
    there = DAYS * request.minutes_a_day
    repeating = sum(
        task.minutes for day in found.days for task in day.tasks if task.kind != "learn"
    )
    whole = best(cp_model, request, there)
    same = best(cp_model, request, there - repeating)
    return value / whole, value / same, in_simple_order(request) / whole, taken


def referee() -> Any:
    """Return CP-SAT, or None where it is not installed."""
    try:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return cp_model


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    cp_model = referee()
    if cp_model is None:
        print("OR-tools is not installed (pip install ortools): only the time is measured.")
    print(machine())
    rows = []
    for name, minutes in MINUTES.items():
        for skills in SIZES:
            for share in SHARES:
                found = [
                    measured(cp_model, drawn(skills, share, minutes, seed)) for seed in range(runs)
                ]
                whole, same, simple, taken = (list(one) for one in zip(*found, strict=True))
                rows.append(
                    (
                        f"{skills} {name}",
                        f"{share:g}",
                        f"{statistics.mean(whole):.3f}",
                        f"{statistics.mean(simple):.3f}",
                        f"{statistics.mean(same):.3f}",
                        f"{min(same):.3f}",
                        f"{statistics.median(taken):.0f}",
                        f"{max(taken):.0f}",
                    )
                )
    head = (
        "skills",
        "time there",
        "of all minutes",
        "simple order",
        "of the same minutes",
        "least",
        "median ms",
        "worst ms",
    )
    print(table(head, rows))


if __name__ == "__main__":
    main()
