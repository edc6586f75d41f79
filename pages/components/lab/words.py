"""What is said of policies, scopes, versions and their differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pages.components import prose
from pages.components.lab.choosing_words import CHOOSING
from pages.components.lab.fields import PolicyWords
from pages.components.lab.model_words import GAPS, KNOWLEDGE, LEVELS
from pages.components.lab.review_words import REVIEWS, SM2
from tutor_core.calendar import zone_named
from tutor_core.tuning.history import Difference, State
from tutor_core.tuning.policies import P, Policy
from tutor_core.tuning.views import ClassName

POLICIES: dict[str, PolicyWords] = {
    words.kind.name: words for words in (CHOOSING, GAPS, LEVELS, KNOWLEDGE, REVIEWS, SM2)
}
EVERYBODY = "Everybody"
STATE_WORDS: dict[State, str] = {
    "holds": "Holds now",
    "scheduled": "Still to come",
    "past": "Past",
    "called_off": "Called off, or replaced before it began",
}
STATE_ICONS: dict[State, str] = {
    "holds": ":material/check_circle:",
    "scheduled": ":material/schedule:",
    "past": ":material/history:",
    "called_off": ":material/block:",
}


def words_of(policy: Policy) -> PolicyWords:
    """Return the words of a policy."""
    return POLICIES[policy.name]


def scope(cohort: ClassName | None) -> str:
    """Return for whom something holds, safe in Markdown."""
    return EVERYBODY if cohort is None else prose.plain(cohort.name)


def difference(words: PolicyWords, one: Difference) -> str:
    """Return a changed parameter in words."""
    return f"{words.fields[one.field].label}: {one.before:g} → **{one.after:g}**"


def differences(words: PolicyWords, changed: Sequence[Difference]) -> str:
    """Return changed parameters as a list in Markdown."""
    return "\n".join(f"- {difference(words, one)}" for one in changed)


def moment(at: dt.datetime, timezone: str | None) -> str:
    """Return a moment as the person's clocks show it."""
    return f"{at.astimezone(zone_named(timezone)):%d %b %Y %H:%M}"


def sentence_of(words: PolicyWords, problems: dict[str, str]) -> str:
    """Return what is wrong with the fields, in one sentence."""
    return "; ".join(f"“{words.fields[name].label}” {said}" for name, said in problems.items())


def parameters_of(policy: P) -> dict[str, float]:
    """Return the parameters of a policy by their names."""
    return {field: getattr(policy, field) for field in policy.bounds}
