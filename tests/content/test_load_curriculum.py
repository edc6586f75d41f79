import dataclasses

import pytest
from sqlalchemy import event, select

from tests.rows import NOW, add_item, add_student
from tutor_core.content.queries import item_at
from tutor_core.content.service import load_curriculum
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.errors import SetupError
from tutor_core.models import Content, ContentVersion, MasterySkill, Skill, skill_prerequisites


@pytest.fixture(scope="module")
def shipped():
    return shipped_curriculum()


def with_items(curriculum, items):
    return dataclasses.replace(curriculum, items=tuple(items))


def reworded(item, **changes):
    return dataclasses.replace(item, text=dataclasses.replace(item.text, **changes))


def item_row(db, slug):
    return db.scalars(
        select(Content).where(Content.slug == slug).execution_options(populate_existing=True)
    ).one()


def bodies(db, slug):
    rows = db.execute(
        select(ContentVersion.version, ContentVersion.body)
        .join(Content, Content.id == ContentVersion.content_id)
        .where(Content.slug == slug)
        .order_by(ContentVersion.version)
    )
    return {row.version: row.body for row in rows}


def test_the_first_start_adds_everything(db, shipped):
    report = load_curriculum(db, shipped, now=NOW)

    assert report.added == tuple(one.slug for one in (*shipped.items, *shipped.lessons))
    assert (report.changed, report.unpublished, report.unchanged) == ((), (), 0)
    item = item_row(db, "derivative_largest_area_by_a_wall")
    assert (item.topic, item.subtopic, item.difficulty) == ("calculus", "derivatives", 5)
    assert (item.content_type, item.version, item.is_published) == ("question", 1, True)
    assert item.tags == ["derivatives", "quadratic_equations"]
    assert (item.points, item.estimated_time_minutes) == (30, 8)
    assert item.created_by is None
    assert item.created_at == NOW


def test_an_exercise_is_stored_with_its_steps(db, shipped):
    load_curriculum(db, shipped, now=NOW)

    exercise = next(item for item in shipped.items if item.kind == "exercise")
    row = item_row(db, exercise.slug)
    assert row.content_type == "exercise"
    assert [step["question"] for step in row.steps] == [
        step.question for step in exercise.text.steps
    ]
    assert bodies(db, exercise.slug)[1]["steps"] == row.steps


def test_a_lesson_is_stored_and_a_change_of_it_is_a_new_version(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    lesson = shipped.lessons[0]
    row = item_row(db, f"lesson_{lesson.skill}")
    assert (row.content_type, row.topic, row.subtopic) == ("lesson", lesson.subject, lesson.skill)
    assert row.question_text == lesson.idea
    assert row.explanation.startswith(f"## A worked example\n\n{lesson.example}")
    assert row.explanation.endswith(f"## The usual mistake\n\n{lesson.mistake}")

    reworded_lesson = dataclasses.replace(lesson, mistake="Another one.")
    lessons = (reworded_lesson, *shipped.lessons[1:])
    report = load_curriculum(db, dataclasses.replace(shipped, lessons=lessons), now=NOW)
    assert report.changed == (lesson.slug,)
    assert item_row(db, lesson.slug).version == 2
    report = load_curriculum(db, dataclasses.replace(shipped, lessons=lessons[1:]), now=NOW)
    assert report.unpublished == (lesson.slug,)


def test_both_skill_tables_say_the_same(db, shipped):
    load_curriculum(db, shipped, now=NOW)

    skills = {row.id: row for row in db.scalars(select(Skill))}
    masteries = {row.id: row for row in db.scalars(select(MasterySkill))}
    assert {row.id: row.name for row in masteries.values()} == {
        row.id: row.name for row in skills.values() if row.difficulty_level is not None
    }
    links = db.execute(select(skill_prerequisites)).all()
    assert {(skill.id, needed) for skill in skills.values() for needed in
            skill.prerequisite_skill_ids} == {tuple(link) for link in links}  # fmt: skip
    assert (skills[202].parent_skill_id, skills[270].parent_skill_id) == (270, 200)
    assert (masteries[202].category, masteries[202].difficulty) == ("Calculus", "expert")
    assert skills[200].parent_skill_id is None
    assert (skills[501].category, skills[601].category) == ("science", "computing")


def test_tags_and_related_items_are_each_others_inverse(db, shipped):
    load_curriculum(db, shipped, now=NOW)

    tagged = {
        (tag, row.id) for row in db.scalars(select(Content)) for tag in row.tags
    }  # fmt: skip
    related = {
        (row.name, content_id)
        for row in db.scalars(select(Skill))
        for content_id in row.related_content_ids
    }
    assert tagged == related
    assert len(tagged) > len(shipped.items)  # some items exercise two skills


def test_a_stored_template_gives_the_same_variant_as_the_file(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    db.expire_all()

    for item in shipped.items:
        if item.template is None:
            continue
        row = item_row(db, item.slug)
        assert item_at(db, row.id).variant(5) == item.variant(5)


def test_a_second_start_changes_nothing_and_writes_nothing(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    db.flush()
    statements = []
    connection = db.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))

    report = load_curriculum(db, shipped, now=NOW)

    assert (report.added, report.changed, report.unpublished) == ((), (), ())
    assert report.unchanged == len(shipped.items) + len(shipped.lessons)
    assert all(statement.lstrip().startswith("SELECT") for statement in statements)
    assert len(statements) <= 7


# A field of an item, another value for it, and the column in which it is stored.
CHANGES = {
    "difficulty": ({"difficulty": 5}, "difficulty"),
    "points": ({"points": 99}, "points"),
    "minutes": ({"minutes": 59}, "estimated_time_minutes"),
    "skills": ({"skills": ("linear_equations", "derivatives")}, "tags"),
    "template": (
        {"template": {"parameters": {"a": [2], "b": [1], "s": [3], "c": [7]}}},
        "template",
    ),
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_is_a_new_version(db, shipped, field):
    load_curriculum(db, shipped, now=NOW)
    first, *rest = shipped.items
    changes, column = CHANGES[field]
    before = getattr(item_row(db, first.slug), column)

    changed = dataclasses.replace(first, **changes)
    report = load_curriculum(db, with_items(shipped, [changed, *rest]), now=NOW)

    assert report.changed == (first.slug,)
    assert report.unchanged == len(rest) + len(shipped.lessons)
    assert item_row(db, first.slug).version == 2
    assert getattr(item_row(db, first.slug), column) != before


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "New?"},
        {"answer_spec": {"type": "number", "answer": "1", "tolerance": {"relative": 0.1}}},
        {"correct_answer": "new"},
        {"hints": ("New.", "Newer.")},
        {"explanation": "New."},
        {"figure": {"alt": "New.", "data": []}},
    ],
)
def test_a_change_of_any_text_is_a_new_version(db, shipped, changes):
    load_curriculum(db, shipped, now=NOW)
    first, *rest = shipped.items

    report = load_curriculum(db, with_items(shipped, [reworded(first, **changes), *rest]), now=NOW)

    assert report.changed == (first.slug,)
    assert sorted(bodies(db, first.slug)) == [1, 2]


def test_every_version_can_be_read_again_as_it_was(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    first, *rest = shipped.items
    load_curriculum(db, with_items(shipped, [reworded(first, question="New?"), *rest]), now=NOW)

    stored = bodies(db, first.slug)
    assert stored[1]["question_text"] == first.text.question
    assert stored[2]["question_text"] == "New?"
    assert stored[1].keys() == stored[2].keys() >= {
        "slug", "topic", "subtopic", "difficulty", "question_text", "correct_answer",
        "explanation", "tags", "points", "answer_spec", "hints", "figure", "template",
    }  # fmt: skip
    assert "check" not in stored[1]


def test_an_item_gone_from_the_files_is_hidden_not_deleted(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    gone, *rest = shipped.items

    report = load_curriculum(db, with_items(shipped, rest), now=NOW)

    assert report.unpublished == (gone.slug,)
    row = item_row(db, gone.slug)
    assert (row.is_published, row.version) == (False, 1)
    skill = db.get_one(Skill, 101, populate_existing=True)
    assert row.id not in skill.related_content_ids
    assert load_curriculum(db, with_items(shipped, rest), now=NOW).unpublished == ()


def test_an_item_that_comes_back_is_shown_again(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    gone, *rest = shipped.items
    load_curriculum(db, with_items(shipped, rest), now=NOW)

    report = load_curriculum(db, shipped, now=NOW)

    assert (report.added, report.changed) == ((), (gone.slug,))
    assert item_row(db, gone.slug).is_published
    assert sorted(bodies(db, gone.slug)) == [1]  # the same text is the same version


def test_what_people_wrote_is_left_alone(db, shipped):
    teacher = add_student(db, "tina", role="teacher")
    own = add_item(db, slug="tinas_item", created_by=teacher.id)
    card = add_item(db, content_type="flashcard", created_by=teacher.id)
    load_curriculum(db, shipped, now=NOW)

    report = load_curriculum(db, shipped, now=NOW)

    assert report.unpublished == ()
    for row in (own, card):
        db.refresh(row)
        assert (row.is_published, row.version) == (True, 1)


def test_a_change_of_a_skill_reaches_both_tables(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    skills = [
        dataclasses.replace(s, description="New.", difficulty_level=4, prerequisites=("motion",))
        if s.name == "integrals"
        else s
        for s in shipped.skills
    ]

    report = load_curriculum(db, dataclasses.replace(shipped, skills=tuple(skills)), now=NOW)

    assert report.changed == ()
    skill = db.get_one(Skill, 202, populate_existing=True)
    mastery = db.get_one(MasterySkill, 202, populate_existing=True)
    assert (skill.description, mastery.description) == ("New.", "New.")
    assert (skill.difficulty_level, mastery.difficulty) == (4, "advanced")
    assert skill.prerequisite_skill_ids == [501]
    links = select(skill_prerequisites.c.prerequisite_id).where(
        skill_prerequisites.c.skill_id == 202
    )
    assert db.scalars(links).all() == [501]


def test_a_skill_never_changes_its_number(db, shipped):
    load_curriculum(db, shipped, now=NOW)
    skills = [
        dataclasses.replace(s, id=999) if s.name == "integrals" else s for s in shipped.skills
    ]

    with pytest.raises(SetupError, match="integrals has the number 202 in this database and 999"):
        load_curriculum(db, dataclasses.replace(shipped, skills=tuple(skills)), now=NOW)


def test_loading_never_commits(database, shipped):
    with pytest.raises(ZeroDivisionError), database.transaction() as db:
        load_curriculum(db, shipped, now=NOW)
        _ = 1 / 0

    with database.reading() as db:
        assert db.scalars(select(Content)).all() == []
        assert db.scalars(select(Skill)).all() == []


def test_what_changed_is_told_and_the_rest_is_not(db, shipped):
    few = with_items(shipped, shipped.items[:7])
    assert load_curriculum(db, few, now=NOW).told().startswith("Curriculum: ")
    assert load_curriculum(db, few, now=NOW).told() == ""

    first, second, *rest = few.items
    report = load_curriculum(
        db, with_items(few, [reworded(first, question="New?"), *rest]), now=NOW
    )

    assert report.told() == (
        f"Curriculum: 1 changed, with a new version: {first.slug}.\n"
        f"Curriculum: 1 no longer asked: {second.slug}."
    )


def test_of_many_changes_a_few_are_named(db, shipped):
    few = dataclasses.replace(shipped, items=shipped.items[:1], lessons=())
    more = dataclasses.replace(few, items=shipped.items[:9])
    named = ", ".join(item.slug for item in shipped.items[1:6])
    load_curriculum(db, few, now=NOW)

    assert load_curriculum(db, more, now=NOW).told() == f"Curriculum: 8 new: {named} and 3 more."


def test_a_first_start_counts_and_names_nothing(db, shipped):
    count = len(shipped.items) + len(shipped.lessons)

    assert load_curriculum(db, shipped, now=NOW).told() == (
        f"Curriculum: {count} items and lessons, all of them new."
    )
