"""Reads what form.yaml declares below `fields:`, and says in one sentence each what makes no sense there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import yaml

from pipeline.form.field import Field
from pipeline.form.field_types import NESTED, NUMBER, NUMERIC, SCALARS, SEVERAL, TYPES, MistakeError, one_line
from pipeline.language.expressions import is_reserved
from pipeline.problems import Kind, Problem, error, nearest
from pipeline.source.reader import Source, entries

MASKS = ("name", "mobile", "omit", "keep")
ATTRIBUTES = ("type", "label", "unit", "required", "hint", "formula", "choices", "minimum", "maximum", "private", "constant", "fields")
NO_FIELDS = "单个字段要写 type；多行（rows）的字段写在 fields 下面"
NUMBERS = f"数字的类型有 {'、'.join(NUMERIC)}"
# Attributes that not every type can have → those that can, what to say of the others, and a hint.
SUITED: dict[str, tuple[Sequence[str], str, str]] = {
    "choices": (("choice",), "choices 只能用于选项（choice）", ""),
    "minimum": (NUMERIC, "minimum 只能用于数字", NUMBERS),
    "maximum": (NUMERIC, "maximum 只能用于数字", NUMBERS),
    "formula": (NUMERIC, "公式只能用于数字", NUMBERS),
    "fields": (("rows",), "fields 只能用于多行（rows）", "一组字段直接写在名称下面；多行的还要写 type: rows"),
    "private": ((*SCALARS, *SEVERAL), "private 要写在单个字段上", "一组字段里哪几项要遮盖，就写在哪几项上"),
    "required": ((*SCALARS, *SEVERAL, "rows"), "required 要写在单个字段上", "一组字段里哪几项必填，就写在哪几项上"),
    "constant": ((*SCALARS, *SEVERAL, "rows"), "constant 要写在单个字段上", "一组字段里哪几项不变，就写在哪几项上"),
}

# A mapping node's entries by key, as `entries` gives them.
Content = dict[str, tuple[yaml.ScalarNode, yaml.Node]]


def text_of(node: yaml.Node | None) -> str:
    """Return a scalar node's text, a block's without its last line break; for any other node, nothing."""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    return node.value.rstrip("\n") if node.style in ("|", ">") else str(node.value)


def line_of(node: yaml.Node) -> str:
    """Return a node's text.

    Raises:
        MistakeError: it is no text, or has several lines.
    """
    if not text_of(node).strip():
        raise MistakeError("应是一段文字", "" if isinstance(node, yaml.ScalarNode) else "以 { 或 [ 开头的文字要加引号")
    return one_line(text_of(node))


def is_misspelt(wanted: str, unknown: Iterable[str]) -> bool:
    """Return whether one of the unknown keys is probably the one wanted, whose absence then is no second fault."""
    return any(nearest(key, [wanted]) for key in unknown)


class FieldReader:
    """Reads the declarations of fields, collecting what is wrong with them."""

    def __init__(self, read: Source, problems: list[Problem]) -> None:
        self.read = read
        self.problems = problems

    def fields(self, node: yaml.Node | None, parent: str) -> dict[str, Field]:
        """Return the fields of a mapping that holds nothing else."""
        for name, (key, _) in entries(node).items():
            if name in ATTRIBUTES:
                self.complain(key, f"“{name}”是字段的说明，不能作字段的名称", "换一个名称；印出来的名称写在 label 里")
        return self.children(node, parent)

    def children(self, node: yaml.Node | None, parent: str) -> dict[str, Field]:
        """Return the fields of a mapping, which may hold attributes of the group as well."""
        return {
            name: self.field(name, f"{parent}.{name}" if parent else name, key, value)
            for name, (key, value) in entries(node).items()
            if name not in ATTRIBUTES
        }

    def field(self, name: str, path: str, key: yaml.Node, node: yaml.Node) -> Field:
        """Return one declared field; `名称: type` is short for `名称: {type: type}`."""
        self.check_name(key, name)
        content = entries(node)
        kind = text_of(content["type"][1]) if "type" in content else text_of(node) or "group"
        settings = self.defaults(kind, name)
        settings |= {attribute: self.setting(attribute, value) for attribute, (_, value) in content.items() if attribute in ATTRIBUTES}
        settings |= {"type": kind, "fields": {}}
        if kind == "rows" and "fields" in content:
            settings["fields"] = self.fields(content["fields"][1], f"{path}[]")
        elif kind == "group":
            settings["fields"] = self.children(node, path)
        declared = Field(name=name, path=path, place=self.read.place(key), **settings)
        self.check(declared, content, key)
        return declared

    def defaults(self, kind: str, name: str) -> dict[str, Any]:
        """Return what a field has when form.yaml does not say."""
        numeric = {"minimum": Decimal(0)} if kind in NUMERIC else {}
        unit = {"unit": {"amount": "万元", "percent": "%"}.get(kind, "")}
        return {"label": name} | numeric | unit

    def setting(self, attribute: str, node: yaml.Node) -> object:
        """Return an attribute's content in its own type."""
        readers: dict[str, Callable[[], object]] = {
            "required": lambda: self.truth(node),
            "constant": lambda: self.truth(node),
            "choices": lambda: tuple(self.choices(node)),
            "minimum": lambda: self.number(node),
            "maximum": lambda: self.number(node),
            "private": lambda: self.mask(node),
            "fields": dict,  # read when the type is known
        }
        if attribute == "unit" and isinstance(node, yaml.ScalarNode) and node.style and not node.value:
            return ""  # unit: "" says that there is none
        return readers.get(attribute, lambda: self.line(f"{attribute} ", node))()

    def line(self, called: str, node: yaml.Node) -> str:
        """Return one line of text, or nothing after noting, with what it is called, that it is none."""
        try:
            return line_of(node)
        except MistakeError as mistake:
            self.complain(node, f"{called}{mistake.message}", mistake.hint)
            return ""

    def truth(self, node: yaml.Node) -> bool:
        """Return true or false, nothing else."""
        if text_of(node) not in ("true", "false"):
            self.complain(node, "应为 true 或 false")
        return text_of(node) == "true"

    def number(self, node: yaml.Node) -> Decimal | None:
        """Return a limit; `none` lifts the default one."""
        text = text_of(node)
        if NUMBER.fullmatch(text):
            return Decimal(text)
        if text != "none":
            self.complain(node, "应为数字或 none")
        return None

    def choices(self, node: yaml.Node) -> Iterator[str]:
        """Yield the words allowed."""
        before: list[str] = []
        for item in node.value if isinstance(node, yaml.SequenceNode) else ():
            word = self.line("每个选项", item)
            if word and word in before:
                self.complain(item, f"选项“{word}”重复", "请删去其中一处")
            before.append(word)
            yield word

    def mask(self, node: yaml.Node) -> str:
        """Return how a field is masked; a misspelt mask must never leave the field public."""
        text = text_of(node)
        if text not in MASKS:
            self.complain(node, f"不认识的遮盖方式“{text}”", nearest(text, MASKS) or f"可用：{'、'.join(MASKS)}")
        return text

    def check_name(self, key: yaml.Node, name: str) -> None:
        """Note a name that no expression could use."""
        if not name.isidentifier():
            self.complain(key, f"名称“{name}”不能含标点或空格", "标点放在 label 里")
        elif is_reserved(name):
            self.complain(key, f"名称“{name}”在模板和公式里另有用处", "换一个名称；印出来的名称写在 label 里")

    def check(self, declared: Field, content: Content, key: yaml.Node) -> None:
        """Note what makes no sense in a field as a whole."""
        kind, name = declared.type, declared.name
        if kind not in TYPES:
            if kind.strip():  # else it is said already that the type is no text
                self.complain(key, f"不认识的类型“{kind}”", nearest(kind, TYPES) or nearest(name, ATTRIBUTES))
            return
        unknown = [] if kind == "group" else [other for other in content if other not in ATTRIBUTES]
        if kind == "rows" and "fields" not in content and not is_misspelt("fields", unknown):
            unknown = []  # its fields, written one level too high
        for other in unknown:
            self.complain(content[other][0], f"不认识的说明“{other}”", nearest(other, ATTRIBUTES))
        below = entries(content["fields"][1]) if "fields" in content else {}
        if kind in NESTED and not declared.fields and not below and not is_misspelt("fields", unknown):
            self.complain(key, f"“{name}”下面没有字段", NO_FIELDS)
        if kind == "choice" and not declared.choices and not is_misspelt("choices", unknown):
            self.complain(key, f"选项“{name}”没有写 choices", "例如 choices: [优, 良, 中, 差]")
        self.check_attributes(declared, content)

    def check_attributes(self, declared: Field, content: Content) -> None:
        """Note attributes that the type cannot have, and limits that no number keeps."""
        for attribute, (kinds, message, hint) in SUITED.items():
            if attribute in content and declared.type not in kinds:
                self.complain(content[attribute][0], message, hint)
        least, most = declared.minimum, declared.maximum
        if declared.type in NUMERIC and least is not None and most is not None and least > most:
            hint = "" if "minimum" in content else "没有写 minimum 时最小为 0；可以是负数的，写 minimum: none"
            self.complain(content["maximum"][0], f"minimum {least} 大于 maximum {most}", hint)

    def complain(self, node: yaml.Node, message: str, hint: str = "") -> None:
        """Note a fault that begins at a node."""
        self.problems.append(error(Kind.FORM, message, self.read.place(node), hint=hint))
