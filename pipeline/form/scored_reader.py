"""Reads what form.yaml says of scores (评分), and says in one sentence each what makes no sense there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from pipeline.form.field import Field
from pipeline.form.scored import (
    BUDGET,
    DEFAULT,
    GRADE,
    GRADES,
    INDICATORS,
    LEVELS_OF,
    MARK,
    NEEDED,
    OF_NUMBERS,
    RATE_DECIMALS,
    ROLES,
    RULE,
    SCORE,
    SCORE_DECIMALS,
    SCORED,
    SCORES_ABOVE,
    SHARES,
    SPENDING,
    SPENT,
    TOTAL,
    WEIGHT,
    WEIGHTS_ABOVE,
    WHERE,
    Indicators,
    Scoring,
    with_hint,
)
from pipeline.form.types.numbers import NUMBER_TEXT
from pipeline.form.types.registry import NUMERIC
from pipeline.form.types.scoring_rule import SCORING_RULE
from pipeline.paths import is_below, is_in_rows, without_rows
from pipeline.problems import Kind, Problem, error, nearest
from pipeline.scoring.case import Rounding
from pipeline.scoring.quantities import Sense
from pipeline.scoring.rules import LEVELS, ByTarget, Level, Qualitative, Rule
from pipeline.scoring.syntax import RuleError, read_rule
from pipeline.source.mapping import KnownEntries, known_entries
from pipeline.source.nodes import ItemsNode, Node, entries_of, text_of

SETTINGS: Final = (
    *(INDICATORS, SPENDING, TOTAL, GRADE, GRADES, MARK),
    *(DEFAULT, LEVELS_OF, SCORE_DECIMALS, RATE_DECIMALS, SHARES),
)
EXAMPLE: Final = "例如 指标: {各行: 三级指标, 分值: 分值, 得分: 得分, 目标值: 年度指标值, 完成值: 实际完成值}"
EXAMPLES: Final = {INDICATORS: EXAMPLE, SPENDING: "例如 预算执行: {各行: 年度资金总额, 预算数: 全年预算数, 执行数: 全年执行数}"}
MAY_BE_GROUP: Final = "可以是一组行（rows），也可以是一个组，如 年度资金总额"
COLUMN_EXAMPLES: Final = {SCORE: "自评得分", WEIGHT: "标准分", BUDGET: "全年预算数", SPENT: "全年执行数"}
MOST_DECIMALS: Final = 4


def scoring_of(root: Field, node: Node | None, problems: list[Problem]) -> Scoring | None:
    """Return how a form is scored, if form.yaml says so.

    Args:
        root: the top group of the form's fields.
        node: what form.yaml says.
        problems: takes up what is wrong with it.
    """
    return ScoringReader(root, problems).read(node) if node else None


class ScoringReader:
    """Reads what form.yaml says of scores, collecting what is wrong with it."""

    def __init__(self, root: Field, problems: list[Problem]) -> None:
        self.root = root
        self.problems = problems
        self.taken: set[Field] = set()  # groups that are indicators already

    def read(self, node: Node) -> Scoring:
        """Return how a form is scored."""
        top = known_entries(node, SETTINGS)
        self.problems.extend(top.faults(Kind.FORM))
        if not {INDICATORS, SPENDING} & top.entries.keys() and not top.is_misspelt(INDICATORS):
            self.complain(node, f"{SCORED} 没有写明哪些行是指标（{INDICATORS}）", EXAMPLE)
        default = self.setting(top, DEFAULT, self.rule)
        parts = [part for kind in ROLES for part in self.parts(kind, top.node(kind), default)]
        decimals, rate = (self.setting(top, name, self.decimals) for name in (SCORE_DECIMALS, RATE_DECIMALS))
        levels = self.setting(top, LEVELS_OF, self.levels)
        grade = self.setting(top, GRADE, lambda node: self.single(GRADE, node, ("choice", "text")))
        self.check_grades(grade, top.node(GRADES))
        return Scoring(
            tuple(parts),
            self.setting(top, TOTAL, lambda node: self.single(TOTAL, node, NUMERIC)),
            grade,
            tuple(sorted(self.numbers(top.node(GRADES), "优: 90"), key=lambda grade: grade[1], reverse=True)),
            self.setting(top, MARK, self.number) or Decimal(100),
            levels or LEVELS,
            Rounding(2 if decimals is None else decimals, rate),
            {name: dict(self.numbers(entry.value, "产出指标: 50")) for name, entry in entries_of(top.node(SHARES)).items()},
        )

    def setting(self, top: KnownEntries, name: str, read: Callable[[Node], Any]) -> Any:  # noqa: ANN401 - what the function returns
        """Return a setting as read; None if it is not written.

        Args:
            top: what is written.
            name: the setting.
            read: reads it.
        """
        node = top.node(name)
        return None if node is None else read(node)

    def parts(self, kind: str, node: Node | None, default: Rule | None) -> Iterator[Indicators]:
        """Yield the indicators of a kind: one entry, or a list of them, each for one or several groups of the same columns.

        Args:
            kind: 指标 or 预算执行.
            node: what is written.
            default: the form's rule.
        """
        for item in () if node is None else node.items if isinstance(node, ItemsNode) else (node,):
            said = known_entries(item, (WHERE, *ROLES[kind], WEIGHTS_ABOVE, SCORES_ABOVE))
            self.problems.extend(said.faults(Kind.FORM, wanted=[role for role in NEEDED[kind] if role not in said.entries]))
            where = said.node(WHERE)
            if where is None:
                if not said.is_misspelt(WHERE):
                    self.complain(item, f"{kind} 没有写明是哪些行（{WHERE}）", f"{EXAMPLES[kind]}；{WHERE}{MAY_BE_GROUP}")
                continue
            for name in where.items if isinstance(where, ItemsNode) else (where,):
                for group in self.groups(name):
                    yield self.indicators(kind, group, said, name, default)

    def groups(self, node: Node) -> Sequence[Field]:
        """Return the rows or the group that a name stands for, after noting that it is none or not the only one."""
        name = text_of(node)
        every = list(self.root.groups())
        found = [group for group in every if name in (group.name, without_rows(group.path))]
        if not found:
            self.complain(
                node, f"“{name}”不是表中的一组行或一个组", nearest(name, [group.name for group in every]) or f"{WHERE}{MAY_BE_GROUP}"
            )
        elif len(found) > 1:
            self.complain(node, f"“{name}”有 {len(found)} 处，要写明是哪一处", "、".join(without_rows(group.path) for group in found))
        elif found[0] in self.taken:
            self.complain(node, f"“{name}”写了两次", "每组行只写一处，否则分值会算两遍")
        else:
            self.taken.add(found[0])
            return found
        return ()

    def indicators(self, kind: str, group: Field, said: KnownEntries, where: Node, default: Rule | None) -> Indicators:
        """Return a group's indicators; a column is called as the entry says, or else as what it is.

        Args:
            kind: 指标 or 预算执行.
            group: the rows or the group.
            said: the entry.
            where: where it names the group.
            default: the form's rule.
        """
        columns: dict[str, Field] = {}
        rule = ByTarget(Sense.AT_LEAST) if kind == SPENDING else default
        for role in ROLES[kind]:
            node = said.node(role)
            name = text_of(node) if node else role
            field = group.fields.get(name)
            if field and not field.fields:
                columns[role] = field
                self.check_type(role, field, node or where)
            elif node and role == RULE:
                rule = self.rule(node) or rule
            elif node:
                self.complain(
                    node, f"“{group.name}”里没有“{name}”这一项", nearest(name, group.fields) or f"可写：{'、'.join(group.fields)}"
                )
            elif role in NEEDED[kind] and not said.is_misspelt(role):
                self.complain(where, f"“{group.name}”没有写明哪一项是{role}", f"例如 {role}: {COLUMN_EXAMPLES[role]}")
        if SCORE in columns and (rule or RULE in columns):
            columns[SCORE] = with_hint(columns[SCORE], group)
        above = {WEIGHT: self.names_above(group, said, WEIGHTS_ABOVE), SCORE: self.names_above(group, said, SCORES_ABOVE)}
        own = {role: (columns[role].name,) if role in columns else () for role in above}
        return Indicators(group, columns, rule, kind == SPENDING, {role: (*own[role], *names) for role, names in above.items()})

    def names_above(self, group: Field, said: KnownEntries, setting: str) -> tuple[str, ...]:
        """Return the names that an entry gives to weights or scores in the rows and groups around its own, after noting unknown ones.

        Args:
            group: the rows or the group.
            said: the entry.
            setting: which of the two.
        """
        node = said.node(setting)
        items = () if node is None else node.items if isinstance(node, ItemsNode) else (node,)
        around = [other for other in self.root.groups() if other is not group and is_below(group.path, other.path)]
        known = [name for other in around for name, field in other.fields.items() if field.type in NUMERIC]
        for item in items:
            if text_of(item) not in known:
                self.complain(item, f"“{group.name}”外面的各层里没有“{text_of(item)}”这个数", nearest(text_of(item), known))
        return tuple(map(text_of, items))

    def check_type(self, role: str, field: Field, node: Node) -> None:
        """Note a column that cannot be what it is said to be.

        Args:
            role: what it is said to be.
            field: the column.
            node: where that is said.
        """
        if role in OF_NUMBERS and field.type not in NUMERIC:
            self.complain(node, f"{role}“{field.name}”应是数字，类型却是 {field.type}", f"数字的类型有 {'、'.join(NUMERIC)}")
        if role == RULE and field.type != SCORING_RULE.name:
            self.complain(
                node, f"{role}“{field.name}”的类型应是 {SCORING_RULE.name}，却是 {field.type}", f"写 {field.name}: {SCORING_RULE.name}"
            )

    def single(self, role: str, node: Node, kinds: Sequence[str]) -> Field | None:
        """Return the one field that a name or path stands for, or nothing after noting that there is no such one, or several.

        Args:
            role: what it is.
            node: the name.
            kinds: the types that it may have.
        """
        name = text_of(node)
        leaves = [leaf for leaf in self.root.leaves() if not is_in_rows(leaf.path)]
        found = [leaf for leaf in leaves if leaf.path == name] or [leaf for leaf in leaves if leaf.name == name]
        if not found:
            self.complain(node, f"{role} 写的“{name}”不是表中的一项", nearest(name, [leaf.name for leaf in leaves]) or "写一项的名称")
        elif len(found) > 1:
            self.complain(node, f"“{name}”有 {len(found)} 处，要写明是哪一处", "、".join(leaf.path for leaf in found))
        elif found[0].type not in kinds:
            self.complain(node, f"{role}“{name}”的类型是 {found[0].type}", f"应是 {'、'.join(kinds)}")
        else:
            return found[0]
        return None

    def check_grades(self, grade: Field | None, node: Node | None) -> None:
        """Note each grade with a least total that nobody could choose; `node` is what is written of them."""
        for name, entry in entries_of(node).items():
            if grade and grade.choices and name not in grade.choices:
                self.complain(
                    entry.key,
                    f"{GRADES} 的“{name}”不是“{grade.name}”的选项",
                    nearest(name, grade.choices) or f"选项是 {'、'.join(grade.choices)}",
                )

    def rule(self, node: Node, before: str = "") -> Rule | None:
        """Return a rule, after noting why a text, with what is understood before it, is none."""
        try:
            return read_rule(before + text_of(node))
        except RuleError as fault:
            self.complain(node, fault.message, fault.hint)
            return None

    def levels(self, node: Node) -> tuple[Level, ...]:
        """Return the levels of qualitative indicators."""
        rule = self.rule(node, f"{LEVELS_OF}：")
        return rule.levels if isinstance(rule, Qualitative) else ()

    def number(self, node: Node) -> Decimal | None:
        """Return a number, after noting that a text is none."""
        if NUMBER_TEXT.fullmatch(text_of(node)):
            return Decimal(text_of(node))
        self.complain(node, f"应是一个数，现为“{text_of(node)}”")
        return None

    def decimals(self, node: Node) -> int | None:
        """Return a number of decimals, after noting that a text is none."""
        text = text_of(node)
        if text.isascii() and text.isdecimal() and int(text) <= MOST_DECIMALS:
            return int(text)
        self.complain(node, f"应是 0 至 {MOST_DECIMALS} 的整数：保留几位小数")
        return None

    def numbers(self, node: Node | None, example: str) -> Iterator[tuple[str, Decimal]]:
        """Yield names with their numbers; `example` is one of them."""
        if node is not None and not entries_of(node):
            self.complain(node, "应逐个写明名称和数", f"例如 {{{example}}}")
        for name, entry in entries_of(node).items():
            if (number := self.number(entry.value)) is not None:
                yield name, number

    def complain(self, node: Node, message: str, hint: str = "") -> None:
        """Note a fault that begins at a node.

        Args:
            node: where it is.
            message: the sentence.
            hint: what to do.
        """
        self.problems.append(error(Kind.FORM, message, node.place, hint=hint))
