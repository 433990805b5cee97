"""Checks one unit-year's facts as a reviewer would, by the rules that a form's checks.yaml states as expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

from pipeline import check_functions
from pipeline import source as yaml_source
from pipeline.expressions import compiled, environment
from pipeline.facts import Fact, Facts
from pipeline.field_types import NUMERIC, TYPES
from pipeline.form import Field, Form
from pipeline.names import Meaning, NameWalk
from pipeline.problems import Place, Problem, Severity, Stop, error, nearest
from pipeline.source import Source, entries
from pipeline.values import Blank, Group, NoFigureError, is_filled

SETTINGS = ("level", "each", "when", "at", "message", "hint")
# What `each` may name besides the form's groups: the facts of a type, numbers, or what was left empty in the file.
KINDS = (*TYPES, "number", "blank")
VALUE, NAME, KIND = "值", "名称", "类型"
FUNCTIONS = ("年末", "全部", "同文", "文中不符")

CHECKS = environment()
CHECKS.filters.update(check_functions.FILTERS)
CHECKS.tests.update(check_functions.TESTS)


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One rule.

    Attributes:
        name: what it is called.
        level: what kind of problem it finds.
        kinds: the types of facts that it looks at one by one, if any.
        groups: the groups or rows that it looks at one by one, if any.
        when: from a dict of names to whether there is a problem.
        at: the path of the field that the problem is shown at; empty for the fact at hand.
        message: the sentence, a template.
        hint: what to do, a template.
    """

    name: str
    level: Severity
    kinds: tuple[str, ...]
    groups: tuple[Field, ...]
    when: Callable[[dict[str, Any]], Any]
    at: str
    message: str
    hint: str
    used: frozenset[Field]


def read_checks(form: Form, file: str) -> tuple[Check, ...]:
    """Return the form's checks, compiled.

    Raises:
        Stop: checks.yaml has faults; carries all of them.
    """
    path: Path = form.folder / "checks.yaml"
    if not path.exists():
        return ()
    read = yaml_source.read(path, file)
    reader = _Reader(form, read)
    checks = [reader.check(name, key, node) for name, (key, node) in entries(read.root).items()]
    if reader.problems:
        raise Stop(*reader.problems)
    return tuple(check for check in checks if check is not None)


class _Reader:
    """Reads the rules of one checks.yaml, collecting what is wrong with them."""

    def __init__(self, form: Form, read: Source) -> None:
        self.form = form
        self.read = read
        self.problems = list(read.problems)

    def check(self, name: str, key: yaml.Node, node: yaml.Node) -> Check | None:
        """Return one rule, or nothing after noting what is wrong with it."""
        settings = entries(node)
        place = self.read.place(key)
        before = len(self.problems)
        for setting, (setting_key, _) in settings.items():
            if setting not in SETTINGS:
                self.complain(self.read.place(setting_key), f"不认识的一项“{setting}”", nearest(setting, SETTINGS))
        texts = {name: str(value.value) for name, (_, value) in settings.items() if isinstance(value, yaml.ScalarNode)}
        for needed in ("level", "when", "message"):
            if not texts.get(needed):
                self.complain(place, f"检查“{name}”缺少 {needed}")
        if texts.get("level", Severity.NOTE) not in list(Severity):
            self.complain(place, f"级别“{texts['level']}”应为 {'、'.join(Severity)}")
        kinds, groups = self.each(settings, place)
        scope = self.scope(kinds, groups)
        used: set[Field] = set()
        for setting, code in (
            ("when", "{{ " + texts.get("when", "0") + "\n}}"),
            ("message", texts.get("message", "")),
            ("hint", texts.get("hint", "")),
            ("at", "{{ " + texts["at"] + "\n}}" if texts.get("at") else ""),
        ):
            used |= self.names(code, scope, self.read.place(settings[setting][1]) if setting in settings else place)
        if len(self.problems) > before:
            return None
        when = compiled(texts["when"], CHECKS)
        level = Severity(texts["level"])
        return Check(name, level, kinds, groups, when, texts.get("at", ""), texts["message"], texts.get("hint", ""), frozenset(used))

    def each(self, settings: Mapping[str, tuple[yaml.ScalarNode, yaml.Node]], place: Place) -> tuple[tuple[str, ...], tuple[Field, ...]]:
        """Return the types or the groups that a rule looks at one by one."""
        if "each" not in settings:
            return (), ()
        node = settings["each"][1]
        names = [str(item.value) for item in (node.value if isinstance(node, yaml.SequenceNode) else [node])]
        if all(name in KINDS for name in names):
            return tuple(names), ()
        groups = []
        for name in names:
            field = self.form.resolve(name)
            if field is None or not field.fields:
                groups_known = [group.name for group in self.form.root.groups()]
                self.complain(place, f"each 里的“{name}”不是一种类型，也不是一组字段", nearest(name, (*KINDS, *groups_known)))
            else:
                groups.append(field)
        return (), tuple(groups)

    def scope(self, kinds: Sequence[str], groups: Sequence[Field]) -> dict[str, Meaning]:
        """Return the names that a rule can use besides the form's."""
        scope: dict[str, Meaning] = {VALUE: None, NAME: None, KIND: None} if kinds else {}
        for group in groups:
            scope.update({NAME: None, **group.fields})
        return scope

    def names(self, code: str, scope: Mapping[str, Meaning], place: Place) -> set[Field]:
        """Return the fields that a piece of a rule uses, noting syntax errors and names that lead nowhere."""
        try:
            walk = NameWalk(self.form, FUNCTIONS, scope).walk(CHECKS.parse(code))
            CHECKS.compile(code)
        except jinja2.TemplateSyntaxError as wrong:
            self.complain(place, f"写法有误：{wrong.message}")
            return set()
        for fault in walk.faults:
            self.complain(place, fault.message, fault.hint)
        return walk.used

    def complain(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault of the rules."""
        self.problems.append(error(message, place, hint=hint))


def run_checks(checks: Sequence[Check], facts: Facts) -> list[Problem]:
    """Return what the checks find in the facts, in the order of the data file."""
    common = {**facts.names, **check_functions.functions(facts)}
    found = [problem for check in checks for problem in findings(check, facts, common)]
    return sorted(found, key=lambda problem: (problem.place.file, problem.place.line))


def findings(check: Check, facts: Facts, common: dict[str, Any]) -> Iterator[Problem]:
    """Yield what one check finds; a rule about a figure that is blank or does not apply finds nothing."""
    for own, subject in subjects(check, facts):
        names = {**common, **own}
        try:
            if not check.when(names):
                continue
        except (NoFigureError, ArithmeticError):
            continue
        fact = subject or facts.by_path.get(target(check, facts, names))
        place = fact.place if fact else Place("")
        message, hint = sentence(check.message).render(names), sentence(check.hint).render(names)
        yield Problem(check.level, message, place, fact.path if fact else "", hint)


@lru_cache(maxsize=1000)
def sentence(text: str) -> jinja2.Template:
    """Return a message or hint, compiled when a check first finds something."""
    return CHECKS.from_string(text)


def subjects(check: Check, facts: Facts) -> Iterator[tuple[dict[str, Any], Fact | None]]:
    """Yield the names of each thing that a check looks at, and its fact if it is one."""
    if check.kinds:
        for fact in facts.by_path.values():
            if fact.field.type in check.kinds and is_filled(fact.value):
                for value in check_functions.filled(fact):
                    yield {VALUE: value, NAME: fact.path, KIND: fact.field.type}, fact
            elif "blank" in check.kinds and isinstance(fact.value, Blank) and fact.value.given:
                yield {VALUE: fact.value, NAME: fact.path, KIND: "number" if fact.field.type in NUMERIC else fact.field.type}, fact
    elif check.groups:
        for field in check.groups:
            found: Any = facts.root
            for step in field.path.split("."):
                found = found[step]
            for group in (found,) if isinstance(found, Group) else found:
                yield {**group, NAME: field.label}, None
    else:
        yield {}, None


def target(check: Check, facts: Facts, names: Mapping[str, Any]) -> str:
    """Return the path of the field that a problem is shown at: `at`, or the first field that the rule uses."""
    if check.at:
        value: Any = names
        for step in check.at.split("."):
            value = value[step]
        return str(getattr(value, "path", "")) or next((fact.path for fact in facts.by_path.values() if fact.value is value), "")
    used = {field.path for field in check.used}
    return next((path for path in facts.by_path if path in used), "")
