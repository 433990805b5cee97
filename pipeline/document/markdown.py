"""Reads a narrative, Markdown with Jinja, into the tree: a closed subset, everything else an error with its line.

The subset: headings to four levels, paragraphs, **bold**, lists, tables (a line of dashes gives the columns' relative
widths), [links](https://…), `---` for a page break, and `{: .署名}` below a paragraph for its role. Jinja tags and line
numbers travel through the `markdown` package as private-use characters, so that neither disturbs the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from pipeline.document.tree import (
    ROLES,
    Block,
    Cell,
    Document,
    Expression,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Macro,
    PageBreak,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.problems import Kind, Place, Problem, Stop, error

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
OPEN_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
# Private-use characters: a Jinja tag by its number, a line by its number, a paragraph's role by its number.
TAG_MARK, LINE_MARK, ROLE_MARK = "\ue000", "\ue001", "\ue002"
MARK_END = "\ue003"
MARK = re.compile(f"([{TAG_MARK}{LINE_MARK}{ROLE_MARK}])([0-9]+){MARK_END}")
TAG_ONLY = re.compile(f"(\\s*{TAG_MARK}[0-9]+{MARK_END}\\s*)+")
SEPARATOR = re.compile(r" *\| *:?-+:? *(\| *:?-+:? *)*\|? *")
CELL = re.compile(r"((?:\\.|[^|])*?)(?:\||$)")
ITEM = re.compile(r"([-*+]|[0-9]+\.) ")
ROLE = re.compile(r"\{:\s*\.(\S+?)\s*\}")
# What XML does not allow or the reading back uses as marks, what Markdown and this module use as marks, line ends of other kinds.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\ue003\ufdd0-\ufdef\ufffe\uffff]")
# The `markdown` package's inline syntax that is no part of the subset.
FOREIGN_INLINES = (
    "backtick", "reference", "image_link", "image_reference", "short_reference", "short_image_ref", "autolink", "automail", "linebreak",
    "html", "entity",
)  # fmt: skip
UNKNOWN = "不支持这种写法"

# What is no part of the subset → what to say.
FOREIGN = (
    (re.compile(r"^(    |\t)\s*\S"), "行首不能缩进四格或用制表符"),
    (re.compile(r"^\s*(```|~~~)"), "不支持代码块"),
    (re.compile(r"^\s*>"), "不支持引用（>）"),
    (re.compile(r"^\s*#{5,}"), "标题最多四级"),
    (re.compile(r"^\s+#"), "标题要顶格写"),
    (re.compile(r"^\s+([-*+]|[0-9]+\.)\s"), "列表项要顶格写，列表里不能再有列表"),
    (re.compile(r"^(?!---$)\s*([-*_])(\s*\1){2,}$"), "另起一页请写 ---"),
    (re.compile(r"^#{1,4}[^#\s]"), "# 后要空一格"),
    (re.compile(r"^\s*=+\s*$"), "标题请用 # 开头的写法"),
    (re.compile(r"!\["), "不支持图片"),
    (re.compile(r"<[/?]?[a-zA-Z!]"), "不支持 HTML 标记"),
    (re.compile(r"(?<!\\)`"), "不支持行内代码（`）"),
    (re.compile(r"^\s*\[[^\]]+\]:"), "不支持引用式链接"),
    (re.compile(r"\]\["), "不支持引用式链接"),
    (re.compile(r"\[\^"), "不支持脚注"),
    (re.compile(r"~~"), "不支持删除线"),
    (re.compile(r"(?<![\w\\])_[^_\s][^_]*_(?!\w)"), "不支持斜体，请用 **加粗**"),
    (re.compile(r"&#?\w+;"), "不支持 HTML 实体"),
    (re.compile(r"\{:"), "段落的类别要单独写一行，如 {: .署名}"),
)


# What a line is (text, heading, bullet, number, row, separator, tags within a table, alone, or nothing), and how many cells it has.
Shape = tuple[str, int]


@dataclass(slots=True)
class _Reading:
    """What is noted while one narrative is read.

    Attributes:
        file: how messages name the narrative.
        lines: its text.
        tags: the Jinja tags by number.
        widths: the columns' dashes, table by table.
        captions: the lines that make a paragraph a caption.
        shapes: what each line is, see `Shape`.
        problems: what is wrong.
    """

    file: str
    lines: list[str]
    tags: list[Expression | Statement] = field(default_factory=list)
    widths: list[tuple[int, ...]] = field(default_factory=list)
    captions: list[int] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, line: int, column: int = 0) -> Place:
        """Return a place in the narrative."""
        return Place(self.file, line, column, self.lines[line - 1] if 0 < line <= len(self.lines) else "")

    def complain(self, message: str, line: int, hint: str = "") -> None:
        """Note a fault; of what follows from another on the same line nothing need be said."""
        if all(problem.place.line != line for problem in self.problems):
            self.problems.append(error(Kind.TEMPLATE, message, self.place(line), hint=hint))


def read(text: str, file: str) -> Document:
    """Return the narrative's tree.

    Args:
        text: Markdown with Jinja.
        file: how messages name it.

    Raises:
        Stop: something in it is no part of the subset, or a tag is not closed; carries all such places.
    """
    reading = _Reading(file, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    lines = prepared(reading)
    note_layout(reading)
    blocks = list(captioned(joined_lists(blocks_of(parse(lines), reading)), reading))
    if reading.problems:
        raise Stop(*sorted(reading.problems, key=lambda problem: problem.place.line))
    return Document(tuple(blocks))


def prepared(reading: _Reading) -> list[str]:
    """Return the lines with tags and line numbers as marks, statements set apart, and foreign syntax noted."""
    result: list[str] = []
    in_table, depth = False, 0
    for number, line in enumerate(reading.lines, 1):
        marked = with_tag_marks(line, number, reading)
        role = ROLE.fullmatch(marked.strip())
        if role:
            add_role(role[1], number, result, reading)
            in_table = False
            continue
        note_foreign(marked, number, reading)
        is_row = marked.lstrip().startswith("|")
        statement = bool(TAG_ONLY.fullmatch(marked)) and all_statements(marked, reading)
        if in_table and statement:
            depth += sum(tag.depth for tag in tags_in(marked, reading) if isinstance(tag, Statement))
            in_table = depth >= 0
        cells = CELL.findall(marked.strip()[1:])[:-1] or [""]
        alone = statement or is_macro(marked, reading) or marked.strip() == "---"
        if is_row and SEPARATOR.fullmatch(marked):
            shape = ("separator", len(cells))
            reading.widths.append(tuple(cell.count("-") for cell in cells))
            result.append(marked)
        elif is_row:
            shape = ("row", len(cells))
            result.append(f"|{'|'.join(cells)}{line_mark(number)}|")
        elif statement and in_table:
            shape = ("tags", 0)
            result.append(f"| {marked.strip()}{line_mark(number)} |")
        elif alone:
            shape = ("alone", 0)
            result.extend(["", marked.strip() + ("" if marked.strip() == "---" else line_mark(number)), ""])
        else:
            shape = (kind_of(marked, reading), 0)
            result.append(marked.strip() + line_mark(number) if marked.strip() else "")
        reading.shapes.append(shape)
        if is_row and not in_table:
            depth = 0
        in_table = is_row or (in_table and statement)
    return result


def kind_of(marked: str, reading: _Reading) -> str:
    """Return what a line outside tables is; one that goes on with a list's item is of its kind."""
    if not marked.strip():
        return ""
    if marked.startswith("#"):
        return "heading"
    item = ITEM.match(marked)
    if item:
        return "number" if item[1][0].isdigit() else "bullet"
    before = reading.shapes[-1][0] if reading.shapes else ""
    return before if before in ("bullet", "number") else "text"


def note_layout(reading: _Reading) -> None:
    """Note lists and tables that run into what is above or below them, and tables whose rows do not match."""
    before = above = ""  # the line before, and the last that is not empty
    rows = columns = 0
    for number, (kind, cells) in enumerate([*reading.shapes, ("", 0)], 1):
        is_item = kind in ("bullet", "number")
        if is_item and before in ("text", "row", "separator", "tags"):
            reading.complain("列表前面要空一行", number)
        if is_item and above in ("bullet", "number") and above != kind:
            reading.complain("编号的和不编号的列表之间要隔一段文字", number)
        if kind in ("row", "separator") and before in ("text", "bullet", "number"):
            reading.complain("表格前面要空一行", number)
        if kind in ("text", "heading") and before in ("row", "separator", "tags"):
            reading.complain("表格后面要空一行", number)
        if kind not in ("row", "separator", "tags"):
            if rows == 1:
                reading.complain("表格的第二行应是 |---|---|", number - 1)
            rows = 0
        else:
            rows += 1
            columns = cells if rows == 1 else columns
            if (kind == "separator") != (rows == 2):  # noqa: PLR2004 - the second row
                reading.complain("表格的第二行应是 |---|---|", number)
            elif kind != "tags" and cells != columns:
                reading.complain(f"这一行有 {cells} 格，表头有 {columns} 格", number)
        before, above = kind, kind or above


def with_tag_marks(line: str, number: int, reading: _Reading) -> str:
    """Return a line with each Jinja tag as a mark; comments vanish."""

    def mark(match: re.Match[str]) -> str:
        tag = match[0]
        if tag.startswith("{#"):
            return ""
        source = tag[2:-2].strip("-").strip()
        place = reading.place(number, match.start() + 1)
        if not source:
            reading.problems.append(error(Kind.TEMPLATE, "标记里没有内容", place))
        reading.tags.append(Expression(source, place) if tag.startswith("{{") else Statement(source or "if", place))
        last = reading.tags[-1]
        if isinstance(last, Statement) and (foreign := last.foreign_word()):
            reading.problems.append(
                error(Kind.TEMPLATE, f"不支持语句“{foreign}”", place, hint="只用 for、if、elif、else、set、with、macro")
            )
        return f"{TAG_MARK}{len(reading.tags) - 1}{MARK_END}"

    invisible = INVISIBLE.search(line)
    if invisible:
        message = f"含有不能用的字符（U+{ord(invisible[0]):04X}）"
        reading.problems.append(error(Kind.TEMPLATE, message, reading.place(number, invisible.start() + 1), hint="请删去"))
    marked = TAG.sub(mark, INVISIBLE.sub("", line))
    loose = OPEN_TAG.search(marked)
    if loose:
        place = reading.place(number, line.find(loose[0]) + 1)
        reading.problems.append(error(Kind.TEMPLATE, f"标记“{loose[0]}”没有成对", place, hint="一个标记要写在一行里"))
    return marked


def line_mark(number: int) -> str:
    """Return the mark that carries a line's number through the parser."""
    return f"{LINE_MARK}{number}{MARK_END}"


def tags_in(marked: str, reading: _Reading) -> list[Expression | Statement]:
    """Return the tags of a marked text."""
    return [reading.tags[int(match[2])] for match in MARK.finditer(marked) if match[1] == TAG_MARK]


def all_statements(marked: str, reading: _Reading) -> bool:
    """Return whether all tags of a marked line are statements."""
    return all(isinstance(tag, Statement) for tag in tags_in(marked, reading))


def is_macro(marked: str, reading: _Reading) -> bool:
    """Return whether a marked line is a whole macro."""
    tags = tags_in(marked, reading)
    return bool(tags) and isinstance(tags[0], Statement) and tags[0].word == "macro" and marked.lstrip().startswith(TAG_MARK)


def add_role(name: str, number: int, result: list[str], reading: _Reading) -> None:
    """Mark the paragraph above a `{: .role}` line with the role."""
    if name not in ROLES:
        reading.complain(f"没有“{name}”这种段落", number, f"可用：{'、'.join(ROLES)}")
    elif not reading.shapes or reading.shapes[-1][0] != "text":
        reading.complain("段落的类别要紧跟在段落下一行", number)
    else:
        if name == "题注":
            reading.captions.append(number)
        result[-1] += f"{ROLE_MARK}{ROLES.index(name)}{MARK_END}"
        result.append("")
    reading.shapes.append(("alone", 0))


def note_foreign(marked: str, number: int, reading: _Reading) -> None:
    """Note syntax that is no part of the subset."""
    for pattern, message in FOREIGN:
        if pattern.search(marked):
            reading.complain(message, number)
            return


def parse(lines: Sequence[str]) -> Element:
    """Return the element tree that the `markdown` package makes of prepared lines."""
    import markdown  # noqa: PLC0415 - only a compile needs it

    parser = markdown.Markdown(extensions=["tables"], tab_length=4)
    for name in ("code", "quote", "setextheader", "reference"):
        parser.parser.blockprocessors.deregister(name)
    for name in FOREIGN_INLINES:
        parser.inlinePatterns.deregister(name)
    parser.treeprocessors.deregister("prettify")
    root: Any = parser.parser.parseDocument(list(lines)).getroot()
    for processor in parser.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    return cast("Element", root)


def blocks_of(root: Element, reading: _Reading) -> Iterator[Block]:
    """Yield the tree's blocks."""
    for element in root:
        if element.tag in ("h1", "h2", "h3", "h4"):
            heading = Heading(int(element.tag[1]), inlines(element, reading))
            if not heading.content:
                reading.complain("标题没有内容", line_of(element))
            yield heading
        elif element.tag == "p":
            yield from paragraph(element, reading)
        elif element.tag in ("ul", "ol"):
            yield List(element.tag == "ol", tuple(items(element, reading)))
        elif element.tag == "table":
            yield table(element, reading)
        elif element.tag == "hr":
            yield PageBreak()
        else:
            reading.complain(UNKNOWN, line_of(element))


def paragraph(element: Element, reading: _Reading) -> Iterator[Block]:
    """Yield a paragraph, or the statements or the macro that a paragraph of tags is."""
    content = inlines(element, reading)
    if not content:
        return
    first, last = content[0], content[-1]
    if isinstance(first, Statement) and first.word == "macro":
        if not isinstance(last, Statement) or last.word != "endmacro":
            reading.complain("宏（macro）要写在一行里，以 endmacro 结束", first.place.line)
        elif any(isinstance(node, Link) or getattr(node, "bold", False) for node in content):
            reading.complain("宏（macro）里不能有链接和加粗", first.place.line)
        yield Macro(first, content[1:])
        return
    if all(isinstance(node, Statement) for node in content):
        yield from (node for node in content if isinstance(node, Statement))
        return
    role = next((int(match[2]) for text in element.itertext() for match in MARK.finditer(text) if match[1] == ROLE_MARK), None)
    yield Paragraph(content, "" if role is None else ROLES[role])


def items(element: Element, reading: _Reading) -> Iterator[Item]:
    """Yield a list's items; a list within a list is no part of the subset."""
    for item in element:
        if any(child.tag in ("ul", "ol", "table") for child in item.iter()):
            reading.complain("列表里不能再有列表", line_of(item))
            continue
        body = item[0] if len(item) == 1 and item[0].tag == "p" and not (item.text or "").strip() else item
        yield Item(inlines(body, reading))


def table(element: Element, reading: _Reading) -> Table:
    """Return a table; a row whose first cell holds only statements stands for them."""
    widths = reading.widths.pop(0) if reading.widths else ()
    rows: list[Row | Statement] = []
    for row in element.iter("tr"):
        cells = [inlines(cell, reading) for cell in row]
        if cells and cells[0] and all(isinstance(node, Statement) for node in cells[0]) and not any(cells[1:]):
            rows.extend(node for node in cells[0] if isinstance(node, Statement))
            continue
        header = row[0].tag == "th"
        rows.append(
            Row(
                tuple(Cell((Paragraph(content),), label=header, align=alignment(cell)) for cell, content in zip(row, cells, strict=True)),
                header,
            )
        )
    return Table(tuple(rows), widths)


def alignment(cell: Element) -> str:
    """Return a table cell's alignment as Markdown's colons gave it."""
    match = re.search(r"left|center|right", cell.get("style", "") + cell.get("align", ""))
    return match[0] if match else ""


def inlines(element: Element, reading: _Reading, *, bold: bool = False) -> tuple[Inline, ...]:
    """Return the content of a paragraph, heading, item or cell."""
    nodes: list[Inline] = list(texts(element.text or "", reading, bold=bold))
    for child in element:
        if child.tag == "strong":
            nodes.extend(inlines(child, reading, bold=True))
        elif child.tag == "a":
            address = tuple(texts(child.get("href", ""), reading, bold=False))
            target = tuple(node for node in address if isinstance(node, Text | Expression))
            link = Link(target, inlines(child, reading, bold=bold))
            line = line_of(child) or line_of(element)
            if child.get("title") or not target or not link.content or target != address:
                reading.complain("链接写作 [文字](地址)，地址里不能有空格和语句", line)
            check_target(target, line, reading)
            nodes.append(link)
        else:
            reading.complain("不支持斜体，请用 **加粗**" if child.tag == "em" else UNKNOWN, line_of(child) or line_of(element))
        nodes.extend(texts(child.tail or "", reading, bold=bold))
    return tuple(stripped(nodes))


def check_target(target: tuple[Text | Expression, ...], line: int, reading: _Reading) -> None:
    """Note a link that begins with a fixed text other than http, https or a place in the page."""
    if target and isinstance(target[0], Text) and not target[0].text.startswith(("http://", "https://", "#")):
        reading.complain(f"链接地址应以 http:// 或 https:// 开头：{target[0].text}", line)


def texts(marked: str, reading: _Reading, *, bold: bool) -> Iterator[Text | Expression | Statement]:
    """Yield the words and tags of a marked text; lines of Chinese join without a space."""
    position = 0
    only_tags = MARK.sub(lambda mark: mark[0] if mark[1] == TAG_MARK else "", marked)
    plain = re.sub(r"(?<=[\x21-\x7e])\n(?=[\x21-\x7e])", " ", only_tags).replace("\n", "")
    for match in MARK.finditer(plain):
        if match.start() > position:
            yield Text(plain[position : match.start()], bold)
        tag = reading.tags[int(match[2])]
        yield Expression(tag.source, tag.place, bold) if isinstance(tag, Expression) else tag
        position = match.end()
    if position < len(plain):
        yield Text(plain[position:], bold)


def stripped(nodes: list[Inline]) -> list[Inline]:
    """Return a paragraph's content without white space at its ends."""
    if nodes and isinstance(nodes[0], Text):
        nodes[0] = Text(nodes[0].text.lstrip(), nodes[0].bold)
    if nodes and isinstance(nodes[-1], Text):
        nodes[-1] = Text(nodes[-1].text.rstrip(), nodes[-1].bold)
    return [node for node in nodes if not (isinstance(node, Text) and not node.text)]


def line_of(element: Element) -> int:
    """Return the first line number that an element's text carries; 0 if none does."""
    for text in [*element.itertext(), element.tail or ""]:
        for match in MARK.finditer(text):
            if match[1] == LINE_MARK:
                return int(match[2])
    return 0


def joined_lists(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks with a loop that makes only list items drawn into one list."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Statement) and block.word == "for":
            length = span(waiting)
            lists = [inner for inner in waiting[:length] if isinstance(inner, List)]
            if len({inner.ordered for inner in lists}) == 1 and all(isinstance(inner, List | Statement) for inner in waiting[:length]):
                entries: list[Item | Statement] = [block]
                for inner in waiting[:length]:
                    entries.extend(inner.items if isinstance(inner, List) else [inner])  # type: ignore[list-item]
                del waiting[:length]
                block = List(lists[0].ordered, tuple(entries))
        yield block


def span(blocks: Sequence[Block]) -> int:
    """Return how many blocks follow an opening statement up to and with the one that closes it."""
    depth = 1
    for count, block in enumerate(blocks, 1):
        depth += block.depth if isinstance(block, Statement) else 0
        if depth == 0:
            return count
    return 0


def captioned(blocks: Iterator[Block], reading: _Reading) -> Iterator[Block]:
    """Yield the blocks with each caption given to the table below it."""
    caption: Paragraph | None = None
    lines = iter(reading.captions)
    line = 0
    for block in blocks:
        if caption and isinstance(block, Table):
            yield Table(block.rows, block.widths, caption.content)
            caption = None
            continue
        if caption:
            reading.complain("题注下面应是表格", line)
        caption = block if isinstance(block, Paragraph) and block.role == "题注" else None
        if caption:
            line = next(lines)
        else:
            yield block
    if caption:
        reading.complain("题注下面应是表格", line)
