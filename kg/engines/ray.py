"""Reading with Ray Data: `pip install 'security-kg[ray]'`; runs here, or on the cluster that RAY_ADDRESS names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import ray
import ray.data

from kg.engines.batch import BATCH, Done, process_batch
from kg.settings import Settings


def write_shards(inputs: Sequence[str], out: str, workers: int, settings: Settings) -> Iterator[Done]:
    """Read JSON lines or Parquet by `workers` processes into shards in `out`; what became of each batch.

    Inputs are what Ray Data's own readers take: paths, folders, s3:// and hdfs:// addresses.
    """
    ray.init(ignore_reinit_error=True, log_to_driver=False, configure_logging=False, num_cpus=_cpus(workers))
    parquet = all(name.endswith(".parquet") for name in inputs)
    rows = ray.data.read_parquet(list(inputs)) if parquet else ray.data.read_json(list(inputs), lines=True)

    def run(batch: dict[str, Any]) -> dict[str, list[Any]]:
        records = [dict(zip(batch, values, strict=True)) for values in zip(*batch.values(), strict=True)]
        done = asdict(process_batch(records, out, settings))
        return {name: [value] for name, value in done.items()}

    spread = rows.repartition(target_num_rows_per_block=BATCH)
    for row in spread.map_batches(run, batch_size=BATCH, concurrency=workers).iter_rows():
        yield Done(row["shard"], int(row["documents"]), tuple(row["skipped"]))


def _cpus(workers: int) -> int | None:
    """How many processors to offer on this machine; a cluster has its own."""
    return None if os.environ.get("RAY_ADDRESS") else workers
