"""The indicators by every name that they go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import pyoxigraph as ox

from kg.analyze.naming import plain
from kg.errors import QueryError
from kg.graph.namespaces import SKOS, WRI
from kg.resources import scheme_texts

NEAR = 5
"""Names that are suggested for one that is not known."""
_COUNT = "数"
"""Chinese labels end in it; people leave it out (提案立案 for 提案立案数)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the scheme."""

    notation: str
    zh: str
    en: str
    names: tuple[str, ...]
    """Preferred and other labels in both languages."""
    broader: tuple[str, ...]
    """Notations of the indicators right above it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All indicators by notation."""

    indicators: Mapping[str, Indicator]

    def get(self, notation: str, label: str = "") -> Indicator:
        """The indicator of a notation; one that the scheme lacks (of another version) is made from what is known."""
        known = self.indicators.get(notation)
        return known or Indicator(notation, label or notation, notation, (notation,), ())

    def chain(self, notation: str) -> frozenset[str]:
        """The notation and those of all broader indicators."""
        found, todo = {notation}, [notation]
        while todo:
            fresh = set(self.get(todo.pop()).broader) - found
            found |= fresh
            todo += fresh
        return frozenset(found)

    def find(self, name: str) -> Indicator:
        """The indicator that goes by a name: notation or label, in Chinese or English, with or without 数 at its end.

        Raises ``QueryError`` with the nearest names where none does, and with the candidates where several do.
        """
        wanted = _folded(name)
        exact = [one for one in self.indicators.values() if wanted and wanted == _folded(one.notation)]
        exact = exact or [one for one in self.indicators.values() if wanted and wanted in map(_folded, one.names)]
        if len(exact) == 1:
            return exact[0]
        parts = [one for one in self.indicators.values() if wanted and any(wanted in _folded(n) for n in one.names)]
        if not exact and len(parts) == 1:
            return parts[0]
        if exact or parts:
            listed = ", ".join(f"{one.notation} ({one.zh})" for one in (exact or parts)[: 2 * NEAR])
            raise QueryError(f"{name!r} may be several indicators", remedy=f"name one of: {listed}")
        near = self._near(wanted)
        remedy = f"near to it: {', '.join(near)}" if near else "kg query DIR indicators-in-use lists those of a graph"
        raise QueryError(f"no indicator named {name!r}", remedy=remedy)

    def _near(self, wanted: str) -> list[str]:
        """The nearest indicators as ``notation (label)``: alike spelt, or with most pairs of characters in common."""
        names = {_folded(name): one for one in self.indicators.values() for name in (one.notation, *one.names)}
        close = [names[name] for name in get_close_matches(wanted, sorted(names), n=NEAR, cutoff=0.6)]
        shared = sorted(
            ((len(_pairs(wanted) & _pairs(name)), one.notation) for name, one in names.items()),
            key=lambda pair: (-pair[0], pair[1]),
        )
        close += [self.indicators[notation] for count, notation in shared if count]
        return list(dict.fromkeys(f"{one.notation} ({one.zh})" for one in close))[:NEAR]


def _folded(name: str) -> str:
    """A name without case, blanks, quotation marks and the 数 at its end."""
    folded = plain(name).casefold().replace("_", "")
    return folded.removesuffix(_COUNT) if len(folded) > 2 else folded


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


@cache
def load_vocabulary() -> Vocabulary:
    """The indicators of the scheme that travels with the program."""
    return parse_vocabulary(scheme_texts())


def parse_vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The indicators that Turtle texts describe."""
    values: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal | ox.NamedNode):
                values[quad.subject.value][quad.predicate.value].append(quad.object)
    found = (_indicator(facts) for iri, facts in values.items() if iri.startswith(WRI) and facts[SKOS + "notation"])
    return Vocabulary({one.notation: one for one in sorted(found, key=lambda one: one.notation)})


def _indicator(facts: Mapping[str, list[ox.Literal | ox.NamedNode]]) -> Indicator:
    preferred = {
        label.language or "": label.value for label in facts[SKOS + "prefLabel"] if isinstance(label, ox.Literal)
    }
    others = sorted(label.value for label in facts.get(SKOS + "altLabel", ()))
    names = (*(preferred[language] for language in sorted(preferred)), *others)
    return Indicator(
        notation=facts[SKOS + "notation"][0].value,
        zh=preferred.get("zh", ""),
        en=preferred.get("en", ""),
        names=names,
        broader=tuple(sorted(one.value.removeprefix(WRI) for one in facts.get(SKOS + "broader", ()))),
    )
