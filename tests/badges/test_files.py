import textwrap
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from tutor_core.badges.criteria import conditions_of, evaluate
from tutor_core.badges.files import read_badges
from tutor_core.badges.shipped import shipped_badges
from tutor_core.content.curriculum import CurriculumError
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.models.progression import BADGE_CATEGORIES, TIERS

BADGE = textwrap.dedent("""\
    - slug: three_days
      name: Three days
      description: Learn on three days in a row.
      category: streak
      tier: bronze
      icon: today
      color: "#c8641e"
      points: 10
      criteria: {fact: longest_streak, at_least: 3}
    """)
THEMES = tomllib.loads(Path(".streamlit/config.toml").read_text())["theme"]


def file(*badges):
    return "badges:\n" + "".join(textwrap.indent(badge, "  ") for badge in badges)


def edited(*changes):
    badge = BADGE
    for old, new in changes:
        assert old in badge
        badge = badge.replace(old, new, 1)
    return badge


def other(*changes):
    return edited(
        ("three_days", "seven_days"),
        ("Three days", "Seven days"),
        ("at_least: 3", "at_least: 7"),
        *changes,
    )


def problems(text, skills=()):
    with pytest.raises(CurriculumError) as caught:
        read_badges(text, skills=skills)
    return caught.value.problems


@pytest.fixture(scope="module")
def curriculum():
    return shipped_curriculum()


@pytest.fixture(scope="module")
def badges(curriculum):
    return shipped_badges({skill.name for skill in curriculum.skills})


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    low, high = sorted([luminance(one), luminance(two)])
    return (high + 0.05) / (low + 0.05)


# --- What is shipped


def test_there_are_badges_of_every_category_and_tier(badges):
    assert len(badges) >= 25
    assert {badge.category for badge in badges} == set(BADGE_CATEGORIES)
    assert {badge.tier for badge in badges} == set(TIERS)


def test_every_badge_can_be_met_and_none_is_given_away(badges):
    for badge in badges:
        enough = {one.question: one.at_least for one in conditions_of(badge.criteria)}
        nearly = {question: count - 1 for question, count in enough.items()}
        assert evaluate(badge.criteria, enough).met, badge.slug
        assert not evaluate(badge.criteria, nearly).met, badge.slug
        assert evaluate(badge.criteria, {}).progress == 0, badge.slug


def test_no_badge_asks_for_more_than_the_curriculum_has(badges, curriculum):
    skills = Counter(skill.subject for skill in curriculum.skills)
    items = Counter(item.kind for item in curriculum.items)
    there_are = {
        "skills_at_level": skills.total(),
        "skills_mastered": skills.total(),
        "exercises_finished": items["exercise"],
        "lessons_finished": len(curriculum.lessons),
    }
    for badge in badges:
        for one in conditions_of(badge.criteria):
            topic = dict(one.question.filters).get("topic")
            most = there_are.get(one.question.fact, 10**6)
            assert one.at_least <= (skills[topic] if topic else most), badge.slug


def test_a_badge_is_drawn_so_that_it_is_seen_on_both_themes(badges):
    grounds = {
        part[key]
        for theme in ("light", "dark")
        for part in (THEMES[theme], THEMES[theme]["sidebar"])
        for key in ("backgroundColor", "secondaryBackgroundColor")
        if key in part
    }
    assert len(grounds) > 4
    for badge in badges:
        assert badge.icon in ALL_MATERIAL_ICONS, badge.slug
        assert min(contrast(badge.color, ground) for ground in grounds) >= 3, badge.slug


def test_it_is_said_calmly_in_a_sentence(badges):
    for badge in badges:
        assert badge.description.endswith("."), badge.slug
        assert "!" not in badge.name + badge.description, badge.slug
        assert badge.name.strip() == badge.name


# --- A file with mistakes


def test_a_badge_becomes_a_value():
    (badge,) = read_badges(file(BADGE), skills=())

    assert (badge.name, badge.tier, badge.points) == ("Three days", "bronze", 10)
    assert badge.place == "badges.yaml, line 2"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- 1", "badges.yaml, line 1: the file must be a mapping"),
        ("badges: {}", "badges.yaml: the file has the one key `badges`, a list."),
        ("badges: [", "this is not YAML"),
        ("badges: [7]", "line 1: a mapping from keys to values belongs here."),
        (file(edited(("tier: bronze", "tier: tin"))), "line 6: `tier` must be one of bronze, "),
        (file(edited(("streak\n", "luck\n"))), "line 5: `category` must be one of mastery, "),
        (file(edited(("points: 10", "points: 0"))), "line 9: `points` must be a whole number"),
        (file(edited(("#c8641e", "orange"))), "line 8: `color` must be # and six"),
        (file(edited(("icon: today", "icon: 🎉"))), "line 7: `icon` must be the name of a"),
        (file(edited(("Three days", 101 * "x"))), "`name` must be a text of 1 to 100 characters."),
        (file(edited(("  points: 10\n", ""))), "`points` is missing; add it."),
        (file(edited(("points:", "price: 1\n  points:"))), "`price` is not known here"),
        (
            file(edited(("longest_streak", "log_ins"))),
            "badges.yaml, line 10: `fact` must be one of answers, ",
        ),
        (
            file(BADGE, other(("Seven days", "Three days"), ("bronze", "gold"), ("10", "50"))),
            "badges.yaml, line 11, seven_days: the name is also that at badges.yaml, line 2.",
        ),
        (
            file(BADGE, edited(("Three days", "3 days"), ("longest_streak", "streak"))),
            "the slug is also that at",
        ),
        (
            file(BADGE, other(("points: 10", "points: 50"))),
            "it takes more than `three_days`, so its tier must be higher.",
        ),
        (
            file(BADGE, other(("bronze", "gold"))),
            "it takes more than `three_days`, so its points must be higher.",
        ),
        (
            file(edited(("longest_streak,", "answers, skill: flying,"))),
            "badges.yaml, line 2, three_days: `flying` is no skill.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(text, problem):
    (found,) = problems(text, skills={"walking"})

    assert problem in found


def test_the_order_in_the_file_is_free():
    upper = other(("bronze", "gold"), ("points: 10", "points: 50"))

    assert [badge.slug for badge in read_badges(file(upper, BADGE), skills=())] == [
        "seven_days",
        "three_days",
    ]


def test_two_badges_for_the_same_are_one_too_many():
    found = problems(file(BADGE, other(("at_least: 7", "at_least: 3"))))

    assert any("the criteria is also that at" in problem for problem in found)


def test_all_mistakes_are_told_at_once():
    found = problems(file(edited(("bronze", "tin"), ("points: 10", "points: -1")), "- 7\n"))

    assert len(found) == 3
