"""A document's page lets in its own style sheet and nothing else, and its columns are as wide as the form's."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from lxml import etree

from pipeline.build.unit_year import make, prepare
from pipeline.workspace import UnitYear, Workspace

NAMES = {"h": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def pages(shipped: Workspace) -> dict[str, etree._Element]:
    compiled, sources = prepare(shipped, UnitYear("xinfang", "2020"))
    files = make(compiled, "2020", sources).documents
    return {name: etree.fromstring(data) for name, data in files.items() if name.endswith(".html")}


def test_the_policy_names_the_hash_of_the_style_sheet_that_is_there(pages: dict[str, etree._Element]) -> None:
    assert sorted(pages) == ["public/report.html", "public/table.html", "report.html", "table.html"]
    for page in pages.values():
        (style,) = page.iterfind(".//h:style", NAMES)
        (policy,) = (meta.get("content", "") for meta in page.iterfind(".//h:meta[@http-equiv]", NAMES))
        digest = b64encode(sha256((style.text or "").encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'")
        assert not page.xpath("//@style | //*[local-name()='script']")


def test_every_table_has_a_width_for_each_of_its_columns_and_they_fill_it(pages: dict[str, etree._Element]) -> None:
    (style,) = pages["table.html"].iterfind(".//h:style", NAMES)
    for table in pages["table.html"].iterfind(".//h:table", NAMES):
        (name,) = (part for part in (table.get("class") or "").split() if re.fullmatch(r"table-\d+", part))
        widths = re.findall(rf"\.{name} col:nth-child\(\d+\)\{{width:([0-9.]+)%\}}", style.text or "")
        assert len(widths) == len(list(table.iterfind(".//h:col", NAMES)))
        assert abs(sum(map(float, widths)) - 100) < len(widths) * 0.01
