"""Files for machines: what an article shows and nothing else, exact, harmless in spreadsheets; and a year's, described and put together."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Stop
from pipeline.publish import blocks
from pipeline.publish.data_package import KINDS, PACKAGE, data_package
from pipeline.publish.linked_data import linked
from pipeline.publish.open_data import COLUMNS, CSV, HEAD, JSON, Figure, Source, csv_rows, harmless
from pipeline.publish.publication import articles_of
from pipeline.publish.repair import repair
from pipeline.publish.searched import GATHERED
from pipeline.publish.settings import read_settings
from pipeline.publish.verification import read_logs, verify_site
from tests.publish.memory import FIGURE, OTHER, Desk, desk

__all__ = ["desk"]
ECONOMY = "部门整体绩效产出情况.经济性"
OWN, YEAR = "2020/xinfang/", "data/2020/"
RISKY = st.sampled_from(["=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "'=1", "''", " =1", "＝1+1", '"', ",", "\r\n", "-5", "无", "0", ""])


def rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file as the schema says that they are read."""
    assert data.startswith(HEAD)
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert tuple(read[0]) == COLUMNS
    return [dict(zip(COLUMNS, (cell.removeprefix("'") for cell in row), strict=True)) for row in read[1:]]


def values(data: bytes) -> dict[str, str]:
    return {row["项"]: row["值"] for row in rows(data)}


def pages(desk: Desk) -> dict[str, bytes]:
    return desk.target.pages()


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])) | RISKY, RISKY), max_size=4))
def test_any_text_comes_back_from_csv_and_no_cell_is_computed(texts: Sequence[tuple[str, str]]) -> None:
    some: list[Figure] = [{"项": "甲", "名称": other, "值": text, "单位": "", "类型": "文字"} for text, other in texts]
    read = rows(HEAD + csv_rows(Source("jia", "甲局", "2020", "表"), some))
    assert [(row["值"], row["名称"]) for row in read] == texts
    for text, _ in texts:
        cell = harmless(text)
        assert re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell) or cell.lstrip()[:1] not in tuple("=+-@＝＋－＠")


def test_the_csv_says_what_the_documents_show_and_tells_four_kinds_of_nothing_apart(desk: Desk) -> None:
    desk.edit("未完成原因分析: 无", "未完成原因分析: =1+1")
    desk.publish()
    data = pages(desk)[f"{OWN}{CSV}"]
    said = values(data)
    assert b"\n" not in data.replace(b"\r\n", b"").removeprefix(HEAD)
    assert said[f"{ECONOMY}.三公经费.控制率"] == "89.56"
    assert said["填报日期"] == "2021-06-01"
    assert said["项目组织实施情况.项目前期情况.有可行性研究报告"] == ""
    assert said["项目组织实施情况.项目前期情况.需立项数"] == "0"
    assert said["部门整体绩效产出情况.效率性.重要项目绩效目标.完成率"] == "不适用"
    assert said["单位基本情况.下属预算单位"] == "无"
    assert said["绩效目标情况.未完成原因分析"] == "=1+1"
    assert ",'=1+1," in data.decode()
    assert said["单位基本情况.自评联络人.手机"] == "138****0000"
    assert "单位基本情况.自评联络人.邮箱" not in said, "nobody can tell whether it is blank"
    row = next(row for row in rows(data) if row["项"] == f"{ECONOMY}.三公经费.实际支出数")
    assert (row["单位"], row["表"], row["计量单位"], row["类型"]) == ("湛江市信访局", "部门整体绩效自评", "万元", "金额")


def test_both_files_of_an_article_hold_the_same(desk: Desk) -> None:
    desk.publish()
    figures = json.loads(pages(desk)[f"{OWN}{JSON}"])["数据"]
    assert {figure["项"]: figure["值"] for figure in figures} == values(pages(desk)[f"{OWN}{CSV}"])
    assert all(figure.keys() == {"项", "名称", "值", "单位", "显示", "类型"} for figure in figures)


def test_what_no_document_shows_is_not_among_the_data(desk: Desk) -> None:
    form = desk.workspace.root / "templates/zhanjiang-2020/form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("\nfields:\n", "\nfields:\n  内部备注: text\n", 1), encoding="utf-8")
    desk.edit("填报日期:", "内部备注: 不印的话\n填报日期:")
    assert any("内部备注" in problem.path for problem in desk.publish().problems)
    assert "内部备注" not in values(pages(desk)[f"{OWN}{CSV}"])
    assert not [path for path, data in pages(desk).items() if "不印的话".encode() in data]


def test_a_years_files_follow_every_publication_correction_and_withdrawal(desk: Desk) -> None:
    desk.publish()
    desk.add_unit("tushuguan", "湛江市图书馆")
    desk.publish(unit="tushuguan")
    desk.edit(FIGURE, OTHER)
    desk.publish("更正三公经费")
    every = rows(pages(desk)[f"{YEAR}{CSV}"])
    spent = {row["单位代码"]: row["值"] for row in every if row["项"] == f"{ECONOMY}.三公经费.实际支出数"}
    assert spent == {"tushuguan": "8.06", "xinfang": "7.77"}
    assert every == rows(HEAD + b"".join(pages(desk)[f"2020/{unit}/{CSV}"].removeprefix(HEAD) for unit in ("tushuguan", "xinfang")))
    listed = json.loads(pages(desk)[f"{YEAR}{JSON}"])
    assert [dict(zip(listed[0], row, strict=True)) for row in listed[1:]] == every
    desk.withdraw("有误", unit="tushuguan")
    assert not [path for path, data in pages(desk).items() if path.startswith(GATHERED) and "图书馆".encode() in data]
    desk.roll_back(number=2)
    assert {row["单位代码"] for row in rows(pages(desk)[f"{YEAR}{CSV}"])} == {"xinfang"}
    assert values(pages(desk)[f"{YEAR}{CSV}"])[f"{ECONOMY}.三公经费.实际支出数"] == "8.06"
    assert verify_site(desk.target, read_logs(desk.workspace)).damaged == []


def test_a_year_of_many_articles_is_packed_block_by_block(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1)
    desk.publish()
    desk.add_unit("tushuguan", "湛江市图书馆")
    desk.publish(unit="tushuguan")
    desk.edit(FIGURE, OTHER)
    desk.publish("更正三公经费")
    assert [path for path in desk.target.sent if path.startswith("data/")] == [f"{YEAR}2/data.zip"]
    package = json.loads(pages(desk)[f"{YEAR}datapackage.json"])
    assert len(package["resources"]) == 4
    for resource in package["resources"]:
        with zipfile.ZipFile(io.BytesIO(pages(desk)[f"{YEAR}{resource['path']}"])) as pack:
            data = pack.read(resource["innerpath"])
        unit = "tushuguan" if "图书馆" in resource["title"] else "xinfang"
        own = rows(pages(desk)[f"2020/{unit}/{CSV}"])
        read = rows(data) if resource["format"] == "csv" else [dict(zip(COLUMNS, row, strict=True)) for row in json.loads(data)[1:]]
        assert read == own
    assert verify_site(desk.target, read_logs(desk.workspace)).damaged == []
    assert {path for path in pages(desk) if path.startswith(YEAR)} == {
        *(f"{YEAR}{name}" for name in ("1/data.zip", "2/data.zip", "datapackage.json", "schema.json"))
    }


def test_a_years_file_is_not_believed_but_its_articles_own_are_read_and_these_are_not_either(desk: Desk) -> None:
    desk.publish()
    desk.add_unit("tushuguan", "湛江市图书馆")
    desk.publish(unit="tushuguan")
    whole = pages(desk)[f"{YEAR}{CSV}"]
    desk.target.damage(f"{YEAR}{CSV}", whole.replace(b"8.06", b"8.05"))
    desk.edit(FIGURE, OTHER)
    desk.publish("更正三公经费")
    assert pages(desk)[f"{YEAR}{CSV}"].count(b",8.06,") == whole.count(b",8.06,") - 1
    assert b",8.05," not in pages(desk)[f"{YEAR}{CSV}"]
    desk.target.damage(f"{YEAR}{CSV}")
    desk.target.damage(f"2020/tushuguan/{JSON}")
    desk.edit(OTHER, FIGURE)
    with pytest.raises(Stop, match=f"2020/tushuguan/{JSON}"):
        desk.publish("更正三公经费")


def test_damaged_data_are_made_anew_as_they_were(desk: Desk) -> None:
    desk.publish()
    damaged = [path for path in pages(desk) if path.startswith(GATHERED) or path.endswith((CSV, JSON))]
    assert len(damaged) > 5
    for path in damaged:
        desk.target.damage(path)
    assert repair(desk.workspace, desk.job().site, desk.target, damaged) == sorted(damaged)


def test_another_units_permit_stands_in_nobodys_way(desk: Desk) -> None:
    desk.add_unit("tushuguan", "湛江市图书馆")
    unit = desk.workspace.unit_file("tushuguan")
    unit.write_text(unit.read_text(encoding="utf-8") + "公开例外:\n  - {内容: '139 0000 0000', 理由: 对外值班电话}\n", encoding="utf-8")
    desk.edit("未完成原因分析: 无", "未完成原因分析: 值班手机13900000000", unit="tushuguan")
    desk.publish(unit="tushuguan")
    desk.publish()
    assert b"13900000000" in pages(desk)[f"{YEAR}{CSV}"]


def test_the_data_package_describes_the_files_as_its_specification_wants(desk: Desk) -> None:
    desk.publish()
    package = json.loads(pages(desk)[f"{YEAR}datapackage.json"])
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert "licenses" not in package, "no licence is invented"
    assert len({resource["name"] for resource in package["resources"]}) == 2
    for resource in package["resources"]:
        data = pages(desk)[f"{YEAR}{resource['path']}"]
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        schema = json.loads(pages(desk)[f"{YEAR}{resource['schema']}"])
        fields = schema["fields"]
        assert tuple(field["name"] for field in fields) == COLUMNS
        assert {field["type"] for field in fields} <= {"string", "year"}
        assert all(field["description"] for field in fields)
        assert schema["missingValues"] == [""]
        required = [field["name"] for field in fields if field["constraints"].get("required")]
        assert set(schema["primaryKey"]) <= set(required)
        read = rows(data) if resource["format"] == "csv" else [dict(zip(COLUMNS, row, strict=True)) for row in json.loads(data)[1:]]
        assert all(row[name] for row in read for name in required)
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in read]
        assert len(set(keys)) == len(keys) > 100
        assert {row["类型"] for row in read} <= set(KINDS)


def test_a_licence_is_said_if_the_settings_give_one_whole(desk: Desk) -> None:
    path = desk.workspace.root / "data/site.yaml"
    settings = path.read_text(encoding="utf-8")
    address = "https://data.example.gov.cn/licence"
    path.write_text(f"{settings}数据许可: {{名称: 示例市公共数据开放许可, 网址: '{address}'}}\n", encoding="utf-8")
    read = read_settings(desk.workspace)
    package = json.loads(data_package(read, "2020", "2021-06-10T09:30:00+08:00", [("", "")])[PACKAGE])
    assert package["licenses"] == [{"path": address, "title": "示例市公共数据开放许可"}]
    path.write_text(f"{settings}数据许可: {{名称: 示例市公共数据开放许可}}\n", encoding="utf-8")
    with pytest.raises(Stop, match="数据许可要写明名称和许可全文的网址"):
        read_settings(desk.workspace)


def test_a_page_layout_of_an_older_version_is_told(desk: Desk) -> None:
    path = desk.workspace.layout / "pages" / "settings.yaml"
    layout = path.read_text(encoding="utf-8")
    path.write_text(layout.replace("数据许可:", "别的许可:"), encoding="utf-8")
    with pytest.raises(Stop, match="网站设置里没有“数据许可"):
        read_settings(desk.workspace)


def test_linked_data_cannot_end_their_element(desk: Desk) -> None:
    hostile = "</script><script>alert(1)</script>&amp;\u2028"
    text = linked([{"name": hostile}])
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["@graph"] == [{"name": hostile}]
    desk.publish()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*)</script>', desk.page(f"{OWN}index.html"))
    article, data = json.loads(block)["@graph"]
    assert (article["@type"], article["author"]) == ("Article", {"@type": "GovernmentOrganization", "name": "湛江市信访局"})
    assert [file["contentUrl"].rpartition("/")[2] for file in data["distribution"]] == [CSV, JSON]


def test_an_article_of_a_former_version_has_no_data_until_it_is_published_again(desk: Desk) -> None:
    desk.publish()
    current = desk.target.current()
    assert current
    new = ("data", "rates", "form", "form_title", "serial")
    old = [{key: value for key, value in article.record().items() if key not in new} for article in articles_of(current)]
    desk.target.replace_current(replace(current, number=current.number + 1, content={"articles": old}))
    desk.add_unit("tushuguan", "湛江市图书馆")
    desk.publish(unit="tushuguan")
    assert {row["单位代码"] for row in rows(pages(desk)[f"{YEAR}{CSV}"])} == {"tushuguan"}
    desk.publish()
    assert {row["单位代码"] for row in rows(pages(desk)[f"{YEAR}{CSV}"])} == {"tushuguan", "xinfang"}
