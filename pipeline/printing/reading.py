"""Reads a document's template, a Word form or a narrative with its Word shell, into what every output is compiled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.document.digits import in_digits
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.tree import Document, Expression, Heading
from pipeline.document.word import reader as word_reader
from pipeline.document.word import writer as word_writer
from pipeline.document.word.contents import kept_parts
from pipeline.document.word.line_ends import with_line_ends
from pipeline.document.word.package import DOCUMENT, STYLES, marked_as_draft, relations_of, with_properties
from pipeline.document.word.unpacking import unpack
from pipeline.form.form import DocumentSpec, Form
from pipeline.problems import Kind, Place, Stop, error
from pipeline.regular import read_text


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
        read = word_reader.read(parts[DOCUMENT], file, parts.get(STYLES, b""), parts.get(relations_of(DOCUMENT), b""))
        return ReadTemplate(form, layout, read.tree, read.source, parts, file)
    if spec.shell is None:
        raise Stop(error(Kind.TEMPLATE, "Markdown 模板还要写明 Word 外壳（shell）", Place(file)))
    shell = form.shown(spec.shell)
    parts = package_parts(spec.shell, shell, draft=draft)
    word_writer.check_styles(parts.get(STYLES, b""), shell)
    narrative = markdown_reader.read(read_text(spec.template, file), file)
    blocks = in_digits(narrative.blocks) if any(leaf.zero for leaf in form.root.leaves()) else narrative.blocks
    tree = Document((Heading(0, (Expression("title_lines", Place(form.root.place.file)),)), *blocks))
    return ReadTemplate(form, layout, tree, word_writer.write(tree, parts[DOCUMENT], shell), parts, shell)


def package_parts(path: Path, file: str, *, draft: bool) -> dict[str, bytes]:
    """Return the parts of a Word file that its documents are made with.

    Args:
        path: the file.
        file: how messages name it.
        draft: whether every page is to say 草稿.

    Raises:
        Stop: it is no Word file, or holds what it must not.
    """
    parts = with_properties(with_line_ends(kept_parts(unpack(path, file), file)))
    return marked_as_draft(parts) if draft else parts
