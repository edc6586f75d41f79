"""Somebody for whom a teacher makes an account."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLearner:
    """A checked line of a roster: user name, e-mail, and how they are called, or empty."""

    username: str
    email: str
    name: str
