"""Charts in a narrative: a table with a line below it that says what to draw, such as `{: .对比}`, and a caption above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from pipeline.document.charts.kinds import CHARTS
from pipeline.document.markdown.lines import TABLE, Line
from pipeline.document.markdown.tags import MARK, Reading
from pipeline.document.tree import Expression, Statement
from pipeline.regex import regex

# What is no part of a chart's words, though it is of a table's.
FOREIGN: Final = ((regex(r"\*\*"), "图里不能加粗"), (regex(r"\]\("), "图里不能有链接"))
EXAMPLE: Final = "一行写作 | 名称 | {{ 项.金额 }} |"


def kinds_of(lines: Sequence[Line]) -> Iterator[str]:
    """Yield for each table what chart it is; nothing for one that is none."""
    for position, line in enumerate(lines):
        if line.kind == "separator":
            rest = lines[position + 1 :]
            behind = next((other for other in rest if other.kind not in TABLE), line)
            yield behind.role if behind.role in CHARTS else ""


def note_chart(kind: str, above: Sequence[Line], reading: Reading) -> None:
    """Note what is wrong with a chart.

    Args:
        kind: what it is.
        above: the lines above the one that says so.
        reading: what is wrong is noted there.
    """
    rows = [*takewhile(lambda line: line.kind in TABLE, reversed(above))][::-1]
    note_caption(above[: len(above) - len(rows)], rows[0], reading)
    head, *others = [line for line in rows if line.kind == "row"]
    note_columns(kind, head, reading)
    for line in others:
        note_row(line, reading)
    if not others:
        reading.complain("图里没有一行", head.number, EXAMPLE)


def note_caption(above: Sequence[Line], table: Line, reading: Reading) -> None:
    """Note a chart without a caption, or with one that says something on a condition.

    Args:
        above: the lines above its table.
        table: its table's first line.
        reading: what is wrong is noted there.
    """
    written = [line for line in above if line.kind]
    if not written or written[-1].role != "题注":
        reading.complain("图要有题注", table.number, "在表格上面写一段题注，下面一行写 {: .题注}，再空一行")
        return
    for line in takewhile(lambda line: line.kind == "text", reversed(written[:-1])):
        note_words(line.text, "图的题注", line, reading)


def note_columns(kind: str, head: Line, reading: Reading) -> None:
    """Note a head with too few or too many columns for the kind of chart, or a column without a name.

    Args:
        kind: what the chart is.
        head: its table's first line.
        reading: what is wrong is noted there.
    """
    least, most = CHARTS[kind]
    count = len(head.cells) - 1
    if not least <= count <= most:
        wanted = str(least) if least == most else f"{least} 到 {most} "
        reading.complain(f"“{kind}”图在名称后面要有 {wanted.strip()} 列数，这里有 {count} 列", head.number)
    note_words(head.cells[0], "图的表头", head, reading)
    for cell in head.cells[1:]:
        note_words(without_condition(cell, reading), "图的表头", head, reading)
        if not MARK.sub("", cell).strip() and not any(isinstance(tag, Expression) for tag in reading.tags_in(cell)):
            reading.complain("图的每一列数都要有名称", head.number)


def without_condition(cell: str, reading: Reading) -> str:
    """Return a head without the condition on which its column is printed, if it is one that holds for all of it."""
    marks = list(MARK.finditer(cell.strip()))
    tags = reading.tags_in(cell)
    words = [tag.word for tag in (tags[0], tags[-1]) if isinstance(tag, Statement)] if tags else []
    whole = words == ["if", "endif"] and marks[0].start() == 0 and marks[-1].end() == len(cell.strip())
    return cell.strip()[marks[0].end() : marks[-1].start()] if whole else cell


def note_row(line: Line, reading: Reading) -> None:
    """Note a row that is no name with figures."""
    name, *measures = line.cells
    note_words(name, "图里一行的名称", line, reading)
    if not name.strip():
        reading.complain("图里一行没有名称", line.number, EXAMPLE)
    for cell in measures:
        tags = reading.tags_in(cell)
        if len(tags) != 1 or not isinstance(tags[0], Expression) or MARK.sub("", cell).strip():
            reading.complain("图里名称后面的每一格只写一个 {{ }}，不写别的", line.number, EXAMPLE)
        note_words(cell, "图", line, reading)


def note_words(words: str, what: str, line: Line, reading: Reading) -> None:
    """Note what may not stand among the words of a chart.

    Args:
        words: the words, with marks for the tags.
        what: what messages call them.
        line: their line.
        reading: what is wrong is noted there.
    """
    for pattern, message in FOREIGN:
        if pattern.search(words):
            reading.complain(message, line.number)
    for tag in reading.tags_in(words):
        if isinstance(tag, Statement):
            reading.complain(f"{what}里不能有语句，只写文字和 {{{{ }}}}", line.number, "语句单独写一行")
        elif tag.joins:
            reading.complain("图里不能用 合并", line.number)
