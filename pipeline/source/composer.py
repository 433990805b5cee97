"""Builds nodes from the parser's events: no recursion, no aliases, no limitless depth, every oddity noted with its place.

PyYAML's own composer recurses (100,000 nested brackets crash the interpreter), follows aliases (256 bytes become 58 MB), and
drops `&name` and `!tag` before a text without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

import yaml

from pipeline.problems import Kind
from pipeline.records import record
from pipeline.regex import regex
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, Finding, ItemsNode, Node, Origin, TextNode

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 40
MERGE = "<<"
# What YAML takes for a comment although it hardly is one: no blank follows.
CUT_OFF = regex(r"\s+(#[^\s#].{0,7})")
BARE_NUMBER = regex(r"[\d.,%+-]*")
PUNCTUATION = regex("[:：，]")
STARTS, ENDS = (yaml.MappingStartEvent, yaml.SequenceStartEvent), (yaml.MappingEndEvent, yaml.SequenceEndEvent)
NODES = frozenset((yaml.ScalarEvent, yaml.AliasEvent, *STARTS))
TEXTS_ONLY = frozenset((TextNode,))
ONE_DOCUMENT = ("一个文件只能有一份数据", "请删去多余的“---”或“...”，或把另一份另存为一个文件")


@record(frozen=False)
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
    """Return the nodes of a text's first document, noting a second one; `origin` is the text as typed.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    composed = Composed()
    lines = enumerate(text.split("\n"), 1) if "#" in text else ()
    suspect = {number: line for number, line in lines if "#" in line and CUT_OFF.search(line)}
    opened: list[tuple[yaml.CollectionStartEvent, list[Node]]] = []
    children: list[Node] = []
    event: Any
    for event in iter(Loader(text).get_event, None):
        kind = type(event)
        if kind in NODES and (event.anchor is not None or event.tag is not None):
            composed.findings.append(vanishing(event))
        if kind is yaml.ScalarEvent:
            began, ended = event.start_mark, event.end_mark  # not by calling `begin` and `end`: most events are texts
            node = TextNode(origin, (began.line + 1, began.column + 1), (ended.line + 1, ended.column + 1), event.value, event.style or "")
            children.append(node)
            if suspect and node.end[0] in suspect:
                composed.findings.extend(cut_off(node, suspect[node.end[0]]))
        elif kind in ENDS:
            start, siblings = opened.pop()
            siblings.append(collection(start, event, children, composed, origin))
            children = siblings
        elif kind in STARTS:
            opened.append((event, children))
            children = []
            if len(opened) > MAX_DEPTH:
                return Composed(None, [*composed.findings, found(event, f"层次过深（超过 {MAX_DEPTH} 层）", "请检查括号是否成对")])
        elif kind is yaml.AliasEvent:
            children.append(BrokenNode(origin, begin(event), end(event)))
        elif kind is yaml.DocumentStartEvent and children:
            composed.findings.append(found(event, *ONE_DOCUMENT))
            break
    composed.root = children[0] if children else None
    return composed


def events(text: str) -> Iterator[Any]:
    """Yield the parser's events of a text's first document.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    documents = 0
    for event in iter(Loader(text).get_event, None):
        documents += type(event) is yaml.DocumentStartEvent
        if documents > 1:
            return
        yield event


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
    if type(start) is yaml.SequenceStartEvent:
        return ItemsNode(origin, begin(start), end(stop), tuple(children))
    keys, values = children[::2], children[1::2]
    entries: dict[str, Entry] = {}
    if not start.flow_style and TEXTS_ONLY.issuperset(map(type, keys)):
        entries = {key.typed: Entry(key, value) for key, value in zip(keys, values, strict=True)}  # type: ignore[attr-defined, arg-type]
    if len(entries) < len(keys) or MERGE in entries:
        entries = odd_entries(keys, values, composed, is_flow=bool(start.flow_style))
    return EntriesNode(origin, begin(start), end(stop), entries)


def odd_entries(keys: Sequence[Node], values: Sequence[Node], composed: Composed, *, is_flow: bool) -> dict[str, Entry]:
    """Return the entries of a mapping in which something may be odd, noting what is.

    Args:
        keys: its keys.
        values: what stands behind each.
        composed: takes up what is found.
        is_flow: whether it stands in braces.
    """
    entries: dict[str, Entry] = {}
    first: dict[str, int] = {}
    for key, value in zip(keys, values, strict=True):
        if not isinstance(key, TextNode) or key.typed in first or is_merge(key):
            composed.findings.extend(key_findings(key, first))
        if isinstance(key, TextNode) and not is_merge(key):
            first.setdefault(key.typed, key.start[0])
            is_twice = key.typed in entries and isinstance(value, TextNode)  # nobody knows which of the two is meant
            entries[key.typed] = Entry(key, BrokenNode(value.origin, value.start, value.end) if is_twice else value)
            if is_flow and not key.style and PUNCTUATION.search(key.typed):
                composed.odd_keys.append(key)
    return entries


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
    return key.typed == MERGE and not key.style


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
