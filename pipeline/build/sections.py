"""A document's template cut into sections that are printed by themselves: what one field changes need not be looked for in all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.document.html import ON_ITS_OWN
from pipeline.document.tree import Block, Document, Heading, Macro, Statement
from pipeline.facts.formulas import Formula
from pipeline.form.field import Field
from pipeline.printing.article_compiling import compiled
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.templates import Template

# A section begins with a heading of this level or above it, so that all of what a heading stands over is in one.
LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document.

    Attributes:
        template: prints it as HTML.
        fields: the fields that it depends on, those that its computed ones are computed from included.
    """

    template: Template
    fields: frozenset[Field]


def sections(document: DocumentTemplate, formulas: Sequence[Formula]) -> list[Section]:
    """Return a document's sections.

    Args:
        document: the document.
        formulas: the form's formulas.
    """
    blocks = document.read.tree.blocks
    shared = [block for block, depth in with_depth(blocks) if isinstance(block, Macro) or (is_set(block) and depth == 0)]
    found = []
    for part in parts(blocks):
        own = [block for block in part if block not in shared]
        if own:
            template = compiled(Document((*needed(shared, own), *own)), ON_ITS_OWN, document.read.form)
            found.append(Section(template, with_sources(template.used, formulas)))
    return found


def with_depth(blocks: Sequence[Block]) -> Iterator[tuple[Block, int]]:
    """Yield each block with how many statements are open around it."""
    depth = 0
    for block in blocks:
        change = block.depth if isinstance(block, Statement) else 0
        depth += min(change, 0)
        yield block, depth
        depth += max(change, 0)


def parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks in parts. One that begins with a heading above the level holds the first section below it, too."""
    part: list[Block] = []
    is_open = False  # whether there is a heading that nothing is sure to follow yet
    for number, (block, depth) in enumerate(with_depth(blocks)):
        level = heading_level(blocks, number) if depth == 0 else LEVEL + 1
        if level <= LEVEL and not is_open:
            yield part
            part = []
        if isinstance(block, Heading) and depth == 0:
            is_open = block.level < LEVEL
        part.append(block)
    yield part


def heading_level(blocks: Sequence[Block], number: int) -> int:
    """Return the level of the heading that a block is, or that stands right within the statement that it is; a low one if there is none."""
    first = next((block for block in blocks[number:] if not (isinstance(block, Statement) and block.depth > 0)), None)
    return first.level if isinstance(first, Heading) else LEVEL + 1


def is_set(block: Block) -> bool:
    """Return whether a block is a statement that sets a name."""
    return isinstance(block, Statement) and block.word == "set"


def needed(shared: Sequence[Block], own: Sequence[Block]) -> list[Block]:
    """Return the macros and names, of all that the sections share, that one section needs."""
    text, chosen = repr(own), set[int]()
    for number in reversed(range(len(shared))):  # what one needs stands before it
        block = shared[number]
        source = block.opening.source if isinstance(block, Macro) else block.source if isinstance(block, Statement) else ""
        if source.replace("(", " ").split()[1] in text:
            chosen.add(number)
            text += repr(block)
    return [shared[number] for number in sorted(chosen)]


def with_sources(used: frozenset[Field], formulas: Sequence[Formula]) -> frozenset[Field]:
    """Return fields together with those that they are computed from."""
    fields = set(used)
    for formula in reversed(formulas):  # which stand in order of need
        if formula.field in fields:
            fields |= set(formula.used)
    return frozenset(fields)
