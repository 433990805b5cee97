"""That a regular expression which an earlier process has compiled is the one that would be compiled, and that any other one is compiled anew."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from pipeline import kept
from pipeline.build import kept_regexes
from pipeline.build.kept_regexes import data_of, keep_new, made_from, regex_of, take_up
from pipeline.regex import COMPILED, KNOWN, _Later, regex
from tests.test_regex import MODULES, patterns_of

TEXT = "二〇二〇年，Ａ市 12 个项目完成 98.6%，电话 0759-1234567，邮箱 a.b@c.gov.cn；其中：“三公”经费 8.06 万元。\n<p>甲</p> 乙"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "ziping")
    before = dict(KNOWN), set(COMPILED)
    KNOWN.clear()
    COMPILED.clear()
    yield tmp_path / "ziping"
    KNOWN.clear()
    COMPILED.clear()
    KNOWN.update(before[0])
    COMPILED.update(before[1])


def kept_again(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression as it comes back from the disk."""
    *_, all_flags, numbers, by_name, groups = json.loads(json.dumps(data_of(pattern, flags)))
    return regex_of(pattern, flags, [all_flags, numbers, by_name, groups])


@pytest.mark.parametrize("module", MODULES)
def test_each_of_the_program_comes_back_as_it_was(module: str) -> None:
    for each in patterns_of(module):
        if isinstance(each.pattern, str):
            found, compiled = kept_again(each.pattern, each.flags), re.compile(each.pattern, each.flags)
            assert found == compiled
            assert (found.groups, found.groupindex, found.flags) == (compiled.groups, compiled.groupindex, compiled.flags)
            assert [*map(repr, found.finditer(TEXT))] == [*map(repr, compiled.finditer(TEXT))]


def test_what_a_process_has_compiled_the_next_one_need_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert regex("(?P<甲>一)二", re.IGNORECASE).search("一二")
    keep_new()
    take_up()
    monkeypatch.setattr(re, "compile", None)
    found = regex("(?P<甲>一)二", re.IGNORECASE).search("三一二")
    assert found
    assert (found["甲"], found.start()) == ("一", 1)


def test_nothing_is_written_when_nothing_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    assert regex("一").search("一")
    keep_new()
    take_up()
    writing = Mock()
    monkeypatch.setattr(kept_regexes, "keep", writing)
    keep_new()
    assert not writing.called
    assert regex("二").search("二")
    keep_new()
    assert [pattern for pattern, *_ in json.loads(writing.call_args.args[1])] == ["一", "二"]


def test_a_process_that_goes_on_keeps_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    writing = Mock()
    monkeypatch.setattr(kept_regexes, "keep", writing)
    for pattern in ("一", "一", "二", "二"):
        assert regex(pattern).search("一二")
        keep_new()
    assert [[each for each, *_ in json.loads(call.args[1])] for call in writing.call_args_list] == [["一"], ["一", "二"]]


def test_a_pattern_of_bytes_is_compiled_as_ever() -> None:
    assert regex(rb"[0-9]+").findall(b"1 22") == [b"1", b"22"]
    keep_new()
    take_up()
    assert not KNOWN


@pytest.mark.parametrize("numbers", [[], [9999], [6, 100, 1], [2**31], [17, 0, 5, 5, 4_000_000_000, 1], [17, 0, 5, 5, 1]], ids=str)
def test_numbers_that_python_does_not_take_are_made_anew(numbers: list[int]) -> None:
    held = b64encode(b"".join(number.to_bytes(4, sys.byteorder) for number in numbers)).decode()
    assert regex_of("([0-9]+)元", 0, [32, held, {}, 2]).findall("12元") == ["12"]


@pytest.mark.parametrize("made", [[], [32], [32, "", {"甲": 9}, 1], [32, "", [], 1], [32, "", {}, -5], [32, "", {}, "2"], ["", "", {}, 1]])
def test_what_is_none_of_a_regular_expression_is_made_anew(made: list[object]) -> None:
    assert regex_of("([0-9]+)元", 0, made).findall("12元") == ["12"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"[1]", b'[["a"]]', b"[[[], 0, 1]]", b"[" * 100_000, b"\xff", b'{"a": 1}'])
def test_what_is_sealed_but_no_list_of_them_is_none(data: bytes) -> None:
    kept.keep(made_from(), data)
    take_up()
    assert not KNOWN


def test_another_python_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_from()
    monkeypatch.setattr("sys.version", "4.0")
    assert made_from() != made


def test_a_python_that_does_not_tell_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_regexes, "COMPILER", "re._no_such_module")
    assert regex("一").search("一")
    keep_new()
    take_up()
    assert not KNOWN
    assert isinstance(regex("一"), _Later)
