"""Amounts beside the same amounts of other units: 元 typed for 万元, a decimal point lost.

Told is only what is unusual within its own unit, or a whole unit that is too large for its staff: huge and tiny units are honest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations
from math import floor, log10, nan
from typing import Final

from pipeline.batch.compact import all_of
from pipeline.batch.peers import FAR, FEWEST, SURE, Column, Peers, beyond, centred, is_known, less, numbers, spread
from pipeline.batch.remark import Remark
from pipeline.batch.task import Result
from pipeline.facts.revisions import label_of
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.language.wording import round_half_up
from pipeline.paths import is_in_rows, parent
from pipeline.problems import Kind
from pipeline.workspace import UnitYear

OWN: Final = 4  # amounts of a unit, below which nobody knows how large it is
# A decimal point lost is told only where many units are so alike that nothing else explains it, and the factor is about one of ten.
MANY, SURER, SHIFTED, NEARLY = 20, 7, 0.85, 0.15
YUAN: Final = Decimal(10_000)


def amounts_far_off(results: Sequence[Result], form: Form) -> Iterator[Remark]:
    """Yield which amounts of which units are unlike those of the same kind of unit.

    Args:
        results: what came of the units that fill the form.
        form: the form.
    """
    fields = {leaf.path: leaf for leaf in form.root.leaves() if leaf.type == "amount" and not leaf.formula and not is_in_rows(leaf.path)}
    for asked, among in peer_groups(results, form):
        if peers := peers_of(among, form, fields):
            facts = {result.of: result.facts for result in asked}
            yield from remarks(peers, form, fields, {unit: facts[of] for unit, of in enumerate(peers.units) if of in facts})


def peers_of(results: Sequence[Result], form: Form, fields: Collection[str]) -> Peers | None:
    """Return units' amounts as they are compared, those left out that few units have, and units with few amounts; None if too few are left.

    Args:
        results: what came of the units.
        form: the form.
        fields: its amounts.
    """
    columns, heads = {path: numbers([]) for path in fields}, numbers([])
    for result in results:
        facts = all_of(result.facts)
        heads.append(log_of(facts.get(form.size, "")))
        for path, column in columns.items():
            column.append(log_of(facts.get(path, "")))
    usual = {path: column for path, column in columns.items() if sum(map(is_known, column)) >= FEWEST}
    units = [unit for unit in range(len(results)) if sum(is_known(column[unit]) for column in usual.values()) >= OWN]
    if len(units) < FEWEST:
        return None
    chosen = {path: numbers(column[unit] for unit in units) for path, column in usual.items()}
    logs = {path: column for path, column in chosen.items() if any(map(is_known, column))}
    return Peers([results[unit].of for unit in units], logs, numbers(heads[unit] for unit in units))


def peer_groups(results: Sequence[Result], form: Form) -> Iterator[tuple[Sequence[Result], Sequence[Result]]]:
    """Yield units of one kind with those that they are compared with: each other, or all units if they are too few."""
    kinds: dict[str, list[Result]] = {}
    for result in results:
        kinds.setdefault(result.facts.get(form.peers, ""), []).append(result)
    rare = [result for members in kinds.values() if len(members) < FEWEST for result in members]
    yield from ((members, members) for members in kinds.values() if len(members) >= FEWEST)
    if rare:
        yield rare, results


def log_of(text: str) -> float:
    """Return a figure above 0 as shown as a power of ten; no number for any other, for 不适用 and blanks."""
    figure = number(text)
    return log10(figure) if figure > 0 else nan


def number(text: str) -> Decimal:
    """Return a figure as shown; 0 for 不适用 and blanks."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


def remarks(peers: Peers, form: Form, fields: Mapping[str, Field], facts: Mapping[int, Mapping[str, str]]) -> Iterator[Remark]:
    """Yield what is to be said of some of the units.

    Args:
        peers: what they are compared with.
        form: the form.
        fields: its amounts by path.
        facts: what the units say that are asked about.
    """
    whole = peers.too_large()
    told: set[tuple[int, str]] = set()
    for unit in sorted(facts.keys() & whole):
        yield whole_unit(unit, peers, form, fields)
    for path, column in peers.unusual.items():
        for unit in sorted(far_off(column) & facts.keys() - whole):
            if has_own_scale(peers, unit):
                told.add((unit, path))
                yield single(peers.units[unit], fields[path], facts[unit][path], column[unit])
    for one, other in siblings(form, fields):
        for unit, powers in shifted(peers, one, other).items():
            if unit in facts and unit not in whole and not {(unit, one), (unit, other)} & told:
                paths = sorted((one, other), key=lambda path: -abs(peers.unusual[path][unit]))
                told.update((unit, path) for path in paths)
                yield point_lost(peers.units[unit], paths, form, facts[unit], abs(powers))


def far_off(column: Column) -> set[int]:
    """Return the units whose amount is much too large within the unit, or is off by just a factor of ten where the others are alike."""
    far, usual = beyond(column, FAR), spread(column)
    if sum(map(is_known, column)) < MANY:
        return far
    near, least = min(2 * NEARLY, max(NEARLY, usual)), max(SHIFTED, SURER * usual)
    return far | {unit for unit, value in enumerate(column) if value >= least and abs(value - round(value)) <= near}


def has_own_scale(peers: Peers, unit: int) -> bool:
    """Return whether most of a unit's amounts are of one scale, by which a single one can be judged."""
    own = [abs(peers.unusual[path][unit]) for path in peers.row(unit)]
    return sum(value < 1 for value in own) * 2 > len(own)


def siblings(form: Form, fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Yield pairs of amounts in one group that are no parts of a rate: rates are compared as such."""
    rates = [leaf for leaf in form.root.leaves() if leaf.formula]
    groups: dict[str, list[str]] = {}
    for path in fields:
        groups.setdefault(parent(path), []).append(path)
    for group, paths in groups.items():
        formulas = [set(re.findall(r"\w+", rate.formula)) for rate in rates if parent(rate.path) == group]
        for one, other in combinations(paths[:6], 2):
            if not any({fields[one].name, fields[other].name} <= names for names in formulas):
                yield one, other


def shifted(peers: Peers, one: str, other: str) -> dict[int, int]:
    """Return the units where two amounts, elsewhere nearly the same, are apart by a power of ten, and by which.

    Args:
        peers: the units.
        one: the path of one amount.
        other: that of the other.
    """
    if not {one, other} <= peers.logs.keys():
        return {}
    apart = centred(less(peers.logs[one], peers.logs[other]))
    if sum(map(is_known, apart)) < FEWEST:
        return {}
    least = max(SHIFTED, SURE * spread(apart))
    return {unit: round(value) for unit, value in enumerate(apart) if abs(value) >= least and abs(value - round(value)) <= NEARLY / 3}


def whole_unit(unit: int, peers: Peers, form: Form, fields: Mapping[str, Field]) -> Remark:
    """Return what is said of a unit whose amounts are all or mostly too large.

    Args:
        unit: the unit.
        peers: what it was compared with.
        form: the form.
        fields: its amounts by path.
    """
    amounts = peers.row(unit)
    large = [path for path in amounts if abs(peers.unusual[path][unit]) < 2]  # noqa: PLR2004 - half of 元 for 万元
    some = "、".join(label_of(form, path) for path in large[:3])
    which = "全部金额" if len(large) == len(amounts) else f"{some}等 {len(large)} 项金额"
    scale = "在职人数" if is_known(peers.heads[unit]) else "大小"
    return Remark(
        peers.units[unit],
        Kind.PEER_AMOUNT,
        large[0],
        f"{which}都远远大于同类单位，与本单位的{scale}不相称，可能都把元填成了{fields[large[0]].unit}",
        f"请核对这些金额的单位：表中是{fields[large[0]].unit}；按元抄来的数，都要除以 10000",
    )


def single(unit: UnitYear, amount: Field, text: str, powers: float) -> Remark:
    """Return what is said of one amount that is much too large within its unit.

    Args:
        unit: the unit.
        amount: the field.
        text: the amount.
        powers: by how many powers of ten it is too large.
    """
    is_yuan = powers >= FAR and amount.unit == "万元" and Decimal(text) >= YUAN / 100
    guess = "可能把元填成了万元" if is_yuan else "可能少了小数点，或多了几位"
    in_yuan = f"请核对单位：如果原数是 {text} 元，应填 {round_half_up(Decimal(text) / YUAN)}"
    message = f"{text}{amount.unit}与本单位的其他金额不相称，按同类单位的比例，大约是通常的 {times(powers)}倍，{guess}"
    return Remark(unit, Kind.PEER_AMOUNT, amount.path, message, in_yuan if is_yuan else "请对照账表核对小数点的位置和位数")


def point_lost(unit: UnitYear, paths: Sequence[str], form: Form, facts: Mapping[str, str], powers: int) -> Remark:
    """Return what is said of two amounts that are apart by a power of ten.

    Args:
        unit: the unit.
        paths: the amounts, the more unusual one first.
        form: the form.
        facts: what the unit says.
        powers: by how many powers of ten they are too far apart.
    """
    one, other = paths
    pair = f"{facts[one]}与“{label_of(form, other)}”{facts[other]}"
    message = f"{pair}相差的倍数，是同类单位的 {times(powers)}倍，可能有一个数点错了小数点"
    return Remark(unit, Kind.PEER_AMOUNT, one, message, "请对照账表核对两个数的小数点")


def times(powers: float) -> str:
    """Return a factor in words, to one digit: 20 , 9000 , 1 万."""
    exact = 10**powers
    rounded = int(round(exact, -floor(log10(exact))))
    return f"{rounded // 10_000} 万" if rounded >= YUAN else f"{rounded} "
