"""The record of a unit-year that cannot be made for what is wrong in its data: as long as nothing changes it need not be read again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.build.current import SEEN, made_from
from pipeline.build.looks import Looks
from pipeline.build.manifest import Manifest, read_record
from pipeline.files import beside
from pipeline.workspace import UnitYear, Workspace

# What the file beside a folder of documents is called. It is like a manifest, of no documents.
FAILED: Final = "failed"


def known_failure(workspace: Workspace, of: UnitYear, *, pdf: bool = False) -> Manifest | None:
    """Return what is wrong in a unit-year's data if the program and every input are still those of the record; else None.

    Args:
        workspace: where everything is.
        of: which unit-year.
        pdf: whether its PDFs are wanted too.
    """
    folder = workspace.output(of)
    known = read_record(beside(folder, FAILED))
    looks = Looks(beside(folder, SEEN))
    if known is None or bool(known.fonts) is not pdf or not made_from(known, workspace.root, pdf=pdf, looks=looks):
        return None
    looks.keep()
    return known


def keep_failure(folder: Path, failure: Manifest | None) -> None:
    """Write the record of a unit-year, or remove it if it was made; it is no harm if that fails. Call it only in one's turn.

    Args:
        folder: the folder of its documents.
        failure: what was found in its data; None if it was made.
    """
    record = beside(folder, FAILED)
    with suppress(OSError):
        if failure is None:
            record.unlink(missing_ok=True)
            return
        new = record.with_name(f"{record.name}.new")
        new.write_bytes(failure.text())
        new.replace(record)
