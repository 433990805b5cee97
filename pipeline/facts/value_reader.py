"""Reads the values of single fields, and says what is wrong with what was typed."""

from __future__ import annotations

from pipeline.facts.doubts import WORDED, doubts, emptied
from pipeline.facts.fact import TO_FILL, Fact, placed
from pipeline.facts.swallowed import NOTHING, Swallowed, swallowed, taken_in
from pipeline.facts.typed import is_blank, refuse_glued_dash, single_text
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.types.field_type import FieldType, Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.language.values import Blank, Lines, Rows, Value, Words
from pipeline.paths import numbered
from pipeline.problems import Kind, Place, Problem, error
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, ItemsNode, Node, TextNode


class ValueReader:
    """Reads the values of fields that hold no others, collecting facts and problems.

    Attributes:
        form: the form.
        draft: whether a blank that is required is shown as 【待填】.
        facts: every fact by its path.
        problems: what is wrong with what was typed.
        missing: what is required and was not typed.
        excused: paths about which something is said already, so that a value missing there is no second mistake.
    """

    def __init__(self, form: Form, *, draft: bool) -> None:
        self.form = form
        self.draft = draft
        self.facts: dict[str, Fact] = {}
        self.problems: list[Problem] = []
        self.missing: list[Problem] = []
        self.excused: list[str] = []

    def value(self, field: Field, path: str, entry: Entry) -> Value:
        """Return a field's value as typed, or a blank after noting what is wrong with it.

        Args:
            field: the field.
            path: the value's path.
            entry: what the file has.
        """
        node = entry.value
        if is_blank(node):
            if lost := list(emptied(field, path, node)):
                self.problems.extend(lost)
                return self.keep(field, path, Blank(path, wrong=True), node)
            return self.absent(field, path, entry.key, given=True)
        before, kind = len(self.problems), type_of(field)
        if isinstance(node, BrokenNode) or (isinstance(node, EntriesNode) and self.swallows(taken_in(self.form, path, node))):
            return self.keep(field, path, Blank(path, wrong=True), node)
        value = self.several(kind, field, path, node) if kind.holds is Holds.SEVERAL else self.scalar(kind, field, path, node)
        if value is None or len(self.problems) > before:
            value = Blank(path, wrong=True)
        elif kind in WORDED:
            self.problems.extend(doubts(kind, path, node))
        return self.keep(field, path, value, node)

    def scalar(self, kind: FieldType, field: Field, path: str, node: Node) -> Value | None:
        """Return the value of one typed text, or nothing after noting what is wrong with it.

        Args:
            kind: the field's type.
            field: the field.
            path: the value's path.
            node: what was typed.
        """
        if self.has_swallowed(node):
            return None
        try:
            return kind.read(single_text(node), field, path)
        except MistakeError as mistake:
            self.note(mistake, node, path)
            return None

    def several(self, kind: FieldType, field: Field, path: str, node: Node) -> Lines:
        """Return paragraphs or items: one per line of a text, or one per entry of a list; notes what is wrong with them.

        Args:
            kind: the field's type.
            field: the field.
            path: the value's path.
            node: what was typed.
        """
        texts: list[Words] = []
        for item in node.items if isinstance(node, ItemsNode) else [node]:
            if is_blank(item) or self.has_swallowed(item):
                continue
            try:
                lines = [line for line in single_text(item).split("\n") if line.strip()] if item is node else [single_text(item)]
                refuse_glued_dash(item, lines[0])
                read = (kind.read(line, field, numbered(path, number)) for number, line in enumerate(lines, len(texts) + 1))
                texts += [value for value in read if isinstance(value, Words)]
            except MistakeError as mistake:
                self.note(mistake, item, path if item is node else numbered(path, len(texts) + 1))
        return Lines(texts)

    def note(self, mistake: MistakeError, node: Node, path: str) -> None:
        """Note a mistake.

        Args:
            mistake: the mistake.
            node: what was typed.
            path: the path of the value that it was typed for.
        """
        self.problems.append(error(Kind.VALUE, mistake.message, node.place, path, mistake.hint))

    def has_swallowed(self, node: Node) -> bool:
        """Note what a text has taken in of other fields; return whether it has. Nearly all stand in one line."""
        return isinstance(node, TextNode) and node.start[0] != node.end[0] and self.swallows(swallowed(self.form, node))

    def swallows(self, found: Swallowed) -> bool:
        """Note what a field's value has taken in of others'; return whether it has."""
        if found is NOTHING:
            return False
        self.problems += found.problems
        self.excused += [field.path for field in found.fields]
        return bool(found.problems)

    def absent(self, field: Field, path: str, owner: Node | Place, *, given: bool) -> Blank | Rows:
        """Return the blank of a field that is missing, or there without content; an error if it is required.

        Args:
            field: the field.
            path: the value's path.
            owner: where that is reported.
            given: whether the file has the field's name.
        """
        if field.required and not field.formula:
            message, hint = ("必填，现为空白", "请填写") if given else ("必填，文件里没有这一项", f"补上“{field.name}: 内容”")
            self.missing.append(error(Kind.REQUIRED, message, placed(owner), path, field.hint or hint))
        if field.type == "rows":
            return Rows()
        blank = Blank(path, TO_FILL if self.draft and (field.required or given) else "", given=given)
        self.facts[path] = Fact(path, field, blank, owner)
        return blank

    def keep(self, field: Field, path: str, value: Value, node: Node) -> Value:
        """Return the value after filing it as a fact.

        Args:
            field: its field.
            path: its path.
            value: the value.
            node: what the file has.
        """
        self.facts[path] = Fact(path, field, value, node, node)
        return value
