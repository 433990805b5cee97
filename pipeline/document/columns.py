"""The columns of a table: how wide they are, and which of them are printed only on a condition, which is known when it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Document, Table
from pipeline.document.word.narrative import TEXT_WIDTH


def column_widths(table: Table, source: JinjaSource) -> list[tuple[str, str]]:
    """Return the expression of each column's width in twentieths of a point, and the name of its condition, if it has one.

    Args:
        table: the table.
        source: where it is prepared what the widths depend on.
    """
    if not table.columns:
        return [(str(width), "") for width in absolute_widths(table)]
    set_conditions(table, source)
    parts = (f"({width} if {shown} else 0)" if shown else str(width) for width, shown in zip(table.widths, table.shown, strict=True))
    of_table = next(filter(None, table.shown))  # names of its own: of one that occurs elsewhere, a branch cannot be compiled by itself
    total = f"{of_table}_widths"
    source.program(f"{{% set {total} = {' + '.join(parts)} %}}")
    widths = []
    for number, (width, shown) in enumerate(zip(table.widths, table.shown, strict=True)):
        name = f"{of_table}_width{number}"
        source.program(f"{{% set {name} = {TEXT_WIDTH * width} // {total} %}}")
        widths.append((name, shown))
    return widths


def printing(width: str) -> str:
    """Return what prints a width, given its expression."""
    return width if width.isdigit() else f"{{{{ {width} }}}}"


def absolute_widths(table: Table) -> list[int]:
    """Return the columns' widths in twentieths of a point, in the proportions that the tree gives."""
    total = sum(table.widths)
    widths = [TEXT_WIDTH * width // total for width in table.widths]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths


def column_rules(document: Document, prefix: str = "") -> Iterator[str]:
    """Yield the CSS rules that give the document's tables their columns' widths.

    Args:
        document: the document.
        prefix: what its tables' classes begin with.
    """
    tables = (block for block in document.blocks if isinstance(block, Table))
    for number, table in enumerate(tables, 1):
        total = sum(table.widths)
        for column, width in enumerate(table.widths, 1):
            name = f".c{column}" if table.columns else f":nth-child({column})"
            yield f".{prefix}table-{number} col{name}{{width:{100 * width / total:.2f}%}}"


def column_elements(table: Table) -> str:
    """Return the HTML of a table's columns; those that are not always printed have classes."""
    shown = table.shown or [""] * len(table.widths)
    kinds = (f' class="c{column}"' if table.columns else "" for column in range(1, len(table.widths) + 1))
    return "".join(on_condition(name, f"<col{kind}/>") for name, kind in zip(shown, kinds, strict=True))


def set_conditions(table: Table, source: JinjaSource) -> None:
    """Set the conditions that a table's columns are printed on."""
    for statement in table.columns:
        if statement:
            source.tag(statement)


def on_condition(shown: str, code: str) -> str:
    """Return code that is printed if what has this name is true; always if there is no name."""
    return f"{{% if {shown} %}}{code}{{% endif %}}" if shown else code
