"""The made-up city: clean unit-years give no finding, every planted mistake is found, the same seed gives the same city."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.synth import City, unit_name
from pipeline.build.unit_year import make, prepare
from pipeline.problems import Problem, Stop
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import FORM, city, contents


def found(workspace: Workspace, unit: str) -> list[Problem]:
    try:
        compiled, sources = prepare(workspace, UnitYear(unit, "2020"))
        return list(make(compiled, "2020", sources).problems)
    except Stop as stop:
        return list(stop.problems)


@pytest.mark.slow
def test_clean_units_have_no_finding_and_every_planted_mistake_is_found(tmp_path: Path) -> None:
    workspace, planted = city(tmp_path, 120, mistakes=50)
    kinds = {item.mistake.name for item in planted if item.mistake}
    assert kinds == {mistake.name for mistake in City(workspace, FORM).mistakes}
    for item in planted:
        messages = [str(problem) for problem in found(workspace, item.unit)]
        if item.mistake is None:
            assert messages == []
        else:
            assert any(item.mistake.finds in message for message in messages), (item, messages)


def test_the_same_seed_gives_the_same_city_and_another_one_another(tmp_path: Path) -> None:
    texts = []
    for number, seed in enumerate((1, 1, 2)):
        workspace, _ = city(tmp_path / str(number), 5, mistakes=40, seed=seed)
        texts.append([path.read_text(encoding="utf-8") for path in sorted((workspace.root / "data").rglob("*.yaml"))])
    assert texts[0] == texts[1] != texts[2]


def test_no_two_units_have_the_same_name() -> None:
    assert len({unit_name(number) for number in range(3000)}) == 3000


def test_a_city_is_never_written_among_real_data(shipped: Workspace) -> None:
    from pipeline.batch.synth import city_workspace  # noqa: PLC0415

    with pytest.raises(Stop, match="不能把编造的数据写进现在的 data"):
        city_workspace(shipped, str(shipped.root))
    assert contents(shipped) == {}
