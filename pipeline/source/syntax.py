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
from pipeline.regex import regex
from pipeline.source.composer import events
from pipeline.source.nodes import Finding, Origin, TextNode

INVISIBLE = regex(f"[{FORBIDDEN_IN_YAML}]")
TAB_INDENT = regex(r"^ *(\t[ \t]*)(?=\S)")
WIDE_INDENT = regex("^ *([\u3000\xa0][\u3000\xa0 ]*)")
ITEM = regex(r"\s*- ")
NAME = r"[^\s:：,，#\"'|>{}\[\]｛｝&*!?-][^\s:：,，\"'{}\[\]｛｝]*"
# What a point of a text begins with: “二是：……” is no name with its content.
COUNTED = "[一二三四五六七八九十]+是|第[一二三四五六七八九十]|其[一二三四五六]：|首先|其次|再次|最后"
# What Word and clerks begin an item with.
BULLETS, BULLET_HINT = "*·•●○■◆▪‣∙・—–－―", "改成半角的“-”加一个空格"
BLOCK = (
    (regex(rf"^\s*(?:- +)*(?!{COUNTED}){NAME} ?(：\s*)"), ": ", "用了全角冒号“：”", "改成半角冒号加一个空格"),
    (regex(rf"^\s*(?:- +)*{NAME}(:[\u3000\xa0]\s*)"), ": ", "冒号后面用了全角空格", "改成一个半角空格"),
    (regex(rf"^\s*(?:- +)*{NAME}(:)(?=[^\s/])"), ": ", "冒号后面缺一个空格", "半角冒号后要空一格"),
    (regex(r"^\s*(-)(?=[^\s\-0-9.])"), "- ", "“-”后面缺一个空格", "“-”后要空一格"),
    (regex(rf"^\s*([{BULLETS}]\s*)(?=\S)"), "- ", "列表不能用这个符号开头", BULLET_HINT),
)
FLOW = (
    (regex(rf"[{{｛,，]\s*{NAME} ?(：\s*)"), ": ", "用了全角冒号“：”", "改成半角冒号加一个空格"),
    (regex(rf"[{{｛,，]\s*{NAME}(:)(?=[^\s/])"), ": ", "冒号后面缺一个空格", "半角冒号后要空一格"),
    (regex(rf"(，\s*)(?={NAME}\s*[:：])"), ", ", "括号里用了全角逗号“，”", "改成半角逗号加一个空格"),
    (regex(r"(｛)"), "{", "用了全角花括号“｛”", "改成半角的 {"),
    (regex(r"(｝)"), "}", "用了全角花括号“｝”", "改成半角的 }"),
)
REACH = 200  # How far above a syntax error its cause is looked for, in lines.
TAB_WIDTHS = (2, 4, 8)


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


def suspects(line: str, number: int, width: int = 2) -> list[Finding]:
    """Return what may be wrong with a line near a syntax error.

    Args:
        line: the line.
        number: its number.
        width: how many spaces a full-width one is worth in an indentation.
    """
    wide = WIDE_INDENT.match(line)
    matches = [(match, *rule[1:]) for rule in BLOCK if (match := rule[0].match(line))][:1]
    if re.search(r"[{\[｛]", line):
        matches += [(match, *rule[1:]) for rule in FLOW for match in rule[0].finditer(line)]
    findings = [
        Finding(Kind.SIGN, number, match.start(1) + 1, message, hint, len(match[1]), right) for match, right, message, hint in matches
    ]
    if wide:
        right = wide[1].replace("\u3000", " " * width).replace("\xa0", " ")
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
    tried: dict[int, list[Finding]] = {1: [], 2: []}
    for number in range(min(beyond[0], len(lines)), max(beyond[0] - REACH, 0), -1):
        for width in (2, 1):
            more = [finding for finding in suspects(lines[number - 1], number, width) if (number, finding.column) not in known]
            tried[width] += more
            for attempt in (more, tried[width]) if more else ():
                if reached(lines, [*settled, *attempt]) > beyond:
                    return necessary(lines, settled, attempt, beyond)
        if len(tried[1]) > limit:
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
        for _ in events(corrected(lines, findings)):
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
