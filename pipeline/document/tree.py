"""The small tree between readers and writers: what a document template says, without how Word or HTML says it.

`Expression` and `Statement` make it a template: both hold Jinja and are carried through unchanged. A statement stands
among the nodes that it governs (`for` … `endfor` are two siblings), as it does in the templates that people write.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document.styles import CellStyle, Letters, PageStyle, ParagraphStyle, RowStyle, TableStyle
from pipeline.language.expressions import own_name
from pipeline.problems import Place

STATEMENTS = ("for", "endfor", "if", "elif", "else", "endif", "set", "with", "endwith", "macro", "endmacro")


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they stand in the template.

    Attributes:
        text: the words.
        bold: whether they stand out.
        letters: how they are printed, if not as their paragraph.
        tab: whether they are the space that a tab stands for.
    """

    text: str
    bold: bool = False
    letters: Letters | None = field(default=None, compare=False)
    tab: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """A Jinja expression to print.

    Attributes:
        source: the expression, without `| 合并` at its end.
        place: where it stands in the template.
        bold: whether it stands out.
        joins: whether its cell becomes one with those above and below that say the same, as `| 合并` asks for.
        letters: how it is printed, if not as its paragraph.
    """

    source: str
    place: Place
    bold: bool = False
    joins: bool = False
    letters: Letters | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """A Jinja statement such as `if …` or `endfor`; `place` is where it stands in the template."""

    source: str
    place: Place

    @property
    def word(self) -> str:
        """The statement's first word, such as for, if, else, endif or set."""
        return self.source.split(None, 1)[0]

    @property
    def depth(self) -> int:
        """1 if the statement opens a block, -1 if it closes one, else 0."""
        return -1 if self.word.startswith("end") else int(f"end{self.word}" in STATEMENTS)

    def foreign_word(self) -> str:
        """Return the statement's first word if templates may not use it: it would hide tags, or change how they print."""
        is_block_set = self.word == "set" and "=" not in self.source
        return self.word if self.word not in STATEMENTS or is_block_set else ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink; the target may hold expressions."""

    target: tuple[Text | Expression, ...]
    content: tuple[Inline, ...]


Inline = Text | Expression | Statement | LineBreak | Link


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph of a Word form stands in its cell or on its page.

    Attributes:
        align: left, center, right or both.
        left: by how many half characters all its lines are indented.
        first: by how many more its first line is; negative if it hangs out.
    """

    align: str
    left: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        content: what it says.
        role: empty for body text, or one of `ROLES`.
        look: how it stands where a Word form has it; None where the style sheet decides.
        level: of which level it is as a heading of a Word form, which looks and is numbered as the form has it; 0 if it is none.
        style: how a Word form prints it; None where its role decides.
    """

    content: tuple[Inline, ...]
    role: str = ""
    look: Look | None = None
    level: int = 0
    style: ParagraphStyle | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, numbered by the program; or, of level 0, the title. `style` is how a Word form prints it."""

    level: int
    content: tuple[Inline, ...]
    style: ParagraphStyle | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list; statements stand between the items."""

    ordered: bool
    items: tuple[Item | Statement, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A vertical merge whose number of rows is known only when the template is rendered.

    Attributes:
        number: tells the merges of a document apart.
        skeleton: the statements around and between the merged rows, with None for each of these; replayed, it counts the rows.
    """

    number: int
    skeleton: tuple[Statement | None, ...]

    @property
    def name(self) -> str:
        """The name of its variable in the Jinja sources."""
        return own_name("merge", self.number)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows of a table gone through before they are printed, to know which neighbours in a column say the same.

    Attributes:
        number: tells the comparisons of a document apart.
        steps: what goes through the rows: code of the program, and the template's statements and values at their places.
    """

    number: int
    steps: tuple[str | Statement, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        blocks: its paragraphs, with statements among them.
        colspan: how many grid columns it covers.
        rowspan: how many rows it covers, if that is fixed.
        merge: the merge that decides at run time whether the cell is the first of its rows.
        equal: what says at run time how many rows it covers, 0 for the lower cells of a run of equal neighbours.
        label: whether it heads a row or column.
        align: left, center, right or both; empty where the style sheet decides.
        vertical: top or bottom; empty for the middle.
        gap: whether there is no cell at all, since the row begins later or ends sooner than others.
        bare: whether nothing but the row above it borders it, as lines that close a table.
        column: the name of what says at run time whether its column is printed; empty for one that always is.
        style: how a Word form prints it.
    """

    blocks: tuple[Paragraph | Statement, ...]
    colspan: int = 1
    rowspan: int = 1
    merge: Merge | None = None
    equal: str = ""
    label: bool = False
    align: str = ""
    vertical: str = ""
    gap: bool = False
    bare: bool = False
    column: str = ""
    style: CellStyle = field(default=CellStyle(), compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        cells: its cells, with statements among them.
        header: whether it heads the columns below it.
        before: what the program has to do first each time it is printed.
        style: how a Word form prints it.
    """

    cells: tuple[Cell | Statement, ...]
    header: bool = False
    before: str = ""
    style: RowStyle = field(default=RowStyle(), compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        rows: its rows, with statements, the beginnings of merges, and comparisons among them.
        widths: the grid columns' widths in twentieths of a point; empty if they are equal.
        caption: what it is called, for those who cannot see it.
        columns: for each column the statement that sets whether it is printed, or None if it always is; empty if all are.
        style: how a Word form prints it; None in a narrative, where all tables look alike.
    """

    rows: tuple[Row | Statement | Merge | Comparison, ...]
    widths: tuple[int, ...] = ()
    caption: tuple[Inline, ...] = ()
    columns: tuple[Statement | None, ...] = ()
    style: TableStyle | None = field(default=None, compare=False)

    @property
    def shown(self) -> tuple[str, ...]:
        """For each column the name of what says whether it is printed; empty for one that always is."""
        return tuple(statement.source.split()[1] if statement else "" for statement in self.columns)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, by its number, of one of the kinds in `charts.kinds`: of a table whose rows are a name and figures, and of its caption."""

    kind: str
    number: int
    table: Table


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page; `above` is how a Word form sets the section that ends here, if otherwise than the last."""

    above: PageStyle | None = None


@dataclass(frozen=True, slots=True)
class Macro:
    """A named piece of text that sentences can use; the content ends in the statement that closes it."""

    opening: Statement
    content: tuple[Inline, ...]


Block = Paragraph | Heading | List | Table | Chart | PageBreak | Macro | Statement


@dataclass(frozen=True, slots=True)
class Closing:
    """A signature and the date below it, as writers see two such paragraphs: they are centred on each other."""

    signature: Paragraph
    date: Paragraph


@dataclass(frozen=True, slots=True)
class Document:
    """A document template as read."""

    blocks: tuple[Block, ...] = field(default_factory=tuple)


# What a paragraph other than body text can be, by the name that authors write: 抬头 flush left, 附件 the line that lists attachments,
# 署名 and 日期 the signature, 题注 the caption of a table or chart, 居中 and 居右 a centred or right-aligned line.
ROLES = ("抬头", "附件", "署名", "日期", "题注", "居中", "居右")
