"""Publishing, correcting, withdrawing, rolling back: what reaches the site, what the log says, what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import yaml

from pipeline.hashes import sha256
from pipeline.problems import Kind, Severity, Stop
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act
from pipeline.publish.publication import plan_publication
from pipeline.publish.search import text_in
from tests.publish.memory import FIGURE, OTHER, START, Desk, acts, desk

__all__ = ["desk"]
ARTICLE = "2020/xinfang/index.html"


def refusal(desk: Desk, action: str, *arguments: str) -> str:
    with pytest.raises(Stop) as stop:
        getattr(desk, action)(*arguments)
    return str(stop.value)


def test_a_first_publication_needs_no_note_and_lists_every_public_fact(desk: Desk) -> None:
    desk.publish()
    (entry,) = read_history(desk.log(), "log").entries
    assert (entry.number, entry.act, entry.note, entry.previous) == (1, Act.FIRST, "", "")
    assert entry.time == "2021-06-10T09:30:00+08:00"
    assert entry.changes["部门整体绩效产出情况.经济性.三公经费.实际支出数"] == ("“三公”经费控制率·实际支出数", None, "8.06")
    assert entry.changes["单位基本情况.自评联络人.手机"][2] == "138****0000"
    assert "单位基本情况.自评联络人.邮箱" not in entry.changes
    assert sorted(entry.files) == sorted(
        path.removeprefix("2020/xinfang/") for path in desk.target.pages() if path.startswith("2020/xinfang/")
    )


def test_unchanged_data_publish_nothing(desk: Desk) -> None:
    desk.publish()
    before = desk.log().read_bytes()
    plan = desk.publish()
    assert not plan.is_needed
    assert (desk.log().read_bytes(), desk.target.number) == (before, 1)


def test_a_correction_without_a_note_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.publish()
    before = desk.log().read_bytes(), desk.target.number
    desk.edit(FIGURE, OTHER)
    assert "与已公开的相比改动 1 项、随之变化 1 项，更正时要写明原因" in refusal(desk, "publish")
    assert (desk.log().read_bytes(), desk.target.number) == before


def test_a_correction_is_logged_shown_on_its_page_and_keeps_the_first_time(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish("更正三公经费")
    assert acts(desk) == [Act.FIRST, Act.CORRECTION]
    page = desk.page(ARTICLE)
    assert '<meta name="PubDate" content="2021-06-10 09:30"/>' in page
    assert "最近更正：" in page
    assert "2021-06-10 10:30" in page
    assert "更正三公经费" in page
    assert re.search(r"“三公”经费控制率·实际支出数</th><td><del>8.06</del></td><td><ins>7.77</ins>", page)
    assert re.search(r"控制率（随之变化）</th><td><del>89.56%</del></td><td><ins>86.33%</ins>", page)


def test_a_correction_of_what_the_public_does_not_see_publishes_nothing(desk: Desk) -> None:
    desk.publish()
    path = desk.workspace.unit_file("xinfang")
    path.write_text(path.read_text(encoding="utf-8").replace("xinfang@example.com", "other@example.com"), encoding="utf-8")
    assert not desk.publish().is_needed


def test_only_the_unit_and_the_pages_that_list_it_are_made_anew(desk: Desk) -> None:
    desk.publish()
    desk.add_unit("tushuguan", "湛江市图书馆")
    desk.publish(unit="tushuguan")
    desk.edit(FIGURE, OTHER)
    plan = desk.publish("更正三公经费")
    assert not [path for path in plan.made if "tushuguan" in path]
    assert {path for path in desk.target.sent if not path.startswith("2020/xinfang/")} == {
        "2020/index.html",
        "data/2020/data.csv",
        "data/2020/data.json",
        *(f"rates/2020/zhanjiang-2020-4{order}.html" for order in ("", "-high", "-low")),
        "feed.xml",
        "index.html",
        "search/index.html",
        "texts/0/1.bin",
    }


def test_a_text_changed_in_the_layout_makes_all_lists_anew_without_an_entry(desk: Desk) -> None:
    desk.publish()
    css = desk.workspace.layout / "pages/site.css"
    css.write_text(css.read_text(encoding="utf-8") + ".new { color: red; }\n", encoding="utf-8")
    plan = desk.publish()
    assert plan.is_needed
    assert plan.entry is None
    assert acts(desk) == [Act.FIRST]


def test_changed_settings_reach_all_lists_and_each_article_that_is_published_again(desk: Desk) -> None:
    desk.add_unit("jiaoyu", "湛江市教育局")
    desk.publish(unit="jiaoyu")
    desk.publish()
    path = desk.workspace.root / "data/site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例市财政局", "湛江市财政局"), encoding="utf-8")
    desk.publish()
    for page in ("index.html", "2020/index.html", "units/jiaoyu/index.html", ARTICLE):
        assert "湛江市财政局" in desk.page(page)
    desk.publish(unit="jiaoyu")
    assert not [page for page in desk.target.pages() if page.endswith(".html") and "示例市财政局" in desk.page(page)]


def test_a_page_made_anew_is_logged_with_its_fingerprint_and_readers_are_not_told(desk: Desk) -> None:
    desk.publish()
    path = desk.workspace.root / "data/site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例市财政局", "湛江市财政局"), encoding="utf-8")
    plan = desk.publish()
    assert acts(desk) == [Act.FIRST, Act.RENEWAL]
    assert plan.entry
    assert plan.entry.files["index.html"] == sha256(desk.target.read(ARTICLE))
    assert "更新页面" not in desk.page(ARTICLE)
    assert "最近更正" not in desk.page(ARTICLE)
    assert "没有更正" in desk.page("2020/index.html")
    assert not desk.publish().is_needed


def test_data_with_errors_or_personal_data_are_not_published(desk: Desk) -> None:
    desk.edit(FIGURE, "实际支出数: 8.06万元")
    assert "只填数字 8.06" in refusal(desk, "publish")
    desk.edit("实际支出数: 8.06万元", FIGURE)
    desk.edit("未完成原因分析: 无", "未完成原因分析: 详询陈某某")
    assert "公开版里出现了“姓名”的内容" in refusal(desk, "publish")
    assert not desk.log().exists()
    assert not desk.target.pages()


def test_figures_below_each_other_are_no_telephone_number(desk: Desk) -> None:
    desk.publish(unit="shili")
    assert "14\n13\n212.4\n205" in text_in(desk.target.read("texts/0/1.bin"))["text"]


def test_personal_data_in_a_note_are_not_published(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    assert "手机号码" in refusal(desk, "publish", "请联系 13912345678")
    assert acts(desk) == [Act.FIRST]


def test_a_permit_is_recorded_in_the_log(desk: Desk) -> None:
    unit = desk.workspace.unit_file("xinfang")
    unit.write_text(unit.read_text(encoding="utf-8") + "公开例外:\n  - {内容: '139 0000 0000', 理由: 对外值班电话}\n", encoding="utf-8")
    desk.edit("未完成原因分析: 无", "未完成原因分析: 值班手机13900000000")
    desk.publish()
    assert read_history(desk.log(), "log").entries[0].permits == {"139 0000 0000": "对外值班电话"}


def test_a_time_is_set_back_only_with_a_reason_and_it_shows(desk: Desk) -> None:
    earlier = START - timedelta(days=30)
    with pytest.raises(Stop, match="补登以前的发布时间要写明原因"):
        desk.publish(stated=earlier)
    desk.publish("补登纸质公开的时间", earlier)
    (entry,) = read_history(desk.log(), "log").entries
    assert (entry.time, entry.recorded) == ("2021-05-11T09:30:00+08:00", "2021-06-10T09:30:00+08:00")
    assert "（补登，登记于 2021-06-10 09:30）" in desk.page(ARTICLE)


def test_a_time_in_the_future_or_before_the_last_entry_is_refused(desk: Desk) -> None:
    with pytest.raises(Stop, match="还没有到"):
        desk.publish("试", START + timedelta(days=1))
    desk.publish()
    desk.edit(FIGURE, OTHER)
    with pytest.raises(Stop, match="早于上一条公开记录"):
        desk.publish("试", START - timedelta(days=1))


def test_a_clock_that_was_wrong_once_holds_up_nothing_and_is_told(desk: Desk) -> None:
    desk.now = START + timedelta(days=5000)
    desk.publish()
    desk.now = START
    desk.edit(FIGURE, OTHER)
    (warning,) = [problem for problem in desk.publish("更正").problems if problem.kind == Kind.PUBLICATION]
    assert warning.message.startswith("上一条公开记录的时间是 2035-")
    assert warning.severity is Severity.WARNING
    desk.withdraw("误")
    assert [entry.time[:4] for entry in read_history(desk.log(), "log").entries] == ["2035", "2021", "2021"]


def test_a_withdrawal_waits_for_no_clock(desk: Desk) -> None:
    desk.now = START + timedelta(days=5000)
    desk.publish()
    desk.now = START
    desk.withdraw("误")
    assert acts(desk) == [Act.FIRST, Act.WITHDRAWAL]


def test_a_tampered_log_stops_a_publication(desk: Desk) -> None:
    desk.publish()
    text = desk.log().read_text(encoding="utf-8")
    desk.log().write_text(text.replace("8.06", "8.05"), encoding="utf-8")
    desk.edit(FIGURE, OTHER)
    assert "最后一条记录被改动过" in refusal(desk, "publish", "更正")


def test_a_damaged_page_is_sent_anew_by_the_next_publication_of_the_same(desk: Desk) -> None:
    desk.publish()
    whole = desk.page(ARTICLE)
    desk.target.damage(ARTICLE, b"<p>9.99</p>")
    plan = desk.publish()
    assert (plan.is_needed, plan.entry) == (True, None)
    assert desk.page(ARTICLE) == whole


def test_a_plan_without_a_note_says_what_would_change_and_what_is_wanting(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    plan = plan_publication(desk.job())
    assert [change.new for change in plan.changes] == ["7.77", "86.33%"]
    assert plan.wanting
    assert "更正时要写明原因" in plan.wanting.message


def test_the_warnings_of_the_data_come_with_the_plan(desk: Desk) -> None:
    assert any("不可能公开这一年度的自评信息" in problem.message for problem in desk.publish().problems)


def test_the_figures_of_an_article_are_there_for_machines(desk: Desk) -> None:
    desk.publish()
    content = yaml.safe_load(desk.target.read("2020/xinfang/data.json"))
    figures = {item["项"]: item for item in content["数据"]}
    assert figures["部门整体绩效产出情况.经济性.三公经费.控制率"]["值"] == "89.56"
    assert figures["部门整体绩效产出情况.经济性.三公经费.实际支出数"]["单位"] == "万元"
    assert content["标题"] == "湛江市信访局2020年度部门整体绩效自评"
