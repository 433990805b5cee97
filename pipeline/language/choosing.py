"""How a formula chooses one of a few words: by 分档(总分, 90, 80, 60), exact, a figure at a threshold in the better band, or by `if`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from jinja2 import nodes, pass_context
from jinja2.runtime import Context

from pipeline.problems import nearest

BANDS: Final = "分档"
# What a call is compiled into, and the name of the choices; no author can name either, since no name of a field begins so.
BAND: Final = "_band"
CHOICES: Final = "_choices"
EXAMPLE: Final = "例如 自评等级: {type: choice, choices: [优, 良, 中, 差], formula: 分档(总分, 90, 80, 60)}"


@pass_context
def band(context: Context, figure: Any, *least: Decimal | int) -> str:  # noqa: ANN401 - any value, which a blank is too
    """Return the first of the choices whose threshold the figure reaches, or else the last.

    Args:
        context: what the formula sees, the choices among it.
        figure: the figure.
        least: the thresholds, the highest first.
    """
    choices: tuple[str, ...] = context.get(CHOICES, ())
    return choices[sum(bool(figure < each) for each in least)]


def is_banding(node: nodes.Node) -> bool:
    """Return whether a node calls 分档."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == BANDS


def misuse(node: nodes.Call, choices: tuple[str, ...]) -> tuple[str, str]:
    """Return what is wrong with a call of 分档, and a hint; nothing if it is right.

    Args:
        node: the call.
        choices: what the formula chooses from; nothing if it is none that chooses.
    """
    if not choices:
        return f"{BANDS} 只能写在选项（choice）的公式里", EXAMPLE
    if not node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return f"{BANDS} 的括号里先写一个数，再从高到低写各档的界线", EXAMPLE
    thresholds = [number for each in node.args[1:] if (number := written(each)) is not None]
    if len(node.args) != len(choices):
        return f"{BANDS} 写了 {len(node.args) - 1} 个界线，{len(choices)} 个选项要写 {len(choices) - 1} 个", f"选项是 {'、'.join(choices)}"
    if len(thresholds) < len(node.args) - 1:
        return f"{BANDS} 的界线要写成数", EXAMPLE
    if any(higher <= lower for higher, lower in pairwise(thresholds)):
        return f"{BANDS} 的界线要从高到低写，各不相同", f"与选项 {'、'.join(choices)} 的顺序一致"
    return "", ""


def written(node: nodes.Expr) -> Decimal | None:
    """Return the number that an expression is as it is written; None if it is none."""
    if isinstance(node, nodes.Neg | nodes.Pos):
        number = written(node.node)
        return -number if number is not None and isinstance(node, nodes.Neg) else number
    if isinstance(node, nodes.Filter) and node.name == "小数" and isinstance(node.node, nodes.Const):  # how 59.5 is read
        return Decimal(node.node.value)
    value = node.value if isinstance(node, nodes.Const) else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def wrong_words(node: nodes.Node, choices: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what a formula gives that is none of the choices, so far as it is written there, each with a hint.

    Args:
        node: the formula, or a part of it.
        choices: what it chooses from.
    """
    if isinstance(node, nodes.Template | nodes.Output):
        for child in node.iter_child_nodes():
            yield from wrong_words(child, choices)
    elif isinstance(node, nodes.CondExpr):
        yield from wrong_words(node.expr1, choices)
        if node.expr2 is None:
            yield "有 if 没有 else：条件不成立时填什么", f"例如 '{choices[0]}' if 总分 >= 90 else '{choices[-1]}'"
        else:
            yield from wrong_words(node.expr2, choices)
    elif isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value not in choices:
        yield f"“{node.value}”不是选项", nearest(node.value, choices) or f"选项是 {'、'.join(choices)}"
