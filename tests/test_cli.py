"""The commands as a clerk meets them: every word Chinese, an exit code for each outcome, and never a traceback."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline import __version__
from pipeline.build import unit_year as building
from pipeline.build.made import Made
from pipeline.cli import main, run
from pipeline.commands.line import cli
from pipeline.workspace import UnitYear, Workspace
from tests import in_process
from tests.in_process import Done

COMMANDS = sorted(cli.commands)
# Letters that may stand in Chinese help: names of commands, options, files and formats, and an example.
FOREIGN = re.compile(
    r"ziping|cli|sftp://|s3://|webdavs://|tcp://host:8786|output/site|data/site\.log\.yaml|2022\.(?:项目-防汛\.)?yaml|\b(?:last|published|data|output)\b|--?[a-z-]+|[a-z]+-[a-z0-9-]+|\b(?:"
    + "|".join(COMMANDS)
    + r")\b|xinfang|jiaoyu|Word|Excel|\.docx|JSON Schema|HTML|[A-Z]{2,}=?\w*"
)
SEE = "用法见 ziping{} --help"
MISUSED, FAULTY, BUILT, INTERRUPTED = 2, 1, 0, 130
SMALL = """
title: 小表
documents:
  note: {title: "{{ 单位名称 }}小表", template: note.md, shell: note.docx}
fields:
  单位名称: {type: text, required: true}
  依据: text
"""
BASED = "根据《{{ 依据 }}》办理。\n"


Ziping = Callable[..., Done]


@pytest.fixture
def ziping(shipped: Workspace) -> Ziping:
    """Return what runs the command in a copy of the shipped workspace, as the program does."""
    return partial(in_process.ziping, shipped.root)


def edit(workspace: Workspace, old: str, new: str) -> None:
    path = workspace.data_file(UnitYear("xinfang", "2020"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- help ---


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_help_is_chinese_throughout(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*command, "--help"], prog_name="ziping")
    assert shown.exit_code == 0
    assert shown.output.startswith(f"用法：{' '.join(('ziping', *command))} ")
    assert "选项：" in shown.output
    assert re.search("--help +显示这份说明", shown.output)
    assert re.findall("[A-Za-z]{2,}", FOREIGN.sub("", shown.output)) == []


def test_the_help_lists_every_command_with_what_it_does() -> None:
    shown = CliRunner().invoke(cli, ["--help"], prog_name="ziping").output
    listed = dict(re.findall("^  ([a-z-]+) +(.*[\u4e00-\u9fff].*)$", shown.partition("命令：")[2], re.MULTILINE))
    assert sorted(listed) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_and_option_is_named_in_chinese(command: str) -> None:
    for parameter in cli.commands[command].params:
        if isinstance(parameter, click.Argument):
            assert re.search("[\u4e00-\u9fff]", parameter.metavar or "")
        elif isinstance(parameter, click.Option):
            assert re.search("[\u4e00-\u9fff]", parameter.help or "")


def test_the_version_is_told(ziping: Ziping) -> None:
    assert ziping("--version") == Done(BUILT, f"ziping {__version__}\n", "")


# --- wrong usage ---


def test_a_call_of_nothing_shows_the_help(ziping: Ziping) -> None:
    done = ziping()
    assert done.code == MISUSED
    assert done.said.startswith("用法：")
    assert "命令：" in done.said


@pytest.mark.parametrize(
    ("arguments", "said", "where"),
    [
        (["reprot"], "没有 reprot 这个命令，是否想写 report？", ""),
        (["chek", "xinfang"], "没有 chek 这个命令，是否想写 check？", ""),
        (["lint"], "没有 lint 这个命令，是否想写 lint-templates？", ""),
        (["生成"], "没有 生成 这个命令。", ""),
        (["--verson"], "没有 --verson 这个选项，是否想写 --version？", ""),
        (["report", "--drft", "xinfang", "2020"], "没有 --drft 这个选项，是否想写 --draft？", " report"),
        (["new", "--from=x", "jiaoyu", "2020"], "没有 --from 这个选项，是否想写 --form？", " new"),
        (["schema", "-q"], "没有 -q 这个选项。", " schema"),
        (["report"], "缺少单位代码。", " report"),
        (["report", "xinfang"], "缺少年度。", " report"),
        (["new"], "缺少单位代码。", " new"),
        (["report", "xinfang", "2020", "2021"], "写的内容太多。", " report"),
        (["schema", "zhanjiang-2020"], "写的内容太多。", " schema"),
        (["report", "--draft=1", "xinfang", "2020"], "选项 --draft 后面不能写内容。", ""),
        (["new", "jiaoyu", "2020", "--form"], "选项 --form 后面缺少内容。", ""),
        (["reports", "2020", "--jobs", "两个"], "选项 --jobs 后面应写整数，在 1 到 1024 之间。", " reports"),
        (["reports", "2020", "--jobs=0"], "选项 --jobs 后面应写整数，在 1 到 1024 之间。", " reports"),
        (["rollback", "--to", "上一版"], "选项 --to 后面应写整数，不小于 1。", " rollback"),
    ],
)
def test_a_wrong_call_is_one_chinese_sentence_with_the_nearest(ziping: Ziping, arguments: list[str], said: str, where: str) -> None:
    assert ziping(*arguments) == Done(MISUSED, f"{said}{SEE.format(where)}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "Xinfang", "2020"], "单位代码“Xinfang”不对"),
        (["report", "信访局", "2020"], "单位代码“信访局”不对"),
        (["report", "xinfang", "20"], "年度“20”不对：应为四位数字，例如 2020"),
        (["check", "../x"], "单位代码“../x”不对"),
        (["check", "xinfang", "二〇二〇"], "年度“二〇二〇”不对"),
        (["check", "jiaoyu"], "没有找到数据文件：data/jiaoyu/*.yaml"),
        (["check", "jiaoyu", "2019"], "没有找到数据文件：data/jiaoyu/2019.yaml"),
        (["new", "xinfang", "2020"], "已经有了，没有改动它"),
        (["new", "jiaoyu", "2020", "--form", "beijing"], "现有：hunan-2018、xiangmu-2022、zhanjiang-2020"),
        (["lint-templates", "beijing"], "没有“beijing”这份表，现有：hunan-2018、xiangmu-2022、zhanjiang-2020"),
    ],
)
def test_a_call_of_what_is_not_there_is_wrong_usage(ziping: Ziping, arguments: list[str], said: str) -> None:
    done = ziping(*arguments)
    assert (done.code, done.complained) == (MISUSED, "")
    assert said in done.said
    assert done.said.count("\n") == 1


# --- problems ---


def test_a_build_without_errors_exits_with_0_and_names_its_files(ziping: Ziping) -> None:
    done = ziping("report", "xinfang", "2020")
    assert (done.code, done.complained) == (BUILT, "")
    assert "  output/xinfang/2020/table.docx\n" in done.said
    assert re.search("xinfang 2020 年度：已生成 [0-9]+ 个文件；0 个错误，[0-9]+ 个警告（用时 [0-9.]+ 秒）", done.said)


def test_a_build_with_errors_exits_with_1_and_says_that_nothing_was_made(shipped: Workspace, ziping: Ziping) -> None:
    edit(shipped, "实际支出数: 8.06", "实际支出数: 8.06万元")
    done = ziping("report", "xinfang", "2020")
    assert done.code == FAULTY
    assert re.search("没有生成：1 个错误.*；原来的文件没有动。请改正后再试。（用时 [0-9.]+ 秒）\n$", done.said)
    assert not shipped.output(UnitYear("xinfang", "2020")).exists()


def test_a_check_tells_the_same_problems_and_writes_nothing(shipped: Workspace, ziping: Ziping) -> None:
    edit(shipped, "实际支出数: 8.06", "实际支出数: 8.06万元")
    built, checked = ziping("report", "xinfang", "2020"), ziping("check", "xinfang", "2020")
    assert (built.code, checked.code) == (FAULTY, FAULTY)
    findings = [line for line in built.said.split("\n") if line.startswith("data/")]
    assert [line for line in checked.said.split("\n") if line.startswith("data/")] == findings != []
    assert not (shipped.root / "output/xinfang/2020").exists()


@pytest.mark.parametrize("arguments", [(), ("xinfang",), ("xinfang", "2020")])
def test_a_check_of_good_data_exits_with_0(ziping: Ziping, arguments: tuple[str, ...]) -> None:
    done = ziping("check", *arguments)
    assert done.code == BUILT
    assert "xinfang 2020 年度：0 个错误，" in done.said


def test_a_check_of_several_goes_on_after_one_that_cannot_be_read(shipped: Workspace, ziping: Ziping) -> None:
    shipped.data_file(UnitYear("aaa", "2020")).parent.mkdir()
    shipped.data_file(UnitYear("aaa", "2020")).write_bytes("单位名称: 甲".encode("gbk"))
    done = ziping("check")
    assert done.code == FAULTY
    assert "看来是 GBK（ANSI）编码" in done.said
    assert "xinfang 2020 年度：0 个错误" in done.said
    assert done.said.endswith("共检查 7 份数据，1 份有错误\n")


def test_a_missing_data_file_is_a_problem_not_wrong_usage(ziping: Ziping) -> None:
    done = ziping("report", "xinfang", "2019")
    wanted = "data/xinfang/2019.yaml: 错误 没有这个文件\n    请检查单位和年度，或新建：make new UNIT=单位代码 YEAR=年度\n没有完成：1 个错误。请改正后再试。\n"
    assert done == Done(FAULTY, wanted, "")


def test_a_misspelt_unit_is_answered_with_the_nearest(ziping: Ziping) -> None:
    assert ziping("report", "xinfan", "2020").said.startswith("data/xinfan/2020.yaml: 错误 没有这个文件\n    是否想写“xinfang”？\n")


def test_a_fault_of_a_template_exits_with_1(shipped: Workspace, ziping: Ziping) -> None:
    for other in ("hunan-2018", "xiangmu-2022"):
        shutil.rmtree(shipped.form(other))  # whose trial prints take long
    path = shipped.form("zhanjiang-2020") / "report.md"
    path.write_text(path.read_text(encoding="utf-8").replace("{{ 单位名称 }}", "{{ 单位名 }}"), encoding="utf-8")
    for arguments in (("lint-templates",), ("lint-templates", "zhanjiang-2020"), ("report", "xinfang", "2020")):
        done = ziping(*arguments)
        assert (done.code, done.complained) == (FAULTY, "")
        assert "templates/zhanjiang-2020/report.md:" in done.said


def test_good_templates_exit_with_0_and_are_printed_on_trial(shipped: Workspace, ziping: Ziping) -> None:
    narrative = shipped.form("zhanjiang-2020") / "report.docx"
    small = shipped.form("small")
    small.mkdir()
    narrative.rename(small / "note.docx")
    for name in set(shipped.form_names()) - {"small"}:  # of which tests/forms tell that they are good
        shutil.rmtree(shipped.form(name))
    (small / "form.yaml").write_text(SMALL, encoding="utf-8")
    note = "# 总的情况\n\n{{ 单位名称 }}好。\n\n"
    (small / "note.md").write_text(f"{note}{{% if 依据 is 有内容 %}}\n{BASED}{{% endif %}}\n", encoding="utf-8")
    assert ziping("lint-templates") == Done(BUILT, "templates/small：正在按各种填法试印……\ntemplates/small：0 个错误\n", "")
    (small / "note.md").write_text(f"{note}{BASED}", encoding="utf-8")
    done = ziping("lint-templates", "small")
    assert (done.code, "依据填“无”时，把没有内容的填写印进了句子：“根据《无》办理。”" in done.said) == (FAULTY, True)


def test_a_folder_that_is_no_workspace_is_explained(ziping: Ziping, shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = shipped.root.parent / "elsewhere"
    empty.mkdir()
    monkeypatch.setattr(Path, "cwd", lambda: empty)
    for arguments in (("report", "xinfang", "2020"), ("check",), ("lint-templates",), ("new", "a", "2020"), ("schema",)):
        done = ziping(*arguments)
        assert (done.code, done.complained) == (FAULTY, "")
        assert "这里没有 templates 和 data 文件夹" in done.said


def test_init_makes_a_folder_and_says_how_to_go_on(ziping: Ziping, shipped: Workspace) -> None:
    done = ziping("init", "新 文件夹")
    assert done.code == BUILT
    assert '  cd "新 文件夹"\n  ziping report xinfang 2020 ' in done.said
    assert (shipped.root / "新 文件夹/data/xinfang/2020.yaml").is_file()
    again = ziping("init", "新 文件夹")
    assert (again.code, again.said) == (
        MISUSED,
        "新 文件夹 里已经有文件，没有动它们。请写一个新文件夹的名称，例如 ziping init 我的自评\n",
    )


@pytest.mark.parametrize("arguments", [(), ("甲", "--forms")])
def test_init_wants_a_new_folder_or_the_forms_for_this_one(ziping: Ziping, arguments: tuple[str, ...]) -> None:
    done = ziping("init", *arguments)
    assert done.code == MISUSED
    assert "ziping init 我的自评" in done.said
    assert "ziping init --forms" in done.said


def test_init_of_forms_says_which_are_new_and_which_somebody_changed(ziping: Ziping, shipped: Workspace) -> None:
    (shipped.form("zhanjiang-2020") / "report.md").unlink()
    (shipped.layout / "content.css").write_bytes(b"ours")
    done = ziping("init", "--forms")
    assert done.code == BUILT
    assert "新增：\n  templates/zhanjiang-2020/report.md\n" in done.said
    assert "再运行一次：\n  templates/site/content.css\n其余的已经更新" in done.said
    assert (shipped.layout / "content.css").read_bytes() == b"ours"


def test_new_names_what_it_wrote_and_what_to_do_next(shipped: Workspace, ziping: Ziping) -> None:
    done = ziping("new", "jiaoyu", "2021", "--form", "zhanjiang-2020")
    assert done.code == BUILT
    assert "  data/jiaoyu/2021.yaml\n" in done.said
    assert done.said.endswith("已新建。填好后运行：make report UNIT=jiaoyu YEAR=2021\n")
    assert shipped.data_file(UnitYear("jiaoyu", "2021")).exists()


def test_schema_names_what_it_wrote(ziping: Ziping) -> None:
    assert ziping("schema") == Done(
        BUILT, "".join(f"  templates/{name}/form.schema.json\n" for name in ("hunan-2018", "xiangmu-2022", "zhanjiang-2020")), ""
    )


def test_nothing_is_coloured_where_nobody_sees_it(shipped: Workspace, ziping: Ziping) -> None:
    edit(shipped, "实际支出数: 8.06", "实际支出数: 八")
    assert "\x1b" not in ziping("report", "xinfang", "2020").said


# --- what nobody expected ---


def broken(fault: BaseException) -> Callable[..., None]:
    """Return a function that fails."""

    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail


@pytest.mark.parametrize(
    "fault", [ZeroDivisionError("x"), RecursionError(), MemoryError(), AssertionError(), KeyError("键"), OSError(5, "x")]
)
def test_an_unexpected_fault_is_one_sentence_and_a_log(
    ziping: Ziping, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: Exception
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(building, "build", broken(fault))
    done = ziping("report", "xinfang", "2020")
    [log] = tmp_path.glob("ziping-error-*.log")
    assert done == Done(FAULTY, f"程序内部出错，原来的文件没有动。请把 {log} 发给维护人员。\n", "")
    kept = log.read_text(encoding="utf-8")
    assert kept.startswith("ziping report xinfang 2020\nTraceback")
    assert type(fault).__name__ in kept


def test_a_second_fault_does_not_overwrite_the_log_of_the_first(ziping: Ziping, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(building, "build", broken(ValueError()))
    assert ziping("report", "xinfang", "2020").said != ziping("report", "xinfang", "2020").said
    assert len(list(tmp_path.glob("ziping-error-*.log"))) == 2


def test_an_argument_that_is_no_text_can_be_logged(ziping: Ziping, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("pipeline.commands.reporting.asked_for", broken(ValueError()))
    assert ziping("report", "\udcff", "2020").code == FAULTY
    [log] = tmp_path.glob("ziping-error-*.log")
    assert "\\udcff" in log.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_no_second_fault(ziping: Ziping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", broken(PermissionError()))
    monkeypatch.setattr(building, "build", broken(ValueError()))
    assert ziping("report", "xinfang", "2020") == Done(FAULTY, "程序内部出错，原来的文件没有动。请联系维护人员。\n", "")


def test_an_interruption_is_said(ziping: Ziping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "build", broken(KeyboardInterrupt()))
    done = ziping("report", "xinfang", "2020")
    assert done.code == INTERRUPTED
    assert done.said.strip() == "已中断，原来的文件没有动。"


def test_a_reader_that_went_away_is_no_fault_of_the_program(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped.root)
    monkeypatch.setattr(sys, "argv", ["ziping", "report", "xinfang", "2019"])
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # which main takes away
    monkeypatch.setattr("builtins.print", broken(BrokenPipeError()))
    with pytest.raises(BrokenPipeError):
        run()
    with pytest.raises(SystemExit) as leave:
        main()
    assert leave.value.code == BUILT


def test_waiting_for_another_build_is_said(ziping: Ziping, monkeypatch: pytest.MonkeyPatch) -> None:
    built = building.build

    def waits(*arguments: object, waiting: Callable[[], None], **settings: object) -> Made:
        waiting()
        return built(*arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "build", waits)
    done = ziping("report", "xinfang", "2020")
    assert done.code == BUILT
    assert done.said.startswith("另一个程序正在生成这份文件，请稍候……\n")


# --- a made-up city ---


def test_synth_makes_up_units_that_can_be_built(ziping: Ziping, shipped: Workspace) -> None:
    done = ziping("synth", "2020", "--units", "3", "--mistakes", "0", "--into", "试验")
    assert done.code == BUILT
    assert done.said.strip().endswith("编造了 3 个单位 2020 年度的数据，其中 0 个各种下一处错误。进入 试验 后运行 ziping reports 2020")
    made = sorted(path.parent.name for path in (shipped.root / "试验" / "data").glob("*/2020.yaml"))
    assert len(made) == 3
    assert sorted(path.name for path in (shipped.root / "data").iterdir()) == ["gonggong", "shili", "shuili", "site.yaml", "xinfang"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2020",), "请用 --into 写明放到哪个文件夹"),
        (("20", "--into", "试验"), "年度“20”不对"),
    ],
)
def test_a_wrong_call_of_synth_is_explained(ziping: Ziping, arguments: tuple[str, ...], said: str) -> None:
    done = ziping("synth", *arguments)
    assert done.code == MISUSED
    assert said in done.said
