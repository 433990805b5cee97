"""What a form's Word documents print, as what a filled one is compared with; and the bookmarks at its blanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.form.form import DocumentSpec, Form, read_form
from pipeline.intake.blueprints.blueprint import Blueprint, Hole, Label, Line, Loop
from pipeline.intake.blueprints.drawing import blueprint_of, blueprints_of
from pipeline.intake.blueprints.marks import holes_of, in_row, mark_names, marked_hole
from pipeline.printing.reading import read_template
from tests.small_form import FIELDS, ROOT, form_in
from tests.word_files import cell, paragraph, row, table, write_word_file

LAYOUT = ROOT / "templates" / "site"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """Return the small form, with rows in rows."""
    rows = "      明细:\n        type: rows\n        fields:\n          名称: text\n"
    return form_in(tmp_path_factory.mktemp("forms") / "small", f"{FIELDS}{rows}")


def drawn(form: Form, body: str) -> Blueprint:
    """Return the blueprint of a Word form with a body."""
    path = write_word_file(form.folder / "table.docx", body)
    spec = DocumentSpec("table", "小表", path)
    return blueprint_of(form, spec, read_template(spec, form, LAYOUT, draft=False).tree)


def said(line: Line | Loop) -> list[object]:
    """Return a line as its slots' words: labels, optional ones in brackets, holes by path, those that are told behind =."""
    if isinstance(line, Loop):
        return [line.path, *map(said, line.body)]
    return ["".join(map(word, slot.parts)) for slot in line.slots]


def word(part: Label | Hole) -> str:
    """Return a part in a few letters."""
    text = part.text if isinstance(part, Label) else f"{{{'=' * part.is_told}{part.path}}}"
    return f"[{text}]" if part.optional else text


def only(form: Form, *cells: str) -> list[object]:
    """Return the only line of a table of one row."""
    (line,) = drawn(form, table(row(*cells))).lines
    return said(line)


def test_a_cell_is_labels_and_holes_with_the_paths_of_their_fields(form: Form) -> None:
    assert only(form, "预算数", "{{ 三公经费.预算安排数 }} 万元") == ["预算数", "{经济性.三公经费.预算安排数} 万元"]


def test_words_under_a_condition_are_optional_those_of_both_branches(form: Form) -> None:
    text = "{{ 在职人数 }}{% if 在职人数 is not 不涉及 %} 名{% else %}—{% endif %}"
    assert only(form, text) == ["{在职人数}[ 名][—]"]


def test_what_the_form_computes_or_does_not_plainly_name_is_only_told(form: Form) -> None:
    cells = ("{{ 三公经费.控制率 }}", "{{ 年度 }}年", "{{ 年度 - 1 }}年", "{{ 项目支出明细[0].预算数 }}")
    assert only(form, *cells) == ["{=经济性.三公经费.控制率}", "{=年度}年", "{=}年", "{=}"]


def test_a_loop_holds_its_rows_and_those_in_them(form: Form) -> None:
    rows = (
        "{%tr for 项 in 项目支出明细 %}",
        "{{ 项.项目名称 }}",
        "{%tr for 子 in 项.明细 %}",
        "{{ 子.名称 }}",
        "{%tr endfor %}",
        "{%tr endfor %}",
    )
    (loop,) = drawn(form, table(*map(row, rows))).lines
    path = "项目支出明细"
    assert said(loop) == [path, [f"{{{path}[].项目名称}}"], [f"{path}[].明细", [f"{{{path}[].明细[].名称}}"]]]


def test_rows_that_are_picked_out_are_not_taken(form: Form) -> None:
    rows = ("{%tr for 项 in 项目支出明细 if 项.支出数 %}", "{{ 项.项目名称 }}", "{%tr endfor %}")
    (loop,) = drawn(form, table(*map(row, rows))).lines
    assert said(loop) == ["", ["{=}"]]


def test_a_list_can_be_printed_in_a_row_each(form: Form) -> None:
    rows = ("{%tr for 项 in 重点任务 %}", "{{ 项 }}", "{%tr endfor %}")
    (loop,) = drawn(form, table(*map(row, rows))).lines
    assert said(loop) == ["重点任务", ["{重点任务}"]]


def test_a_name_set_or_held_by_with_stands_for_its_field(form: Form) -> None:
    text = "{% set 经费 = 三公经费 %}{{ 经费.预算安排数 }}{% with 支出 = 经费.实际支出数 %}／{{ 支出 }}{% endwith %}"
    assert only(form, text) == ["{经济性.三公经费.预算安排数}／{经济性.三公经费.实际支出数}"]


def test_an_expression_that_chooses_gives_the_parts_of_both_choices(form: Form) -> None:
    assert only(form, "{{ 在职人数 if 在职人数 else '—' }}") == ["[{在职人数}][—]"]


def test_a_filter_that_puts_words_around_a_value_gives_them_as_labels(form: Form) -> None:
    assert only(form, '{{ 单位名称 | 另述("说明") }}{{ 在职人数 | 带("共", "人") }}') == ["[说明：][{单位名称}][。][共][{在职人数}][人]"]


def test_a_filter_that_changes_a_value_leaves_it_untaken(form: Form) -> None:
    (line,) = drawn(form, table(row("{{ 是否公开 | 勾选 }}", "{{ 三公经费.预算安排数 | 大写 }}"))).lines
    assert said(line) == ["{是否公开}", "{=}"]
    assert isinstance(line, Line)
    assert next(line.slots[0].holes).filters == ("勾选",)


def test_paragraphs_of_a_cell_are_divided_and_those_outside_of_tables_are_lines(form: Form) -> None:
    blueprint = drawn(form, paragraph("小表") + table(row(cell("单位：{{ 单位名称 }}", "{{ 填报日期 }}"))) + paragraph(""))
    assert [(said(line), line.table) for line in blueprint.lines if isinstance(line, Line)] == [
        (["小表"], 0),
        (["单位：{单位名称}\n{填报日期}"], 1),
    ]


def test_cells_merged_downwards_stand_in_the_first_row_only(form: Form) -> None:
    rows = (
        row(cell("经费", merge="restart"), "预算", "{{ 三公经费.预算安排数 }}"),
        row(cell(merge="continue"), "支出", "{{ 三公经费.实际支出数 }}"),
        row("{%tr for 项 in 项目支出明细 %}", "", ""),
        row("{{ 项.项目名称 | 合并 }}", "项目", "{{ 项.预算数 }}"),
        row("{%tr endfor %}", "", ""),
    )
    first, second, loop = drawn(form, table(*rows)).lines
    assert [len(line.slots) for line in (first, second) if isinstance(line, Line)] == [3, 2]
    assert isinstance(loop, Loop)
    assert [slot.optional for line in loop.body if isinstance(line, Line) for slot in line.slots] == [True, False, False]


def shipped(name: str) -> Iterator[Blueprint]:
    """Yield the blueprints of a shipped form."""
    yield from blueprints_of(read_form(ROOT / "templates" / name, "form.yaml"), LAYOUT)


def test_every_blank_of_the_shipped_forms_is_known_and_narratives_have_no_blueprint() -> None:
    names = {(each.form, each.document): list(holes_of(each.lines)) for name in ("zhanjiang-2020", "hunan-2018") for each in shipped(name)}
    taken = {key: len({hole.path for hole in holes if not hole.is_told}) for key, holes in names.items()}
    assert taken == {("zhanjiang-2020", "table"): 80, ("hunan-2018", "table"): 55, ("hunan-2018", "indicators"): 10}
    fixed = [hole for hole in names["hunan-2018", "indicators"] if hole.path.endswith("[].评价标准")]
    assert len(fixed) == 2
    assert all(hole.is_told for hole in fixed)


def test_marks_are_names_that_word_takes_and_lead_back_to_their_holes(form: Form) -> None:
    blueprint = drawn(form, table(row("{{ 单位名称 }}", "{{ 在职人数 }}")))
    names = mark_names(blueprint)
    holes = {name: hole for hole, name in names.items()}
    second = in_row(names[next(iter(names))], 2)
    assert marked_hole(second, holes) is next(iter(names))
    assert [marked_hole(name, holes) for name in ("_Toc1", "zp_00000000_1")] == [None, None]
    assert all(len(name) <= 40 for name in names.values())


def test_marks_differ_as_soon_as_the_form_does(form: Form) -> None:
    blueprint = drawn(form, table(row("{{ 单位名称 }}")))
    other = replace(blueprint, lines=drawn(form, table(row("名称{{ 单位名称 }}"))).lines)
    assert set(mark_names(blueprint).values()).isdisjoint(mark_names(other).values())
