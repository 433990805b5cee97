"""What is made of what somebody types or pastes into a field: put right where it is certain, and said; left as it is where it is not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from pipeline.desk.entries import Entry
from pipeline.form.types.field_type import MistakeError, shortened
from pipeline.form.types.registry import type_of
from pipeline.intake.lenient import meant
from pipeline.intake.meanings.meant import bare
from pipeline.regex import regex

# Spaces that Word and web pages put between words and figures so that no line ends there.
FIXED_SPACE: Final = regex("[\xa0\u2007\u2009\u202f]")
DIVIDED: Final = regex(r"[ \t]*[\t\n][ \t\n]*")
LONGEST: Final = 30  # characters of a text that is quoted


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be put into the field instead with a press of a button.

    Attributes:
        label: what the button says.
        typed: what is typed into the field then.
        exact: whether nothing is made of that.
    """

    label: str
    typed: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """How something typed was understood.

    Attributes:
        text: what goes into the data file.
        words: what was made of it, in words; empty if it was taken as it is.
        offers: what can be put there instead.
    """

    text: str
    words: str = ""
    offers: tuple[Offer, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return what a page is told of it."""
        return {"understood": self.words, "offers": [asdict(offer) for offer in self.offers]}


def understood(typed: str, entry: Entry, *, exact: bool = False) -> Understood:
    """Return how something typed into a field is understood.

    Args:
        typed: what is typed or pasted: a cell, several, or lines.
        entry: the field.
        exact: whether it is wanted as it is.
    """
    typed = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    plain = typed if entry.is_long else DIVIDED.sub(" ", typed)
    if exact or plain == entry.typed:
        return Understood(plain)
    try:
        found = meant(FIXED_SPACE.sub(" ", typed), entry.field)
    except MistakeError as mistake:
        return Understood(plain, f"照原样存着{told_besides(mistake, plain, entry)}")
    text = found.typed if isinstance(found.typed, str) else "\n".join(found.typed)
    if found.is_guess or (bare(typed) and not text):
        offer = Offer(f"改为“{quoted(text)}”" if text else "改为空", text, exact=False)
        return Understood(plain, f"{found.doubt or '这像是没有填'}。拿不准，没有改", (offer,))
    if words := change(typed, text, found.doubt, entry):
        return Understood(text, words, (Offer(f"改回“{quoted(plain)}”", plain, exact=True),))
    return Understood(text, "" if text == typed else "去掉了多余的空白")


def told_besides(mistake: MistakeError, plain: str, entry: Entry) -> str:
    """Return why something typed was not understood, if the finding that its field's type tells does not say so.

    Args:
        mistake: why it was not.
        plain: it as it goes into the data file.
        entry: the field.
    """
    try:
        type_of(entry.field).read(plain, entry.field, entry.path)
    except MistakeError as found:
        if found.message == mistake.message:
            return ""
    return f"：{mistake.message}{f'（{mistake.hint}）' if mistake.hint else ''}"


def change(typed: str, text: str, doubt: str, entry: Entry) -> str:
    """Return what was made of something typed, in words; nothing if no more than blanks changed.

    Args:
        typed: what was typed.
        text: what was made of it.
        doubt: why somebody has to look at it; may be empty.
        entry: the field.
    """
    if doubt:
        return f"{doubt}，请核对"
    if "\t" in typed and not entry.is_long:
        return "粘贴的是几格，已合成一格，请核对"
    if "".join(text.split()) == "".join(typed.split()):
        return ""
    return f"已改写为“{quoted(text)}”"


def quoted(text: str) -> str:
    """Return a text as a button or sentence quotes it."""
    return shortened(" ".join(text.split()), LONGEST)
