"""What a page costs: CPU, time and bytes a run, the first visit, memory, many learners at once.

    python -m benchmarks.pages [--seconds 60] [--learners 50 150]

Starts a server of its own on a demo school, and learners who speak its protocol without a
browser. CPU is that of the server and of its graders, from the system's accounts.
"""

import argparse
import asyncio
import datetime as dt
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from sqlalchemy import insert, select

from benchmarks.report import machine, percentile, table
from benchmarks.visitor import Seen, Visitor
from pages.components.runtime import COOKIE
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.sessions.service import open_session
from tutor_core.accounts.tokens import session_cookie
from tutor_core.content.studio.drafts.service import begin_changes
from tutor_core.db import Database, make_engine
from tutor_core.models import Content, MasterySkill, Skill, Student, skill_prerequisites
from tutor_core.practice.reviewing.service import answer_card
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.review.sm2 import BEST_QUALITY
from tutor_core.settings import ROOT
from tutor_core.simulation.accounts import TEACHER

KEY = "the key of a benchmark, which opens nothing else"
PAGES = {
    "Today": "",
    "Practice": "practice",
    "Gaps": "gaps",
    "Study Plan": "study_plan",
    "VARK Quiz": "vark_quiz",
    "Account": "account",
}
RUNS = 30
REVIEWER = 4  # the learner who reviews
CARDS = 300  # they have due today
REVIEWS = 100
NODES = 200  # of the tree, where it is measured
THINK = 10.0  # seconds between two actions of a learner


class Server:
    """A server process and its graders, as the system accounts for them."""

    def __init__(self, url: str, process: subprocess.Popen[bytes]) -> None:
        self.url = url
        self._process = psutil.Process(process.pid)

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        family = [self._process, *self._process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in family)

    def memory(self) -> float:
        """Return the megabytes of the server itself."""
        return self._process.memory_info().rss / 1e6


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--learners", type=int, nargs="*", default=[50, 150])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "TUTOR_DEMO": "1",
            "TUTOR_COOKIE_KEY": KEY,
            "TUTOR_DATABASE_URL": f"sqlite:///{folder}/demo.db",
        }
        made = ["demo", "--learners", str(max(given.learners) + 10), "--days", "14"]
        subprocess.run([tutor(), *made], check=True, capture_output=True)  # noqa: S603
        cookies = cookies_for(range(1, max(given.learners) + 11))
        make_due_cards(REVIEWER)
        print(machine())
        with serving() as server:
            asyncio.run(one_learner(server, cookies))
        names = grow_tree(NODES)
        with serving() as server:
            asyncio.run(in_the_tree(server, cookies[REVIEWER - 1], names))
        for learners in given.learners:
            with serving() as server:
                asyncio.run(many_learners(server, cookies[:learners], given.seconds))


async def one_learner(server: Server, cookies: Sequence[str]) -> None:
    """Measure the first visits and then each page, one learner at a time."""
    rows = []
    for name, cookie in (("first visit, cold server", cookies[0]), ("first visit", cookies[1])):
        visitor = Visitor(server.url, cookie)
        begun, used = time.perf_counter(), server.cpu()
        seen = checked(await visitor.open())
        rows.append(row(name, [time.perf_counter() - begun], [seen], server.cpu() - used))
        await visitor.close()
    visitor = Visitor(server.url, cookies[2])
    await visitor.open()
    for name, page in PAGES.items():
        checked(await visitor.run(page))
        used = server.cpu()
        runs = [checked(await visitor.run()) for _ in range(RUNS)]
        rows.append(row(name, [seen.seconds for seen in runs], runs, server.cpu() - used))
    rows.append(await answering(server, visitor))
    rows += await with_cards(server, cookies[REVIEWER - 1])
    rows += await in_the_studio(server)
    print(table(("what", "times", "CPU ms", "p50 ms", "p95 ms", "kB"), rows))


async def with_cards(server: Server, cookie: str) -> list[Sequence[object]]:
    """Measure Flashcards, and reviews: revealing a card and rating it are one."""
    found = []
    for view in ("Cards", "Statistics", "Review"):
        visitor = Visitor(server.url, cookie)
        query = f"cards_view={view}"
        checked(await visitor.open("flashcards", query))
        used = server.cpu()
        runs = [checked(await visitor.run(query=query)) for _ in range(RUNS)]
        seconds = [seen.seconds for seen in runs]
        found.append(row(f"Flashcards, {view}", seconds, runs, server.cpu() - used))
    taken, runs = [], []
    used = server.cpu()
    for _ in range(REVIEWS):
        revealed = checked(await visitor.press("card_reveal"))
        rated = checked(await visitor.press("card_rate_4"))
        if "card_rate_4" not in revealed.widgets or "card_reveal" not in rated.widgets:
            raise RuntimeError("the card was not turned, or the next one did not come")
        taken.append(revealed.seconds + rated.seconds)
        runs += [revealed, rated]
    found.append(row("a review: reveal, then rate", taken, runs, server.cpu() - used))
    await visitor.close()
    return found


async def in_the_tree(server: Server, cookie: str, names: Sequence[str]) -> None:
    """Measure the mastery tree of `NODES` skills: the page, and clicks at skills in it."""
    visitor = Visitor(server.url, cookie)
    checked(await visitor.open("mastery_tree"))
    rng, rows = random.Random(9), []
    for name in ("Algebra", "All subjects"):
        checked(await visitor.choose("tree_topic", name))
        used = server.cpu()
        runs = [checked(await visitor.run()) for _ in range(RUNS)]
        taken = [seen.seconds for seen in runs]
        rows.append(row(f"Mastery Tree, {name}", taken, runs, server.cpu() - used))
        used = server.cpu()
        runs = [
            checked(await visitor.pick("tree", "picked", rng.choice(names))) for _ in range(RUNS)
        ]
        taken = [seen.seconds for seen in runs]
        rows.append(row(f"a click there, {name}", taken, runs, server.cpu() - used))
    await visitor.close()
    print(table(("what", "times", "CPU ms", "p50 ms", "p95 ms", "kB"), rows))


async def in_the_studio(server: Server) -> list[Sequence[object]]:
    """Measure a teacher's pages: the list, an item of their own, and a draft of it."""
    database = Database(make_engine(os.environ["TUTOR_DATABASE_URL"]))
    with database.reading() as db:
        teacher = db.scalars(select(Student.id).where(Student.username == TEACHER)).one()
        item = db.scalars(select(Content.id).where(Content.created_by == teacher)).one()
    now = dt.datetime.now(dt.UTC)
    draft = database.run(lambda db: begin_changes(db, Actor(teacher, "teacher"), item, now=now))
    database.engine.dispose()
    visitor = Visitor(server.url, cookies_for([teacher])[0])
    await visitor.open()
    found = []
    for name, query in (("list", ""), ("item", f"item={item}"), ("editor", f"draft={draft}")):
        checked(await visitor.run("content_studio", query))
        used = server.cpu()
        runs = [checked(await visitor.run(query=query)) for _ in range(RUNS)]
        seconds = [seen.seconds for seen in runs]
        found.append(row(f"Content Studio, {name}", seconds, runs, server.cpu() - used))
    return found


async def answering(server: Server, visitor: Visitor) -> Sequence[object]:
    """Answer and go on, many times: both together are one."""
    shown = checked(await visitor.run("practice"))
    taken, runs = [], []
    used = server.cpu()
    for _ in range(RUNS):
        answered = await answer(visitor, shown)
        shown = checked(await visitor.press("practice_next"))
        taken.append(answered.seconds + shown.seconds)
        runs += [answered, shown]
        if "practice_next_set" in shown.widgets:
            shown = checked(await visitor.press("practice_next_set"))
    return row("answer, then next question", taken, runs, server.cpu() - used)


async def many_learners(server: Server, cookies: Sequence[str], seconds: float) -> None:
    """Let many learners practise at once, each acting about every ten seconds."""
    visitors = [Visitor(server.url, cookie) for cookie in cookies]
    warm = Visitor(server.url, cookies[0])
    await warm.open("practice")
    shown = [checked(await visitor.open("practice")) for visitor in visitors]
    used = server.cpu()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    await asyncio.gather(
        *(practise(one, seen, end, taken) for one, seen in zip(visitors, shown, strict=True))
    )
    head = ("learners", "actions", "p50 ms", "p95 ms", "p99 ms", "CPU of a core", "server MB")
    figures = [f"{1000 * percentile(taken, share):.0f}" for share in (0.5, 0.95, 0.99)]
    busy = f"{100 * (server.cpu() - used) / seconds:.0f} %"
    print(table(head, [(len(visitors), len(taken), *figures, busy, f"{server.memory():.0f}")]))
    for one in [warm, *visitors]:
        await one.close()


async def practise(visitor: Visitor, shown: Seen, end: float, taken: list[float]) -> None:
    """Work until the end, thinking between two actions."""
    rng = random.Random(id(visitor))
    await asyncio.sleep(rng.random() * THINK)
    while time.perf_counter() < end:
        is_answered = any(key.startswith("practice_next") for key in shown.widgets)
        if is_answered:
            following = next(key for key in shown.widgets if key.startswith("practice_next"))
            shown = checked(await visitor.press(following))
        else:
            shown = await answer(visitor, shown)
        taken.append(shown.seconds)
        await asyncio.sleep(THINK * rng.uniform(0.5, 1.5))


async def answer(visitor: Visitor, shown: Seen) -> Seen:
    """Answer the question shown: with a number where there is a field, else not knowing."""
    if shown.fields:
        seen = checked(await visitor.press("practice_check", **{shown.fields[0]: "17"}))
        if "practice_next" in seen.widgets:
            return seen
    return checked(await visitor.press("practice_give_up"))


def checked(seen: Seen) -> Seen:
    """Refuse a run that failed."""
    if seen.error:
        raise RuntimeError(seen.error)
    return seen


def row(what: str, taken: Sequence[float], runs: Sequence[Seen], cpu: float) -> Sequence[object]:
    """Return a row of the table."""
    times = [*taken, taken[0]]  # a percentile needs two values
    return (
        what,
        len(taken),
        f"{1000 * cpu / len(taken):.1f}",
        *(f"{1000 * percentile(times, share):.0f}" for share in (0.5, 0.95)),
        f"{sum(seen.size for seen in runs) / len(taken) / 1000:.1f}",
    )


def grow_tree(nodes: int) -> list[str]:
    """Add invented skills to the demo school until there are so many; return all names."""
    database = Database(make_engine(os.environ["TUTOR_DATABASE_URL"]))
    rng = random.Random(9)
    with database.transaction() as db:
        skills = list(db.scalars(select(Skill).join(MasterySkill, MasterySkill.id == Skill.id)))
        while len(skills) < nodes:
            near = rng.choice(skills)
            kin = [one for one in skills if one.parent_skill_id == near.parent_skill_id]
            below = sorted(one.id for one in rng.sample(kin, min(len(kin), rng.randint(1, 3))))
            number = 1_000_000 + len(skills)
            skill = Skill(
                id=number,
                name=f"invented-{number}",
                display_name=f"An invented skill, {number}",
                parent_skill_id=near.parent_skill_id,
                prerequisite_skill_ids=below,
                difficulty_level=2,
            )
            db.add_all([skill, MasterySkill(id=number, name=skill.name, difficulty="beginner")])
            db.flush()
            pairs = [{"skill_id": number, "prerequisite_id": one} for one in below]
            db.execute(insert(skill_prerequisites), pairs)
            skills.append(skill)
        names = [skill.name for skill in skills]
    database.engine.dispose()
    return names


def make_due_cards(number: int) -> None:
    """Give somebody of the demo school cards that were answered once, two weeks ago."""
    database = Database(make_engine(os.environ["TUTOR_DATABASE_URL"]))
    actor, now = Actor(number, "student"), dt.datetime.now(dt.UTC) - dt.timedelta(days=14)
    with database.transaction() as db:
        for card in range(CARDS):
            sides = Sides(front=f"What is ${card} + 1$?", back=f"It is **{card + 1}**.")
            (card_id,) = make_cards(db, actor, sides, topic="algebra", now=now)
            answer_card(db, actor, card_id, BEST_QUALITY, revision=0, seconds=5, now=now)
    database.engine.dispose()


def cookies_for(people: Iterable[int]) -> list[str]:
    """Sign people of the demo school in."""
    database = Database(make_engine(os.environ["TUTOR_DATABASE_URL"]))
    now = dt.datetime.now(dt.UTC)
    found = []
    with database.transaction() as db:
        for number in people:
            opened = open_session(db, number, now=now)
            token = session_cookie(opened.session_id, number, key=KEY, now=now)
            found.append(f"{COOKIE}={token}")
    database.engine.dispose()
    return found


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for a block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(  # noqa: S603
            [tutor(), "serve", "--port", str(port)], stdout=nothing, stderr=nothing, cwd=ROOT
        )
    while True:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5)  # noqa: S310
            break
        except OSError:
            time.sleep(0.1)
    time.sleep(5)  # for the graders, which start beside it
    yield Server(url, process)
    process.terminate()
    process.wait()


def tutor() -> Path:
    """Return the command."""
    return Path(sys.executable).with_name("tutor")


if __name__ == "__main__":
    main()
