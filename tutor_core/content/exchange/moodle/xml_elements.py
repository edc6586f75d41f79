"""Moodle's XML as elements, with no more of them and no deeper than a question bank has."""

from __future__ import annotations

from dataclasses import dataclass, field

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from tutor_core.content.exchange.limits import DEEPEST, MOST_QUESTIONS, MOST_TAGS
from tutor_core.content.exchange.values import UnreadableFileError


@dataclass(slots=True)
class Element:
    """An element: its attributes, the elements in it, and its own text in parts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text that stands directly in it."""
        return "".join(self.parts)

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a name that stand directly in it."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Element:
        """Return the first of them, or an empty one."""
        return next((child for child in self.children if child.tag == tag), Element(tag))

    def holds(self, tag: str) -> bool:
        """Tell whether an element of a name stands in it, however deep."""
        return any(child.tag == tag or child.holds(tag) for child in self.children)


def quiz_of(data: bytes) -> list[Element]:
    """Return the questions of a file, categories too.

    Raises:
        UnreadableFileError: It is no XML, not Moodle's, or holds declarations, which could make it
            read other files or grow without end.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException:
        raise UnreadableFileError(
            "This XML file declares a document type or entities; export it again from Moodle."
        ) from None
    except ParseError as error:
        line, column = error.position
        raise UnreadableFileError(
            f"This is not XML: it breaks off in line {line}, column {column + 1}; export it again."
        ) from None
    except UnreadableFileError:
        raise
    except (ValueError, LookupError):
        raise UnreadableFileError(
            "This XML file names an encoding that cannot be read; export it as UTF-8."
        ) from None
    (root,) = builder.top.children
    if root.tag != "quiz":
        raise UnreadableFileError(
            f"This XML file begins with `{root.tag[:30]}` and is no question bank of Moodle; "
            "export the questions as “Moodle XML format”."
        )
    return root.all("question")


class _Builder:
    """What the parser hands the elements to; it stops where there are too many."""

    def __init__(self) -> None:
        self.top = Element("")
        self._open = [self.top]
        self._elements = self._questions = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes)
        self._open[-1].children.append(element)
        self._open.append(element)
        self._elements += 1
        self._questions += tag == "question" and attributes.get("type") != "category"
        if len(self._open) > DEEPEST or self._elements > MOST_TAGS:
            raise UnreadableFileError(
                "This XML file has too many elements in one another; export it from Moodle."
            )
        if self._questions > MOST_QUESTIONS:
            raise UnreadableFileError(
                f"This file has more than {MOST_QUESTIONS:,} questions; split it."
            )

    def end(self, _tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def close(self) -> None:
        """Nothing is left to do; the parser asks for it."""
