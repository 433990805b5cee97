"""Where things are: the folders of templates, data and output, and which unit and year names are safe to use in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.problems import Kind, Place, Stop, error

# Windows means a device by some names, in whichever folder; and a folder of data may come to Windows any day.
DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
UNIT = re.compile(rf"(?!({DEVICE.pattern})\Z)[a-z][a-z0-9_-]{{0,31}}")
YEAR = re.compile(r"(19|20)[0-9]{2}")
# What a unit-year's folder of documents holds besides them: from what they were made, and the folder of the public edition.
MANIFEST, PUBLIC = "manifest.json", "public"
PRIVATE = "private.hashes"
# The folder of what all forms share, beside those of the forms.
COMMON = "common"


class UsageError(Exception):
    """The command was called in a wrong way; the message says how to call it."""


@dataclass(frozen=True, slots=True)
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
        return sorted(path.parent.name for path in self.forms.glob("*/form.yaml") if path.parent != self.common)

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

    def data_file(self, unit: str, year: str) -> Path:
        """Return the file of a unit's year."""
        return self.root / "data" / unit / f"{year}.yaml"

    def private_file(self, unit: str) -> Path:
        """Return the file that knows a unit's private values of past and present by their hashes."""
        return self.root / "data" / unit / PRIVATE

    def private_files(self) -> list[Path]:
        """Return those of all units."""
        return sorted((self.root / "data").glob(f"*/{PRIVATE}"))

    def log_file(self, unit: str, year: str) -> Path:
        """Return the log of a unit-year's publications."""
        return self.root / "data" / unit / f"{year}.log.yaml"

    def output(self, unit: str, year: str, *, draft: bool = False) -> Path:
        """Return the folder of a unit-year's documents; a draft has one of its own.

        Args:
            unit: the unit's folder name, checked.
            year: the year, checked.
            draft: whether the documents are a draft.
        """
        return self.root / "output" / unit / (f"{year}-draft" if draft else year)

    def unit_years(self, unit: str = "*", year: str = "*") -> Iterator[tuple[str, str]]:
        """Yield every unit and year that there is a data file for, in order."""
        for path in sorted((self.root / "data").glob(f"{unit}/{year}.yaml")):
            if YEAR.fullmatch(path.stem) and UNIT.fullmatch(path.parent.name):
                yield path.parent.name, path.stem

    def shown(self, path: Path) -> str:
        """Return a path as messages name it: from the workspace on."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


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
