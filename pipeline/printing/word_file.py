"""A document as a Word file: compiled into its package's changing parts, printed, and told again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from pipeline.characters import AFTER, CELL, PARAGRAPH, ROW, TABLE
from pipeline.document.charts.word_chart import WordCharts
from pipeline.document.charts.word_reader import MARK, C, ToldChart, tell_chart
from pipeline.document.word.closing import keep_closing
from pipeline.document.word.package import DOCUMENT, WordPackage
from pipeline.document.word.xml import W
from pipeline.form.field import UNIT_NAME
from pipeline.printing.telling import Telling, ended
from pipeline.printing.templates import Template
from pipeline.records import record

MARKS: Final = {f"{W}tbl": TABLE, f"{W}tr": ROW, f"{W}tc": CELL, f"{W}p": PARAGRAPH}
# A tab, and a line break that is none of a page.
SIGNS: Final[dict[tuple[str, str | None], str]] = {(f"{W}tab", None): " ", (f"{W}br", None): "\n"}
BLOCK, RUN, STYLE, MERGE = f"{W}p", f"{W}r", f"{W}rStyle", f"{W}vMerge"
VALUE, TYPE = f"{W}val", f"{W}type"
CHART: Final = f"{C}chart"
TAGS: Final = (*MARKS, f"{W}t", f"{W}br", f"{W}tab", STYLE, MERGE, CHART)
# Parts that differ from document to document; those of charts are parsed where these stand.
CHANGING: Final = (DOCUMENT, "word/charts/")
# Parts that were parsed strictly already, by name, checksum and size: a form's fixed parts are the same in every file.
_PARSED: set[tuple[str, int, int]] = set()


@record()
class WordFile:
    """Prints a document as a Word file.

    Attributes:
        package: the Word package around the changing parts.
        parts: prints each changing part of the package.
    """

    package: WordPackage
    parts: Mapping[str, Template]

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""
        return self.parts.values()

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the file.

        Raises:
            Stop: an expression cannot be printed.
        """
        charts = WordCharts()
        xml = {name: part.render({**context, **charts.functions()}) for name, part in self.parts.items()}
        xml[DOCUMENT] = keep_closing(xml[DOCUMENT])
        return self.package.write(xml, context["title"], str(context.get(UNIT_NAME, "")), charts.parts)


def tell_word_file(data: bytes) -> Telling:
    """Return what a Word file says, without list marks. Each of its parts must parse.

    Raises:
        lxml.etree.XMLSyntaxError: one of them does not.
        zipfile.BadZipFile: it is no package.
        KeyError: there is no document in it.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            mark = (part.filename, part.CRC, part.file_size)
            if part.filename.endswith((".xml", ".rels")) and not part.filename.startswith(CHANGING) and mark not in _PARSED:
                etree.fromstring(package.read(part))
                _PARSED.add(mark)
        body = etree.fromstring(package.read(DOCUMENT)).iterfind(f"{W}body/*")
        charts: list[ToldChart] = []
        text = "".join(told_block(block, package, charts) for block in body)
    return Telling(text, contradictions=tuple(sentence for chart in charts for sentence in chart.contradictions))


def told_block(block: etree._Element, package: zipfile.ZipFile, charts: list[ToldChart]) -> str:
    """Return what a paragraph or table of a Word file says, or the chart in it.

    Args:
        block: the paragraph or table.
        package: the Word file.
        charts: to which the chart is added.
    """
    told: list[str] = []
    marker = None  # the run that marks a list's item, which HTML leaves to the browser
    covered = False  # in the lower part of a vertical merge, which is no cell of its own
    for element in block.iter(*TAGS):
        tag = element.tag
        if tag in MARKS:
            if tag != BLOCK:
                covered = False
            if not covered:
                told.append(MARKS[tag])
        elif tag == CHART:
            charts.append(tell_chart(package, element.get(MARK, "")))
            return told_chart(charts, goes_on=is_chart(block.getprevious()), ends=not is_chart(block.getnext()))
        elif tag == STYLE:
            marker = next(element.iterancestors(RUN), None) if element.get(VALUE) == "ListMarker" else None
        elif tag == MERGE:
            if element.get(VALUE) != "restart":
                told.pop()
                covered = True
        elif element.getparent() is not marker:
            told.append(element.text or SIGNS.get((tag, element.get(TYPE)), ""))
    return ended(told)


def is_chart(block: etree._Element | None) -> bool:
    """Return whether a chart stands in a paragraph."""
    return block is not None and block.tag == BLOCK and next(block.iter(CHART), None) is not None


def told_chart(charts: Sequence[ToldChart], *, goes_on: bool, ends: bool) -> str:
    """Return what the last of some charts says as HTML has it, a table in which nothing heads the column of names.

    Args:
        charts: the charts.
        goes_on: whether it goes on with the one before it, where that did not fit on a page.
        ends: whether none goes on with it.
    """
    head, *rows = charts[-1].rows
    begun = "" if goes_on and charts[-2].rows[0] == head else f"{TABLE}{ROW}{CELL}{told_cells(head[1:])}"
    return "".join((begun, *(f"{ROW}{told_cells(row)}" for row in rows), AFTER if ends else ""))


def told_cells(texts: Iterable[str]) -> str:
    """Return what cells of a row say."""
    return "".join(f"{CELL}{PARAGRAPH}{text}" for text in texts)
