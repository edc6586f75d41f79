"""What the answers to the quiz say: how often each of the four ways was ticked.

A taste, not an ability: nothing here tells how well somebody learns, and nothing that chooses
questions may read it. Research has looked for an advantage of teaching to such tastes and not
found it (Pashler, McDaniel, Rohrer & Bjork 2008, Psychological Science in the Public Interest
9:105), so the only use of a style is to order formats of equal worth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tutor_core.profiling.questionnaire import LETTERS, QUESTIONS, Letter

LEAST_ANSWERED = 8
BALANCED = "balanced"
WORDS: Mapping[Letter, str] = {
    "V": "visual",
    "A": "auditory",
    "R": "reading",
    "K": "kinesthetic",
}
_NUMBERS = frozenset(question.number for question in QUESTIONS)

Answers = Mapping[int, Collection[str]]
"""By question, the letters that were ticked; none for a question that was skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How somebody says they like to study.

    Attributes:
        scores: By letter, its share of all ticks, 0 to 1; together 1.
    """

    scores: Mapping[Letter, float]

    @property
    def leading(self) -> tuple[Letter, ...]:
        """The letter with the highest score; several where they are tied."""
        return self._with_score(max(self.scores.values()))

    @property
    def following(self) -> tuple[Letter, ...]:
        """The letter with the next score; several where tied, none where nothing is left."""
        others = [self.scores[letter] for letter in LETTERS if letter not in self.leading]
        return self._with_score(max(others)) if any(others) else ()

    @property
    def dominant(self) -> Letter:
        """The leading letter; of several the first in the order V, A, R, K."""
        return self.leading[0]

    @property
    def secondary(self) -> Letter | None:
        """The letter tied with the dominant one, else the next; None where there is none."""
        return next(iter((*self.leading[1:], *self.following)), None)

    @property
    def is_balanced(self) -> bool:
        """Whether all four are tied."""
        return len(self.leading) == len(LETTERS)

    @property
    def word(self) -> str:
        """The style as `student_knowledge.learning_style` holds it."""
        return BALANCED if self.is_balanced else WORDS[self.dominant]

    def _with_score(self, score: float) -> tuple[Letter, ...]:
        return tuple(letter for letter in LETTERS if self.scores[letter] == score)


def checked(number: int, letters: Collection[str]) -> tuple[Letter, ...]:
    """Return the letters ticked at a question, each once, in the order V, A, R, K.

    Raises:
        ValueError: There is no such question, or a letter is none of the four.
    """
    if number not in _NUMBERS:
        raise ValueError(f"there is no question {number!r}, only 1 to {len(QUESTIONS)}")
    unknown = sorted(set(letters) - set(LETTERS))
    if unknown:
        raise ValueError(f"question {number}: {unknown} are none of {', '.join(LETTERS)}")
    return tuple(letter for letter in LETTERS if letter in letters)


def answered_in(answers: Answers) -> int:
    """Return how many questions have at least one tick."""
    return sum(bool(letters) for letters in answers.values())


def style_of(answers: Answers) -> Style:
    """Return what the answers say; questions that were skipped say nothing.

    Raises:
        ValueError: Fewer than eight are answered, or one is none of the quiz.
    """
    ticked = [letter for number, letters in answers.items() for letter in checked(number, letters)]
    answered = answered_in(answers)
    if answered < LEAST_ANSWERED:
        raise ValueError(f"{answered} questions are answered; it takes {LEAST_ANSWERED} at least")
    return Style(scores={letter: ticked.count(letter) / len(ticked) for letter in LETTERS})
