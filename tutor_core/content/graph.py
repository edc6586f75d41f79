"""The skill graph: which skill stands on which, without cycles."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Generic, TypeVar

Skill = TypeVar("Skill", bound=Hashable)


class SkillCycleError(ValueError):
    """Skills that need each other; nobody could begin any of them."""


@dataclass(frozen=True)
class SkillGraph(Generic[Skill]):
    """Skills and their direct prerequisites.

    Attributes:
        prerequisites: Every skill and the skills it stands on directly. A skill that is only
            named as a prerequisite belongs to the graph too.

    Raises:
        SkillCycleError: The graph has a cycle; the sentence names it.
    """

    prerequisites: Mapping[Skill, Iterable[Skill]]

    def __post_init__(self) -> None:
        needs = {skill: tuple(needed) for skill, needed in self.prerequisites.items()}
        for needed in tuple(needs.values()):
            for skill in needed:
                needs.setdefault(skill, ())
        object.__setattr__(self, "prerequisites", needs)
        _ = self.topological_order  # refuses cycles

    @cached_property
    def topological_order(self) -> tuple[Skill, ...]:
        """Every skill after all of its prerequisites."""
        try:
            return tuple(TopologicalSorter(self.prerequisites).static_order())
        except CycleError as error:
            # graphlib names each skill before the one that needs it; people read it the other way.
            circle = " needs ".join(str(skill) for skill in reversed(error.args[1]))
            raise SkillCycleError(
                f"The prerequisites go round in a circle: {circle}. Remove one of these links."
            ) from None

    @cached_property
    def unlocks(self) -> Mapping[Skill, tuple[Skill, ...]]:
        """Every skill and the skills that stand on it directly."""
        result: dict[Skill, list[Skill]] = {skill: [] for skill in self.prerequisites}
        for skill, needed in self.prerequisites.items():
            for prerequisite in needed:
                result[prerequisite].append(skill)
        return {skill: tuple(above) for skill, above in result.items()}

    def ancestors(self, skill: Skill) -> frozenset[Skill]:
        """Give all that a skill stands on, directly or not, without the skill itself."""
        return self._reach(skill, self.prerequisites)

    def descendants(self, skill: Skill) -> frozenset[Skill]:
        """Give all that stands on a skill, directly or not, without the skill itself."""
        return self._reach(skill, self.unlocks)

    @staticmethod
    def _reach(start: Skill, edges: Mapping[Skill, Iterable[Skill]]) -> frozenset[Skill]:
        reached: set[Skill] = set()
        ahead = list(edges[start])
        while ahead:
            skill = ahead.pop()
            if skill not in reached:
                reached.add(skill)
                ahead.extend(edges[skill])
        return frozenset(reached)
