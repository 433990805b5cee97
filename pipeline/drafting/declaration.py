"""A drafted form's form.yaml and the outline of its narrative, every guess marked as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from pipeline.drafting.outline import Planned
from pipeline.drafting.proposals import Proposal, Repeated
from pipeline.drafting.words import LEAST, MAY_FALL, UNKNOWN, Guess
from pipeline.form.field import UNIT_NAME
from pipeline.language.masks import WRITTEN, mask_for

HEAD = """\
# 由 {file} 起草，请逐项核对。“# 猜测”后面是程序怎样看出类型的；不对的改类型、名称、单位，用不到的删去（Word 里的标记一起删）。
# 类型：text 一段文字 · paragraphs 多段文字 · integer 整数 · number 数字 · amount 金额（万元）· percent 百分比 · date 日期
#       month 年月 · url 网址 · yes_no 是/否 · choice 选项（choices）· list 多项 · rows 多行
# 可加：required: true 必填 · constant: true 各年度一般不变 · hint 填写提示 · formula 由程序计算 · private 公开版如何遮盖
title: {title}
documents:
  table:
    title: {heading}
    template: table.docx
"""
REPORT = """\
  report:
    title: "{{{{ {unit} }}}}{{{{ 年度 }}}}年度{words}报告"
    template: report.md
    shell: report.docx
"""
UNIT_TYPE = "type: text, constant: true, required: true"


def form_text(root: Planned, title: str, file: str, *, has_report: bool) -> str:
    """Return the text of form.yaml.

    Args:
        root: the fields.
        title: what the form is called.
        file: the name of the Word file that it came from.
        has_report: whether there is a narrative too.
    """
    lines = HEAD.format(title=quoted(title), file=file, heading=quoted("{{ 年度 }}年度" + title + "（{{ " + UNIT_NAME + " }}）"))
    report = REPORT.format(unit=UNIT_NAME, words=title.removesuffix("表")) if has_report else ""
    own = [] if UNIT_NAME in root.parts else [f"  {UNIT_NAME}: {{{UNIT_TYPE}}}   # 表上没有这一格，标题里要用"]
    return lines + report + "\nfields:\n" + "\n".join((*own, *field_lines(root, "  "))) + "\n"


def field_lines(group: Planned, indent: str) -> Iterator[str]:
    """Yield the lines that declare what is in a group.

    Args:
        group: the group.
        indent: what each line begins with.
    """
    for part in group.parts.values():
        proposal = part.proposal
        label = [f"label: {quoted(shown_label(proposal.label))}"] if proposal and shown_label(proposal.label) != part.name else []
        if isinstance(proposal, Proposal):
            kind = UNIT_TYPE if part.name == UNIT_NAME else f"type: {proposal.guess.type}"
            mask = mask_for(part.name) if proposal.guess.type in WRITTEN else ""
            inside = ", ".join((kind, *attributes(proposal.guess, part.name), *([f"private: {mask}"] if mask else []), *label))
            told = ("；像是个人信息，公开版遮盖" if mask else "") + (f"；表上已填“{proposal.filled}”" if proposal.filled else "")
            yield f"{indent}{part.name}: {{{inside}}}   # 猜测：{proposal.guess.why or UNKNOWN}{told}".replace("\n", " ")
            continue
        yield f"{indent}{part.name}:" + ("   # 猜测：若干行，每行一项" if isinstance(proposal, Repeated) else "")
        inner = f"{indent}  "
        if isinstance(proposal, Repeated):
            yield f"{inner}type: rows"
            yield from (f"{inner}{words}" for words in label)
            yield f"{inner}fields:"
            inner += "  "
        yield from field_lines(part, inner)


def attributes(guess: Guess, name: str) -> Iterator[str]:
    """Yield what is declared of a field besides its type, given its name."""
    if guess.type in LEAST and MAY_FALL.search(name):
        yield f"minimum: {LEAST[guess.type]}"
    if guess.type == "choice":
        yield f"choices: [{', '.join(map(quoted, guess.choices))}]"
    if guess.unit and not (guess.type == "amount" and guess.unit == "万元"):
        yield f"unit: {quoted(guess.unit)}"


def shown_label(label: str) -> str:
    """Return a label in one line, without the colon at its end."""
    return " ".join(label.split()).rstrip("：: ")


def quoted(text: str) -> str:
    """Return a text as YAML can hold it on one line."""
    return json.dumps(text, ensure_ascii=False)


def report_text(root: Planned, title: str) -> str:
    """Return the outline of the narrative: a chapter for each group at the top, with a sentence for each field."""
    chapters = [part for part in root.parts.values() if part.proposal is None]
    single = [part for part in root.parts.values() if isinstance(part.proposal, Proposal) and part.name != UNIT_NAME]
    parts = [("基本情况", single)] if single else []
    parts += [(chapter.name, [leaf for leaf in chapter.leaves() if is_single(leaf)]) for chapter in chapters]
    written = [chapter_text(name, leaves) for name, leaves in parts if leaves]
    note = f"{{# {title.replace('#', '')}的自评报告提纲，由程序起草：每组一章，每项一句。请改写成通顺的文字。 #}}"
    return "\n\n".join((note, *written)) + "\n"


def is_single(leaf: Planned) -> bool:
    """Return whether a field is none of rows."""
    return leaf.above is None or not isinstance(leaf.above.proposal, Repeated)


def chapter_text(name: str, leaves: list[Planned]) -> str:
    """Return a chapter, a paragraph for each of its groups, left out when nothing in it has content."""
    groups = (list(group) for _, group in groupby(leaves, key=lambda leaf: id(leaf.above)))
    written = "\n\n".join(paragraph for group in groups for paragraph in paragraphs(group))
    return f"{having(leaves)}\n# {name}\n\n{written}\n\n{{% endif %}}"


def having(leaves: list[Planned]) -> str:
    """Return the statement that leaves out what has no content."""
    if len(leaves) == 1:
        return f"{{% if {leaves[0].path} is 有内容 %}}"
    return f"{{% if [{', '.join(leaf.path for leaf in leaves)}] is 有任一内容 %}}"


def paragraphs(leaves: list[Planned]) -> Iterator[str]:
    """Yield what the narrative says of a group's fields: one paragraph, and each field of several paragraphs by itself."""
    short = [leaf for leaf in leaves if guess_of(leaf).type != "paragraphs"]
    if short:
        yield f"{having(short)}\n\n" + "\n".join(map(sentence, short)) + "\n\n{% endif %}"
    for leaf in leaves:
        if leaf not in short:
            each = f"{{% for 段 in {leaf.path} if 段 is 有内容 %}}\n\n{{{{ 段 }}}}{{{{ 段 | 句号 }}}}\n\n{{% endfor %}}"
            yield f"{having([leaf])}\n\n{leaf.name}如下：\n\n{each}\n\n{{% endif %}}"


def guess_of(leaf: Planned) -> Guess:
    """Return what a field is guessed to be."""
    return leaf.proposal.guess if isinstance(leaf.proposal, Proposal) else Guess("text")


def sentence(leaf: Planned) -> str:
    """Return what the narrative says of a field that has content."""
    guess = guess_of(leaf)
    unit = guess.unit or ("万元" if guess.type == "amount" else "")
    if guess.type == "text":
        return f'{{{{ {leaf.path} | 另述("{leaf.name}") }}}}'
    words = f"{leaf.name}：" if guess.type in ("yes_no", "choice") else f"{leaf.name}为"
    return f'{{{{ [{leaf.path} | 带("{words}"{f", {quoted(unit)}" if unit else ""})] | 成句 }}}}'
