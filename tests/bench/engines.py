"""Template engines of other languages on the same work: a unit's four Word files, from values to bytes.

They get it easier: their templates are finished documents in which each place that differs from unit to unit is one tag, so they fill in
texts that are ready, and have no loops, conditions, formats or checks to do.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import unescape

from pipeline.build.compiled_form import CompiledForm
from pipeline.build.unit_year import examine, prepare
from pipeline.document.word.package import DOCUMENT
from pipeline.facts.fact import Facts
from pipeline.privacy.edition import public_facts
from pipeline.workspace import Asked, Workspace
from tests.batch.city import city
from tests.bench.documents import by_us
from tests.bench.tables import Table, seconds

HERE: Final = Path(__file__).parent
# How each engine writes a tag for a value by its name; carbone has all values in one object that is called d.
TAGS: Final = {"docxtemplater": "{%s}", "carbone": "{d.%s}", "docx-templates": "{= %s}"}
TEXT: Final = re.compile(r"(<w:t(?: [^>]*)?>)([^<]+)(</w:t>)")
UNITS: Final = 30  # by which the places are found that differ
ROUNDS: Final = 15
YEAR: Final = "2020"


def measure() -> list[Table]:
    """Return the table."""
    with tempfile.TemporaryDirectory() as name:
        workspace, _ = city(Path(name) / "city", UNITS)
        return [beside_engines(workspace, Path(name) / "npm")]


def beside_engines(workspace: Workspace, folder: Path) -> Table:
    """Return how long each engine takes for a unit's four Word files, and this program for them.

    Args:
        workspace: with some units of one form.
        folder: where to write templates, and install the engines.
    """
    columns = ("engine", "four Word files, ms", "times as long as ziping", "tags filled in")
    files = word_files(workspace)
    rows: list[tuple[str | float, ...]] = [("ziping", ours := our_time(workspace), 1.0, "-")]
    is_installed = installed(folder)
    for engine in TAGS:
        if not is_installed:
            rows.append((f"{engine}: skipped, node or npm is not here, or npm cannot install", "-", "-", "-"))
            continue
        made = [template_of(name, others, engine, folder) for name, others in files.items()]
        time = engine_time(engine, [{"template": path, "values": values} for path, values in made], folder)
        rows.append((engine, time, time / ours, sum(len(values) for _, values in made)))
    return Table("a unit's four Word files beside other template engines, warm", columns, rows)


def installed(folder: Path) -> bool:
    """Install the engines, and return whether they are there."""
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    if not (folder / "node_modules").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "package.json", folder)
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
        return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    return True


def editions(workspace: Workspace, count: int) -> Iterator[tuple[CompiledForm, Facts]]:
    """Yield some units' facts, for the authorities and for the public."""
    for of in workspace.unit_years(Asked(year=YEAR))[:count]:
        compiled, sources = prepare(workspace, of)
        facts = examine(compiled, YEAR, sources).facts
        yield compiled, facts
        yield compiled, public_facts(facts)


def word_files(workspace: Workspace) -> dict[str, list[bytes]]:
    """Return the Word files of some units, by document and edition."""
    made: dict[str, list[bytes]] = {}
    for number, (compiled, facts) in enumerate(editions(workspace, UNITS)):
        for document in compiled.documents:
            if document.is_made(facts):
                made.setdefault(f"{document.spec.name}-{number % 2}", []).append(by_us(document, facts))
    return made


def template_of(name: str, files: Sequence[bytes], engine: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """Write a finished document with a tag at each place that differs from unit to unit, and return its path and the tags' values.

    Args:
        name: of the template.
        files: the same document of many units; only those with as many texts as most have are compared.
        engine: the engine that fills it in.
        folder: where to write.
    """
    xmls = [part(data, DOCUMENT) for data in files]
    texts = [[text for _, text, _ in TEXT.findall(xml)] for xml in xmls]
    usual = Counter(map(len, texts)).most_common(1)[0][0]
    alike = [row for row in texts if len(row) == usual]
    differing = {place for place, said in enumerate(zip(*alike, strict=True)) if len(set(said)) > 1}
    first = texts.index(alike[0])
    places = iter(range(usual))
    values: dict[str, Any] = {}

    def tagged(found: re.Match[str]) -> str:
        if (place := next(places)) not in differing:
            return found[0]
        values[f"t{place}"] = unescape(found[2])
        return f"{found[1]}{TAGS[engine] % f't{place}'}{found[3]}"

    xml = TEXT.sub(tagged, xmls[first])
    path = folder / f"{engine}-{name}.docx"
    with zipfile.ZipFile(io.BytesIO(files[first])) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for part_name in package.namelist():
            copy.writestr(part_name, xml if part_name == DOCUMENT else package.read(part_name))
    return str(path), values


def part(data: bytes, name: str) -> str:
    """Return a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def engine_time(engine: str, files: Sequence[dict[str, Any]], folder: Path) -> float:
    """Return how many ms an engine takes for some files."""
    task = folder / f"{engine}.json"
    task.write_text(json.dumps({"engine": engine, "folder": str(folder), "files": files, "rounds": ROUNDS}), encoding="utf-8")
    run = subprocess.run(["node", str(HERE / "engines.mjs"), str(task)], check=True, capture_output=True, text=True)
    return float(run.stdout)


def our_time(workspace: Workspace) -> float:
    """Return how many ms this program takes for the same files of a unit, from its facts."""
    (compiled, full), (_, public) = editions(workspace, 1)

    def all_four() -> None:
        for facts in (full, public):
            for document in compiled.documents:
                if document.is_made(facts):
                    by_us(document, facts)

    return min(seconds(all_four) for _ in range(ROUNDS)) * 1000
