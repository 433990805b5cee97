"""What is pasted from Word or Excel into a field: put right and said where it is certain, else left as it is; the typed words can be had back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.desk.entries import Entry
from pipeline.desk.understanding import Offer, understood
from pipeline.form.field import Field
from pipeline.form.types.registry import TYPES
from pipeline.intake.into_data.data_files import DataFile
from pipeline.intake.into_data.spots import Spot
from pipeline.problems import Place


def entry(kind: str, unit: str = "", now: str = "", **more: object) -> Entry:
    field = Field(name="甲", path="甲", label="甲", type=kind, place=Place("form.yaml"), unit=unit or TYPES[kind].unit, **more)  # type: ignore[arg-type]
    file = DataFile(Path("2020.yaml"), "2020.yaml", None, f"甲: {now}\n")
    return Entry(field, "甲", Spot(file, "", file.root).below(field))


AMOUNT, YUAN, COUNT, DATE, TEXT, LONG = (
    entry("amount"),
    entry("amount", "元"),
    entry("integer", "个"),
    entry("date"),
    entry("text"),
    entry("paragraphs"),
)
URL, LIST = entry("url"), entry("list")


@pytest.mark.parametrize(
    ("one", "typed", "text", "words"),
    [
        (AMOUNT, "3,500.00", "3500.00", "已改写为“3500.00”"),
        (AMOUNT, "\xa0８．０６\xa0万元\r\n", "8.06", "已改写为“8.06”"),
        (AMOUNT, "￥8.06万元", "8.06", "已改写为“8.06”"),
        (YUAN, "8.06万元", "80600", "写的是 8.06万元，折合 80600 元，请核对"),
        (AMOUNT, "80600元", "8.06", "折合 8.06 万元，请核对"),
        (COUNT, "17个", "17", "已改写为“17”"),
        (DATE, "2020年9月3日", "2020-09-03", "已改写为“2020-09-03”"),
        (DATE, "二〇二〇年九月三日", "2020-09-03", "已改写为“2020-09-03”"),
        (DATE, "2020/9/3 00:00:00", "2020-09-03", "已改写为“2020-09-03”"),
        (TEXT, "陈某某\n李某某", "陈某某李某某", "原来分成 2 行，已合成一段，请核对"),
        (TEXT, "甲\t乙", "甲 乙", "粘贴的是几格，已合成一格，请核对"),
        (LIST, "1.甲\n2.乙", "甲\n乙", "已改写为“甲 乙”"),
        (LONG, "<p>甲</p><p>乙</p>", "甲\n乙", "网页代码"),
    ],
)
def test_what_is_certain_is_put_right_and_the_typed_words_can_be_had_back(one: Entry, typed: str, text: str, words: str) -> None:
    found = understood(typed, one)
    assert found.text == text
    assert words in found.words
    (offer,) = found.offers
    assert (offer.exact, offer.label[:2]) == (True, "改回")
    back = understood(offer.typed, one, exact=True)
    assert "".join(back.text.split()) == "".join(typed.split())
    assert (back.words, back.offers) == ("", ())


@pytest.mark.parametrize(
    ("one", "typed", "kept", "words", "offered"),
    [
        (DATE, "2020年9月3日前", "2020年9月3日前", "除日期外还写了“前”。拿不准，没有改", "2020-09-03"),
        (COUNT, "17个项目", "17个项目", "还写了“项目”。拿不准", "17"),
        (AMOUNT, "1 318.4", "1 318.4", "读作 1318.4。拿不准", "1318.4"),
        (AMOUNT, "8. 06", "8. 06", "拿不准", "8.06"),
        (URL, "https://a.gov.cn/x 公开网址", "https://a.gov.cn/x 公开网址", "公开网址", "https://a.gov.cn/x"),
        (TEXT, "待填", "待填", "这像是没有填。拿不准，没有改", ""),
    ],
)
def test_what_could_mean_something_else_stays_and_is_offered(one: Entry, typed: str, kept: str, words: str, offered: str) -> None:
    found = understood(typed, one)
    assert found.text == kept
    assert words in found.words
    assert [offer.typed for offer in found.offers] == [offered]
    assert understood(offered, one).text == offered


@pytest.mark.parametrize(
    ("one", "typed", "kept", "words"),
    [
        (COUNT, "9万", "9万", "照原样存着"),
        (COUNT, "9 万元", "9 万元", "照原样存着"),
        (AMOUNT, "9\t8.06", "9 8.06", "2 个数"),
        (AMOUNT, "9\n8.06", "9 8.06", "2 个数"),
        (DATE, "44075", "44075", "Excel 里的日期序号"),
        (DATE, "9月3日", "9月3日", "年份"),
        (AMOUNT, "约8", "约8", "照原样存着"),
    ],
)
def test_what_is_not_understood_stays_as_it_is_and_says_why(one: Entry, typed: str, kept: str, words: str) -> None:
    found = understood(typed, one)
    assert (found.text, found.offers) == (kept, ())
    assert words in found.words


@pytest.mark.parametrize("typed", ["", "0", "无", "不适用", "8.06"])
def test_the_four_kinds_of_nothing_and_plain_figures_are_taken_as_they_are(typed: str) -> None:
    found = understood(typed, AMOUNT)
    assert (found.text, found.words, found.offers) == (typed, "", ())


def test_blanks_go_without_a_question_and_what_is_there_already_is_left_alone() -> None:
    assert understood("  甲 \n\n  乙", LONG).words == "去掉了多余的空白"
    assert understood("3,500.00", entry("amount", now="3,500.00")).text == "3,500.00"
    assert understood("没有", AMOUNT).offers == (Offer("改回“没有”", "没有", exact=True),)


def test_too_long_a_figure_is_not_said_to_have_blanks() -> None:
    assert understood("9" * 60, AMOUNT).words == "照原样存着"  # the finding says that it is too long
