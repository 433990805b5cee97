"""Which unit a received file is of: the name that it says against the names that the units here have; nothing is guessed without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipeline.calls import either, option
from pipeline.form.field import UNIT_NAME
from pipeline.intake.proof.tokens import squeezed
from pipeline.intake.recognition.asking import again
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import read
from pipeline.workspace import Workspace

SEAL: Final = re.compile(r"(?:公章|盖章|签章|章)+$")
# The name of a place before that of an office: 湛江市, 广东省, or 市 alone.
PLACE: Final = r"(?:[^\W\d_省市县区旗州盟]{0,8}(?:自治[区州县旗]|地区|[省市州盟区县旗镇乡]))"
PLACES: Final = re.compile(f"{PLACE}+")
ONE_PLACE: Final = re.compile(PLACE)
LIKE: Final = 3  # units with like names are shown
NAME_LINE: Final = re.compile(f"^{UNIT_NAME}".encode(), re.MULTILINE)


@lru_cache(maxsize=4)
def unit_names(workspace: Workspace) -> Mapping[str, frozenset[str]]:
    """Return the names of each unit here, by its folder's name, as its files of all years have them; read once in this process."""
    years = workspace.unit_years()
    units = {path.parent.name for path in (workspace.root / "data").glob("*/unit.yaml")} | {of.unit for of in years}
    names: dict[str, set[str]] = {unit: set(names_in(workspace, workspace.unit_file(unit))) for unit in sorted(units)}
    for of in years:
        names[of.unit].update(names_in(workspace, workspace.data_file(of)))
    return {unit: frozenset(own) for unit, own in names.items()}


@lru_cache(maxsize=4)
def units_by_name(workspace: Workspace) -> Mapping[str, Sequence[str]]:
    """Return the units that have each name, which is without what `bare` leaves out."""
    found: dict[str, list[str]] = {}
    for unit, names in unit_names(workspace).items():
        for name in {bare(name) for name in names} - {""}:
            found.setdefault(name, []).append(unit)
    return found


def forget_units() -> None:
    """Read the names of the units anew when they are asked for next, as a program does that goes on while data files change."""
    unit_names.cache_clear()
    units_by_name.cache_clear()


def names_in(workspace: Workspace, path: Path) -> Iterator[str]:
    """Yield the unit's name in a data file, if it has one and can be read."""
    with suppress(Stop, OSError):
        if NAME_LINE.search(path.read_bytes()):  # to parse takes longer than to look
            yield from filter(None, [text_of(value_of(read(path, workspace.shown(path)).root, UNIT_NAME)).strip()])


def bare(name: str) -> str:
    """Return a unit's name without what a form puts behind it, blanks and punctuation."""
    return SEAL.sub("", squeezed(name))


def is_same(name: str, other: str) -> bool:
    """Return whether two names are those of one unit: the same but for blanks, a seal, or the name of a place before one of them."""
    longer, shorter = sorted((bare(name), bare(other)), key=len, reverse=True)
    if longer == shorter:
        return True
    if not shorter or not longer.endswith(shorter):
        return False
    rest = longer.removesuffix(shorter)
    if len(shorter) > 1 and ONE_PLACE.fullmatch(shorter[0]):  # 市信访局 beside 湛江市信访局
        rest += shorter[0]
    return bool(ONE_PLACE.fullmatch(rest) or (PLACES.fullmatch(rest) and ONE_PLACE.match(shorter)))


def unit_called(workspace: Workspace, name: str, place: Place) -> tuple[str, list[Problem]]:
    """Return the unit that has a name, and what is to be told of it.

    Args:
        workspace: where everything is.
        name: the name, as a received file has it.
        place: where it stands there.

    Raises:
        Stop: no unit has it, or several have.
    """
    known, by_name = unit_names(workspace), units_by_name(workspace)
    exact = by_name.get(bare(name), ())
    found = exact or list(dict.fromkeys(unit for each, units in by_name.items() if is_same(each, name) for unit in units))
    if len(found) == 1:
        called = "”“".join(sorted(known[found[0]]))
        message = f"表上的单位名称是“{name}”，认作“{called}”（{found[0]}）"
        return found[0], [] if exact else [Problem(Severity.NOTE, Kind.TO_CONFIRM, message, place)]
    if found:
        message = f"有 {len(found)} 个单位都像“{name}”：{listed(found, known)}"
        raise Stop(error(Kind.UNRECOGNISED, message, place, hint=f"请写明是哪一个，例如 {again(place.file, 'unit', found[0])}"))
    like = [unit for each in get_close_matches(bare(name), by_name, n=LIKE) for unit in by_name[each]]
    hint = f"相近的有：{listed(like, known)}；是其中一个的，这样写：{again(place.file, 'unit', like[0])}；" if like else ""
    new = f"{'' if like else '是'}新单位{'的' if like else ''}，给它定一个代码，例如 {again(place.file, 'unit', 'xindanwei')}"
    raise Stop(error(Kind.UNRECOGNISED, f"没有一个单位叫“{name}”", place, hint=hint + new))


def listed(units: Sequence[str], known: Mapping[str, Iterable[str]]) -> str:
    """Return units by their names and codes, as a list in a sentence."""
    return "、".join(f"{'，'.join(sorted(known[unit]))}（{unit}）" for unit in units)


def checked_unit(workspace: Workspace, unit: str, name: str, place: Place) -> list[Problem]:
    """Return what is to be told of a unit that somebody named for a file, whose own words say otherwise or may do so.

    Args:
        workspace: where everything is.
        unit: the unit.
        name: the name that the file has; may be empty.
        place: where it stands there.

    Raises:
        Stop: the file is of another unit that is known, so that its figures would come under the wrong name.
    """
    known = unit_names(workspace)
    own = known.get(unit, frozenset())
    if not name or any(is_same(name, each) for each in own):
        return []
    others = [other for other in units_by_name(workspace).get(bare(name), ()) if other != unit]
    if others:
        there = f"，{stated(unit).lstrip()} 却是“{'，'.join(sorted(own))}”" if own else f"，已有代码 {others[0]}"
        hint = f"是这个单位的表，写{stated(others[0])}，或不写；表上的单位名称写错了的，请先在表上改正"
        raise Stop(error(Kind.UNRECOGNISED, f"表上的单位名称是“{name}”（{others[0]}）{there}", place, hint=hint))
    if not own:
        return []
    message = f"表上的单位名称是“{name}”，照{stated(unit)} 读入“{'，'.join(sorted(own))}”的数据"
    return [Problem(Severity.WARNING, Kind.TO_CONFIRM, message, place, hint="请核对这份表是不是这个单位的")]


def stated(unit: str) -> str:
    """Return how somebody says which unit a file is of, with the blank that a Latin word has behind a Chinese one."""
    return either(f"单位代码 {unit}", f" {option('unit', unit)}")
