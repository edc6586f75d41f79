"""The rows a take-out is made of, as they are read: numbers of people still in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One row of the log: a question that was answered, or put away with a word on why."""

    student_id: int
    set_key: str
    content_id: int
    problem: str
    topic: str
    skill: str
    difficulty: int
    content_version: int | None
    variant_seed: int | None
    start_time: dt.datetime
    end_time: dt.datetime
    seconds: int
    is_correct: bool | None
    hints_used: int
    note: str
    confidence: float | None
    source: str
    is_evidence: bool
    predicted: float | None
    reward: float | None
    policy_version_id: int | None
    propensity: float | None
    state: Mapping[str, Any]
    action: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """A version of a live parameter set."""

    version_id: int
    name: str
    cohort_id: int | None
    effective_from: dt.datetime
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What is taken away, before names are replaced.

    Attributes:
        rows: In the order in which the questions were shown.
        classes: By learner, the class they are in: the first of several.
        policies: All versions there are.
    """

    rows: Sequence[Logged]
    classes: Mapping[int, int]
    policies: Sequence[PolicyRow]
