"""What commands that make documents share when PDFs are asked for: the option, and what is said of the PDFs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from pipeline.build.pdf_fonts import PdfFonts
from pipeline.calls import flag
from pipeline.commands.terminal import say


def pdf_option() -> Callable[..., Any]:
    """Return the option that asks for PDFs."""
    return click.option("--pdf", is_flag=True, help="同时生成 PDF；要先装好生成 PDF 的组件，没有装的会提示怎么装")


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
