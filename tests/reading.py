"""Sentences of our own read as parts of small reports, and what was read written in one line: for tables of cases.

``tests/cases/heads.toml`` holds the beginnings of reports; a case names one of them and gives a sentence or two.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from kg.extract import extract
from kg.model import Entity, EntityKind, Extraction, Manifest, Report
from kg.rules.load import load_rules

CASES = Path(__file__).parent / "cases"
RULES = load_rules()
UNTOLD = Manifest()


def cases(name: str) -> list[list[str]]:
    """The rows of a table below its header; lines that begin with # are remarks. ``\\n`` is a line end."""
    lines = (CASES / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [[cell.replace("\\n", "\n") for cell in row] for row in rows[1:]]


@cache
def head(name: str) -> str:
    """The beginning of a report; empty for ``-``."""
    if name == "-":
        return ""
    found: str = tomllib.loads((CASES / "heads.toml").read_text("utf-8"))[name]
    return found


@cache
def read(name: str, text: str, manifest: Manifest = UNTOLD) -> Extraction:
    """A report that begins with a head and goes on with a text."""
    return extract(Report(head(name) + text, ("case.txt",), manifest), RULES)


def mentions(found: Extraction, name: str, kind: EntityKind) -> list[tuple[int, str, Entity]]:
    """Offset, words and entity of all mentions below the head, in order of the text."""
    begin = len(head(name))
    spans = [
        (item.span.start, found.report.text[slice(*item.span)], entity)
        for entity in found.entities
        if entity.key.kind == kind
        for item in entity.evidence
        if item.span.start >= begin
    ]
    return sorted(spans, key=lambda one: (one[0], -len(one[1])))


def bodies(name: str, text: str) -> str:
    """``surface=stem`` of every body named, and ``surface?reason`` of every name left open."""
    found = read(name, text)
    told = [(start, f"{words}={entity.key.stem}") for start, words, entity in mentions(found, name, "organization")]
    told += [
        (one.span.start, f"{one.surface}?{one.reason}")
        for one in found.skipped
        if one.kind == "mention" and one.span.start >= len(head(name))
    ]
    return " ".join(words for _, words in sorted(told, key=lambda one: one[0])) or "-"


def undertakings(name: str, text: str) -> str:
    """``name|kind`` of every undertaking in the order of first mention."""
    return _distinct(f"{e.label}|{e.category}" for _, _, e in mentions(read(name, text), name, "initiative"))


def titles(name: str, text: str) -> str:
    """``title|kind`` of every titled text in the order of first mention."""
    return _distinct(f"{e.label}|{e.category}" for _, _, e in mentions(read(name, text), name, "document"))


def places(name: str, text: str) -> str:
    """``surface=path`` of every division named."""
    found = mentions(read(name, text), name, "place")
    return " ".join(f"{words}={entity.label}" for _, words, entity in found) or "-"


def relations(name: str, text: str) -> str:
    """``subject predicate object`` of every relation, in order of their words."""
    found = read(name, text)
    labels = {entity.key: entity.label if entity.key.kind != "organization" else "" for entity in found.entities}
    told = sorted(
        f"{labels[one.subject] or one.subject.stem} {one.predicate} {labels[one.object] or one.object.stem}"
        for one in found.relations
    )
    return "; ".join(told) or "-"


def owned(name: str, text: str) -> str:
    """``surface|body|undertaking`` of every figure in order of the text; ``-`` where there is none."""
    found = read(name, text)
    labels = {entity.key: entity.label for entity in found.entities}
    figures = sorted(found.figures, key=lambda one: (one.evidence[0].span, one.indicator_text))
    return " ".join(
        dict.fromkeys(
            f"{one.surface}|{one.organization.stem if one.organization else '-'}|"
            f"{labels[one.initiative] if one.initiative else '-'}"
            for one in figures
        )
    )


def _distinct(items: object) -> str:
    return " ".join(dict.fromkeys(items)) or "-"  # type: ignore[call-overload]
