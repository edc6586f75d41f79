"""A mended key gives the badges that are met now, and takes none."""

from sqlalchemy import select

from tests.badges.conftest import ONE_RIGHT
from tests.practice.regrading.mending import LATER, MINUTE, number
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.queries import check_again


def earned(school):
    rows = school.db.execute(
        select(m.StudentBadge.student_id, m.StudentBadge.earned_at).order_by(
            m.StudentBadge.student_id
        )
    )
    return {row.student_id: row.earned_at for row in rows}


def test_who_was_right_after_all_earns_it_now_and_who_was_not_keeps_it(school):
    load_badges(school.db, [ONE_RIGHT], now=NOW)
    school.give(school.ada, "2")
    school.give(school.ben, "3")
    assert earned(school) == {school.ben.id: NOW + MINUTE}

    school.mend(answer_spec=number("2"))
    school.regrade()

    assert earned(school) == {school.ada.id: LATER, school.ben.id: NOW + MINUTE}
    check = check_again(school.db, school.ben, "one_right")
    assert (check.met, check.parts[0].was, check.parts[0].part.has) == (False, 1, 0)
