"""The parser's complaint as a sentence that a clerk can act on, at the line where the mistake really is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from pipeline.problems import Kind
from pipeline.regex import regex
from pipeline.source.composer import ONE_DOCUMENT, begin, end, events
from pipeline.source.indentation import ENTRY, indent
from pipeline.source.nodes import Finding
from pipeline.source.syntax import position

QUOTE = '请给整段内容加半角引号，例如 "……"；里面的引号用“ ”'
COMMAS = "各项之间用半角逗号加空格，例如 {姓名: 陈某某, 手机: 无}"
ALIGN = "同一组的各项要左对齐，下一级多缩进两格"
PAIR = "在内容末尾补上同样的引号，或删去开头的引号"
NEXT_LINE = (
    "这一行没有名称，像是上面那段文字的下一行",
    "接到上一行末尾；要分段的，每段（连同第一段）另起一行，比名称多空两格，前加“- ”",
)
SIGN = "☆"
BEGINS_WITH = f"内容不能以 {SIGN} 开头"
# The parser's own words → the sentence and hint for the clerk; SIGN stands for the sign at the place.
EXPLANATIONS = {
    "mapping values are not allowed": ("这里多了一个冒号", QUOTE),
    "did not find expected key": ("这一行的缩进与同组各行不一致，或引号没有成对", ALIGN),
    "did not find expected ',' or '}'": ("花括号里的各项没有用半角逗号隔开", COMMAS),
    "did not find expected ',' or ']'": ("方括号里的各项没有用半角逗号隔开", "各项之间用半角逗号加空格，例如 [甲, 乙]"),
    "did not find expected '-' indicator": ("这一行的缩进与上面各项的“-”不一致", ALIGN),
    "block sequence entries are not allowed": ("“-”不能写在这里", "每项另起一行，以“- ”开头"),
    "cannot start any token": (BEGINS_WITH, QUOTE),
    "found unexpected end of stream": ("引号没有成对", PAIR),
    "found unexpected document indicator": ("引号没有成对", PAIR),
    "did not find expected alphabetic or numeric character": (BEGINS_WITH, QUOTE),
    "did not find expected <document start>": ("这一行的缩进与上面各行不一致", ALIGN),
    "while parsing a flow node": ("这里多了一个符号", "请检查括号和逗号"),
    "did not find expected node content": (BEGINS_WITH, QUOTE),
    "found unknown escape character": ("双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
    "escape": ("双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
    "hexdecimal": ("双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
    "expected whitespace or line break": (BEGINS_WITH, QUOTE),
    "directive": (BEGINS_WITH, QUOTE),
    "did not find expected comment or line break": (
        "“|”或“>”后面不能接着写内容",
        "内容另起一行，多缩进两格；文字以 | 或 > 开头时请加引号",
    ),
}
# Where the parser tells both where it gave up and where what it was reading began, and the latter is the better place.
BEGINS_AT_CONTEXT = regex("scanning (a tag|a quoted scalar|a simple key|an alias|an anchor|a directive)")
UNCLOSED = {
    "flow mapping": ("花括号没有以 } 结束", "补上 }", regex(r"\{[^{]*: ")),
    "flow sequence": ("方括号没有以 ] 结束", "补上 ]", regex(r"\[.*, ")),
}
# What is left over on a line, by what it begins with.
LEFT_OVER = {
    ":": ("冒号前面缺少名称", "补上名称，写成“名称: 内容”"),
    **{sign: (f"多了一个“{sign}”", "请检查括号是否成对") for sign in (",", "}", "]")},
    "- ": ("这一行不能以“- ”开头", "名称前面不加“- ”；列表写在“名称:”下面，多空两格"),
}
# Within braces: a # with the end behind it, a colon behind a text that one introduced, and a text that a bracket breaks off.
HIDES_END = regex(r"\{[^{}]*\s(#)[^{}]*([}\]])\s*$")
SECOND_COLON = regex(r"[{,]\s*[^\s:,]+: +[^\s:,{}\[\]]+$")
INSIDE = regex(r": +[^\s:,{}\[\]][^:,{}\[\]]*$")
COMMENT = regex(r"\s*#")
NAMED = regex(r"[^:]*:(?:\s|$)")
BRACKET = regex(r"(?:: |- )\s*([\[{])")
PROSE, LONG = regex("[。；，]"), 20


def explained(lines: Sequence[str], fault: yaml.YAMLError) -> Finding:
    """Return the parser's complaint about lines as a sentence for the clerk, at the place where the mistake really is."""
    line, column = position(fault)
    said, context = str(getattr(fault, "problem", None) or fault), str(getattr(fault, "context", None) or "")
    if "could not find expected ':'" in said:
        begun = getattr(fault, "context_mark", None)
        return nameless(lines, begun.line + 1 if begun else line)
    message, hint = next(
        (words for english, words in EXPLANATIONS.items() if english in f"{said} {context}"), ("这里不符合 YAML 的写法", QUOTE)
    )
    begun = getattr(fault, "context_mark", None)
    if "expected ',' or" in said and (sign := sign_in_braces(lines, begun.line + 1 if begun else line, line, column)):
        return sign
    if begun and (BEGINS_AT_CONTEXT.search(context) or (begun.line + 1 < line and "expected ',' or" in said)):
        line, column = begun.line + 1, begun.column + 1
        for kind, (unclosed, close, is_list) in UNCLOSED.items():
            if kind in context:
                is_meant = is_list.search(lines[line - 1], column - 1)
                message, hint = (unclosed, close) if is_meant else (BEGINS_WITH, QUOTE)
    line = min(line, len(lines))
    if "mapping values" in said:
        return colon(lines, line, column)
    if "expected key" in said:
        return stray(lines, line, column) or Finding(Kind.YAML, line, column, message, hint)
    if "<document start>" in said and (dots := next((n for n, text in enumerate(lines[:line], 1) if text.startswith("...")), 0)):
        return Finding(Kind.YAML, dots, 1, *ONE_DOCUMENT)
    return Finding(Kind.YAML, line, column, message.replace(SIGN, lines[line - 1][column - 1 : column]), hint)


def sign_in_braces(lines: Sequence[str], first: int, line: int, column: int) -> Finding | None:
    """Return what to say about a sign that does not belong into a text within braces: a second colon, a bracket, or a # that hides the end.

    Args:
        lines: the lines.
        first: where the braces begin.
        line: where the parser gave up.
        column: its column.
    """
    comment = HIDES_END.search(lines[first - 1]) if first < line else None
    if comment:
        return Finding(Kind.YAML, first, comment.start(1) + 1, f"空格后的 # 表示注释，后面的“{comment[2]}”也成了注释", QUOTE)
    text = lines[min(line, len(lines)) - 1]
    before, rest = text[: column - 1], text[column - 1 :]
    if rest.startswith(": ") and SECOND_COLON.search(before):
        return Finding(Kind.YAML, line, column, "一项里有两个冒号", QUOTE)
    if rest.startswith(("[", "{")) and INSIDE.search(before):
        return Finding(Kind.YAML, line, column, f"内容里不能有半角的 {rest[0]}", QUOTE)
    return None


def nameless(lines: Sequence[str], line: int) -> Finding:
    """Return what to say about a line without a name and colon: what it seems to be, and where that belongs."""
    text = lines[line - 1].strip()
    if "\t" in text or text.startswith("|"):
        message, hint = "这一行像是从表格里粘贴来的", "写成“名称: 内容”，一行一项"
    elif not re.search(r"\w", text):
        message, hint = "这一行只有符号", "请删去"
    elif PROSE.search(text) or len(text) > LONG:
        message, hint = NEXT_LINE
    else:
        message, hint = "这一行缺少名称或冒号", "写成“名称: 内容”；是上面文字的下一行，就接到上一行末尾"
    return Finding(Kind.YAML, line, indent(lines[line - 1]) + 1, message, hint)


def colon(lines: Sequence[str], line: int, column: int) -> Finding:
    """Return what to say about a colon where the parser expects none: a second one, one in a text, or one missing above.

    Args:
        lines: the lines.
        line: where the colon stands.
        column: its column.
    """
    text = lines[line - 1]
    if re.search(r":\s", text[: column - 1]):
        return Finding(Kind.YAML, line, column, "一行里有两个冒号", QUOTE)
    above = [number for number in range(1, line) if lines[number - 1].strip() and not COMMENT.match(lines[number - 1])]
    if not above or NAMED.match(lines[above[-1] - 1]):
        if above and indent(text) > indent(lines[above[-1] - 1]):
            return Finding(Kind.YAML, line, indent(text) + 1, "这一行比上一行缩进得多", ALIGN)
        return Finding(Kind.YAML, line, column, *EXPLANATIONS["mapping values are not allowed"])
    first = above[-1]
    for number in reversed(above):
        if NAMED.match(lines[number - 1]):
            break
        first = number
    below = next((text for text in lines[line:] if text.strip()), "")
    if PROSE.search(lines[first - 1]) and not ENTRY.match(below):
        return Finding(Kind.YAML, line, column, "文字里有冒号和空格", QUOTE)
    return nameless(lines, first)


def stray(lines: Sequence[str], line: int, column: int) -> Finding | None:
    """Return what to say about something left over on a line after a value that is complete.

    Args:
        lines: the lines.
        line: where it stands.
        column: its column.
    """
    text = lines[line - 1]
    before, rest = text[: column - 1].rstrip(), text[column - 1 :]
    if before.endswith(("'", '"')) and rest:
        return behind_quote(lines, line, column)
    if rest.startswith("- ") and (row := without_dash(lines, line)):
        return Finding(Kind.YAML, row, indent(lines[row - 1]) + 1, "这一行前面缺少“- ”", "列表的每一行都以“- ”开头")
    bracket = BRACKET.search(before) if before.endswith(("]", "}")) else None
    if bracket and not rest.startswith(("]", "}")):
        return Finding(Kind.YAML, line, bracket.start(1) + 1, BEGINS_WITH.replace(SIGN, bracket[1]), QUOTE)
    words = next((words for sign, words in LEFT_OVER.items() if rest.startswith(sign)), None)
    return Finding(Kind.YAML, line, column, *words) if words else None


def without_dash(lines: Sequence[str], line: int) -> int:
    """Return the row in braces right above an item of a list that has lost its dash, none if there is none."""
    above = [number for number in range(1, line) if lines[number - 1].strip() and not COMMENT.match(lines[number - 1])]
    is_row = above and lines[above[-1] - 1].lstrip().startswith("{") and indent(lines[above[-1] - 1]) >= indent(lines[line - 1])
    return above[-1] if is_row else 0


def behind_quote(lines: Sequence[str], line: int, column: int) -> Finding:
    """Return what to say about something behind a quotation mark: most often the mark is another one's than it seems.

    Args:
        lines: the lines.
        line: where it stands.
        column: its column.
    """
    begun = quote_before(lines, line)
    if begun and begun[0] < line:
        return Finding(Kind.YAML, *begun, "引号没有成对", PAIR)
    return Finding(Kind.YAML, line, column, "引号后面还有内容", "整段内容只在两头各用一个引号；里面的引号用“ ”")


def quote_before(lines: Sequence[str], line: int) -> tuple[int, int] | None:
    """Return where the last quoted text begins that the parser reads before it gives up on a line."""
    begun = None
    try:
        for event in events("\n".join(lines)):
            if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"') and end(event)[0] == line:
                begun = begin(event)
    except yaml.YAMLError:
        pass
    return begun
