from streamlit.testing.v1 import AppTest


def broken() -> None:
    from pages.components import runtime  # noqa: PLC0415 - runs as a script of its own

    assert runtime.apologise(ValueError("a secret detail"))


def test_what_breaks_on_our_side_is_one_sentence_without_details():
    app = AppTest.from_function(broken).run()
    assert not app.exception
    (said,) = [error.value for error in app.error]
    assert said.startswith("Something went wrong on our side")
    assert "secret" not in said
