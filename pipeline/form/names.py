"""Follows the names in a template, formula or check to the form's fields, without rendering anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from jinja2 import Environment, nodes

from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.last_year import LAST_YEAR, YEARS
from pipeline.form.rows import AT_HAND, is_rows, misuse, one_of, rows_in_rows, stands_for, summing
from pipeline.form.types.registry import NUMERIC
from pipeline.form.years import last_year_in, years_in
from pipeline.language import choosing
from pipeline.language.aggregates import called, member, own_macros
from pipeline.language.expressions import JINJA_NAMES
from pipeline.problems import nearest
from pipeline.records import record

# What a name stands for: a field, a group, a row (a group of the rows' fields), or nothing that is known before rendering.
Meaning = Field | None

UNSUPPORTED = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block)


@record()
class NameFault:
    """A name that leads nowhere.

    Attributes:
        line: 1-based line in the Jinja source.
        message: the Chinese sentence.
        hint: the nearest right name, or the candidates.
        of_form: whether another form may have the name.
    """

    line: int
    message: str
    hint: str = ""
    of_form: bool = True


class NameWalk:
    """Walks one Jinja tree and notes the fields that it uses and the names that lead nowhere.

    Attributes:
        used: the fields that hold a value and are used.
        everywhere: those of them that are used in all rows of the form, and not only in the row at hand.
        faults: what is wrong.
    """

    def __init__(
        self,
        form: Form,
        known: Iterable[str] = (),
        scope: Mapping[str, Meaning] | None = None,
        environment: Environment | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        """Begin a walk.

        Args:
            form: the form whose fields can be named.
            known: other names that are right.
            scope: what names stand for in this place.
            environment: whose filters and tests can be used; if not given they are not looked at.
            choices: what it chooses from, if it is a formula that does.
        """
        self.form = form
        self.environment = environment
        self.known = {*JINJA_NAMES, *known}
        self.scope = dict(scope or {})
        self.used: set[Field] = set()
        self.everywhere: set[Field] = set()
        self.macros: set[str] = set()
        self.choices = choices
        self.faults: list[NameFault] = []

    def walk(self, tree: nodes.Node) -> Self:
        """Visit the whole tree; returns itself."""
        self.macros = own_macros(tree)
        self.visit(tree, dict(self.scope))
        return self

    def visit(self, node: nodes.Node, scope: dict[str, Meaning]) -> None:
        """Visit a statement or expression; assignments change the scope."""
        if isinstance(node, UNSUPPORTED):
            self.faults.append(NameFault(node.lineno, "模板里不能使用 include、import、extends、block", of_form=False))
        elif isinstance(node, nodes.Name) and node.ctx != "load":
            scope[node.name] = None
        elif isinstance(node, nodes.Expr):
            self.use(self.meaning(node, scope))
        elif isinstance(node, nodes.Assign | nodes.AssignBlock | nodes.With):
            self.visit_assignment(node, scope)
        elif isinstance(node, nodes.For):
            self.visit_for(node, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = None
            self.visit_block(node.defaults, scope)
            self.visit_block(node.body, scope | {argument.name: None for argument in node.args})
        elif isinstance(node, nodes.If | nodes.Template | nodes.Output):
            for child in node.iter_child_nodes():
                self.visit(child, scope)
        else:
            self.visit_block(node.iter_child_nodes(), dict(scope))

    def visit_for(self, node: nodes.For, scope: dict[str, Meaning]) -> None:
        """Visit a loop: its variable stands for a row, or for one text of several."""
        rows = self.meaning(node.iter, scope)
        self.use(rows if rows and (not rows.fields or rows.path == YEARS) else None)
        inner = dict(scope)
        self.bind(node.target, None if rows is None or rows.type == "group" else one_of(rows), inner)
        if node.test is not None:
            self.visit(node.test, inner)
        self.visit_block(node.body, inner)
        self.visit_block(node.else_, dict(scope))

    def visit_block(self, body: Iterable[nodes.Node], scope: dict[str, Meaning]) -> None:
        """Visit statements one after another in one scope."""
        for child in body:
            self.visit(child, scope)

    def visit_assignment(self, node: nodes.Assign | nodes.AssignBlock | nodes.With, scope: dict[str, Meaning]) -> None:
        """Visit a `set`, whose name stands from here on, or a `with`, whose names stand in its block."""
        if isinstance(node, nodes.AssignBlock):
            self.visit_block(node.body, dict(scope))
            self.bind(node.target, None, scope)
            return
        inner, body, pairs = scope, [], [(node.target, node.node)] if isinstance(node, nodes.Assign) else []
        if isinstance(node, nodes.With):
            inner, body, pairs = dict(scope), node.body, list(zip(node.targets, node.values, strict=True))
        for target, value in pairs:
            meaning = self.meaning(value, scope)
            self.use(meaning if meaning and not meaning.fields else None)
            self.bind(target, meaning, inner)
        self.visit_block(body, inner)

    def bind(self, target: nodes.Node, meaning: Meaning, scope: dict[str, Meaning]) -> None:
        """Let the target's names stand for a meaning.

        Args:
            target: the names.
            meaning: what they stand for.
            scope: takes them up.
        """
        for name in [target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name):
            scope[name.name] = meaning if isinstance(target, nodes.Name) else None

    def meaning(self, node: nodes.Node, scope: Mapping[str, Meaning]) -> Meaning:
        """Return what an expression stands for, noting what it uses on the way."""
        if isinstance(node, nodes.Name):
            return self.named(node, scope)
        if isinstance(node, nodes.Getattr | nodes.Getitem) and (name := member(node)):
            return self.member(name, node.lineno, self.meaning(node.node, scope))
        if isinstance(node, nodes.Getitem):
            whole = self.meaning(node.node, scope)
            self.use_parts([node.arg], scope)
            return whole if whole is None or isinstance(node.arg, nodes.Slice) else one_of(whole)
        if isinstance(node, nodes.Call) and (name := called(node)) and name not in self.macros:
            self.use_column(name, node, scope)
            return None
        if isinstance(node, nodes.Call) and choosing.is_banding(node) and choosing.BANDS not in self.macros:
            self.use_bands(node, scope)
            return None
        if isinstance(node, nodes.Filter | nodes.Test) and self.environment:
            self.check_word(node, self.environment)
        self.use_parts(node.iter_child_nodes(), scope)
        return None

    def use_column(self, name: str, node: nodes.Call, scope: Mapping[str, Meaning]) -> None:
        """Note what is asked of a column of rows, such as 合计(项目.金额), and what is wrong with asking it.

        Args:
            name: what is asked.
            node: the call.
            scope: what names stand for in this place.
        """
        if len(node.args) != 1 or node.kwargs or node.dyn_args or node.dyn_kwargs:
            hint = f"例如 {name}(项目.金额)；几个单独的数写成 {name}([甲, 乙])"
            self.faults.append(NameFault(node.lineno, f"{name} 的括号里要写一项，也只写一项", hint, of_form=False))
            self.use_parts(node.iter_child_nodes(), {**scope, name: None})
            return
        field, is_column, is_everywhere = self.column(node.args[0], scope)
        if field is None:
            return
        message, hint = misuse(name, field, is_column=is_column)
        if message:
            self.faults.append(NameFault(node.lineno, message, hint))
            return
        used = stands_for(field) if is_rows(field) else field
        self.used.add(used)
        if is_everywhere:
            self.everywhere.add(used)

    def use_bands(self, node: nodes.Call, scope: Mapping[str, Meaning]) -> None:
        """Note which figure 分档 asks, and what is wrong with asking it; `scope` is what names stand for in this place."""
        message, hint = choosing.misuse(node, self.choices)
        if message:
            self.faults.append(NameFault(node.lineno, message, hint, of_form=False))
            return
        figure = self.meaning(node.args[0], scope)
        self.use(figure)
        if figure and figure.type not in NUMERIC:
            self.faults.append(NameFault(node.lineno, f"{choosing.BANDS} 只能用于数字，“{figure.name}”是 {figure.type}", of_form=False))

    def column(self, node: nodes.Expr, scope: Mapping[str, Meaning]) -> tuple[Meaning, bool, bool]:
        """Return what a path stands for that may go through rows, whether it does, and whether these are all of the form.

        A name of rows means all of them in it, also that of the rows that the row at hand stands in.
        """
        if isinstance(node, nodes.Getattr | nodes.Getitem) and (name := member(node)):
            owner, is_column, is_everywhere = self.column(node.node, scope)
            through = owner is not None and is_rows(owner)
            return self.member(name, node.lineno, one_of(owner) if owner else None), is_column or through, is_everywhere
        own = scope.get(node.name) if isinstance(node, nodes.Name) else None
        if isinstance(node, nodes.Name) and own and own.type == AT_HAND:
            return self.named(node, {}), False, True
        is_of_form = isinstance(node, nodes.Name) and node.name not in scope
        return self.meaning(node, scope), False, is_of_form

    def check_word(self, node: nodes.Filter | nodes.Test, environment: Environment) -> None:
        """Note a filter or test that does not exist: within `if`, Jinja itself would say so only when it prints that branch."""
        kind, known = ("过滤器", environment.filters) if isinstance(node, nodes.Filter) else ("判断", environment.tests)
        if node.name not in known:
            self.faults.append(NameFault(node.lineno, f"没有“{node.name}”这个{kind}", nearest(node.name, known), of_form=False))

    def use_parts(self, parts: Iterable[nodes.Node], scope: Mapping[str, Meaning]) -> None:
        """Note what the parts of a larger expression use."""
        for part in parts:
            if isinstance(part, nodes.Expr):
                self.use(self.meaning(part, scope))
            else:
                self.use_parts(part.iter_child_nodes(), scope)

    def named(self, node: nodes.Name, scope: Mapping[str, Meaning]) -> Meaning:
        """Return what a name on its own stands for."""
        if node.name in scope:
            return scope[node.name]
        fields = self.form.names.get(node.name, ())
        if not fields and node.name not in self.known and node.name != LAST_YEAR:
            fields = rows_in_rows(self.form).get(node.name, ())
        if len(fields) == 1:
            return fields[0]
        if fields:
            candidates = "、".join(field.path for field in fields)
            self.faults.append(NameFault(node.lineno, f"“{node.name}”有 {len(fields)} 处，要写明是哪一处", candidates))
        elif node.name == LAST_YEAR:
            return last_year_in(self.form)
        elif node.name == YEARS and YEARS in self.known:
            return years_in(self.form)
        elif node.name not in self.known:
            choices = {*self.form.names, *rows_in_rows(self.form), *scope, *self.known, LAST_YEAR}
            self.faults.append(NameFault(node.lineno, f"没有“{node.name}”这个名称", nearest(node.name, choices)))
        return None

    def member(self, name: str, line: int, owner: Meaning) -> Meaning:
        """Return what a name after a dot stands for.

        Args:
            name: the name.
            line: its line in the Jinja source.
            owner: what stands before the dot.
        """
        if owner is None:
            return None
        if owner.type == "rows":
            hint = f"用 for 逐行写，或写明第几行；{summing(owner, name)}"
            self.faults.append(NameFault(line, f"“{owner.name}”有若干行，不能直接写“.{name}”", hint))
            return None
        if name not in owner.fields:
            message = f"“{owner.name}”下面没有“{name}”" if owner.fields else f"“{owner.path}”是一个值，后面不能再写“.{name}”"
            self.faults.append(NameFault(line, message, nearest(name, owner.fields)))
            return None
        return owner.fields[name]

    def use(self, meaning: Meaning) -> None:
        """Note that a field, or everything in a group, is used; of 历年 as a whole only which years there are."""
        if meaning is not None:
            whole = [stands_for(meaning)] if meaning.path == YEARS else meaning.leaves()
            self.used.update(whole if meaning.fields else [meaning])
