"""Which unit-years a command is about: a unit may hand in several forms for one year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.calls import option
from pipeline.commands.findings import counted, show
from pipeline.commands.saying import BUILT, FAULTY, say
from pipeline.problems import Stop
from pipeline.workspace import ALL, Asked, UnitYear, UsageError, Workspace, check_name, check_unit, check_year


def asked_for(unit: str | None, year: str | None, name: str) -> Asked:
    """Return what a user asks for; what is left out is any.

    Args:
        unit: the unit's folder name.
        year: the year.
        name: what sets a further form apart.

    Raises:
        UsageError: a name cannot be one.
    """
    return Asked(ALL if unit is None else check_unit(unit), ALL if year is None else check_year(year), check_name(name) if name else ALL)


def every_form(workspace: Workspace, asked: Asked) -> list[UnitYear]:
    """Return what a unit hands in for a year; what was named, or the main one, if there is nothing, so that this is said of it."""
    return workspace.unit_years(asked) or [UnitYear(asked.unit, asked.year, "" if asked.name == ALL else asked.name)]


def one_form(workspace: Workspace, asked: Asked) -> UnitYear:
    """Return what was named, or the main one: what is compared or published is never several at once.

    Raises:
        UsageError: none was named, and the unit has only further forms for the year.
    """
    main = UnitYear(asked.unit, asked.year)
    if asked.name != ALL:
        return UnitYear(asked.unit, asked.year, asked.name)
    there = workspace.unit_years(asked)
    if there and main not in there and not workspace.log_file(main).exists():
        names = "、".join(of.name for of in there)
        raise UsageError(f"{main}有 {len(there)} 份表（{names}），请写明是哪一份，例如 {option('name', there[0].name)}")
    return main


def for_each(chosen: Sequence[UnitYear], do: Callable[[UnitYear], bool]) -> int:
    """Do something for each of some unit-years, and return the exit code; what stops one of several does not stop the others.

    Args:
        chosen: the unit-years.
        do: does it for one, and returns whether it succeeded.

    Raises:
        Stop: the only one cannot be done.
    """
    faulty = 0
    for of in chosen:
        try:
            faulty += not do(of)
        except Stop as stop:
            if len(chosen) == 1:
                raise
            show(stop.problems)
            say(f"{of}没有完成：{counted(stop.problems)}", "red")
            faulty += 1
    if len(chosen) > 1:
        say(f"共 {len(chosen)} 份表，{faulty} 份有错误", "red" if faulty else "green")
    return FAULTY if faulty else BUILT
