"""What a clerk typed that is no YAML: the likely mistake in Chinese, where it is, and the text with it put right.

A mistake that is understood is put right in memory, so that the rest of the file is still read and all its problems are
shown in one run. Whether a suspect really is the mistake is tried out: with it put right, the parser must get further.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import yaml

from pipeline.characters import FORBIDDEN_IN_YAML
from pipeline.problems import Kind
from pipeline.source.composer import ONE_DOCUMENT, events
from pipeline.source.nodes import Finding, Origin, TextNode

INVISIBLE = re.compile(f"[{FORBIDDEN_IN_YAML}]")
TAB_INDENT = re.compile(r"^ *(\t[ \t]*)(?=\S)")
WIDE_INDENT = re.compile("^ *([\u3000\xa0][\u3000\xa0 ]*)")
ITEM = re.compile(r"\s*- ")
NAME = r"[^\s:：,，#\"'|>{}\[\]｛｝&*!?-][^\s:：,，\"'{}\[\]｛｝]*"
BLOCK = (
    (re.compile(rf"^\s*(?:- +)*{NAME} ?(：\s*)"), ": ", "用了全角冒号“：”", "改成半角冒号加一个空格"),
    (re.compile(rf"^\s*(?:- +)*{NAME}(:[\u3000\xa0]\s*)"), ": ", "冒号后面用了全角空格", "改成一个半角空格"),
    (re.compile(rf"^\s*(?:- +)*{NAME}(:)(?=[^\s/])"), ": ", "冒号后面缺一个空格", "半角冒号后要空一格"),
    (re.compile(r"^\s*(-)(?=[^\s\-0-9.])"), "- ", "“-”后面缺一个空格", "“-”后要空一格"),
)
FLOW = (
    (re.compile(rf"[{{｛,，]\s*{NAME} ?(：\s*)"), ": ", "用了全角冒号“：”", "改成半角冒号加一个空格"),
    (re.compile(rf"[{{｛,，]\s*{NAME}(:)(?=[^\s/])"), ": ", "冒号后面缺一个空格", "半角冒号后要空一格"),
    (re.compile(rf"(，\s*)(?={NAME}\s*[:：])"), ", ", "括号里用了全角逗号“，”", "改成半角逗号加一个空格"),
    (re.compile(r"(｛)"), "{", "用了全角花括号“｛”", "改成半角的 {"),
    (re.compile(r"(｝)"), "}", "用了全角花括号“｝”", "改成半角的 }"),
)
REACH = 200  # How far above a syntax error its cause is looked for, in lines.
TAB_WIDTHS = (2, 4, 8)

QUOTE = "内容里有 : # { [ * & ! | > % @ 等符号时，请给整段内容加引号"
COMMAS = "各项之间用半角逗号加空格，例如 {姓名: 陈某某, 手机: 无}"
ALIGN = "同一组的各项要左对齐，下一级多缩进两格"
# The parser's own words → the sentence and hint for the clerk.
EXPLANATIONS = {
    "could not find expected ':'": ("这一行缺少冒号", "写成“名称: 内容”；接着上一行的文字要多缩进两格"),
    "mapping values are not allowed": ("这里多了一个冒号，或上一行缺少冒号", QUOTE),
    "did not find expected key": ("这一行的缩进与同组各行不一致，或引号没有成对", ALIGN),
    "did not find expected ',' or '}'": ("花括号里的各项没有用半角逗号隔开", COMMAS),
    "did not find expected ',' or ']'": ("方括号里的各项没有用半角逗号隔开", "各项之间用半角逗号加空格，例如 [甲, 乙]"),
    "did not find expected '-' indicator": ("这一行的缩进与上面各项的“-”不一致", ALIGN),
    "block sequence entries are not allowed": ("“-”不能写在这里", "每项另起一行，以“- ”开头"),
    "cannot start any token": ("内容不能以这个符号开头", QUOTE),
    "found unexpected end of stream": ("引号没有成对", "在内容末尾补上同样的引号"),
    "found unexpected document indicator": ("引号没有成对", "在内容末尾补上同样的引号"),
    "did not find expected alphabetic or numeric character": ("内容不能以 * 或 & 开头", QUOTE),
    "did not find expected <document start>": ("这一行的缩进与上面各行不一致", ALIGN),
    "did not find expected node content": ("这里多了一个符号", "请检查括号和逗号"),
    "found unknown escape character": ("双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
    "escape": ("双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
    "hexdecimal": ("双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
    "expected whitespace or line break": ("内容不能以 ! 开头", QUOTE),
    "directive": ("内容不能以 % 开头", QUOTE),
    "did not find expected comment or line break": (
        "“|”或“>”后面不能接着写内容",
        "内容另起一行，多缩进两格；文字以 | 或 > 开头时请加引号",
    ),
}
# Where the parser tells both where it gave up and where what it was reading began, and the latter is the better place.
BEGINS_AT_CONTEXT = re.compile("scanning (a tag|a quoted scalar|a simple key|an alias|an anchor|a directive)")
UNCLOSED = {"flow mapping": ("花括号没有以 } 结束", "补上 }"), "flow sequence": ("方括号没有以 ] 结束", "补上 ]")}


def invisible(lines: Sequence[str]) -> Iterator[Finding]:
    """Yield the control characters of a text, one message for each line that has any."""
    for number, line in enumerate(lines, 1):
        for count, match in enumerate(INVISIBLE.finditer(line)):
            message = "" if count else "这里有看不见的控制字符"
            yield Finding(Kind.INVISIBLE, number, match.start() + 1, message, "请删去后重新输入这一处", length=1)


def tabs(lines: Sequence[str], settled: Sequence[Finding]) -> list[Finding]:
    """Return the tabs that lines are indented with, which YAML forbids, as wide as lets the parser get furthest."""
    choices = [list(tabs_as(lines, width)) for width in TAB_WIDTHS]
    return max(choices, key=lambda findings: reached(lines, [*settled, *findings])) if choices[0] else []


def tabs_as(lines: Sequence[str], width: int) -> Iterator[Finding]:
    """Yield the tabs that lines are indented with, each worth `width` spaces."""
    for number, line in enumerate(lines, 1):
        match = TAB_INDENT.match(line)
        if match:
            right = match[1].replace("\t", " " * width)
            yield Finding(Kind.TAB, number, match.start(1) + 1, "缩进用了制表符（Tab）", "请改用空格，每级两个", len(match[1]), right)


def suspects(line: str, number: int) -> list[Finding]:
    """Return what may be wrong with a line near a syntax error."""
    wide = WIDE_INDENT.match(line)
    matches = [(match, *rule[1:]) for rule in BLOCK if (match := rule[0].match(line))][:1]
    if re.search(r"[{\[｛]", line):
        matches += [(match, *rule[1:]) for rule in FLOW for match in rule[0].finditer(line)]
    findings = [
        Finding(Kind.SIGN, number, match.start(1) + 1, message, hint, len(match[1]), right) for match, right, message, hint in matches
    ]
    if wide:
        right = wide[1].replace("\u3000", "  ").replace("\xa0", " ")
        findings.append(Finding(Kind.SIGN, number, wide.start(1) + 1, "缩进用了全角空格", "请改用半角空格，每级两个", len(wide[1]), right))
    return findings


def in_text(node: TextNode) -> Iterator[Finding]:
    """Yield the wrong signs in the lines that an unquoted text takes up: what was meant as `名称: 内容` was read as one.

    A list's item may well be a text with a full-width colon in it.
    """
    if node.style:
        return
    origin = node.origin
    start, end = ((line, origin.column_as_typed(line, column)) for line, column in (node.start, node.end))
    for number in range(start[0], min(end[0], len(origin.lines)) + 1):
        known = {(finding.line, finding.column) for finding in origin.corrections.get(number, ())}
        for finding in suspects(origin.lines[number - 1], number):
            spot = (number, finding.column)
            if start <= spot < end and spot not in known and not ITEM.match(origin.lines[number - 1]):
                yield finding


def culprits(lines: Sequence[str], settled: list[Finding], fault: yaml.YAMLError, limit: int) -> list[Finding]:
    """Return the typing mistakes behind a syntax error of the text with the settled ones put right; none if nothing explains it.

    Args:
        lines: the text as typed.
        settled: the mistakes put right already.
        fault: the syntax error.
        limit: how many suspects are tried.
    """
    beyond = position(fault, settled)
    known = {(finding.line, finding.column) for finding in settled}
    tried: list[Finding] = []
    for number in range(min(beyond[0], len(lines)), max(beyond[0] - REACH, 0), -1):
        more = [finding for finding in suspects(lines[number - 1], number) if (number, finding.column) not in known]
        tried += more
        for attempt in (more, tried) if more else ():
            if reached(lines, [*settled, *attempt]) > beyond:
                return necessary(lines, settled, attempt, beyond)
        if len(tried) > limit:
            break
    return []


def necessary(lines: Sequence[str], settled: list[Finding], tried: list[Finding], beyond: tuple[int, int]) -> list[Finding]:
    """Return those suspects without which the parser gets no further: the others are innocent.

    Args:
        lines: the text as typed.
        settled: the mistakes put right already.
        tried: the suspects that explain the error together.
        beyond: where the parser gave up.
    """
    for finding in list(tried):
        others = [other for other in tried if other is not finding]
        if others and reached(lines, [*settled, *others]) > beyond:
            tried = others
    return tried


def reached(lines: Sequence[str], findings: Sequence[Finding]) -> tuple[int, int]:
    """Return how far the parser gets in the text with the findings put right, as a line and a column."""
    try:
        for _ in events(corrected(lines, findings), []):
            pass
    except yaml.YAMLError as fault:
        return position(fault, findings)
    return len(lines) + 2, 0  # beyond the end, where the parser notices that something is not closed


def corrected(lines: Sequence[str], findings: Iterable[Finding]) -> str:
    """Return the text with the findings put right."""
    result = list(lines)
    for finding in sorted(findings, key=lambda finding: -finding.column):
        line, start = result[finding.line - 1], finding.column - 1
        result[finding.line - 1] = line[:start] + finding.right + line[start + finding.length :]
    return "\n".join(result)


def position(fault: yaml.YAMLError, findings: Iterable[Finding] = ()) -> tuple[int, int]:
    """Return the 1-based line and column at which the parser gave up, in the text as typed."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    typed = Origin("")
    typed.settle(findings)
    return (mark.line + 1, typed.column_as_typed(mark.line + 1, mark.column + 1)) if mark else (1, 1)


def explained(lines: Sequence[str], fault: yaml.YAMLError) -> Finding:
    """Return the parser's complaint as a sentence for the clerk, at the place where the mistake really is."""
    line, column = position(fault)
    said, context = str(getattr(fault, "problem", None) or fault), str(getattr(fault, "context", None) or "")
    begun = getattr(fault, "context_mark", None)
    message, hint = next(
        (words for english, words in EXPLANATIONS.items() if english in f"{said} {context}"), ("这里不符合 YAML 的写法", QUOTE)
    )
    if begun and (BEGINS_AT_CONTEXT.search(context) or (begun.line + 1 < line and "expected ',' or" in said)):
        message, hint = next((words for kind, words in UNCLOSED.items() if kind in context), (message, hint))
        line, column = begun.line + 1, begun.column + 1
    line = min(line, len(lines))
    text = lines[line - 1]
    if "mapping values" in said:
        above = next((text for text in reversed(lines[: line - 1]) if text.strip() and not text.lstrip().startswith("#")), "")
        if re.search(r":\s", text[: column - 1]):
            message, hint = "一行里有两个冒号", QUOTE
        elif ": " in above and indent(text) > indent(above):
            column, message, hint = indent(text) + 1, "这一行比上一行缩进得多", ALIGN
    elif "expected key" in said:
        message, hint = stray(text, column) or (message, hint)
    elif "<document start>" in said and any(text.startswith("...") for text in lines[: line - 1]):
        message, hint = ONE_DOCUMENT
    return Finding(Kind.YAML, line, column, message, hint)


def stray(text: str, column: int) -> tuple[str, str] | None:
    """Return what to say about something left over on a line after a value that is complete."""
    before, rest = text[: column - 1].rstrip(), text[column - 1 :]
    if before.endswith(("'", '"')) and rest:
        return "引号后面还有内容", "整段内容只在两头各用一个引号；里面的引号用“ ”"
    if rest.startswith(":"):
        return "冒号前面缺少名称", "写成“名称: 内容”"
    if rest.startswith((",", "}", "]")):
        return f"多了一个“{rest[0]}”", "请检查括号是否成对"
    return None


def indent(text: str) -> int:
    """Return how many spaces a line begins with."""
    return len(text) - len(text.lstrip(" "))
