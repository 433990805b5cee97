"""However the shipped form is filled in, no document of it says what no official would sign; a test for each document, as each takes long."""

from __future__ import annotations

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.build.fillings import faults_of, said
from pipeline.workspace import Workspace
from tests.batch.city import FORM
from tests.forms.zhanjiang_2020.unit_years import ROOT, form


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(document.name for document in form().documents))
def test_no_way_to_fill_it_in_prints_what_no_official_would_sign(name: str) -> None:
    compiled = compile_form(Workspace(ROOT), FORM)
    (document,) = (document for document in compiled.documents if document.spec.name == name)
    assert [f"{said(filled)}：{fault.what}：{fault.text}" for filled, fault in faults_of(compiled, document)] == []
