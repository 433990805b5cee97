"""Filled forms read back: how fast, a folder of a thousand, and how much is right in forms that clerks have worked on, beside naive readers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.build.unit_year import examine, prepare
from pipeline.intake.readers.kinds import read_received
from pipeline.workspace import Asked
from tests.batch.city import city
from tests.batch.test_cluster import ENVIRONMENT
from tests.bench.tables import RUNS, Table, seconds
from tests.intake.mixture.edits import EDITS
from tests.intake.mixture.masters import Master
from tests.intake.mixture.naive import Naive, by_label, by_number
from tests.intake.mixture.reading import all_at_once, by_us, only, scored
from tests.intake.mixture.scoring import Score
from tests.intake.mixture.units import SHIPPED, in_city, made_up, shipped
from tests.intake.resaved import EXACT, resaved, scores

FORMS: Final = ("zhanjiang-2020", "hunan-2018", "xiangmu-2022")
UNITS: Final = 1_000
IN_CITY, MADE_UP = 6, 5  # forms that are edited, besides those of the shipped units
AT_ONCE, ALONE = 3, 1  # times that each is edited, in a dozen ways and in each way
AIM, AIM_OF_FOLDER = "≤ 60", "≤ 120"
READERS: Final[dict[str, Naive]] = {"ziping": by_us, "the cell behind the label": by_label, "row and cell number": by_number}
SHARES: Final = ("right %", "listed %", "silently wrong %", "fields")


def measure() -> list[Table]:
    """Return all tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        masters = all_masters(folder / "few")
        by_form = {form: [master for master in masters if master.facts.form.name == form] for form in FORMS}
        at_once = partial(scored, times=AT_ONCE, edits=all_at_once, folder=folder)
        rows = [(reader, *shares(at_once(masters, reader=read))) for reader, read in READERS.items()]
        forms = [(form, *shares(at_once(own, reader=by_us))) for form, own in by_form.items()]
        kinds = [(kind, *shares(scored(masters, ALONE, only(kind), by_us, folder))) for kind in EDITS]
        return [
            Table("one form, from its file to values and proof", ("form", "ms", "aim"), speeds(by_form, folder)),
            Table(
                "make import", ("forms", "processes", "seconds", "aim"), [(f"{UNITS:,}", "2", folder_read(folder / "many"), AIM_OF_FOLDER)]
            ),
            Table(f"forms edited in a dozen ways at once, {len(masters) * AT_ONCE:,} of them", ("reader", *SHARES), rows),
            Table("the same by form", ("form", *SHARES), forms),
            Table(f"forms edited in one way, {len(masters) * ALONE:,} of each", ("edit", *SHARES), kinds),
            Table("saved again by LibreOffice", ("kind", *SHARES), saved_again(masters, folder)),
        ]


def all_masters(folder: Path) -> list[Master]:
    """Return the forms that are edited; a city is made in a folder."""
    ours = [master for of in SHIPPED for master in shipped(of)]
    return [*ours, *in_city(folder, IN_CITY, seed=7), *(master for form in FORMS for master in made_up(form, MADE_UP, seed=7))]


def shares(found: Score) -> tuple[float, float, float, float]:
    """Return how much of what was read is right, listed, and wrong without a word, of how many fields."""
    return found.share(found.right), found.share(found.listed), found.share(found.wrong), found.fields


def speeds(by_form: dict[str, list[Master]], folder: Path) -> list[tuple[str | float, ...]]:
    """Return how many ms each form takes that nobody has edited, on the average of some of them."""
    return [(form, sum(speed(master, folder) for master in masters[:RUNS]) / RUNS, AIM) for form, masters in by_form.items()]


def speed(master: Master, folder: Path) -> float:
    path = folder / "form.docx"
    path.write_bytes(master.package)
    return best(lambda: by_us(master, read_received(path, path.name)))


def best(job: Callable[[], object]) -> float:
    """Return how many ms a job takes that was done before."""
    job()
    return min(seconds(job) for _ in range(RUNS)) * 1000


def folder_read(folder: Path) -> float:
    """Return how many seconds the command takes for a folder with a city's forms, whose units are known and whose data are not."""
    workspace, _ = city(folder, UNITS)
    (folder / "received").mkdir()
    for of in workspace.unit_years(Asked()):
        compiled, sources = prepare(workspace, of)
        [table, *_] = compiled.documents
        (folder / "received" / f"{of.unit}.docx").write_bytes(
            table.printers[".docx"].print(table.context(examine(compiled, of.year, sources).facts))
        )
        workspace.data_file(of).unlink()
    command = [sys.executable, "-m", "pipeline", "import", "received", "--jobs=2"]
    took = seconds(lambda: subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=False, stdout=subprocess.DEVNULL))
    assert len(workspace.unit_years(Asked())) == UNITS
    return took


def saved_again(masters: list[Master], folder: Path) -> list[tuple[str | float, ...]]:
    """Return what is read of forms that LibreOffice has saved as other kinds of files; nothing if it is not there."""
    if not shutil.which("soffice"):
        return []
    found = scores(masters, resaved(masters, folder / "saved"))
    return [(kind, *shares(found[kind])) for kind in (*EXACT, "pdf")]
