"""Searches finished files for personal data: every private value, and whatever looks like one, in any text that a file holds.

It knows nothing of how the files were made: Word packages are unzipped, with their metadata, alternative texts, links and
anything embedded; pages are parsed, attributes and comments included. So a leak through a template is found as well.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, cast

from lxml import etree

from pipeline.characters import UNSEEN_IN_SEARCH
from pipeline.privacy.edition import Permit, Secret
from pipeline.problems import Kind, Place, Problem, Severity

# With these a number could be hidden from a search.
INVISIBLE: Final = re.compile(f"[{UNSEEN_IN_SEARCH}]")
GAP: Final = r"[ \t.\-\u2010-\u2015\u2212]?"
# What may not stand before a number is looked at second: a pattern that begins with a literal is searched fifty times faster.
MOBILE: Final = re.compile(rf"1(?:(?<![0-9]1)|(?<=861))[3-9][0-9](?:{GAP}[0-9]){{8}}(?![0-9])")
IDENTITY: Final = re.compile(rf"[1-9](?<![0-9][1-9])(?:{GAP}[0-9]){{16}}{GAP}[0-9Xx](?![0-9])")
MAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]+(?: ?\. ?[A-Za-z0-9\-]+)+")
# The same, told by what follows the sign: for a quick look.
MAIL_SIGN: Final = re.compile(r"@(?:(?<=[A-Za-z0-9._%+\-]@)|(?<=[A-Za-z0-9._%+\-] @)) ?[A-Za-z0-9\-]+ ?\.")
FIRST_BIRTH: Final = date(1880, 1, 1)
PARAGRAPHS: Final = tuple(
    f"{{http://schemas.openxmlformats.org/{name}}}p" for name in ("wordprocessingml/2006/main", "drawingml/2006/main")
)
BLOCKS: Final = tuple(
    f"{{http://www.w3.org/1999/xhtml}}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "th", "td", "caption")
)
ATTRIBUTE: Final = "替代文字、链接等属性"
KINDS: Final = {
    "word/document": "正文",
    "word/footer": "页脚",
    "word/header": "页眉",
    "word/comments": "批注",
    "word/footnotes": "脚注",
    "word/endnotes": "尾注",
    "docProps/": "文件属性",
    "customXml/": "文件属性",
}
ZIP: Final = b"PK\x03\x04"
XML: Final = (".html", ".xml", ".rels")
# What a file of an unknown kind says, a picture for example, may be written in any of these.
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be")
# The parts that differ from unit to unit.
CHANGING: Final = ("word/document.xml", "docProps/core.xml")
TAG: Final = re.compile("<[^>]*>")
END_OF_BLOCK: Final = re.compile("</(?:[wa]:)?(?:p|h[1-6]|li|t[hd]|caption)>")
# An attribute's value holds no raw <, so a stray quotation mark in a text cannot hide one.
QUOTED: Final = re.compile(r"""="([^"<]*)"|='([^'<]*)'""")
# What a quick look would misread.
COMMENT_OR_CDATA: Final = ("<!--", "<![")


@dataclass(frozen=True, slots=True)
class Leak:
    """Something private in a file that everybody may read.

    Attributes:
        file: the file's name.
        spot: where in it, in words.
        what: what it is: a field's label, or 手机号码, 身份证号码, 电子邮箱.
        path: the private field's path, if it is the value of one.
        text: what was found.
    """

    file: str
    spot: str
    what: str
    path: str
    text: str

    def problem(self) -> Problem:
        """Return it as the sentence that the clerk reads; what was found is hinted at, for messages end up in logs."""
        clear = min(2, len(self.text) - 1)
        seen = f"{self.text[:clear]}{'*' * min(len(self.text) - clear, 6)}"
        hint = "请从数据或模板中删去；依法应当公开的，在 unit.yaml 的“公开例外”里写明内容和理由"
        return Problem(Severity.ERROR, Kind.LEAK, f"公开版里出现了{self.what}“{seen}”", Place(self.file, spot=self.spot), self.path, hint)


def leaks(files: Mapping[str, bytes], secrets: Sequence[Secret], permits: Sequence[Permit] = ()) -> list[Leak]:
    """Return every leak in some files, each kind of each text once.

    Args:
        files: finished files by name; the name's ending says what they are.
        secrets: the private values.
        permits: texts that may be published all the same.
    """
    wanted = {plain(secret.text): secret for secret in secrets}
    allowed = {plain(permit.text) for permit in permits}
    found: dict[Leak, None] = {}
    for name, data in files.items():
        for part, gist, content in parts_of(name, data):
            if gist.has_pattern or any(secret in gist.plain for secret in wanted):
                texts = texts_of(part or name, content())
                found |= dict.fromkeys(leak for spot, text in texts for leak in leaks_in(name, spot, text, wanted))
    return [leak for leak in found if plain(leak.text) not in allowed]


@dataclass(frozen=True, slots=True)
class Gist:
    """All that a part says, for a quick look; only where it shows something are the texts taken one by one.

    Attributes:
        plain: its texts in one, half-width and without blanks.
        has_pattern: whether something in it looks like a number or address of a person.
    """

    plain: str
    has_pattern: bool


# The gist of parts that were looked at already, by name, checksum and size: a form's fixed parts are the same in every file.
_GISTS: dict[tuple[str, int, int], Gist] = {}


def parts_of(name: str, data: bytes) -> Iterator[tuple[str, Gist, Callable[[], bytes]]]:
    """Yield a file's parts: their names, their gists, and what reads them. A file that is no package is its own only part."""
    if not data.startswith(ZIP):
        yield "", gist_of(name, data), lambda: data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = "\n".join((package.comment.decode("utf-8", "replace"), *package.namelist())).encode()
        yield "", gist_of("", names), lambda: names
        for part in package.infolist():
            mark = (part.filename, part.CRC, part.file_size)
            gist = _GISTS.get(mark) or gist_of(part.filename, package.read(part))
            if part.filename not in CHANGING:
                _GISTS[mark] = gist
            yield part.filename, gist, partial(package.read, part)


def gist_of(name: str, data: bytes) -> Gist:
    """Return the gist of a part; of plain XML without a parser, ten times faster."""
    raw = data.decode("utf-8", "replace") if name.endswith(XML) else ""
    if raw and not any(sign in raw for sign in COMMENT_OR_CDATA):
        quoted = {value for either in QUOTED.findall(raw) for value in either}
        text = "\n".join((TAG.sub("", END_OF_BLOCK.sub("\n", raw)), *quoted))
        text = html.unescape(text) if "&" in text else text
    else:
        text = "\n".join(text for _, text in texts_of(name, data))
    seen = visible(text)
    return Gist(without_blanks(seen), any(pattern.search(seen) for pattern in (MOBILE, IDENTITY, MAIL_SIGN)))


def leaks_in(file: str, spot: str, text: str, wanted: Mapping[str, Secret]) -> Iterator[Leak]:
    """Yield the leaks in one text.

    Args:
        file: the file's name.
        spot: where in it the text stands, in words.
        text: the text.
        wanted: the private values, as they are compared.
    """
    seen = visible(text)
    without = without_blanks(seen)
    for secret_text, secret in wanted.items():
        if secret_text in without:
            yield Leak(file, spot, f"“{secret.label}”的内容", secret.path, secret.text)
    for kind, pattern in (("手机号码", MOBILE), ("身份证号码", IDENTITY), ("电子邮箱", MAIL)):
        for match in pattern.finditer(seen):
            if (kind != "身份证号码" or is_identity(match[0])) and plain(match[0]) not in wanted:
                yield Leak(file, spot, kind, "", match[0])


def visible(text: str) -> str:
    """Return a text in half-width characters, without those that cannot be seen."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text))


def plain(text: str) -> str:
    """Return a text as it is compared: half-width and without blanks."""
    return without_blanks(visible(text))


def without_blanks(text: str) -> str:
    """Return a text in half-width characters without its blanks."""
    return text.replace(" ", "").replace("\t", "")


def is_identity(text: str) -> bool:
    """Return whether a text is an identity number: a real birth date and the right check character (GB 11643-1999)."""
    digits = re.sub(r"[^0-9Xx]", "", text).upper()
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    check = (1 - 2 * int(digits[:17], 13)) % 11  # the weights are powers of 2, which is 13 modulo 11
    return born >= FIRST_BIRTH and digits[17] == "0123456789X"[check]


def texts_of(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each text in a file or part with where it stands, in words."""
    if data.startswith(ZIP):
        for part, _, content in parts_of(name, data):
            yield from ((f"{name} {spot}".strip(), text) for spot, text in texts_of(part, content()))
    elif name.endswith(XML):
        yield from texts_of_xml(etree.fromstring(data), part_name(name))
    elif name.endswith(".json"):
        yield from (("", text) for text in texts_of_json(json.loads(data)))
    else:
        yield from ((name, data.decode(encoding, "ignore")) for encoding in ENCODINGS)


def part_name(name: str) -> str:
    """Return what people call a part of a Word file."""
    if name.endswith(".html"):
        return ""
    return next((kind for start, kind in KINDS.items() if name.startswith(start)), name)


def texts_of_xml(root: etree._Element, part: str) -> Iterator[tuple[str, str]]:
    """Yield each paragraph's text as one, each text outside paragraphs, each attribute and each comment."""
    inside: set[etree._Element] = set()
    for number, block in enumerate(root.iter(*PARAGRAPHS, *BLOCKS), 1):
        if block not in inside:
            inside.update(block.iter())
            yield f"{part}第{number}段", "".join(cast("Iterator[str]", block.itertext("*")))
    for element in root.iter():
        if element not in inside or not isinstance(element.tag, str):
            yield part, element.text or ""
        if element not in inside or element.getparent() not in inside:
            yield part, element.tail or ""
        for value in cast("dict[str, str]", element.attrib).values() if isinstance(element.tag, str) else ():
            yield f"{part}{ATTRIBUTE}", value


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
