"""Words for the parameters of gaps, levels and the knowledge model."""

from __future__ import annotations

from pages.components.lab.fields import FieldWords, PolicyWords
from tutor_core.gaps.policy import GapPolicy
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.policy import MasteryPolicy

GAPS = PolicyWords(
    kind=GapPolicy,
    title="Gaps",
    about="When a skill is a gap and how much it matters. A change is felt with the next answer.",
    groups={
        "Targets": {
            "target": FieldWords("Mastery to reach", "A gap in a skill itself closes there."),
            "ready": FieldWords(
                "Mastery that carries what is built on it", "A prerequisite's gap closes there."
            ),
        },
        "Opening and closing": {
            "opens_at": FieldWords(
                "Chance from which a gap opens", "How sure it must be that mastery is too low."
            ),
            "closes_at": FieldWords(
                "Chance down to which it stays", "At 0.5 it closes where the target is reached."
            ),
            "answers": FieldWords(
                "Answers before a skill is weak or forgotten",
                "With fewer it is neither.",
            ),
            "fading": FieldWords(
                "Mastery lost to be forgotten", "By so much it must lie below the target."
            ),
            "working_days": FieldWords(
                "Days that count as worked on", "Nothing is forgotten so soon after an answer."
            ),
        },
        "How much it matters": {
            "waiting_weight": FieldWords(
                "Weight of what waits on it", "More for a gap that holds others back."
            ),
            "step_factor": FieldWords(
                "Urgency left by each step", "Between the gap and the skill that needs it."
            ),
            "unneeded": FieldWords("Urgency where nothing needs it", "1 is most urgent."),
            "critical": FieldWords("Priority called critical", "From it on, of 1 to 10."),
            "high": FieldWords("Priority called high", "From it on, of 1 to 10."),
            "medium": FieldWords("Priority called medium", "From it on; below it is low."),
        },
    },
)
LEVELS = PolicyWords(
    kind=MasteryPolicy,
    title="Levels of mastery",
    about="From which mastery on a learner has which level. A level is read off the cautious end "
    "of the estimate. A change is felt with a learner's next answer in the skill.",
    groups={
        "Mastery from which a level is given": {
            "developing": FieldWords("Developing", "Below it the level is Beginner."),
            "proficient": FieldWords("Proficient", "Not below Developing."),
            "advanced": FieldWords("Advanced", "Not below Proficient."),
            "master": FieldWords("Master", "Not below Advanced."),
        },
        "What the top level needs besides": {
            "master_answers": FieldWords("Answers in the skill", "With fewer it is Advanced."),
            "master_days": FieldWords(
                "Days of practice", "Mastery that was not there the day after is none."
            ),
        },
    },
)
KNOWLEDGE = PolicyWords(
    kind=KnowledgeParameters,
    title="Knowledge model",
    about="How the estimate starts and how fast it moves. A change is felt with the next answer; "
    "what was learnt from earlier answers stays. Means are log-odds, variances their squares.",
    groups={
        "Where it starts": {
            "base": FieldWords(
                "Average learner at a medium item, log-odds", "0.65 is a chance of 66 %."
            ),
            "level_step": FieldWords(
                "Step between levels, log-odds", "For an item that nobody has answered."
            ),
            "ability_variance": FieldWords(
                "Variance of ability", "Of a learner nothing is known about."
            ),
            "skill_variance": FieldWords(
                "Variance of strength", "Of a learner in a skill not yet seen."
            ),
            "item_variance": FieldWords(
                "Variance of an item", "Around its level, while nobody answered it."
            ),
            "skill_difficulty_variance": FieldWords(
                "Variance of a skill's difficulty", "While nobody answered it."
            ),
            "contested_variance": FieldWords(
                "Variance of a contested skill", "The least, so that a test-out counts for more."
            ),
        },
        "What an answer moves": {
            "ability_noise": FieldWords(
                "Noise of ability", "Added to its variance by each answer: people change."
            ),
            "skill_noise": FieldWords("Noise of strength", "The same for the skill."),
            "practice_gain": FieldWords(
                "Gain by practice, log-odds", "Added by each answer, right or wrong."
            ),
        },
        "Forgetting": {
            "forgetting_days": FieldWords(
                "Days until strength is down to 37 %", "Each answer seen adds as many again."
            ),
            "forgetting_noise": FieldWords(
                "Doubt added a day", "To the variance of a skill without practice."
            ),
        },
    },
)
