"""What is wrong, where, and what to do about it: the one shape in which every stage reports."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field
from enum import StrEnum
from typing import Self

from pipeline.characters import FORBIDDEN_IN_LOG
from pipeline.records import record
from pipeline.regex import regex

# From how many characters on a source line is cut, and how many are then shown before and after the caret.
MAX_LINE, MAX_BEFORE, MAX_AFTER = 100, 30, 50
UNPRINTABLE = regex(f"[{FORBIDDEN_IN_LOG}]")


class Severity(StrEnum):
    """How bad a problem is: an error stops the build, a warning and a note let it go on."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


class Kind(StrEnum):
    """What a problem is, where the program finds it itself; what a form's rules find is of the kind that the rule is called.

    Attributes:
        label: the kind in a few words, for lists.
    """

    label: str

    def __new__(cls, name: str, label: str) -> Self:
        """Return the kind of a name."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.label = label
        return kind

    # A data file, and any other YAML file.
    UNREADABLE = "unreadable", "文件不存在、打不开或过大"
    MISNAMED = "misnamed", "文件的名称或位置不对，不会读入"
    ENCODING = "encoding", "文件不是 UTF-8 编码"
    INVISIBLE = "invisible", "有看不见的控制字符"
    TAB = "tab", "缩进用了制表符（Tab）"
    SIGN = "sign", "冒号、逗号、括号、空格的写法不对"
    YAML = "yaml", "不符合 YAML 的写法"
    DUPLICATE = "duplicate", "一个名称写了两次"
    FOLDED = "folded", "一段文字断成了几行"
    COMMENT = "comment", "文字的后半段成了注释"
    SHAPE = "shape", "该写若干行的地方写了别的"
    # What a unit filled in.
    NO_FORM = "no-form", "没有写明用哪份表，或没有这份表"
    UNKNOWN_KEY = "unknown-key", "表中没有这个名称"
    REQUIRED = "required", "必填的没有填"
    VALUE = "value", "填的内容不是这一项该填的"
    DERIVED = "derived", "填的数与按公式算出的不同"
    LEFT_OUT = "left-out", "合计、平均等没有把各行都算进去"
    YEAR = "year", "写的年度与文件名不同"
    PRESET = "preset", "与表上规定的内容或各行不同"
    LAST_YEAR = "last-year", "与上年的文件不同，或上年的文件用不上"
    PERMIT = "permit", "公开例外没有写明内容和理由"
    ANSWER = "answer", "核实说明没有写全、写对，或不再需要"
    MIGRATION = "migration", "在下一版的表里没有地方放"
    # A form that was filled in elsewhere and is read back.
    RECEIVED = "received", "收到的文件打不开、读不了"
    UNRECOGNISED = "unrecognised", "认不出收到的是哪份表、哪个单位、哪一年的"
    NOT_TAKEN = "not-taken", "收到的表里填的内容放不进数据文件"
    UNPLACED = "unplaced", "收到的表里有没有放进去的内容"
    TO_CONFIRM = "to-confirm", "从收到的表里读来的内容要人确认"
    CONFLICT = "conflict", "收到的表与数据文件里已有的内容不同"
    OTHERWISE = "otherwise", "收到的表与程序算出的或表上规定的不同"
    # A form, its rules and its templates.
    FORM = "form", "form.yaml 的写法不对"
    FORMULA = "formula", "公式的写法不对，或算不出来"
    RULE = "rule", "checks.yaml 的写法不对"
    RULE_FAILS = "rule-fails", "审核规则算不出来"
    COMPLETENESS = "completeness", "completeness.yaml 的写法不对"
    NAME = "name", "模板、公式或规则里用了没有的名称"
    TEMPLATE = "template", "模板的写法不对"
    UNPRINTABLE = "unprintable", "模板里的一处印不出来"
    UNUSED = "unused", "字段没有用到"
    UNMASKED = "unmasked", "字段像是个人信息，没有写公开版怎样遮盖"
    PERCENT = "percent", "百分数相乘没有除以 100"
    WORDING = "wording", "按某种填法，印出来的话不通"
    # What was made.
    UNPRINTED = "unprinted", "填了，却没有印出来"
    READ_BACK = "read-back", "生成的文件与数据不一致"
    LEAK = "leak", "公开版里有个人信息"
    LIKELY_LEAK = "likely-leak", "公开版里有像个人信息的内容"
    NOT_WRITTEN = "not-written", "文件写不进去"
    OPEN = "open", "文件正在 Word 或 WPS 里开着"
    BUSY = "busy", "另一个程序正在做同一件事"
    NOTHING_EARLIER = "nothing-earlier", "没有更早的可比"
    NO_FONT = "no-font", "这台电脑没有 PDF 要用的字体，或字体里没有某个字"
    EXTRA = "extra", "没有安装需要的组件"
    PROGRAM = "program", "程序内部出错"
    # The site, and many units.
    SETTINGS = "settings", "网站设置不对"
    SAMPLE_SETTINGS = "sample-settings", "网站设置还是示例"
    PUBLICATION = "publication", "现在不能发布、更正、撤回或退回"
    LOG = "log", "公开记录被改动过"
    SITE = "site", "网站与公开记录不一致"
    PEER_AMOUNT = "peer-amount", "金额与同类单位相差悬殊"
    PEER_RATE = "peer-rate", "比率远离多数单位"
    SHARED_TEXT = "shared-text", "与其他单位的文字相同"
    SHARED_ADDRESS = "shared-address", "用了其他单位的网址"
    OTHER_UNIT = "other-unit", "写成了其他单位的名称"
    CLUSTER = "cluster", "集群用不了"
    SYNTH = "synth", "编造不了数据"
    WORKSPACE = "workspace", "不在 ziping 的文件夹里"


# What only all units of a year together give, told by `make reports` and in its summary, and not when one unit is checked.
CITY_KINDS = frozenset((Kind.PEER_AMOUNT, Kind.PEER_RATE, Kind.SHARED_TEXT, Kind.SHARED_ADDRESS, Kind.OTHER_UNIT))


def kind_label(kind: str) -> str:
    """Return a kind in words; a rule's name says what it is."""
    return next((known.label for known in Kind if known == kind), kind)


@record()
class Place:
    """A spot in a file that a person can go to.

    Attributes:
        file: the file's path as the user would type it.
        line: 1-based line number; 0 where the file has no lines (a Word form).
        column: 1-based column in characters; 0 when only the line is known.
        text: the whole source line, shown below the message.
        spot: the place in words where a line number says nothing, such as 第2个表格第3行第1格.
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    spot: str = ""

    def __str__(self) -> str:
        numbers = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.file}{numbers}" + (f" {self.spot}" if self.spot else "")


@record()
class Problem:
    """One finding, in one sentence.

    Attributes:
        severity: whether it stops the build.
        kind: a rule's name, or one of `Kind`: by this and not by their sentences problems are told apart and counted.
        message: the Chinese sentence that the clerk reads.
        place: where it stands.
        path: the field's path in the data, if it is about a field.
        hint: what to do, in a few words; may be empty.
        about: the figures and passages that it is about, by path or name: an answer to it holds while they stay the same.
        answerable: whether a reason can answer it although it is an error.
    """

    severity: Severity
    kind: str
    message: str
    place: Place
    path: str = ""
    hint: str = ""
    about: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    answerable: bool = False

    @property
    def must_be_corrected(self) -> bool:
        """Whether nothing but other data can make it go away."""
        return self.severity is Severity.ERROR and not self.answerable

    def __str__(self) -> str:
        subject = f"{self.path}：" if self.path else ""
        lines = [f"{self.place}: {self.severity.value} {subject}{self.message}"]
        before, after = excerpt(self.place.text, self.place.column)
        if before or after:
            lines.append(f"    {before}{after}")
        if (before or after) and self.place.column:
            lines.append(f"    {' ' * display_width(before)}^ {self.hint}".rstrip())
        elif self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(map(printable, lines))


@record()
class Answered:
    """A finding with the answer that holds for it.

    Attributes:
        problem: the finding.
        reason: why the data are right as they are.
        place: where the data file says so.
    """

    problem: Problem
    reason: str
    place: Place


class Stop(Exception):  # noqa: N818 - it is no fault of the program but a message to the user
    """Raised where nothing sensible can follow; carries the problems that the user reads."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Take up the problems of a block that stops, and go on after it."""
    try:
        yield
    except Stop as stop:
        problems.extend(stop.problems)


def error(kind: str, message: str, place: Place, path: str = "", hint: str = "") -> Problem:
    """Return a problem that stops the build.

    Args:
        kind: what it is: one of `Kind`, or a rule's name.
        message: the sentence.
        place: where it stands.
        path: the field's path, if it is about a field.
        hint: what to do; may be empty.
    """
    return Problem(Severity.ERROR, kind, message, place, path, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def excerpt(text: str, column: int) -> tuple[str, str]:
    """Return a source line without its indentation, as what stands before a column and the rest; a long line is cut.

    A paragraph of 300 characters on one line would wrap, and the caret below it would point nowhere.
    """
    text = text.rstrip()
    cut = max(column - 1, 0)
    before, after = text[:cut].lstrip(), text[cut:]
    if not before:
        after = after.lstrip()
    if len(before) + len(after) <= MAX_LINE:
        return before, after
    if len(before) > MAX_BEFORE:
        before = "…" + before[-MAX_BEFORE:]
    if len(after) > MAX_AFTER:
        after = after[:MAX_AFTER] + "…"
    return before, after


def printable(text: str) -> str:
    """Return a text with tabs and line breaks as spaces and other control characters as �, which no terminal obeys."""
    return UNPRINTABLE.sub(lambda found: " " if found[0].isspace() else "\ufffd", text)


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes: two for a Chinese character or full-width sign, none for a mark on one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else unicodedata.category(char) not in ("Mn", "Me", "Cf") for char in text)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the known name most like the given one, or an empty text."""
    import difflib  # noqa: PLC0415 - only a misspelt name needs it

    letters = set(name)  # of a name without a letter in common nobody need be asked how like it is
    matches = difflib.get_close_matches(name, [each for each in known if not letters.isdisjoint(each)], n=1, cutoff=0.5)
    return f"是否想写“{matches[0]}”？" if matches else ""
