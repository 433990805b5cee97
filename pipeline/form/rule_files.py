"""The files of rules: those that all forms share, and those that form.yaml names (`checks`) besides the form's own checks.yaml."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.problems import Kind, Place, Problem, error, nearest
from pipeline.records import record
from pipeline.source.mapping import KnownEntries
from pipeline.source.nodes import ItemsNode, Node, text_of
from pipeline.workspace import COMMON

CHECKS: Final = "checks"
OWN: Final = "checks.yaml"
EXAMPLE: Final = "例如 checks: [../common/scored/weights.yaml, checks.yaml]"
OUTSIDE: Final = "只能用 templates 文件夹里的文件，例如 ../common/scored/weights.yaml"


@record()
class RuleFile:
    """A file of rules that a form names.

    Attributes:
        path: where it is.
        shown: how messages name it.
        place: where form.yaml names it.
    """

    path: Path
    shown: str
    place: Place


def common_files(folder: Path, file: str) -> list[RuleFile]:
    """Return the files of rules that all forms share.

    Args:
        folder: a form's folder.
        file: how messages name a file in it.
    """
    shown = Path(file).parent.parent / COMMON
    there = sorted((folder.parent / COMMON).glob("*.yaml"))
    return [RuleFile(path, (shown / path.name).as_posix(), Place((shown / path.name).as_posix())) for path in there]


def rule_files(top: KnownEntries, folder: Path, file: str) -> tuple[RuleFile, ...]:
    """Return the files that a form takes only because it names them; those that it takes anyway may be named as well.

    Args:
        top: form.yaml's outermost entries.
        folder: the form's folder.
        file: how messages name form.yaml.
    """
    found = {}
    for node in named(top):
        name = os.path.normpath(Path(folder.name) / text_of(node))
        if Path(name) != Path(folder.name) / OWN and Path(name).parent != Path(COMMON):
            shown = (Path(file).parent.parent / name).as_posix()
            found[name] = RuleFile(folder.parent / name, shown, node.place)
    return tuple(found.values())


def named(top: KnownEntries) -> tuple[Node, ...]:
    """Return what form.yaml names as its files of rules."""
    node = top.node(CHECKS)
    return tuple(node.items) if isinstance(node, ItemsNode) else (node,) if node else ()


def rule_file_faults(top: KnownEntries, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the files of rules that form.yaml names.

    Args:
        top: form.yaml's outermost entries.
        folder: the form's folder.
    """
    before: set[str] = set()
    for node in named(top):
        message, hint = why_not(text_of(node).strip(), folder)
        name = os.path.normpath(text_of(node))
        if not message and name in before:
            message, hint = f"规则文件“{text_of(node)}”重复", "请删去其中一处"
        before.add(name)
        if message:
            yield error(Kind.FORM, message, node.place, hint=hint)


def why_not(name: str, folder: Path) -> tuple[str, str]:
    """Return why a name is not that of a file of rules, and a hint; nothing if it is."""
    if not name:
        return "checks 应是规则文件的名称", EXAMPLE
    if "\\" in name or ":" in name:
        return f"规则文件“{name}”的写法不对", f"各级文件夹用 / 隔开，{EXAMPLE}"
    if not name.endswith(".yaml"):
        return f"规则文件“{name}”不是 .yaml 文件", EXAMPLE
    templates, path = folder.parent.resolve(), folder.parent / os.path.normpath(Path(folder.name) / name)
    if not path.is_relative_to(folder.parent) or not path.resolve().is_relative_to(templates):
        return f"规则文件“{name}”不在 templates 文件夹里", OUTSIDE
    if not path.is_file() and path != folder / OWN:  # which may be added later
        beside = sorted(each.name for each in path.parent.glob("*.yaml"))
        return f"没有这个规则文件：{name}", nearest(path.name, beside)
    return "", ""
