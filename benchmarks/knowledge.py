"""Microseconds an update and bytes a learner of the knowledge model, in one process.

    python -m benchmarks.knowledge [--learners 2000]

Simulated learners answer items of 60 skills; each answer is predicted and then observed. How
well the model predicts is measured on real answers elsewhere, see the notes to the model.
"""

import argparse
import random
import time
import tracemalloc

from benchmarks.report import machine, percentile, table
from tutor_core.knowledge.model import KnowledgeModel

SKILLS, ITEMS, ANSWERS = 60, 600, 50


def main() -> None:
    """Run the model and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=2000)
    learners = parser.parse_args().learners
    predicting, observing = timed(learners)
    print(machine())
    rows = [
        (name, len(times), *(f"{1e6 * percentile(times, share):.1f}" for share in (0.5, 0.99)))
        for name, times in (("predict", predicting), ("observe", observing))
    ]
    print(table(("step", "times", "p50 µs", "p99 µs"), rows))
    print(f"memory: {bytes_a_learner(learners // 4):.0f} bytes a learner of {ANSWERS} answers")


def answers(learners: int) -> list[tuple[int, int, int, bool]]:
    """Draw learner, item, skill and outcome of every answer."""
    rng = random.Random(1)
    found = []
    for learner in range(learners):
        for _ in range(ANSWERS):
            item = rng.randrange(ITEMS)
            found.append((learner, item, item % SKILLS, rng.random() < 0.66))
    return found


def timed(learners: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each prediction and of each observation."""
    model = KnowledgeModel()
    predicting, observing = [], []
    for learner, item, skill, correct in answers(learners):
        begun = time.perf_counter()
        model.predict(learner, item, (skill,), level=1 + item % 5)
        middle = time.perf_counter()
        model.observe(learner, item, (skill,), correct, level=1 + item % 5)
        ended = time.perf_counter()
        predicting.append(middle - begun)
        observing.append(ended - middle)
    return predicting, observing


def bytes_a_learner(learners: int) -> float:
    """Return what one more learner adds, items and skills being known."""
    every = answers(learners)
    model = KnowledgeModel()
    for _, item, skill, correct in every:
        model.observe("the first", item, (skill,), correct, level=1 + item % 5)
    tracemalloc.start()
    for learner, item, skill, correct in every:
        model.observe(learner, item, (skill,), correct, level=1 + item % 5)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return grown / learners


if __name__ == "__main__":
    main()
