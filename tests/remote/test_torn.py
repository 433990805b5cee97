"""A PUT that is cut off, wherever it is cut, leaves a site that readers see whole and the next publication goes on with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import pytest

from pipeline.remote.failures import TargetError
from pipeline.remote.listing import RELEASE_FILE
from pipeline.remote.stored_target import StoredTarget
from tests.publish.memory import MemoryTarget
from tests.remote.conftest import Places
from tests.remote.places import Files, release_of, upload

PUTS: Final = 5  # the files, the uploaded release, the showing, the manifest, the kept release


class Torn:
    """Cuts one PUT among all that a store is sent, behind so many bytes or in the middle, and lets the run die there."""

    def __init__(self, target: StoredTarget, number: int, kept: int | None, patch: pytest.MonkeyPatch) -> None:
        self.left, self.kept, self.is_dead, self.length = number, kept, False, 0
        self.store = target.store
        for name in ("put", "copy", "move", "remove", "read", "names", "remove_lock"):
            patch.setattr(self.store, name, self.cut(name, getattr(self.store, name)))

    def cut(self, name: str, original: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object) -> object:
            if name == "put" and not self.is_dead:
                self.left -= 1
                if self.left < 0:
                    path, data = args
                    assert isinstance(data, bytes)
                    self.length = len(data)
                    original(path, data[: len(data) // 2 if self.kept is None else self.kept])
                    self.is_dead = True
            if self.is_dead:
                raise ConnectionResetError
            return original(*args)

        return call


def site(number: int) -> Files:
    """Return a small site of which some changes with each release, and something goes."""
    return {"index.html": b"<p>%d</p>" % number, "a/same.html": b"<p>same</p>", f"a/{number}.html": b"<p>page</p>"} if number else {}


def shown(number: int) -> Files:
    """Return all that readers see of it."""
    return {**site(number), RELEASE_FILE: release_of(number, site(number)).text} if number else {}


def publish(target: StoredTarget, number: int) -> None:
    """Publish the site of that number as one run of the program does."""
    with target.lock():
        upload(target, number, site(number))
        target.show(number)


@pytest.mark.parametrize("before", [0, 1], ids=["first publication", "further publication"])
def test_a_put_may_be_cut_behind_any_byte(before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    count = kept = 0
    while True:
        target = MemoryTarget()
        if before:
            publish(target, before)
        with monkeypatch.context() as patch:
            torn = Torn(target, count, kept, patch)
            with suppress(TargetError):
                publish(target, before + 1)
        if not torn.is_dead:
            break
        target.store.remove_lock()  # that of a run that died is taken over
        whole = [shown(before), shown(before + 1)]
        pages = {path: data for path, data in target.files.items() if not path.startswith(".")}
        assert all(data in [site.get(path) for site in whole] for path, data in pages.items()), "readers see no half"
        publish(target, before + 2)
        assert {path: data for path, data in target.files.items() if not path.startswith(".")} == shown(before + 2)
        assert not [path for path in target.files if "incoming" in path]
        count, kept = (count, kept + 1) if kept < torn.length else (count + 1, 0)
    assert count >= PUTS


@pytest.mark.slow
@pytest.mark.parametrize("before", [0, 1], ids=["first publication", "further publication"])
@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_a_put_that_is_cut_in_the_middle_locks_the_site_for_nobody(
    kind: str, before: int, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, last = (site(number) for number in (before, before + 1, before + 2))
    for count in range(100):
        place = places.make(kind)
        if before:
            place.publish(before, old)
        target = place.open()
        with monkeypatch.context() as patch:
            torn = Torn(target, count, None, patch)
            try:
                place.publish(before + 1, new, target)
            except TargetError:
                assert torn.is_dead
        pages = {path: data for path, data in place.look().items() if path != RELEASE_FILE}
        assert all(data in (old.get(path), new.get(path)) for path, data in pages.items()), "a PUT goes to no place where readers look"
        place.publish(before + 2, last)
        assert place.shows(before + 2, last)
        assert place.keep("incoming") == []
        place.close()
        if not torn.is_dead:
            break
    assert count >= PUTS
