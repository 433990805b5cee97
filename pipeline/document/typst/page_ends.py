"""Where a narrative's pages may end: what closes it stays on the page of its last paragraph, as in Word (`word.closing`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.document.typst.source import TypstSource
from pipeline.document.word.closing import LONGEST_KEPT

# How a paragraph begins, and what it is told to stay on the page of what follows. Raw quotation marks are the program's own.
PARAGRAPH: Final = re.compile(r'\bp[0-9]+\((?=(?:heading:true,)?"")')
KEPT: Final = "next:true,"
CODE: Final = re.compile(r'"?\+|""|[a-z]+[0-9]*\(|"?\)+,')


@dataclass(frozen=True, slots=True)
class PageEnds:
    """Keeps what closes a printed narrative with its last paragraph.

    Attributes:
        closing: how that begins.
    """

    closing: re.Pattern[str]

    def kept(self, printed: str) -> str:
        """Return a printed source whose last paragraph stays on the page of what closes it, unless it is long."""
        closing = self.closing.search(printed)
        if closing is None:
            return printed
        last = next(reversed(list(PARAGRAPH.finditer(printed, 0, closing.start()))), None)
        if last is None or len(CODE.sub("", printed[last.end() : closing.start()])) > LONGEST_KEPT:
            return printed
        return printed[: last.end()] + KEPT + printed[last.end() :]


def page_ends(source: TypstSource) -> PageEnds:
    """Return what keeps the closing of a narrative with its last paragraph: that begins with attachments or a signature."""
    begins = [source.looks[source.roles[role]] for role in ("附件", "署名") if source.roles[role] in source.looks]
    return PageEnds(re.compile("|".join([*(rf'\b{name}\(""' for name in begins), r"\bclosing\((?=[0-9.]+pt,)"])))
