"""What the names in a question may mean: the bodies, undertakings, reports and indicators of one graph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.graph.namespaces import prefixes
from kg.graph.queries import NamedQuery, load_queries
from kg.graph.store import base_of
from kg.link.names import fold
from kg.rules.types import Matcher
from kg.rules.types_asking import AskingRules

_THINGS: Final = """SELECT ?kind ?label ?name ?code WHERE {
  VALUES (?class ?kind) { (org:Organization "body") (wr:Initiative "initiative") (wr:Document "document") }
  ?thing a ?class ; skos:prefLabel ?label ; skos:prefLabel|skos:altLabel ?name .
  OPTIONAL { ?thing wr:jurisdiction/wr:divisionCode ?code }
}"""
_LEVEL: Final = re.compile("([\u4e00-\u9fff]{2,4})[市县区](政协|政府|人大|法院|检察院|妇联|总工会)")
"""Names of bodies that people say without the level of their division: 甲政协."""
_OWN: Final = 6
"""Characters from which on a name is told without the head of a body before it."""
_MEDIA: Final = """SELECT DISTINCT ?label WHERE {
  ?thing a org:Organization ; skos:prefLabel ?label ; org:classification/skos:notation "media" }"""
_REPORTS: Final = """SELECT ?file ?label ?code ?year WHERE {
  ?report a wr:Report ; wr:fileName ?file .
  OPTIONAL { ?report wr:aboutOrganization ?body . ?body skos:prefLabel ?label .
    OPTIONAL { ?body wr:jurisdiction/wr:divisionCode ?code } }
  OPTIONAL { ?report wr:aboutYear ?year } }"""
_TEXTS: Final = """SELECT DISTINCT ?counted ?label WHERE {
  ?figure a wr:Metric ; wr:indicatorText ?counted . OPTIONAL { ?figure wr:organization/skos:prefLabel ?label } }"""
_IN_USE: Final = """SELECT ?code ?label ?initiative ?period (COUNT(?figure) AS ?count) WHERE {
  ?figure wr:indicator ?concept . ?concept skos:notation ?code .
  OPTIONAL { ?figure wr:organization/skos:prefLabel ?label } OPTIONAL { ?figure wr:period ?period }
  OPTIONAL { ?figure wr:initiative/skos:prefLabel ?initiative }
} GROUP BY ?code ?label ?initiative ?period"""
_YEARS: Final = "SELECT DISTINCT ?period WHERE { ?figure wr:period ?period }"


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something that a name may mean."""

    kind: str
    """body, initiative, document or medium."""
    label: str
    place: str = ""
    """Code of the division of a body."""


@dataclass(frozen=True, slots=True, order=True)
class ReportName:
    """A report as questions name it: by its body and year."""

    file: str
    body: str
    place: str
    year: str


@dataclass(frozen=True)
class Vocabulary:
    """The names of one graph beside the words of the language; made once for a graph, used for any number of questions."""

    rules: AskingRules
    queries: Mapping[str, NamedQuery]
    things: tuple[Thing, ...]
    names: Mapping[str, tuple[tuple[str, Thing], ...]]
    """Folded name -> the name as the graph writes it, with what bears it."""
    reports: tuple[ReportName, ...]
    in_use: Mapping[str, int]
    """Indicator -> number of its figures."""
    years: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """Body (empty: all) -> the words by which its figures say what they count, one a line."""
    counted: frozenset[tuple[str, str, str]] = frozenset()
    """Body or undertaking, indicator and period of the figures."""

    @cached_property
    def matcher(self) -> Matcher[str]:
        """Finds folded names in folded text."""
        return Matcher({name: name for name in self.names})

    @cached_property
    def absent(self) -> Matcher[str]:
        """Finds listed bodies that the graph does not name."""
        return Matcher({name: name for name in self.rules.listed if fold(name) not in self.names})

    @cached_property
    def counted_names(self) -> frozenset[str]:
        """What indicators are called, folded."""
        return frozenset(fold(name) for one in self.rules.indicators.values() for name in one.names)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The bodies whose reports these are."""
        return tuple(sorted({report.body for report in self.reports if report.body}))

    @cached_property
    def bodies(self) -> tuple[Thing, ...]:
        """All bodies, media too."""
        return tuple(thing for thing in self.things if thing.kind in ("body", "medium"))

    @cached_property
    def names_of(self) -> Mapping[str, tuple[str, ...]]:
        """Label of a body -> all its names."""
        found: dict[str, set[str]] = defaultdict(set)
        for bearers in self.names.values():
            for name, thing in bearers:
                if thing.kind in ("body", "medium"):
                    found[thing.label].add(name)
        return {label: tuple(sorted(names)) for label, names in found.items()}

    def broader(self, notation: str) -> tuple[str, ...]:
        """The indicators above one, the nearest first."""
        known = self.rules.indicators.get(notation)
        above = known.broader if known else ()
        return tuple(dict.fromkeys([*above, *(higher for code in above for higher in self.broader(code))]))

    def labels(self, notation: str) -> str:
        """The Chinese label of an indicator; the notation where it has none."""
        known = self.rules.indicators.get(notation)
        return known.label if known else notation


def read_vocabulary(store: ox.Store, rules: AskingRules) -> Vocabulary:
    """The vocabulary of a graph, the same for the same graph."""
    media = {row["label"].value for row in _rows(store, _MEDIA)}
    names: dict[str, set[tuple[str, Thing]]] = defaultdict(set)
    for row in _rows(store, _THINGS):
        label = row["label"].value
        kind = "medium" if row["kind"].value == "body" and label in media else row["kind"].value
        thing = Thing(kind, label, row["code"].value if row["code"] else "")
        if len(folded := fold(row["name"].value)) >= 2:
            names[folded].add((row["name"].value, thing))
            if kind == "body" and (short := _LEVEL.fullmatch(folded)):
                names[short[1] + short[2]].add((row["name"].value, thing))
            if kind == "initiative" and (own := _headless(folded, rules.heads)):
                names[own].add((row["name"].value, thing))
    reports = {
        ReportName(
            row["file"].value,
            *(row[name].value if row[name] else "" for name in ("label", "code", "year")),
        )
        for row in _rows(store, _REPORTS)
    }
    in_use: dict[str, int] = defaultdict(int)
    counted = set()
    for row in _rows(store, _IN_USE):
        code, period = (row[name].value if row[name] else "" for name in ("code", "period"))
        in_use[code] += int(row["count"].value)
        counted |= {(row[name].value, code, period) for name in ("label", "initiative") if row[name]}
    texts: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _TEXTS):
        for name in {"", row["label"].value if row["label"] else ""}:
            texts[name].add(row["counted"].value)
    periods = {part[:4] for row in _rows(store, _YEARS) for part in row["period"].value.split("/")}
    return Vocabulary(
        rules=rules,
        queries=load_queries(),
        things=tuple(sorted({thing for bearers in names.values() for _, thing in bearers})),
        names={name: tuple(sorted(bearers)) for name, bearers in sorted(names.items())},
        reports=tuple(sorted(reports)),
        in_use=dict(sorted(in_use.items())),
        years=tuple(sorted(periods)),
        texts={name: "\n".join(sorted(lines)) for name, lines in sorted(texts.items())},
        counted=frozenset(counted),
    )


def _headless(name: str, heads: Iterable[str]) -> str:
    """What is left of a name that begins with the head of a body (政协甲小组工作室), where that is long enough."""
    head = next((head for head in heads if name.startswith(head)), "")
    return name.removeprefix(head) if head and len(name) - len(head) >= _OWN else ""


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    found = store.query(query, prefixes=prefixes(base_of(store)))
    if isinstance(found, ox.QuerySolutions):
        yield from found
