"""What every column of a take-out means."""

from __future__ import annotations

from collections.abc import Mapping

EVENTS: Mapping[str, str] = {
    "Anon Student Id": "Pseudonym of the learner.",
    "Session Id": "Pseudonym of the set of ten questions that the answer belongs to.",
    "Time": "When the answer was given, UTC, in seconds.",
    "Time Zone": "Of the times: always UTC; where learners live is not told.",
    "Duration (sec)": "From showing the question to the answer; long absences are cut.",
    "Student Response Type": "Always ATTEMPT: hints are counted, not logged one by one.",
    "Tutor Response Type": "Always RESULT.",
    "Level (Subject)": "Subject of the question.",
    "Problem Name": "Stable name of the question, or item-N of one written in this school.",
    "Problem View": "How often the learner has met the question within this file, from 1.",
    "Problem Start Time": "When the question was shown, UTC.",
    "Step Name": "Always the whole: steps of an exercise taken apart are not told.",
    "Outcome": "CORRECT or INCORRECT; “I don't know” is INCORRECT.",
    "Total Num Hints": "Hints shown before the answer.",
    "Class": "Pseudonym of a class; empty where fewer than 5 learners of it are in the file.",
    "KC (Skill)": "Main skill of the question.",
    "CF (Difficulty)": "Of the question, 1 to 5.",
    "CF (Content Version)": "Which version of the question was asked.",
    "CF (Variant Seed)": "From which its numbers were drawn; empty where they are fixed.",
    "CF (Source)": "practice, placement, test_out, plan or assignment.",
    "CF (Chosen By)": "tutor, or in which way the learner or an examination chose.",
    "CF (Answer Rule)": "Stable name of the rule by which the answer was judged.",
    "CF (Confidence)": "The learner's own, where it was asked.",
    "CF (Is Evidence)": "Whether the model learnt from it; False for a repetition.",
    "CF (Predicted)": "Chance of a right answer as the model saw it just before, 0 to 1.",
    "CF (Reward)": "Learning gain of the answer, -1 to 1.",
    "CF (Policy Version)": "Version of the policy that chose; empty for the defaults.",
    "CF (Propensity)": "Probability of the choice; empty where the tutor did not choose.",
}
DECISIONS: Mapping[str, str] = {
    "Anon Student Id": "Pseudonym of the learner, as in the events.",
    "Time": "When the choice was made, UTC.",
    "Policy Version": "Version of the policy; empty for the defaults. See policies.csv.",
    "Epsilon": "Share of choices left to chance at that moment.",
    "Pulls": "Choices the learner had had before.",
    "Lean": "Which way the learner wanted it: above 0 harder, below 0 easier.",
    "Open": "Questions that the gate let through.",
    "Candidates": "Of these, compared to the end: chance chose among them.",
    "Chosen": "Number of the chosen item; see items.csv.",
    "Greedy": "Number of the item that value chose (one of the best, where several tie).",
    "Explored": "Whether chance chose.",
    "Propensity": "Probability of the choice.",
    "Reward": "Learning gain of the answer, -1 to 1; empty where it was put away.",
    "Put Away As": "not_now, too_easy, too_hard or runner_up, where the learner sent it away.",
    "Considered": "JSON: every candidate with all its value was made of, the best first.",
}
ITEMS: Mapping[str, str] = {
    "Item": "Number of the item.",
    "Problem Name": "As in the events.",
    "Subject": "Of the item.",
    "Skill": "Its main skill.",
    "Difficulty": "1 to 5.",
}
POLICIES: Mapping[str, str] = {
    "Policy Version": "Its number.",
    "Policy": "Which policy it is a version of.",
    "Class": "Pseudonym of the class it is for; empty for everybody, or for a small class.",
    "Effective From": "Since when it holds, UTC.",
    "Parameters": "JSON.",
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "events": EVENTS,
    "decisions": DECISIONS,
    "items": ITEMS,
    "policies": POLICIES,
}


def codebook(*, seed: str, since: str, until: str, learners: int) -> str:
    """Return the codebook of a take-out as Markdown."""
    lines = [
        "# Codebook",
        "",
        f"Answers from {since} to {until} (UTC) of {learners} learners; seed {seed}.",
        "",
        "The columns of the events are those of a DataShop transaction file. Nothing that a "
        "person typed and no name is in here; whoever withdrew from research is left out, and a "
        "class of fewer than 5 learners is not told. The same seed on the same server gives the "
        "same pseudonyms, another one others. Each table comes as CSV and as Parquet.",
    ]
    for table, columns in TABLES.items():
        lines += ["", f"## {table}", "", "| column | meaning |", "| --- | --- |"]
        lines += [f"| {name} | {meaning} |" for name, meaning in columns.items()]
    return "\n".join(lines) + "\n"
