"""Reads and compiles the rules, stated as expressions: those that all forms share, and those of a form's checks.yaml."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from os.path import lexists

import jinja2
from jinja2 import nodes

from pipeline.checks import functions, last_year
from pipeline.checks.compiling import (
    ASKED,
    CHECKS,
    KINDS,
    PASSAGE,
    Rule,
    WrittenRule,
    expression,
    printed,
)
from pipeline.checks.lists import LISTS, list_faults, read_list
from pipeline.checks.scopes import Reading, is_called, scopes
from pipeline.checks.scored.registry import is_about_scores
from pipeline.checks.severities import LEVELS, Level
from pipeline.checks.texts.lexicon import Lexicon
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.names import NameWalk
from pipeline.form.rule_files import common_files
from pipeline.language.expressions import own_name, syntax_message
from pipeline.paths import steps
from pipeline.problems import Kind, Place, Problem, Stop, error, nearest
from pipeline.records import record
from pipeline.source.mapping import KnownEntries, known_entries
from pipeline.source.nodes import Entry, ItemsNode, TextNode, text_of, value_of
from pipeline.source.reader import Source, read

REQUIRED = ("level", "when", "message")
SETTINGS = ("level", "each", "when", "at", "message", "hint", *LISTS)
# The level in a form's own checks.yaml that turns off the common rule of the name.
OFF = "不查"


@record(eq=False)
class Check:
    """One rule.

    Attributes:
        name: what it is called.
        level: what kind of problem it finds.
        kinds: the types of facts that it looks at one by one, if any.
        groups: the groups or rows that it looks at one by one, if any.
        at: the path of the field that the problem is shown at; empty for the fact at hand.
        place: where checks.yaml has it.
        used: the fields that it uses.
        everywhere: those of them that it uses in all rows, and not only in the one at hand.
        rule: finds whether there is a problem, and says so.
        common: whether all forms share it.
        compares: whether it asks of what it looks at what it was last year.
        lexicon: the list of words that it brings along, if any.
    """

    name: str
    level: Level
    kinds: tuple[str, ...]
    groups: tuple[Field, ...]
    at: str
    place: Place
    used: frozenset[Field]
    rule: Rule
    common: bool = False
    compares: bool = False
    lexicon: Lexicon | None = None
    everywhere: frozenset[Field] = frozenset()


def read_checks(form: Form, file: str) -> tuple[Check, ...]:
    """Return the form's checks, compiled: common ones, those that it names, and its own, which may replace the others or turn them off.

    Args:
        form: the form.
        file: how messages name its checks.yaml.

    Raises:
        Stop: a file of rules has faults; carries all of them.
    """
    shared = _Reader(form, common=True)
    for each in (*common_files(form.folder, file), *form.rules):
        shared.take(read(each.path, each.shown))
    own = _Reader(form)
    if lexists(form.folder / "checks.yaml"):  # a link to nothing is told
        own.take(read(form.folder / "checks.yaml", file))
    checks = [*shared.checks(without=own.entries), *own.checks(known=shared.entries)]
    used = {check.place.file for check in checks} | {entry.key.place.file for name, entry in shared.entries.items() if name in own.entries}
    for useless in [] if shared.problems else [each for each in form.rules if each.shown not in used]:
        shared.complain(useless.place, f"{useless.shown} 里没有一条规则用得上", "规则里的名称这份表都没有，请核对名称")
    if problems := [*shared.problems, *own.problems]:
        raise Stop(*sorted(problems, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column)))
    return tuple(checks)


class _Reader:
    """Reads rules, collecting what is wrong with them; a common one that names what the form has not is none of the form's."""

    def __init__(self, form: Form, *, common: bool = False) -> None:
        self.form = form
        self.common = common
        self.problems: list[Problem] = []
        self.entries: dict[str, Entry] = {}
        self.astray = 0  # names so far that the form has not, in common rules

    def take(self, source: Source) -> None:
        """Take up the rules of a file."""
        self.problems += source.problems
        for name, entry in source.root.entries.items():
            if name in self.entries:
                before = self.entries[name].key.place
                self.complain(entry.key.place, f"“{name}”重复，{before.file} 第 {before.line} 行已经写过", "请换一个名称")
            self.entries.setdefault(name, entry)

    def checks(self, *, without: Container[str] = (), known: Container[str] = ()) -> list[Check]:
        """Return the rules, compiled.

        Args:
            without: the names of those that are replaced.
            known: the names of those that may be turned off.
        """
        rest = [entry for name, entry in self.entries.items() if name not in without and not self.is_off(entry, known)]
        return [check for check in map(self.check, filter(self.may_find, rest)) if check]

    def may_find(self, entry: Entry) -> bool:
        """Return whether a rule can find anything: not one about scores on a form that has none, where compiling it takes only time."""
        return self.form.scoring is not None or not is_about_scores(text_of(value_of(entry.value, "when")).strip())

    def is_off(self, entry: Entry, known: Container[str]) -> bool:
        """Return whether a rule only turns off a common one, after noting that there is none of its name."""
        off = text_of(value_of(entry.value, "level")).strip() == OFF
        if off and entry.key.text not in known:
            self.complain(entry.key.place, f"没有“{entry.key.text}”这条通用规则，不用写 {OFF}")
        return off

    def check(self, entry: Entry) -> Check | None:
        """Return one rule, or nothing after noting what is wrong with it."""
        before, astray = len(self.problems), self.astray
        name, place, settings = entry.key.text, entry.key.place, known_entries(entry.value, SETTINGS)
        self.note_settings(name, place, settings)
        level, when, at, message, hint = (settings.text(setting).strip() for setting in ("level", "when", "at", "message", "hint"))
        self.problems += list_faults(settings)
        reading = Reading(place, *self.each(settings, place), read_list(settings))
        when = when or (ASKED if reading.lexicon else "")
        pieces = {"when": expression(when), "message": message, "hint": hint}
        if not reading.kinds and not reading.groups and "each" in settings.entries:
            pieces = {}  # nobody knows what its names stand for
        trees = [self.parse(reading, setting, code, settings.place(setting, place)) for setting, code in pieces.items()]
        if at:
            self.check_at(reading, at, settings.place("at", place))
        elif (len(self.problems), self.astray) == (before, astray) and not reading.kinds and not reading.used and PASSAGE not in message:
            self.complain(place, f"检查“{name}”没有用到任何字段，要写明 at：问题出在哪一个字段")
        if len(self.problems) > before or self.astray > astray:
            return None
        kinds, groups, used = reading.kinds, reading.groups, frozenset(reading.used)
        asking = [tree for tree, code in zip(trees, pieces.values(), strict=True) if last_year.BEFORE in code]
        compares = any(name.name == last_year.BEFORE for tree in asking for name in tree.find_all(nodes.Name))
        own = {name for group in groups for name in group.fields}
        rule = Rule(WrittenRule(*trees, passage=own_name("passage") if PASSAGE in own else PASSAGE))
        compares = compares and last_year.BEFORE not in own
        everywhere = frozenset(reading.everywhere)
        return Check(name, LEVELS[level], kinds, groups, at, place, used, rule, self.common, compares, reading.lexicon, everywhere)

    def note_settings(self, name: str, place: Place, settings: KnownEntries) -> None:
        """Note what is unknown, missing or no text among a rule's settings.

        Args:
            name: the rule's name.
            place: where it stands.
            settings: what it says.
        """
        self.problems.extend(settings.faults(Kind.RULE))
        for setting, entry in settings.entries.items():
            if setting not in ("each", *LISTS) and not isinstance(entry.value, TextNode):
                self.complain(entry.value.place, f"{setting} 应是一段文字", "以 { 或 [ 开头的文字要加引号")
        required = [needed for needed in REQUIRED if needed != "when" or settings.entries.keys().isdisjoint(LISTS)]
        missing = [needed for needed in required if not settings.text(needed).strip() and settings.is_text_or_missing(needed)]
        if missing:
            self.complain(place, f"检查“{name}”缺少 {'、'.join(missing)}")
        level = settings.text("level").strip()
        if settings.is_text("level") and level not in LEVELS:
            self.complain(settings.place("level", place), f"级别“{level}”应为 {'、'.join(LEVELS)}")

    def each(self, settings: KnownEntries, place: Place) -> tuple[tuple[str, ...], tuple[Field, ...]]:
        """Return the types or the groups that a rule looks at one by one."""
        node = settings.node("each")
        if node is None:
            return (), ()
        names = {text_of(item): item.place for item in (node.items if isinstance(node, ItemsNode) else [node])}
        if not names:
            self.complain(place, "each 没有内容", "写一种类型，或一组字段的名称")
        if all(name in KINDS for name in names):
            return tuple(names), ()
        groups = [self.group(name, item_place) for name, item_place in names.items()]
        if "at" not in settings.entries and all(groups):
            self.complain(place, "each 里是一组一组的字段，还要写明 at：问题出在哪一个字段")
        return (), tuple(group for group in groups if group)

    def group(self, name: str, place: Place) -> Field | None:
        """Return the group of fields that a name stands for, or nothing after noting that it stands for none."""
        found = self.form.names.get(name) or tuple(group for group in self.form.root.groups() if is_called(group, name))
        group = found[0] if len(found) == 1 else None
        if len(found) > 1:
            self.stray(place, f"“{name}”有 {len(found)} 处，不能用在 each 里", "、".join(field.path for field in found))
        elif group is None or not group.fields:
            known = (*KINDS, *(group.name for group in self.form.root.groups()))
            self.stray(place, f"each 里的“{name}”不是一种类型，也不是一组字段", nearest(name, known))
        return group

    def parse(self, reading: Reading, setting: str, code: str, place: Place) -> nodes.Template:
        """Return a piece of a rule parsed, after noting syntax errors, names that lead nowhere, and the fields used.

        Args:
            reading: the rule; takes up the fields.
            setting: which piece it is.
            code: the piece as a template.
            place: where it stands.
        """
        if code and "{" not in code:  # most hints are plain sentences, and parsing takes time
            return nodes.Template([nodes.Output([nodes.TemplateData(code)], lineno=1)], lineno=1)
        try:
            tree = CHECKS.parse(code)
        except jinja2.TemplateSyntaxError as fault:
            self.complain(place, f"{setting} 的{syntax_message(fault)}")
            return nodes.Template([])
        if setting in ("when", "at") and code and len(list(printed(tree))) != 1:
            self.complain(place, f"{setting} 应是一个表达式，不写双花括号和 if 等语句")
            return tree
        walks = [NameWalk(self.form, functions.NAMES, scope, CHECKS).walk(tree) for scope in scopes(reading, setting, self.form)]
        for found in dict.fromkeys(found for walk in walks for found in walk.faults):
            (self.stray if found.of_form else self.complain)(place, found.message, found.hint)
        reading.used |= {used for walk in walks for used in walk.used}
        reading.everywhere |= {used for walk in walks for used in walk.everywhere}
        return tree

    def check_at(self, reading: Reading, at: str, place: Place) -> None:
        """Note an `at` that is no field.

        Args:
            reading: the rule; takes up the field.
            at: the field's path.
            place: where that stands.
        """
        before, shown_at = (len(self.problems), self.astray), replace(reading, used=set())
        self.parse(shown_at, "at", expression(at), place)
        is_path = all(step.isidentifier() for step in steps(at))
        if (len(self.problems), self.astray) == before and (not is_path or len(shown_at.used) != max(len(reading.groups), 1)):
            self.complain(place, f"at 应是一个字段，现为“{at}”")
        reading.used |= shown_at.used

    def stray(self, place: Place, message: str, hint: str) -> None:
        """Note a name that the form has not: a fault of its own rules, while a common rule is none of its then.

        Args:
            place: where the name stands.
            message: the sentence.
            hint: what may be meant.
        """
        self.astray += 1
        if not self.common:
            self.complain(place, message, hint)

    def complain(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault of the rules."""
        self.problems.append(error(Kind.RULE, message, place, hint=hint))
