"""Reads a YAML file into nodes that know their line and column, and explains what a clerk typed wrong.

Values are never converted by YAML (it reads 12:30 as 750 and 010 as 8): the nodes keep the text as typed, and the
field that a text belongs to decides what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pipeline.problems import Place, Problem, Stop, error

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
FULL_WIDTH_COLON = re.compile(r"^\s*(?:- +)?[^\s:：#\"'|>{\[]+(：)")
MISSING_SPACE = re.compile(r"^\s*(?:- +)?[^\s:：#\"'|>{\[]+(:)(?=[^\s/])")
TAB_INDENT = re.compile(r"^ *(\t)")

# The parser's own words → the sentence for the clerk.
EXPLANATIONS = {
    "mapping values are not allowed": "这里多了一个冒号，或上一行的写法有误",
    "could not find expected ':'": "这一行缺少冒号",
    "did not find expected key": "这一行的缩进与上下行不一致，或引号没有成对",
    "did not find expected ',' or '}'": "花括号里的各项要用半角逗号隔开，并以 } 结束",
    "did not find expected ',' or ']'": "方括号里的各项要用半角逗号隔开，并以 ] 结束",
    "did not find expected '-' indicator": "这一行的缩进与上面各项的“-”不一致",
    "block sequence entries are not allowed": "“-”不能写在这里，应另起一行",
    "cannot start any token": "不能以这个符号开头，请给内容加上引号",
    "found unexpected end of stream": "引号没有成对，或文件不完整",
    "found undefined alias": "不能使用 YAML 别名（*），请写出内容；以 * 开头的文字要加引号",
    "did not find expected alphabetic or numeric character": "以 * 或 & 开头的文字要加引号",
    "did not find expected <document start>": "一个文件只能有一份数据，请删去多余的部分",
    "control characters are not allowed": "含有不可见的控制字符，请删除",
    "expected a single document": "一个文件只能有一份数据，请删去多余的“---”",
    "found unknown escape character": "双引号里的反斜杠 \\ 有特殊含义，请改用单引号",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file as read.

    Attributes:
        file: its path as the user would type it, for messages.
        lines: its text, line by line.
        root: the mapping at its top; an empty mapping if the file is empty or cannot be read.
        problems: what is wrong with it as YAML.
    """

    file: str
    lines: list[str]
    root: yaml.MappingNode
    problems: list[Problem] = field(default_factory=list)

    def place(self, node: yaml.Node) -> Place:
        """Return where a node begins."""
        return self.place_at(node.start_mark.line + 1, node.start_mark.column + 1)

    def place_at(self, line: int, column: int = 0) -> Place:
        """Return a place by its 1-based numbers, with the text of the line."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(self.file, line, column, text)


def read(path: Path, file: str) -> Source:
    """Return the file's nodes and every problem that it has as YAML.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        Stop: the file is missing, too large, or not text in UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Stop(error("没有这个文件", Place(file), hint="请检查单位和年度，或用 make new 新建")) from None
    except OSError as fault:
        raise Stop(error(f"文件打不开：{fault.strerror}", Place(file))) from None
    return parse(decode(data, file), file)


def decode(data: bytes, file: str) -> str:
    """Return the bytes as text; a byte-order mark of UTF-8 is dropped.

    Raises:
        Stop: the bytes are not UTF-8; names the encoding that they seem to be in.
    """
    if len(data) > MAX_BYTES:
        raise Stop(error(f"文件过大（{len(data) // 1_000_000} MB），不像是一份数据文件", Place(file)))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
    message, hint = "文件不是 UTF-8 编码", "请在编辑器中“另存为”，编码选 UTF-8"
    for encoding, name in (("utf-16", "UTF-16（Windows 的“Unicode”）"), ("gb18030", "GBK（ANSI）")):
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        raise Stop(error(f"{message}，看来是 {name} 编码", Place(file), hint=hint))
    raise Stop(error(f"{message}，第 {line} 行起无法识别", Place(file, line), hint=hint))


def parse(text: str, file: str) -> Source:
    """Return the nodes of a YAML text and every problem that it has as YAML."""
    source = Source(file, re.split(r"\r\n|\r|\n", text), yaml.MappingNode("tag:yaml.org,2002:map", []))
    source.problems.extend(tab_problems(source))
    if source.problems:
        return source
    try:
        root = yaml.compose(text, Loader)
    except RecursionError:
        source.problems.append(too_deep(source, 1))
        return source
    except yaml.YAMLError as fault:
        source.problems.append(explain(fault, source))
        return source
    if root is None:
        return source
    if not isinstance(root, yaml.MappingNode):
        source.problems.append(not_a_mapping(root, source))
        return source
    source.problems.extend(structure_problems(root, source))
    return Source(file, source.lines, root, source.problems)


def tab_problems(source: Source) -> Iterator[Problem]:
    """Yield a problem for each line that is indented with tabs, which YAML forbids."""
    for number, line in enumerate(source.lines, 1):
        match = TAB_INDENT.match(line)
        if match and line.strip():
            yield error("缩进用了制表符（Tab）", source.place_at(number, match.start(1) + 1), hint="请改用空格，每级两个")


def explain(fault: yaml.YAMLError, source: Source) -> Problem:
    """Return the parser's complaint as a sentence for the clerk, at the line where the mistake really is."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    said = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or fault)
    if mark is None:
        position = int(getattr(fault, "position", 0))
        before = "\n".join(source.lines)[:position]
        place = source.place_at(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)
    else:
        place = source.place_at(mark.line + 1, mark.column + 1)
    likely = typing_mistake(source, place.line)
    if likely:
        return likely
    sentence = next((chinese for english, chinese in EXPLANATIONS.items() if english in said), "这里不符合 YAML 的写法")
    return error(sentence, place, hint="内容里有 : # { [ * & 等符号时，请给整段内容加引号")


def typing_mistake(source: Source, line: int) -> Problem | None:
    """Return the full-width sign or missing space that is the likely cause of a syntax error near a line."""
    for number in range(line, max(line - 3, 0), -1):
        text = source.lines[number - 1] if number <= len(source.lines) else ""
        colon = FULL_WIDTH_COLON.match(text)
        if colon:
            return error("用了全角冒号“：”", source.place_at(number, colon.start(1) + 1), hint="改成半角冒号加一个空格")
        missing = MISSING_SPACE.match(text)
        if missing:
            return error("冒号后面缺一个空格", source.place_at(number, missing.start(1) + 1), hint="半角冒号后要空一格")
        comma = text.find("，") if "{" in text or "[" in text else -1
        if comma >= 0 and number == line:
            return error("括号里用了全角逗号“，”", source.place_at(number, comma + 1), hint="改成半角逗号加一个空格")
    return None


def not_a_mapping(node: yaml.Node, source: Source) -> Problem:
    """Return the problem of a place that should hold `名称: 内容` lines but holds something else."""
    likely = typing_mistake(source, node.start_mark.line + 1) if isinstance(node, yaml.ScalarNode) else None
    return likely or error("这里应是若干行“名称: 内容”", source.place(node))


def too_deep(source: Source, line: int) -> Problem:
    """Return the problem of brackets or indentation nested beyond any real data file."""
    return error(f"层次过深（超过 {MAX_DEPTH} 层）", source.place_at(line), hint="请检查括号是否成对")


def structure_problems(root: yaml.Node, source: Source) -> Iterator[Problem]:
    """Yield duplicate keys, keys that are no plain text, aliases, explicit tags and nesting that is too deep."""
    seen: set[int] = set()
    waiting: list[tuple[yaml.Node, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if id(node) in seen:
            yield error("不能使用 YAML 别名（& 和 *）", source.place(node), hint="请把内容照写一遍；以 * 开头的文字要加引号")
            continue
        seen.add(id(node))
        if depth > MAX_DEPTH:
            yield too_deep(source, node.start_mark.line + 1)
            return
        if isinstance(node, yaml.MappingNode):
            yield from key_problems(node, source)
            waiting.extend((value, depth + 1) for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend((item, depth + 1) for item in node.value)


def key_problems(node: yaml.MappingNode, source: Source) -> Iterator[Problem]:
    """Yield a problem for each key of a mapping that stands twice or is no plain text."""
    first: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            yield error("名称应是一段文字", source.place(key))
        elif key.value in first:
            yield error(f"“{key.value}”重复，第 {first[key.value]} 行已经写过", source.place(key), hint="请删去其中一处")
        else:
            first[key.value] = key.start_mark.line + 1


def entries(node: yaml.Node | None) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """Return a mapping node's entries by key; for any other node, none."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def is_empty(node: yaml.Node | None) -> bool:
    """Return whether a key is there without any content: not yet filled, which is neither 0 nor 无."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")
