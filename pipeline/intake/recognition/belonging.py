"""Whose form a received file is: which unit's, of which year, and which of several that the unit hands in for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import Final

from pipeline.calls import either, option
from pipeline.form.field import UNIT_NAME
from pipeline.form.form import YEAR, Form
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.proof.tokens import squeezed
from pipeline.intake.received import Received
from pipeline.intake.recognition.asking import again
from pipeline.intake.recognition.further_forms import name_of
from pipeline.intake.recognition.units import bare, checked_unit, unit_called, unit_names, units_by_name
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.workspace import UnitYear, Workspace

FOUR_DIGITS: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
TITLE_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?:度|\s*[）)])")
FILED: Final = "填报日期"  # as forms call the day
TOP: Final = 12  # lines from the top, among which a title says the year


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a received file; what is empty is to be recognised.

    Attributes:
        unit: the unit's folder name, which may be new.
        year: the year.
        form: the form's name.
        name: what sets a further form of the year apart.
    """

    unit: str = ""
    year: str = ""
    form: str = ""
    name: str = ""


def whose(workspace: Workspace, received: Received, filled: Sequence[Filled], form: Form, given: Given) -> tuple[UnitYear, list[Problem]]:
    """Return which unit-year a received file is of, and what is to be told of that.

    Args:
        workspace: where everything is.
        received: the file.
        filled: what was read from it.
        form: the form that it is.
        given: what somebody says of it.

    Raises:
        Stop: it is not certain.
    """
    values = {path: value for each in filled for path, value in each.values.items()}
    year, told = year_of(received, filled, given)
    unit, more = unit_of(workspace, received, values, given)
    name = given.name or name_of(workspace, UnitYear(unit, year), form, values, Place(received.file))
    return UnitYear(unit, year, name), [*told, *more, *odd_filing(values.get(FILED), year)]


def odd_filing(filed: FilledValue | None, year: str) -> Iterator[Problem]:
    """Yield that a form was filled in in another year than its own or the next, as when last year's was filled in once more."""
    if filed and str(filed.typed)[:4] not in (year, str(int(year) + 1)):
        yield to_confirm(f"填报日期是 {filed.typed}，读入的是 {year} 年度", filed.place)


def year_of(received: Received, filled: Sequence[Filled], given: Given) -> tuple[str, list[Problem]]:
    """Return the year that a file is of, and what is to be told of that.

    Args:
        received: the file.
        filled: what was read from it.
        given: what somebody says of it.

    Raises:
        Stop: it says none, or several.
    """
    printed = dict(printed_years(received, filled))
    named = FOUR_DIGITS.findall(PurePath(received.file).stem)
    place = next(iter(printed.values()), Place(received.file))
    hint = f"请写明年度，例如 {again(received.file, 'year', next(iter(printed), (named or ['2020'])[0]))}"
    if given.year:
        stated = either(f"写明的 {given.year} 年度", f" {option('year', given.year)} ")
        message = f"表上印的是 {'、'.join(printed)} 年度，照{stated}读入"
        return given.year, [to_confirm(message, place)] if printed and given.year not in printed else []
    if len(printed) > 1:
        raise Stop(error(Kind.UNRECOGNISED, f"表上的年度不一致：{'、'.join(printed)}", place, hint=hint))
    if printed:
        year = next(iter(printed))
        message = f"文件名里是 {'、'.join(named)}，表上印的是 {year} 年度，按表上的读入"
        return year, [to_confirm(message, place)] if named and year not in named else []
    if len(set(named)) == 1:
        return named[0], [to_confirm(f"表上没有写年度，按文件名算作 {named[0]} 年度", place)]
    raise Stop(error(Kind.UNRECOGNISED, "看不出是哪一个年度的", place, hint=hint))


def printed_years(received: Received, filled: Sequence[Filled]) -> Iterator[tuple[str, Place]]:
    """Yield each year that a file says it is of, and where: in the place that the form has for it, else in its title.

    Args:
        received: the file.
        filled: what was read from it.
    """
    told = [value for each in filled if (value := each.told.get(YEAR)) and FOUR_DIGITS.search(value.received)]
    for value in told:
        yield FOUR_DIGITS.findall(value.received)[0], value.place
    if not told:
        for cell in (cell for line in islice(received.lines, TOP) for cell in line.cells):
            if found := TITLE_YEAR.search(cell.text):
                yield found[1], Place(received.file, spot=cell.spot)
                return


def unit_of(workspace: Workspace, received: Received, values: Mapping[str, FilledValue], given: Given) -> tuple[str, list[Problem]]:
    """Return the unit that a file is of, and what is to be told of that.

    Args:
        workspace: where everything is.
        received: the file.
        values: what was read from it, by path.
        given: what somebody says of it.

    Raises:
        Stop: it is not certain.
    """
    value = values.get(UNIT_NAME)
    name, place = (str(value.typed), value.place) if value else ("", Place(received.file))
    if given.unit:
        return given.unit, checked_unit(workspace, given.unit, name, place)
    if name:
        return unit_called(workspace, name, place)
    whole = {bare(value.typed) for value in values.values() if isinstance(value.typed, str)}
    title = squeezed("\n".join(cell.text for line in islice(received.lines, TOP) for cell in line.cells))
    for texts, where in ((whole, "表上"), (title, "标题里"), (squeezed(PurePath(received.file).stem), "文件名里")):
        named = [(called, unit) for called, having in units_by_name(workspace).items() if called in texts for unit in having]
        units = {unit: called for called, unit in named if not any(called != other and called in other for other, _ in named)}
        if len(units) == 1:
            ((unit, called),) = units.items()
            told = to_confirm(f"没有读到“{UNIT_NAME}”，按{where}的“{called}”读入（{unit}）", place)
            told = told if texts is not whole else replace(told, severity=Severity.NOTE)  # which is the whole name in a place of its own
            return unit, [told] if values or texts is not title else []  # in its title a narrative has the name
    hint = f"请写明单位代码，例如 {again(received.file, 'unit', next(iter(unit_names(workspace)), 'xinfang'))}"
    raise Stop(error(Kind.UNRECOGNISED, "看不出是哪个单位的", place, hint=hint))


def to_confirm(message: str, place: Place) -> Problem:
    """Return that somebody has to look at what was decided."""
    return Problem(Severity.WARNING, Kind.TO_CONFIRM, message, place, hint="请核对")
