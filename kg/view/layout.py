"""Positions of a first drawing: bodies apart from each other, what belongs to each around it, no label on another.

A node takes the place of its whole label, so that a drawing that fits the screen can be read. There is no chance in
it and no clock: the same nodes in the same order stand in the same places on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

GOLDEN = math.pi * (3 - math.sqrt(5))
"""Golden angle: successive multiples never crowd one side."""
ASPECT = 1.45
"""Width to height of the drawing: a screen without its side panel."""
GAP = 5.0
"""Free room around a box."""
CELL = 96.0
"""Side of a cell of the grid that finds boxes in the way."""
STEP = 24
"""Distance of the places at which a group is tried."""
PACKED = 40
"""Groups that are fitted into each other; more of them are spread on a spiral, which is quicker."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node to be placed, with the room that its mark and its label take, in pixels."""

    name: str
    width: float
    height: float
    home: str | None = None
    """The node it gathers around; None for one that stands for itself or between others."""


def positions(boxes: Sequence[Box], links: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Return the place of each box by name, in the order of the boxes, whole pixels around (0, 0)."""
    by_name = {box.name: box for box in boxes}
    members: dict[str, list[Box]] = {}
    for box in boxes:
        if box.home is not None and box.home in by_name and box.home != box.name:
            members.setdefault(box.home, []).append(box)
    groups = {home: _group(by_name[home], group, links) for home, group in members.items()}
    names = sorted(groups, key=lambda name: (-len(groups[name]), name))
    bonds = _bonds(names, members, links)
    floor = _Floor()
    centres = _spread(names, groups, bonds) if len(names) > PACKED else {}
    for name in names:
        x, y = centres.get(name) or _nearest_gap(groups[name], by_name, floor, _pulled_to(name, bonds, floor))
        for member, (dx, dy) in groups[name].items():
            floor.put(by_name[member], x + dx, y + dy)
    for number, box in enumerate(boxes):
        if box.name not in floor.places:
            anchors = [floor.places[other] for other in links.get(box.name, ()) if other in floor.places]
            floor.put_near(box, _middle(anchors) if anchors else _edge(number, floor), (0.0, 0.0))
    return {box.name: (round(floor.places[box.name][0]), round(floor.places[box.name][1])) for box in boxes}


def _group(home: Box, group: Sequence[Box], links: Mapping[str, Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Return places of a home and its members around (0, 0)."""
    floor = _Floor()
    floor.put(home, 0.0, 0.0)
    for number, box in enumerate(group):
        floor.put_near(box, _beside(box, home.name, number, len(group), links, floor), (0.0, 0.0))
    return floor.places


def _pulled_to(name: str, bonds: Sequence[tuple[str, str, int]], floor: _Floor) -> tuple[float, float] | None:
    """Return the middle of the homes that stand already and are linked to this one's group."""
    ends = [(one if other == name else other) for one, other, _ in bonds if name in (one, other)]
    placed = [floor.places[end] for end in ends if end in floor.places]
    return _middle(placed) if placed else None


def _nearest_gap(
    group: Mapping[str, tuple[float, float]],
    by_name: Mapping[str, Box],
    floor: _Floor,
    pull: tuple[float, float] | None,
) -> tuple[float, float]:
    """Return where a whole group fits without touching others: the drawing stays small and linked groups near."""
    shapes = [(by_name[name], dx, dy) for name, (dx, dy) in group.items()]
    left = min(dx - box.width / 2 for box, dx, _ in shapes)
    right = max(dx + box.width / 2 for box, dx, _ in shapes)
    top = min(dy - box.height / 2 for box, _, dy in shapes)
    bottom = max(dy + box.height / 2 for box, _, dy in shapes)
    if not floor.places:
        return -(left + right) / 2, -(top + bottom) / 2
    west, north, east, south = floor.extent()
    reach = int(max((east - west) / ASPECT, south - north) / 2 + max(right - left, bottom - top))
    spots = []
    for row in range(-reach, reach + 1, STEP):
        for column in range(-int(reach * ASPECT), int(reach * ASPECT) + 1, STEP):
            x, y = column - (left + right) / 2, row - (top + bottom) / 2
            width = max(east, x + right) - min(west, x + left)
            height = max(south, y + bottom) - min(north, y + top)
            apart = math.hypot((x - pull[0]) / ASPECT, y - pull[1]) if pull else 0.0
            size = max(width / ASPECT, height) + 0.1 * math.hypot(column / ASPECT, row)
            spots.append((size + 0.1 * apart, row, column, x, y))
    for _, _, _, x, y in sorted(spots):
        if all(floor.free(box, x + dx, y + dy) for box, dx, dy in shapes):
            return x, y
    return 0.0, float(reach)


def _spread(
    names: Sequence[str], groups: Mapping[str, Mapping[str, tuple[float, float]]], bonds: Sequence[tuple[str, str, int]]
) -> dict[str, tuple[float, float]]:
    """Return places for many groups: discs on a sunflower's spiral, linked ones drawn together, then pushed apart."""
    radius = {
        name: max((math.hypot(x / ASPECT, y) for x, y in groups[name].values()), default=0.0) + 30 for name in names
    }
    step = max(radius.values(), default=1.0)
    at = {}
    for rank, name in enumerate(names):
        reach, turn = 1.6 * step * math.sqrt(rank), rank * GOLDEN
        at[name] = (ASPECT * reach * math.cos(turn), reach * math.sin(turn))
    for round_ in range(60 if len(names) <= 200 else 0):
        for one, other, weight in bonds:
            _draw_together(at, one, other, min(0.2, 0.02 * weight) * (1 - round_ / 60))
        for number, one in enumerate(names):
            for other in names[number + 1 :]:
                _push_apart(at, one, other, radius[one] + radius[other])
    return at


def _bonds(
    names: Sequence[str], members: Mapping[str, Sequence[Box]], links: Mapping[str, Sequence[str]]
) -> list[tuple[str, str, int]]:
    """Return pairs of homes with the number of links between their groups."""
    home_of = {box.name: name for name in names for box in members[name]} | {name: name for name in names}
    count: dict[tuple[str, str], int] = {}
    for node, home in home_of.items():
        for other in links.get(node, ()):
            if (there := home_of.get(other, home)) != home:
                pair = (min(home, there), max(home, there))
                count[pair] = count.get(pair, 0) + 1
    return [(one, other, weight) for (one, other), weight in sorted(count.items())]


def _draw_together(at: dict[str, tuple[float, float]], one: str, other: str, share: float) -> None:
    """Move two discs towards each other by a share of their distance."""
    (x1, y1), (x2, y2) = at[one], at[other]
    dx, dy = (x2 - x1) * share / 2, (y2 - y1) * share / 2
    at[one], at[other] = (x1 + dx, y1 + dy), (x2 - dx, y2 - dy)


def _push_apart(at: dict[str, tuple[float, float]], one: str, other: str, room: float) -> None:
    """Move two discs that overlap apart until they touch; the drawing is wider than high, so is a disc."""
    (x1, y1), (x2, y2) = at[one], at[other]
    dx, dy = (x2 - x1) / ASPECT * 1.2, (y2 - y1) * 1.2
    distance = math.hypot(dx, dy) or 1e-6
    if distance < room:
        share = (room - distance) / distance / 2
        at[one] = (x1 - (x2 - x1 or 1e-3) * share, y1 - (y2 - y1) * share)
        at[other] = (x2 + (x2 - x1 or 1e-3) * share, y2 + (y2 - y1) * share)


def _beside(
    box: Box, home: str, number: int, size: int, links: Mapping[str, Sequence[str]], floor: _Floor
) -> tuple[float, float]:
    """Return where a member would like to stand: near what it hangs on, else on a ring around its home."""
    hx, hy = floor.places[home]
    anchors = [floor.places[other] for other in links.get(box.name, ()) if other in floor.places and other != home]
    if anchors and box.name not in links.get(home, ()):
        x, y = _middle(anchors)
        away = math.hypot(x - hx, y - hy) or 1.0
        return x + (x - hx) / away * 40, y + (y - hy) / away * 30
    turn = number * GOLDEN
    reach = 56 + 2 * math.sqrt(size) * math.sqrt(number + 1)
    return hx + ASPECT * reach * math.cos(turn), hy + reach * math.sin(turn)


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean of some points."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _edge(number: int, floor: _Floor) -> tuple[float, float]:
    """Return a place on the rim of the drawing, for a node without links."""
    reach = max((math.hypot(x / ASPECT, y) for x, y in floor.places.values()), default=0.0) * 0.9
    return ASPECT * reach * math.cos(number * GOLDEN), reach * math.sin(number * GOLDEN)


class _Floor:
    """Boxes that have their place, found again through a grid."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[float, float]] = {}
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def put(self, box: Box, x: float, y: float) -> None:
        """Put a box here, whatever stands here."""
        self.places[box.name] = (x, y)
        edges = (x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
        for cell in _cells_of(edges):
            self._cells.setdefault(cell, []).append(edges)

    def extent(self) -> tuple[float, float, float, float]:
        """Return the left, top, right and bottom edge of all that stands."""
        boxes = [box for cell in self._cells.values() for box in cell]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def put_near(self, box: Box, wish: tuple[float, float], centre: tuple[float, float]) -> None:
        """Put a box on the first free place of a spiral around its wish, looking outward from the centre first."""
        start = math.atan2(wish[1] - centre[1], wish[0] - centre[0])
        for dx, dy in _spiral(start):
            x, y = wish[0] + dx, wish[1] + dy
            if self.free(box, x, y):
                self.put(box, x, y)
                return
        self.put(box, *wish)

    def free(self, box: Box, x: float, y: float) -> bool:
        """Tell whether a box can stand here and touch nothing."""
        left, top = x - box.width / 2 - GAP, y - box.height / 2 - GAP
        right, bottom = x + box.width / 2 + GAP, y + box.height / 2 + GAP
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells_of((left, top, right, bottom))
            for other in self._cells.get(cell, ())
        )


def _cells_of(edges: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    """Yield the cells of the grid that a rectangle touches."""
    for column in range(math.floor(edges[0] / CELL), math.floor(edges[2] / CELL) + 1):
        for row in range(math.floor(edges[1] / CELL), math.floor(edges[3] / CELL) + 1):
            yield column, row


def _spiral(start: float) -> Iterator[tuple[float, float]]:
    """Yield steps away from a point, wider and wider, beginning in one direction."""
    yield 0.0, 0.0
    angle, reach = start, 0.0
    while reach < 6000:
        angle += 0.5 if reach < 60 else 30 / reach
        reach += 2.2 if reach < 60 else 260 / reach
        yield ASPECT * reach * math.cos(angle), reach * math.sin(angle)
