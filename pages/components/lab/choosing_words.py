"""Words for the parameters by which questions are chosen."""

from __future__ import annotations

from pages.components.lab.fields import FieldWords, PolicyWords
from tutor_core.recommend.policy import BanditPolicy

CHOOSING = PolicyWords(
    kind=BanditPolicy,
    title="Choosing questions",
    about="Which question comes next. A change is felt with the next question that is chosen.",
    groups={
        "Chance": {
            "epsilon": FieldWords(
                "Epsilon: share of random choices",
                "So often a question is drawn among the candidates and not the best one taken.",
            ),
            "epsilon_decay": FieldWords(
                "Choices until epsilon has halved",
                "A learner's own choices count; 0 keeps epsilon as it is.",
            ),
            "epsilon_floor": FieldWords(
                "Epsilon never sinks below", "The share of random choices that decay leaves."
            ),
            "shortlist": FieldWords(
                "Candidates to choose among",
                "Chance draws among so many items, the most valuable first.",
            ),
        },
        "What fits": {
            "target": FieldWords(
                "Target chance of success", "An item is worth most where this is expected."
            ),
            "width": FieldWords(
                "Width around the target",
                "How far from the target, in chance of success, an item still is worth much.",
            ),
            "prior_weight": FieldWords(
                "n0: trust in the model's value, in pulls",
                "So many rewards of an item it takes to count as much as the model.",
            ),
            "skills_at_once": FieldWords(
                "Open skills to look at", "The most valuable ones; a choice looks at no others."
            ),
        },
        "The gate": {
            "ready": FieldWords(
                "Mastery a prerequisite needs",
                "Below it, in any prerequisite, a skill is not asked.",
            ),
            "ready_answers": FieldWords(
                "Answers behind that mastery", "A skill never tried opens nothing."
            ),
            "mastered": FieldWords(
                "Mastery from which a skill rests", "It needs no more practice for now."
            ),
            "mastered_answers": FieldWords(
                "Answers behind a skill that rests", "With fewer, it is practised on."
            ),
            "mastered_placed": FieldWords(
                "Mastery from which a placed skill rests and carries others",
                "Where a placement stands for the answers: it must be surer than they would be.",
            ),
            "exercise_answers": FieldWords(
                "Answers before an exercise",
                "With fewer in its skill, a learner gets short questions only.",
            ),
        },
        "What counts more": {
            "unlock_weight": FieldWords(
                "Weight of what a skill opens", "More for a skill that others wait on."
            ),
            "footing_weight": FieldWords(
                "Weight of firm ground", "Less for a skill whose weakest prerequisite is weak."
            ),
            "gap_weight": FieldWords(
                "Weight of a gap", "More for an item that repairs the most pressing gap."
            ),
            "review_weight": FieldWords(
                "Weight of a due review", "More where a review of the skill is due."
            ),
            "plan_weight": FieldWords(
                "Weight of the study plan", "More where the learner's plan names the skill."
            ),
            "assignment_weight": FieldWords(
                "Weight of an assignment", "More for what a teacher assigned."
            ),
            "similar_weight": FieldWords(
                "Weight of similar learners",
                "More for a new item from which similar learners gained much.",
            ),
        },
        "Repetition": {
            "recent_items": FieldWords(
                "Last items not asked again", "So many of the last items are left out."
            ),
            "repeat_factor": FieldWords(
                "Worth right after it was met", "1: as much as a new one; 0: nothing."
            ),
            "recovery_days": FieldWords(
                "Days until it is nearly forgotten",
                "In them the memory of meeting an item halves four times.",
            ),
        },
        "Sent away": {
            "decline_factor": FieldWords(
                "Worth right after it was sent away", "1: as much as before; 0: nothing."
            ),
            "decline_days": FieldWords(
                "Days until that is nearly forgotten",
                "In them the memory of sending an item away halves four times.",
            ),
            "pause_hours": FieldWords(
                "Hours of rest after “not now”",
                "In them the skill's other items come back, most of the way.",
            ),
            "lean_step": FieldWords(
                "Step of “too easy” and “too hard”",
                "By so much one of them moves the learner's target.",
            ),
        },
    },
)
