"""`ziping blank`: a form's empty Word files and workbook, to be sent to those who fill it in."""

from __future__ import annotations

import click

from pipeline.calls import is_through_make
from pipeline.commands.saying import open_workspace, say
from pipeline.commands.terminal import ChineseHelp, name_option
from pipeline.workspace import UnitYear, check_name, check_unit, check_year

# What is filled in of a unit that is known.
SAME = "各年度不变的内容（包括联络人的姓名、电话）"


@click.command(cls=ChineseHelp, help="生成发给单位填的空白表，填好收回后可以读入。例：ziping blank zhanjiang-2020")
@click.argument("form", metavar="[表名]", required=False)
@click.option(
    "--unit", metavar="单位代码", default="", help=f"给哪个单位填：单位名称和{SAME}替它填好，只能发给它；不写就是各单位都能用的空白表"
)
@click.option("--year", metavar="年度", default="", help="填哪一年度；不写就在表上留出空格")
@name_option("同一年度的又一份表的名称，例如 项目-防汛")
def blank(form: str | None, unit: str, year: str, name: str) -> None:
    """Write an empty form."""
    from pipeline.form.new_year import choose_form, load  # noqa: PLC0415 - heavy
    from pipeline.intake.blank.issuing import blank_files  # noqa: PLC0415 - heavy
    from pipeline.intake.blank.known import newest_before  # noqa: PLC0415 - heavy
    from pipeline.writing import write_file  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    of = UnitYear(unit and check_unit(unit), year and check_year(year), name and check_name(name))
    chosen = load(workspace, choose_form(workspace, newest_before(workspace, of) if unit else None, form))
    for ending, data in blank_files(workspace, chosen, of).items():
        path = workspace.blanks / f"{stem(chosen.name, of)}{ending}"
        write_file(path, workspace.shown(path), data)
        say(f"  {workspace.shown(path)}")
    say("已生成空白表，发 Word 的或 Excel 的都可以，填好后一样读入。", "green")
    if unit:
        say(f"  单位名称和{SAME}已经填好，只能发给 {unit}。")
    say(f"  收回后放在一个文件夹里读入：{'make import FROM=收件' if is_through_make() else 'ziping import 收件'}")


def stem(form: str, of: UnitYear) -> str:
    """Return how the files are called, but for the ending: after the form, the unit, the year and the name, as far as they are known."""
    return ".".join(filter(None, (form, "-".join(filter(None, (of.unit, of.year))), of.name)))
