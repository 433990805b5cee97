"""A form's rules as plain data and back: what is kept of them, so that the next process need neither read nor parse them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from jinja2 import nodes

from pipeline.checks.compiling import CHECKS, Rule
from pipeline.checks.lists import LEXICONS
from pipeline.checks.rules import Check
from pipeline.checks.severities import LEVELS
from pipeline.checks.texts.lexicon import Lexicon
from pipeline.form.form import Form
from pipeline.form.known_fields import known_fields, paths_of
from pipeline.language.kept_trees import data_of, tree_of
from pipeline.problems import Place

Data = dict[str, Any]


class KeptRule:
    """A rule that was kept; its condition and its sentences are read when they are asked for."""

    def __init__(self, asking: str, saying: str) -> None:
        """Take up a rule.

        Args:
            asking: its condition as JSON.
            saying: its sentences as JSON.
        """
        self.texts = asking, saying

    @property
    def asking(self) -> list[Any]:
        """The condition as data."""
        return json.loads(self.texts[0])  # type: ignore[no-any-return]

    @property
    def saying(self) -> nodes.Template:
        """What prints for each thing found the message and the hint."""
        return tree_of(json.loads(self.texts[1]), CHECKS)


def checks_data(checks: Sequence[Check], form: Form) -> list[Data]:
    """Return a form's rules as data.

    Args:
        checks: the rules.
        form: the form.

    Raises:
        ValueError, LookupError: one cannot be kept.
    """
    return [check_data(check, form) for check in checks]


def check_data(check: Check, form: Form) -> Data:
    """Return a rule as data.

    Args:
        check: the rule.
        form: its form.

    Raises:
        ValueError, LookupError: it cannot be kept.
    """
    place = check.place
    return {
        "name": check.name,
        "level": check.level.word,
        "kinds": check.kinds,
        "groups": [paths_of([group], form)[0] for group in check.groups],
        "at": check.at,
        "place": [place.file, place.line, place.column, place.text, place.spot],
        "used": paths_of(check.used, form),
        "everywhere": paths_of(check.everywhere, form),
        "rule": [json.dumps(part, ensure_ascii=False) for part in (check.rule.trees.asking, data_of(check.rule.trees.saying))],
        "common": check.common,
        "compares": check.compares,
        "lexicon": lexicon_data(check.lexicon) if check.lexicon else None,
    }


def lexicon_data(lexicon: Lexicon) -> list[Any]:
    """Return a list of words as data."""
    return [next(name for name, kind in LEXICONS.items() if kind is type(lexicon)), dict(lexicon.listed)]


def checks_of(kept: Sequence[Data], form: Form) -> tuple[Check, ...]:
    """Return a form's rules as they were kept.

    Args:
        kept: the rules as data.
        form: the form.
    """
    return tuple(check_of(data, form) for data in kept)


def check_of(data: Data, form: Form) -> Check:
    """Return a rule as it was kept.

    Args:
        data: the rule as data.
        form: its form.
    """
    known = known_fields(form)
    return Check(
        data["name"],
        LEVELS[data["level"]],
        tuple(data["kinds"]),
        tuple(known[path] for path in data["groups"]),
        data["at"],
        Place(*data["place"]),
        frozenset(known[path] for path in data["used"]),
        Rule(KeptRule(*data["rule"])),
        data["common"],
        data["compares"],
        LEXICONS[data["lexicon"][0]](data["lexicon"][1]) if data["lexicon"] else None,
        frozenset(known[path] for path in data["everywhere"]),
    )
