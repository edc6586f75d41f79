"""Who there is in a demo school: rows of accounts and of classes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.accounts import passwords
from tutor_core.simulation import rows
from tutor_core.simulation.events import Blueprint, World
from tutor_core.simulation.people import CLASS_NAMES, full_names

STUDENT, NEWCOMER, TEACHER, RESEARCHER = (
    "demo-student",
    "demo-newcomer",
    "demo-teacher",
    "demo-researcher",
)
DOMAIN = "demo.example"  # reserved: no such address exists


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Accounts beside the learners': their numbers."""

    newcomer: int
    teachers: tuple[int, int]
    researcher: int


def staff_beside(learners: int) -> Staff:
    """Return the numbers of the accounts that come after the learners'."""
    return Staff(
        newcomer=learners + 1,
        teachers=(learners + 2, learners + 3),
        researcher=learners + 4,
    )


def account_rows(
    world: World, blueprint: Blueprint, staff: Staff, hashes: list[str]
) -> list[dict[str, Any]]:
    """Return one row of `students` a person; the hashes are of those a visitor may be.

    Args:
        world: What happened.
        blueprint: From which it was made.
        staff: Who there is beside the learners.
        hashes: Of the student, the newcomer, a teacher and the researcher.
    """
    names = full_names(len(world.habits) + 4, rng=random.Random(f"{blueprint.seed}:names"))
    last_seen: dict[int, dt.datetime] = {}
    for tried in world.attempts:
        last_seen[tried.learner] = tried.ended_at
    found = [
        _account(rows.student_id_of(learner), f"learner-{learner:03}", name, world)
        | {"timezone": habits.zone.key, "last_login": last_seen.get(learner)}
        for learner, (habits, name) in enumerate(zip(world.habits, names, strict=False))
    ]
    zone = {"timezone": world.habits[0].zone.key}
    newcomer, *teachers, researcher = names[len(world.habits) :]
    found[0] |= {"username": STUDENT, "email": f"{STUDENT}@{DOMAIN}", "hashed_password": hashes[0]}
    found += [
        _account(staff.newcomer, NEWCOMER, newcomer, world)
        | zone
        | {"hashed_password": hashes[1], "created_at": blueprint.now},
        _account(staff.teachers[0], TEACHER, teachers[0], world)
        | zone
        | {"role": "teacher", "hashed_password": hashes[2]},
        _account(staff.teachers[1], "teacher-2", teachers[1], world) | zone | {"role": "teacher"},
        _account(staff.researcher, RESEARCHER, researcher, world)
        | zone
        | {"role": "researcher", "hashed_password": hashes[3]},
    ]
    return found


def _account(number: int, username: str, name: str, world: World) -> dict[str, Any]:
    return {
        "id": number,
        "username": username,
        "email": f"{username}@{DOMAIN}",
        "full_name": name,
        "hashed_password": passwords.NO_PASSWORD,
        "role": "student",
        "locale": "en",
        "created_at": world.began_at,
        "last_login": None,
    }


def cohort_rows(world: World, blueprint: Blueprint, staff: Staff) -> list[Mapping[str, Any]]:
    """Return the classes, shared between the two teachers."""
    rng = random.Random(f"{blueprint.seed}:codes")
    count = max(world.cohort_of) + 1
    return [
        {
            "id": cohort + 1,
            "name": CLASS_NAMES[cohort % len(CLASS_NAMES)],
            "teacher_id": staff.teachers[cohort * 2 // count],
            "join_code": "".join(rng.choices("ABCDEFGHJKMNPQRSTUVWXYZ23456789", k=6)),
            "created_at": world.began_at,
        }
        for cohort in range(count)
    ]
