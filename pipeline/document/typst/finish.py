"""What can be told only of a printed source, when it is known which paragraphs there are, and how high each row: their neighbours.

The levels of headings go down one by one, as those who have a file read aloud need it, whatever is left out. What closes a narrative
stays on the page of its last paragraph (`word.closing`). Paragraphs of a style that asks for it have no space between them. One that is to
stay on one page as a whole does so if it is short: of what is higher than a page the rest would be printed beyond the paper.

A raw quotation mark is always the program's own, so none of the data is taken for the beginning of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.document.styles import ParagraphStyle
from pipeline.document.typst.heights import kept_whole
from pipeline.document.typst.source import TypstSource
from pipeline.document.word.closing import LONGEST_KEPT
from pipeline.regex import regex

# How a paragraph, any block, and what closes a narrative begins. Each begins with its name, which is looked for in a tenth of the time
# that the end of a word takes; no other function of the program ends in one of these names.
PARAGRAPH: Final = regex(r'p[0-9]+\((?=(?:heading:true,)?"")')
BLOCK: Final = regex(rf"{PARAGRAPH.pattern}|sheet\(|closing\(|pagebreak\(")
HEADING: Final = regex(r'heading\(level:([1-4]),(?=p[0-9]+\(heading:true,"")')
CLOSING: Final = r"closing\((?=[0-9.]+pt,)"
# All that is no word of a paragraph.
CODE: Final = regex(r'"\+|\+"|""|[a-z]+[0-9]*\(|"?\)+,')


@dataclass(frozen=True, slots=True)
class Finish:
    """Finishes a printed source.

    Attributes:
        closing: how what closes a narrative begins.
        joining: how a paragraph begins that has no space between itself and the same above it; None if none is so.
        whole: how a paragraph begins that stays on one page as a whole; None if none does.
        page: how high a page is, in twentieths of a point.
    """

    closing: re.Pattern[str]
    joining: re.Pattern[str] | None
    whole: re.Pattern[str] | None
    page: int

    def finished(self, printed: str) -> str:
        """Return a printed source, finished."""
        printed = with_levels(kept_whole(printed, self.page))
        told = [*self.without_space(printed), *self.divided(printed)]
        if (last := self.last_paragraph(printed)) is not None:
            told.append((last, "next:true,"))
        for place, setting in sorted(told, reverse=True):
            printed = printed[:place] + setting + printed[place:]
        return printed

    def last_paragraph(self, printed: str) -> int | None:
        """Return where the settings stand of the last paragraph before what closes a narrative; None if there is none, or a long one."""
        closing = self.closing.search(printed)
        before = list(PARAGRAPH.finditer(printed, 0, closing.start())) if closing else []
        if closing is None or not before:
            return None
        return before[-1].end() if is_short(printed[before[-1].end() : closing.start()]) else None

    def divided(self, printed: str) -> Iterator[tuple[int, str]]:
        """Yield where the settings stand of paragraphs too long to stay on one page as a whole, and what they are told."""
        for begun in self.whole.finditer(printed) if self.whole else ():
            end = BLOCK.search(printed, begun.end())
            if not is_short(printed[begun.end() : end.start() if end else None]):
                yield begun.end(), "whole:false,"

    def without_space(self, printed: str) -> list[tuple[int, str]]:
        """Return where the settings stand of paragraphs that follow the same, and what they are told."""
        found = list(self.joining.finditer(printed)) if self.joining else []
        return [
            (below.end(), "before:0pt,")
            for above, below in pairwise(found)
            if above[0] == below[0] and not BLOCK.search(printed, above.end(), below.start())
        ]


def is_short(printed: str) -> bool:
    """Return whether a printed paragraph is so short that it can go to the next page as a whole."""
    return len(CODE.sub("", printed)) <= LONGEST_KEPT


def with_levels(printed: str) -> str:
    """Return a printed source in which each heading is at most one level below the one before it; they look as they did."""
    level = 0

    def leveled(heading: re.Match[str]) -> str:
        nonlocal level
        level = min(int(heading[1]), level + 1)
        return f"heading(level:{level},"

    return HEADING.sub(leveled, printed)


def finish(source: TypstSource) -> Finish:
    """Return what finishes a source once it is printed."""
    begins = [source.looks[source.roles[role]] for role in ("附件", "署名") if source.roles[role] in source.looks]
    joining = [name for look, name in source.looks.items() if isinstance(look, ParagraphStyle) and look.joins]
    whole = [name for look, name in source.looks.items() if isinstance(look, ParagraphStyle) and look.keeps_lines]
    return Finish(
        re.compile("|".join([*(rf'{name}\((?="")' for name in begins), CLOSING])),
        re.compile(rf'(?:{"|".join(joining)})\((?="")') if joining else None,
        re.compile(rf'(?:{"|".join(whole)})\((?:heading:true,)?(?="")') if whole else None,
        source.page_height,
    )
