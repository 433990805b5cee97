"""The log of publications: whatever is done to it by hand is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Stop
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act, Entry, History, digest_of
from pipeline.source.syntax import INVISIBLE

TEXTS = st.text(max_size=20).filter(lambda text: not INVISIBLE.search(text) and "\r" not in text)


def log_of(path: Path, count: int) -> History:
    history = History(path, "2020.log.yaml")
    for number in range(1, count + 1):
        kind = Act.FIRST if number == 1 else Act.CORRECTION
        changes = {
            "三公经费.实际支出数": ("三公经费·实际支出数", None if number == 1 else str(number - 1), str(number)),
            "总目标": ("总目标", None if number == 1 else "甲。\n乙。", "甲。\n乙。"),
        }
        entry = Entry(
            number,
            f"2021-06-{number:02}T09:30:00+08:00",
            kind,
            f"原因{number}",
            changes,
            "aa",
            {"data.json": "bb"},
            previous=history.last.digest() if history.last else "",
        )
        history = history.append(entry)
    return history


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = log_of(tmp_path / "2020.log.yaml", 3)
    read = read_history(tmp_path / "2020.log.yaml", "2020.log.yaml")
    assert read == written
    assert read.state() == {"三公经费.实际支出数": "3", "总目标": "甲。\n乙。"}


def test_no_file_is_an_empty_log(tmp_path: Path) -> None:
    history = read_history(tmp_path / "none.yaml", "none.yaml")
    assert (history.entries, history.problems, history.last, history.state()) == ((), (), None, {})


def put(entry: dict[str, Any], key: str, value: object) -> None:
    entry[key] = value


def swap(entries: list[Any]) -> None:
    entries[1], entries[2] = entries[2], entries[1]


# What is done to the log → where it begins to show.
TAMPERINGS: dict[Callable[[dict[str, Any], list[Any]], object], str] = {
    lambda _, entries: put(entries[1]["变更"][0], "现", "9"): "第 3 条记录与前一条接不上：前一条被改动过，或有记录被删去",
    lambda _, entries: put(entries[-1], "说明", "别的原因"): "最后一条记录被改动过",
    lambda _, entries: entries.pop(1): "这里应是第 2 条记录，现为第 3 条：有记录被删去或调换",
    lambda _, entries: entries.pop(0): "这里应是第 1 条记录，现为第 2 条",
    lambda _, entries: swap(entries): "这里应是第 2 条记录，现为第 3 条",
    lambda _, entries: entries.pop(): "应有 4 条记录，现有 3 条：有记录被删去",
    lambda top, entries: top.update({"条数": "3"}) or entries.pop(): "最后一条记录被改动过",
    lambda top, entries: top.update({"条数": "3", "末条": "0" * 64}) or entries.pop(): "最后一条记录被改动过",
    lambda _, entries: entries.append({**deepcopy(entries[-1]), "序号": "5"}): "接不上",
    lambda _, entries: entries.clear(): "应有 4 条记录，现有 0 条",
    lambda _, entries: put(entries[2], "序号", "9"): "这里应是第 3 条记录，现为第 9 条",
    lambda _, entries: entries[1].pop("时间"): "第 2 条记录不是程序写的样子",
    lambda _, entries: put(entries[1], "类型", "修改"): "第 2 条记录不是程序写的样子",
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), TAMPERINGS.items(), ids=map(str, range(len(TAMPERINGS))))
def test_every_tampering_is_found(tmp_path: Path, change: Callable[[dict[str, Any], list[Any]], object], message: str) -> None:
    path = tmp_path / "2020.log.yaml"
    log_of(path, 4)
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    change(content, content["记录"])
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert message in "\n".join(map(str, read_history(path, "2020.log.yaml").problems))


def rechain(top: dict[str, Any], entries: list[Any]) -> None:
    """Do what somebody does who knows how the chain is made."""
    previous = ""
    for number, entry in enumerate(entries, 1):
        entry["序号"] = str(number)
        entry.pop("前一条", None)
        if previous:
            entry["前一条"] = previous
        previous = digest_of(entry)
    top |= {"条数": str(len(entries)), "末条": previous}


# What is done to a log whose chain is then made anew → how it shows all the same.
FORGERIES: dict[Callable[[dict[str, Any], list[Any]], object], str] = {
    lambda _, entries: put(entries[1], "备注", "经领导同意"): "第 2 条记录不是程序写的样子",
    lambda _, entries: put(entries[1]["变更"][0], "备注", "甲"): "第 2 条记录不是程序写的样子",
    lambda _, entries: entries[1]["变更"].append(dict(entries[1]["变更"][0])): "第 2 条记录不是程序写的样子",
    lambda _, entries: put(entries[1], "补记", ""): "第 2 条记录不是程序写的样子",
    lambda _, entries: put(entries[1], "文件", ["甲"]): "第 2 条记录不是程序写的样子",
    lambda top, _: put(top, "附注", "甲"): "多了程序没有写过的内容",
    lambda _, entries: entries.insert(1, deepcopy(entries[1])): "第 3 条记录里“三公经费·实际支出数”的原值，与前面的记录不符",
    lambda _, entries: entries.pop(1): "第 2 条记录里“三公经费·实际支出数”的原值，与前面的记录不符",
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), FORGERIES.items(), ids=map(str, range(len(FORGERIES))))
def test_what_the_program_never_writes_is_found_though_the_chain_is_made_anew(
    tmp_path: Path, change: Callable[[dict[str, Any], list[Any]], object], message: str
) -> None:
    path = tmp_path / "2020.log.yaml"
    log_of(path, 4)
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    change(content, content["记录"])
    rechain(content, content["记录"])
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert message in "\n".join(map(str, read_history(path, "2020.log.yaml").problems))


def test_any_character_changed_in_an_entry_is_found(tmp_path: Path) -> None:
    path = tmp_path / "2020.log.yaml"
    log_of(path, 3)
    text = path.read_text(encoding="utf-8")
    before = [entry.content() for entry in read_history(path, "log").entries]
    chance = random.Random(7)
    for _ in range(300):
        place = chance.randrange(text.index("记录:"), len(text))
        path.write_text(text[:place] + chance.choice("甲9a: \n'") + text[place + 1 :], encoding="utf-8")
        try:
            read = read_history(path, "log")
        except Stop:
            continue
        assert read.problems or [entry.content() for entry in read.entries] == before, text[place - 20 : place + 20]


def test_another_layout_of_the_same_entries_is_no_tampering(tmp_path: Path) -> None:
    path = tmp_path / "2020.log.yaml"
    log_of(path, 3)
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, default_flow_style=True), encoding="utf-8")
    assert not read_history(path, "log").problems


def test_a_file_that_is_no_log_is_one_clear_stop_or_problem(tmp_path: Path) -> None:
    path = tmp_path / "2020.log.yaml"
    for text in ("甲: [", "- 1\n- 2\n", "条数: 1\n末条: x\n记录: 甲\n", "条数: '1'\n末条: x\n记录:\n- 甲\n"):
        path.write_text(text, encoding="utf-8")
        with suppress(Stop):
            assert read_history(path, "log").problems


@given(st.dictionaries(TEXTS, st.tuples(TEXTS, st.none(), st.none() | TEXTS), max_size=4), TEXTS)
def test_any_text_survives_the_log(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, tuple[str, None, str | None]], note: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.log.yaml"
    entry = Entry(1, "2021-06-10T09:30:00+08:00", Act.FIRST, note, {f"项{path}": change for path, change in changes.items()})
    History(path, "log").append(entry)
    assert read_history(path, "log").entries == (entry,)


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest_of({"甲": "1", "乙": "2"}) == digest_of({"乙": "2", "甲": "1"})
