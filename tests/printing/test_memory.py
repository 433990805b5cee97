"""What was found in documents before changes nothing in what is told of another: each edit of finished bytes is told as if it came first."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.printing import web_telling, word_telling
from pipeline.printing.markup import Tellings
from pipeline.printing.telling import Telling
from pipeline.printing.web_telling import tell_web_page
from pipeline.printing.word_telling import tell_word_file
from tests.document.printed import print_form, print_narrative
from tests.printing.test_read_back import DATA, FORM, NARRATIVE, files
from tests.word_files import write_word_file

EDITS = 250
# What an edit puts in: what begins, ends, hides or stands for something.
PUT = (
    b"<",
    b">",
    b"&",
    b'"',
    b"'",
    b"/",
    b"]]>",
    b"&#1;",
    b"&lt;",
    b"<!--",
    b"-->",
    b"<p>",
    b"</p>",
    b"<w:p>",
    b"</w:p>",
    b" a='1'",
    b"\0",
    b"\xff",
    "字".encode(),
)
Told = tuple[object, ...]


def forgotten() -> None:
    """Forget all that was found before."""
    for kept in (word_telling.tellings, word_telling.with_tables, web_telling.tellings):
        kept.cache_clear()


def edited(data: bytes, chance: random.Random) -> bytes:
    """Return some bytes with a piece of them put elsewhere, left out, doubled, or another one put in."""
    start, place = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 1, 2, 9, 40, 300))]
    kind = chance.randrange(4)
    if kind == 0:
        return data[:start] + data[start + len(piece) :]
    put = piece if kind == 1 else chance.choice(PUT)
    return data[:place] + put + data[place + (len(put) if kind == 2 else 0) :]


def outcome(tell: Callable[[bytes], Telling], data: bytes) -> Told:
    """Return what is told of a file, or the fault's kind."""
    try:
        telling = tell(data)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        return (type(fault),)
    return telling.text, telling.figures, telling.contradictions


def is_well_formed(data: bytes) -> bool:
    try:
        etree.fromstring(data)
    except etree.XMLSyntaxError:
        return False
    return True


@pytest.fixture(params=["narrative", "form"])
def documents(request: pytest.FixtureRequest) -> tuple[str, str]:
    return files(print_narrative(NARRATIVE, **DATA) if request.param == "narrative" else print_form(FORM, **DATA))


def check_edits(data: bytes, tell: Callable[[bytes], Telling], packed: Callable[[bytes], bytes]) -> None:
    """Check that each edit of a document, given what packs it into a file, is told as if it came first, and none that is broken."""
    chance = random.Random(1)
    edits = [edited(data, chance) for _ in range(EDITS)]
    for edit in edits:
        file = packed(edit)
        kept = outcome(tell, file)
        assert len(kept) == 1 or is_well_formed(edit), edit
        forgotten()
        assert outcome(tell, file) == kept, edit
        outcome(tell, packed(data))  # so that most of the next one is known
        outcome(tell, packed(chance.choice(edits)))


def test_an_edited_page_is_told_as_if_it_came_first(documents: tuple[str, str]) -> None:
    check_edits(documents[1].encode(), tell_web_page, lambda edit: edit)


def test_an_edited_word_file_is_told_as_if_it_came_first(documents: tuple[str, str], tmp_path: Path) -> None:
    with zipfile.ZipFile(write_word_file(tmp_path / "note.docx", documents[0])) as package:
        parts = {name: package.read(name) for name in package.namelist()}

    def packed(edit: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            for name, data in parts.items():
                package.writestr(name, edit if name == "word/document.xml" else data)
        return file.getvalue()

    check_edits(parts["word/document.xml"], tell_word_file, packed)


def test_what_is_told_again_is_the_same_and_does_not_grow() -> None:
    asked: list[str] = []

    def told(pieces: object) -> list[str]:
        asked.extend(map(str, pieces))  # type: ignore[call-overload]
        return [f"{piece}!" for piece in pieces]  # type: ignore[attr-defined]

    tellings: Tellings[str, str] = Tellings(told, 100)
    for number in range(1000):
        assert tellings.of(["always", f"{number:05}", "always"]) == ["always!", f"{number:05}!", "always!"]
    assert asked.count("always") == 1
    assert tellings.of(["00000"]) == ["00000!"]
    assert asked.count("00000") == 2
