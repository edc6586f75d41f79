"""Share of skills that placement judges rightly after 10, 15 and 25 questions.

    python -m benchmarks.placement [--learners 200]

Learners of two kinds, neither drawn as the tutor's own knowledge states are: an ability that
leaves holes under what is known (15 % of the broken prerequisites stay broken), and a path of
study through the graph, some of it forgotten. Both slip in 10 % and guess in 15 % of answers. The
tutor knows the graph and the levels only. Beside it: asking 25 skills spread over the curriculum
(each other skill takes the nearest one's answer), and asking every skill once.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Mapping

from benchmarks.report import machine, table
from tutor_core.profiling.placement import Placement

SLIP, GUESS = 0.10, 0.15
AFTER = (10, 15, 25)
GOALS = {10: 0.94, 25: 0.95}
GRAPHS = 4
Graph = Mapping[int, tuple[int, ...]]
Truth = Mapping[int, bool]


def main() -> None:
    """Place the learners and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    learners = parser.parse_args().learners
    print(machine())
    for skills in (60, 200):
        for name, draw in (("ability with holes", able), ("path of study", studied)):
            print(f"\n{skills} skills, {learners} learners, {name}")
            print(table(("questions", "share right", "goal"), measured(skills, draw, learners)))


def measured(
    skills: int, draw: Callable[[Graph, Mapping[int, int], random.Random], Truth], learners: int
) -> list[tuple[str, str, str]]:
    """Return the rows of one table."""
    shares: dict[str, list[float]] = {}
    times: list[float] = []
    ended: list[int] = []
    for number in range(GRAPHS):
        rng = random.Random(number)
        needs, levels = drawn_graph(skills, rng)
        for _ in range(learners // GRAPHS):
            truth = draw(needs, levels, rng)
            answers = place(needs, levels, truth, shares, times, rng)
            ended.append(answers)
            for name, share in peers(truth, rng).items():
                shares.setdefault(name, []).append(share)
    goals = {f"{after} of ours": f"{100 * goal:.0f} %" for after, goal in GOALS.items()}
    rows = [
        (name, f"{100 * statistics.mean(found):.1f} %", goals.get(name, ""))
        for name, found in shares.items()
    ]
    rows.append(("it ends by itself after", f"{statistics.mean(ended):.1f}", "25 at most"))
    rows.append(("ms a question", f"{1000 * statistics.mean(times):.2f}", "15 at most"))
    return rows


def place(
    needs: Graph,
    levels: Mapping[int, int],
    truth: Truth,
    shares: dict[str, list[float]],
    times: list[float],
    rng: random.Random,
) -> int:
    """Place one learner with 25 questions; return after how many it would have ended."""
    placement = Placement(needs, levels, rng=random.Random(0))
    ended = 0
    for asked in range(1, AFTER[-1] + 1):
        begun = time.perf_counter()
        skill = placement.next_skill()
        if skill is None:
            ended = ended or asked - 1
            shares.setdefault("where it ended", []).append(share_right(placement, truth))
            for after in AFTER:
                if after >= asked:
                    name = f"{after} of ours"
                    shares.setdefault(name, []).append(share_right(placement, truth))
            return ended
        placement.answer(skill, says(truth[skill], rng))
        times.append(time.perf_counter() - begun)
        if asked in AFTER:
            shares.setdefault(f"{asked} of ours", []).append(share_right(placement, truth))
    shares.setdefault("where it ended", []).append(share_right(placement, truth))
    return ended or AFTER[-1]


def share_right(placement: Placement[int], truth: Truth) -> float:
    """Return the share of skills taken for what they are."""
    known = placement.probabilities()
    return statistics.mean((known[skill] > 0.5) == truth[skill] for skill in truth)


def peers(truth: Truth, rng: random.Random) -> dict[str, float]:
    """Return the shares of asking some skills, and of asking all of them once."""
    skills = sorted(truth)
    spread = [skills[round(place * (len(skills) - 1) / 24)] for place in range(25)]
    said = {skill: says(truth[skill], rng) for skill in spread}
    nearest = {skill: said[min(spread, key=lambda one: abs(one - skill))] for skill in skills}
    return {
        "25 spread over the curriculum": statistics.mean(
            nearest[skill] == truth[skill] for skill in skills
        ),
        f"every skill once ({len(skills)})": statistics.mean(
            says(truth[skill], rng) == truth[skill] for skill in skills
        ),
    }


def says(known: bool, rng: random.Random) -> bool:
    """Return whether an answer is right."""
    return rng.random() < (1 - SLIP if known else GUESS)


def drawn_graph(skills: int, rng: random.Random) -> tuple[Graph, Mapping[int, int]]:
    """Draw 1 to 3 prerequisites a skill among those a little before it, and levels by depth."""
    roots = max(4, skills // 12)
    needs: dict[int, tuple[int, ...]] = {}
    depth: dict[int, int] = {}
    for skill in range(skills):
        earlier = range(max(0, skill - skills // 4), skill)
        count = 0 if skill < roots else rng.choice((1, 1, 2, 2, 3))
        needs[skill] = tuple(sorted({rng.choice(earlier) for _ in range(count)}))
        depth[skill] = 1 + max((depth[one] for one in needs[skill]), default=-1)
    deepest = max(depth.values()) + 1
    return needs, {skill: 1 + 5 * depth[skill] // deepest for skill in depth}


def able(needs: Graph, levels: Mapping[int, int], rng: random.Random) -> Truth:
    """Draw a learner by ability, with holes."""
    ability = rng.gauss(0, 1.1)
    known: dict[int, bool] = {}
    for skill, needed in needs.items():
        known[skill] = ability + rng.gauss(0, 0.3) > levels[skill] - 3
        is_broken = known[skill] and not all(known[one] for one in needed)
        if is_broken and rng.random() > 0.15:
            known[skill] = False
    return known


def studied(needs: Graph, levels: Mapping[int, int], rng: random.Random) -> Truth:  # noqa: ARG001
    """Draw a learner who walked through the graph for a while and forgot some of it."""
    known = dict.fromkeys(needs, False)
    stays = rng.random()
    last: int | None = None
    for _ in range(int(rng.random() * 1.05 * len(needs))):
        ready = [
            skill
            for skill, needed in needs.items()
            if not known[skill] and all(known[one] for one in needed)
        ]
        further = [skill for skill in ready if last in needs[skill]]
        if not ready:
            break
        few = rng.sample(ready, min(3, len(ready)))
        last = rng.choice(further) if further and rng.random() < stays else min(few)
        known[last] = True
    forgets = 0.1 * rng.random()
    return {skill: is_known and rng.random() >= forgets for skill, is_known in known.items()}


if __name__ == "__main__":
    main()
