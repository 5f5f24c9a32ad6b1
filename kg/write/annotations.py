"""Mentions, figures and relations with their offsets, for people who annotate or train.

web-annotation   W3C Web Annotation Data Model: one annotation a span, with position and quotation
label-studio     tasks with predictions; Label Studio counts UTF-16 code units, as browsers do
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.graph.namespaces import DCTERMS, NIF, RDF, SKOS, WR
from kg.graph.vocabulary import FACTS
from kg.write.facts import Facts

AROUND: Final = 24
"""Characters of prefix and suffix in a quotation."""
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
"""Names the vocabulary; whoever reads the file has it, nothing is fetched here."""
Found = Mapping[str, list[ox.NamedNode | ox.Literal]]


class _Mark(NamedTuple):
    """A fact at a place of a report."""

    start: int
    end: int
    kind: str
    label: str
    node: str
    values: tuple[tuple[str, str], ...]


def annotate(facts: Facts, texts: Mapping[str, str], form: str) -> str:
    """Return all annotations as JSON; ``texts`` maps the identifier of a report to its text."""
    marks = _marks(facts)
    made = [
        one
        for report in sorted(marks)
        if (name := _local(report)) in texts
        for one in (_web if form == "web-annotation" else _tasks)(report, texts[name], marks[report], facts[report])
    ]
    if form == "web-annotation":
        return json.dumps({"@context": CONTEXT, "@graph": made}, ensure_ascii=False, indent=1) + "\n"
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _marks(facts: Facts) -> dict[str, list[_Mark]]:
    """Return the facts of each report in order of their places."""
    marks: dict[str, list[_Mark]] = defaultdict(list)
    for subject, found in facts.items():
        kind = next((FACTS[one.value] for one in found.get(RDF + "type", ()) if one.value in FACTS), "")
        for span in (facts.get(one.value, {}) for one in found.get(WR + "evidence", ()) if kind):
            report = _text(span, NIF + "referenceContext")
            if report in facts:
                begin, end = (int(_text(span, NIF + name) or 0) for name in ("beginIndex", "endIndex"))
                label = _text(found, SKOS + "prefLabel") or _text(found, WR + "indicatorText")
                marks[report].append(_Mark(begin, end, kind, label, subject, tuple(_values(kind, found, facts))))
    return {report: sorted(found) for report, found in marks.items()}


def _values(kind: str, found: Found, facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what a fact says beside its name."""
    if kind == "figure":
        for name in ("value", "highValue", "unit", "modifier", "modality", "period"):
            yield name, _text(found, WR + name)
        yield "indicator", _text(facts.get(_text(found, WR + "indicator"), {}), SKOS + "notation")
    if kind == "relation":
        for name in ("subject", "predicate", "object"):
            yield name, _text(found, RDF + name)
    yield "grade", _text(found, WR + "grade")


def _web(report: str, text: str, marks: list[_Mark], _: Found) -> Iterator[dict[str, object]]:
    for mark in marks:
        said = {"kind": mark.kind, "label": mark.label, **dict(mark.values)}
        yield {
            "id": f"{mark.node}#at={_local(report)},{mark.start},{mark.end}",
            "type": "Annotation",
            "motivation": "identifying" if mark.kind not in ("figure", "relation") else "describing",
            "body": [
                {"type": "SpecificResource", "source": mark.node, "purpose": "identifying"},
                {
                    "type": "TextualBody",
                    "format": "application/json",
                    "value": json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False),
                },
            ],
            "target": {
                "source": report,
                "selector": [
                    {"type": "TextPositionSelector", "start": mark.start, "end": mark.end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[mark.start : mark.end],
                        "prefix": text[max(0, mark.start - AROUND) : mark.start],
                        "suffix": text[mark.end : mark.end + AROUND],
                    },
                ],
            },
        }


def _tasks(report: str, text: str, marks: list[_Mark], found: Found) -> Iterator[dict[str, object]]:
    units = [0]
    for character in text:
        units.append(units[-1] + 1 + (character > "\uffff"))
    results = [
        {
            "id": f"{_local(mark.node)}-{mark.start}-{mark.end}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": units[mark.start],
                "end": units[mark.end],
                "text": text[mark.start : mark.end],
                "labels": [mark.kind],
            },
            "meta": {
                "text": [f"{name}: {value}" for name, value in (("label", mark.label), *mark.values) if value],
            },
        }
        for mark in marks
    ]
    yield {
        "data": {"text": text, "report": _local(report), "title": _text(found, DCTERMS + "title")},
        "predictions": [{"model_version": "workreport-kg", "result": results}],
    }


def _text(found: Found, name: str) -> str:
    return found[name][0].value if name in found else ""


def _local(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
