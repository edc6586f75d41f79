"""How large a file, and what is in it, may be."""

LARGEST_FILE = 5_000_000  # bytes; the whole shipped bank is a fifth of it in every format
MOST_QUESTIONS = 2_000  # more than a teacher looks through after one upload
LONGEST_TEXT = 10_000  # characters; the same as in a file of the curriculum
LONGEST_MARKUP = 4 * LONGEST_TEXT  # a text with its HTML tags
MOST_TAGS = 300_000  # in a file; a Moodle export of 2,000 questions has half as many
LONGEST_QUESTION = 200_000  # characters of one question with all its answers
MOST_ANSWERS = 40  # of one question, right and wrong ones; the same as in the curriculum
MOST_CHOICES = 8  # A to H
MOST_COLUMNS = 60  # our own tables have 41 with all that a question can have
MOST_LINES = 20_000  # rows of a table down to the last, empty ones too
DEEPEST = 30  # brackets in brackets of JSON, elements in elements of XML
MOST_UNPACKED = 50_000_000  # bytes of all that is in a zip
MOST_ENTRIES = 2_000  # files in a zip
HIGHEST_RATIO = 200  # unpacked to packed; text comes to 20
SMALL_ENTRY = 1_000_000  # bytes; below it no ratio does harm
LARGEST_PART = 200_000  # bytes of a workbook's styles and the like, which are slow to read
LARGEST_SHEET = 12_000_000  # bytes of a sheet, or of the texts of all of them
MOST_REMARKS = 20  # more than these nobody reads
LONGEST_TITLE = 80  # characters
