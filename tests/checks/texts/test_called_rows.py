"""Texts that name rows within rows: by the rows' own names, at any depth."""

from __future__ import annotations

from pathlib import Path

from pipeline.checks.texts.called_rows import CalledRows
from pipeline.checks.texts.named_figures import FiguresInTexts
from pipeline.checks.texts.sentences import Texts
from tests.small_form import SmallForm, form_in

FIELDS = """
  单位名称: text
  说明: text
  部门:
    type: rows
    fields:
      部门名称: text
      项目:
        type: rows
        fields:
          项目名称: text
          支出数: amount
"""
DATA = """
说明: 河道清淤工程支出数 12 万元，堤防加固工程支出数 30 万元。
部门:
  - 部门名称: 工程科
    项目:
      - {项目名称: 河道清淤工程, 支出数: 12}
      - {项目名称: 同名工程, 支出数: 1}
  - 部门名称: 管理科
    项目:
      - {项目名称: 堤防加固工程, 支出数: 31}
      - {项目名称: 同名工程, 支出数: 2}
"""


def test_a_row_within_a_row_is_known_by_its_name_if_it_alone_is_called_so(tmp_path: Path) -> None:
    facts, _ = SmallForm(form_in(tmp_path / "form", FIELDS)).read(DATA)
    named = CalledRows(facts).named_in("堤防加固工程、河道清淤工程和同名工程")
    assert list(named.items()) == [("河道清淤工程", "部门[1].项目[1]"), ("堤防加固工程", "部门[2].项目[1]")]


def test_a_figure_of_a_row_within_a_row_is_read_against_it(tmp_path: Path) -> None:
    facts, _ = SmallForm(form_in(tmp_path / "form", FIELDS)).read(DATA)
    differing = FiguresInTexts(Texts(facts)).differing
    assert [(str(found["项"]), str(found["填"])) for found in differing] == [("项目[1].支出数", "31")]
