"""The one expression language: nothing but data can be reached, nothing in data is executed, and every filter does its job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import jinja2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError
from lxml import etree
from markupsafe import Markup

from pipeline.language.expressions import HTML, PLAIN, WORD, compiled, machine_value, syntax_message
from pipeline.language.filters import FILTERS
from pipeline.language.values import Address, Blank, Day, Figure, Group, Lines, NoFigureError, NotApplicable, Rows, Words


def figure(number: str, path: str = "数", text: str = "") -> Figure:
    return Figure(Decimal(number), path, text or number)


DATA: dict[str, Any] = {
    "数": figure("8.06"),
    "比": figure("89.56", "比", "89.56%"),
    "整": figure("11", "整"),
    "名": Words("R&D <b>", "名"),
    "空": Blank("空"),
    "待": Blank("待", "【待填】"),
    "无": NotApplicable("不适用", "无"),
    "组": Group({"甲": Words("乙", "组.甲"), "items": figure("1", "组.items")}),
    "行": Rows((Group({"号": figure("1", "行[1].号")}), Group({"号": figure("2", "行[2].号")}))),
    "段": Lines((Words("甲&", "段[1]"), Words("乙", "段[2]"))),
    "没有段": Lines(()),
    "日": Day.of(date(2020, 9, 3), "日"),
    "址": Address("https://a.cn/?x=1&y=2", "址"),
}
ENVIRONMENTS = [pytest.param(PLAIN, id="plain"), pytest.param(WORD, id="word"), pytest.param(HTML, id="html")]


def printed(source: str, env: jinja2.Environment = PLAIN, **data: Any) -> str:  # noqa: ANN401 - any value
    return env.from_string(source).render(DATA | data)


def value(source: str) -> Any:  # noqa: ANN401 - any value
    return compiled(source)(DATA)


# --- The sandbox ---


@pytest.mark.parametrize("env", ENVIRONMENTS)
@pytest.mark.parametrize(
    "source",
    [
        "数.__class__",
        "数['__class__']",
        "名.__class__.__mro__[1].__subclasses__()",
        "''.__class__",
        "().__class__.__base__",
        "range.__globals__",
        "range.__init__.__globals__['sys']",
        "namespace.__init__",
        "空.__init__.__globals__",
        "空._refuse",
        "组.__class__",
        "self.__init__",
        "self._TemplateReference__context",
        "名.upper()",
        "名.format(数)",
        "'{0.__class__}'.format(数)",
        "'{0.__class__}'.format_map(组)",
        "组.keys()",
        "组.get('甲')",
        "组.pop('甲')",
        "[].append(1)",
        "段.index('乙')",
        "数.real",
        "数.as_tuple()",
        "数.path",
        "名.path",
        "日.year",
        "日.replace(year=1)",
        "没有",
        "没有.甲",
        "组.没有",
        "段[9]",
        "cycler",
        "lipsum",
        "joiner",
        "dict",
        "loop",
        "caller",
        "没有 + 1",
        "没有 ~ '甲'",
        "没有 == 1",
        "没有 | 文本",
    ],
)
def test_only_data_can_be_reached(env: jinja2.Environment, source: str) -> None:
    with pytest.raises(jinja2.UndefinedError):
        printed("{{ " + source + " }}", env)


@pytest.mark.parametrize(
    "source",
    [
        "{% set 甲 = namespace(a=1) %}{{ 甲.__class__ }}",
        "{% for 项 in 行 %}{{ loop.__init__ }}{% endfor %}",
        "{% for 项 in 行 %}{{ loop._iterator }}{% endfor %}",
        "{% set 甲 = namespace(a=1) %}{{ 甲['__class__'] }}",
        "{% macro 句() %}{% endmacro %}{{ 句.__globals__ }}",
        "{% macro 句() %}{% endmacro %}{{ 句._func }}",
    ],
)
def test_the_languages_own_objects_open_no_way_out(source: str) -> None:
    with pytest.raises((SecurityError, jinja2.UndefinedError)):
        printed(source)


@pytest.mark.parametrize(
    "name", ["attr", "map", "select", "groupby", "sort", "safe", "upper", "round", "list", "format", "pprint", "tojson", "default"]
)
def test_jinjas_own_filters_are_not_there(name: str) -> None:
    with pytest.raises(jinja2.TemplateAssertionError):
        printed("{{ 数 | " + name + " }}")


@pytest.mark.parametrize("name", ["callable", "string", "sameas", "filter", "none"])
def test_jinjas_own_tests_are_not_there(name: str) -> None:
    with pytest.raises(jinja2.TemplateAssertionError):
        printed("{{ 数 is " + name + " }}")


@pytest.mark.parametrize(
    "source", ["'%s' % 名", "'%(甲)s' % 组", "'甲' * 999999999", "[1] * 3", "(1, 2) * 2", "名 * 2", "2 * 名", "段 * 2", "名 / 2", "名 ** 2"]
)
def test_texts_and_lists_are_neither_formatted_nor_multiplied(source: str) -> None:
    with pytest.raises(TypeError, match="文字和列表不能相乘、相除"):
        value(source)


@pytest.mark.parametrize("source", ["2 ** 9999999999", "整 ** 9999999999"])
def test_a_power_does_not_fill_the_memory(source: str) -> None:
    with pytest.raises(ArithmeticError):
        value(source)


def test_a_range_does_not_fill_the_memory() -> None:
    with pytest.raises(OverflowError):
        printed("{{ range(999999999) | 个数 }}")


def test_groups_and_rows_cannot_be_changed() -> None:
    with pytest.raises(jinja2.UndefinedError):
        printed("{% set 甲 = 组.update({'甲': 1}) %}")
    with pytest.raises(jinja2.TemplateRuntimeError):
        printed("{% set 组.甲 = 1 %}")


CODE = ("{{ 7*7 }}", "{% for x in y %}", "{# 注 #}", "{{ 名.__class__ }}", "{%- raw -%}", "}}", "{{", "${7*7}", "#{7*7}")


@pytest.mark.parametrize("env", ENVIRONMENTS)
@pytest.mark.parametrize("text", CODE)
def test_nothing_in_data_is_executed(env: jinja2.Environment, text: str) -> None:
    words = {"名": Words(text, "名"), "段": Lines((Words(text, "段[1]"),)), "组": Group({"甲": Words(text, "组.甲")})}
    for source in ("{{ 名 }}", "{{ 段 | 列举 }}", "{{ 组['甲'] }}", "{% set 句 = 名 %}{{ 句 }}", "{{ '' ~ 名 }}"):
        page = etree.fromstring(f"<p>{printed(source, env, **words)}</p>")
        assert "".join(map(str, page.itertext())) == text


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=40))
def test_any_text_arrives_verbatim_in_both_outputs(text: str) -> None:
    for env in (WORD, HTML):
        page = etree.fromstring(f"<p>{printed('{{ 名 }}', env, 名=Words(text, '名'))}</p>")
        assert "".join(map(str, page.itertext())) == text


# --- Strictness ---


@pytest.mark.parametrize("env", ENVIRONMENTS)
@pytest.mark.parametrize("source", ["组", "行", "行[0]", "数 > 5", "空 is 已填", "not 数", "[数]", "{'甲': 数}", "段 is defined"])
def test_what_is_no_value_is_not_printed(env: jinja2.Environment, source: str) -> None:
    with pytest.raises(ValueError, match="一组内容要写明是哪一项"):
        printed("{{ " + source + " }}", env)


@pytest.mark.parametrize("env", ENVIRONMENTS)
def test_a_condition_without_else_prints_nothing_in_any_output(env: jinja2.Environment) -> None:
    assert printed("甲{{ 数 if 空 is 已填 }}乙", env) == "甲乙"


@pytest.mark.parametrize("source", ["空 + 1", "1 - 空", "空 > 1", "1 <= 无", "无 * 2", "2 / 无", "-空", "空 ** 2", "待 < 1"])
def test_a_blank_is_never_taken_for_0(source: str) -> None:
    with pytest.raises(NoFigureError, match="不能用来比较或计算"):
        value(source)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("组.没有 is defined", False),
        ("组.甲 is defined", True),
        ("空 is 已填", False),
        ("待 is 已填", False),
        ("无 is 已填", True),
        ("数 is 已填", True),
        ("组 is 已填", True),
        ("没有段 is 已填", False),
        ("日 is 已填", True),
        ("数 is 数字", True),
        ("无 is 数字", False),
        ("空 is 数字", False),
        ("名 is 数字", False),
        ("名 == 'R&D <b>'", True),
        ("数 == 8.06", True),
        ("比 < 89.57 and 比 > 89.55", True),
        ("日 < 日", False),
    ],
)
def test_questions_about_values(source: str, answer: bool) -> None:  # noqa: FBT001
    assert value(source) is answer


# --- Exact figures ---


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("0.1 + 0.2", "0.3"),
        ("数 * 3", "24.18"),
        ("10 / 4", "2.5"),
        ("数 - 8", "0.06"),
        ("1.1 * 1.1", "1.21"),
        ("整 // 2", "5"),
        ("整 % 4", "3"),
        ("2 ** 3", "8"),
    ],
)
def test_figures_are_decimals(source: str, number: str) -> None:
    found = value(source)
    assert isinstance(found, Decimal)
    assert found == Decimal(number)


@pytest.mark.parametrize(
    "source", ["1 / 3", "0.5", "{'甲': 0.5}['甲']", "[0.5][0]", "0.1 + 1", "(0.1, 0.2)[1]", "0.5 if 数 else 0.25", "数 | 相差(0.1)"]
)
def test_no_float_touches_a_figure(source: str) -> None:
    assert isinstance(value(source), Decimal)


@pytest.mark.parametrize("source", ["数 / 0", "1 / 0", "0 / 0", "数 % 0"])
def test_a_division_by_0_is_an_arithmetic_error(source: str) -> None:
    with pytest.raises(ArithmeticError):
        value(source)


# --- Filters ---


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("'是' | 勾选", "是√ 否"),
        ("'否' | 勾选", "是 否√"),
        ("true | 勾选", "是√ 否"),
        ("空 | 勾选", "是 否"),
        ("无 | 勾选", "是 否"),
        ("数 | 大写", "捌万零陆佰元整"),
        ("0 | 大写", "零元整"),
        ("整 | 大写", "壹拾壹万元整"),
        ("(1 / 3) | 数目", "0.33"),
        ("(数 - 0.06) | 数目", "8"),
        ("0.005 | 数目", "0.01"),
        ("(0 - 0.004) | 数目", "0"),
        ("(100 * 100) | 数目", "10000"),
        ("(8 - 数) | 绝对值", "0.06"),
        ("数 | 比较(9)", "低于"),
        ("数 | 比较(8)", "高于"),
        ("数 | 比较(8.06)", "持平"),
        ("数 | 比较(9, '少…万元', '相同', '多…万元')", "少0.94万元"),
        ("数 | 比较(8.06, '少…万元', '相同', '多…万元')", "相同"),
        ("数 | 比较(7, '少…万元', '相同', '多…万元')", "多1.06万元"),
        ("数 | 比较(7.999, more='多…，即…')", "多0.06，即0.06"),
        ("数 | 相差(9)", "0.94"),
        ("9 | 相差(数)", "0.94"),
        ("整 | 汉字数", "十一"),
        ("105 | 汉字数", "一百零五"),
        ("['甲', '乙', '丙'] | 列举", "甲、乙和丙"),
        ("段 | 列举", "甲&和乙"),
        ("没有段 | 列举", "无"),
        ("名 | 列举", "R&D <b>"),
        ("空 | 列举", ""),
        ("待 | 列举", "【待填】"),
        ("段 | 分述", "一是甲&；二是乙。"),
        ("没有段 | 分述", "无。"),
        ("空 | 分述", ""),
        ("待 | 分述", "【待填】"),
        ("段 | 连接", "甲&乙"),
        ("段 | 连接('；')", "甲&；乙"),
        ("没有段 | 连接('；')", ""),
        ("空 | 连接", ""),
        ("段 | 连接 | 句号", "。"),
        ("空 | 句号", ""),
        ("['', 段[0], ''] | 非空 | 个数", "1"),
        ("['甲', 1, 1.5] | 数字项 | 个数", "1"),
        ("[1.5, '无', 数] | 合计", "9.56"),
        ("[1.5, '无', 数] | 最大", "8.06"),
        ("[1.5, '无', 数] | 最小", "1.5"),
        ("['无', 空] | 最小", "0"),
        ("[1.5, '无', 数] | 平均", "4.78"),
        ("['无', 空] | 平均", "不适用"),
        ("数 | 带('编制', '名')", "编制8.06名"),
        ("空 | 带('编制', '名')", ""),
        ("无 | 带('编制', '名')", ""),
        ("无 | 带('编制', '名', '编制数不适用')", "编制数不适用"),
        ("数 | 相比(9, '低于…万元', '持平', '超出…万元，超支')", "低于0.94万元"),
        ("数 | 相比(8, '低于…万元', '持平', '超出…万元，超支')", "超出0.06万元，超支"),
        ("数 | 相比(8.06, '低于…万元', '持平')", "持平"),
        ("整 | 相比(9, '少', '持平')", ""),
        ("数 | 相比(空, '低于…万元', '持平', '超出')", ""),
        ("无 | 相比(数, '低于…万元', '持平', '超出')", ""),
        ("整 | 同比(8, '万元')", "和上年相比增加3万元，增长37.50%"),
        ("8.0 | 同比(整, '件', '受理')", "受理和上年相比减少3件，下降27.27%"),
        ("整 | 同比(11, '万元')", "与上年持平"),
        ("整 | 同比(0, '万元')", "和上年相比增加11万元"),
        ("100000.01 | 同比(100000.0, '万元')", "和上年相比增加0.01万元"),
        ("整 | 同比(空, '万元')", ""),
        ("整 | 增长率(8.8)", "25%"),
        ("数 | 增长率(整)", "-26.73%"),
        ("数 | 增长率(空)", ""),
        ('整 | 增长率(8.8, "%")', "2.2个百分点"),
        ('数 | 增长率(整, "％")', "-2.94个百分点"),
        ("数 | 增长率(0.0)", ""),
        ("数 | 占比(整)", "73.27%"),
        ("数 | 占比(无)", ""),
        ("名 | 另述('办法')", "办法：R&D <b>。"),
        ("'本局办法有三项。' | 另述('办法')", "本局办法有三项。"),
        ("无 | 另述('办法')", ""),
        ("名 | 原因", "原因是：R&D <b>"),
        ("'由于疫情' | 原因", "由于疫情"),
        ("空 | 原因", ""),
        ("'有' if 行 is 可列('号') else '没有'", "有"),
        ("行 | 列合计('号')", "3"),
        ("(行 | 齐位('号'))[1].号", "2"),
        ("行 | 分组('号') | 个数", "2"),
        ("['甲', '', '乙'] | 成句", "甲，乙。"),
        ("['甲', '乙。'] | 成句('；')", "甲；乙。"),
        ("['', ''] | 成句", ""),
        ("段 | 个数", "2"),
        ("行 | 个数", "2"),
        ("空 | 个数", "0"),
        ("址 | 链接", "https://a.cn/?x=1&y=2"),
        ("'#甲' | 链接", "#甲"),
        ("'http://a.cn/甲 乙\"\\\\' | 链接", "http://a.cn/甲%20乙%22%5C"),
        ("'甲 \"<' | 链接后段", "甲%20%22%3C"),
        ("比 | 文本", "89.56%"),
        ("日 | 文本", "2020年9月3日"),
        ("0.50 | 小数 | 文本", "0.5"),
        ("'<共48名' | 不拆行", '&lt;共<span class="whole">48名</span>'),
        ("日 | 不拆行", "2020年9月3日"),
        ("日 | 写出零", "2020年9月3日"),
        ("'甲局' | 落款缩进('2021年6月1日')", "1400"),
    ],
)
def test_a_filter_gives_its_text(source: str, text: str) -> None:
    assert printed("{{ " + source + " }}") == text


def test_every_filter_is_tested_here() -> None:
    tested = {mark.args[1][number][0] for mark in test_a_filter_gives_its_text.pytestmark for number in range(len(mark.args[1]))}  # type: ignore[attr-defined]
    assert {name for name in FILTERS if not any(f"| {name}" in source for source in tested)} == set()


@pytest.mark.parametrize("name", ["大写", "数目", "绝对值", "汉字数", "比较(1)", "比较(空)", "比较(无)", "相差(1)"])
@pytest.mark.parametrize("absent", ["空", "待", "无"])
def test_a_filter_for_figures_refuses_a_blank(name: str, absent: str) -> None:
    with pytest.raises(NoFigureError):
        value(f"{absent} | {name}")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("名 | 勾选", ValueError),
        ("数 | 勾选", ValueError),
        ("名 | 大写", TypeError),
        ("(999999999999999 * 99) | 大写", ValueError),
        ("数 | 汉字数", ValueError),
        ("(0 - 整) | 汉字数", ValueError),
        ("名 | 链接", ValueError),
        ("'javascript:alert(1)' | 链接", ValueError),
        ("' https://a.cn' | 链接", ValueError),
        ("'HTTPS//a.cn' | 链接", ValueError),
        ("空 | 链接", ValueError),
        ("数 | 个数", TypeError),
    ],
)
def test_a_filter_refuses_what_it_is_not_for(source: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        value(source)


# --- Printing ---


@pytest.mark.parametrize(
    ("name", "word", "page"),
    [
        ("数", "8.06", '<data value="8.06" data-fact="数">8.06</data>'),
        ("比", "89.56%", '<data value="89.56" data-fact="比">89.56%</data>'),
        ("名", "R&amp;D &lt;b&gt;", '<data value="R&amp;D &lt;b&gt;" data-fact="名">R&amp;D &lt;b&gt;</data>'),
        ("日", "2020年9月3日", '<data value="2020-09-03" data-fact="日"><span class="whole">2020年9月3日</span></data>'),
        ("无", "不适用", '<data value="不适用" data-fact="无">不适用</data>'),
        ("空", "", ""),
        ("待", "【待填】", '<data value="" data-fact="待">【待填】</data>'),
        (
            "址",
            "https://a.cn/?x=1&amp;y=2",
            '<a href="https://a.cn/?x=1&amp;y=2"><data value="https://a.cn/?x=1&amp;y=2" data-fact="址">https://a.cn/?x=1&amp;y=2</data></a>',
        ),
        (
            "段",
            '甲&amp;</w:t><w:br/><w:t xml:space="preserve">乙',
            '<data value="甲&amp;" data-fact="段[1]">甲&amp;</data><br/><data value="乙" data-fact="段[2]">乙</data>',
        ),
        ("数 + 1", "9.06", "9.06"),
        ("'<' ~ 名", "&lt;R&amp;D &lt;b&gt;", "&lt;R&amp;D &lt;b&gt;"),
    ],
)
def test_a_value_looks_like_this_in_word_and_on_the_page(name: str, word: str, page: str) -> None:
    assert [printed("{{ " + name + " }}", env) for env in (WORD, HTML)] == [word, page]


@pytest.mark.parametrize("env", [WORD, HTML])
def test_a_macros_text_is_escaped_once_and_a_literal_always(env: jinja2.Environment) -> None:
    source = "{% macro 句(甲) %}甲 &amp; {{ 甲 }}{% endmacro %}{{ 句('<b>') }}{{ '<i>' }}{% set 乙 = 句('&') %}{{ 乙 }}"
    assert printed(source, env) == "甲 &amp; &lt;b&gt;&lt;i&gt;甲 &amp; &amp;"


def test_only_the_program_can_make_markup() -> None:
    assert printed("{{ 甲 }}", HTML, 甲=Markup("<br/>")) == "<br/>"
    assert "Markup" not in HTML.globals
    assert not {"safe", "escape", "e", "forceescape", "tojson", "xmlattr"} & FILTERS.keys()


@pytest.mark.parametrize(
    ("name", "text"), [("数", "8.06"), ("比", "89.56"), ("日", "2020-09-03"), ("名", "R&D <b>"), ("待", ""), ("无", "不适用")]
)
def test_a_machine_reads_a_value_without_its_unit(name: str, text: str) -> None:
    assert machine_value(DATA[name]) == text


def test_loops_count_and_namespaces_remember() -> None:
    source = "{% set 计 = namespace(和=0) %}{% for 项 in 行 %}{{ loop.index }}/{{ loop.length }} {% set 计.和 = 计.和 + 项.号 %}{% endfor %}{{ 计.和 }}"
    assert printed(source) == "1/2 2/2 3"


@pytest.mark.parametrize(("name", "text"), [("空", ""), ("待", "【待填】；")])
def test_a_loop_over_a_blank_prints_it_in_a_draft_only(name: str, text: str) -> None:
    assert printed("{% for 项 in " + name + " %}{{ 项 }}；{% endfor %}") == text


def test_a_fields_name_goes_before_a_dicts_method() -> None:
    assert printed("{{ 组.items }}") == "1"


# --- Compiling ---


def test_a_compiled_expression_sees_nothing_but_the_names() -> None:
    compute = compiled("甲 / 乙")
    assert compute({"甲": figure("1"), "乙": figure("4")}) == Decimal("0.25")
    with pytest.raises(jinja2.UndefinedError):
        compute({"甲": figure("1")}) + 1
    with pytest.raises(jinja2.UndefinedError):
        compiled("range(3)")({})


PIECES = "甲 1 1.5 + - * / ( ) [ ] { } . , | is if else for in '甲' == < = % 大写 数目 ~ not : ! ＋ $ }} {{"
SENTENCES = [
    ("{% if 甲 %}", "写法有误：if 没有结束，缺少 endif"),
    ("{% for 项 in 行 %}{% endif %}", "写法有误：endif 与前面的 for 不配对"),
    ("{% endfor %}", "写法有误：不认识的语句 endfor，或前面没有与它配对的语句"),
    ("{% 如果 甲 %}", "写法有误：不认识的语句 如果，或前面没有与它配对的语句"),
    ("{{ 甲 | 大小写 }}", "写法有误：没有“大小写”这个过滤器"),
    ("{{ 甲 is 数 }}", "写法有误：没有“数”这个判断"),
    ("{{ 甲＋乙 }}", "写法有误：有不能识别的符号 ＋"),
    ("{{ 甲 乙 }}", "写法有误：多了 乙"),
    ("{{ 甲 + }}", "写法有误：没有写完"),
    ("{{ 甲. }}", "写法有误：“.”后面缺少名称"),
    ("{{ 甲 is 已填 is 数字 }}", "写法有误：is 不能连写，两个判断要用 and 或 or 连接"),
    ("{% set 1 = 2 %}", "写法有误：等号左边只能写一个名称"),
    ("{% %}", "写法有误：{% 后面缺少语句"),
    ("{% for loop in 行 %}{% endfor %}", "写法有误：loop 是程序用的名称，不能当作循环的变量"),
    ("{{ 甲(a=1, 2) }}", "写法有误：括号里的写法不对"),
]


@pytest.mark.parametrize(("source", "sentence"), SENTENCES)
def test_a_syntax_fault_is_told_in_chinese(source: str, sentence: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError) as fault:
        printed(source)
    assert syntax_message(fault.value) == sentence


@example(source="甲 is 甲 is")
@given(
    source=st.lists(
        st.sampled_from(PIECES.split(" ")),
        max_size=7,
    ).map(" ".join)
)
def test_any_expression_compiles_or_is_explained_in_chinese(source: str) -> None:
    sentence = told(lambda: compiled(source))
    assert sentence == "" or sentence.startswith("写法有误：")


def told(compile_it: Callable[[], object]) -> str:
    """Return the sentence about a syntax fault; nothing if there is none."""
    try:
        compile_it()
    except jinja2.TemplateSyntaxError as fault:
        return syntax_message(fault)
    return ""
