"""Reads the lists of words that a rule can bring along, see `lexicon`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from pipeline.checks.texts.lexicon import SHORTEST, Characters, Lexicon, Phrases, Words
from pipeline.problems import Kind, Problem, error
from pipeline.source.mapping import KnownEntries
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, TextNode, entries_of, text_of

# Settings of a rule → what each must look like.
LISTS: Final = {
    "words": "words 下面每行写“错的: 对的”；另有含它却没错的词，写成“错的: [对的, 没错的词]”",
    "phrases": "phrases 下面每行写“固定的说法:”，相近而没错的写在方括号里",
    "characters": "characters 写两段一样长的文字：错的字和对的字",
}
# Settings of a rule → what each is read into.
LEXICONS: Final[dict[str, Callable[[Any], Lexicon]]] = {"words": Words, "phrases": Phrases, "characters": Characters}


def read_list(settings: KnownEntries) -> Lexicon | None:
    """Return a rule's list of words, compiled; None if it has none, or a faulty one."""
    name = next((name for name in LISTS if name in settings.entries), "")
    if not name or any(list_faults(settings)):
        return None
    if name == "characters":
        return Characters(dict(zip(*characters_of(settings.node(name)), strict=True)))
    return LEXICONS[name]({word: texts_of(entry.value) for word, entry in entries_of(settings.node(name)).items()})


def list_faults(settings: KnownEntries) -> Iterator[Problem]:
    """Yield what is wrong with a rule's lists."""
    for name, shape in LISTS.items():
        node = settings.node(name)
        if node is None:
            continue
        if name == "characters":
            texts = characters_of(node)
            if len(texts) != 2 or len(texts[0]) != len(texts[1]) or not texts[0]:  # noqa: PLR2004 - wrong and right
                yield error(Kind.RULE, shape, node.place)
        elif not isinstance(node, EntriesNode) or not node.entries:
            yield error(Kind.RULE, shape, node.place)
        for word, entry in entries_of(node).items():
            if not word or not is_list(entry.value) or (name == "words" and not texts_of(entry.value)):
                yield error(Kind.RULE, shape, entry.key.place)
            elif name == "phrases" and len(word) < SHORTEST:
                yield error(
                    Kind.RULE, f"“{word}”太短，容易与别的说法相混", entry.key.place, hint=f"至少 {SHORTEST} 个字；短的写在 words 里"
                )


def is_list(node: Node) -> bool:
    """Return whether a node is a text or a list of texts."""
    return isinstance(node, TextNode) or (isinstance(node, ItemsNode) and all(isinstance(item, TextNode) for item in node.items))


def texts_of(node: Node | None) -> tuple[str, ...]:
    """Return the text or the texts of a node; none for one left empty."""
    if isinstance(node, ItemsNode):
        return tuple(map(text_of, node.items))
    return (text_of(node),) if isinstance(node, TextNode) and not node.is_empty else ()


def characters_of(node: Node | None) -> list[str]:
    """Return texts without the blanks and line breaks in them."""
    return ["".join(text.split()) for text in texts_of(node)]
