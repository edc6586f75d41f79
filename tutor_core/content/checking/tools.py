"""What the `check:` blocks of the curriculum work with, inside the process that runs them.

`process.py` writes a script whose functions are these blocks and runs it once; the script calls
`run_checks`. Only files that ship with the program get here, never what a teacher imports.
"""

import contextlib
import io
import json
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import sympy as sp


def output_of(source: str) -> str:
    """Run a Python program and give what it prints, without the last line break."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "program.py"
        file.write_text(source, encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            runpy.run_path(str(file), run_name="__main__")
    return printed.getvalue().rstrip("\n")


def order_that_prints(lines: Iterable[str], wanted: str) -> list[str]:
    """Try every order of the lines; give the only one that runs and prints what is wanted.

    Raises:
        ValueError: No order does it, or several do, so that the question is not fair.
    """
    found = [list(order) for order in permutations(lines) if _prints("\n".join(order), wanted)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} orders of the lines print what is wanted")
    return found[0]


def _prints(source: str, wanted: str) -> bool:
    try:
        compile(source, "program", "exec")
        return output_of(source) == wanted
    except Exception:
        return False


def answer_text(value: Any, kind: str) -> str:  # noqa: ANN401 - whatever a check returns
    """Write what a check found as a learner would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, sp.Set) and kind == "interval":
        return _interval_text(value)
    if isinstance(value, (list, tuple, set, frozenset, sp.FiniteSet)):
        entries = [_plain(entry) for entry in value]
        joined = ", ".join(entries)
        by_kind = {
            "quantity": " ".join(entries),
            "order": "\n".join(entries),
            "set": f"{{{joined}}}",
            "list": f"({joined})",
        }
        return by_kind.get(kind, joined)
    return _plain(value)


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a check returns
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _interval_text(value: sp.Set) -> str:
    parts = sorted(
        value.args if isinstance(value, sp.Union) else [value], key=lambda part: part.inf
    )
    return " U ".join(
        f"{'(' if part.left_open else '['}{part.start}, {part.end}{')' if part.right_open else ']'}"
        for part in parts
    )


def run_checks(checks: Sequence[Callable[..., Any]]) -> None:
    """Answer the jobs on standard input, one line of JSON each, on standard output."""
    for line in sys.stdin:
        job: dict[str, Any] = json.loads(line)
        try:
            found = checks[job["check"]](
                **{name: _parameter(value) for name, value in job["parameters"].items()},
                code=job["code"],
                lines=job["lines"],
                choices=job["choices"],
            )
            result: Mapping[str, str] = {"answer": answer_text(found, job["type"])}
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


def _parameter(value: int | str | list[int]) -> int | str | Fraction:
    return Fraction(*value) if isinstance(value, list) else value
