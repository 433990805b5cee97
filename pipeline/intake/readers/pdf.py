"""Reads a PDF: its tables by their strokes, the words outside of them as paragraphs. What is read from it has to be confirmed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from pipeline.calls import installing, is_through_make
from pipeline.intake.readers import pdf_pages
from pipeline.intake.readers.bounds import BROKEN, SAVE_AGAIN, TOO_MUCH, needs_password, refusal
from pipeline.intake.readers.listing import remark
from pipeline.intake.received import Received, ReceivedCell, ReceivedLine
from pipeline.problems import Kind, Place, Stop, error

EXTRA: Final = '"ziping[intake]"'
PATIENCE: Final = 120  # seconds; a page takes 0.3
ROOT: Final = str(Path(pdf_pages.__file__).parents[3])
WORD_INSTEAD: Final = "请填表单位交 Word（.docx）文件"
# Why a PDF is not read, and what to do.
REFUSALS: Final = {
    pdf_pages.BROKEN: (BROKEN, SAVE_AGAIN),
    pdf_pages.LONG: (f"PDF 的页数太多（超过 {pdf_pages.MOST_PAGES} 页）", TOO_MUCH),
    pdf_pages.NO_WORDS: ("PDF 里没有文字，多半是扫描件，读不了", WORD_INSTEAD),
}
REMARKS: Final = {
    pdf_pages.PICTURES: ("有的页只有图片，图片里的文字读不出来", "图片里如有要填的内容，请照着录入"),
    pdf_pages.TURNED: ("有的字是斜着、竖着或倒着排的，没有读", "其中如有要填的内容（不是水印的），请照着录入"),
    pdf_pages.DAMAGED: ("文件有损坏的地方，内容可能没有读全", "请对照原件核对，或请填表单位重新交一份"),
    pdf_pages.UNKNOWN: ("有的字在 PDF 里没有编码，读成了“\ufffd”", "请照着原件改正"),
}


def read_pdf(data: bytes, file: str) -> Received:
    """Return what a PDF says.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it has no words or a password, is broken, or takes too long; or what reads it is not installed.
    """
    answer = asked(data, file)
    if why := answer.get("refusal"):
        raise refused(why, file)
    lines = [ReceivedLine(tuple(ReceivedCell(*cell) for cell in cells), table) for table, cells in answer["lines"]]
    remarks = (remark(REMARKS[kind][0], file, hint=REMARKS[kind][1]) for kind in answer["remarks"])
    return Received(file, "PDF", lines, is_exact=False, remarks=tuple(remarks))


def refused(why: str, file: str) -> Stop:
    """Return what is said of a PDF that is not read, or that nothing is installed that reads it."""
    if why == pdf_pages.MISSING:
        hint = "请把文件名改成以 .pdf 结尾，再运行一次 make import，会自动安装" if is_through_make() else f"请运行：{installing(EXTRA)}"
        return Stop(error(Kind.EXTRA, "没有安装读 PDF 的组件", Place(file), hint=hint))
    return needs_password(file) if why == pdf_pages.PASSWORD else refusal(file, *REFUSALS[why])


def asked(data: bytes, file: str) -> dict[str, Any]:
    """Return what a process of its own says that a PDF says.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it takes too long or too much memory.
    """
    command = [sys.executable, "-P", "-m", pdf_pages.__name__]  # -P: nothing is imported from the folder that the user is in
    environment = {**os.environ, "PYTHONPATH": ROOT, "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 - all words are the program's own
            command, input=data, env=environment, capture_output=True, timeout=PATIENCE, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise refusal(file, "PDF 太复杂，读不了", WORD_INSTEAD) from None
    return answer
