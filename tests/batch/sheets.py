"""What stands in a workbook."""

from __future__ import annotations

import io
import re
import zipfile


def texts_of(workbook: bytes) -> list[str]:
    """Return the texts of its cells, sheet by sheet, as XML has them."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return [text for name in sheets for text in re.findall("<t[^>]*>([^<]*)</t>", package.read(name).decode())]
