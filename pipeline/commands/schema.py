"""`ziping schema`: the JSON Schema of each form, for editors."""

from __future__ import annotations

import click

from pipeline.commands.saying import open_workspace, say
from pipeline.commands.terminal import ChineseHelp


@click.command(cls=ChineseHelp, help="生成各表的 JSON Schema，编辑器据此提示和检查")
def schema() -> None:
    """Write the JSON Schema of every form."""
    from pipeline.form.new_year import write_schema  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    for name in workspace.form_names():
        say(f"  {workspace.shown(write_schema(workspace, name))}")
