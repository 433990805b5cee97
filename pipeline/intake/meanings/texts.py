"""Texts as they stand in cells: their lines joined into one, or each a paragraph or an item of a list."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from pipeline.form.field import Field
from pipeline.intake.meanings.meant import HARDLY, SURE, Meant
from pipeline.language.wording import SENTENCE_END, chinese_number

BLOCK_TAG: Final = re.compile(r"</?(?:p|br|div|li|ul|ol)\b[^<>]*>", re.IGNORECASE)
TAG: Final = re.compile(r"</?(?:p|br|div|li|ul|ol|span|b|strong|font|a|em|i|u)\b[^<>]*>", re.IGNORECASE)
IN_PAGES: Final = "原文里有网页代码，已去掉"
LATIN_END, LATIN_START = re.compile(r"[A-Za-z0-9,.;:!?)]$"), re.compile("[A-Za-z0-9(]")
BULLET: Final = re.compile(r"(?:[-*]\s+|[•●■◆▪➢·]\s*)(?=\S)")
# How items of a list are numbered: in digits, in characters, in a circle.
NUMBERINGS: Final = ("{0}.", "{0}．", "{0}、", "{0})", "{0}）", "({0})", "（{0}）", "{1}、", "({1})", "（{1}）", "第{1}，", "{1}是", "{2}")
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def text_meant(text: str, _field: Field) -> Meant:
    """Return a text in one line; lines of which one ends without a mark are joined with a doubt."""
    lines, doubt = lines_of(text)
    joined = ""
    for line in lines:
        if joined and joined[-1] not in f"{SENTENCE_END}…”）》】—":
            doubt = doubt or f"原来分成 {len(lines)} 行，已合成一段"
        joined += f" {line}" if LATIN_END.search(joined) and LATIN_START.match(line) else line
    return Meant(joined, doubt)


def texts_meant(text: str, field: Field) -> Meant:
    """Return paragraphs, or the items of a list without the numbers before them; a single one as a text."""
    lines, doubt = lines_of(text)
    if field.type == "list":
        lines = unnumbered(lines if len(lines) > 1 else items_in("".join(lines)))
    return Meant(lines[0] if len(lines) == 1 else tuple(lines), doubt)


def lines_of(text: str) -> tuple[list[str], str]:
    """Return the lines of a text that say something, and what is doubtful about them: a page's source that was pasted."""
    is_source = bool(TAG.search(text))
    plain = unescape(TAG.sub("", BLOCK_TAG.sub("\n", text))) if is_source else text
    lines = [line.replace("\t", " ").strip() for line in plain.splitlines()]
    return [line for line in lines if line], IN_PAGES if is_source else ""


def unnumbered(items: list[str]) -> list[str]:
    """Return items without their bullets, or their numbers where all have one, from the first on."""
    if all(map(BULLET.match, items)):
        items = [BULLET.sub("", item, count=1) for item in items]
    for numbering in NUMBERINGS:
        numbers = [numbered(numbering, place) for place in range(1, len(items) + 1)]
        rests = [item.removeprefix(number).lstrip() for item, number in zip(items, numbers, strict=True) if item.startswith(number)]
        if len(rests) == len(items) > 1 and all(rest and not rest[0].isdigit() for rest in rests):
            return rests
    return items


def numbered(numbering: str, place: int) -> str:
    """Return how the item of a place is numbered."""
    return numbering.format(place, chinese_number(place), CIRCLED[place - 1 : place] or "\n")


def items_in(text: str) -> list[str]:
    """Return the items that are numbered one after another in a line, as in 一是……；二是……。; else the whole text."""
    for numbering in NUMBERINGS if text else ():
        starts = [0] if text.startswith(numbered(numbering, 1)) else []
        while starts and (found := next_item(text, numbered(numbering, len(starts) + 1), starts[-1])):
            starts.append(found)
        items = [text[start:end].rstrip(SENTENCE_END) for start, end in zip(starts, [*starts[1:], None], strict=False)]
        if unnumbered(items) != items:
            return items
    return [text] if text else []


def next_item(text: str, number: str, start: int) -> int:
    """Return where an item of a number begins behind another one's start, after a mark or blank; 0 if nowhere.

    Args:
        text: the text.
        number: the number as written.
        start: where the item before it begins.
    """
    found = text.find(number, start + 1)
    return found if found > 0 and text[found - 1] in SENTENCE_END else 0


def like_prose(text: str, _field: Field) -> float:
    """Return how well a text can be one of words: hardly if it has none."""
    return SURE if any(map(str.isalpha, text)) else HARDLY


def as_written(text: str, _field: Field) -> Meant:
    """Return a text in one line as it stands, such as a rule of scoring."""
    return Meant(" ".join(text.split()))
