"""One unit-year's texts, read once for all the rules that ask about them together."""

from __future__ import annotations

from functools import cached_property

from pipeline.checks.passages import Passage
from pipeline.checks.texts.claims import Claims
from pipeline.checks.texts.explanations import Explanations
from pipeline.checks.texts.named_figures import FiguresInTexts
from pipeline.checks.texts.repetitions import contradicting
from pipeline.checks.texts.sentences import Texts
from pipeline.checks.texts.stated import StatedResults
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
    def stated(self) -> StatedResults:
        """The results that rows tell, beside what fields and texts say of them."""
        return StatedResults(self.figures)

    @cached_property
    def explanations(self) -> Explanations:
        """What they explain."""
        return Explanations(self.facts)

    @cached_property
    def claims(self) -> Claims:
        """What they say in words of rates and choices."""
        return Claims(self.texts)
