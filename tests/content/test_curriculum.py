import json
import re
import textwrap

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.curriculum import CurriculumError
from tutor_core.content.files.reading import read_curriculum
from tutor_core.content.grading import grade
from tutor_core.content.shipped import shipped_curriculum, shipped_files
from tutor_core.models import TOPICS

SUBJECTS = textwrap.dedent("""\
    subjects:
      - id: 100
        name: algebra
        display_name: Algebra
        description: Letters for numbers.
        category: mathematics
        icon: calculate
        units:
          - {id: 150, name: sums, display_name: Sums, description: Adding and taking away.}
    """)
SKILL = textwrap.dedent("""\
    id: 101
    name: adding
    display_name: Adding
    description: Put numbers together.
    category: mathematics
    difficulty_level: 1
    estimated_time_hours: 2
    icon: add
    prerequisites: []
    items:
      - slug: adding_one
        difficulty: 1
        type: number
        question: What is 1 + 1?
        answer: 2.0
        hints: [Count on from 1., Use your fingers.]
        explanation: One more than 1.
        minutes: 1
        points: 10
        misconceptions:
          - {answer: 11, note: side_by_side, message: You wrote the digits side by side.}
        check: return 1 + 1
    unit: sums
    """)


def files(skill=SKILL, subjects=SUBJECTS, **others):
    return {"subjects.yaml": subjects, "algebra/adding.yaml": skill, **others}


def edited(old, new):
    assert old in SKILL
    return files(SKILL.replace(old, new, 1))


def problems(given):
    with pytest.raises(CurriculumError) as caught:
        read_curriculum(given)
    return caught.value.problems


def test_a_file_becomes_values():
    curriculum = read_curriculum(files())

    (subject,) = curriculum.subjects
    (skill,) = curriculum.skills
    (item,) = curriculum.items
    assert (subject.id, subject.name, subject.order) == (100, "algebra", 1)
    assert (skill.id, skill.subject, skill.difficulty) == (101, "algebra", "beginner")
    assert item.subject == "algebra"
    assert item.skills == ("adding",)
    assert item.place == "algebra/adding.yaml, line 11"
    assert item.text.answer_spec["answer"] == "2.0"  # as written, not 2 and not a float
    assert item.text.answer_spec["misconceptions"][0]["answer"] == "11"
    assert item.text.correct_answer == "2.0"
    assert item.template is None


# Each change breaks one thing; the sentence must name the line and the thing.
@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("id: 101", "id: one", 1, "`id` must be a whole number"),
        ("id: 101", "id: true", 1, "`id` must be a whole number"),
        ("name: adding", "name: sums", 2, "the file must be named as the skill"),
        ("display_name: Adding", "display_name: " + "x" * 101, 3, "a text of 1 to 100"),
        ("icon: add", "icon: " + "x" * 51, 8, "at most 50"),
        ("difficulty_level: 1", "difficulty_level: 6", 6, "from 1 to 5"),
        ("estimated_time_hours: 2", "estimated_time_hours: 0", 7, "above 0"),
        ("prerequisites: []", "prerequisites: adding", 9, "a list of 0 to 10 texts"),
        ("category: mathematics\n", "", 1, "`category` is missing"),
        ("icon: add", "icon: add\ncolour: red", 9, "`colour` is not known here"),
        ("icon: add", "icon: add\nicon: plus", 9, "`icon` is given twice"),
        ("difficulty: 1", "difficulty: 0", 12, "item adding_one: `difficulty` must be"),
        ("type: number", "type: essay", 13, "one of choice, choices, number"),
        ("hints: [Count on from 1., Use your fingers.]", "hints: [One.]", 16, "2 to 3 texts"),
        ("minutes: 1", "minutes: 1\n    hint: x", 19, "`hint` is not known here"),
        ("answer: 2.0", "answer: [2]", 15, "one text, not a list"),
        ("answer: 2.0", "answer: ''", 15, "`answer` must be"),
        (
            "answer: 2.0",
            "answer: 2\n    up_to_constant: true",
            16,
            "does not go with the type number",
        ),
        ("answer: 2.0", f"answer: '{'1' * 256}'", 15, "longer than 255"),
        ("note: side_by_side", "note: Side by side", 21, "`note` must be"),
        ("note: side_by_side, ", "", 21, "`note` is missing"),
        (
            "    check:",
            "      - {answer: 12, note: side_by_side, message: Again.}\n    check:",
            20,
            "two misconceptions have the same note",
        ),
        ("slug: adding_one", "slug: Adding 1", 11, "`slug` must be"),
        ("minutes: 1", "minutes: 1\n    skills: [taking]", 11, "`taking` is no skill"),
        ("minutes: 1", "minutes: 1\n    tolerance: {any: 1}", 19, "`tolerance` must be"),
        ("minutes: 1", "minutes: 1\n    figure: {data: [{type: bar}]}", 19, "needs `alt`"),
        (
            "minutes: 1",
            "minutes: 1\n    template: {parameters: {a: []}}",
            19,
            "Parameter `a` is neither",
        ),
        (
            "question: What is 1 + 1?",
            "question: 'What is {{b}}?'\n    template: {parameters: {a: [1]}}",
            15,
            "The placeholder `b` cannot be filled",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, line, said):
    found = problems(edited(old, new))

    assert len(found) == 1
    assert re.match(rf"algebra/adding\.yaml, line {line}[,:]", found[0])
    assert said in found[0]


def test_what_is_not_yaml_is_told_with_a_line():
    (found,) = problems(edited("items:", "items: ["))

    assert re.match(r"algebra/adding\.yaml, line \d+: this is not YAML: ", found)


def test_all_mistakes_are_told_at_once():
    broken = SKILL.replace("points: 10", "points: 0").replace("minutes: 1", "minutes: x")
    found = problems(
        files(broken, **{"algebra/taking.yaml": "id: 1\n", "algebra/other.yaml": "- 1\n"})
    )

    assert sum("algebra/adding.yaml" in sentence for sentence in found) == 2
    assert sum("algebra/taking.yaml" in sentence for sentence in found) >= 8
    assert "algebra/other.yaml, line 1: the file must be a mapping from keys to values." in found


def test_a_misconception_is_needed_unless_the_choices_carry_them():
    start = SKILL.index("    misconceptions:")
    without = SKILL[:start] + SKILL[SKILL.index("    check:") :]
    assert "`misconceptions` is missing" in problems(files(without))[0]

    choice = SKILL.replace("type: number", "type: choice").replace(
        "answer: 2.0", "answer: A\n    choices: {A: two, B: eleven, C: three}"
    ).replace("answer: 11", "answer: B")  # fmt: skip
    (found,) = problems(files(choice))
    assert "give the wrong choice C its own misconception" in found


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ("{A: two, C: three}", "mapping from A, B"),
        ("{A: two, B: two}", "different texts"),
        ("{A: two}", "2 to 8"),
        ("{A: one, B: eleven}\n    answer_is: C", "not known here"),
    ],
)
def test_choices_are_lettered_and_different(choices, said):
    choice = SKILL.replace("type: number", "type: choice").replace(
        "answer: 2.0", f"answer: A\n    choices: {choices}"
    ).replace("answer: 11", "answer: B")  # fmt: skip

    assert said in problems(files(choice))[0]


@pytest.mark.parametrize("answer", ["D", "AB"])
def test_an_answer_must_be_one_of_the_choices(answer):
    choice = SKILL.replace("type: number", "type: choice").replace(
        "answer: 2.0", f"answer: {answer}\n    choices: {{A: two, B: eleven}}"
    ).replace("answer: 11", "answer: B")  # fmt: skip

    assert any("names a choice that is not there" in p for p in problems(files(choice)))


def second(name="taking", number=102, needs="[adding]", slug="taking_one"):
    return (
        SKILL.replace("id: 101", f"id: {number}")
        .replace("name: adding", f"name: {name}", 1)
        .replace("prerequisites: []", f"prerequisites: {needs}")
        .replace("slug: adding_one", f"slug: {slug}")
    )


def test_skills_come_after_their_prerequisites():
    first = SKILL.replace("prerequisites: []", "prerequisites: [taking]")
    curriculum = read_curriculum(files(first, **{"algebra/taking.yaml": second(needs="[]")}))

    assert [skill.name for skill in curriculum.skills] == ["taking", "adding"]
    assert curriculum.graph().ancestors("adding") == {"taking"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": 101}, "`adding` and `taking` have the same id 101"),
        ({"number": 100}, "`algebra` and `taking` have the same id 100"),
        ({"slug": "adding_one"}, "the slug `adding_one` is also at algebra/adding.yaml, line 11"),
        ({"needs": "[dividing]"}, "the prerequisite `dividing` is no skill"),
        ({"needs": "[taking]"}, "circle: taking needs taking"),
    ],
)
def test_files_must_fit_together(change, said):
    found = problems(files(**{"algebra/taking.yaml": second(**change)}))

    assert any(said in sentence for sentence in found)


def test_a_cycle_through_two_files_is_named():
    first = SKILL.replace("prerequisites: []", "prerequisites: [taking]")

    (found,) = problems(files(first, **{"algebra/taking.yaml": second()}))
    assert "adding needs taking needs adding" in found or (
        "taking needs adding needs taking" in found
    )


def test_a_file_stands_in_its_subject_under_its_name():
    assert any("folder must be the name of a subject" in p for p in problems(
        {"subjects.yaml": SUBJECTS, "alchemy/adding.yaml": SKILL}))  # fmt: skip
    assert any("must be named as the skill" in p for p in problems(
        {"subjects.yaml": SUBJECTS, "algebra/sums.yaml": SKILL}))  # fmt: skip


LESSON = """\
lesson:
  minutes: 3
  idea: Putting together.
  example: 1 + 1 = 2
  mistake: Writing 11.
  figure:
    alt: A circle.
    data: [{type: scatter, mode: lines, circle: {x: 0, y: 0, radius: 1}}]
"""
EXERCISE = """\
exercises:
  - slug: adding_stairs
    difficulty: 3
    type: number
    question: How many steps are {{a}} and {{b}} and one more?
    answer: '{{a + b + 1}}'
    explanation: Add all of them.
    minutes: 8
    points: 30
    misconceptions:
      - {answer: '{{a + b}}', note: one_missing, message: One more.}
    template: {parameters: {a: {from: 2, to: 9}, b: {from: 2, to: 9}}}
    check: return a + b + 1
    steps:
"""
STEP = """\
      - question: What is {{a}} + {{b}}?
        type: number
        answer: '{{a + b}}'
        explanation: Count on.
        misconceptions:
          - {answer: '{{a}}', note: first_only, message: Both of them.}
        check: return a + b
"""


def test_a_lesson_becomes_a_value_with_its_figure_drawn_out():
    (lesson,) = read_curriculum(files(SKILL + LESSON)).lessons

    assert (lesson.slug, lesson.skill, lesson.subject) == ("lesson_adding", "adding", "algebra")
    assert (lesson.difficulty, lesson.minutes) == (1, 3)
    assert (lesson.idea, lesson.mistake) == ("Putting together.", "Writing 11.")
    assert lesson.figure["data"][0]["x"][0] == 1
    assert lesson.place == "algebra/adding.yaml, line 24"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  minutes: 3\n", "", "line 24, lesson: `minutes` is missing"),
        ("radius: 1", "radius: x", "line 29, lesson: a circle has x, y and radius"),
        ("    alt: A circle.\n", "", "line 29, lesson: A figure needs `alt`"),
        ("  mistake: Writing 11.", "  joke: Writing 11.", "`joke` is not known here"),
    ],
)
def test_a_broken_lesson_is_named_with_its_line(old, new, said):
    assert said in " ".join(problems(files(SKILL + LESSON.replace(old, new))))


def test_an_exercise_comes_with_its_steps_and_their_numbers():
    _, exercise = read_curriculum(files(SKILL + EXERCISE + 3 * STEP)).items

    assert exercise.kind == "exercise"
    shown = exercise.variant(7)
    assert len(shown.steps) == len(exercise.step_checks) == 3
    first = shown.steps[0]
    a, b = first.question.removeprefix("What is ").removesuffix("?").split(" + ")
    assert first.correct_answer == str(int(a) + int(b))
    assert first.answer_spec["misconceptions"][0]["answer"] == a
    assert shown.correct_answer == str(int(a) + int(b) + 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EXERCISE + 2 * STEP, "a list of 3 to 5 steps"),
        (EXERCISE + 6 * STEP, "a list of 3 to 5 steps"),
        (EXERCISE + 2 * STEP + STEP.replace("type: number", "type: list"), "must be a list"),
        (EXERCISE + 2 * STEP + STEP.replace("{{b}}", "{{c}}"), "`c` cannot be filled"),
        (
            EXERCISE + 2 * STEP + STEP.replace("        check: return a + b\n", ""),
            "`check` is missing",
        ),
        (EXERCISE.replace("slug: adding_stairs", "slug: adding_one") + 3 * STEP, "is also at"),
    ],
)
def test_a_broken_exercise_is_named(text, said):
    assert said in " ".join(problems(files(SKILL + text)))


def test_a_unit_must_be_one_of_the_subject():
    (problem,) = problems(edited("unit: sums", "unit: products"))

    assert problem == "algebra/adding.yaml, line 23: subjects.yaml has no such unit of algebra."


def test_subjects_are_read_as_strictly():
    assert problems({"algebra/adding.yaml": SKILL}) == (
        "subjects.yaml is missing or cannot be read.",
    )
    found = problems(files(subjects=SUBJECTS.replace("icon: calculate", "colour: red")))
    assert any("subjects.yaml, line 2: `icon` is missing" in sentence for sentence in found)
    assert any("subjects.yaml, line 7: `colour` is not known" in sentence for sentence in found)


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system [x]", "a: !!python/name:os"])
def test_yaml_makes_no_objects(text):
    assert problems(files(**{"algebra/evil.yaml": text}))


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [*x]",
        "a: &x {b: 1}\nc: [*x, *x]",
        "[" * 300_000,
        "- " * 50_000,
        "? " * 5000,
        "a: 2026-99-99",
        "\x00",
        "a: \t- b",
    ],
)
def test_hostile_yaml_is_refused_in_a_sentence(text):
    found = problems(files(**{"algebra/evil.yaml": text}))

    assert any(re.match(r"algebra/evil\.yaml, line \d+: ", sentence) for sentence in found)


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ({"type": "number", "answer": "3/4"}, "3/4"),
        ({"type": "set", "answer": ["1", "-1/2"]}, "{1, -1/2}"),
        ({"type": "list", "answer": ["1", "2"]}, "(1, 2)"),
        ({"type": "choices", "answer": ["A", "C"]}, "A, C"),
        ({"type": "text", "answer": ["photon", "light quantum"]}, "photon"),
        ({"type": "order", "answer": ["a", "  b"]}, "a\n  b"),
    ],
)
def test_an_answer_is_displayed_so_that_it_could_be_typed(spec, shown):
    assert displayed_answer(spec) == shown
    assert grade(shown, spec).verdict == "correct"


# --- Any file


RICH = {
    **yaml.safe_load(SKILL),
    "items": [
        {
            **yaml.safe_load(SKILL)["items"][0],
            "type": "choices",
            "answer": ["A"],
            "choices": {"A": "{{a}}", "B": "two", "C": "three"},
            "misconceptions": [{"answer": ["B"], "note": "n", "message": "No."}],
            "skills": ["adding"],
            "shown": "A",
            "figure": {
                "alt": "x",
                "data": [{"type": "scatter", "curve": {"formula": "x", "from": 0, "to": "{{a}}"}}],
                "layout": {"xaxis": {"range": [0, 1]}},
            },
            "template": {
                "parameters": {"a": {"from": 1, "to": 9}, "b": [1, 2]},
                "derive": {"c": "a + b"},
                "where": ["a > b"],
            },
        }
    ],
}
STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def paths_of(value):
    found = [()]
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            found += [(key, *rest) for rest in paths_of(part)]
    return found


def replaced(value, path, new):
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def test_the_rich_file_is_sound():
    assert read_curriculum(files(json.dumps(RICH))).items[0].variant(1).figure["data"][0]["x"]


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(paths_of(RICH)), new=STRANGE)
def test_whatever_stands_in_a_file_is_read_or_refused_in_sentences(path, new):
    text = json.dumps(replaced(RICH, path, new))
    problems_of = ()
    try:
        read_curriculum(files(text))
    except CurriculumError as error:
        problems_of = error.problems
    assert all(sentence.endswith(".") for sentence in problems_of)


# --- What ships


@pytest.fixture(scope="module")
def shipped():
    return shipped_curriculum()


def test_the_six_subjects_are_the_topics_of_the_database(shipped):
    assert {subject.name for subject in shipped.subjects} == set(TOPICS)


def test_numbers_of_skills_never_change(shipped):
    # Learners' progress hangs on these numbers. Add to this list; never change a line of it.
    nodes = [*shipped.subjects, *shipped.units, *shipped.skills]
    assert {node.id: node.name for node in nodes}.items() >= {
        100: "algebra", 101: "linear_equations", 102: "quadratic_equations",
        200: "calculus", 201: "derivatives", 202: "integrals",
        300: "geometry", 301: "right_triangles", 302: "coordinate_geometry",
        400: "statistics", 401: "describing_data", 402: "probability",
        500: "physics", 501: "motion", 502: "forces_and_energy",
        600: "programming", 601: "python_basics", 602: "loops_and_lists",
        103: "exponents_and_roots", 104: "systems_of_equations",
        203: "limits", 204: "extrema_and_optimisation",
        303: "areas_and_volumes", 304: "similarity",
        403: "distributions", 404: "correlation_and_regression",
        503: "electric_circuits", 504: "momentum",
        603: "functions_and_conditions", 604: "dictionaries_and_strings",
        150: "numbers_and_expressions", 160: "equations", 170: "functions_and_sequences",
        250: "limits_and_change", 260: "derivatives_and_their_use",
        270: "integrals_and_their_use",
        350: "figures_and_angles", 360: "lengths_and_areas", 370: "coordinates",
        450: "data", 460: "chance", 470: "conclusions",
        550: "motion_and_forces", 560: "energy_and_matter", 570: "electricity_and_waves",
        105: "fractions_and_ratios",
        106: "expressions",
        107: "inequalities",
        108: "functions_and_graphs",
        109: "exponentials_and_logarithms",
        110: "sequences_and_series",
        205: "rates_of_change",
        206: "trigonometric_functions",
        207: "derivatives_of_special_functions",
        208: "curve_sketching",
        209: "integration_techniques",
        210: "differential_equations",
        305: "angles",
        306: "triangles_and_congruence",
        307: "circles",
        308: "trigonometry_in_any_triangle",
        309: "vectors",
        310: "transformations",
        405: "charts_and_tables",
        406: "counting",
        407: "conditional_probability",
        408: "random_variables",
        409: "samples_and_estimates",
        410: "hypothesis_tests",
        505: "units_and_measurement",
        506: "work_and_power",
        507: "circular_motion_and_gravity",
        508: "heat_and_gases",
        509: "waves_and_sound",
        510: "light_and_lenses",
        605: "boolean_logic",
        606: "finding_errors",
        607: "nested_loops_and_grids",
        608: "searching_and_sorting",
        609: "recursion",
        610: "classes_and_objects",
        650: "first_programs", 660: "working_with_data", 670: "larger_programs",
    }.items()  # fmt: skip


def test_the_check_of_an_item_is_no_part_of_what_is_stored(shipped):
    for item in shipped.items:
        assert item.check not in str(item.text)


def test_every_file_is_shipped_in_its_subjects_folder():
    names = set(shipped_files())

    assert "subjects.yaml" in names
    assert {name.split("/")[0] for name in names if "/" in name} == set(TOPICS)
