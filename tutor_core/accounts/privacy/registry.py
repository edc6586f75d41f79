"""Every table that says something about a person: what for, and what is kept back.

The account page, the take-out and its test read this one list; a new table that refers to
`students` fails the test until it stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["account", "security", "answers", "estimates", "planning", "authorship"]

PURPOSES: dict[Purpose, str] = {
    "account": "To know who you are",
    "security": "To keep your account yours",
    "answers": "To remember what you did",
    "estimates": "To choose what helps you next",
    "planning": "To plan with you and show how far you came",
    "authorship": "To know who made what",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One table, seen by the person whose rows they are.

    Attributes:
        table: Its name in the database.
        one: What one row is, in plain words.
        many: What several are.
        purpose: What it is kept for.
        owner: The column that names the person.
        kept_back: Columns that no take-out holds: secrets, and other people's numbers.
    """

    table: str
    one: str
    many: str
    purpose: Purpose
    owner: str = "student_id"
    kept_back: tuple[str, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind(
        table="students",
        one="account: name, e-mail, time zone, how you write numbers",
        many="accounts",
        purpose="account",
        owner="id",
        kept_back=("hashed_password",),
    ),
    Kind(
        table="consents",
        one="consent you gave",
        many="consents you gave",
        purpose="account",
    ),
    Kind(
        table="cohort_members",
        one="class you are in",
        many="classes you are in",
        purpose="account",
    ),
    Kind(
        table="cohort_group_members",
        one="group of a class you are in",
        many="groups of classes you are in",
        purpose="account",
    ),
    Kind(
        table="imported_learners",
        one="note that a teacher made your account",
        many="notes that a teacher made your account",
        purpose="account",
    ),
    Kind(
        table="auth_sessions",
        one="sign-in: when, and with which browser",
        many="sign-ins: when, and with which browser",
        purpose="security",
        kept_back=("id_digest", "ticket_digest", "proof_digest"),
    ),
    Kind(
        table="openid_identities",
        one="link to an account elsewhere that signs you in",
        many="links to accounts elsewhere that sign you in",
        purpose="security",
        kept_back=("subject_digest",),
    ),
    Kind(
        table="one_time_links",
        one="link that was made for you to set a password",
        many="links that were made for you to set a password",
        purpose="security",
        kept_back=("token_digest",),
    ),
    Kind(
        table="audit_log",
        one="note of something you did or were refused, such as signing in",
        many="notes of what you did or were refused, such as signing in",
        purpose="security",
        owner="actor_id",
        kept_back=("subject", "detail"),
    ),
    Kind(
        table="learning_sessions",
        one="question shown to you, with your answer",
        many="questions shown to you, with your answers",
        purpose="answers",
    ),
    Kind(
        table="user_interactions",
        one="note of what you opened or answered",
        many="notes of what you opened or answered",
        purpose="answers",
    ),
    Kind(
        table="concept_time_logs",
        one="note of the time spent on a concept",
        many="notes of the time spent on a concept",
        purpose="answers",
    ),
    Kind(
        table="pre_assessment_results",
        one="result of a placement",
        many="results of placements",
        purpose="answers",
    ),
    Kind(
        table="placements",
        one="placement you began",
        many="placements you began",
        purpose="answers",
    ),
    Kind(
        table="style_quizzes",
        one="taking of the VARK quiz, with your answers",
        many="takings of the VARK quiz, with your answers",
        purpose="answers",
    ),
    Kind(table="flashcards", one="flashcard", many="flashcards", purpose="answers"),
    Kind(
        table="review_sessions",
        one="review of a flashcard",
        many="reviews of flashcards",
        purpose="answers",
    ),
    Kind(
        table="card_changes",
        one="note of what happened to a flashcard beside its reviews",
        many="notes of what happened to flashcards beside their reviews",
        purpose="answers",
    ),
    Kind(
        table="review_preferences",
        one="wish of how to review",
        many="wishes of how to review",
        purpose="account",
    ),
    Kind(
        table="learner_estimates",
        one="estimate of what you know over all",
        many="estimates of what you know over all",
        purpose="estimates",
    ),
    Kind(
        table="learner_skill_estimates",
        one="estimate of what you know of one skill",
        many="estimates of what you know, one for each skill",
        purpose="estimates",
    ),
    Kind(
        table="student_knowledge",
        one="summary of what you know of each subject",
        many="summaries of what you know of each subject",
        purpose="estimates",
    ),
    Kind(
        table="student_mastery",
        one="level in a skill",
        many="levels, one for each skill",
        purpose="estimates",
    ),
    Kind(
        table="bandit_states",
        one="record of which questions helped you",
        many="records of which questions helped you",
        purpose="estimates",
    ),
    Kind(
        table="learning_pace",
        one="estimate of how fast you work",
        many="estimates of how fast you work",
        purpose="estimates",
    ),
    Kind(
        table="learning_style_profiles",
        one="result of the VARK quiz",
        many="results of the VARK quiz",
        purpose="estimates",
    ),
    Kind(table="skill_gaps", one="gap that was found", many="gaps that were found",
         purpose="estimates"),
    Kind(
        table="similar_students",
        one="likeness to another learner, who is not named",
        many="likenesses to other learners, who are not named",
        purpose="estimates",
        kept_back=("similar_student_id",),
    ),
    Kind(
        table="similar_gains",
        one="summary of what helped learners like you",
        many="summaries of what helped learners like you",
        purpose="estimates",
    ),
    Kind(
        table="learner_items",
        one="question you met: how often, when last, whether you sent it away",
        many="questions you met: how often, when last, whether you sent them away",
        purpose="estimates",
    ),
    Kind(
        table="experiment_members",
        one="comparison of ways to choose that you take part in",
        many="comparisons of ways to choose that you take part in",
        purpose="estimates",
    ),
    Kind(
        table="item_reports",
        one="report that something is wrong with a question",
        many="reports that something is wrong with a question",
        purpose="answers",
        kept_back=("answered_by",),
    ),
    Kind(
        table="regrade_changes",
        one="change to your marks after a question was mended",
        many="changes to your marks after questions were mended",
        purpose="answers",
    ),
    Kind(
        table="notices",
        one="message the tutor had for you",
        many="messages the tutor had for you",
        purpose="answers",
    ),
    Kind(
        table="performance_metrics",
        one="day of learning, summed up",
        many="days of learning, summed up",
        purpose="planning",
    ),
    Kind(table="study_plans", one="study plan", many="study plans", purpose="planning"),
    Kind(
        table="calendar_feeds",
        one="private address at which your calendar reads a plan",
        many="private addresses at which your calendar reads plans",
        purpose="planning",
        kept_back=("token_digest",),
    ),
    Kind(table="student_badges", one="badge", many="badges", purpose="planning"),
    Kind(
        table="content",
        one="item you wrote",
        many="items you wrote",
        purpose="authorship",
        owner="created_by",
    ),
    Kind(
        table="content_versions",
        one="version of an item you wrote",
        many="versions of items you wrote",
        purpose="authorship",
        owner="created_by",
    ),
    Kind(
        table="content_drafts",
        one="draft of an item",
        many="drafts of items",
        purpose="authorship",
        owner="editor_id",
    ),
    Kind(
        table="content_imports",
        one="file of items you brought along",
        many="files of items you brought along",
        purpose="authorship",
        owner="created_by",
    ),
    Kind(
        table="regrades",
        one="regrade you ordered",
        many="regrades you ordered",
        purpose="authorship",
        owner="created_by",
    ),
    Kind(
        table="cohorts",
        one="class you teach",
        many="classes you teach",
        purpose="authorship",
        owner="teacher_id",
    ),
    Kind(
        table="cohort_teachers",
        one="class you help to teach",
        many="classes you help to teach",
        purpose="authorship",
        owner="teacher_id",
    ),
    Kind(
        table="roster_imports",
        one="roster by which you made accounts",
        many="rosters by which you made accounts",
        purpose="authorship",
        owner="created_by",
    ),
    Kind(
        table="assignments",
        one="assignment you set",
        many="assignments you set",
        purpose="authorship",
        owner="created_by",
    ),
    Kind(
        table="policy_versions",
        one="change you made to how the tutor chooses",
        many="changes you made to how the tutor chooses",
        purpose="authorship",
        owner="changed_by",
    ),
    Kind(
        table="experiments",
        one="comparison of ways to choose that you began",
        many="comparisons of ways to choose that you began",
        purpose="authorship",
        owner="created_by",
    ),
)  # fmt: skip

# A reference to a person in somebody else's row: it is in the take-out of its owner only.
OF_OTHERS = {("similar_students", "similar_student_id"), ("item_reports", "answered_by")}
