"""Which part of a graph the page carries, and how much of it the first drawing shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import QueryError
from kg.view.skeleton import Skeleton

FIRST_VIEW = 90
"""Nodes of the first drawing: what a screen can label so that it is read."""
MOST_NODES = 5000
"""Nodes that a page carries; beyond that it says what it left out."""

KINDS = ("organization", "initiative", "document", "place", "person", "figure")


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of ``--view``; an empty tuple lets everything through."""

    kinds: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    """Words that the full path of a division contains."""
    years: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()
    """Words that the id, a file name or the title of a report contains."""
    first: int = FIRST_VIEW
    """Nodes of the first drawing."""
    most: int = MOST_NODES
    """Nodes that the page carries."""


def parse_selection(text: str) -> Selection:
    """Return the selection that a ``--view`` filter says; raise QueryError for a word that it does not know.

    Parts are ``name=value``, separated by commas; a name said twice adds an alternative.

    >>> parse_selection("city=吉林市, year=2023, nodes=1000")
    Selection(kinds=(), cities=('吉林市',), years=(2023,), reports=(), first=1000, most=5000)
    """
    selection = Selection()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        selection = _with(selection, name, value)
    return selection


def _with(selection: Selection, name: str, value: str) -> Selection:
    """Return the selection with one more part."""
    if name == "kind" and value in KINDS:
        return replace(selection, kinds=(*selection.kinds, value))
    if name == "city" and value:
        return replace(selection, cities=(*selection.cities, value))
    if name == "report" and value:
        return replace(selection, reports=(*selection.reports, value))
    if name == "year" and value.isdecimal():
        return replace(selection, years=(*selection.years, int(value)))
    if name == "nodes" and value.isdecimal() and int(value) > 0:
        return replace(selection, first=int(value), most=max(int(value), selection.most))
    raise QueryError(
        f"view filter {name}={value} is not understood",
        remedy=f"use kind={'|'.join(KINDS)}, city=NAME, year=NNNN, report=WORD or nodes=COUNT, separated by commas",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What a page carries, in the order of its worth."""

    first: tuple[str, ...]
    """Nodes of the first drawing."""
    rest: tuple[str, ...]
    """Further nodes that the page carries."""
    homes: Mapping[str, str]
    """The report's body that a node of the first drawing gathers around."""
    left_out: int
    """Nodes in the selection that the page does not carry."""

    @property
    def carried(self) -> tuple[str, ...]:
        """All nodes of the page."""
        return self.first + self.rest


def choose(skeleton: Skeleton, selection: Selection) -> Choice:
    """Return the nodes to carry and the readable part of them to draw first.

    The first drawing takes the bodies that reports are about, then in turn for each of them its undertakings (those
    with figures before others), figures of these, and what hangs most together with what is there already.
    """
    scope = [node for node in skeleton.kinds if _matches(skeleton, selection, node)]
    worth = {node: skeleton.score(node) for node in scope}
    ranked = sorted(scope, key=lambda node: (-worth[node], node))
    hubs = _hubs(skeleton, ranked)[: max(1, selection.first // 4)]
    homes = _homes(skeleton, ranked, hubs)
    chosen = _first(skeleton, ranked, hubs, homes, selection.first)
    taken = set(chosen)
    rest = [node for node in ranked if node not in taken][: max(0, selection.most - len(chosen))]
    return Choice(tuple(chosen), tuple(rest), homes, len(scope) - len(chosen) - len(rest))


def _matches(skeleton: Skeleton, selection: Selection, node: str) -> bool:
    """Tell whether a node passes every filter."""
    reports = skeleton.reports_of.get(node, ())
    return (
        (not selection.kinds or skeleton.kinds[node] in selection.kinds)
        and (not selection.years or any(skeleton.years.get(report) in selection.years for report in reports))
        and (not selection.cities or any(word in city for word in selection.cities for city in skeleton.cities[node]))
        and (
            not selection.reports
            or any(word in name for word in selection.reports for r in reports for name in skeleton.report_names[r])
        )
    )


def _hubs(skeleton: Skeleton, ranked: Sequence[str]) -> list[str]:
    """Return the bodies of the reports, or where no report names its body, the most linked body of each report."""
    inside = set(ranked)
    hubs: dict[str, None] = {}
    for report in skeleton.reports:
        body = skeleton.about.get(report)
        if body is None:
            body = next(
                (
                    node
                    for node in ranked
                    if skeleton.kinds[node] == "organization" and report in skeleton.reports_of.get(node, ())
                ),
                None,
            )
        if body in inside and body is not None:
            hubs[body] = None
    return list(hubs)


def _homes(skeleton: Skeleton, ranked: Sequence[str], hubs: Sequence[str]) -> dict[str, str]:
    """Return the hub of each node that belongs to one: by a link, else by the report that names it."""
    hub_set = set(hubs)
    by_report = {report: body for report, body in skeleton.about.items() if body in hub_set}
    homes: dict[str, str] = {}
    for node in ranked:
        linked = {other for other in skeleton.links.get(node, ()) if other in hub_set}
        said = {by_report[report] for report in skeleton.reports_of.get(node, ()) if report in by_report}
        near = linked or said
        if len(near) == 1 and node not in hub_set:
            homes[node] = next(iter(near))
    return homes


def _first(
    skeleton: Skeleton, ranked: Sequence[str], hubs: Sequence[str], homes: Mapping[str, str], limit: int
) -> list[str]:
    """Return the nodes of the first drawing, hubs first."""
    linked = [node for node in ranked if skeleton.links.get(node)]
    chosen: dict[str, None] = dict.fromkeys(hubs[:limit])
    quota = {"initiative": 0.45, "figure": 0.2, "organization": 0.15, "document": 0.1, "person": 0.05, "place": 0.05}
    for kind in ("initiative", "figure", "organization", "document", "person", "place"):
        groups: dict[str, list[str]] = {}
        for node in linked:
            if skeleton.kinds[node] == kind and node not in chosen and _hangs(skeleton, node, chosen, kind):
                groups.setdefault(homes.get(node, ""), []).append(node)
        for node in _in_turn([sorted(group, key=lambda n: _order(skeleton, n)) for _, group in sorted(groups.items())])[
            : round(quota[kind] * limit)
        ]:
            if len(chosen) < limit:
                chosen[node] = None
    for node in _in_turn([[node for node in linked if node not in chosen]]):
        if len(chosen) >= limit:
            break
        if _hangs(skeleton, node, chosen, skeleton.kinds[node]):
            chosen[node] = None
    return list(chosen)


def _hangs(skeleton: Skeleton, node: str, chosen: Mapping[str, None], kind: str) -> bool:
    """Tell whether a node has a link to what is chosen; a figure needs one to an undertaking unless there is none."""
    others = [other for other in skeleton.links.get(node, ()) if other in chosen]
    if kind == "figure" and any(skeleton.kinds[other] == "initiative" for other in skeleton.links[node]):
        return any(skeleton.kinds[other] == "initiative" for other in others)
    return bool(others)


def _order(skeleton: Skeleton, node: str) -> tuple[int, int, int, str]:
    """Return the rank of a node among its kind: with figures before without, known indicators first, then by links."""
    figures = sum(skeleton.kinds[other] == "figure" for other in skeleton.links.get(node, ()))
    undertakings = sum(skeleton.kinds[other] == "initiative" for other in skeleton.links.get(node, ()))
    extra = undertakings if skeleton.kinds[node] == "figure" else min(figures, 3)
    return -extra, node not in skeleton.classified, -skeleton.score(node), node


def _in_turn(groups: Sequence[Sequence[str]]) -> list[str]:
    """Return the members of all groups, the first of each, then the second of each."""
    longest = max((len(group) for group in groups), default=0)
    return [group[rank] for rank in range(longest) for group in groups if rank < len(group)]
