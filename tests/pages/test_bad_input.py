"""Every field of every form of the doors: what cannot be used is said once, and nothing is lost."""

from dataclasses import dataclass

import pytest

from tests.pages.conftest import PASSWORD
from tutor_core.accounts.actor import OPERATOR
from tutor_core.accounts.links import service as links

BAD = {
    "empty": "",
    "10,000 characters": "x" * 10_000,
    "NUL": "ab\x00cd",
    "right-to-left marks": "\u202eab\u200fcd",
    "HTML": "<img src=x onerror=alert(1)>",
    "LaTeX bomb": r"$\def\a{\a\a}\a$" * 20,
}
NAME = "A user name has 3 to 50 letters"
MAIL = "This is not an e-mail address"
LONG_MAIL = "An e-mail here has 100 characters at most"
LENGTH = "A password needs 10 to 128 characters"
LONG_NAME = "A name here has 100 characters at most"
UNFIT = "This name and password do not fit"
BOTH = "Enter your user name or e-mail, and your password"
PRESENT = "This is not your present password"
FINE = ""


@dataclass(frozen=True)
class Form:
    """A form, as a person finds it.

    Attributes:
        fields: What would be good, in the order of the fields on the screen.
        button: The label of what hands it in.
    """

    fields: dict[str, str]
    button: str


FORMS = {
    "sign in": Form({"name": "ada", "password": "not hers, whoever asks"}, "Sign in"),
    "register": Form(
        {"name": "ben", "mail": "ben@example.org", "called": "Ben", "password": PASSWORD},
        "Create account",
    ),
    "link": Form({"password": "set by a one-time link"}, "Set password"),
    "profile": Form({"called": "Ada"}, "Save"),
    "password": Form({"present": PASSWORD, "new": "another long one"}, "Change password"),
}
# What is said, for each of BAD in its order.
SAID = {
    ("sign in", "name"): [BOTH, UNFIT, UNFIT, UNFIT, UNFIT, UNFIT],
    ("sign in", "password"): [BOTH, UNFIT, UNFIT, UNFIT, UNFIT, UNFIT],
    ("register", "name"): [NAME] * 6,
    ("register", "mail"): [MAIL, LONG_MAIL, MAIL, MAIL, MAIL, LONG_MAIL],
    ("register", "called"): [FINE, LONG_NAME, FINE, FINE, FINE, LONG_NAME],
    ("register", "password"): [LENGTH, LENGTH, LENGTH, LENGTH, FINE, LENGTH],
    ("link", "password"): [LENGTH, LENGTH, LENGTH, LENGTH, FINE, LENGTH],
    ("profile", "called"): [FINE, LONG_NAME, FINE, FINE, FINE, LONG_NAME],
    ("password", "present"): [PRESENT] * 6,
    ("password", "new"): [LENGTH, LENGTH, LENGTH, LENGTH, FINE, LENGTH],
}
CASES = [
    pytest.param(form, field, kind, sentence, id=f"{form}-{field}-{kind}")
    for (form, field), sentences in SAID.items()
    for kind, sentence in zip(BAD, sentences, strict=True)
]


def open_form(world, form):
    actor = world.register()
    if form == "link":
        with world.database.transaction() as db:
            token, _ = links.make_link(db, OPERATOR, "ada", now=world.now)
        app = world.open()
        app.query_params["link"] = token
        return app.run()
    if form == "register":
        return world.open().radio(key="door_choice").set_value("Create an account").run()
    if form == "sign in":
        return world.open()
    world.arrive(actor)
    section = "Profile" if form == "profile" else "Password"
    return world.open("account").radio(key="account_section").set_value(section).run()


def entries(app):
    return list(app.text_input)


@pytest.mark.parametrize(("form", "field", "kind", "sentence"), CASES)
def test_bad_input_is_said_in_one_sentence_and_nothing_is_lost(world, form, field, kind, sentence):
    app = open_form(world, form)
    given = FORMS[form].fields | {field: BAD[kind]}
    for entry, value in zip(entries(app), given.values(), strict=True):
        entry.set_value(value)
    next(one for one in app.button if one.label == FORMS[form].button).click().run()
    assert not app.exception
    said = [one.value for one in app.error]
    if not sentence:
        assert said == []
        return
    (only,) = said
    assert only.startswith(sentence)
    assert only.endswith(".")
    assert "Traceback" not in only
    assert len(only) < 250, "what was entered is not thrown back"
    assert [entry.value for entry in entries(app)] == list(given.values())


@pytest.mark.parametrize(("name", "form"), FORMS.items())
def test_no_field_of_the_doors_is_left_out(world, name, form):
    assert len(entries(open_form(world, name))) == len(form.fields)
    assert {field for known, field in SAID if known == name} == set(form.fields)
