"""Compiles a form's documents once: Word and HTML templates from the same tree, ready to print any unit's facts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from pipeline.document import html as html_writer
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.numbering import Numbering
from pipeline.document.tree import Document, Expression, Heading, Statement
from pipeline.document.word import reader as word_reader
from pipeline.document.word import writer as word_writer
from pipeline.document.word.marks import TAG
from pipeline.document.word.package import DOCUMENT, STYLES, TEXT_PART, WordPackage, marked_as_draft, read_parts
from pipeline.facts.fact import Facts
from pipeline.form.field import UNIT_NAME, Field
from pipeline.form.form import DocumentSpec, Form
from pipeline.form.names import NameWalk
from pipeline.language.expressions import HTML, PLAIN, WORD, DocumentNames, syntax_message
from pipeline.language.values import Lines, NoFigureError, Words
from pipeline.problems import Kind, Place, Problem, Stop, error


@dataclass(frozen=True, slots=True)
class Template:
    """Compiled Jinja source that knows where in the form each of its tags stands, and which fields it uses."""

    source: JinjaSource
    compiled: jinja2.Template
    used: frozenset[Field]

    def render(self, context: Mapping[str, Any]) -> str:
        """Return the text.

        Raises:
            Stop: an expression cannot be printed; says where it stands.
        """
        try:
            return self.compiled.render(context)
        except Exception as fault:  # whatever a template does wrong, the user is told where
            raise Stop(error(Kind.UNPRINTABLE, runtime_message(fault), self.source.place(failing_line(fault)))) from fault


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """One document of a form, compiled.

    Attributes:
        spec: its declaration in form.yaml.
        title: prints its title.
        package: the Word package around the changing parts.
        parts: prints each changing part of the package.
        page: prints the HTML page.
    """

    spec: DocumentSpec
    title: Template
    package: WordPackage
    parts: dict[str, Template]
    page: Template

    def templates(self) -> Iterator[Template]:
        """Yield everything that the document is printed from."""
        yield from (self.title, self.page, *self.parts.values())

    @property
    def prints_private(self) -> bool:
        """Whether a field is used in it that the public edition masks."""
        return any(field.private for template in self.templates() for field in template.used)

    def render(self, facts: Facts, *, draft: bool = False) -> tuple[bytes, bytes]:
        """Return the document as a Word file and as an HTML page, both made from the same facts.

        Raises:
            Stop: an expression cannot be printed.
        """
        context = self.context(facts, draft=draft)
        return self.word(context), self.html(context)

    def context(self, facts: Facts, *, draft: bool = False) -> dict[str, Any]:
        """Return what the templates see: the facts by name, and the document's title."""
        lines = self.title.render({**facts.names, "draft": draft}).strip().split("\n")
        return {**facts.names, **DocumentNames("".join(lines), Lines(Words(line, "") for line in lines), draft)._asdict()}

    def word(self, context: Mapping[str, Any]) -> bytes:
        """Return the Word file."""
        xml = {name: part.render({**context, **Numbering().functions()}) for name, part in self.parts.items()}
        return self.package.write(xml, context["title"], str(context.get(UNIT_NAME, "")))

    def html(self, context: Mapping[str, Any]) -> bytes:
        """Return the HTML page."""
        return self.page.render({**context, **Numbering().functions()}).encode()


def compile_documents(form: Form, layout: Path, *, draft: bool = False) -> tuple[DocumentTemplate, ...]:
    """Return a form's documents, compiled.

    Args:
        form: the form.
        layout: the folder of the page layout that all forms share.
        draft: whether every Word page is to say 草稿.

    Raises:
        Stop: a template has faults; carries those of all documents.
    """
    documents: list[DocumentTemplate] = []
    problems: list[Problem] = []
    for spec in form.documents:
        try:
            documents.append(compile_document(spec, form, layout, draft=draft))
        except Stop as stop:
            problems.extend(stop.problems)
    if problems:
        raise Stop(*problems)
    return tuple(documents)


def compile_document(spec: DocumentSpec, form: Form, layout: Path, *, draft: bool) -> DocumentTemplate:
    """Return one document, compiled.

    Raises:
        Stop: its template has faults.
    """
    title = compiled_template(title_source(spec, form), PLAIN, form)
    file = form.shown(spec.template)
    if spec.template.suffix == ".docx":
        parts = package_parts(spec.template, file, draft=draft)
        word_file = file
        read = word_reader.read(parts[DOCUMENT], file, parts.get(STYLES, b""))
        tree, word = read.tree, read.source
    else:
        if spec.shell is None:
            raise Stop(error(Kind.TEMPLATE, "Markdown 模板还要写明 Word 外壳（shell）", Place(file)))
        word_file = form.shown(spec.shell)
        parts = package_parts(spec.shell, word_file, draft=draft)
        word_writer.check_styles(parts.get(STYLES, b""), word_file)
        narrative = markdown_reader.read(read_text(spec.template, file), file)
        tree = Document((Heading(0, (Expression("title_lines", Place(form.root.place.file)),)), *narrative.blocks))
        word = word_writer.write(tree, parts[DOCUMENT], word_file)
    margins = {name: word_reader.read_margin(data, word_file, name) for name, data in parts.items() if TEXT_PART.fullmatch(name)}
    sources = {DOCUMENT: word} | {name: source for name, source in margins.items() if source.places}
    compiled = {name: compiled_template(source, WORD, form) for name, source in sources.items()}
    page = compiled_template(page_source(tree, layout), HTML, form)
    return DocumentTemplate(spec, title, WordPackage(parts, compiled), compiled, page)


def package_parts(path: Path, file: str, *, draft: bool) -> dict[str, bytes]:
    """Return a Word file's parts.

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


def title_source(spec: DocumentSpec, form: Form) -> JinjaSource:
    """Return the source of a document's title; a line feed in it divides the title's lines."""
    source = JinjaSource()
    for number, line in enumerate(spec.title.split("\n")):
        source.program('{{ "\\n" }}' if number else "")
        add_template(source, line, form.root.place.file, {})
    return source


def page_source(tree: Document, layout: Path) -> JinjaSource:
    """Return the source of an HTML page: the shared layout with a document's style sheet and main part in it."""
    css = "".join((layout / name).read_text(encoding="utf-8") for name in ("content.css", "document.css"))
    css = re.sub(r"\s+", " ", css + html_writer.style_sheet(tree)).strip()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    source = JinjaSource()
    inserts: dict[str, Callable[[], None]] = {
        "style_hash": lambda: source.program(digest),
        "style_sheet": lambda: source.program(f"{{% raw %}}{css}{{% endraw %}}"),
        "main": lambda: html_writer.write(tree, source),
    }
    page = layout / "document.html"
    add_template(source, page.read_text(encoding="utf-8"), f"{layout.parent.name}/{layout.name}/{page.name}", inserts)
    return source


def add_template(source: JinjaSource, text: str, file: str, inserts: Mapping[str, Callable[[], None]]) -> None:
    """Add text that is a Jinja template already; expressions named in `inserts` stand for what these add."""
    position = 0
    for match in TAG.finditer(text):
        source.program(re.sub(r"\n\s*", "", text[position : match.start()]))
        inside, place = match[0][2:-2].strip(), Place(file, text.count("\n", 0, match.start()) + 1)
        if inside in inserts:
            inserts[inside]()
        elif not match[0].startswith("{#"):
            source.tag(Expression(inside, place) if match[0].startswith("{{") else Statement(inside, place))
        position = match.end()
    source.program(re.sub(r"\n\s*", "", text[position:]))


def compiled_template(source: JinjaSource, environment: jinja2.Environment, form: Form) -> Template:
    """Return the source, compiled.

    Raises:
        Stop: it has a syntax error, or names that lead nowhere; says where.
    """
    try:
        tree = environment.parse(source.text())
        code = environment.compile(tree, filename="<template>")
    except jinja2.TemplateSyntaxError as fault:
        raise Stop(error(Kind.TEMPLATE, syntax_message(fault), source.place(fault.lineno))) from None
    walk = NameWalk(form, (*DocumentNames._fields, *Numbering().functions()), environment=environment).walk(tree)
    if walk.faults:
        raise Stop(*(error(Kind.NAME, fault.message, source.place(fault.line), hint=fault.hint) for fault in walk.faults))
    compiled = jinja2.Template.from_code(environment, code, environment.make_globals(None))
    return Template(source, compiled, frozenset(walk.used))


def runtime_message(fault: Exception) -> str:
    """Return a rendering fault as a Chinese sentence."""
    if isinstance(fault, NoFigureError | ValueError):
        return str(fault)
    if isinstance(fault, jinja2.UndefinedError):
        names = re.findall(r"'([^']+)'", str(fault))
        return f"没有“{names[-1]}”这个名称" if names else "用到了没有的名称"
    if isinstance(fault, ArithmeticError):
        return "除数为 0，请先判断再计算"
    if isinstance(fault, TypeError):
        return "这几个内容不能放在一起比较或计算"
    return f"无法印出：{fault}"


def failing_line(fault: BaseException) -> int:
    """Return the line of the Jinja source that a rendering fault happened in."""
    lines = list(template_lines(fault))
    return lines[-1] if lines else 1


def template_lines(fault: BaseException) -> Iterator[int]:
    """Yield the template lines of a fault's traceback, outermost first."""
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            yield trace.tb_lineno
        trace = trace.tb_next
