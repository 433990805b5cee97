"""All that a finished file says, as a text for each of its parts: what a reader sees, and what only programs read.

It knows nothing of how the files were made: Word packages are unzipped, with their metadata, alternative texts, links and
anything embedded; XML of any encoding is taken apart, attributes and comments included. So a leak through a template is found too.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.document.word.finished import inflated, opened
from pipeline.privacy.kept import Kept
from pipeline.privacy.xml_texts import XML, paragraph, texts_of_xml
from pipeline.records import record

ZIP: Final = b"PK\x03\x04"
PDF: Final = b"%PDF-"
# What a PDF holds besides its pages: its properties in XML, perhaps files.
ATTACHED: Final = "文件属性"
# What a file of an unknown kind says, a picture for example, may be written in any of these.
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
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
        rows: what a reader sees: texts that stand by themselves, each as its paragraphs and cells.
        hidden: attributes, comments and the like.
        raw: its XML, if it is XML.
    """

    name: str
    rows: Sequence[Sequence[str]]
    hidden: Collection[str] = ()
    raw: bytes = b""

    @property
    def text(self) -> str:
        """What a reader sees as one text."""
        return TEXT_END.join(map(BLOCK_END.join, self.rows))

    def spot(self, text: str) -> str:
        """Return where a text stands in it, in words."""
        position = self.text.find(text)
        if position < 0:
            return f"{self.name}{ATTRIBUTES}" if any(text in hidden for hidden in self.hidden) else self.name
        return f"{self.name}第{paragraph(self.raw, position)}段" if self.raw and self.name not in CHARTS else self.name


# The parts of a form that are the same in every file, by their names and bytes as they are packed.
_FIXED: Kept[bytes, tuple[Part, ...]] = Kept()
# What differs from unit to unit, and how its name begins.
CHANGING: Final = ("word/document.xml", "docProps/core.xml", "word/charts/chart", "word/embeddings/", "xl/worksheets/")


def parts_of(name: str, data: bytes) -> Iterator[Part]:
    """Yield what a file says, part by part; its name tells what kind of file it is if its beginning does not.

    Raises:
        PdfError: it is a PDF that cannot be read.
    """
    if data.startswith(PDF):
        from pipeline.privacy.pdf_texts import texts_of_pdf  # noqa: PLC0415 - only a PDF needs it

        text, hidden, others = texts_of_pdf(data)
        yield Part("", [text.split(BLOCK_END)], hidden)
        for content in others:
            yield from parts_of(ATTACHED, content)
    elif data.startswith(ZIP):
        yield from parts_of_package(data)
    else:
        yield part_of(name, data)


def parts_of_package(data: bytes) -> Iterator[Part]:
    """Yield what a package says, part by part.

    Raises:
        zipfile.BadZipFile: it is damaged.
    """
    package = opened(data)
    comments = [package.comment, *(entry.comment for entry in package.infolist())]
    names = [*(comment.decode("utf-8", "replace") for comment in comments), *package.namelist()]
    yield Part("文件包", [[TEXT_END.join(names)]])
    for entry in package.infolist():
        packed = as_packed(data, entry)
        if entry.filename.startswith(CHANGING):
            yield from parts_of_entry(entry.filename, unpacked(package, entry, packed))
        else:
            yield from fixed_parts(package, entry, packed)


def fixed_parts(package: zipfile.ZipFile, entry: zipfile.ZipInfo, packed: bytes) -> Sequence[Part]:
    """Return what a package's entry says that is mostly the same in many packages.

    Args:
        package: the package.
        entry: the entry.
        packed: its content as it is packed.
    """
    key = b"%s\n%d\n%s" % (entry.filename.encode("utf-8", "replace"), entry.compress_type, packed)
    return _FIXED.of([key], lambda _: [tuple(parts_of_entry(entry.filename, package.read(entry)))])[key]


def as_packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return a package's entry as it is packed."""
    head = entry.header_offset
    start = head + 30 + int.from_bytes(data[head + 26 : head + 28], "little") + int.from_bytes(data[head + 28 : head + 30], "little")
    return data[start : start + entry.compress_size]


def unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, packed: bytes) -> bytes:
    """Return the content of a package's entry; `zipfile` takes three times as long.

    Args:
        package: the package.
        entry: the entry.
        packed: its content as it is packed.
    """
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        return inflated(packed, entry.CRC)
    return packed if zlib.crc32(packed) == entry.CRC else package.read(entry)


def parts_of_entry(name: str, data: bytes) -> Iterator[Part]:
    """Yield what an entry of a package says; if it is a package itself, its parts."""
    if data.startswith(ZIP):
        yield from parts_of_package(data)
    else:
        yield part_of(name, data)


def part_of(name: str, data: bytes) -> Part:
    """Return what a part, or a file that has none, says."""
    called = "" if name.endswith(".html") else next((called for start, called in PART_NAMES.items() if name.startswith(start)), name)
    if name.endswith(".json"):
        return Part("", [[text] for text in dict.fromkeys(texts_of_json(json.loads(data)))])
    said = texts_of_xml(data) if XML.match(data) else None
    if said:
        return Part(called, [said.blocks], said.hidden, said.raw)
    shifted = [data, data, data, data, data[1:], data[1:]]
    decoded = (content.decode(encoding, "ignore") for content, encoding in zip(shifted, (*ENCODINGS, *ENCODINGS[1:3]), strict=True))
    return Part(called, [[text] for text in dict.fromkeys(decoded)])


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
