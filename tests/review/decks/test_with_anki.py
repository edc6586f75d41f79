"""A real Anki opens what we write, and we read what it writes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.review.decks.asking import UTC, anki, card, clock, note, read, review
from tutor_core.review.decks.anki.scheduling import ANSWERS
from tutor_core.review.decks.writing import write_anki

ZONES = ["UTC", "Pacific/Auckland", "America/New_York", "Asia/Kolkata"]


def days(today, number):
    return today + dt.timedelta(days=number)


def deck(today):
    """Make a deck with everything that a card can have."""
    return [
        note(card("new", "card"), key="new", tags=("one", "tutor::limits")),
        note(
            card(
                "known", "card", easiness_hundredths=236, interval_days=15, repetitions=3, lapses=1,
                due_on=days(today, 4), flag=3,
                reviews=(
                    review(days(today, -60), 5, seconds=12),
                    review(days(today, -40), 1),
                    review(days(today, -39), 4),
                    review(days(today, -38), 4, is_cram=True),
                    review(days(today, -20), 3),
                    review(days(today, -11), 4),
                ),
            ),
            key="known",
        ),
        note(
            card("there", "back", easiness_hundredths=130, interval_days=400, repetitions=9,
                 due_on=days(today, -30), is_suspended=True),
            card("back", "there", due_on=today, repetitions=1, reviews=(review(today, 4, hour=0),)),
            key="both ways",
        ),
        note(
            *(
                card("{{c1::Moon::a *body*}} & {{c2::$E < 1$}}", "extra", gap=gap, repetitions=1,
                     interval_days=1, due_on=days(today, gap))
                for gap in (1, 2)
            ),
            key="gaps",
        ),
    ]  # fmt: skip


def of_anki(found):
    """Return what Anki says of each card, as far as it concerns the schedule."""
    return {
        key: {
            "due_on": said["due_on"],
            "interval": said["interval"],
            "factor": said["factor"],
            "lapses": said["lapses"],
            "flag": said["flag"],
            "suspended": said["suspended"],
            "log": [[at, answer, milliseconds] for at, answer, milliseconds, _ in said["log"]],
        }
        for key, said in found["cards"].items()
    }


def of_ours(notes):
    """Return the same of our cards; a new card has no easiness in Anki."""
    return {
        f"{one.key} {carried.gap - 1 if carried.gap else place}": {
            "due_on": carried.due_on and carried.due_on.isoformat(),
            "interval": carried.interval_days,
            "factor": carried.easiness_hundredths * 10 if carried.due_on else 0,
            "lapses": carried.lapses,
            "flag": carried.flag,
            "suspended": carried.is_suspended,
            "log": [
                [round(said.at.timestamp() * 1000), ANSWERS[said.quality], said.seconds * 1000]
                for said in carried.reviews
            ],
        }
        for one in notes
        for place, carried in enumerate(one.cards)
    }


@pytest.mark.parametrize("zone", ZONES)
def test_anki_finds_the_same_cards_dates_and_reviews_in_our_package(tmp_path, zone):
    now, today = clock(ZoneInfo(zone))
    notes = deck(today)
    path = tmp_path / "deck.apkg"
    path.write_bytes(write_anki("Science::Sky", notes, today=today, zone=ZoneInfo(zone), now=now))

    found = anki(zone=zone, imports=[str(path)])

    assert of_anki(found) == of_ours(notes)
    assert {said["deck"] for said in found["cards"].values()} == {"Science::Sky"}
    assert found["cards"]["new 0"]["tags"] == ["one", "tutor::limits"]
    assert found["problems"] == "Database rebuilt and optimized."


def test_anki_shows_our_texts(tmp_path):
    now, today = clock()
    path = tmp_path / "deck.apkg"
    path.write_bytes(write_anki("Sky", deck(today), today=today, zone=UTC, now=now))

    shown = anki(imports=[str(path)])["cards"]

    assert shown["both ways 1"]["question"].endswith("</style>back")
    assert shown["both ways 1"]["answer"].endswith("back\n\n<hr id=answer>\n\nthere")
    assert (
        '[a <i>body</i>]</span> &amp; <span class="cloze-inactive" data-ordinal="2">\\(E &lt; 1\\)'
        in (shown["gaps 0"]["question"])
    )
    assert shown["gaps 1"]["answer"].endswith("</span><br>\nextra")


def test_importing_again_updates_and_doubles_nothing(tmp_path):
    now, today = clock()
    notes = [note(card("first", "card", **REVIEWED | {"due_on": today}), key="k")]
    changed = [note(card("second", "card", **REVIEWED | {"due_on": today}), key="k")]
    paths = [tmp_path / "one.apkg", tmp_path / "two.apkg"]
    for minutes, (path, written) in enumerate(zip(paths, [notes, changed], strict=True)):
        later = now + dt.timedelta(minutes=minutes)
        path.write_bytes(write_anki("Sky", written, today=today, zone=UTC, now=later))

    found = anki(imports=[str(paths[0]), str(paths[1]), str(paths[1])])

    assert [said["fields"][0] for said in found["cards"].values()] == ["second"]
    assert len(found["cards"]["k 0"]["log"]) == 1


REVIEWED = {
    "interval_days": 3,
    "repetitions": 1,
    "reviews": (review(dt.date(2026, 11, 20)),),
}

NOTES = [
    {"type": "Basic", "guid": "basic", "deck": "Physics::Motion", "tags": ["x", "tutor::motion"],
     "fields": ['<b>Force</b> &lt; \\(F\\) <img src="a.png">', "newton [sound:b.mp3]"]},
    {"type": "Basic (and reversed card)", "guid": "both", "deck": "Physics",
     "fields": ["chien", "dog"]},
    {"type": "Cloze", "guid": "gaps",
     "fields": ["The {{c1::Moon::a body}} goes<br>round the {{c2::Earth}}", "<i>Indeed</i>"]},
    {"type": "Basic (optional reversed card)", "guid": "optional", "fields": ["chat", "cat", "y"]},
    {"type": "Basic (type in the answer)", "guid": "typed", "fields": ["deux", "2"]},
    {"type": "Three", "guid": "three", "fields": ["sol", "sun", "Sonne"]},
    {"type": "Basic", "guid": "picture", "fields": ["<img src=only.png>", "a bird"]},
    {"type": "Basic", "guid": "half", "fields": ["Only a question", ""]},
    {"type": "Clever", "guid": "clever", "fields": ["2 + 2", "4"]},
    {"type": "Image Occlusion", "guid": "map",
     "fields": ["{{c1::image-occlusion:rect:left=.1:top=.1}}", "<img src=a.png>", "A map"]},
]  # fmt: skip
TYPES = [
    {"name": "Three", "fields": ["Latin", "English", "German"], "templates": [
        ["{{Latin}}", "{{FrontSide}}<hr id=answer>{{English}}{{#German}}, {{German}}{{/German}}"],
        ["in Latin: {{text:English}}", "{{Latin}}{{^German}}nothing{{/German}}"],
    ]},
    {"name": "Clever", "fields": ["Sum", "Total"], "templates": [
        ["{{Sum}}<script>alert(1)</script>", "{{Total}}"],
    ]},
]  # fmt: skip
LOG = 1_790_000_000_000  # a moment in September 2026, in milliseconds
STEPS = [
    ["review", 0, 0, [9, 21, 2345, 2]],
    ["log", 0, 0, [LOG, 1, 4400, 1]],
    ["log", 0, 0, [LOG + 86_400_000, 2, 2500, 2]],
    ["log", 0, 0, [LOG + 2 * 86_400_000, 4, 61_000, 1]],
    ["log", 0, 0, [LOG + 3 * 86_400_000, 3, 1000, 3]],
    ["log", 0, 0, [LOG + 4 * 86_400_000, 0, 1000, 4]],
    ["flag", 0, 0, 5],
    ["answer", 1, 0, 3],
    ["answer", 2, 0, 4],
    ["suspend", 2, 1],
    ["review", 3, 0, [-7, 10, 1300, 0]],
    ["bury", 3, 1],
    ["review", 4, 0, [0, 5, 2500, 0]],
    ["due", 5, 0, "3!"],
]
FORMS = {
    "legacy.apkg": True,
    "current.apkg": False,
    "legacy.colpkg": True,
    "current.colpkg": False,
}


@pytest.fixture(scope="module", params=[False, True], ids=["SM-2", "FSRS"])
def made(request, tmp_path_factory):
    """Let Anki make a deck; give what it says of it, and its packages."""
    folder = tmp_path_factory.mktemp("anki")
    exports = [{"path": str(folder / name), "legacy": legacy} for name, legacy in FORMS.items()]
    found = anki(
        types=TYPES, notes=NOTES, steps=STEPS, filtered=["note:*type*"], fsrs=request.param,
        exports=exports, media={"a.png": "a picture", "b.mp3": "a sound"},
    )  # fmt: skip
    return request.param, found, {name: (folder / name).read_bytes() for name in FORMS}


@pytest.mark.parametrize("name", FORMS)
def test_a_package_of_anki_is_read_with_its_schedule(made, name):
    _, found, packages = made
    today = dt.date.fromisoformat(found["today"])

    deck_read = read(name, packages[name], today=today)

    theirs = of_anki(found)
    ours = of_ours(deck_read.notes)
    assert found["cards"]["typed 0"]["is_filtered"]
    left_out = {"picture 0", "half 0", "clever 0", "map 0"}
    assert ours.keys() == theirs.keys() - left_out
    for key, said in ours.items():
        expected = theirs[key]
        expected["log"] = [row for row in expected["log"] if row[1]]
        expected["log"] = [
            [at, answer, (ms + 500) // 1000 * 1000] for at, answer, ms in expected["log"]
        ]
        if expected["due_on"]:
            expected["factor"] = -(-expected["factor"] // 10) * 10 or 2500
        assert said == expected, key


@pytest.mark.parametrize("name", FORMS)
def test_a_package_of_anki_is_read_with_its_texts(made, name):
    _, found, packages = made

    deck_read = read(name, packages[name], today=dt.date.fromisoformat(found["today"]))

    assert deck_read.format == "package"
    texts = {
        one.key: [(carried.front, carried.back, carried.gap) for carried in one.cards]
        for one in deck_read.notes
    }
    gaps = "The {{c1::Moon::a body}} goes  \nround the {{c2::Earth}}"
    assert texts == {
        "basic": [("**Force** < $F$", "newton", None)],
        "both": [("chien", "dog", None), ("dog", "chien", None)],
        "gaps": [(gaps, "*Indeed*", 1), (gaps, "*Indeed*", 2)],
        "optional": [("chat", "cat", None), ("cat", "chat", None)],
        "typed": [("deux", "2", None)],
        "three": [("sol", "sun, Sonne", None), ("in Latin: sun", "sol", None)],
    }
    assert deck_read.notes[0].tags == ("tutor::motion", "x")


@pytest.mark.parametrize("name", FORMS)
def test_what_a_package_of_anki_loses_is_named(made, name):
    uses_fsrs, found, packages = made

    deck_read = read(name, packages[name], today=dt.date.fromisoformat(found["today"]))

    assert [(one.number, one.name, one.reason) for one in deck_read.refused] == [
        (7, "", "Its front has no words; write what is to be seen or heard there."),
        (8, "Only a question", "Its back has no words; write what is to be seen or heard there."),
        (9, "2 + 2", "Its note type “Clever” runs a program to show its cards."),
        (10, "{{c1::image-occlusion:rect:left=.1:top=.1}}",
         "Its note type “Image Occlusion” draws on pictures."),
    ]  # fmt: skip
    media, decks = deck_read.remarks[-2:]
    assert media == (
        "3 pictures and sounds were left out: a.png (note 1), b.mp3 (note 1), only.png (note 7)."
    )
    assert decks.startswith("Decks within the file are not kept apart: “Physics::Motion”")
    fsrs = "Scheduling by FSRS: its intervals are kept, its memory is worked out from the reviews."
    assert (deck_read.remarks[0] == fsrs) is uses_fsrs


def test_what_anki_wrote_goes_back_and_is_the_same(made, tmp_path):
    _, _, packages = made
    now, today = clock()
    notes = read("current.apkg", packages["current.apkg"], today=today).notes
    path = tmp_path / "back.apkg"
    path.write_bytes(write_anki("Back", notes, today=today, zone=UTC, now=now))

    again = anki(imports=[str(path)])

    assert of_anki(again) == of_ours(notes)
    assert read("back.apkg", path.read_bytes(), today=today).notes == notes


@pytest.mark.parametrize("zone", ZONES)
def test_due_days_are_those_of_the_collection_wherever_it_began(tmp_path, zone):
    path = tmp_path / "deck.apkg"
    exports = [{"path": str(path), "legacy": False}]
    notes = [{"type": "Basic", "guid": f"g{n}", "fields": [f"f{n}", "b"]} for n in range(3)]
    steps = [
        ["review", 0, 0, [0, 4, 2500, 0]],
        ["review", 1, 0, [150, 180, 2500, 0]],  # half a year on the clock has changed
        ["answer", 2, 0, 3],
    ]

    found = anki(zone=zone, notes=notes, steps=steps, exports=exports)

    today = dt.date.fromisoformat(found["today"])
    deck_read = read("deck.apkg", path.read_bytes(), today=today, zone=ZoneInfo(zone))
    assert [one.cards[0].due_on.isoformat() for one in deck_read.notes] == [
        said["due_on"] for said in found["cards"].values()
    ]
    assert deck_read.notes[1].cards[0].due_on == days(today, 150)


def test_a_text_export_of_anki_is_read(tmp_path):
    path = tmp_path / "notes.txt"

    anki(types=TYPES, notes=NOTES[:6], exports=[{"path": str(path), "legacy": False}])

    deck_read = read("notes.txt", path.read_bytes())
    assert deck_read.format == "text"
    assert {one.key: one.cards[0].front for one in deck_read.notes} == {
        "basic": "**Force** < $F$",
        "both": "chien",
        "gaps": "The {{c1::Moon::a body}} goes  \nround the {{c2::Earth}}",
        "optional": "chat",
        "typed": "deux",
        "three": "sol",
    }
    assert {one.key: len(one.cards) for one in deck_read.notes}["gaps"] == 2
    assert all(carried.due_on is None for one in deck_read.notes for carried in one.cards)
    assert any("Fields beyond the second were left out" in said for said in deck_read.remarks)
