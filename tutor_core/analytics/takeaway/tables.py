"""The tables of a take-out: rows with pseudonyms for people, and nothing that anybody typed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from tutor_core.analytics.takeaway.codebook import TABLES
from tutor_core.analytics.takeaway.pseudonyms import Pseudonyms
from tutor_core.analytics.takeaway.views import Extract, Logged

FEWEST = 5  # learners of a class before it is told, and of a take-out before there is one
RULE_NAME = re.compile(r"[a-z][a-z0-9_.]*")
Row = dict[str, Any]


def tables_of(extract: Extract, pseudonyms: Pseudonyms) -> dict[str, pd.DataFrame]:
    """Return events, decisions, items and policies, in this order; see the codebook."""
    told = classes_told(extract)
    classes = {
        number: pseudonyms.of("class", number) if number in told else ""
        for number in {*extract.classes.values(), *(one.cohort_id for one in extract.policies)}
        if number is not None
    }
    rows = {
        "events": list(_events(extract, pseudonyms, classes)),
        "decisions": list(_decisions(extract.rows, pseudonyms)),
        "items": list(_items(extract.rows)),
        "policies": list(_policies(extract, classes)),
    }
    return {
        name: pd.DataFrame(rows[name], columns=list(columns)).convert_dtypes()
        for name, columns in TABLES.items()
    }


def classes_told(extract: Extract) -> set[int]:
    """Return the classes of which enough learners are in the take-out to be told."""
    there = {row.student_id for row in extract.rows if row.is_correct is not None}
    sizes = Counter(extract.classes[one] for one in there if one in extract.classes)
    return {number for number, size in sizes.items() if size >= FEWEST}


def _events(extract: Extract, pseudonyms: Pseudonyms, classes: Mapping[int, str]) -> Iterator[Row]:
    views: Counter[tuple[int, int]] = Counter()
    for row in extract.rows:
        if row.is_correct is None:
            continue
        views[row.student_id, row.content_id] += 1
        yield {
            "Anon Student Id": pseudonyms.of("learner", row.student_id),
            "Session Id": _session(row, pseudonyms),
            "Time": _time(row.end_time),
            "Time Zone": "UTC",
            "Duration (sec)": row.seconds,
            "Student Response Type": "ATTEMPT",
            "Tutor Response Type": "RESULT",
            "Level (Subject)": row.topic,
            "Problem Name": row.problem,
            "Problem View": views[row.student_id, row.content_id],
            "Problem Start Time": _time(row.start_time),
            "Step Name": "whole",
            "Outcome": "CORRECT" if row.is_correct else "INCORRECT",
            "Total Num Hints": row.hints_used,
            "Class": classes.get(extract.classes.get(row.student_id, 0), ""),
            "KC (Skill)": row.skill,
            "CF (Difficulty)": row.difficulty,
            "CF (Content Version)": row.content_version,
            "CF (Variant Seed)": row.variant_seed,
            "CF (Source)": row.source,
            "CF (Chosen By)": row.action.get("chosen_by", ""),
            "CF (Answer Rule)": row.note if RULE_NAME.fullmatch(row.note) else "",
            "CF (Confidence)": row.confidence,
            "CF (Is Evidence)": row.is_evidence,
            "CF (Predicted)": row.predicted,
            "CF (Reward)": row.reward,
            "CF (Policy Version)": row.policy_version_id,
            "CF (Propensity)": row.propensity,
        }


def _decisions(rows: Sequence[Logged], pseudonyms: Pseudonyms) -> Iterator[Row]:
    for row in rows:
        if row.propensity is None:
            continue
        action = row.action
        yield {
            "Anon Student Id": pseudonyms.of("learner", row.student_id),
            "Time": _time(row.start_time),
            "Policy Version": row.policy_version_id,
            "Epsilon": action.get("epsilon"),
            "Pulls": action.get("pulls"),
            "Lean": row.state.get("lean"),
            "Open": action.get("open"),
            "Candidates": action.get("candidates"),
            "Chosen": row.content_id,
            "Greedy": action.get("greedy_id"),
            "Explored": action.get("explored"),
            "Propensity": row.propensity,
            "Reward": None if row.is_correct is None else row.reward,
            "Put Away As": row.note if row.is_correct is None else "",
            "Considered": json.dumps(action.get("considered", {}), sort_keys=True),
        }


def _items(rows: Sequence[Logged]) -> Iterator[Row]:
    for number, row in sorted({row.content_id: row for row in rows}.items()):
        yield {
            "Item": number,
            "Problem Name": row.problem,
            "Subject": row.topic,
            "Skill": row.skill,
            "Difficulty": row.difficulty,
        }


def _policies(extract: Extract, classes: Mapping[int, str]) -> Iterator[Row]:
    for one in extract.policies:
        yield {
            "Policy Version": one.version_id,
            "Policy": one.name,
            "Class": "" if one.cohort_id is None else classes.get(one.cohort_id, ""),
            "Effective From": _time(one.effective_from),
            "Parameters": json.dumps(dict(one.parameters), sort_keys=True),
        }


def _session(row: Logged, pseudonyms: Pseudonyms) -> str:
    return pseudonyms.of(f"set {row.set_key}", row.student_id)


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
