"""Files under data/ that are not read because of their name or place: `2021.yaml.txt`, `unit.yml`, a copy, one in no unit's folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.regex import regex
from pipeline.workspace import ALL, ANY, COPY, DATA, DRAFT, LETTERS, LOG, PRIVATE, UNIT, Asked, UnitYear, Workspace

# What a name was meant as, whatever was added to it; `2021.log.yaml` has a meaning of its own.
ENDING = r"\.ya?ml(?:\.(?:txt|bak|ya?ml))?|\.txt|(?<=[0-9])"
MEANT = regex(rf"(?P<stem>(?:19|20)[0-9]{{2}}(?![0-9])|unit|site)(?P<added>(?:\s*[^\s.].*?)?\s*)(?:{ENDING})")
# The same of a further form, which a bare .txt is not.
FURTHER = regex(r"(?P<year>(?:19|20)[0-9]{2})\s*\.\s*(?P<name>.*?)\s*\.ya?ml(?:\.(?:txt|bak|ya?ml))?")
LONGEST = 32  # characters of a further form's name
LOCKS = ("~$", ".~")
# What lies in nearly every unit's folder, and need not be looked at.
USUAL = regex(rf"(?:(?:19|20)[0-9]{{2}}|unit)\.yaml|{PRIVATE}")
UNREAD = "“{}”不会读入"


def misnamed(workspace: Workspace, asked: Asked = ANY) -> list[Problem]:
    """Return a problem for each file that seems to be one of the data that are asked for, but is not read."""
    data = workspace.root / "data"
    in_units = (path for path in data.glob(f"{asked.unit}/*") if not (USUAL.fullmatch(path.name) and UNIT.fullmatch(path.parent.name)))
    paths = [*(data.glob("*") if asked.unit == ALL else ()), *in_units]
    found = (said_of(workspace, path, asked) for path in sorted(paths) if path.is_file())
    return [problem for problem in found if problem]


def said_of(workspace: Workspace, path: Path, asked: Asked) -> Problem | None:
    """Return what to say about a file; nothing if it is read, or seems to be no data.

    Args:
        workspace: where everything is.
        path: the file.
        asked: which unit-years are asked for.
    """
    name, folder = path.name, path.parent
    lock = next((mark for mark in LOCKS if name.startswith(mark)), "")
    meant, is_copy = meant_name(name.removeprefix(lock).removeprefix("lock."))
    of = UnitYear.of_file(Path("a", meant))
    if not meant or (of and not asked.has(replace(of, unit=folder.name))):
        return None
    said = UNREAD.format(name)
    if lock:
        return problem(workspace, path, "这是打开文件时的临时文件", "关闭打开它的软件；关闭以后还在的，可以删去", is_note=True)
    if folder == workspace.root / "data":
        is_site = meant == "site.yaml"
        hint = f"改名为 {meant}" if is_site else f"移到单位的文件夹里，例如 data/xinfang/{meant}"
        return None if name == "site.yaml" else problem(workspace, path, f"{said}：{'名称' if is_site else '位置'}不对", hint)
    if not UNIT.fullmatch(folder.name):
        hint = "改成小写字母开头，只含小写字母、数字、- 和 _ 的代码，例如 jiaoyu"
        return problem(workspace, path, f"{said}：文件夹“{folder.name}”不是单位代码", hint)
    if name != meant and (folder / meant).exists():
        what = "这是副本" if is_copy else f"已经有 {meant}"
        other = f"；是这一年度的另一份表，改名为 {found}" if (found := other_form(name)) and found != meant else ""
        return problem(workspace, path, f"{said}，读的是 {meant}", f"{what}：不用的请移走{other}", is_note=True)
    show = "（先让文件夹显示文件扩展名）" if name.endswith(".txt") else ""
    return None if name == meant else problem(workspace, path, said, f"改名为 {meant}{show}")


def meant_name(name: str) -> tuple[str, bool]:
    """Return the name of a data file that a name was meant as, and whether something was added to it; nothing for any other file."""
    plain = unicodedata.normalize("NFKC", name).lower().replace("。", ".").strip()
    if match := MEANT.fullmatch(plain):
        return f"{match['stem']}{DATA}", bool(match["added"].strip())
    further = FURTHER.fullmatch(plain)
    return meant_further(further["year"], further["name"]) if further else ("", False)


def meant_further(year: str, name: str) -> tuple[str, bool]:
    """Return the same of a name that says more than the year: a further form's, or a copy of another file; nothing for a log."""
    if name.rpartition(".")[2].strip() == LOG:
        return "", False
    bare = COPY.sub("", name)
    words = re.sub(rf"[^{LETTERS}_-]+", "-", bare).strip("-_").removesuffix(DRAFT)[:LONGEST]
    return UnitYear("", year, words).stem + DATA, bare != name


def other_form(name: str) -> str:
    """Return how the file of a further form is called, if that is what the name of a seeming copy may mean: 2022-项目.yaml."""
    meant = meant_name(re.sub(r"(?<=[0-9]{4})\s*[-_—－]\s*", ".", name, count=1))[0]
    return meant if meant.count(".") > 1 else ""


def problem(workspace: Workspace, path: Path, message: str, hint: str, *, is_note: bool = False) -> Problem:
    """Return a problem of a file.

    Args:
        workspace: where everything is.
        path: the file.
        message: the sentence.
        hint: what to do.
        is_note: whether it may well be meant.
    """
    return Problem(Severity.NOTE if is_note else Severity.WARNING, Kind.MISNAMED, message, Place(workspace.shown(path)), hint=hint)


def misnamed_as(workspace: Workspace, unit: str, name: str) -> Iterator[Problem]:
    """Yield what is said of the files of a unit that are not read, but were meant as the one of a name.

    Args:
        workspace: where everything is.
        unit: the unit's folder name.
        name: the name, such as 2021.yaml.
    """
    for found in misnamed(workspace, Asked(unit)):
        if meant_name(Path(found.place.file).name)[0] == name:
            yield found
