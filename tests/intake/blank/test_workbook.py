"""The empty form as a workbook: cells for values take what their fields take, everything else is protected, names say what is what."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest
from lxml import etree

from pipeline.form.form import DocumentSpec, Form
from pipeline.intake.blank.openings import Known
from pipeline.intake.blank.printed import print_blank
from pipeline.intake.blank.workbook import blank_workbook
from pipeline.intake.blueprints.drawing import blueprint_of
from pipeline.language.values import Value, Words
from tests.small_form import FIELDS, ROOT, form_in
from tests.word_files import cell, paragraph, row, table, write_word_file

LAYOUT = ROOT / "templates" / "site"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """Return the small form, with a hint more, and a choice of many words."""
    fields = (
        FIELDS.replace("unit: 名}", "unit: 名, hint: 年末的人数}")
        + f"  去向: {{type: choice, choices: [{', '.join(f'第{n}种办法的去向' for n in range(40))}]}}\n"
    )
    return form_in(tmp_path_factory.mktemp("forms") / "small", fields)


class Book:
    """A workbook taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}
        self.sheet = self.parts["xl/worksheets/sheet1.xml"]
        self.words = (
            ["".join(map(str, each.itertext())) for each in self.parts["xl/sharedStrings.xml"]]
            if "xl/sharedStrings.xml" in self.parts
            else []
        )

    @property
    def cells(self) -> dict[str, str]:
        """What each cell says that says anything."""
        found = ((each.get("r", ""), each.get("t"), each.findtext(f"{X}v")) for each in self.sheet.iter(f"{X}c"))
        return {name: self.words[int(value)] if kind == "s" else value for name, kind, value in found if value}

    @property
    def names(self) -> dict[str, str]:
        """The cells that have names."""
        return {
            each.get("name", ""): (each.text or "").rpartition("!")[2] for each in self.parts["xl/workbook.xml"].iter(f"{X}definedName")
        }

    @property
    def rules(self) -> dict[str, etree._Element]:
        """What cells take."""
        return {each.get("sqref", ""): each for each in self.sheet.iter(f"{X}dataValidation")}

    def is_locked(self, name: str) -> bool:
        """Return whether a cell is protected."""
        style = next(each for each in self.sheet.iter(f"{X}c") if each.get("r") == name).get("s", "0")
        protection = self.parts["xl/styles.xml"].findall(f"{X}cellXfs/{X}xf")[int(style)].find(f"{X}protection")
        return protection is None or protection.get("locked") != "0"


Made = Callable[..., bytes]


@pytest.fixture
def made(form: Form) -> Made:
    """Return what makes the workbook of a form with a body, and what it says already."""

    def make(body: str, known: Mapping[str, Value] | None = None) -> bytes:
        spec = DocumentSpec("table", "小表", write_word_file(form.folder / "table.docx", body))
        blank = print_blank(spec, form, LAYOUT, Known(2020, known or {}))
        return blank_workbook([blank], [blueprint_of(form, spec, blank.read.tree)])

    return make


def test_labels_are_protected_and_places_are_not(made: Made) -> None:
    book = Book(made(table(row("在职人数", "{{ 在职人数 }}", "{{ 三公经费.控制率 }}"))))
    assert book.cells == {"A1": "在职人数"}
    assert [name for name in ("A1", "B1", "C1") if not book.is_locked(name)] == ["B1"]
    protection = book.sheet.find(f"{X}sheetProtection")
    assert protection is not None
    assert (protection.get("insertRows"), protection.get("password")) == ("0", None)


def test_a_cell_of_the_form_with_two_values_is_several_cells_named_as_its_parts(made: Made) -> None:
    text = "人数 {{ 在职人数 }}{% if 在职人数 is not 不涉及 %} 名{% endif %}，完成率 {{ 完成率 }}"
    book = Book(made(table(row(cell(text, width=9000)), widths=(9000,))))
    assert list(book.cells.values()) == ["人数", "名，", "完成率"]
    parts = {name: place for name, place in book.names.items() if name.startswith("zp_part")}
    assert sorted(parts) == [f"zp_part_1_0_{number}" for number in range(5)]
    marks = {place for name, place in book.names.items() if re.fullmatch("zp_[0-9a-f]{8}_[0-9]+", name)}
    assert marks == {parts["zp_part_1_0_1"], parts["zp_part_1_0_4"]}


def test_what_does_not_fit_side_by_side_stands_in_rows_and_its_neighbour_is_merged(made: Made) -> None:
    text = "；".join(f"很长很长的一段说明文字第{n}项 {{{{ 在职人数 }}}} 名" for n in range(3))
    book = Book(made(table(row("标题", cell(text, width=3500)), widths=(1000, 3500))))
    merged = [each.get("ref") for each in book.sheet.iter(f"{X}mergeCell")]
    assert "A1:A3" in merged


def test_numbers_are_checked_and_words_for_nothing_can_be_typed(made: Made) -> None:
    (rule,) = (rule for place, rule in Book(made(table(row("数", "{{ 三公经费.预算安排数 }}")))).rules.items() if place == "B1")
    assert rule.get("type") == "custom"
    assert rule.findtext(f"{X}formula1") == 'OR(IF(ISNUMBER(B1),AND(B1>=0,ABS(B1-ROUND(B1,2))<1E-9)),B1="无",B1="不适用")'
    assert "单位：万元" in (rule.get("prompt") or "")


def test_questions_and_choices_are_lists_long_ones_in_a_sheet_that_nobody_sees(made: Made) -> None:
    book = Book(made(table(row("{{ 是否公开 | 勾选 }}", "{{ 单位性质 }}", "{{ 去向 }}"))))
    sources = {place: rule.findtext(f"{X}formula1") for place, rule in book.rules.items() if rule.get("type") == "list"}
    assert sources == {"A1": '"是,否"', "B1": '"行政机关,事业单位"', "C1": "'_选项'!$A$1:$A$40"}
    states = [each.get("state") for each in book.parts["xl/workbook.xml"].iter(f"{X}sheet")]
    assert states == [None, "veryHidden"]


def test_hints_are_said_beside_the_cell_within_excels_limits(made: Made) -> None:
    book = Book(made(table(row("人数", "{{ 在职人数 }}"))))
    rule = book.rules["B1"]
    assert (rule.get("promptTitle"), rule.get("prompt")) == ("在职人数", "年末的人数；单位：名；没有的填 无 或 不适用")
    assert len(rule.get("error") or "") <= 255


def test_what_is_known_of_the_unit_stands_there(made: Made) -> None:
    known = {"单位名称": Words("=某县某局", "单位名称"), "是否公开": Words("是", "是否公开")}
    book = Book(made(table(row("{{ 单位名称 }}", "{{ 是否公开 | 勾选 }}")), known))
    assert book.cells == {"A1": "=某县某局", "B1": "是"}
    assert not list(book.sheet.iter(f"{X}f"))


def test_rows_have_names_of_their_own(made: Made) -> None:
    loop = ("{%tr for 项 in 项目支出明细 %}", ""), ("{{ 项.项目名称 }}", "{{ 项.支出数 }}"), ("{%tr endfor %}", "")
    names = [name for name in Book(made(table(*(row(*cells) for cells in loop)))).names if name.startswith("zp_")]
    assert len(names) == 10


def test_it_prints_one_page_wide_with_its_head_on_each_page(made: Made) -> None:
    book = Book(made(paragraph("一张表") + table(row("甲", "乙", header=True), row("丙", "{{ 单位名称 }}"))))
    fit = book.sheet.find(f"{X}pageSetup")
    assert fit is not None
    assert (fit.get("paperSize"), fit.get("fitToHeight")) == ("9", "0")
    assert book.names["_xlnm.Print_Titles"] == "$2:$2"


def test_the_same_bytes_each_time(made: Made) -> None:
    body = table(row("单位", "{{ 单位名称 }}"))
    assert made(body) == made(body)
