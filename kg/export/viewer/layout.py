"""Where each node goes: communities side by side, no two boxes over each other, the same picture every time.

Forces after Fruchterman and Reingold (Graph drawing by force-directed placement, 1991); communities by Louvain
(Blondel et al., 2008). Only operations that IEEE 754 rounds exactly are used on positions, summed in a fixed order, so
that machines agree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

WHOLE = 400  # up to this many nodes all forces are computed at once
GROUPS = 200  # the smallest communities beyond this many are drawn together
FORCES = 300  # a community larger than this is a spiral around its most connected node
SPACING = 60.0  # wanted length of a relation, in CSS pixels at zoom 1
ROOM = 2.6  # how many times the area of its boxes a small graph takes
GAP = 36.0  # between parts of a graph that nothing joins, CSS pixels
GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions (CSS pixels at zoom 1, one pair a node) and the community of each node; 0 is the largest one."""

    positions: tuple[tuple[int, int], ...]
    communities: tuple[int, ...]


def lay_out(boxes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> Layout:
    """Place nodes of the given widths and heights (CSS pixels, label included), joined by `edges` (node numbers)."""
    count = len(boxes)
    halves = np.array(boxes, dtype=np.float64).reshape(count, 2) / 2
    pairs = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    linked = sorted({end for pair in pairs for end in pair})
    groups = _communities(linked, pairs)
    positions = np.zeros((count, 2))
    if linked:
        place = _place_whole if len(linked) <= WHOLE else _place_groups
        place(positions, halves, groups, pairs)
        positions[linked] -= (positions[linked].min(axis=0) + positions[linked].max(axis=0)) / 2
    _rows(positions, halves, linked)
    community = np.full(count, len(groups))
    for number, group in enumerate(groups):
        community[group] = number
    return Layout(tuple((round(x), round(y)) for x, y in positions.tolist()), tuple(community.tolist()))


def _communities(nodes: list[int], pairs: list[tuple[int, int]]) -> list[list[int]]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pairs)
    found = (sorted(group) for group in nx.community.louvain_communities(graph, seed=0))
    ranked = sorted(found, key=lambda group: (-len(group), group[0]))
    return [*ranked[:GROUPS], *_bundles(ranked[GROUPS:])]


def _bundles(groups: list[list[int]]) -> list[list[int]]:
    """Small communities put together until each bundle holds a few hundred nodes."""
    bundles: list[list[int]] = []
    for group in groups:
        if not bundles or len(bundles[-1]) + len(group) > FORCES:
            bundles.append([])
        bundles[-1] += group
    return bundles


def _spiral(count: int, step: float) -> Points:
    """Sunflower positions, number 0 in the middle, about `step` apart."""
    turns = [(step * math.sqrt(i), i * GOLDEN) for i in range(count)]
    return np.array([(round(r * math.cos(a), 3), round(r * math.sin(a), 3)) for r, a in turns]).reshape(count, 2)


def _breadth_first(count: int, pairs: Pairs) -> list[int]:
    """Nodes in breadth-first order, each part of the graph from its most connected node."""
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs.tolist():
        neighbours[a].append(b)
        neighbours[b].append(a)
    order: dict[int, None] = {}
    for start in sorted(range(count), key=lambda node: -len(neighbours[node])):
        queue = [] if start in order else [start]
        order.setdefault(start)
        for node in queue:
            queue += (fresh := [other for other in neighbours[node] if other not in order])
            order.update(dict.fromkeys(fresh))
    return list(order)


def _forces(count: int, pairs: Pairs, weights: Points, spacing: float) -> Points:
    """Force-directed positions of a small graph."""
    positions = np.empty((count, 2))
    positions[_breadth_first(count, pairs)] = _spiral(count, spacing)
    rounds = 250 if count <= 150 else 100
    heat = spacing * math.sqrt(count)
    for turn in range(rounds):
        gap = positions[None, :, :] - positions[:, None, :]
        square = np.maximum(gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1], 1.0)
        move = (gap * (spacing * spacing / square)[:, :, None]).sum(axis=0)
        line = positions[pairs[:, 1]] - positions[pairs[:, 0]]
        pull = line * (np.sqrt(line[:, :1] * line[:, :1] + line[:, 1:] * line[:, 1:]) * weights[:, None] / spacing)
        np.add.at(move, pairs[:, 0], pull)
        np.subtract.at(move, pairs[:, 1], pull)
        move -= positions * np.array([0.4, 0.8])
        length = np.maximum(np.sqrt(move[:, :1] * move[:, :1] + move[:, 1:] * move[:, 1:]), 1e-9)
        limit = heat * (1 - turn / rounds) * 0.1 + 0.5
        positions += move / length * np.minimum(length, limit)
    return positions


def _push_apart(positions: Points, halves: Points, rounds: int = 400) -> None:
    """Move boxes (centre, half width and height) until none lies over another, each by as little as will do."""
    reach = halves[:, None, :] + halves[None, :, :]
    order = np.sign(np.arange(len(halves))[None, :] - np.arange(len(halves))[:, None])
    for turn in range(rounds):
        gap = positions[None, :, :] - positions[:, None, :]
        over = reach - np.abs(gap)
        clash = (over > 1e-6).all(axis=2) & (order != 0)
        if not clash.any():
            return
        sideways = over[:, :, 0] < over[:, :, 1]
        sign = np.where(gap == 0, order[:, :, None], np.sign(gap))
        push = over * sign * (np.stack([sideways, ~sideways], axis=2) & clash[:, :, None])
        hits = np.maximum(np.stack([clash & sideways, clash & ~sideways], axis=2).sum(axis=0), 1)
        positions += push.sum(axis=0) / 2 / np.sqrt(hits) * 1.05
        if turn % 50 == 49:
            positions *= 1.1


def _pack(positions: Points, radii: Points) -> None:
    """Draw discs towards the middle, as far as they go without lying over each other."""
    reach = radii[:, None] + radii[None, :]
    np.fill_diagonal(reach, 0)
    for turn in range(400):
        gap = positions[None, :, :] - positions[:, None, :]
        length = np.sqrt(gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1])
        over = np.maximum(reach - length, 0)
        if turn >= 100 and not (over > 1e-6).any():
            return
        positions += (gap * (over / np.maximum(length, 1e-6))[:, :, None]).sum(axis=0) / 2
        positions *= 0.97 if turn < 100 else 1.002


def _place_whole(positions: Points, halves: Points, groups: list[list[int]], pairs: list[tuple[int, int]]) -> None:
    """A small graph: each connected part by all its forces, relations inside a community pulling harder."""
    community = {node: i for i, group in enumerate(groups) for node in group}
    for part in _parts(pairs):
        number = {node: i for i, node in enumerate(part)}
        own = [(a, b) for a, b in pairs if a in number]
        local = np.array([(number[a], number[b]) for a, b in own], dtype=np.int64)
        weights = np.array([1.0 if community[a] == community[b] else 0.4 for a, b in own])
        placed = _forces(len(part), local, weights, SPACING)
        extent = placed.max(axis=0) - placed.min(axis=0) + 1
        wanted = ROOM * float((halves[part] * 2).prod(axis=1).sum())
        placed *= min(1.0, math.sqrt(wanted / float(extent[0] * extent[1]))) * np.array([1.2, 0.85])
        _push_apart(placed, halves[part])
        positions[part] = placed
    _islands(positions, halves, _parts(pairs))


def _parts(pairs: list[tuple[int, int]]) -> list[list[int]]:
    """The connected parts of the graph, the largest first."""
    found = (sorted(part) for part in nx.connected_components(nx.Graph(pairs)))
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _islands(positions: Points, halves: Points, parts: list[list[int]]) -> None:
    """Put the smaller parts in rows under the largest one."""
    corners = [((positions[p] - halves[p]).min(axis=0), (positions[p] + halves[p]).max(axis=0)) for p in parts]
    sizes = [high - low for low, high in corners]
    area = sum(float(size[0] * size[1]) for size in sizes)
    width = max(float(sizes[0][0]), 1.25 * math.sqrt(area))
    x, y, tall = 0.0, 0.0, 0.0
    for part, (low, _), size in zip(parts, corners, sizes, strict=True):
        if x > 0 and x + size[0] > width:
            x, y, tall = 0.0, y + tall + GAP, 0.0
        positions[part] += np.array([x, y]) - low
        x, tall = x + float(size[0]) + GAP, max(tall, float(size[1]))


def _place_groups(positions: Points, halves: Points, groups: list[list[int]], pairs: list[tuple[int, int]]) -> None:
    """A large graph: each community by itself, then the communities as boxes."""
    community = {node: i for i, group in enumerate(groups) for node in group}
    inside: list[list[tuple[int, int]]] = [[] for _ in groups]
    between: dict[tuple[int, int], int] = {}
    for a, b in pairs:
        first, second = sorted((community[a], community[b]))
        if first == second:
            inside[first].append((a, b))
        else:
            between[first, second] = between.get((first, second), 0) + 1
    extents = np.array([_place_group(positions, halves, *part) for part in zip(groups, inside, strict=True)])
    links = np.array(sorted(between), dtype=np.int64).reshape(-1, 2)
    weights = np.array([math.sqrt(between[a, b]) for a, b in links.tolist()])
    centres = _forces(len(groups), links, weights, float(np.median(extents)) * 2)
    _pack(centres, np.sqrt(extents[:, 0] * extents[:, 0] + extents[:, 1] * extents[:, 1]) * 0.8 + 10)
    for group, centre in zip(groups, centres, strict=True):
        positions[group] += centre


def _place_group(positions: Points, halves: Points, group: list[int], pairs: list[tuple[int, int]]) -> Points:
    """Place one community around (0, 0); gives its half width and height."""
    number = {node: i for i, node in enumerate(group)}
    local = np.array([(number[a], number[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    boxes = np.minimum(halves[group], 14.0)
    if len(group) <= FORCES:
        placed = _forces(len(group), local, np.ones(len(local)), SPACING / 2)
        _push_apart(placed, boxes, 40)
    else:
        placed = np.empty((len(group), 2))
        placed[_breadth_first(len(group), local)] = _spiral(len(group), 26.0)
    low, high = (placed - boxes).min(axis=0), (placed + boxes).max(axis=0)
    positions[group] = placed - (low + high) / 2
    return np.asarray((high - low) / 2, dtype=np.float64)


def _rows(positions: Points, halves: Points, linked: list[int]) -> None:
    """Put nodes without relations in rows beneath the others."""
    taken = set(linked)
    loners = [node for node in range(len(halves)) if node not in taken]
    extent = positions[linked] if linked else np.zeros((1, 2))
    width = max(float(extent[:, 0].max() - extent[:, 0].min()), 150 * math.sqrt(len(loners)))
    left, top = -width / 2, float(extent[:, 1].max()) + (120 if linked else 0)
    x, y, tall = left, top, 0.0
    for node in loners:
        wide, high = halves[node] * 2
        if x > left and x + wide > left + width:
            x, y, tall = left, y + tall, 0.0
        positions[node] = x + wide / 2, y + high / 2
        x, tall = x + float(wide) + 12, max(tall, float(high) + 12)
