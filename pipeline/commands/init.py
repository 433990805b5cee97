"""`ziping init`: an empty folder made ready to work in, or one that is there brought the forms of a newer program."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.saying import open_workspace, say, show_lines
from pipeline.commands.terminal import ChineseHelp
from pipeline.workspace import UsageError


@click.command(cls=ChineseHelp, help="建一个填报用的文件夹：表和报告的模板、示例单位、网站设置、说明。例：ziping init 我的自评")
@click.argument("folder", metavar="[文件夹]", required=False)
@click.option("--forms", is_flag=True, help="升级程序以后用：把新的表和版式放进现在的文件夹，改过的不动")
def init(folder: str | None, *, forms: bool) -> None:
    """Make a new workspace, or renew the templates of the present one."""
    if (folder is None) is not forms:
        raise UsageError("请写明新文件夹的名称，例如 ziping init 我的自评；要把新的表放进现在的文件夹，用 ziping init --forms")
    if folder is None:
        renew_forms()
    else:
        begin(Path(folder))


def begin(folder: Path) -> None:
    """Make a folder ready, and say what to do next."""
    from pipeline.new_workspace import create  # noqa: PLC0415 - no other command needs it
    from pipeline.shipped import README  # noqa: PLC0415

    create(folder)
    say(f"已建好 {folder.absolute().name}，说明见其中的 {README}。接下来：", "green")
    if folder.resolve() != Path.cwd():
        say(f'  cd "{folder}"' if " " in str(folder) else f"  cd {folder}")
    say("  ziping report xinfang 2020      生成示例单位的自评表和自评报告")
    say("  ziping new 单位代码 年度        新建自己单位的数据文件，例如 ziping new jiaoyu 2021")


def renew_forms() -> None:
    """Bring the forms up to date, and say what was done."""
    from pipeline.new_workspace import renew  # noqa: PLC0415 - no other command needs it

    done = renew(open_workspace())
    for heading, names in (
        ("新增：", done.added),
        ("换成新的：", done.renewed),
        ("您改过的，没有动；要换成新的，先移到别处，再运行一次：", done.kept),
    ):
        if names:
            show_lines(heading, names)
    others = "其余的" if done.kept else "表和版式"
    say(f"{others}{'已经更新，可用 ziping lint-templates 检查一遍' if done.added or done.renewed else '都是最新的'}", "green")
