"""What several tests share: one reader a session, and small corpora of the project's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extract import Extractor
from kg.flow import Graph, build
from kg.ontology import Ontology, load_ontology

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The shipped ontology."""
    return load_ontology()


@pytest.fixture(scope="session")
def extractor() -> Iterator[Extractor]:
    """The default pipeline, loaded once."""
    return Extractor()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with evaluation data; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared evaluation data is not here")
    return SHARED


@pytest.fixture(scope="session")
def example_graph() -> Graph:
    """The graph of examples/, built once."""
    return build([ROOT / "examples"])
