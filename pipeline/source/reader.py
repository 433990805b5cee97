"""Reads a YAML file into nodes that know their line and column, and explains what a clerk typed wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

import yaml

from pipeline.calls import command, either
from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.records import record
from pipeline.regex import regex
from pipeline.regular import read_regular
from pipeline.source import syntax
from pipeline.source.complaints import explained
from pipeline.source.composer import compose, found
from pipeline.source.indentation import shifted
from pipeline.source.nodes import EntriesNode, Finding, ItemsNode, Node, Origin, TextNode

MAX_BYTES = 4_000_000
BOM = b"\xef\xbb\xbf"  # of UTF-8, which editors on Windows put before a text
# How many typing mistakes are put right to read on; few in a text that takes long to parse.
MAX_CORRECTIONS, FEW_CORRECTIONS, LONG_TEXT = 200, 5, 50_000
LINE_BREAK = regex(r"\r\n|\r|\n")
CHINESE = regex("[\u4e00-\u9fff]")
SAVE_AS = "请在编辑器中“另存为”，编码选 UTF-8"
# What programs that merge versions leave where two of them differ.
CONFLICT = regex(r"<{7}(\s|$)")
TWO_VERSIONS, CHOOSE = "这里并存着两个版本的内容", "留下对的一个版本，删去另一个和 <<<<<<<、=======、>>>>>>> 开头的三行"
LINES_WANTED, LINES_HINT = "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"
WANTED: dict[type[Node], tuple[str, str]] = {
    EntriesNode: (LINES_WANTED, LINES_HINT),
    ItemsNode: ("这里应是若干行，每行以“- ”开头", "例如 - 名称: 内容"),
}


@record()
class Source:
    """One YAML file as read.

    Attributes:
        root: the entries at its top; none if the file is empty or cannot be read.
        problems: what is wrong with it as YAML.
        sha256: the hash of the bytes that were read; empty for a text that was no file.
        whole: the file as it was read, if something of it is left out here.
        inputs: SHA-256 of each file that decided what is left out, by path in the workspace.
    """

    root: EntriesNode
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""
    whole: Source | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Its path as the user would type it, for messages."""
        return self.root.origin.file


def read(path: Path, file: str) -> Source:
    """Return the file's nodes and every problem that it has as YAML.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        Stop: the file is missing, too large, or not text in UTF-8.
    """
    data = read_bytes(path, file)
    return replace(parse(decode(data, file), file), sha256=sha256(data))


def read_items(path: Path, file: str) -> tuple[Sequence[Node], list[Problem], str]:
    """Return the items of a file that is one list, every problem that it has as YAML, and the hash of the bytes that were read.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        Stop: the file is missing, too large, or not text in UTF-8.
    """
    data = read_bytes(path, file)
    root, problems = parsed(decode(data, file), Origin(file), ItemsNode)
    return (root.items if isinstance(root, ItemsNode) else ()), problems, sha256(data)


def read_bytes(path: Path, file: str) -> bytes:
    """Return the file's content; `file` is how messages name it.

    Raises:
        Stop: the file is missing, no regular file, too large, or cannot be opened.
    """
    to_do = either("请回到“全部单位”，看看还有没有这一份", f"请检查单位和年度，或新建：{command('new', '单位代码', '年度')}")
    return read_regular(path, file, MAX_BYTES, to_do)


def decode(data: bytes, file: str) -> str:
    """Return the bytes as text; a byte-order mark of UTF-8 is dropped.

    Raises:
        Stop: the bytes are not UTF-8; names the encoding that they seem to be in.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:100]:
        raise Stop(error(Kind.ENCODING, "文件不是 UTF-8 编码，看来是 UTF-16（Windows 的“Unicode”）编码", Place(file), hint=SAVE_AS))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8", errors="replace")
    if not CHINESE.search(before) and is_gbk(data):
        raise Stop(error(Kind.ENCODING, "文件不是 UTF-8 编码，看来是 GBK（ANSI）编码", Place(file), hint=SAVE_AS))
    line = len(LINE_BREAK.findall(before)) + 1
    message = f"文件不是 UTF-8 编码，第 {line} 行有不能识别的字"
    raise Stop(error(Kind.ENCODING, message, Place(file, line), hint=f"{SAVE_AS}，再核对这一行"))


def is_gbk(data: bytes) -> bool:
    """Return whether the bytes are Chinese text in GBK."""
    try:
        return CHINESE.search(data.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def parse(text: str, file: str) -> Source:
    """Return the nodes of a YAML text and every problem that it has as YAML."""
    origin = Origin(file)
    root, problems = parsed(text, origin, EntriesNode)
    return Source(root if isinstance(root, EntriesNode) else EntriesNode(origin, (1, 1), (1, 1)), problems)


def parsed(text: str, origin: Origin, wanted: type[Node]) -> tuple[Node | None, list[Problem]]:
    """Return the top node of a YAML text and every problem that it has as YAML.

    Args:
        text: the text.
        origin: takes up its lines.
        wanted: what the top node should be.
    """
    text = text.removeprefix("\ufeff")
    origin.lines.extend(LINE_BREAK.split(text) if "\r" in text else text.split("\n"))
    root: Node | None = None
    conflicts = (number for number, line in enumerate(origin.lines, 1) if CONFLICT.match(line)) if "<<<<<<<" in text else iter(())
    if conflict := next(conflicts, 0):
        return None, [error(Kind.YAML, TWO_VERSIONS, origin.place(conflict, 1), hint=CHOOSE)]
    invisible = list(syntax.invisible(origin.lines)) if syntax.INVISIBLE.search(text) else []
    if len(invisible) > MAX_CORRECTIONS:
        findings = [replace(invisible[0], message="文件里有许多看不见的控制字符，不像是一份数据文件", hint=SAVE_AS)]
    else:
        origin.settle(invisible)
        origin.settle(syntax.tabs(origin.lines, invisible) if "\t" in text else ())
        root, findings = mended(origin, wanted)
    typed = [replace(finding, column=origin.column_as_typed(finding.line, finding.column)) for finding in findings]
    in_order = sorted((*origin.settled(), *typed), key=lambda finding: (finding.line, finding.column))
    return root, [problem_of(finding, origin) for finding in in_order if finding.message]


def problem_of(finding: Finding, origin: Origin, path: str = "") -> Problem:
    """Return a finding in a text as typed as a problem, of a field if its path is given.

    Args:
        finding: the finding.
        origin: the text.
        path: the field's path, if it is about a field.
    """
    return error(finding.kind, finding.message, origin.place(finding.line, finding.column), path, finding.hint)


def mended(origin: Origin, wanted: type[Node]) -> tuple[Node | None, list[Finding]]:
    """Return the top node after putting right whatever keeps it from being read, and what else is wrong.

    The mistakes that are put right on the way are added to the origin's corrections; `wanted` is what the top node should be.
    """
    lines, settled = origin.lines, origin.settled()
    patience = MAX_CORRECTIONS if sum(map(len, lines)) < LONG_TEXT else FEW_CORRECTIONS
    guessed = any(finding.kind is Kind.TAB for finding in settled)
    while True:
        text = syntax.corrected(lines, settled)
        try:
            composed = compose(text, origin)
        except yaml.YAMLError as fault:
            root, more = None, syntax.culprits(lines, settled, fault, patience)
            if not more and patience == MAX_CORRECTIONS:
                more = shifted(lines, settled, fault)
            # How wide a tab was meant is a guess; what does not fit then is no mistake of its own.
            findings = [] if guessed else [explained(text.split("\n"), fault)]
        else:
            root, findings = composed.root, composed.findings
            more = [finding for key in composed.odd_keys for finding in syntax.in_text(key)]
            if isinstance(root, TextNode) and not root.typed and not root.style:
                root = None  # `---` and nothing else
            elif isinstance(root, TextNode):
                more = list(syntax.in_text(root))
            if root is not None and not isinstance(root, wanted) and not more:
                findings = [*findings, found(root, *WANTED[wanted], Kind.SHAPE)]
        if not more or len(settled) > patience:
            return root, findings
        origin.settle(more)
        settled = origin.settled()


def not_entries(node: Node, path: str = "") -> list[Problem]:
    """Return the problems of a place that should hold `名称: 内容` lines but holds something else."""
    likely = syntax.in_text(node) if isinstance(node, TextNode) else ()
    problems = [problem_of(finding, node.origin, path) for finding in likely]
    return problems or [error(Kind.SHAPE, LINES_WANTED, node.place, path, LINES_HINT)]
