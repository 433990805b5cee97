"""`ziping import`: filled forms that came back, read into the data files; a narrative that came back is compared with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from pipeline.commands.saying import open_workspace
from pipeline.commands.terminal import ChineseHelp, name_option
from pipeline.workspace import UsageError, check_name, check_unit, check_year

NO_TAKE: Final = "take（TAKE）只用于一份改过的报告"


@click.command(
    "import", cls=ChineseHelp, help="把收到的表（Word、Excel、PDF、网页）读进数据文件。写上文件或文件夹。例：ziping import 收到的表.docx"
)
@click.argument("origin", metavar="文件或文件夹")
@click.option("--unit", metavar="单位代码", default="", help="是哪个单位的；不写就按表上的单位名称认，新单位要写")
@click.option("--year", metavar="年度", default="", help="是哪一年度的；不写就按表上印的认")
@click.option("--form", metavar="表名", default="", help="是哪份表；不写就按表上的文字认")
@name_option("同一年度有几份表的，是哪一份；不写就按表上的内容认")
@click.option("--replace", is_flag=True, help="与数据文件里已有的内容不同的，以收到的表为准；不写就只列出，不改动")
@click.option("--dry-run", is_flag=True, help="试一试：只说会怎样，什么也不写")
@click.option("--take", metavar="项目", default="", help="改过的报告里，哪几项文字放进数据文件，用逗号隔开")
@click.option("--jobs", metavar="个数", type=click.IntRange(1, 1024), help="读文件夹时同时用几个处理器；不写就全用")
def import_(  # noqa: PLR0913, PLR0917 - one for each option
    origin: str, unit: str, year: str, form: str, name: str, take: str, jobs: int | None, *, replace: bool, dry_run: bool
) -> None:
    """Read a received file, or a folder of them."""
    workspace = open_workspace()
    path = Path(origin)
    if not path.exists():
        raise UsageError(f"没有 {origin} 这个文件或文件夹")
    if form and form not in workspace.form_names():
        raise UsageError(f"没有“{form}”这份表，现有：{'、'.join(workspace.form_names())}")
    from pipeline.intake.recognition.belonging import Given  # noqa: PLC0415 - heavy

    given = Given(check_unit(unit) if unit else "", check_year(year) if year else "", form, check_name(name) if name else "")
    if path.is_dir():
        if take:
            raise UsageError(NO_TAKE)
        from pipeline.commands.importing_folder import import_folder  # noqa: PLC0415 - heavy

        sys.exit(import_folder(workspace, path, given, jobs, overwrite=replace, dry_run=dry_run))
    from pipeline.commands.importing import import_one  # noqa: PLC0415 - heavy

    sys.exit(import_one(workspace, path, given, take, overwrite=replace, dry_run=dry_run))
