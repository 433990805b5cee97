"""What form.yaml may declare, and the one sentence, place and correction when it declares something else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.form.field import Field
from pipeline.form.form import YEAR, Form, read_form
from pipeline.form.limits import LIMIT
from pipeline.form.types.registry import LEAVES
from pipeline.problems import Stop
from tests.small_form import form_in

HEAD = "title: 小表\ndocuments:\n  note: {title: 小表, template: note.md}\n"
NO_FIELDS = "单个字段要写 type；多行（rows）的字段写在 fields 下面"
MASKS = "可用：name、mobile、omit、keep"
NUMBERS = "数字的类型有 number、integer、amount、percent"
CHOICES = "例如 choices: [优, 良, 中, 差]"
BRACKETS = "以 { 或 [ 开头的文字要加引号"
IN_GROUP = "一组字段直接写在名称下面；多行的还要写 type: rows"
NEGATIVE = "没有写 minimum 时最小为 0；可以是负数的，写 minimum: none"
TITLE = "例如 title: 部门整体绩效自评"
DOCUMENTS = "例如 table: {title: 基础数据表, template: table.docx}"
NAMED = "用小写字母开头，只含小写字母、数字、- 和 _，例如 table"
BESIDE = "把文件放在 form.yaml 旁边，这里只写文件名"
FIELDS_WANTED = "每行一个字段，例如 单位名称: text"
LABEL = "换一个名称；印出来的名称写在 label 里"

Fault = tuple[str, str, str]


def read(folder: Path, text: str) -> Form:
    (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (folder / "form.yaml").write_text(text, encoding="utf-8")
    return read_form(folder, "form.yaml")


def field_in(folder: Path, declared: str) -> Field:
    return read(folder, f"{HEAD}fields:\n  名: {declared}\n").root.fields["名"]


def faults_in(folder: Path, text: str) -> list[Fault]:
    """Return the place, message and hint of each fault."""
    with pytest.raises(Stop) as stop:
        read(folder, text)
    return [(str(problem.place), problem.message, problem.hint) for problem in stop.value.problems]


def faults_of(folder: Path, fields: str) -> list[Fault]:
    return faults_in(folder, f"{HEAD}fields:\n{fields}\n")


# --- what is declared ---


def test_a_field_without_more_has_its_name_as_label_and_is_open_and_optional(tmp_path: Path) -> None:
    field = field_in(tmp_path, "text")
    assert (field.name, field.path, field.type, field.label, field.unit) == ("名", "名", "text", "名", "")
    assert (field.required, field.constant, field.private, field.formula, field.hint, field.choices) == (False, False, "", "", "", ())
    assert (field.place.file, field.place.line, field.place.column) == ("form.yaml", 5, 3)


@pytest.mark.parametrize("kind", [kind for kind in LEAVES if kind != "choice"])
def test_a_type_alone_is_short_for_a_mapping_with_a_type(tmp_path: Path, kind: str) -> None:
    short, long = field_in(tmp_path, kind), field_in(tmp_path, f"{{type: {kind}}}")
    for attribute in ("type", "label", "unit", "minimum", "maximum", "required"):
        assert getattr(short, attribute) == getattr(long, attribute)


@pytest.mark.parametrize(
    ("declared", "unit"),
    [
        ("amount", "万元"),
        ("percent", "%"),
        ("integer", ""),
        ("number", ""),
        ("{type: amount, unit: 元}", "元"),
        ("{type: integer, unit: 名}", "名"),
    ],
)
def test_an_amount_is_in_wan_yuan_and_a_percent_in_percent_unless_the_form_says_otherwise(tmp_path: Path, declared: str, unit: str) -> None:
    assert field_in(tmp_path, declared).unit == unit


@pytest.mark.parametrize(
    ("declared", "minimum", "maximum"),
    [
        ("integer", "0", None),
        ("{type: amount, minimum: none}", None, None),
        ("{type: number, minimum: -1.5, maximum: 100}", "-1.5", "100"),
        ("{type: percent, maximum: 100.00}", "0", "100.00"),
        ("{type: integer, maximum: none}", "0", None),
        ("text", None, None),
    ],
)
def test_a_number_is_not_negative_unless_the_form_lifts_that(
    tmp_path: Path, declared: str, minimum: str | None, maximum: str | None
) -> None:
    field = field_in(tmp_path, declared)
    assert field.minimum == (None if minimum is None else Decimal(minimum))
    assert field.maximum == (None if maximum is None else Decimal(maximum))


def test_a_limit_keeps_every_digit(tmp_path: Path) -> None:
    field = field_in(tmp_path, "{type: number, minimum: 0.1, maximum: 12345678901234567890.12}")
    assert (field.minimum, field.maximum) == (Decimal("0.1"), Decimal("12345678901234567890.12"))


def test_label_hint_and_choices_are_kept_as_written(tmp_path: Path) -> None:
    field = field_in(tmp_path, '{type: choice, label: "单位性质（1）：", hint: "照抄 R&D <b>", choices: [是, 010, "12:30"]}')
    assert (field.label, field.hint, field.choices) == ("单位性质（1）：", "照抄 R&D <b>", ("是", "010", "12:30"))


@pytest.mark.parametrize("mask", ["name", "mobile", "omit", "keep"])
def test_a_private_field_says_how_it_is_masked(tmp_path: Path, mask: str) -> None:
    assert field_in(tmp_path, f"{{type: text, private: {mask}}}").private == mask


@pytest.mark.parametrize("attribute", ["required", "constant"])
@pytest.mark.parametrize("truth", [True, False])
def test_required_and_constant_are_true_or_false(tmp_path: Path, attribute: str, *, truth: bool) -> None:
    assert getattr(field_in(tmp_path, f"{{type: text, {attribute}: {str(truth).lower()}}}"), attribute) is truth


@pytest.mark.parametrize("kind", ["number", "integer", "amount", "percent, formula: 1 + 1", "choice, choices: [优, 良]"])
def test_a_figure_or_a_choice_can_stand_in_the_summary(tmp_path: Path, kind: str) -> None:
    assert field_in(tmp_path, f"{{type: {kind}, summary: true}}").summary
    assert not field_in(tmp_path, f"{{type: {kind}}}").summary


def test_a_group_may_have_a_label_beside_its_fields(tmp_path: Path) -> None:
    group = field_in(tmp_path, "{label: 第一部分, 数: integer}")
    assert (group.type, group.label, [field.path for field in group.fields.values()]) == ("group", "第一部分", ["名.数"])


def test_a_field_of_a_row_stands_below_brackets(tmp_path: Path) -> None:
    rows = field_in(tmp_path, "{type: rows, fields: {数: integer, 组: {率: percent}}}")
    assert [field.path for field in rows.leaves()] == ["名[].数", "名[].组.率"]


def test_every_form_has_the_year_without_declaring_it(tmp_path: Path) -> None:
    form = form_in(tmp_path)
    assert form.root.fields[YEAR].type == "integer"
    assert form.resolve(YEAR) is form.root.fields[YEAR]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("预算安排数", "经济性.三公经费.预算安排数"),
        ("三公经费", "经济性.三公经费"),
        ("项目支出明细", "项目支出明细"),
        ("预算数", None),  # only in rows, where it has no single value
        ("没有的", None),
    ],
)
def test_a_name_that_is_unique_stands_for_its_field(tmp_path: Path, name: str, path: str | None) -> None:
    field = form_in(tmp_path).resolve(name)
    assert (field.path if field else None) == path


def test_a_name_that_several_fields_have_stands_for_none_of_them(tmp_path: Path) -> None:
    form = form_in(tmp_path, "\n  甲: {数: integer}\n  乙: {数: integer}\n")
    assert form.resolve("数") is None
    assert [field.path for field in form.names["数"]] == ["甲.数", "乙.数"]


def test_a_name_at_the_top_goes_before_the_same_name_further_down(tmp_path: Path) -> None:
    found = form_in(tmp_path, "\n  甲: {数: integer}\n  数: integer\n").resolve("数")
    assert found is not None
    assert found.path == "数"


def test_documents_are_found_in_the_forms_folder(tmp_path: Path) -> None:
    (tmp_path / "shell.docx").touch()
    text = HEAD.replace("template: note.md", "template: note.md, shell: shell.docx") + "fields:\n  名: text\n"
    document = read(tmp_path, text).documents[0]
    assert (document.name, document.title, document.template, document.shell) == (
        "note",
        "小表",
        tmp_path / "note.md",
        tmp_path / "shell.docx",
    )


def test_a_template_is_named_beside_its_form(tmp_path: Path) -> None:
    (tmp_path / "note.md").touch()
    (tmp_path / "form.yaml").write_text(f"{HEAD}fields:\n  名: text\n", encoding="utf-8")
    form = read_form(tmp_path, "templates/small/form.yaml")
    assert form.shown(tmp_path / "note.md") == "templates/small/note.md"


# --- faults ---


@pytest.mark.parametrize(
    ("fields", "place", "message", "hint"),
    [
        # types
        ("  数: amout", "5:3", "不认识的类型“amout”", "是否想写“amount”？"),
        ("  数: {type: integr}", "5:3", "不认识的类型“integr”", "是否想写“integer”？"),
        ("  数: 金额", "5:3", "不认识的类型“金额”", ""),
        ("  组:\n    lable: 第一部分\n    数: integer", "6:5", "不认识的类型“第一部分”", "是否想写“label”？"),
        ("  组: {type: grup, 数: integer}", "5:3", "不认识的类型“grup”", "是否想写“group”？"),
        ("  组:\n    数: txt", "6:5", "不认识的类型“txt”", "是否想写“text”？"),
        ("  行: {type: rows, fields: {名: txt}}", "5:28", "不认识的类型“txt”", "是否想写“text”？"),
        # attributes
        ("  数: {type: amount, lable: 数目}", "5:21", "不认识的说明“lable”", "是否想写“label”？"),
        ("  数: {type: amount, requird: true}", "5:21", "不认识的说明“requird”", "是否想写“required”？"),
        ("  数:\n    type: amount\n    下面: text", "7:5", "不认识的说明“下面”", ""),
        # names
        ("  三公 经费: amount", "5:3", "名称“三公 经费”不能含标点或空格", "标点放在 label 里"),
        ("  其中：甲: amount", "5:3", "名称“其中：甲”不能含标点或空格", "标点放在 label 里"),
        ("  2020年预算: amount", "5:3", "名称“2020年预算”不能含标点或空格", "标点放在 label 里"),
        ("  年度: integer", "5:3", "“年度”由程序给出，不用声明", ""),
        ("  form: text", "5:3", "“form”在数据文件里另有用处，不能作字段的名称", ""),
        ("  公开例外: text", "5:3", "“公开例外”在数据文件里另有用处，不能作字段的名称", ""),
        ("  label: text", "5:3", "“label”是字段的说明，不能作字段的名称", LABEL),
        ("  fields:\n    数: integer", "5:3", "“fields”是字段的说明，不能作字段的名称", LABEL),
        ("  行: {type: rows, fields: {unit: text}}", "5:28", "“unit”是字段的说明，不能作字段的名称", LABEL),
        # groups and rows
        ("  组:", "5:3", "“组”下面没有字段", NO_FIELDS),
        ("  组: {}", "5:3", "“组”下面没有字段", NO_FIELDS),
        ("  组: [text]", "5:3", "“组”下面没有字段", NO_FIELDS),
        ("  组: {label: 第一部分}", "5:3", "“组”下面没有字段", NO_FIELDS),
        ("  行: rows", "5:3", "“行”下面没有字段", NO_FIELDS),
        ("  行: {type: rows, fields: {}}", "5:3", "“行”下面没有字段", NO_FIELDS),
        ("  行: {type: rows, fields: text}", "5:3", "“行”下面没有字段", NO_FIELDS),
        ("  行: {type: rows, 名: text, 数: amount}", "5:3", "“行”下面没有字段", NO_FIELDS),
        ("  行: {type: rows, feilds: {名: text}}", "5:19", "不认识的说明“feilds”", "是否想写“fields”？"),
        ("  行: {type: row, fields: {名: text}}", "5:3", "不认识的类型“row”", "是否想写“rows”？"),
        ("  组: {fields: {名: text}}", "5:7", "fields 只能用于多行（rows）", IN_GROUP),
        ("  名: {type: text, fields: {数: integer}}", "5:19", "fields 只能用于多行（rows）", IN_GROUP),
        ("  组: {required: true, 名: text}", "5:7", "required 要写在单个字段上", "一组字段里哪几项必填，就写在哪几项上"),
        ("  组: {constant: true, 名: text}", "5:7", "constant 要写在单个字段上", "一组字段里哪几项不变，就写在哪几项上"),
        # choices
        ("  名: {type: text, not_applicable: true}", "5:19", "not_applicable 只能用于是/否（yes_no）", "数字、日期、网址本来就可以填 不适用"),
        ("  选: choice", "5:3", "选项“选”没有写 choices", CHOICES),
        ("  选: {type: choice, choices: []}", "5:3", "选项“选”没有写 choices", CHOICES),
        ("  选: {type: choice, choices: 甲}", "5:3", "选项“选”没有写 choices", CHOICES),
        ("  选: {type: choice, choises: [甲, 乙]}", "5:21", "不认识的说明“choises”", "是否想写“choices”？"),
        ("  选: {type: choice, choices: [甲, 乙, 甲]}", "5:37", "选项“甲”重复", "请删去其中一处"),
        ('  选: {type: choice, choices: [甲, ""]}', "5:34", "每个选项应是一段文字", ""),
        ("  选: {type: choice, choices: [甲, [乙]]}", "5:34", "每个选项应是一段文字", BRACKETS),
        ("  选: {type: yes_no, choices: [是, 否, 有]}", "5:21", "choices 只能用于选项（choice）", ""),
        ("  选: {type: text, choices: [甲, 乙]}", "5:19", "choices 只能用于选项（choice）", ""),
        # 又称
        ("  数: {type: integer, 又称: 个数}", "5:22", "又称 应是若干个名称", "例如 又称: [三公经费支出, 三公支出]"),
        ("  数: {type: integer, 又称: [甲, 甲]}", "5:30", "名称“甲”重复", "请删去其中一处"),
        ("  甲: integer\n  乙: {type: integer, 又称: [甲]}", "6:3", "又称“甲”已经是“甲”的名称", "换一个只指这一项的名称"),
        ("  甲: {type: integer, 又称: [丙]}\n  乙: {type: integer, 又称: [丙]}", "6:3", "又称“丙”已经是“甲”的名称", "换一个只指这一项的名称"),
        # texts
        ("  数: {type: integer, label: }", "5:29", "label 应是一段文字", ""),
        ("  数: {type: integer, label: [数目]}", "5:29", "label 应是一段文字", BRACKETS),
        ("  数: {type: integer, hint: {数: 目}}", "5:28", "hint 应是一段文字", BRACKETS),
        ("  数: {type: integer, unit: [元]}", "5:28", "unit 应是一段文字", BRACKETS),
        ("  组: {label: [第一部分], 数: integer}", "5:14", "label 应是一段文字", BRACKETS),
        ('  数: {type: integer, label: "数\\n目"}', "5:29", "label 应是一段文字，不能换行，也不能有制表符（Tab）", "请合成一段"),
        ("  数: {type: [integer]}", "5:13", "type 应是一段文字", BRACKETS),
        # limits and switches
        ("  数: {type: integer, minimum: 5, maximum: 3}", "5:34", "minimum 5 大于 maximum 3", ""),
        ("  数: {type: integer, maximum: -3}", "5:22", "minimum 0 大于 maximum -3", NEGATIVE),
        ("  名: {type: text, summary: true}", "5:19", "summary 只能用于数字和选项（choice）", "汇总里一项一列，如总分、自评等级；文字写不下"),
        ("  组:\n    summary: true\n    数: number", "6:5", "summary 只能用于数字和选项（choice）", "汇总里一项一列，如总分、自评等级；文字写不下"),
        (
            "  行: {type: rows, fields: {分: {type: number, summary: true}}}",
            "5:46",
            "summary 不能用于多行（rows）里的一项：汇总里一项只有一个数",
            "另写一项合计，由公式计算，summary 写在那一项上",
        ),
        ("  数: {type: number, private: omit, summary: true}", "5:36", "summary 和 private 只能写一个", "个人信息不进入汇总"),
        ("  数: {type: number, summary: 是}", "5:30", "应为 true 或 false", ""),
        ("  名: {type: text, maximum: 3}", "5:19", "maximum 只能用于数字", NUMBERS),
        ("  日: {type: date, minimum: none}", "5:19", "minimum 只能用于数字", NUMBERS),
        ("  数: {type: integer, minimum: 少}", "5:31", "minimum 写的“少”不是与“数”同一组的一个数字", LIMIT),
        ("  数: {type: integer, maximum: 1e3}", "5:31", LIMIT, ""),
        ("  数: {type: integer, maximum: ３}", "5:31", LIMIT, ""),
        ("  数: {type: integer, maximum: [3]}", "5:31", LIMIT, ""),
        ("  数: {type: integer, required: 是}", "5:32", "应为 true 或 false", ""),
        ("  数: {type: integer, required: yes}", "5:32", "应为 true 或 false", ""),
        ("  数: {type: integer, constant: [true]}", "5:32", "应为 true 或 false", ""),
        # private
        ("  名: {type: text, private: mobil}", "5:28", "不认识的遮盖方式“mobil”", "是否想写“mobile”？"),
        ("  名: {type: text, private: 姓名}", "5:28", "不认识的遮盖方式“姓名”", MASKS),
        ("  名: {type: text, private: }", "5:28", "不认识的遮盖方式“”", MASKS),
        ('  名: {type: text, private: ""}', "5:28", "不认识的遮盖方式“”", MASKS),
        ("  名: {type: text, private: [name]}", "5:28", "不认识的遮盖方式“”", MASKS),
        ("  名: {type: text, private: true}", "5:28", "不认识的遮盖方式“true”", MASKS),
        ("  组: {private: omit, 名: text}", "5:7", "private 要写在单个字段上", "一组字段里哪几项要遮盖，就写在哪几项上"),
        ("  行: {type: rows, private: name, fields: {名: text}}", "5:19", "private 要写在单个字段上", "一组字段里哪几项要遮盖，就写在哪几项上"),
        # formulas; their syntax is the compiler's matter
        ("  名: {type: text, formula: 1 + 1}", "5:19", "公式只能用于数字、选项（choice）和是/否（yes_no）", NUMBERS),
        ("  日: {type: date, formula: 1 + 1}", "5:19", "公式只能用于数字、选项（choice）和是/否（yes_no）", NUMBERS),
        ("  数: {type: integer, formula: }", "5:31", "formula 应是一段文字", ""),
    ],
)  # fmt: skip
def test_each_fault_of_a_field_is_one_problem_with_its_place(tmp_path: Path, fields: str, place: str, message: str, hint: str) -> None:
    assert faults_of(tmp_path, fields) == [(f"form.yaml:{place}", message, hint)]


@pytest.mark.parametrize(
    "name", ["not", "in", "else", "class", "None", "true", "none", "range", "loop", "self", "title", "draft", "_merge1", "_名"]
)
@pytest.mark.parametrize("fields", ["  {}: text", "  组:\n    {}: text", "  行:\n    type: rows\n    fields:\n      {}: text"])
def test_a_name_that_means_something_else_in_templates_is_refused(tmp_path: Path, name: str, fields: str) -> None:
    assert [fault[1:] for fault in faults_of(tmp_path, fields.format(name))] == [(f"名称“{name}”在模板和公式里另有用处", LABEL)]


@pytest.mark.parametrize("name", ["titles", "nota", "merge1", "cell1", "captions", "number_item", "true_", "甲_1", "R", "甲·乙"])
def test_a_name_that_only_looks_like_one_of_the_programs_is_allowed(tmp_path: Path, name: str) -> None:
    assert name in read(tmp_path, f"{HEAD}fields:\n  {name}: text\n").root.fields


def test_a_unit_may_be_given_as_none_at_all(tmp_path: Path) -> None:
    assert field_in(tmp_path, '{type: amount, unit: ""}').unit == ""


def test_rows_may_hold_rows(tmp_path: Path) -> None:
    rows = field_in(tmp_path, "{type: rows, fields: {内: {type: rows, fields: {数: integer}}}}")
    assert [field.path for field in rows.leaves()] == ["名[].内[].数"]


@pytest.mark.parametrize(
    ("head", "place", "message", "hint"),
    [
        (HEAD.replace("title: 小表\n", "titel: 小表\n", 1), ":1:1", "不认识的一项“titel”", "是否想写“title”？"),
        (HEAD + "field: 1\n", ":4:1", "不认识的一项“field”", "是否想写“fields”？"),
        (HEAD.replace("title: 小表\n", "", 1), "", "没有写明表的名称（title）", TITLE),
        (HEAD.replace("title: 小表\n", "title:\n", 1), ":1:7", "title 应是一段文字", ""),
        (HEAD.replace("title: 小表\n", "title: [小表]\n", 1), ":1:8", "title 应是一段文字", BRACKETS),
        (
            HEAD.replace("title: 小表\n", 'title: "小\\n表"\n', 1),
            ":1:8",
            "title 应是一段文字，不能换行，也不能有制表符（Tab）",
            "请合成一段",
        ),
        ("title: 小表\n", "", "没有写明要生成的文件（documents）", DOCUMENTS),
        ("title: 小表\ndocuments:\n", ":2:1", "没有写明要生成的文件（documents）", DOCUMENTS),
        ("title: 小表\ndocuments: [note.md]\n", ":2:1", "没有写明要生成的文件（documents）", DOCUMENTS),
        # what files are named
        (HEAD.replace("  note:", "  Note:"), ":3:3", "文件的名称“Note”不对", NAMED),
        (HEAD.replace("  note:", "  表:"), ":3:3", "文件的名称“表”不对", NAMED),
        (HEAD.replace("  note:", "  ../note:"), ":3:3", "文件的名称“../note”不对", NAMED),
        (HEAD.replace("  note:", "  2note:"), ":3:3", "文件的名称“2note”不对", NAMED),
        (HEAD.replace("  note:", "  manifest:"), ":3:3", "文件的名称不能是“manifest”，程序要用它", "换一个名称，例如 table"),
        (HEAD.replace("  note:", "  public:"), ":3:3", "文件的名称不能是“public”，程序要用它", "换一个名称，例如 table"),
        # what they are made from
        (HEAD.replace("note.md", "nota.md"), ":3:31", "没有这个模板文件：nota.md", "是否想写“note.md”？"),
        (
            HEAD.replace("note.md", "note.md, public: no"),
            ":3:48",
            "public 应为 true、false、answers 之一",
            "false 不公开；answers 公开，并印出核实说明",
        ),
        (HEAD.replace("note.md", "note.md, shell: no.docx"), ":3:47", "没有这个模板文件：no.docx", ""),
        (HEAD.replace("note.md", "../note.md"), ":3:31", "template 只能是文件名，不能带路径：../note.md", BESIDE),
        (HEAD.replace("note.md", "/etc/hostname"), ":3:31", "template 只能是文件名，不能带路径：/etc/hostname", BESIDE),
        (HEAD.replace("note.md", "./note.md"), ":3:31", "template 只能是文件名，不能带路径：./note.md", BESIDE),
        (HEAD.replace("note.md", "below/note.md"), ":3:31", "template 只能是文件名，不能带路径：below/note.md", BESIDE),
        (HEAD.replace("note.md", "below\\note.md"), ":3:31", "template 只能是文件名，不能带路径：below\\note.md", BESIDE),
        (HEAD.replace("note.md", ".."), ":3:31", "template 只能是文件名，不能带路径：..", BESIDE),
        (HEAD.replace("note.md", "note.md, shell: ../s.docx"), ":3:47", "shell 只能是文件名，不能带路径：../s.docx", BESIDE),
    ],
)
def test_each_fault_of_a_forms_head_is_one_problem(tmp_path: Path, head: str, place: str, message: str, hint: str) -> None:
    assert faults_in(tmp_path, f"{head}fields:\n  名: text\n") == [(f"form.yaml{place}", message, hint)]


@pytest.mark.parametrize(
    ("fields", "place", "message", "hint"),
    [
        ("", "", "没有写明字段（fields）", FIELDS_WANTED),
        ("fields:\n", ":4:1", "没有写明字段（fields）", FIELDS_WANTED),
        ("fields: {}\n", ":4:1", "没有写明字段（fields）", FIELDS_WANTED),
        ("fields: text\n", ":4:1", "没有写明字段（fields）", FIELDS_WANTED),
        ("fields:\n  - 名: text\n", ":4:1", "没有写明字段（fields）", FIELDS_WANTED),
        ("feilds:\n  名: text\n", ":4:1", "不认识的一项“feilds”", "是否想写“fields”？"),
    ],
)
def test_a_form_without_fields_is_one_problem(tmp_path: Path, fields: str, place: str, message: str, hint: str) -> None:
    assert faults_in(tmp_path, HEAD + fields) == [(f"form.yaml{place}", message, hint)]


@pytest.mark.parametrize(
    "settings", ["{title: 说明}", "{template: note.md}", "{title: 说明, template: }", "{title: [说明], template: note.md}", "note.md", ""]
)
def test_a_document_without_a_title_or_template_is_told_what_it_needs(tmp_path: Path, settings: str) -> None:
    head = HEAD + f"  other: {settings}\n"
    wanted = ("form.yaml:4:3", "文件“other”要写 title、template，Markdown 的还要写 shell", "")
    assert faults_in(tmp_path, f"{head}fields:\n  名: text\n") == [wanted]


@pytest.mark.parametrize(("misspelt", "meant"), [("tmplate", "template"), ("titel", "title"), ("shel", "shell")])
def test_a_misspelt_setting_of_a_document_is_one_problem(tmp_path: Path, misspelt: str, meant: str) -> None:
    settings = "{title: 小表, template: note.md, shell: note.md}".replace(meant, misspelt)
    faults = faults_in(tmp_path, f"title: 小表\ndocuments:\n  note: {settings}\nfields:\n  名: text\n")
    assert [fault[1:] for fault in faults] == [(f"不认识的一项“{misspelt}”", f"是否想写“{meant}”？")]


def test_a_folder_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    head = HEAD.replace("note.md", "folder.md")
    assert faults_in(tmp_path, f"{head}fields:\n  名: text\n")[0][1] == "没有这个模板文件：folder.md"


def test_a_file_that_only_declares_fields_needs_no_documents(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("title: 设置\nfields:\n  名: text\n", encoding="utf-8")
    form = read_form(tmp_path, "settings.yaml", with_documents=False)
    assert (list(form.root.fields), form.documents) == (["名", YEAR], ())


def test_all_faults_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "  数: amout\n  组:\n    名: {type: text, private: x}\n    选: choice")
    assert [place for place, _, _ in found] == ["form.yaml:5:3", "form.yaml:7:30", "form.yaml:8:5"]


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ("  名: text\n  名: text", "6:3", "“名”重复，第 5 行已经写过"),
        ("  名: text\n  数：text", "6:4", "用了全角冒号“：”"),
        ("  名: [text", "5:6", "内容不能以 [ 开头"),
    ],
)
def test_a_form_that_is_no_yaml_is_explained_like_a_data_file(tmp_path: Path, fields: str, place: str, message: str) -> None:
    assert faults_of(tmp_path, fields)[0][:2] == (f"form.yaml:{place}", message)


def test_a_missing_form_is_said(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="没有这个文件"):
        read_form(tmp_path, "form.yaml")
