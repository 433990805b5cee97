"""Builds YAML nodes from the parser's events: no recursion, no aliases, no limitless depth, every oddity noted with its place.

PyYAML's own composer recurses (100,000 nested brackets crash the interpreter), follows aliases (256 bytes become 58 MB), and
drops `&name` and `!tag` before a text without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.problems import Kind

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 40
# The tag of a node that stands for something already reported; no field needs it otherwise.
BROKEN = "broken"
PUNCTUATION = re.compile("[:：，]")
ONE_DOCUMENT = ("一个文件只能有一份数据", "请删去多余的“---”或“...”，或把另一份另存为一个文件")


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake in a YAML text and, if it is understood, its correction.

    Attributes:
        kind: what the mistake is.
        line: 1-based.
        column: 1-based, in characters.
        message: the sentence for the clerk; empty where another finding on the line says it already.
        hint: what to do.
        length: how many characters are wrong.
        right: what should stand in their place.
    """

    kind: Kind
    line: int
    column: int
    message: str
    hint: str = ""
    length: int = 0
    right: str = ""


@dataclass(slots=True)
class Composed:
    """A YAML text as nodes.

    Attributes:
        root: its top node; None if it is empty or nested too deeply.
        findings: what a data file must not have although it is YAML.
        odd_keys: names in braces that seem to be whole entries, such as `预算安排数：9` in `{预算安排数：9}`.
    """

    root: yaml.Node | None = None
    findings: list[Finding] = field(default_factory=list)
    odd_keys: list[yaml.ScalarNode] = field(default_factory=list)


def compose(text: str) -> Composed:
    """Return the nodes of a text's first document.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    composed = Composed()
    opened: list[yaml.CollectionNode] = []
    documents = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                composed.findings.append(found(event, *ONE_DOCUMENT))
                break
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = opened.pop()
            closed.end_mark = event.end_mark
            if isinstance(closed, yaml.MappingNode):
                closed.value = list(zip(closed.value[::2], closed.value[1::2], strict=True))
                composed.findings.extend(key_findings(closed))
                composed.odd_keys.extend(odd_keys(closed))
        elif isinstance(event, yaml.NodeEvent):
            composed.findings.extend(node_findings(event))
            node = node_of(event)
            if opened:
                opened[-1].value.append(node)
            else:
                composed.root = node
            if isinstance(node, yaml.CollectionNode):
                opened.append(node)
            if len(opened) > MAX_DEPTH:
                return Composed(None, [*composed.findings, found(event, f"层次过深（超过 {MAX_DEPTH} 层）", "请检查括号是否成对")])
    return composed


def node_of(event: yaml.NodeEvent) -> yaml.Node:
    """Return the node that an event begins, without content if it is a list or mapping."""
    start: Any = event.start_mark
    end: Any = event.end_mark
    if isinstance(event, yaml.ScalarEvent):
        return yaml.ScalarNode("", event.value, start, end, event.style)
    if isinstance(event, yaml.SequenceStartEvent):
        return yaml.SequenceNode("", [], start, end, event.flow_style)
    if isinstance(event, yaml.MappingStartEvent):
        return yaml.MappingNode("", [], start, end, event.flow_style)
    return yaml.ScalarNode(BROKEN, "", start, end)


def node_findings(event: yaml.NodeEvent) -> Iterator[Finding]:
    """Yield what stands before a value and would vanish silently: an alias, an anchor, a tag."""
    if event.anchor is not None:
        yield found(event, "不能使用 YAML 的别名和锚点（* 和 &）", "请把内容照写一遍；以 * 或 & 开头的文字要加引号")
    elif getattr(event, "tag", None) is not None:
        yield found(event, "不能使用 YAML 的类型标记（!）", "以 ! 开头的文字要加引号")


def key_findings(node: yaml.MappingNode) -> Iterator[Finding]:
    """Yield each key of a mapping that stands twice, merges another mapping or is no plain text."""
    first: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            yield found(key, "冒号前应是一个名称，这里却是括号", "文字以 { 或 [ 开头时，请给整段加引号")
        elif key.tag == BROKEN:
            continue
        elif key.value == "<<" and not key.style:
            yield found(key, "不能使用 YAML 的合并（<<）", "请把内容照写一遍")
            key.tag = BROKEN
        elif key.value in first:
            yield found(key, f"“{key.value}”重复，第 {first[key.value]} 行已经写过", "请删去其中一处", Kind.DUPLICATE)
        else:
            first[key.value] = key.start_mark.line + 1


def odd_keys(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    """Yield the unquoted names in braces that have punctuation in them, as no field's name has."""
    for key, _ in node.value if node.flow_style else ():
        if isinstance(key, yaml.ScalarNode) and not key.style and PUNCTUATION.search(key.value):
            yield key


def found(at: yaml.Node | yaml.Event, message: str, hint: str, kind: Kind = Kind.YAML) -> Finding:
    """Return a finding at a node or event."""
    mark: Any = at.start_mark
    return Finding(kind, mark.line + 1, mark.column + 1, message, hint)
