"""However the form is filled in, no document of it says what no official would sign; a test for each document, as each takes long."""

from __future__ import annotations

import pytest

from pipeline.build.fillings import faults_of, said
from tests.forms.xiangmu_2022.unit_year import compiled


@pytest.mark.slow
@pytest.mark.parametrize("name", ["answers", "report", "table"])
def test_no_way_to_fill_it_in_prints_what_no_official_would_sign(name: str) -> None:
    (document,) = (document for document in compiled().documents if document.spec.name == name)
    assert [f"{said(filled)}：{fault.what}：{fault.text}" for filled, fault in faults_of(compiled(), document)] == []
