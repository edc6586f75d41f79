"""YAML files as plain values that remember the line on which each part stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

DEEPEST = 30

# Under these keys a value is taken as it is written: `answer: 0.50` keeps its zero.
AS_WRITTEN = frozenset(
    {
        "answer",
        "choices",
        "question",
        "hints",
        "explanation",
        "message",
        "shown",
        "variables",
        "positive",
        "idea",
        "example",
        "mistake",
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document's value, and the line on which each part of it stands."""

    file: str
    value: Any
    lines: Mapping[tuple[object, ...], int]

    def place(self, *path: object) -> str:
        """Say where a part stands; for one that is missing, where it should have stood."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.file}, line {self.lines.get(path, 1)}"


def read_document(name: str, text: str, problems: list[str]) -> Document | None:
    """Read one file; what is wrong with it is added to `problems`, and None is returned."""
    loader = _LOADER(text)
    builder = _Builder(loader)
    value: Any = None
    try:
        _refuse_deep_nesting(text)
        node = loader.get_single_node()
        value = None if node is None else builder.build(node, (), as_written=False)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        builder.wrong.append((line, f"this is not YAML: {error.problem}."))
    except (yaml.YAMLError, ValueError) as error:
        builder.wrong.append((1, f"this is not YAML: {error}."))
    finally:
        loader.dispose()
    if not builder.wrong and not isinstance(value, dict):
        builder.wrong.append((1, "the file must be a mapping from keys to values."))
    problems += [f"{name}, line {line}: {sentence}" for line, sentence in builder.wrong]
    return Document(name, value, builder.lines) if isinstance(value, dict) else None


# The C parser is ten times faster where it is installed; both read the same.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refuse_deep_nesting(text: str) -> None:
    """Raise before the C parser recurses: a long row of brackets ends the process (measured)."""
    depth = 0
    event: Any  # the two parsers have marks of two types
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(
                problem="it is nested too deeply", problem_mark=event.start_mark
            )


@dataclass(slots=True)
class _Builder:
    """Turns YAML nodes into plain values; the safe loader decides what a scalar is."""

    loader: Any
    lines: dict[tuple[object, ...], int] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def build(self, node: yaml.Node, path: tuple[object, ...], *, as_written: bool) -> Any:  # noqa: ANN401
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if id(node) in self.seen:  # a few aliases can stand for gigabytes, or for themselves
            self.wrong.append((line, "write the part out in place of `*` and `&`."))
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, as_written=as_written)
        if isinstance(node, yaml.SequenceNode):
            return [
                self.build(part, (*path, place), as_written=as_written)
                for place, part in enumerate(node.value)
            ]
        return node.value if as_written else self.loader.construct_object(node)

    def _mapping(
        self, node: yaml.MappingNode, path: tuple[object, ...], *, as_written: bool
    ) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in result:
                self.wrong.append((line, f"`{key}` is given twice; keep one."))
            self.lines[(*path, key)] = line
            result[key] = self.build(
                value_node, (*path, key), as_written=as_written or key in AS_WRITTEN
            )
        return result
