"""A document of a form, printed from made-up facts in which some fields are filled in in certain ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from pipeline.build.compiled_form import CompiledForm
from pipeline.build.sections import Section, sections
from pipeline.build.trial_data import trial_facts
from pipeline.document.tree import Chart, Heading, List, Paragraph, Table
from pipeline.facts.derivation import derive
from pipeline.facts.fact import Facts, single_names
from pipeline.facts.formulas import Formula
from pipeline.facts.standing import places_of
from pipeline.form.field import Field
from pipeline.form.last_year import LAST_YEAR, YEARS
from pipeline.form.types.registry import type_of
from pipeline.form.years import years_in
from pipeline.language.budget import renew
from pipeline.language.values import Group, Rows, Value
from pipeline.paths import parent, steps
from pipeline.printing.documents import DocumentTemplate


@dataclass(frozen=True, slots=True)
class Filling:
    """One way to fill a field in.

    Attributes:
        said: how it is told to the form's author.
        make: the value, from its path.
    """

    said: str
    make: Callable[[str], Value]


Filled = Mapping[Field, Filling]


class Trial:
    """A document printed from made-up facts, as a whole or only the sections that depend on certain fields."""

    def __init__(self, compiled: CompiledForm, document: DocumentTemplate) -> None:
        self.compiled = compiled
        self.document = document
        self.sections = sections(document, compiled.formulas)
        self.facts = trial_facts(compiled, "full")
        self.last = self.facts.names[LAST_YEAR]
        self.facts = self.refilled({}, compiled.formulas)
        self.seen: set[str] = set()  # what was printed of some section before, and need not be looked at again
        blocks = document.read.tree.blocks
        self.sentences = [repr(block) for block in blocks if isinstance(block, Paragraph | Heading | List)]
        self.tables = [repr(block) for block in blocks if isinstance(block, Table | Chart)]

    def together(self, one: Field, other: Field) -> bool:
        """Return whether one sentence uses two fields of a group, by name or as parts of it; or one table, if both are numbers."""
        group = parent(one.path)
        if not group or group != parent(other.path):
            return False
        numbers = type_of(one).is_number and type_of(other).is_number
        places = (*self.sentences, *self.tables) if numbers else self.sentences
        return any((one.name in place and other.name in place) or f"({steps(group)[-1]}," in place for place in places)

    def page(self, filled: Filled) -> HtmlElement:
        """Return the body of the document's page, printed with some fields filled in in certain ways and all others with something."""
        page = self.document.printers[".html"].print(self.context(filled))
        return html.document_fromstring(page).find("body/main")

    def changed_sections(self, filled: Filled) -> Iterator[HtmlElement]:
        """Yield each section that depends on all of the fields that are filled in in certain ways, likewise, if it prints anything new."""
        changed = [section for section in self.sections if all(field_used(field, section) for field in filled)]
        context = self.context(filled) if changed else {}
        for section in changed:
            renew()
            printed = section.template.render(context)
            if printed not in self.seen:
                self.seen.add(printed)
                yield html.fragment_fromstring(printed, create_parent="main")

    def context(self, filled: Filled) -> dict[str, Any]:
        """Return what the templates see if some fields are filled in in certain ways."""
        return self.document.context(self.refilled(filled, affected(filled, self.compiled.formulas)))

    def refilled(self, filled: Filled, formulas: Sequence[Formula]) -> Facts:
        """Return the facts if some fields are filled in in certain ways, computed anew by some formulas."""
        facts, by_path, root = self.facts, dict(self.facts.by_path), copied(self.facts.root)
        if years := filled.get(years_in(self.compiled.form)):
            facts = replace(facts, years=years.make(YEARS))  # type: ignore[arg-type]
        for field, filling in filled.items():
            for group, path in places_of(root, steps(field.path), ""):
                group[field.name] = filling.make(path)
                if path in by_path:
                    by_path[path] = replace(by_path[path], value=group[field.name])
        names = single_names(self.compiled.form, root, self.last)
        derive(formulas, root, names, by_path)
        return replace(facts, root=root, by_path=by_path, names=names)


def field_used(field: Field, section: Section) -> bool:
    """Return whether a section depends on a field, or on one that it holds."""
    return any(leaf in section.fields for leaf in (field.leaves() if field.fields else (field,)))


def affected(filled: Filled, formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas, in order of need, that give something else once some fields are filled in otherwise."""
    changed = {leaf for field in filled for leaf in (field.leaves() if field.fields else (field,))}
    found = []
    for formula in formulas:
        if formula.field in changed or not changed.isdisjoint(formula.used):
            changed.add(formula.field)
            found.append(formula)
    return found


def copied(group: Group) -> Group:
    """Return a group's values in groups of their own, which can be changed."""
    return Group({name: copied_value(value) for name, value in group.items()})


def copied_value(value: Value) -> Value:
    """Return a value; groups and rows as new ones."""
    if isinstance(value, Rows):
        return Rows(map(copied, value))
    return copied(value) if isinstance(value, Group) else value
