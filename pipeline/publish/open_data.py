"""What an article shows, as rows for machines: a CSV file that spreadsheets open, and the same rows as JSON arrays.

Only what the documents of the public edition show is among them, and what these show as nothing: a blank. Values are those of the
documents in the spelling of machines: 89.56, 2020-09-03; a blank is empty, 0 is 0, and 无 and 不适用 stay the words that they are.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.facts.fact import Fact, Facts
from pipeline.facts.revisions import label_of
from pipeline.form.form import YEAR
from pipeline.form.last_year import LAST_YEAR, YEARS, below
from pipeline.form.types.registry import type_of
from pipeline.language.expressions import machine_value
from pipeline.paths import as_declared, numbered
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.printed import is_said, said_of
from pipeline.printing.read_back import shown_earlier
from pipeline.records import record

CSV, JSON = "data.csv", "data.json"
COLUMNS: Final = ("单位代码", "单位", "年度", "表", "项", "名称", "值", "计量单位", "类型")
LINE_END: Final = "\r\n"  # RFC 4180
HEAD: Final = f"\ufeff{','.join(COLUMNS)}{LINE_END}".encode()  # without the mark Excel takes UTF-8 for the local code page
NAMED: Final = re.compile(r'data-fact="([^"]*)"')
# What begins so is computed by a spreadsheet that opens the file, after blanks and in full width too; or begins like the guard itself.
RISKY: Final = re.compile("'|[\\s\u200b\ufeff]*[=+\\-@\t\r＝＋－＠]")
NEGATIVE: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")
GUARD: Final = "'"

MEDIA_TYPES: Final = {"CSV": "text/csv", "JSON": "application/json", "ZIP": "application/zip"}

Figure = Mapping[str, str]


@record()
class MachineFile:
    """A file for machines as pages offer it.

    Attributes:
        folder: the folder that it is in.
        name: its bare name.
        title: what it is of.
        size: in bytes; 0 where it is not told, since it changes with every correction.
    """

    folder: str
    name: str
    title: str
    size: int

    @property
    def path(self) -> str:
        """Where it is in the site."""
        return f"{self.folder}/{self.name}"

    @property
    def kind(self) -> str:
        """What people call its format."""
        return self.name.rpartition(".")[2].upper()

    @property
    def file(self) -> str:
        """The name that it should have in a reader's folder."""
        return f"{self.title}数据.{self.kind.lower()}"

    @property
    def media_type(self) -> str:
        """What browsers call its format."""
        return MEDIA_TYPES[self.kind]


@record()
class Source:
    """What all rows of an article have in common.

    Attributes:
        unit: the unit's folder name.
        name: the unit's name.
        year: the fiscal year.
        form: the form's title, with what sets a further form apart.
    """

    unit: str
    name: str
    year: str
    form: str

    def row(self, figure: Figure) -> tuple[str, ...]:
        """Return a figure as a row."""
        return (self.unit, self.name, self.year, self.form, *(figure[key] for key in ("项", "名称", "值", "单位", "类型")))


def figures(facts: Facts, documents: Sequence[DocumentTemplate], content: str, text: str) -> list[Figure]:
    """Return the public facts that documents show, as data.json gives them.

    Args:
        facts: the public facts.
        documents: the documents of the public edition.
        content: their content as HTML.
        text: what they say.
    """
    named = set(NAMED.findall(content))
    return [*(figure(facts, path, fact) for path, fact in shown(facts, documents, named, text)), *earlier_figures(facts, named)]


def figure(facts: Facts, path: str, fact: Fact) -> Figure:
    """Return a fact as data.json gives it.

    Args:
        facts: all facts.
        path: its path.
        fact: the fact.
    """
    known = {"项": path, "名称": label_of(facts.form, path), "值": machine_value(fact.value), "单位": fact.field.unit}
    return known | {"显示": str(fact.value), "类型": type_of(fact.field).called}


def earlier_figures(facts: Facts, named: set[str]) -> Iterator[Figure]:
    """Yield what documents name of earlier years, likewise.

    Args:
        facts: the public facts.
        named: the paths that are named.
    """
    years = {numbered(YEARS, number): str(year[YEAR]) for number, year in enumerate(facts.years, 1)} | {LAST_YEAR: str(facts.year - 1)}
    for path, (value, text) in shown_earlier(facts).items():
        year, _, own = path.partition(".")
        if path in named and path not in facts.by_path:
            field = below(facts.form.root, as_declared(own))
            known = {"项": path, "名称": f"{years[year]}年·{label_of(facts.form, own)}", "值": value, "单位": field.unit}
            yield known | {"显示": text, "类型": type_of(field).called}


def shown(facts: Facts, documents: Sequence[DocumentTemplate], named: set[str], text: str) -> Iterator[tuple[str, Fact]]:
    """Yield the facts that documents name, say or show as blank; of a blank that is masked nobody can tell.

    Args:
        facts: the public facts.
        documents: the documents of the public edition.
        named: the paths that their content names.
        text: what they say.
    """
    used = {field.path for document in documents for template in document.templates() for field in template.used}
    asked = [(path, fact) for path, fact in facts.by_path.items() if path in named or (as_declared(path) in used and path != YEAR)]
    said = said_of(text, [part for path, fact in asked if path not in named for part in fact.texts if part])
    for path, fact in asked:
        if path in named or (is_said(fact, named, said) or type_of(fact.field).words if str(fact.value) else not fact.field.private):
            yield path, fact


def data_files(head: Mapping[str, str], source: Source, some: Sequence[Figure]) -> dict[str, bytes]:
    """Return an article's files for machines, by their bare names.

    Args:
        head: what data.json says of the article.
        source: what all rows have in common.
        some: its figures.
    """
    content = json.dumps({**head, "数据": some}, ensure_ascii=False, indent=1)
    return {CSV: HEAD + csv_rows(source, some), JSON: f"{content}\n".encode()}


def csv_rows(source: Source, some: Iterable[Figure]) -> bytes:
    """Return figures as lines of CSV, without the line that names the columns."""
    written = io.StringIO()
    csv.writer(written, lineterminator=LINE_END).writerows([harmless(cell) for cell in source.row(one)] for one in some)
    return written.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text as a cell that no spreadsheet computes: a risky one has an apostrophe before it, as the schema says."""
    return f"{GUARD}{text}" if RISKY.match(text) and not NEGATIVE.fullmatch(text) else text


def json_rows(source: Source, some: Iterable[Figure]) -> bytes:
    """Return figures as JSON arrays, each after a comma in a line of its own: half as long as objects that name their columns."""
    return "".join(f",\n{json_row(source.row(one))}" for one in some).encode()


def json_row(cells: Sequence[str]) -> str:
    """Return cells as a JSON array."""
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
