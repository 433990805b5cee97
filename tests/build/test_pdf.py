"""PDFs beside the other documents: made where somebody asks for them, read back and searched like those, and never older than those."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import current as up_to_date
from pipeline.build.current import current
from pipeline.build.made import Made
from pipeline.build.manifest import read_manifest
from pipeline.build.pdf_fonts import PdfFonts, installed_fonts
from pipeline.build.unit_year import build
from pipeline.calls import flag
from pipeline.form.field import UNIT_NAME
from pipeline.language.values import Words
from pipeline.printing import outputs
from pipeline.printing.pdf_file import PdfFile
from pipeline.problems import Kind, Stop
from pipeline.workspace import UnitYear, Workspace
from tests.build.test_unit_year import DATA, DOCUMENTS, LAYOUT, fill
from tests.build.test_unit_year import workspace as workspace  # noqa: PLC0414 - a fixture
from tests.pdf_files import changed

OF = UnitYear("jia", "2020")
PDFS = ("list.pdf", "note.pdf", "public/list.pdf", "public/note.pdf")


def pdfs(workspace: Workspace, *, draft: bool = False) -> list[str]:
    """Return the PDFs that are in the folder of the unit-year's documents."""
    folder = workspace.output(OF, draft=draft)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf"))


def is_current(workspace: Workspace, *, pdf: bool) -> bool:
    return current(workspace, OF, pdf=pdf) is not None


def test_pdfs_are_made_of_both_editions_where_they_are_asked_for(workspace: Workspace) -> None:
    assert set(build(workspace, OF).changed) == set(DOCUMENTS)
    assert (pdfs(workspace), is_current(workspace, pdf=False), is_current(workspace, pdf=True)) == ([], True, False)
    made = build(workspace, OF, pdf=True)
    assert (sorted(made.changed), pdfs(workspace)) == (sorted(PDFS), sorted(PDFS))
    assert [problem.kind for problem in made.problems] == [problem.kind for problem in build(workspace, OF).problems]
    assert is_current(workspace, pdf=True)


def test_a_draft_has_pdfs_too_and_no_public_edition(workspace: Workspace) -> None:
    build(workspace, OF, draft=True, pdf=True)
    assert pdfs(workspace, draft=True) == ["list.pdf", "note.pdf"]


def test_the_same_data_give_the_same_bytes(workspace: Workspace) -> None:
    assert build(workspace, OF, pdf=True).documents == build(workspace, OF, pdf=True).documents


def test_pdfs_that_nobody_asks_for_stay_as_long_as_they_say_the_same(workspace: Workspace) -> None:
    build(workspace, OF, pdf=True)
    assert is_current(workspace, pdf=False)
    again = build(workspace, OF)  # as a publication does, up to date or not
    assert (again.changed, again.outdated, pdfs(workspace)) == ((), (), sorted(PDFS))
    assert is_current(workspace, pdf=True)


def test_pdfs_that_nobody_asks_for_go_when_the_data_change(workspace: Workspace) -> None:
    build(workspace, OF, pdf=True)
    fill(workspace, DATA.replace("9.5", "8.5"))
    assert (build(workspace, OF).outdated, pdfs(workspace)) == (PDFS, [])
    assert is_current(workspace, pdf=False)


def test_pdfs_stay_with_the_others_when_the_data_have_errors(workspace: Workspace) -> None:
    build(workspace, OF, pdf=True)
    fill(workspace, DATA.replace("9.5", "九"))
    build(workspace, OF)
    assert pdfs(workspace) == sorted(PDFS)


def test_a_damaged_pdf_that_nobody_asks_for_goes(workspace: Workspace) -> None:
    build(workspace, OF, pdf=True)
    (workspace.output(OF) / "note.pdf").write_bytes(b"%PDF-")
    build(workspace, OF)
    assert pdfs(workspace) == [name for name in PDFS if name != "note.pdf"]


def test_pdfs_are_made_anew_when_the_fonts_are_others(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    build(workspace, OF, pdf=True)
    monkeypatch.setattr(up_to_date, "installed_fonts", lambda: "others")
    assert (is_current(workspace, pdf=True), is_current(workspace, pdf=False)) == (False, True)


def test_fonts_that_come_go_or_change_are_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pipeline.document.typst import fonts  # noqa: PLC0415

    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path])
    known = []
    for content in (b"", b"a", b"aa", b"aa"):
        if content:
            (tmp_path / "a.otf").write_bytes(content)
            os.utime(tmp_path / "a.otf", (1, 1))
        installed_fonts.cache_clear()
        known.append(installed_fonts())
    installed_fonts.cache_clear()
    assert len(set(known)) == 3
    assert known[2] == known[3]


def test_the_manifest_names_the_fonts(workspace: Workspace) -> None:
    build(workspace, OF, pdf=True)
    manifest = read_manifest(workspace.output(OF))
    assert manifest
    assert manifest.fonts
    assert manifest.fonts.used
    assert manifest.fonts.installed == installed_fonts()


@pytest.mark.parametrize(
    ("used", "sentence"),
    [
        ({"仿宋_GB2312": "仿宋_GB2312", "黑体": "SimHei"}, "PDF 用的字体：仿宋_GB2312、SimHei"),
        (
            {"方正小标宋简体": "Noto Serif CJK SC", "仿宋_GB2312": "Noto Serif CJK SC", "其他字符": "Symbola"},
            "PDF 用的字体：思源宋体、Symbola（没有装方正小标宋简体、仿宋_GB2312，用思源宋体代替）",
        ),
    ],
)
def test_fonts_that_stand_in_for_others_are_told(used: dict[str, str], sentence: str) -> None:
    assert PdfFonts(used).sentence() == sentence


def printing(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:  # noqa: ANN401
    """Let each PDF be printed of other values, or other than it was printed."""
    original = PdfFile.print

    def printed(self: PdfFile, context: Mapping[str, Any]) -> bytes:
        return change(lambda **others: original(self, {**context, **others}))  # type: ignore[no-any-return]

    monkeypatch.setattr(PdfFile, "print", printed)


def told(made: Made, kind: Kind) -> list[str]:
    return [f"{problem.place}: {problem.message}" for problem in made.problems if problem.kind == kind]


def test_a_pdf_that_says_something_else_stops_everything(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    printing(monkeypatch, lambda original: original(**{UNIT_NAME: Words("乙局", UNIT_NAME)}))
    made = build(workspace, OF, pdf=True)
    assert told(made, Kind.READ_BACK) == [
        "note.docx 第3段: Word 与 PDF 不一致：Word 为“甲局预算9万元，执行率105.56%。”，PDF 为“乙局预算9万元，执行率105.56%。”",
        "list.docx 第1段: Word 与 PDF 不一致：Word 为“甲局支出9.5”，PDF 为“乙局支出9.5”",
    ]
    assert not workspace.output(OF).exists()


def test_a_pdf_that_cannot_be_read_is_one_problem(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    printing(monkeypatch, lambda original: original()[:-20])
    assert told(build(workspace, OF, pdf=True), Kind.READ_BACK) == [
        f"{name}: 生成的文件读不回来：不是 PDF 文件，或者不完整" for name in ("note", "list")
    ]


def test_a_private_value_in_a_pdfs_properties_stops_the_public_edition(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    printing(monkeypatch, lambda original: changed(original(), b"/Creator(Typst", b"/Creator(13900010002 Typst"))
    made = build(workspace, OF, pdf=True)
    assert told(made, Kind.LEAK) == ["note.pdf 替代文字、链接等属性: 公开版里出现了手机号码“1******2”"]
    assert (made.public.files, pdfs(workspace)) == ({}, ["list.pdf", "note.pdf"])


@pytest.mark.parametrize(("through_make", "hint"), [(True, "PDF=1"), (False, 'pip install "ziping[pdf]"')])
def test_what_pdf_needs_is_told_if_it_is_not_installed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, through_make: bool, hint: str
) -> None:
    monkeypatch.setattr(outputs, "OUTPUTS", {".pdf": replace(outputs.OUTPUTS[".pdf"], needs="no_such_package")})
    monkeypatch.setattr(outputs, "is_through_make", lambda: through_make)
    with pytest.raises(Stop) as stop:
        build(workspace, OF, pdf=True)
    (problem,) = stop.value.problems
    assert (problem.message, hint in problem.hint) == ("没有安装生成 PDF 的组件", True)


def test_nothing_of_it_is_imported_where_nobody_asks_for_it(workspace: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from pipeline.build.unit_year import build; from pipeline.workspace import *;"
        f"build(Workspace(Path({str(workspace.root)!r})), UnitYear('jia', '2020'));"
        "print(*(name for name in sys.modules if name.startswith(('typst', 'pypdfium2', 'pipeline.document.typst', 'pipeline.document.pdf.'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=LAYOUT.parents[1], capture_output=True, text=True, check=True)
    light = {"pipeline.document.pdf.fault", "pipeline.document.typst", "pipeline.document.typst.fitting", "pipeline.document.typst.heights"}
    assert set(done.stdout.split()) == light


@pytest.mark.parametrize(("name", "told"), [
    ("甲\U000f1234局", "“\U000f1234”（U+F1234）"),
    ("a甲a\u0308\u0323局", "“a\u0308\u0323”（U+0061 U+0308 U+0323）"),  # there is an a in every font
])  # fmt: skip
def test_a_character_that_no_font_has_is_told_where_it_was_typed(workspace: Workspace, name: str, told: str) -> None:
    fill(workspace, DATA.replace("甲局", name))
    with pytest.raises(Stop) as stopped:
        build(workspace, OF, pdf=True)
    (problem,) = stopped.value.problems
    assert (str(problem.place), problem.path) == ("data/jia/2020.yaml:2:7", UNIT_NAME)
    assert problem.message == f"{told}在这台电脑的字体里都没有，PDF 印不出来"


def test_of_what_is_written_from_the_right_to_the_left_nobody_says_that_the_program_is_wrong(workspace: Workspace) -> None:
    fill(workspace, DATA.replace("甲局", "甲局ئۇيغۇرچە"))
    assert not any(problem.kind == Kind.READ_BACK for problem in build(workspace, OF).problems)
    told = [problem for problem in build(workspace, OF, pdf=True).problems if problem.kind == Kind.READ_BACK]
    assert told
    hint = f"从右往左写的文字（如维吾尔文、阿拉伯文）印成 PDF 后核对不了，请改用汉字，或者不加 {flag('pdf')}"
    assert {problem.hint for problem in told} == {hint}
