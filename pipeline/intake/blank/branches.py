"""Which branches of a template's conditions an empty form prints: those that have places for values, else the first that denies nothing.

Of a condition within a line one branch is printed: 8.06 万元, or —. Of one around rows or paragraphs all are that have places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.document.jinja_source import JinjaSource
from pipeline.problems import Place

STATEMENT: Final = re.compile(r"\{%\n\s*(?P<word>\w+)(?P<rest>.*)%\}", re.DOTALL)
OF_IF: Final = ("if", "elif", "else")
# What opens something whose end is no end of a condition.
OTHERS: Final = ("for", "macro", "with")
DENIES: Final = re.compile(r"\s*not\b")
# About the row that is printed: as many are printed as of any other.
OF_ROWS: Final = re.compile(r"\bloop\b")
# A branch's statement, and where it stands in the template: one that is replayed, to count rows, is decided as the original is.
Key = tuple[str, Place]


@dataclass(slots=True)
class Block:
    """A condition, or something else that is opened and closed.

    Attributes:
        is_condition: whether it is a condition.
        branches: the statements that its branches begin with.
        places: for each branch, whether it has a place for a value.
        is_inline: whether it stands within a line.
    """

    is_condition: bool
    branches: list[Key] = field(default_factory=list)
    places: list[bool] = field(default_factory=list)
    is_inline: bool = False


def with_branches(source: JinjaSource, has_place: Sequence[bool]) -> JinjaSource:
    """Return a template's source in which each condition is decided.

    Args:
        source: the source.
        has_place: for each of its pieces, whether it is a place for a value.
    """
    keys = keys_of(source)
    decided: dict[Key, str] = {}
    for block in blocks_of(source.parts, keys, has_place):
        if any(block.places) or not decided.keys() & set(block.branches):
            decided |= decisions(block)
    parts = [
        decided[key] + "\n" * part.count("\n") + "%}" if key in decided else part for part, key in zip(source.parts, keys, strict=True)
    ]
    return JinjaSource(parts, source.places)


def keys_of(source: JinjaSource) -> list[Key]:
    """Return each piece of a source with its place in the template; of what is no tag, that of the next."""
    keys: list[Key] = []
    line = 0
    for part in source.parts:
        keys.append((part, source.places[line] if line < len(source.places) else Place("")))
        line += part.count("\n")
    return keys


def blocks_of(parts: Sequence[str], keys: Sequence[Key], has_place: Sequence[bool]) -> list[Block]:
    """Return the conditions of a source, the inner ones first.

    Args:
        parts: its pieces.
        keys: the same with their places.
        has_place: for each of them, whether it is a place for a value.
    """
    found: list[Block] = []
    opened: list[Block] = []
    is_inline = False
    for part, key, is_place in zip(parts, keys, has_place, strict=True):
        statement = STATEMENT.fullmatch(part)
        word = statement["word"] if statement else ""
        if not statement:
            is_inline = within_words(part, before=is_inline)
            for block in opened if is_place else ():
                if block.places:
                    block.places[-1] = True
        elif word == "if" or word in OTHERS:
            opened.append(Block(word == "if", is_inline=is_inline))
        elif word.startswith("end") and opened:
            block = opened.pop()
            found += [block] if block.is_condition else []
        if word in OF_IF and opened and opened[-1].is_condition:
            opened[-1].branches.append(key)
            opened[-1].places.append(False)
    return found


def within_words(part: str, *, before: bool) -> bool:
    """Return whether the words of a run go on behind a piece of Word XML; `before` is whether they did before it."""
    begins, ends = max(part.rfind("<w:t>"), part.rfind("<w:t ")), part.rfind("</w:t>")
    return begins > ends if max(begins, ends) >= 0 else before


def decisions(block: Block) -> dict[Key, str]:
    """Return what the statement of each of a condition's branches becomes, but for its end; nothing of one about the rows themselves."""
    if any(OF_ROWS.search(part) for part, _ in block.branches):
        return {}
    chosen = block.places if any(block.places) else [not DENIES.match(condition_of(part)) for part, _ in block.branches]
    if block.is_inline or not any(block.places):
        chosen = [is_one and not any(chosen[:number]) for number, is_one in enumerate(chosen)]
    return {
        key: f"{'{% endif %}' if number else ''}{{% if {'true' if is_one else 'false'} "
        for number, (key, is_one) in enumerate(zip(block.branches, chosen, strict=True))
    }


def condition_of(part: str) -> str:
    """Return what a statement asks; nothing for the last branch."""
    statement = STATEMENT.fullmatch(part)
    return statement["rest"] if statement and statement["word"] != "else" else ""
