"""Older and foreign formats made into today's by LibreOffice, which is started with settings of its own, and watched.

What is converted may come from anybody: its macros are not run, what it links to is not fetched, and a run that hangs is ended.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.intake.readers.bounds import MAX_FILE, Parts, needs_password, refusal
from pipeline.intake.readers.signatures import DOC, DOCX, EXCEL_XML, ODS, ODT, RTF, WORD_XML, WPS, XLSX
from pipeline.problems import Kind, Place, Stop, error
from pipeline.regular import read_regular

# What each kind is made into. WPS Office's own .wps and .et are doc and xls by their bytes; the kind wps is that of Works.
TARGETS: Final = {DOC: DOCX, WPS: DOCX, ODT: DOCX, RTF: DOCX, WORD_XML: DOCX, ODS: XLSX, EXCEL_XML: XLSX}
FILTERS: Final = {DOCX: "docx:MS Word 2007 XML", XLSX: "xlsx:Calc MS Excel 2007 XML"}
PATIENCE: Final = 60.0  # seconds for one file, start included; a form takes 0.5
LOOK: Final = 0.05  # seconds between looks at what is done
MOST_AT_ONCE: Final = 50  # files for one start
# Where the program is if it is on no search path.
WINDOWS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)")
ELSEWHERE: Final = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "/opt/libreoffice/program/soffice", "/snap/bin/libreoffice")
INSTALL: Final = (
    "Debian、统信、麒麟请运行：sudo apt-get install libreoffice-writer libreoffice-calc；"
    "Windows、macOS 请从 LibreOffice 官方网站下载安装；也可以请填表单位用 Word 或 WPS 另存为 .docx 再交"
)
OPTIONS: Final = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard", "--nologo")
NOWHERE: Final = "127.0.0.1", 9  # the proxy of all that asks for an address: the port that discards, where nobody listens
# What a start of LibreOffice keeps to, by the names of its registry: no macros, no links followed or updated, no network.
SETTINGS: Final[dict[str, dict[str, object]]] = {
    "Office.Common/Security/Scripting": {"MacroSecurityLevel": 3, "DisableMacrosExecution": True, "BlockUntrustedRefererLinks": True},
    "Office.Writer/Content/Update": {"Link": 2, "Field": False, "Chart": False},
    "Office.Calc/Content/Update": {"Link": 2},
    "Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetNoProxy": "",
        **{f"ooInet{scheme}ProxyName": NOWHERE[0] for scheme in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{scheme}ProxyPort": NOWHERE[1] for scheme in ("HTTP", "HTTPS", "FTP")},
    },
}


@dataclass(frozen=True, slots=True)
class Foreign:
    """A file to be converted.

    Attributes:
        data: its bytes.
        kind: its kind, one of `TARGETS`.
        file: how messages name it.
    """

    data: bytes
    kind: str
    file: str


def converted(data: bytes, kind: str, file: str) -> bytes:
    """Return a file as Word or Excel writes it today.

    Args:
        data: the file.
        kind: its kind, one of `TARGETS`.
        file: how messages name it.

    Raises:
        Stop: LibreOffice is not installed, or cannot convert it; or it has a password.
    """
    result = next(convert_all([Foreign(data, kind, file)]))
    if isinstance(result, Stop):
        raise result
    return result


def convert_all(files: Sequence[Foreign]) -> Iterator[bytes | Stop]:
    """Yield files as Word or Excel writes them today, in order; for one that cannot be converted, what is to be said of it.

    They share starts of LibreOffice, since a start takes longer than a file. What one of them does to it befalls no other.
    """
    program = find_office()
    for start in range(0, len(files), MOST_AT_ONCE):
        some = files[start : start + MOST_AT_ONCE]
        if program is None:
            yield from (not_installed(each) for each in some)
            continue
        with tempfile.TemporaryDirectory(prefix="ziping-", ignore_cleanup_errors=True) as folder:
            yield from convert_some(program, some, Path(folder))


def find_office() -> str | None:
    """Return the path of LibreOffice's program; None if it is not installed."""
    installed = [Path(os.environ[name]) / "LibreOffice/program/soffice.com" for name in WINDOWS if name in os.environ]
    found = (str(path) for path in (*installed, *map(Path, ELSEWHERE)) if path.is_file())
    return shutil.which("soffice") or shutil.which("libreoffice") or next(found, None)


def not_installed(foreign: Foreign) -> Stop:
    """Return what is said where LibreOffice is missing."""
    return Stop(error(Kind.EXTRA, f"读 {foreign.kind} 格式的文件要用 LibreOffice，这台电脑上没有", Place(foreign.file), hint=INSTALL))


def convert_some(program: str, files: Sequence[Foreign], folder: Path) -> Iterator[bytes | Stop]:
    """Yield files converted, or what is to be said of them.

    Args:
        program: LibreOffice's.
        files: the files.
        folder: an empty one to work in.
    """
    write_settings(folder / "profile")
    locked = [has_lock(each) for each in files]
    for number, foreign in enumerate(files):
        (folder / f"{number:03}.{foreign.kind}").write_bytes(foreign.data)
    for target in FILTERS:
        numbers = [number for number, each in enumerate(files) if TARGETS[each.kind] == target and not locked[number]]
        convert_into(program, target, [folder / f"{number:03}.{files[number].kind}" for number in numbers])
    for number, foreign in enumerate(files):
        yield needs_password(foreign.file) if locked[number] else outcome(folder / "out" / f"{number:03}.{TARGETS[foreign.kind]}", foreign)


def convert_into(program: str, target: str, paths: Sequence[Path]) -> None:
    """Convert files; those that end or stall the program are tried once more, by themselves.

    Args:
        program: LibreOffice's.
        target: the kind to make them into.
        paths: the files, in one folder; what they become is put into its folder `out`.
    """
    left = list(paths)
    while left:
        ended_well = run(program, target, left)
        missing = [path for path in left if not made(path, target)]
        if ended_well or len(left) == 1 or not missing:
            return
        run(program, target, missing[:1])
        left = missing[1:]


def made(path: Path, target: str) -> bool:
    """Return whether a file was converted, and what it became is whole."""
    return zipfile.is_zipfile(path.parent / "out" / f"{path.stem}.{target}")


def run(program: str, target: str, paths: Sequence[Path]) -> bool:
    """Let LibreOffice convert files, and end it when it makes none for a while.

    Args:
        program: LibreOffice's.
        target: the kind to make them into.
        paths: the files.

    Returns:
        Whether it ended by itself and without a fault.
    """
    folder = paths[0].parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, *OPTIONS, "--convert-to", FILTERS[target], "--outdir", str(folder / "out"), *map(str, paths)]
    silent = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - all words are the program's own
        command, cwd=folder, env=surroundings(folder), stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    )
    try:
        return watched(process, folder / "out")
    finally:
        end(process)


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment that LibreOffice is started in: it draws on no screen and writes nowhere else."""
    return {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder), "SAL_USE_VCLPLUGIN": "svp"}


def watched(process: subprocess.Popen[bytes], out: Path) -> bool:
    """Return whether a process ends without a fault, having made another file every so often."""
    done, since = -1, time.monotonic()
    while time.monotonic() - since < PATIENCE:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(LOOK) == 0
        if (count := len(list(out.glob("*")))) != done:
            done, since = count, time.monotonic()
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that has not ended, and those that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603, S607
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def outcome(path: Path, foreign: Foreign) -> bytes | Stop:
    """Return what a file became, or that it could not be converted."""
    try:
        return read_regular(path, foreign.file, MAX_FILE)
    except Stop:
        return refusal(foreign.file, f"LibreOffice 打不开这个 {foreign.kind} 文件，读不了")


def has_lock(foreign: Foreign) -> bool:
    """Return whether only a password opens an OpenDocument (1.2 part 3, 3.4); of a doc, its kind could not have been told then."""
    if foreign.kind not in (ODT, ODS):
        return False
    with suppress(Stop):  # of a broken file LibreOffice tells that it cannot open it
        return b"encryption-data" in Parts(foreign.data, foreign.file).content("META-INF/manifest.xml")
    return False


def write_settings(profile: Path) -> None:
    """Write what LibreOffice is to keep to into a profile that it is to use."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{str(value).lower()}</value></prop></item>'
        for path, settings in SETTINGS.items()
        for name, value in settings.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
