import pytest

from tests.rows import add_student
from tutor_core.accounts.actor import Actor


@pytest.fixture
def ada(db):
    return Actor(add_student(db).id, "student")
