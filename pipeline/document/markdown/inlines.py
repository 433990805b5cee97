"""Turns what stands within a paragraph, heading, item or cell of a narrative into the tree's words, tags and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.characters import LINE_MARK, TAG_MARK
from pipeline.document.markdown.subset import UNKNOWN
from pipeline.document.markdown.tags import MARK, Reading
from pipeline.document.tree import Expression, Inline, Link, Statement, Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def inlines(element: Element, reading: Reading, *, bold: bool = False) -> tuple[Inline, ...]:
    """Return the content of a paragraph, heading, item or cell.

    Args:
        element: what the `markdown` package made of it.
        reading: what the marks stand for; what is wrong is noted there.
        bold: whether it is bold as a whole.
    """
    nodes: list[Inline] = list(texts(element.text or "", reading, bold=bold))
    for child in element:
        if child.tag == "strong":
            nodes.extend(inlines(child, reading, bold=True))
        elif child.tag == "a":
            address = tuple(texts(child.get("href", ""), reading, bold=False))
            target = tuple(node for node in address if isinstance(node, Text | Expression))
            link = Link(target, inlines(child, reading, bold=bold))
            line = line_of(child) or line_of(element)
            if child.get("title") or not target or not link.content or target != address:
                reading.complain("链接写作 [文字](地址)，地址里不能有空格和语句", line)
            check_target(target, line, reading)
            nodes.append(link)
        else:
            reading.complain("不支持斜体，请用 **加粗**" if child.tag == "em" else UNKNOWN, line_of(child) or line_of(element))
        nodes.extend(texts(child.tail or "", reading, bold=bold))
    return tuple(stripped(nodes))


def check_target(target: tuple[Text | Expression, ...], line: int, reading: Reading) -> None:
    """Note a link that begins with a fixed text other than http, https or a place in the page.

    Args:
        target: the address.
        line: the line that it stands in.
        reading: what is wrong is noted there.
    """
    if target and isinstance(target[0], Text) and not target[0].text.startswith(("http://", "https://", "#")):
        reading.complain(f"链接地址应以 http:// 或 https:// 开头：{target[0].text}", line)


def texts(marked: str, reading: Reading, *, bold: bool) -> Iterator[Text | Expression | Statement]:
    """Yield the words and tags of a marked text; lines of Chinese join without a space.

    Args:
        marked: the text, with marks.
        reading: what the marks stand for.
        bold: whether it is bold.
    """
    position = 0
    only_tags = MARK.sub(lambda mark: mark[0] if mark[1] == TAG_MARK else "", marked)
    plain = re.sub(r"(?<=[\x21-\x7e])\n(?=[\x21-\x7e])", " ", only_tags).replace("\n", "")
    for match in MARK.finditer(plain):
        if match.start() > position:
            yield Text(plain[position : match.start()], bold)
        tag = reading.tags[int(match[2])]
        yield replace(tag, bold=bold) if isinstance(tag, Expression) else tag
        position = match.end()
    if position < len(plain):
        yield Text(plain[position:], bold)


def stripped(nodes: list[Inline]) -> list[Inline]:
    """Return a paragraph's content without white space at its ends."""
    if nodes and isinstance(nodes[0], Text):
        nodes[0] = Text(nodes[0].text.lstrip(), nodes[0].bold)
    if nodes and isinstance(nodes[-1], Text):
        nodes[-1] = Text(nodes[-1].text.rstrip(), nodes[-1].bold)
    return [node for node in nodes if not (isinstance(node, Text) and not node.text)]


def line_of(element: Element) -> int:
    """Return the first line number that an element's text carries; 0 if none does."""
    for text in [*element.itertext(), element.tail or ""]:
        for match in MARK.finditer(text):
            if match[1] == LINE_MARK:
                return int(match[2])
    return 0
