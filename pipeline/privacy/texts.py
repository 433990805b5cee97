"""All that a finished file says, as a text for each of its parts: what a reader sees, and what only programs read.

It knows nothing of how the files were made: Word packages are unzipped, with their metadata, alternative texts, links and
anything embedded; XML of any encoding is taken apart, attributes and comments included. So a leak through a template is found too.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.records import record
from pipeline.regex import regex

ZIP: Final = b"PK\x03\x04"
PDF: Final = b"%PDF-"
# What a PDF holds besides its pages: its properties in XML, perhaps files.
ATTACHED: Final = "文件属性"
XML: Final = regex(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\x00?\s*<\x00?[!?/A-Za-z]")
# With any of these, XML has to be parsed, which takes ten times as long: another encoding, entities, texts without escapes.
FOREIGN: Final = regex(rb"""\xff\xfe|\xfe\xff|\x00?<\x00|\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
UNUSUAL: Final = (b"CDATA[", b"!ENTITY")
# What a file of an unknown kind says, a picture for example, may be written in any of these.
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
# A text between tags; before it may lie the end of a cell or paragraph, or of a line.
TEXT: Final = regex(">([^<]+)")
BLOCK: Final = regex("</(?:[a-z]+:)?(?:p|h[1-6]|li|t[rhdc]|d[td]|div|caption|title|option|summary|text|si|is|f|v|formatCode)>")
LINE: Final = regex("<(?:[a-z]+:)?(?:br|cr|p?tab)[ />]")
PARAGRAPH: Final = regex("<(?:[a-z]+:)?(?:p|h[1-6]|li)[ />]")
# An attribute's value holds no raw <, so a stray quotation mark in a text cannot hide one.
QUOTED: Final = regex(r"""=\s*(?:"([^"<]*)"|'([^'<]*)')""")
OTHERWISE_QUOTED: Final = regex(r"""='|=\s+["']""")
COMMENT: Final = regex("<[!?](.*?)>", re.DOTALL)
ATTRIBUTES: Final = "替代文字、链接等属性"
CHARTS: Final = ("图表", "图表的数据表")  # which have no paragraphs
PART_NAMES: Final = {
    "word/document": "正文",
    "word/footer": "页脚",
    "word/header": "页眉",
    "word/comments": "批注",
    "word/footnotes": "脚注",
    "word/endnotes": "尾注",
    "word/charts/": CHARTS[0],
    "xl/": CHARTS[1],
    "docProps/": "文件属性",
    "customXml/": "文件属性",
}


@record()
class Part:
    """A part of a file, or a file that has no parts.

    Attributes:
        name: what people call it; empty for a page.
        text: what a reader sees, with `BLOCK_END` between paragraphs and cells.
        hidden: attributes, comments and the like, with `TEXT_END` between them.
        raw: its XML, if it is XML.
        mark: its name, checksum and size in a package: of parts with the same mark, one says all.
    """

    name: str
    text: str
    hidden: str = ""
    raw: str = ""
    mark: tuple[str, int, int] = ("", 0, 0)

    @property
    def said(self) -> str:
        """All that it says."""
        return f"{self.text}{TEXT_END}{self.hidden}"

    def spot(self, text: str) -> str:
        """Return where a text stands in it, in words."""
        position = self.text.find(text)
        if position < 0:
            return f"{self.name}{ATTRIBUTES}" if text in self.hidden else self.name
        return f"{self.name}第{paragraph(self.raw, position)}段" if self.raw and self.name not in CHARTS else self.name


# The parts of a form that are the same in every file, taken apart once.
_FIXED: dict[tuple[str, int, int], Part] = {}
# What differs from unit to unit, and how its name begins.
CHANGING: Final = ("word/document.xml", "docProps/core.xml", "word/charts/", "xl/")


def parts_of(name: str, data: bytes) -> Iterator[Part]:
    """Yield what a file says, part by part; its name tells what kind of file it is if its beginning does not.

    Raises:
        PdfError: it is a PDF that cannot be read.
    """
    if data.startswith(PDF):
        from pipeline.privacy.pdf_texts import texts_of_pdf  # noqa: PLC0415 - only a PDF needs it

        text, hidden, others = texts_of_pdf(data)
        yield Part("", text, hidden)
        for content in others:
            yield from parts_of(ATTACHED, content)
        return
    if not data.startswith(ZIP):
        yield part_of(name, data)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        yield Part("文件包", TEXT_END.join((package.comment.decode("utf-8", "replace"), *package.namelist())))
        for info in package.infolist():
            mark = (info.filename, info.CRC, info.file_size)
            if known := _FIXED.get(mark):
                yield known
                continue
            content = package.read(info)
            if content.startswith(ZIP):
                yield from parts_of(info.filename, content)
                continue
            part = part_of(info.filename, content, mark)
            if not info.filename.startswith(CHANGING):
                _FIXED[mark] = part
            yield part


def part_of(name: str, data: bytes, mark: tuple[str, int, int] = ("", 0, 0)) -> Part:
    """Return what a part, or a file that has none, says.

    Args:
        name: its name.
        data: its content.
        mark: by what it is known; nothing for a file.
    """
    called = "" if name.endswith(".html") else next((called for start, called in PART_NAMES.items() if name.startswith(start)), name)
    if name.endswith(".json"):
        return Part("", TEXT_END.join(texts_of_json(json.loads(data))), mark=mark)
    raw = xml_of(data) if XML.match(data) else ""
    if raw:
        return Part(called, *texts_of_xml(raw), raw, mark)
    shifted = [data, data, data, data, data[1:], data[1:]]
    decoded = (content.decode(encoding, "ignore") for content, encoding in zip(shifted, (*ENCODINGS, *ENCODINGS[1:3]), strict=True))
    return Part(called, TEXT_END.join(dict.fromkeys(decoded)), mark=mark)


def xml_of(data: bytes) -> str:
    """Return XML as text, whatever its encoding, without entities of its own; nothing if it is none."""
    try:
        if not FOREIGN.match(data) and not any(sign in data for sign in UNUSUAL):
            return data.decode("utf-8-sig")
        root = etree.fromstring(data)
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        return ""
    return "".join(
        etree.tostring(node, encoding="unicode")
        for node in (*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings())
    )


def texts_of_xml(raw: str) -> tuple[str, str]:
    """Return what a reader of XML sees, and what else it says."""
    pieces, end = [], 0
    for match in TEXT.finditer(raw):
        start = match.start()
        if BLOCK.search(raw, end, start):
            pieces.append(BLOCK_END)
        elif LINE.search(raw, end, start):
            pieces.append("\n")
        pieces.append(match[1])
        end = match.end()
    if OTHERWISE_QUOTED.search(raw):
        values = dict.fromkeys(value for either in QUOTED.findall(raw) for value in either)
    else:
        values = dict.fromkeys(piece.partition('"')[0] for piece in dict.fromkeys(raw.split('="')[1:]))
    hidden = [*values, *(COMMENT.findall(raw) if "<!" in raw or "<?" in raw else ())]
    return unescaped("".join((*pieces, BLOCK_END))), unescaped(TEXT_END.join(hidden))


def unescaped(text: str) -> str:
    """Return a text with the characters for which entities stand."""
    return html.unescape(text) if "&" in text else text


def paragraph(raw: str, position: int) -> int:
    """Return in which paragraph of XML the text at a position of what a reader sees stands, from 1 on."""
    for match in TEXT.finditer(raw):
        if len(texts_of_xml(raw[: match.end()])[0]) > position + 1:
            return max(1, len(PARAGRAPH.findall(raw, 0, match.start())))
    return 1


def texts_of_json(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    """Yield each text in a JSON value, keys and numbers included."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_of_json(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of_json(item)
    elif value is not None:
        yield str(value)
