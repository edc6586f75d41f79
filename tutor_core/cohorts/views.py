"""What pages show of classes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.cohorts.codes import CodeState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class in the list of those somebody teaches.

    Attributes:
        cohort_id: Its row.
        name: What it is called.
        learners: How many are in it.
        is_archived: Whether it is put away.
        is_own: Whether the actor owns it, or helps to teach it.
    """

    cohort_id: int
    name: str
    learners: int
    is_archived: bool
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCode:
    """The code of a class.

    Attributes:
        code: Its signs.
        expires_at: From when on it lets nobody in; None for never.
        state: Whether it lets anybody in now.
    """

    code: str
    expires_at: dt.datetime | None
    state: CodeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """Somebody who teaches a class.

    Attributes:
        teacher_id: Their account.
        name: How they are called.
        username: What they sign in with.
        is_owner: Whether the class is theirs; an owner cannot be removed.
    """

    teacher_id: int
    name: str
    username: str
    is_owner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of a class: its row, its name, who is in it, and the version that was shown."""

    group_id: int
    name: str
    version: int
    learners: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """A learner of a class, as their teachers see them.

    Attributes:
        student_id: Their account.
        name: How they are called.
        username: What they sign in with.
        joined_at: Since when they are in the class.
        groups: Names of their groups.
        last_active: Their last day with an answer or a review; None for none yet.
        answers: Questions they answered on the last seven of their days.
        is_waiting: Whether their account was made from a roster and has no password yet.
    """

    student_id: int
    name: str
    username: str
    joined_at: dt.datetime | None
    groups: tuple[str, ...]
    last_active: dt.date | None
    answers: int
    is_waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A class, as its teachers see it.

    Attributes:
        cohort_id: Its row.
        name: What it is called.
        version: By which a change made in another tab is noticed.
        is_archived: Whether it is put away.
        is_own: Whether the actor owns it, or helps to teach it.
        code: By which learners join.
        teachers: The owner first.
        groups: By name.
        roster: By name.
    """

    cohort_id: int
    name: str
    version: int
    is_archived: bool
    is_own: bool
    code: JoinCode
    teachers: tuple[Teacher, ...]
    groups: tuple[Group, ...]
    roster: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedClass:
    """A class that a learner is in.

    Attributes:
        cohort_id: Its row.
        name: What it is called.
        teachers: How those who teach it are called, the owner first.
        groups: Names of the learner's groups in it.
        joined_at: Since when.
        is_archived: Whether its teacher put it away.
    """

    cohort_id: int
    name: str
    teachers: tuple[str, ...]
    groups: tuple[str, ...]
    joined_at: dt.datetime | None
    is_archived: bool
