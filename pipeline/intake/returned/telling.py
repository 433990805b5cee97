"""What a narrative that came back says otherwise than the data, in lines for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.calls import option
from pipeline.form.types.field_type import shortened
from pipeline.intake.returned.comparing import Returned
from pipeline.intake.returned.edits import Edit
from pipeline.intake.returned.fields import Rewritten
from pipeline.intake.returned.wording import CAME, STAYED, Told

# How much of the words that stayed is shown beside those that did not, and of a text of the data, in characters.
BESIDE, LONGEST = 10, 60
# The same, no figure cut in two.
BEGINNING: Final = re.compile(f".{{0,{BESIDE}}}(?:(?<=[0-9.,])[0-9.,%]*)?")
END: Final = re.compile(f"(?:[0-9.,]*(?=[0-9.,%]))?.{{0,{BESIDE}}}$")
SIGNS: Final = {"-": "〔删：{}〕", CAME: "〔增：{}〕"}


def edit_lines(edits: Sequence[Edit]) -> Iterator[str]:
    """Yield edits, a line each."""
    for edit in edits:
        yield f"{edit.spot} {edit.what}{'：' if edit.told else ''}{in_line(edit.told)}"


def in_line(told: Told) -> str:
    """Return words with what became of them in one line; where all of them are alike, without saying so."""
    if len(told) == 1:
        return shortened(one_line(told[0][1]), LONGEST)
    parts = [one_line(text) if sign != STAYED else beside(one_line(text), n, len(told)) for n, (sign, text) in enumerate(told)]
    return "".join(SIGNS.get(sign, "{}").format(text) for (sign, _), text in zip(told, parts, strict=True))


def beside(text: str, number: int, count: int) -> str:
    """Return what stayed, as much of it as stands beside what did not.

    Args:
        text: what stayed.
        number: which part of the words it is, from 0.
        count: how many parts there are.
    """
    before = BEGINNING.match(text) if number else None
    behind = END.search(text) if number < count - 1 else None
    first, last = (found[0] if found else "" for found in (before, behind))
    return text if len(text) <= len(first) + len(last) + 1 else f"{first}…{last}"


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split("\n"))


def text_lines(returned: Returned) -> Iterator[str]:
    """Yield the texts of the data that were rewritten, and how each is put into the data or why it cannot be."""
    for text in returned.texts:
        where = f"（{text.spot}）" if text.spot else ""
        if text.refused:
            yield f"{returned.name(text)}{where}：放不进去，{text.refused}"
        else:
            yield f"{returned.name(text)}{where}：{option('take', returned.name(text))}" + (f"（{text.remark}）" if text.remark else "")
        yield from both(text)


def both(text: Rewritten) -> Iterator[str]:
    """Yield what the data say and what was received, as far as it can be told."""
    if text.new:
        yield f"  数据：{shown(text.old)}"
        yield f"  报告：{shown(text.new)}"


def shown(texts: Sequence[str]) -> str:
    """Return paragraphs in one line."""
    return " / ".join(texts)
