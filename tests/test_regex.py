from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from pipeline.regex import _Later, regex

PROGRAM = Path(__file__).parent.parent / "pipeline"
MODULES = sorted(
    ".".join(path.relative_to(PROGRAM.parent).with_suffix("").parts)
    for path in PROGRAM.rglob("*.py")
    if "regex(" in path.read_text("utf-8")
)


def test_what_stands_for_a_regular_expression_does_what_it_does() -> None:
    numbers = regex("([0-9]+)(?P<unit>元)")
    assert [found["unit"] for found in numbers.finditer("共 12元")] == ["元"]
    assert numbers.sub("", "1元2元") == ""
    assert numbers.groups == 2
    assert numbers.pattern == "([0-9]+)(?P<unit>元)"


def test_it_is_compiled_when_it_is_first_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    compiling = Mock(side_effect=re.compile)
    later = regex("一")
    monkeypatch.setattr(re, "compile", compiling)
    assert not compiling.called
    assert [bool(later.match(text)) for text in "一二一"] == [True, False, True]
    compiling.assert_called_once_with("一", 0)


def patterns_of(module: str) -> Iterator[_Later]:
    """Yield the regular expressions that a module of the program names."""
    for value in vars(importlib.import_module(module)).values():
        for each in (value, *(value if isinstance(value, list | tuple) else ()), *(value.values() if isinstance(value, dict) else ())):
            if isinstance(each, _Later):
                yield each


@pytest.mark.parametrize("module", MODULES)
def test_none_of_the_program_has_a_fault(module: str) -> None:
    for each in patterns_of(module):
        assert each.compiled, each.pattern
