"""Puts texts that were rewritten in a narrative into the year's data file: those that are named, and only if they print as received."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.facts.fact import Facts
from pipeline.form.short_paths import full_path
from pipeline.form.types.field_type import Holds
from pipeline.form.types.registry import type_of
from pipeline.intake.into_data.data_files import DataFile, data_files
from pipeline.intake.received import Received
from pipeline.intake.returned.comparing import Returned, compare_returned
from pipeline.intake.returned.fields import Rewritten
from pipeline.paths import child, numbered
from pipeline.problems import Kind, Place, Stop, error
from pipeline.source.nodes import EntriesNode, ItemsNode, Node
from pipeline.workspace import Workspace

BETWEEN: Final = re.compile("[,，、]")
OTHERWISE: Final = "放进去以后，印出来的与改过的报告不一样，没有改动"
ELSEWHERE: Final = "这一项的各行写在单位的文件里，各年度都用；要改的，请在那里改"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What becomes of the year's file.

    Attributes:
        texts: the texts that are put into it.
        file: the file with its new text. Nothing is written yet.
        left: what the narrative then still says otherwise than the data.
    """

    texts: Sequence[Rewritten]
    file: DataFile
    left: Returned


def take_over(workspace: Workspace, returned: Returned, received: Received, names: str) -> TakenOver:
    """Return what becomes of the year's file by texts that were rewritten in a narrative; writes nothing.

    Args:
        workspace: where everything is.
        returned: what the narrative says otherwise than the data.
        received: the narrative.
        names: the fields of the texts that are wanted, divided by commas.

    Raises:
        Stop: there is no such text, it cannot go into the data, or it would not print as it was received.
    """
    named = [text_named(returned, name.strip()) for name in BETWEEN.split(names) if name.strip()]
    texts = list({text.fact.path: text for text in named}.values())
    year, *_ = data_files(workspace, returned.of, returned.facts.form)
    file = year.with_values({path_in(year, text): typed(text) for text in texts})
    left = compare_returned(workspace, returned.of, received, file.source)
    wanted = {text.fact.path: text.new for text in texts}
    if not is_as_meant(returned.facts, left.facts, wanted) or not wanted.keys().isdisjoint(text.fact.path for text in left.texts):
        raise Stop(error(Kind.NOT_TAKEN, OTHERWISE, Place(file.shown), hint="请在数据文件里手工填写"))
    return TakenOver(texts, file, left)


def text_named(returned: Returned, name: str) -> Rewritten:
    """Return the rewritten text that a name means.

    Raises:
        Stop: there is none, or it cannot go into the data.
    """
    path = full_path(returned.facts.form, name)
    text = next((text for text in returned.texts if text.fact.path in (name, path)), None)
    if text is None:
        names = "、".join(map(returned.name, returned.offered))
        hint = f"可以放进数据的：{names}" if names else "没有可以放进数据的文字"
        raise Stop(error(Kind.NOT_TAKEN, f"报告里没有改写“{name}”", Place(returned.file), hint=hint))
    if text.refused:
        raise Stop(error(Kind.NOT_TAKEN, f"放不进去：{text.refused}", Place(returned.file, spot=text.spot), text.fact.path))
    return text


def typed(text: Rewritten) -> str | tuple[str, ...]:
    """Return a rewritten text as it is typed."""
    return text.new if type_of(text.fact.field).holds is Holds.SEVERAL else text.new[0]


def path_in(year: DataFile, text: Rewritten) -> str:
    """Return where a text stands in the year's file, whose names may be former ones; or would, if the unit's file has it for all years.

    Raises:
        Stop: it stands in a row of the unit's file.
    """
    fact = text.fact
    if fact.node is None or fact.node.origin.file != year.shown:
        if "[" in fact.path:
            raise Stop(error(Kind.NOT_TAKEN, ELSEWHERE, fact.place, fact.path))
        return fact.path
    return next(path for path, node in paths_below(year.root) if node.start == fact.node.start and type(node) is type(fact.node))


def paths_below(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Yield what stands below a node of a file, each with its path there."""
    inner: list[tuple[str, Node]] = []
    if isinstance(node, EntriesNode):
        inner = [(child(path, name), entry.value) for name, entry in node.entries.items()]
    elif isinstance(node, ItemsNode):
        inner = [(numbered(path, number), item) for number, item in enumerate(node.items, 1)]
    for below, value in inner:
        yield below, value
        yield from paths_below(value, below)


def is_as_meant(before: Facts, after: Facts, wanted: dict[str, tuple[str, ...]]) -> bool:
    """Return whether facts say what is wanted, and all others what they said; those that are computed may be others.

    Args:
        before: the facts before.
        after: the facts now.
        wanted: the texts of those that are to be others, by path.
    """
    texts = {path: fact.texts for path, fact in after.by_path.items() if not fact.field.formula}
    return texts == {path: fact.texts for path, fact in before.by_path.items() if not fact.field.formula} | wanted
