"""Drafts, publishing and withdrawing, on SQLite and on PostgreSQL."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from tests.practice.conftest import RIGHT, add_school
from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.service import load_curriculum
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.studio import queries, service
from tutor_core.content.studio.drafts import queries as drafts_read
from tutor_core.content.studio.drafts import service as drafts
from tutor_core.content.studio.form import Form, MistakeForm, TaskForm
from tutor_core.content.studio.judging import judge
from tutor_core.content.studio.publishing import publish
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.views import BankFilter
from tutor_core.errors import InvalidInputError, NotAllowedError, NotFoundError, StaleStateError
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal

LATER = NOW + dt.timedelta(hours=1)
GOOD = Form(
    skill="adding",
    task=TaskForm(question="What is 2 + 3?", answer="5", explanation="Count on."),
    hints=("Count on from 2.", "Use a number line."),
)


class School:
    """Two teachers, an admin and a learner around a small bank, in a real database."""

    def __init__(self, database):
        self.database = database
        with database.transaction() as db:
            add_school(db)
            self.tina, self.tom = (
                Actor(add_student(db, name, role="teacher", full_name=name.title()).id, "teacher")
                for name in ("tina", "tom")
            )
            self.root = Actor(add_student(db, "root", role="admin").id, "admin")
            self.ada = Actor(add_student(db, "ada").id, "student")
            self.item = db.query(m.Content).filter_by(slug="adding-2").one().id

    def run(self, function, actor, *args, **kwargs):
        return self.database.run(lambda db: function(db, actor, *args, **kwargs))

    def begin(self, actor, form=GOOD):
        return self.run(drafts.begin_item, actor, form, now=NOW)

    def change(self, actor, content_id=None, **task):
        draft_id = self.run(drafts.begin_changes, actor, content_id or self.item, now=NOW)
        draft = self.run(drafts_read.own_draft, actor, draft_id)
        form = replace(draft.form, task=replace(draft.form.task, **task))
        self.run(drafts.save_draft, actor, draft_id, form, revision=draft.revision, now=LATER)
        return draft_id

    def publish(self, actor, draft_id, seen_version=None, at=LATER):
        with self.database.reading() as db:
            stored = db.get(m.ContentDraft, draft_id)
            revision = stored.revision
        return publish(
            self.database, actor, draft_id, revision=revision, seen_version=seen_version, now=at
        )

    def content(self, content_id):
        with self.database.reading() as db:
            row = db.get(m.Content, content_id)
            db.expunge(row)
            return row

    def drafts(self):
        with self.database.reading() as db:
            return db.query(m.ContentDraft).count()


@pytest.fixture
def school(database):
    return School(database)


def test_a_new_item_is_published_and_asked(school):
    draft_id = school.begin(school.tina)

    published = school.publish(school.tina, draft_id)

    row = school.content(published.content_id)
    assert (row.version, row.is_published, row.created_by) == (1, True, school.tina.id)
    assert (row.topic, row.subtopic, row.tags) == ("algebra", "adding", ["adding"])
    assert row.answer_spec == {"type": "number", "answer": "5"}
    assert row.slug is None
    assert school.drafts() == 0
    attempt = school.run(
        practice.next_attempt, school.ada, Goal(content_id=row.id), now=LATER, rng=random.Random(1)
    )
    assert attempt.question == "What is 2 + 3?"


def test_its_version_and_its_skill_know_it(school):
    published = school.publish(school.tina, school.begin(school.tina))

    with school.database.reading() as db:
        version = db.query(m.ContentVersion).filter_by(content_id=published.content_id).one()
        skill = db.query(m.Skill).filter_by(name="adding").one()
    assert (version.version, version.created_by) == (1, school.tina.id)
    assert version.body["question_text"] == "What is 2 + 3?"
    assert published.content_id in skill.related_content_ids


def test_a_draft_that_is_not_right_stays_a_draft(school):
    draft_id = school.begin(school.tina, replace(GOOD, skill=""))

    verdict = school.publish(school.tina, draft_id)

    assert verdict.problems == ("Choose the skill that this exercises.",)
    assert school.run(drafts_read.own_draft, school.tina, draft_id).form.skill == ""


def test_changes_become_a_new_version_and_keep_the_old_one(school):
    draft_id = school.change(school.tina, answer="3")

    published = school.publish(school.tina, draft_id, seen_version=1)

    assert published.version == 2
    assert school.content(school.item).answer_spec["answer"] == "3"
    versions = school.run(queries.desk_of, school.tina, school.item).versions
    assert [(one.version, one.author) for one in versions] == [(2, "Tina")]


def test_what_a_learner_has_open_is_put_away_with_a_sentence(school):
    attempt = school.run(
        practice.next_attempt,
        school.ada,
        Goal(content_id=school.item),
        now=NOW,
        rng=random.Random(1),
    )
    school.publish(school.tina, school.change(school.tina, answer="3"), seen_version=1)

    with pytest.raises(StaleStateError, match="corrected meanwhile"):
        school.run(practice.submit_answer, school.ada, attempt.attempt_id, "2", RIGHT, now=LATER)


def test_the_desk_says_how_many_have_it_open(school):
    school.run(
        practice.next_attempt,
        school.ada,
        Goal(content_id=school.item),
        now=NOW,
        rng=random.Random(1),
    )

    assert school.run(queries.desk_of, school.tina, school.item).being_answered == 1


def test_of_two_teachers_the_second_is_told_and_loses_nothing(school):
    first, second = school.change(school.tina, answer="3"), school.change(school.tom, answer="4")
    assert school.run(queries.desk_of, school.tom, school.item).others[0].name == "Tina"
    school.publish(school.tina, first, seen_version=1)

    with pytest.raises(StaleStateError, match="Version 2 of this item"):
        school.publish(school.tom, second, seen_version=1)

    draft = school.run(drafts_read.own_draft, school.tom, second)
    assert (draft.form.task.answer, draft.current_version) == ("4", 2)
    assert school.content(school.item).answer_spec["answer"] == "3"
    assert school.publish(school.tom, second, seen_version=2).version == 3


def test_the_second_may_take_theirs_and_keep_the_own_as_a_new_item(school):
    first, second = school.change(school.tina, answer="3"), school.change(school.tom, answer="4")
    school.publish(school.tina, first, seen_version=1)

    fresh = school.run(drafts.begin_again, school.tom, second, now=LATER)

    assert school.run(drafts_read.own_draft, school.tom, fresh).form.task.answer == "3"
    kept = school.run(drafts_read.own_draft, school.tom, second)
    assert (kept.content_id, kept.form.task.answer) == (None, "4")


def test_two_windows_of_one_teacher_do_not_write_over_one_another(school):
    draft_id = school.begin(school.tina)
    mine = replace(GOOD, minutes=9)
    school.run(drafts.save_draft, school.tina, draft_id, mine, revision=0, now=NOW)

    with pytest.raises(StaleStateError, match="another window"):
        school.run(drafts.save_draft, school.tina, draft_id, GOOD, revision=0, now=NOW)

    assert school.run(drafts_read.own_draft, school.tina, draft_id).form.minutes == 9
    school.run(drafts.save_draft, school.tina, draft_id, GOOD, revision=None, now=NOW)
    assert school.run(drafts_read.own_draft, school.tina, draft_id).form == GOOD


def test_a_window_never_publishes_what_another_one_wrote(school):
    draft_id = school.begin(school.tina)
    unseen = replace(GOOD, minutes=9)
    school.run(drafts.save_draft, school.tina, draft_id, unseen, revision=0, now=NOW)

    with pytest.raises(StaleStateError, match="another window"):
        publish(school.database, school.tina, draft_id, revision=0, seen_version=None, now=LATER)

    assert school.drafts() == 1


def test_what_was_typed_since_it_was_judged_is_not_published(school):
    draft_id = school.begin(school.tina)
    verdict = judge(read_form(GOOD).body, topics={"adding": "algebra"}, others={})
    school.run(drafts.save_draft, school.tina, draft_id, replace(GOOD, skill=""), revision=0,
               now=NOW)  # fmt: skip

    with pytest.raises(StaleStateError, match="another window"):
        school.run(
            service.publish_judged, school.tina, draft_id, verdict.item, revision=0,
            seen_version=None, now=LATER,
        )  # fmt: skip


def test_publishing_nothing_new_is_told(school):
    draft_id = school.change(school.tina)

    with pytest.raises(StaleStateError, match="Nothing was changed"):
        school.publish(school.tina, draft_id, seen_version=1)


def test_a_colleagues_item_is_read_and_copied_but_not_changed(school):
    theirs = school.publish(school.tina, school.begin(school.tina)).content_id

    with pytest.raises(NotAllowedError):
        school.run(drafts.begin_changes, school.tom, theirs, now=LATER)
    with pytest.raises(NotAllowedError):
        school.run(service.set_published, school.tom, theirs, is_published=False, now=LATER)

    copy = school.run(drafts.copy_item, school.tom, theirs, now=LATER)
    published = school.publish(school.tom, copy)
    assert school.content(published.content_id).created_by == school.tom.id
    assert school.run(queries.desk_of, school.tom, theirs).line.may_edit is False
    assert school.run(drafts.begin_changes, school.root, theirs, now=LATER)


def test_a_draft_is_its_editors_alone(school):
    draft_id = school.begin(school.tina)

    for act in (
        lambda: school.run(drafts_read.own_draft, school.root, draft_id),
        lambda: school.run(drafts.save_draft, school.tom, draft_id, GOOD, revision=0, now=NOW),
        lambda: school.run(drafts.throw_away, school.tom, draft_id),
        lambda: school.publish(school.tom, draft_id),
    ):
        with pytest.raises(NotFoundError, match="no longer there"):
            act()


def test_a_draft_thrown_away_is_gone_and_the_item_stays(school):
    draft_id = school.change(school.tina, answer="3")

    school.run(drafts.throw_away, school.tina, draft_id)

    assert school.drafts() == 0
    assert school.content(school.item).answer_spec["answer"] == "2"


def test_a_withdrawn_item_is_not_asked_until_it_is_put_back(school):
    school.run(service.set_published, school.tina, school.item, is_published=False, now=LATER)

    with pytest.raises(NotFoundError):
        school.run(
            practice.next_attempt,
            school.ada,
            Goal(content_id=school.item),
            now=LATER,
            rng=random.Random(1),
        )
    withdrawn = school.run(queries.bank, school.tina, BankFilter(only_withdrawn=True), limit=9)
    assert [line.content_id for line in withdrawn.lines] == [school.item]
    school.run(service.set_published, school.tina, school.item, is_published=True, now=LATER)
    assert school.content(school.item).is_published


def test_what_was_mended_or_withdrawn_survives_a_start_of_the_server(database):
    shipped = shipped_curriculum()
    slug, gone = (item.slug for item in shipped.items[:2])
    with database.transaction() as db:
        load_curriculum(db, shipped, now=NOW)
        tina = Actor(add_student(db, "tina", role="teacher").id, "teacher")
        ids = {row.slug: row.id for row in db.query(m.Content).filter(m.Content.slug.is_not(None))}
    draft_id = database.run(lambda db: drafts.begin_changes(db, tina, ids[slug], now=NOW))
    with database.reading() as db:
        form = drafts_read.own_draft(db, tina, draft_id).form
    mended = replace(form, task=replace(form.task, explanation="Mended."))
    database.run(lambda db: drafts.save_draft(db, tina, draft_id, mended, revision=0, now=NOW))
    publish(database, tina, draft_id, revision=1, seen_version=1, now=LATER)
    database.run(
        lambda db: service.set_published(db, tina, ids[gone], is_published=False, now=LATER)
    )

    report = database.run(lambda db: load_curriculum(db, shipped, now=LATER))

    assert sorted(report.mended) == sorted([slug, gone])
    assert (report.added, report.changed, report.unpublished) == ((), (), ())
    assert slug in report.told()
    with database.reading() as db:
        assert db.get(m.Content, ids[slug]).explanation == "Mended."
        assert db.get(m.Content, ids[gone]).is_published is False


def test_teachers_items_are_not_taken_for_the_shipped_banks(database):
    shipped = shipped_curriculum()
    with database.transaction() as db:
        load_curriculum(db, shipped, now=NOW)
        tina = Actor(add_student(db, "tina", role="teacher").id, "teacher")
    form = replace(GOOD, skill="linear_equations")
    draft_id = database.run(lambda db: drafts.begin_item(db, tina, form, now=NOW))
    published = publish(database, tina, draft_id, revision=0, seen_version=None, now=NOW)
    with database.transaction() as db:
        db.delete(db.get(m.Student, tina.id))

    report = database.run(lambda db: load_curriculum(db, shipped, now=LATER))

    assert report.unpublished == ()
    with database.reading() as db:
        assert db.get(m.Content, published.content_id).is_published
        skill = db.query(m.Skill).filter_by(name="linear_equations").one()
    assert published.content_id in skill.related_content_ids


@pytest.mark.parametrize(
    ("wanted", "slugs"),
    [
        (BankFilter(), 6),
        (BankFilter(topic="calculus"), 2),
        (BankFilter(skill="doubling"), 2),
        (BankFilter(difficulty=2), 3),
        (BankFilter(type="number"), 6),
        (BankFilter(type="choice"), 0),
        (BankFilter(words="SLOPES"), 2),
        (BankFilter(words="100%_"), 0),
        (BankFilter(only_mine=True), 0),
        (BankFilter(only_reported=True), 0),
        (BankFilter(topic="algebra", difficulty=3), 2),
    ],
)
def test_the_list_lets_through_what_is_asked_for(school, wanted, slugs):
    page = school.run(queries.bank, school.tina, wanted, limit=3)

    assert page.total == slugs
    assert len(page.lines) == min(3, slugs)


def test_learners_and_researchers_see_no_bank(school):
    for role in ("student", "researcher"):
        with pytest.raises(NotAllowedError):
            school.run(queries.bank, Actor(school.ada.id, role), BankFilter(), limit=1)
        with pytest.raises(NotAllowedError):
            school.run(queries.desk_of, Actor(school.ada.id, role), school.item)


def test_a_lesson_or_a_learners_own_card_is_no_item(school):
    with school.database.transaction() as db:
        card = add_item(db, content_type="flashcard", created_by=school.ada.id).id

    with pytest.raises(NotFoundError):
        school.run(queries.desk_of, school.tina, card)
    with pytest.raises(NotFoundError):
        school.run(drafts.copy_item, school.tina, card, now=NOW)


def test_mistakes_are_counted_by_their_notes_and_rare_answers_stay_private(school):
    wrong = replace(GOOD.task, mistakes=(MistakeForm(answer="6", message="You multiplied."),))
    item = school.publish(school.tina, school.begin(school.tina, replace(GOOD, task=wrong)))
    with school.database.transaction() as db:
        for number, response in enumerate(["6", "6", "6", "9"]):
            learner = add_student(db, f"learner{number}")
            db.add(
                m.LearningSession(
                    student_id=learner.id, content_id=item.content_id, is_correct=False,
                    end_time=NOW, answer_given=response, answer_note="number.wrong",
                    predicted=0.5,
                )
            )  # fmt: skip

    figures = school.run(queries.desk_of, school.tina, item.content_id).line.figures

    assert (figures.attempts, figures.correct, figures.predicted) == (4, 0, 0.5)
    assert [(one.words, one.times) for one in figures.wrong] == [("6", 3)]


def test_of_ones_own_class_every_answer_is_shown(school):
    with school.database.transaction() as db:
        cohort = m.Cohort(name="5b", teacher_id=school.tina.id, join_code="ABC234")
        db.add(cohort)
        db.flush()
        db.add(m.CohortMember(cohort_id=cohort.id, student_id=school.ada.id))
        db.add(
            m.LearningSession(
                student_id=school.ada.id, content_id=school.item, is_correct=False, end_time=NOW,
                answer_given="9", answer_note="number.wrong",
            )
        )  # fmt: skip

    mine = school.run(queries.desk_of, school.tina, school.item).line.figures.wrong
    toms = school.run(queries.desk_of, school.tom, school.item).line.figures.wrong

    assert [one.words for one in mine] == ["9"]
    assert toms == ()


def test_an_earlier_version_is_written_on_and_what_was_begun_is_kept(school):
    school.publish(school.tina, school.change(school.tina, answer="3"), seen_version=1)
    school.publish(school.tina, school.change(school.tina, answer="4"), seen_version=2)
    begun = school.change(school.tina, answer="5")

    draft_id = school.run(drafts.begin_from_version, school.tina, school.item, 2, now=LATER)

    draft = school.run(drafts_read.own_draft, school.tina, draft_id)
    assert (draft.content_id, draft.form.task.answer, draft.based_on_version) == (
        school.item, "3", 3,
    )  # fmt: skip
    kept = school.run(drafts_read.own_draft, school.tina, begun)
    assert (kept.content_id, kept.form.task.answer) == (None, "5")
    with pytest.raises(NotFoundError, match="no such version"):
        school.run(drafts.begin_from_version, school.tina, school.item, 9, now=LATER)


def test_a_draft_without_end_is_refused_and_the_last_one_stays(school):
    draft_id = school.begin(school.tina)
    endless = replace(GOOD, hints=("x" * 200_001,))

    with pytest.raises(InvalidInputError, match="too long to be kept"):
        school.run(drafts.save_draft, school.tina, draft_id, endless, revision=0, now=NOW)

    assert school.run(drafts_read.own_draft, school.tina, draft_id).form == GOOD
