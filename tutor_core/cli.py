"""The command `tutor`: reads what was typed, calls the services, says what came of it."""

from __future__ import annotations

import datetime as dt
import os
import runpy
import secrets
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from tutor_core.accounts import service as accounts
from tutor_core.accounts.actor import OPERATOR, Role
from tutor_core.accounts.links import service as links
from tutor_core.accounts.registration import Registration
from tutor_core.badges.badge import Badge
from tutor_core.badges.shipped import shipped_badges
from tutor_core.content.check import check_curriculum
from tutor_core.content.curriculum import Curriculum, CurriculumError
from tutor_core.content.exchange.looking import look_through
from tutor_core.content.exchange.reviewing import Defaults
from tutor_core.content.exchange.service import import_review
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import ENDINGS, write_file
from tutor_core.content.overview import overview
from tutor_core.content.service import LoadReport
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.studio.queries import items_of_filter
from tutor_core.content.studio.views import BankFilter
from tutor_core.errors import SetupError, TutorError
from tutor_core.operations import cluster, jobs, likeness, mail, opening, rollups, schema, serving
from tutor_core.operations.jobs import Job, Report
from tutor_core.settings import ROOT, Settings, read_settings
from tutor_core.simulation import service as simulation
from tutor_core.simulation.events import Blueprint

SEEDS, THOROUGH_SEEDS = 10, 50

R = TypeVar("R", bound=Report)

app = typer.Typer(
    help="Run and look after the tutor.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
db_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
content_app = typer.Typer(help="Look after the curriculum.", no_args_is_help=True)
user_app = typer.Typer(help="Look after accounts.", no_args_is_help=True)
jobs_app = typer.Typer(help="Work for a quiet hour, once a day.", no_args_is_help=True)
app.add_typer(db_app, name="db")
app.add_typer(content_app, name="content")
app.add_typer(user_app, name="user")
app.add_typer(jobs_app, name="jobs")

Username = Annotated[str, typer.Argument(help="User name or e-mail.", show_default=False)]
BaseUrl = Annotated[str, typer.Option(help="Where browsers reach the tutor.")]
HOME = "http://localhost:8501"


def main() -> None:
    """Run the command; an expected failure is one sentence and exit code 1."""
    try:
        app()
    except TutorError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.", min=1, max=65_535)] = 8501,
    public_name: Annotated[
        list[str] | None,
        typer.Option(help="Name under which browsers come, as behind a proxy; may be repeated."),
    ] = None,
) -> None:
    """Serve the pages; the database is migrated and the curriculum loaded first."""
    settings = read_settings()
    serving.check_port_free(host, port)
    serving.check_credential_key(settings)
    with opening.opened(settings) as database:
        _tell(opening.bring_curriculum(database, now=_now()))
    if settings.demo:
        _make_demo_world(settings, Blueprint(now=_now()))
    sys.argv = serving.server_command(host=host, port=port, public_names=public_name or [])
    os.environ |= serving.server_environment(settings)
    os.chdir(ROOT)  # where Streamlit looks for its config
    # In this process: to import everything again in a new one would cost a second.
    runpy.run_module("streamlit", run_name="__main__")


@app.command()
def demo(
    learners: Annotated[int, typer.Option(help="How many learners.", min=4, max=5_000)] = 100,
    days: Annotated[int, typer.Option(help="How long they have worked.", min=2, max=730)] = 60,
    seed: Annotated[int, typer.Option(help="The same gives the same world.")] = 1,
) -> None:
    """Make the demo world in an empty embedded database: an invented school at work."""
    settings = read_settings(os.environ | {"TUTOR_DEMO": "1"})
    with opening.opened(settings) as database:
        _tell(opening.bring_curriculum(database, now=_now()))
    blueprint = Blueprint(learners=learners, days=days, seed=seed, now=_now())
    if not _make_demo_world(settings, blueprint):
        typer.echo("The demo world is there already; delete its file to make another one.")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the schema of this version."""
    with opening.opened(read_settings()) as database:
        revision = schema.revision_of(database.engine)
    typer.echo(f"The database is at revision {revision}.")


@db_app.command("check")
def db_check() -> None:
    """Tell whether the database has the schema of this version; changes nothing."""
    with opening.opened(read_settings(), migrate=False) as database:
        schema.check(database.engine)
    typer.echo("The database has the schema of this version.")


@content_app.command("check")
def content_check(
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help=f"Draw {THOROUGH_SEEDS} variants, not {SEEDS}."),
    ] = False,
) -> None:
    """Find every answer of the curriculum again, another way; say what does not fit."""
    curriculum = _curriculum()
    badges = _badges(curriculum)
    with typer.progressbar(length=1, label="Checking", file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        findings = check_curriculum(
            curriculum, seeds=THOROUGH_SEEDS if thorough else SEEDS, progress=advance
        )
    if findings:
        _fail(findings)
    typer.echo(
        f"{len(curriculum.items)} items, {len(curriculum.lessons)} lessons and "
        f"{len(badges)} badges checked: nothing to mend."
    )


@content_app.command("overview")
def content_overview() -> None:
    """Print what there is, in tables and a graph, as the page docs/curriculum.md."""
    typer.echo(overview(_curriculum()), nl=False)


@content_app.command("export")
def content_export(
    file: Annotated[Path, typer.Argument(help="Its ending says the format.", show_default=False)],
    drawn: Annotated[
        bool, typer.Option("--drawn", help="For another system: with the first numbers.")
    ] = False,
) -> None:
    """Write all published questions and exercises into a file."""
    form = next((form for form, ending in ENDINGS.items() if file.suffix == ending), None)
    if form is None:
        raise SetupError(f"The file must end in one of {', '.join(ENDINGS.values())}.")
    with opening.opened(read_settings()) as database, database.reading() as db:
        bodies = items_of_filter(db, OPERATOR, BankFilter())
    file.write_bytes(write_file(bodies, form, drawn=drawn))
    typer.echo(f"{len(bodies)} questions are in {file}.")


@content_app.command("import")
def content_import(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, show_default=False)],
    skill: Annotated[str, typer.Option(help="Where the file names none.")] = "",
    difficulty: Annotated[int, typer.Option(help="Likewise.", min=1, max=5)] = 2,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Take none while one cannot be taken.")
    ] = False,
) -> None:
    """Take the questions of a file that pass every check; say what is left out, and why."""
    with opening.opened(read_settings()) as database:
        try:
            found = look_through(
                database,
                OPERATOR,
                file.name,
                file.read_bytes(),
                defaults=Defaults(skill=skill, difficulty=difficulty),
            )
        except UnreadableFileError as error:
            raise SetupError(str(error)) from error
        for one in found.obstacles:
            typer.echo(f"{one.place} ({one.title}): {one.sentence}", err=True)
        done = database.run(
            lambda db: import_review(
                db,
                OPERATOR,
                found,
                publish=True,
                take_to_mend=False,
                all_or_nothing=all_or_nothing,
                now=_now(),
            )
        )
    typer.echo(f"{done.published} questions are asked from now on.")


@user_app.command("add")
def user_add(
    username: Annotated[str, typer.Argument(help="3 to 50 characters.", show_default=False)],
    email: Annotated[str, typer.Argument(show_default=False)],
    role: Annotated[Role, typer.Option(help="What they may do.")] = "student",
    name: Annotated[str, typer.Option(help="How they are called.")] = "",
    base_url: BaseUrl = HOME,
) -> None:
    """Create an account; print the link by which its owner sets a password within the hour."""
    # Nobody can sign in with this password: it is checked with the rest, then forgotten.
    wish = Registration(
        username=username, email=email, full_name=name, password=secrets.token_urlsafe(32)
    )
    moment = _now()
    with opening.opened(read_settings()) as database, database.transaction() as db:
        accounts.create_account(db, wish, role, now=moment)
        token, _ = links.make_link(db, OPERATOR, username, now=moment)
    typer.echo(_link(base_url, token))


@user_app.command("role")
def user_role(
    username: Username, role: Annotated[Role, typer.Argument(show_default=False)]
) -> None:
    """Give an account another role; its owner must sign in again."""
    with opening.opened(read_settings()) as database:
        database.run(lambda db: accounts.set_role(db, OPERATOR, username, role, now=_now()))
    typer.echo(f"{username} has the role {role} now.")


@user_app.command("deactivate")
def user_deactivate(username: Username) -> None:
    """Close an account and end its sessions; nothing is deleted."""
    with opening.opened(read_settings()) as database:
        database.run(lambda db: accounts.deactivate(db, OPERATOR, username, now=_now()))
    typer.echo(f"The account of {username} is closed.")


@user_app.command("link")
def user_link(username: Username, base_url: BaseUrl = HOME) -> None:
    """Make a link that sets a password within the hour; mail it, or print it without mail."""
    settings = read_settings()
    server = mail.mail_server(settings.smtp_url) if settings.smtp_url else None
    with opening.opened(settings) as database:
        token, address = database.run(
            lambda db: links.make_link(db, OPERATOR, username, now=_now())
        )
    link = _link(base_url, token)
    if server is None:
        typer.echo(link)
        return
    text = f"With this link you set your password; it works once, within the hour:\n\n{link}\n"
    mail.send(server, to=address, subject="Set your password for the tutor", text=text)
    typer.echo(f"The link was sent to {address}.")


@jobs_app.command("gaps")
def jobs_gaps() -> None:
    """Find everybody's gaps anew, for what is not practised fades; may be stopped and run again."""
    _work("Looking for gaps", jobs.refresh_all_gaps)


@jobs_app.command("similar")
def jobs_similar(
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers compare.")
    ] = None,
) -> None:
    """Find everybody's similar students anew; stopped, it leaves the old ones as they were."""
    compare = likeness.in_turn if scheduler is None else cluster.on_cluster(scheduler)
    _work("Comparing learners", partial(likeness.refresh_similar_students, compare=compare))


@jobs_app.command("rollup")
def jobs_rollup(
    *,
    repair: Annotated[
        bool, typer.Option("--repair/--check", help="Mend what differs, or only say it.")
    ] = False,
) -> None:
    """Hold every learner's days against their answers and reviews; fails where they differ."""
    report = _work("Holding days against answers", partial(rollups.hold_days, repair=repair))
    if report.wrong and not repair:
        raise typer.Exit(1)


def _work(label: str, job: Job[R]) -> R:
    """Do a job with a bar that shows how far it is, and say what it came to."""
    with (
        opening.opened(read_settings()) as database,
        typer.progressbar(length=1, label=label, file=sys.stderr) as bar,
    ):

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = job(database, now=_now(), advance=advance)
    typer.echo(report.told())
    return report


def _tell(report: LoadReport) -> None:
    if told := report.told():
        typer.echo(told, err=True)


def _curriculum() -> Curriculum:
    try:
        return shipped_curriculum()
    except CurriculumError as error:
        _fail(error.problems)


def _badges(curriculum: Curriculum) -> tuple[Badge, ...]:
    try:
        return shipped_badges({skill.name for skill in curriculum.skills})
    except CurriculumError as error:
        _fail(error.problems)


def _make_demo_world(settings: Settings, blueprint: Blueprint) -> bool:
    """Make the demo world unless it is there; tell whether it was made."""
    with opening.opened(settings) as database:
        if simulation.has_demo_world(database):
            return False
        with typer.progressbar(length=1, label="Making a demo school", file=sys.stderr) as bar:

            def advance(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            simulation.make_demo_world(
                database, blueprint, cost=settings.bcrypt_cost, advance=advance
            )
        likeness.refresh_similar_students(database, now=blueprint.now)
    return True


def _link(base_url: str, token: str) -> str:
    return f"{base_url.rstrip('/')}/?link={token}"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _fail(lines: Iterable[object]) -> NoReturn:
    for line in lines:
        typer.echo(str(line))
    raise typer.Exit(1)
