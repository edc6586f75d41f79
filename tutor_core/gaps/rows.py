"""Gaps as the columns of `skill_gaps` hold them."""

from __future__ import annotations

from typing import Any

from tutor_core.gaps.gap import Gap


def new_row(gap: Gap, student_id: int) -> dict[str, Any]:
    """Return the row of a learner's gap that has none yet."""
    return {
        "student_id": student_id,
        "skill_id": gap.skill_id,
        "detected_at": gap.detected_at,
        "detected_level": gap.detected_level,
    } | figures_of(gap)


def figures_of(gap: Gap) -> dict[str, Any]:
    """Return the columns that change during a gap's life."""
    return {
        "gap_type": gap.kind,
        "severity": gap.severity,
        "priority_score": gap.priority,
        "current_level": gap.level,
        "target_level": gap.target,
        "estimated_hours": gap.hours,
        "recommendation": gap.recommendation,
        "last_practiced": gap.last_practised_at,
        "practice_count": gap.practice_count,
        "progress_percentage": gap.progress,
        "status": gap.status,
        "resolved_at": gap.resolved_at,
    }
