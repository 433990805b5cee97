"""What looks like other letters is read as those."""

from __future__ import annotations

import unicodedata

from pipeline.intake.readers.lookalikes import LETTERS, RADICALS, meant


def test_radicals_ligatures_and_long_dashes_are_what_a_person_takes_them_for() -> None:
    assert meant("部\u2ed4\u2f00\u2edb险，xinfang@o\ufb03ce.gov.cn，\u2e3a") == "部门一风险，xinfang@office.gov.cn，——"


def test_every_radical_is_taken_for_a_letter_and_no_letter_for_another() -> None:
    assert all(unicodedata.name(radical).startswith("CJK RADICAL") for radical in RADICALS)
    assert all(unicodedata.name(letter).startswith("CJK UNIFIED IDEOGRAPH") for letter in LETTERS)
    assert meant(LETTERS) == LETTERS
