"""Reads a received Word file (docx): its paragraphs and its tables' rows, as a person who opens it sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.document.word.xml import W
from pipeline.intake.readers.bounds import Parts, refusal
from pipeline.intake.readers.word_walk import CHUNK, Walk
from pipeline.intake.readers.word_words import CHANGED, PICTURE, STRUCK, settle
from pipeline.intake.received import Received
from pipeline.problems import Kind, Place, Problem, Severity

WORD: Final = "Word"
MAIN: Final = "/officeDocument"  # how the relation to the part that holds the text ends
COMMENTS, NOTES = "comments", "notes"
REMARKS: Final[Mapping[str, tuple[str, str]]] = {
    CHANGED: ("有修订痕迹：按接受全部修订之后的样子读入，删去的文字不读", "请核对修订是否都应接受"),
    STRUCK: ("有划了删除线的文字，仍当作填的内容读入", "请核对这些文字是否应删去"),
    PICTURE: ("有图片，图片里的文字读不出来", "图片里如有要填的内容，请照着录入"),
    COMMENTS: ("有批注，批注里的文字没有读", "批注里如有要填的内容，请照着录入"),
    NOTES: ("有脚注或尾注，注里的文字没有读", "注里如有要填的内容，请照着录入"),
    CHUNK: ("嵌有另一个文件的内容，没有读", "请用 Word 打开后另存一份再读"),
}


def read_word(data: bytes, file: str) -> Received:
    """Return what a Word file says.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is broken, has a password, or is too large.
    """
    parts = Parts(data, file)
    name = main_part(parts)
    root = parts.xml(name)
    body = root.find(f"{W}body")
    if body is None:
        raise refusal(file, "文件已损坏：里面没有正文")
    settle(root)
    walk = Walk()
    walk.blocks(body)
    folder = name.rpartition("/")[0]
    for remark, names in ((COMMENTS, ("comments",)), (NOTES, ("footnotes", "endnotes"))):
        if any(has_words(parts, f"{folder}/{part}.xml") for part in names):
            walk.seen[remark] = [""]
    return Received(file, WORD, walk.lines, remarks=tuple(remarks(walk.seen, file)))


def main_part(parts: Parts) -> str:
    """Return the name of the part that holds the text.

    Raises:
        Stop: the list of the parts is broken.
    """
    for relation in parts.xml("_rels/.rels"):
        if relation.get("Type", "").endswith(MAIN):
            return relation.get("Target", "").lstrip("/")
    raise refusal(parts.file, "文件已损坏：里面没有正文")


def has_words(parts: Parts, name: str) -> bool:
    """Return whether a part says anything."""
    return name in parts.names and any((text.text or "").strip() for text in parts.xml(name).iter(f"{W}t"))


def remarks(seen: Mapping[str, list[str]], file: str) -> Iterator[Problem]:
    """Yield what is to be told besides, each kind once with the first place where it was seen, and in how many it was."""
    for kind, spots in seen.items():
        message, hint = REMARKS[kind]
        many = f"（共 {len(spots)} 处）" if len(spots) > 1 else ""
        yield Problem(Severity.NOTE, Kind.RECEIVED, f"{message}{many}", Place(file, spot=spots[0]), hint=hint)
