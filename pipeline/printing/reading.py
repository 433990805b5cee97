"""Reads a document's template, a Word form or a narrative with its Word shell, into what every output is compiled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.tree import Document, Expression, Heading
from pipeline.document.word import reader as word_reader
from pipeline.document.word import writer as word_writer
from pipeline.document.word.package import DOCUMENT, STYLES, marked_as_draft, read_parts
from pipeline.form.form import DocumentSpec, Form
from pipeline.problems import Kind, Place, Stop, error


@dataclass(frozen=True, slots=True)
class ReadTemplate:
    """A document's template as read.

    Attributes:
        form: the form that it belongs to.
        layout: the folder of the page layout that all forms share.
        tree: what the document says.
        word: the same as the source of a Word file's main part.
        parts: the Word file that gives page and styles.
        word_file: how messages name that file.
    """

    form: Form
    layout: Path
    tree: Document
    word: JinjaSource
    parts: Mapping[str, bytes]
    word_file: str


def read_template(spec: DocumentSpec, form: Form, layout: Path, *, draft: bool) -> ReadTemplate:
    """Return a document's template as read.

    Args:
        spec: the document's declaration in form.yaml.
        form: the form that it belongs to.
        layout: the folder of the page layout.
        draft: whether every Word page is to say 草稿.

    Raises:
        Stop: the template has faults.
    """
    file = form.shown(spec.template)
    if spec.template.suffix == ".docx":
        parts = package_parts(spec.template, file, draft=draft)
        read = word_reader.read(parts[DOCUMENT], file, parts.get(STYLES, b""))
        return ReadTemplate(form, layout, read.tree, read.source, parts, file)
    if spec.shell is None:
        raise Stop(error(Kind.TEMPLATE, "Markdown 模板还要写明 Word 外壳（shell）", Place(file)))
    shell = form.shown(spec.shell)
    parts = package_parts(spec.shell, shell, draft=draft)
    word_writer.check_styles(parts.get(STYLES, b""), shell)
    narrative = markdown_reader.read(read_text(spec.template, file), file)
    tree = Document((Heading(0, (Expression("title_lines", Place(form.root.place.file)),)), *narrative.blocks))
    return ReadTemplate(form, layout, tree, word_writer.write(tree, parts[DOCUMENT], shell), parts, shell)


def package_parts(path: Path, file: str, *, draft: bool) -> dict[str, bytes]:
    """Return a Word file's parts.

    Args:
        path: the file.
        file: how messages name it.
        draft: whether every page is to say 草稿.

    Raises:
        Stop: it is no Word file.
    """
    try:
        parts = read_parts(path)
    except (ValueError, OSError) as fault:
        raise Stop(error(Kind.TEMPLATE, str(fault), Place(file), hint="请用 Word 或 WPS 另存为 .docx")) from None
    return marked_as_draft(parts) if draft else parts


def read_text(path: Path, file: str) -> str:
    """Return a template's text.

    Raises:
        Stop: it is not in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(error(Kind.ENCODING, "文件不是 UTF-8 编码", Place(file), hint="请在编辑器中“另存为”，编码选 UTF-8")) from None
