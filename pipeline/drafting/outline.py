"""The tree of a drafted form's fields: every proposal with a name of its own in its group, and a path that no other name hides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.drafting.proposals import Names, Proposal, Repeated
from pipeline.drafting.words import name_of
from pipeline.form.field import UNIT_NAME
from pipeline.form.form import YEAR

# What forms call the unit that fills them in, the surest first; its field is called as the program knows it.
UNIT_LABELS = (
    "单位名称",
    "部门名称",
    "预算单位名称",
    "填报单位",
    "填报部门",
    "项目单位",
    "实施单位",
    "项目实施单位",
    "预算单位",
    "填表单位",
    "编报单位",
    "申报单位",
    "部门",
)

# A line such as 单位：; a cell 单位 may ask for a measure.
IN_TEXT_ONLY = "单位"


@dataclass(eq=False, slots=True)
class Planned:
    """A group, rows, or a field of a drafted form.

    Attributes:
        name: its name.
        proposal: what it came from; None for a group.
        parts: what is in it.
    """

    name: str
    proposal: Proposal | Repeated | None = None
    parts: dict[str, Planned] = field(default_factory=dict)
    above: Planned | None = None

    @property
    def path(self) -> str:
        """How expressions name it; a field of rows is named from its row on."""
        if self.above is None or not self.above.name or isinstance(self.above.proposal, Repeated):
            return self.name
        return f"{self.above.path}.{self.name}"

    def leaves(self) -> Iterator[Planned]:
        """Yield the fields in it that hold a value, those of rows too."""
        for part in self.parts.values():
            if isinstance(part.proposal, Proposal):
                yield part
            yield from part.leaves()

    def all_parts(self) -> Iterator[Planned]:
        """Yield all that is in it, at any depth."""
        for part in self.parts.values():
            yield part
            yield from part.all_parts()


def outline(found: list[Proposal | Repeated]) -> Planned:
    """Return the tree of what a form proposes."""
    root = Planned("")
    unit = unit_in(found)
    asked = Counter((proposal.group, name_of(proposal.label)) for proposal in found)
    before = ""
    for proposal in found:
        group = root if proposal is unit else group_at(root, proposal.group)
        wanted = UNIT_NAME if proposal is unit else name_of(proposal.label) or "内容"
        twin = prefixed(wanted, before) if asked[proposal.group, wanted] > 1 else ""
        before = name = free_name(group, wanted, twin)
        planned = add(group, name, proposal)
        if isinstance(proposal, Repeated):
            for column in proposal.columns:
                add(planned, free_name(planned, name_of(column.label) or "内容"), column)
    rename_hidden(root)
    return root


def add(group: Planned, name: str, proposal: Proposal | Repeated | None) -> Planned:
    """Add a part to a group and return it.

    Args:
        group: the group.
        name: the part's name, not yet in the group.
        proposal: what it came from.
    """
    group.parts[name] = part = Planned(name, proposal, {}, group)
    return part


def group_at(root: Planned, names: Names) -> Planned:
    """Return the group with a path of names, made where it is missing; what is no group keeps its name, the group gets another."""
    group = root
    for name in names:
        own = name if name not in group.parts or group.parts[name].proposal is None else f"{name}部分"
        found = group.parts.get(own)
        group = found if found is not None and found.proposal is None else add(group, free_name(group, own), None)
    return group


def free_name(group: Planned, wanted: str, twin: str = "") -> str:
    """Return a name that a group does not have yet.

    Args:
        group: the group.
        wanted: the name that the form gives.
        twin: a longer name by which it can be told from others of that name.
    """
    names = (twin or wanted, wanted, *(f"{wanted}{number}" for number in range(2, len(group.parts) + 3)))
    return next(name for name in names if name not in group.parts)


def prefixed(wanted: str, before: str) -> str:
    """Return a name with what comes before its first two characters in the name of the field before; nothing if these are not there.

    Behind 预算公开时间, 公开网址 is 预算公开网址.
    """
    place = before.find(wanted[:2]) if len(wanted) > 1 else -1
    return before[:place] + wanted if place > 0 else ""


def rename_hidden(root: Planned) -> None:
    """Give what stands at the top a name that nothing below it has: alone such a name would be ambiguous."""
    for part in list(root.parts.values()):
        others = {other.name for other in root.all_parts() if other is not part} | {YEAR}
        while part.name in others and part.name != UNIT_NAME:
            part.name += "情况" if part.parts else "项"
    root.parts = {part.name: part for part in root.parts.values()}
    for part in root.all_parts():
        if part.above is not root and part.name == UNIT_NAME and part.above:
            part.name = free_name(part.above, "所属单位名称")


def unit_in(found: list[Proposal | Repeated]) -> Proposal | None:
    """Return the field that holds the unit's name, if the form asks for it."""
    fields = (proposal for proposal in reversed(found) if isinstance(proposal, Proposal))
    asked = {name_of(field.label): field for field in fields if field.slot or name_of(field.label) != IN_TEXT_ONLY}
    return next((asked[label] for label in (*UNIT_LABELS, IN_TEXT_ONLY) if label in asked), None)
