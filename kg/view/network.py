"""Content -> pyvis network: marks by kind, positions fixed, physics off."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from kg.view.content import Content, Thing
from kg.view.layout import Box, positions
from kg.view.pyvis_parts import Network

SHAPES = {
    "organization": "dot",
    "initiative": "diamond",
    "document": "square",
    "place": "triangleDown",
    "person": "star",
    "figure": "hexagon",
}
"""A shape for each kind, so that colour is never the only sign."""

FONT = 12.5
"""Size of a label in pixels."""
LINE = 15.0
"""Height of a line of a label."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False, "barnesHut": {"gravitationalConstant": -9000, "springLength": 120, "damping": 0.3}},
    "layout": {"randomSeed": 7, "improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "tooltipDelay": 200, "hideEdgesOnDrag": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}, "selectionWidth": 1.5},
    "nodes": {"borderWidth": 1.5, "scaling": {"label": False}},
}
"""Options of vis-network; the page adds the colours of its theme."""


def build_network(content: Content) -> Network:
    """Return the drawing: nodes by number, those of the first view with their place, and every edge between them."""
    number = {thing.iri: place for place, thing in enumerate(content.things)}
    weight = [0] * len(content.things)
    links: dict[str, list[str]] = {}
    for link in content.links:
        weight[number[link.subject]] += 1
        weight[number[link.object]] += 1
        links.setdefault(link.subject, []).append(link.object)
        links.setdefault(link.object, []).append(link.subject)
    hubs = set(content.homes.values())
    sizes = [_size(thing, weight[place], thing.iri in hubs) for place, thing in enumerate(content.things)]
    boxes = [_box(thing, sizes[place], content.homes.get(thing.iri)) for place, thing in enumerate(content.things)]
    places = positions(boxes[: content.first], links)
    network = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    network.set_options(json.dumps(OPTIONS))
    for place, thing in enumerate(content.things):
        spot = {}
        if thing.iri in places:
            x, y = places[thing.iri]
            spot = {"x": x, "y": y + round(sizes[place] - boxes[place].height / 2)}  # the mark is the upper part
        network.add_node(
            place, label=wrapped(thing), shape=SHAPES[thing.kind], group=thing.kind, size=sizes[place], **spot
        )
    # Network.add_edge searches its list of nodes for both ends: quadratic, seconds for the largest pages.
    network.edges = [
        {"from": number[link.subject], "to": number[link.object], "id": place}
        for place, link in enumerate(content.links)
    ]
    return network


def wrapped(thing: Thing) -> str:
    """Return the label in lines that are short enough to stand below a mark."""
    if thing.number is not None:
        text, _, amount = thing.label.rpartition(" ")
        return f"{amount}\n{_cut(text, 10)}" if text else amount
    return "\n".join(_lines(thing.label, 9 if thing.kind == "initiative" else 10, 2))


def _lines(label: str, width: int, most: int) -> list[str]:
    """Return a label in lines of about equal width, the last one cut when there are too many."""
    wide = text_width(label)
    rows = min(most, max(1, -(-int(wide * 10) // (width * 10))))
    share = min(float(width), wide / rows + 0.5)
    lines: list[str] = []
    rest = label
    while rest and len(lines) < rows:
        if len(lines) == rows - 1:
            lines.append(_cut(rest, width))
            break
        end = 0
        while end < len(rest) and text_width(rest[: end + 1]) <= share:
            end += 1
        end = _good_break(rest, max(end, 1))
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return lines


def _good_break(text: str, end: int) -> int:
    """Return a place to break near the end: before an opening mark, behind a closing one."""
    while end < len(text) and text[end] in "”’》）)、，。·":
        end += 1
    return end - 1 if end > 1 and text[end - 1] in "“‘《（(" else end


def _cut(text: str, width: float) -> str:
    """Return the text, with an ellipsis when it is wider than this many Chinese characters."""
    if text_width(text) <= width + 1:
        return text
    end = len(text)
    while end > 1 and text_width(text[:end]) > width:
        end -= 1
    return text[:end] + "…"


def text_width(text: str) -> float:
    """Return the width of a text in Chinese characters; Latin letters take about half.

    >>> text_width("政协A1")
    3.16
    """
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.58 for char in text)


def _size(thing: Thing, weight: int, hub: bool) -> int:
    """Return the radius of a mark: larger with more links."""
    if hub:
        return 22
    smallest, largest = (6, 9) if thing.kind == "figure" else (7, 15)
    return min(largest, smallest + int(weight**0.5 * 1.6))


def _box(thing: Thing, size: int, home: str | None) -> Box:
    """Return the room that a mark with its label takes."""
    lines = wrapped(thing).split("\n")
    width = max(text_width(line) for line in lines) * FONT
    return Box(thing.iri, max(width, size * 2.0) + 4, size * 2 + len(lines) * LINE + 6, home)
