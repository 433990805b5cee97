"""Forms that clerks have worked on in a dozen ways at once, read back: what is right in them, and what nobody is told of."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.intake.mixture.masters import Master
from tests.intake.mixture.reading import all_at_once, by_us, only, scored
from tests.intake.mixture.scoring import Score
from tests.intake.mixture.units import SHIPPED, in_city, made_up, shipped

RIGHT, SILENTLY_WRONG = 95, 0.3  # of a hundred fields
TIMES: Final = 2


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> list[Master]:
    ours = [master for of in SHIPPED for master in shipped(of)]
    others = [*made_up("hunan-2018", 1, seed=1), *made_up("xiangmu-2022", 2, seed=1)]
    return [*ours, *in_city(tmp_path_factory.mktemp("city"), 2, seed=1), *others]


@pytest.fixture(scope="module")
def edited(masters: list[Master], tmp_path_factory: pytest.TempPathFactory) -> Score:
    return scored(masters, TIMES, all_at_once, by_us, tmp_path_factory.mktemp("forms"))


@pytest.mark.slow
def test_what_nobody_has_edited_is_read_as_it_was_filled_in(masters: list[Master], tmp_path: Path) -> None:
    found = scored(masters, 1, lambda *_: None, by_us, tmp_path)
    assert found.right == found.fields, found.faults


@pytest.mark.slow
def test_of_forms_edited_in_a_dozen_ways_95_of_100_fields_are_right(edited: Score) -> None:
    assert edited.share(edited.right) >= RIGHT, f"{edited}\n" + "\n".join(edited.faults)


@pytest.mark.slow
def test_of_forms_edited_in_a_dozen_ways_hardly_a_field_is_wrong_without_a_word(edited: Score) -> None:
    assert edited.share(edited.wrong) <= SILENTLY_WRONG, f"{edited}\n" + "\n".join(edited.faults)


@pytest.mark.slow
def test_columns_that_were_swapped_with_their_headings_are_not_read_wrongly_without_a_word(masters: list[Master], tmp_path: Path) -> None:
    found = scored(masters[-3:], 2, only("columns swapped"), by_us, tmp_path)
    assert found.share(found.wrong) <= SILENTLY_WRONG, f"{found}\n" + "\n".join(found.faults)
