"""Earlier years' files in a build: inputs like the others, printed and compared, and never in the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_fields, compile_form
from pipeline.build.current import current
from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import build
from pipeline.problems import Severity
from pipeline.workspace import UnitYear, Workspace
from tests.build.test_unit_year import DATA, FORM, NOTE, fill
from tests.build.test_unit_year import workspace as workspace  # noqa: PLC0414 - a fixture
from tests.word_files import row, table, write_word_file

LAST = "data/jia/2019.yaml"
HINT = "改正后，程序才能与上年比较；不改也能生成今年的文件"
TAKES = "  上年支出: {type: amount, from: 支出}\n  电话: {type: text, private: mobile}\n"
SAYS = "{% if 上年 %}上年预算{{ 上年.预算 }}万元。{% endif %}{{ 上年支出 }} {{ 电话 }}\n"


@pytest.fixture
def compared(workspace: Workspace) -> Workspace:
    """Return the workspace with a form that speaks of last year."""
    (workspace.form("small") / "form.yaml").write_text(FORM.rstrip() + "\n" + TAKES, encoding="utf-8")
    (workspace.form("small") / "note.md").write_text(NOTE + SAYS, encoding="utf-8")
    fill(workspace, DATA + '电话: "13800000000"\n')
    return workspace


def write_last(workspace: Workspace, data: bytes | str) -> None:
    (workspace.root / LAST).write_bytes(data if isinstance(data, bytes) else data.encode())


def notes(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Build the year and return the place, message and hint of each problem of last year's file."""
    found = [problem for problem in build(workspace, UnitYear("jia", "2020")).problems if problem.kind == "last-year"]
    assert {problem.severity for problem in found} <= {Severity.NOTE}
    return [(str(problem.place), problem.message, problem.hint) for problem in found]


def page(workspace: Workspace) -> str:
    return (workspace.output(UnitYear("jia", "2020")) / "note.html").read_text(encoding="utf-8")


def test_last_years_values_are_printed_and_found_in_every_file_again(compared: Workspace) -> None:
    write_last(compared, "form: small\n单位名称: 甲局\n预算: 8\n支出: 7.5\n")
    assert build(compared, UnitYear("jia", "2020")).problems[0].path == "预算", "and nothing else than that it is too much"
    assert '上年预算<data value="8" data-fact="上年.预算">8</data>' in page(compared)
    assert '<data value="7.5" data-fact="上年支出">7.5</data>' in page(compared)


def test_a_last_year_that_comes_changes_or_goes_makes_the_year_anew(compared: Workspace) -> None:
    assert notes(compared) == []
    states = []
    for text in (None, "form: small\n单位名称: 甲局\n预算: 8\n", "form: small\n单位名称: 甲局\n预算: 7\n"):
        if text:
            write_last(compared, text)
            states.append(current(compared, UnitYear("jia", "2020")))
        build(compared, UnitYear("jia", "2020"))
        assert current(compared, UnitYear("jia", "2020"))
    (compared.root / LAST).unlink()
    assert [*states, current(compared, UnitYear("jia", "2020"))] == [None, None, None]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("单位名称: 甲局\n", (f"{LAST}:1:1", "这份上年的文件没有拿来与今年比较：没有写明用哪份表（form）", HINT)),
        ("form: none\n", (f"{LAST}:1:1", "这份上年的文件没有拿来与今年比较：没有“none”这份表", HINT)),
        ("form: 单位".encode("gbk"), (LAST, "这份上年的文件没有拿来与今年比较：文件不是 UTF-8 编码，看来是 GBK（ANSI）编码", HINT)),
        (
            "form: small\n预算: 8万\n支出: 五\n",
            (f"{LAST}:2:5", "其中有错的各项没有拿来与今年比较：应填数字（单位：万元），现为“8万”（另有 1 处错误）", HINT),
        ),
        ("", (f"{LAST}:1:1", "这份上年的文件没有拿来与今年比较：没有写明用哪份表（form）", HINT)),
    ],
)
def test_a_last_year_that_cannot_be_used_is_one_note_and_stops_nothing(
    compared: Workspace, data: bytes | str, said: tuple[str, str, str]
) -> None:
    write_last(compared, data)
    assert notes(compared) == [said]
    assert current(compared, UnitYear("jia", "2020"))
    assert "上年预算8" not in page(compared)


def test_a_last_year_that_lacks_what_is_required_is_used_as_far_as_it_goes(compared: Workspace) -> None:
    write_last(compared, "form: small\n支出: 7.5\n")
    assert notes(compared) == []
    assert 'data-fact="上年支出">7.5<' in page(compared)


def test_last_years_form_may_be_another_and_is_an_input_too(compared: Workspace) -> None:
    old = compared.form("old")
    old.mkdir()
    (old / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (old / "form.yaml").write_text(
        "title: 旧表\ndocuments:\n  note: {title: 旧表, template: note.md}\nfields:\n  支出: amount\n", encoding="utf-8"
    )
    write_last(compared, "form: old\n支出: 7.5\n")
    compile_fields.cache_clear()
    assert notes(compared) == []
    assert 'data-fact="上年支出">7.5<' in page(compared)
    known = read_manifest(compared.output(UnitYear("jia", "2020")))
    assert known
    assert known.inputs["templates/old/form.yaml"]
    (old / "form.yaml").write_text("title: 旧表\n", encoding="utf-8")
    compile_fields.cache_clear()
    assert current(compared, UnitYear("jia", "2020")) is None
    assert [place for place, _, _ in notes(compared)] == ["templates/old/form.yaml"]


def test_nothing_private_of_last_year_reaches_the_public_edition(compared: Workspace) -> None:
    write_last(compared, 'form: small\n单位名称: 甲局\n预算: 8\n电话: "13911112222"\n')
    build(compared, UnitYear("jia", "2020"))
    written = [path for path in compared.output(UnitYear("jia", "2020")).rglob("*") if path.is_file()]
    assert not [path for path in written if b"13911112222" in path.read_bytes()]
    assert list(Path(compared.output(UnitYear("jia", "2020")) / "public").iterdir())


def test_a_value_that_nobody_typed_need_not_be_printed(compared: Workspace) -> None:
    (compared.form("small") / "note.md").write_text(NOTE + "{{ 电话 }}\n", encoding="utf-8")
    write_last(compared, "form: small\n支出: 7.5\n")
    assert "unprinted" not in {problem.kind for problem in build(compared, UnitYear("jia", "2020")).problems}
    fill(compared, DATA + '电话: "13800000000"\n上年支出: 7.5\n')
    assert "unprinted" in {problem.kind for problem in build(compared, UnitYear("jia", "2020")).problems}


def test_last_years_file_of_a_further_form_is_the_one_of_the_same_name(workspace: Workspace) -> None:
    of = UnitYear("jia", "2020", "项目-防汛")
    workspace.data_file(of).write_text(DATA, encoding="utf-8")
    write_last(workspace, DATA)
    workspace.data_file(of.before).write_text(DATA.replace("form: small", "form: 没有"), encoding="utf-8")
    made = build(workspace, of)
    assert made.manifest
    assert {name for name in made.manifest.inputs if "2019" in name} == {"data/jia/2019.项目-防汛.yaml"}
    assert [problem.place.file for problem in made.problems if problem.kind == "last-year"] == ["data/jia/2019.项目-防汛.yaml"]
    assert current(workspace, of)
    workspace.data_file(of.before).write_text(DATA, encoding="utf-8")
    assert current(workspace, of) is None


# --- the years before the last one ---

TREND = "{% for 年 in 历年 %}\n{{ 年.年度 }}年预算{{ 年.预算 }}万元，支出率{{ 年.执行率 }}，{{ 年.单位名称 }}。\n{% endfor %}\n"
YEAR_2020 = UnitYear("jia", "2020")


@pytest.fixture
def told(workspace: Workspace) -> Workspace:
    """Return the workspace with a form that tells all years."""
    (workspace.form("small") / "form.yaml").write_text(
        FORM.rstrip() + "\n  电话: {type: text, private: mobile}\n  备注: text\n", encoding="utf-8"
    )
    (workspace.form("small") / "note.md").write_text(NOTE + "\n{{ 电话 }}{{ 备注 }}\n\n" + TREND, encoding="utf-8")
    return workspace


def write(workspace: Workspace, year: int, text: str) -> None:
    workspace.data_file(UnitYear("jia", str(year))).write_text(text, encoding="utf-8")


def budget(workspace: Workspace, amounts: dict[int, int]) -> None:
    """Write the files of earlier years."""
    for year, amount in amounts.items():
        write(workspace, year, f"form: small\n单位名称: 甲局\n预算: {amount}\n支出: 1\n")


def lines(workspace: Workspace, name: str = "note.html") -> list[str]:
    """Return what a document says of each year."""
    text = re.sub("<[^>]*>", "", (workspace.output(YEAR_2020) / name).read_text(encoding="utf-8"))
    return re.findall("[0-9]+年预算[^。]*。", text)


def test_every_year_right_before_this_one_is_told_and_this_one_last(told: Workspace) -> None:
    budget(told, {2016: 4, 2018: 6, 2019: 8})
    made = build(told, YEAR_2020)
    assert [problem.kind for problem in made.problems] == ["超支"], "every file says the same, and what the facts say"
    assert lines(told) == [
        "2018年预算6万元，支出率16.67%，甲局。", "2019年预算8万元，支出率12.50%，甲局。", "2020年预算9万元，支出率105.56%，甲局。"
    ]  # fmt: skip
    assert '<data value="6" data-fact="历年[1].预算">6</data>' in page(told)
    assert page(told).count('<data value="9" data-fact="预算">9</data>') == 2, "this year's values are its facts"


def test_no_more_than_five_years_are_told(told: Workspace) -> None:
    budget(told, dict.fromkeys(range(2010, 2020), 5))
    made = build(told, YEAR_2020)
    assert [line[:4] for line in lines(told)] == ["2016", "2017", "2018", "2019", "2020"]
    assert made.manifest
    assert {name for name in made.manifest.inputs if name.startswith("data/jia/201")} == {
        f"data/jia/{year}.yaml" for year in range(2016, 2020)
    }


def test_the_year_alone_is_told_alone(told: Workspace) -> None:
    build(told, YEAR_2020)
    assert [line[:4] for line in lines(told)] == ["2020"]


def test_what_an_earlier_year_does_not_have_is_blank(told: Workspace) -> None:
    write(told, 2019, "form: small\n单位名称: 甲局\n")
    build(told, YEAR_2020)
    assert lines(told)[0] == "2019年预算万元，支出率，甲局。"


def test_a_year_that_appears_changes_or_vanishes_makes_the_documents_anew(told: Workspace) -> None:
    def is_current() -> bool:
        is_so = current(told, YEAR_2020) is not None
        build(told, YEAR_2020)
        assert current(told, YEAR_2020)
        return is_so

    budget(told, {2019: 8})
    assert not is_current()
    budget(told, {2018: 6})
    assert not is_current()
    budget(told, {2018: 7})
    assert not is_current()
    told.data_file(UnitYear("jia", "2018")).unlink()
    assert not is_current()
    budget(told, {2017: 7})
    assert is_current(), "beyond the year that is missing nothing matters"


@pytest.mark.parametrize(
    ("text", "first", "said"),
    [
        ("form: small\n预算: 8万\n", 2019, "这一年和更早的年度没有列入历年的数：应填数字（单位：万元），现为“8万”"),
        ("form: none\n", 2019, "这一年和更早的年度没有列入历年的数：没有“none”这份表"),
        ("[" * 2000, 2019, "这一年和更早的年度没有列入历年的数：层次过深（超过 40 层）"),
    ],
)
def test_a_year_with_a_mistake_is_one_note_and_neither_it_nor_an_older_one_is_told(
    told: Workspace, text: str, first: int, said: str
) -> None:
    budget(told, {2017: 5, 2019: 8})
    write(told, 2018, text)
    (note,) = (problem for problem in build(told, YEAR_2020).problems if problem.kind == "last-year")
    assert note.severity is Severity.NOTE
    assert (note.place.file, note.message[: len(said)], note.hint) == (
        "data/jia/2018.yaml",
        said,
        "改正后，程序才能列入；不改也能生成今年的文件",
    )
    assert [line[:4] for line in lines(told)] == [str(first), "2020"]
    assert current(told, YEAR_2020)


def test_a_mistake_in_last_years_file_is_still_one_note(told: Workspace) -> None:
    budget(told, {2018: 5})
    write(told, 2019, "form: small\n预算: 8万\n支出: 3\n")
    (note,) = notes(told)
    assert note[1] == "其中有错的各项没有拿来与今年比较，这一年和更早的年度没有列入历年的数：应填数字（单位：万元），现为“8万”"
    assert [line[:4] for line in lines(told)] == ["2020"]


def test_the_years_of_a_form_that_does_not_tell_them_are_not_read(workspace: Workspace) -> None:
    budget(workspace, {2018: 6, 2019: 8})
    made = build(workspace, YEAR_2020)
    assert made.manifest
    assert {name for name in made.manifest.inputs if name.startswith("data/jia/201")} == {LAST}
    assert made.full.facts.years[0]["年度"] == 2019


def test_an_older_edition_of_the_form_gives_what_it_calls_otherwise(told: Workspace) -> None:
    old = told.form("old")
    old.mkdir()
    (old / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (old / "form.yaml").write_text(
        "title: 旧表\ndocuments:\n  note: {title: 旧表, template: note.md}\nfields:\n  单位: text\n  预算: {type: amount, unit: 元}\n",
        encoding="utf-8",
    )
    form = told.form("small") / "form.yaml"
    form.write_text(form.read_text("utf-8").replace("{type: text, required: true}", "{type: text, required: true, 曾用名: 单位}"), "utf-8")
    compile_fields.cache_clear()
    budget(told, {2019: 8})
    write(told, 2018, "form: old\n单位: 甲处\n预算: 60000\n")
    made = build(told, YEAR_2020)
    assert lines(told)[0] == "2018年预算万元，支出率，甲处。", "an amount in another unit is none"
    assert made.manifest
    assert made.manifest.inputs["templates/old/form.yaml"]


def test_a_draft_tells_the_years_too(told: Workspace) -> None:
    budget(told, {2019: 8})
    write(told, 2020, "form: small\n单位名称: 甲局\n")
    build(told, YEAR_2020, draft=True)
    text = re.sub("<[^>]*>", "", (told.output(YEAR_2020, draft=True) / "note.html").read_text(encoding="utf-8"))
    assert "2019年预算8万元" in text
    assert "2020年预算【待填】万元" in text


def test_a_word_form_tells_the_years_too(told: Workspace) -> None:
    rows = (row("{%tr for 年 in 历年 %}", ""), row("{{ 年.年度 }}", "{{ 年.预算 }}"), row("{%tr endfor %}", ""))
    write_word_file(told.form("small") / "list.docx", table(row("年度", "预算", header=True), *rows))
    budget(told, {2018: 6, 2019: 8})
    made = build(told, YEAR_2020)
    assert "read-back" not in {problem.kind for problem in made.problems}
    text = re.sub("<[^>]*>|\\s", " ", made.full.files["list.html"].decode())
    assert re.findall(r"(20\d\d)\s+(\d)\b", text) == [("2018", "6"), ("2019", "8"), ("2020", "9")]


def test_the_private_values_of_earlier_years_are_in_no_file(told: Workspace) -> None:
    write(told, 2018, 'form: small\n单位名称: 甲局\n预算: 6\n电话: "13911112222"\n')
    budget(told, {2019: 8})
    write(told, 2020, DATA + '电话: "13800000000"\n')
    made = build(told, YEAR_2020)
    assert made.public.files
    assert "13911112222" not in "".join(path.read_text("utf-8", "replace") for path in told.output(YEAR_2020).rglob("*.html"))


def test_a_private_value_in_an_earlier_years_text_stops_the_publication_and_is_told_at_its_line(told: Workspace) -> None:
    note = told.form("small") / "note.md"
    note.write_text(note.read_text("utf-8").replace("{{ 年.单位名称 }}", "{{ 年.备注 }}"), encoding="utf-8")
    write(told, 2018, "form: small\n单位名称: 甲局\n预算: 6\n备注: 请找王小明\n电话: 王小明\n")
    budget(told, {2019: 8})
    write(told, 2020, DATA + '电话: "13800000000"\n')
    made = build(told, YEAR_2020)
    (leak,) = (problem for problem in made.problems if problem.kind == "leak")
    assert (str(leak.place), leak.path, made.public.files) == ("data/jia/2018.yaml:4:7", "备注", {})
    note.write_text(note.read_text("utf-8").replace("{{ 年.备注 }}", ""), encoding="utf-8")
    compile_form.cache_clear()
    assert build(told, YEAR_2020).public.files, "what is not printed gives nothing away"


def test_figures_of_the_years_stand_in_line_and_add_up(told: Workspace) -> None:
    note = "{% for 年 in 历年 | 齐位('预算') %}\n{{ 年.年度 }}年预算{{ 年.预算 }}万元。\n{% endfor %}\n\n合计{{ 合计(历年.预算) }}万元，{{ 个数(历年) }}年。\n"
    (told.form("small") / "note.md").write_text(NOTE + note, encoding="utf-8")
    write(told, 2019, "form: small\n单位名称: 甲局\n预算: 8.25\n支出: 1\n")
    assert [problem.kind for problem in build(told, YEAR_2020).problems] == ["超支"]
    assert lines(told) == ["2019年预算8.25万元。", "2020年预算9.00万元。"]
    assert "合计17.25万元，2年" in re.sub("<[^>]*>", "", page(told))
