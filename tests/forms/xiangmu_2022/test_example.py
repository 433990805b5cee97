"""The shipped example: its documents, figures and public edition; its report as a golden text.

    UPDATE_GOLDEN=1 python -m pytest tests/forms/xiangmu_2022/test_example.py

writes the golden text anew; read what changed before you commit it.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.build.made import Made
from pipeline.build.unit_year import build
from pipeline.facts.fact import Facts
from pipeline.printing import read_back
from pipeline.printing.word_telling import tell_word_file
from pipeline.workspace import UnitYear, Workspace
from tests.forms.xiangmu_2022.unit_year import LESS, LESS_CONTENT, ROOT, changed, compiled, examined

GOLDEN = Path(__file__).with_name("narrative.txt")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("example")
    (root / "templates").symlink_to(ROOT / "templates")
    (root / "data").mkdir()
    (root / "data" / "shuili").symlink_to(ROOT / "data" / "shuili")
    return build(Workspace(root), UnitYear("shuili", "2022"))


@cache
def told(word_file: bytes) -> list[str]:
    return list(tell_word_file(word_file).places().values())


def printed(name: str, facts: Facts) -> list[str]:
    return told(next(document for document in compiled().documents if document.spec.name == name).render(facts)[".docx"])


def test_it_is_built_and_what_was_found_is_answered(made: Made) -> None:
    assert [str(problem) for problem in made.problems] == []
    assert made.documents.keys() >= {f"{name}.{kind}" for name in ("table", "report", "answers") for kind in ("docx", "html")}
    answers = "\n".join(told(made.documents["answers.docx"]))
    assert "数量指标各行的得分 10、10；质量指标各行的得分 10" in answers


def test_the_report_reads_as_the_golden_text(made: Made) -> None:
    text = "\n".join(told(made.documents["report.docx"])) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "row",
    [
        ["年度资金总额", "880.00", "880.00", "880.00", "10", "100%", "10"],
        ["其中：当年财政拨款", "880.00", "880.00", "880.00", "—", "100%", "—"],
        ["　　　其他资金", "—", "—", "—", "—", "—", "—"],
        ["修复水毁工程", "18处", "18处", "10", "10"],
        ["受益群众满意度", "≥90%", "100%", "10", "10"],
        ["总分", "100", "100", "自评等级：优"],
    ],
)
def test_the_table_has_the_published_figures(made: Made, row: list[str]) -> None:
    cells = told(made.documents["table.docx"])
    assert any(cells[start : start + len(row)] == row for start in range(len(cells))), cells


def test_a_second_level_without_indicators_has_no_row(made: Made) -> None:
    assert "可持续影响指标" in told(made.documents["table.docx"])
    assert "生态效益指标" not in told(made.documents["table.docx"])


def test_the_public_edition_masks_who_filled_it_in_and_has_no_answers(made: Made) -> None:
    assert any("填报人：周某某" in line for line in told(made.documents["table.docx"]))
    assert any("填报人：周**" in line for line in told(made.documents["public/table.docx"]))
    assert not any(name.startswith("public/answers") for name in made.documents)


def test_less_than_the_target_is_scored_and_explained() -> None:
    facts = examined(LESS).facts
    assert [str(facts.by_path[path].value) for path in ("自评总分", "自评等级")] == ["97.33", "优"]
    report = "\n".join(printed("report", facts))
    assert "产出指标共5项，分值50分，得48.33分，扣1.67分。" in report
    assert "修复水毁工程（数量指标）：年度指标值为18处，实际完成值为15处，分值10分，得8.33分，扣1.67分。" in report
    assert "偏差原因分析" in report
    assert "修复水毁工程（数量指标）：3处等待征地，已排入下一年度第一季度。" in report


def test_a_result_that_ends_with_a_stop_stands_within_its_sentence_in_both_files() -> None:
    facts = examined(changed(LESS, {"物资储备由4类增加到6类": "物资储备由4类增加到6类。"})).facts
    report = next(document for document in compiled().documents if document.spec.name == "report").render(facts)
    assert "物资储备由4类增加到6类，分值10分，得10分。" in "\n".join(told(report[".docx"]))
    assert read_back.compare("report", report, read_back.shown_values(facts))[1] == []


def test_the_grade_follows_the_total_where_nobody_types_it() -> None:
    worse = LESS_CONTENT.replace("81%", "20%")
    assert str(examined(changed(LESS, {LESS_CONTENT: worse})).facts.by_path["自评等级"].value) == "优"
    none = {"实际完成值: 12.6万亩": "实际完成值: 1万亩", LESS_CONTENT: worse}
    assert str(examined(changed(LESS, none)).facts.by_path["自评等级"].value) == "良"


def test_other_money_is_added_and_said_apart() -> None:
    text = changed(
        LESS, {"  其他资金: {年初预算数: 0, 全年预算数: 0, 全年执行数: 0}": "  其他资金: {年初预算数: 20, 全年预算数: 20, 全年执行数: 15}"}
    )
    report = "\n".join(printed("report", examined(text).facts))
    assert (
        "年度资金总额年初预算900.00万元，全年预算900.00万元，年中没有调整，全年执行895.00万元，执行率为99.44%，有5.00万元没有执行。"
        in report
    )
    assert (
        "其中：当年财政拨款全年预算880.00万元，执行880.00万元，执行率为100%。其他资金全年预算20.00万元，执行15.00万元，执行率为75%。"
        in report
    )
    assert not re.search(r"[，。；：、]{2}|（）|《》|None|【待填】", report)
