"""A task of a cluster's worker: while a unit is built, the data of the next are fetched and the documents of the last are sent."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from pipeline.batch.connection import other_version
from pipeline.batch.delivery import content_of, parcel, send, undone
from pipeline.batch.errands import Batch, Errand
from pipeline.batch.reduced import reduced
from pipeline.batch.task import Result, build_group
from pipeline.batch.workplace import Fetched, Workplace, fetch, workplace
from pipeline.build.current import program
from pipeline.printing.outputs import kinds
from pipeline.problems import Kind, Place, Stop, error
from pipeline.remote.schemes import scheme_of

# A worker's threads share one workplace; building is one thread's work at a time anyway.
_one_at_a_time = threading.Lock()


def build_errands(batch: Batch, todo: Sequence[Errand]) -> list[Result]:
    """Return what came of some units, on a worker, as far as the summary needs it.

    Raises:
        Stop: this worker has come with another program, or without what PDF needs.
    """
    check_worker(batch)
    return [reduced(result, batch.wanted) for result in results_of(batch, todo)]


def results_of(batch: Batch, todo: Sequence[Errand]) -> list[Result]:
    """Return what came of some units."""
    with _one_at_a_time:
        place = workplace(batch.templates, batch.data, batch.output)
        if not place.data and not place.output:
            return build_group(place.workspace, [of for errand in todo for of in errand.asked], pdf=batch.pdf)
        coming = [place.pool.submit(fetch, place, errand, pdf=batch.pdf) for errand in todo]
        going = [built(place, errand, fetched, pdf=batch.pdf) for errand, fetched in zip(todo, coming, strict=True)]
        return [result for results in going for result in results.result()]


def check_worker(batch: Batch) -> None:
    """Check that this worker can do a batch, for it may have come late, or not see what others do.

    Raises:
        Stop: it cannot.
    """
    from distributed import get_worker  # noqa: PLC0415 - only a cluster needs it

    if batch.program != program():
        raise Stop(other_version(get_worker().address, get_worker().scheduler.address))
    for root in (batch.data, batch.output):
        if not scheme_of(root) and not Path(root).is_dir():
            message, hint = f"工作机 {get_worker().address} 上没有这个文件夹", "请在那里同样接上这个共享文件夹，或改用 s3://、sftp://"
            raise Stop(error(Kind.CLUSTER, message, Place(root), hint=hint))
    kinds(pdf=batch.pdf)


def built(place: Workplace, errand: Errand, coming: Future[list[Fetched]], *, pdf: bool) -> Future[list[Result]]:
    """Return what will have come of a unit's unit-years when its documents are sent.

    Args:
        place: where things are.
        errand: the unit.
        coming: what is fetched of it.
        pdf: whether to make PDFs too.
    """
    private = place.workspace.private_file(errand.unit)
    try:
        fetched = coming.result()
        before = content_of(private)
        parcels = [parcel(place, each, pdf=pdf) for each in fetched]
        after = content_of(private) if place.data else before
    except Stop as stop:
        return place.pool.submit(undone, errand, stop)
    finally:
        for shared, folder in ((place.data, "data"), (place.output, "output")):
            if shared:
                shutil.rmtree(place.workspace.root / folder / errand.unit, ignore_errors=True)
    return place.pool.submit(send, place, errand, parcels, after if after != before else b"")
