"""Which of the forms that a unit hands in for a year a received one is: the main one, or that of a project."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from contextlib import suppress
from typing import Final

from pipeline.form.field import UNIT_NAME, Field
from pipeline.form.form import YEAR, Form
from pipeline.intake.filled import FilledValue
from pipeline.intake.proof.tokens import squeezed
from pipeline.intake.recognition.asking import again
from pipeline.paths import steps
from pipeline.problems import Kind, Place, Stop, error
from pipeline.source.nodes import Node, text_of, value_of
from pipeline.source.reader import Source, read
from pipeline.workspace import LETTERS, Asked, UnitYear, Workspace, fault_of_name

EXPRESSION: Final = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}")
NO_LETTER: Final = re.compile(f"[^{LETTERS}_-]+")
LONGEST_NAME: Final = 32


def name_of(workspace: Workspace, of: UnitYear, form: Form, values: Mapping[str, FilledValue], place: Place) -> str:
    """Return what sets a received form apart from others that its unit hands in for the year; nothing for the main one.

    Where the titles of a form's documents name more than year and unit, as a project, this says which one it is.

    Args:
        workspace: where everything is.
        of: the main unit-year.
        form: the form.
        values: what was read, by path.
        place: the received file.

    Raises:
        Stop: it is not certain.
    """
    there = {each: source for each in workspace.unit_years(Asked(of.unit, of.year)) if (source := source_of(workspace, each))}
    alike = {each: source for each, source in there.items() if text_of(value_of(source.root, "form")) == form.name}
    own = {field.path: str(values[field.path].typed) for field in identity(form) if field.path in values}
    if own:
        found = same_one(alike, own)
        return found.name if found else new_name(of, form, own, place, there)
    if of in alike or not alike:
        return ""
    if len(alike) > 1:
        names = "、".join(each.name for each in alike)
        hint = f"请写明是哪一份，例如 {again(place.file, 'name', next(iter(alike)).name)}"
        raise Stop(error(Kind.UNRECOGNISED, f"{of}有 {len(alike)} 份“{form.title}”：{names}", place, hint=hint))
    return next(iter(alike)).name


def source_of(workspace: Workspace, of: UnitYear) -> Source | None:
    """Return a unit-year's data file; None if it cannot be read, which is told where something is put into it."""
    with suppress(Stop):
        return read(workspace.data_file(of), workspace.shown(workspace.data_file(of)))
    return None


def identity(form: Form) -> list[Field]:
    """Return the fields besides year and unit that stand in the titles of a form's documents."""
    names = dict.fromkeys(name for spec in form.documents for name in EXPRESSION.findall(spec.title))
    fields = [field for name in names if (field := form.resolve(name))]
    return [field for field in fields if field.name not in (YEAR, UNIT_NAME)]


def same_one(alike: Mapping[UnitYear, Source], own: Mapping[str, str]) -> UnitYear | None:
    """Return which data file says the same of what a form is about, or nothing yet; None if none does.

    Args:
        alike: the data files of the form.
        own: what the received form says of it, by path.
    """
    said = {each: [squeezed(text_of(node_at(source.root, path))) for path in own] for each, source in alike.items()}
    same = [each for each, texts in said.items() if texts == list(map(squeezed, own.values()))]
    return next(iter(same or [each for each, texts in said.items() if not any(texts)]), None)


def node_at(node: Node | None, path: str) -> Node | None:
    """Return what stands at a path below a node; None if nothing does."""
    for step in steps(path):
        node = value_of(node, step)
    return node


def new_name(of: UnitYear, form: Form, own: Mapping[str, str], place: Place, there: Container[UnitYear]) -> str:
    """Return a name for a form that a unit has not handed in before: what it is about.

    Args:
        of: the main unit-year.
        form: the form.
        own: what the received form says of what it is about, by path.
        place: the received file.
        there: the unit-years that have a data file.

    Raises:
        Stop: it gives no name, or one that is taken.
    """
    name = NO_LETTER.sub("", "-".join(own.values()).lower())[:LONGEST_NAME].strip("-_")
    if fault_of_name(name) or UnitYear(of.unit, of.year, name) in there:
        hint = f"请起一个名称来区分，例如 {again(place.file, 'name', '项目-防汛')}"
        raise Stop(error(Kind.UNRECOGNISED, f"{of}的这份“{form.title}”是又一份表，还没有名称", place, hint=hint))
    return name
