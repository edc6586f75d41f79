"""Every table. The order of imports is the order of the seed, then what we add."""

from tutor_core.models.accounts import (
    AuditEntry,
    AuthSession,
    Consent,
    LoginThrottle,
    Notice,
    OneTimeLink,
    OpenIdIdentity,
    RateWindow,
)
from tutor_core.models.base import TOPICS, Base, table_of
from tutor_core.models.cohorts import Assignment, Cohort, CohortMember
from tutor_core.models.content import (
    Content,
    ContentDraft,
    ContentImport,
    ContentVersion,
    ImportedItem,
    ItemReport,
    Regrade,
    RegradeChange,
)
from tutor_core.models.core import (
    LearningSession,
    PerformanceMetrics,
    Student,
    StudentKnowledge,
)
from tutor_core.models.estimates import (
    ItemEstimate,
    LearnerEstimate,
    LearnerSkillEstimate,
    SkillEstimate,
)
from tutor_core.models.profiling import (
    ConceptTimeLog,
    LearningPace,
    LearningStyleProfile,
    PreAssessmentResult,
    Skill,
    SkillGap,
)
from tutor_core.models.progression import (
    Badge,
    MasterySkill,
    StudentBadge,
    StudentMastery,
    StudyPlan,
    skill_prerequisites,
)
from tutor_core.models.quizzes import Placement, StyleQuiz
from tutor_core.models.recommendation import (
    BanditState,
    LearnerItem,
    SimilarGains,
    SimilarStudent,
    UserInteraction,
)
from tutor_core.models.remembering import (
    CardChange,
    FlashCard,
    ReviewPreferences,
    ReviewSession,
)
from tutor_core.models.tuning import Experiment, ExperimentArm, ExperimentMember, PolicyVersion

__all__ = [
    "TOPICS",
    "Assignment",
    "AuditEntry",
    "AuthSession",
    "Badge",
    "BanditState",
    "Base",
    "CardChange",
    "Cohort",
    "CohortMember",
    "ConceptTimeLog",
    "Consent",
    "Content",
    "ContentDraft",
    "ContentImport",
    "ContentVersion",
    "Experiment",
    "ExperimentArm",
    "ExperimentMember",
    "FlashCard",
    "ImportedItem",
    "ItemEstimate",
    "ItemReport",
    "LearnerEstimate",
    "LearnerItem",
    "LearnerSkillEstimate",
    "LearningPace",
    "LearningSession",
    "LearningStyleProfile",
    "LoginThrottle",
    "MasterySkill",
    "Notice",
    "OneTimeLink",
    "OpenIdIdentity",
    "PerformanceMetrics",
    "Placement",
    "PolicyVersion",
    "PreAssessmentResult",
    "RateWindow",
    "Regrade",
    "RegradeChange",
    "ReviewPreferences",
    "ReviewSession",
    "SimilarGains",
    "SimilarStudent",
    "Skill",
    "SkillEstimate",
    "SkillGap",
    "Student",
    "StudentBadge",
    "StudentKnowledge",
    "StudentMastery",
    "StudyPlan",
    "StyleQuiz",
    "UserInteraction",
    "skill_prerequisites",
    "table_of",
]
