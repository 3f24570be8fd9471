"""Measures of coreference on one set of mentions: MUC, B-cubed, CEAF-e.

MUC: Vilain et al. 1995; B-cubed: Bagga and Baldwin 1998; CEAF-e: Luo 2005. Mentions that stand alone count for B-cubed
and CEAF-e.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import networkx

Partition = list[frozenset[int]]
Counts = tuple[float, float, float, float]


def muc(gold: Partition, found: Partition) -> Counts:
    """Links: those needed of `gold` that `found` has, those needed, and the same the other way."""
    return *_links(gold, found), *_links(found, gold)


def _links(key: Partition, response: Partition) -> tuple[float, float]:
    of = {mention: number for number, chain in enumerate(response) for mention in chain}
    hit = sum(len(chain) - len({of[mention] for mention in chain}) for chain in key)
    return hit, sum(len(chain) - 1 for chain in key)


def b_cubed(gold: Partition, found: Partition) -> Counts:
    """Overlap of the two chains of each mention, summed over mentions."""
    in_gold = {mention: chain for chain in gold for mention in chain}
    in_found = {mention: chain for chain in found for mention in chain}
    recall = sum(len(in_gold[m] & in_found[m]) / len(in_gold[m]) for m in in_gold)
    precision = sum(len(in_gold[m] & in_found[m]) / len(in_found[m]) for m in in_found)
    return recall, len(in_gold), precision, len(in_found)


def ceaf(gold: Partition, found: Partition) -> Counts:
    """Similarity (entity-based, phi 4) under the best one-to-one alignment of chains."""
    graph: networkx.Graph[tuple[str, int]] = networkx.Graph()
    of = {mention: number for number, chain in enumerate(found) for mention in chain}
    for number, chain in enumerate(gold):
        for other in {of[mention] for mention in chain}:
            common = len(chain & found[other])
            weight = 2 * common / (len(chain) + len(found[other]))
            graph.add_edge(("gold", number), ("found", other), weight=weight)
    total = 0.0
    for part in networkx.connected_components(graph):
        piece = graph.subgraph(part)
        total += sum(piece.edges[edge]["weight"] for edge in networkx.max_weight_matching(piece))
    return total, len(gold), total, len(found)


MEASURES: dict[str, Callable[[Partition, Partition], Counts]] = {"MUC": muc, "B-cubed": b_cubed, "CEAF-e": ceaf}


def scores(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Recall, precision and F1 over all documents."""
    hit_r, all_r, hit_p, all_p = (sum(column) for column in zip(*counts, strict=True))
    recall, precision = hit_r / max(1, all_r), hit_p / max(1, all_p)
    return recall, precision, 2 * recall * precision / max(1e-9, recall + precision)
