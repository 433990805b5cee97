"""One unit-year on the disclosure site: what the index knows of it, and its documents as parts of a page and as downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Final

from markupsafe import Markup

from pipeline.build.made import Made
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import Change, label_of
from pipeline.form.form import YEAR
from pipeline.form.last_year import LAST_YEAR, YEARS, below
from pipeline.language.expressions import machine_value
from pipeline.paths import as_declared, numbered
from pipeline.printing.article import lines_of
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.outputs import OUTPUTS, is_asked_for
from pipeline.printing.read_back import shown_earlier
from pipeline.publish.history import Act, Entry
from pipeline.workspace import UnitYear, fault_of_name

UNSAFE_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\s]+')
# Bytes of a download's name; file systems take 255, and some of them are needed while it is on its way.
MAX_NAME: Final = 180
# Where the site's index has the name of a further form; `name` there is the unit's.
FURTHER: Final = "further"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that an article offers.

    Attributes:
        file: its name, which says what it is.
        size: in bytes.
    """

    file: str
    size: int

    @property
    def kind(self) -> str:
        """What the article calls it."""
        return OUTPUTS[PurePath(self.file).suffix].download


@dataclass(frozen=True, slots=True)
class Article:
    """What the site's index knows of one unit-year.

    Attributes:
        of: which unit-year.
        name: the unit's name.
        title: the article's title.
        first: when it was first published, ISO 8601.
        last: when it was last changed.
        number: how many entries of its log readers are told of.
        head: SHA-256 of the last entry of its log, or of the site's log, that it was published with.
        note: the last entry's note.
        signature: which pairs of characters its text has, for the search.
        downloads: its files.
        act: what the last entry that readers are told of was.
    """

    of: UnitYear
    name: str
    title: str
    first: str
    last: str
    number: int
    head: str
    note: str = ""
    signature: str = ""
    downloads: tuple[Download, ...] = ()
    act: str = ""

    @property
    def withdrawn(self) -> bool:
        """Whether only a notice is left."""
        return self.act == Act.WITHDRAWAL

    @property
    def offers_unasked(self) -> bool:
        """Whether it offers files of a kind that is only made when somebody asks for it."""
        return any(is_asked_for(download.file) for download in self.downloads)

    @property
    def unit(self) -> str:
        """The unit's folder name."""
        return self.of.unit

    @property
    def year(self) -> str:
        """The fiscal year."""
        return self.of.year

    @property
    def named(self) -> str:
        """What sets a further form apart, as it follows what the unit's main one is called."""
        return self.of.named

    @property
    def listed(self) -> str:
        """What a list of units calls it."""
        return f"{self.name}{self.named}"

    @property
    def folder(self) -> str:
        """Where it is in the site."""
        return folder_of(self.of)

    def files_in(self, files: Mapping[str, str]) -> dict[str, str]:
        """Return those of the site's files that are its own, by their bare names."""
        return {path.removeprefix(f"{self.folder}/"): digest for path, digest in files.items() if path.startswith(f"{self.folder}/")}

    def record(self) -> dict[str, Any]:
        """Return it as the site's index holds it."""
        held = {**asdict(self), "downloads": [asdict(download) for download in self.downloads]}
        del held["of"]
        return {"unit": self.unit, "year": self.year, **held, **({FURTHER: self.of.name} if self.of.name else {})}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Article:
        """Return an article from the site's index.

        Raises:
            KeyError, TypeError, ValueError: it is none that the program writes.
        """
        further = record.get(FURTHER, "")
        if further and fault_of_name(further):
            raise ValueError(further)
        known = {key: value for key, value in record.items() if key not in ("unit", "year", FURTHER)}
        of = UnitYear(record["unit"], record["year"], further)
        return cls(of, **{**known, "downloads": tuple(Download(**item) for item in record["downloads"])})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log as its article tells it.

    Attributes:
        entry: the entry.
        changes: what it changed, rows matched.
    """

    entry: Entry
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One document of an article.

    Attributes:
        name: its name, such as table.
        title: its title with the unit and the year, by which its file is called.
        heading: its title as it stands at its top.
        body: its content as HTML.
        css: the widths of its tables' columns.
        text: what it says, for the search.
    """

    name: str
    title: str
    heading: str
    body: Markup
    css: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says.

    Attributes:
        parts: its documents.
        downloads: its files, by the names that they should have in a reader's folder.
        figures: its facts for machines.
    """

    parts: Sequence[Part]
    downloads: Mapping[str, bytes]
    figures: Sequence[Mapping[str, str]]

    def text(self) -> str:
        """Return what it says, for the search."""
        return "\n".join(part.text for part in self.parts)


def folder_of(of: UnitYear) -> str:
    """Return where a unit-year's article is in the site; a further form's beside the main one's: units have no point in their names."""
    return f"{of.year}/{of.unit}.{of.name}" if of.name else f"{of.year}/{of.unit}"


def content_of(made: Made, of: UnitYear) -> Content:
    """Return what the public edition of a unit-year says, narratives before forms."""
    documents = sorted(made.compiled.documents, key=lambda document: document.spec.template.suffix == ".docx")
    parts = [part_of(document, made.public.facts) for document in documents if f"{document.spec.name}.html" in made.public.files]
    facts = made.public.facts
    return Content(parts, downloads_of(made, parts, of.named), [*figures(facts), *earlier_figures(facts, parts)])


def part_of(document: DocumentTemplate, facts: Facts) -> Part:
    """Return a document, printed as a part of an article."""
    context = document.context(facts)
    heading, body = document.article.print(context)
    text = f"{context['title']}\n{lines_of(body)}"
    return Part(document.spec.name, context["title"], heading, Markup(body), document.article.css, text)  # noqa: S704 - its values are escaped


def downloads_of(made: Made, parts: Sequence[Part], named: str) -> dict[str, bytes]:
    """Return the files that an article offers, by the names that they should have in a reader's folder.

    Args:
        made: what was made of the unit-year.
        parts: its documents.
        named: what sets a further form apart, as it follows a title.
    """
    names: dict[str, Part] = {}
    for part in parts:
        name = shortened(f"{UNSAFE_IN_NAMES.sub('', part.title).strip(' .') or part.name}{named}")
        names[name if name not in names else f"{name}（{part.name}）"] = part
    suffixes = [suffix for suffix, output in OUTPUTS.items() if output.download]
    offered = {f"{name}{suffix}": f"{part.name}{suffix}" for name, part in names.items() for suffix in suffixes}
    return {name: made.public.files[file] for name, file in offered.items() if file in made.public.files}


def shortened(name: str) -> str:
    """Return a name that file systems take: of a long one the beginning, and the end, which says what the file is."""
    if len(name.encode()) <= MAX_NAME:
        return name
    half = MAX_NAME // 2
    return f"{name.encode()[:half].decode(errors='ignore')}…{name.encode()[-half:].decode(errors='ignore')}"


def figures(facts: Facts) -> list[dict[str, str]]:
    """Return the public facts as data.json gives them."""
    return [
        {"项": path, "名称": label_of(facts.form, path), "值": machine_value(fact.value), "单位": fact.field.unit, "显示": str(fact.value)}
        for path, fact in facts.by_path.items()
        if str(fact.value)
    ]


def earlier_figures(facts: Facts, parts: Sequence[Part]) -> Iterator[dict[str, str]]:
    """Yield what an article says of earlier years, likewise.

    Args:
        facts: the public facts.
        parts: the article's documents.
    """
    years = {numbered(YEARS, number): str(year[YEAR]) for number, year in enumerate(facts.years, 1)} | {LAST_YEAR: str(facts.year - 1)}
    for path, (value, text) in shown_earlier(facts).items():
        year, _, own = path.partition(".")
        if path not in facts.by_path and any(f'data-fact="{path}"' in part.body for part in parts):
            unit = below(facts.form.root, as_declared(own)).unit
            yield {"项": path, "名称": f"{years[year]}年·{label_of(facts.form, own)}", "值": value, "单位": unit, "显示": text}
