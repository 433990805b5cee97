"""Files under data/ that are not read because of their name or place: `2021.yaml.txt`, `unit.yml`, a copy, one in no unit's folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.workspace import UNIT, Workspace

# What a name was meant as, whatever was added to it; `2021.log.yaml` has a meaning of its own.
ENDING = r"\.ya?ml(?:\.(?:txt|bak|ya?ml))?|\.txt|(?<=[0-9])"
NAME = re.compile(rf"(?P<stem>(?:19|20)[0-9]{{2}}(?![0-9])|unit|site)(?P<added>(?:\s*[^\s.].*?)?\s*)(?:{ENDING})")
LOCKS = ("~$", ".~")
UNREAD = "“{}”不会读入"


def misnamed(workspace: Workspace, unit: str = "*", year: str = "*") -> list[Problem]:
    """Return a problem for each file that seems to be one of the data, but is not read.

    Args:
        workspace: where everything is.
        unit: the unit's folder name; a star for all.
        year: the year, likewise.
    """
    data = workspace.root / "data"
    paths = [*data.glob("*"), *data.glob(f"{unit}/*")]
    found = (said_of(workspace, path, year) for path in sorted(paths) if path.is_file() and (unit == "*" or path.parent != data))
    return [problem for problem in found if problem]


def said_of(workspace: Workspace, path: Path, year: str) -> Problem | None:
    """Return what to say about a file; nothing if it is read, or seems to be no data.

    Args:
        workspace: where everything is.
        path: the file.
        year: the year that is asked for; a star for all.
    """
    name, folder = path.name, path.parent
    lock = next((mark for mark in LOCKS if name.startswith(mark)), "")
    meant, is_copy = meant_name(name.removeprefix(lock).removeprefix("lock."))
    if not meant or (year != "*" and meant not in (f"{year}.yaml", "unit.yaml", "site.yaml")):
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
        return problem(workspace, path, f"{said}，读的是 {meant}", f"{what}：不用的请移走", is_note=True)
    show = "（先让文件夹显示文件扩展名）" if name.endswith(".txt") else ""
    return None if name == meant else problem(workspace, path, said, f"改名为 {meant}{show}")


def meant_name(name: str) -> tuple[str, bool]:
    """Return the name of a data file that a name was meant as, and whether something was added to it; nothing for any other file."""
    match = NAME.fullmatch(unicodedata.normalize("NFKC", name).lower().replace("。", ".").strip())
    return (f"{match['stem']}.yaml", bool(match["added"].strip())) if match else ("", False)


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
    for found in misnamed(workspace, unit):
        if meant_name(Path(found.place.file).name)[0] == name:
            yield found
