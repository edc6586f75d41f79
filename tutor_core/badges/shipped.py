"""The badges that come with the program, read from the package's own file."""

from collections.abc import Collection
from importlib import resources

from tutor_core.badges.badge import Badge
from tutor_core.badges.files import BADGES_FILE, read_badges


def shipped_badges(skills: Collection[str]) -> tuple[Badge, ...]:
    """Read the badges that come with the program.

    Args:
        skills: Names of the skills there are.

    Raises:
        CurriculumError: The file was edited and no longer fits.
    """
    file = resources.files("tutor_core") / "curriculum" / BADGES_FILE
    return read_badges(file.read_text(encoding="utf-8"), skills=skills)
