"""Positions: nothing on anything, groups together, the same every time."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kg.view.layout import Box, positions


def overlaps(one: Box, at: tuple[int, int], other: Box, there: tuple[int, int]) -> bool:
    return (
        abs(at[0] - there[0]) < (one.width + other.width) / 2 - 1
        and abs(at[1] - there[1]) < (one.height + other.height) / 2 - 1
    )


def groups(homes: int, members: int) -> tuple[list[Box], dict[str, list[str]]]:
    boxes = [Box(f"h{home}", 120, 70) for home in range(homes)]
    links: dict[str, list[str]] = {}
    for home in range(homes):
        for member in range(members):
            boxes.append(Box(f"m{home}.{member}", 60 + 7 * member, 45, home=f"h{home}"))
            links.setdefault(f"h{home}", []).append(f"m{home}.{member}")
            links.setdefault(f"m{home}.{member}", []).append(f"h{home}")
    boxes.append(Box("between", 80, 40))
    links["between"] = [box.name for box in boxes[:homes]]
    boxes.append(Box("alone", 80, 40))
    return boxes, links


@given(st.integers(0, 9), st.integers(0, 9))
def test_no_box_lies_on_another(homes: int, members: int) -> None:
    boxes, links = groups(homes, members)
    places = positions(boxes, links)
    assert list(places) == [box.name for box in boxes]
    for one, other in itertools.combinations(boxes, 2):
        assert not overlaps(one, places[one.name], other, places[other.name]), (one.name, other.name)


def test_members_stand_nearer_to_their_own_home_than_to_another() -> None:
    boxes, links = groups(8, 6)
    places = positions(boxes, links)

    def distance(one: str, other: str) -> float:
        return float((places[one][0] - places[other][0]) ** 2 + (places[one][1] - places[other][1]) ** 2)

    members = [box for box in boxes if box.home]
    own = sum(
        box.home == min((home.name for home in boxes[:8]), key=lambda home: distance(box.name, home)) for box in members
    )
    assert own >= 0.9 * len(members)


def test_many_groups_are_placed_without_overlap_of_homes() -> None:
    boxes, links = groups(60, 8)
    places = positions(boxes, links)
    for one, other in itertools.combinations(boxes[:60], 2):
        assert not overlaps(one, places[one.name], other, places[other.name])


def test_drawing_is_wider_than_high() -> None:
    boxes, links = groups(9, 7)
    places = positions(boxes, links).values()
    width = max(x for x, _ in places) - min(x for x, _ in places)
    height = max(y for _, y in places) - min(y for _, y in places)
    assert 1.1 < width / height < 2.0
