"""PDF's values are read as its standard says, and anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.syntax import Ref, Value, parse, text_of

VALUES: dict[bytes, Value] = {
    b"<</Type/Page/Kids[3 0 R 12 0 R]/Count 2>>": {"Type": "Page", "Kids": [Ref(3), Ref(12)], "Count": 2},
    b"[1 -2.5 +3 .5 true false null/A#20B]": [1, -2.5, 3, 0.5, True, False, None, "A B"],
    b"<</A<</B()>>/C[[]]>>": {"A": {"B": b""}, "C": [[]]},
    rb"(a\(b\)\\c\n\101\1012\
d\x)": b"a(b)\\c\nAA2dx",
    b"(a(b(c(d)))e)": b"a(b(c(d)))e",
    rb"(\501\101)": b"AA",  # of a number that is no byte, what fits into one
    b"[(a)(b(c)((d)))(e)]": [b"a", b"b(c)((d))", b"e"],
    b"<FEFF 4E00>": b"\xfe\xff\x4e\x00",
    b"<4E0>": b"\x4e\x00",
}


@pytest.mark.parametrize("written", VALUES)
def test_a_value_is_read(written: bytes) -> None:
    assert parse(written) == VALUES[written]


@pytest.mark.parametrize(
    "written", [b"", b"1 2", b"[1", b"<</A>>", b"<</A 1/A 2>>", b"<<1 2>>", b"]", b"(a", b"(a(b)", b"{1}", b"1x", b"%a", b"<<1>"]
)
def test_what_is_no_value_is_refused(written: bytes) -> None:
    with pytest.raises(PdfError):
        parse(written)


def test_a_text_is_read_in_each_of_its_encodings() -> None:
    assert [text_of(value) for value in (b"\xfe\xff\x4e\x00\xd8\x42\xdf\xb7", b"\xef\xbb\xbf\xe4\xb8\x80", b"abc", 5, None)] == [
        "一𠮷",
        "一",
        "abc",
        "",
        "",
    ]


@settings(max_examples=60)
@given(st.binary(max_size=40))
def test_any_string_is_read_back_however_it_is_written(content: bytes) -> None:
    escaped = b"".join(
        b"\\" + bytes([sign]) if sign in b"()\\\r" and sign != 13 else b"\\r" if sign == 13 else bytes([sign]) for sign in content
    )
    octal = b"".join(b"\\%03o" % sign for sign in content)
    assert [parse(b"(" + written + b")") for written in (escaped, octal)] == [content] * 2
    assert parse(b"<" + content.hex().encode() + b">") == content
