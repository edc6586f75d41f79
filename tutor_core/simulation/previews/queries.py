"""Reads the bank that a preview teaches."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.queries import ASKED
from tutor_core.models import Content, Skill
from tutor_core.simulation.previews.curves import Bank
from tutor_core.simulation.tutor import Curriculum

_SKILLS = select(Skill.id, Skill.prerequisite_skill_ids, Skill.difficulty_level)
_ITEMS = (
    select(Content.id, Skill.id.label("skill_id"), Content.difficulty)
    .join(Skill, Skill.name == Content.subtopic)
    .where(Content.is_published, Content.content_type.in_(ASKED))
    .order_by(Content.id)
)


def bank_of(db: Session, actor: Actor) -> Bank:
    """Return the published questions and exercises with their skills; those without are left out.

    Raises:
        NotAllowedError: The actor is no researcher.
    """
    require_role(actor, "simulation.previews.bank_of", "researcher", "admin")
    items = [(row.id, row.skill_id, row.difficulty) for row in db.execute(_ITEMS)]
    taught = {skill for _, skill, _ in items}
    skills = {row.id: row for row in db.execute(_SKILLS) if row.id in taught}
    return Bank(
        curriculum=Curriculum(
            items=items,
            prerequisites={
                number: [one for one in row.prerequisite_skill_ids or () if one in skills]
                for number, row in skills.items()
            },
        ),
        levels={number: row.difficulty_level or 3 for number, row in skills.items()},
    )
