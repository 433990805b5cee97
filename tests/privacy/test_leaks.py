"""Planted leaks, in every place that a file has, are found; the shipped sample's public edition has none."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.document.charts.cells import Cell, Number
from pipeline.document.charts.word_part import chart_part
from pipeline.document.charts.workbook import workbook
from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.leaks import Leak, leaks
from pipeline.workspace import UnitYear, Workspace
from tests.word_files import HEAD, W

SECRETS = (
    Secret("联络人.姓名", "姓名", "陈某某"),
    Secret("联络人.手机", "手机", "13800000000"),
    Secret("联络人.邮箱", "邮箱", "bangongshi@example.com"),
)
DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
CORE = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def identity(chance: random.Random) -> str:
    digits = f"44080{chance.randint(1, 3)}{chance.randint(1950, 2005)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
    return digits + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11]


def mobile(chance: random.Random) -> str:
    number = f"1{chance.randint(3, 9)}{chance.randint(0, 9)}{chance.randint(0, 99999999):08}"
    spelling = chance.choice(("{0}", "{1} {2} {3}", "{1}-{2}-{3}", "+86 {0}", "+86{0}", "{1}\u200b{2}\u200b{3}", "{4}"))
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    return spelling.format(number, number[:3], number[3:7], number[7:], wide)


def mail(chance: random.Random) -> str:
    return chance.choice(("li.{0}@example.com", "x{0}@mail.example.gov.cn", "wang{0}＠example.com", "a_{0} @ example.com")).format(
        chance.randint(1, 999)
    )


def secret(chance: random.Random) -> str:
    text = chance.choice(SECRETS).text
    return chance.choice((text, " ".join(text), text[:2] + "\u200b" + text[2:], text.upper() if text.isupper() else text))


KINDS: tuple[Callable[[random.Random], str], ...] = (identity, mobile, mail, secret, secret)


def word(body: str = "", **parts: str | bytes) -> bytes:
    """Return a Word package with a body and other parts, named with __ for a slash and _ for a dot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("word/document.xml", f"{HEAD}<w:document {W} {DRAWING}><w:body>{body}</w:body></w:document>")
        for name, part in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), part)
    return data.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def embedded(text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")
    return data.getvalue()


def page(body: str = "", head: str = "") -> bytes:
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>表</title>{head}</head><body><main>{body}</main></body></html>'.encode()
    )


def cells_of(name: str) -> list[list[Cell]]:
    """Return the cells of a chart, given the name of its only bar."""
    return [["", "数"], [name, Number("17", "General")]]


def chart_of(name: str) -> str:
    """Return a chart's part, given the name of its only bar."""
    return chart_part("横条", cells_of(name), "rId1", cells_of(name)).xml


# Where a leak can be → the file that has it there.
PLACES: dict[str, Callable[[str], tuple[str, bytes]]] = {
    "paragraph": lambda text: ("a.docx", word(f"<w:p>{run('联系：' + text + '。')}</w:p>")),
    "split over runs": lambda text: ("a.docx", word(f"<w:p>{''.join(map(run, text))}</w:p>")),
    "table cell": lambda text: ("a.docx", word(f"<w:tbl><w:tr><w:tc><w:p>{run('17')}</w:p></w:tc><w:tc><w:p>{run(text)}</w:p></w:tc></w:tr></w:tbl>")),
    "alternative text": lambda text: ("a.docx", word(f'<w:p><w:r><w:drawing><wp:docPr id="1" name="图" descr="{text}"/></w:drawing></w:r></w:p>')),
    "deleted text": lambda text: ("a.docx", word(f"<w:p><w:del><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>")),
    "comment in XML": lambda text: ("a.docx", word(f"<w:p>{run('甲')}<!-- {text} --></w:p>")),
    "core properties": lambda text: ("a.docx", word(docProps__core_xml=f"<cp:coreProperties {CORE}><dc:creator>{text}</dc:creator></cp:coreProperties>")),
    "custom properties": lambda text: ("a.docx", word(docProps__custom_xml=f"<Properties><property name='{text}'/></Properties>")),
    "header": lambda text: ("a.docx", word(word__header1_xml=f"<w:hdr {W}><w:p>{run(text)}</w:p></w:hdr>")),
    "margin comment": lambda text: ("a.docx", word(word__comments_xml=f'<w:comments {W}><w:comment w:author="{text}"/></w:comments>')),
    "link": lambda text: ("a.docx", word(word___rels__document_xml_rels=f'<Relationships xmlns="{RELATIONS}"><Relationship Target="mailto:{text}"/></Relationships>')),
    "embedded workbook": lambda text: ("a.docx", word(word__embeddings__book_xlsx=embedded(text))),
    "chart": lambda text: ("a.docx", word(word__charts__chart1_xml=chart_of(text))),
    "chart's workbook": lambda text: ("a.docx", word(word__embeddings__chart1_xlsx=workbook(cells_of(text)))),
    "picture's metadata": lambda text: ("a.docx", word(word__media__image1_png=b"\x89PNG\r\n\x00tEXt" + text.encode() + b"\x00\xff")),
    "page": lambda text: ("a.html", page(f"<p>联系：{text}。</p>")),
    "page's cell": lambda text: ("a.html", page(f"<table><tr><td>9</td><td><p><strong>{text[:3]}</strong>{text[3:]}</p></td></tr></table>")),
    "page's attribute": lambda text: ("a.html", page(f'<p><data value="{text}">甲</data></p>')),
    "attribute after a lone quotation mark": lambda text: ("a.html", page(f"<p>长 9\" 宽=\"5</p><p><data value='{text}'>甲</data><data value=\"{text}\">乙</data></p>")),
    "page's description": lambda text: ("a.html", page(head=f'<meta name="description" content="{text}"/>')),
    "page's comment": lambda text: ("a.html", page(f"<!--{text}-->")),
    "figures": lambda text: ("data.json", f'{{"甲": [{{"乙": "{text}"}}]}}'.encode()),
    "feed": lambda text: ("feed.xml", f"<feed><entry><title>{text}</title></entry></feed>".encode()),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_planted_leak_is_found(place: str) -> None:
    chance = random.Random(place)
    for _ in range(4):
        for kind in KINDS:
            text = kind(chance)
            name, data = PLACES[place](text)
            found = leaks({name: data}, SECRETS)
            assert found, f"{text!r} in {place}"
            assert {leak.place.file for leak in found} == {name}
            if kind is secret:
                assert any(leak.path.startswith("联络人.") for leak in found)


@pytest.mark.parametrize("unseen", ["\u00ad", "\u061c", "\u200b", "\u2028", "\u202e", "\u2066", "\ufff9", "\U000e0031"])
def test_a_character_that_cannot_be_seen_hides_no_number(unseen: str) -> None:
    assert found_in(f"电话 139{unseen}12345678")


def test_the_planted_leaks_are_at_least_three_hundred() -> None:
    assert len(PLACES) * 4 * len(KINDS) >= 300


def test_a_leak_in_a_chart_is_told_as_such() -> None:
    (leak,) = leaks({"a.docx": word(word__charts__chart1_xml=chart_of("陈某某"))}, SECRETS)
    assert str(leak.problem()).startswith("a.docx 图表: 错误 联络人.姓名")
    (leak,) = leaks({"a.docx": word(word__embeddings__chart1_xlsx=workbook(cells_of("陈某某")))}, SECRETS)
    assert str(leak.problem()).startswith("a.docx 图表的数据表: 错误 联络人.姓名")


def same_checksum(data: bytes, like: bytes) -> bytes:
    """Return data with four bytes behind it, so that its CRC-32 is that of other data."""
    wanted, now = zlib.crc32(like), zlib.crc32(data)
    table = [zlib.crc32(bytes([number])) ^ zlib.crc32(b"\0") for number in range(256)]
    by_top = {value >> 24: number for number, value in enumerate(table)}
    state, steps = wanted ^ 0xFFFFFFFF, []
    for _ in range(4):
        steps.append(number := by_top[state >> 24])
        state = ((state ^ table[number]) << 8) & 0xFFFFFFFF
    state = now ^ 0xFFFFFFFF
    tail = bytearray()
    for number in reversed(steps):
        tail.append((state ^ number) & 0xFF)
        state = table[number] ^ (state >> 8)
    return data + bytes(tail)


def test_a_part_whose_name_size_and_checksum_are_those_of_a_clean_one_is_read() -> None:
    clean = b"<w:settings><w:zoom w:percent='100000001'/></w:settings>    "
    other = same_checksum(b"<w:settings><w:zoom w:percent='13900010002'/></w:settings>"[: len(clean) - 4].ljust(len(clean) - 4), clean)
    assert (len(other), zlib.crc32(other)) == (len(clean), zlib.crc32(clean))
    assert not leaks({"a.docx": word(word__settings_xml=clean)})
    assert leaks({"a.docx": word(word__settings_xml=other)})


def found_in(body: str, permits: tuple[Permit, ...] = ()) -> list[Leak]:
    return leaks({"a.docx": word(f"<w:p>{run('第一段')}</w:p><w:p>{run(body)}</w:p>")}, SECRETS, permits)


def test_a_leak_names_file_place_and_field_and_hides_most_of_itself() -> None:
    (leak,) = found_in("请找陈某某")
    assert str(leak.problem()).startswith("a.docx 正文第2段: 错误 联络人.姓名：公开版里出现了“姓名”的内容“陈*某”")
    (leak,) = found_in("电话 13912345678")
    assert "出现了手机号码“1******8”" in str(leak.problem())
    (leak,) = leaks({"a.html": page("<p>李明</p>")}, [Secret("联络人.姓名", "姓名", "李明")])
    assert "“姓名”的内容“李*”" in str(leak.problem())


def test_a_recorded_permit_lets_a_text_pass_and_nothing_else() -> None:
    permits = (Permit("139 1234 5678", "对外服务热线"),)
    assert not found_in("热线：13912345678", permits)
    assert found_in("热线：13912345679", permits)


@pytest.mark.parametrize(
    "text",
    ["138****0000", "0759-0000000", "4919人次", "374.86万元", "post_1390829.html", "2021年6月1日", "粤财绩〔2021〕13号", "13 800 0000", "@所有人", "陈某来访"],
)  # fmt: skip
def test_what_is_no_leak_gives_no_alarm(text: str) -> None:
    assert not found_in(text)


def test_the_public_edition_of_the_sample_has_no_leak(shipped: Workspace) -> None:
    compiled, sources = prepare(shipped, UnitYear("xinfang", "2020"))
    made = make(compiled, "2020", sources)
    public = made.public.files
    assert len(public) == 4
    for private in ("13800000000", "陈某某", "xinfang@example.com"):
        assert all(private not in text for data in public.values() for text in everything(data))
    assert any("138****0000" in text for data in public.values() for text in everything(data))


def everything(data: bytes) -> Iterator[str]:
    """Yield a file's text, and that of its parts if it is a package."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from (package.read(name).decode("utf-8", "ignore") for name in package.namelist())
    else:
        yield data.decode()
