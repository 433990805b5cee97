"""Cells of an issued workbook that are one cell of the form are that one cell again."""

from __future__ import annotations

from pipeline.intake.parts import part_name, rejoined
from pipeline.intake.received import ReceivedCell, ReceivedLine


def cell(text: str, *marks: str) -> ReceivedCell:
    """Return a received cell."""
    return ReceivedCell(text, f"工作表“表”{text}", marks=marks)


def test_the_parts_of_a_cell_are_one_with_the_marks_of_all() -> None:
    parts = cell("应报数", part_name(3, 0, 0)), cell("17", part_name(3, 0, 1), "zp_1a2b3c4d_1"), cell("个", part_name(3, 0, 2))
    (line,) = rejoined([ReceivedLine((cell("目标"), *parts, cell("备注")), 1)])
    assert [each.text for each in line.cells] == ["目标", "应报数 17 个", "备注"]
    assert line.cells[1] == ReceivedCell("应报数 17 个", "工作表“表”应报数:个", 3, ("zp_1a2b3c4d_1",))


def test_rows_of_parts_become_lines_of_the_cell_and_vanish() -> None:
    first = ReceivedLine((cell("目标"), cell("应报数", part_name(3, 0, 0)), cell("17", part_name(3, 0, 1))), 1)
    second = ReceivedLine((cell("批复数", part_name(3, 1, 0)), cell("16", part_name(3, 1, 1))), 1)
    (line,) = rejoined([first, second])
    assert [each.text for each in line.cells] == ["目标", "应报数 17\n批复数 16"]


def test_of_a_cell_that_lost_a_part_the_others_stay() -> None:
    (line,) = rejoined([ReceivedLine((cell("17", part_name(3, 0, 1)), cell("个", part_name(3, 0, 2))), 1)])
    assert [each.text for each in line.cells] == ["17 个"]


def test_lines_without_parts_stay_as_they_are() -> None:
    lines = (ReceivedLine((cell("甲"), cell("")), 1), ReceivedLine((), 0))
    assert rejoined(lines) == lines
