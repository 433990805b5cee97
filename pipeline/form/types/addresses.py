"""An http or https address, kept as given."""

from __future__ import annotations

import re

from pipeline.form.field import Field
from pipeline.form.types.field_type import WORD, FieldType, MistakeError, matching, one_line, shortened, word_in
from pipeline.language.values import Address, NotApplicable
from pipeline.language.wording import half_width

ADDRESS = re.compile(r"https?://[^\s<>\"'“”，。、：；（）【】]+")
SCHEME = re.compile("https?[：:][／/]{2}", re.IGNORECASE)


def _read(typed: str, _field: Field, path: str) -> Address | NotApplicable:
    """Return an http or https address."""
    if word := word_in(typed, path):
        return word
    if ADDRESS.fullmatch(one_line(typed)):
        return Address(typed, path)
    inside = ADDRESS.search(SCHEME.sub(lambda scheme: half_width(scheme[0]).lower(), typed))
    if inside and typed.lower().startswith("http") and re.search(r"\s", typed.strip()):
        raise MistakeError(f"网址里不能有空格：“{shortened(typed)}”", "从浏览器地址栏重新复制")
    hint = f"只填网址 {inside[0]}" if inside else "网址以 http:// 或 https:// 开头，从浏览器地址栏复制"
    raise MistakeError(f"应填网址，现为“{shortened(typed)}”", hint)


URL = FieldType(
    name="url",
    read=_read,
    schemas=lambda _: [matching("^https?://"), WORD],
    sample=lambda _field, path, _number: Address("https://www.example.gov.cn/", path),
    comment="网址",
)
