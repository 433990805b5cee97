"""One unit-year's texts, read once for all the rules that ask about them together."""

from __future__ import annotations

from functools import cached_property

from pipeline.checks.claims import Claims
from pipeline.checks.figures_in_texts import FiguresInTexts
from pipeline.checks.passages import Passage
from pipeline.checks.repetitions import contradicting
from pipeline.checks.texts import Texts
from pipeline.facts.fact import Facts


class Reading:
    """What is read in one unit-year's texts, each thing when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def texts(self) -> Texts:
        """The texts."""
        return Texts(self.facts)

    @cached_property
    def figures(self) -> FiguresInTexts:
        """Their figures, beside the fields that they name."""
        return FiguresInTexts(self.texts)

    @cached_property
    def contradictions(self) -> list[Passage]:
        """Figures of things that are no field's, of which another text gives another figure."""
        return contradicting(self.texts, self.figures.unnamed) if self.figures.differing is not None else []

    @cached_property
    def claims(self) -> Claims:
        """What they say in words of rates and choices."""
        return Claims(self.texts)
