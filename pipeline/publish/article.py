"""One unit-year on the disclosure site: what the index knows of it, and its documents as parts of a page and as downloads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePath
from typing import Any, Final

from markupsafe import Markup

from pipeline.build.made import Made
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import Change
from pipeline.printing.article import lines_of
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.outputs import OUTPUTS, is_asked_for
from pipeline.publish.history import Act, Entry
from pipeline.publish.open_data import CSV, JSON, Figure, MachineFile, Source, data_files, figures
from pipeline.publish.rates import rates_in
from pipeline.remote.listing import Listing
from pipeline.workspace import UnitYear, fault_of_name

UNSAFE_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\s]+')
# Bytes of a download's name; file systems take 255, and some of them are needed while it is on its way.
MAX_NAME: Final = 180
# Where the site's index has the name of a further form; `name` there is the unit's.
FURTHER: Final = "further"
# What is read from the index otherwise than it stands there, and what former versions held besides.
OTHERWISE: Final = frozenset(("unit", "year", FURTHER, "rates", "downloads", "signature"))


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
        serial: the number that it goes by in the search, for ever; 0 before it has one.
        downloads: its files.
        act: what the last entry that readers are told of was.
        form: the folder name of the form that it fills.
        form_title: what the form is called.
        data: the sizes of its files for machines, in bytes, by name.
        rates: what each figure is called by which units are compared, and what it shows for it, in the form's order.
    """

    of: UnitYear
    name: str
    title: str
    first: str
    last: str
    number: int
    head: str
    note: str = ""
    serial: int = 0
    downloads: tuple[Download, ...] = ()
    act: str = ""
    form: str = ""
    form_title: str = ""
    data: Mapping[str, int] = field(default_factory=dict)
    rates: tuple[tuple[str, str], ...] = ()

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
    def source(self) -> Source:
        """What its figures have in common."""
        return Source(self.unit, self.name, self.year, f"{self.form_title}{self.named}")

    def machine_files(self, figures: Sequence[Figure]) -> dict[str, bytes]:
        """Return its files for machines, by their bare names."""
        head = {"单位": self.name, "年度": self.year, "标题": self.title, "表": self.source.form, "更新时间": self.last}
        return data_files(head, self.source, figures)

    @property
    def offered(self) -> list[MachineFile]:
        """Its files for machines as pages offer them."""
        return [MachineFile(self.folder, name, self.title, self.data[name]) for name in (CSV, JSON) if name in self.data]

    @property
    def named_files(self) -> list[MachineFile]:
        """The same without their sizes, for pages that do not change with every correction."""
        return [replace(file, size=0) for file in self.offered]

    @property
    def folder(self) -> str:
        """Where it is in the site."""
        return folder_of(self.of)

    def files_in(self, files: Listing) -> dict[str, str]:
        """Return the digests of those of the site's files that are its own, by their bare names."""
        return files.below(self.folder)

    def record(self) -> dict[str, Any]:
        """Return it as the site's index holds it."""
        lists = {"downloads": [asdict(download) for download in self.downloads], "rates": [list(pair) for pair in self.rates]}
        held = {**asdict(self), **lists}
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
        of = UnitYear(record["unit"], record["year"], further)
        known = {key: value for key, value in record.items() if key not in OTHERWISE}
        downloads = tuple([Download(item["file"], item["size"]) for item in record["downloads"]])
        return cls(of, rates=tuple(map(tuple, record.get("rates", ()))), downloads=downloads, **known)


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
        lines: its title as it stands at its top, line by line.
        body: its content as HTML.
        css: the widths of its tables' columns.
        text: what it says, for the search.
        is_narrative: whether it is printed as an official document is (GB/T 9704), and no form.
    """

    name: str
    title: str
    lines: Sequence[str]
    body: Markup
    css: str
    text: str
    is_narrative: bool = False

    @property
    def heading(self) -> str:
        """Its title as it stands at its top, in one line."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says.

    Attributes:
        parts: its documents.
        downloads: its files, by the names that they should have in a reader's folder.
        figures: what they show, for machines.
        rates: the figures by which units are compared, as the index holds them.
    """

    parts: Sequence[Part]
    downloads: Mapping[str, bytes]
    figures: Sequence[Figure]
    rates: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """Return what it says, for the search."""
        return "\n".join(part.text for part in self.parts)


def folder_of(of: UnitYear) -> str:
    """Return where a unit-year's article is in the site; a further form's beside the main one's: units have no point in their names."""
    return f"{of.year}/{of.unit}.{of.name}" if of.name else f"{of.year}/{of.unit}"


def content_of(made: Made, of: UnitYear) -> Content:
    """Return what the public edition of a unit-year says, narratives before forms."""
    documents = sorted(made.compiled.documents, key=lambda document: document.spec.template.suffix == ".docx")
    published = [document for document in documents if f"{document.spec.name}.html" in made.public.files]
    parts = [part_of(document, made.public.facts) for document in published]
    found = figures(made.public.facts, published, "".join(part.body for part in parts), "\n".join(part.text for part in parts))
    return Content(parts, downloads_of(made, parts, of.named), found, rates_in(made.compiled.form, found))


def part_of(document: DocumentTemplate, facts: Facts) -> Part:
    """Return a document, printed as a part of an article."""
    context = document.context(facts)
    lines, body = document.article.print(context)
    text = f"{context['title']}\n{lines_of(body)}"
    spec, css = document.spec, document.article.css
    return Part(spec.name, context["title"], lines, Markup(body), css, text, spec.shell is not None)  # noqa: S704 - its values are escaped


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
