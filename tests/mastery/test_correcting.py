import pytest

from tests.rows import NOW
from tutor_core.mastery.correcting import MasteryCorrection
from tutor_core.mastery.progress import Progress


def correction(was=(2, 0.6), would=(3, 0.8), *, mastered=(None, None)):
    def progress(level, mastery):
        return Progress(skill_id=1, name="adding", level=level, mastery=mastery)

    return MasteryCorrection(
        was=progress(*was),
        would=progress(*would),
        mastered_was=mastered[0],
        mastered_would=mastered[1],
        correct_by=1,
    )


def test_what_is_stored_moves_by_the_difference():
    assert correction().level(2) == 3
    assert correction().mastery(0.5) == pytest.approx(0.7)


def test_levels_and_masteries_stay_in_their_bounds():
    assert correction().level(5) == 5
    assert correction((4, 0.9), (0, 0.1)).level(1) == 0
    assert correction().mastery(0.9) == 1
    assert correction((4, 0.9), (0, 0.1)).mastery(0.2) == 0


@pytest.mark.parametrize(
    ("stored", "mastered", "expected"),
    [
        (None, (None, NOW), NOW),  # newly reached
        (NOW, (NOW, None), None),  # would never have been reached by these answers
        (None, (None, None), None),
    ],
)
def test_mastery_is_reached_when_it_would_have_been(stored, mastered, expected):
    assert correction(mastered=mastered).mastered_at(stored) == expected


def test_a_mastery_that_these_answers_did_not_bring_stays():
    tested_out = NOW.replace(year=2025)
    assert correction(mastered=(None, NOW)).mastered_at(tested_out) == tested_out
