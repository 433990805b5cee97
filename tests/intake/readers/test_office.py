"""LibreOffice converts what it is given, runs and fetches nothing of it, and one bad file takes no other with it."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.intake.readers import office
from pipeline.intake.readers.office import Foreign, convert_all, converted
from pipeline.intake.readers.word import read_word
from pipeline.problems import Kind, Stop
from tests.intake.readers.conftest import OLDER, Saved

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("script", "script"), ("svg", "svg-compatible"))
)
LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
MACRO = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"


def open_document(content: str, parts: dict[str, str], said: str = "") -> bytes:
    """Return a document of OpenDocument's format, and what its listing says besides."""
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in ("content.xml", *parts))
    head = '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    listing = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">{head}{entries}{said}</m:manifest>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", listing)
        package.writestr("content.xml", content)
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def hostile(address: str, marker: Path) -> bytes:
    """Return a document that fetches pictures, sections and objects when it is opened, and runs a macro that writes a file."""
    frame = '<draw:frame svg:width="1cm" svg:height="1cm" text:anchor-type="as-char">'
    show = 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    listener = f'<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="{MACRO}" {show}/>'
    content = f"""<office:document-content {NAMES} {LINKS} xmlns:dom="http://www.w3.org/2001/xml-events"
        xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2"><office:scripts><office:event-listeners>{listener}
        </office:event-listeners></office:scripts><office:body><office:text>
        <text:p>正文{frame}<draw:image xlink:href="{address}/a.png" {show}/></draw:frame>{frame}<draw:object xlink:href="{address}/b.odt" {show}/></draw:frame></text:p>
        <text:section text:name="甲"><text:section-source xlink:href="{address}/c.odt" {show}/><text:p>原文</text:p></text:section>
        </office:text></office:body></office:document-content>"""
    basic = f'Sub Main\nOpen "{marker}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub'
    parts = {
        "Basic/script-lc.xml": f'<library:libraries {library}><library:library library:name="Standard" library:link="false"/></library:libraries>',
        "Basic/Standard/script-lb.xml": f'<library:library {library} library:name="Standard"><library:element library:name="Module1"/></library:library>',
        "Basic/Standard/Module1.xml": f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{basic}</script:module>',
    }
    return open_document(content, parts)


def linking(address: str) -> bytes:
    """Return a rich text that fetches a template and a picture when it is opened."""
    picture = rf'{{\field{{\*\fldinst{{ INCLUDEPICTURE "{address}/d.png" \\d }}}}{{\fldrslt{{A}}}}}}'
    return rf"{{\rtf1\ansi{{\*\template {address}/e.dot}}\pard {picture}\par}}".encode()


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Return what a server on this machine is asked for, its address first."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the server calls

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        paths.append(f"http://127.0.0.1:{server.server_address[1]}")
        yield paths
        server.shutdown()


def words(data: bytes) -> list[tuple[str, str]]:
    return [(cell.spot, cell.text) for line in read_word(data, "收到的表").lines for cell in line.cells if cell.text.strip()]


@pytest.mark.office
@pytest.mark.slow
def test_what_is_converted_says_the_same_runs_nothing_and_fetches_nothing(saved: Saved, asked: list[str], tmp_path: Path) -> None:
    address, marker = asked.pop(), tmp_path / "ran"
    others = [Foreign(hostile(address, marker), "odt", "a"), Foreign(linking(address), "rtf", "b"), Foreign(b"PK\x03\x04", "odt", "坏")]
    *same, opened, linked, broken = convert_all(
        [*(Foreign(data, kind, kind) for kind, data in saved.by_office.items() if kind in OLDER), *others]
    )
    assert [words(each) for each in same if isinstance(each, bytes)] == [words(saved.printed)] * len(OLDER)
    assert isinstance(opened, bytes)
    assert isinstance(linked, bytes)
    assert ([text for _, text in words(opened)], [text for _, text in words(linked)]) == (["正文", "原文"], ["A"])
    assert (asked, marker.exists()) == ([], False)
    assert isinstance(broken, Stop)
    assert [problem.message for problem in broken.problems] == ["LibreOffice 打不开这个 odt 文件，读不了"]


# Stands for LibreOffice: makes a file into another, but ends at one that says crash, and waits for ever at one that says hang.
IMITATION = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; mkdir -p "$out"
echo "$#" >>"$STARTS"
for file; do
    case $(cat "$file") in crash) exit 77 ;; hang) sleep 60 ;; esac
    name=${file##*/}; cp "$ZIP" "$out/${name%.*}.docx"
done
"""


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put an imitation in LibreOffice's place; return the file in which it counts its files."""
    program, zipped = tmp_path / "soffice", tmp_path / "zip"
    program.write_text(IMITATION)
    program.chmod(0o755)
    with zipfile.ZipFile(zipped, "w") as package:
        package.writestr("a", "b")
    monkeypatch.setenv("ZIP", str(zipped))
    monkeypatch.setenv("STARTS", str(tmp_path / "starts"))
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    monkeypatch.setattr(office, "PATIENCE", 0.5)
    return tmp_path / "starts"


def conversions(*contents: str) -> list[bool]:
    """Return of files of these contents whether each was converted."""
    return [isinstance(each, bytes) for each in convert_all([Foreign(content.encode(), "rtf", content) for content in contents])]


@pytest.mark.parametrize("fault", ["crash", "hang"])
def test_a_file_that_ends_or_stalls_libreoffice_takes_no_other_with_it(starts: Path, fault: str) -> None:
    assert conversions("1", fault, "2", "3") == [True, False, True, True]
    assert starts.read_text().split() == ["4", "1", "2"]


def test_many_files_share_a_start(starts: Path) -> None:
    assert all(conversions(*map(str, range(60))))
    assert starts.read_text().split() == ["50", "10"]


def test_without_libreoffice_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(office, "ELSEWHERE", ())
    with pytest.raises(Stop) as stop:
        converted(b"", "doc", "收到的表.doc")
    (problem,) = stop.value.problems
    assert (problem.kind, problem.message) == (Kind.EXTRA, "读 doc 格式的文件要用 LibreOffice，这台电脑上没有")
    assert "apt-get install libreoffice-writer" in problem.hint
    assert "Windows" in problem.hint


def test_a_document_with_a_password_is_told_before_anything_is_started(starts: Path) -> None:
    locked = open_document("", {}, "<m:encryption-data/>")
    with pytest.raises(Stop, match="文件加了密码，打不开"):
        converted(locked, "odt", "收到的表.odt")
    assert not starts.exists()
