"""The rows that a form fixes: `preset` names the file in its folder that lists them, `fixed` the fields that the file fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import LEAVES, type_of
from pipeline.language.values import Lines, Value, Words
from pipeline.paths import numbered
from pipeline.problems import Kind, Place, Problem, Stop, error, nearest
from pipeline.source.nodes import EntriesNode, Entry, ItemsNode, Node, TextNode, text_of
from pipeline.source.reader import not_entries, read_items

PRESET: Final = "preset"
FIXED: Final = "fixed"
BESIDE: Final = "把文件放在 form.yaml 旁边，这里只写文件名，例如 preset: indicators.yaml"


class PresetReader:
    """Reads the files of fixed rows that a form names, collecting what is wrong with them.

    Attributes:
        files: SHA-256 of each file as read, by its name.
    """

    def __init__(self, folder: Path, file: str, problems: list[Problem]) -> None:
        """Begin.

        Args:
            folder: the form's folder.
            file: how messages name its form.yaml.
            problems: takes up what is wrong.
        """
        self.folder = folder
        self.shown = Path(file).parent
        self.problems = problems
        self.files: dict[str, str] = {}

    def read(self, rows: Field, node: Node) -> Preset | None:
        """Return the rows of a file, or nothing after noting what is wrong with it.

        Args:
            rows: the rows' field.
            node: where form.yaml names the file.
        """
        name = text_of(node).strip()
        if not name or name in (".", "..") or {"/", "\\", ":"} & set(name):
            self.complain(node.place, f"preset 应是一个文件的名称，现为“{name}”", BESIDE)
            return None
        if not (self.folder / name).is_file():
            there = sorted(path.name for path in self.folder.glob("*.yaml"))
            self.complain(node.place, f"没有这个文件：{name}", nearest(name, there) or BESIDE)
            return None
        try:
            items, problems, sha256 = read_items(self.folder / name, (self.shown / name).as_posix())
        except Stop as stop:
            self.problems += stop.problems
            return None
        self.problems += problems
        self.files[name] = sha256
        if not items and not problems:
            self.complain(node.place, f"{name} 里没有一行", "每行以“- ”开头，例如 - 名称: 预算完成率")
        return self.preset(rows, items)

    def preset(self, rows: Field, items: Sequence[Node]) -> Preset:
        """Return fixed rows, without those that are wrong.

        Args:
            rows: their field.
            items: what the file has.
        """
        read = [row for item in items if (row := self.row(rows, item))]
        keys = keys_of(rows.fixed, [row.values for row in read])
        if not keys and read:
            self.complain(*self.without_key(rows, read))
        found = [PresetRow({key: said(row.values, key) for key in keys}, row.values, row.presets, row.place) for row in read]
        return Preset(keys, tuple(found))

    def without_key(self, rows: Field, read: Sequence[PresetRow]) -> tuple[Place, str, str]:
        """Return the place, sentence and hint of rows that nobody can tell apart: the first that says what one before it does.

        Args:
            rows: their field.
            read: the rows.
        """
        before: set[tuple[str, ...]] = set()
        for row in read:
            told = tuple(said(row.values, name) for name in rows.fixed)
            if not any(told):
                return row.place, "这一行没有写明是哪一项", f"写上 {rows.fixed[0]}"
            if told in before:
                return row.place, f"“{'、'.join(filter(None, told))}”重复", "固定的各行要能分清是哪一行"
            before.add(told)
        return read[0].place, f"各行要有一项（{'、'.join(rows.fixed)}）都填了并且各不相同", "这样填报时才能分清是哪一行"

    def row(self, rows: Field, item: Node) -> PresetRow | None:
        """Return a row whose key is not known yet, or nothing after noting that it is none.

        Args:
            rows: its field.
            item: what the file has.
        """
        if not isinstance(item, EntriesNode):
            self.problems += not_entries(item)
            return None
        values: dict[str, tuple[str, ...]] = {}
        presets: dict[str, Preset] = {}
        for name, entry in item.entries.items():
            field = rows.fields.get(name)
            if entry.value.is_empty and field:
                continue  # left to who fills the form in
            if field and field.type == "rows" and field.fixed:
                presets[name] = self.preset(field, entry.value.items if isinstance(entry.value, ItemsNode) else [entry.value])
            elif field is None or name not in rows.fixed:
                self.complain(entry.key.place, *self.not_fixed(rows, name))
            elif texts := self.texts(field, entry):
                values[name] = texts
        return PresetRow({}, values, presets, item.place)

    def not_fixed(self, rows: Field, name: str) -> tuple[str, str]:
        """Return why the file cannot fill a field of rows, and a hint."""
        if name not in rows.fields:
            return f"“{rows.name}”下面没有“{name}”这一项", nearest(name, rows.fields)
        what = "这一层" if rows.fields[name].fields else "这一项"
        return f"“{name}”没有写进 fixed", f"{what}由表规定的，在 form.yaml 里写进 fixed；由单位填的，这里删去"

    def texts(self, field: Field, entry: Entry) -> tuple[str, ...]:
        """Return the texts of a fixed value, after noting what is wrong with them; none then."""
        several = type_of(field).holds is Holds.SEVERAL
        items = entry.value.items if isinstance(entry.value, ItemsNode) and several else (entry.value,)
        texts: list[str] = []
        for item in items:
            try:
                text = only_text(item)
                lines = [line for line in text.split("\n") if line.strip()] if several else [text]
                for line in lines:
                    type_of(field).read(line, field, field.path)
                texts += lines
            except MistakeError as mistake:
                self.problems.append(error(Kind.FORM, f"{field.name}：{mistake.message}", item.place, hint=mistake.hint))
        return tuple(texts)

    def complain(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault.

        Args:
            place: where it is.
            message: the sentence.
            hint: what to do about it.
        """
        self.problems.append(error(Kind.FORM, message, place, hint=hint))


def only_text(node: Node) -> str:
    """Return a node's text.

    Raises:
        MistakeError: it is no text.
    """
    if not isinstance(node, TextNode):
        raise MistakeError("这里应只填一项内容", "文字里有冒号、括号时，请给整段加引号")
    return node.text


def fixed_value(row: PresetRow, field: Field, path: str) -> Value:
    """Return the value that is fixed for a field of a row.

    Args:
        row: the row.
        field: the field, one that the row fixes.
        path: the value's path.
    """
    texts = row.values[field.name]
    if type_of(field).holds is not Holds.SEVERAL:
        return type_of(field).read(texts[0], field, path)
    read = (type_of(field).read(text, field, numbered(path, number)) for number, text in enumerate(texts, 1))
    return Lines(value for value in read if isinstance(value, Words))


def said(values: Mapping[str, tuple[str, ...]], name: str) -> str:
    """Return what a row says in a field; nothing if it leaves that to who fills the form in."""
    return "；".join(values.get(name, ()))


def keys_of(fixed: Sequence[str], rows: Sequence[Mapping[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return by which fields rows can be told apart: one alone if one is enough, else the fewest of the first; none if they cannot be.

    Args:
        fixed: the names of the fields that are fixed.
        rows: what is fixed in each row.
    """
    firsts = [tuple(fixed[:count]) for count in range(2, len(fixed) + 1)]
    for names in (*((name,) for name in fixed), *firsts):
        told = [tuple(said(row, name) for name in names) for row in rows]
        if len(set(told)) == len(told) and all(map(all, told)):
            return names
    return ()


def fixed_faults(root: Field, nodes: Mapping[Field, Node]) -> list[Problem]:
    """Return what is wrong with `fixed` and `preset` in a form's fields; `nodes` says where the fields have them."""
    problems: list[Problem] = []

    def look(group: Field, *, under: bool) -> None:
        for field in group.fields.values():
            inside = under or field.preset is not None
            if field in nodes:
                problems.extend(
                    error(Kind.FORM, message, nodes[field].place, hint=hint) for message, hint in why_not_fixed(field, under=inside)
                )
            look(field, under=inside)

    look(root, under=False)
    return problems


def why_not_fixed(field: Field, *, under: bool) -> list[tuple[str, str]]:
    """Return why fields of rows cannot be fixed, each with a hint.

    Args:
        field: the rows.
        under: whether a file lists them, or rows around them.
    """
    if not field.fixed:
        return [("preset 要和 fixed 一起写", "写明哪几项由表规定，例如 fixed: [名称, 分值]")]
    found = [] if under else [("写了 fixed，却没有 preset", BESIDE)]
    for name in field.fixed:
        own = field.fields.get(name)
        if own is None:
            found.append((f"“{field.name}”下面没有“{name}”这一项", nearest(name, field.fields)))
        elif own.type not in LEAVES:
            found.append((f"fixed 只能写这一层的单个字段，“{name}”不是", "下一层由表规定的，在下一层写 fixed"))
        elif own.formula or own.taken_from:
            found.append((f"“{name}”由程序得出，不能再由表规定", "删去它的 formula 或 from，或从 fixed 里删去"))
    return found
