"""How well SM-2, a running average and FSRS foresee what is recalled, on a log of reviews.

    python -m benchmarks.retention LOG.csv

The log has the columns `card_id`, `review_rating` (1 Again, 2 Hard, 3 Good, 4 Easy), `review_time`
(with its zone). Days are the learner's, who is taken to live in UTC, and begin at four. Judged are
answers a day or more after the one before, each foreseen from the earlier ones alone. SM-2 says
nothing of chances: 0.9 at the end of its interval is taken, and 0.9 to the power of the share of it
that has passed before. The running average is that of all cards so far. Nothing is trained.
"""

import argparse
import csv
import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.report import machine, table
from tutor_core.calendar import learner_day
from tutor_core.review.memory import Memory, Recalled, answered
from tutor_core.review.sm2 import CardState, new_card, review

UTC = ZoneInfo("UTC")
QUALITY = {1: 1, 2: 3, 3: 4, 4: 5}
PASS = 3
LEAST, MOST = 1e-4, 1 - 1e-4
BINS = 20
BETTER = 0.85  # of SM-2's log-loss, at most
Foreseen = dict[str, float]


def main() -> None:
    """Read the log, foresee each answer and print how well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    given = parser.parse_args()
    reviews = read(given.log)
    judged = list(foreseen(reviews))
    recalled = [outcome for _, outcome in judged]
    print(machine())
    print(
        f"\n{len(reviews)} reviews of {len({card for card, _ in reviews})} cards; "
        f"{len(judged)} a day or more after the one before, {mean(recalled):.3f} recalled\n"
    )
    losses = {}
    rows: list[Sequence[object]] = []
    for name in ("SM-2", "running average", "FSRS"):
        said = [chances[name] for chances, _ in judged]
        losses[name] = log_loss(said, recalled)
        rows.append(
            (
                name,
                f"{losses[name]:.3f}",
                f"{area_under_curve(said, recalled):.3f}",
                f"{calibration_error(said, recalled):.3f}",
                f"{mean(said):.3f}",
            )
        )
    print(table(("foreseen by", "log-loss", "AUC", "calibration error", "mean"), rows))
    ratio = losses["FSRS"] / losses["SM-2"]
    print(f"\nFSRS, beside SM-2: {ratio:.3f} ({'met' if ratio <= BETTER else 'missed'})")


def read(log: Path) -> list[tuple[str, Recalled]]:
    """Return all reviews with their cards, in their order."""
    with log.open(newline="") as file:
        rows = [
            (dt.datetime.fromisoformat(row["review_time"]), row["card_id"], row["review_rating"])
            for row in csv.DictReader(file)
        ]
    return [
        (card, Recalled(learner_day(at, UTC), QUALITY[int(rating)]))
        for at, card, rating in sorted(rows)
    ]


def foreseen(reviews: Sequence[tuple[str, Recalled]]) -> Iterator[tuple[Foreseen, bool]]:
    """Give what each way foresees of answers a day or more after the one before, and what came."""
    memories: dict[str, Memory] = {}
    states: dict[str, CardState] = {}
    successes = answers = 0
    for card, one in reviews:
        memory = memories.get(card)
        days = (one.day - memory.last_on).days if memory else 0
        is_recalled = one.quality >= PASS
        if memory is not None and days > 0:
            yield (
                {
                    "SM-2": 0.9 ** (days / states[card].interval_days),
                    "running average": (successes + 1) / (answers + 2),
                    "FSRS": memory.recall(one.day),
                },
                is_recalled,
            )
            successes, answers = successes + is_recalled, answers + 1
        if memory is None or days > 0:
            states[card] = review(states.get(card) or new_card(), one.quality, on=one.day)
        memories[card] = answered(memory, one.quality, on=one.day)


def mean(values: Sequence[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)


def log_loss(said: Sequence[float], came: Sequence[bool]) -> float:
    """Return the mean of minus the logarithm of the chance given to what came."""
    return -mean(
        [
            math.log(min(MOST, max(LEAST, chance if outcome else 1 - chance)))
            for chance, outcome in zip(said, came, strict=True)
        ]
    )


def area_under_curve(said: Sequence[float], came: Sequence[bool]) -> float:
    """Return the chance that a recalled answer was thought likelier than a forgotten one."""
    ranked = sorted(range(len(said)), key=said.__getitem__)
    ranks = [0.0] * len(said)
    start = 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and said[ranked[end]] == said[ranked[start]]:
            end += 1
        for place in range(start, end):
            ranks[ranked[place]] = (start + end + 1) / 2
        start = end
    right = sum(came)
    total = sum(rank for rank, outcome in zip(ranks, came, strict=True) if outcome)
    return (total - right * (right + 1) / 2) / (right * (len(came) - right))


def calibration_error(said: Sequence[float], came: Sequence[bool]) -> float:
    """Return how far chances and outcomes lie apart, on the mean over twenty bins of chances."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, outcome in zip(said, came, strict=True):
        bins[min(BINS - 1, int(chance * BINS))].append((chance, outcome))
    return sum(
        len(held) * abs(mean([chance for chance, _ in held]) - mean([came for _, came in held]))
        for held in bins.values()
    ) / len(said)


if __name__ == "__main__":
    main()
