"""Which of the fonts that a form names are on this machine, and which stand in for the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.problems import Kind, Place, Stop, error

# What stands in for a font that is not there: the first of these that is.
SONG: Final = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
HEI: Final = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
KAI: Final = ("AR PL UKai CN", "AR PL UKai", *SONG)
ROMAN: Final = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", *SONG)
# The names under which systems know the official fonts.
OTHER_NAMES: Final = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    "仿宋_GB2312": ("FangSong_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
    "仿宋": ("FangSong", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "华文仿宋"),
    "楷体_GB2312": ("KaiTi_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体"),
    "楷体": ("KaiTi", "KaiTi_GB2312", "楷体_GB2312", "STKaiti", "华文楷体"),
    "黑体": ("SimHei", "STHeiti", "华文黑体"),
    "宋体": ("SimSun", "NSimSun", "新宋体", "STSong", "华文宋体"),
}
NO_FONT: Final = "这台电脑没有中文字体，不能生成 PDF"
INSTALL: Final = (
    "请安装 Noto CJK 字体（Debian、Ubuntu：apt install fonts-noto-cjk），或方正小标宋简体、仿宋_GB2312、楷体_GB2312、黑体、宋体"
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of this machine.

    Attributes:
        families: their families' names, by the same in small letters.
        bold: the families, in small letters, that have bold letters.
    """

    families: Mapping[str, str]
    bold: frozenset[str]

    def chinese(self, name: str) -> str:
        """Return the family that Chinese characters are printed in which a form wants in a font.

        Raises:
            Stop: there is no Chinese font at all.
        """
        found = self.first((name, *OTHER_NAMES.get(name, ()), *stand_ins(name), *SONG, *HEI))
        if not found:
            raise Stop(error(Kind.NO_FONT, NO_FONT, Place(""), hint=INSTALL))
        return found

    def latin(self, name: str) -> str:
        """Return the family for Latin letters; empty if they are to be those of the Chinese font."""
        return self.first((name, *(ROMAN if "Times" in name else ())))

    def first(self, names: Iterable[str]) -> str:
        """Return the first of some families that is there, or nothing."""
        return next((self.families[name.lower()] for name in names if name.lower() in self.families), "")


def stand_ins(name: str) -> tuple[str, ...]:
    """Return what stands in for a Chinese font, by what its name says of its kind."""
    if "黑" in name or "Hei" in name:
        return HEI
    return KAI if "楷" in name or "Kai" in name else SONG


def folders() -> Iterator[Path]:
    """Yield the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
        yield Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts")
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local" / "share" / "fonts", home / ".fonts")
