"""One field of a form: what form.yaml declares about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from typing import TypeVar

from pipeline.problems import Place
from pipeline.records import record

T = TypeVar("T")

# The field that names the unit, in every form.
UNIT_NAME = "单位名称"


@record(eq=False)
class Field:
    """One field of a form, or a group of fields.

    Attributes:
        name: its key in the data.
        path: the names from the top of the form, joined by dots; a row's fields stand below `名称[]`.
        type: one of `field_types.TYPES`.
        place: where form.yaml declares it.
        label: as printed; the name unless the form says otherwise.
        unit: the unit of its figure, such as 万元 or 个.
        required: whether a blank is an error.
        hint: what the clerk should type.
        formula: the expression that computes it, if it is derived.
        choices: the words allowed, for a choice.
        minimum: the least number allowed.
        maximum: the greatest number allowed.
        least: the number beside it that it must not be less than; may be empty.
        most: the number beside it that it must not be more than; may be empty.
        decimals: how many decimals its figure is printed with; as many as it has if None.
        zero: how 0 is printed; as 0 if empty.
        private: how the public edition masks it; empty if it is public.
        not_applicable: whether 是 or 否 may be answered by 不适用.
        constant: whether it usually stays the same from year to year.
        taken_from: the field whose value last year it has, as form.yaml's `from` names it; may be empty.
        aliases: what texts may call it besides (又称).
        fixed: of rows, the names of the fields that a file of the form fills.
        preset: the rows that such a file lists; None if it lists none here.
        summary: whether the summary of many units shows it.
        formers: what it was called in earlier years (曾用名).
        fields: what a group or a row holds, by name.
    """

    name: str
    path: str
    type: str
    place: Place
    label: str = ""
    unit: str = ""
    required: bool = False
    hint: str = ""
    formula: str = ""
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    least: str = ""
    most: str = ""
    decimals: int | None = None
    zero: str = ""
    private: str = ""
    not_applicable: bool = False
    constant: bool = False
    taken_from: str = ""
    aliases: tuple[str, ...] = ()
    formers: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    preset: Preset | None = None
    summary: bool = False
    fields: dict[str, Field] = field(default_factory=dict)

    def among(self, named: Mapping[str, T]) -> T | None:
        """Return what stands under its name, or else under a former one; None if nothing does."""
        if self.name in named:
            return named[self.name]
        return next((named[name] for name in self.formers if name in named), None)

    def leaves(self) -> Iterator[Field]:
        """Yield every field below this one that holds a value, rows' fields included."""
        for child in self.fields.values():
            if child.fields:
                yield from child.leaves()
            else:
                yield child

    def groups(self) -> Iterator[Field]:
        """Yield every group and repeating group below this one."""
        for child in self.fields.values():
            if child.fields:
                yield child
                yield from child.groups()


@record(eq=False)
class PresetRow:
    """A row that the form fixes.

    Attributes:
        key: what the clerk types to say that this row is meant, by the names of the fields.
        values: what is fixed, by the fields' names; of several texts each.
        presets: the rows that are fixed in it, by the names of those rows' fields.
        place: where the form's file has it.
    """

    key: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]
    presets: Mapping[str, Preset]
    place: Place

    @property
    def name(self) -> str:
        """How messages call it."""
        return "、".join(self.key.values())


@record(eq=False)
class Preset:
    """The rows that a form fixes in one place, in order.

    Attributes:
        keys: the names of the fields by which a row is known.
        rows: the rows.
    """

    keys: tuple[str, ...]
    rows: tuple[PresetRow, ...]
