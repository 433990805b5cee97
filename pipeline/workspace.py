"""Where things are: the folders of templates, data and output, and which names of units, years and forms are safe to use in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from pipeline.calls import command
from pipeline.problems import Kind, Place, Stop, error
from pipeline.records import record
from pipeline.regex import regex

# Windows means a device by some names, in whichever folder; and a folder of data may come to Windows any day.
DEVICE = regex(r"con|prn|aux|nul|(com|lpt)[0-9]")
UNIT = regex(rf"(?!({DEVICE.pattern})\Z)[a-z][a-z0-9_-]{{0,31}}")
YEAR = regex(r"(19|20)[0-9]{2}")
# What sets a further form of a year apart. No letter in it is written in two ways, whichever the system: no capitals, no marks added.
LETTERS = r"〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323afa-z0-9"
NAME = regex(rf"[{LETTERS}][{LETTERS}_-]{{0,31}}")
# Names that mean something else: the log of publications, or a copy of the year's file that somebody has put aside.
LOG, COPY = "log", regex(r"(?:[\s._-]*(?:备份|副本|复件)|(?:\A|[\s._-]+)(?:bak|backup|copy|old|orig|temp|tmp)|\s*\([0-9]+\))+\Z")
DRAFT = "-draft"
DATA = ".yaml"
# What a unit-year's folder of documents holds besides them: from what they were made, and the folder of the public edition.
MANIFEST, PUBLIC = "manifest.json", "public"
PRIVATE = "private.hashes"
# The folder beside those of the units where a site lies if nobody says otherwise.
SITE_FOLDER = "site"
# How many years before one are told beside it.
YEARS_BEFORE = 4
# The folder of what all forms share, beside those of the forms.
COMMON = "common"


class UsageError(Exception):
    """The command was called in a wrong way; the message says how to call it."""


@record()
class UnitYear:
    """What a unit hands in for a year on one form: the main one, or a further one such as that of a project.

    Attributes:
        unit: the unit's folder name.
        year: the fiscal year.
        name: what sets a further form apart from the main one, as in 2022.项目-防汛.yaml; empty for the main one.
    """

    unit: str
    year: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.unit} {self.year} 年度{self.named}"

    def __lt__(self, other: UnitYear) -> bool:
        return (self.unit, self.year, self.name) < (other.unit, other.year, other.name)

    @property
    def named(self) -> str:
        """The name as it follows what the main one is called."""
        return f"（{self.name}）" if self.name else ""

    @property
    def stem(self) -> str:
        """How its file is called, but for the ending, and how its folder of documents is."""
        return f"{self.year}.{self.name}" if self.name else self.year

    @property
    def before(self) -> UnitYear:
        """The same of the year before."""
        return UnitYear(self.unit, str(int(self.year) - 1), self.name)

    @property
    def years_before(self) -> Iterator[UnitYear]:
        """The same of the years before that are told beside it, the nearest first."""
        before = self
        for _ in range(YEARS_BEFORE):
            before = before.before
            yield before

    def command(self, name: str) -> str:
        """Return a command for it as its user types it."""
        return command(name, self.unit, self.year, self.name)

    @classmethod
    def of_file(cls, path: PurePath) -> UnitYear | None:
        """Return what a data file is of; None if it is none."""
        year, _, name = path.name.removesuffix(DATA).partition(".")
        is_named = path.name != f"{year}{DATA}"
        if path.suffix != DATA or not YEAR.fullmatch(year) or not UNIT.fullmatch(path.parent.name) or (is_named and fault_of_name(name)):
            return None
        return cls(path.parent.name, year, name)

    @classmethod
    def of_log(cls, path: PurePath) -> UnitYear | None:
        """Return what a log of publications is of; None if it is none."""
        ending = f".{LOG}{DATA}"
        return cls.of_file(path.with_name(path.name.removesuffix(ending) + DATA)) if path.name.endswith(ending) else None


ALL = "*"


@record()
class Asked:
    """Which unit-years somebody asks for; what is not said is any.

    Attributes:
        unit: the unit's folder name.
        year: the year.
        name: what sets a further form apart.
    """

    unit: str = ALL
    year: str = ALL
    name: str = ALL

    def has(self, one: UnitYear) -> bool:
        """Return whether a unit-year is asked for."""
        return all(
            asked in (ALL, own) for asked, own in zip((self.unit, self.year, self.name), (one.unit, one.year, one.name), strict=True)
        )


ANY = Asked()


@record()
class Workspace:
    """A folder with templates/, data/ and output/ in it."""

    root: Path

    @property
    def forms(self) -> Path:
        """The folder that holds a folder for each form."""
        return self.root / "templates"

    @property
    def layout(self) -> Path:
        """The page layout that all forms share."""
        return self.forms / "site"

    @property
    def common(self) -> Path:
        """The rules that all forms share."""
        return self.forms / COMMON

    def form(self, name: str) -> Path:
        """Return a form's folder."""
        return self.forms / name

    def form_names(self) -> list[str]:
        """Return the names of the forms there are."""
        return sorted(name for name in names_in(self.forms) if name != COMMON and (self.form(name) / "form.yaml").exists())

    def has_form(self, name: str) -> bool:
        """Return whether there is a form of a name, without a look at the others."""
        return name != COMMON and name in names_in(self.forms) and (self.form(name) / "form.yaml").exists()

    @property
    def site_log(self) -> Path:
        """The log of what was done to the whole site."""
        return self.root / "data" / "site.log.yaml"

    def seal_file(self, mark: str) -> Path:
        """Return the file that says which release of a site was last shown from here; a site is known by its mark."""
        return self.root / "data" / ".sites" / f"{mark}.yaml"

    def unit_file(self, unit: str) -> Path:
        """Return the file of what stays the same for a unit."""
        return self.root / "data" / unit / "unit.yaml"

    def data_file(self, of: UnitYear) -> Path:
        """Return the file of a unit's year."""
        return self.root / "data" / of.unit / f"{of.stem}{DATA}"

    def private_file(self, unit: str) -> Path:
        """Return the file that knows a unit's private values of past and present by their hashes."""
        return self.root / "data" / unit / PRIVATE

    def private_files(self) -> list[Path]:
        """Return those of all units."""
        return sorted((self.root / "data").glob(f"*/{PRIVATE}"))

    def log_file(self, of: UnitYear) -> Path:
        """Return the log of a unit-year's publications."""
        return self.root / "data" / of.unit / f"{of.stem}.{LOG}{DATA}"

    def output(self, of: UnitYear, *, draft: bool = False) -> Path:
        """Return the folder of a unit-year's documents; a draft has one of its own."""
        return self.root / "output" / of.unit / f"{of.stem}{DRAFT if draft else ''}"

    @property
    def blanks(self) -> Path:
        """The folder of the empty forms that are sent out."""
        return self.root / "output" / "blank"

    def unit_years(self, asked: Asked = ANY) -> list[UnitYear]:
        """Return every unit-year that is asked for and has a data file, in order."""
        data = self.root / "data"
        units = names_in(data) if asked.unit == ALL else [asked.unit]
        files = (PurePath(unit, name) for unit in units if UNIT.fullmatch(unit) for name in names_in(data / unit))
        return sorted(of for file in files if (of := UnitYear.of_file(file)) and asked.has(of))

    def units(self) -> list[str]:
        """Return every unit that has been set up: what is the same in each of its years is there, if nothing else."""
        return [unit for unit in names_in(self.root / "data") if UNIT.fullmatch(unit) and self.unit_file(unit).is_file()]

    def shown(self, path: Path) -> str:
        """Return a path as messages name it: from the workspace on."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder, by name; nothing if it is none."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - of the folders of a hundred thousand units, paths would fill the memory
    except OSError:
        return []


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that a folder lies in.

    Raises:
        Stop: neither the folder nor one above it has templates/ and data/.
    """
    for folder in (start, *start.parents):
        if (folder / "templates").is_dir() and (folder / "data").is_dir():
            return Workspace(folder)
    hint = "请先进入填报用的文件夹；还没有的，先建一个：ziping init 我的自评"
    raise Stop(error(Kind.WORKSPACE, "这里没有 templates 和 data 文件夹，上级文件夹里也没有", Place(str(start)), hint=hint))


def check_unit(unit: str) -> str:
    """Return a unit's name if it is safe as a folder's name.

    Raises:
        UsageError: it is not.
    """
    if unit == SITE_FOLDER:
        raise UsageError(f"单位代码“{unit}”不能用：output/{unit} 是公开网站的文件夹。请换一个，例如 {unit}-1")
    if DEVICE.fullmatch(unit):
        raise UsageError(f"单位代码“{unit}”不能用：它在 Windows 上是设备的名称，不能作文件夹名。请换一个，例如 {unit}-1")
    if not UNIT.fullmatch(unit):
        raise UsageError(f"单位代码“{unit}”不对：用小写字母开头，只含小写字母、数字、- 和 _，不超过 32 个字符，例如 xinfang")
    return unit


def check_year(year: str) -> str:
    """Return a year if it is four digits from 1900 on.

    Raises:
        UsageError: it is not.
    """
    if not YEAR.fullmatch(year):
        raise UsageError(f"年度“{year}”不对：应为四位数字，例如 2020")
    return year


def check_name(name: str) -> str:
    """Return what sets a further form apart, if it is safe in a file's name and means nothing else there.

    Raises:
        UsageError: it is not.
    """
    if fault := fault_of_name(name):
        raise UsageError(f"“{name}”不能用来区分同一年度的几份表：{fault}，例如 项目-防汛")
    return name


def fault_of_name(name: str) -> str:
    """Return why a name cannot set a further form apart, and how it should be, in words; nothing if it can."""
    if not NAME.fullmatch(name):
        return "只用汉字、小写字母、数字、- 和 _，不以 - 或 _ 开头，不超过 32 个字符"
    if name == LOG or COPY.search(name) or name.endswith(DRAFT):
        return "这个名称另有意思（公开记录、备份或草稿），请换一个"
    return ""
