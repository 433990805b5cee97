"""Reads a YAML file into nodes that know their line and column, and explains what a clerk typed wrong.

Values are never converted by YAML (it reads 12:30 as 750 and 010 as 8): the nodes keep the text as typed, and the
field that a text belongs to decides what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.source import syntax
from pipeline.source.composer import BROKEN, Finding, compose, found

MAX_BYTES = 4_000_000
# How many typing mistakes are put right to read on; few in a text that takes long to parse.
MAX_CORRECTIONS, FEW_CORRECTIONS, LONG_TEXT = 200, 5, 50_000
LINE_BREAK = re.compile(r"\r\n|\r|\n")
CHINESE = re.compile("[\u4e00-\u9fff]")
SAVE_AS = "请在编辑器中“另存为”，编码选 UTF-8"
LINES_WANTED, LINES_HINT = "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file as read.

    Attributes:
        file: its path as the user would type it, for messages.
        lines: its text, line by line.
        root: the mapping at its top; an empty mapping if the file is empty or cannot be read.
        problems: what is wrong with it as YAML.
        corrections: the typing mistakes that were put right before `root` was read.
    """

    file: str
    lines: list[str]
    root: yaml.MappingNode
    problems: list[Problem] = field(default_factory=list)
    corrections: list[Finding] = field(default_factory=list)

    def place(self, node: yaml.Node) -> Place:
        """Return where a node begins."""
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        return self.place_at(line, syntax.original_column(self.corrections, line, column) if self.corrections else column)

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
    if path.is_dir():
        raise Stop(error(Kind.UNREADABLE, "这是一个文件夹，应是一个文件", Place(file)))
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Stop(error(Kind.UNREADABLE, "没有这个文件", Place(file), hint="请检查单位和年度，或用 make new 新建")) from None
    except PermissionError:
        raise Stop(error(Kind.UNREADABLE, "没有权限打开这个文件", Place(file), hint="请检查文件的权限，或关闭正在使用它的程序")) from None
    except OSError:
        raise Stop(error(Kind.UNREADABLE, "文件打不开", Place(file), hint="请检查路径和磁盘，或关闭正在使用它的程序")) from None
    return parse(decode(data, file), file)


def decode(data: bytes, file: str) -> str:
    """Return the bytes as text; a byte-order mark of UTF-8 is dropped.

    Raises:
        Stop: the bytes are not UTF-8; names the encoding that they seem to be in.
    """
    if len(data) > MAX_BYTES:
        raise Stop(error(Kind.UNREADABLE, f"文件过大（超过 {MAX_BYTES // 1_000_000} MB），不像是一份数据文件", Place(file)))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:100]:
        raise Stop(error(Kind.ENCODING, "文件不是 UTF-8 编码，看来是 UTF-16（Windows 的“Unicode”）编码", Place(file), hint=SAVE_AS))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8", errors="replace")
    if not CHINESE.search(before) and is_gbk(data):
        raise Stop(error(Kind.ENCODING, "文件不是 UTF-8 编码，看来是 GBK（ANSI）编码", Place(file), hint=SAVE_AS))
    line = len(LINE_BREAK.findall(before)) + 1
    raise Stop(error(Kind.ENCODING, f"文件不是 UTF-8 编码，第 {line} 行有不能识别的字", Place(file, line), hint=f"{SAVE_AS}，再核对这一行"))


def is_gbk(data: bytes) -> bool:
    """Return whether the bytes are Chinese text in GBK."""
    try:
        return CHINESE.search(data.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def parse(text: str, file: str) -> Source:
    """Return the nodes of a YAML text and every problem that it has as YAML."""
    text = text.removeprefix("\ufeff")
    lines = LINE_BREAK.split(text)
    settled = list(syntax.invisible(lines)) if syntax.INVISIBLE.search(text) else []
    root: yaml.Node | None = None
    findings: list[Finding] = []
    if len(settled) > MAX_CORRECTIONS:
        settled = [replace(settled[0], message="文件里有许多看不见的控制字符，不像是一份数据文件", hint=SAVE_AS)]
    else:
        settled += syntax.tabs(lines, settled) if "\t" in text else []
        root, findings = mended(lines, settled)
    source = Source(file, lines, root if isinstance(root, yaml.MappingNode) else yaml.MappingNode("", []), corrections=settled)
    typed = [syntax.as_typed(settled, finding) for finding in findings]
    for finding in sorted((*settled, *typed), key=lambda finding: (finding.line, finding.column)):
        if finding.message:
            source.problems.append(error(finding.kind, finding.message, source.place_at(finding.line, finding.column), hint=finding.hint))
    return source


def mended(lines: Sequence[str], settled: list[Finding]) -> tuple[yaml.Node | None, list[Finding]]:
    """Return the top node after putting right whatever keeps it from being read, and what else is wrong.

    Args:
        lines: the text.
        settled: the mistakes that are put right already; those found here are added.
    """
    patience = MAX_CORRECTIONS if sum(map(len, lines)) < LONG_TEXT else FEW_CORRECTIONS
    guessed = any(finding.kind is Kind.TAB for finding in settled)
    while True:
        text = syntax.corrected(lines, settled)
        try:
            composed = compose(text)
        except yaml.YAMLError as fault:
            root, more = None, syntax.culprits(lines, settled, fault, patience)
            # How wide a tab was meant is a guess; what does not fit then is no mistake of its own.
            findings = [] if guessed else [syntax.explained(text.split("\n"), fault)]
        else:
            root, more, findings = composed.root, syntax.in_odd_keys(composed, lines, settled), composed.findings
            if isinstance(root, yaml.ScalarNode) and not root.value and not root.style:
                root = None  # `---` and nothing else
            elif isinstance(root, yaml.ScalarNode):
                more = list(syntax.in_lines(lines, root, settled))
            if root is not None and not isinstance(root, yaml.MappingNode) and not more:
                findings = [*findings, found(root, LINES_WANTED, LINES_HINT, Kind.SHAPE)]
        if not more or len(settled) > patience:
            return root, findings
        settled += more


def not_a_mapping(node: yaml.Node, source: Source, path: str = "") -> list[Problem]:
    """Return the problems of a place that should hold `名称: 内容` lines but holds something else."""
    likely = syntax.in_lines(source.lines, node, source.corrections) if isinstance(node, yaml.ScalarNode) else ()
    problems = [
        error(finding.kind, finding.message, source.place_at(finding.line, finding.column), path, finding.hint) for finding in likely
    ]
    return problems or [error(Kind.SHAPE, LINES_WANTED, source.place(node), path, LINES_HINT)]


def entries(node: yaml.Node | None) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """Return a mapping node's entries by key; for any other node, none."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode) and key.tag != BROKEN}


def is_broken(node: yaml.Node) -> bool:
    """Return whether a node stands for something that is already reported and has no value, such as an alias."""
    return node.tag == BROKEN


def is_empty(node: yaml.Node | None) -> bool:
    """Return whether a key is there without any content: not yet filled, which is neither 0 nor 无."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")
