"""The one expression language of templates, formulas and checks: Jinja, sandboxed and strict, on exact figures.

Only data can be reached: groups by their fields' names, a loop's counters, a namespace's own variables. No Python
attribute or method of a value is visible, so that a template can neither run programs nor depend on them.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import jinja2
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pipeline.language import metering, wording
from pipeline.language.budget import paying
from pipeline.language.escaping import escaped
from pipeline.language.filters import FILTERS, TESTS
from pipeline.language.kept_trees import NotKeptError
from pipeline.language.long_words import LONG, loose_parts
from pipeline.language.sandbox import TOO_COMPLICATED, ExactFigures, Sandbox, metered
from pipeline.language.values import Address, AtHand, Blank, Column, Day, Figure, Lines, Rows, Words
from pipeline.language.whole import whole_in_html

WORD_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
HTML_BREAK = "<br/>"
# In a source of Typst texts stand between quotation marks, which are escaped in them. `loose` is where a line may end.
TYPST_BREAK = '"+linebreak()+"'
TYPST_LOOSE = '"+loose+"'
# What the writer of PDFs puts the addresses of links through, which are no words of a line.
UNBROKEN_FILTER = "不折行"
UNPRINTABLE = (bool, dict, list, Rows, Column, AtHand)
# What nearly every expression is, which need not be asked for anything else.
COMMON = frozenset((Words, Figure, str))
# What knows the path of its fact, and how a page shows it once one has.
FACTS = (Words, Figure, Day)
# What Jinja itself calls so.
JINJA_NAMES = ("range", "namespace", "loop", "caller")
# What Jinja takes for itself before it looks for a name; its other words are Python's too.
JINJA_WORDS = ("true", "false", "none", "self")
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


def environment(shown: Callable[[Any], str] | None = None, *, escaping: bool = False, kind: type[Sandbox] = Sandbox) -> Sandbox:
    """Return an environment in which values are printed.

    Args:
        shown: what a value looks like, escaped if that is asked; as it is if there is none.
        escaping: whether what is printed is XML.
        kind: what makes code of its templates.
    """
    env = kind(
        undefined=jinja2.StrictUndefined,
        autoescape=escaping,
        keep_trailing_newline=True,
        cache_size=0,
        extensions=[ExactFigures],
    )
    env.shown = paying(shown) if shown else str
    env.optimized = False  # finding constants takes longer than it saves: what people write has hardly any
    env.filters = {**FILTERS, **metering.FILTERS}
    env.tests = {**TESTS, "defined": env.tests["defined"]}
    env.globals = {"range": env.globals["range"], "namespace": env.globals["namespace"]}
    return env


def in_text(value: object) -> str:
    """Return what a value looks like in plain text.

    Raises:
        ValueError: it is nothing that a document can show, such as a whole group or the answer to a question.
    """
    if value is None or isinstance(value, UNPRINTABLE):
        raise ValueError("这里印不出一个值：一组内容要写明是哪一项，判断要写在 if 里")
    return value if isinstance(value, Markup) else str(value)


def in_xml(value: object) -> str:
    """Return what a value looks like in XML; see `in_text`."""
    return escaped(in_text(value))


def in_message(value: object) -> str:
    """Return what a value looks like in a sentence about it: 0 as 0, however the form prints it."""
    return value.spelt if isinstance(value, Figure) else in_text(value)


def in_word(value: Any) -> str:  # noqa: ANN401 - any value
    """Return what a value looks like in a Word run; several paragraphs are divided by line breaks."""
    kind = type(value)
    if kind is Words or kind is str:
        return escaped(value)
    if kind is Figure:
        return escaped(value.text)
    return WORD_BREAK.join(map(escaped, map(str, value))) if isinstance(value, Lines) else in_xml(value)


def in_typst(value: object) -> str:
    """Return what a value looks like within a string of Typst, escaped as in XML; several paragraphs are divided by line breaks."""
    if isinstance(value, Lines):
        return TYPST_BREAK.join(map(in_typst, value))
    text = str(value) if type(value) in COMMON else in_text(value)
    if isinstance(text, Markup) or not LONG.search(text):
        return escaped(text)
    return TYPST_LOOSE.join(map(escaped, filter(None, loose_parts(text))))


def in_html(value: Any) -> str:  # noqa: ANN401 - any value
    """Return what a value looks like in HTML: a `<data>` element that names its fact, if it is one."""
    if isinstance(value, FACTS):
        value.on_page = value.on_page or (fact_in_html(value) if value.path else in_xml(value))
        return value.on_page
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, Lines):
        return HTML_BREAK.join(map(in_html, value))
    return fact_in_html(value) if isinstance(value, Blank) and value.path and value.shown else in_xml(value)


def fact_in_html(value: Blank | Words | Figure | Day) -> str:
    """Return what a fact looks like in HTML, with its path."""
    shown = escaped(str(value))
    machine = shown if type(value) is Words else escaped(machine_value(value))
    is_address = isinstance(value, Address)
    data = f'<data value="{machine}" data-fact="{value.path}">{shown if is_address else whole_in_html(str(value))}</data>'
    return f'<a href="{shown}">{data}</a>' if is_address else data


def machine_value(value: object) -> str:
    """Return a value as a machine reads it: 89.56, 2020-09-03, a text as it is; nothing for a blank."""
    if isinstance(value, Figure):
        return wording.plain_number(value.displayed)
    if isinstance(value, Day):
        return value.isoformat()
    return "" if isinstance(value, Blank) else str(value)


# Jinja's own words → the sentence for a form's author.
SYNTAX_SENTENCES = (
    (metering.TOO_LONG, "标记太多，请分成几份文件"),
    (metering.TOO_DEEP, "括号或语句一层套一层，套得太深，或数字太长"),
    (metering.RECURSIVE, "循环不能写 recursive"),
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


PLAIN = environment(in_message)
WORD = environment(in_word, escaping=True)
HTML = environment(in_html, escaping=True)
TYPST = environment(in_typst, escaping=True)
TYPST.filters[UNBROKEN_FILTER] = escape


def own_name(word: str, number: int | str = "") -> str:
    """Return a name in templates that is the program's own, since no field can have it: `_merge3`."""
    return f"{OWN}{word}{number}"


def is_reserved(name: str) -> bool:
    """Return whether a name means something else than a field in templates or formulas."""
    known = (*JINJA_NAMES, *JINJA_WORDS, *DocumentNames._fields)
    return name.startswith(OWN) or keyword.iskeyword(name) or name in known


def compiled(source: str, env: Sandbox = PLAIN) -> Callable[[dict[str, Any]], Any]:
    """Return a function from a dict of names to the expression's value. It sees nothing but the names.

    Raises:
        jinja2.TemplateSyntaxError: it is no expression.
    """
    try:
        parser = Parser(env, source, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise jinja2.TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
        env.parse("{{ " + source + "\n}}")  # which refuses what it could not compile in a template either
        compute = env.expression_of(metered(expression))
    except (NotKeptError, *TOO_COMPLICATED):
        raise jinja2.TemplateSyntaxError(metering.TOO_DEEP, 1) from None
    return lambda names: compute(Context(env, names, None, {}))
