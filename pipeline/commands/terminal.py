"""What every command needs: Chinese help, the words for units, years and what else several of them are told. Only commands may use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


class ExtraArgumentsError(click.UsageError):
    """More was written than the command takes."""


class ChineseHelp(click.Command):
    """A command whose help is Chinese throughout."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Read the arguments; more of them than the command takes are a fault of a kind of its own."""
        is_group, context.allow_extra_args = context.allow_extra_args, True
        extra = super().parse_args(context, arguments)
        if extra and not is_group:
            raise ExtraArgumentsError("", context)
        return extra

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        formatter.write_usage(context.command_path, " ".join(self.collect_usage_pieces(context)), prefix="用法：")

    def collect_usage_pieces(self, context: click.Context) -> list[str]:
        """Return what the command takes."""
        return [{"[OPTIONS]": "[选项]"}.get(piece, piece) for piece in super().collect_usage_pieces(context)]

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options."""
        options = [parameter for parameter in self.get_params(context) if isinstance(parameter, click.Option)]
        write_section(formatter, "选项", [record for option in options if (record := option.get_help_record(context))])

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """Return the option `--help`."""
        option = super().get_help_option(context)
        if option:
            option.help = "显示这份说明"
        return option


class ChineseGroup(ChineseHelp, click.Group):
    """A group of commands whose help is Chinese throughout."""

    command_class = ChineseHelp

    def collect_usage_pieces(self, context: click.Context) -> list[str]:
        """Return what the group takes."""
        return [*ChineseHelp.collect_usage_pieces(self, context)[:1], "命令 …"]

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options and the list of commands."""
        ChineseHelp.format_options(self, context, formatter)
        write_section(formatter, "命令", [(name, command.help or "") for name, command in self.commands.items()])


def write_section(formatter: click.HelpFormatter, title: str, entries: list[tuple[str, str]]) -> None:
    """Write a titled list to a command's help.

    Args:
        formatter: writes the help.
        title: the list's title.
        entries: names, and what is said of each.
    """
    formatter.write(f"\n{title}：\n")
    with formatter.indentation():
        formatter.write_dl(entries)


def unit_argument(*, required: bool = True) -> Callable[..., Any]:
    """Return the argument that names a unit."""
    return click.argument("unit", metavar="单位代码" if required else "[单位代码]", required=required)


def year_argument(*, required: bool = True) -> Callable[..., Any]:
    """Return the argument that names a year."""
    return click.argument("year", metavar="年度" if required else "[年度]", required=required)


def site_option() -> Callable[..., Any]:
    """Return the option that names the site's address."""
    return click.option("--site", metavar="地址", default="", help="发布到哪里：文件夹、sftp://、s3://、webdavs://；不写就是 output/site")


def note_option(purpose: str) -> Callable[..., Any]:
    """Return the option for the reason that the public reads."""
    return click.option("--note", metavar="原因", default="", help=purpose)


def name_option(purpose: str) -> Callable[..., Any]:
    """Return the option that names one of several forms of a year."""
    return click.option("--name", metavar="名称", default="", help=purpose)


def pdf_option() -> Callable[..., Any]:
    """Return the option that asks for PDFs."""
    return click.option("--pdf", is_flag=True, help="同时生成 PDF；要先装好生成 PDF 的组件，没有装的会提示怎么装")
