"""Begins a new unit or year: its data files as skeletons, and the schema that editors read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.calls import option
from pipeline.form.earlier import earlier
from pipeline.form.field import UNIT_NAME
from pipeline.form.form import Form, read_form
from pipeline.form.schema import FILE, schema_text
from pipeline.form.skeleton import unit_text, year_text
from pipeline.problems import Stop
from pipeline.regex import regex
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import Source, parse, read
from pipeline.workspace import Asked, UnitYear, UsageError, Workspace
from pipeline.writing import write_file

# A data file says at its beginning, at most behind some remarks, of which form it is.
ENOUGH: Final = 4096
FORM_LINE: Final = regex(rb"^form:[ \t]+[\"']?([\w-]+)", re.MULTILINE)


def create(workspace: Workspace, of: UnitYear, form_name: str | None) -> list[Path]:
    """Write a year's skeleton, the unit's file if it has none, and the form's schema; return what was written.

    Args:
        workspace: where everything is.
        of: which unit-year.
        form_name: the form, if one is asked for.

    Raises:
        UsageError: the year's file is there already, or it is not clear which form to use.
        Stop: last year's file, the unit's file or the form cannot be read.
    """
    target = workspace.data_file(of)
    if target.exists():
        raise UsageError(f"{workspace.shown(target)} 已经有了，没有改动它")
    last = last_year(workspace, of)
    form = load(workspace, choose_form(workspace, last, form_name))
    texts = begun(workspace, of, form, last)
    for path in sorted(texts, key=lambda path: path == target):
        write_file(path, workspace.shown(path), texts[path].encode())
    return [*texts, write_schema(workspace, form.name)]


def begun(workspace: Workspace, of: UnitYear, form: Form, last: Source | None) -> dict[Path, str]:
    """Return the skeleton of a year's file, and that of the unit's file if it has none, by path.

    Args:
        workspace: where everything is.
        of: which unit-year.
        form: its form.
        last: last year's file.

    Raises:
        Stop: the unit's file cannot be read.
    """
    path = workspace.unit_file(of.unit)
    new = {} if path.exists() else {path: unit_text(form)}
    unit = parse(new[path], workspace.shown(path)) if new else read(path, workspace.shown(path))
    before = earlier(form, form_of(workspace, last, form), last, year_in_words(last, of.year)) if last else None
    text = year_text(form, text_of(value_of(unit.root, UNIT_NAME)), of.year, unit, before)
    return {workspace.data_file(of): text, **new}


def load(workspace: Workspace, name: str) -> Form:
    """Return a form's fields; its templates are not needed."""
    folder = workspace.form(name)
    return read_form(folder, workspace.shown(folder / "form.yaml"))


def last_year(workspace: Workspace, of: UnitYear) -> Source | None:
    """Return the newest data file of the same from before a year, if there is one that can be read."""
    known = [each for each in workspace.unit_years(Asked(of.unit, name=of.name)) if each < of]
    if not known:
        return None
    path = workspace.data_file(known[-1])
    try:
        return read(path, workspace.shown(path))
    except Stop:
        return None


def form_of(workspace: Workspace, last: Source, form: Form) -> Form | None:
    """Return the form of last year's file, if it can be read.

    Args:
        workspace: where everything is.
        last: last year's file.
        form: this year's form.
    """
    name = text_of(value_of(last.root, "form"))
    try:
        return form if name == form.name else load(workspace, name) if name in workspace.form_names() else None
    except Stop:
        return None


def year_in_words(last: Source, year: str) -> str:
    """Return how the year of an earlier file is called in a year's file: 上年, or by its number."""
    before = Path(last.file).name.partition(".")[0]
    return "上年" if int(before) == int(year) - 1 else f"{before} 年"


def choose_form(workspace: Workspace, last: Source | None, asked: str | None) -> str:
    """Return the form asked for, else last year's, else the only one or the one that most data files here use.

    Args:
        workspace: where everything is.
        last: last year's file.
        asked: the form asked for.

    Raises:
        UsageError: there is no such form, or there are several to choose from, none of which is used most.
    """
    names = workspace.form_names()
    if asked:
        if asked not in names:
            raise UsageError(f"没有“{asked}”这份表，现有：{'、'.join(names)}")
        return asked
    stated = text_of(value_of(last.root, "form")) if last else ""
    if stated in names:
        return stated
    if not names:
        raise UsageError("templates 里没有任何一份表")
    if len(names) > 1:
        if usual := most_used(workspace, names):
            return usual
        raise UsageError(f"请写明用哪份表，例如 {option('form', names[-1])}；现有：{'、'.join(names)}")
    return names[0]


def most_used(workspace: Workspace, names: Sequence[str]) -> str:
    """Return which of some forms most data files of the workspace use; nothing if two are used as much, or none."""
    lines = (FORM_LINE.search(first_bytes(workspace.data_file(of))) for of in workspace.unit_years())
    used = Counter(name for line in lines if line and (name := line[1].decode()) in names)
    first, second = (*used.most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] > second[1] else ""


def first_bytes(path: Path) -> bytes:
    """Return the beginning of a file, nothing if it cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(ENOUGH)
    except OSError:
        return b""


def write_schema(workspace: Workspace, name: str) -> Path:
    """Write a form's JSON Schema and return its path."""
    path = workspace.form(name) / FILE
    write_file(path, workspace.shown(path), schema_text(load(workspace, name)).encode())
    return path
