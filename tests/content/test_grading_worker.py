import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tutor_core.content import grading
from tutor_core.content.grading import close, grade, shared_workers, warm_up
from tutor_core.content.worker import Workers

SQUARE = {"type": "expression", "answer": "(x+1)^2"}
READY_THEN = "import sys, time; print('ready', flush=True)\n"
SLEEPS = [sys.executable, "-c", READY_THEN + "time.sleep(60)"]
DIES = [sys.executable, "-c", READY_THEN + "sys.stdin.readline()"]
BABBLES = [sys.executable, "-c", READY_THEN + "sys.stdin.readline(); print('{', flush=True)"]
NEVER_STARTS = [sys.executable, "-c", "import sys; sys.exit(1)"]
SLOW_START = [
    sys.executable,
    "-c",
    "import json, time; time.sleep(1); " + READY_THEN.replace("\n", "; ")
    + "[print(json.dumps({'verdict': 'correct', 'note': 'n'}), flush=True) for _ in sys.stdin]",
]  # fmt: skip


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def workers():
    made = []

    def make(command, **options):
        made.append(Workers(command=command, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_response_past_the_limit_is_invalid_and_its_process_is_replaced(workers):
    pool = workers(SLEEPS, limit_seconds=0.2)
    assert pool.wait_until_ready()
    before = set(pool.pids())
    started = time.monotonic()
    graded = pool.grade("x", SQUARE, "en")
    assert (graded.verdict, graded.note) == ("invalid", "invalid.timeout")
    assert time.monotonic() - started < 1
    after = set(pool.pids())
    assert len(after) == len(before) == 2
    (killed,) = before - after
    assert not alive(killed)


def test_the_time_a_process_takes_to_start_does_not_count(workers):
    pool = workers(SLOW_START, limit_seconds=0.5, processes=1)
    assert pool.grade("x", SQUARE, "en").verdict == "correct"


def test_a_response_that_always_ends_the_process_is_invalid(workers):
    assert workers(DIES).grade("x", SQUARE, "en").note == "invalid.unchecked"


def test_an_answer_that_is_no_grade_is_invalid(workers):
    assert workers(BABBLES).grade("x", SQUARE, "en").note == "invalid.unchecked"


def test_processes_that_never_start_are_given_up(workers, monkeypatch):
    monkeypatch.setattr("tutor_core.content.worker.WAIT_SECONDS", 1.0)
    assert workers(NEVER_STARTS).grade("x", SQUARE, "en").note == "invalid.busy"


def test_closing_ends_every_process_and_lets_no_one_wait(workers):
    pool = workers(SLEEPS)
    pids = pool.pids()
    pool.close()
    assert not any(map(alive, pids))
    assert pool.grade("x", SQUARE, "en").note == "invalid.busy"


def test_grading_goes_on_after_both_processes_are_killed():
    warm_up(wait=True)
    for pid in shared_workers().pids():
        os.kill(pid, 9)
    assert grade("x^2+2x+1", SQUARE).verdict == "correct"
    assert len(shared_workers().pids()) == 2


def test_many_threads_each_get_their_own_answer():
    warm_up(wait=True)
    asked = [(f"x^2 + {n}x", {"type": "expression", "answer": f"x(x+{m})"}, n == m)
             for n in range(1, 9) for m in range(1, 6)]  # fmt: skip
    start = threading.Barrier(8)

    def work(share):
        start.wait()
        return [grade(response, spec).verdict for response, spec, _ in share]

    with ThreadPoolExecutor(8) as threads:
        graded = list(threads.map(work, [asked[number::8] for number in range(8)]))
    expected = [
        ["correct" if same else "incorrect" for *_, same in asked[number::8]] for number in range(8)
    ]
    assert graded == expected


def test_close_and_grade_again():
    close()
    assert grade("(1+x)^2", SQUARE).verdict == "correct"


def test_simple_answers_need_no_worker(monkeypatch):
    def refuse():
        raise AssertionError("a worker was asked")

    monkeypatch.setattr(grading, "shared_workers", refuse)
    for spec, response in (
        ({"type": "number", "answer": "1/3"}, "2/6"),
        ({"type": "set", "answer": ["1", "1/2"]}, "0.5 or 1"),
        ({"type": "list", "answer": ["1", "2"]}, "(1, 2)"),
        ({"type": "text", "answer": ["photon"]}, "Photon"),
        ({"type": "choice", "answer": "A"}, "a"),
        ({"type": "order", "answer": ["a", "b"]}, "a\nb"),
    ):
        assert grade(response, spec).verdict == "correct"


def test_the_server_process_never_loads_algebra():
    code = (
        "import sys; from tutor_core.content.grading import grade, close; "
        "assert grade('x+1', {'type': 'expression', 'answer': '1+x'}).verdict == 'correct'; "
        "assert not {'sympy', 'pint', 'mpmath', 'streamlit', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_processes_end_with_the_server():
    code = (
        "from tutor_core.content.grading import shared_workers, warm_up; "
        "warm_up(wait=True); print(*shared_workers().pids())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert not any(alive(int(pid)) for pid in done.stdout.split())
