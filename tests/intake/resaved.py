"""Filled forms opened in LibreOffice and saved again as every kind of file, all by one process of it, and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pipeline.intake.readers.kinds import read_received
from tests.intake.mixture.masters import Master
from tests.intake.mixture.reading import by_us
from tests.intake.mixture.scoring import Score, score
from tests.intake.mixture.workbook import as_workbook
from tests.intake.office import save_again

EXACT: Final = ("docx", "odt", "doc", "rtf", "html", "xlsx")
KINDS: Final = (*EXACT, "pdf")
# Those that the program has LibreOffice convert to Word files. Here it does so to all at once, since to start it takes seconds.
CONVERTED: Final = ("odt", "doc", "rtf")


def resaved(masters: Sequence[Master], folder: Path) -> Path:
    """Return the folder in which forms, by their numbers, lie saved as each kind in a folder of that name."""
    folder.mkdir(exist_ok=True)
    for number, master in enumerate(masters):
        (folder / f"{number}.docx").write_bytes(master.package)
        (folder / f"{number}.xlsx").write_bytes(as_workbook(master.sheet()))
    save_again(jobs(folder, len(masters)), folder)
    return folder


def jobs(folder: Path, count: int) -> Iterator[tuple[Path, Path]]:
    """Yield which files are saved by which names."""
    for number in range(count):
        for kind in KINDS:
            again = folder / kind / f"{number}.{kind}"
            again.parent.mkdir(exist_ok=True)
            yield folder / f"{number}{'.xlsx' if kind == 'xlsx' else '.docx'}", again
            if kind in CONVERTED:
                yield again, again.with_suffix(".docx")


def scores(masters: Sequence[Master], folder: Path) -> dict[str, Score]:
    """Return what is read of forms that were saved as each kind."""
    return {kind: read(masters, folder / kind, "docx" if kind in CONVERTED else kind) for kind in KINDS}


def read(masters: Sequence[Master], folder: Path, suffix: str) -> Score:
    """Return what is read of the forms in a folder, whose files have a suffix."""
    total = Score()
    for number, master in enumerate(masters):
        path = folder / f"{number}.{suffix}"
        total += score(master.sheet(), *by_us(master, read_received(path, path.name)))
    return total
