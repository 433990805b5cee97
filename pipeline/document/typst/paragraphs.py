"""Writes paragraphs, and what stands in them, as Typst: each part is one more summand of what the paragraph says."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.characters import PAGE_MARK, PAGES_MARK
from pipeline.document.jinja_source import Writer
from pipeline.document.styles import Letters, ParagraphStyle
from pipeline.document.tree import Expression, LineBreak, Link, Paragraph, Statement, Text
from pipeline.document.typst.source import TypstSource
from pipeline.language.expressions import UNBROKEN_FILTER
from pipeline.regex import regex

NUMBERS: Final = {PAGE_MARK: "page-number", PAGES_MARK: "page-count"}
NUMBER: Final = regex(f"([{PAGE_MARK}{PAGES_MARK}])")
TAB: Final = '+" "+h(1fr)'


def write_paragraph(paragraph: Paragraph, source: TypstSource) -> None:
    """Add a paragraph."""
    begin(paragraph.style or source.roles[paragraph.role], source)
    source.nodes(paragraph.content, INLINES)
    source.program("),")


def begin(style: ParagraphStyle, source: TypstSource, extra: str = "") -> None:
    """Begin a paragraph, up to its first words.

    Args:
        style: how it is set.
        source: what it is added to.
        extra: what else it is told.
    """
    source.style = style
    source.program(f'{source.name(style)}({extra}""')


def write_words(node: Text | Expression, source: TypstSource) -> None:
    """Add words or an expression, in letters of their own if they have any."""
    if isinstance(node, Text) and node.tab:
        source.program(TAB)
        return
    letters = letters_of(node, source)
    source.program(f"+{source.name(letters)}(" if letters else "+")
    if isinstance(node, Text) and NUMBER.search(node.text):
        write_numbers(node.text, source)
    else:
        source.program('"')
        source.inline(node)
        source.program('"')
    source.program(")" if letters else "")


def letters_of(node: Text | Expression, source: TypstSource) -> Letters | None:
    """Return how words look that look unlike their paragraph, or None."""
    usual = source.style.letters if source.style else None
    own = node.letters or (replace(usual, bold=True) if usual and node.bold else usual)
    return own if own != usual else None


def write_numbers(text: str, source: TypstSource) -> None:
    """Add the words of a header or footer, with page numbers among them."""
    source.program('""')
    for part in NUMBER.split(text):
        if part in NUMBERS:
            source.program(f"+{NUMBERS[part]}")
        elif part:
            source.program('+"')
            source.words(part)
            source.program('"')


def write_link(link: Link, source: TypstSource) -> None:
    """Add a hyperlink."""
    source.program('+link("')
    source.target(link, f" | {UNBROKEN_FILTER}")
    source.program('",""')
    source.nodes(link.content, INLINES)
    source.program(")")


INLINES: Final[Writer] = {
    Statement: lambda statement, source: source.tag(statement),
    Text: write_words,
    Expression: write_words,
    Link: write_link,
    LineBreak: lambda _, source: source.program("+linebreak()"),
}
