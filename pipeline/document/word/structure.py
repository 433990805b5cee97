"""Finds what no Word document can be: elements inside the wrong ones, tables of impossible sizes. Later stages rely on it.

Word itself mends much of this when it opens a file; what it would make of it nobody can know, so it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.document.word.harm import Fault
from pipeline.document.word.xml import W
from pipeline.regex import regex

STORIES: Final = ("body", "hdr", "ftr", "footnote", "endnote", "txbxContent")
RUNS_STAND_IN: Final = (*("p", "hyperlink", "fldSimple", "ins", "del", "moveFrom", "moveTo", "rt", "rubyBase", "dir", "bdo"),)
# An element → what it can stand in. What carries names or no page shows is told by `faults`.
PARENTS: Final = {
    "body": ("document",),
    "tbl": (*STORIES, "tc"),
    "tr": ("tbl", "ins", "del", "moveFrom", "moveTo"),
    "tc": ("tr", "ins", "del", "moveFrom", "moveTo"),
    "p": (*STORIES, "tc"),
    "r": RUNS_STAND_IN,
    "hyperlink": RUNS_STAND_IN,
    "fldSimple": RUNS_STAND_IN,
    "t": ("r",),
    "instrText": ("r",),
    "fldChar": ("r",),
    "tblGrid": ("tbl",),
    "gridCol": ("tblGrid", "tblGridChange"),
    **{f"{name}Pr": (name, f"{name}PrChange") for name in ("tc", "tr")},
    "tblPr": ("tbl", "tblPrChange", "tblStylePr", "style"),
}
# A table property of a cell, row or grid → the greatest number that Word lets it have.
COLUMNS, WIDEST = 63, 31_680  # 22 inches in twentieths of a point
GREATEST: Final = {"gridSpan": COLUMNS, "gridBefore": COLUMNS, "gridAfter": COLUMNS}
WHOLE: Final = regex("[0-9]{1,5}")
WIDTH: Final = regex(r"[0-9]{1,5}(?:\.[0-9]{1,3})?")
MEND: Final = "请在 Word 中选中全文，复制到一份新文档里再另存"


def structure_faults(root: etree._Element) -> Iterator[Fault]:
    """Yield each element that stands where it cannot, lacks what it must hold, or gives a table an impossible size."""
    for name, parents in PARENTS.items():
        allowed = {f"{W}{parent}" for parent in parents}
        for element in root.iter(f"{W}{name}"):
            parent = element.getparent()
            if parent is not None and parent.tag not in allowed:
                yield element, f"结构不合 Word 的规定（{name} 在 {etree.QName(parent).localname} 里）", MEND
    yield from impossible_sizes(root)
    yield from bare_places(root)


def impossible_sizes(root: etree._Element) -> Iterator[Fault]:
    """Yield each number or merge in a table that Word does not know."""
    for name, greatest in GREATEST.items():
        for element in root.iter(f"{W}{name}"):
            value = element.get(f"{W}val", "1")
            if not WHOLE.fullmatch(value) or int(value) > greatest:
                yield element, f"表格的列数不对（{name}={value[:20]}）", MEND
    for merge in root.iter(f"{W}vMerge"):
        if (value := merge.get(f"{W}val", "continue")) not in ("restart", "continue"):
            yield merge, f"单元格的合并不对（vMerge={value[:20]}）", MEND
    for column in root.iter(f"{W}gridCol"):
        if not WIDTH.fullmatch(value := column.get(f"{W}w", "0")) or float(value) > WIDEST:
            yield column, f"表格的列宽不对（{value[:20]}）", MEND


def bare_places(root: etree._Element) -> Iterator[Fault]:
    """Yield each table without rows, row without cells, and cell without a paragraph or with its properties not in front."""
    for outer, inner, said in (("tbl", "tr", "表格里没有行"), ("tr", "tc", "表格的一行里没有格"), ("tc", "p", "表格的一格里没有段落")):
        for element in root.iter(f"{W}{outer}"):
            if element.find(f"{W}{inner}") is None and element.find(f"{W}ins") is None and element.find(f"{W}tbl") is None:
                yield element, said, MEND
    for cell in root.iter(f"{W}tc"):
        if [child.tag for child in cell].count(f"{W}tcPr") > 1 or cell[0].tag != f"{W}tcPr":
            yield cell, "结构不合 Word 的规定（tcPr 应在一格的开头）", MEND
