"""How many reviews are saved, at equal recall, where answers to questions move the cards.

    python -m benchmarks.crediting [--learners 12] [--world 7] [--days 60]

Learners of the three kinds (see `simulation.learners`) answer ten questions a day, chosen by the
shipped tutor, and review cards of what they missed, all that are due. What they truly remember
follows FSRS; what an answer does to it is assumed, in several ways (`schooling.remembering`). The
answers themselves, the cards and chance are the same for all rules, so that rules are compared
learner by learner.

Other rules give another recall. Reviews are therefore compared with those that the same algorithm
needs without credit for the same recall: along the line through what it needs at several targets
(FSRS) or with its intervals stretched or shrunk (SM-2). Standard errors leave one learner out at a
time (jackknife). Nobody has measured how much an answer helps to remember a card: the table says
which credit would do good or harm if one of these truths were true.
"""

import argparse
import itertools
import math
import statistics
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from benchmarks.report import machine, table
from benchmarks.schooling.remembering import Came, Reviewer, Truth, practised
from benchmarks.schooling.world import drawn_class, drawn_world
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.scheduling import ReviewRules
from tutor_core.review.sm2 import SM2Policy
from tutor_core.simulation.learners import KINDS, Kind

A_DAY = 10
HELD_OUT = 7
TRUTHS = (
    Truth("full, half a step", 1.0, 0.5),
    Truth("full, own skill", 1.0, 0.0),
    Truth("half, half a step", 0.5, 0.5),
    Truth("half, own skill", 0.5, 0.0),
    Truth("none", 0.0, 0.0),
)
AMOUNTS = (
    (0.1, 0.0),
    (0.25, 0.0),
    (0.25, 0.25),
    (0.25, 0.5),
    (0.5, 0.0),
    (0.5, 0.5),
    (1.0, 0.5),
)
RETENTIONS = (0.7, 0.8, 0.85, 0.9, 0.95)
STRETCHES = (  # first and second interval, easiness
    (3, 40, 5.0),
    (2, 25, 5.0),
    (1, 14, 4.5),
    (1, 9, 3.2),
    (1, 6, 2.5),
    (1, 4, 2.0),
    (1, 3, 1.5),
)
SM2, FSRS = "SM-2", "FSRS"
Cell = tuple[str, str, str]  # of truth, algorithm and rules
Means = Mapping[Cell, Came]


def rules_by_name(
    amounts: Sequence[tuple[float, float]] = AMOUNTS,
) -> dict[tuple[str, str], ReviewRules]:
    """Return the rules by algorithm and name; those without credit are the line to compare with."""
    found = {}
    for uses_fsrs, name in enumerate((SM2, FSRS)):
        for credit, a_step in amounts:
            policy = ReviewPolicy(uses_fsrs=uses_fsrs, credit=credit, credit_a_step=a_step)
            found[name, f"{credit:g}, {a_step:g}"] = _rules(policy)
    for retention in RETENTIONS:
        policy = ReviewPolicy(uses_fsrs=1, retention=retention, credit=0.0)
        found[FSRS, f"none, retention {retention:g}"] = _rules(policy)
    for first, second, easiness in STRETCHES:
        sm2 = SM2Policy(first_interval=first, second_interval=second, start_easiness=easiness)
        found[SM2, f"none, intervals from {first} and {second}"] = _rules(
            ReviewPolicy(credit=0.0), sm2
        )
    return found


def main() -> None:
    """Let all learners review by all rules under all truths, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=12)
    parser.add_argument("--world", type=int, default=HELD_OUT)
    parser.add_argument("--days", type=int, default=60)
    given = parser.parse_args()
    begun = time.perf_counter()
    who = list(itertools.product(KINDS, range(given.learners)))
    with ProcessPoolExecutor() as pool:
        run = partial(came_of, world_seed=given.world, days=given.days)
        found = list(pool.map(run, *zip(*who, strict=True)))
    print(machine())
    print(f"\nworld {given.world}, {given.learners} learners a kind, {given.days} days\n")
    head = (
        "answers help to remember",
        "by",
        "credit, a step",
        "reviews",
        "recall",
        "last day",
        "saved",
    )
    print(table(head, rows(found)))
    print(f"\n{time.perf_counter() - begun:.0f} s")


def came_of(
    kind: Kind,
    number: int,
    *,
    world_seed: int,
    days: int,
    truths: Sequence[Truth] = TRUTHS,
    amounts: Sequence[tuple[float, float]] = AMOUNTS,
) -> dict[Cell, Came]:
    """Return what came of every truth and rules for one learner."""
    world = drawn_world(world_seed)
    learner = drawn_class(world, kind, learners=number + 1, seed=1000 + world_seed)[number]
    seed = 1000 * number + KINDS.index(kind)
    log = practised(world, learner, days=days, a_day=A_DAY, seed=seed)
    return {
        (truth.name, algorithm, name): Reviewer(
            world.curriculum.prerequisites, truth, rules, seed
        ).works(log)
        for truth in truths
        for (algorithm, name), rules in rules_by_name(amounts).items()
    }


def rows(found: Sequence[Mapping[Cell, Came]]) -> list[tuple[str, ...]]:
    """Return what came of each rules on the mean, and the reviews saved at equal recall."""
    means = mean_of(found)
    without = [mean_of([*found[:one], *found[one + 1 :]]) for one in range(len(found))]
    return [
        (
            truth,
            algorithm,
            name,
            f"{came.reviews:.0f}",
            f"{came.recall:.3f}",
            f"{came.last:.3f}",
            "" if name.startswith("none") else _saved(cell, means, without),
        )
        for cell, came in means.items()
        for truth, algorithm, name in (cell,)
    ]


def mean_of(found: Sequence[Mapping[Cell, Came]]) -> dict[Cell, Came]:
    """Return the means over learners."""
    return {
        cell: Came(
            reviews=statistics.fmean(one[cell].reviews for one in found),
            recall=statistics.fmean(one[cell].recall for one in found),
            last=statistics.fmean(one[cell].last for one in found),
        )
        for cell in found[0]
    }


def saved(cell: Cell, means: Means) -> float:
    """Return the share of reviews saved at equal recall; NaN where the line does not reach it.

    The line without credit is straight between its points, in recall and in the logarithm of the
    reviews.
    """
    truth, algorithm, _ = cell
    line = sorted(
        (came.recall, math.log(came.reviews))
        for (own, by, name), came in means.items()
        if (own, by) == (truth, algorithm) and name.startswith("none")
    )
    for (low, few), (high, many) in itertools.pairwise(line):
        if low <= means[cell].recall <= high:
            share = (means[cell].recall - low) / (high - low)
            return 1 - means[cell].reviews / math.exp(few + share * (many - few))
    return math.nan


def _saved(cell: Cell, means: Means, without: Sequence[Means]) -> str:
    each = [saved(cell, one) for one in without]
    middle = statistics.fmean(each)
    error = math.sqrt((len(each) - 1) / len(each) * sum((one - middle) ** 2 for one in each))
    whole = saved(cell, means)
    return "beyond the line" if math.isnan(whole) else f"{whole:+.1%} ± {error:.1%}"


def _rules(policy: ReviewPolicy, sm2: SM2Policy | None = None) -> ReviewRules:
    return ReviewRules(sm2=sm2 or SM2Policy(), policy=policy, wishes=ReviewWishes())


if __name__ == "__main__":
    main()
