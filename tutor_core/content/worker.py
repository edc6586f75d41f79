"""A process of its own for algebra: it can be killed, so no answer can hang the web server.

`python -m tutor_core.content.worker` reads one JSON object a line from standard input and answers
each with one line. The parent side is `Workers`: one process at work and a warm spare, each asked
by one thread at a time, killed past the limit and replaced while the other serves. Loading sympy
takes seconds; a process counts as ready only when it has said so, and the limit counts from the
request. Never multiprocessing: its children would execute Home.py again.
"""

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from tutor_core.content.answers.verdicts import Grade

LIMIT_SECONDS = 2.0
START_SECONDS = 60.0
WAIT_SECONDS = 30.0
PROCESSES = 2
MEMORY_BYTES = 2 << 30
ORPHAN_SECONDS = 10
READY = "ready"
COMMAND = (sys.executable, "-m", "tutor_core.content.worker")

TOO_LONG = Grade(
    verdict="invalid",
    note="invalid.timeout",
    message="That takes me too long to check: try a simpler way to write it.",
)
BUSY = Grade(
    verdict="invalid",
    note="invalid.busy",
    message="I cannot check answers just now: please try again in a moment.",
)
BROKEN = Grade(
    verdict="invalid",
    note="invalid.unchecked",
    message="I could not check that: try another way to write it.",
)

_log = logging.getLogger(__name__)


def _without_secrets() -> dict[str, str]:
    """Return the environment without our settings: who reads hostile text needs no keys."""
    ours = ("TUTOR_", "STREAMLIT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


class _Process:
    """One child; only the thread that took it from the pool may ask it."""

    def __init__(self, command: Sequence[str], changed: threading.Condition) -> None:
        root = str(Path(__file__).resolve().parents[2])
        paths = [root, os.environ.get("PYTHONPATH", "")]
        self._child = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="ascii",
            env=_without_secrets() | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
            start_new_session=True,  # Ctrl+C is the parent's
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._changed = changed
        self.is_ready = False
        self.is_gone = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        """Pass lines on; a thread, because a pipe cannot be waited for with a limit on Windows."""
        with suppress(OSError, ValueError):
            for line in self._child.stdout or ():
                if not self.is_ready and line.strip() == READY:
                    with self._changed:
                        self.is_ready = True
                        self._changed.notify_all()
                else:
                    self._answers.put(line)
        with self._changed:
            self.is_gone = True
            self._changed.notify_all()
        self._answers.put("")

    def ask(self, request: str, limit_seconds: float) -> str | None:
        """Return the answer; "" if the process died, None past the limit."""
        try:
            if self._child.stdin is None:
                return ""
            self._child.stdin.write(request + "\n")
            self._child.stdin.flush()
        except (OSError, ValueError):
            return ""
        try:
            return self._answers.get(timeout=limit_seconds)
        except queue.Empty:
            return None

    @property
    def pid(self) -> int:
        return self._child.pid

    def kill(self) -> None:
        """End the process and everything that belongs to it."""
        self._child.kill()
        self._child.wait()
        self._reader.join()
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


class Workers:
    """A few warm processes shared by all threads."""

    def __init__(
        self,
        *,
        command: Sequence[str] = COMMAND,
        processes: int = PROCESSES,
        limit_seconds: float = LIMIT_SECONDS,
    ) -> None:
        self._command = command
        self._limit_seconds = limit_seconds
        self._changed = threading.Condition()
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._wanted = processes
        self._is_closed = False
        with self._changed:
            self._fill()

    def _fill(self) -> None:
        """Start what is missing, without waiting; the lock is held."""
        while not self._is_closed and len(self._all) < self._wanted:
            process = _Process(self._command, self._changed)
            self._all.add(process)
            self._idle.append(process)

    def wait_until_ready(self, timeout_seconds: float = START_SECONDS) -> bool:
        """Return whether every idle process has become ready in time."""
        with self._changed:
            return self._changed.wait_for(
                lambda: all(process.is_ready for process in self._idle), timeout_seconds
            )

    def pids(self) -> list[int]:
        """Return the numbers of the processes that exist."""
        with self._changed:
            return [process.pid for process in self._all]

    def grade(self, response: str, spec: Mapping[str, Any], locale: str) -> Grade:
        """Ask a process; one that died on its own is replaced and another asked once."""
        request = json.dumps({"response": response, "spec": spec, "locale": locale}, default=str)
        for _ in range(PROCESSES + 1):
            process = self._take()
            if process is None:
                return BUSY
            answer = process.ask(request, self._limit_seconds)
            if answer:
                self._give_back(process)
                return _grade(answer)
            self._replace(process)
            if answer is None:
                _log.warning("a response took longer than %s s to grade", self._limit_seconds)
                return TOO_LONG
        _log.error("the grading worker dies on one response of type %s", spec.get("type"))
        return BROKEN

    def _take(self) -> _Process | None:
        """Return a ready process of one's own, None if there is none for long."""
        until = time.monotonic() + WAIT_SECONDS
        with self._changed:
            while not self._is_closed and time.monotonic() < until:
                self._bury()
                ready = next((process for process in self._idle if process.is_ready), None)
                if ready is not None:
                    self._idle.remove(ready)
                    return ready
                self._changed.wait(until - time.monotonic())
        return None

    def _bury(self) -> None:
        """Replace idle processes that ended by themselves; the lock is held."""
        for process in [process for process in self._idle if process.is_gone]:
            was_ready = process.is_ready
            self._idle.remove(process)
            self._all.discard(process)
            process.kill()
            if not was_ready:
                _log.error("the grading worker does not start")
                self._changed.wait(0.5)  # not to start processes in a rush
        self._fill()

    def _give_back(self, process: _Process) -> None:
        with self._changed:
            if not self._is_closed:
                self._idle.append(process)
                self._changed.notify()

    def _replace(self, process: _Process) -> None:
        process.kill()
        with self._changed:
            self._all.discard(process)
            self._fill()

    def close(self) -> None:
        """End all processes; whoever waits for one is told that the grader is busy."""
        with self._changed:
            self._is_closed = True
            processes = list(self._all)
            self._all.clear()
            self._idle.clear()
            self._changed.notify_all()
        for process in processes:
            process.kill()


def _grade(answer: str) -> Grade:
    try:
        return Grade(**json.loads(answer))
    except (ValueError, TypeError):
        _log.exception("the grading worker answered with something else")
        return BROKEN


# The child


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _die_if_orphaned() -> None:
    """End this process if one request takes far longer than any parent would wait."""
    try:
        import signal  # noqa: PLC0415

        signal.alarm(ORPHAN_SECONDS)
    except (ImportError, AttributeError):
        return


def _answer(line: str) -> Grade:
    from tutor_core.content.answers.mathematics import assess_fully  # noqa: PLC0415 - loads sympy

    request = json.loads(line)
    try:
        return assess_fully(request["response"], request["spec"], request["locale"])
    except (MemoryError, RecursionError):
        return TOO_LONG
    except Exception:
        _log.exception("a response of type %s could not be graded", request["spec"]["type"])
        return BROKEN


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer requests until there are no more."""
    _limit_memory()
    warm = {"type": "expression", "answer": "(x+1)^2", "form": "factored"}
    _answer(json.dumps({"response": "(1+x)^2", "spec": warm, "locale": "en"}))
    print(READY, file=answers, flush=True)
    for line in requests:
        _die_if_orphaned()
        print(json.dumps(asdict(_answer(line))), file=answers, flush=True)
        _rest()


def _rest() -> None:
    with suppress(ImportError, AttributeError):
        import signal  # noqa: PLC0415

        signal.alarm(0)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
