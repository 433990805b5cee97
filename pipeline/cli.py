"""The commands; the only place that prints, asks or exits. Every word a user sees is Chinese."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.commands.answer import answer
from pipeline.commands.blank import blank
from pipeline.commands.check import check
from pipeline.commands.desk import desk
from pipeline.commands.diff import diff
from pipeline.commands.findings import counted, show
from pipeline.commands.form import form
from pipeline.commands.import_ import import_
from pipeline.commands.init import init
from pipeline.commands.lint_templates import lint_templates
from pipeline.commands.migrate import migrate
from pipeline.commands.new import new
from pipeline.commands.publish import publish
from pipeline.commands.report import report
from pipeline.commands.reports import reports
from pipeline.commands.rollback import rollback
from pipeline.commands.scheduler import scheduler
from pipeline.commands.schema import schema
from pipeline.commands.synth import synth
from pipeline.commands.terminal import (
    BUILT,
    FAULTY,
    INTERRUPTED,
    MISUSED,
    ChineseGroup,
    ExtraArgumentsError,
    say,
)
from pipeline.commands.verify import verify
from pipeline.commands.withdraw import withdraw
from pipeline.commands.worker import worker
from pipeline.problems import Stop
from pipeline.workspace import UsageError


@click.group(cls=ChineseGroup, help="部门整体支出绩效自评：一份数据，同时生成自评表和自评报告（Word 与网页）。")
@click.version_option(__version__, message="ziping %(version)s", help="显示版本")
def cli() -> None:
    """Hold the commands together."""


for command in (
    init,
    desk,
    report,
    check,
    answer,
    diff,
    lint_templates,
    form,
    migrate,
    new,
    blank,
    import_,
    schema,
    reports,
    scheduler,
    worker,
    publish,
    withdraw,
    rollback,
    verify,
    synth,
):
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
        begun = [name for name in cli.commands if fault.command_name and name.startswith(fault.command_name)]
        return f"没有 {fault.command_name} 这个命令" + meant(begun or fault.possibilities)
    if isinstance(fault, click.BadOptionUsage):
        options = (option for command in cli.commands.values() for option in command.params if isinstance(option, click.Option))
        is_flag = any(option.is_flag and fault.option_name in option.opts for option in options)
        return f"选项 {fault.option_name} 后面{'不能写' if is_flag else '缺少'}内容"
    if isinstance(fault, click.MissingParameter):
        missing = fault.param.make_metavar(fault.ctx) if fault.param and fault.ctx else ""
        return f"缺少{missing}"
    if isinstance(fault, ExtraArgumentsError):
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
