"""Rows for tests: the least a table needs, and one row in every table."""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from tutor_core import models as m

NOW = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)  # a Monday


def add_student(db: Session, username: str = "ada", **values: Any) -> m.Student:
    given: dict[str, Any] = {"email": f"{username.lower()}@example.org", "hashed_password": "!"}
    student = m.Student(username=username, **(given | values))
    db.add(student)
    db.flush()
    return student


def add_item(db: Session, **values: Any) -> m.Content:
    given: dict[str, Any] = {
        "topic": "algebra",
        "difficulty": 3,
        "question_text": "What is $1 + 1$?",
        "correct_answer": "2",
        "answer_spec": {"type": "number", "answer": "2"},
        "tags": ["adding"],
        "hints": ["Count on from 1."],
        "explanation": "One and one more make two.",
    }
    item = m.Content(**(given | values))
    db.add(item)
    db.flush()
    return item


def add_skill(db: Session, skill_id: int = 1, name: str = "adding") -> m.Skill:
    skill = m.Skill(id=skill_id, name=name, display_name=name.title(), difficulty_level=1)
    mastery_skill = m.MasterySkill(id=skill_id, name=name, difficulty="beginner")
    db.add_all([skill, mastery_skill])
    db.flush()
    return skill


def add_everything(db: Session) -> m.Student:
    """Put at least one row into every table; return the student they belong to."""
    student, friend = add_student(db, "ada"), add_student(db, "ben")
    teacher = add_student(db, "tina", role="teacher")
    skill = add_skill(db)
    later = add_skill(db, 2, "doubling")
    db.execute(m.skill_prerequisites.insert().values(skill_id=later.id, prerequisite_id=skill.id))
    item = add_item(db)
    cohort = m.Cohort(name="5b", teacher_id=teacher.id, join_code="ABC234")
    db.add(cohort)
    badge = m.Badge(name="First", category="special", tier="bronze", criteria={"attempts": 1})
    db.add(badge)
    db.flush()
    assignment = m.Assignment(cohort_id=cohort.id, title="Sums", kind="skills", target={})
    plan = m.StudyPlan(
        student_id=student.id, title="Exam", goal_type="exam_prep", target_skills=[1],
        target_date=NOW.date(), schedule=[],
    )  # fmt: skip
    db.add(plan)
    db.flush()
    policy = m.PolicyVersion(
        name="bandit", scope="global", parameters={}, reason="start", effective_from=NOW
    )
    card = m.FlashCard(
        student_id=student.id, content_id=item.id, front_text="a", back_text="b",
        next_review_date=NOW.date(),
    )  # fmt: skip
    brought = m.ContentImport(created_by=teacher.id, file_name="bank.gift", file_format="gift")
    regrade = m.Regrade(content_id=item.id, version=2, only_gains=True, created_by=teacher.id)
    experiment = m.Experiment(
        name="More chance", policy_name="bandit", question="Does chance cost anything?",
        starts_at=NOW, ends_at=NOW + dt.timedelta(days=14), created_by=teacher.id,
    )  # fmt: skip
    group = m.CohortGroup(cohort_id=cohort.id, name="Early birds")
    roster = m.RosterImport(cohort_id=cohort.id, created_by=teacher.id, file_name="5b.csv")
    db.add_all([assignment, policy, card, brought, regrade, experiment, group, roster])
    db.flush()
    arm = m.ExperimentArm(
        experiment_id=experiment.id, policy_version_id=policy.id, label="as before", weight=1.0
    )
    db.add(arm)
    db.flush()
    attempt = m.LearningSession(
        student_id=student.id, content_id=item.id, assignment_id=assignment.id,
        policy_version_id=policy.id, end_time=NOW,
    )  # fmt: skip
    db.add(attempt)
    db.flush()
    owner: dict[str, Any] = {"student_id": student.id}
    db.add_all(
        [
            m.ContentVersion(content_id=item.id, version=1, body={"question": "?"}),
            m.ContentDraft(content_id=item.id, editor_id=teacher.id, body={"question": "?"}),
            m.ImportedItem(content_id=item.id, import_id=brought.id),
            m.ItemReport(**owner, content_id=item.id, attempt_id=attempt.id, reason="answer"),
            m.RegradeChange(**owner, regrade_id=regrade.id, before={}, after={}),
            m.Notice(**owner, kind="regraded", facts={}),
            m.StudentKnowledge(**owner),
            m.PerformanceMetrics(**owner, metric_date=NOW.date()),
            m.LearningStyleProfile(
                **owner, visual_score=0.4, auditory_score=0.2, reading_score=0.2,
                kinesthetic_score=0.2, dominant_style="V",
            ),
            m.SkillGap(
                **owner, skill_id=skill.id, gap_type="weakness", severity="high", priority_score=5
            ),
            m.PreAssessmentResult(**owner, skill_id=skill.id, score=0.5),
            m.Placement(
                **owner, key="f" * 32, topics=["algebra"], goal_skill_ids=[], started_at=NOW
            ),
            m.StyleQuiz(**owner, answers={"1": ["V"]}, started_at=NOW),
            m.LearningPace(**owner, current_pace="normal"),
            m.ConceptTimeLog(
                **owner, concept="adding", time_spent_seconds=5, session_id=attempt.id
            ),
            m.BanditState(**owner, topic="algebra", arm_rewards={"1": 0.5}, arm_counts={"1": 1}),
            m.UserInteraction(**owner, content_id=item.id, interaction_type="view"),
            m.SimilarStudent(**owner, similar_student_id=friend.id, similarity_score=0.5),
            m.SimilarStudent(
                student_id=friend.id, similar_student_id=student.id, similarity_score=0.5
            ),
            m.SimilarGains(**owner, gains={str(item.id): [0.2, 3, 2]}, calculated_at=NOW),
            m.LearnerItem(**owner, content_id=item.id, seen=1, last_seen_at=NOW),
            m.ExperimentMember(
                **owner, experiment_id=experiment.id, arm_id=arm.id, enrolled_at=NOW
            ),
            m.ReviewSession(**owner, flashcard_id=card.id, quality=4),
            m.CardChange(
                **owner, flashcard_id=card.id, kind="flagged", before={}, after={}, changed_at=NOW
            ),
            m.ReviewPreferences(**owner, preferences={}, updated_at=NOW),
            m.StudentMastery(**owner, skill_id=skill.id),
            m.StudentBadge(**owner, badge_id=badge.id, verification_code="0" * 32),
            m.CalendarFeed(**owner, plan_id=plan.id, token_digest="f" * 64, created_at=NOW),
            m.AuthSession(
                **owner, id_digest="a" * 64, created_at=NOW, last_seen_at=NOW, expires_at=NOW
            ),
            m.LoginThrottle(key_digest="b" * 64, last_failure_at=NOW),
            m.CredentialKey(key_id="k" * 43, public_jwk={"kty": "OKP"}, first_used_at=NOW),
            m.RevokedCredential(code="1" * 32, revoked_at=NOW),
            m.RateWindow(key_digest="d" * 64, uses=1, ends_at=NOW),
            m.OpenIdIdentity(**owner, subject_digest="e" * 64, linked_at=NOW),
            m.OneTimeLink(
                **owner, token_digest="c" * 64, purpose="set_password", created_at=NOW,
                expires_at=NOW,
            ),
            m.Consent(**owner, purpose="terms", version="1", given_at=NOW),
            m.AuditEntry(actor_id=student.id, action="sign_in", outcome="done"),
            m.CohortMember(cohort_id=cohort.id, student_id=student.id),
            m.CohortTeacher(cohort_id=cohort.id, teacher_id=teacher.id),
            m.CohortGroupMember(**owner, group_id=group.id),
            m.ImportedLearner(**owner, import_id=roster.id),
            m.LearnerEstimate(**owner, mean=0.0, variance=1.0),
            m.LearnerSkillEstimate(**owner, skill_id=skill.id, mean=0.0, variance=1.0),
            m.ItemEstimate(content_id=item.id, mean=0.0, variance=1.0),
            m.SkillEstimate(skill_id=skill.id, mean=0.0, variance=1.0),
        ]
    )  # fmt: skip
    db.flush()
    return student
