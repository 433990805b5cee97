"""Whatever somebody does to a narrative, it is never said that nothing was changed if something was."""

from __future__ import annotations

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.document.word.xml import W
from pipeline.intake.readers.word import read_word
from pipeline.intake.returned.comparing import compared
from pipeline.intake.returned.passages import received_passages
from pipeline.intake.returned.plain import bare
from pipeline.intake.returned.prints import Before
from tests.intake.returned.narratives import FILE, XINFANG, Body, drop, edited, narrative, text_of, write

TYPED = st.sampled_from(["", "九", "7", "7.5", "。", "；", "x", "，另有", "%", " ", "（二）"])
WAYS = st.sampled_from(["typed", "split", "merged", "moved", "dropped", "doubled"])
EDITS = st.lists(st.tuples(WAYS, st.floats(0, 1), st.floats(0, 1), TYPED), max_size=4)


def do(body: Body, what: str, where: float, within: float, words: str) -> None:
    """Edit a paragraph as somebody would."""
    paragraphs = [each for each in body.paragraphs if text_of(each)]
    paragraph = paragraphs[int(where * (len(paragraphs) - 1))]
    other = paragraphs[int(within * (len(paragraphs) - 1))]
    text = text_of(paragraph)
    place = int(within * len(text))
    if what == "typed":
        write(paragraph, text[:place] + words + text[place + len(words) :])
    elif what == "moved" and other is not paragraph:
        other.addnext(paragraph)
    elif what == "merged" and (following := paragraph.getnext()) is not None and following.tag == f"{W}p":
        write(paragraph, text + text_of(following))
        drop(following)
    elif what == "dropped":
        drop(paragraph)
    elif what in ("split", "doubled"):
        added = etree.fromstring(etree.tostring(paragraph))
        if what == "split":
            write(paragraph, text[:place])
            write(added, text[place:])
        paragraph.addnext(added)


def said(data: bytes) -> list[str]:
    """Return what a file says, without the numbers before its paragraphs."""
    passages = received_passages(read_word(data, FILE))
    return [text for passage in passages if (text := bare(passage.text[passage.number :]).text)]


@settings(max_examples=20)
@given(edits=EDITS)
def test_it_is_never_said_that_nothing_was_changed_if_something_was(edits: list[tuple[str, float, float, str]]) -> None:
    now, printed = narrative(XINFANG)
    data = edited(printed, *(partial(do, what=what, where=where, within=within, words=words) for what, where, within, words in edits))
    found = compared(read_word(data, FILE), XINFANG, now, Before(now.passages))
    assert found.edits or said(data) == said(printed)
