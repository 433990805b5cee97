"""Which fields the words around a figure name: by a field's own name, or by its group's or row's and what is said of that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from pipeline.checks.texts.called_rows import CalledRows
from pipeline.checks.texts.field_names import Names, is_planned, kind_of_field, names_of
from pipeline.checks.texts.figures import COUNT, MONEY, PERCENT, Figure
from pipeline.checks.texts.scope import PART
from pipeline.checks.texts.sentences import Sentence
from pipeline.facts.fact import Facts
from pipeline.form.field import Field
from pipeline.paths import EVERY_ROW, as_declared, child, parent
from pipeline.records import record
from pipeline.regex import regex

# What may stand between a name and its figure, and between a group's name and what is said of it.
LINK: Final = regex(
    r"(?:为|是|共计?|共有|合计|总计|达到?|实际|均?为|等于|有|约|大约|近|将近|接近|超过?|逾|突破|不足|不到|了|仅|只有?|[:：（()）\s]|全年|当年|本年度?|"
    r"保持在|控制在|稳定在|原值|已|各|计|、|的)+$"
)
LINK_OF_NOUNS: Final = regex(r"(?:金额|数额|数量|总数|总额|合计数|数|额)$")
FILLER: Final = regex(
    r"(?:[，、；：:（）()\s的为是共则仅和与及中了上在已比较]|[以之]内|范围|全年|年度|本年|当年|今年|(?:20\d\d)年度?|年初|年末|年中|[我本][局委院校馆站所厅会部办处镇乡]|"
    r"我?单位|部门|方面|情况|实际|总计?|合计|严格|有效|得到|控制|管理|按照?|规定|执行|预算|安排|支出|开支|列支|决算|计划|设定|实现|完成|达成|结余|节约|(?:控制|执行|完成|支出|利用)率|受理|申报|批复|调整后?|批复|核定|数|额|分别|均|由|[到至降升])*"
)
OF_ROW: Final = regex(r"(?:项目|经费|专项|资金|工作|建设|”)*")
BEGINS: Final = regex(
    r"(?:^|(?:^|[，。；])(?:中心|[局校院馆委镇乡]|学校|医院)|全[局校院馆委园]|[，。、；：:;,（(“”\s的]|[年月]|年度|年末|年底|月底|全年|[我本].|单位|共有|现有|实有|设有?|下设|实际|核定|部门|情况|方面|合计|总|和|与|及|完成|"
    r"受理|办理|办结|实现|拥有|控制|严控|压减|压缩|规范|加强|节约|现|了|是|要求|申报|安排|下达|实施|开展|组织|已|按|共)$"
)
# What may follow a noun that stands behind its figure: what was done with it.
GOES_ON: Final = regex("顺利|有序|稳步|[按如]期|得到|进展|落实|通过|进入|取得")
ENDS: Final = regex(
    r"$|[，。、；：:;,）)\s”的和与及或但占比较]|左右|上下|以上|以下|以内|之内|全部|均|都|已|其中|同比|超|为|完成|实现|按|由|[余多少低高]|下降|增"
)
FROM_TO: Final = regex(
    r"[由从][^由从，。；]{0,16}?、+[^，。；]{0,3}(?:下降|降低?|减少?|压减|压缩|上升|升|增加?|提高|增长|调整|调[增减]?)[到至为]了?$"
)
# 公用经费比上年增加2.3万元，为…
COMPARED: Final = regex("(?:比|较|与|同)(?:上年|去年|上一年|年初|往年|预算)[^，。；]*，$")
FAR: Final = 40  # characters before a figure within which it is said what it was before
LONGEST_LINK: Final = 16  # characters


@record()
class Named:
    """The words of a sentence that name what a figure is about.

    Attributes:
        paths: the facts that may be meant.
        start: where the words begin, those of a group included.
        shown: where the words begin that a message repeats.
        end: where they end.
    """

    paths: tuple[str, ...]
    start: int
    shown: int
    end: int


@record()
class Around:
    """What else there is to know where a name stands before a figure.

    Attributes:
        sentence: the sentence.
        figure: the figure.
        moved: whether the figure is what another one became, which no plan is.
        group: the group of the field that was named last in the sentence, and where that ended.
    """

    sentence: Sentence
    figure: Figure
    moved: bool
    group: tuple[str, int]


class Naming:
    """What names the figures of one unit-year."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names: Names = names_of(facts.form)
        self.asked: tuple[Sentence | None, dict[str, str]] = (None, {})

    @cached_property
    def rows(self) -> CalledRows:
        """The rows by their names."""
        return CalledRows(self.facts)

    def named(self, sentence: Sentence, figure: Figure, before: str, group: tuple[str, int]) -> Named:
        """Return what names a figure, before it or behind it.

        Args:
            sentence: the sentence.
            figure: one of its figures.
            before: what stands before it, with the figures covered.
            group: the group of the field that was named last in the sentence, and where that ended.
        """
        moved = FROM_TO.search(before, max(0, len(before) - FAR)) if "由" in before or "从" in before else None
        after = sentence.text[figure.end :]
        left, name = self.last_name(before[: moved.start()] if moved else before)
        if ENDS.match(after):
            around = Around(sentence, figure, moved is not None, group)
            found = self.of_name(name, left.removesuffix(name), around) if name else self.of_row_alone(left, sentence)
            if found.paths:
                return found
        if split := self.of_split_name(left, after, figure):
            return split
        behind = self.names.at_start(after.removeprefix("的"))
        end = after.find(behind) + len(behind)
        if not behind or moved or not (ENDS.match(after, end) or GOES_ON.match(after, end)):
            return Named((), figure.start, figure.start, figure.end)
        fields = self.names.whole.get(behind, [])
        if len(fields) == 1 and (BEGINS.search(before[-8:]) or before.endswith("机关")):
            return Named((fields[0].path,), figure.start, figure.start, figure.end + end)
        within = self.names.within.get(name, {})
        paths = tuple(within[group].path for group in self.names.groups.get(behind, ()) if group in within)
        return Named(paths, len(left) - len(name), len(left) - len(name), figure.end + end)

    def last_name(self, left: str) -> tuple[str, str]:
        """Return what stands before a figure, without what links it to a name, and the name that it ends with, if it does."""
        if name := self.names.at_end(left):
            return left, name
        bare = unlinked(left)
        compared = COMPARED.sub("", bare) if bare.endswith("，") else bare
        for linked in dict.fromkeys((bare, LINK_OF_NOUNS.sub("", bare), unlinked(compared))):
            if name := self.names.at_end(linked):
                return linked, name
        return bare, ""

    def of_name(self, name: str, before: str, around: Around) -> Named:
        """Return what a name before a figure means, by itself or within a group or row that is named before it.

        Args:
            name: the name.
            before: the sentence up to it, with the figures covered.
            around: what else there is to know.
        """
        end = len(before) + len(name)
        if name in self.names.groups:
            return Named(tuple(self.of_group(name, before, around.moved)), len(before), len(before), end)
        paths, start = [], len(before)
        for shorter in self.names.all_at_end(f"{before}{name}"):
            for owner, place in self.owners(f"{before}{name}"[: end - len(shorter)], around, self.names.within.get(shorter, {})):
                paths.append(owner)
                start = min(start, place)
            if paths:
                break
        kind = around.figure.kind
        whole = [field for field in self.names.whole.get(name, ()) if (kind_of_field(field) or COUNT) == kind]
        is_part = kind in (MONEY, PERCENT) and (PART.search(before) or self.rows_in(around.sentence))
        if len(whole) == 1 and self.begins(before, whole[0]) and not is_part:
            paths.append(whole[0].path)
        return Named(tuple(dict.fromkeys(paths)), start, len(before), end)

    def begins(self, before: str, field: Field) -> bool:
        """Return whether a field's name can begin behind what stands before it, which may be a name of its group."""
        if BEGINS.search(before[-8:]):
            return True
        name, group = self.names.at_end(before), parent(field.path)
        return group in self.names.groups.get(name, ()) or any(parent(other.path) == group for other in self.names.whole.get(name, ()))

    def of_split_name(self, left: str, after: str, figure: Figure) -> Named | None:
        """Return what a name means whose figure stands within it, as in 内设6个机构; None if it is none.

        Args:
            left: what stands before the figure.
            after: what stands behind it.
            figure: the figure.
        """
        for begin, end, field in self.names.split.get(after[:2], ()):
            if figure.kind == COUNT and left.endswith(begin) and after.startswith(end) and ENDS.match(after, len(end)):
                start = len(left) - len(begin)
                return Named((field.path,), start, start, figure.end + len(end)) if BEGINS.search(left[:start][-8:]) else None
        return None

    def of_group(self, name: str, before: str, moved: bool) -> Iterator[str]:  # noqa: FBT001
        """Yield the figures of a group that its name directly before a figure may mean: the one named before it, or any but last year's.

        Args:
            name: the group's name.
            before: the sentence up to it, with the figures covered.
            moved: whether the figure is what another one became, which no plan is.
        """
        said = self.names.at_end(unlinked(before).removesuffix("的"))
        for group in self.names.groups[name]:
            if said in self.names.within:
                found = [self.names.within[said].get(group)]
            elif BEGINS.search(before[-8:]):
                found = [field for field in self.names.figures[group] if not (moved and is_planned(field))]
            else:
                found = []
            yield from (field.path for field in found if field)

    def owners(self, before: str, around: Around, within: dict[str, Field]) -> Iterator[tuple[str, int]]:
        """Yield the path of each figure that a name within a group or row means, and where the group or row is named.

        Args:
            before: the sentence up to the name, with the figures covered.
            around: what else there is to know.
            within: the fields of that name, by group.
        """
        found: list[tuple[int, int, str]] = []  # where a name ends, how long it is, the path meant
        for group, field in within.items():
            for called in self.names.called.get(group, ()):
                place = before.rfind(called)
                if place >= 0 and FILLER.fullmatch(before, place + len(called)) and BEGINS.search(before[:place][-8:]):
                    found.append((place + len(called), len(called), field.path))
        carried, since = around.group
        if carried in within and FILLER.fullmatch(before, since):
            found.append((since, 0, within[carried].path))
        for called, row in self.rows_in(around.sentence).items():
            of_rows = within.get(rows_of(row))
            place = before.rfind(called) if of_rows else -1
            if of_rows and place >= 0:
                end = place + len(called)
                rest = OF_ROW.match(before, end)
                if FILLER.fullmatch(before, rest.end() if rest else end):
                    found.append((end, len(called), child(row, of_rows.name)))
        best = max((one[:2] for one in found), default=None)
        yield from ((path, end - length) for end, length, path in found if (end, length) == best)

    def of_row_alone(self, left: str, sentence: Sentence) -> Named:
        """Return what a row's name directly before a figure may mean: any figure of the row.

        Args:
            left: what stands before the figure, figures covered.
            sentence: the sentence.
        """
        for called, row in self.rows_in(sentence).items():
            place = left.rfind(called)
            if place >= 0 and OF_ROW.fullmatch(left, place + len(called)) and BEGINS.search(left[:place][-8:]):
                fields = self.names.figures.get(rows_of(row), ())
                return Named(tuple(child(row, field.name) for field in fields), place, place, len(left))
        return Named((), len(left), len(left), len(left))

    def rows_in(self, sentence: Sentence) -> dict[str, str]:
        """Return the rows that a sentence names; it is asked for each of its figures."""
        if sentence is not self.asked[0]:
            self.asked = sentence, self.rows.named_in(sentence.text)
        return self.asked[1]


def rows_of(row: str) -> str:
    """Return the path, as declared, of the rows that a row is one of."""
    return as_declared(row).removesuffix(EVERY_ROW)


def unlinked(text: str) -> str:
    """Return a text without what links a name at its end to a figure behind it."""
    return text[:-LONGEST_LINK] + LINK.sub("", text[-LONGEST_LINK:])
