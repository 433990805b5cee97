"""Finds what a Word form must not hold: tags that docxtpl would misread or Word tear apart, and what no page can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from pipeline.characters import KEPT
from pipeline.document.tree import Statement
from pipeline.document.word.harm import FIXED, Fault, field_codes, field_fault, harm
from pipeline.document.word.marks import COMMENT, WITHIN
from pipeline.document.word.xml import W, is_on, paragraph_text
from pipeline.problems import Kind, Place, Problem, error
from pipeline.regex import regex

TAG = regex(rf"\{{\{{({WITHIN})\}}\}}|\{{%({WITHIN})%\}}|{COMMENT}", re.DOTALL)
HALF_TAG = regex(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
BEGUN_TAG = regex(r"\{[{%#]")
PREFIXED = regex(r"\{%\s*(tr|tc|p)\s")
SPACED_PREFIX = regex(r"\{%\s+(tr|tc|p)\s")
UNSUPPORTED = regex(r"\{%\s*(colspan|cellbg|vm|hm|r)\b|\{\{\s*(r|tr|tc|p)\s|\{#\s*(tr|tc|p)\s")
TRIMMING = regex(r"\{[{%][-+]|[-+][}%]\}")
PROGRAMS_OWN = regex(f"[{KEPT}]")
CONTAINERS: Final = {"tr": f"{W}tr", "tc": f"{W}tc", "p": f"{W}p"}
NAMES: Final = {"tr": "行", "tc": "格", "p": "段"}
MOVABLE: Final = ("HYPERLINK", "REF", "PAGEREF")

# Local names of elements → what to say. The first group is refused wherever it stands, since it carries people's names.
PERSONAL: Final = (
    (
        (
            "ins del moveFrom moveTo rPrChange pPrChange tblPrChange tblPrExChange tcPrChange trPrChange sectPrChange tblGridChange "
            "numberingChange cellIns cellDel cellMerge"
        ),
        "含有未接受的修订",
        "在 Word 中接受全部修订，并关闭“修订”",
    ),
    ("commentReference commentRangeStart", "含有批注", "在 Word 中删除全部批注"),
)
INVISIBLE: Final = (
    ("txbxContent", "含有文本框，网页版无法显示", "请改用表格或正文里的文字"),
    ("drawing pict object", "含有图片或图形，网页版无法显示", "请删去或改用文字"),
    ("sym", "含有以“符号”字体插入的符号，网页版无法显示", "请改用普通字符，如 □、√"),
    ("footnoteReference endnoteReference", "含有脚注或尾注，网页版无法显示", "请写在正文里"),
    ("numPr", "含有自动编号，网页版无法显示", "请取消自动编号，直接输入编号"),
    ("ruby", "含有拼音，网页版无法显示", "请删去拼音"),
)
Places = Mapping[etree._Element | None, Place]  # noqa: SLF001 - lxml has no other name for it
MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"


def faults(root: etree._Element, places: Places, *, shown: bool = True) -> Iterator[Problem]:
    """Yield what is wrong with a part of a Word form.

    Args:
        root: the part, made plain, its merged labels moved out of the rows of tags.
        places: where each paragraph stands, and under None the file.
        shown: whether the page shows it too, as it does the body but not a header.
    """
    for paragraph, place in places.items():
        if paragraph is None:
            continue
        yield from (error(Kind.TEMPLATE, message, place, hint=hint) for message, hint in paragraph_faults(paragraph))
    yield from hidden_tags(root, places)
    found = [*element_faults(root, PERSONAL), *harm(root), *field_faults(root, shown=shown), *(page_faults(root) if shown else ())]
    yield from placed(found, places)


def placed(found: Iterable[Fault], places: Places) -> Iterator[Problem]:
    """Yield each fault as a problem at its paragraph, the same one only once there."""
    told = set()
    for element, message, hint in found:
        place = place_of(element, places)
        if (message, place) not in told:
            told.add((message, place))
            yield error(Kind.TEMPLATE, message, place, hint=hint)


def place_of(element: etree._Element, places: Places) -> Place:
    """Return the place of the paragraph that an element stands in, or else of the first in the nearest element that has any."""
    around = [element, *element.iterancestors()]
    within = (paragraph for ancestor in around for paragraph in ancestor.iter(f"{W}p"))
    return next((places[paragraph] for paragraph in (*around, *within) if paragraph in places), places[None])


def element_faults(root: etree._Element, refused: tuple[tuple[str, str, str], ...]) -> Iterator[Fault]:
    """Yield each element that is refused, with message and hint."""
    for names, message, hint in refused:
        for element in root.iter(*(f"{W}{name}" for name in names.split())):
            number = element.find(f"{W}numId")
            if number is None or number.get(f"{W}val") != "0":  # which takes the number of a style away
                yield element, message, hint


def page_faults(root: etree._Element) -> Iterator[Fault]:
    """Yield what Word would show and a page could not, with message and hint."""
    boxes = {ancestor for box in root.iter(f"{W}txbxContent") for ancestor in box.iterancestors()}
    yield from (fault for fault in element_faults(root, INVISIBLE) if fault[0] not in boxes)
    for formula in root.iter(MATHS):
        yield formula, "含有公式，网页版无法显示", "请改用文字"
    for table in root.iterfind(f".//{W}tbl//{W}tbl"):
        yield table, "表格里不能再套表格", "请用合并单元格代替"
    for cell in root.iter(f"{W}tc"):
        text = "".join(map(paragraph_text, cell.iter(f"{W}p"))).strip()
        if text and is_lower_part(cell) and not PREFIXED.match(text):
            yield cell, f"合并的格里还有“{text}”，不会显示", "请在 Word 中取消合并，删去后再合并"
    for hidden in root.iter(f"{W}vanish"):
        run = hidden.getparent().getparent()  # type: ignore[union-attr]
        if is_on(hidden) and run is not None and run.tag == f"{W}r" and paragraph_text(run):
            yield run, f"含有隐藏文字“{paragraph_text(run)}”", "请删去，或取消“隐藏”"


def field_faults(root: etree._Element, *, shown: bool) -> Iterator[Fault]:
    """Yield each field that could do harm, or whose result a page could not keep up to date if it shows it."""
    for element, code in field_codes(root):
        word = (code.split() or [""])[0]
        if shown and word and (word[0].isalpha() or word[0] == "=") and word.upper() not in MOVABLE:
            yield element, f"含有域“{word}”，网页版无法更新", FIXED
        elif not BEGUN_TAG.search(code) and (fault := field_fault(code)):  # a tag in it is told by `hidden_tags`
            yield (element, *fault)


def hidden_tags(root: etree._Element, places: Places) -> Iterator[Problem]:
    """Yield each tag that stands where Word keeps no words: in a field's code, a description, a name."""
    for element in root.iter():
        texts = [*element.values(), "" if element.tag == f"{W}t" else element.text or ""]
        if any(BEGUN_TAG.search(str(text)) for text in texts):
            yield error(
                Kind.TEMPLATE, "标记写在了正文以外（域代码、替代文字等）", place_of(element, places), hint="标记只能写在正文的文字里"
            )


def paragraph_faults(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield message and hint for each fault of one paragraph's tags."""
    text = paragraph_text(paragraph)
    if PROGRAMS_OWN.search(text):
        yield "含有程序内部使用的私用区字符", "请删去"
    loose = HALF_TAG.search(TAG.sub("", text))
    if loose:
        yield f"标记“{loose[0]}”没有成对", "一个标记要写在同一段里，不能被回车拆开"
        return
    for match in TAG.finditer(text):
        if is_torn(paragraph, match):
            yield f"标记“{match[0]}”一半在超链接等里面，一半在外面", "请删去，在同一处重新输入"
            return
        yield from tag_faults(paragraph, match)
    prefixed = [match[0] for match in TAG.finditer(text) if PREFIXED.match(match[0])]
    words = TAG.sub("", text).strip() or "".join(match[0] for match in TAG.finditer(text) if match[0] not in prefixed)
    if len(prefixed) > 1:
        yield "一段里有两个成段的标记", "{%p %}、{%tr %}、{%tc %} 每个单独占一段"
    elif prefixed and words:
        yield f"“{words}”与标记在同一段，会丢失", "成段的标记要单独占一段"


def is_torn(paragraph: etree._Element, match: re.Match[str]) -> bool:
    """Return whether a tag begins in one element, such as a hyperlink, and goes on in another; docxtpl would break the XML."""
    position, around = 0, set()
    for text in paragraph.iter(f"{W}t"):
        start, position = position, position + len(text.text or "")
        if start < match.end() and position > match.start():
            around.add(next(text.iterancestors(f"{W}r"), text).getparent())
    return len(around) > 1


def tag_faults(paragraph: etree._Element, match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield message and hint for each fault of one tag."""
    tag, inside = match[0], (match[1] or match[2] or "").strip()
    unsupported = UNSUPPORTED.match(tag)
    prefix = PREFIXED.match(tag)
    if unsupported:
        yield f"不支持“{tag}”", "合并单元格请直接在 Word 里合并；成段的标记写成 {%p %}、{%tr %}、{%tc %}"
    elif tag.startswith("{#"):
        return
    elif TRIMMING.search(tag):
        yield f"“{tag}”里不能用 - 或 + 去空白", "去掉标记两端的 - 和 +"
    elif not (inside.removeprefix(prefix[1]).strip() if prefix else inside):
        yield f"标记“{tag}”里没有内容", ""
    elif re.search(r"[%}{]", inside):
        yield f"标记“{tag}”里不能有 %、{{ 或 }}", "docxtpl 会读错，请改写"
    elif SPACED_PREFIX.match(tag):
        yield f"“{tag}”的 tr、tc、p 前不能有空格", "写成 {%tr … %}"
    elif match[2] and (foreign := Statement(inside.removeprefix(prefix[1]) if prefix else inside, Place("")).foreign_word()):
        yield f"不支持语句“{foreign}”", "Word 里只用 for、if、elif、else、set"
    elif prefix:
        yield from container_faults(paragraph, prefix[1], tag)


def container_faults(paragraph: etree._Element, prefix: str, tag: str) -> Iterator[tuple[str, str]]:
    """Yield message and hint if the row, cell or paragraph that a tag takes away holds anything else.

    Args:
        paragraph: the tag's.
        prefix: tr, tc or p.
        tag: the tag, braces included.
    """
    if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        yield f"“{tag}”所在的段落带有分节符，会丢失", "把标记移到前一段"
    container = paragraph if prefix == "p" else next(paragraph.iterancestors(CONTAINERS[prefix]), None)
    if container is None:
        yield f"“{tag}”不在表格里", f"{{%{prefix} %}} 只能写在表格的{NAMES[prefix]}里"
        return
    others = [p for p in container.iter(f"{W}p") if p is not paragraph and paragraph_text(p).strip()]
    if others:
        text = paragraph_text(others[0]).strip()
        yield f"“{tag}”所在的这一{NAMES[prefix]}还有“{text}”，会丢失", f"标记要单独占一{NAMES[prefix]}"


def is_lower_part(cell: etree._Element) -> bool:
    """Return whether a cell continues the vertical merge of the cell above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"
