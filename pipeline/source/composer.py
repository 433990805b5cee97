"""Builds nodes from the parser's events: no recursion, no aliases, no limitless depth, every oddity noted with its place.

PyYAML's own composer recurses (100,000 nested brackets crash the interpreter), follows aliases (256 bytes become 58 MB), and
drops `&name` and `!tag` before a text without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.problems import Kind
from pipeline.regex import regex
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, Finding, ItemsNode, Node, Origin, TextNode

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 40
# What YAML takes for a comment although it hardly is one: no blank follows.
CUT_OFF = regex(r"\s+(#[^\s#].{0,7})")
BARE_NUMBER = regex(r"[\d.,%+-]*")
PUNCTUATION = regex("[:：，]")
ONE_DOCUMENT = ("一个文件只能有一份数据", "请删去多余的“---”或“...”，或把另一份另存为一个文件")


@dataclass(slots=True)
class Composed:
    """A YAML text as nodes.

    Attributes:
        root: its top node; None if it is empty or nested too deeply.
        findings: what a data file must not have although it is YAML.
        odd_keys: names in braces that seem to be whole entries, such as `预算安排数：9` in `{预算安排数：9}`.
    """

    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    odd_keys: list[TextNode] = field(default_factory=list)


def compose(text: str, origin: Origin) -> Composed:
    """Return the nodes of a text's first document; `origin` is the text as typed.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    composed = Composed()
    suspect = {number: line for number, line in enumerate(text.split("\n"), 1) if CUT_OFF.search(line)}
    opened: list[tuple[yaml.CollectionStartEvent, list[Node]]] = []
    for event in events(text, composed.findings):
        if isinstance(event, yaml.CollectionEndEvent):
            start, children = opened.pop()
            node = collection(start, event, children, composed, origin)
        else:
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                composed.findings.append(vanishing(event))
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append((event, []))
                if len(opened) > MAX_DEPTH:
                    return Composed(None, [*composed.findings, found(event, f"层次过深（超过 {MAX_DEPTH} 层）", "请检查括号是否成对")])
                continue
            node = leaf(event, origin)
            if isinstance(node, TextNode) and node.end[0] in suspect:
                composed.findings.extend(cut_off(node, suspect[node.end[0]]))
        if opened:
            opened[-1][1].append(node)
        else:
            composed.root = node
    return composed


def events(text: str, findings: list[Finding]) -> Iterator[Any]:
    """Yield the parser's events of a text's first document; a second one is noted.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    documents = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                findings.append(found(event, *ONE_DOCUMENT))
                return
        elif isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event


def leaf(event: yaml.NodeEvent, origin: Origin) -> Node:
    """Return the node of an event that has nothing below it."""
    if isinstance(event, yaml.ScalarEvent):
        return TextNode(origin, begin(event), end(event), event.value, event.style or "")
    return BrokenNode(origin, begin(event), end(event))


def cut_off(node: TextNode, line: str) -> Iterator[Finding]:
    """Yield what is wrong if a text ends where YAML sees a comment that seems to belong to it; `line` is the corrected line there."""
    number, column = node.end
    rest = CUT_OFF.match(line, column - 1)
    if rest and not node.style and not BARE_NUMBER.fullmatch(node.typed):
        message = f"空格后的 # 表示注释，从“{rest[1]}”起不会读入"
        yield Finding(Kind.YAML, number, rest.start(1) + 1, message, "是正文请给整段加引号，是注释请在 # 后空一格")


def collection(
    start: yaml.CollectionStartEvent, stop: yaml.CollectionEndEvent, children: Sequence[Node], composed: Composed, origin: Origin
) -> Node:
    """Return a list or mapping, noting what is odd about its keys.

    Args:
        start: the event that began it.
        stop: the event that ended it.
        children: what is in it; of a mapping keys and values in turn.
        composed: takes up what is found.
        origin: the text as typed.
    """
    if isinstance(start, yaml.SequenceStartEvent):
        return ItemsNode(origin, begin(start), end(stop), tuple(children))
    entries: dict[str, Entry] = {}
    first: dict[str, int] = {}
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, TextNode) or key.typed in first or is_merge(key):
            composed.findings.extend(key_findings(key, first))
        if isinstance(key, TextNode) and not is_merge(key):
            first.setdefault(key.typed, key.start[0])
            is_twice = key.typed in entries and isinstance(value, TextNode)  # nobody knows which of the two is meant
            entries[key.typed] = Entry(key, BrokenNode(origin, value.start, value.end) if is_twice else value)
            if start.flow_style and not key.style and PUNCTUATION.search(key.typed):
                composed.odd_keys.append(key)
    return EntriesNode(origin, begin(start), end(stop), entries)


def vanishing(event: yaml.NodeEvent) -> Finding:
    """Return what is wrong with what stands before a value and would vanish silently: an alias, an anchor, a tag."""
    if event.anchor is not None:
        return found(event, "不能使用 YAML 的别名和锚点（* 和 &）", "请把内容照写一遍；以 * 或 & 开头的文字要加引号")
    return found(event, "不能使用 YAML 的类型标记（!）", "以 ! 开头的文字要加引号")


def key_findings(key: Node, first: dict[str, int]) -> Iterator[Finding]:
    """Yield what is wrong with a key: it stands twice, merges another mapping, or is no plain text.

    Args:
        key: the key.
        first: the line where each name of the mapping stands first.
    """
    if not isinstance(key, TextNode):
        if not isinstance(key, BrokenNode):  # which is reported already
            yield found(key, "冒号前应是一个名称，这里却是括号", "文字以 { 或 [ 开头时，请给整段加引号")
    elif is_merge(key):
        yield found(key, "不能使用 YAML 的合并（<<）", "请把内容照写一遍")
    else:
        yield found(key, f"“{key.typed}”重复，第 {first[key.typed]} 行已经写过", "请删去其中一处", Kind.DUPLICATE)


def is_merge(key: TextNode) -> bool:
    """Return whether a key merges another mapping into its own."""
    return key.typed == "<<" and not key.style


def found(at: Node | yaml.Event, message: str, hint: str, kind: Kind = Kind.YAML) -> Finding:
    """Return a finding in the corrected text.

    Args:
        at: the node or event where it is.
        message: the sentence.
        hint: what to do.
        kind: what it is.
    """
    line, column = at.start if isinstance(at, Node) else begin(at)
    return Finding(kind, line, column, message, hint)


def begin(event: yaml.Event) -> tuple[int, int]:
    """Return where an event begins, 1-based."""
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1


def end(event: yaml.Event) -> tuple[int, int]:
    """Return where an event ends, 1-based."""
    mark: Any = event.end_mark
    return mark.line + 1, mark.column + 1
