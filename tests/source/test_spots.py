"""Each character of a text is found where it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.nodes import ItemsNode, TextNode
from pipeline.source.reader import parse
from pipeline.source.spots import spot

TEXTS = {
    "plain": "甲: 第一 8.06 万元\n",
    "behind a full-width colon": "甲：第一 8.06 万元\n",
    "quoted": "甲: '它''说 8.06 万元'\n",
    "in double quotes": '甲: "他说\\"好\\"\\u4e00\\t 8.06 万元"\n',
    "folded plain": "甲: 第一\n   第二 8.06\n   万元\n",
    "folded in double quotes": '甲: "第一\n  第二\\\n  第三 8.06\n  万元"\n',
    "a block": "甲: |\n  第一行\n\n  第二行 8.06 万元\n乙: 1\n",
    "a block with a remark": "甲: |-  # 正文\n    第一行\n      8.06 万元\n",
    "a folded block": "甲: >\n  第一行\n  8.06 万元\n\n  8\n乙: 1\n",
    "a list": "甲:\n  - 第一段\n  -\n  - '8.06 万元'\n",
    "a list of blocks": "甲:\n- |\n  第一\n- >\n  第二\n  8.06 万元\n",
    "braces with full-width signs": "{乙：1，甲：第一 8.06 万元}\n",
    "behind a control character": "甲: 第\x08一\x08 8.06 万元\n",
    "behind a tab": "甲:\n\t- 第一 8.06 万元\n",
}


def texts_of(node: TextNode | ItemsNode) -> list[str]:
    items = [item for item in node.items if isinstance(item, TextNode)] if isinstance(node, ItemsNode) else None
    texts = node.text.split("\n") if isinstance(node, TextNode) else [item.text for item in items or ()]
    return [text for text in texts if text.strip()]


@pytest.mark.parametrize("typed", TEXTS.values(), ids=TEXTS)
def test_a_figure_is_found_where_it_was_typed(typed: str) -> None:
    node = parse(typed, "a.yaml").root.entries["甲"].value
    assert isinstance(node, TextNode | ItemsNode)
    texts = texts_of(node)
    number = next(number for number, text in enumerate(texts) if "8.06" in text)
    place = spot(node, texts, number, texts[number].index("8.06"))
    assert place.text[place.column - 1 :].startswith("8.06")
    assert place.line == typed[: typed.index("8.06")].count("\n") + 1


@given(st.text("甲乙 8。\"'\\", min_size=1).filter(str.strip), st.sampled_from(["'", '"', "|"]))
def test_every_visible_character_of_any_text_is_found(text: str, style: str) -> None:
    quoted = {
        "'": f"'{text.replace(chr(39), chr(39) * 2)}'",
        '"': '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
        "|": f"|1\n {text}",
    }
    node = parse(f"甲: {quoted[style]}\n", "a.yaml").root.entries["甲"].value
    assert isinstance(node, TextNode)
    for offset, character in enumerate(node.text):
        place = spot(node, [node.text], 0, offset)
        assert character.isspace() or place.text[place.column - 1 :].lstrip("\\").startswith(character) or character == "\\"
