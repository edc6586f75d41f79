"""What the shipped bank must be, and that the pages about it say the truth."""

import re
from collections import Counter

import pytest

from tutor_core.content.check import check_curriculum
from tutor_core.content.files.fields import ANSWER_OPTIONS
from tutor_core.content.files.reading import read_curriculum
from tutor_core.content.overview import overview
from tutor_core.content.shipped import shipped_curriculum, shipped_files
from tutor_core.settings import ROOT

AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped():
    return shipped_curriculum()


def of(shipped, skill):
    return [item for item in shipped.items if item.skills[0] == skill.name]


def types_of(items):
    return Counter(item.text.answer_spec["type"] for item in items)


def test_there_are_ten_skills_a_subject_in_three_units(shipped):
    for subject in shipped.subjects:
        skills = [skill for skill in shipped.skills if skill.subject == subject.name]
        assert len(skills) >= 10
        assert {skill.unit for skill in skills} == {
            unit.name for unit in shipped.units if unit.subject == subject.name
        }
        assert len({skill.unit for skill in skills}) == 3


def test_the_bank_is_large_and_comes_again_with_new_numbers(shipped):
    questions = [item for item in shipped.items if item.kind == "question"]
    assert len(questions) >= 500
    assert sum(item.template is not None for item in questions) >= 300
    assert sum(item.text.figure is not None for item in questions) >= 100
    # That no two of them read alike is a finding of the check.
    assert len({re.sub(r"[\d\s]|\{\{.*?\}\}", "", i.text.question) for i in questions}) >= 490


def test_every_skill_has_enough_of_everything(shipped):
    for skill in shipped.skills:
        items = [item for item in of(shipped, skill) if item.kind == "question"]
        levels = Counter(item.difficulty for item in items)
        assert len(items) >= 8, skill.name
        assert len(levels) >= 3, skill.name
        assert min(levels) <= 2, skill.name  # something to begin with
        assert max(levels) >= 4, skill.name
        assert len(types_of(items)) >= 4, skill.name
        assert sum(item.template is not None for item in items) >= 4, skill.name


def test_every_subject_has_all_five_difficulties(shipped):
    for subject in shipped.subjects:
        levels = {item.difficulty for item in shipped.items if item.subject == subject.name}
        assert levels == {1, 2, 3, 4, 5}


def test_every_skill_has_its_lesson(shipped):
    assert sorted(lesson.skill for lesson in shipped.lessons) == sorted(
        skill.name for skill in shipped.skills
    )
    assert all(lesson.figure is not None for lesson in shipped.lessons)


def test_there_are_exercises_in_every_subject(shipped):
    exercises = [item for item in shipped.items if item.kind == "exercise"]
    assert len(exercises) >= 30
    assert all(3 <= len(exercise.text.steps) <= 5 for exercise in exercises)
    for subject in shipped.subjects:
        assert sum(item.subject == subject.name for item in exercises) >= 5


def test_every_type_of_answer_is_used_where_it_fits(shipped):
    by_subject = {
        subject.name: types_of(i for i in shipped.items if i.subject == subject.name)
        for subject in shipped.subjects
    }
    assert sum(by_subject.values(), Counter()).keys() == ANSWER_OPTIONS.keys()
    assert by_subject["programming"]["order"] >= 8
    assert by_subject["programming"]["text"] >= 10
    assert by_subject["physics"]["quantity"] >= 40
    assert by_subject["algebra"]["set"] >= 5
    assert by_subject["algebra"]["interval"] >= 5
    for subject in ("geometry", "statistics"):
        figures = [i for i in shipped.items if i.subject == subject and i.text.figure]
        assert len(figures) >= 20
    forms = {item.text.answer_spec.get("form") for item in shipped.items}
    assert forms >= {"factored", "expanded", "lowest_terms"}
    assert any(item.text.answer_spec.get("up_to_constant") for item in shipped.items)


def test_calculus_stands_on_algebra_and_physics_on_both(shipped):
    graph = shipped.graph()
    subject = {skill.name: skill.subject for skill in shipped.skills}

    def stands_on(skill):
        return {subject[needed] for needed in graph.ancestors(skill.name)}

    of_subject = {
        name: [stands_on(skill) for skill in shipped.skills if skill.subject == name]
        for name in ("calculus", "physics")
    }
    assert all("algebra" in found for found in of_subject["calculus"] + of_subject["physics"])
    assert any("calculus" in found for found in of_subject["physics"])


def test_the_overview_is_that_of_the_files(shipped):
    assert (ROOT / "docs" / "curriculum.md").read_text(encoding="utf-8") == overview(shipped)


@pytest.fixture(scope="module")
def examples():
    blocks = re.findall(r"^```yaml\n(.*?)^```$", AUTHORING, re.DOTALL | re.MULTILINE)
    exercise = next(block for block in blocks if block.startswith("exercises:"))
    text = "".join(block for block in blocks if block is not exercise) + exercise
    return read_curriculum(
        {"subjects.yaml": shipped_files()["subjects.yaml"], "algebra/examples.yaml": text}
    )


def test_the_examples_of_the_authors_page_are_right(examples):
    assert [str(finding) for finding in check_curriculum(examples, seeds=10)] == []


def test_the_authors_page_shows_every_type_and_kind(examples, shipped):
    kinds = {item.text.answer_spec["type"] for item in examples.items}
    assert kinds == {item.text.answer_spec["type"] for item in shipped.items}
    assert Counter(item.kind for item in examples.items)["exercise"] == 1
    assert any(item.text.figure for item in examples.items)
    assert len(examples.lessons) == 1
