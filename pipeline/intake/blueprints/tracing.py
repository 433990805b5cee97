"""A template's expressions and statements followed to the fields that they print, as far as they print them plainly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from jinja2 import nodes

from pipeline.document.tree import Statement
from pipeline.form.field import Field
from pipeline.form.form import ANSWER_ROWS, ANSWERS, YEAR, Form
from pipeline.form.names import Meaning, NameWalk
from pipeline.form.rows import one_of
from pipeline.form.types.field_type import Holds
from pipeline.form.types.registry import type_of
from pipeline.intake.blueprints.blueprint import Hole, Label, Part
from pipeline.language.expressions import PLAIN

# The filters that print a value so that it can be read again.
PLAIN_FILTERS: Final = ("勾选", "文本", "写出零", "链接")
INTRODUCED, WITH_WORDS = "另述", "带"


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a place of a template.

    Attributes:
        scope: what names stand for there.
        is_optional: whether a condition governs it.
        is_told: whether something governs it that cannot be followed, so that nothing there can be taken.
    """

    scope: Mapping[str, Meaning]
    is_optional: bool = False
    is_told: bool = False


class Tracer:
    """Follows the names in one document's template."""

    def __init__(self, form: Form) -> None:
        """Begin; `form` is the form whose fields the template names."""
        self.walk = NameWalk(form, scope={ANSWERS: ANSWER_ROWS})
        self.start = Around({ANSWERS: ANSWER_ROWS})
        self.taken = takable(form)

    def within(self, opening: Statement, around: Around) -> Around | None:
        """Return what surrounds what a statement governs; None for a macro, which prints nothing where it stands."""
        if opening.word == "macro":
            return None
        if opening.word == "if":
            return replace(around, is_optional=True)
        if opening.word == "with":
            return replace(around, scope=self.after(opening, around))
        return self.loop(opening, around)[1]

    def after(self, statement: Statement, around: Around) -> dict[str, Meaning]:
        """Return what names stand for behind a `set`, or within a `with`."""
        scope = dict(around.scope)
        closing = "{% endwith %}" if statement.word == "with" else ""
        node = parsed(f"{{% {statement.source} %}}{closing}")
        pairs = zip(node.targets, node.values, strict=True) if isinstance(node, nodes.With) else [(node.target, node.node)]
        for target, value in pairs:
            self.walk.bind(target, self.walk.meaning(value, around.scope), scope)
        return scope

    def loop(self, opening: Statement, around: Around) -> tuple[Field | None, Around]:
        """Return which field's rows or texts a loop goes through, if it goes through all of a field's; and what surrounds its body."""
        node = parsed(f"{{% {opening.source} %}}{{% endfor %}}")
        rows = self.plain(node.iter, around) if node.test is None else None
        several = rows if rows and (rows.type == "rows" or type_of(rows).holds is Holds.SEVERAL) else None
        scope = dict(around.scope)
        self.walk.bind(node.target, one_of(several) if several else None, scope)
        return several, replace(around, scope=scope, is_told=around.is_told or several is None)

    def plain(self, node: nodes.Node, around: Around) -> Field | None:
        """Return the field that an expression plainly names; None for one that does more, or that picks one of several."""
        if isinstance(node, nodes.Name) or (isinstance(node, nodes.Getattr) and self.plain(node.node, around)):
            return self.walk.meaning(node, around.scope)
        return None

    def parts(self, source: str, around: Around) -> list[Part]:
        """Return what an expression prints."""
        return list(self.printed(parsed(f"{{{{ {source} }}}}").nodes[0], source, around))

    def printed(self, node: Any, source: str, around: Around, filters: tuple[str, ...] = ()) -> Iterator[Part]:  # noqa: ANN401 - Jinja's nodes are untyped
        """Yield what a part of an expression prints.

        Args:
            node: the part.
            source: the whole expression, as what cannot be followed is called.
            around: what surrounds it.
            filters: the filters around it, the innermost last.
        """
        optional = replace(around, is_optional=True)
        if isinstance(node, nodes.TemplateData | nodes.Const):
            yield Label(str(node.data if isinstance(node, nodes.TemplateData) else node.value), around.is_optional)
        elif isinstance(node, nodes.CondExpr):
            for branch in filter(None, (node.expr1, node.expr2)):
                yield from self.printed(branch, source, optional, filters)
        elif isinstance(node, nodes.Concat):
            for part in node.nodes:
                yield from self.printed(part, source, around, filters)
        elif isinstance(node, nodes.Filter) and (words := words_around(node)):
            before, after = words
            yield Label(before, optional=True)
            yield from self.printed(node.node, source, optional, (node.name, *filters))
            yield Label(after, optional=True)
        elif isinstance(node, nodes.Filter) and node.name in PLAIN_FILTERS:
            yield from self.printed(node.node, source, around, (node.name, *filters))
        else:
            yield self.hole(self.plain(node, around), source, around, filters)

    def hole(self, field: Field | None, source: str, around: Around, filters: tuple[str, ...]) -> Hole:
        """Return the place of a value.

        Args:
            field: whose value it is, if it is a field's.
            source: the expression, as what is no field's is called.
            around: what surrounds it.
            filters: the filters that it is printed through.
        """
        if field is None or field.fields:
            field = Field(source, "", "text", self.walk.form.root.place)
        path = self.taken.get(field, "")
        return Hole(field, path or field.path, around.is_told or not path, around.is_optional, filters)


def takable(form: Form) -> dict[Field, str]:
    """Return the fields whose values a unit types, with the path of a place for one: not what the form computes or fixes."""
    fixed = {group.fields[name] for group in form.root.groups() for name in group.fixed}
    return {leaf: leaf.path for leaf in form.root.leaves() if not leaf.formula and leaf.path != YEAR and leaf not in fixed}


def parsed(source: str) -> Any:  # noqa: ANN401 - Jinja's nodes are untyped
    """Return the only node of a template; its faults were told when the form was compiled."""
    return PLAIN.parse(source).body[0]


def words_around(node: nodes.Filter) -> tuple[str, str] | None:
    """Return the words that a filter prints before and behind a value that has content; None if it does something else."""
    texts = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
    if len(texts) < len(node.args) or not texts or node.kwargs:
        return None
    if node.name == INTRODUCED:
        return f"{texts[0]}：", "。"
    return (str(texts[0]), "".join(map(str, texts[1:2]))) if node.name == WITH_WORDS else None
