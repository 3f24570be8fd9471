"""First builds from N-Quads files: loaded in bulk into a new folder that takes its name when all is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kg.ontology import Ontology
from kg.store.archive import Archive
from kg.store.folder import fresh, writing
from kg.store.resolution import refresh


def load(files: Sequence[Path], target: Path, at: datetime, ontology: Ontology) -> int:
    """Make a store of N-Quads files in a folder that does not exist yet, and resolve over it; the number of documents.

    A quad that stands in several files is there once. Raises StopRun where the folder exists, a file is broken, or
    the disk is full; no folder is left then.
    """
    with fresh(target) as place, writing(place) as store:
        store.load_files(files)
        # A large load leaves hundreds of overlapping files, in each of which everything read back has to be looked for.
        store.optimize()
        count = Archive(store).record_loaded(at, store.load)
        refresh(store, ontology, store.load)
        store.optimize()
    return count
