"""The plot of docs/performance.md: how figures grow with the number of documents, on logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, PANEL = 900, 380, 70, 40, 320


def plot(rows: Sequence[dict[str, Any]]) -> str:
    """Two panels: seconds and megabytes of the store, and milliseconds of each ready query."""
    sizes = [row["documents"] for row in rows]
    build = {
        "first build, processor s": [row["write"]["cpu"] + row["load"]["cpu"] for row in rows],
        "size on disk, MB": [row["load"]["size"] for row in rows],
        "peak memory, MB": [max(row["write"]["memory"], row["load"]["memory"]) for row in rows],
    }
    asked = {name: [row["queries"]["queries"][name][0] for row in rows] for name in rows[0]["queries"]["queries"]}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="11" '
        'font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *_panel("Building", sizes, build, LEFT),
        *_panel("Ready queries, ms", sizes, asked, LEFT + WIDTH // 2),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _panel(title: str, sizes: list[int], series: dict[str, list[float]], left: int) -> list[str]:
    values = [max(value, 0.1) for line in series.values() for value in line]
    low, high = floor(log10(min(values))), floor(log10(max(values))) + 1
    first, last = log10(min(sizes)), log10(max(sizes))

    def x(size: float) -> float:
        return left + (log10(size) - first) / max(last - first, 1e-9) * (PANEL - 110)

    def y(value: float) -> float:
        return TOP + 290 - (log10(max(value, 0.1)) - low) / (high - low) * 290

    parts = [f'<text x="{left}" y="{TOP - 18}" font-size="14">{title}</text>']
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{left}" x2="{left + PANEL - 110}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{TOP + 308}" text-anchor="middle">{size:,}</text>')
    labels = _spread({name: y(line[-1]) for name, line in series.items()})
    for number, (name, line) in enumerate(series.items()):
        colour = f"hsl({number * 360 // len(series)} 65% 38%)"
        points = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in zip(sizes, line, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x(sizes[-1]) + 8:.1f}" y="{labels[name] + 4:.1f}" fill="{colour}">{name}</text>')
    return parts


def _spread(places: dict[str, float], gap: float = 13) -> dict[str, float]:
    """Heights of labels, moved apart where they would lie on each other."""
    moved: dict[str, float] = {}
    before = float("-inf")
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        before = moved[name] = max(place, before + gap)
    return moved
