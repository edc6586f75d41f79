"""Classes by AppTest: made, joined by a code, refused to others."""

import pytest

from tests.pages.test_studio import all_text, with_role
from tutor_core import models as m


@pytest.fixture
def teacher(world):
    actor = with_role(world, "tina", "teacher")
    world.arrive(actor)
    return actor


def opened(world, page, **query):
    app = world.open(page)
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.run()


def made(world, name="5b <b>"):
    app = world.open("classes")
    assert not app.exception
    assert "Here your classes will be." in all_text(app)
    app.text_input(key="classes_new_name").set_value(name)
    app.button(key="classes_create").click().run()
    assert not app.exception
    with world.database.reading() as db:
        return app, db.query(m.Cohort).one()


def test_a_class_is_made_and_stands_there_empty_with_its_code(world, teacher):
    app, cohort = made(world)
    assert cohort.join_code[:4] in app.code[0].value
    assert "Nobody yet." in all_text(app)
    app.button(key="classes_code_off").click().run()
    assert "Switched off" in all_text(app)
    app.button(key="classes_archive").click().run()
    assert "Put away" in all_text(app)


def test_a_learner_joins_by_the_address_and_leaves(world, teacher):
    _, cohort = made(world)
    world.arrive(world.register("ada"))
    app = opened(world, "account", join=cohort.join_code)
    assert not app.exception
    app.button(key="account_join").click().run()
    assert "You are in 5b" in all_text(app)
    world.arrive(teacher)
    page = opened(world, "classes", **{"class": cohort.id})
    assert not page.exception
    assert page.table[0].value["Name"].tolist() == ["Ada"]
    projector = opened(world, "classes", **{"class": cohort.id, "view": "projector"})
    assert cohort.join_code[:4] in all_text(projector)
    assert "Ada" not in all_text(projector)


def test_a_wrong_code_is_one_sentence(world):
    world.arrive(world.register("ada"))
    app = opened(world, "account", join="nonsense")
    app.button(key="account_join").click().run()
    assert "No class lets you in by this code" in all_text(app)


def test_another_teacher_sees_a_sentence_and_nothing_else(world, teacher):
    _, cohort = made(world)
    world.arrive(with_role(world, "otto", "teacher"))
    app = opened(world, "classes", **{"class": cohort.id})
    assert not app.exception
    assert "This class is not among yours." in all_text(app)
    assert "5b" not in all_text(app)


def test_the_page_is_for_teachers(world):
    world.arrive(world.register("ada"))
    app = world.open("classes")
    assert "This page is for teachers." in all_text(app)
