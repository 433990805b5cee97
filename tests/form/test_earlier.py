"""What the hint of a new file's field says of the value that it had in an earlier year."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.form.earlier import earlier
from pipeline.form.skeleton import year_text
from pipeline.source.reader import parse
from tests.small_form import form_in

FIELDS = """
  决算: amount
  上年决算: {type: amount, from: 决算}
  日期: date
  说明: text
  任务: list
  电话: {type: text, private: mobile}
  得分: {type: number, formula: 决算 * 2}
  三公:
    支出: amount
  项目:
    type: rows
    fields:
      名称: text
      金额: amount
"""


def lines(folder: Path, last: str, old_fields: str = FIELDS) -> list[str]:
    """Return the lines of a new file that speak of last year, without what else they say."""
    form = form_in(folder, FIELDS)
    old = form if old_fields is FIELDS else form_in(folder / "old", old_fields)
    text = year_text(form, "", "2021", None, earlier(form, old, parse(last, "2020.yaml"), "上年"))
    return [f"{line.split(':')[0].strip()} {line[line.index('上年：') :]}" for line in text.split("\n") if "上年：" in line]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("决算: 1310.20", "决算 上年：1310.20"),
        ("日期: 2020-09-03", "日期 上年：2020-09-03"),
        ("说明: 无", "说明 上年：无"),
        (f"说明: {'长' * 30}", f"说明 上年：{'长' * 24}…"),
        ("任务: [接访, 信件]", "任务 上年：接访；信件"),
        ("任务: |\n  接访\n  信件\n", "任务 上年：接访；信件"),
        ("三公: {支出: 8.06}", "支出 上年：8.06"),
        ("项目: [{名称: 甲, 金额: 1}, {金额: 2}, {名称: 丙}]", "项目 上年：甲；丙"),
    ],
)
def test_a_hint_says_in_a_few_words_what_it_was(tmp_path: Path, last: str, said: str) -> None:
    assert lines(tmp_path, last) == [said]


@pytest.mark.parametrize(
    "last", ["", "决算:", "决算: 8.06万元", "说明: '  '", "任务: []", '电话: "13800000000"', "得分: 3", "三公: 无", "没有的: 1", "项目: 无"]
)
def test_nothing_is_said_of_what_is_private_blank_wrong_or_computed(tmp_path: Path, last: str) -> None:
    assert lines(tmp_path, last) == []


def test_what_another_form_had_in_another_unit_is_not_shown(tmp_path: Path) -> None:
    assert lines(tmp_path, "决算: 13102000\n说明: 无", "\n  决算: {type: amount, unit: 元}\n  说明: text\n") == ["说明 上年：无"]


def test_a_field_that_takes_over_says_what_it_would_take(tmp_path: Path) -> None:
    form = form_in(tmp_path, FIELDS)
    text = year_text(form, "", "2021", None, earlier(form, form, parse("决算: 1310.20", "2020.yaml"), "上年"))
    assert "上年决算:   # 单位：万元；不填的，取上年的文件里的“决算”；上年的文件里是 1310.20\n" in text
