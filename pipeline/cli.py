"""The commands; the only place that prints, asks or exits. Every word a user sees is Chinese."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.batch import commands as batch
from pipeline.problems import Stop, has_errors
from pipeline.publish import commands as publishing
from pipeline.terminal import (
    BUILT,
    FAULTY,
    INTERRUPTED,
    MISUSED,
    ChineseGroup,
    counted,
    open_workspace,
    say,
    show,
    show_revision,
    unit_argument,
    year_argument,
)
from pipeline.workspace import UsageError, check_unit, check_year


@click.group(cls=ChineseGroup, help="部门整体支出绩效自评：一份数据，同时生成自评表和自评报告（Word 与网页）。")
@click.version_option(__version__, message="ziping %(version)s", help="显示版本")
def cli() -> None:
    """Hold the commands together."""


@cli.command(help="生成一个单位一个年度的自评表和自评报告。例：ziping report xinfang 2020")
@unit_argument()
@year_argument()
@click.option("--draft", is_flag=True, help="草稿：缺的内容印【待填】，每页标明草稿")
def report(unit: str, year: str, *, draft: bool) -> None:
    """Build one unit-year."""
    from pipeline.build import build  # noqa: PLC0415 - each command imports what it needs

    began = time.perf_counter()
    workspace = open_workspace()
    built = build(workspace, check_unit(unit), check_year(year), draft=draft, waiting=lambda: say("另一个程序正在生成这份文件，请稍候……"))
    show(built.problems)
    seconds = f"用时 {time.perf_counter() - began:.2f} 秒"
    if has_errors(built.problems):
        say(f"没有生成：{counted(built.problems)}；原来的文件没有动。请改正后再试。（{seconds}）", "red")
        sys.exit(FAULTY)
    if built.revision:
        show_revision("与上一次生成相比：", built.revision)
    for name in built.documents:
        say(f"  {workspace.shown(built.folder / name)}" + ("" if name in built.changed else "（没有变化）" if built.changed else ""))
    done = f"已生成 {len(built.changed)} 个文件" if built.changed else "没有变化，文件都是最新的"
    say(f"{unit} {year} 年度{'草稿' if draft else ''}：{done}；{counted(built.problems)}（{seconds}）", "green")


@cli.command(help="只检查数据，不生成文件；不写单位就检查全部。例：ziping check xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
def check(unit: str | None, year: str | None) -> None:
    """Check the data of some or all unit-years."""
    from pipeline.build import examine, prepare  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    chosen = list(workspace.unit_years(check_unit(unit) if unit else "*", check_year(year) if year else "*"))
    if not chosen:
        raise UsageError("没有找到数据文件" + (f"：data/{unit or '*'}/{year or '*'}.yaml" if unit or year else "，请先用 make new 新建"))
    faulty = 0
    for name, its_year in chosen:
        try:
            compiled, sources = prepare(workspace, name, its_year)
            _, problems = examine(compiled, its_year, sources)
        except Stop as stop:
            problems = list(stop.problems)
        show(problems)
        faulty += has_errors(problems)
        say(f"{name} {its_year} 年度：{counted(problems)}", "red" if has_errors(problems) else "green")
    if len(chosen) > 1:
        say(f"共检查 {len(chosen)} 份数据，{faulty} 份有错误")
    sys.exit(FAULTY if faulty else BUILT)


@cli.command(help="比较两份数据：改了什么，随之变化的有什么。例：ziping diff xinfang 2020 --against published")
@unit_argument()
@year_argument()
@click.option("--against", metavar="和谁比", default="last", help="last 上一次生成的（不写就是它），published 已公开的，或另一份数据文件")
def diff(unit: str, year: str, against: str) -> None:
    """Compare a unit-year's data with an earlier state."""
    from pipeline.comparison import compare  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    compared = compare(workspace, check_unit(unit), check_year(year), against)
    show_revision(f"{compared.old} → {compared.new}：", compared.revision)
    if not compared.revision:
        say("  没有不同")
    say(f"对照页：{workspace.shown(compared.page)}", "green")


@cli.command("lint-templates", help="检查表的模板：名称、语法、标记的位置、没有用到的字段。例：ziping lint-templates zhanjiang-2020")
@click.argument("form", metavar="[表名]", required=False)
def lint_templates(form: str | None) -> None:
    """Check the templates of one or all forms."""
    from pipeline.template_checks import check_form  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    if form and form not in workspace.form_names():
        raise UsageError(f"没有“{form}”这份表，现有：{'、'.join(workspace.form_names())}")
    faulty = False
    for name in [form] if form else workspace.form_names():
        problems = check_form(workspace, name)
        show(problems)
        faulty |= has_errors(problems)
        say(f"templates/{name}：{counted(problems)}", "red" if has_errors(problems) else "green")
    sys.exit(FAULTY if faulty else BUILT)


@cli.command(help="新建一个单位或年度的数据文件，带填写说明。例：ziping new jiaoyu 2021")
@unit_argument()
@year_argument()
@click.option("--form", metavar="表名", help="用哪份表；不写就用上一年度的，或唯一的一份")
def new(unit: str, year: str, form: str | None) -> None:
    """Write the skeleton of a new unit-year."""
    from pipeline.new_year import create  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    for path in create(workspace, check_unit(unit), check_year(year), form):
        say(f"  {workspace.shown(path)}")
    say(f"已新建。填好后运行：make report UNIT={unit} YEAR={year}", "green")


@cli.command(help="生成各表的 JSON Schema，编辑器据此提示和检查")
def schema() -> None:
    """Write the JSON Schema of every form."""
    from pipeline.new_year import write_schema  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    for name in workspace.form_names():
        say(f"  {workspace.shown(write_schema(workspace, name))}")


for command in (batch.reports, publishing.publish, publishing.withdraw, publishing.rollback, publishing.verify, batch.synth):
    cli.add_command(command)


def misuse(fault: click.UsageError | UsageError) -> str:
    """Return a wrong call as a Chinese sentence; a call of nothing at all as the help."""
    if isinstance(fault, UsageError):
        return str(fault)
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        return fault.format_message()
    sentence = misuse_sentence(fault)
    return f"{sentence}{'' if sentence.endswith('？') else '。'}用法见 {fault.ctx.command_path if fault.ctx else 'ziping'} --help"


def misuse_sentence(fault: click.UsageError) -> str:
    """Return what is wrong with a call's arguments."""
    if isinstance(fault, click.NoSuchOption):
        return f"没有 {fault.option_name} 这个选项" + meant(fault.possibilities)
    if isinstance(fault, click.exceptions.NoSuchCommand):
        return f"没有 {fault.command_name} 这个命令" + meant(fault.possibilities)
    if isinstance(fault, click.BadOptionUsage):
        return f"选项 {fault.option_name} 后面{'不能写' if 'not take' in fault.message else '缺少'}内容"
    if isinstance(fault, click.MissingParameter):
        missing = fault.param.make_metavar(fault.ctx) if fault.param and fault.ctx else ""
        return f"缺少{missing}"
    if "unexpected extra argument" in fault.message:
        return "写的内容太多"
    return "命令的写法不对"


def meant(possibilities: Iterable[str] | None) -> str:
    """Return which of the possible words was probably meant, or nothing."""
    return next((f"，是否想写 {word}？" for word in possibilities or ()), "")


def main() -> NoReturn:
    """Run a command and exit: 0 built, 1 problems found, 2 wrong usage; no traceback ever reaches a clerk."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run()
    except BrokenPipeError:
        sys.stdout = None  # nobody reads on; flushing at exit would complain
        code = BUILT
    sys.exit(code)


def run() -> int:
    """Run a command and return its exit code."""
    try:
        cli.main(prog_name="ziping", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.UsageError, UsageError) as fault:
        say(misuse(fault))
        return MISUSED
    except Stop as stop:
        show(stop.problems)
        say(f"没有完成：{counted(stop.problems)}。请改正后再试。", "red")
        return FAULTY
    except (KeyboardInterrupt, click.Abort):
        say("已中断，原来的文件没有动。", "red")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - a clerk can do nothing with a traceback, a maintainer needs it
        log = keep_traceback()
        say(f"程序内部出错，原来的文件没有动。请{f'把 {log} 发给' if log else '联系'}维护人员。", "red")
        return FAULTY
    return BUILT


def keep_traceback() -> Path | None:
    """Write what went wrong inside the program to a new file that a maintainer can read; None if it cannot be written."""
    import tempfile  # noqa: PLC0415 - hopefully never needed
    import traceback  # noqa: PLC0415

    said = f"{' '.join(sys.argv)}\n{traceback.format_exc()}".encode(errors="backslashreplace")
    try:
        with tempfile.NamedTemporaryFile(prefix="ziping-error-", suffix=".log", delete=False) as log:
            log.write(said)
    except OSError:
        return None
    return Path(log.name)
