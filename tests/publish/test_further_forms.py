"""Several forms of one unit and year on the site: each an article with a log of its own, beside the main one, which stays as it was."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.publish import switch
from pipeline.publish.article import Article
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act
from pipeline.publish.publication import articles_of
from pipeline.publish.repair import repair
from pipeline.publish.search import text_in
from pipeline.publish.verification import read_logs, verify_site
from pipeline.workspace import Asked, UnitYear
from tests.publish.memory import Desk
from tests.two_forms import FLOODS, YEAR, two_forms

MAIN, PROJECT = UnitYear("shuiliju", YEAR), UnitYear("shuiliju", YEAR, FLOODS)
FOLDER = f"2022/shuiliju.{FLOODS}/"


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk with both forms published."""
    made = Desk(two_forms(tmp_path))
    monkeypatch.setattr(switch, "open_target", lambda _address, _base: made.target)
    made.publish(unit="shuiliju", year=YEAR)
    made.publish(unit="shuiliju", year=YEAR, name=FLOODS)
    return made


def own(desk: Desk, folder: str) -> dict[str, bytes]:
    """Return the files of an article by their bare names."""
    pages = desk.target.pages()
    return {path.removeprefix(folder): desk.target.read(path) for path in pages if path.startswith(folder)}


def test_each_form_has_an_article_and_a_log_of_its_own(both: Desk) -> None:
    assert {of: history.file for of, history in read_logs(both.workspace).units.items()} == {
        MAIN: "data/shuiliju/2022.log.yaml",
        PROJECT: f"data/shuiliju/2022.{FLOODS}.log.yaml",
    }
    title = f"水利局2022年度项目支出绩效自评（{FLOODS}）"
    assert json.loads(own(both, FOLDER)["data.json"])["标题"] == title
    assert f"水利局2022年度防汛绩效自评表（{FLOODS}）.docx" in own(both, FOLDER)
    assert json.loads(own(both, "2022/shuiliju/")["data.json"])["标题"] == "水利局2022年度部门整体绩效自评"
    assert verify_site(both.target, read_logs(both.workspace)).problems == []


def test_lists_feed_and_search_lead_to_both(both: Desk) -> None:
    address = quote(f"shuiliju.{FLOODS}")
    for page in ("index.html", "units/shuiliju/index.html", "2022/index.html", "feed.xml", "2022/sitemap.xml"):
        assert f"2022/{address}/index.html" in both.page(page), page
        assert "2022/shuiliju/index.html" in both.page(page), page
    assert "共 1 个单位" in both.page("2022/index.html")
    assert f">水利局（{FLOODS}）</a>" in both.page("2022/index.html")
    texts = [text_in(both.target.read(f"texts/0/{number}.bin")) for number in both.recent()]
    assert [text["folder"] for text in texts] == ["2022/shuiliju", FOLDER[:-1]]


def test_one_is_withdrawn_and_the_other_stays_and_so_it_is_after_a_rollback(both: Desk) -> None:
    before = own(both, "2022/shuiliju/")
    both.withdraw("数据有误", unit="shuiliju", year=YEAR, name=FLOODS)
    assert list(own(both, FOLDER)) == ["index.html"]
    assert own(both, "2022/shuiliju/") == before
    both.edit("支出数: 95", "支出数: 96", unit="shuiliju", year=YEAR)
    both.publish("更正支出数", unit="shuiliju", year=YEAR)
    assert own(both, "2022/shuiliju/") != before
    both.roll_back("试试", 2)
    assert "已撤回" in both.page(f"{FOLDER}index.html")
    assert own(both, "2022/shuiliju/") == before
    assert [entry.act for entry in read_history(both.workspace.log_file(PROJECT), "log").entries] == [Act.FIRST, Act.WITHDRAWAL]


def test_the_logs_of_one_form_are_asked_for_by_its_name(both: Desk) -> None:
    assert list(read_logs(both.workspace, Asked("shuiliju", YEAR, FLOODS)).units) == [PROJECT]
    assert list(read_logs(both.workspace, Asked("shuiliju", YEAR)).units) == [MAIN, PROJECT]


def test_a_damaged_page_of_a_further_form_is_made_anew(both: Desk) -> None:
    damaged = [path for path in both.target.pages() if path.startswith(FOLDER)]
    assert repair(both.workspace, both.job().site, both.target, damaged) == sorted(damaged)


def test_the_index_says_of_a_main_form_what_it_always_said(both: Desk) -> None:
    main, further = (article.record() for article in sorted(articles_of(both.target.current()), key=lambda article: article.of))
    assert list(main)[:4] == ["unit", "year", "name", "title"]
    assert "further" not in main
    assert further["further"] == FLOODS
    assert [Article.from_record(json.loads(json.dumps(record))).of for record in (main, further)] == [MAIN, PROJECT]


@pytest.mark.parametrize("name", ["../x", "x/y", "log", 3])
def test_an_index_that_leads_elsewhere_is_none_of_ours(both: Desk, name: object) -> None:
    record = {**articles_of(both.target.current())[0].record(), "further": name}
    with pytest.raises((ValueError, TypeError)):
        Article.from_record(record)
