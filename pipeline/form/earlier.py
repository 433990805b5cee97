"""What an earlier year's file says of each field of a new one, so that a clerk sees beside each name what it was then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.last_year import sources_of
from pipeline.form.types.field_type import Holds, MistakeError, shortened
from pipeline.form.types.registry import type_of
from pipeline.source.nodes import Entry, ItemsNode, Node, TextNode, entries_of, text_of
from pipeline.source.reader import Source

LONGEST = 24  # characters of a value in a hint


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier year's file.

    Attributes:
        entries: what stands at its top.
        said: what the hint of a new file's field says of it, by the field's path.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


def earlier(form: Form, old: Form | None, source: Source, called: str) -> Earlier:
    """Return an earlier year's file.

    Args:
        form: the new file's form.
        old: the earlier one's; without it nobody knows what its values mean.
        source: the file.
        called: how its year is called, such as 上年.
    """
    values = dict(values_in(form.root, old.root, source.root.entries)) if old else {}
    said = {path: f"{called}：{value}" for path, value in values.items()}
    for each in form.root.leaves():
        if each.taken_from and (value := values.get(sources_of(form.root, form.names, each)[0].path)):
            said[each.path] = f"{called}的文件里是 {value}"
    return Earlier(source.root.entries, said)


def values_in(group: Field, old: Field, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Yield the path and the value, in a few words, of each field that has one; private ones and mistakes are passed over.

    Args:
        group: the group in the new file's form.
        old: the same in the earlier one's.
        entries: what the earlier file has in it.
    """
    for each in group.fields.values():
        was, entry = each.among(old.fields), each.among(entries)
        node = entry.value if entry else None
        if was is None or node is None or (each.type, each.unit) != (was.type, was.unit) or each.private or was.private:
            continue
        if each.type == "group":
            yield from values_in(each, was, entries_of(node))
        elif value := shortened("；".join(texts_of(each, node)), LONGEST):
            yield each.path, value


def texts_of(each: Field, node: Node) -> Iterator[str]:
    """Yield what was typed for a field, each text of several, of rows what they begin with; nothing that is no value of its type."""
    holds = type_of(each).holds
    if holds is Holds.ROWS:
        first = next(iter(each.fields.values()))
        rows = node.items if isinstance(node, ItemsNode) and not first.private else ()
        yield from (text for row in rows if (text := text_of(entry.value) if (entry := entries_of(row).get(first.name)) else ""))
        return
    for item in node.items if isinstance(node, ItemsNode) and holds is Holds.SEVERAL else (node,):
        if isinstance(item, TextNode) and item.text.strip():
            for line in item.text.split("\n") if holds is Holds.SEVERAL else (item.text,):
                try:
                    type_of(each).read(line, each, each.path)
                except MistakeError:
                    return
                yield line.strip()
