"""Random edits of YAML texts as files have them and as people type them; of each it is asked which bytes changed that are not its own.

`python -m tests.source.random_edits` makes 5,000 of them; the tests make some.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, dropwhile
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from pipeline.commands.line import cli
from pipeline.paths import child, numbered
from pipeline.source.additions import LINE
from pipeline.source.editing import is_flow, last_line
from pipeline.source.filled_values import FillingError
from pipeline.source.filling import with_values
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, TextNode
from pipeline.source.reader import parse
from pipeline.source.rearranging import rearranged

ROOT = Path(__file__).parents[2]
BOM = "\ufeff"
COMMENT = re.compile(r"(?:^|\s)(#.*)$")
REMARKS = ("", "", "", "   # 注", " # {a: b} - c", "\t# 制表", "  #")
ABOVE = ("", "", "", "# 上面的注释", "#甲: 旧值", "", "  ")
NAMES = ("甲", "预算数", "三公经费", "是否 公开", "a-b", "'乙'", '"丙"', "填报日期")
VALUES = (
    *(
        "",
        "0",
        "无",
        "不适用",
        "9",
        "8.06",
        "3,500.00",
        "2020-09-03",
        "100%",
        "~",
        "null",
        "yes",
        "0010",
        "- 甲",
        "甲: 乙",
        "甲 #乙",
        "#乙",
    ),
    *(
        "一\n二",
        "甲：乙；丙，丁。",
        '"引"',
        "'",
        "https://example.com/a?b=1#c",
        "[甲]",
        "{甲}",
        "*甲",
        "&甲",
        "!甲",
        "%甲",
        "@甲",
        "`",
        "|",
        ">",
        "? 甲",
    ),
    *("长" * 300, "a\\b", "尾 ", " 首", "一\n\n二", "　全角", "“引号”", "\\n", "：", "---", "...", "甲\t乙"),
)


def hand_typed(random: Random) -> str:
    """Return a file as somebody may have typed it."""
    ending = random.choice(["\n", "\n", "\r\n"])
    lines = [
        *random.choice([[], ["---"], ["# 表头", ""], ["%YAML 1.2", "---"]]),
        *group(random, 0, 3),
        *random.choice([[], ["..."], ["", "# 末"]]),
    ]
    text = "".join(line + (random.choice(["\n", "\r\n"]) if random.random() < 0.02 else ending) for line in lines)
    text = text if random.random() < 0.7 else text.rstrip("\r\n")
    return (BOM if random.random() < 0.2 else "") + text


def group(random: Random, depth: int, levels: int) -> Iterator[str]:
    """Yield the lines of a group of names."""
    space = " " * depth
    for number in range(random.randint(1, 5)):
        if above := random.choice(ABOVE):
            yield random.choice(["", space]) + above
        name = random.choice(NAMES)
        name = f"{name[:-1]}{number}{name[-1]}" if name[0] in "'\"" else f"{name}{number}"
        colon, remark = random.choice([":", ":", ":", " :"]), random.choice(REMARKS)
        kind = random.choice(["text", "text", "text", "block", "flow", *(["group", "rows", "texts"] if levels else [])])
        if kind == "text":
            yield from f"{space}{name}{colon}{spelt(random, depth)}{remark}".split("\n")
        elif kind == "block":
            yield f"{space}{name}{colon} {random.choice(['|', '>', '|-', '>-', '|+'])}{remark}"
            yield from (
                random.choice([f"{space}  文字 # 不是注释", f"{space}  - 甲", ""]) if at else f"{space}  头"
                for at in range(random.randint(1, 4))
            )
        elif kind == "flow":
            yield from f"{space}{name}{colon} {brackets(random, depth, 2)}{remark}".split("\n")
        else:
            yield f"{space}{name}{colon}{remark}"
            deeper = depth + random.choice([0, 2, 2, 4] if kind != "group" else [2, 2, 3, 4])
            yield from group(random, deeper, levels - 1) if kind == "group" else rows(random, deeper, levels - 1, texts=kind == "texts")


def rows(random: Random, depth: int, levels: int, *, texts: bool) -> Iterator[str]:
    """Yield the lines of rows, or of several texts."""
    space = " " * depth
    for _ in range(random.randint(1, 5)):
        if above := random.choice(ABOVE):
            yield random.choice(["", space]) + above
        if texts:
            yield from f"{space}-{spelt(random, depth, ' 空')}{random.choice(REMARKS)}".split("\n")
        elif random.random() < 0.2:
            yield f"{space}- {brackets(random, depth, 1)}{random.choice(REMARKS)}"
        else:
            gap = random.choice([1, 1, 1, 3])
            inside = group(random, depth + 1 + gap, levels)
            first, *others = dropwhile(lambda line: not line.strip() or line.lstrip().startswith("#"), inside)
            yield f"{space}-{first[depth + 1 :]}"
            yield from others


def spelt(random: Random, depth: int, otherwise: str = "") -> str:
    """Return a text with the blank before it, quoted or not, perhaps in two lines."""
    more = f"\n{' ' * depth}   "
    spellings: list[str] = [
        *(otherwise, " 9", " 8.06   ", " 无", " 甲：乙", " 0010", " 2020-09-03", " https://example.com/a?b=1", " 一 二"),
        *(' "引: 甲"', " '单 # 引'", ' "a\\tb"', f" 长的{more}文字", f' "长的{more}文字"', f" '长{more}字'", " ~", " null", '  ""'),
        *((" &a 甲", " *a", " !!str 9", "\t9", " 9\u00a0", " 甲\u2028乙", "\u3000九") if random.random() < 0.05 else ()),
    ]
    return random.choice(spellings)


def brackets(random: Random, depth: int, levels: int) -> str:
    """Return a group or rows between brackets, perhaps over lines."""
    gap = random.choice([" ", " ", "", f"\n{' ' * (depth + 3)}", f"   # 注\n{' ' * (depth + 3)}"])
    values = ["9", "无", '"引, 甲"', "'单'", "8.06", "2020-09-03"]
    if random.random() < 0.5:
        entries = [
            f"键{number}: {brackets(random, depth, levels - 1) if levels and random.random() < 0.2 else random.choice([*values, ''])}"
            for number in range(random.randint(0, 3))
        ]
        return f"{{{f',{gap or chr(32)}'.join(entries)}{random.choice(['', '', ' ', ',']) if entries else ''}}}"
    end = random.choice(["", "", "", " ", gap])
    parts = [brackets(random, depth, 0) if levels and random.random() < 0.5 else random.choice(values) for _ in range(random.randint(0, 4))]
    return f"[{f',{gap}'.join(parts)}{end}]"


@cache
def files() -> tuple[str, ...]:
    """Return the texts of data files: those that are shipped, and some that the program makes up."""
    paths = sorted((ROOT / "data").glob("*/*.yaml"))
    with TemporaryDirectory() as folder:
        into = Path(folder) / "made-up"
        result = CliRunner().invoke(cli, ["synth", "2020", "--units", "6", "--mistakes", "50", "--into", str(into)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        paths += sorted((into / "data").glob("*/*.yaml"))
        return tuple(path.read_bytes().decode() for path in paths)


@dataclass(frozen=True)
class Place:
    """Something in a text that can be edited: where, and what stands there."""

    path: str
    node: Node
    head: tuple[int, int]


def places(node: Node, path: str = "", head: tuple[int, int] = (1, 1)) -> Iterator[Place]:
    """Yield each place below a node."""
    if path:
        yield Place(path, node, head)
    if isinstance(node, EntriesNode):
        for name, entry in node.entries.items():
            if name and not {".", "[", "]"} & set(name):
                yield from places(entry.value, child(path, name), entry.key.end)
    elif isinstance(node, ItemsNode):
        for number, item in enumerate(node.items, 1):
            line, column = item.start
            yield from places(item, numbered(path, number), (line, len(node.origin.lines[line - 1][: column - 1].rstrip()) + 1))


def edit(text: str, random: Random) -> str | None:
    """Make a random edit of a text and return what comes of it; None if it is refused.

    Raises:
        AssertionError: something else changed.
    """
    found = list(places(parse(text, "").root))
    if not found:
        return None
    place = random.choice(found)
    node = place.node
    try:
        if isinstance(node, TextNode):
            return set_text(text, place, random)
        if isinstance(node, ItemsNode) and random.random() < 0.7:
            return set_rows(text, place, random)
        return set_new(text, place, random)
    except FillingError:
        return None


def set_text(text: str, place: Place, random: Random) -> str:
    """Type something else over a text."""
    value: str | tuple[str, ...] = random.choice(VALUES)
    if random.random() < 0.1:
        value = ("一段", "两段")
    new = with_values(text, {place.path: value})
    last = max(last_line(place.node), place.head[0])
    only_between(text, new, offset(text, place.head), offset(text, (last + 1, 1)), comments=True)
    return new


def set_rows(text: str, place: Place, random: Random) -> str:
    """Put rows into another order, leave some out, or type several texts anew."""
    node = place.node
    assert isinstance(node, ItemsNode)
    texts = [item.text for item in node.items if isinstance(item, TextNode)]
    if len(texts) == len(node.items) and random.random() < 0.5:
        return set_texts(text, place, texts, random)
    numbers = list(range(1, len(node.items) + 1))
    order = random.sample(numbers, random.randint(max(0, len(numbers) - 2), len(numbers)))
    new = rearranged(text, place.path, order)
    if order != numbers:
        last = max((last_line(node), *(last_line(item) for item in node.items)))
        end = offset(text, (last + 1, 1)) if not is_flow(node) else offset(text, node.end)
        comments = len(order) == len(numbers)
        following = re.match(r"(?:[ \t]+#[^\r\n]*(?:\r\n|\r|\n|$))*", text[end:])
        assert following
        only_between(text, new, offset(text, node.start if is_flow(node) else (node.start[0], 1)), end + following.end(), comments=comments)
        if comments and not is_flow(node):
            assert Counter(map(str.rstrip, LINE.findall(text.removeprefix(BOM)))) == Counter(
                map(str.rstrip, LINE.findall(new.removeprefix(BOM)))
            )
    return new


def set_texts(text: str, place: Place, texts: list[str], random: Random) -> str:
    """Type one of several texts anew, leave it out, or add one, as somebody does in a field of several lines."""
    at = random.randint(0, len(texts))
    kept = random.choice([0, 1])
    wanted = (*texts[:at], *random.choice([(), ("新的",), ("甲: 乙", "新的")]), *texts[at + kept :])
    new = with_values(text, {place.path: wanted or ""})
    if not is_flow(place.node) and wanted and all(texts) and len(set(texts)) == len(texts):
        only_between(text, new, offset(text, (place.node.start[0], 1)), offset(text, (last_line(place.node) + 1, 1)), comments=not kept)
        own = [item for number, item in enumerate(place.node.items) if not (kept and number == at)]  # type: ignore[attr-defined]
        lines = place.node.origin.lines
        assert all(lines[item.start[0] - 1] in new for item in own), f"a text that stays is another line: {new!r}"
    return new


def set_new(text: str, place: Place, random: Random) -> str:
    """Add a name to a group, or a row to rows."""
    node, value = place.node, random.choice(VALUES)
    group = numbered(place.path, len(node.items) + 1) if isinstance(node, ItemsNode) else place.path
    name = next(name for number in count() if (name := f"新{number}") not in text)
    new = with_values(text, {child(group, name): value})
    if not (isinstance(node, ItemsNode) and not node.items) and not (isinstance(node, EntriesNode) and not node.entries):
        at = common(text, new)
        added = len(new) - len(text)
        assert added > 0
        assert any(text[:cut] + new[cut : cut + added] + text[cut:] == new for cut in range(max(0, at - added), at + 1)), (
            "more than an addition"
        )
    return new


def common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginnings."""
    return next((number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def only_between(text: str, new: str, start: int, end: int, *, comments: bool) -> None:
    """Assert that a text changed only between two places.

    Args:
        text: the text before.
        new: the text now.
        start: where it may begin to change.
        end: where it may end to change.
        comments: whether all comments must still be there.
    """
    behind = len(text) - end
    assert new[:start] == text[:start], f"something before changed: {new!r}"
    assert not behind or new[-behind:] == text[-behind:], f"something behind changed: {new!r}"
    if comments:
        assert not remarks(text) - remarks(new), f"a comment is gone: {new!r}"


def remarks(text: str) -> Counter[str]:
    """Return the comments of a text, as far as they surely are such."""
    lines = text.removeprefix(BOM).splitlines()
    return Counter(line.strip() for line in lines if line.strip() in ABOVE and line.strip()) + Counter(
        remark for line in lines for remark in set(REMARKS) if len(remark.strip()) > 1 and line.endswith(remark)
    )


def offset(text: str, place: tuple[int, int]) -> int:
    """Return where a place, counted from 1, stands in a text."""
    is_marked = text.startswith(BOM)
    lines = LINE.findall(text.removeprefix(BOM))
    return is_marked + sum(map(len, lines[: place[0] - 1])) + place[1] - 1


def edits(wanted: int, seed: int, told: Callable[[str], object] = lambda _: None) -> tuple[int, int]:
    """Make random edits, each of a file or of what an edit made of it; return how many were made, and how many were refused.

    Args:
        wanted: how many.
        seed: which.
        told: called with the text of a file that another one takes the place of.

    Raises:
        AssertionError: something else changed; says in which file.
    """
    random, done, refused, text, left = Random(seed), 0, 0, "", 0
    while done < wanted:
        if not left:
            text = random.choice(files()) if random.random() < 0.4 else hand_typed(random)
            left = random.randint(1, 12)
            if parse(text, "").problems:
                left = 0
                refused += 1
                continue
            told(text)
        left -= 1
        try:
            new = edit(text, random)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{text!r}") from fault
        if new is None:
            refused += 1
        else:
            done += 1
            text = new
    return done, refused


def main(arguments: Sequence[str]) -> None:
    """Make as many edits as are asked for."""
    wanted, seed = ([int(each) for each in arguments] + [5000, 1][len(arguments) :])[:2]
    done, refused = edits(wanted, seed)
    print(f"{done} edits, {refused} refused, no other byte changed")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
