import datetime as dt
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.operations.test_mail import Postbox
from tests.practice.conftest import add_school
from tests.rows import add_item, add_student
from tutor_core import cli, settings
from tutor_core import models as m
from tutor_core.accounts.links.queries import link_is_good
from tutor_core.accounts.sessions.service import open_session
from tutor_core.content.check import Finding
from tutor_core.db import Database, make_engine
from tutor_core.models import AuditEntry, AuthSession, Content, Student
from tutor_core.operations import serving

KEY = "a key that nobody else may ever come to see"
NOW = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def url(sqlite_template, new_url, monkeypatch):
    """Address of a database for the commands to work on."""
    address = new_url("sqlite")
    monkeypatch.setenv("TUTOR_DATABASE_URL", address)
    monkeypatch.delenv("TUTOR_SMTP_URL", raising=False)
    return address


@pytest.fixture
def stored(url):
    database = Database(make_engine(url))
    yield database
    database.engine.dispose()


@pytest.fixture
def tutor(monkeypatch, capsys):
    """Run the command as the shell would; give its exit code and what it printed."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["tutor", *words])
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        else:
            code = 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def one_sentence(text):
    """Whether this is what a person should read: one line, no traceback, a full stop."""
    return text.endswith(".\n") and text.count("\n") == 1 and "Traceback" not in text


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


# --- serve


def test_serve_prepares_the_database_and_hands_over_to_streamlit(tutor, stored, monkeypatch):
    started = []
    monkeypatch.setattr("runpy.run_module", lambda name, **_: started.append((name, sys.argv)))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.chdir(Path.cwd())
    code, out, err = tutor("serve", "--port", str(port := free_port()))
    assert (code, out) == (0, "")
    assert re.fullmatch(r"Curriculum: \d+ items and lessons, all of them new\.\n", err)
    ((name, argv),) = started
    assert (name, argv[:2]) == ("streamlit", ["streamlit", "run"])
    assert {f"--server.port={port}", "--server.address=127.0.0.1"} <= set(argv)
    with stored.reading() as db:
        assert db.scalar(select(Content.id).limit(1)) is not None
    secret = os.environ["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert len(secret) == 64
    assert secret not in " ".join(argv)
    assert os.environ["TUTOR_COOKIE_KEY"] not in " ".join([*argv, secret])


@pytest.mark.parametrize(
    ("host", "names", "allowed"),
    [
        ("127.0.0.1", [], ["localhost", "127.0.0.1", "::1"]),
        ("127.0.0.1", ["t.org"], ["t.org", "localhost", "127.0.0.1", "::1"]),
        ("10.0.0.7", [], ["10.0.0.7", "localhost", "127.0.0.1", "::1"]),
        ("0.0.0.0", ["t.org"], ["t.org", "localhost", "127.0.0.1", "::1"]),  # noqa: S104
        ("0.0.0.0", [], ["*"]),  # noqa: S104
        ("::", [], ["*"]),
    ],
)
def test_only_names_that_lead_here_are_allowed(host, names, allowed):
    assert serving.allowed_hosts(host, names) == allowed


def test_a_taken_port_is_a_sentence(tutor, url):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        code, out, err = tutor("serve", "--port", str(port))
    assert (code, out) == (1, "")
    assert err.startswith(f"Port {port} is taken: ")
    assert one_sentence(err)


def test_an_address_of_another_machine_is_a_sentence(tutor, url):
    code, _, err = tutor("serve", "--host", "192.0.2.1", "--port", str(free_port()))
    assert code == 1
    assert "cannot listen at 192.0.2.1" in err
    assert one_sentence(err)


def test_serve_refuses_a_key_for_credentials_that_cannot_be_read(tutor, monkeypatch):
    monkeypatch.setenv("TUTOR_CREDENTIAL_KEY", "no key at all")
    code, _, err = tutor("serve", "--port", str(free_port()))
    assert code == 1
    assert err == "TUTOR_CREDENTIAL_KEY must be an Ed25519 private key, as PEM or as a JWK.\n"


def test_a_server_answers_and_tells_no_secret(url, tmp_path):
    """The real one, as `make run` starts it; a second one finds the port taken."""
    port = free_port()
    command = [sys.executable, "-c", "from tutor_core.cli import main; main()"]
    command += ["serve", "--port", str(port)]
    given = {"TUTOR_COOKIE_KEY": KEY, "TUTOR_DATABASE_URL": url}
    environment = {**os.environ, **given, "PYTHONPATH": str(settings.ROOT)}
    with (tmp_path / "said").open("w+") as said:
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            assert waited_for(f"http://127.0.0.1:{port}/healthz", server) == b'{"ok":true}'
            second = subprocess.run(
                command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )
        finally:
            server.terminate()
            server.wait(timeout=20)
        said.seek(0)
        text = said.read()
    assert (second.returncode, second.stdout) == (1, "")
    assert one_sentence(second.stderr)
    derived = serving.server_environment(settings.read_settings(given))
    for secret in [KEY, *derived.values()]:
        assert secret not in text


def waited_for(address, server):
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                return answer.read()
        except OSError:
            time.sleep(0.1)
    return None


# --- What cannot work, in a sentence


def test_a_database_that_newer_code_made_is_a_sentence(tutor, url):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for words in (["db", "upgrade"], ["serve", "--port", str(free_port())]):
        code, out, err = tutor(*words)
        assert (code, out) == (1, "")
        assert "made by a newer one" in err
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("sqlite:////nowhere/at/all/tutor.db", "cannot be opened (unable to open database file)"),
        ("postgresql://u:secret@127.0.0.1:1/d", "cannot be opened (connection to server at"),
        ("postgresql://u:secret@127.0.0.1:port/d", "TUTOR_DATABASE_URL cannot be read"),
        ("mysql://u:secret@h/d", "must begin with postgresql:// or sqlite:///"),
    ],
)
@pytest.mark.parametrize("words", [("db", "check"), ("db", "upgrade"), ("user", "link", "ada")])
def test_a_database_out_of_reach_is_a_sentence(tutor, monkeypatch, address, sentence, words):
    monkeypatch.setenv("TUTOR_DATABASE_URL", address)
    code, out, err = tutor(*words)
    assert (code, out) == (1, "")
    assert sentence in err
    assert one_sentence(err)
    assert "secret" not in err


def test_a_file_that_is_no_database_is_a_sentence(tutor, monkeypatch, tmp_path):
    (tmp_path / "tutor.db").write_text("Dear diary, " * 100)
    monkeypatch.setenv("TUTOR_DATABASE_URL", f"sqlite:///{tmp_path}/tutor.db")
    code, _, err = tutor("db", "check")
    assert code == 1
    assert "file is not a database" in err
    assert one_sentence(err)


def test_a_folder_that_may_not_be_written_is_a_sentence(tutor, monkeypatch, tmp_path):
    monkeypatch.delenv("TUTOR_DATABASE_URL", raising=False)
    (tmp_path / "file").touch()
    unwritable = partial(settings.read_settings, {}, var=tmp_path / "file" / "var")
    monkeypatch.setattr(cli, "read_settings", unwritable)
    code, _, err = tutor("serve")
    assert code == 1
    assert "The tutor cannot write to" in err
    assert one_sentence(err)


# --- db


def test_an_empty_database_is_told_to_upgrade_and_then_checks(tutor, monkeypatch, tmp_path):
    monkeypatch.setenv("TUTOR_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    code, _, err = tutor("db", "check")
    assert code == 1
    assert "run `tutor db upgrade`" in err
    code, out, _ = tutor("db", "upgrade")
    assert code == 0
    assert re.fullmatch(r"The database is at revision \w+\.\n", out)
    assert tutor("db", "check") == (0, "The database has the schema of this version.\n", "")


def test_tables_that_differ_are_found(tutor, url):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("ALTER TABLE students ADD COLUMN shoe_size INTEGER")
    connection.close()
    code, _, err = tutor("db", "check")
    assert code == 1
    assert "shoe_size" in err


# --- content


def test_findings_are_printed_one_a_line(tutor, monkeypatch):
    drawn = []

    def check(_curriculum, *, seeds, progress):
        drawn.append(seeds)
        progress(1, 2)
        progress(2, 2)
        return [Finding(slug=s, place="a.yaml:1", seed=3, sentence="no") for s in ("one", "two")]

    monkeypatch.setattr(cli, "check_curriculum", check)
    code, out, _ = tutor("content", "check")
    assert code == 1
    assert out == "a.yaml:1, item one (seed 3): no\na.yaml:1, item two (seed 3): no\n"
    tutor("content", "check", "--thorough")
    assert drawn == [10, 50]


def test_a_curriculum_without_findings_says_so(tutor, monkeypatch):
    monkeypatch.setattr(cli, "check_curriculum", lambda *_, **__: [])
    code, out, _ = tutor("content", "check")
    assert code == 0
    assert re.fullmatch(r"\d+ items, \d+ lessons and 45 badges checked: nothing to mend\.\n", out)


def test_a_bank_is_taken_in_and_written_out(tutor, stored, tmp_path):
    with stored.transaction() as db:
        add_school(db)
    file = tmp_path / "bank.gift"
    file.write_text("What is 1 + 5? {#6}\n\nWho never ends? {=me\n")

    code, out, err = tutor("content", "import", str(file), "--skill", "adding")

    assert (code, out) == (0, "1 questions are asked from now on.\n")
    assert "line 3 (Who never ends?" in err
    assert tutor("content", "import", str(file), "--all-or-nothing")[0] == 1
    table = tmp_path / "all.csv"
    assert tutor("content", "export", str(table)) == (0, f"7 questions are in {table}.\n", "")
    assert "What is 1 + 5?" in table.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("export", "bank.doc"), "The file must end in one of .gift"),
        (("import", __file__), "Files of this ending cannot be read"),
    ],
)
def test_a_file_that_is_none_of_ours_is_a_sentence(tutor, stored, words, sentence):
    code, _, err = tutor("content", *words)

    assert code == 1
    assert err.startswith(sentence)


# --- user


def test_an_added_teacher_gets_a_link_that_sets_a_password(tutor, stored):
    code, out, _ = tutor(
        "user", "add", "tina", "tina@example.org", "--role", "teacher", "--name", "Tina T.",
        "--base-url", "https://tutor.example.org/",
    )  # fmt: skip
    assert code == 0
    found = re.fullmatch(r"https://tutor\.example\.org/\?link=([\w-]{40,})\n", out)
    with stored.reading() as db:
        tina = db.scalars(select(Student)).one()
        assert (tina.username, tina.role, tina.full_name) == ("tina", "teacher", "Tina T.")
        assert tina.hashed_password == "!"
        moment = dt.datetime.now(dt.UTC)
        assert link_is_good(db, found.group(1), now=moment)
        assert not link_is_good(db, found.group(1), now=moment + dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("ada", "new@example.org"), "This user name is taken"),
        (("bob", "no address"), "This is not an e-mail address"),
        (("b", "bob@example.org"), "A user name has 3 to 50"),
    ],
)
def test_an_account_that_cannot_be_is_a_sentence(tutor, stored, words, sentence):
    with stored.transaction() as db:
        add_student(db, "ada")
    code, out, err = tutor("user", "add", *words)
    assert (code, out) == (1, "")
    assert sentence in err
    assert one_sentence(err)


def test_a_new_role_and_a_closed_account_end_the_sessions(tutor, stored):
    with stored.transaction() as db:
        ada = add_student(db, "ada").id
        open_session(db, ada, now=NOW)
    assert tutor("user", "role", "ada", "researcher")[0] == 0
    with stored.reading() as db:
        assert db.scalar(select(Student.role)) == "researcher"
        assert db.scalar(select(AuthSession.revoked_at)) is not None
    assert tutor("user", "deactivate", "ADA@example.org")[0] == 0
    with stored.reading() as db:
        assert db.scalar(select(Student.is_active)) is False
        done = db.execute(select(AuditEntry.action, AuditEntry.actor_id)).all()
    assert {("set_role", None), ("deactivate", None)} <= set(done)


@pytest.mark.parametrize(
    "words", [("role", "bob", "admin"), ("deactivate", "bob"), ("link", "bob")]
)
def test_somebody_unknown_is_a_sentence(tutor, url, words):
    assert tutor("user", *words) == (1, "", "There is no account called 'bob'.\n")


def test_an_unknown_role_is_refused_with_those_there_are(tutor, url):
    code, _, err = tutor("user", "role", "ada", "king")
    assert code == 2
    assert "researcher" in err


def test_a_link_is_printed_without_mail_and_sent_with_it(tutor, stored, monkeypatch):
    with stored.transaction() as db:
        add_student(db, "ada")
    code, out, _ = tutor("user", "link", "ada")
    assert code == 0
    assert out.startswith("http://localhost:8501/?link=")
    with Postbox() as postbox:
        monkeypatch.setenv("TUTOR_SMTP_URL", f"smtp://127.0.0.1:{postbox.port}")
        code, out, _ = tutor("user", "link", "ada")
    assert (code, out) == (0, "The link was sent to ada@example.org.\n")
    token = re.search(r"\?link=([\w-]+)", postbox.message.get_content()).group(1)
    with stored.reading() as db:
        assert link_is_good(db, token, now=dt.datetime.now(dt.UTC))


def test_mail_that_cannot_be_sent_is_a_sentence(tutor, stored, monkeypatch):
    with stored.transaction() as db:
        add_student(db, "ada")
    monkeypatch.setenv("TUTOR_SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    code, out, err = tutor("user", "link", "ada")
    assert (code, out) == (1, "")
    assert one_sentence(err)
    monkeypatch.setenv("TUTOR_SMTP_URL", "mail.example.org")
    assert tutor("user", "link", "ada")[2].startswith("TUTOR_SMTP_URL must look like")


def test_a_demo_school_is_made_once_and_never_among_real_people(tutor, stored):
    code, out, err = tutor("demo", "--learners", "4", "--days", "3")
    assert (code, out) == (0, "")
    assert "Making a demo school" in err
    with stored.reading() as db:
        assert db.scalar(select(Student.id).where(Student.username == "demo-researcher"))
        assert db.scalar(select(m.SimilarStudent.id)), "the learners are compared"

    code, out, _ = tutor("demo")
    assert (code, "there already" in out) == (0, True)


def test_no_demo_school_joins_real_people(tutor, stored):
    with stored.transaction() as db:
        add_student(db)
    code, out, err = tutor("demo", "--learners", "4", "--days", "3")
    assert (code, out) == (1, "")
    assert "This database holds accounts already" in err
    assert "Traceback" not in err


# --- jobs


def test_the_job_of_gaps_says_what_came_of_it(tutor, stored):
    with stored.transaction() as db:
        add_school(db)
        student = add_student(db).id
        db.add(m.LearnerEstimate(student_id=student, mean=-1.0, variance=0.1, answers=9))
        db.add(
            m.LearnerSkillEstimate(
                student_id=student,
                skill_id=101,
                mean=0.0,
                variance=0.2,
                answers=5,
                last_seen_at=NOW,
            )
        )

    code, said, _ = tutor("jobs", "gaps")
    assert (code, said) == (0, "Learners looked at: 1; gaps found: 1, closed: 0.\n")
    assert tutor("jobs", "gaps")[1] == "Learners looked at: 1; gaps found: 0, closed: 0.\n"


def test_the_job_of_days_proves_and_mends(tutor, stored):
    with stored.transaction() as db:
        student = add_student(db).id
        db.add(m.PerformanceMetrics(student_id=student, metric_date=NOW.date(), total_attempts=2))

    code, said, _ = tutor("jobs", "rollup", "--check")
    assert code == 1
    assert "2026-03-02, total_attempts: 2 instead of 0" in said
    assert tutor("jobs", "rollup", "--repair")[0] == 0
    assert tutor("jobs", "rollup")[:2] == (
        0, "Learners looked at: 1; every day is what its attempts say.\n",
    )  # fmt: skip


def test_the_job_of_similar_students_says_what_came_of_it(tutor, stored):
    with stored.transaction() as db:
        add_school(db)
        item = add_item(db).id
        for name in ("ada", "ben", "cleo"):
            student = add_student(db, name).id
            db.add(m.LearnerEstimate(student_id=student, mean=0.0, variance=0.1, answers=9))
            if name != "cleo":
                db.add(m.LearnerItem(student_id=student, content_id=item, seen=1, last_seen_at=NOW))

    code, said, _ = tutor("jobs", "similar")

    assert code == 0
    assert said == (
        "Learners compared: 3; pairs stored: 2; learners who have gains of others to go by: 0.\n"
    )
