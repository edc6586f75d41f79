"""What the studio shows: lines of the bank, an item on the desk, its versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tutor_core.content.studio.form import AnswerType, Form
from tutor_core.content.usage.views import ItemFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFilter:
    """Which items are listed; a field left at its default asks nothing.

    Attributes:
        words: What the question contains.
        topic: The subject.
        skill: Name of the main skill.
        difficulty: 1 to 5.
        type: Of the answer.
        only_mine: Those that the actor wrote.
        only_reported: Those with a report that nobody answered.
        only_withdrawn: Those that are not asked any more.
    """

    words: str = ""
    topic: str | None = None
    skill: str | None = None
    difficulty: int | None = None
    type: AnswerType | None = None
    only_mine: bool = False
    only_reported: bool = False
    only_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """An item in the list.

    Attributes:
        content_id: Its row.
        question: As it is asked with its first numbers, Markdown.
        topic: The subject.
        skill: The main skill, as people read it.
        difficulty: 1 to 5.
        type: Of the answer.
        is_exercise: Whether it comes apart into steps.
        is_template: Whether its numbers are drawn.
        is_published: Whether it is asked.
        author: Who wrote it; None for the bank that came with the tutor.
        is_own: Whether the actor did.
        may_edit: Whether the actor may change it.
        has_draft: Whether the actor is changing it.
        reports: Those that nobody answered.
        figures: How it was answered.
    """

    content_id: int
    question: str
    topic: str
    skill: str
    difficulty: int
    type: str
    is_exercise: bool
    is_template: bool
    is_published: bool
    author: str | None
    is_own: bool
    may_edit: bool
    has_draft: bool
    reports: int
    figures: ItemFigures


@dataclass(frozen=True, slots=True)
class BankPage:
    """Some lines of the list, and how many there are in all."""

    lines: tuple[BankLine, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A new item that the actor has begun."""

    draft_id: int
    question: str
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the actor is writing.

    Attributes:
        draft_id: Its row.
        content_id: The item that it changes; None for a new one.
        form: As typed.
        revision: Counts the changes.
        based_on_version: The item's version from which it began.
        current_version: The item's version now.
        updated_at: When it was changed last.
    """

    draft_id: int
    content_id: int | None
    form: Form
    revision: int
    based_on_version: int | None
    current_version: int | None
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherEditor:
    """Somebody else who is changing the same item."""

    name: str
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version of an item: who published it; None for the bank that came with the tutor."""

    version: int
    author: str | None
    created_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An item as its editor sees it.

    Attributes:
        line: What the list says of it.
        version: Its present version.
        form: Its present text.
        draft_id: The actor's draft of changes, if there is one.
        others: Who else is changing it.
        being_answered: How many learners have it open now.
        versions: The newest first.
    """

    line: BankLine
    version: int
    form: Form
    draft_id: int | None
    others: tuple[OtherEditor, ...]
    being_answered: int
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item is judged against.

    Attributes:
        topics: By the name of every skill, its subject.
        others: The published questions, masked, by what they are called.
    """

    topics: Mapping[str, str]
    others: Mapping[str, str]
