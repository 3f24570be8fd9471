"""Queries run in processes of their own, with limits of time, memory and result size: none can harm the server."""

from __future__ import annotations

import multiprocessing
import queue
import resource
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QueryBoolean, QueryTriples, serialize

from kg.export.prefixes import PREFIXES
from kg.serve.negotiation import BOOLEAN_TYPES, GRAPH_TYPES, RESULT_TYPES, choose
from kg.serve.protocol import Operation
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import newest, open_newest

if TYPE_CHECKING:
    from typing_extensions import Buffer

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, megabytes of memory beyond the store, megabytes of result."""

    seconds: float = 30.0
    memory: int = 2000
    result: int = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, media type, body."""

    status: int
    media: str
    body: bytes


class ResultTooLargeError(OSError):
    """A result grew over its limit."""


class Sandbox:
    """A fixed number of query processes over the newest snapshot of a store's folder. Safe to use from many threads."""

    def __init__(self, folder: Path, workers: int, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self._context = multiprocessing.get_context("spawn")
        self._idle: queue.Queue[_Worker] = queue.Queue()
        for _ in range(workers):
            self._idle.put(self._start())

    def run(self, operation: Operation, accept: str) -> Answer:
        """Answer a query; one that passes a limit is ended, and the answer says which."""
        try:
            worker = self._idle.get(timeout=4 * self.limits.seconds)
        except queue.Empty:
            return plain(503, "the server is busy; try again later")
        try:
            worker.pipe.send((operation, accept))
            if worker.pipe.poll(self.limits.seconds):
                answer: Answer = worker.pipe.recv()
                return answer
            worker = self._replace(worker)
            return plain(503, f"the query took longer than {self.limits.seconds:g} seconds; make it more specific")
        except (EOFError, OSError):
            worker = self._replace(worker)
            return plain(503, f"the query needed more than {self.limits.memory} MB of memory; make it more specific")
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all query processes."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()

    def _replace(self, worker: _Worker) -> _Worker:
        worker.end()
        return self._start()

    def _start(self) -> _Worker:
        mine, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self.folder, self.limits), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, mine)


@dataclass(frozen=True, slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def plain(status: int, message: str) -> Answer:
    """A message for a person."""
    return Answer(status, "text/plain; charset=utf-8", f"{message}\n".encode())


def _serve(pipe: Connection, folder: Path, limits: Limits) -> None:
    """Answer queries one after the other, until the server goes away."""
    place = newest(folder)
    store = open_newest(folder)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    ceiling = used + limits.memory * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    while True:
        try:
            operation, accept = pipe.recv()
        except EOFError:
            return
        if (now := newest(folder)) != place:
            place, store = now, open_newest(folder)
        pipe.send(_answer(store, operation, accept, limits.result * MEGABYTE))


def _answer(store: OxigraphStore, operation: Operation, accept: str, limit: int) -> Answer:
    default = [NamedNode(iri) for iri in operation.default_graphs] or None
    named = [NamedNode(iri) for iri in operation.named_graphs] or None
    try:
        result = store.query_dataset(operation.text, default, named, base=operation.base or None)
        offered: dict[str, object] = dict(
            GRAPH_TYPES
            if isinstance(result, QueryTriples)
            else BOOLEAN_TYPES
            if isinstance(result, QueryBoolean)
            else RESULT_TYPES
        )
        media = choose(accept, offered)
        if media is None:
            return plain(
                406, f"none of the accepted media types can be given; the result comes as {', '.join(offered)}"
            )
        out = _Bounded(limit)
        if isinstance(result, QueryTriples):
            serialize(result, out, GRAPH_TYPES[media], prefixes=PREFIXES)
        else:
            result.serialize(out, RESULT_TYPES[media])
    except SyntaxError as error:
        return plain(400, f"not a valid SPARQL query: {' '.join(str(error).split())}")
    except (OSError, ValueError, RuntimeError) as error:
        if ResultTooLargeError.__name__ in str(error):
            return plain(413, f"the result is larger than {limit // MEGABYTE} MB; add a LIMIT")
        return plain(400, f"the query could not be answered: {' '.join(str(error).split())}")
    except MemoryError:
        return plain(503, "the query needed too much memory; make it more specific")
    return Answer(200, media, out.getvalue())


class _Bounded(BytesIO):
    """A binary stream in memory that refuses more than a number of bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: Buffer, /) -> int:
        if self.tell() + memoryview(data).nbytes > self.limit:
            raise ResultTooLargeError(ResultTooLargeError.__name__)
        return super().write(data)
