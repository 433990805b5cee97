"""One unit-year on the disclosure site: what the index knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, field, replace
from pathlib import PurePath
from typing import Any, Final

from pipeline.facts.revisions import Change
from pipeline.printing.outputs import OUTPUTS, is_asked_for
from pipeline.publish.history import Act, Entry
from pipeline.publish.open_data import CSV, JSON, Figure, MachineFile, Source, data_files
from pipeline.records import record
from pipeline.remote.listing import Listing
from pipeline.workspace import UnitYear, fault_of_name

# Where the site's index has the name of a further form; `name` there is the unit's.
FURTHER: Final = "further"
# What is read from the index otherwise than it stands there, and what former versions held besides.
OTHERWISE: Final = frozenset(("unit", "year", FURTHER, "rates", "downloads", "signature"))


@record()
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


@record()
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
        known = {key: value for key, value in record.items() if key not in OTHERWISE}
        downloads = tuple([Download(item["file"], item["size"]) for item in record["downloads"]])
        return cls(named_in(record), rates=tuple(map(tuple, record.get("rates", ()))), downloads=downloads, **known)


@record()
class Ranked:
    """What is known of an article where it is compared with many others: as little as that takes.

    Attributes:
        of: which unit-year.
        name: the unit's name.
        form: the folder name of the form that it fills.
        form_title: what the form is called.
        rates: what each figure is called by which units are compared, and what it shows for it, in the form's order.
    """

    of: UnitYear
    name: str
    form: str
    form_title: str
    rates: Sequence[tuple[str, str]]

    @property
    def year(self) -> str:
        """The fiscal year."""
        return self.of.year

    @property
    def listed(self) -> str:
        """What a list of units calls it."""
        return f"{self.name}{self.of.named}"

    @property
    def folder(self) -> str:
        """Where it is in the site."""
        return folder_of(self.of)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Ranked:
        """Return what is known of an article from the site's index.

        Raises:
            KeyError, ValueError: it is none that the program writes.
        """
        return cls(named_in(record), record["name"], record.get("form", ""), record.get("form_title", ""), record.get("rates", ()))


def named_in(record: Mapping[str, Any]) -> UnitYear:
    """Return which unit-year an article of the site's index is.

    Raises:
        KeyError, ValueError: it is none that the program writes.
    """
    further = record.get(FURTHER, "")
    if further and fault_of_name(further):
        raise ValueError(further)
    return UnitYear(record["unit"], record["year"], further)


@record()
class Told:
    """An entry of the log as its article tells it.

    Attributes:
        entry: the entry.
        changes: what it changed, rows matched.
    """

    entry: Entry
    changes: tuple[Change, ...] = ()


def folder_of(of: UnitYear) -> str:
    """Return where a unit-year's article is in the site; a further form's beside the main one's: units have no point in their names."""
    return f"{of.year}/{of.unit}.{of.name}" if of.name else f"{of.year}/{of.unit}"
