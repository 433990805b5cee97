"""A rate, a growth, an average or parts that the figures of their own sentence contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.texts.all_texts import AllTexts
from pipeline.checks.texts.sums import wrong_sums
from pipeline.language.values import Words


def said(text: str) -> list[tuple[str, object]]:
    """Return what is found in a text, and what its figures give."""
    return [(found.words, found["应为"]) for found in wrong_sums(AllTexts.of([Words(text, "效益")]))]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("归集27.35亿元，比上年增加2.1亿元，增长18.32%。", "8.32%"),
        ("文创收入31.7万元，比上年减少4.3万元，减幅19.1%，已上缴。", "11.94%"),
        ("接待61.5万人次（比去年多4.1万人次，增长17.1%）。", "7.14%"),
        ("发现隐患1,302条，整改1,289条，整改率为95%。", "99.00%"),
        ("受理560件，办结548件，办结率达到99.86%。", "97.86%"),
        ("临时救助1,312人次、286.5万元，人均2,814元。", "2183.69 元"),
        ("化解积案63件（其中涉土地类45件、涉劳资类28件）。", "73 件"),
        ("实际支出10.36万元，比预算安排的12.5万元少4.12万元。", "少 2.14 万元"),
        ("检查企业655家，比计划的600家少55家。", "多 55 家"),
        ("接诊3.2万人次，比2019年的2.9万人次增长13.4%。", "多 10.34%"),
        ("森林覆盖率由上年的41.2%提高到41.6%，提高0.6个百分点。", "多 0.4 个百分点"),
        ("预算由年初的4,860.2万元调整为8,210.4万元，调增3,530.2万元。", "多 3350.2 万元"),
        ("合并同类培训，由16期减为22期。", "增加到 22 期"),
        ("接通率由96.20%提高到92.10%。", "下降到 92.10%"),
        ("平均等候时间由上年的11分钟缩短到26分钟。", "增加到 26 分钟"),
    ],
)
def test_what_the_figures_of_its_sentence_contradict_is_told(text: str, right: str) -> None:
    ((_, found),) = said(text)
    assert found == right


@pytest.mark.parametrize(
    "text",
    [
        "归集27.35亿元，比上年增加2.1亿元，增长8.32%。",
        "收入12万元，比上年增加1万元，增长9.1%。",
        "收入12万元，比上年增加1万元，增长9%。",
        "收入1万元，比上年增加1万元，增长100%。",  # there may have been nothing before
        "文创收入31.7万元，比上年减少4.3万元，减幅11.9%。",
        "受理560件，办结548件，满意率为95%。",
        "受理560件，办结548件，办结率为97.8%。",
        "发现隐患1,302条，整改1,289条，整改率为99%。",
        "临时救助1,312人次、286.5万元，人均2,184元。",
        "临时救助1,312人次、286.5万元，人均约0.22万元。",
        "接待61.5万人次（其中未成年人21万人次、本市40万人次）。",
        "化解积案63件（其中涉土地类45件）。",
        "新建20个（其中分馆8个，配备电脑120台、图书3万册）。",
        "培训16期、1260人次，合格率为98.5%。",
        "实际支出10.36万元，比预算安排的12.5万元少2.14万元。",
        "接诊3.2万人次，比2019年的2.9万人次增长10.3%。",
        "合格率98%，比全省平均的95%高3个百分点。",
        "办理环节由6个压缩到3个，减少50%。",
        "由平均25分钟减少到11分钟。受理12件，比上年的10件多2件。",
        "归集27.4亿元，比上年的25.3亿元增加2.08亿元。",  # both were rounded
        "由22期减为16期，接通率由92.10%提高到96.20%，窗口从18个增加到30个。",
        "考核排名由第12位上升到第8位，公路由3级提升到1级。",
        "投入由9800元提高到1.2万元，时限由24小时缩短到2天。",
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_let_pass(text: str) -> None:
    assert said(text) == []


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from(("万元", "件")))
def test_a_difference_is_let_pass_if_it_is_right_and_told_if_it_is_not(now: int, then: int, other: int, unit: str) -> None:
    def shown(number: int) -> Decimal:
        return Decimal(number) / 100 if unit == "万元" else Decimal(number)

    text = f"完成{shown(now)}{unit}，比上年的{shown(then)}{unit}{'多' if now > then else '少'}"
    assert said(f"{text}{shown(abs(now - then))}{unit}。") == []
    if abs(abs(now - then) - other) > 101:  # tenths that were rounded may be as far apart
        assert len(said(f"{text}{shown(other)}{unit}。")) == 1
