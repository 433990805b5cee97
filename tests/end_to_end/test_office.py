"""The Word files in LibreOffice: they open, keep GB/T 9704-2012's page, and lose no value."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from pipeline.build.unit_year import build, examine, prepare
from pipeline.workspace import UnitYear, Workspace
from tests.intake.office import save_again

ROOT = Path(__file__).parents[2]
# The official fonts are not free; these stand in for them here, in tests only.
STAND_INS = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "楷体_GB2312": "AR PL UKai CN",
}
LONG_TEXT = "\n其他自评情况:\n  - " + "一" * 1500 + "\n"
CHARACTERS_A_LINE, LINES_A_PAGE = 28, 22
FILLED = UnitYear("xinfang", "2020")  # with the long text
LINE_AND_A_HALF = 22.5  # points, in the table
SHIPPED = [UnitYear(*each.split()) for each in ("shili 2019", "shili 2020", "gonggong 2018", "shuili 2022")]

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("workspace")
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    with (root / "data/xinfang/2020.yaml").open("a", encoding="utf-8") as data:
        data.write(LONG_TEXT)
    return Workspace(root)


@pytest.fixture(scope="module")
def pdfs(workspace: Workspace) -> dict[str, Path]:
    """Return the PDFs of all Word files of these tests by a name of each, as one LibreOffice prints them all."""
    folder = workspace.root / "printed"
    folder.mkdir()
    files: dict[str, Path] = {}
    for of in (FILLED, *SHIPPED):
        build(workspace, of, pdf=True)
        files |= {f"{of.unit}-{of.year}-{path.stem}": path for path in workspace.output(of).glob("*.docx")}
    build(workspace, FILLED, draft=True)
    files |= {f"draft {name}": workspace.output(FILLED, draft=True) / f"{name}.docx" for name in ("table", "report")}
    files |= growing(workspace)
    found = {name: folder / f"{name}.pdf" for name in files}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(fonts(folder)))
        save_again(((file, found[name]) for name, file in files.items()), folder)
    return found


def growing(workspace: Workspace) -> dict[str, Path]:
    """Return the table of units whose first text has more and more lines, so that every place of the form comes to a page's end."""
    data = workspace.data_file(FILLED)
    text = data.read_text(encoding="utf-8")
    first = re.search("(?m)^  总目标: .*$", text)
    assert first is not None
    files = {}
    for lines in range(0, 48, 2):
        data.write_text(text.replace(first[0], "  总目标:\n" + "    - 一行。\n" * (lines + 1)), encoding="utf-8")
        compiled, sources = prepare(workspace, FILLED)
        table = compiled.documents[0]
        files[f"growing {lines:02}"] = file = workspace.root / f"{lines}.docx"
        file.write_bytes(table.printers[".docx"].print(table.context(examine(compiled, FILLED.year, sources).facts)))
    data.write_text(text, encoding="utf-8")
    return files


def fonts(folder: Path) -> Path:
    """Return a file in a folder that lets the fonts here stand in for the official ones."""
    replaced = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{stand_in}</string></edit></match>'
        for name, stand_in in STAND_INS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(f"<fontconfig><include>/etc/fonts/fonts.conf</include>{replaced}</fontconfig>", encoding="utf-8")
    return path


@cache
def pages_of(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def test_both_documents_are_on_a4(pdfs: dict[str, Path]) -> None:
    for name in ("xinfang-2020-table", "xinfang-2020-report", "draft table", "draft report"):
        info = subprocess.run(["pdfinfo", str(pdfs[name])], capture_output=True, text=True, check=True).stdout
        assert "A4" in info


def test_a_pdf_has_as_many_pages_as_the_word_file_or_one_more_or_less(pdfs: dict[str, Path], workspace: Workspace) -> None:
    ours = [(of, pdf) for of in (FILLED, *SHIPPED) for pdf in workspace.output(of).glob("*.pdf")]
    assert len(ours) > 2 * len((FILLED, *SHIPPED))
    pages = [(pdf, len(pages_of(pdf)), len(pages_of(pdfs[f"{of.unit}-{of.year}-{pdf.stem}"]))) for of, pdf in ours]
    assert [each for each in pages if abs(each[1] - each[2]) > 1] == []


def test_a_line_of_the_report_holds_28_characters(pdfs: dict[str, Path]) -> None:
    lines = [line.strip() for page in pages_of(pdfs["xinfang-2020-report"]) for line in page.splitlines()]
    full = [len(line) for line in lines if re.fullmatch("一{3,}", line)]
    # The first line is indented by two characters, the last one is what is left over.
    assert full[0] == CHARACTERS_A_LINE - 2
    assert set(full[1:-1]) == {CHARACTERS_A_LINE}


def test_a_page_of_the_report_holds_22_lines(pdfs: dict[str, Path]) -> None:
    pages = [[line for line in page.splitlines() if line.strip()] for page in pages_of(pdfs["xinfang-2020-report"])]
    filled = [page for page in pages if all(re.fullmatch(r"\s*(一+|—\s*\d+\s*—)\s*", line) for line in page)]
    assert filled, "no page holds the long text alone"
    assert max(len(page) - 1 for page in filled) == LINES_A_PAGE


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages(pdfs: dict[str, Path]) -> None:
    for number, page in enumerate(pages_of(pdfs["xinfang-2020-report"]), 1):
        line = next(line for line in page.splitlines() if re.search(rf"—\s*{number}\s*—", line))
        assert (len(line) - len(line.lstrip()) > 20) == (number % 2 == 1)


def test_the_table_takes_at_most_four_pages_and_loses_no_value(pdfs: dict[str, Path], workspace: Workspace) -> None:
    pages = pages_of(pdfs["xinfang-2020-table"])
    assert len(pages) <= 4
    raw = subprocess.run(["pdftotext", str(pdfs["xinfang-2020-table"]), "-"], capture_output=True, text=True, check=True).stdout
    text = re.sub(r"\s", "", raw)
    compiled, sources = prepare(workspace, FILLED)
    facts = examine(compiled, "2020", sources).facts
    table = compiled.documents[0]
    for path, fact in facts.by_path.items():
        # Long texts and addresses run over lines, which the text of a PDF mixes with those of the next cell.
        printed = any(fact.field in template.used for template in table.printers[".docx"].templates())
        if printed and fact.field.type not in ("paragraphs", "yes_no", "url"):
            assert re.sub(r"\s", "", str(fact.value)) in text, path


def growing_in(pdfs: dict[str, Path]) -> list[Path]:
    return [pdf for name, pdf in pdfs.items() if name.startswith("growing")]


def heights(pdf: Path) -> list[dict[str, tuple[float, float]]]:
    """Return the top and bottom of each word of a PDF's pages, in points from the page's top."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    word = re.compile(r'<word xMin="[0-9.]+" yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)">(.*?)</word>')
    pages = done.stdout.split("<page ")[1:]
    return [{text: (float(top), float(bottom)) for top, bottom, text in word.findall(page)} for page in pages]


def test_the_seal_is_never_alone_on_a_page(pdfs: dict[str, Path]) -> None:
    grown = growing_in(pdfs)
    lengths = {len(pages_of(pdf)) for pdf in grown}
    assert len(lengths) > 1, "no text is long enough to bring the last lines to a page's end"
    for pdf in grown:
        last = re.sub(r"\s", "", pages_of(pdf)[-1])
        assert last.index("其中按规定期限") < last.index("（公章）") < last.index("填报日期"), pdf.name


def test_a_label_over_several_rows_is_centred_in_them_wherever_the_page_ends(pdfs: dict[str, Path]) -> None:
    beside = {"信息公开": "预决算", "效率性": "整体绩效"}  # what stands in the middle of the rows that it covers
    ends = set()
    for pdf in growing_in(pdfs):
        pages = heights(pdf)
        for label, middle in beside.items():
            number = next(number for number, page in enumerate(pages) if label in page)
            ends.add((label, number))
            assert abs(pages[number][label][0] - pages[number][middle][0]) < LINE_AND_A_HALF, f"{pdf.name}: {label}"
    assert len(ends) > len(beside), "no label comes near a page's end"


def test_every_page_of_a_draft_says_so(pdfs: dict[str, Path]) -> None:
    for name in ("draft table", "draft report"):
        for page in pages_of(pdfs[name]):
            assert "草稿" in page.splitlines()[0]
