"""The embedded store: Oxigraph, in memory or in a folder on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.errors import StopRun
from kg.store.bulk import Piece, in_threads, pieces, without_graphs
from kg.store.interface import ASIDE, QueryResult, replacement

FLUSH = 100_000


class OxigraphStore:
    """A QuadStore over Oxigraph; `path` None keeps it in memory. Raises StopRun where the folder cannot be opened."""

    merges = True

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path = path
        self._unflushed = 0
        try:
            if path is None:
                self._store = Store()
            else:
                self._store = Store.read_only(str(path)) if read_only else Store(str(path))
        except (OSError, RuntimeError) as error:
            raise StopRun(f"{path}: cannot open the store ({error}); restore it from a backup") from None

    @classmethod
    def from_file(cls, path: Path) -> OxigraphStore:
        """Load a Turtle, TriG, N-Quads, N-Triples, JSON-LD or RDF/XML file into memory.

        Raises StopRun where the file is missing, of an unknown ending, or broken.
        """
        store = cls()
        store.load_files([path])
        return store

    def load_files(self, paths: Iterable[Path]) -> None:
        """Add the content of RDF files the fast way, which is no transaction; N-Quads with little memory.

        What a file says in its default graph counts as merged already; the named graphs are merged into it.
        Raises StopRun as `from_file` does.
        """
        for path in paths:
            rdf_format = RdfFormat.from_extension(path.suffix.lstrip("."))
            if rdf_format is None:
                raise StopRun(f"{path}: unknown kind of RDF file; use .ttl, .trig, .nq, .nt, .jsonld or .rdf")
            try:
                self._load_file(path, rdf_format)
            except FileNotFoundError:
                raise StopRun(f"{path}: no such file; build a graph first with: kg build INPUT") from None
            except (SyntaxError, OSError) as error:
                raise StopRun(f"{path}: cannot be read as RDF ({error})") from None

    def _load_file(self, path: Path, rdf_format: RdfFormat) -> None:
        if rdf_format == RdfFormat.N_QUADS:
            in_threads(self._load_piece, pieces(path))
        else:
            self._store.bulk_load(path=str(path), format=rdf_format)
            self._store.bulk_extend(_merge(self.quads()))

    def _load_piece(self, piece: Piece) -> None:
        """Add some lines of N-Quads, and what they are in the merge.

        Raises SyntaxError with the line in the file, StopRun where the store cannot be written.
        """
        try:
            # Never bulk_extend here: it waits for the other thread's lock without letting go of the interpreter's.
            self._store.bulk_load(
                piece.lines + (without_graphs(piece.lines) or _parsed(piece.lines)), RdfFormat.N_QUADS
            )
        except OSError as error:
            raise StopRun(f"the store could not be written ({error})") from None
        except SyntaxError as error:
            reason = error.msg.partition(": ")[2]
            raise SyntaxError(f"line {piece.before + (error.lineno or 1)}: {reason}") from None

    def query(self, sparql: str) -> QueryResult:
        """Answer a SPARQL 1.1 query over the merge of all documents' graphs."""
        try:
            return self.query_dataset(sparql, None, None)
        except SyntaxError as error:
            raise StopRun(f"not a valid SPARQL query: {' '.join(str(error).split())}") from None

    def query_dataset(
        self,
        sparql: str,
        default: list[NamedNode] | None,
        named: list[NamedNode] | None,
        *,
        base: str | None = None,
    ) -> QueryResult:
        """Answer a query over a dataset of some of the graphs (SPARQL 1.1 Protocol, 2.1.4); None takes the query's own.

        Raises SyntaxError where it is not valid SPARQL, OSError where the store cannot be read.
        """
        if default is None and named is None:
            return self._store.query(sparql, base_iri=base)
        return self._store.query(
            sparql, base_iri=base, default_graph=list(default or []), named_graphs=list(named or [])
        )

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all of them."""
        if graph:
            return self._store.quads_for_pattern(None, None, None, NamedNode(graph))
        every = self._store.quads_for_pattern(None, None, None, None)
        return (quad for quad in every if quad.graph_name != DefaultGraph())

    def merged(self) -> Iterator[Triple]:
        """The triples of the merge, each once."""
        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, DefaultGraph()))

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode))

    def update(self, sparql: str, *, base: str | None = None) -> None:
        """Carry out a SPARQL 1.1 update in one transaction; `base` resolves its relative IRIs."""
        try:
            self._store.update(sparql, base_iri=base)
        except SyntaxError as error:
            raise StopRun(f"not a valid SPARQL update: {' '.join(str(error).split())}") from None
        except OSError as error:
            raise StopRun(f"the store could not be written ({error}); nothing was changed") from None

    def replace(self, graphs: Mapping[str, Sequence[Quad]], beside: Sequence[Quad]) -> None:
        """Put new content in place of whole graphs, in one transaction; quickest where none of them was there."""
        if any(self._store.contains_named_graph(NamedNode(graph)) for graph in graphs):
            self.update(replacement(graphs, beside))
            return
        self.extend([*chain(*graphs.values()), *beside])

    def extend(self, quads: Sequence[Quad]) -> None:
        """Add quads, and what they are in the merge, in one transaction."""
        try:
            self._store.extend(chain(quads, _merge(quads)))
        except OSError as error:
            raise StopRun(f"the store could not be written ({error}); nothing was changed") from None
        self._unflushed += len(quads)
        if self._unflushed > FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what is committed, and kept in memory beside the log, into the database's files."""
        try:
            self._store.flush()
        except OSError as error:
            raise StopRun(f"the store could not be written ({error})") from None
        self._unflushed = 0

    def backup(self, folder: Path) -> None:
        """Write a checkpoint into a new folder: hard links on the same disk, copies elsewhere. Raises StopRun."""
        try:
            self._store.flush()
            self._store.backup(str(folder))
        except (OSError, RuntimeError) as error:
            raise StopRun(f"{folder}: the store could not be copied there ({error})") from None

    def copy_to(self, folder: Path) -> None:
        """Write all quads into a new store in a folder. Raises StopRun where it cannot be written."""
        try:
            Store(str(folder)).bulk_extend(self._store.quads_for_pattern(None, None, None, None))
        except (OSError, RuntimeError) as error:
            raise StopRun(f"{folder}: the store could not be copied there ({error})") from None

    def optimize(self) -> None:
        """Sort what bulk loading left in many files into few, which makes queries several times as fast."""
        try:
            self._store.optimize()
        except OSError as error:
            raise StopRun(f"the store could not be written ({error})") from None

    def close(self) -> None:
        """Let go of the folder, so that another writer can open it; the store is empty afterwards."""
        self._store = Store()

    def load(self, quads: Sequence[Quad]) -> None:
        """Add quads without looking at what is there: the fast path of a first build."""
        self._store.bulk_extend(chain(quads, _merge(quads)))

    def __len__(self) -> int:
        return len(self._store)


def _parsed(lines: bytes) -> bytes:
    """What lines of N-Quads are in the merge, as N-Quads."""
    return serialize(_merge(parse(lines, RdfFormat.N_QUADS)), format=RdfFormat.N_QUADS) or b""


def _merge(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The same triples in the default graph, but for what is told of the store itself."""
    aside = {NamedNode(graph) for graph in ASIDE}
    return (Quad(quad.subject, quad.predicate, quad.object) for quad in quads if quad.graph_name not in aside)
