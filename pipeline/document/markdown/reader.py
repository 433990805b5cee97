"""Reads a narrative, Markdown with Jinja, into the tree: a closed subset, everything else an error with its line.

The subset: headings to four levels, paragraphs, **bold**, lists, tables (a line of dashes gives the columns' relative
widths), [links](https://…), `---` for a page break, `{: .署名}` below a paragraph for its role, and
`{: .对比}` below a table for the chart that is drawn of it.

A tag may span lines, and so may a sentence. A statement governs what stands around its line if it has the line for itself. It
belongs to a sentence if it is opened beside words of that sentence, which then goes on, however its lines are indented, until
the statement is closed; a blank line must not come before that. A macro is such a sentence from its first line. Line
breaks and indentation print nothing, but for a space between two words in ASCII.

    编制{{ 编制数 }}名，{% if 在职人数 > 编制数 %}
      超编
    {% else %}
      没有超编
    {% endif %}。
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from pipeline.document.markdown.blocks import blocks_of, captioned, joined_lists
from pipeline.document.markdown.charts import kinds_of
from pipeline.document.markdown.lines import as_markdown, lines_of
from pipeline.document.markdown.subset import excess, excess_of_text, note_faults
from pipeline.document.markdown.tags import Reading
from pipeline.document.neighbours import misplaced
from pipeline.document.nesting import crossings
from pipeline.document.tree import Document
from pipeline.problems import Kind, Stop, error

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# The `markdown` package's syntax that is no part of the subset.
FOREIGN_BLOCKS = ("code", "quote", "setextheader", "reference")
FOREIGN_INLINES = (
    "backtick", "reference", "image_link", "image_reference", "short_reference", "short_image_ref", "autolink", "automail", "linebreak",
    "html", "entity",
)  # fmt: skip


def read(text: str, file: str) -> Document:
    """Return the narrative's tree.

    Args:
        text: Markdown with Jinja.
        file: how messages name it.

    Raises:
        Stop: something in it is no part of the subset, or a tag or statement is not closed; carries all such places.
    """
    reading = Reading(file, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if too_much := excess_of_text(reading.lines):
        raise refusal(too_much, reading)
    lines = list(lines_of(reading))
    if too_much := excess(lines):
        raise refusal(too_much, reading)
    note_faults(lines, reading)
    widths = (tuple(cell.count("-") for cell in line.cells) for line in lines if line.kind == "separator")
    tables = zip(widths, kinds_of(lines), strict=True)
    blocks = tuple(captioned(joined_lists(blocks_of(parse(as_markdown(lines)), tables, reading))))
    reading.problems.extend(misplaced(blocks))
    if not reading.problems:  # else what looks unpaired may only follow from them
        for statement, message, hint in crossings(blocks):
            reading.complain(message, statement.place.line, hint, statement.place.column)
    if reading.problems:
        raise Stop(*sorted(reading.problems, key=lambda problem: problem.place.line))
    return Document(blocks)


def refusal(too_much: tuple[str, int], reading: Reading) -> Stop:
    """Return the fault of a narrative that would take too long: why, and the line."""
    return Stop(error(Kind.TEMPLATE, too_much[0], reading.place(too_much[1]), hint="请分成几份文件"))


def parse(lines: Iterable[str]) -> Element:
    """Return the element tree that the `markdown` package makes of lines."""
    import markdown  # noqa: PLC0415 - only a compile needs it

    parser = markdown.Markdown(extensions=["tables"], tab_length=4)
    for name in FOREIGN_BLOCKS:
        parser.parser.blockprocessors.deregister(name)
    for name in FOREIGN_INLINES:
        parser.inlinePatterns.deregister(name)
    parser.treeprocessors.deregister("prettify")
    text = "\n".join(lines).rstrip("\n")  # to a table at the end a line break would be one more row
    root: Any = parser.parser.parseDocument(text.split("\n")).getroot()
    for processor in parser.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    return cast("Element", root)
