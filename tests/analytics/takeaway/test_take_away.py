"""What researchers take away: complete, without names, the same again by its seed."""

import datetime as dt
import io
import json
import random
import zipfile

import pandas as pd
import pytest

from tests.practice.conftest import RIGHT, WRONG, Learner, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.analytics.takeaway.codebook import TABLES
from tutor_core.analytics.takeaway.pseudonyms import Pseudonyms
from tutor_core.analytics.takeaway.queries import take_away
from tutor_core.errors import InvalidInputError, NotAllowedError
from tutor_core.practice.leaving import service as leaving
from tutor_core.recommend.decisions.period import Period
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.shortlist import shortlist_from
from tutor_core.tuning import service as tuning

RESEARCHER = Actor(99, "researcher")
DAY = dt.timedelta(days=1)
ALL = Period(since=NOW - DAY, until=NOW + DAY)
SECRET = "s" * 40
NAMES = ("yolanda", "xaver", "wilhelmina", "zoltan", "quentin")


def learner_named(db, name):
    return Learner(db, Actor(add_student(db, name).id, "student"), random.Random(5))


@pytest.fixture
def school(db):
    """Five learners of one class with two answers each, one of them right."""
    add_school(db)
    db.add(m.Cohort(id=1, name="Class 5b", join_code="ABC234"))
    db.flush()
    learners = [
        Learner(db, Actor(add_student(db, n).id, "student"), random.Random(5)) for n in NAMES
    ]
    for learner in learners:
        db.add(m.CohortMember(cohort_id=1, student_id=learner.actor.id))
        learner.answer(learner.next(), RIGHT, "my secret answer")
        learner.answer(learner.next(), WRONG, "another secret")
    return learners


def files(db, period=ALL, *, seed="1", secret=SECRET, actor=RESEARCHER):
    db.flush()
    packed = take_away(db, actor, period, secret=secret, seed=seed)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(db, name, **values):
    return pd.read_csv(io.BytesIO(files(db, **values)[f"{name}.csv"]))


def test_the_file_has_every_table_twice_and_a_line_on_every_column(db, school):
    found = files(db)

    assert set(found) == {"codebook.md"} | {
        f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")
    }
    for name, columns in TABLES.items():
        parquet = pd.read_parquet(io.BytesIO(found[f"{name}.parquet"]))
        assert list(parquet.columns) == list(columns)
        assert len(parquet) == len(pd.read_csv(io.BytesIO(found[f"{name}.csv"])))
        assert all(f"| {column} |" in found["codebook.md"].decode() for column in columns)


def test_every_answer_is_an_event_with_what_the_model_thought_of_it(db, school):
    events = table(db, "events")

    rows = school[0].rows(m.LearningSession)
    assert list(events["Outcome"]) == ["CORRECT", "INCORRECT"] * 5
    assert list(events["CF (Predicted)"]) == pytest.approx([row.predicted for row in rows])
    assert list(events["CF (Reward)"]) == pytest.approx([row.reward for row in rows])
    assert set(events["KC (Skill)"]) <= {"adding", "doubling"}
    assert events["Anon Student Id"].nunique() == 5
    assert events["Time"].iloc[0] == "2026-03-02 15:00:00"


def test_a_choice_can_be_made_again_from_the_decision_log(db, school):
    tuning.save(db, OPERATOR, BanditPolicy(epsilon=0.5), reason="very private", now=NOW)
    school[0].answer(school[0].next())

    decisions, policies = table(db, "decisions"), table(db, "policies")

    for row in decisions.itertuples():
        shortlist = shortlist_from(json.loads(row.Considered))
        assert row.Chosen in {one.content_id for one in shortlist}
        assert len(shortlist) == row.Candidates
    last = decisions.iloc[-1]
    assert (last["Epsilon"], last["Policy Version"]) == (0.5, policies["Policy Version"][0])
    assert json.loads(policies["Parameters"][0])["epsilon"] == 0.5
    assert set(decisions["Chosen"]) <= set(table(db, "items")["Item"])


def test_what_was_sent_away_is_a_decision_without_a_reward_and_no_event(db, school):
    leaving.decline(db, school[0].actor, school[0].next().attempt_id, "too_hard", now=NOW)

    decisions = table(db, "decisions")

    away = decisions[decisions["Put Away As"] == "too_hard"]
    assert len(away) == 1
    assert away["Reward"].isna().all()
    assert len(table(db, "events")) == 10


def test_no_name_no_answer_and_no_reason_is_in_it(db, school):
    tuning.save(
        db, OPERATOR, BanditPolicy(epsilon=0.3), reason="very private", now=NOW, cohort_id=1
    )

    everything = b"\n".join(files(db).values())

    for hidden in (*NAMES, "secret", "very private", "Class 5b", "example.org"):
        assert hidden.encode() not in everything


def test_one_seed_gives_one_file_and_another_gives_other_names(db, school):
    assert files(db) == files(db)
    mine, others = table(db, "events"), table(db, "events", seed="2")
    assert set(mine["Anon Student Id"]).isdisjoint(others["Anon Student Id"])
    assert list(mine["Outcome"]) == list(others["Outcome"])


def test_the_seed_alone_does_not_tell_who_is_meant():
    assert Pseudonyms("a", "1").of("learner", 7) != Pseudonyms("b", "1").of("learner", 7)
    assert Pseudonyms("a", "1").of("learner", 7) != Pseudonyms("a", "1").of("class", 7)


def test_a_class_is_told_from_five_learners_on(db, school):
    assert len(set(table(db, "events")["Class"])) == 1
    db.add(m.Cohort(id=2, name="6a", join_code="DEF234"))
    db.flush()
    sixth = learner_named(db, "finn")
    db.add(m.CohortMember(cohort_id=2, student_id=sixth.actor.id))
    sixth.answer(sixth.next())

    events = table(db, "events")

    assert len(set(events["Class"].dropna())) == 1
    assert events["Class"].isna().sum() == 1


def test_fewer_than_five_learners_are_not_taken_away(db, school):
    given = {"student_id": school[0].actor.id, "purpose": "research", "version": "1"}
    db.add(m.Consent(**given, given_at=NOW, withdrawn_at=NOW))

    with pytest.raises(InvalidInputError, match="4 learners answered in this time; at least 5"):
        files(db)


def test_a_rule_that_an_author_named_freely_is_not_told(db, school):
    row = school[0].rows(m.LearningSession)[0]
    row.answer_note = "Ada always does this"

    assert table(db, "events")["CF (Answer Rule)"].isna().sum() == 1


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_only_researchers_and_admins_take_anything_away(db, school, role):
    with pytest.raises(NotAllowedError):
        files(db, actor=Actor(1, role))
