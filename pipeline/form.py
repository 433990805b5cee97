"""Reads form.yaml: the fields that a finance bureau's form has, their labels, units, rules and formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipeline import source as yaml_source
from pipeline.field import Field
from pipeline.field_types import NESTED, NUMBER, NUMERIC, TYPES
from pipeline.problems import Place, Problem, Stop, error, nearest
from pipeline.source import Source, entries

MASKS = ("name", "mobile", "omit", "keep")
ATTRIBUTES = ("type", "label", "unit", "required", "hint", "formula", "choices", "minimum", "maximum", "private", "constant", "fields")
# What every form has without declaring it.
YEAR = "年度"


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One document that a form produces.

    Attributes:
        name: the stem of its files, such as table.
        title: its title, an expression template.
        template: the file that is its only source, table.docx or report.md.
        shell: for a Markdown template, the Word file that gives page and styles.
    """

    name: str
    title: str
    template: Path
    shell: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form as its finance bureau issued it.

    Attributes:
        name: the folder's name.
        folder: where its templates are.
        title: what it is called.
        root: the top group of its fields.
        documents: what it produces, in order.
        names: what a template may start a path with, and the fields of that name.
    """

    name: str
    folder: Path
    title: str
    root: Field
    documents: tuple[DocumentSpec, ...]
    names: dict[str, tuple[Field, ...]]

    def shown(self, path: Path) -> str:
        """Return how messages name a file in the form's folder."""
        return f"{Path(self.root.place.file).parent.as_posix()}/{path.name}"

    def resolve(self, name: str) -> Field | None:
        """Return the field that a name stands for on its own, or None if none or several have it."""
        found = self.names.get(name, ())
        return found[0] if len(found) == 1 else None


def read_form(folder: Path, file: str, *, with_documents: bool = True) -> Form:
    """Return the form that a folder holds.

    Args:
        folder: the form's folder, with form.yaml in it.
        file: how messages name form.yaml, or another file that declares fields.
        with_documents: whether it must say which documents it produces.

    Raises:
        Stop: form.yaml has faults; carries all of them.
    """
    read = yaml_source.read(folder / Path(file).name, file)
    problems = list(read.problems)
    top = entries(read.root)
    reader = _FieldReader(read, problems)
    fields_node = top.get("fields", (None, None))[1]
    root = Field("", "", "group", Place(file), fields=reader.children(fields_node, ""))
    year = Field(YEAR, YEAR, "integer", Place(file), label=YEAR)
    if YEAR in root.fields:
        problems.append(error(f"“{YEAR}”由程序给出，不用声明", root.fields[YEAR].place))
    root.fields[YEAR] = year
    documents = tuple(read_documents(top.get("documents", (None, None))[1], read, folder, problems))
    for key, (key_node, _) in top.items():
        if key not in ("title", "documents", "fields"):
            problems.append(error(f"不认识的一项“{key}”", read.place(key_node), hint=nearest(key, ("title", "documents", "fields"))))
    if with_documents and not read.problems and not documents:
        problems.append(error("没有写明要生成的文件（documents）", Place(file)))
    if problems:
        raise Stop(*problems)
    title = text_of(top.get("title", (None, None))[1])
    return Form(folder.name, folder, title, root, documents, names_of(root))


def names_of(root: Field) -> dict[str, tuple[Field, ...]]:
    """Return what each name may stand for on its own: a top-level field first of all, else every field so called.

    Fields inside rows have no single value and are left out.
    """
    found: dict[str, list[Field]] = {}

    def collect(group: Field) -> None:
        for child in group.fields.values():
            found.setdefault(child.name, []).append(child)
            if child.type == "group":
                collect(child)

    collect(root)
    return {name: (root.fields[name],) if name in root.fields else tuple(fields) for name, fields in found.items()}


def read_documents(node: yaml.Node | None, read: Source, folder: Path, problems: list[Problem]) -> Iterator[DocumentSpec]:
    """Yield the documents that form.yaml lists, each with its files checked to exist."""
    for name, (key, value) in entries(node).items():
        settings = {setting: text_of(content) for setting, (_, content) in entries(value).items()}
        unknown = set(settings) - {"title", "template", "shell"}
        if unknown or not settings.get("template"):
            problems.append(error(f"文件“{name}”要写 title、template，Markdown 的还要写 shell", read.place(key)))
            continue
        named = [settings[setting] for setting in ("template", "shell") if settings.get(setting)]
        missing = [file for file in named if not (folder / file).is_file()]
        problems.extend(error(f"没有这个模板文件：{file}", read.place(key)) for file in missing)
        shell = folder / settings["shell"] if settings.get("shell") else None
        yield DocumentSpec(name, settings.get("title", name), folder / settings["template"], shell)


def text_of(node: yaml.Node | None) -> str:
    """Return a scalar node's text; for any other node, nothing."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


class _FieldReader:
    """Reads the declarations below `fields:`, collecting what is wrong with them."""

    def __init__(self, read: Source, problems: list[Problem]) -> None:
        self.read = read
        self.problems = problems

    def children(self, node: yaml.Node | None, parent: str) -> dict[str, Field]:
        """Return the fields that a mapping declares, by name."""
        return {
            name: self.field(name, f"{parent}.{name}" if parent else name, key, value)
            for name, (key, value) in entries(node).items()
            if name not in ATTRIBUTES
        }

    def field(self, name: str, path: str, key: yaml.Node, node: yaml.Node) -> Field:
        """Return one declared field; `名称: type` is short for `名称: {type: type}`."""
        place = self.read.place(key)
        if not name.isidentifier():
            self.complain(place, f"名称“{name}”不能含标点或空格", "标点放在 label 里")
        if isinstance(node, yaml.ScalarNode):
            return self.checked(Field(name, path, node.value, place, **self.defaults(node.value, name)))
        attributes = {key: value for key, (_, value) in entries(node).items() if key in ATTRIBUTES}
        kind = text_of(attributes.get("type")) or "group"
        settings = self.defaults(kind, name)
        for attribute in attributes.keys() - {"type", "fields"}:
            settings[attribute] = self.setting(attribute, attributes[attribute])
        below = attributes.get("fields") if kind == "rows" else node
        inner = f"{path}[]" if kind == "rows" else path
        settings["fields"] = self.children(below, inner) if kind in NESTED else {}
        if kind != "group":
            for other, (other_key, _) in entries(node).items():
                if other not in ATTRIBUTES:
                    self.complain(self.read.place(other_key), f"不认识的说明“{other}”", nearest(other, ATTRIBUTES))
        return self.checked(Field(name, path, kind, place, **settings))

    def defaults(self, kind: str, name: str) -> dict[str, Any]:
        """Return what a field has when form.yaml does not say."""
        numeric = {"minimum": Decimal(0)} if kind in NUMERIC else {}
        unit = {"unit": {"amount": "万元", "percent": "%"}.get(kind, "")}
        return {"label": name} | numeric | unit

    def setting(self, attribute: str, node: yaml.Node) -> object:
        """Return an attribute's content in its own type."""
        text = text_of(node)
        readers: dict[str, Callable[[], object]] = {
            "required": lambda: self.truth(node),
            "constant": lambda: self.truth(node),
            "choices": lambda: tuple(text_of(item) for item in node.value) if isinstance(node, yaml.SequenceNode) else (),
            "minimum": lambda: self.number(node),
            "maximum": lambda: self.number(node),
        }
        return readers.get(attribute, lambda: text)()

    def truth(self, node: yaml.Node) -> bool:
        """Return true or false, nothing else."""
        if text_of(node) not in ("true", "false"):
            self.complain(self.read.place(node), "应为 true 或 false")
        return text_of(node) == "true"

    def number(self, node: yaml.Node) -> Decimal | None:
        """Return a limit; `none` lifts the default one."""
        text = text_of(node)
        if NUMBER.fullmatch(text):
            return Decimal(text)
        if text != "none":
            self.complain(self.read.place(node), "应为数字或 none")
        return None

    def checked(self, declared: Field) -> Field:
        """Return the field after noting what makes no sense in it."""
        if declared.type not in TYPES:
            self.complain(declared.place, f"不认识的类型“{declared.type}”", nearest(declared.type, TYPES))
        if declared.type in NESTED and not declared.fields:
            self.complain(declared.place, f"“{declared.name}”下面没有字段", "单个字段要写 type；多行（rows）的字段写在 fields 下面")
        if declared.type in NESTED and declared.private:
            self.complain(declared.place, "private 要写在单个字段上", "一组字段里哪几项要遮盖，就写在哪几项上")
        if declared.type == "choice" and not declared.choices:
            self.complain(declared.place, f"选项“{declared.name}”没有写 choices")
        if declared.formula and declared.type not in NUMERIC:
            self.complain(declared.place, "公式只能用于数字")
        if declared.private and declared.private not in MASKS:
            self.complain(declared.place, f"不认识的遮盖方式“{declared.private}”", f"可用：{'、'.join(MASKS)}")
        return declared

    def complain(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault of the form."""
        self.problems.append(error(message, place, hint=hint))
