import pytest

from pages.components import runtime
from tests.pages.conftest import KEY
from tutor_core.operations.opening import bring_curriculum
from tutor_core.settings import Settings
from tutor_core.simulation import service as simulation
from tutor_core.simulation.events import Blueprint

DOORS = ["door_demo_student", "door_demo_newcomer", "door_demo_teacher", "door_demo_researcher"]


def doors(app):
    return [button.key for button in app.button if (button.key or "").startswith("door_demo")]


def start_as_demo(world):
    runtime.configure(
        runtime.Runtime(
            database=world.database,
            settings=Settings(database_url="sqlite://", cookie_key=KEY, bcrypt_cost=4, demo=True),
            clock=lambda: world.now,
            rng=world.rng,
            cookie=lambda: world.cookie,
        )
    )


@pytest.fixture
def demo(world):
    """The same school, started as a demo."""
    bring_curriculum(world.database, now=world.now)
    simulation.make_demo_world(world.database, Blueprint(learners=4, days=2, now=world.now), cost=4)
    start_as_demo(world)
    return world


def test_a_demo_offers_four_ways_in(demo):
    assert doors(demo.open()) == DOORS


@pytest.mark.parametrize("key", DOORS)
def test_one_click_hands_the_browser_a_ticket(demo, key):
    app = demo.open()
    app.button(key=key).click().run()
    assert not app.exception
    assert not app.error
    assert not doors(app)  # the browser is exchanging the ticket for its cookie


def test_without_a_demo_there_is_only_the_form(world):
    assert doors(world.open()) == []


def test_a_demo_without_its_school_says_how_to_make_one(world):
    start_as_demo(world)
    app = world.open()
    app.button(key="door_demo_teacher").click().run()
    assert [error.value for error in app.error] == [
        "There is no demo school here; `tutor demo` makes one."
    ]
    assert doors(app) == DOORS
