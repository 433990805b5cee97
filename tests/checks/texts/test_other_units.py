"""What is another unit's, city's or bureau's is told; what units say of others, and of places that are not theirs, is not."""

from __future__ import annotations

import re

import pytest

from pipeline.checks.texts.area_codes import CODES
from pipeline.checks.texts.explanations import is_hollow
from pipeline.language.values import Words
from tests.checks.texts.test_texts import assert_told, of_unit, told

RULES = "制度措施建立情况: 财务管理制度、固定资产管理制度、车辆管理制度、政府采购管理制度"
ADDRESSEE = "主送机关: 滨海市财政局"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("滨海市水务局", "一年来，滨海市林业局完成造林任务。", "滨海市林业局"),
        ("滨海市中心医院", "东山区人民医院坚持以病人为中心。", "东山区人民医院"),
        ("滨海市司法局", "湛江市各级人民调解组织认真履职。", "湛江市"),
        ("滨海市司法局", "为佛山市高质量发展作出了贡献。", "佛山市"),
        ("东山县教育局", "全西山县上下齐心协力。", "西山县"),
        ("东山县教育局", "我市教育质量稳步提高。", "我市"),
        # whose telephone number has the area code of 湛江
        ("东山县教育局", "为佛山市高质量发展作出了贡献。", "佛山市"),
        ("东山县望北镇人民政府", "在茂名市委、市政府的坚强领导下，各项工作有序推进。", "茂名市"),
        ("望北镇人民政府", "肇庆市广大医务人员坚守一线。", "肇庆市"),
    ],
)
def test_what_is_said_of_others_as_of_oneself_is_told(name: str, text: str, words: str) -> None:
    assert_told(told(text, changes=of_unit(name, "参照公务员法管理的事业单位")), words, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("滨海市水务局", "滨海市林业局、滨海市农业农村局与我局共同推进河湖治理。"),
        ("滨海市水务局", "本年度，滨海市财政局批复了预算。滨海市财政局下达了资金。"),
        ("滨海市水务局", "滨海市林业局完成移交。滨海市林业局积极配合河道整治。"),
        ("滨海市第一中学", "滨海市教育局大力支持我校建设。"),
        ("滨海市林业局", "赴佛山市、东莞市学习，协助引进佛山市企业。"),
        ("滨海市住房和城乡建设局", "为推动城市高质量发展作出贡献，全市各级各部门协同，农贸市场各级检查到位。"),
        ("东山区应急管理局", "该做法获评我市创新案例；推动园区、社区发展，服务县区发展。"),
        ("东山县教育局", "为湛江市高质量发展作出了贡献，在湛江市委、市政府的坚强领导下，工作有序。"),
        ("东山县教育局", "协助佛山市对口帮扶工作队引进项目，为廉江市发展作出贡献。"),
        ("东山县教育局", "教育质量监测排名全市前列，为滨海市教育发展作出贡献。"),
    ],
)
def test_others_are_told_of_honestly(name: str, text: str) -> None:
    assert [str(problem) for problem in told(text, changes=of_unit(name, "参照公务员法管理的事业单位"))] == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("《滨海市教育局财务管理办法》《信访工作制度》", "《滨海市教育局财务管理办法》"),
        ("《滨海市财政局专项资金管理办法》《滨海市信访局财务管理办法》", ""),
        ("《广东省信访局督查办法》《市级部门会议费管理规定》", ""),
    ],
)
def test_another_bureaus_rules_are_told(written: str, words: str) -> None:
    found = told("信访秩序好转。", changes={RULES: f"制度措施建立情况: {written}"})
    assert [words in problem.message for problem in found] == ([True] if words else [])


@pytest.mark.parametrize(
    ("addressee", "message"),
    [
        ("湛江市财政局", "主送“湛江市财政局”，单位名称却是“滨海市信访局”"),
        ("市财政局", ""),
        ("滨海市东山区财政局", ""),
        ("东山区财政局", ""),
    ],
)
def test_a_report_to_another_city_is_told(addressee: str, message: str) -> None:
    found = told("信访秩序好转。", changes={ADDRESSEE: f"主送机关: {addressee}"})
    assert [problem.message.endswith(message) for problem in found] == ([True] if message else [])


@pytest.mark.parametrize(
    ("text", "hollow"),
    [
        ("整改", True),
        ("进一步加强管理", True),
        ("管理不到位", True),
        ("配备专职档案员1名", False),
        ("人员不足", False),
        ("补录台账", False),
    ],
)
def test_words_that_say_nothing_are_known(text: str, *, hollow: bool) -> None:
    assert is_hollow(Words(text, "原因")) is hollow


def test_a_city_is_not_told_of_by_a_number_of_no_known_area() -> None:
    for number in ("0000-0000000", "12345678", "13800000000"):
        assert told("为佛山市高质量发展作出了贡献。", changes={"0759-0000000": number, **of_unit("东山县教育局")}) == []


def test_every_city_has_one_known_area_code() -> None:
    assert all(re.fullmatch("0(?:10|2[0-9]|[3-9][0-9]{2})", code) and re.fullmatch("[一-鿿]{2,4}", city) for city, code in CODES.items())
    assert (CODES["湛江"], CODES["广州"], CODES["长沙"], CODES["株洲"]) == ("0759", "020", "0731", "0731")
