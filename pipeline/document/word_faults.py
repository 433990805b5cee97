"""Finds tags in a Word form that docxtpl would misread or Word would tear apart, before anything is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from pipeline.problems import Place, Problem, error

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#.*?#\}", re.DOTALL)
HALF_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
PREFIXED = re.compile(r"\{[{%#]-?\s*(tr|tc|p|r)\s")
SPACED_PREFIX = re.compile(r"\{[{%]-?\s+(tr|tc|p|r)\s")
UNSUPPORTED = re.compile(r"\{%-?\s*(colspan|cellbg|vm|hm)\b|\{\{(r|tr|tc|p)\s")
PRIVATE_USE = re.compile("[\ue000-\ue0ff]")
CONTAINERS = {"tr": f"{W}tr", "tc": f"{W}tc", "p": f"{W}p"}
NAMES = {"tr": "行", "tc": "格", "p": "段"}


def paragraph_text(paragraph: etree._Element) -> str:
    """Return a paragraph's text over all its runs."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def faults(root: etree._Element, places: Mapping[etree._Element, Place]) -> Iterator[Problem]:
    """Yield what is wrong with the tags of a Word form.

    Args:
        root: its document.xml, parsed.
        places: where each paragraph stands.
    """
    for paragraph, place in places.items():
        text = paragraph_text(paragraph)
        for message, hint in paragraph_faults(paragraph, text):
            yield error(message, place, hint=hint)
    for element, message in (
        (f"{W}ins", "含有未接受的修订"),
        (f"{W}del", "含有未接受的修订"),
        (f"{W}drawing", "含有图片或图形，网页版无法显示"),
        (f"{W}pict", "含有图片或图形，网页版无法显示"),
        (f"{W}txbxContent", "含有文本框，网页版无法显示"),
    ):
        for found in root.iter(element):
            yield error(message, place_of(found, places), hint="在 Word 中接受全部修订" if "修订" in message else "请删去或改用文字")
    for table in root.iter(f"{W}tbl"):
        if any(True for _ in table.iterancestors(f"{W}tbl")):
            inside = next(table.iter(f"{W}p"))
            yield error("表格里不能再套表格", places[inside], hint="请用合并单元格代替")


def place_of(element: etree._Element, places: Mapping[etree._Element, Place]) -> Place:
    """Return the place of the paragraph that an element stands in, or of the next one."""
    for candidate in (element, *element.iterancestors(), *element.iter()):
        if candidate in places:
            return places[candidate]
    return Place(next(iter(places.values())).file) if places else Place("")


def paragraph_faults(paragraph: etree._Element, text: str) -> Iterator[tuple[str, str]]:
    """Yield message and hint for each fault of one paragraph's tags."""
    if PRIVATE_USE.search(text):
        yield "含有程序内部使用的私用区字符", "请删去"
    loose = HALF_TAG.search(TAG.sub("", text))
    if loose:
        yield f"标记“{loose[0]}”没有成对", "一个标记要写在同一段里，不能被回车拆开"
        return
    for match in TAG.finditer(text):
        yield from tag_faults(paragraph, match, text)
    blocks = [match[2] for match in TAG.finditer(text) if match[2] is not None and PREFIXED.match(match[0])]
    if len(blocks) > 1:
        yield "一段里有两个成段的标记", "{%p %}、{%tr %}、{%tc %} 每个单独占一段"
    elif blocks and TAG.sub("", text).strip():
        yield f"“{TAG.sub('', text).strip()}”与标记在同一段，会丢失", "成段的标记要单独占一段"


def tag_faults(paragraph: etree._Element, match: re.Match[str], text: str) -> Iterator[tuple[str, str]]:
    """Yield message and hint for each fault of one tag."""
    tag = match[0]
    inside = match[1] or match[2] or ""
    if tag.startswith("{#"):
        return
    if not inside.strip():
        yield f"标记“{tag}”里没有内容", ""
    if re.search(r"[%}{]", inside.strip("-")):
        yield f"标记“{tag}”里不能有 %、{{ 或 }}", "docxtpl 会读错，请改写"
    unsupported = UNSUPPORTED.match(tag)
    if unsupported:
        yield f"不支持“{tag}”", "合并单元格请直接在 Word 里合并"
    if SPACED_PREFIX.match(tag):
        yield f"“{tag}”的 tr、tc、p 前不能有空格", "写成 {%tr … %}"
    prefix = PREFIXED.match(tag)
    if prefix and prefix[1] in CONTAINERS:
        yield from container_faults(paragraph, prefix[1], tag, text)


def container_faults(paragraph: etree._Element, prefix: str, tag: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield message and hint if the row, cell or paragraph that a tag takes away holds anything else."""
    if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        yield f"“{tag}”所在的段落带有分节符，会丢失", "把标记移到前一段"
    container = paragraph if prefix == "p" else next(paragraph.iterancestors(CONTAINERS[prefix]), None)
    if container is None:
        yield f"“{tag}”不在表格里", f"{{%{prefix} %}} 只能写在表格的{NAMES[prefix]}里"
        return
    others = [p for p in container.iter(f"{W}p") if p is not paragraph and paragraph_text(p).strip() and not in_merge(p)]
    if others and prefix in ("tr", "tc"):
        yield f"“{tag}”所在的这一{NAMES[prefix]}还有文字“{paragraph_text(others[0]).strip()}”，会丢失", "标记要单独占一行"
    del text


def in_merge(paragraph: etree._Element) -> bool:
    """Return whether a paragraph is the label of a vertical merge, which moves down when its row vanishes."""
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    return cell is not None and cell.find(f"{W}tcPr/{W}vMerge") is not None
