"""A site in a store with links as the program's first version laid it out: everything beside what readers see, nothing hidden.

SITE/objects/, trees/, staged/, releases/, incoming/, .lock
SITE/current -> trees/<digest>

Such a site has no mark; it is known by what it holds, and moved over while readers read it: at any moment, and wherever a run dies,
every link leads to a whole file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.remote.layout import FOLDERS, HALF_MADE, HELD, HIDDEN, HOME, OBJECTS, RELEASES, STAGED, holds_only_own
from pipeline.remote.store import LinkStore

LOCK: Final = ".lock"
CURRENT: Final = "current"


def is_former(store: LinkStore, names: set[str], *, has_site: bool) -> bool:
    """Return whether a place without a mark is such a site.

    Args:
        store: where the place is.
        names: what is in it.
        has_site: whether readers see a release there; then other things may lie beside it.
    """
    own = names & HELD.keys()
    others = names - HELD.keys() - {CURRENT, LOCK, HIDDEN}
    is_begun = LOCK in names or HIDDEN in names or (OBJECTS in own and bool(store.names(OBJECTS)))
    return holds_only_own(store.names, "", own) and (has_site or (is_begun and not others and CURRENT not in names))


def move_over(store: LinkStore, show_again: Callable[[], None]) -> None:
    """Move everything into the hidden folder.

    Args:
        store: where the site is.
        show_again: lets readers see what they see now through folders in the hidden folder.
    """
    objects = store.names(OBJECTS)
    for name in objects:
        if not store.exists(f"{HOME}{OBJECTS}/{name}"):
            store.relink(f"{HOME}{OBJECTS}/{name}", f"../../{OBJECTS}/{name}")
    show_again()
    for name in objects:
        store.move(f"{OBJECTS}/{name}", f"{HOME}{OBJECTS}/{name}")
    for name in store.names(RELEASES):
        store.move(f"{RELEASES}/{name}", f"{HOME}{RELEASES}/{name}")
    for folder in (FOLDERS, HALF_MADE):
        for name in store.names(folder):
            store.discard(f"{folder}/{name}")
    store.remove([f"{STAGED}/{name}" for name in store.names(STAGED)] + [LOCK])
    for folder in HELD:
        store.remove_folder(folder)
