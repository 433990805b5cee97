"""One unit-year from its data file to files on disk: made when needed, all or nothing, one at a time."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from pipeline import flushing
from pipeline.build import compiled_form as compiling
from pipeline.build import folder as writing
from pipeline.build import unit_year as building
from pipeline.build.compiled_form import compile_form
from pipeline.build.current import current
from pipeline.build.made import Made
from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import build, examine, prepare
from pipeline.checks.rules import Check, read_checks
from pipeline.files import locked
from pipeline.form.form import Form
from pipeline.problems import Problem, Severity, Stop
from pipeline.workspace import MANIFEST, UnitYear, Workspace
from tests.word_files import paragraph, write_word_file

LAYOUT = Path(__file__).parents[2] / "templates" / "site"
FORM = """
title: 小表
documents:
  note: {title: "{{ 单位名称 }}小表", template: note.md, shell: note.docx}
  list: {title: "{{ 单位名称 }}清单", template: list.docx}
fields:
  单位名称: {type: text, required: true}
  预算: {type: amount, required: true}
  支出: amount
  执行率: {type: percent, formula: 支出 / 预算}
"""
CHECKS = """
超支:
  level: 警告
  when: 支出 > 预算
  message: 支出 {{ 支出 }} 万元，超过预算
"""
NOTE = "# 情况\n\n{{ 单位名称 }}预算{{ 预算 }}万元，执行率{{ 执行率 }}。\n"
DATA = "form: small\n单位名称: 甲局\n预算: 9\n支出: 9.5\n"
FULL = ("note.docx", "note.html", "list.docx", "list.html")
DOCUMENTS = (*FULL, *(f"public/{name}" for name in FULL))
LIST = "{{ 单位名称 }}支出{{ 支出 }}"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with one small form and one unit-year."""
    form = tmp_path / "templates" / "small"
    form.mkdir(parents=True)
    (tmp_path / "templates" / "site").symlink_to(LAYOUT)
    for name, text in (("form.yaml", FORM), ("checks.yaml", CHECKS), ("note.md", NOTE)):
        (form / name).write_text(text, encoding="utf-8")
    write_word_file(form / "note.docx", paragraph("{{ 正文 }}"))
    write_word_file(form / "list.docx", paragraph(LIST))
    (tmp_path / "data" / "jia").mkdir(parents=True)
    workspace = Workspace(tmp_path)
    fill(workspace, DATA)
    yield workspace
    compile_form.cache_clear()


def fill(workspace: Workspace, text: str) -> None:
    workspace.data_file(UnitYear("jia", "2020")).write_text(text, encoding="utf-8")


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built_folder(workspace: Workspace) -> Path:
    """Build the unit-year and return the folder of its documents."""
    build(workspace, UnitYear("jia", "2020"))
    return workspace.output(UnitYear("jia", "2020"))


def told(problem: Problem) -> tuple[str, str, str]:
    return str(problem.place), problem.message, problem.hint


def stopped(workspace: Workspace, *, draft: bool = False) -> list[tuple[str, str, str]]:
    """Return the place, message and hint of each problem that stops the build."""
    with pytest.raises(Stop) as stop:
        build(workspace, UnitYear("jia", "2020"), draft=draft)
    return [told(problem) for problem in stop.value.problems]


# --- what is written, and when ---


def test_a_first_build_writes_every_document_and_the_manifest(workspace: Workspace) -> None:
    built = build(workspace, UnitYear("jia", "2020"))
    assert (tuple(built.documents), built.changed) == (DOCUMENTS, DOCUMENTS)
    written = content(workspace.root / "output/jia/2020")
    assert set(written) == {*DOCUMENTS, MANIFEST}
    assert {name: written[name] for name in DOCUMENTS} == built.documents, "what is in memory is what is on the disk"


def test_a_manifest_names_what_was_written(workspace: Workspace) -> None:
    folder = built_folder(workspace)
    manifest = read_manifest(folder)
    assert manifest is not None
    assert manifest.outputs == {name: hashlib.sha256(data).hexdigest() for name, data in content(folder).items() if name != MANIFEST}
    templates = {f"templates/small/{name}" for name in ("form.yaml", "checks.yaml", "note.md", "note.docx", "list.docx")}
    assert {"data/jia/2020.yaml", "data/jia/unit.yaml", *templates} <= set(manifest.inputs)


def test_a_second_build_writes_nothing_and_still_tells_the_warnings(workspace: Workspace) -> None:
    first = build(workspace, UnitYear("jia", "2020"))
    folder = workspace.output(UnitYear("jia", "2020"))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    second = build(workspace, UnitYear("jia", "2020"))
    assert (tuple(second.documents), second.changed) == (DOCUMENTS, ())
    assert second.problems == first.problems
    assert [told(problem)[1] for problem in second.problems] == ["支出 9.5 万元，超过预算"]
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_someone_changed_or_deleted_is_made_again(workspace: Workspace, name: str) -> None:
    folder = built_folder(workspace)
    before = content(folder)
    (folder / name).write_bytes(b"changed by hand")
    assert build(workspace, UnitYear("jia", "2020")).changed == (name,)
    (folder / name).unlink()
    assert build(workspace, UnitYear("jia", "2020")).changed == (name,)
    assert content(folder) == before


def test_only_the_documents_that_differ_are_written(workspace: Workspace) -> None:
    build(workspace, UnitYear("jia", "2020"))
    fill(workspace, DATA + "# 一句说明\n")
    assert build(workspace, UnitYear("jia", "2020")).changed == ()
    fill(workspace, DATA.replace("预算: 9\n", "预算: 10\n"))  # the list does not show it
    assert build(workspace, UnitYear("jia", "2020")).changed == ("note.docx", "note.html", "public/note.docx", "public/note.html")


@pytest.mark.parametrize("name", ["data/jia/unit.yaml", "templates/small/checks.yaml"])
def test_a_file_that_is_added_later_is_noticed(workspace: Workspace, name: str) -> None:
    path = workspace.root / name
    path.unlink(missing_ok=True)
    compile_form.cache_clear()
    build(workspace, UnitYear("jia", "2020"))
    path.write_text("单位名称：乙局\n", encoding="utf-8")  # with a fault, so that it is told when read
    compile_form.cache_clear()
    try:
        problems = build(workspace, UnitYear("jia", "2020")).problems
    except Stop as stop:
        problems = stop.problems
    assert name in {problem.place.file for problem in problems}


@pytest.mark.parametrize(
    ("name", "old", "new"), [("note.md", "# 情况", "# 概况"), ("form.yaml", '小表"', '表"'), ("checks.yaml", "超过预算", "超支")]
)
def test_a_template_that_changed_makes_the_documents_anew(workspace: Workspace, name: str, old: str, new: str) -> None:
    build(workspace, UnitYear("jia", "2020"))
    path = workspace.form("small") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    compile_form.cache_clear()
    built = build(workspace, UnitYear("jia", "2020"))
    assert bool(built.changed) is (name != "checks.yaml")
    manifest = read_manifest(workspace.output(UnitYear("jia", "2020")))
    assert manifest is not None
    assert manifest.problems == built.problems


def test_a_draft_stands_apart_from_the_documents(workspace: Workspace) -> None:
    folder = built_folder(workspace)
    before = content(folder)
    build(workspace, UnitYear("jia", "2020"), draft=True)
    assert content(folder) == before
    assert set(content(workspace.output(UnitYear("jia", "2020"), draft=True))) == {*FULL, MANIFEST}


def test_a_first_error_leaves_no_folder(workspace: Workspace) -> None:
    fill(workspace, DATA.replace("9.5", "九"))
    built = build(workspace, UnitYear("jia", "2020"))
    assert (built.documents, built.changed, workspace.output(UnitYear("jia", "2020")).exists()) == ({}, (), False)
    assert [problem.severity for problem in built.problems] == [Severity.ERROR]


def test_an_error_leaves_the_old_files_as_they_were(workspace: Workspace) -> None:
    folder = built_folder(workspace)
    before = content(folder)
    fill(workspace, DATA.replace("9.5", "九"))
    assert build(workspace, UnitYear("jia", "2020")).documents == {}
    assert content(folder) == before


# --- the old manifest ---


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"null", b'{"program": "0.0 0"}'])
def test_a_manifest_that_cannot_be_read_is_written_anew(workspace: Workspace, data: bytes) -> None:
    folder = built_folder(workspace)
    before = content(folder)
    (folder / MANIFEST).write_bytes(data)
    built = build(workspace, UnitYear("jia", "2020"))
    assert (tuple(built.documents), built.changed) == (DOCUMENTS, ())
    assert content(folder) == before


def test_a_folder_in_a_files_place_is_one_sentence(workspace: Workspace) -> None:
    folder = built_folder(workspace)
    before = content(folder)
    for name in (MANIFEST, "note.docx"):
        (folder / name).unlink()
        (folder / name).mkdir()
        (folder / name / "x").write_bytes(b"x")
        message, hint = "应是文件的地方有一个同名的文件夹，原来的文件没有动", "请把那个文件夹改名或移走"
        assert stopped(workspace) == [("output/jia/2020", message, hint)]
        assert content(folder / name) == {"x": b"x"}
        shutil.rmtree(folder / name)
    build(workspace, UnitYear("jia", "2020"))
    assert content(folder) == before


def test_a_manifest_of_a_failed_disk_does_not_stop_the_build(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = built_folder(workspace)
    read_bytes = Path.read_bytes

    def fail(path: Path) -> bytes:
        if path == folder / MANIFEST:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert tuple(build(workspace, UnitYear("jia", "2020")).documents) == DOCUMENTS


# --- writing fails ---

FAILURES = [
    (errno.ENOSPC, "磁盘已满，原来的文件没有动", "请清理磁盘后再试"),
    (errno.EDQUOT, "磁盘配额已用完，原来的文件没有动", "请清理磁盘后再试"),
    (errno.EACCES, "没有写入权限，原来的文件没有动", "请检查文件夹的权限；里面有文件正开着的，请先关闭"),
    (errno.EPERM, "没有写入权限，原来的文件没有动", "请检查文件夹的权限；里面有文件正开着的，请先关闭"),
    (errno.EROFS, "磁盘是只读的，原来的文件没有动", "请换到可以写入的磁盘"),
    (errno.EIO, f"写不进去（系统错误 {errno.EIO}），原来的文件没有动", "请检查磁盘"),
]


@pytest.mark.parametrize(("fault", "message", "hint"), FAILURES)
def test_a_failed_write_leaves_the_old_files_and_is_one_sentence(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, fault: int, message: str, hint: str
) -> None:
    folder = built_folder(workspace)
    before = content(folder)
    fill(workspace, DATA.replace("9.5", "8"))
    flushed = []

    def fail(path: Path) -> None:
        flushed.append(path)
        if len(flushed) == 3:  # in the middle of it
            raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(flushing, "is_flushed_whole", lambda _path: False)
    monkeypatch.setattr(flushing, "flush", fail)
    assert stopped(workspace) == [("output/jia/2020", message, hint)]
    assert content(folder) == before
    monkeypatch.undo()
    assert build(workspace, UnitYear("jia", "2020")).changed == DOCUMENTS


@pytest.mark.parametrize(("fault", "message", "hint"), FAILURES)
def test_a_folder_that_cannot_even_be_locked_is_one_sentence(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, fault: int, message: str, hint: str
) -> None:
    def fail(_folder: Path) -> ExitStack:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(writing, "locked", fail)
    assert stopped(workspace) == [("output/jia/2020", message, hint)]


@pytest.mark.parametrize("name", ["output", "output/jia"])
def test_a_file_where_a_folder_should_be_is_one_sentence(workspace: Workspace, name: str) -> None:
    path = workspace.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert stopped(workspace) == [("output/jia/2020", "应是文件夹的地方有一个同名的文件，原来的文件没有动", "请把那个文件改名或移走")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_sentence(workspace: Workspace) -> None:
    folder = built_folder(workspace)
    fill(workspace, DATA.replace("9.5", "8"))
    folder.parent.chmod(0o555)
    try:
        assert stopped(workspace) == [
            ("output/jia/2020", "没有写入权限，原来的文件没有动", "请检查文件夹的权限；里面有文件正开着的，请先关闭")
        ]
    finally:
        folder.parent.chmod(0o755)


# --- two at once ---


def test_a_build_waits_for_another_and_says_so_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LOCK_PAUSE", 0.001)
    said = []
    with ExitStack() as other:
        other.enter_context(locked(workspace.output(UnitYear("jia", "2020"))))

        def waiting() -> None:
            said.append("waiting")
            other.close()

        assert build(workspace, UnitYear("jia", "2020"), waiting=waiting).changed == DOCUMENTS
    assert said == ["waiting"]


def test_a_build_that_waits_too_long_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LOCK_SECONDS", 0)
    monkeypatch.setattr(writing, "LOCK_PAUSE", 0.001)
    with locked(workspace.output(UnitYear("jia", "2020"))):
        assert stopped(workspace) == [("output/jia/2020", "另一个程序一直在生成这份文件，等了 0 秒", "请稍后再试")]
    assert build(workspace, UnitYear("jia", "2020")).changed == DOCUMENTS


def test_a_draft_does_not_wait_for_the_documents(workspace: Workspace) -> None:
    with locked(workspace.output(UnitYear("jia", "2020"))):
        assert build(workspace, UnitYear("jia", "2020"), draft=True).changed == FULL


def test_of_several_builds_at_once_one_writes(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LOCK_PAUSE", 0.001)
    with ThreadPoolExecutor(4) as pool:
        built = [done.result() for done in [pool.submit(build, workspace, UnitYear("jia", "2020")) for _ in range(8)]]
    assert sorted(len(one.changed) for one in built) == [0] * 7 + [len(DOCUMENTS)]
    assert all(set(one.documents) == set(DOCUMENTS) for one in built)


# --- what stops a build at once ---


@pytest.mark.parametrize(
    ("data", "place", "message", "hint"),
    [
        ("单位名称: 甲局\n", "data/jia/2020.yaml:1:1", "没有写明用哪份表（form）", "第一行写 form: small"),
        ("", "data/jia/2020.yaml:1:1", "没有写明用哪份表（form）", "第一行写 form: small"),
        ("form: smal\n", "data/jia/2020.yaml:1:7", "没有“smal”这份表", "是否想写“small”？"),
        ("form: beijing-2020\n", "data/jia/2020.yaml:1:7", "没有“beijing-2020”这份表", "现有：small"),
        ("form: ../small\n", "data/jia/2020.yaml:1:7", "没有“../small”这份表", "是否想写“small”？"),
        ("form:\n", "data/jia/2020.yaml:1:6", "没有写明用哪份表（form）", "第一行写 form: small"),
        ("form: [small]\n", "data/jia/2020.yaml:1:7", "没有写明用哪份表（form）", "第一行写 form: small"),
    ],
)
def test_a_file_that_names_no_form_is_explained(workspace: Workspace, data: str, place: str, message: str, hint: str) -> None:
    fill(workspace, data)
    assert stopped(workspace) == [(place, message, hint)]


def test_a_missing_data_file_is_said(workspace: Workspace) -> None:
    with pytest.raises(Stop, match="没有这个文件"):
        build(workspace, UnitYear("jia", "2021"))


@pytest.mark.parametrize("name", ["2020.yaml", "unit.yaml"])
def test_a_file_in_another_encoding_is_said(workspace: Workspace, name: str) -> None:
    (workspace.root / "data/jia" / name).write_bytes(DATA.encode("gbk"))
    assert stopped(workspace)[0][:2] == (f"data/jia/{name}", "文件不是 UTF-8 编码，看来是 GBK（ANSI）编码")


def test_a_fault_of_the_form_stops_the_build(workspace: Workspace) -> None:
    path = workspace.form("small") / "form.yaml"
    path.write_text(FORM.replace("支出: amount", "支出: amout"), encoding="utf-8")
    assert stopped(workspace)[0] == ("templates/small/form.yaml:9:3", "不认识的类型“amout”", "是否想写“amount”？")


def test_problems_of_both_files_come_together(workspace: Workspace) -> None:
    fill(workspace, "form: small\n预算: 九\n多余: 1\n支出: 1\n")
    workspace.unit_file("jia").write_text("单位名字: 甲局\n", encoding="utf-8")
    compiled, sources = prepare(workspace, UnitYear("jia", "2020"))
    places = [str(problem.place) for problem in examine(compiled, "2020", sources).problems]
    assert places == ["data/jia/2020.yaml:2:5", "data/jia/2020.yaml:3:1", "data/jia/unit.yaml:1:1"]


def test_every_file_that_is_read_counts_as_input(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: set[Path] = set()
    path_open = Path.open

    def noting(path: Path, *arguments: object, **settings: object) -> object:
        opened.add(path)
        return path_open(path, *arguments, **settings)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", noting)
    manifest = build(workspace, UnitYear("jia", "2020")).manifest
    read = {workspace.shown(path) for path in opened if path.is_relative_to(workspace.root) and "output" not in path.parts}
    assert manifest is not None
    assert read <= manifest.inputs.keys()


# --- what is saved while a build runs ---


@pytest.mark.parametrize("name", ["data/jia/2020.yaml", "data/jia/unit.yaml", "templates/small/note.md", "templates/small/checks.yaml"])
def test_what_is_saved_while_a_build_runs_is_built_the_next_time(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    making = building.make

    def saved_meanwhile(*arguments: Any, **options: Any) -> Made:  # noqa: ANN401 - handed on
        made = making(*arguments, **options)
        path = workspace.root / name
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n# 改动\n", encoding="utf-8")
        return made

    monkeypatch.setattr(building, "make", saved_meanwhile)
    build(workspace, UnitYear("jia", "2020"))
    assert current(workspace, UnitYear("jia", "2020")) is None


def test_a_template_saved_between_two_units_leaves_none_on_the_old_one_for_good(workspace: Workspace) -> None:
    (workspace.root / "data" / "yi").mkdir()
    workspace.data_file(UnitYear("yi", "2020")).write_text(DATA, encoding="utf-8")
    build(workspace, UnitYear("jia", "2020"))
    (workspace.form("small") / "note.md").write_text(NOTE + "\n新的一段。\n", encoding="utf-8")
    build(workspace, UnitYear("yi", "2020"))  # with the form as it was compiled before
    assert current(workspace, UnitYear("yi", "2020")) is None


def test_a_template_saved_while_it_is_compiled_is_compiled_again_the_next_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, note = read_checks, workspace.form("small") / "note.md"

    def saved_meanwhile(form: Form, file: str) -> tuple[Check, ...]:
        note.write_text(NOTE + "\n新的一段。\n", encoding="utf-8")
        return reading(form, file)

    monkeypatch.setattr(compiling, "read_checks", saved_meanwhile)
    build(workspace, UnitYear("jia", "2020"))
    assert current(workspace, UnitYear("jia", "2020")) is None


@pytest.mark.parametrize("name", ["data/xinfang/unit.yaml", "templates/zhanjiang-2020/checks.yaml", "templates/zhanjiang-2020/report.docx"])
@pytest.mark.parametrize(("target", "message"), [("nothing", "没有|不存在"), ("/etc/passwd", "这是一个链接，指向别处的文件")])
def test_a_link_in_place_of_a_file_is_told_and_nothing_of_what_it_leads_to(
    shipped: Workspace, name: str, target: str, message: str
) -> None:
    path = shipped.root / name
    path.unlink()
    path.symlink_to(target)
    compile_form.cache_clear()
    with pytest.raises(Stop, match=message) as stop:
        build(shipped, UnitYear("xinfang", "2020"))
    assert "root:" not in str(stop.value)
