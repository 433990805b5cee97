"""What was read from a form, printed again by the form's own templates: what the received file must say if it was read right."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Final

from lxml import etree

from pipeline.facts.fact import Facts
from pipeline.facts.formulas import Formula, compile_formulas
from pipeline.facts.reader import read_facts
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.form import YEAR, Form
from pipeline.intake.blueprints.drawing import blueprint_of
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.proof.tokens import squeezed
from pipeline.intake.recognition.candidates import labels
from pipeline.language.expressions import PLAIN
from pipeline.paths import one_of, steps
from pipeline.printing.compiled_documents import title_source
from pipeline.printing.compiled_page import compile_web_page
from pipeline.printing.compiling import compiled_template
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.reading import read_template
from pipeline.printing.web_chart import CHART, H, all_text
from pipeline.problems import Problem
from pipeline.source.nodes import EntriesNode, Entry, ItemsNode, Node, Origin, TextNode
from pipeline.source.reader import Source

NOWHERE: Final = (Origin(""), (1, 1), (1, 1))
PAGE: Final = ".html"  # the kind of file that names the facts that it prints
PRINTED_LINES: Final = frozenset(f"{H}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "li"))
ROW: Final = f"{H}tr"


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """Words that a form prints: its own, or those of a value, whose path it names."""

    text: str
    path: str = ""


Typed = str | tuple[str, ...]
# Groups, and rows by their numbers, down to what is typed.
Tree = dict[Any, Any]


def values_of(filled: Sequence[Filled]) -> dict[str, FilledValue]:
    """Return all values that were read, taken or compared, by their paths; what is taken wins."""
    return {path: value for name in ("told", "values") for each in filled for path, value in getattr(each, name).items()}


@dataclass(frozen=True, slots=True, eq=False)
class Reprinter:
    """A form, compiled as far as it is needed to print its Word forms again.

    Attributes:
        form: the form.
        formulas: its computed fields.
        documents: what prints its Word forms as pages.
        labels: its own words, those that are printed under a condition included, a line for each label.
    """

    form: Form
    formulas: Sequence[Formula]
    documents: Sequence[DocumentTemplate]
    labels: str


@lru_cache(maxsize=16)
def reprinter(form: Form, layout: Path) -> Reprinter:
    """Return a form, compiled once in this process.

    Args:
        form: the form.
        layout: the folder of the page layout that all forms share.

    Raises:
        Stop: a formula or a template has faults.
    """
    documents: list[DocumentTemplate] = []
    own: list[str] = []
    for spec in form.documents:
        if spec.template.suffix == ".docx":
            reading = cache(partial(read_template, spec, form, layout, draft=False))
            read = reading()
            title = compiled_template(title_source(spec, form), PLAIN, form)
            documents.append(DocumentTemplate(spec, title, None, reading, {PAGE: compile_web_page(read)}))
            own += map(squeezed, labels(blueprint_of(form, spec, read.tree).lines))
    made = Reprinter(form, compile_formulas(form), documents, "\n".join(own))
    gc.freeze()  # what is compiled stays; the collector need not look at it again with every file
    return made


def facts_read(made: Reprinter, year: str, values: Mapping[str, FilledValue], known: Sequence[Source]) -> tuple[Facts, list[Problem]]:
    """Return what was read as facts, computed and fixed values as the form has them, and what is wrong with them.

    Args:
        made: the form.
        year: the fiscal year.
        values: what was read, computed and fixed values as the document states them included.
        known: the unit's data files, which say what was not read.
    """
    tree: Tree = {}
    for value in values.values():
        if value.path != YEAR:
            put(tree, value.path, value.typed)
    root = entries(tree, made.form.root.fields, {}, {})
    return read_facts(made.form, made.formulas, int(year), [Source(root), *known])


def put(tree: Tree, path: str, typed: Typed) -> None:
    """Put a value into a tree of groups and numbered rows.

    Args:
        tree: the tree.
        path: the value's path.
        typed: the value.
    """
    *way, last = steps(path)
    for step in way:
        group, number = one_of(step) or (step, 0)
        tree = tree.setdefault(group, {})
        tree = tree.setdefault(number, {}) if number else tree
    tree[last] = typed


def entries(tree: Tree, fields: Mapping[str, Field], presets: Mapping[str, Preset], key: Mapping[str, str]) -> EntriesNode:
    """Return a tree as the nodes of a data file.

    Args:
        tree: the values.
        fields: the fields of the group that it is.
        presets: the rows that the form fixes in it besides those that their fields name.
        key: what says which of the form's rows it is.
    """
    made = {}
    for name, content in {**tree, **key}.items():
        field = fields.get(name)
        if field is None:
            continue
        if field.type == "rows":
            node: Node = items(content, field, presets.get(name, field.preset))
        else:
            node = entries(content, field.fields, {}, {}) if field.fields else typed_node(content)
        made[name] = Entry(text_node(name), node)
    return EntriesNode(*NOWHERE, made)


def items(rows: Mapping[int, Tree], field: Field, preset: Preset | None) -> ItemsNode:
    """Return rows as the nodes of a data file; those that the form fixes are known by what says which they are, or else by their numbers.

    Args:
        rows: the rows by their numbers.
        field: the rows' field.
        preset: the rows that the form fixes, if it does.
    """
    made = []
    for number in range(1, max(rows) + 1):
        row = rows.get(number, {})
        fixed = fixed_row(preset, row, number) if preset else None
        made.append(entries(row, field.fields, fixed.presets if fixed else {}, fixed.key if fixed else {}))
    return ItemsNode(*NOWHERE, tuple(made))


def fixed_row(preset: Preset, row: Tree, number: int) -> PresetRow | None:
    """Return which of the rows that the form fixes a row is; None if it is none.

    Args:
        preset: the form's rows.
        row: the row.
        number: its number.
    """
    said = {name: squeezed(row[name]) for name in preset.keys if isinstance(row.get(name), str)}
    alike = (each for each in preset.rows if said == {name: squeezed(text) for name, text in each.key.items()})
    return next(alike, preset.rows[number - 1] if number <= len(preset.rows) else None)


def typed_node(typed: Typed) -> Node:
    """Return a value as the node of a data file."""
    return text_node(typed) if isinstance(typed, str) else ItemsNode(*NOWHERE, tuple(map(text_node, typed)))


def text_node(text: str) -> TextNode:
    """Return a text as the node of a data file, in quotation marks, between which nothing has a meaning to YAML."""
    return TextNode(*NOWHERE, text, '"')


def printed(made: Reprinter, facts: Facts, documents: Sequence[str]) -> tuple[list[list[PrintedPart]], list[list[PrintedPart]]]:
    """Return what some of a form's documents print: their rows and paragraphs, each in its parts; and their titles, which pages have above.

    Args:
        made: the form.
        facts: what they print.
        documents: the documents' names.

    Raises:
        Stop: an expression cannot be printed.
    """
    found: list[list[PrintedPart]] = []
    titles: list[list[PrintedPart]] = []
    for document in made.documents:
        if document.spec.name in documents:
            context = document.context(facts)
            root = etree.fromstring(document.printers[PAGE].print(context))
            for block in root.iterfind(f"{H}body/{H}main/*"):
                found += lines_of(block)
            titles.append([PrintedPart(str(context["title"]))])
    return found, titles


def lines_of(block: etree._Element) -> Iterator[list[PrintedPart]]:
    """Yield the rows and paragraphs of a block of a page."""
    if block.tag in PRINTED_LINES:
        yield list(parts_of(block))
    for row in block.iter(ROW) if block.tag not in PRINTED_LINES else ():
        yield list(parts_of(row))


def parts_of(element: etree._Element) -> Iterator[PrintedPart]:
    """Yield what an element prints, but for the text behind it."""
    if path := element.get("data-fact"):
        yield PrintedPart(all_text(element), path)
        return
    if element.text:
        yield PrintedPart(element.text)
    for child in element:
        if child.tag != CHART:  # whose figures stand in tables, too
            yield from parts_of(child)
        if child.tail:
            yield PrintedPart(child.tail)
