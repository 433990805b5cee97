"""The commands together, and what is said of a call that is none of theirs. Every word a user sees is Chinese."""

from __future__ import annotations

from collections.abc import Iterable

import click

from pipeline import __version__
from pipeline.commands.answer import answer
from pipeline.commands.blank import blank
from pipeline.commands.check import check
from pipeline.commands.desk import desk
from pipeline.commands.diff import diff
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
from pipeline.commands.saying import BUILT, MISUSED, say
from pipeline.commands.scheduler import scheduler
from pipeline.commands.schema import schema
from pipeline.commands.synth import synth
from pipeline.commands.terminal import ChineseGroup, ExtraArgumentsError
from pipeline.commands.verify import verify
from pipeline.commands.withdraw import withdraw
from pipeline.commands.worker import worker


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


def misuse(fault: click.UsageError) -> str:
    """Return a wrong call as a Chinese sentence; a call of nothing at all as the help."""
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
    if isinstance(fault, click.BadParameter) and isinstance(fault.param, click.Option):
        return f"选项 {fault.param.opts[0]} 后面应写整数{limits(fault.param.type)}"
    return "写的内容太多" if isinstance(fault, ExtraArgumentsError) else "命令的写法不对"


def limits(kind: object) -> str:
    """Return between what a number has to lie, if it has to."""
    if not isinstance(kind, click.IntRange):
        return ""
    return f"，{f'在 {kind.min} 到 {kind.max} 之间' if kind.max is not None else f'不小于 {kind.min}'}"


def meant(possibilities: Iterable[str] | None) -> str:
    """Return which of the possible words was probably meant, or nothing."""
    return next((f"，是否想写 {word}？" for word in possibilities or ()), "")


def run_line() -> int:
    """Run the command that the program was called with, and return its exit code.

    Raises:
        UsageError, Stop: it cannot be done.
        KeyboardInterrupt: somebody stopped it.
    """
    try:
        cli.main(prog_name="ziping", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.UsageError as fault:
        say(misuse(fault))
        return MISUSED
    except click.Abort:
        raise KeyboardInterrupt from None
    return BUILT
