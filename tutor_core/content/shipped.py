"""The curriculum that comes with the program, read from the package's own files."""

from importlib import resources
from importlib.resources.abc import Traversable

from tutor_core.content.curriculum import Curriculum
from tutor_core.content.files.reading import SUBJECTS_FILE, read_curriculum


def shipped_files() -> dict[str, str]:
    """Give the text of each file of subjects and skills in `tutor_core/curriculum`, by path."""
    root = resources.files("tutor_core") / "curriculum"
    return {
        name: file.read_text(encoding="utf-8")
        for name, file in _walk(root, "").items()
        if name == SUBJECTS_FILE or ("/" in name and name.endswith(".yaml"))
    }


def shipped_curriculum() -> Curriculum:
    """Read the curriculum that comes with the program.

    Raises:
        CurriculumError: The files were edited and no longer fit.
    """
    return read_curriculum(shipped_files())


def _walk(folder: Traversable, prefix: str) -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        found |= _walk(entry, f"{name}/") if entry.is_dir() else {name: entry}
    return found
