"""From one edition of a form to the next: where each field went, and what becomes of a file that was filled in by the old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.form.field import Field
from pipeline.form.form import RESERVED, YEAR, Form
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import NESTED, NUMERIC, type_of
from pipeline.paths import is_in_rows, parent, steps
from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.source.nodes import Entry, ItemsNode, Node, TextNode, entries_of

# What a group is in an edition that has it not, although it may have what stood in it.
NOWHERE: Final = Field("", "", "group", Place(""))
# The names and, 0-based, the rows' numbers on the way from a file's top to an entry.
Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """An entry of a file that is called otherwise in the next edition, or stands elsewhere.

    Attributes:
        entry: the entry.
        name: what it is called there.
        group: the names from the top to the group that it goes to; None if it stays in its own.
    """

    entry: Entry
    name: str
    group: tuple[str, ...] | None = None


@dataclass(slots=True)
class Plan:
    """What becomes of a file.

    Attributes:
        moves: the entries that are called otherwise, or stand elsewhere, by the way to each; what holds one comes before it.
        empty: those that have no place any more and hold nothing.
        emptied: groups that have no place any more, all of whose entries go elsewhere.
        lost: those that hold something which has no place any more, each with the reason.
    """

    moves: dict[Way, Move] = field(default_factory=dict)
    empty: dict[Way, Entry] = field(default_factory=dict)
    emptied: list[Way] = field(default_factory=list)
    lost: list[Problem] = field(default_factory=list)


def plan(old: Form, new: Form, entries: Mapping[str, Entry]) -> Plan:
    """Return what becomes of a file that was filled in by the old edition of a form.

    Args:
        old: the old edition.
        new: the new one.
        entries: what stands at the file's top.
    """
    found = Plan()
    _Planner(new, found).group((), old.root, new.root, entries)
    return found


def changes(old: Form, new: Form) -> Iterator[str]:
    """Yield what the next edition of a form changes in the fields, one line each."""
    homes = {old.root: new.root, **dict(homes_below(old.root, new.root, new))}
    for before, after in homes.items():
        if before is old.root:
            continue
        if after is None:
            yield from [f"删去 {before.path}"] if not before.fields or all(homes[each] is None for each in before.leaves()) else []
            continue
        if before.name != after.name:
            yield f"改名 {before.path} → {after.path}"
        elif homes[group_of(old, before)] is not group_of(new, after):
            yield f"移动 {before.path} → {after.path}"
        yield from (f"改变 {after.path}：{what}" for what in differences(before, after))
    kept = {*homes.values()}
    yield from (f"增加 {each.path}" for each in everything(new) if each not in kept and each.path != YEAR)


def homes_below(old: Field, new: Field, form: Form) -> Iterator[tuple[Field, Field | None]]:
    """Yield each field below one of the old edition with the one that it is in the new; None if it is gone.

    Args:
        old: the field of the old edition.
        new: what it is in the new.
        form: the new edition.
    """
    for each in old.fields.values():
        home = home_of(each, new, form)
        yield each, home
        yield from homes_below(each, home or NOWHERE, form)


def home_of(old: Field, group: Field, form: Form) -> Field | None:
    """Return the field of the new edition that one of the old is: of its name or former name in its group, else of its former path.

    Args:
        old: the field of the old edition.
        group: what its group is in the new.
        form: the new edition.
    """
    beside = group.fields.get(old.name) or next((each for each in group.fields.values() if old.name in each.formers), None)
    return beside or next((each for each in everything(form) if old.path in each.formers), None)


def everything(form: Form) -> Iterator[Field]:
    """Yield every field and group of a form."""
    yield from (*form.root.groups(), *form.root.leaves())


def group_of(form: Form, field: Field) -> Field:
    """Return the group that a field stands in."""
    return next(group for group in (form.root, *form.root.groups()) if group.fields.get(field.name) is field)


def group_names(field: Field) -> tuple[str, ...]:
    """Return the names from the top to the group that a field stands in; none for one at the top."""
    return tuple(steps(parent(field.path))) if parent(field.path) else ()


def differences(before: Field, after: Field) -> Iterator[str]:
    """Yield in which ways a field means something else, or has to be filled in otherwise."""
    if before.type != after.type:
        yield f"类型由 {before.type} 改为 {after.type}"
    if before.unit != after.unit:
        yield f"单位由 {before.unit or '无'} 改为 {after.unit or '无'}"
    if after.required and not before.required:
        yield "改为必填"
    if gone := [word for word in before.choices if word not in after.choices]:
        yield f"选项去掉了 {'、'.join(gone)}"
    if bool(before.formula) != bool(after.formula):
        yield "改为由程序计算" if after.formula else "不再由程序计算，要填"
    if before.private and not after.private:
        yield "公开版不再遮盖"


@dataclass(frozen=True, slots=True)
class _Planner:
    """Looks at a file entry by entry."""

    form: Form
    plan: Plan

    def group(self, way: Way, old: Field, new: Field, entries: Mapping[str, Entry]) -> None:
        """Take up the entries of a group, which is one field in both editions.

        Args:
            way: the way to it in the file.
            old: the group in the old edition.
            new: the group in the new.
            entries: what the file has in it.
        """
        for name, entry in entries.items():
            if not way and name in (*RESERVED, YEAR):
                continue
            was = old.fields.get(name)
            home = home_of(was, new, self.form) if was else new.fields.get(name)
            is_beside = home is not None and new.fields.get(home.name) is home
            if was and home is None and was.type == "group" and not is_hollow(entry.value):
                self.plan.emptied.append((*way, name))
                self.group((*way, name), was, NOWHERE, entries_of(entry.value))
                continue
            if home is None:
                why = f"新表里没有“{name}”" if was else f"旧表和新表里都没有“{name}”"
            else:
                why = why_not(was, home, entry.value, is_beside=is_beside) if was else ""
            if why:
                self.homeless((*way, name), entry, why)
            elif was and home:
                if name != home.name or not is_beside:
                    self.plan.moves[*way, name] = Move(entry, home.name, None if is_beside else group_names(home))
                self.below((*way, name), was, home, entry.value)

    def below(self, way: Way, old: Field, home: Field, node: Node) -> None:
        """Take up what a group, or each of its rows, holds.

        Args:
            way: the way to it in the file.
            old: its field in the old edition.
            home: its field in the new.
            node: what the file has.
        """
        if old.type == "rows":
            for number, row in enumerate(node.items if isinstance(node, ItemsNode) else ()):
                self.group((*way, number), old, home, entries_of(row))
        elif old.fields:
            self.group(way, old, home, entries_of(node))

    def homeless(self, way: Way, entry: Entry, why: str) -> None:
        """Note an entry that has no place.

        Args:
            way: the way to it in the file.
            entry: the entry.
            why: why it has none.
        """
        if is_hollow(entry.value):
            self.plan.empty[way] = entry
        else:
            self.plan.lost.append(Problem(Severity.ERROR, Kind.MIGRATION, f"没有地方放：{why}", entry.key.place))


def is_hollow(node: Node) -> bool:
    """Return whether nothing at all is filled in at a node or below it."""
    if isinstance(node, ItemsNode):
        return all(map(is_hollow, node.items))
    below = entries_of(node)
    return all(is_hollow(entry.value) for entry in below.values()) if below else node.is_empty


def why_not(old: Field, new: Field, node: Node, *, is_beside: bool) -> str:
    """Return why what was typed for a field cannot stand as it is in the next edition; nothing if it can.

    Args:
        old: the field in the old edition.
        new: the field in the new.
        node: what was typed.
        is_beside: whether it stays in its group.
    """
    if node.is_empty:
        return ""
    if not is_beside and (is_in_rows(old.path) or is_in_rows(new.path)):
        return f"“{old.name}”在新表里是“{new.path}”，行里的内容要自己移过去"
    if old.type != new.type and (old.type in NESTED or new.type in NESTED or isinstance(node, ItemsNode)):
        return f"“{new.name}”的类型由 {old.type} 改为 {new.type}"
    if old.unit != new.unit and old.type in NUMERIC:
        return f"“{new.name}”的单位由 {old.unit or '无'} 改为 {new.unit or '无'}，数要换算"
    if old.type in NESTED:
        return ""
    unread = (mistake(text, new) for text in texts_in(node, new) if not mistake(text, old))
    return next((f"“{new.name}”{why}" for why in unread if why), "")


def mistake(text: str, field: Field) -> str:
    """Return why a text is no value of a field; nothing if it is one."""
    try:
        type_of(field).read(text, field, field.path)
    except MistakeError as fault:
        return fault.message
    return ""


def texts_in(node: Node, field: Field) -> Sequence[str]:
    """Return what was typed for a field, each text of several."""
    if isinstance(node, ItemsNode):
        return [item.text for item in node.items if isinstance(item, TextNode)]
    text = node.text if isinstance(node, TextNode) else ""
    return [line for line in (text.split("\n") if type_of(field).holds is Holds.SEVERAL else [text]) if line.strip()]
