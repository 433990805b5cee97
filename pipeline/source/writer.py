"""Writes YAML: a whole file from texts, lists and mappings, or single values as lines of a skeleton."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from pipeline.regex import regex
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, TextNode, entries_of, text_of, value_of
from pipeline.source.reader import parse

INDENT = "  "
GLUED_DASH = regex("-[^0-9]")
# What YAML certainly reads as it stands, so that nobody need try: most of what is written.
CERTAIN = regex(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z、，。；（）《》“”%]*|[0-9]+(?:\.[0-9]+|(?:-[0-9]+)+)?%?")


class _PlainDumper(yaml.SafeDumper):
    """Writes every text without quotes where it can: numbers and dates stand as people type them."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as yaml declares it


def file_text(content: Any, *, width: int = 100, as_typed: bool = False) -> str:  # noqa: ANN401 - whatever a file holds
    """Return a file's text.

    Args:
        content: texts, and lists and mappings of them.
        width: how long a line may be.
        as_typed: whether numbers and dates, which are texts here, go without quotes.
    """
    dumper = _PlainDumper if as_typed else yaml.SafeDumper
    return str(yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False, width=width))


def value_lines(node: Node) -> list[str]:
    """Return a value as YAML: what stands behind its name's colon, then the lines below that."""
    if isinstance(node, ItemsNode):
        return ["", *(line for item in node.items for line in item_lines(value_lines(item)))]
    if isinstance(node, EntriesNode):
        return ["", *(line for name, entry in node.entries.items() for line in entry_lines(name, value_lines(entry.value)))]
    typed = node.typed if isinstance(node, TextNode) else ""
    lines = text_lines(typed.rstrip("\n"))
    is_quoted = isinstance(node, TextNode) and node.style in ("'", '"') and len(lines) == 1
    return [quoted(typed)] if is_quoted else lines


def text_lines(text: str) -> list[str]:
    """Return a text as YAML: what stands behind its name's colon, then the lines below that, if it has several."""
    lines = text.split("\n")
    return ["|", *lines] if len(lines) > 1 and all(line == line.strip() for line in lines) else [plain(text)]


def entry_lines(name: str, value: list[str], remark: str = "") -> Iterator[str]:
    """Yield a name with its value, which stands deeper where it has lines of its own.

    Args:
        name: the name.
        value: its value, as `value_lines` gives it.
        remark: what follows on the first line.
    """
    yield f"{name}:{' ' if value[0] else ''}{value[0]}{remark}"
    yield from (f"{INDENT}{line}" for line in value[1:])


def item_lines(value: list[str]) -> Iterator[str]:
    """Yield a value as an item of a list; a row begins behind the dash."""
    first, *below = value if value[0] or len(value) == 1 else value[1:]
    yield f"- {first}"
    yield from (f"{INDENT}{line}" for line in below)


def plain(text: str) -> str:
    """Return a text as it can stand after `名称: `: as it is where YAML reads it back unchanged, else quoted.

    What begins with a dash and is no number is quoted too: it looks like an item of a list whose space was forgotten.
    """
    if CERTAIN.fullmatch(text):
        return text
    read = parse(f"a: {text}", "")
    node = value_of(read.root, "a")
    is_same = not read.problems and len(entries_of(read.root)) == 1 and text_of(node) == text
    is_taken_for_another = GLUED_DASH.match(text) or (text and node is not None and node.is_empty)
    return text if is_same and not is_taken_for_another else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotes, as both JSON and YAML read it."""
    return json.dumps(text, ensure_ascii=False)
