"""What a worker of a cluster sends of a unit-year: the documents that are new, then the manifest that vouches for them.

The manifest before is withdrawn first, so that a worker that is lost in the middle leaves nothing that counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.errands import Errand
from pipeline.batch.task import Result, State, build_one, not_built, result_of, result_of_made
from pipeline.batch.workplace import Fetched, Workplace
from pipeline.build.manifest import Manifest
from pipeline.build.unit_year import begin
from pipeline.flushing import flush_all
from pipeline.problems import Place, Problem, Severity, Stop
from pipeline.remote.shared_files import SharedFiles, told
from pipeline.workspace import MANIFEST, PRIVATE


@dataclass(frozen=True, slots=True)
class Parcel:
    """What came of a unit-year, and what has to be sent of it; nothing has to be if there is no manifest.

    Attributes:
        result: what came of it.
        changed: the documents that are not at their place as they are now, by name.
        gone: the names of those that are to be there no longer.
        manifest: the manifest that vouches for all.
        withdrawn: what stands in its place until then; nothing if there is none yet.
    """

    result: Result
    changed: Mapping[str, bytes] = field(default_factory=dict)
    gone: Sequence[str] = ()
    manifest: bytes = b""
    withdrawn: bytes = b""


def content_of(path: Path) -> bytes:
    """Return a file's content; nothing if it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def parcel(place: Workplace, fetched: Fetched, *, pdf: bool) -> Parcel:
    """Return what came of a unit-year, with the documents that have to be sent.

    Args:
        place: where things are.
        fetched: the unit-year, whose files are at hand.
        pdf: whether to make PDFs too.
    """
    of, known = fetched.of, fetched.known
    if fetched.is_current and known:
        return Parcel(result_of(of, State.CURRENT, 0, known))
    if not place.output:
        return Parcel(build_one(place.workspace, of, pdf=pdf))
    place.workspace.output(of).parent.mkdir(parents=True, exist_ok=True)
    try:
        made, half = begin(place.workspace, of, pdf=pdf)  # what is written beside its folder here is never put in place
        if half and not place.data:  # but what is noted beside the data is
            flush_all([path for path in half.fresh if path.name == PRIVATE])
    except Exception as fault:  # noqa: BLE001 - told in the summary
        return Parcel(not_built(place.workspace, of, fault))
    result = result_of_made(of, made)
    return result_and_documents(result, made.manifest, made.documents, fetched) if made.manifest else Parcel(result)


def result_and_documents(result: Result, made: Manifest, documents: Mapping[str, bytes], fetched: Fetched) -> Parcel:
    """Return what came of a unit-year with those of its documents that are not at their place as they are now.

    Args:
        result: what came of it.
        made: the new manifest.
        documents: all that was made.
        fetched: what was there before.
    """
    known = fetched.known
    lying = known.outputs if known and known.inputs else {}
    changed = {name: data for name, data in documents.items() if name not in fetched.untouched or lying.get(name) != made.outputs[name]}
    result = replace(result, written=len(changed), state=State.BUILT if changed else State.CURRENT)
    gone = sorted(known.outputs.keys() - made.outputs.keys()) if known else []
    if not changed and not gone and made == known:
        return Parcel(result)
    return Parcel(result, changed, gone, made.text(), withdrawn(known) if known else b"")


def withdrawn(known: Manifest) -> bytes:
    """Return a manifest that vouches for nothing any more, but still says what was there: for the time while documents are replaced."""
    return replace(known, inputs={}, program="").text()


def send(place: Workplace, errand: Errand, parcels: Sequence[Parcel], private: bytes) -> list[Result]:
    """Write a unit's documents to their place, and return what has come of its unit-years.

    Args:
        place: where things are.
        errand: the unit.
        parcels: its unit-years.
        private: what has to be noted of its private values; nothing if nothing is new.
    """
    found = noted(place.data, errand.unit, private) if place.data and private else ()
    results = []
    for each in parcels:
        try:
            if place.output and each.manifest:
                deliver(place.output, f"{errand.unit}/{each.result.of.stem}", each)
        except Stop as stop:
            results += undone(replace(errand, asked=(each.result.of,)), stop)
        else:
            results.append(replace(each.result, problems=(*each.result.problems, *found)))
    return results


def deliver(output: SharedFiles, folder: str, sent: Parcel) -> None:
    """Write a unit-year's documents to their place, the manifest that vouches for them last, and the one before is withdrawn first.

    Args:
        output: the root of the output.
        folder: the unit-year's folder there.
        sent: the documents.

    Raises:
        Stop: they cannot be written.
    """
    with told(output.address):
        if sent.withdrawn:
            output.write({f"{folder}/{MANIFEST}": sent.withdrawn})
        output.write({f"{folder}/{name}": content for name, content in sent.changed.items()})
        output.remove(f"{folder}/{name}" for name in sent.gone)
        output.write({f"{folder}/{MANIFEST}": sent.manifest})


def noted(data: SharedFiles, unit: str, private: bytes) -> tuple[Problem, ...]:
    """Write what is noted of a unit's private values beside its data; return a warning if that fails, the documents being none the worse.

    Args:
        data: the root of the data.
        unit: the unit's folder name.
        private: the whole note.
    """
    try:
        with told(data.address):
            data.write({f"{unit}/{PRIVATE}": private})
    except Stop as stop:
        place = Place(f"{data.address}/{unit}/{PRIVATE}")
        return tuple(replace(problem, severity=Severity.WARNING, place=place) for problem in stop.problems)
    return ()


def undone(errand: Errand, stop: Stop) -> list[Result]:
    """Return the records of unit-years of which nobody knows how they stand, because a place was away."""
    return [Result(of, of.unit, State.UNDONE, tuple(stop.problems)) for of in errand.asked]
