"""`ziping lint-templates`: what is wrong with forms, without any unit's data."""

from __future__ import annotations

import sys

import click

from pipeline.commands.findings import counted, show
from pipeline.commands.saying import BUILT, FAULTY, open_workspace, say, show_lines
from pipeline.commands.terminal import ChineseHelp
from pipeline.problems import has_errors
from pipeline.workspace import UsageError, Workspace


@click.command(
    "lint-templates", cls=ChineseHelp, help="检查表的模板：名称、语法、标记的位置、没有用到的字段。例：ziping lint-templates zhanjiang-2020"
)
@click.argument("form", metavar="[表名]", required=False)
def lint_templates(form: str | None) -> None:
    """Check the templates of one or all forms."""
    from pipeline.build.fillings import wording_faults  # noqa: PLC0415 - heavy
    from pipeline.build.trials import check_form  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    if form and form not in workspace.form_names():
        raise UsageError(f"没有“{form}”这份表，现有：{'、'.join(workspace.form_names())}")
    faulty = False
    for name in [form] if form else workspace.form_names():
        problems = check_form(workspace, name)
        if not has_errors(problems):
            say(f"templates/{name}：正在按各种填法试印……")
            problems += wording_faults(workspace, name)
            show_changes(workspace, name)
        show(problems)
        faulty |= has_errors(problems)
        say(f"templates/{name}：{counted(problems)}", "red" if has_errors(problems) else "green")
    sys.exit(FAULTY if faulty else BUILT)


def show_changes(workspace: Workspace, name: str) -> None:
    """Print what a form changes in the fields of the edition before it, if it names one."""
    from pipeline.form.editions import changes  # noqa: PLC0415 - heavy
    from pipeline.form.new_year import load  # noqa: PLC0415 - heavy

    form = load(workspace, name)
    if form.previous:
        lines = list(changes(load(workspace, form.previous), form))
        show_lines(f"与上一版 {form.previous} 相比：", lines or ["字段没有不同"])
