"""The grader: is a response right, and what was understood.

Words and plain fractions are judged here; all else goes to the worker (`worker.py`), so this file
loads no algebra. What a learner may type stands in `docs/grading.md`; log and ln are the natural
logarithm, log10, lg and log_b another.
"""

import atexit
import logging
import threading
from collections.abc import Mapping
from typing import Any

from tutor_core.content.answers.judging import NeedsWorkerError, assess, judge_plain
from tutor_core.content.answers.preview import preview
from tutor_core.content.answers.specs import check_spec
from tutor_core.content.answers.verdicts import Grade, Reading, with_understood
from tutor_core.content.worker import BROKEN, Workers

__all__ = ["Grade", "Reading", "check_spec", "close", "grade", "read", "shared_workers", "warm_up"]

_log = logging.getLogger(__name__)


def grade(response: str, spec: Mapping[str, Any], *, locale: str = "en") -> Grade:
    """Return the verdict on a response.

    Args:
        response: Anything at all that a learner may have typed.
        spec: What `check_spec` accepts.
        locale: Decides the decimal comma: "en", "de", "de-CH"; an unknown one has a point.

    Raises:
        ValueError: The spec is malformed; never because of the response.
    """
    check_spec(spec)
    try:
        return _grade(response, spec, locale or "en")
    except Exception:
        _log.exception("a response of type %s could not be graded", spec["type"])
        return BROKEN


def _grade(response: str, spec: Mapping[str, Any], locale: str) -> Grade:
    reading = preview(response, spec, locale)
    if not reading.is_readable:
        return Grade(
            verdict="invalid",
            note=reading.note,
            message=reading.message,
            position=reading.position,
        )
    try:
        judged = assess(response, spec, locale, judge_plain)
    except NeedsWorkerError:
        judged = shared_workers().grade(response, spec, locale)
    return with_understood(judged, reading.understood, is_latex=reading.understood_is_latex)


def read(response: str, spec: Mapping[str, Any], *, locale: str = "en") -> Reading:
    """Return how a response is understood, for a preview while it is typed; no verdict.

    Raises:
        ValueError: The spec is malformed; never because of the response.
    """
    check_spec(spec)
    try:
        return preview(response, spec, locale or "en")
    except Exception:
        _log.exception("a response of type %s could not be read", spec["type"])
        return Reading(is_readable=False, note=BROKEN.note, message=BROKEN.message)


_shared_lock = threading.Lock()
_shared: list[Workers] = []


def shared_workers() -> Workers:
    """Return the worker processes of this server, started at first use."""
    with _shared_lock:
        if not _shared:
            _shared.append(Workers())
        return _shared[0]


def warm_up(*, wait: bool = False) -> None:
    """Start the worker processes; the web server calls this when it starts.

    Args:
        wait: Whether to return only when they are ready, some seconds later.
    """
    workers = shared_workers()
    if wait:
        workers.wait_until_ready()


def close() -> None:
    """End the worker processes; grading again starts new ones."""
    with _shared_lock:
        workers = _shared.pop() if _shared else None
    if workers is not None:
        workers.close()


atexit.register(close)
