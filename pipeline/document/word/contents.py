"""What of a Word file becomes part of every document made with it: an allow-list of parts, and of what they lead to.

A form may come from anybody. What only tells about people (comments, properties, thumbnails) or serves an editor is left
behind without a word; whatever could run, load or embed something is a fault. Nothing else comes through: lists of content
types and relationships are written anew, from what is kept.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final
from urllib.parse import unquote

from lxml import etree

from pipeline.document.word.harm import HARMFUL, LINK_FAULT, REMOTE, harm, is_safe_link
from pipeline.document.word.package import (
    DOCUMENT,
    NO_RELATIONSHIPS,
    OFFICE,
    PACKAGE_RELATIONS,
    RELATIONS_NAMES,
    RELATIONSHIPS,
    TEXT_PART,
    TYPES,
    TYPES_NAMES,
    relations_of,
)
from pipeline.document.word.unpacking import NO_WORD_FILE, SAVE_AS, part_place
from pipeline.document.word.xml import as_part, parse
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.records import record
from pipeline.regex import regex

WORD: Final = f"{OFFICE}.wordprocessingml"
MAIN: Final = f"{WORD}.document.main+xml"
RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
# What a relationship is called in its last step → the content type of what it leads to.
KEPT: Final = {
    "officeDocument": MAIN,
    "styles": f"{WORD}.styles+xml",
    "numbering": f"{WORD}.numbering+xml",
    "settings": f"{WORD}.settings+xml",
    "fontTable": f"{WORD}.fontTable+xml",
    "theme": f"{OFFICE}.theme+xml",
    "header": f"{WORD}.header+xml",
    "footer": f"{WORD}.footer+xml",
    "footnotes": f"{WORD}.footnotes+xml",
    "endnotes": f"{WORD}.endnotes+xml",
    "image": "",
}
# The suffix of a picture → its content type and how its bytes begin. Metafiles and SVG are programs of a kind.
PICTURES: Final = {
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "gif": ("image/gif", b"GIF8"),
    "bmp": ("image/bmp", b"BM"),
}
# Left behind without a word: who wrote and commented, and what only an editor needs.
LEFT_BEHIND: Final = (
    *("core-properties", "extended-properties", "custom-properties", "thumbnail", "people", "classificationlabels", "origin"),
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "customXml", "glossaryDocument", "webSettings"),
    *("stylesWithEffects", "keyMapCustomizations", "attachedToolbars"),
)
# Refused, and what to say; any other kind is refused too.
MACROS: Final = ("含有宏", "请在 Word 中另存为“Word 文档（*.docx）”，不带宏")
REFUSED: Final = {
    **dict.fromkeys(("vbaProject", "wordVbaData"), MACROS),
    **dict.fromkeys(("oleObject", "package"), HARMFUL["OLEObject"]),
    **dict.fromkeys(("mailMergeSource", "mailMergeHeaderSource", "recipientData"), HARMFUL["mailMerge"]),
    **dict.fromkeys(("aFChunk", "subDocument"), HARMFUL["altChunk"]),
    "attachedTemplate": HARMFUL["attachedTemplate"],
    "transform": HARMFUL["saveThroughXslt"],
    "control": HARMFUL["control"],
    "frame": HARMFUL["frameset"],
    "font": ("嵌入了字体", "请在 Word 的“选项—保存”中取消“将字体嵌入文件”"),
    "chart": ("含有图表", "请删去，改用文字或表格"),
}
FOREIGN: Final = ("含有程序不认识的内容", "请把内容复制到一份新的 Word 文档里再用")
REFERENCE: Final = regex(r"\{[^}]*/officeDocument/(?:2006/)?relationships\}")


@record(frozen=False)
class Contents:
    """What is kept of a Word file.

    Attributes:
        file: how messages name it.
        parts: all its parts.
        kept: the names of those kept, each with its content type.
        relations: the relationships kept, by the name of the part that lists them.
        problems: what must not be there.
    """

    file: str
    parts: Mapping[str, bytes]
    kept: dict[str, str] = field(default_factory=dict)
    relations: dict[str, etree._Element] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def follow(self, source: str) -> None:
        """Keep all that a part leads to, and note what it must not lead to; an empty name is the package."""
        name = relations_of(source)
        if name not in self.parts:
            return
        root = parse(self.parts[name])
        if root.tag != f"{RELATIONS_NAMES}Relationships" or not (source or len(root)):
            raise Stop(error(Kind.TEMPLATE, f"Word 文件已损坏：{name}", Place(self.file), hint=SAVE_AS))
        self.relations[name] = kept = parse(NO_RELATIONSHIPS)
        for relation in root:
            kind = relation.get("Type", "").rpartition("/")[2]
            if kind not in LEFT_BEHIND and self.keeps(relation, kind, source):
                attributes = {key: value for key in ("Id", "Target", "TargetMode") if (value := relation.get(key)) is not None}
                etree.SubElement(kept, f"{RELATIONS_NAMES}Relationship", {"Type": f"{RELATIONSHIPS}/{kind}", **attributes})

    def keeps(self, relation: etree._Element, kind: str, source: str) -> bool:
        """Return whether a relationship is one to keep; if not, that is noted.

        Args:
            relation: the relationship.
            kind: the last step of its type.
            source: the name of the part that it is of.
        """
        target, is_inside = relation.get("Target", ""), relation.get("TargetMode", "Internal") == "Internal"
        if kind == "hyperlink":
            return self.allows(is_safe_link(target), LINK_FAULT, source)
        if kind not in KEPT or (kind == "officeDocument") != (not source):
            return self.allows(False, REFUSED.get(kind, FOREIGN), source)  # noqa: FBT003 - it never is
        if not self.allows(is_inside, REMOTE, source):
            return False
        name = part_name(target, source)
        data = self.parts.get(name)
        if data is None:
            return self.allows(False, (f"Word 文件已损坏：缺少部件“{name}”", SAVE_AS), source)  # noqa: FBT003 - it never is
        if kind == "image":
            content_type, beginning = PICTURES.get(name.rpartition(".")[2].lower(), ("", b"\0"))
            hint = "请改用 PNG 或 JPEG 图片"
            if not self.allows(bool(content_type) and data.startswith(beginning), ("含有不能用的图片格式", hint), name):
                return False
        if name not in self.kept:
            self.kept[name] = KEPT[kind] or content_type
            self.follow(name)
        return True

    def allows(self, holds: bool, fault: tuple[str, str], part: str) -> bool:  # noqa: FBT001 - what is allowed
        """Return whether something holds; if not, a fault is noted.

        Args:
            holds: whether it does.
            fault: a message and a hint.
            part: the name of the part that is at fault; empty for the package.
        """
        if not holds:
            problem = error(Kind.TEMPLATE, fault[0], part_place(self.file, part) if part else Place(self.file), hint=fault[1])
            if problem not in self.problems:
                self.problems.append(problem)
        return holds


def kept_parts(parts: Mapping[str, bytes], file: str) -> dict[str, bytes]:
    """Return the parts that documents are made with, the lists of them first, as Word expects; they list nothing that is left out.

    Args:
        parts: all parts of a Word file.
        file: how messages name it.

    Raises:
        Stop: it is no Word document, or holds what it must not; carries all of that.
    """
    no_word_file = Stop(error(Kind.TEMPLATE, NO_WORD_FILE, Place(file), hint=SAVE_AS))
    if not {DOCUMENT, TYPES, PACKAGE_RELATIONS} <= parts.keys():
        raise no_word_file
    check_main_type(parts, file)
    contents = Contents(file, parts)
    contents.follow("")
    if contents.problems:
        raise Stop(*contents.problems)
    if DOCUMENT not in contents.kept:
        raise no_word_file
    kept: dict[str, bytes] = {TYPES: as_part(content_types(contents.kept))}
    kept |= {name: as_part(root) for name, root in contents.relations.items()}
    kept |= {name: data for name, data in parts.items() if name in contents.kept}
    problems = [problem for name in contents.kept if name.endswith(".xml") for problem in part_faults(name, contents)]
    if problems:
        raise Stop(*problems)
    return kept


def check_main_type(parts: Mapping[str, bytes], file: str) -> None:
    """Check that a Word file says that it is a document without macros.

    Raises:
        Stop: it says that it is something else.
    """
    root = parse(parts[TYPES])
    if root.tag != f"{TYPES_NAMES}Types" or not len(root):
        raise Stop(error(Kind.TEMPLATE, f"Word 文件已损坏：{TYPES}", Place(file), hint=SAVE_AS))
    said = [entry.get("ContentType", "") for entry in root if entry.get("PartName", "").lower() == f"/{DOCUMENT}"]
    if any("macroEnabled" in content_type for content_type in said):
        raise Stop(error(Kind.TEMPLATE, MACROS[0], Place(file), hint=MACROS[1]))
    if said != [MAIN]:
        raise Stop(error(Kind.TEMPLATE, NO_WORD_FILE, Place(file), hint=SAVE_AS))


def content_types(kept: Mapping[str, str]) -> etree._Element:
    """Return the list of content types of some parts."""
    root = parse(f'<Types xmlns="{TYPES_NAMES[1:-1]}"/>'.encode())
    suffixes = {name.rpartition(".")[2]: content_type for name, content_type in kept.items() if content_type.startswith("image/")}
    for suffix, content_type in {"rels": RELATIONS_TYPE, "xml": "application/xml", **suffixes}.items():
        etree.SubElement(root, f"{TYPES_NAMES}Default", Extension=suffix, ContentType=content_type)
    for name, content_type in kept.items():
        if name.rpartition(".")[2] not in suffixes:
            etree.SubElement(root, f"{TYPES_NAMES}Override", PartName=f"/{name}", ContentType=content_type)
    return root


def part_faults(name: str, contents: Contents) -> Iterator[Problem]:
    """Yield what is wrong with a part: relationships that are not kept, without which Word would not open it, and what does harm.

    The harm in the parts that people see is told by the paragraph, when these are read.
    """
    root, place = parse(contents.parts[name]), part_place(contents.file, name)
    known = {relation.get("Id") for relation in contents.relations.get(relations_of(name), ())}
    used = {str(value) for element in root.iter() for key, value in element.items() if REFERENCE.match(str(key))}
    if missing := sorted(used - known - {""}):
        yield error(Kind.TEMPLATE, f"引用了文件里没有的内容（{'、'.join(missing[:3])}）", place, hint=FOREIGN[1])
    if name != DOCUMENT and not TEXT_PART.fullmatch(name):
        yield from (error(Kind.TEMPLATE, message, place, hint=hint) for message, hint in dict.fromkeys(fault[1:] for fault in harm(root)))


def part_name(target: str, source: str) -> str:
    """Return the name of the part that a relationship of another leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), unquote(target))).lstrip("/")
