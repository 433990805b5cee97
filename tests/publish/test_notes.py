"""A note gives nobody away: not the contact of today, not one of former times, not even when the data are gone."""

from __future__ import annotations

import pytest

from pipeline.problems import Kind, Stop
from pipeline.publish.chain import read_history
from pipeline.publish.settings import read_settings
from pipeline.workspace import UnitYear
from tests.publish.memory import Desk, desk

__all__ = ["desk"]
NAME_REFUSED = "NOTE=: 错误 这里有自评联络人的姓名，不能公开"


def refusal(desk: Desk, action: str, note: str) -> str:
    before = desk.target.number, desk.log().read_bytes()
    with pytest.raises(Stop) as stop:
        getattr(desk, action)(note)
    assert (desk.target.number, desk.log().read_bytes()) == before
    assert {problem.kind for problem in stop.value.problems} == {Kind.LEAK}
    return str(stop.value)


def rename_contact(desk: Desk, old: str, new: str) -> None:
    path = desk.workspace.unit_file("xinfang")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("note", ["联络人陈某某调离", "联络人陈 某某调离", "联络人陈\u200b某某调离"])
def test_a_withdrawal_that_names_the_contact_is_refused(desk: Desk, note: str) -> None:
    desk.publish()
    said = refusal(desk, "withdraw", note)
    assert said.startswith(NAME_REFUSED)
    assert "陈" not in said


@pytest.mark.parametrize(
    "note", ["请拨打 139 0001 0002", "请致电一三九〇〇〇一〇〇〇二", "请联系li.si(at)example.com", "身份证440802199001011238"]
)
def test_a_withdrawal_with_anybodys_number_is_refused(desk: Desk, note: str) -> None:
    desk.publish()
    assert "，不能公开" in refusal(desk, "withdraw", note)


def test_a_former_contact_is_known_although_the_data_have_another_one(desk: Desk) -> None:
    desk.publish()
    rename_contact(desk, "陈某某", "黄某某")
    for action in ("withdraw", "publish"):
        for name in ("陈某某", "黄某某"):
            assert NAME_REFUSED in refusal(desk, action, f"联络人{name}调离")


def test_a_former_contact_is_known_although_the_data_are_gone(desk: Desk) -> None:
    desk.publish()
    desk.workspace.data_file(UnitYear("xinfang", "2020")).unlink()
    desk.workspace.unit_file("xinfang").unlink()
    assert NAME_REFUSED in refusal(desk, "withdraw", "联络人陈某某调离")
    assert "这里有自评联络人的手机，不能公开" in refusal(desk, "withdraw", "原手机138-0000-0000停用")
    desk.withdraw("数据有误")
    assert not read_history(desk.log(), "log").is_out


def test_a_failed_build_forgets_nobody(desk: Desk) -> None:
    desk.publish()
    before = desk.workspace.private_file("xinfang").read_bytes()
    rename_contact(desk, "陈某某", "黄某某")
    desk.edit("实际支出数: 8.06", "实际支出数: 很多")
    with pytest.raises(Stop):
        desk.publish("更正")
    assert desk.workspace.private_file("xinfang").read_bytes() == before
    assert NAME_REFUSED in refusal(desk, "withdraw", "联络人陈某某调离")


def test_a_rollback_that_names_a_contact_of_any_unit_is_refused(desk: Desk) -> None:
    desk.publish()
    desk.edit("实际支出数: 8.06", "实际支出数: 7.77")
    desk.publish("更正三公经费")
    with pytest.raises(Stop, match="这里有自评联络人的姓名，不能公开"):
        desk.roll_back("陈某某填错了")


def test_the_settings_of_the_site_are_searched_at_their_lines(desk: Desk) -> None:
    path = desk.workspace.root / "data/site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("联系电话: 0000-0000000", "联系电话: 139 0001 0002"), encoding="utf-8")
    with pytest.raises(Stop) as stop:
        read_settings(desk.workspace)
    assert str(stop.value).startswith("data/site.yaml:7:7: 错误 联系电话：公开版里出现了手机号码“1******2”")
    assert "0001" not in str(stop.value)
