"""How well the knowledge model predicts, and what an answer costs, beside its peers.

    python -m benchmarks.knowledge [LOG.tsv] [--learners 300] [--answers 150]

Each model learns from four fifths of the students, then predicts every answer of the others
just before it is told of it. Without a log: simulated learners of three kinds, whose ways of
learning the model does not know. A log is tab-separated with the columns user_id, item_id,
correct and skill_id, in the order of the answers; nothing of it is kept.

AUC: higher is better, 0.5 is chance. Log-loss: lower is better. Calibration error: mean distance
of predicted from observed over ten equal bins.
"""

import argparse
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.report import machine, table
from benchmarks.tracing.answers import Answer, read_log, simulated, split
from benchmarks.tracing.models import MODELS, Model, area, calibration_error, log_loss
from tutor_core.knowledge.model import KnowledgeModel
from tutor_core.simulation.learners import KINDS

UNSEEN = 0.2
HEAD = (
    "model", "AUC", "log-loss", "accuracy", "calibration error", "µs an answer", "fit s",
)  # fmt: skip


def main() -> None:
    """Run every model on every set of answers and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", nargs="?", type=Path)
    parser.add_argument("--learners", type=int, default=300)
    parser.add_argument("--answers", type=int, default=150)
    given = parser.parse_args()
    print(machine())
    if given.log is not None:
        compare(str(given.log), read_log(given.log))
        return
    for kind in KINDS:
        compare(
            f"simulated learners: {kind}",
            simulated(kind, learners=given.learners, answers=given.answers),
        )
    print(f"\nmemory: {bytes_a_learner():.0f} bytes a learner of 50 answers")


def compare(name: str, answers: Sequence[Answer]) -> None:
    """Print how the models do on some answers."""
    seen, unseen = split(answers, unseen=UNSEEN)
    print(f"\n{name}: learnt from {len(seen):,} answers, tested on {len(unseen):,}")
    print(table(HEAD, [(model, *figures(made(), seen, unseen)) for model, made in MODELS.items()]))


def figures(model: Model, seen: Sequence[Answer], unseen: Sequence[Answer]) -> tuple[str, ...]:
    """Return a row: how well, and at what cost."""
    begun = time.process_time()
    model.fit(seen)
    fitted = time.process_time()
    predicted = []
    for answer in unseen:
        predicted.append(model.predict(answer))
        model.observe(answer)
    seconds = time.process_time() - fitted
    chances = np.array(predicted)
    right = np.array([answer.correct for answer in unseen])
    return (
        f"{area(chances, right):.3f}",
        f"{log_loss(chances, right):.3f}",
        f"{((chances > 0.5) == right).mean():.3f}",
        f"{calibration_error(chances, right):.3f}",
        f"{1e6 * seconds / len(unseen):.1f}",
        f"{fitted - begun:.1f}",
    )


def bytes_a_learner(learners: int = 300) -> float:
    """Return what one more learner adds, items and skills being known."""
    every = simulated(KINDS[0], learners=learners, answers=50)
    model = KnowledgeModel()
    for answer in every:
        model.observe("the first", answer.item, (answer.skill,), answer.correct)
    tracemalloc.start()
    for answer in every:
        model.observe(answer.student, answer.item, (answer.skill,), answer.correct)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return grown / learners


if __name__ == "__main__":
    main()
