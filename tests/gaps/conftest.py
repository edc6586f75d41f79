from tests.practice.conftest import learner  # noqa: F401 - a fixture
