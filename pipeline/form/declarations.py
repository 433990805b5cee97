"""Reads what form.yaml declares below `fields:`, and says in one sentence each what makes no sense there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from pipeline.form.field import Field
from pipeline.form.last_year import LAST_YEAR
from pipeline.form.limits import LIMIT, LIMITS, MINIMUM, is_name
from pipeline.form.preset import FIXED, PRESET, PresetReader
from pipeline.form.reuse import MOST, SAME, asked_in, found_groups, groups_in, not_one
from pipeline.form.suited import attribute_faults
from pipeline.form.types.field_type import Holds, MistakeError, one_line
from pipeline.form.types.numbers import NUMBER_TEXT
from pipeline.form.types.registry import NUMERIC, TYPES
from pipeline.language.expressions import is_reserved
from pipeline.language.masks import MASKS
from pipeline.paths import child, every_row, steps
from pipeline.problems import Kind, Problem, error, nearest
from pipeline.source.mapping import KnownEntries, known_entries
from pipeline.source.nodes import ItemsNode, Node, TextNode, entries_of, text_of

# What texts may call a field besides its name.
ALIASES: Final = "又称"
FORMER: Final = "曾用名"
ATTRIBUTES: Final = (
    *("type", "label", "unit", "required", "hint", "formula", "choices", "minimum", "maximum", "private", "not_applicable"),
    *("constant", "from", "fields", "decimals", "zero", "summary", ALIASES, FORMER, PRESET, FIXED),
)
NO_FIELDS = "单个字段要写 type；多行（rows）的字段写在 fields 下面"
MOST_DECIMALS = 6


def line_of(node: Node) -> str:
    """Return a node's text.

    Raises:
        MistakeError: it is no text, or has several lines.
    """
    if not text_of(node).strip():
        raise MistakeError("应是一段文字", "" if isinstance(node, TextNode) else "以 { 或 [ 开头的文字要加引号")
    return one_line(text_of(node))


class FieldReader:
    """Reads the declarations of fields, collecting what is wrong with them."""

    def __init__(self, problems: list[Problem], presets: PresetReader) -> None:
        self.problems = problems
        self.presets = presets
        # Rows with fields that a file fills, and where form.yaml says so.
        self.fixed: dict[Field, Node] = {}
        # The fields that last year's file gives, and where form.yaml says so: to be checked when all fields are known.
        self.taken: dict[Field, Node] = {}
        # The limits that are other fields' names, likewise.
        self.limited: dict[tuple[Field, str], Node] = {}
        # The groups that `同` may name, whether one of them is called as last year's data are, those that are being read, and how many
        # fields were copied.
        self.groups: dict[str, Node] = {}
        self.has_last_year = False
        self.open: list[Node | None] = []
        self.copied = 0

    def top_fields(self, node: Node | None) -> dict[str, Field]:
        """Return the fields of the whole form."""
        self.groups = dict(groups_in(node, ATTRIBUTES))
        self.has_last_year = any(steps(path)[-1] == LAST_YEAR for path in self.groups)
        return self.fields(node, "")

    def fields(self, node: Node | None, parent: str) -> dict[str, Field]:
        """Return the fields of a mapping that holds nothing else."""
        for name, entry in entries_of(node).items():
            if name in ATTRIBUTES:
                self.complain(entry.key, f"“{name}”是字段的说明，不能作字段的名称", "换一个名称；印出来的名称写在 label 里")
        return self.children(node, parent)

    def children(self, node: Node | None, parent: str) -> dict[str, Field]:
        """Return the fields of a mapping, which may hold attributes of the group as well; its own stand for those of the same name."""
        self.open.append(node)
        asked = asked_in(node)
        copied = self.reused(*asked, parent) if asked else {}
        own = {
            name: self.field(entry.key, entry.value, child(parent, name))
            for name, entry in entries_of(node).items()
            if name not in ATTRIBUTES and not (name == SAME and asked and asked[1] is entry.value)
        }
        self.open.pop()
        return copied | own

    def reused(self, name: str, node: Node, parent: str) -> dict[str, Field]:
        """Return the fields of another group as those of this one.

        Args:
            name: the other group's name.
            node: where form.yaml asks for them.
            parent: this group's path.
        """
        found = found_groups(self.groups, name, parent)
        if len(found) != 1:
            self.complain(node, *not_one(name, found, self.groups))
        elif self.groups[found[0]] in self.open:
            self.complain(node, f"“{SAME} {name}”：“{found[0]}”的字段又要用到这里的，没有尽头", "其中一处要把字段写全")
        elif self.copied > MOST:
            self.complain(node, f"用“{SAME}”得来的字段超过 {MOST} 个", "请核对是不是一层套一层地照用")
        else:
            fields = self.children(self.groups[found[0]], parent)
            self.copied += len(fields)
            return fields
        return {}

    def field(self, key: TextNode, node: Node, path: str) -> Field:
        """Return one declared field; `名称: type` is short for `名称: {type: type}`.

        Args:
            key: its name.
            node: what is declared about it.
            path: its path.
        """
        self.check_name(key)
        content = known_entries(node, ATTRIBUTES)
        kind = content.text("type") if "type" in content.entries else text_of(node) or "group"
        settings = self.defaults(kind, key.text)
        if "formula" in content.entries:
            settings.pop("minimum", None)  # what is computed may be negative, such as what is left over
        settings |= {attribute: self.setting(attribute, entry.value) for attribute, entry in content.entries.items()}
        if ALIASES in settings:
            settings["aliases"] = settings.pop(ALIASES)
        settings["formers"] = settings.pop(FORMER, ())
        named = {limit: entry.value for limit, entry in content.entries.items() if limit in LIMITS and is_name(entry.value)}
        settings |= {"least" if limit == MINIMUM else "most": text_of(node) for limit, node in named.items()}
        settings |= {"type": kind, "fields": {}, PRESET: None}
        if kind == "rows":
            settings["fields"] = self.fields(content.node("fields"), every_row(path))
        elif kind == "group":
            settings["fields"] = self.children(node, path)
        declared = Field(name=key.text, path=path, place=key.place, taken_from=self.taken_from(settings.pop("from", "")), **settings)
        self.check(declared, content, key)
        if kind == "rows" and PRESET in content.entries:
            declared = replace(declared, preset=self.presets.read(declared, content.entries[PRESET].value))
        if kind == "rows" and (where := content.node(FIXED) or content.node(PRESET)):
            self.fixed[declared] = where
        self.limited |= {(declared, limit): node for limit, node in named.items() if kind in NUMERIC}
        if declared.taken_from and not declared.fields:
            self.taken[declared] = content.entries["from"].value
        return declared

    def taken_from(self, name: str) -> str:
        """Return the name of a field of last year's as this form calls it: 上年.决算数 is its 决算数, unless it has a group called 上年."""
        return name if self.has_last_year else name.removeprefix(f"{LAST_YEAR}.")

    def defaults(self, kind: str, name: str) -> dict[str, Any]:
        """Return what a field has when form.yaml does not say."""
        known = TYPES.get(kind)
        numeric = {"minimum": Decimal(0)} if known and known.is_number else {}
        return {"label": name, "unit": known.unit if known else ""} | numeric

    def setting(self, attribute: str, node: Node) -> object:
        """Return an attribute's content in its own type."""
        readers: dict[str, Callable[[Node], object]] = {
            "required": self.truth,
            "constant": self.truth,
            "not_applicable": self.truth,
            "summary": self.truth,
            "choices": lambda node: tuple(self.words(node, "选项")),
            ALIASES: lambda node: tuple(self.words(node, "名称")),
            FORMER: lambda node: tuple(self.words(node, "名称")) if isinstance(node, ItemsNode) else (self.line(f"{FORMER} ", node),),
            FIXED: lambda node: tuple(self.words(node, "名称")),
            PRESET: lambda _: None,  # read when the fields are known
            "minimum": self.number,
            "maximum": self.number,
            "decimals": self.decimals,
            "zero": self.zero,
            "private": self.mask,
            "fields": lambda _: {},  # read when the type is known
        }
        if attribute == "unit" and isinstance(node, TextNode) and node.style and not node.typed:
            return ""  # unit: "" says that there is none
        return readers[attribute](node) if attribute in readers else self.line(f"{attribute} ", node)

    def line(self, called: str, node: Node) -> str:
        """Return one line of text, or nothing after noting, with what it is called, that it is none."""
        try:
            return line_of(node)
        except MistakeError as mistake:
            self.complain(node, f"{called}{mistake.message}", mistake.hint)
            return ""

    def truth(self, node: Node) -> bool:
        """Return true or false, nothing else."""
        if text_of(node) not in ("true", "false"):
            self.complain(node, "应为 true 或 false")
        return text_of(node) == "true"

    def number(self, node: Node) -> Decimal | None:
        """Return a limit; `none` lifts the default one, as does a field's name."""
        text = text_of(node)
        if NUMBER_TEXT.fullmatch(text):
            return Decimal(text)
        if text != "none" and not is_name(node):
            self.complain(node, LIMIT)
        return None

    def decimals(self, node: Node) -> int | None:
        """Return how many decimals a figure is printed with."""
        if re.fullmatch(f"[0-{MOST_DECIMALS}]", text_of(node)):
            return int(text_of(node))
        self.complain(node, f"decimals 应为 0 到 {MOST_DECIMALS} 的整数", "写保留几位小数，例如 decimals: 2")
        return None

    def zero(self, node: Node) -> str:
        """Return how 0 is printed; another figure in its place would be a lie."""
        text = self.line("zero ", node)
        if re.search(r"\d", text):
            self.complain(node, "zero 里不能有数字", '例如 zero: "-"')
        return text

    def words(self, node: Node, called: str) -> Iterator[str]:
        """Yield the words of a list; `called` is what each of them is."""
        before: list[str] = []
        for item in node.items if isinstance(node, ItemsNode) else ():
            word = self.line(f"每个{called}", item)
            if word and word in before:
                self.complain(item, f"{called}“{word}”重复", "请删去其中一处")
            before.append(word)
            yield word

    def mask(self, node: Node) -> str:
        """Return how a field is masked; a misspelt mask must never leave the field public."""
        text = text_of(node)
        if text not in MASKS:
            self.complain(node, f"不认识的遮盖方式“{text}”", nearest(text, MASKS) or f"可用：{'、'.join(MASKS)}")
        return text

    def check_name(self, key: TextNode) -> None:
        """Note a name that no expression could use."""
        if not key.text.isidentifier():
            self.complain(key, f"名称“{key.text}”不能含标点或空格", "标点放在 label 里")
        elif is_reserved(key.text):
            self.complain(key, f"名称“{key.text}”在模板和公式里另有用处", "换一个名称；印出来的名称写在 label 里")

    def check(self, declared: Field, content: KnownEntries, key: TextNode) -> None:
        """Note what makes no sense in a field as a whole.

        Args:
            declared: the field.
            content: what is declared about it.
            key: its name.
        """
        kind, name = declared.type, declared.name
        if kind not in TYPES:
            if kind.strip():  # else it is said already that the type is no text
                hint = f"与另一组相同的写 {name}: {{fields: {kind}}}" if kind.startswith(SAME) else nearest(kind, TYPES)
                self.complain(key, f"不认识的类型“{kind}”", hint or nearest(name, ATTRIBUTES))
            return
        holds = TYPES[kind].holds
        # A group's further entries are its fields; those of rows without `fields` are fields written one level too high.
        is_of_fields = holds is Holds.FIELDS or (holds is Holds.ROWS and content.lacks("fields"))
        self.problems.extend(() if is_of_fields else content.faults(Kind.FORM, "说明"))
        misspelt = not is_of_fields and content.is_misspelt("fields")
        is_said = bool(entries_of(content.node("fields")) or asked_in(content.node("fields")) or SAME in content.unknown)
        if holds in (Holds.FIELDS, Holds.ROWS) and not declared.fields and not is_said and not misspelt:
            self.complain(key, f"“{name}”下面没有字段", NO_FIELDS)
        if ALIASES in content.entries and not isinstance(content.node(ALIASES), ItemsNode):
            self.complain(content.entries[ALIASES].key, f"{ALIASES} 应是若干个名称", "例如 又称: [三公经费支出, 三公支出]")
        if kind == "choice" and not declared.choices and not content.is_misspelt("choices"):
            self.complain(key, f"选项“{name}”没有写 choices", "例如 choices: [优, 良, 中, 差]")
        for fault in attribute_faults(declared, content):
            self.complain(*fault)

    def complain(self, node: Node, message: str, hint: str = "") -> None:
        """Note a fault.

        Args:
            node: where it begins.
            message: the sentence.
            hint: what to do about it.
        """
        self.problems.append(error(Kind.FORM, message, node.place, hint=hint))
