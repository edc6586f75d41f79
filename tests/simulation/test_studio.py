"""What lies on the demo teacher's desk: a key to mend, and learners it was unfair to."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.reports.queries import open_reports
from tutor_core.content.service import load_curriculum
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.studio.drafts import queries as drafts_read
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.publishing import publish
from tutor_core.practice.regrading.regrading import preview
from tutor_core.simulation import service as simulation
from tutor_core.simulation.accounts import TEACHER
from tutor_core.simulation.world import Blueprint


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_wrong_key_can_be_mended_and_the_learners_are_put_right(database):
    with database.transaction() as db:
        load_curriculum(db, shipped_curriculum(), now=NOW)
    simulation.make_demo_world(database, Blueprint(learners=16, days=4, now=NOW), cost=4)
    with database.reading() as db:
        teacher = Actor(db.query(m.Student).filter_by(username=TEACHER).one().id, "teacher")
        item = db.query(m.Content).filter_by(created_by=teacher.id).one().id
        assert len(open_reports(db, teacher, item)) == 1
        assert len(drafts_read.new_drafts(db, teacher)) == 1
    later = NOW + dt.timedelta(minutes=1)
    draft_id = database.run(lambda db: drafts.begin_changes(db, teacher, item, now=later))
    with database.reading() as db:
        form = drafts_read.own_draft(db, teacher, draft_id).form
    mended = replace(form, task=replace(form.task, answer="45"))
    database.run(lambda db: drafts.save_draft(db, teacher, draft_id, mended, revision=0, now=later))
    publish(database, teacher, draft_id, revision=1, seen_version=1, now=later)

    found = preview(database, teacher, item, now=later)

    assert (found.judged, found.to_right, found.to_wrong) == (3, 2, 0)
    assert all(line.name for line in found.lines)
