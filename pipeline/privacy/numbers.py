"""Which runs of digits are numbers of a person: of a mobile telephone, an identity card, a bank card.

A number may be spelt in any way; `figures` knows what is spelt as figures are. Across cells and paragraphs a number is told only
if each of them holds one digit. Larger pieces in neighbouring cells are figures, unless one begins with a zero, as no figure does:
then they are a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from pipeline.characters import BLOCK_END, TEXT_END, UNSEEN_IN_SEARCH
from pipeline.privacy.digits import BLANKS, Group
from pipeline.privacy.figures import is_figure, may_be_figures
from pipeline.records import record
from pipeline.regex import regex

MOBILE: Final = regex("(?:0|(?:00)?86)?1[3-9][0-9]{9}")
PROVINCE: Final = regex("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]|91")  # GB/T 2260
BIRTHDAY: Final = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
IDENTITY: Final = regex(f"[1-9][0-9]{{5}}(?:18[89]|19[0-9]|[2-9][0-9]{{2}})[0-9]{BIRTHDAY}[0-9]{{3}}[0-9X]")
OLD_IDENTITY: Final = regex(f"(?:{PROVINCE.pattern})[0-9]{{6}}{BIRTHDAY}[0-9]{{3}}")
# 62 and 9558 are China's own. 4, 5 and 3 are foreign; a project's code may begin so too, with a region and a year.
CARD: Final = regex("62[0-9]{14,17}|955[89][0-9]{12,15}|(?:4|5[1-5]|3[0568])(?![0-9]{4,5}(?:19|20)[0-9]{2})[0-9]{14,15}")
ANY: Final = regex("|".join(f"(?:{kind.pattern})" for kind in (MOBILE, IDENTITY, OLD_IDENTITY, CARD)))
# Any of them in digits with a blank between groups, if it is whole groups: without it, these need not be looked at further.
SIGN: Final = regex(r"(\[[^]]*\]|[0-9])(\{[0-9,]+\})?")
DIVIDED: Final = SIGN.sub(r"(?:\1 ?)\2", ANY.pattern)
LIKELY: Final = regex(f"(?<![0-9])(?:{DIVIDED})(?:(?<= )|(?![0-9]))")
SHORTEST, LONGEST = 11, 19
FIRST_BIRTH, FIRST_LIVING = date(1880, 1, 1), date(1900, 1, 1)
BORN_NEVER: Final = date.min
BEGINS_BLOCK: Final = regex(f"(?:^|[{BLOCK_END}{TEXT_END}])[{BLANKS}{UNSEEN_IN_SEARCH}]*$")
ENDS_BLOCK: Final = regex(f"[{BLANKS}{UNSEEN_IN_SEARCH}]*(?:$|[{BLOCK_END}{TEXT_END}])")
NEAR: Final = 8  # characters in which a block must begin or end


@record()
class Number:
    """A number of a person in a text.

    Attributes:
        what: what it is, in words.
        digits: its digits.
        start: where it begins in the text.
        end: where it ends.
        is_sure: whether it stops a publication; if not, it is only told.
    """

    what: str
    digits: str
    start: int
    end: int
    is_sure: bool = True


def numbers(text: str, found: Iterable[Sequence[Group]]) -> Iterator[Number]:
    """Yield the numbers of persons in a text, in which `BLOCK_END` and `TEXT_END` divide what stands apart, by its runs of digits."""
    for run in found:
        blocks = list(blocks_of(run))
        for block in blocks:
            yield from numbers_in(text, block)
        if len(blocks) > 1:
            yield from (number for row in rows_of(text, blocks) for number in number_across(row))


def blocks_of(run: Sequence[Group]) -> Iterator[Sequence[Group]]:
    """Yield the parts of a run that stand in one cell or paragraph each."""
    start = 0
    for number, group in enumerate(run[1:], 1):
        if BLOCK_END in group.gap:
            yield run[start:number]
            start = number
    yield run[start:]


def numbers_in(text: str, run: Sequence[Group]) -> Iterator[Number]:
    """Yield the numbers in a run of groups, the longest that begins with each group; what is a part of one begins no other."""
    digits = "".join([group.digits for group in run])
    start = offset = 0
    for place, group in enumerate(run):
        if place >= start and ANY.match(digits, offset):
            number, start = number_from(text, run, place)
            if number:
                yield number
        offset += len(group.digits)


def number_from(text: str, run: Sequence[Group], start: int) -> tuple[Number | None, int]:
    """Return the longest number that begins with a group of a run, if one does, and which group may begin another.

    Args:
        text: the text.
        run: the run.
        start: which group.
    """
    ends, digits = [], ""
    for end, group in enumerate(run[start : start + LONGEST], start + 1):
        digits += group.digits
        if len(digits) > LONGEST:
            break
        if len(digits) >= SHORTEST:
            ends.append((end, len(digits)))
    for end, length in reversed(ends):
        window, told = run[start:end], ANY.fullmatch(digits, 0, length) and kind_of(digits[:length], run[start:end])
        if told and not is_cut_from_figures(run, start, end) and not is_figure(text, run, start, end):
            what, is_sure = told
            if is_sure and may_be_figures(text, window):
                what, is_sure = likely(what, is_sure=is_sure), False
            return Number(what, digits[:length], window[0].start, window[-1].end, is_sure), end
    return None, start + 1


def is_cut_from_figures(run: Sequence[Group], start: int, end: int) -> bool:
    """Return whether a window of single digits is cut out of the middle of a longer row of them.

    Args:
        run: the run.
        start: the window's first group.
        end: the group behind it.
    """
    around = run[max(0, start - 1) : end + 1]
    return len(around) == end - start + 2 and all(len(group.digits) == 1 for group in around)


def kind_of(digits: str, window: Sequence[Group]) -> tuple[str, bool] | None:
    """Return what digits are the number of, and whether that is sure; nothing if of no person. `window` is how they are divided."""
    if IDENTITY.fullmatch(digits) and is_identity(digits):
        return "身份证号码", True
    if CARD.fullmatch(digits) and passes_luhn(digits):
        return "银行卡号", True
    if MOBILE.fullmatch(digits):
        return "手机号码", True
    is_likely = PROVINCE.match(digits) and len({group.gap for group in window[1:] if group.digits != "X"}) <= 1
    if is_likely and IDENTITY.fullmatch(digits) and birth(digits[6:14]) >= FIRST_LIVING:
        return "像身份证号码但末位不符的数字", False
    if is_likely and OLD_IDENTITY.fullmatch(digits) and birth(f"19{digits[6:12]}") >= FIRST_LIVING:
        return "像旧的 15 位身份证号码的数字", False
    return None


def is_identity(digits: str) -> bool:
    """Return whether 17 digits and a digit or X are an identity number: a real birth date, the right check character (GB 11643-1999)."""
    check = (1 - 2 * int(digits[:17], 13)) % 11  # the weights are powers of 2, which is 13 modulo 11
    return birth(digits[6:14]) >= FIRST_BIRTH and digits[17] == "0123456789X"[check]


def birth(digits: str) -> date:
    """Return the day that eight digits are; a day before everybody's birth if they are none."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return BORN_NEVER


def passes_luhn(digits: str) -> bool:
    """Return whether the last of a card's digits is the right one (ISO/IEC 7812-1)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def rows_of(text: str, blocks: Sequence[Sequence[Group]]) -> Iterator[list[Group]]:
    """Yield each row of neighbouring blocks that hold nothing but a group of digits each."""
    row: list[Group] = []
    for block in blocks:
        if len(block) == 1 and is_all_of_block(text, block[0]):
            row.append(block[0])
        else:
            yield row
            row = []
    yield row


def is_all_of_block(text: str, group: Group) -> bool:
    """Return whether a cell or paragraph holds nothing else."""
    before, behind = text[max(0, group.start - NEAR) : group.start], text[group.end : group.end + NEAR]
    return bool(BEGINS_BLOCK.search(before) and ENDS_BLOCK.match(behind))


def number_across(row: Sequence[Group]) -> Iterator[Number]:
    """Yield the number that a row of blocks makes. Of exactly as many figures of one digit a table has seldom a row."""
    digits = "".join(group.digits for group in row)
    if len(row) > 1 and (told := kind_of(digits, row)):
        what, is_sure = told
        if len(row) == len(digits):
            yield Number(what, digits, row[0].start, row[-1].end, is_sure)
        elif any(len(group.digits) > 1 and group.digits.startswith("0") for group in row):
            yield Number(likely(what, is_sure=is_sure), digits, row[0].start, row[-1].end, is_sure=False)


def likely(what: str, *, is_sure: bool) -> str:
    """Return what a number is called of which it is not sure that it is one."""
    return f"像{what}的数字" if is_sure else what
