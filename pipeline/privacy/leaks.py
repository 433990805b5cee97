"""Finds personal data in finished files, and in the data that they are made from, and tells each once, where it is to be put right."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.facts.fact import Fact, Facts
from pipeline.form.field import Field
from pipeline.form.form import EXCEPTIONS, YEAR
from pipeline.language.values import Words
from pipeline.privacy.compared import LOOSE
from pipeline.privacy.edition import NOWHERE, Permit, Secret, secrets
from pipeline.privacy.finding import Finding
from pipeline.privacy.former import Former
from pipeline.privacy.search import Search
from pipeline.privacy.texts import parts_of
from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.records import record

EXCEPTION: Final = "在 unit.yaml 的“公开例外”里写明内容和理由"
SURE_HINT: Final = f"删去；依法应当公开的，{EXCEPTION}"
UNSURE_HINT: Final = f"请核对；是个人信息就删去，可以公开就{EXCEPTION}"
MASK: Final = "*"
# The reasons of permits are of no form.
REASON: Final = Field(EXCEPTIONS, EXCEPTIONS, "text", NOWHERE)


@record()
class Leak:
    """Something private in a file that everybody may read.

    Attributes:
        place: where it stands.
        finding: what it is.
        path: the path of the field that it stands in, or of the private field whose value it is.
    """

    place: Place
    finding: Finding
    path: str = ""

    def problem(self) -> Problem:
        """Return it as the sentence that the clerk reads; what was found is hinted at, for messages end up in logs."""
        seen = self.finding.what + (f"“{masked(self.finding.text)}”" if self.finding.text else "")
        if self.finding.is_sure:
            hint = f"{'请' if self.place.line else '请从数据或模板中'}{SURE_HINT}"
            return Problem(Severity.ERROR, Kind.LEAK, f"公开版里出现了{seen}", self.place, self.path, hint)
        return Problem(Severity.WARNING, Kind.LIKELY_LEAK, f"公开版里有{seen}，可能是个人信息", self.place, self.path, UNSURE_HINT)


def masked(text: str) -> str:
    """Return the first and the last character of a private text, with stars for what is between; of two characters only the first."""
    whole = LOOSE.sub("", text).replace(BLOCK_END, "")
    return f"{whole[:1]}{MASK * max(1, min(len(whole) - 2, 6))}{whole[2:][-1:]}"


def leaks(
    files: Mapping[str, bytes], secrets: Sequence[Secret] = (), permits: Sequence[Permit] = (), told: Iterable[Finding] = ()
) -> list[Leak]:
    """Return every leak in some files, each once, where it is found first.

    Args:
        files: finished files by name; the name's ending says what they are.
        secrets: the private values.
        permits: texts that may be published all the same.
        told: what is told already where it stands in the data.
    """
    search, parts = Search(secrets, permits), [(file, part) for file, data in files.items() for part in parts_of(file, data)]
    if not search.among([row for _, part in parts for row in part.rows], dict.fromkeys(text for _, part in parts for text in part.hidden)):
        return []
    known = {(finding.plain, finding.is_sure) for finding in told}
    found: dict[str, Leak] = {}
    for file, part in parts:
        for finding in search.among(part.rows, part.hidden):
            before = found.get(finding.plain)
            if (finding.plain, finding.is_sure) not in known and (before is None or finding.is_sure > before.finding.is_sure):
                found[finding.plain] = Leak(Place(file, spot=part.spot(finding.text)), finding, finding.path)
    return list(found.values())


def leaks_in_data(public: Facts, secrets: Sequence[Secret], permits: Sequence[Permit], former: Former) -> list[Leak]:
    """Return what would be published of personal data because it was typed where nothing is masked, each at its line.

    Args:
        public: the facts as the public may see them.
        secrets: the private values.
        permits: texts that may be published all the same.
        former: private values of former times.
    """
    search = Search(secrets, permits)
    former = former.without((*(secret.text for secret in secrets), *(permit.text for permit in permits)))
    typed = [*public.by_path.values(), *map(reason_of, permits)]
    together = TEXT_END.join(map(text_of, typed))
    if not search.findings(together) and not former.found_in(together):
        return []
    found = []
    for fact in typed:
        text = text_of(fact)
        found += [Leak(typed_at(fact, finding, search), finding, fact.path) for finding in search.findings(text)]
        unsure = (Finding(f"以前填过的{what}", "", "", is_sure=False) for what in former.found_in(text))
        found += [Leak(replace(fact.place, text=""), finding, fact.path) for finding in unsure]
    return found


def leaks_in_earlier(earlier: Facts, printed: Container[str], permits: Sequence[Permit], former: Former) -> list[Leak]:
    """Return what would be published of personal data because an earlier year's texts are printed again, each at its line in its file.

    Args:
        earlier: the earlier year's facts.
        printed: the texts that are printed of earlier years.
        permits: texts that may be published all the same.
        former: private values of former times.
    """
    file = earlier.by_path[YEAR].place.file
    again = {
        path: fact
        for path, fact in earlier.by_path.items()
        if fact.place.file == file and not fact.field.private and any(text in printed for text in fact.texts)
    }
    return leaks_in_data(replace(earlier, by_path=again), secrets(earlier), permits, former)


def reason_of(permit: Permit) -> Fact:
    """Return the reason of a permit as a fact: it goes into the log of publications."""
    return Fact(EXCEPTIONS, REASON, Words(permit.reason, EXCEPTIONS), permit.place, permit.node)


def text_of(fact: Fact) -> str:
    """Return what is published of a fact, its paragraphs apart."""
    return BLOCK_END.join(fact.texts)


def typed_at(fact: Fact, finding: Finding, search: Search) -> Place:
    """Return where something private was typed, with its line as far as that can be shown.

    Args:
        fact: what it was found in.
        finding: what was found.
        search: what is searched for: nothing of it is shown.
    """
    number, text = next(((number, text) for number, text in enumerate(fact.texts) if finding.text in text), (0, ""))
    place = fact.spot(number, text.find(finding.text)) if text else fact.place
    shown = place.text if finding.text in place.text else ""
    for other in search.findings(shown):
        shown = shown.replace(other.text, covered(other.text))
    return replace(place, text="" if search.findings(shown) else shown)


def covered(text: str) -> str:
    """Return a private text as long as it is, of which only the first and the last character are shown."""
    return f"{text[:1]}{MASK * max(1, len(text) - 2)}{text[2:][-1:]}"
