"""One of a few words by a tick: 是√ 否, √是 否, 是□ 否☑, 是(√) 否( ), R是 £否; or by the word alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.choices import NO, YES, YES_OR_NO, answers
from pipeline.form.types.field_type import MistakeError, shortened
from pipeline.intake.meanings.meant import BLANK, ENDS, HARDLY, NOT, SURE, Meant, refused, trimmed
from pipeline.language.wording import half_width

# What stands for a tick, a cross and an empty box; the letters are what Wingdings shows as one, in Latin and in private use.
TICKED: Final = "√✓✔☑✅■●◉⊙◆▣vVRPþü\uf052\uf050\uf0fe\uf0fc"
CROSSED: Final = "×✗✘✕✖❌☒⊠ýû\uf0fd\uf0fb"
EMPTY: Final = "□☐○◯⬜◇▢£¨\uf0a3\uf0a8\uf06f"
SIGN: Final = f"[{TICKED}{CROSSED}{EMPTY}]"
OPEN, CLOSED = r"[(\[{【〔]", r"[)\]}】〕]"
BOXED: Final = re.compile(rf"{OPEN}\s*({SIGN})\s*{CLOSED}|_*({SIGN})_*")
# What a typewriter's tick is, between brackets only.
LETTER_BOX: Final = re.compile(rf"{OPEN}\s*[xX]\s*{CLOSED}")
# How an emoji is to be drawn.
VARIATION: Final = re.compile("[\ufe0e\ufe0f]")
EMPTY_BOX: Final = re.compile(rf"{OPEN}[\s_]*{CLOSED}|_+")
BOX: Final = "☐"
BETWEEN: Final = f"{ENDS}/|｜:()"


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a sign, from where to where it stands."""

    text: str
    start: int
    end: int
    is_sign: bool


def yes_no_meant(text: str, field: Field) -> Meant:
    """Return 是 or 否 as ticked, or as said in other words that leave no doubt; blank if neither is ticked.

    Raises:
        MistakeError: both are ticked, or it says something else.
    """
    plain = trimmed(text)
    word = plain.lower()
    if len(plain) == 1 and plain in TICKED + CROSSED:
        answer = "是" if plain in TICKED else "否"
        return Meant(answer, "" if plain in "√✓✔☑" else f"只写了“{plain}”，读作“{answer}”")
    said = next((answer for answer, words in (("是", YES), ("否", NO)) if word in words), "")
    if said and not (field.not_applicable and word == "没有"):
        return Meant(said)
    return chosen(plain, answers(field), text, field)


def choice_meant(text: str, field: Field) -> Meant:
    """Return one of the field's choices, as ticked or as written; one that is written in part or with more words is doubtful.

    Raises:
        MistakeError: none or several are meant.
    """
    bare = squeezed(text)
    if same := next((choice for choice in field.choices if squeezed(choice) == bare), ""):
        return Meant(same)
    like = [choice for choice in field.choices if (len(bare) > 1 and bare in squeezed(choice)) or squeezed(choice) in bare]
    if len(like) == 1 and not re.search(SIGN, bare):
        return Meant(like[0], f"写的是“{shortened(text)}”，读作“{like[0]}”", is_guess=True)
    return chosen(trimmed(text), field.choices, text, field)


def squeezed(text: str) -> str:
    """Return a text as it is compared: in half width, without blanks."""
    return "".join(trimmed(text).split())


def chosen(plain: str, words: Sequence[str], text: str, field: Field) -> Meant:
    """Return the word that is ticked, or the only one that is there.

    Args:
        plain: the text in half-width characters.
        words: what can be chosen.
        text: the text as written.
        field: the field.

    Raises:
        MistakeError: several are ticked, or it cannot be told which.
    """
    marks = list(marks_in(plain.removeprefix(field.label).removeprefix(field.name), words))
    found = [mark for mark in marks if not mark.is_sign]
    signs = merged([mark for mark in marks if mark.is_sign])
    if not found or any(mark.text == "" for mark in marks):
        raise refused(text, field)
    if not signs:
        return alone({mark.text for mark in found}, words, text, field)
    ticked, doubt = ticked_words(found, signs)
    if len(ticked) > 1:
        raise MistakeError(f"{'、'.join(ticked)}都打了勾：“{shortened(text)}”", "只选一项")
    if not ticked and any(sign.text in CROSSED for sign in signs):
        raise MistakeError(f"看不出选的是哪一项：“{shortened(text)}”", f"只写{'、'.join(words)}之一")
    return Meant(ticked[0], doubt) if ticked else BLANK


def alone(found: set[str], words: Sequence[str], text: str, field: Field) -> Meant:
    """Return the only word that is left of the form's; blank if all still stand there, as 是 否 does also where 不适用 could be.

    Args:
        found: the words that are there.
        words: what can be chosen.
        text: the text as written.
        field: the field.

    Raises:
        MistakeError: there are some of them.
    """
    if len(found) == 1:
        return Meant(next(iter(found)))
    if found in (set(words), set(YES_OR_NO)):
        return BLANK
    raise MistakeError(f"写了 {len(found)} 项：“{shortened(text)}”", f"只写一项：{refused(text, field).hint}")


def marks_in(plain: str, words: Sequence[str]) -> Iterator[Mark]:
    """Yield the words and signs of a text in order; an empty text for anything else that it says."""
    boxed = BOXED.sub(lambda box: (box[1] or box[2]) * len(box[0]), VARIATION.sub("", plain))
    boxed = EMPTY_BOX.sub(lambda box: BOX * len(box[0]), LETTER_BOX.sub(lambda box: "☒" * len(box[0]), boxed))
    known = "|".join(re.escape(half_width(word)) for word in sorted(words, key=len, reverse=True))
    spelt = {half_width(word): word for word in words}
    position = 0
    for match in re.finditer(f"(?P<word>{known})|(?P<sign>{SIGN})", boxed):
        if boxed[position : match.start()].strip(BETWEEN):
            yield Mark("", position, match.start(), is_sign=False)
        position = match.end()
        yield Mark(spelt.get(match[0], match[0]), match.start(), match.end(), is_sign=match["word"] is None)
    if boxed[position:].strip(BETWEEN):
        yield Mark("", position, len(boxed), is_sign=False)


def merged(signs: Sequence[Mark]) -> list[Mark]:
    """Return signs, those that stand together as one: a box with its brackets, and the tick beside a box, which was meant for it."""
    kept: list[Mark] = []
    for sign in signs:
        if kept and kept[-1].end == sign.start:
            last = kept.pop()
            shown = next((text for text in (last.text, sign.text) if text not in EMPTY), BOX)
            kept.append(Mark(shown, last.start, sign.end, is_sign=True))
        else:
            kept.append(sign)
    return kept


def ticked_words(words: Sequence[Mark], signs: Sequence[Mark]) -> tuple[list[str], str]:
    """Return the words that are ticked and what is doubtful about it.

    A cross is a tick where there is no other, beside an empty box.
    """
    if not any(sign.text in TICKED for sign in signs) and any(sign.text in EMPTY for sign in signs):
        signs = [Mark("√" if sign.text in "☒⊠" else sign.text, sign.start, sign.end, is_sign=True) for sign in signs]
    if len(signs) == len(words):
        before = signs[0].start < words[0].start
        pairs = list(zip(words, signs, strict=True))
        ticked = [(word, sign) for word, sign in pairs if sign.text in TICKED]
        is_near = all(owner(sign, words)[0] is word or owner(sign, words)[1] for word, sign in ticked)
        if is_near and all((sign.start < word.start) == before for word, sign in pairs):
            return [word.text for word, _ in ticked], ""
    owned = [owner(sign, words) for sign in signs if sign.text in TICKED]
    doubts = [doubt for _, doubt in owned if doubt] + ["框和勾没有对上，按最近的读"] * any(sign.text in EMPTY for sign in signs)
    return list(dict.fromkeys(word.text for word, _ in owned)), (*doubts, "")[0]


def owner(sign: Mark, words: Sequence[Mark]) -> tuple[Mark, str]:
    """Return the word that a tick belongs to: the nearer one, which is doubtful unless it stands at it; else the one before it."""
    before = next((word for word in reversed(words) if word.end <= sign.start), None)
    after = next((word for word in words if word.start >= sign.end), None)
    if before is None or after is None:
        return before or after or sign, ""
    left, right = sign.start - before.end, after.start - sign.end
    meant = after if right < left else before
    is_at = left != right and not min(left, right)
    return meant, "" if is_at else f"勾在“{before.text}”和“{after.text}”中间，读作“{meant.text}”"


def like_ticks(text: str, field: Field) -> float:
    """Return how well a text can be one of the words that can be chosen, with or without signs."""
    words = answers(field) if field.type == "yes_no" else field.choices
    marks = list(marks_in(trimmed(text), words))
    if marks and all(mark.text for mark in marks):
        return SURE
    return HARDLY if field.type == "choice" else NOT
