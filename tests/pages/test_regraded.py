"""What a learner sees of an answer that was judged again."""

from tests.pages.test_learning import answer, attempts, everything, texts
from tests.practice.regrading.mending import mend, number, regrade
from tutor_core.accounts.actor import OPERATOR


def test_a_regraded_answer_says_what_it_was_and_shows_the_mended_key(world, learner):
    app = answer(world.open("practice"), "3")
    item = attempts(world)[0].content_id
    with world.database.transaction() as db:
        mend(db, item, answer_spec=number("3"), correct_answer="3", explanation="One and two.")
    regrade(world.database, OPERATOR, item)

    app.run()

    assert "**Right.** +10 points" in texts(app, "success")
    assert "Regraded: this was marked not right; the question was mended." in texts(app, "caption")
    assert "One and two." in everything(app)
    assert not app.exception


def test_an_answer_that_was_not_judged_again_says_nothing_of_it(world, learner):
    app = answer(world.open("practice"), "2")
    assert "Regraded" not in everything(app)
