"""Blueprints of a form's Word documents, made from the trees that everything else of the form is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.document.tree import Cell, Document, Expression, Heading, LineBreak, Link, Paragraph, Row, Statement, Table, Text
from pipeline.form.form import DocumentSpec, Form
from pipeline.intake.blueprints.blueprint import Blueprint, Label, Line, Loop, Part, Slot
from pipeline.intake.blueprints.nests import Nest, nested
from pipeline.intake.blueprints.tracing import Around, Tracer
from pipeline.printing.reading import read_template


def blueprints_of(form: Form, layout: Path) -> tuple[Blueprint, ...]:
    """Return a blueprint for each of a form's documents that is a Word form; a narrative is none.

    Args:
        form: the form.
        layout: the folder of the page layout that all forms share.

    Raises:
        Stop: a template has faults.
    """
    word_forms = [spec for spec in form.documents if spec.template.suffix == ".docx"]
    return tuple(blueprint_of(form, spec, read_template(spec, form, layout, draft=False).tree) for spec in word_forms)


def blueprint_of(form: Form, spec: DocumentSpec, tree: Document) -> Blueprint:
    """Return the blueprint of one document.

    Args:
        form: the form.
        spec: the document's declaration.
        tree: its template as read.
    """
    lines = tuple(Drawing(Tracer(form)).of_blocks(tree.blocks))
    headings = [block for block in tree.blocks if isinstance(block, Heading) and block.level == 0]
    title = "".join(node.text for heading in headings[:1] for node in heading.content if isinstance(node, Text))
    return Blueprint(form.name, spec.name, title.strip() or form.title, lines)


class Drawing:
    """Draws a document's blueprint, from top to bottom.

    Attributes:
        tracer: follows the template's names.
        tables: how many tables there were so far.
    """

    def __init__(self, tracer: Tracer) -> None:
        """Begin."""
        self.tracer = tracer
        self.tables = 0

    def of_blocks(self, blocks: Iterable[Any]) -> Iterator[Line | Loop]:
        """Yield the lines of a document's blocks."""
        yield from self.lines(nested(blocks), self.tracer.start, self.block)

    def lines(self, content: Iterable[Any], around: Around, one: Any) -> Iterator[Line | Loop]:  # noqa: ANN401
        """Yield the lines of blocks or of a table's rows, as `nested` has them.

        Args:
            content: the blocks or rows, with statements among them.
            around: what surrounds them.
            one: yields the lines of one of them, given it and what surrounds it.
        """
        for node in content:
            if isinstance(node, Statement):
                around = replace(around, scope=self.tracer.after(node, around))
            elif not isinstance(node, Nest):
                yield from one(node, around)
            elif node.opening.word == "for":
                yield from self.loop(node, around, one)
            elif inner := self.tracer.within(node.opening, around):
                yield from self.lines(node.inside, inner, one)

    def loop(self, nest: Nest, around: Around, one: Any) -> Iterator[Loop]:  # noqa: ANN401
        """Yield the loop of a `for` around lines.

        Args:
            nest: the `for`.
            around: what surrounds it.
            one: as in `lines`.
        """
        rows, inner = self.tracer.loop(nest.opening, around)
        body = tuple(self.lines(nest.inside, inner, one))
        if body:
            stand_in = self.tracer.hole(None, nest.opening.source, inner, ()).field
            yield Loop(rows or stand_in, rows.path if rows else "", body)

    def block(self, block: object, around: Around) -> Iterator[Line | Loop]:
        """Yield the lines of a block."""
        if isinstance(block, Table):
            self.tables += 1
            yield from self.lines(nested(block.rows), around, self.row)
        elif isinstance(block, Paragraph | Heading) and (slot := self.slot(block.content, around)).parts:
            yield Line((slot,))

    def row(self, row: object, around: Around) -> Iterator[Line]:
        """Yield the line of a table's row; what a writer counts between the rows is none."""
        if isinstance(row, Row):
            yield Line(tuple(self.slots(nested(row.cells), around)), self.tables)

    def slots(self, content: Iterable[Any], around: Around) -> Iterator[Slot]:
        """Yield the cells of a row; those that a loop repeats stand there once, and nothing of them is taken."""
        for node in content:
            if isinstance(node, Cell) and not node.gap:
                own = replace(around, is_optional=around.is_optional or bool(node.column))
                yield replace(self.slot(in_lines(node), own), columns=node.colspan, optional=bool(node.merge or node.equal))
            elif isinstance(node, Nest) and (inner := self.tracer.within(node.opening, around)):
                is_told = inner.is_told or node.opening.word == "for"
                yield from self.slots(node.inside, replace(inner, is_told=is_told))

    def slot(self, content: Iterable[Any], around: Around) -> Slot:
        """Return what a cell or paragraph says."""
        return Slot(tuple(joined(self.words(nested(content), around))))

    def words(self, content: Iterable[Any], around: Around) -> Iterator[Part]:
        """Yield the labels and holes of a paragraph's content; what a loop within it repeats is only told."""
        for node in content:
            if isinstance(node, Text):
                yield Label(node.text, around.is_optional)
            elif isinstance(node, LineBreak):
                yield Label("\n", around.is_optional)
            elif isinstance(node, Expression):
                yield from self.tracer.parts(node.source, around)
            elif isinstance(node, Link):
                yield from self.words(nested(node.content), around)
            elif isinstance(node, Statement):
                around = replace(around, scope=self.tracer.after(node, around))
            elif isinstance(node, Nest) and (inner := self.tracer.within(node.opening, around)):
                is_loop = node.opening.word == "for"
                within = replace(inner, is_told=inner.is_told or is_loop, is_optional=inner.is_optional or is_loop)
                yield from self.words(node.inside, within)


def in_lines(cell: Cell) -> list[Any]:
    """Return what stands in a cell's paragraphs, with line breaks between them."""
    found: list[Any] = []
    for block in cell.blocks:
        if isinstance(block, Statement):
            found.append(block)
        else:
            found += [LineBreak()] * any(isinstance(node, Text | Expression) for node in found) + list(block.content)
    return found


def joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts with the fixed words that follow each other as one label, and without empty ones."""
    for is_fixed, group in groupby(parts, lambda part: isinstance(part, Label) and not part.optional):
        if not is_fixed:
            yield from (part for part in group if not isinstance(part, Label) or part.text)
        elif text := "".join(part.text for part in group if isinstance(part, Label)):
            yield Label(text)
