"""Reading with Spark: `pip install 'security-kg[spark]'`; runs here, or on the cluster that SPARK_MASTER names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice

import pandas
from pyspark.sql import SparkSession

from kg.engines.batch import BATCH, Done, process_batch
from kg.settings import Settings

TRIES = 4
SCHEMA = "shard string, documents int, skipped array<string>"


def write_shards(inputs: Sequence[str], out: str, workers: int, settings: Settings) -> Iterator[Done]:
    """Read JSON lines or Parquet by `workers` processes into shards in `out`; what became of each batch.

    Inputs are what Spark's own readers take: paths, globs, hdfs:// and s3a:// addresses.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    master = os.environ.get("SPARK_MASTER") or f"local[{workers},{TRIES}]"
    builder = SparkSession.builder.appName("security-kg").master(master)
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    parquet = all(name.endswith(".parquet") for name in inputs)
    rows = session.read.parquet(*inputs) if parquet else session.read.json(list(inputs))

    def run(frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        records = (record for frame in frames for record in frame.to_dict("records"))
        while batch := list(islice(records, BATCH)):
            done = asdict(process_batch(batch, out, settings))
            yield pandas.DataFrame([done | {"skipped": list(done["skipped"])}])

    for row in rows.repartition(workers).mapInPandas(run, SCHEMA).toLocalIterator():
        yield Done(row["shard"], int(row["documents"]), tuple(row["skipped"]))
