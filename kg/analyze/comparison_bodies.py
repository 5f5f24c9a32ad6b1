"""The bodies that a name means."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from kg.analyze.catalog import Catalog
from kg.analyze.naming import body_key, plain
from kg.analyze.rows import EntityRow
from kg.errors import QueryError

MOST = 8
"""Candidates that a refusal names."""


def find_body(catalog: Catalog, name: str) -> str:
    """IRI of the body with this name: one of its names as a whole, else a part of one.

    Raises ``QueryError`` with the candidates where several fit, and with the nearest names where none does.
    """
    found = bodies_named(catalog, name)
    if len(found) == 1:
        return found[0].iri
    if found:
        raise QueryError(f"{name!r} may be several bodies", remedy=f"name one of: {_listed(found)}")
    names = {one: row for row in _bodies(catalog) for one in (row.label, *row.aliases)}
    near = [names[one] for one in get_close_matches(name, sorted(names), n=MOST, cutoff=0.5)]
    remedy = f"near to it: {_listed(near)}" if near else "kg query DIR bodies-by-report lists them"
    raise QueryError(f"no body named {name!r} in this graph", remedy=remedy)


def bodies_named(catalog: Catalog, name: str) -> list[EntityRow]:
    """The bodies that a name fits best: by IRI or official name, by another name, by a part of one; maybe none."""
    wanted, key = plain(name), body_key(name)
    tests: tuple[Callable[[EntityRow], bool], ...] = (
        lambda row: name == row.iri,
        lambda row: wanted == plain(row.label),
        lambda row: wanted in map(plain, row.aliases) or (bool(key) and key == body_key(row.label, row.place)),
        lambda row: bool(wanted) and any(wanted in plain(one) for one in (row.label, *row.aliases)),
    )
    for test in tests:
        if found := [row for row in _bodies(catalog) if test(row)]:
            return found
    return []


def _bodies(catalog: Catalog) -> list[EntityRow]:
    return [row for row in catalog.entities if row.kind == "organization"]


def _listed(rows: list[EntityRow]) -> str:
    labels = list(dict.fromkeys(row.label for row in rows))
    return ", ".join(labels[:MOST]) + (f" … ({len(labels)})" if len(labels) > MOST else "")
