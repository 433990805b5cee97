"""The fonts that PDFs are printed with: which stand in for the official ones, and whether the machine's are still the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Any, Final

from pipeline.hashes import sha256
from pipeline.records import record

# Under which fonts a few rare characters are told that are in none that the form wants.
OTHERS: Final = "其他字符"
CALLED: Final = {"Noto Serif CJK SC": "思源宋体", "Noto Sans CJK SC": "思源黑体", "AR PL UKai CN": "文鼎楷体", "AR PL UKai": "文鼎楷体"}


@record()
class PdfFonts:
    """The fonts that a unit-year's PDFs were printed with.

    Attributes:
        used: the font for each that the form wants, by that one's name.
        installed: SHA-256 of the names, sizes and times of all fonts that the machine had.
    """

    used: Mapping[str, str] = field(default_factory=dict)
    installed: str = ""

    def sentence(self) -> str:
        """Return which fonts were used, and which of the wanted ones were not there."""
        from pipeline.document.typst.fonts import OTHER_NAMES  # noqa: PLC0415 - only a PDF needs it

        stand_ins: dict[str, list[str]] = {}
        for wanted, font in self.used.items():
            if wanted != OTHERS and font not in (wanted, *OTHER_NAMES.get(wanted, ())):
                stand_ins.setdefault(CALLED.get(font, f" {font} "), []).append(wanted)
        instead = "；".join(f"没有装{'、'.join(wanted)}，用{font}代替" for font, wanted in stand_ins.items())
        printed = "、".join(dict.fromkeys(CALLED.get(font, font) for font in self.used.values()))
        return f"PDF 用的字体：{printed}" + (f"（{instead}）" if instead else "")


@cache
def installed_fonts() -> str:
    """Return the fonts of this machine as a SHA-256, once in this process: another one after any of them has come, gone or changed."""
    from pipeline.document.typst.fonts import folders  # noqa: PLC0415 - only a PDF needs it

    files = (path for folder in folders() for path in folder.rglob("*") if path.is_file())
    states = sorted((path.as_posix(), state.st_size, int(state.st_mtime)) for path in files if (state := path.stat()))
    return sha256(repr(states).encode())


def fonts_in(held: Any) -> PdfFonts | None:  # noqa: ANN401 - whatever JSON holds
    """Return the fonts that a manifest holds; None if it holds none.

    Raises:
        KeyError, TypeError, ValueError: what it holds are no fonts.
    """
    return PdfFonts(dict(held["used"]), str(held["installed"])) if held else None
