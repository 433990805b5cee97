"""What the search finds."""

from __future__ import annotations

from pipeline.records import record


@record()
class Finding:
    """Something private in a text.

    Attributes:
        what: what it is: a field's label, or 手机号码, 身份证号码, 电子邮箱 and the like.
        text: how it is written.
        plain: the same as it is compared.
        path: the private field's path, if it is the value of one.
        is_sure: whether it stops a publication; if not, it is only told.
    """

    what: str
    text: str
    plain: str
    path: str = ""
    is_sure: bool = True
