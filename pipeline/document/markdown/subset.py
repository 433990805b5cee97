"""Notes what is no part of the Markdown that a narrative may hold, or would be read as something else than it looks like."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.characters import FOLD
from pipeline.document.charts.kinds import CHARTS
from pipeline.document.markdown.charts import note_chart
from pipeline.document.markdown.lines import ITEMS, TABLE, Kind, Line
from pipeline.document.markdown.tags import Reading
from pipeline.document.tree import ROLES
from pipeline.regex import regex

INDENTED = (regex(r"^(    |\t)\s*\S"), "行首不能缩进四格或用制表符")
# What is no part of the subset → what to say.
FOREIGN = (
    (regex(r"^\s*(```|~~~)"), "不支持代码块"),
    (regex(r"^\s*>"), "不支持引用（>）"),
    (regex(r"^\s*#{5,}"), "标题最多四级"),
    (regex(r"^\s+#"), "标题要顶格写"),
    (regex(r"^\s+([-*+]|[0-9]+\.)\s"), "列表项要顶格写，列表里不能再有列表"),
    (regex(r"^(?!---$)\s*([-*_])(\s*\1){2,}$"), "另起一页请写 ---"),
    (regex(r"^#{1,4}[^#\s]"), "# 后要空一格"),
    (regex(r"^\s*=+\s*$"), "标题请用 # 开头的写法"),
    (regex(r"!\["), "不支持图片"),
    (regex(r"<[/?]?[a-zA-Z!]"), "不支持 HTML 标记"),
    (regex(r"(?<!\\)`"), "不支持行内代码（`）"),
    (regex(r"^\s*\[[^\]]+\]:"), "不支持引用式链接"),
    (regex(r"\]\["), "不支持引用式链接"),
    (regex(r"\[\^"), "不支持脚注"),
    (regex(r"~~"), "不支持删除线"),
    (regex(r"(?<![\w\\])_[^_\s][^_]*_(?!\w)"), "不支持斜体，请用 **加粗**"),
    (regex(r"&#?\w+;"), "不支持 HTML 实体"),
    (regex(r"\{:"), "段落的类别要单独写一行，如 {: .署名}"),
)
# What takes the square of its number in a paragraph to be read; far more than any narrative has.
COSTLY = regex(r"[\[_*`\\]")
MAX_IN_PARAGRAPH, MAX_COSTLY, MAX_LINES = 200, 5_000, 5_000
MAX_TAGS, MAX_LENGTH = 5_000, 20_000
UNKNOWN = "不支持这种写法"
SECOND_ROW = "表格的第二行应是 |---|---|"


def note_faults(lines: Sequence[Line], reading: Reading) -> None:
    """Note foreign syntax, what runs into its neighbours, tables whose rows do not match, and roles without a paragraph."""
    for line in lines:
        note_foreign(line, reading)
    last: Kind = ""  # what the last line was that is not empty
    for above, line in pairwise([Line(0), *lines]):
        last = above.kind or last
        if message := misplaced(line, above, last):
            reading.complain(message, line.number)
    for in_table, rows in groupby(lines, lambda line: line.kind in TABLE):
        if in_table:
            note_rows(list(rows), reading)
    for position, line in enumerate(lines):
        if line.kind == "role":
            note_role(line, lines[:position], lines[position + 1 :], reading)


def excess_of_text(lines: Sequence[str]) -> tuple[str, int] | None:
    """Return why a text would take too long to be looked through for its tags, and the line, or None."""
    if len(lines) > MAX_LINES:
        return f"行数太多（超过 {MAX_LINES} 行）", MAX_LINES
    tags = 0
    for number, line in enumerate(lines, 1):
        tags += line.count("{") // 2
        if tags > MAX_TAGS or len(line) > MAX_LENGTH:
            return "标记太多" if tags > MAX_TAGS else f"这一行太长（超过 {MAX_LENGTH} 字）", number
    return None


def excess(lines: Sequence[Line]) -> tuple[str, int] | None:
    """Return why a narrative would take too long to be read, and the line, or None."""
    total = 0
    for _, paragraph in groupby(lines, lambda line: not line.marked.strip()):
        some = list(paragraph)
        count = sum(len(COSTLY.findall(line.marked)) for line in some)
        total += count
        if count > MAX_IN_PARAGRAPH or total > MAX_COSTLY:
            return "[、_、*、` 和 \\ 太多", some[0].number
    return None


def note_foreign(line: Line, reading: Reading) -> None:
    """Note the first syntax in a line that is no part of the subset; a sentence that goes on may be indented."""
    if line.kind == "role":
        return
    for pattern, message in FOREIGN if line.goes_on else (INDENTED, *FOREIGN):
        if match := pattern.search(line.marked):
            reading.complain(message, line.number + line.marked.count(FOLD, 0, match.start()))
            return


def misplaced(line: Line, above: Line, last: Kind) -> str:
    """Return what is wrong with where a line stands; nothing if nothing is.

    Args:
        line: the line.
        above: the line above it.
        last: what the last line above it is that is not empty.
    """
    if line.kind in ITEMS and above.kind in ("text", *TABLE):
        return "列表前面要空一行"
    if line.kind in ITEMS and last in ITEMS and last != line.kind:
        return "编号的和不编号的列表之间要隔一段文字"
    if line.kind in ("row", "separator") and above.kind in ("text", *ITEMS):
        return "表格前面要空一行"
    if line.kind in ("text", "heading") and above.kind in TABLE:
        return "表格后面要空一行"
    return ""


def note_rows(rows: Sequence[Line], reading: Reading) -> None:
    """Note what is wrong with the lines of a table: dashes that are not in its second, rows that do not match its head."""
    head = rows[0]
    if len(rows) == 1:
        reading.complain(SECOND_ROW, head.number)
    for position, line in enumerate(rows):
        if (line.kind == "separator") != (position == 1):
            reading.complain(SECOND_ROW, line.number)
        elif line.kind != "tags" and len(line.cells) != len(head.cells):
            reading.complain(f"这一行有 {len(line.cells)} 格，表头有 {len(head.cells)} 格", line.number)


def note_role(line: Line, above: Sequence[Line], below: Sequence[Line], reading: Reading) -> None:
    """Note a role that does not exist, or whose paragraph or table is missing, and what is wrong with a chart.

    Args:
        line: the line with the role.
        above: the lines above it.
        below: the lines below it.
        reading: what is wrong is noted there.
    """
    if line.role in CHARTS and above and above[-1].kind in TABLE:
        note_chart(line.role, above, reading)
    elif line.role in CHARTS:
        reading.complain("图的类别要紧跟在表格下一行", line.number)
    elif line.role not in ROLES:
        reading.complain(f"没有“{line.role}”这种段落或图", line.number, f"段落可用：{'、'.join(ROLES)}；图可用：{'、'.join(CHARTS)}")
    elif not above or above[-1].kind != "text":
        reading.complain("段落的类别要紧跟在段落下一行", line.number)
    elif line.role == "题注" and next((other.kind for other in below if other.kind), "") != "row":
        reading.complain("题注下面应是表格", line.number)
