"""The page of flashcards by AppTest: reviewing, finding, making, settings."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from tests.rows import NOW
from tutor_core.models import (
    Content,
    FlashCard,
    MasterySkill,
    ReviewPreferences,
    ReviewSession,
    StudyPlan,
)
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_card_of_item, make_cards


def add_card(world, learner, front="2 + 2?", back="4", **given):
    with world.database.transaction() as db:
        return make_cards(
            db, learner, Sides(front=front, back=back), topic="algebra", now=world.now, **given
        )


def rows(world, table):
    with world.database.reading() as db:
        return db.query(table).order_by(table.id).all()


def flashcards(world, view="Review"):
    app = world.open("flashcards")
    if view != "Review":
        app.radio(key="cards_view").set_value(view).run()
    assert not app.exception
    return app


def texts(app):
    parts = [*app.markdown, *app.caption, *app.success, *app.error, *app.warning, *app.info]
    return " ".join(str(part.value) for part in parts)


def rate(app, quality):
    app.button(key="card_reveal").click().run()
    app.button(key=f"card_rate_{quality}").click().run()
    assert not app.exception


def test_without_cards_the_page_says_where_they_come_from(world, learner):
    app = flashcards(world)

    assert "no cards yet" in texts(app)
    assert "New card" in texts(app)


def test_the_answer_is_shown_when_it_is_asked_for_and_each_rating_says_what_it_does(world, learner):
    add_card(world, learner)
    app = flashcards(world)
    assert "2 + 2?" in texts(app)
    assert not [one for one in app.markdown if one.value == "4"]

    app.button(key="card_reveal").click().run()

    assert [one.value for one in app.markdown if one.value == "4"]
    labels = [app.button(key=f"card_rate_{quality}").label for quality in (1, 3, 4, 5)]
    assert labels == ["Again", "Hard", "Good", "Easy"]
    days = [one.value for one in app.caption if one.value in ("today", "1 d")]
    assert days == ["today", "today", "1 d", "1 d"]


def test_a_rating_is_kept_with_its_time_and_the_next_card_comes(world, learner):
    add_card(world, learner)
    add_card(world, learner, "3 + 3?", "6")
    app = flashcards(world)
    world.later(seconds=12)

    rate(app, 4)

    (review,) = rows(world, ReviewSession)
    assert (review.quality, review.time_spent_seconds) == (4, 12)
    assert "3 + 3?" in texts(app)


def test_when_nothing_is_left_the_page_says_when_the_next_card_comes_and_what_to_do(world, learner):
    add_card(world, learner)
    app = flashcards(world)

    rate(app, 5)

    assert "Finished for now." in texts(app)
    assert f"{NOW + dt.timedelta(days=1):%A}" in texts(app)


def add_exam(world, learner, **values):
    given = {"title": "The <b>final</b>", "daily_minutes": 20, "goal_type": "exam_prep"}
    with world.database.transaction() as db:
        skill = db.scalars(select(MasterySkill).order_by(MasterySkill.id)).first()
        exam_on = world.now.date() + dt.timedelta(days=12)
        db.add(
            StudyPlan(
                student_id=learner.id, target_skills=[skill.id], target_date=exam_on, schedule=[],
                **(given | values),
            )
        )  # fmt: skip
        return skill.name


def test_an_exam_orders_the_cards_and_says_what_to_expect_on_its_day(world, learner):
    skill = add_exam(world, learner)
    add_card(world, learner, skill=skill)
    add_card(world, learner, "3 + 3?", "6", skill=skill)
    app = flashcards(world)

    assert "is in 12 days" in texts(app)
    assert "<b>" not in texts(app)
    app.toggle(key="card_exam_forecast").set_value(True).run()

    assert "Of 2 cards for it, about" in texts(app)
    # Half of the plan's twenty: the other half is for its other tasks.
    assert "10 minutes of cards a day at most (60 answers of 10 seconds)" in texts(app)
    assert "after 20 minutes a day, and 0\u202f% if you answered no more" in texts(app)


def test_an_exam_without_cards_of_its_own_says_so(world, learner):
    add_exam(world, learner)
    app = flashcards(world)

    app.toggle(key="card_exam_forecast").set_value(True).run()

    assert "no cards of this exam's skills yet" in texts(app)


def test_ratings_are_taken_back_one_after_the_other(world, learner):
    add_card(world, learner)
    add_card(world, learner, "3 + 3?", "6")
    app = flashcards(world)
    rate(app, 4)
    rate(app, 4)

    app.button(key="card_undo").click().run()
    assert "3 + 3?" in texts(app)
    app.button(key="card_undo").click().run()

    assert "2 + 2?" in texts(app)
    assert all(one.undone_at is not None for one in rows(world, ReviewSession))
    assert not [one for one in app.button if one.key == "card_undo"]


def test_a_card_rated_in_another_tab_is_told_and_counts_once(world, learner):
    add_card(world, learner)
    first, second = flashcards(world), flashcards(world)
    first.button(key="card_reveal").click().run()
    second.button(key="card_reveal").click().run()
    first.button(key="card_rate_4").click().run()

    second.button(key="card_rate_1").click().run()

    assert not second.exception
    assert "rated this card already" in texts(second)
    assert len(rows(world, ReviewSession)) == 1


def test_a_typed_answer_is_graded_and_the_rating_stays_the_learners(world, learner):
    with world.database.transaction() as db:
        item = db.scalars(select(Content.id).order_by(Content.id)).first()
        make_card_of_item(db, learner, item, now=world.now)
    app = flashcards(world)

    app.text_input[0].set_value("2").run()

    assert "You typed “2”. Right." in texts(app)
    assert app.button(key="card_rate_4").label == "Good"
    assert rows(world, ReviewSession) == []


def test_a_card_is_left_alone_until_tomorrow_and_that_is_taken_back(world, learner):
    add_card(world, learner)
    app = flashcards(world)

    app.button(key="card_bury").click().run()
    assert "Finished for now." in texts(app)
    app.button(key="card_take_back").click().run()

    assert "2 + 2?" in texts(app)


def test_after_a_break_what_waits_is_spread_over_days_and_that_is_taken_back(world, learner):
    for number in range(12):
        add_card(world, learner, f"{number} + 1?", "?")
    with world.database.transaction() as db:
        late = world.now.date() - dt.timedelta(days=30)
        db.execute(
            update(FlashCard).values(
                next_review_date=late, times_reviewed=1, last_reviewed=world.now, stability=3.0,
                memory_difficulty=5.0,
            )
        )  # fmt: skip
    app = flashcards(world)
    assert "12 cards are overdue" in texts(app)
    app.number_input(key="card_days").set_value(4).run()

    app.button(key="card_catch_up").click().run()
    assert ":green-badge[Due 3]" in texts(app)
    app.button(key="card_take_back").click().run()

    assert ":green-badge[Due 12]" in texts(app)


def test_the_card_that_is_asked_can_be_flagged_and_looked_at(world, learner):
    (card_id,) = add_card(world, learner)
    app = flashcards(world)

    app.toggle(key="card_about").set_value(True).run()
    assert "written by you" in texts(app)
    app.selectbox(key=f"card_flag_{card_id}").set_value(3).run()

    assert rows(world, FlashCard)[0].flag == 3
    assert "Green" in texts(app)


def test_a_card_is_made_by_hand_and_the_form_is_ready_for_the_next(world, learner):
    app = flashcards(world, "New card")
    app.text_area(key="card_front").set_value("{{c1::Paris}} lies on the {{c2::Seine}}.").run()
    assert app.button(key="card_make").label == "Make the 2 cards"

    app.button(key="card_make").click().run()

    assert "2 cards are made" in texts(app)
    assert [one.gap for one in rows(world, FlashCard)] == [1, 2]
    assert app.text_area(key="card_front").value == ""


def test_a_refused_card_keeps_what_was_typed_and_a_second_one_is_asked_for(world, learner):
    add_card(world, learner)
    app = flashcards(world, "New card")
    app.text_area(key="card_front").set_value("2 + 2?").run()
    app.button(key="card_make").click().run()
    assert "Write the answer" in texts(app)
    app.text_area(key="card_back").set_value("four").run()

    app.button(key="card_make").click().run()
    assert "already" in texts(app)
    assert app.text_area(key="card_back").value == "four"
    app.checkbox(key="card_repeat").check().run()
    app.button(key="card_make").click().run()

    assert len(rows(world, FlashCard)) == 2


def test_cards_are_found_by_their_words(world, learner):
    add_card(world, learner)
    add_card(world, learner, "Capital of France?", "Paris")
    app = flashcards(world, "Cards")
    assert "2 cards" in texts(app)

    app.text_input(key="cards_text").set_value("paris").run()
    ticks = [one.label for one in app.checkbox if one.key.startswith("cards_tick")]
    assert len(ticks) == 1
    assert "Capital of France" in ticks[0]
    app.text_input(key="cards_text").set_value("rome").run()

    assert "No card fits" in texts(app)


def test_ticked_cards_are_put_aside_together_and_brought_back(world, learner):
    add_card(world, learner)
    add_card(world, learner, "3 + 3?", "6")
    app = flashcards(world, "Cards")

    app.checkbox(key="cards_all").check().run()
    app.button(key="cards_suspend").click().run()
    assert [one.suspended for one in rows(world, FlashCard)] == [True, True]
    app.button(key="card_take_back").click().run()

    assert [one.suspended for one in rows(world, FlashCard)] == [False, False]
    assert not app.exception


def test_a_single_ticked_card_shows_its_history_and_its_text_can_be_changed(world, learner):
    (card_id,) = add_card(world, learner)
    app = flashcards(world)
    rate(app, 4)
    app.radio(key="cards_view").set_value("Cards").run()

    app.checkbox(key=f"cards_tick_{card_id}").check().run()
    assert "written by you" in texts(app)
    assert "4" in list(app.table[0].value["Rating or change"])
    app.text_area(key=f"card_back_{card_id}").set_value("four").run()
    app.button(key="card_save_text").click().run()

    assert rows(world, FlashCard)[0].back_text == "four"
    assert "The text is changed." in texts(app)


def test_a_deck_is_looked_through_brought_in_and_taken_back(world, learner):
    app = flashcards(world, "Decks")
    app.get("file_uploader")[0].upload(
        "mine.csv", b"Capital of France?,Paris\n,\n", "text/csv"
    ).run()

    app.button(key="cards_look").click().run()
    assert "1 note, 1 card" in texts(app)
    app.button(key="cards_bring").click().run()
    assert "1 card brought in." in texts(app)
    assert [one.front_text for one in rows(world, FlashCard)] == ["Capital of France?"]
    app.button(key="card_take_back").click().run()

    assert rows(world, FlashCard)[0].deleted_at is not None
    assert not app.exception


def test_a_file_that_is_no_deck_is_told_in_a_sentence(world, learner):
    app = flashcards(world, "Decks")
    app.get("file_uploader")[0].upload("mine.apkg", b"not a zip", "application/zip").run()

    app.button(key="cards_look").click().run()

    assert "cannot be opened" in texts(app)
    assert not app.exception


def test_settings_hold_from_the_next_rating_on(world, learner):
    add_card(world, learner)
    app = flashcards(world, "Settings")
    app.radio[2].set_value("two")
    app.multiselect[0].set_value([5, 6])
    app.button(key="card_wishes_save").click().run()
    assert not app.exception

    (kept,) = rows_of_wishes(world)
    assert kept["buttons"] == "two"
    assert kept["easy_days"] == [5, 6]
    app.radio(key="cards_view").set_value("Review").run()
    app.button(key="card_reveal").click().run()
    assert app.button(key="card_rate_1").label == "Not known"


def test_settings_say_what_they_would_cost_before_they_are_saved(world, learner):
    add_card(world, learner)
    rate(flashcards(world), 4)
    app = flashcards(world, "Settings")
    app.number_input[1].set_value(50)

    app.button(key="card_wishes_cost").click().run()

    assert not app.exception
    assert "minutes a day" in texts(app)
    assert "from your 1 card;" in texts(app)
    assert rows_of_wishes(world) == []


def rows_of_wishes(world):
    with world.database.reading() as db:
        return [one.preferences for one in db.query(ReviewPreferences)]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "![x](http://evil.example/a.png)", "=cmd()"]
)
def test_a_strangers_text_is_only_text(world, learner, hostile):
    add_card(world, learner, f"{hostile} front", f"{hostile} back")
    app = flashcards(world)

    app.button(key="card_reveal").click().run()

    assert not app.exception
    assert "evil.example" not in texts(app)
    assert all(not one.allow_html for one in app.markdown)


def test_an_answered_question_becomes_a_card_by_one_click_once(world, learner):
    app = world.open("practice")
    app.text_input[0].set_value("2").run()
    app.button(key="practice_check").click().run()

    app.button(key="question_card").click().run()
    assert [one.origin for one in rows(world, FlashCard)] == ["item"]
    app.button(key="question_card").click().run()

    assert not app.exception
    assert len(rows(world, FlashCard)) == 1


def test_a_missed_question_says_that_it_became_a_card(world, learner):
    app = world.open("practice")
    app.text_input[0].set_value("3").run()
    app.button(key="practice_check").click().run()

    assert "among your flashcards now" in texts(app)
    assert [one.origin for one in rows(world, FlashCard)] == ["missed"]


def test_today_says_how_many_cards_wait(world, learner):
    add_card(world, learner)

    app = world.open()

    assert "1 card waits" in texts(app)


def test_without_ratings_the_statistics_say_what_to_do(world, learner):
    add_card(world, learner)

    app = flashcards(world, "Statistics")

    assert "You have rated no card yet. Rate one under **Review**" in texts(app)
    assert not app.toggle


def test_after_some_ratings_each_figure_says_its_number_and_is_a_table_too(world, learner):
    add_card(world, learner)
    add_card(world, learner, "3 + 3?", "6")
    app = flashcards(world)
    rate(app, 4)
    rate(app, 4)
    world.later(days=1)
    world.arrive(learner)
    app = flashcards(world)
    world.later(seconds=40)
    rate(app, 4)
    world.later(seconds=20)
    rate(app, 1)

    app.radio(key="cards_view").set_value("Statistics").run()
    said = texts(app)
    for toggle in app.toggle:
        toggle.set_value(True)
    app.run()

    assert not app.exception
    assert "**Today:** 2 reviews in 1 minute, 50\u202f% recalled of 2 cards that came back" in said
    assert "4 reviews on 2 days" in said
    assert "Last month: 4 ratings" in said
    shown = {tuple(table.value.columns): table.value for table in app.table}
    recalled = shown["When", "Young", "Mature", "Both"]
    assert list(recalled["Both"]) == ["50\u202f% of 2"] * 3
    assert list(shown["Card", "Again", "Hard", "Good", "Easy", "All"]["All"]) == ["2", "2", "0"]
    assert list(shown["Card", "Again", "Hard", "Good", "Easy", "All"]["Again"]) == ["0", "1", "0"]
    assert list(shown["Day", "Reviews", "Minutes"]["Reviews"]) == ["2", "2"]
    assert len(app.table) == 7


def test_the_range_of_the_statistics_is_the_learners_choice(world, learner):
    add_card(world, learner)
    rate(flashcards(world), 4)
    world.later(days=40)
    world.arrive(learner)

    app = flashcards(world, "Statistics")
    assert "Last month: 0 ratings" in texts(app)
    assert "no reviews yet" in texts(app)
    app.radio(key="cards_range").set_value("Last year").run()

    assert "Last year: 1 rating," in texts(app)


def test_ten_reviews_make_a_learning_day_and_today_says_so(world, learner):
    for number in range(10):
        add_card(world, learner, f"{number} + 1?", "?")
    app = flashcards(world)
    assert "5 more answers or 10 more card reviews make today a learning day." in texts(
        world.open()
    )

    for _ in range(10):
        rate(app, 4)

    assert "Today counts: 10 card reviews" in texts(world.open())


def test_a_card_by_hand_can_have_a_skill_and_a_graph_and_is_shown_before_it_is_made(world, learner):
    app = flashcards(world, "New card")
    app.text_area(key="card_front").set_value("Where is it zero?")
    app.text_area(key="card_back").set_value("3/2")
    app.toggle(key="card_graph").set_value(True).run()
    app.text_input(key="card_formula").set_value("1/x").run()
    assert "cannot be drawn" in texts(app)

    skill = app.selectbox(key="card_skill_algebra").options[0]
    app.selectbox(key="card_skill_algebra").select(skill)
    app.text_input(key="card_formula").set_value("2x - 3").run()
    assert app.get("plotly_chart")
    app.button(key="card_make").click().run()

    (card,) = rows(world, FlashCard)
    with world.database.reading() as db:
        made = db.get(Content, card.content_id)
    assert made.subtopic is not None
    assert made.figure["alt"].startswith("Graph of y = 2x - 3")


def test_a_graph_that_cannot_be_drawn_makes_no_card_and_loses_nothing(world, learner):
    app = flashcards(world, "New card")
    app.text_area(key="card_front").set_value("Where is it zero?")
    app.text_area(key="card_back").set_value("3/2")
    app.toggle(key="card_graph").set_value(True).run()
    app.text_input(key="card_formula").set_value("1/x").run()

    app.button(key="card_make").click().run()

    assert rows(world, FlashCard) == []
    assert app.text_input(key="card_formula").value == "1/x"
    assert app.text_area(key="card_front").value == "Where is it zero?"


def test_cards_are_crammed_until_each_is_known_and_their_days_stay(world, learner):
    add_card(world, learner)
    add_card(world, learner, "3 + 3?", "6")
    days = [card.next_review_date for card in rows(world, FlashCard)]
    app = flashcards(world, "Cram")
    assert "Not yet asked 2" in texts(app)

    rate(app, 1)
    rate(app, 4)
    assert "Missed 1" in texts(app)
    rate(app, 4)

    assert "All 2 cards are known" in texts(app)
    assert [review.kind for review in rows(world, ReviewSession)] == ["cram"] * 3
    assert [card.next_review_date for card in rows(world, FlashCard)] == days
    assert not [card for card in rows(world, FlashCard) if card.times_reviewed]


def test_a_cram_is_taken_back_and_begun_again(world, learner):
    add_card(world, learner)
    app = flashcards(world, "Cram")
    rate(app, 4)
    assert "The card is known" in texts(app)

    app.button(key="cram_undo").click().run()
    assert "Not yet asked 1" in texts(app)
    world.later(seconds=1)
    rate(app, 4)
    world.later(seconds=1)
    app.button(key="cram_restart").click().run()

    assert "Not yet asked 1" in texts(app)


def test_a_cram_without_cards_says_so(world, learner):
    app = flashcards(world, "Cram")

    assert "No card fits" in texts(app)


def test_cards_are_moved_to_fit_new_settings_when_asked_and_moved_back(world, learner):
    add_card(world, learner)
    rate(flashcards(world), 5)
    (before,) = rows(world, FlashCard)
    app = flashcards(world, "Settings")
    app.radio[1].set_value("fsrs")
    app.button(key="card_wishes_save").click().run()
    assert rows(world, FlashCard)[0].next_review_date == before.next_review_date

    app.button(key="card_replan").click().run()

    assert "1 of 1 card moved to another day" in texts(app)
    (moved,) = rows(world, FlashCard)
    assert moved.next_review_date > before.next_review_date
    app.button(key="card_take_back").click().run()
    assert rows(world, FlashCard)[0].next_review_date == before.next_review_date


def test_without_answers_no_card_is_moved(world, learner):
    add_card(world, learner)
    app = flashcards(world, "Settings")

    app.button(key="card_replan").click().run()

    assert "There are no cards yet that could be planned anew." in texts(app)
