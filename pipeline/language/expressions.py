"""The one expression language of templates, formulas and checks: Jinja, sandboxed and strict, on exact figures.

Only data can be reached: groups by their fields' names, a loop's counters, a namespace's own variables. No Python
attribute or method of a value is visible, so that a template can neither run programs nor depend on them.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup, escape

from pipeline.language import wording
from pipeline.language.closing import closing_indent
from pipeline.language.nothing import are_nothing, begins_with, has_content, is_nothing
from pipeline.language.values import Address, Blank, Day, Figure, Lines, NotApplicable, Rows, Words, is_filled
from pipeline.language.whole import whole, whole_figures

WORD_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
HTML_BREAK = Markup("<br/>")
UNPRINTABLE = (bool, dict, list, Rows)
# What nearly every expression is, which need not be asked for anything else.
COMMON = frozenset((Words, Figure, str))
LINK_ENDS = re.compile(r"[\s\"\\<>]")
# What Jinja itself calls so.
JINJA_NAMES = ("range", "namespace", "loop", "caller")
# What Jinja takes for itself before it looks for a name; its other words are Python's too.
JINJA_WORDS = ("true", "false", "none", "self")
# What the writer of pages puts texts through, so that no figure is parted from its unit.
WHOLE_FILTER = "不拆行"
# What tells the writer of Word files where a signature and the date below it stand.
CLOSING_FILTER = "落款缩进"
# With this begin the names that the program sets or calls in templates, and no field's: see `own_name`.
OWN = "_"


class DocumentNames(NamedTuple):
    """What a document's templates may name besides the form's fields.

    Attributes:
        title: the document's title, in one line.
        title_lines: its lines, each as it is to stand in the heading.
        draft: whether it is printed as a draft.
    """

    title: str
    title_lines: Lines
    draft: bool


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja with nothing to reach but data, and decimals instead of floats."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        try:
            return obj[attribute]
        except (TypeError, LookupError):
            if isinstance(obj, LoopContext | Namespace):
                return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    # Interceptable operators are not computed while compiling either, where `1 / 3` would become a float.
    intercepted_binops = frozenset({"*", "/", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return what the operator makes of two values; two whole numbers give a Decimal, and no text or list is multiplied."""
        for value in (left, right):
            if isinstance(value, str | list | tuple) and not isinstance(value, NotApplicable):
                raise TypeError("文字和列表不能相乘、相除")
        if operator in ("/", "**") and isinstance(left, int):
            left = Decimal(left)
        return super().call_binop(context, operator, left, right)


class _ExactFigures(Extension):
    """Reads each decimal fraction as a Decimal, 0.5 as ("0.5" | 小数): no float may touch a figure."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template."""
        for token in stream:
            if token.type == "float":
                exact = (("lparen", "("), ("string", repr(token.value)), ("pipe", "|"), ("name", "小数"), ("rparen", ")"))
                yield from (Token(token.lineno, kind, text) for kind, text in exact)
            else:
                yield token


def environment(finalize: Callable[[Any], Any] | None = None, *, escaping: bool = False) -> jinja2.Environment:
    """Return an environment whose expressions print through `finalize`, escaped as XML if asked."""
    env = _Environment(
        undefined=jinja2.StrictUndefined,
        autoescape=escaping,
        finalize=finalize,
        keep_trailing_newline=True,
        cache_size=0,
        extensions=[_ExactFigures],
    )
    env.optimized = False  # finding constants takes longer than it saves: what people write has hardly any
    env.filters = dict(FILTERS)
    env.tests = {**TESTS, "defined": env.tests["defined"]}
    env.globals = {"range": env.globals["range"], "namespace": env.globals["namespace"]}
    return env


def in_text(value: object) -> object:
    """Return what a value looks like in plain text.

    Raises:
        ValueError: it is nothing that a document can show, such as a whole group or the answer to a question.
    """
    if value is None or isinstance(value, UNPRINTABLE):
        raise ValueError("这里印不出一个值：一组内容要写明是哪一项，判断要写在 if 里")
    return value if isinstance(value, Markup) else str(value)


def in_word(value: object) -> object:
    """Return what a value looks like in a Word run; several paragraphs are divided by line breaks."""
    if type(value) in COMMON:
        return str(value)
    return WORD_BREAK.join(map(escape, map(str, value))) if isinstance(value, Lines) else in_text(value)


def in_html(value: object) -> object:
    """Return what a value looks like in HTML: a `<data>` element that names its fact, if it is one."""
    if isinstance(value, Lines):
        return HTML_BREAK.join(map(in_html, value))  # type: ignore[arg-type]
    path = "" if isinstance(value, jinja2.Undefined) else getattr(value, "path", "")
    if not path or (isinstance(value, Blank) and not value.shown):
        return in_text(value)
    shown = escape(str(value))
    machine = shown if type(value) is Words else escape(machine_value(value))
    is_address = isinstance(value, Address)
    data = f'<data value="{machine}" data-fact="{path}">{shown if is_address else whole_figures(str(value))}</data>'
    return Markup(f'<a href="{shown}">{data}</a>' if is_address else data)  # noqa: S704 - parts are escaped


def machine_value(value: object) -> str:
    """Return a value as a machine reads it: 89.56, 2020-09-03, a text as it is; nothing for a blank."""
    if isinstance(value, Figure):
        return wording.plain_number(value.displayed)
    if isinstance(value, Day):
        return value.isoformat()
    return "" if isinstance(value, Blank) else str(value)


def is_figure(value: object) -> bool:
    """Return whether a value is a number that can be compared and calculated with."""
    return isinstance(value, Decimal)


def is_day(value: object) -> bool:
    """Return whether a value is a day or a month."""
    return isinstance(value, date)


def link_part(value: object) -> str:
    """Return a part of an address; what would end it or begin a switch in a Word field stands there as a code."""
    return LINK_ENDS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), str(value))


def link_target(value: object) -> str:
    """Return an address for a link's href, or its first part.

    Raises:
        ValueError: the address is neither http, https nor within the page.
    """
    if not str(value).startswith(("http://", "https://", "#")):
        raise ValueError(f"链接地址应以 http:// 或 https:// 开头，现为“{value}”")
    return link_part(value)


def absolute(value: Decimal) -> Decimal:
    """Return a number without its sign."""
    return abs(value)


def listed(join: Callable[[Any], str]) -> Callable[[Any], object]:
    """Return a filter that joins a list's texts; a blank stays blank, it is not 无."""
    return lambda value: value if isinstance(value, Blank) else join(value)


def joined(values: Iterable[object], separator: str = "") -> str:
    """Return the values' texts one after another; what a macro has printed stays as it is printed."""
    texts = [value if isinstance(value, Markup) else str(value) for value in values]
    return (Markup if any(isinstance(text, Markup) for text in texts) else str)(separator).join(texts)


def sentence(parts: Iterable[object], separator: str = "，") -> str:
    """Return the parts of a sentence that say anything, with separators between them and 。 behind; nothing if none of them does."""
    said = not_empty(parts)
    return joined([joined(said, separator), stop_after(said[-1])]) if said else ""


def stop_after(value: object) -> str:
    """Return the 。 that a value wants to end a sentence, also if it is what a macro has printed; nothing for a blank."""
    return "" if isinstance(value, Blank) else wording.full_stop(value.striptags() if isinstance(value, Markup) else str(value))


def not_empty(values: Iterable[object]) -> list[object]:
    """Return the values that print something."""
    return [value for value in values if str(value).strip()]


def figures(values: Iterable[object]) -> list[Decimal]:
    """Return the numbers among the values."""
    return [value for value in values if isinstance(value, Decimal)]


def total(values: Iterable[object]) -> Decimal:
    """Return the sum of the numbers among the values; exact."""
    with localcontext(wording.EXACT):
        return sum(figures(values), Decimal(0))


# Filter name in templates → function. The names are what a form's author types in Word.
FILTERS: dict[str, Callable[..., Any]] = {
    "小数": Decimal,
    "勾选": wording.tick,
    "大写": lambda value: wording.capital_amount(value, 10_000),
    "数目": wording.short_number,
    "绝对值": absolute,
    "比较": wording.compare,
    "相差": wording.difference,
    "汉字数": wording.chinese_number,
    "列举": listed(wording.join_list),
    "分述": listed(wording.join_sentences),
    "连接": joined,
    "成句": sentence,
    "非空": not_empty,
    "数字项": figures,
    "合计": total,
    "句号": stop_after,
    "个数": len,
    "链接": link_target,
    "链接后段": link_part,
    WHOLE_FILTER: whole,
    CLOSING_FILTER: closing_indent,
    "文本": str,
}

# Test name in templates → function.
TESTS: dict[str, Callable[..., bool]] = {
    "已填": is_filled,
    "有内容": has_content,
    "不涉及": is_nothing,
    "全不涉及": are_nothing,
    "开头是": begins_with,
    "数字": is_figure,
    "日期": is_day,
}

# Jinja's own words → the sentence for a form's author.
SYNTAX_SENTENCES = (
    (r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'", "{0} 没有结束，缺少 end{0}"),
    (r"Encountered unknown tag '(\w+)'.*innermost block that needs to be closed is '(\w+)'", "{0} 与前面的 {1} 不配对"),
    (r"Encountered unknown tag '(\w+)'", "不认识的语句 {0}，或前面没有与它配对的语句"),
    (r"No filter named '([^']+)'", "没有“{0}”这个过滤器"),
    (r"No test named '([^']+)'", "没有“{0}”这个判断"),
    (r"unexpected char '(.+?)' at", "有不能识别的符号 {0}"),
    (r"expected token 'end of [a-z ]+', got '(.+?)'", "多了 {0}"),
    (r"(?:unexpected|got) 'end of [a-z ]+'|nexpected end of template, expected", "没有写完"),
    (r"expected token '(.+?)', got '(.+?)'", "应是 {0}，却是 {1}"),
    (r"unexpected '(.+?)', expected '(.+?)'", "应是 {1}，却是 {0}"),
    (r"unexpected '(.+?)'", "多了 {0}"),
    (r"chunk after expression", "后面还有多余的内容"),
    (r"expected name or number", "“.”后面缺少名称"),
    (r"Invalid character in identifier", "名称里有不能用的符号"),
    (r"Expected an expression, got '(.+?)'", "应是一个值，却是 {0}"),
    (r"tag name expected", "{{% 后面缺少语句"),
    (r"cannot chain multiple tests", "is 不能连写，两个判断要用 and 或 or 连接"),
    (r"can't assign to", "等号左边只能写一个名称"),
    (r"special loop variable", "loop 是程序用的名称，不能当作循环的变量"),
    (r"non-default argument", "有默认值的参数要写在没有的后面"),
    (r"invalid syntax for function call", "括号里的写法不对"),
    (r"expected subscript expression", "方括号里的写法不对"),
    (r"expected call", "call 后面要写一个宏"),
    (r"argument must be omitted", "caller 是程序用的名称，不能当作参数"),
    (r"defined twice", "同一个块写了两次"),
)


def syntax_message(fault: jinja2.TemplateSyntaxError) -> str:
    """Return Jinja's syntax complaint as a Chinese sentence."""
    said = fault.message or ""
    for pattern, sentence in SYNTAX_SENTENCES:
        match = re.search(pattern, said)
        if match:
            return f"写法有误：{sentence.format(*match.groups())}"
    return f"写法有误（{said}）"


PLAIN = environment(in_text)
WORD = environment(in_word, escaping=True)
HTML = environment(in_html, escaping=True)


def own_name(word: str, number: int | str = "") -> str:
    """Return a name in templates that is the program's own, since no field can have it: `_merge3`."""
    return f"{OWN}{word}{number}"


def is_reserved(name: str) -> bool:
    """Return whether a name means something else than a field in templates or formulas."""
    known = (*JINJA_NAMES, *JINJA_WORDS, *DocumentNames._fields)
    return name.startswith(OWN) or keyword.iskeyword(name) or name in known


def compiled(source: str, env: jinja2.Environment = PLAIN) -> Callable[[dict[str, Any]], Any]:
    """Return a function from a dict of names to the expression's value.

    It sees nothing but the names. Jinja's own `compile_expression` copies them at each call, which for a formula takes
    longer than computing it.

    Raises:
        jinja2.TemplateSyntaxError: it is no expression.
    """
    template = env.compile_expression(source, undefined_to_none=False)._template  # noqa: SLF001 - there is no public way

    def evaluate(names: dict[str, Any]) -> Any:  # noqa: ANN401 - of whatever the expression is
        context = template.new_context(names, shared=True)
        for _ in template.root_render_func(context):
            pass
        return context.vars["result"]

    return evaluate
