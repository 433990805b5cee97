"""What of a private value tells of a person by itself: a name without its title, a number however it is divided, a mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.language.values import Lines
from pipeline.privacy.compared import LETTERS, visible
from pipeline.privacy.digits import NOT_DIGITS, PLAIN
from pipeline.privacy.signs import TITLES
from pipeline.regex import regex

DIVIDED: Final = regex(r"[、，,；;/\n]+")  # as the mask of names divides them
# A name of two characters is often spaced: a sign by itself belongs to what is behind the blank.
NAMES: Final = regex(r"(?:\S\s+)*\S{2,}|\S(?:\s+\S)+")
BRACKETED: Final = regex(r"[(\[【〔〈<][^)\]】〕〉>]*[)\]】〕〉>]?|[:：]")
TITLED: Final = regex(rf"^.*(?:{TITLES})(?=..)|(?:{TITLES})$")
A_TITLE: Final = regex(TITLES)
# Words beside a number, which its mask leaves as they are: only what is said of numbers tells nothing of a person.
WORDS: Final = regex(r"[\u4e00-\u9fff·]{2,}")
OF_NUMBERS: Final = regex(
    "(?:手机|电话|号码?|微信|QQ|同|办公|单位|短|长|工作|个人|备用|常用|联系|移动|联通|电信|虚拟网|集群网|转|分机|或|和|及|为|是|的|人|请|拨打?|区|传真|宅电|家庭|家里|住宅|固话|座机)+"
)
NUMBER: Final = regex(r"[0-9](?:[ \-.()+]{0,3}[0-9])*")
ACCOUNT: Final = regex(r"[A-Za-z0-9._@+\-]{6,}")
MIN_LENGTH: Final = 2  # characters: a single one is everywhere
MIN_DIGITS: Final = 6  # fewer by themselves are a figure


def parts_of(value: object, mask: str) -> list[str]:
    """Return the parts of a private value that must stand nowhere in a public edition.

    Args:
        value: the value.
        mask: how its form masks it: blanks divide names, but also the digits of one number.
    """
    found: dict[str, None] = {}
    for line in value if isinstance(value, Lines) else (str(value),):
        parts = [part.strip() for whole in DIVIDED.split(line) for part in (names_in(whole) if mask == "name" else others_in(whole, mask))]
        found |= dict.fromkeys(filter(tells, parts if any(map(tells, parts)) else [line.strip()]))
    return list(found)


def names_in(whole: str) -> Iterator[str]:
    """Yield the names in a text that no separator divides, without titles and what is said of them in brackets."""
    for name in NAMES.findall(BRACKETED.sub(" ", visible(whole))):
        untitled = TITLED.sub("", name)
        yield untitled if tells(untitled) else name


def others_in(whole: str, mask: str) -> Iterator[str]:
    """Yield a text that no separator divides, and the numbers and accounts in it; of what is masked as a number also the words beside it.

    Args:
        whole: the text.
        mask: how its form masks it.
    """
    shown = visible(whole)
    yield whole
    yield from NUMBER.findall(shown)
    yield from ACCOUNT.findall(shown)
    if mask == "mobile":
        yield from (words for words in WORDS.findall(shown) if not OF_NUMBERS.fullmatch(words))


def tells(part: str) -> bool:
    """Return whether a part of a value tells of a person by itself: words that are no title, or a number that is no figure."""
    plain = part.translate(PLAIN)
    if LETTERS.search(plain):
        return len(part) >= MIN_LENGTH and not A_TITLE.fullmatch(part)
    return len(NOT_DIGITS.sub("", plain)) >= MIN_DIGITS
