"""`ziping form`: a form's folder begun from the bureau's own Word file."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.calls import command, is_through_make, option
from pipeline.commands.saying import open_workspace, say, show_lines
from pipeline.commands.terminal import ChineseHelp

LISTED = 12


@click.command(cls=ChineseHelp, help="用财政部门下发的 Word 表起草一份新表。写上那份 Word 文件和新表的名称")
@click.argument("origin", metavar="Word文件")
@click.argument("name", metavar="表名")
def form(origin: str, name: str) -> None:
    """Draft a form from a Word file."""
    from pipeline.drafting.drafted_form import draft  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    made = draft(workspace, Path(origin), name)
    for file in made.files:
        say(f"  {workspace.shown(made.folder / file)}")
    say(f"已起草：{made.fields} 个字段，其中 {len(made.unsure)} 个看不出类型，暂作文字；重复的行 {len(made.rows)} 处。", "green")
    for heading, paths in (
        ("看不出类型的：", made.unsure),
        ("按多行处理的：", made.rows),
        ("已填的内容，改成了标记：", made.filled),
        ("没有做成字段的空处（旁边和上面没有标签的空格，页眉页脚）：", made.left_blank),
        ("没有写年份的，按填报年度推算：", made.open_years),
    ):
        if paths:
            show_lines(heading, [*paths[:LISTED], *([f"……共 {len(paths)} 处"] if len(paths) > LISTED else [])])
    if made.grouped:
        say(
            f"其中 {len(made.grouped)} 处外面的分组（{made.grouped[0].replace('.', '—')} 等）按固定的处理：各单位分组相同，只增减组里的行。"
        )
        say("  如果单位可以自己增加分组，把各组合成一个多行字段，分组名作为每行的一格；或者在多行里再写多行（fields 里再写 type: rows）。")
    if made.year:
        say(f"表上的“{made.year}年”当作填报年度，改成了 {{{{ 年度 }}}}；前后各年按它推算。")
    say("全部是猜测，请对照 Word 表核对 form.yaml。接下来：")
    lint = f"{command('lint-templates')} {f'FORM={name}' if is_through_make() else name}"
    say(f"  检查：{lint}")
    say(f"  试填：{command('new', '单位代码', '年度')} {option('form', name)}")
