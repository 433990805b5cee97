from __future__ import annotations

import pytest

from pipeline.calls import DESK, command, either, option


@pytest.fixture
def by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL")


def test_through_make_a_command_is_a_target_with_variables() -> None:
    assert command("report", "xinfang", "2020") == "make report UNIT=xinfang YEAR=2020"
    assert command("reports", year="2020") == "make reports YEAR=2020"
    assert option("note", "更正") == "NOTE=更正"


@pytest.mark.usefixtures("by_name")
def test_without_make_a_command_is_typed_by_its_name() -> None:
    assert command("report", "xinfang", "2020") == "ziping report xinfang 2020"
    assert command("verify") == "ziping verify"
    assert option("note", "更正") == "--note=更正"


def test_who_sits_at_the_desk_is_told_of_its_buttons(monkeypatch: pytest.MonkeyPatch) -> None:
    assert either("按“公开”", f"运行 {command('publish')}") == "运行 make publish"
    monkeypatch.setenv(DESK, "1")
    assert either("按“公开”", f"运行 {command('publish')}") == "按“公开”"
