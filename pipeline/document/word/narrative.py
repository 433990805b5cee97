"""How a narrative looks in Word, as far as what writes it and what finishes it when it is printed must agree."""

from __future__ import annotations

from typing import Final

# Twentieths of a point: 156 mm, GB/T 9704-2012, 5.2.1.
TEXT_WIDTH: Final = 8844
# Role of a paragraph → style id; the shell defines the styles.
STYLES: Final = {
    "": "BodyText",
    "抬头": "Salutation",
    "附件": "Attachment",
    "署名": "Signature",
    "日期": "SignDate",
    "题注": "Caption",
    "居中": "Centered",
    "居右": "RightAligned",
}
HEADINGS: Final = ("Title", "Heading1", "Heading2", "Heading3", "Heading4")
TABLE_STYLE: Final = "ReportTable"
# The style of a list's items, and that of the marks in front of them.
ITEM, MARKER = "ListItem", "ListMarker"
# What follows a paragraph may stand on the next page: a chart's caption, though the style keeps captions with tables.
APART: Final = '<w:keepNext w:val="0"/>'
