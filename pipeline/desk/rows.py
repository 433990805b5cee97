"""Rows of a unit-year on the desk: added, moved, taken out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.desk.entries import Table
from pipeline.desk.opened import Opened
from pipeline.intake.into_data.data_files import DataFile
from pipeline.paths import child, numbered
from pipeline.problems import Kind, Place, Stop, error
from pipeline.source.filled_values import FillingError
from pipeline.source.rearranging import rearranged


def with_row(now: Opened, path: str) -> Opened:
    """Return the data files with one more row.

    Args:
        now: the data files.
        path: where the rows stand.

    Raises:
        Stop: there are no such rows, or it cannot be put there.
    """
    table = open_table(now, path)
    first = next(name for name, each in table.field.fields.items() if not each.fields and not each.formula)
    return now.with_file(table.home.file.with_values({**table.keys, child(numbered(table.home.path, len(table.rows) + 1), first): ""}))


def with_rows_in_order(now: Opened, path: str, order: Sequence[int]) -> Opened:
    """Return the data files with rows in another order, those left out gone.

    Args:
        now: the data files.
        path: where the rows stand.
        order: the numbers that the rows have now, in the order in which they are to stand.

    Raises:
        Stop: there are no such rows, or they cannot be moved.
    """
    table = open_table(now, path)
    return with_rows_kept(now, table.home.file, table.home.path, order)


def with_rows_kept(now: Opened, file: DataFile, path: str, order: Sequence[int]) -> Opened:
    """Return the data files with the rows of one of them in another order, those left out gone.

    Args:
        now: the data files.
        file: the one.
        path: where the rows stand in it.
        order: the numbers that the rows have now, in the order in which they are to stand.

    Raises:
        Stop: they cannot be moved.
    """
    try:
        return now.with_file(DataFile(file.path, file.shown, file.before, rearranged(file.text, path, order)))
    except FillingError as fault:
        raise Stop(error(Kind.NOT_TAKEN, str(fault), Place(file.shown), path)) from None


def open_table(now: Opened, path: str) -> Table:
    """Return rows that the clerk may add to.

    Raises:
        Stop: there are none such.
    """
    table = now.tables.get(path)
    if table is None or table.is_fixed:
        raise Stop(error(Kind.NOT_TAKEN, "这里不能增减行", Place(now.files[0].shown), path))
    return table
