"""The common rules about numbers, mailboxes, web addresses and amounts: what each finds, and what it lets pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from pipeline.checks.contacts import differs_by_one
from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from tests.small_form import ROOT, SmallForm, form_in

CONTACTS = "templates/common/contacts.yaml"
FIELDS = """
  单位名称: text
  联络人:
    手机: {type: text, private: mobile}
    办公电话: text
    邮箱: {type: text, private: omit}
  自评: {网址: url}
  预算: {网址: url}
  决算: {网址: url}
  目标: {网址: url}
  三公: {预算: amount, 支出: amount}
  公用: {预算: amount, 支出: amount}
  资产: {总额: amount, 在用: amount}
  明细: {type: rows, fields: {名称: text, 金额: amount}}
"""
ATTACHMENT = "https://a.gov.cn/attachment/0/42/42689/1360044.pdf"
OTHERS = "\n".join(f"{name}: {{网址: https://a.gov.cn/jwjw/{name}}}" for name in ("自评", "预算", "决算"))
# A rule → data in which it finds something, with where and what it says; and data that it lets pass.
Cases = Mapping[str, tuple[Mapping[str, tuple[str, str]], Sequence[str]]]
CASES: Cases = {
    "手机号写法": (
        {
            '联络人: {手机: "1380000000"}': ("联络人.手机", "现为 10 位"),
            '联络人: {手机: "138000000000"}': ("联络人.手机", "现为 12 位"),
            '联络人: {手机: "23800000000"}': ("联络人.手机", "1 开头"),
        },
        ['联络人: {手机: "13800000000"}', '联络人: {手机: "13800000000、13900000000"}', '联络人: {手机: "138 0000 0000"}', "联络人: {手机: 无}", "联络人: {手机: }"],
    ),
    "电话写法": (
        {"联络人: {办公电话: 0759-33}": ("联络人.办公电话", "现共 6 位"), "联络人: {办公电话: 0759-33333333333}": ("联络人.办公电话", "电话的写法不对")},
        ["联络人: {办公电话: 0759-0000000}", "联络人: {办公电话: 3333333转801}", '联络人: {办公电话: "12345"}', "联络人: {办公电话: 0759-3333333、3333334}"],
    ),
    "邮箱写法": (
        {"联络人: {邮箱: xinfang}": ("联络人.邮箱", "邮箱的写法不对"), "联络人: {邮箱: xinfang@}": ("联络人.邮箱", "邮箱的写法不对")},
        ["联络人: {邮箱: xinfang@example.com}", "联络人: {邮箱: 不适用}"],
    ),
    "网址相同": (
        {"自评: {网址: https://a.gov.cn/1}\n预算: {网址: https://a.gov.cn/1/}": ("预算.网址", "与“自评.网址”是同一个网址")},
        ["自评: {网址: https://a.gov.cn/1}\n预算: {网址: https://a.gov.cn/2}"],
    ),
    "附件网址不符": (
        {f"自评: {{网址: {ATTACHMENT.replace('42689', '45689')}}}": ("自评.网址", "“0/42/45689”前后对不上，按最后一个数应为“0/45/45689”")},
        [f"自评: {{网址: {ATTACHMENT}}}", "自评: {网址: https://a.gov.cn/attachment/2020/1.pdf}"],
    ),
    "网站名称相近": (
        {"自评: {网址: https://www.zhanjang.gov.cn/1}\n预算: {网址: https://www.zhanjiang.gov.cn/2}\n决算: {网址: https://www.zhanjiang.gov.cn/3}": ("自评.网址", "网站“www.zhanjang.gov.cn”与别处的“www.zhanjiang.gov.cn”只差"), OTHERS.replace("https://a", "https://tjj.a") + "\n目标: {网址: https://tji.a.gov.cn/4}": ("目标.网址", "网站“tji.a.gov.cn”")},
        ["自评: {网址: https://tjj.a.gov.cn/1}", "自评: {网址: https://dag.a.gov.cn/1}\n预算: {网址: https://tag.a.gov.cn/2}", "自评: {网址: http://www.gd.gov.cn/1}\n预算: {网址: https://www.gd.gov.cn/2}"],
    ),
    "网址只到首页": (
        {
            "自评: {网址: https://dag.a.gov.cn}": ("自评.网址", "只到网站首页"),
            "自评: {网址: http://dag.a.gov.cn/index.html}": ("自评.网址", "只到网站首页"),
        },
        ["自评: {网址: https://a.gov.cn/mb/index.html}", "自评: {网址: https://a.gov.cn/?id=20}", "自评: {网址: https://a.gov.cn/dag/}"],
    ),
    "网址是别处的": (
        {
            f"目标: {{网址: https://a.gov.cn/scjgj/4}}\n{OTHERS}": ("目标.网址", "网址里的“scjgj”像是别的单位或别的地方的，其他几个网址都是“jwjw”"),
            f"目标: {{网址: https://www.zhanjiang.gov.cn/jwjw/4}}\n{OTHERS.replace('a.gov', 'www.lanchuan.gov')}": ("目标.网址", "“zhanjiang.gov.cn”"),
        },
        [
            f"目标: {{网址: https://a.gov.cn/czj/4}}\n{OTHERS}",
            f"目标: {{网址: https://audit.gd.gov.cn/jwjw/4}}\n{OTHERS.replace('a.gov', 'www.lanchuan.gov')}",
            f"目标: {{网址: https://tsg.a.gov.cn/4}}\n{OTHERS.replace('a.gov', 'www.a.gov')}",
            f"目标: {{网址: https://a.gov.cn/tsg/4}}\n{OTHERS.replace('jwjw', 'zwgk')}",
            "目标: {网址: https://a.gov.cn/scjgj/4}\n自评: {网址: https://a.gov.cn/jyj/1}\n预算: {网址: https://a.gov.cn/jyj/2}",
        ],
    ),
    "网址栏目相近": (
        {f"目标: {{网址: https://a.gov.cn/jwiw/4}}\n{OTHERS}": ("目标.网址", "网址里的“jwiw”与其他几个网址里的“jwjw”只差一个字母")},
        [
            f"目标: {{网址: https://a.gov.cn/czj/4}}\n{OTHERS}",
            f"目标: {{网址: https://b.gov.cn/jwiw/4}}\n{OTHERS}",
            "目标: {网址: https://a.gov.cn/jsgk/4}\n自评: {网址: https://a.gov.cn/ysgk/1}\n预算: {网址: https://a.gov.cn/ysgk/2}",
        ],
    ),
    "金额过大": (
        {"三公: {预算: 3, 支出: 2}\n公用: {预算: 60, 支出: 50}\n资产: {总额: 3748600, 在用: 3700000}": ("资产.总额", "3748600 万元是其他各项金额（最多 60 万元）的一千倍以上")},
        [
            "三公: {预算: 0.5, 支出: 0.1}\n公用: {预算: 60, 支出: 50}\n资产: {总额: 37486, 在用: 37486}",
            "三公: {预算: 3, 支出: 2}\n资产: {总额: 3748600, 在用: 3700000}",
            "明细: [{名称: 甲, 金额: 999999999}]",
        ],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    """Return a small form beside the common rules."""
    root = tmp_path_factory.mktemp("templates")
    (root / "common").symlink_to(ROOT / "templates" / "common")
    return SmallForm(form_in(root / "small", FIELDS))


def found(small: SmallForm, data: str, rule: str) -> list[tuple[str, str]]:
    """Return what a rule finds in data, and where."""
    facts, problems = small.read(f"单位名称: 澜川市信访局\n{data}\n")
    assert problems == []
    checks = [check for check in rules(small) if check.name == rule]
    return [(problem.path, problem.message) for problem in run_checks(checks, facts)]


@cache
def rules(small: SmallForm) -> tuple[Check, ...]:
    return read_checks(small.form, "templates/small/checks.yaml")


def test_every_rule_has_its_cases(small: SmallForm) -> None:
    assert {check.name for check in rules(small) if check.place.file == CONTACTS} == CASES.keys()


@pytest.mark.parametrize(("rule", "data", "told"), [(rule, *case) for rule, (wrong, _) in CASES.items() for case in wrong.items()])
def test_a_rule_finds_what_is_wrong(small: SmallForm, rule: str, data: str, told: tuple[str, str]) -> None:
    (path, message), *_ = found(small, data, rule)
    assert path == told[0]
    assert told[1] in message


@pytest.mark.parametrize(("rule", "data"), [(rule, data) for rule, (_, right) in CASES.items() for data in right])
def test_a_rule_lets_pass_what_is_right(small: SmallForm, rule: str, data: str) -> None:
    assert found(small, data, rule) == []


def test_no_message_shows_a_private_number(small: SmallForm) -> None:
    assert all("138" not in message for _, message in found(small, '联络人: {手机: "138000000000"}', "手机号写法"))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("binhai", "binhal", True), ("binhai", "bnihai", True), ("binhai", "binghai", True), ("binhai", "beihal", False)],
)
def test_one_letter_off_is_changed_lost_added_or_swapped(one: str, other: str, *, near: bool) -> None:
    assert differs_by_one(one, other) is near
