"""A style is a taste: nothing that chooses, grades or estimates may know of it."""

import ast
import random
from pathlib import Path

import pytest

import tutor_core
from tests.practice.conftest import learner  # noqa: F401 - a fixture
from tests.profiling.styles.test_service import take
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.service import save

CORE = Path(tutor_core.__file__).parent
STYLE = "tutor_core.profiling"
OF_STYLE = {f"{STYLE}.{name}" for name in ("style", "styles", "formats", "questionnaire")}
# Who may know of it: what orders a lesson's parts, and what invents people.
MAY_KNOW = ("profiling/", "practice/lessons/parts.py", "simulation/tastes.py")


def chosen(learner):  # noqa: F811
    """What the tutor would ask next, by many chances, with everything it is chosen from."""
    found = []
    for seed in range(30):
        with learner.db.begin_nested() as savepoint:
            shown = practice.next_attempt(
                learner.db, learner.actor, Goal(), now=NOW, rng=random.Random(seed)
            )
            learner.db.expire_all()  # SQLite gives the number of the last one again
            row = learner.db.get(m.LearningSession, shown.attempt_id)
            found.append((row.content_id, row.propensity, row.rl_state, row.rl_action))
            savepoint.rollback()
    return found


@pytest.mark.parametrize("letters", ["V" * 8, "A" * 8, "R" * 8, "K" * 8, "VARK" * 4])
def test_the_next_question_is_the_same_with_every_style(learner, letters):  # noqa: F811
    much_chance = BanditPolicy(epsilon=0.6, recent_items=0)
    save(learner.db, OPERATOR, much_chance, reason="so that there is a choice", now=NOW)
    for _ in range(3):
        learner.answer(learner.next())
    without = chosen(learner)
    assert len({content_id for content_id, *_ in without}) > 1

    take(learner.db, learner.actor, letters)

    assert chosen(learner) == without


def imports_in(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_nothing_that_chooses_grades_or_estimates_reads_the_style():
    knowing = {
        str(path.relative_to(CORE))
        for path in CORE.rglob("*.py")
        if any(name in OF_STYLE or name.startswith(f"{STYLE}.styles") for name in imports_in(path))
    }
    assert "practice/lessons/parts.py" in knowing
    assert not {path for path in knowing if not path.startswith(MAY_KNOW)}
    naming = {
        str(path.relative_to(CORE))
        for path in CORE.rglob("*.py")
        if "learning_style" in path.read_text() and "models" not in path.parts
    }
    assert naming <= {
        "accounts/privacy/registry.py", "knowledge/service.py", "profiling/style.py",
        "profiling/styles/rows.py", "profiling/styles/service.py", "simulation/service.py",
        "simulation/rows.py", "simulation/tastes.py",
    }  # fmt: skip
