"""Who may call what: every function that reaches the database stands in one table.

A new one fails here until it has its row. The rows are then tried out: by each role, on the
owner's things and as a stranger, who must be refused or see nothing, and change nothing.
"""

import ast
import datetime as dt
import importlib
import inspect
import pkgutil
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import tutor_core
from tests.practice.conftest import RIGHT, WRONG, add_exercise, add_school
from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.accounts import passwords, queries, service, signing_in
from tutor_core.accounts.actor import OPERATOR, ROLES, Actor, Role
from tutor_core.accounts.links import service as links
from tutor_core.accounts.notices import queries as notices_read
from tutor_core.accounts.notices import service as notices
from tutor_core.accounts.privacy import queries as privacy
from tutor_core.accounts.profile import Profile
from tutor_core.accounts.sessions import queries as sessions_read
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.tokens import digest
from tutor_core.analytics.card_forecasts import queries as forecast
from tutor_core.analytics.experiments import queries as outcomes
from tutor_core.analytics.own import queries as own_figures
from tutor_core.analytics.takeaway import queries as takeaway
from tutor_core.badges import queries as badges_read
from tutor_core.badges import service as badges
from tutor_core.badges.badge import Badge
from tutor_core.badges.criteria import criteria_of
from tutor_core.badges.keys import new_key
from tutor_core.badges.loading.service import load_badges
from tutor_core.cohorts import queries as classes_read
from tutor_core.cohorts import service as classes
from tutor_core.cohorts.groups import service as groups
from tutor_core.cohorts.members import service as members
from tutor_core.cohorts.names import TEACHERS
from tutor_core.cohorts.rosters import queries as rosters_read
from tutor_core.cohorts.rosters import service as rosters
from tutor_core.cohorts.rosters.reading import RosterRead
from tutor_core.cohorts.teachers import service as co_teachers
from tutor_core.content.exchange import looking
from tutor_core.content.exchange import queries as brought
from tutor_core.content.exchange import service as bringing
from tutor_core.content.exchange.reviewing import Defaults, Review, ReviewedRow
from tutor_core.content.reports import queries as reports_read
from tutor_core.content.reports import service as reports
from tutor_core.content.rights import AUTHORS
from tutor_core.content.rows import item_row
from tutor_core.content.studio import publishing
from tutor_core.content.studio import queries as studio_read
from tutor_core.content.studio import service as studio
from tutor_core.content.studio.drafts import queries as drafts_read
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.form import Form, TaskForm
from tutor_core.content.studio.judging import judge
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.views import BankFilter
from tutor_core.content.usage import queries as usage
from tutor_core.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleStateError,
)
from tutor_core.gaps import queries as gaps_read
from tutor_core.gaps import service as gaps
from tutor_core.gaps.policy import GapPolicy
from tutor_core.knowledge import queries as knowledge
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.planning import queries as planned
from tutor_core.planning import service as planning
from tutor_core.planning.calendars import queries as feeds_read
from tutor_core.planning.calendars import service as feeds
from tutor_core.planning.editing import service as editing_plans
from tutor_core.planning.wishes import PlanWish
from tutor_core.practice import answering
from tutor_core.practice import queries as asked
from tutor_core.practice import service as practice
from tutor_core.practice.aims import queries as aiming
from tutor_core.practice.beliefs import queries as beliefs
from tutor_core.practice.examinations import queries as examinations
from tutor_core.practice.examinations import service as examining
from tutor_core.practice.examinations.mock_tests import queries as mock_tests_read
from tutor_core.practice.examinations.mock_tests import service as mock_tests
from tutor_core.practice.examinations.placement import service as placing
from tutor_core.practice.examinations.testing_out import service as testing
from tutor_core.practice.exercises import service as exercises
from tutor_core.practice.goal import Goal
from tutor_core.practice.history import queries as history
from tutor_core.practice.history.filters import AttemptFilter
from tutor_core.practice.leaving import service as leaving
from tutor_core.practice.lessons import queries as lessons
from tutor_core.practice.lessons import service as reading
from tutor_core.practice.regrading import queries as regrading_read
from tutor_core.practice.regrading import regrading
from tutor_core.practice.reporting import service as reporting
from tutor_core.practice.reviewing import service as cards
from tutor_core.practice.today import queries as first_page
from tutor_core.practice.tree import queries as trees
from tutor_core.practice.tree.falls import queries as falls
from tutor_core.profiling import queries as profiling
from tutor_core.profiling.formats import Preferences
from tutor_core.profiling.placements import queries as placements
from tutor_core.profiling.styles import queries as styles_read
from tutor_core.profiling.styles import service as styles
from tutor_core.recommend import queries as recommend
from tutor_core.recommend.decisions import queries as decided
from tutor_core.recommend.decisions.period import Period
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review import queries as review_read
from tutor_core.review.browsing import queries as found_cards
from tutor_core.review.browsing.views import CardFilter
from tutor_core.review.carrying import queries as carried
from tutor_core.review.changing import service as card_changes
from tutor_core.review.changing.batches import service as card_batches
from tutor_core.review.cramming import queries as crams
from tutor_core.review.cramming.views import Turn
from tutor_core.review.desk import queries as desks
from tutor_core.review.exams import queries as exams
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.review.replanning import service as replanned
from tutor_core.review.statistics import queries as card_statistics
from tutor_core.simulation.previews import queries as previewed
from tutor_core.tuning import queries as tuned
from tutor_core.tuning import service as tuning
from tutor_core.tuning.experiments import queries as tested
from tutor_core.tuning.experiments import service as testing_policies
from tutor_core.tuning.experiments.plans import ArmPlan, ExperimentPlan
from tutor_core.tuning.rights import TUNERS

PARAMETERS = KnowledgeParameters()
ROSTER = b"user name,e-mail\nlea,lea@example.org\n"
PRESENT, NEW = "what ada knows so far", "what ada thinks of next"
COST = 4
PERIOD = Period(since=NOW - dt.timedelta(days=1), until=NOW + dt.timedelta(days=1))
CHANGED = BanditPolicy(epsilon=0.2)
LATER = NOW + dt.timedelta(days=1)
SIDES = Sides(front="2 + 2?", back="4")
PLAN = ExperimentPlan(
    name="More chance",
    question="Does chance cost anything?",
    arms=[ArmPlan(label="as before", policy=BanditPolicy()), ArmPlan(label="b", policy=CHANGED)],
    ends_at=LATER,
)
EARLIER = NOW - dt.timedelta(days=1)
STUDY_PLAN = PlanWish(
    title="Slopes",
    goal="mastery",
    targets=(201,),
    target_date=NOW.date() + dt.timedelta(days=40),
    minutes_a_day=30,
)
EXAM_PLAN = replace(
    STUDY_PLAN, goal="exam_prep", targets=(101,), target_date=NOW.date() + dt.timedelta(days=2)
)
PLAN_TASK = "learn-101-1"
PROFILE = Profile(name="", timezone="UTC", locale="en")
BADGE = Badge(
    slug="starter", name="Starter", description="Answer right.", category="practice",
    tier="bronze", icon="style", color="#2f7fc1", points=10, place="",
    criteria=criteria_of({"fact": "right_answers", "at_least": 1}),
)  # fmt: skip
SIGNING, BASE = new_key(lambda size: b"1" * size), "http://localhost"
FORM = Form(skill="adding", task=TaskForm(question="What is 1 + 2?", answer="3"))
ITEM = judge(read_form(FORM).body, topics={"adding": "algebra"}, others={}).item
REVIEW = Review(
    file_name="bank.gift",
    format="gift",
    rows=(
        ReviewedRow(place="line 1", title="1", state="ready", problems=(), form=FORM, item=ITEM),
    ),
    refusals=(),
)
VERSION = item_row(ITEM) if ITEM is not None else {}
NEW_PROFILE = Profile(name="Ada King", timezone="Europe/London", locale="en-GB")


@dataclass
class World:
    """One learner's things: a session, an answered question and an open one; and a stranger."""

    db: Session
    owner_id: int
    stranger_id: int
    session_id: str
    hashed_password: str
    closed: int
    open: int
    set_key: str
    unsolved: int
    card: int
    card_change: str
    unbegun: int
    lesson: int
    item: int
    report: int
    notice: int
    drafts: dict[int, int]
    changes: dict[int, int]
    imports: dict[int, int]
    classes: dict[int, int]
    joined: int
    mended: int
    quiz: int
    placement_key: str
    plan: int
    exam: int

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Stand in for `Database`, so that everything stays in one transaction."""
        yield self.db

    def run(self, action: Callable[[Session], Any]) -> Any:
        return action(self.db)


Call = Callable[[World, Actor], Any]


@dataclass(frozen=True)
class Door:
    """Open to whoever comes: who they are is not known yet, or is what the function finds out."""

    reason: str


@dataclass(frozen=True)
class Inner:
    """Called by services that have checked; never by a page."""

    reason: str


@dataclass(frozen=True)
class Own:
    """Everyone's, on what is their own; `shows` tells whether a result holds the owner's things."""

    call: Call
    shows: Callable[[World, Any], bool] = lambda _world, result: bool(result)


@dataclass(frozen=True)
class Only:
    """For these roles, on anybody."""

    roles: tuple[Role, ...]
    call: Call


INVENTED = Inner("makes an invented school in a database without accounts, as a server starts")
CHECKED = Inner("writes the actor's own row; practice.service has found the attempt to be theirs")
ROLLED = Inner("reads or mends a learner's days for the answer that counts, or for a job")
REGRADED = Inner("writes a learner's row; practice.regrading.service has checked who orders it")


def digest_seen(world: "World", actor: Actor) -> str:
    """Return the digest of a preview that an admin, who may always look, would see."""
    return regrading.preview(world, Actor(actor.id, "admin"), world.mended, now=NOW).digest


def taken_away(world: "World", actor: Actor) -> Any:
    """Return what is taken away; one learner is too few, which is said after who asks."""
    try:
        return takeaway.take_away(world.db, actor, PERIOD, secret="s" * 40, seed="1")
    except InvalidInputError as error:
        return str(error)


def own_minutes(world: "World") -> int:
    """Return the minutes of the plan that its owner would make; a stranger knows other things."""
    owner = Actor(world.owner_id, "student")
    return planned.draft_plan(world.db, owner, STUDY_PLAN, now=NOW).minutes


def a_change(world: "World", *, begins: dt.datetime = NOW) -> int:
    """Change the parameters, and at once again; return the first change."""
    first, second = CHANGED, BanditPolicy(epsilon=0.3)
    made = tuning.save(world.db, OPERATOR, first, reason="a", now=NOW, effective_from=begins)
    if begins == NOW:
        tuning.save(world.db, OPERATOR, second, reason="b", now=NOW)
    return made


def add_teacher_called(world: "World", name: str) -> str:
    add_student(world.db, name, role="teacher")
    return name


def roster_seen(world: "World", actor: Actor) -> RosterRead:
    teacher = Actor(actor.id, "teacher")
    cohort = world.classes[actor.id]
    return rosters_read.look_through(world.db, teacher, cohort, "5b.csv", ROSTER)


def a_roster(world: "World", actor: Actor) -> int:
    """Take a list into the actor's class; return its number."""
    teacher, cohort = Actor(actor.id, "teacher"), world.classes[actor.id]
    rosters.import_roster(world.db, teacher, cohort, roster_seen(world, actor), now=NOW)
    (one,) = rosters_read.rosters_of(world.db, teacher, cohort)
    return one.import_id


def an_experiment(world: "World") -> int:
    return testing_policies.begin(world.db, OPERATOR, PLAN, now=NOW)


def kind_changed(world: "World") -> type[BanditPolicy]:
    """Change the parameters; return which policy's."""
    a_change(world)
    return BanditPolicy


TABLE: dict[str, Door | Inner | Own | Only] = {
    "accounts.audit.service.record": Inner("called by what has happened"),
    "accounts.audit.service.record_refusal": Door("the error boundary writes refusals down"),
    "accounts.links.queries.link_is_good": Door("a one-time link is a secret"),
    "accounts.links.queries.owner_of_link": Door("a one-time link is a secret"),
    "accounts.links.service.make_link": Only(
        ("admin",), lambda w, actor: links.make_link(w.db, actor, "ada", now=NOW)
    ),
    "accounts.links.service.use_link": Door("a one-time link is a secret"),
    "accounts.notices.queries.unseen": Own(lambda w, actor: notices_read.unseen(w.db, actor)),
    "accounts.notices.service.mark_seen": Own(
        lambda w, actor: notices.mark_seen(w.db, actor, [w.notice], now=NOW)
    ),
    "accounts.notices.service.tell": Inner("called by what has happened"),
    "accounts.openid.service.enter": Door("for an identity that the provider has vouched for"),
    "accounts.privacy.queries.counts_of": Own(
        lambda w, actor: privacy.counts_of(w.db, actor),
        shows=lambda _w, counts: any(
            one.rows for one in counts if one.kind.table == "learning_sessions"
        ),
    ),
    "accounts.privacy.queries.take_out": Own(
        lambda w, actor: privacy.take_out(w.db, actor, now=NOW),
        shows=lambda _w, taken: bool(taken["tables"]["learning_sessions"]["rows"]),
    ),
    "accounts.queries.own_account": Own(
        lambda w, actor: queries.own_account(w.db, actor),
        shows=lambda _w, account: account.username == "ada",
    ),
    "accounts.queries.person_of_session": Door("the guard: a session's id is a secret"),
    "accounts.queries.lock_learner": CHECKED,
    "accounts.queries.account_called": Inner("looks up an account for whoever may change it"),
    "accounts.service.ask_confidence": Door("writes the actor's own wish"),
    "accounts.service.register": Door("makes students, never anything else"),
    "accounts.service.create_account": Inner("the command line: whoever types has the server"),
    "accounts.service.change_password": Own(
        lambda w, actor: service.change_password(
            w.db, actor, NEW, replacing=w.hashed_password, now=NOW
        )
    ),
    "accounts.service.record_wrong_password": CHECKED,
    "accounts.service.change_profile": Own(
        lambda w, actor: service.change_profile(w.db, actor, NEW_PROFILE, shown=PROFILE, now=NOW)
    ),
    "accounts.service.set_role": Only(
        ("admin",), lambda w, actor: service.set_role(w.db, actor, "ada", "teacher", now=NOW)
    ),
    "accounts.service.deactivate": Only(
        ("admin",), lambda w, actor: service.deactivate(w.db, actor, "ada", now=NOW)
    ),
    "accounts.sessions.queries.credentials_of": Door("what a password is compared with"),
    "accounts.sessions.queries.sessions_of": Own(
        lambda w, actor: sessions_read.sessions_of(w.db, actor, here=None, now=NOW),
        shows=lambda w, found: any(one.handle == digest(w.session_id) for one in found),
    ),
    "accounts.sessions.service.record_sign_in": Door("opens only where the password fitted"),
    "accounts.sessions.service.sign_in_proved": Inner("whoever calls it has seen a proof"),
    "accounts.sessions.service.open_session": Door("for whoever has just been proved"),
    "accounts.sessions.service.redeem_ticket": Door("a ticket is a secret"),
    "accounts.sessions.service.renew_session": Door("a session's id is a secret"),
    "accounts.sessions.service.sign_out": Door("a session's id is a secret"),
    "accounts.sessions.service.end_session": Own(
        lambda w, actor: sessions.end_session(w.db, actor, digest(w.session_id), now=NOW)
    ),
    "accounts.sessions.service.end_sessions": Own(
        lambda w, actor: sessions.end_sessions(w.db, actor, w.owner_id, now=NOW)
    ),
    "accounts.sessions.service.end_all": Inner("whoever calls it has changed the account"),
    "accounts.signing_in.sign_in": Door("signing in"),
    "accounts.signing_in.create_own_account": Door("registering"),
    "accounts.signing_in.replace_password": Own(
        lambda w, actor: signing_in.replace_password(
            w, actor, PRESENT, NEW, keep=None, cost=COST, now=NOW
        )
    ),
    "accounts.signing_in.set_password_by_link": Door("a one-time link is a secret"),
    "accounts.throttle.queries.locked_until": Inner("asks for digests, which name nobody"),
    "accounts.throttle.queries.is_locked": Inner("asks for digests, which name nobody"),
    "accounts.throttle.service.count_failure": Inner("counts under digests"),
    "accounts.throttle.service.forget_failures": Inner("called after a success"),
    "accounts.throttle.service.use_allowance": Inner("counts under digests"),
    "analytics.experiments.queries.results_of": Only(
        TUNERS, lambda w, actor: outcomes.results_of(w.db, actor, an_experiment(w))
    ),
    "badges.counting.queries.facts_of": Inner("counts for whoever has checked whose they are"),
    "badges.counting.statements.queries.learning_days": Inner("builds a column"),
    "badges.loading.service.load_badges": Inner("the start of a server: only shipped files"),
    "badges.queries.badges_earned_at": Own(
        lambda w, actor: badges_read.badges_earned_at(w.db, actor, [NOW])
    ),
    "badges.queries.badges_of": Own(
        lambda w, actor: badges_read.badges_of(w.db, actor, now=NOW),
        shows=lambda _w, found: any(one.earning or one.standing.progress for one in found),
    ),
    "badges.queries.check_again": Own(
        lambda w, actor: badges_read.check_again(w.db, actor, "starter")
    ),
    "badges.queries.check_of": Inner("counts for whoever has checked whose it is"),
    "badges.queries.earned_row": Own(
        lambda w, actor: badges_read.earned_row(w.db, actor, "starter")
    ),
    "badges.queries.earning_in": Inner("reads a row that was read already"),
    "badges.queries.gained_in": Inner("reads a row that was read already"),
    "badges.service.award": CHECKED,
    "badges.service.replace_code": Own(
        lambda w, actor: badges.replace_code(w.db, actor, "starter", now=NOW)
    ),
    "badges.service.set_displayed": Own(
        lambda w, actor: badges.set_displayed(w.db, actor, "starter", is_displayed=False)
    ),
    "badges.service.set_public": Own(
        lambda w, actor: badges.set_public(w.db, actor, "starter", is_public=False)
    ),
    "badges.service.take_certificate": Own(
        lambda w, actor: badges.take_certificate(w.db, actor, "starter", base=BASE, now=NOW)
    ),
    "badges.service.take_credential": Own(
        lambda w, actor: badges.take_credential(
            w.db, actor, "starter", key=SIGNING, base=BASE, now=NOW
        )
    ),
    "badges.verifying.queries.badge_called": Door("what badges take is no secret"),
    "badges.verifying.queries.public_row": Door("what a learner made public, by its code"),
    "badges.verifying.queries.revoked_codes": Door("codes that lead nowhere any more"),
    "badges.verifying.queries.used_keys": Door("public halves of keys"),
    "badges.verifying.service.verify": Door("what a learner made public, by its code"),
    "analytics.own.queries.own_picture": Own(
        lambda w, actor: own_figures.own_picture(w.db, actor, ZoneInfo("UTC"), days=7, now=NOW),
        shows=lambda _w, found: found.ever > 0 or bool(found.answers.n or found.concepts),
    ),
    "analytics.rollups.service.record_day": CHECKED,
    "analytics.rollups.service.check_days": ROLLED,
    "analytics.rollups.service.mend_days": ROLLED,
    "analytics.rollups.queries.work_on": ROLLED,
    "analytics.rollups.queries.stored_days": ROLLED,
    "analytics.rollups.queries.counted_days": ROLLED,
    "cohorts.queries.reached": Inner("called by what reads or changes a class"),
    "cohorts.queries.members": Inner("builds a statement"),
    "cohorts.queries.classes_of": Only(
        TEACHERS, lambda w, actor: classes_read.classes_of(w.db, actor)
    ),
    "cohorts.queries.class_of": Only(
        TEACHERS, lambda w, actor: classes_read.class_of(w.db, actor, w.classes[actor.id], now=NOW)
    ),
    "cohorts.queries.joined_classes": Own(
        lambda w, actor: classes_read.joined_classes(w.db, actor)
    ),
    "cohorts.service.create_class": Only(
        TEACHERS,
        lambda w, actor: classes.create_class(w.db, actor, "6a", now=NOW, rng=random.Random(9)),
    ),
    "cohorts.service.rename_class": Only(
        TEACHERS,
        lambda w, actor: classes.rename_class(
            w.db, actor, w.classes[actor.id], "6a", version=1, now=NOW
        ),
    ),
    "cohorts.service.set_archived": Only(
        TEACHERS,
        lambda w, actor: classes.set_archived(
            w.db, actor, w.classes[actor.id], is_archived=True, now=NOW
        ),
    ),
    "cohorts.service.renew_code": Only(
        TEACHERS,
        lambda w, actor: classes.renew_code(
            w.db, actor, w.classes[actor.id], days=3, now=NOW, rng=random.Random(9)
        ),
    ),
    "cohorts.service.revoke_code": Only(
        TEACHERS, lambda w, actor: classes.revoke_code(w.db, actor, w.classes[actor.id], now=NOW)
    ),
    "cohorts.members.service.join_class": Own(
        lambda w, actor: members.join_class(
            w.db,
            actor,
            code_of(w.db, w.classes[w.stranger_id if actor.id == w.owner_id else w.owner_id]),
            address=None,
            now=NOW,
        ),
        shows=lambda _w, _joined: False,
    ),
    "cohorts.members.service.leave_class": Own(
        lambda w, actor: members.leave_class(w.db, actor, w.joined, now=NOW)
    ),
    "cohorts.members.service.remove_learner": Only(
        TEACHERS,
        lambda w, actor: members.remove_learner(
            w.db, actor, w.classes[actor.id], a_learner(w, actor), now=NOW
        ),
    ),
    "accounts.links.service.new_links": Inner("called by what makes accounts and links"),
    "accounts.rosters.service.make_accounts": Inner("called by what takes a roster in"),
    "accounts.rosters.service.untouched": Inner("called by what takes a roster back"),
    "accounts.rosters.service.delete_accounts": Inner("called by what takes a roster back"),
    "cohorts.rosters.queries.look_through": Only(
        TEACHERS,
        lambda w, actor: rosters_read.look_through(
            w.db, actor, w.classes[actor.id], "5b.csv", ROSTER
        ),
    ),
    "cohorts.rosters.queries.rosters_of": Only(
        TEACHERS, lambda w, actor: rosters_read.rosters_of(w.db, actor, w.classes[actor.id])
    ),
    "cohorts.rosters.service.import_roster": Only(
        TEACHERS,
        lambda w, actor: rosters.import_roster(
            w.db, actor, w.classes[actor.id], roster_seen(w, actor), now=NOW
        ),
    ),
    "cohorts.rosters.service.renew_links": Only(
        TEACHERS,
        lambda w, actor: rosters.renew_links(
            w.db, actor, w.classes[actor.id], a_roster(w, actor), now=NOW
        ),
    ),
    "cohorts.rosters.service.undo_roster": Only(
        TEACHERS,
        lambda w, actor: rosters.undo_roster(
            w.db, actor, w.classes[actor.id], a_roster(w, actor), now=NOW
        ),
    ),
    "cohorts.teachers.service.add_teacher": Only(
        TEACHERS,
        lambda w, actor: co_teachers.add_teacher(
            w.db, actor, w.classes[actor.id], add_teacher_called(w, "cora"), now=NOW
        ),
    ),
    "cohorts.teachers.service.remove_teacher": Only(
        TEACHERS,
        lambda w, actor: co_teachers.remove_teacher(
            w.db, actor, w.classes[actor.id], a_colleague(w, actor), now=NOW
        ),
    ),
    "cohorts.groups.service.make_group": Only(
        TEACHERS,
        lambda w, actor: groups.make_group(w.db, actor, w.classes[actor.id], "Blue", now=NOW),
    ),
    "cohorts.groups.service.change_group": Only(
        TEACHERS,
        lambda w, actor: groups.change_group(
            w.db,
            actor,
            w.classes[actor.id],
            a_group(w, actor),
            name="Blue",
            learners=[],
            version=1,
            now=NOW,
        ),
    ),
    "cohorts.groups.service.dissolve_group": Only(
        TEACHERS,
        lambda w, actor: groups.dissolve_group(
            w.db, actor, w.classes[actor.id], a_group(w, actor), now=NOW
        ),
    ),
    "content.exchange.looking.look_through": Only(
        AUTHORS,
        lambda w, actor: looking.look_through(
            w, actor, "bank.gift", b"What is 1 + 5? {#6}", defaults=Defaults()
        ),
    ),
    "content.exchange.queries.imports_of": Own(
        lambda w, actor: brought.imports_of(w.db, actor),
        shows=lambda w, lines: w.imports[w.owner_id] in {line.import_id for line in lines},
    ),
    "content.exchange.queries.known_questions": Only(
        AUTHORS, lambda w, actor: brought.known_questions(w.db, actor)
    ),
    "content.exchange.service.import_review": Only(
        AUTHORS,
        lambda w, actor: bringing.import_review(
            w.db, actor, REVIEW, publish=True, take_to_mend=True, all_or_nothing=False, now=NOW
        ),
    ),
    "content.exchange.service.undo_import": Only(
        AUTHORS, lambda w, actor: bringing.undo_import(w.db, actor, w.imports[actor.id], now=NOW)
    ),
    "content.reports.queries.open_reports": Only(
        AUTHORS, lambda w, actor: reports_read.open_reports(w.db, actor, w.item)
    ),
    "content.reports.queries.waiting_reports": Only(
        AUTHORS, lambda w, actor: reports_read.waiting_reports(w.db, actor)
    ),
    "content.reports.queries.own_report": Own(
        lambda w, actor: reports_read.own_report(w.db, actor, w.item)
    ),
    "content.reports.service.answer_report": Only(
        AUTHORS,
        lambda w, actor: reports.answer_report(
            w.db, actor, w.report, "Thank you.", is_mended=True, now=NOW
        ),
    ),
    "content.reports.service.report_item": Own(
        lambda w, actor: reports.report_item(w.db, actor, w.closed, "figure", now=NOW)
    ),
    "content.reports.service.take_back_report": Own(
        lambda w, actor: reports.take_back_report(w.db, actor, w.item, now=NOW)
    ),
    "content.queries.item_at": Inner("the text holds the answer"),
    "content.queries.item_in": Inner("the text holds the answer"),
    "content.queries.published_items": Inner("the texts hold the answers"),
    "content.queries.skill_names": Door("the names of the skills, for everybody"),
    "content.queries.with_topics": Inner("adds a column to a statement"),
    "content.service.load_curriculum": Inner("the start of a server: only shipped files"),
    "content.service.lock_bank": Inner("called by what writes to the bank"),
    "content.service.relate_skills": Inner("called by what writes to the bank"),
    "content.service.store_version": Inner("called by what writes to the bank"),
    "content.studio.publishing.look_over": Only(
        AUTHORS, lambda w, actor: publishing.look_over(w, actor, w.drafts[actor.id])
    ),
    "content.studio.publishing.publish": Only(
        AUTHORS,
        lambda w, actor: publishing.publish(
            w, actor, w.drafts[actor.id], revision=0, seen_version=None, now=NOW
        ),
    ),
    "content.studio.queries.bank": Only(
        AUTHORS, lambda w, actor: studio_read.bank(w.db, actor, BankFilter(), limit=3)
    ),
    "content.studio.queries.desk_of": Only(
        AUTHORS, lambda w, actor: studio_read.desk_of(w.db, actor, w.item)
    ),
    "content.studio.queries.form_at": Only(
        AUTHORS, lambda w, actor: studio_read.form_at(w.db, actor, w.item, 1)
    ),
    "content.studio.queries.items_of_filter": Only(
        AUTHORS, lambda w, actor: studio_read.items_of_filter(w.db, actor, BankFilter())
    ),
    "content.studio.drafts.queries.new_drafts": Own(
        lambda w, actor: drafts_read.new_drafts(w.db, actor),
        shows=lambda w, drafts: w.drafts[w.owner_id] in {draft.draft_id for draft in drafts},
    ),
    "content.studio.drafts.queries.own_draft": Own(
        lambda w, actor: drafts_read.own_draft(w.db, actor, w.drafts[w.owner_id])
    ),
    "content.studio.queries.surroundings_of": Only(
        AUTHORS, lambda w, actor: studio_read.surroundings_of(w.db, actor, None)
    ),
    "content.studio.drafts.queries.editors_beside": Only(
        AUTHORS, lambda w, actor: drafts_read.editors_beside(w.db, actor, w.item)
    ),
    "content.studio.drafts.queries.locked_draft": Inner("called by what changes a draft"),
    "content.studio.service.attributes_of": Inner("reads a row that was read already"),
    "content.studio.service.editable_item": Inner("called by what changes an item"),
    "content.studio.service.locked_item": Inner("called by what changes an item"),
    "content.studio.service.add_item": Inner("called by publishing and importing"),
    "content.studio.drafts.service.begin_again": Only(
        AUTHORS, lambda w, actor: drafts.begin_again(w.db, actor, w.changes[actor.id], now=NOW)
    ),
    "content.studio.drafts.service.begin_changes": Only(
        AUTHORS, lambda w, actor: drafts.begin_changes(w.db, actor, w.item, now=NOW)
    ),
    "content.studio.drafts.service.begin_from_version": Only(
        AUTHORS, lambda w, actor: drafts.begin_from_version(w.db, actor, w.item, 1, now=NOW)
    ),
    "content.studio.drafts.service.begin_item": Only(
        AUTHORS, lambda w, actor: drafts.begin_item(w.db, actor, FORM, now=NOW)
    ),
    "content.studio.drafts.service.copy_item": Only(
        AUTHORS, lambda w, actor: drafts.copy_item(w.db, actor, w.item, now=NOW)
    ),
    "content.studio.service.publish_judged": Only(
        AUTHORS,
        lambda w, actor: studio.publish_judged(
            w.db, actor, w.drafts[actor.id], ITEM, revision=0, seen_version=None, now=NOW
        ),
    ),
    "content.studio.drafts.service.save_draft": Own(
        lambda w, actor: drafts.save_draft(
            w.db, actor, w.drafts[w.owner_id], FORM, revision=0, now=NOW
        )
    ),
    "content.studio.service.set_published": Only(
        AUTHORS,
        lambda w, actor: studio.set_published(w.db, actor, w.item, is_published=False, now=NOW),
    ),
    "content.studio.drafts.service.throw_away": Own(
        lambda w, actor: drafts.throw_away(w.db, actor, w.drafts[w.owner_id])
    ),
    "content.usage.queries.figures_of": Only(
        AUTHORS, lambda w, actor: usage.figures_of(w.db, actor, [w.item])
    ),
    "gaps.queries.first_gap": Own(
        lambda w, actor: gaps_read.first_gap(
            w.db,
            actor,
            knowledge.standing_of(w.db, actor, actor.id, parameters=PARAMETERS, now=NOW),
            parameters=PARAMETERS,
            policy=GapPolicy(),
            now=NOW,
        )
    ),
    "gaps.queries.gaps_known": Own(
        lambda w, actor: gaps_read.gaps_known(w.db, actor, w.owner_id, policy=GapPolicy())
    ),
    "gaps.queries.gaps_of": Own(
        lambda w, actor: gaps_read.gaps_of(w.db, actor, w.owner_id, now=NOW)
    ),
    "gaps.queries.gap_ranks": Own(lambda w, actor: gaps_read.gap_ranks(w.db, actor, w.owner_id)),
    "gaps.service.record_gaps": CHECKED,
    "gaps.service.refresh_gaps": Own(
        lambda w, actor: gaps.refresh_gaps(w.db, actor, now=NOW),
        shows=lambda _w, changes: bool(changes.unresolved),
    ),
    "knowledge.queries.standing_of": Own(
        lambda w, actor: knowledge.standing_of(
            w.db, actor, w.owner_id, parameters=PARAMETERS, now=NOW
        )
    ),
    "knowledge.queries.standing_before": Own(
        lambda w, actor: knowledge.standing_before(
            w.db, actor, w.owner_id, 1, parameters=PARAMETERS, now=NOW
        )
    ),
    "knowledge.service.record_strengths": CHECKED,
    "knowledge.service.record_scores": CHECKED,
    "knowledge.service.record_learning_style": Inner("writes the actor's own row"),
    "knowledge.service.record_observation": CHECKED,
    "knowledge.service.record_knowledge": CHECKED,
    "knowledge.service.record_correction": REGRADED,
    "knowledge.service.record_difficulties": REGRADED,
    "mastery.service.record_progress": CHECKED,
    "mastery.service.record_correction": REGRADED,
    "mastery.service.record_placed": CHECKED,
    "practice.beliefs.queries.belief_in": Own(
        lambda w, actor: beliefs.belief_in(w.db, actor, "adding", now=NOW),
        shows=lambda _w, belief: bool(belief.evidence),
    ),
    "practice.examinations.mock_tests.queries.mock_test_of": Own(
        lambda w, actor: mock_tests_read.mock_test_of(w.db, actor, f"{w.exam}:mock_test", now=NOW)
    ),
    "practice.examinations.mock_tests.service.next_mock_question": Own(
        lambda w, actor: mock_tests.next_mock_question(
            w.db, actor, f"{w.exam}:mock_test", now=NOW, rng=random.Random(1)
        )
    ),
    "practice.examinations.queries.examined_item": Inner("takes a row that is the actor's"),
    "practice.examinations.queries.examined": Own(
        lambda w, actor: examinations.examined(w.db, actor, w.placement_key)
    ),
    "practice.examinations.queries.ahead_of": Own(
        lambda w, actor: examinations.ahead_of(w.db, actor)
    ),
    "practice.examinations.queries.asked_now": Own(
        lambda w, actor: examinations.asked_now(w.db, actor, "placement", w.placement_key)
    ),
    "practice.examinations.queries.placement_map": Own(
        lambda w, actor: examinations.placement_map(w.db, actor)
    ),
    "practice.examinations.queries.latest_test_out": Own(
        lambda w, actor: examinations.latest_test_out(w.db, actor, "doubling")
    ),
    "practice.examinations.service.ask": CHECKED,
    "practice.examinations.service.put_away": Own(
        lambda w, actor: examining.put_away(w.db, actor, "placement", now=NOW)
    ),
    "practice.examinations.placement.service.begin_placement": Own(
        lambda w, actor: placing.begin_placement(w.db, actor, ["algebra"], [], now=NOW)
    ),
    "practice.examinations.placement.service.next_placement_question": Own(
        lambda w, actor: placing.next_placement_question(w.db, actor, now=NOW, rng=random.Random(1))
    ),
    "practice.examinations.placement.service.end_placement": Own(
        lambda w, actor: placing.end_placement(w.db, actor, now=NOW)
    ),
    "practice.examinations.testing_out.service.begin_test_out": Own(
        lambda w, actor: testing.begin_test_out(
            w.db, actor, "adding", now=NOW, rng=random.Random(1)
        )
    ),
    "practice.examinations.testing_out.service.next_test_out_question": Own(
        lambda w, actor: testing.next_test_out_question(
            w.db, actor, "doubling", now=NOW, rng=random.Random(1)
        )
    ),
    "practice.answering.answer": Own(
        lambda w, actor: answering.answer(w, actor, w.open, "2", locale="en", now=NOW)
    ),
    "practice.consequences.learn_from": CHECKED,
    "practice.consequences.close_day": CHECKED,
    "practice.consequences.skipped": CHECKED,
    "practice.queries.own_attempt": Own(lambda w, actor: asked.own_attempt(w.db, actor, w.closed)),
    "practice.queries.open_attempt": Own(
        lambda w, actor: asked.open_attempt(w.db, actor, "practice")
    ),
    "practice.queries.attempt_of": Own(lambda w, actor: asked.attempt_of(w.db, actor, w.open)),
    "practice.queries.as_shown": Inner("takes a row that own_attempt found"),
    "practice.queries.receipt_of": Own(lambda w, actor: asked.receipt_of(w.db, actor, w.closed)),
    "practice.queries.text_of": Inner("takes a row that own_attempt found"),
    "practice.queries.receipt_from": Inner("takes a row that own_attempt found"),
    "practice.queries.shown_again": Own(lambda w, actor: asked.shown_again(w.db, actor, w.closed)),
    "practice.answering.answer_to_step": Own(
        lambda w, actor: answering.answer_to_step(
            w, actor, w.unsolved, 1, "2", locale="en", now=NOW
        )
    ),
    "practice.changing.change_attempt": Inner("changes an attempt that own_attempt found"),
    "practice.exercises.service.begin_steps": Own(
        lambda w, actor: exercises.begin_steps(w.db, actor, w.unbegun)
    ),
    "practice.exercises.service.answer_step": Own(
        lambda w, actor: exercises.answer_step(w.db, actor, w.unsolved, 1, "2", RIGHT, now=NOW)
    ),
    "practice.exercises.service.give_up_step": Own(
        lambda w, actor: exercises.give_up_step(w.db, actor, w.unsolved, 1, now=NOW)
    ),
    "practice.exercises.service.show_solution": Own(
        lambda w, actor: exercises.show_solution(w.db, actor, w.unsolved, now=NOW)
    ),
    "practice.lessons.queries.lessons_of": Own(
        lambda w, actor: lessons.lessons_of(w.db, actor, "algebra"),
        shows=lambda _w, lines: any(line.is_read for line in lines),
    ),
    "practice.lessons.queries.lesson_on": Own(
        lambda w, actor: lessons.lesson_on(w.db, actor, "adding"),
        shows=lambda _w, lesson: lesson.read_at is not None,
    ),
    "practice.lessons.queries.skill_title": Door("names of skills are no secret"),
    "practice.lessons.service.open_lesson": Own(
        lambda w, actor: reading.open_lesson(w.db, actor, w.lesson, now=NOW)
    ),
    "practice.lessons.service.finish_lesson": Own(
        lambda w, actor: reading.finish_lesson(w.db, actor, w.lesson, now=NOW)
    ),
    "practice.history.queries.set_progress": Own(
        lambda w, actor: history.set_progress(w.db, actor, w.set_key),
        shows=lambda _w, progress: bool(progress.dots or progress.points),
    ),
    "practice.history.queries.past_attempts": Own(
        lambda w, actor: history.past_attempts(w.db, actor, AttemptFilter(), limit=10)
    ),
    "practice.history.queries.attempt_groups": Own(
        lambda w, actor: history.attempt_groups(w.db, actor)
    ),
    "practice.history.queries.count_past_attempts": Own(
        lambda w, actor: history.count_past_attempts(w.db, actor, AttemptFilter())
    ),
    "practice.today.queries.today_of": Own(
        lambda w, actor: first_page.today_of(w.db, actor, now=NOW),
        shows=lambda _w, today: bool(today.figures.points or today.open_question),
    ),
    "practice.regrading.histories.queries.histories_of": Inner("for whoever may change the item"),
    "practice.regrading.queries.mended_item": Only(
        ("teacher", "admin"), lambda w, actor: regrading_read.mended_item(w.db, actor, w.mended)
    ),
    "practice.regrading.queries.shown_learners": Inner("for whoever may change the item"),
    "practice.regrading.regrading.preview": Only(
        ("teacher", "admin"), lambda w, actor: regrading.preview(w, actor, w.mended, now=NOW)
    ),
    "practice.regrading.regrading.apply": Only(
        ("teacher", "admin"),
        lambda w, actor: regrading.apply(
            w, actor, w.mended, digest_seen(w, actor), only_gains=False, now=NOW
        ),
    ),
    "practice.regrading.crediting.service.correct_credits": Inner("record_regrade calls it"),
    "practice.regrading.service.record_regrade": Inner("takes what regrading.apply has judged"),
    "planning.calendars.queries.calendar_at": Door("a calendar's address is a secret"),
    "planning.calendars.queries.calendar_of": Own(
        lambda w, actor: feeds_read.calendar_of(w.db, actor, w.plan)
    ),
    "planning.calendars.queries.feed_of": Own(
        lambda w, actor: feeds_read.feed_of(w.db, actor, w.plan)
    ),
    "planning.calendars.service.make_feed": Own(
        lambda w, actor: feeds.make_feed(w.db, actor, w.plan, now=LATER)
    ),
    "planning.calendars.service.follow": Door("a calendar's address is a secret"),
    "planning.calendars.service.revoke_feed": Own(
        lambda w, actor: feeds.revoke_feed(w.db, actor, w.plan, now=LATER)
    ),
    "planning.editing.service.change_plan": Own(
        lambda w, actor: editing_plans.change_plan(
            w.db, actor, w.plan, replace(STUDY_PLAN, title="Sooner"), version=1, now=NOW
        )
    ),
    "planning.editing.service.end_plan": Own(
        lambda w, actor: editing_plans.end_plan(
            w.db, actor, w.plan, "abandoned", version=1, now=NOW
        )
    ),
    "planning.editing.service.move_task": Own(
        lambda w, actor: editing_plans.move_task(
            w.db, actor, w.plan, PLAN_TASK, LATER.date(), version=1, now=NOW
        )
    ),
    "planning.editing.service.pin_task": Own(
        lambda w, actor: editing_plans.pin_task(
            w.db, actor, w.plan, PLAN_TASK, is_pinned=True, version=1, now=NOW
        )
    ),
    "planning.editing.service.skip_task": Own(
        lambda w, actor: editing_plans.skip_task(w.db, actor, w.plan, PLAN_TASK, version=1, now=NOW)
    ),
    "planning.ground.queries.ground_of": Inner("part of what plans are made of"),
    "planning.ground.queries.worked_since": Inner("part of what plans are made of"),
    "planning.ground.queries.zone_of": Inner("part of what plans are made of"),
    "planning.keeping.queries.active_rows": Inner("rows, of the actor only"),
    "planning.keeping.queries.course_in": Inner("takes a row that plan_row found"),
    "planning.keeping.queries.line_in": Inner("takes a row that plan_row found"),
    "planning.keeping.queries.wish_in": Inner("takes a row that plan_row found"),
    "planning.keeping.queries.names_of": Door("the names of the skills, for everybody"),
    "planning.keeping.queries.plan_row": Inner("a row, of the actor only"),
    "planning.keeping.queries.work_for": Inner("part of what plans are made of"),
    "planning.keeping.service.columns_of": Inner("values in, values out"),
    "planning.keeping.service.store": Inner("planning.service has found the plan to be theirs"),
    "planning.queries.choosable_skills": Door("the names of the skills, for everybody"),
    "planning.queries.draft_plan": Own(
        lambda w, actor: planned.draft_plan(w.db, actor, STUDY_PLAN, now=NOW).minutes,
        shows=lambda w, minutes: minutes == own_minutes(w),
    ),
    "planning.queries.needs_planning": Own(
        lambda w, actor: planned.needs_planning(w.db, actor, now=NOW)
    ),
    "planning.queries.outlook_of": Own(
        lambda w, actor: planned.outlook_of(w.db, actor, w.plan, now=NOW)
    ),
    "planning.queries.plan_of": Own(lambda w, actor: planned.plan_of(w.db, actor, w.plan, now=NOW)),
    "planning.queries.plans_of": Own(lambda w, actor: planned.plans_of(w.db, actor)),
    "planning.queries.targets_of": Own(lambda w, actor: planned.targets_of(w.db, actor, w.plan)),
    "planning.queries.task_of": Own(
        lambda w, actor: planned.task_of(w.db, actor, f"{w.plan}:{PLAN_TASK}", now=NOW)
    ),
    "planning.queries.tasks_today": Own(lambda w, actor: planned.tasks_today(w.db, actor, now=NOW)),
    "planning.queries.work_today": Inner("part of what plans are shown with"),
    "planning.service.make_plan": Own(
        lambda w, actor: planning.make_plan(w.db, actor, STUDY_PLAN, now=NOW),
        shows=lambda _w, _number: False,
    ),
    "planning.service.plan_the_day": Own(
        lambda w, actor: planning.plan_the_day(w.db, actor, now=LATER)
    ),
    "planning.service.record_reached": CHECKED,
    "practice.aims.queries.aims_of": Own(
        lambda w, actor: aiming.aims_of(w.db, actor, day=NOW.date(), now=NOW)
    ),
    "practice.reporting.service.settle_report": Only(
        AUTHORS,
        lambda w, actor: reporting.settle_report(
            w.db, actor, w.report, "Thank you.", is_mended=True, now=NOW
        ),
    ),
    "practice.reviewing.service.answer_card": Own(
        lambda w, actor: cards.answer_card(w.db, actor, w.card, 4, revision=0, seconds=5, now=NOW)
    ),
    "practice.tree.queries.tree_in": Own(
        lambda w, actor: trees.tree_in(w.db, actor, now=NOW),
        shows=lambda _w, tree: any(skill.answers for skill in tree.skills),
    ),
    "practice.tree.falls.queries.moves_of": Own(
        lambda w, actor: falls.moves_of(w.db, actor, trees.tree_in(w.db, actor, now=NOW).skills[0])
    ),
    "practice.reviewing.service.answer_crammed": Own(
        lambda w, actor: cards.answer_crammed(
            w.db, actor, Turn(card_id=w.card, times=0, since=NOW), 4, seconds=9, now=NOW
        )
    ),
    "practice.reviewing.service.take_back_crammed": Own(
        lambda w, actor: cards.take_back_crammed(
            w.db, actor, since=NOW - dt.timedelta(days=2), now=NOW
        )
    ),
    "practice.reviewing.service.make_card_of_attempt": Own(
        lambda w, actor: cards.make_card_of_attempt(w.db, actor, w.closed, now=NOW)
    ),
    "practice.reviewing.service.take_back_answer": Own(
        lambda w, actor: cards.take_back_answer(w.db, actor, now=NOW)
    ),
    "practice.service.next_attempt": Own(
        lambda w, actor: practice.next_attempt(w.db, actor, Goal(), now=NOW, rng=random.Random(1)),
        shows=lambda w, attempt: attempt.attempt_id == w.open,
    ),
    "practice.service.new_numbers": Own(
        lambda w, actor: practice.new_numbers(w.db, actor, w.open, now=NOW, rng=random.Random(1))
    ),
    "practice.service.retry": Own(
        lambda w, actor: practice.retry(w.db, actor, w.closed, now=NOW, rng=random.Random(1))
    ),
    "practice.leaving.service.skip": Own(
        lambda w, actor: leaving.skip(w.db, actor, w.open, now=NOW)
    ),
    "practice.leaving.service.decline": Own(
        lambda w, actor: leaving.decline(w.db, actor, w.open, "too_easy", now=NOW),
        shows=lambda _w, _: True,
    ),
    "practice.leaving.service.take_runner_up": Own(
        lambda w, actor: leaving.take_runner_up(w.db, actor, w.open, now=NOW, rng=random.Random(5))
    ),
    "practice.leaving.service.open_or_stale": Own(
        lambda w, actor: leaving.open_or_stale(w.db, actor, w.open)
    ),
    "practice.leaving.service.close_skipped": CHECKED,
    "practice.showing.check_published": Inner("tells whether the bank has an item"),
    "practice.service.reveal_hint": Own(
        lambda w, actor: practice.reveal_hint(w.db, actor, w.open, hints_seen=0)
    ),
    "practice.service.save_draft": Own(
        lambda w, actor: practice.save_draft(w.db, actor, w.open, "3 + 4")
    ),
    "practice.service.submit_answer": Own(
        lambda w, actor: practice.submit_answer(w.db, actor, w.open, "2", RIGHT, now=NOW)
    ),
    "practice.service.give_up": Own(
        lambda w, actor: practice.give_up(w.db, actor, w.open, now=NOW)
    ),
    "practice.showing.recommended": Inner("chooses for the actor, whom next_attempt has locked"),
    "practice.showing.show": CHECKED,
    "profiling.placements.queries.aims_of": Own(
        lambda w, actor: placements.aims_of(w.db, actor, w.owner_id)
    ),
    "profiling.placements.queries.placeable_skills": Door("the curriculum is no secret"),
    "profiling.placements.queries.open_placement": Own(
        lambda w, actor: placements.open_placement(w.db, actor)
    ),
    "profiling.placements.queries.last_placement": Own(
        lambda w, actor: placements.last_placement(w.db, actor),
        shows=lambda _w, status: status != "none",
    ),
    "profiling.placements.queries.ended_placements": Own(
        lambda w, actor: placements.ended_placements(w.db, actor)
    ),
    "profiling.placements.queries.results_of": Own(
        lambda w, actor: placements.results_of(w.db, actor, EARLIER)
    ),
    "profiling.placements.service.open_new": CHECKED,
    "profiling.placements.service.end_open": CHECKED,
    "profiling.placements.service.record_results": CHECKED,
    "profiling.queries.pace_of": Own(lambda w, actor: profiling.pace_of(w.db, actor, w.owner_id)),
    "profiling.service.record_pace": CHECKED,
    "profiling.service.log_concept_time": CHECKED,
    "profiling.service.record_correction": REGRADED,
    "profiling.styles.queries.open_quiz": Own(
        lambda w, actor: styles_read.open_quiz(w.db, actor),
        shows=lambda w, quiz: quiz is not None and quiz.quiz_id == w.quiz,
    ),
    "profiling.styles.queries.style_profile": Own(
        lambda w, actor: styles_read.style_profile(w.db, actor)
    ),
    "profiling.styles.queries.past_quizzes": Own(
        lambda w, actor: styles_read.past_quizzes(w.db, actor)
    ),
    "profiling.styles.service.begin_quiz": Own(
        lambda w, actor: styles.begin_quiz(w.db, actor, now=NOW),
        shows=lambda w, quiz: quiz.quiz_id == w.quiz,
    ),
    "profiling.styles.service.keep_answer": Own(
        lambda w, actor: styles.keep_answer(w.db, actor, w.quiz, 9, ["V"])
    ),
    "profiling.styles.service.complete_quiz": Own(
        lambda w, actor: styles.complete_quiz(w.db, actor, w.quiz, now=NOW)
    ),
    "profiling.styles.service.prefer": Own(
        lambda w, actor: styles.prefer(w.db, actor, Preferences(reads_aloud=False), now=NOW)
    ),
    "profiling.styles.service.follow_quiz": Own(
        lambda w, actor: styles.follow_quiz(w.db, actor, now=NOW + dt.timedelta(days=1))
    ),
    "accounts.consents.queries.withdrawn_from": Inner("part of the statements of others"),
    "analytics.card_forecasts.queries.card_forecasts": Only(
        TUNERS, lambda w, actor: forecast.card_forecasts(w.db, actor, PERIOD)
    ),
    "analytics.takeaway.queries.take_away": Only(TUNERS, taken_away),
    "recommend.decisions.queries.logged_decisions": Only(
        TUNERS, lambda w, actor: decided.logged_decisions(w.db, actor, PERIOD)
    ),
    "recommend.decisions.queries.graded_predictions": Only(
        TUNERS,
        lambda w, actor: decided.graded_predictions(w.db, actor, PERIOD, zone=ZoneInfo("UTC")),
    ),
    "recommend.queries.askable_items": Own(
        lambda w, actor: recommend.askable_items(w.db, actor, w.owner_id, ["adding"])
    ),
    "recommend.queries.gains_of": Own(lambda w, actor: recommend.gains_of(w.db, actor, w.owner_id)),
    "recommend.queries.items_met": Own(
        lambda w, actor: recommend.items_met(w.db, actor, w.owner_id)
    ),
    "recommend.queries.arms_of": Own(lambda w, actor: recommend.arms_of(w.db, actor, w.owner_id)),
    "recommend.service.record_complete": CHECKED,
    "recommend.service.record_reading": Inner("writes the actor's own row"),
    "recommend.service.recommend_item": Inner("reads by arms_of and its like, which check"),
    "recommend.service.record_view": CHECKED,
    "recommend.service.record_decline": CHECKED,
    "recommend.service.record_attempt": CHECKED,
    "recommend.service.record_arms": CHECKED,
    "recommend.service.record_corrections": REGRADED,
    "review.browsing.queries.matching": Inner("a statement, run for one learner"),
    "review.queries.due_by_day": Inner("part of what plans are made of"),
    "review.queries.remembered_in": Inner("reads a row"),
    "review.browsing.queries.find_cards": Own(
        lambda w, actor: found_cards.find_cards(w.db, actor, CardFilter(), on=NOW.date(), limit=9),
        shows=lambda _w, listed: listed.total > 0,
    ),
    "review.browsing.queries.ids_of_cards": Own(
        lambda w, actor: found_cards.ids_of_cards(w.db, actor, CardFilter(), on=NOW.date())
    ),
    "review.browsing.queries.history_of_card": Own(
        lambda w, actor: found_cards.history_of_card(w.db, actor, w.card, ZoneInfo("UTC"))
    ),
    "review.carrying.queries.deck_of": Own(lambda w, actor: carried.deck_of(w.db, actor)),
    "review.carrying.service.bring_deck": Door("adds the actor's own cards"),
    "review.changing.service.bury_card": Own(
        lambda w, actor: card_changes.bury_card(w.db, actor, w.card, now=NOW)
    ),
    "review.changing.service.catch_up": Own(
        lambda w, actor: card_changes.catch_up(w.db, actor, 3, now=NOW + dt.timedelta(days=9))
    ),
    "review.changing.service.delete_cards": Own(
        lambda w, actor: card_changes.delete_cards(w.db, actor, [w.card], now=NOW)
    ),
    "review.changing.service.edit_card": Own(
        lambda w, actor: card_changes.edit_card(w.db, actor, w.card, SIDES, now=NOW)
    ),
    "review.changing.service.flag_cards": Own(
        lambda w, actor: card_changes.flag_cards(w.db, actor, [w.card], 1, now=NOW)
    ),
    "review.changing.service.resume_cards": Own(
        lambda w, actor: card_changes.resume_cards(w.db, actor, [w.card], now=NOW)
    ),
    "review.changing.service.spread_cards": Own(
        lambda w, actor: card_changes.spread_cards(
            w.db, actor, [w.card], first=NOW.date(), days=2, now=NOW
        )
    ),
    "review.changing.service.suspend_cards": Own(
        lambda w, actor: card_changes.suspend_cards(w.db, actor, [w.card], now=NOW)
    ),
    "review.changing.batches.service.write_batch": Inner("services that lock the learner call it"),
    "review.changing.batches.service.take_back": Own(
        lambda w, actor: card_batches.take_back(w.db, actor, w.card_change, now=NOW)
    ),
    "review.cramming.queries.cram_of": Own(
        lambda w, actor: crams.cram_of(
            w.db, actor, CardFilter(), ZoneInfo("UTC"), since=None, now=NOW
        ),
        shows=lambda _w, cram: cram.cards > 0,
    ),
    "review.cramming.service.cram_card": Inner("practice.reviewing calls it, with its day"),
    "review.cramming.service.undo_cram": Inner("practice.reviewing calls it, with its day"),
    "review.crediting.service.credit_again": Inner("record_regrade calls it, for each learner"),
    "review.crediting.service.credit_cards": CHECKED,
    "review.crediting.service.take_credit_back": Inner("record_regrade calls it"),
    "review.desk.queries.cards_left": Own(
        lambda w, actor: desks.cards_left(w.db, actor, ZoneInfo("UTC"), now=LATER)
    ),
    "review.desk.queries.desk_of": Own(
        lambda w, actor: desks.desk_of(w.db, actor, ZoneInfo("UTC"), now=NOW),
        shows=lambda _w, desk: desk.cards > 0,
    ),
    "review.exams.queries.cards_of_exam": Inner("reads the cards of the actor's own exam"),
    "review.exams.queries.exam_forecast": Own(
        lambda w, actor: exams.exam_forecast(
            w.db, actor, ZoneInfo("UTC"), now=NOW, rng=random.Random(1)
        )
    ),
    "review.exams.queries.next_exam": Own(
        lambda w, actor: exams.next_exam(w.db, actor, on=NOW.date())
    ),
    "review.faces.queries.figure_in_words": Inner("reads a row that its caller chose"),
    "review.faces.queries.face_of": Inner("draws a row that card_row gave"),
    "review.desk.queries.due_cards": Own(
        lambda w, actor: desks.due_cards(w.db, actor, on=LATER.date())
    ),
    "review.making.service.make_card_of_item": Door("anybody makes a card of a published item"),
    "review.making.service.make_card_of_missed": CHECKED,
    "review.making.service.make_cards": Door("makes the actor's own card of their own words"),
    "review.queries.card_row": Own(lambda w, actor: review_read.card_row(w.db, actor, w.card)),
    "review.queries.loads_between": Own(
        lambda w, actor: review_read.loads_between(w.db, actor, 0, NOW.date(), LATER.date())
    ),
    "review.queries.rules_of": Door("what decides for the actor"),
    "review.queries.seconds_a_review": Own(
        lambda w, actor: review_read.seconds_a_review(w.db, actor)
    ),
    "review.queries.standings_of": Own(
        lambda w, actor: review_read.standings_of(w.db, actor, ZoneInfo("UTC"), now=NOW)
    ),
    "review.queries.wishes_of": Door("the actor's own wishes"),
    "review.replanning.service.replan_cards": Own(
        lambda w, actor: replanned.replan_cards(w.db, actor, now=LATER)
    ),
    "review.replanning.service.learners_with_cards": Only(
        TUNERS, lambda w, actor: replanned.learners_with_cards(w.db, actor)
    ),
    "review.replanning.service.replan_cards_of": Only(
        TUNERS, lambda w, actor: replanned.replan_cards_of(w.db, actor, w.owner_id, now=LATER)
    ),
    "review.service.review_card": Inner("practice.reviewing calls it, with the day it belongs to"),
    "review.service.save_wishes": Door("writes the actor's own wishes"),
    "review.statistics.queries.statistics_of": Own(
        lambda w, actor: card_statistics.statistics_of(
            w.db, actor, ZoneInfo("UTC"), since=None, now=NOW
        ),
        shows=lambda _w, found: found.has_reviews or found.forecast.new > 0,
    ),
    "review.service.undo_review": Inner("practice.reviewing calls it, with the day it belongs to"),
    "simulation.service.has_demo_world": INVENTED,
    "simulation.service.make_demo_world": INVENTED,
    "simulation.service.write": INVENTED,
    "simulation.service.write_people": INVENTED,
    "simulation.service.grades_of": INVENTED,
    "simulation.service.skills_of": INVENTED,
    "simulation.plans.service.plan_some": INVENTED,
    "simulation.placements.service.place_some": INVENTED,
    "simulation.previews.queries.bank_of": Only(
        TUNERS, lambda w, actor: previewed.bank_of(w.db, actor)
    ),
    "simulation.studio.service.lay_out": INVENTED,
    "simulation.visits.service.enter": Door("a demo's visitors; refuses wherever there is no demo"),
    "tuning.queries.timelines_of": Inner("parameters that were in force"),
    "tuning.queries.in_force": Inner("parameters in force: nobody's in particular"),
    "tuning.experiments.queries.experiments": Only(
        TUNERS, lambda w, actor: tested.experiments(w.db, actor, now=NOW)
    ),
    "tuning.experiments.queries.experiment_of": Only(
        TUNERS,
        lambda w, actor: tested.experiment_of(w.db, actor, an_experiment(w), now=NOW),
    ),
    "tuning.experiments.service.begin": Only(
        TUNERS, lambda w, actor: testing_policies.begin(w.db, actor, PLAN, now=NOW)
    ),
    "tuning.experiments.service.stop": Only(
        TUNERS,
        lambda w, actor: testing_policies.stop(
            w.db, actor, an_experiment(w), reason="enough", now=NOW
        ),
    ),
    "tuning.experiments.service.enrol": CHECKED,
    "tuning.queries.versions_of": Inner("parameters that were in force"),
    "tuning.queries.in_force_for": Only(
        TUNERS, lambda w, actor: tuned.in_force_for(w.db, actor, BanditPolicy, None, now=NOW)
    ),
    "tuning.queries.history": Only(
        TUNERS, lambda w, actor: tuned.history(w.db, actor, BanditPolicy, now=NOW)
    ),
    "tuning.queries.class_names": Only(TUNERS, lambda w, actor: tuned.class_names(w.db, actor)),
    "tuning.service.append_version": Inner("called by what changes parameters"),
    "tuning.service.check_class": Inner("called by what changes parameters"),
    "tuning.service.save": Only(
        TUNERS, lambda w, actor: tuning.save(w.db, actor, CHANGED, reason="to see", now=NOW)
    ),
    "tuning.service.go_back": Only(
        TUNERS,
        lambda w, actor: tuning.go_back(
            w.db, actor, BanditPolicy, a_change(w), reason="as it was", now=LATER
        ),
    ),
    "tuning.service.begin_again": Only(
        TUNERS,
        lambda w, actor: tuning.begin_again(
            w.db, actor, kind_changed(w), None, reason="as it was", now=NOW
        ),
    ),
    "tuning.service.call_off": Only(
        TUNERS,
        lambda w, actor: tuning.call_off(
            w.db, actor, BanditPolicy, a_change(w, begins=LATER), reason="not now", now=NOW
        ),
    ),
}
OWN = [name for name, rule in TABLE.items() if isinstance(rule, Own)]
ONLY = [name for name, rule in TABLE.items() if isinstance(rule, Only)]
INNER = [name for name, rule in TABLE.items() if isinstance(rule, Inner)]

# Not asked for by anybody: the database itself, and the command line, which is its own master.
NO_SERVICES = ("models", "db", "operations", "cli")


def functions_that_reach_the_database() -> dict[str, Callable[..., Any]]:
    """Public functions of services and queries, and all others that take a session."""
    found = {}
    for module in pkgutil.walk_packages(tutor_core.__path__, "tutor_core."):
        short = module.name.removeprefix("tutor_core.")
        if short.split(".")[0] in NO_SERVICES:
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ != module.name or name.startswith("_"):
                continue
            takes = {str(one.annotation) for one in inspect.signature(function).parameters.values()}
            is_service = short.endswith((".service", ".queries"))
            if is_service or takes & {"Session", "Database"}:
                found[f"{short}.{name}"] = function
    return found


FOUND = functions_that_reach_the_database()


def test_every_function_that_reaches_the_database_has_its_row():
    assert set(FOUND) == set(TABLE)


@pytest.mark.parametrize("name", sorted(FOUND))
def test_whoever_is_told_who_acts_is_told_right_after_the_database(name):
    parameters = list(inspect.signature(FOUND[name]).parameters)
    if isinstance(TABLE[name], Own | Only):
        assert parameters[0] in ("db", "database")
        assert parameters[1] == "actor"
    if "actor" in parameters[2:]:
        pytest.fail("`actor` comes second")


@pytest.fixture(scope="module")
def made(shared_engine) -> Iterator[World]:
    """Make the owner's things, once a backend; the roles are given by the tests."""
    with (
        shared_engine.connect() as connection,
        connection.begin() as outer,
        Session(connection, join_transaction_mode="create_savepoint") as db,
    ):
        yield world_in(db)
        db.close()
        outer.rollback()


@pytest.fixture
def world(made) -> Iterator[World]:
    """Take back whatever a test does to them."""
    with made.db.begin_nested() as savepoint:
        yield made
        savepoint.rollback()
    made.db.expire_all()


def add_likeness_and_plan(db: Session, student_id: int) -> None:
    gains = {"1": [0.2, 4, 3]}
    db.add(m.SimilarGains(student_id=student_id, gains=gains, calculated_at=NOW))
    db.add(
        m.StudyPlan(
            student_id=student_id, title="Exam", goal_type="exam_prep", target_skills=[101],
            target_date=NOW.date(), schedule=[],
        )
    )  # fmt: skip


def make_own_card(db: Session, student_id: int) -> int:
    (card_id,) = make_cards(
        db, Actor(student_id, "student"), Sides(front="1 + 1?", back="2"),
        topic="algebra", skill="adding", now=NOW,
    )  # fmt: skip
    crammed = {"quality": 1, "reviewed_at": NOW - dt.timedelta(days=1), "kind": "cram"}
    db.add(m.ReviewSession(flashcard_id=card_id, student_id=student_id, **crammed))
    return card_id


def change_own_cards(db: Session, student_id: int) -> str:
    """Rate a card of the learner's and flag it; return what takes the flag back."""
    owner = Actor(student_id, "student")
    (card_id,) = make_cards(db, owner, Sides(front="3 + 3?", back="6"), topic="algebra", now=NOW)
    cards.answer_card(db, owner, card_id, 4, revision=0, seconds=5, now=NOW)
    return card_changes.flag_cards(db, owner, [card_id], 1, now=NOW)


def world_in(db: Session) -> World:
    add_school(db)
    owner = add_student(db, "ada", hashed_password=passwords.hashed(PRESENT, cost=COST))
    stranger = add_student(db, "eve", hashed_password=passwords.hashed(PRESENT, cost=COST))
    actor = Actor(owner.id, "student")
    session = sessions.open_session(db, owner.id, now=NOW)
    load_badges(db, [BADGE], now=NOW)
    closed = practice.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(5))
    practice.submit_answer(db, actor, closed.attempt_id, "2", RIGHT, now=NOW)
    item = {"parameters": {"a": {"from": 2, "to": 900}}}
    db.execute(update(m.Content).values(template=item))
    exercise = add_exercise(db)
    wrong = []
    for _ in range(2):
        goal = Goal(content_id=exercise.id)
        tried = practice.next_attempt(db, actor, goal, now=NOW, rng=random.Random(5)).attempt_id
        practice.submit_answer(db, actor, tried, "4", WRONG, now=NOW)
        wrong.append(tried)
    exercises.begin_steps(db, actor, wrong[0])
    lesson = add_item(db, content_type="lesson", subtopic="adding", answer_spec=None)
    reading.finish_lesson(db, actor, lesson.id, now=NOW)
    badges.set_public(db, actor, "starter", is_public=True)
    mended = add_mended(db, actor)
    waiting = practice.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(5))
    db.execute(
        update(m.LearningSession)
        .where(m.LearningSession.id == waiting.attempt_id)
        .values(rl_action={"runner_up": {"content_id": closed.content_id}})
    )
    add_placements(db, actor)
    testing.begin_test_out(db, actor, "doubling", now=NOW, rng=random.Random(5))
    db.add(m.ContentVersion(content_id=closed.content_id, version=1, body=VERSION))
    reports.report_item(db, actor, closed.attempt_id, "answer", now=NOW)
    notices.tell(db, owner.id, "regraded", {}, now=NOW)
    add_likeness_and_plan(db, owner.id)
    authors = [Actor(student.id, "teacher") for student in (owner, stranger)]
    return World(
        db=db,
        owner_id=owner.id,
        stranger_id=stranger.id,
        session_id=session.session_id,
        hashed_password=owner.hashed_password,
        closed=closed.attempt_id,
        open=waiting.attempt_id,
        set_key=waiting.set_key,
        unsolved=wrong[0],
        card=make_own_card(db, owner.id),
        card_change=change_own_cards(db, owner.id),
        unbegun=wrong[1],
        lesson=lesson.id,
        item=closed.content_id,
        report=db.scalars(select(m.ItemReport.id)).one(),
        notice=db.scalars(select(m.Notice.id)).one(),
        drafts={one.id: drafts.begin_item(db, one, FORM, now=NOW) for one in authors},
        changes={
            one.id: drafts.begin_changes(db, one, closed.content_id, now=NOW) for one in authors
        },
        imports={
            one.id: bringing.import_review(
                db, one, REVIEW, publish=True, take_to_mend=True, all_or_nothing=False, now=NOW
            ).import_id
            for one in authors
        },
        classes={one.id: a_class(db, one) for one in authors},
        joined=joined_by(db, actor),
        mended=mended,
        quiz=add_quizzes(db, actor),
        placement_key=placements.open_placement(db, actor).key,
        plan=make_plan_with_feed(db, actor),
        exam=planning.make_plan(db, actor, EXAM_PLAN, now=NOW),
    )


def a_class(db: Session, teacher: Actor) -> int:
    return classes.create_class(db, teacher, "5b", now=NOW, rng=random.Random(teacher.id))


def joined_by(db: Session, actor: Actor) -> int:
    """Have the actor join a class of somebody else's; return it."""
    joined = a_class(db, Actor(add_student(db, "tess").id, "teacher"))
    members.join_class(db, actor, code_of(db, joined), address=None, now=NOW)
    return joined


def code_of(db: Session, cohort_id: int) -> str:
    return db.get_one(m.Cohort, cohort_id).join_code


def a_learner(world: World, teacher: Actor) -> int:
    """Have somebody join the class of a teacher; return who."""
    learner = add_student(world.db, "lena").id
    code = code_of(world.db, world.classes[teacher.id])
    members.join_class(world.db, Actor(learner, "student"), code, address=None, now=NOW)
    return learner


def a_colleague(world: World, actor: Actor) -> int:
    """Have somebody help to teach the actor's class; return who."""
    colleague = add_student(world.db, "carl", role="teacher").id
    cohort, teacher = world.classes[actor.id], Actor(actor.id, "teacher")
    co_teachers.add_teacher(world.db, teacher, cohort, "carl", now=NOW)
    return colleague


def a_group(world: World, actor: Actor) -> int:
    teacher = Actor(actor.id, "teacher")
    return groups.make_group(world.db, teacher, world.classes[actor.id], "Red", now=NOW)


def make_plan_with_feed(db: Session, actor: Actor) -> int:
    plan_id = planning.make_plan(db, actor, STUDY_PLAN, now=NOW)
    feeds.make_feed(db, actor, plan_id, now=NOW)
    return plan_id


def add_placements(db: Session, actor: Actor) -> None:
    """Have the actor finish a placement and begin another, with an answer each."""
    for at, is_finished in ((EARLIER, True), (NOW, False)):
        placing.begin_placement(db, actor, ["calculus"], ["slopes"], now=at)
        asked = placing.next_placement_question(db, actor, now=at, rng=random.Random(5))
        practice.submit_answer(db, actor, asked.attempt_id, "2", WRONG, now=at)
        if is_finished:
            placing.end_placement(db, actor, now=at)
    placing.next_placement_question(db, actor, now=NOW, rng=random.Random(5))


def add_quizzes(db: Session, actor: Actor) -> int:
    """Have the actor complete a quiz and begin another; return the one that is open."""
    styles.complete_quiz(db, actor, add_quiz(db, actor), now=NOW)
    return add_quiz(db, actor)


def add_quiz(db: Session, actor: Actor) -> int:
    quiz = styles.begin_quiz(db, actor, now=NOW)
    for number in range(1, 9):
        styles.keep_answer(db, actor, quiz.quiz_id, number, ["R"])
    return quiz.quiz_id


def add_mended(db: Session, actor: Actor) -> int:
    """Add an item that the actor answered rightly, as is found when its key is mended."""
    item = add_item(db, answer_spec={"type": "number", "answer": "3"})
    shown = practice.next_attempt(
        db, actor, Goal(content_id=item.id), now=NOW, rng=random.Random(5)
    )
    practice.submit_answer(db, actor, shown.attempt_id, "2", WRONG, now=NOW)
    names = ("topic", "difficulty", "question_text", "correct_answer", "explanation", "tags",
             "estimated_time_minutes", "points", "answer_spec", "hints", "figure", "template",
             "steps")  # fmt: skip
    body = {name: getattr(item, name) for name in names}
    db.add(m.ContentVersion(content_id=item.id, version=1, body=body))
    item.version, item.answer_spec = 2, {"type": "number", "answer": "2"}
    db.flush()
    return item.id


def things_of(db: Session, student_id: int) -> dict[str, list[Any]]:
    """Everything stored about a learner, table by table."""
    db.flush()
    tables = m.Base.metadata.tables
    rows = {
        name: db.execute(
            select(table).where(table.c.student_id == student_id).order_by(*table.primary_key)
        ).all()
        for name, table in tables.items()
        if "student_id" in table.c
    }
    drafts = tables["content_drafts"]
    own = drafts.c.editor_id == student_id
    rows["content_drafts"] = db.execute(select(drafts).where(own).order_by(drafts.c.id)).all()
    students = tables["students"]
    rows["students"] = db.execute(select(students).where(students.c.id == student_id)).all()
    return rows


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", OWN)
def test_everyone_reaches_what_is_their_own(world, name, role):
    rule = TABLE[name]
    before = things_of(world.db, world.owner_id)
    result = rule.call(world, Actor(world.owner_id, role))
    assert rule.shows(world, result) or things_of(world.db, world.owner_id) != before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", OWN)
def test_nobody_reaches_what_is_somebody_elses(world, name, role):
    rule = TABLE[name]
    before = things_of(world.db, world.owner_id)
    try:
        result = rule.call(world, Actor(world.stranger_id, role))
    except (NotAllowedError, NotFoundError, StaleStateError):
        pass
    else:
        assert not rule.shows(world, result)
    assert things_of(world.db, world.owner_id) == before


@pytest.mark.parametrize("whose", ["own", "other's"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ONLY)
def test_some_things_are_for_some_roles_only(world, name, role, whose):
    rule = TABLE[name]
    actor = Actor(world.owner_id if whose == "own" else world.stranger_id, role)
    if role in rule.roles:
        rule.call(world, actor)
        return
    before = things_of(world.db, world.owner_id)
    with pytest.raises(NotAllowedError):
        rule.call(world, actor)
    assert things_of(world.db, world.owner_id) == before


def names_from_the_core(tree: ast.AST) -> Iterator[str]:
    """Every `module.name` of the core that a page imports, or reaches through a module."""
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tutor_core"):
            module = (node.module or "").removeprefix("tutor_core").removeprefix(".")
            imported |= {one.asname or one.name: f"{module}.{one.name}" for one in node.names}
    yield from imported.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{imported.get(node.value.id)}.{node.attr}"


def test_pages_never_call_what_does_not_check():
    root = Path(tutor_core.__file__).parent.parent
    called = {
        (path.name, name)
        for path in [root / "Home.py", root / "asgi.py", *(root / "pages").rglob("*.py")]
        for name in names_from_the_core(ast.parse(path.read_text()))
        if name in INNER
    }
    # The start of the server brings the shipped files; nobody is signed in then.
    assert called <= {("runtime.py", "content.service.load_curriculum")}
    page = ast.parse("from tutor_core.content import queries as q\nq.item_at(db, 1)")
    assert "content.queries.item_at" in names_from_the_core(page)
