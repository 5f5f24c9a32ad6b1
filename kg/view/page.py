"""A graph and its texts -> one HTML file: nothing fetched, no inline handler, only scripts whose hashes it states."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from pyoxigraph import Store

from kg.model import Skipped
from kg.view.answers import Question, questions_of
from kg.view.content import Concept, Content, Link, Proof, Source, Thing, read_content
from kg.view.initials import initials
from kg.view.network import build_network
from kg.view.pyvis_parts import FOLDER
from kg.view.selection import Selection, choose, parse_selection
from kg.view.skeleton import read_skeleton

ASSETS = Path(__file__).parent / "assets"
BUNDLED = FOLDER / "lib"
LIBRARY = "vis-9.1.2/vis-network.min.js"
"""The drawing library as pyvis brings it, with its licence in its head."""
SCRIPTS = (
    "words.js",
    "base.js",
    "state.js",
    "place.js",
    "labels.js",
    "graph.js",
    "tables.js",
    "search.js",
    "filters.js",
    "panel.js",
    "report.js",
    "charts.js",
    "figures.js",
    "answers.js",
    "app.js",
)
"""Our scripts in the order in which they run."""


def render(
    store: Store,
    *,
    texts: Mapping[str, str],
    lang: str = "zh",
    selection: Selection | str | None = None,
    skipped: Mapping[str, Sequence[Skipped]] | None = None,
) -> str:
    """Return the page of a graph, the same text for the same graph.

    ``texts`` maps the id of a report (``rep_3f9a…``) to its text, to which all offsets point; ``skipped`` what the
    extractor left aside in it. ``lang`` (zh, en) is the language that the page opens in. ``selection`` says which
    part of a large graph to carry, also in the words of ``--view``.
    """
    wanted = parse_selection(selection) if isinstance(selection, str) else selection or Selection()
    skeleton = read_skeleton(store)
    content = read_content(store, skeleton, choose(skeleton, wanted), texts)
    network = build_network(content)
    network.set_template(str(ASSETS / "template.html"))
    environment = network.templateEnv
    environment.loader = FileSystemLoader([str(ASSETS), str(BUNDLED)])
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    scripts = [_source(environment, name) for name in (LIBRARY, *SCRIPTS)]
    styles = [_source(environment, "page.css")]
    environment.globals.update(
        lang=lang if lang in ("zh", "en") else "zh",
        policy=_policy(scripts, styles),
        scripts=scripts,
        styles=styles,
        content=_content(content, questions_of(store), skipped or {}),
    )
    return str(network.generate_html())


def _source(environment: Environment, name: str) -> str:
    """Return the text of an asset, with the line ends that a browser hashes."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].replace("\r\n", "\n").replace("\r", "\n")


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the Content-Security-Policy: these scripts and styles and nothing else, from nowhere."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {' '.join(map(_hash, styles))}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """Return the source expression that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _content(
    content: Content, questions: Sequence[Question], skipped: Mapping[str, Sequence[Skipped]]
) -> dict[str, Any]:
    """Return what the scripts read: short keys, nothing that is empty, nodes and concepts by number."""
    thing_number = {thing.iri: number for number, thing in enumerate(content.things)}
    concept_number = {concept.iri: number for number, concept in enumerate(content.concepts)}
    cities = sorted({city for thing in content.things for city in thing.cities})
    city_number = {city: number for number, city in enumerate(cities)}
    return {
        "base": content.base,
        "first": content.first,
        "leftOut": content.left_out,
        "cities": cities,
        "reports": [_report(report, thing_number, skipped.get(report.id, ())) for report in content.reports],
        "concepts": [_concept(concept, concept_number) for concept in content.concepts],
        "things": [_thing(thing, content.base, thing_number, concept_number, city_number) for thing in content.things],
        "links": [_link(link, thing_number) for link in content.links],
        "questions": [asdict(question) for question in questions],
    }


def _report(report: Source, thing_number: Mapping[str, int], skipped: Sequence[Skipped]) -> dict[str, Any]:
    return _full(
        id=report.id,
        title=report.title,
        files=list(report.files),
        about=thing_number.get(report.about),
        year=report.year,
        issued=report.issued,
        link=report.link,
        text=report.text,
        versionOf=report.version_of,
        skipped=[[s.span.start, s.span.end, s.kind, s.reason, s.detail] for s in sorted(skipped, key=_where)],
    )


def _where(skipped: Skipped) -> tuple[int, int, str]:
    return skipped.span.start, skipped.span.end, skipped.reason


def _concept(concept: Concept, number: Mapping[str, int]) -> dict[str, Any]:
    return _full(code=concept.notation, zh=concept.zh, en=concept.en, broader=number.get(concept.broader))


def _thing(
    thing: Thing, base: str, things: Mapping[str, int], concepts: Mapping[str, int], cities: Mapping[str, int]
) -> dict[str, Any]:
    number = thing.number
    return _full(
        id=thing.iri.removeprefix(base),
        kind=thing.kind,
        label=thing.label,
        also=list(thing.aliases),
        sound=" ".join(filter(None, (initials(name) for name in (thing.label, *thing.aliases)))),
        concept=concepts.get(thing.concept),
        reports=list(thing.reports),
        cities=[cities[city] for city in thing.cities],
        years=list(thing.years),
        code=thing.code,
        grade=thing.grade,
        rule=thing.rule,
        how=thing.resolution,
        proofs=[_proof(proof) for proof in thing.proofs],
        number=number
        and _full(
            value=number.value,
            high=number.high,
            unit=number.unit,
            modifier=number.modifier,
            modality=number.modality,
            text=number.text,
            body=things.get(number.organization),
            initiative=things.get(number.initiative),
            period=number.period,
            periodText=number.period_text,
        ),
    )


def _link(link: Link, number: Mapping[str, int]) -> dict[str, Any]:
    return _full(
        from_=number[link.subject],
        name=link.predicate,
        to=number[link.object],
        grade=link.grade,
        rule=link.rule,
        proofs=[_proof(proof) for proof in link.proofs],
    )


def _proof(proof: Proof) -> list[int | str]:
    place: list[int | str] = [proof.report, proof.begin, proof.end, proof.sentence_begin, proof.sentence_end]
    if proof.page:
        return [*place, proof.anchor, proof.sentence, proof.page]
    return [*place, proof.anchor, proof.sentence] if proof.anchor else place


def _full(**values: Any) -> dict[str, Any]:
    """Return the values that are not empty."""
    return {key.rstrip("_"): value for key, value in values.items() if value not in (None, "", [])}
