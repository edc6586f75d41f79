"""What lies on a teacher's desk in the demo school: a wrong key, reports on it, a draft begun.

Made by the services that a teacher's and a learner's clicks call, after everything else.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.content.grading import grade
from tutor_core.content.reports.service import report_item
from tutor_core.content.service import lock_bank, relate_skills
from tutor_core.content.studio.drafts.service import begin_item
from tutor_core.content.studio.form import Form, MistakeForm, TaskForm
from tutor_core.content.studio.judging import judge
from tutor_core.content.studio.reading import read_form
from tutor_core.content.studio.service import add_item
from tutor_core.practice.goal import Goal
from tutor_core.practice.service import next_attempt, submit_answer

BEGAN_BEFORE = dt.timedelta(minutes=80)
SKILL, TOPIC = "fractions_and_ratios", "algebra"
# The key is the part that is taken away: a slip that a teacher can mend, and put right.
SALE = Form(
    skill=SKILL,
    difficulty=2,
    task=TaskForm(
        question="A coat costs 60 euros. In a sale its price is lowered by 25 %.\n\n"
        "How many euros does it cost now?",
        answer="15",
        mistakes=(
            MistakeForm(answer="35", message="You took 25 euros away. What is 25 % of 60 euros?"),
        ),
        explanation="25 % of 60 euros are 15 euros. They are taken away from the price.",
    ),
    hints=("Which part of the price is taken away?", "What is a quarter of 60?"),
)
BEGUN = replace(
    SALE,
    task=TaskForm(question="In a second sale the coat costs {{percent}} % less. How many"),
    hints=("", ""),
    parameters="percent = 10 to 40 in steps of 10",
)
ANSWERS = ("45", "45", "35", "45", "15", "45")
REPORTS = {0: "60 - 15 = 45. Why is that wrong?", 3: ""}


def lay_out(
    db: Session, teacher: Actor, learners: list[Actor], *, now: dt.datetime, rng: random.Random
) -> None:
    """Have a teacher publish an item with a wrong key, learners answer it, and two complain.

    Args:
        db: An open transaction.
        teacher: Whose desk it is.
        learners: Of the teacher's classes; as many as there are answers take part.
        now: When the world ends.
        rng: Source of chance.

    Raises:
        ValueError: The curriculum lacks the skill, or the item is not sound any more.
    """
    began_at = now - BEGAN_BEFORE
    item = judge(read_form(SALE).body, topics={SKILL: TOPIC}, others={}).item
    if item is None:
        raise ValueError("the demo's item cannot be made")
    lock_bank(db)
    published = add_item(db, teacher, item, now=began_at)
    relate_skills(db)
    begin_item(db, teacher, BEGUN, now=now)
    goal = Goal(content_id=published.content_id)
    for number, (learner, response) in enumerate(zip(learners, ANSWERS, strict=False)):
        shown_at = began_at + dt.timedelta(minutes=5 + 10 * number)
        answered_at = shown_at + dt.timedelta(minutes=1)
        shown = next_attempt(db, learner, goal, now=shown_at, rng=rng)
        found = grade(response, shown.answer_spec)
        submit_answer(db, learner, shown.attempt_id, response, found, now=answered_at)
        if number in REPORTS:
            report_item(
                db, learner, shown.attempt_id, "answer", words=REPORTS[number], now=answered_at
            )
