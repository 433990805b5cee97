"""Texts are escaped as Markup would be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from pipeline.language.escaping import escaped, marked
from pipeline.language.values import Words

SIGNS = st.text(alphabet="甲a1&<>'\" ;#")


@given(text=st.one_of(st.text(), SIGNS))
def test_a_text_is_escaped_as_markup_escapes_it(text: str) -> None:
    assert escaped(text) == escaped(Words(text, "名")) == str(escape(text))


@given(text=SIGNS)
def test_what_is_escaped_already_stays(text: str) -> None:
    assert escaped(Markup(text)) == escaped(marked(text)) == text
    assert type(marked(text)) is Markup
