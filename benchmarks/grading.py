"""Microseconds a grade, by type of answer: in this process, and through the worker.

    python -m benchmarks.grading [--answers 300]

The answers are those of the shipped curriculum: for each item some variants, each answered
rightly and with every listed mistake. `in process` are those that need no algebra.
"""

import argparse
import time
from collections import defaultdict

from benchmarks.report import machine, percentile, table
from tutor_core.content.answers.judging import NeedsWorkerError, assess, judge_plain
from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.grading import close, grade, warm_up
from tutor_core.content.shipped import shipped_curriculum

SEEDS = 12


def main() -> None:
    """Grade and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=300, help="of each type, at most")
    most = parser.parse_args().answers
    cases = defaultdict(list)
    for item in shipped_curriculum().items:
        for seed in range(SEEDS if item.template else 1):
            spec = item.variant(seed).answer_spec
            answers = [
                spec["answer"],
                *(entry["answer"] for entry in spec.get("misconceptions", ())),
            ]
            for answer in answers:
                cases[spec["type"]].append((displayed_answer({**spec, "answer": answer}), spec))
    warm_up(wait=True)
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    for kind, given in sorted(cases.items()):
        step = max(1, len(given) // most)
        for response, spec in given[::step]:
            where = "worker" if needs_worker(response, spec) else "in process"
            begun = time.perf_counter()
            grade(response, spec)
            taken[kind, where].append(time.perf_counter() - begun)
    close()
    print(machine())
    rows = [
        (kind, where, len(times), *(f"{1e6 * percentile(times, p):.0f}" for p in (0.5, 0.99)))
        for (kind, where), times in sorted(taken.items())
    ]
    print(table(("type", "where", "answers", "p50 µs", "p99 µs"), rows))


def needs_worker(response: str, spec: dict) -> bool:
    """Tell whether an answer is graded by the worker."""
    try:
        assess(response, spec, "en", judge_plain)
    except NeedsWorkerError:
        return True
    return False


if __name__ == "__main__":
    main()
