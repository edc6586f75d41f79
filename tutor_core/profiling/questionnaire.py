"""Sixteen situations of people who study, each with four ways to go about it.

Every way stands for one letter: V for pictures, A for talk, R for the written word, K for doing.
The four letters are a well-known classification; the situations and every sentence are our own.
Each letter stands equally often in each place, so that somebody who ticks by place tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Letter = Literal["V", "A", "R", "K"]
LETTERS: tuple[Letter, ...] = ("V", "A", "R", "K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One situation.

    Attributes:
        number: Its place, from 1; answers are stored under it.
        situation: What is asked, in plain text.
        choices: The four ways by their letters, in the order in which they are shown.
    """

    number: int
    situation: str
    choices: Mapping[Letter, str]


_SITUATIONS: tuple[tuple[str, Mapping[Letter, str]], ...] = (
    (
        "A new topic begins tomorrow, and tonight you want a first idea of it. "
        "What do you reach for?",
        {
            "V": "A drawing that shows how its parts hang together",
            "A": "A short talk in which somebody tells what it is about",
            "R": "Two pages of a book that lead into it",
            "K": "A small puzzle from it, to see what happens",
        },
    ),
    (
        "You are stuck in the middle of a long calculation. What gets you going again?",
        {
            "R": "Reading a solved example, line by line",
            "K": "Trying the step with small and easy numbers",
            "V": "Sketching what the step does",
            "A": "Hearing somebody say why the step is taken",
        },
    ),
    (
        "Your program runs, but its result is wrong. How do you hunt for the mistake?",
        {
            "A": "I tell somebody aloud what each line does",
            "V": "I draw boxes and arrows for the values",
            "K": "I change one line, run it again, and watch",
            "R": "I read the code slowly and look up what I doubt",
        },
    ),
    (
        "Your physics book gives a formula for the time a pendulum takes. "
        "What makes you believe it?",
        {
            "K": "Hanging a key on a thread and taking the time",
            "R": "Reading where the formula comes from",
            "A": "Talking it through until it sounds right",
            "V": "Seeing a graph of time against length",
        },
    ),
    (
        "You have a quarter of an hour on the bus before a test. What do you do with it?",
        {
            "R": "Read my summary once more",
            "K": "Solve two more tasks",
            "V": "Look over my sketches and colours",
            "A": "Let a friend quiz me, or say it all to myself",
        },
    ),
    (
        "Three hundred pupils have answered a survey, and the answers are yours. "
        "How do you get to know them?",
        {
            "V": "I make a chart and look for its shape",
            "A": "I go through them with somebody and we say what we notice",
            "R": "I read the table, and how the questions were worded",
            "K": "I sort a handful of them into piles",
        },
    ),
    (
        "You were ill and missed an hour of mathematics. What do you ask a classmate for?",
        {
            "K": "The tasks, so that I can do them myself",
            "R": "The notes, so that I can read them",
            "A": "Ten minutes, to tell me what it was about",
            "V": "A photo of the board with all its drawings",
        },
    ),
    (
        "Seven shapes are to be laid into one square. How do you set about it?",
        {
            "A": "I say aloud what could go where, best with somebody",
            "V": "I draw the square and try it out in my head",
            "K": "I cut the shapes out and push them about",
            "R": "I write down which sides and angles are given",
        },
    ),
    (
        "The word for a new idea keeps slipping your mind. How do you make it stay?",
        {
            "A": "I say it aloud in a sentence, a few times",
            "V": "I think of a picture that goes with it",
            "K": "I use it in something that I do or build",
            "R": "I write down what it means, in my own words",
        },
    ),
    (
        "Your group is to explain savings and interest to the others. "
        "Which part would you like to take?",
        {
            "R": "Writing the page that everybody takes home",
            "K": "Making a game with coins in which all take part",
            "V": "Drawing the poster that shows how money grows",
            "A": "Standing in front and telling it",
        },
    ),
    (
        "You meet a programming command that is new to you. What do you do first?",
        {
            "K": "Type an example and change it",
            "R": "Read what the manual says about it",
            "A": "Have somebody tell me what it is good for",
            "V": "Look at a diagram of what it does",
        },
    ),
    (
        "A task is worded in a long and winding way. How do you untangle it?",
        {
            "V": "I make a sketch of the situation",
            "A": "I read it aloud, with a pause at each comma",
            "R": "I list what is given and what is asked",
            "K": "I put in numbers of my own and play it through",
        },
    ),
    (
        "A month is over, and you want to know what you have understood. How do you find out?",
        {
            "K": "I take a mixed bag of tasks and see which work",
            "R": "I write a page about it without looking",
            "A": "I tell somebody about it and hear where I falter",
            "V": "I draw a map of the topics and colour it",
        },
    ),
    (
        "You measured how fast tea cools, and the values look odd. What comes next?",
        {
            "V": "I plot them and look where they leave the curve",
            "A": "I talk them over with my partner",
            "R": "I read what others have found and written",
            "K": "I make another cup and measure again",
        },
    ),
    (
        "A younger child asks you how fractions work. How do you help?",
        {
            "R": "I write a short rule with an example below it",
            "K": "We fold paper or share out an apple",
            "V": "I draw circles and bars with parts filled in",
            "A": "I tell it as a story and let the child tell it back",
        },
    ),
    (
        "You may set up a corner to study in. What must be there before all else?",
        {
            "A": "A second chair, for somebody to talk with",
            "V": "A big white wall and pens in many colours",
            "K": "A box of things to build and measure with",
            "R": "A shelf of books and a good notebook",
        },
    ),
)

QUESTIONS: tuple[Question, ...] = tuple(
    Question(number=number, situation=situation, choices=choices)
    for number, (situation, choices) in enumerate(_SITUATIONS, start=1)
)
