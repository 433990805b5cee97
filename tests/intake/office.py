"""LibreOffice as those use it who open a received file and save it again, as another kind or as the same: one process for all files."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest

# What LibreOffice calls the kinds of files.
FILTERS: Final = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "html": "HTML (StarWriter)",
    "pdf": "writer_pdf_Export",
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
}
LIBRARY: Final = """\
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
    <library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
     library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
    """
MODULE: Final = """\
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
    <script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
    Sub Save(list)
      Dim how(0) As New com.sun.star.beans.PropertyValue, opened(0) As New com.sun.star.beans.PropertyValue
      opened(0).Name = "Hidden" : opened(0).Value = True
      how(0).Name = "FilterName"
      number = FreeFile
      Open list For Input As #number
      Do While Not Eof(number)
        Line Input #number, job
        part = Split(job, "|")
        file = StarDesktop.loadComponentFromURL(part(0), "_blank", 0, opened())
        how(0).Value = part(1)
        file.storeToURL(part(2), how())
        file.close(True)
      Loop
      Close #number
      StarDesktop.terminate()
    End Sub
    </script:module>
    """
SECONDS: Final = 300
# Workbooks are saved by a part of LibreOffice that may not be installed.
WORKBOOKS: Final = (".xlsx", ".xls")
HAS_CALC: Final = Path(shutil.which("soffice") or "").resolve().with_name("libsclo.so").is_file()
needs_calc = pytest.mark.skipif(not HAS_CALC, reason="libreoffice-calc is not installed")


def save_again(jobs: Iterable[tuple[Path, Path]], folder: Path) -> None:
    """Let LibreOffice open files and save each as the kind of file that its other name says; workbooks only if it can.

    Args:
        jobs: the files and the names to save them by, one after another.
        folder: where it can keep its settings.
    """
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=SECONDS)
    basic = folder / "profile" / "user" / "basic" / "Standard"
    for name, text in (("script.xlb", LIBRARY), ("Module1.xba", MODULE)):
        (basic / name).write_text(dedent(text), encoding="utf-8")
    listed = folder / "jobs.txt"
    possible = [(old, new) for old, new in jobs if HAS_CALC or new.suffix not in WORKBOOKS]
    listed.write_text("".join(f"{old.as_uri()}|{FILTERS[new.suffix[1:]]}|{new.as_uri()}\n" for old, new in possible), encoding="utf-8")
    subprocess.run([*office, f"macro:///Standard.Module1.Save({listed})"], check=True, capture_output=True, timeout=SECONDS)
