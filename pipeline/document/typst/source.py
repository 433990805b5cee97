r"""The Jinja source of a Typst document: each word, of the template or of the data, ends as a string, never as Typst's own code.

While Jinja prints, words are escaped as they are for Word and HTML: so no quotation mark stands anywhere but at a string's ends, where
the program has put it. Only then `as_typst` makes of them what they are in a string of Typst, in which nothing but `\` and `"` means
anything. The program's own code has neither `\` nor `&`, but for marks that are gone by then (`heights`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.styles import CellStyle, Letters, PageStyle, ParagraphStyle, TableStyle

# What stands for a sign while Jinja prints → what it is in a string of Typst, in the order in which they are put back.
SIGNS: Final = (
    ("\\", "\\\\"), ("\n", " "), ("\r", " "), ("\t", " "), ("\u2028", " "), ("\u2029", " "),
    ("&lt;", "<"), ("&gt;", ">"), ("&#34;", '\\"'), ("&quot;", '\\"'), ("&#39;", "'"), ("&#123;", "{"), ("&amp;", "&"),
)  # fmt: skip


@dataclass(slots=True)
class TypstSource(JinjaSource):
    """The source of a document.

    Attributes:
        roles: how the paragraphs of a narrative are set, by their roles, and by the names of Word styles those that have none.
        table: how a narrative's tables are set.
        cell: how their cells are drawn.
        looks: how letters and paragraphs are set that the source calls by name, with their names.
        style: how the paragraph is set that is being written.
        pages: how its pages are set.
        above: how high their highest header is, in twentieths of a point.
        below: how high their highest footer is.
    """

    roles: Mapping[str, ParagraphStyle] = field(default_factory=dict)
    table: TableStyle = field(default_factory=TableStyle)
    cell: CellStyle = field(default_factory=CellStyle)
    looks: dict[Letters | ParagraphStyle, str] = field(default_factory=dict)
    style: ParagraphStyle | None = None
    pages: list[PageStyle] = field(default_factory=list)
    above: int = 0
    below: int = 0

    def paper(self, style: PageStyle) -> PageStyle:
        """Return how pages are set, given what the Word file says of them: their text is below the header and above the footer."""
        top, right, bottom, left = style.margins
        top = max(top, style.header + self.above) if self.above else top
        bottom = max(bottom, style.footer + self.below) if self.below else bottom
        self.pages.append(replace(style, margins=(top, right, bottom, left)))
        return self.pages[-1]

    @property
    def page_height(self) -> int:
        """How high the text of its lowest page is, in twentieths of a point."""
        return min(page.height - page.margins[0] - page.margins[2] for page in self.pages or [PageStyle()])

    def name(self, look: Letters | ParagraphStyle) -> str:
        """Return by which name the source calls letters or a paragraph."""
        return self.looks.setdefault(look, f"{'p' if isinstance(look, ParagraphStyle) else 't'}{len(self.looks)}")


def as_typst(printed: str) -> str:
    """Return a source that Jinja has printed as Typst."""
    for sign, in_string in SIGNS:
        printed = printed.replace(sign, in_string)
    return printed


def literal(text: str) -> str:
    """Return a string of Typst that says a text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
