"""Finds what in any part of a Word file could run, load or embed something: elements, addresses, and fields by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W
from pipeline.regex import regex

# An element, what is wrong with it, and what to do.
Fault = tuple[etree._Element, str, str]  # noqa: SLF001 - lxml has no other name for it

# Local names of elements, whatever their namespace → what to say.
HARMFUL: Final = {
    **dict.fromkeys(("altChunk", "subDoc"), ("嵌入了别的文件", "请把内容复制进来")),
    **dict.fromkeys(("OLEObject", "objectEmbed", "objectLink"), ("含有嵌入或链接的对象", "请删去，改用文字或表格")),
    **dict.fromkeys(("control", "ocx"), ("含有 ActiveX 控件", "请删去，改用文字")),
    "mailMerge": ("含有邮件合并的设置", "请在“邮件—开始邮件合并”中改为“普通 Word 文档”"),
    "attachedTemplate": ("附加了别的模板文件", "请在 Word 的“开发工具—文档模板”中改为 Normal"),
    **dict.fromkeys(("attachedSchema", "saveThroughXslt"), ("含有 XML 架构或转换", "请另存为一份新的 Word 文档")),
    **dict.fromkeys(("frameset", "movie", "webVideoPr"), ("含有框架或视频", "请删去，改用文字")),
    **dict.fromkeys(("entryMacro", "exitMacro"), ("含有宏", "请删去这个域")),
}
# What a link may lead to.
SAFE_LINK: Final = regex(r"(?:https?://|mailto:)[^\s\\<>\"\x00-\x1f]+", re.IGNORECASE)
LINK_FAULT: Final = ("链接指向网址和邮箱以外的地方", "链接只能以 http://、https:// 或 mailto: 开头，请删去或改正")
REMOTE: Final = ("引用了文件以外的内容", "请删去，或把图片复制进文件里")
LOADING: Final = ("src", "althref")
# Fields that only count or format: all that a header or a note may hold, besides links.
HARMLESS_FIELDS: Final = (
    *(
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "STYLEREF",
        "SEQ",
        "DATE",
        "TIME",
        "TITLE",
        "EQ",
        "SYMBOL",
        "ADVANCE",
    ),
)
FIELD_ELEMENTS: Final = (f"{W}fldChar", f"{W}instrText", f"{W}delInstrText", f"{W}fldSimple")
SWITCHES_WITH_TEXT: Final = ("\\l", "\\o", "\\t")
FIXED: Final = "选中后按 Ctrl+Shift+F9 变为文字，或改用标记"
CODE: Final = regex(r'"[^"]*"?|[^\s"]+')


def harm(root: etree._Element) -> Iterator[Fault]:
    """Yield every element that could run, load or embed something, but fields."""
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name in HARMFUL:
            yield (element, *HARMFUL[name])
        for key, value in element.items():
            attribute = etree.QName(key).localname
            if attribute in LOADING and value:
                yield (element, *REMOTE)
            elif attribute == "href" and not is_safe_link(str(value)):
                yield (element, *LINK_FAULT)


def is_safe_link(target: str) -> bool:
    """Return whether a link leads to a page, a mailbox or a place in the same document."""
    return not target or target.startswith("#") or SAFE_LINK.fullmatch(target) is not None


def field_codes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield each field's first element and whole code, which Word may have split over runs and paragraphs.

    What a field in another's code results in is no part of that code: it is unknown. A code outside of any field is one by itself.
    """
    opened: list[tuple[etree._Element, list[str] | None]] = []  # None once the code has ended
    for element in root.iter(*FIELD_ELEMENTS):
        kind = element.get(f"{W}fldCharType", "")
        if element.tag == f"{W}fldSimple":
            yield element, element.get(f"{W}instr", "")
        elif kind == "begin":
            opened.append((element, []))
        elif kind and opened:
            begun, code = opened.pop()
            if code is not None:
                yield begun, "".join(code)
            if kind == "separate":
                opened.append((begun, None))
        elif opened and opened[-1][1] is not None:
            opened[-1][1].append(element.text or "")
        else:
            yield element, element.text or ""
    yield from ((begun, "".join(code)) for begun, code in opened if code is not None)


def field_fault(code: str) -> tuple[str, str] | None:
    """Return what is wrong with a field's code wherever it stands, a message and a hint, or None."""
    words = CODE.findall(code)
    name = words[0].upper() if words else "="
    if name.startswith("=") or name in HARMLESS_FIELDS:
        return None
    if name == "HYPERLINK":
        return None if all(map(is_safe_link, link_targets(words[1:]))) else LINK_FAULT
    return f"含有域“{words[0]}”，可能读取别的文件或运行程序", FIXED


def link_targets(words: Iterable[str]) -> Iterator[str]:
    """Yield where a link's field leads to: what is neither a switch nor belongs to one."""
    switch = ""
    for word in words:
        if not word.startswith("\\") and switch.lower() not in SWITCHES_WITH_TEXT:
            yield word.strip('"')
        switch = word
