"""The unit-year that comes with the form, built once."""

from __future__ import annotations

import pytest

from pipeline.build.made import Made
from pipeline.build.unit_year import build
from pipeline.workspace import UnitYear, Workspace
from tests.forms.hunan_2018.unit_years import ROOT, UNIT


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("hunan")
    (root / "templates").symlink_to(ROOT / "templates")
    (root / "data").mkdir()
    (root / "data" / "gonggong").symlink_to(UNIT.parent)
    return build(Workspace(root), UnitYear("gonggong", "2018"))
