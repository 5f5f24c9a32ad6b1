"""Measures of the typed network that mean something for work reports; of equals, the first by name comes first.

- endorsed: undertakings by how many different bodies endorse them
- cooperating: bodies by how many others they are said to act with
- shared: names (what stands in quotation marks, else the label; width and marks do not count) that undertakings of several
  places bear; they are different undertakings
- owners: bodies by how many figures are theirs
- alike: two reports by the Jaccard index of the indicators that they state figures of: shared ones / all of both
- quoted: reports by the share of their characters that stands in sentences from which a figure or a relation was taken
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple

import networkx

from kg.analyze.network import Network
from kg.link.names import fold

TOO_MANY: Final = 2000
"""Reports above which no two are compared: the pairs grow with the square."""
_QUOTED: Final = re.compile(r"“(.+)”")


class Endorsed(NamedTuple):
    """An undertaking and those who endorse it."""

    initiative: str
    place: str
    endorsers: int
    by: tuple[str, ...]


class Cooperating(NamedTuple):
    """A body and those with whom it acts."""

    body: str
    partners: int
    times: int
    """Clauses that say so."""
    with_: tuple[str, ...]


class Shared(NamedTuple):
    """A name that undertakings of several places bear."""

    name: str
    places: tuple[str, ...]
    bodies: tuple[str, ...]


class Owner(NamedTuple):
    """A body and how many figures are its own."""

    body: str
    figures: int
    reports: int
    """How many name it."""


class Alike(NamedTuple):
    """Two reports and how much of what they count they have in common."""

    one: str
    other: str
    likeness: float
    """Jaccard index, 0 to 1, rounded to three digits."""
    shared: int
    indicators: int


class Quoted(NamedTuple):
    """A report and how much of it states facts that were taken."""

    report: str
    share: float
    """0 to 1, rounded to three digits."""
    figures: int


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures, each the first rows only."""

    endorsed: tuple[Endorsed, ...]
    cooperating: tuple[Cooperating, ...]
    shared: tuple[Shared, ...]
    owners: tuple[Owner, ...]
    alike: tuple[Alike, ...] | None
    """None where there are more than ``TOO_MANY`` reports."""
    quoted: tuple[Quoted, ...]


def measure(network: Network, *, top: int = 10) -> Measures:
    """The measures of a network, so many rows of each."""
    return Measures(
        endorsed=tuple(_endorsed(network)[:top]),
        cooperating=tuple(_cooperating(network)[:top]),
        shared=tuple(_shared(network)[:top]),
        owners=tuple(_owners(network)[:top]),
        alike=None if len(_of(network, "report")) > TOO_MANY else tuple(_alike(network)[:top]),
        quoted=tuple(_quoted(network)[:top]),
    )


def _of(network: Network, kind: str) -> list[str]:
    return [node for node, data in network.nodes(data=True) if data["kind"] == kind]


def _labels(network: Network, nodes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(network.nodes[node]["label"] for node in set(nodes)))


def _sources(network: Network, node: str, *kinds: str) -> list[str]:
    return [source for source, _, kind in network.in_edges(node, keys=True) if kind in kinds]


def _endorsed(network: Network) -> list[Endorsed]:
    found = []
    for node in _of(network, "initiative"):
        if by := _labels(network, _sources(network, node, "endorses")):
            owners = _sources(network, node, "carriesOut", "establishes")
            places = sorted({network.nodes[one]["place"] for one in owners} - {""})
            found.append(Endorsed(network.nodes[node]["label"], "、".join(places), len(by), by))
    return sorted(found, key=lambda row: (-row.endorsers, row))


def _cooperating(network: Network) -> list[Cooperating]:
    partners: dict[str, dict[str, int]] = defaultdict(dict)
    for one, other, kind, data in network.edges(keys=True, data=True):
        if kind == "cooperatesWith":
            partners[one][other] = partners[other][one] = data["places"]
    rows = [
        Cooperating(network.nodes[body]["label"], len(found), sum(found.values()), _labels(network, found))
        for body, found in partners.items()
    ]
    return sorted(rows, key=lambda row: (-row.partners, -row.times, row.body, row.with_))


def _shared(network: Network) -> list[Shared]:
    """Names by the number of places whose bodies carry out or founded what is called so."""
    owners: dict[str, set[str]] = defaultdict(set)
    written: dict[str, set[str]] = defaultdict(set)
    for node in _of(network, "initiative"):
        label = network.nodes[node]["label"]
        name = quoted[1] if (quoted := _QUOTED.search(label)) else label
        owners[fold(name)].update(_sources(network, node, "carriesOut", "establishes"))
        written[fold(name)].add(name)
    rows = []
    for name, bodies in owners.items():
        places = tuple(sorted({network.nodes[body]["place"] for body in bodies} - {""}))
        if name and len(places) > 1:
            rows.append(Shared(min(written[name]), places, _labels(network, bodies)))
    return sorted(rows, key=lambda row: (-len(row.places), row))


def _owners(network: Network) -> list[Owner]:
    rows = []
    for node in _of(network, "organization"):
        data = network.nodes[node]
        if data["figures"]:
            rows.append(Owner(data["label"], data["figures"], len(data["reports"])))
    return sorted(rows, key=lambda row: (-row.figures, row))


def _alike(network: Network) -> list[Alike]:
    states: networkx.Graph[str] = networkx.Graph()
    reports = [node for node in _of(network, "report") if network.nodes[node]["indicators"]]
    for report in reports:
        states.add_edges_from((report, f"indicator {code}") for code in network.nodes[report]["indicators"])
    rows = []
    for one, other, index in networkx.jaccard_coefficient(states, list(combinations(reports, 2))):  # read twice
        if index:
            first, second = sorted((_file(network, one), _file(network, other)))
            shared = len(set(states[one]) & set(states[other]))
            rows.append(Alike(first, second, round(index, 3), shared, len(set(states[one]) | set(states[other]))))
    return sorted(rows, key=lambda row: (-row.likeness, -row.shared, row))


def _quoted(network: Network) -> list[Quoted]:
    rows = []
    for node in _of(network, "report"):
        data = network.nodes[node]
        share = data["quoted"] / data["length"] if data["length"] else 0.0
        rows.append(Quoted(_file(network, node), round(share, 3), data["figures"]))
    return sorted(rows, key=lambda row: (-row.share, row))


def _file(network: Network, report: str) -> str:
    return str(next(iter(network.nodes[report]["files"]), report))
