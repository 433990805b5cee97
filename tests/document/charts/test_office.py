"""Word charts in LibreOffice: they open, are drawn with every name and figure, and are still charts of the same figures when saved again."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections import Counter
from decimal import Context, Decimal
from pathlib import Path

import pytest
from lxml import etree

from pipeline.document.charts.word_reader import MARK, C
from tests.document.charts.in_word import ALL, in_word, table
from tests.intake.office import save_again

SHEET = Context(prec=15)  # what a spreadsheet keeps of a number; its format shows the rest

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a Word file of all charts, as LibreOffice saves and prints it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "charts.docx").write_bytes(in_word(*ALL))
    out = folder / "out"
    out.mkdir()
    save_again(((folder / "charts.docx", out / f"charts.{kind}") for kind in ("docx", "pdf")), folder)
    return out


def series_of(chart: bytes) -> list[tuple[list[str], list[str], dict[str, Decimal]]]:
    """Return a chart's series: name, names, and figures by their index."""
    found = []
    for series in etree.fromstring(chart).iter(f"{C}ser"):
        name, names = ([point.findtext(f"{C}v") or "" for point in series.iterfind(f"{C}{part}//{C}pt")] for part in ("tx", "cat"))
        figures = {point.get("idx", ""): SHEET.create_decimal(point.findtext(f"{C}v") or "") for point in series.iterfind(f"{C}val//{C}pt")}
        found.append((name, names, figures))
    return found


def charts_in(data: bytes) -> list[bytes]:
    """Return a Word file's charts in the order of its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        drawn = etree.fromstring(package.read("word/document.xml")).iter(f"{C}chart")
        names = [targets[found.get(MARK)] for found in drawn]
        return [package.read(f"word/{name}" if not name.startswith("/") else name[1:]) for name in names]


def test_a_chart_that_is_saved_again_is_still_one_of_the_same_figures(office: Path) -> None:
    before, after = charts_in(in_word(*ALL)), charts_in((office / "charts.docx").read_bytes())
    assert len(after) == len(before) == len(ALL)
    for data, one, other in zip(ALL, before, after, strict=True):
        assert series_of(other) == series_of(one), data


def test_every_figure_is_drawn_and_what_stands_instead_of_one(office: Path) -> None:
    drawn = subprocess.run(["pdftotext", "-raw", str(office / "charts.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    wanted = [text for data in ALL for row in table(data)[1:] for text in row[1:]]
    figures = Counter(text for text in wanted if text[-1] in "0123456789%")
    assert figures - Counter(drawn.split()) == Counter()
    words = set(wanted) - set(figures)
    assert words == {"无", "无数据", "不适用", "【待填】"}
    assert [word for word in words if not re.search(f"(?:（|：){word}）", re.sub(r"\s", "", drawn))] == []
