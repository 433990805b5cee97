"""A rate, a growth, an average or parts that the figures of their own sentence contradict."""

from __future__ import annotations

import pytest

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
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_let_pass(text: str) -> None:
    assert said(text) == []
