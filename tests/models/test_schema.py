"""The migrated databases hold the seed exactly, and what we add by the house's rules."""

import datetime as dt
import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import DefaultClause, Engine, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import configure_mappers

from tests.rows import NOW, add_everything, add_item, add_student
from tutor_core.db import Database, make_engine
from tutor_core.errors import SetupError
from tutor_core.models import (
    Base,
    ConceptTimeLog,
    FlashCard,
    LearnerItem,
    LearningSession,
    ReviewSession,
    Skill,
    Student,
    StudentMastery,
)
from tutor_core.operations.schema import upgrade
from tutor_core.settings import ROOT

HEAD = ScriptDirectory.from_config(Config(ROOT / "alembic.ini")).get_current_head()
SEED = json.loads((Path(__file__).parent / "seed_schema.json").read_text())
TYPES = {
    "sqlite": {"JSON": {"JSON"}, "TIMESTAMP": {"TIMESTAMP"}, "FLOAT": {"FLOAT"}},
    "postgresql": {
        "JSON": {"JSONB"},
        "TIMESTAMP": {"TIMESTAMP"},
        "FLOAT": {"DOUBLE PRECISION"},
    },
}
DEFAULTS = {"NOW()": "current_timestamp", "TODAY": "current_date"}
SEED_RELATIONSHIPS = {
    "Student": {
        "sessions",
        "knowledge",
        "learning_style_profile",
        "skill_gaps",
        "learning_pace",
        "bandit_state",
        "skill_mastery",
        "badges",
        "study_plans",
    },
    "LearningSession": {"student", "content"},
    "StudentKnowledge": {"student"},
    "PerformanceMetrics": {"student"},
    "LearningStyleProfile": {"student"},
    "SkillGap": {"student", "skill"},
    "Skill": {"parent", "skill_gaps", "pre_assessment_results"},
    "PreAssessmentResult": {"student", "skill"},
    "LearningPace": {"student"},
    "ConceptTimeLog": {"student", "session"},
    "BanditState": {"student"},
    "UserInteraction": {"student", "content"},
    "SimilarStudent": {"student", "similar_student"},
    "FlashCard": {"student", "content", "review_sessions"},
    "ReviewSession": {"flashcard", "student"},
    "MasterySkill": {"prerequisites", "unlocks", "student_mastery"},
    "StudentMastery": {"student", "skill"},
    "Badge": {"student_badges"},
    "StudentBadge": {"student", "badge"},
    "StudyPlan": {"student"},
}


def plain_default(value: str | None) -> str | None:
    if value is None or "nextval" in value:
        return None
    value = value.split("::")[0].strip("()'").lower()
    return str(float(value)) if value.replace(".", "").isdigit() else value


@pytest.mark.parametrize("table", SEED)
def test_every_column_of_the_seed_is_there_as_it_says(shared_engine: Engine, table: str):
    backend = shared_engine.dialect.name
    found = {column["name"]: column for column in inspect(shared_engine).get_columns(table)}
    for name, seed in SEED[table]["columns"].items():
        column = found[name]
        rendered = str(column["type"].compile(shared_engine.dialect)).split(" WITH TIME")[0]
        assert rendered in TYPES[backend].get(seed["type"], {seed["type"]}), name
        if "nullable" in seed:
            assert column["nullable"] == seed["nullable"], name
        if seed.get("primary_key"):
            assert inspect(shared_engine).get_pk_constraint(table)["constrained_columns"] == [name]
        expected = seed.get("default")
        expected = DEFAULTS.get(expected, expected)
        assert plain_default(column["default"]) == plain_default(expected), name


@pytest.mark.parametrize("table", SEED)
def test_every_index_key_and_reference_of_the_seed_is_there(shared_engine: Engine, table: str):
    inspector = inspect(shared_engine)
    indexes = {index["name"]: index for index in inspector.get_indexes(table)}
    for name, seed in SEED[table]["indexes"].items():
        if seed.get("desc") and shared_engine.dialect.name == "sqlite":
            with shared_engine.connect() as connection:
                query = text("SELECT sql FROM sqlite_master WHERE name = :name")
                assert "DESC" in connection.execute(query, {"name": name}).scalar_one()
            continue
        assert indexes[name]["column_names"] == seed["columns"], name
        if seed.get("desc"):
            assert indexes[name]["column_sorting"] == {seed["columns"][0]: ("desc",)}
    unique = [set(u["column_names"]) for u in inspector.get_unique_constraints(table)]
    unique += [set(i["column_names"]) for i in indexes.values() if i["unique"]]
    for columns in SEED[table]["unique"]:
        assert set(columns) in unique
    references = {
        key["constrained_columns"][0]: f"{key['referred_table']}.{key['referred_columns'][0]}"
        for key in inspector.get_foreign_keys(table)
    }
    for name, seed in SEED[table]["columns"].items():
        if seed.get("unique"):
            assert {name} in unique
        if "references" in seed:
            assert references[name] == seed["references"]


def test_relationships_carry_the_names_of_the_seed_and_never_load_by_themselves():
    configure_mappers()
    mappers = {mapper.class_.__name__: mapper for mapper in Base.registry.mappers}
    for name, expected in SEED_RELATIONSHIPS.items():
        assert expected <= set(mappers[name].relationships.keys()), name
    assert {r.lazy for mapper in mappers.values() for r in mapper.relationships} == {"raise"}


def test_every_foreign_key_is_the_head_of_an_index(shared_engine: Engine):
    inspector = inspect(shared_engine)
    for table in Base.metadata.tables:
        heads = {index["column_names"][0] for index in inspector.get_indexes(table)}
        heads |= {u["column_names"][0] for u in inspector.get_unique_constraints(table)}
        heads.add(inspector.get_pk_constraint(table)["constrained_columns"][0])
        for key in inspector.get_foreign_keys(table):
            assert key["constrained_columns"][0] in heads, (table, key["constrained_columns"])


def test_checks_in_the_database_are_those_of_the_models(shared_engine: Engine):
    """Autogenerate does not see CHECK constraints, so drift would go unnoticed."""
    inspector = inspect(shared_engine)
    for name, table in Base.metadata.tables.items():
        wanted = {
            c.name for c in table.constraints if type(c).__name__ == "CheckConstraint" and c.name
        }
        assert {c["name"] for c in inspector.get_check_constraints(name)} == wanted, name


def test_server_defaults_are_portable():
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.server_default, DefaultClause):
                said = str(getattr(column.server_default.arg, "text", column.server_default.arg))
                assert "now()" not in said.lower(), column


def test_down_to_base_and_up_again_on_a_populated_database(database):
    with database.transaction() as db:
        add_everything(db)
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = database.engine
    command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    command.upgrade(config, "head")
    command.check(config)
    with database.transaction() as db:
        add_everything(db)


def test_what_was_done_before_counts_for_its_day_where_its_learner_lives(database):
    at = dt.datetime(2026, 3, 2, 20, 0, tzinfo=dt.UTC)  # already the 3rd in Tokyo, five o'clock
    with database.transaction() as db:
        ada, ben = add_student(db, "ada"), add_student(db, "ben")
        ada.timezone, ben.timezone = "Asia/Tokyo", "Europe/Berlin"
        item = add_item(db)
        for student, is_correct in ((ada, True), (ben, False), (ben, None)):
            db.add(
                LearningSession(
                    student_id=student.id, content_id=item.id, start_time=at, end_time=at,
                    is_correct=is_correct,
                )
            )  # fmt: skip
        card = FlashCard(
            student_id=ada.id, content_id=item.id, front_text="?", back_text="!",
            next_review_date=at.date(),
        )  # fmt: skip
        db.add(card)
        db.flush()
        for scheduler, kind in (("sm2", "review"), (None, "cram"), (None, "review")):
            db.add(
                ReviewSession(
                    student_id=ada.id, flashcard_id=card.id, quality=4, reviewed_at=at,
                    scheduler=scheduler, kind=kind,
                )
            )  # fmt: skip
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = database.engine
    command.downgrade(config, "0010")

    command.upgrade(config, "head")

    second, third = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
    with database.reading() as db:
        answers = db.scalars(select(LearningSession.counted_on).order_by(LearningSession.id))
        assert answers.all() == [third, second, None]
        reviews = db.scalars(select(ReviewSession.counted_on).order_by(ReviewSession.id))
        assert reviews.all() == [third, third, None], "what was reviewed elsewhere counts for none"


def test_what_answers_moved_before_stands_beside_their_time(database):
    day = dt.date(2026, 3, 2)
    moves = [
        {"name": title, "mastery_before": 0.4, "mastery_after": after, "level_before": 1,
         "level_after": 2}
        for title, after in (("Adding", 0.5), ("Doubling", 0.6))
    ]  # fmt: skip
    with database.transaction() as db:
        ada, item = add_student(db, "ada"), add_item(db)
        for name, title in (("adding", "Adding"), ("doubling", "Doubling")):
            db.add(Skill(name=name, display_name=title, difficulty_level=1))
        answered, put_away = (
            LearningSession(
                student_id=ada.id,
                content_id=item.id,
                start_time=NOW,
                end_time=NOW,
                counted_on=on,
                rl_state=state,
            )
            for on, state in ((day, {"after": {"moves": moves}}), (None, None))
        )
        db.add_all([answered, put_away])
        db.flush()
        for attempt, concept in (
            (answered, "doubling"),
            (answered, "adding"),
            (answered, "gone"),
            (put_away, "adding"),
        ):
            db.add(
                ConceptTimeLog(
                    student_id=ada.id, concept=concept, time_spent_seconds=5, session_id=attempt.id
                )
            )
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = database.engine
    command.downgrade(config, "0013")

    command.upgrade(config, "head")

    with database.reading() as db:
        found = db.scalars(select(ConceptTimeLog).order_by(ConceptTimeLog.id)).all()
    assert [(one.counted_on, one.mastery_after, one.level_after) for one in found] == [
        (day, 0.6, 2),
        (day, 0.5, 2),
        (day, None, None),
        (None, None, None),
    ]


def test_what_learners_met_before_is_counted_when_the_table_comes(database):
    with database.transaction() as db:
        ada, ben = add_student(db, "ada"), add_student(db, "ben")
        sums, doubles = add_item(db), add_item(db)
        for student, item, hours in (
            (ada, sums, 1),
            (ada, sums, 3),
            (ada, doubles, 2),
            (ben, sums, 0),
        ):
            moment = NOW + dt.timedelta(hours=hours)
            db.add(
                LearningSession(
                    student_id=student.id, content_id=item.id, start_time=moment, end_time=moment
                )
            )
        met = [(ada.id, sums.id, 2, 3), (ada.id, doubles.id, 1, 2), (ben.id, sums.id, 1, 0)]
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = database.engine
    command.downgrade(config, "0005")

    command.upgrade(config, "head")

    with database.reading() as db:
        rows = db.scalars(
            select(LearnerItem).order_by(LearnerItem.student_id, LearnerItem.content_id)
        )
        assert [(row.student_id, row.content_id, row.seen, row.last_seen_at) for row in rows] == [
            (student, item, seen, NOW + dt.timedelta(hours=hours))
            for student, item, seen, hours in met
        ]


def test_a_database_of_newer_code_is_refused_with_a_sentence(database):
    with database.transaction() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="made by a newer one"):
        upgrade(database.engine)


def test_a_batch_migration_on_a_populated_sqlite_keeps_the_children(new_url, tmp_path):
    """With foreign keys on, rebuilding `students` would delete every attempt, silently."""
    database = Database(make_engine(new_url("sqlite")))
    with database.transaction() as db:
        add_everything(db)
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for source in (ROOT / "migrations").glob("*.*"):
        (folder / source.name).write_text(source.read_text())
    for source in (ROOT / "migrations" / "versions").glob("*.py"):
        (folder / "versions" / source.name).write_text(source.read_text())
    (folder / "versions" / "zzzz.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = 'zzzz'\ndown_revision = {HEAD!r}\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('students', recreate='always') as batch:\n"
        "        batch.alter_column('full_name', type_=sa.String(120))\n"
        "def downgrade():\n    pass\n"
    )
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = database.engine
    command.upgrade(config, "zzzz")
    with database.reading() as db:
        assert db.scalars(select(LearningSession)).all()
        assert db.scalars(select(StudentMastery)).all()
    database.engine.dispose()


def test_erasing_a_student_takes_everything_of_theirs_along(db):
    student = add_everything(db)
    other = add_student(db, "other")
    db.flush()
    db.delete(student)
    db.flush()
    for table in Base.metadata.sorted_tables:
        if "student_id" in table.columns:
            found = db.execute(select(table.c.student_id)).scalars().all()
            assert student.id not in found, table.name
    assert db.get(Student, other.id) is other
    assert db.scalars(select(Skill)).all(), "what belongs to nobody stays"


def test_names_differing_only_in_case_are_the_same_name(db):
    add_student(db, "anna")
    with pytest.raises(IntegrityError):
        add_student(db, "Anna", email="other@example.org")


def test_a_time_without_a_zone_is_refused(db):
    student = add_student(db, "anna")
    student.last_login = dt.datetime(2026, 1, 1, 12)
    with pytest.raises(Exception, match="needs a zone"):
        db.flush()


def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(db):
    student = add_student(db, "anna")
    student.last_login = dt.datetime(2026, 1, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    db.flush()
    db.refresh(student)
    assert student.last_login == dt.datetime(2026, 1, 1, 7, tzinfo=dt.UTC)
    assert student.last_login.utcoffset() == dt.timedelta(0)


def test_one_open_attempt_a_learner_and_source(db):
    student = add_student(db, "anna")
    db.flush()
    db.add(LearningSession(student_id=student.id))
    db.flush()
    db.add(LearningSession(student_id=student.id))
    with pytest.raises(IntegrityError):
        db.flush()
