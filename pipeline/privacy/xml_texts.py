"""What XML says, of any encoding and with whatever faults: what a reader sees, and what only programs read."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from lxml import etree

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.privacy.kept import Kept
from pipeline.regex import regex

XML: Final = regex(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\x00?\s*<\x00?[!?/A-Za-z]")
# With any of these, XML has to be parsed, which takes ten times as long: another encoding, entities, texts without escapes.
FOREIGN: Final = regex(rb"""\xff\xfe|\xfe\xff|\x00?<\x00|\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
# A text between tags; before it may lie the end of a cell or paragraph, or of a line.
TEXT: Final = regex(rb">([^<]+)")
# The value of a fact on a page, which differs from unit to unit, while what is around it is the same in many files.
FACT, WITHOUT_VALUE = regex(rb'<data value="([^"<]*)"'), b'<data value=""'
BLOCK: Final = regex(rb"</(?:[a-z]+:)?(?:p|h[1-6]|li|t[rhdc]|d[td]|div|caption|title|option|summary|style|text|si|is|f|v|formatCode)>")
LINE: Final = regex(rb"<(?:[a-z]+:)?(?:br|cr|p?tab)[ />]")
PARAGRAPH: Final = regex(rb"<(?:[a-z]+:)?(?:p|h[1-6]|li)[ />]")
# An attribute's value holds no raw <, so a stray quotation mark in a text cannot hide one.
QUOTES: Final = '="'
QUOTED: Final = regex(r"""=\s*(?:"([^"<]*)"|'([^'<]*)')""")
OTHERWISE_QUOTED: Final = regex(r"""='|=\s+["']""")
QUOTATION: Final = regex(r"""=\s*["']""")
OPEN, UNUSUAL = "ou"
SHORT: Final = 12  # characters: the shorter values of tags are taken together
COMMENT: Final = regex("<[!?]([^>]*)")


class Said(NamedTuple):
    """What XML says.

    Attributes:
        blocks: what a reader sees, by cells and paragraphs.
        hidden: attributes, comments and the like, perhaps several together, with `TEXT_END` between them.
        raw: the XML in UTF-8.
        is_usual: whether it can be read without being parsed.
    """

    blocks: Sequence[str]
    hidden: Collection[str]
    raw: bytes
    is_usual: bool


class Tags(NamedTuple):
    """What stands between two texts.

    Attributes:
        mark: what a reader sees of it: the end of a cell or paragraph, of a line, or nothing.
        hidden: its attributes, comments and the like, the short ones together, with `TEXT_END` between them.
        faults: why that is not all: `OPEN` if an attribute goes on behind the tags, `UNUSUAL` if the XML has to be parsed.
    """

    mark: bytes
    hidden: Sequence[str]
    faults: str


_TAGS: Kept[bytes, Tags] = Kept()


def texts_of_xml(data: bytes) -> Said | None:
    """Return what XML of any encoding says; None if it is none after all."""
    try:
        raw = parsed(data) if FOREIGN.match(data) else data.removeprefix(BOM_UTF8)
        said = said_by(raw)
        return said if said.is_usual else said_by(parsed(data))
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        return None


def parsed(data: bytes) -> bytes:
    """Return XML in UTF-8, without entities of its own."""
    root = etree.fromstring(data)
    nodes = (*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings())
    return "".join(etree.tostring(node, encoding="unicode") for node in nodes).encode()


def said_by(raw: bytes) -> Said:
    """Return what XML in UTF-8 says. Of the tags between texts most stand in many files, and are looked at once."""
    parts = FACT.split(raw)
    pieces = TEXT.split(WITHOUT_VALUE.join(parts[::2]))
    between, texts = pieces[::2], pieces[1::2]
    known = _TAGS.of(dict.fromkeys(between), tags_of)
    faults = "".join({tags.faults for tags in known.values()})
    pieces[::2] = [known[tags].mark for tags in between]
    text = unescaped(b"".join(pieces).decode())
    facts = unescaped(TEXT_END.join([value.decode() for value in parts[1::2]])).split(TEXT_END)
    hidden = dict.fromkeys(chain(together(facts), *[tags.hidden for tags in known.values()]))
    if QUOTES in text or OPEN in faults:
        quoting = [text.decode() for text in texts if text.find(b'="') >= 0]
        is_whole = OPEN not in faults and all(map(ends_unquoted, quoting))
        hidden |= dict.fromkeys(TEXT_END.join(attributes(piece)) for piece in (quoting if is_whole else [raw.decode()]))
    return Said(text.split(BLOCK_END), hidden, raw, UNUSUAL not in faults)


def tags_of(pieces: Sequence[bytes]) -> Iterator[Tags]:
    """Yield what the tags between two texts say, for each piece of XML that is such tags."""
    for raw in pieces:
        mark = BLOCK_END if BLOCK.search(raw) else "\n" if LINE.search(raw) else ""
        tags = raw.decode()
        values = attributes(tags)
        if "<!" in tags or "<?" in tags:
            values += map(unescaped, COMMENT.findall(tags))
        faults = ("" if ends_unquoted(tags) else OPEN) + (UNUSUAL if "CDATA[" in tags or "!ENTITY" in tags else "")
        yield Tags(mark.encode(), together(values), faults)


def together(values: Sequence[str]) -> list[str]:
    """Return values of attributes, the short ones as one text, with `TEXT_END` between them."""
    short = TEXT_END.join([value for value in values if len(value) < SHORT])
    return [*(value for value in values if len(value) >= SHORT), *([short] if short else ())]


def attributes(tags: str) -> list[str]:
    """Return the values of attributes."""
    if OTHERWISE_QUOTED.search(tags):
        values = [value for either in QUOTED.findall(tags) for value in either]
    else:
        values = [value.partition('"')[0] for value in tags.split(QUOTES)[1:]]
    return list(map(unescaped, values)) if "&" in tags else values


def ends_unquoted(tags: str) -> bool:
    """Return whether no attribute's value goes on behind a piece of XML."""
    if OTHERWISE_QUOTED.search(tags):
        return not QUOTATION.search(QUOTED.sub("", tags))
    return tags.count('"', max(0, tags.rfind(QUOTES))) != 1


def unescaped(text: str) -> str:
    """Return a text with the characters for which entities stand."""
    return html.unescape(text) if "&" in text else text


def paragraph(raw: bytes, position: int) -> int:
    """Return in which paragraph of XML the text at a position of what a reader sees stands, from 1 on."""
    texts = list(TEXT.finditer(raw))
    found = bisect_right(texts, position, key=lambda text: len(BLOCK_END.join(said_by(raw[: text.end()]).blocks)))
    return max(1, len(PARAGRAPH.findall(raw, 0, texts[found].start()))) if found < len(texts) else 1
