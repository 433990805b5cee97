"""What is said of PDFs when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.build.pdf_fonts import PdfFonts
from pipeline.calls import flag
from pipeline.commands.saying import say


def tell_pdf(fonts: Iterable[PdfFonts | None], outdated: int) -> None:
    """Say which fonts PDFs were printed with, and that some are gone that nobody asked for this time.

    Args:
        fonts: the fonts.
        outdated: how many are gone because they did not say any more what the data say.
    """
    for sentence in dict.fromkeys(found.sentence() for found in fonts if found):
        say(sentence)
    if outdated:
        say(f"以前生成的 {outdated} 份 PDF 与现在的内容不相符，已经删去；要新的，请加上 {flag('pdf')} 再生成一次")
