"""The lines of a received file while it is read: where a person finds each of them, and what is to be told of the file besides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from pipeline.intake.readers.bounds import MAX_CELLS, MAX_LETTERS, TOO_MUCH, refusal
from pipeline.intake.received import Received, ReceivedCell, ReceivedLine
from pipeline.problems import Kind, Place, Problem, Severity

MARK: Final = "zp_"  # what the names of a sent form's bookmarks begin with
TOLD: Final = 5  # places in one sentence
SPAN: Final = re.compile("[1-9][0-9]{0,2}")


class Notice(Enum):
    """What may be told of a file besides its words: how bad it is, the sentence, what to do.

    Attributes:
        severity: how bad it is.
        sentence: what is told.
        hint: what to do.
    """

    severity: Severity
    sentence: str
    hint: str

    def __init__(self, severity: Severity, sentence: str, hint: str) -> None:
        self.severity, self.sentence, self.hint = severity, sentence, hint

    CHANGED = Severity.NOTE, "有修订痕迹：按接受全部修订之后的样子读入，删去的文字不读", "请核对修订是否都应接受"
    STRUCK = Severity.WARNING, "有划了删除线的文字，仍当作填的内容读入", "请核对这些文字是否应删去"
    DATED = Severity.WARNING, "是自动更新的日期，读到的是文件最近一次打开时的日期，不一定是填写的日期", "请核对日期"
    SHAPE = Severity.WARNING, "有画上去的图形，读不出它圈的、勾的是什么", "如是手画的圈或勾，请照着录入"
    PICTURE = Severity.NOTE, "有图片，图片里的文字读不出来", "图片里如有要填的内容，请照着录入"
    COMMENTS = Severity.NOTE, "有批注，批注里的文字没有读", "批注里如有要填的内容，请照着录入"
    NOTES = Severity.NOTE, "有脚注或尾注，注里的文字没有读", "注里如有要填的内容，请照着录入"
    CHUNK = Severity.NOTE, "嵌有另一个文件的内容，没有读", "请用 Word 打开后另存一份再读"
    LINKS = Severity.NOTE, "有只由链接组成的文字，多是网站的导航，没有读", "其中如有要填的内容，请照着录入"


class Listing:
    """Takes up lines from top to bottom.

    Attributes:
        file: how messages name the file.
        lines: those taken up.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._cells = self._letters = 0
        self.lines: list[ReceivedLine] = []
        self._seen: dict[Notice, list[str]] = {}
        self._boxed = Counter[str]()
        self._tables = self._paragraphs = 0

    @property
    def end(self) -> str:
        """Where a person finds what stands behind the last line."""
        return f"{self.lines[-1].cells[-1].spot}之后" if self.lines else "开头"

    def paragraph(self, text: str, marks: tuple[str, ...] = (), box: str = "") -> str:
        """Take up a paragraph outside of tables and return its place.

        Args:
            text: its words.
            marks: the bookmarks in it.
            box: the place of the text box that it stands in, if it does.
        """
        if box:
            self._boxed[box] += 1
            spot = f"{box}第{self._boxed[box]}段"
        else:
            self._paragraphs += 1
            spot = f"{f'第{self._tables}个表格之后' if self._tables else ''}第{self._paragraphs}段"
        self.row((ReceivedCell(text, spot, marks=marks),))
        return spot

    def table(self) -> int:
        """Return the number of a table that begins."""
        self._tables += 1
        self._paragraphs = 0
        return self._tables

    def row(self, cells: Sequence[ReceivedCell], table: int = 0) -> None:
        """Take up a row of a table, unless all of its cells are merged with those above.

        Raises:
            Stop: there are more cells or words than a form or report has.
        """
        self._cells += len(cells)
        self._letters += sum(len(cell.text) for cell in cells)
        if self._cells > MAX_CELLS:
            raise refusal(self.file, f"文件里的表格太大（超过 {MAX_CELLS} 格）", TOO_MUCH)
        if self._letters > MAX_LETTERS:
            raise refusal(self.file, f"文件里的文字太多（超过 {MAX_LETTERS // 10_000} 万字）", TOO_MUCH)
        if cells:
            self.lines.append(ReceivedLine(tuple(cells), table))

    def note(self, kinds: Iterable[Notice], spot: str = "") -> None:
        """Note what is to be told of a place."""
        for kind in kinds:
            self._seen.setdefault(kind, []).append(spot)

    def received(self, called: str) -> Received:
        """Return the file as read; what was noted is told once, with some of the places."""
        told = ((kind, self._seen[kind]) for kind in Notice if kind in self._seen)
        return Received(self.file, called, self.lines, remarks=tuple(self._remark(kind, spots) for kind, spots in told))

    def _remark(self, kind: Notice, spots: Sequence[str]) -> Problem:
        many = f"（{'、'.join(spots[:TOLD])}{'等' if spots[TOLD:] else ''}，共 {len(spots)} 处）" if spots[1:] else ""
        return replace(remark(f"{kind.sentence}{many}", self.file, spots[0], kind.hint), severity=kind.severity)


def remark(message: str, file: str, spot: str = "", hint: str = "") -> Problem:
    """Return what is to be told of a file that was read.

    Args:
        message: the sentence.
        file: how messages name the file.
        spot: the place in it.
        hint: what to do.
    """
    return Problem(Severity.NOTE, Kind.RECEIVED, message, Place(file, spot=spot), hint=hint)


def columns(said: str) -> int:
    """Return how many columns a cell covers, given what the file says of it: one if that cannot be."""
    return int(said) if SPAN.fullmatch(said) else 1
