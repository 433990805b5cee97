"""`ziping import` as a clerk and a bureau call it: what it says, what it writes, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.workspace import UnitYear, Workspace
from tests import in_process
from tests.intake.small_forms import FILLED, WHOLE, changed, small_forms, with_units_only, word_file, write_data

OF = UnitYear("xinfang", "2020")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_forms(tmp_path_factory.mktemp("small"))


@pytest.fixture
def workspace(forms: Workspace) -> Workspace:
    word_file(forms.root / "收到的表.docx", *FILLED)
    return with_units_only(forms)


def run(workspace: Workspace, *arguments: str) -> tuple[int, str]:
    """Return the exit code of the command and what it said."""
    done = in_process.ziping(workspace.root, "import", *arguments)
    return done.code, done.said


def test_what_was_done_is_said_with_what_to_do_next(workspace: Workspace) -> None:
    code, said = run(workspace, "收到的表.docx")
    assert (code, said.splitlines()) == (
        0,
        [
            "  data/xinfang/2020.yaml（新建）",
            "湛江市信访局（xinfang）2020 年度，整体自评：填入 9 项；相同 1 项",
            "接下来检查：make check UNIT=xinfang YEAR=2020；生成：make report UNIT=xinfang YEAR=2020",
        ],
    )
    assert workspace.data_file(OF).exists()


def test_a_trial_writes_nothing_and_says_so(workspace: Workspace) -> None:
    code, said = run(workspace, "--dry-run", "收到的表.docx")
    assert (code, workspace.data_file(OF).exists()) == (0, False)
    assert "这是试一试，什么也没有写；要写入，去掉 DRY_RUN=1" in said


def test_what_differs_is_shown_and_how_to_take_it(workspace: Workspace) -> None:
    write_data(workspace.root, "xinfang", "2020", f"form: {WHOLE}\n三公经费:\n  预算数: 10\n")
    code, said = run(workspace, "收到的表.docx")
    assert code == 0
    assert "data/xinfang/2020.yaml:3" in said
    assert "不同 1 项，没有改动" in said
    assert "加上 REPLACE=1 再读一次" in said
    code, said = run(workspace, "--replace", "收到的表.docx")
    assert "以收到的为准改了 1 项" in said
    assert "预算数: 9" in workspace.data_file(OF).read_text(encoding="utf-8")


def test_a_file_that_cannot_be_taken_is_exit_code_1_and_writes_nothing(workspace: Workspace) -> None:
    word_file(workspace.root / "通知.docx", "关于开会的通知")
    code, said = run(workspace, "通知.docx")
    assert (code, said.splitlines()[0]) == (1, "通知.docx: 错误 认不出这是哪一份表")
    assert said.endswith("没有读入，数据文件没有动。\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有.docx",), "没有 没有.docx 这个文件或文件夹"),
        (("--form=zhengqi", "收到的表.docx"), "没有“zhengqi”这份表，现有：xiangmu、zhengti"),
        (("--unit=信访局", "收到的表.docx"), "单位代码“信访局”不对"),
        (("--year=20", "收到的表.docx"), "年度“20”不对"),
        (("--take=单位职能", "收到的表.docx"), "只用于一份改过的报告"),
    ],
)
def test_a_wrong_call_is_one_sentence(workspace: Workspace, arguments: tuple[str, ...], said: str) -> None:
    code, output = run(workspace, *arguments)
    assert (code, output.count("\n")) == (2, 1)
    assert said in output


def test_a_folder_is_told_file_by_file_and_as_a_page(workspace: Workspace) -> None:
    inbox = workspace.root / "收件"
    word_file(inbox / "信访局.docx", *changed({9: "附注：含外事接待"}))
    word_file(inbox / "通知.docx", "关于开会的通知")
    code, said = run(workspace, "--jobs=1", "收件")
    assert code == 1
    assert "  收件/信访局.docx　xinfang 2020 年度　读入：填入 9 项，相同 1 项，不同 0 项，1 处要核对\n" in said
    assert "  收件/通知.docx　没有读入\n    认不出这是哪一份表（现有的表：" in said
    assert "逐份所列的问题：output/import/收件.html\n共 2 份：1 份读入，1 份没有读入；读入的有 1 份要核对（" in said
    assert "附注：含外事接待" in (workspace.root / "output/import/收件.html").read_text(encoding="utf-8")


def test_a_trial_of_a_folder_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    word_file(tmp_path / "信访局.docx", *FILLED)
    code, said = run(workspace, "--dry-run", "--jobs=1", str(tmp_path))
    assert (code, workspace.data_file(OF).exists()) == (0, False)
    assert "试一试，什么也没有写。共 1 份：1 份读入" in said
    assert not (workspace.root / f"output/import/{tmp_path.name}.html").exists()


def test_an_empty_folder_is_a_wrong_call(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, str(tmp_path)) == (2, f"{tmp_path} 里没有文件\n")


def test_no_name_of_a_received_file_rules_the_terminal_or_makes_a_line_of_its_own(workspace: Workspace) -> None:
    folder = workspace.root / "收到的"
    folder.mkdir()
    (folder / "甲\x1b]0;乙\x07\r\n共 9 份：9 份读入.docx").write_bytes(b"no form")
    _, said = run(workspace, "收到的")
    assert not {"\x1b", "\x07", "\r"} & set(said)
    assert not any(line.startswith("共 9 份") for line in said.splitlines())


def test_a_wrong_call_makes_no_line_of_its_own(workspace: Workspace) -> None:
    _, said = run(workspace, "--unit", "甲\n\x1b[2J乙", "收到的表.docx")
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said
