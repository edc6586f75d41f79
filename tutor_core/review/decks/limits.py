"""How large a deck, and what is in it, may be."""

LARGEST_DECK = 100_000_000  # bytes; packages bring their pictures along, which are not unpacked
LARGEST_TABLE = 20_000_000  # bytes
MOST_UNPACKED = 150_000_000  # bytes of a collection
MOST_ENTRIES = 60_000  # files in a package
LONGEST_VALUE = (
    10_000_000  # bytes of one value in a collection; note types of years are the longest
)
LONGEST_FIELDS = 200_000  # characters of all fields of a note
MOST_CARDS = 50_000
MOST_REVIEWS = 500_000
MOST_MARKUP = 3_000_000  # tags in all notes
MOST_TAGS = 100  # labels of a note
LONGEST_TAG = 100  # characters
LONGEST_KEY = 200  # characters
HIGHEST_GAP = 499  # what Anki can number
LONGEST_INTERVAL = 36_500  # days; the longest that Anki gives
MOST_NAMED = 12  # pictures, decks and the like in one sentence
MOST_RENDERED = 200_000_000  # characters of HTML of all cards and the fields behind them
MOST_FIELDS = 200  # of a note type
