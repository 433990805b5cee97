"""The data files that a received form is taken into: as they are, or as they would be begun; written all or none, if nobody else has."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from os.path import lexists
from pathlib import Path
from typing import Final

from pipeline.build.folder import turn
from pipeline.form.form import Form
from pipeline.form.new_year import begun, last_year, write_schema
from pipeline.form.schema import FILE
from pipeline.problems import Kind, Place, Stop, error
from pipeline.source.filled_values import FillingError, Values
from pipeline.source.filling import filled
from pipeline.source.nodes import EntriesNode, text_of, value_of
from pipeline.source.reader import BOM, Source, decode, parse, read_bytes
from pipeline.workspace import UnitYear, Workspace
from pipeline.writing import write_as_read

DOING: Final = "处理这个单位"


@dataclass(frozen=True, eq=False)
class DataFile:
    """A data file.

    Attributes:
        path: where it lies.
        shown: how messages name it.
        before: what was in it when it was read; None if it is not there yet.
        text: what is to be in it.
    """

    path: Path
    shown: str
    before: bytes | None
    text: str

    @cached_property
    def source(self) -> Source:
        """The text as read."""
        return parse(self.text, self.shown)

    @property
    def root(self) -> EntriesNode:
        """Its entries."""
        return self.source.root

    @property
    def is_new(self) -> bool:
        """Whether it is not there yet."""
        return self.before is None

    @property
    def data(self) -> bytes:
        """What is to be in it, as bytes."""
        return (BOM if (self.before or b"").startswith(BOM) else b"") + self.text.encode()

    def with_values(self, values: Values) -> DataFile:
        """Return the file with these values.

        Raises:
            Stop: they cannot be set.
        """
        if not values:
            return self
        try:
            text, source = filled(self.text, self.source, values)
        except FillingError as fault:
            raise Stop(error(Kind.NOT_TAKEN, str(fault), Place(self.shown), hint="请在数据文件里手工填写，再读一次")) from None
        return as_read(DataFile(self.path, self.shown, self.before, text), source)


def as_read(file: DataFile, source: Source) -> DataFile:
    """Return a data file whose text has just been read."""
    file.__dict__["source"] = source
    return file


def data_files(workspace: Workspace, of: UnitYear, form: Form) -> list[DataFile]:
    """Return a year's file and the unit's, as they are or as they would be begun; only the year's if it is there and the unit's is not.

    Args:
        workspace: where everything is.
        of: which unit-year.
        form: its form.

    Raises:
        Stop: one of them cannot be read or has faults, or the year's is of another form.
    """
    paths = [workspace.data_file(of), workspace.unit_file(of.unit)]
    new = {} if lexists(paths[0]) else begun(workspace, of, form, last_year(workspace, of))
    files = [data_file(path, workspace.shown(path), new.get(path)) for path in paths if path in new or lexists(path)]
    if faults := [problem for file in files for problem in file.source.problems]:
        raise Stop(*faults)
    stated = value_of(files[0].root, "form")
    if text_of(stated) not in ("", form.name):
        place = stated.place if stated else Place(files[0].shown)
        raise Stop(error(Kind.CONFLICT, f"数据文件用的是“{text_of(stated)}”这份表，收到的是“{form.name}”", place, "form"))
    return files if text_of(stated) else [files[0].with_values({"form": form.name}), *files[1:]]


def data_file(path: Path, shown: str, begun_as: str | None) -> DataFile:
    """Return a data file as it is; or as it would be begun, if it is not there.

    Args:
        path: where it lies.
        shown: how messages name it.
        begun_as: its text if it is not there.

    Raises:
        Stop: it cannot be read.
    """
    before = read_bytes(path, shown) if begun_as is None else None
    text = decode(before, shown) if before is not None else begun_as or ""
    return DataFile(path, shown, before, text)


def write_files(workspace: Workspace, of: UnitYear, form: str, files: Sequence[DataFile]) -> list[Path]:
    """Write data files, all or none, and the schema that a new one names; return what was written.

    Args:
        workspace: where everything is.
        of: which unit-year they are of.
        form: the form's name.
        files: the files.

    Raises:
        Stop: one of them is no longer as it was read, or cannot be written; all are as they were.
    """
    if not files:
        return []
    folder = workspace.output(of)
    shared = folder.with_name("unit")  # whose file each of its years may write
    with turn(shared, workspace.shown(shared), lambda: None, doing=DOING), turn(folder, workspace.shown(folder), lambda: None, doing=DOING):
        write_all(files)
    schema = [] if (workspace.form(form) / FILE).exists() else [write_schema(workspace, form)]
    return [*(file.path for file in files), *schema]


def write_all(files: Sequence[DataFile]) -> None:
    """Write files, the unit's before the year's, which needs it; if one cannot be written, put the others back.

    Raises:
        Stop: one cannot be written.
    """
    done: list[DataFile] = []
    try:
        for file in reversed(files):
            write_as_read(file.path, file.shown, file.data, file.before)
            done.append(file)
    except Stop:
        for file in done:
            put_back(file)
        raise


def put_back(file: DataFile) -> None:
    """Make a file that was written what it was before, unless somebody else has changed it again."""
    with suppress(OSError, Stop):
        if file.before is not None:
            write_as_read(file.path, file.shown, file.before, file.data)
        elif file.path.read_bytes() == file.data:
            file.path.unlink()
