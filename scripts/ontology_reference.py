"""Write the reference of the ontology: Markdown, HTML, a class diagram, and the list of terms in its README.

``--check`` writes nothing and fails when a page is stale. Both pages come from ``ontology_reference.jinja``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from html import escape
from pathlib import Path

import jinja2
import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.graph.namespaces import PREFIXES, RDF, RDFS, SKOS, WR, WRS  # noqa: E402

ONTOLOGY = ROOT / "ontology"
PAGES = ROOT / "docs" / "reference"
OWL = PREFIXES["owl"]
START, END = "<!-- terms: written by scripts/ontology_reference.py -->\n", "<!-- end of terms -->"
PLACES = {
    "wr:Report": (40, 40), "org:Organization": (40, 270), "wr:Place": (40, 520),
    "wr:Document": (460, 40), "wr:Initiative": (460, 200), "wr:Metric": (460, 430), "nif:String": (460, 560),
    "skos:Concept": (860, 110), "wr:Correction": (860, 30), "rdf:Statement": (860, 290),
    "wr:Indicator": (860, 430), "nif:Sentence": (860, 560),
}  # fmt: skip
OPEN = {
    ("wr:Metric", "nif:String"): ["evidence"],
    ("rdf:Statement", "nif:String"): ["evidence"],
    ("org:Organization", "wr:Initiative"): ["establishes", "endorses"],
}
"""Properties whose domain or range is open, between classes for which the shapes demand or allow them."""
WIDTH, HEIGHT = 180, 44

Facts = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


def read(*paths: Path) -> Facts:
    """Subject -> predicate -> objects of some Turtle files, blank nodes left out."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                facts[quad.subject.value][quad.predicate.value].append(quad.object)
    return facts


def short(iri: str) -> str:
    """An IRI with its prefix."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    known = {value: key for key, value in PREFIXES.items()}
    return f"{known[iri[:cut]]}:{iri[cut:]}" if iri[:cut] in known else iri


def said(facts: Facts, iri: str, predicate: str, language: str) -> str:
    """The text of a property in one language."""
    values = facts[iri][predicate]
    return next((one.value for one in values if isinstance(one, ox.Literal) and one.language == language), "")


def terms(facts: Facts) -> list[dict[str, object]]:
    """Classes, then properties, in order of names."""
    found = []
    for iri in sorted(iri for iri in facts if iri.startswith(WR)):
        types = {one.value.removeprefix(OWL) for one in facts[iri][RDF + "type"]}
        found.append(
            {
                "name": short(iri),
                "anchor": iri.removeprefix(WR),
                "class": "Class" in types,
                "type": ", ".join(sorted(types)),
                "zh": said(facts, iri, RDFS + "label", "zh"),
                "en": said(facts, iri, RDFS + "label", "en"),
                "definition_zh": said(facts, iri, SKOS + "definition", "zh"),
                "definition_en": said(facts, iri, SKOS + "definition", "en"),
                "note": said(facts, iri, SKOS + "scopeNote", "en") or said(facts, iri, SKOS + "editorialNote", "en"),
                "domain": [short(one.value) for one in facts[iri][RDFS + "domain"]],
                "range": [short(one.value) for one in facts[iri][RDFS + "range"]],
                "above": [short(o.value) for p in ("subClassOf", "subPropertyOf") for o in facts[iri][RDFS + p]],
                "example": facts[iri][SKOS + "example"][0].value,
            }
        )
    return sorted(found, key=lambda term: (not term["class"], str(term["name"]).lower()))


def schemes(facts: Facts) -> list[dict[str, object]]:
    """The schemes with their concepts in the order of the file."""
    found = []
    for iri in sorted(iri for iri in facts if any(o.value == SKOS + "ConceptScheme" for o in facts[iri][RDF + "type"])):
        title = PREFIXES["dcterms"] + "title"
        concepts = [
            {
                "name": short(one),
                "zh": said(facts, one, SKOS + "prefLabel", "zh"),
                "en": said(facts, one, SKOS + "prefLabel", "en"),
                "definition": said(facts, one, SKOS + "definition", "en"),
                "definition_zh": said(facts, one, SKOS + "definition", "zh"),
                "broader": ", ".join(short(o.value) for o in facts[one][SKOS + "broader"]),
                "kind": " ".join(o.value for p in ("statType", "additivity", "unitKind") for o in facts[one][WR + p]),
            }
            for one in facts
            if any(o.value == iri for o in facts[one][SKOS + "inScheme"])
        ]
        found.append(
            {
                "name": iri.removeprefix(WRS),
                "zh": said(facts, iri, title, "zh"),
                "en": said(facts, iri, title, "en"),
                "concepts": concepts,
            }
        )
    return found


def edges(core: Facts) -> dict[tuple[str, str], list[str]]:
    """(domain, range) -> properties that lead from the one to the other, as the core declares them."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri in sorted(iri for iri in core if iri.startswith(WR)):
        for domain in core[iri][RDFS + "domain"]:
            for range_ in core[iri][RDFS + "range"]:
                if short(domain.value) in PLACES and short(range_.value) in PLACES:
                    found[short(domain.value), short(range_.value)].append(iri.removeprefix(WR))
    for pair, names in OPEN.items():
        found[pair] += names
    return found


def diagram(core: Facts) -> str:
    """The classes and what leads from one to another as SVG."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 640" font-family="sans-serif" font-size="12">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#5b6b7b"/></marker></defs>',
        '<rect width="1080" height="640" fill="#fff"/>',
    ]
    for (start, end), names in sorted(edges(core).items()):
        (x1, y1), (x2, y2) = PLACES[start], PLACES[end]
        label = escape(", ".join(names))
        if start == end:
            parts.append(
                f'<path d="M{x1 + 20} {y1 + HEIGHT}v24h60v-24" fill="none" stroke="#5b6b7b" marker-end="url(#tip)"/>'
                f'<text x="{x1 + 6}" y="{y1 + HEIGHT + 38}" fill="#34404c">{label}</text>'
            )
            continue
        if x1 == x2:  # one above the other: along the right part, since loops hang on the left
            x, down = x1 + WIDTH * 0.8, y2 > y1
            begin, finish = (x, y1 + HEIGHT if down else y1), (x, y2 if down else y2 + HEIGHT)
        else:
            right = x2 > x1
            begin = (x1 + WIDTH if right else x1, y1 + HEIGHT / 2)
            finish = (x2 if right else x2 + WIDTH, y2 + HEIGHT / 2)
        middle = ((begin[0] + finish[0]) / 2, (begin[1] + finish[1]) / 2 - 5)
        parts.append(
            f'<path d="M{begin[0]:g} {begin[1]:g}L{finish[0]:g} {finish[1]:g}" stroke="#5b6b7b" '
            f'marker-end="url(#tip)"/><text x="{middle[0]:g}" y="{middle[1]:g}" text-anchor="middle" fill="#34404c" '
            f'stroke="#fff" stroke-width="4" paint-order="stroke">{label}</text>'
        )
    for name, (x, y) in sorted(PLACES.items()):
        own = name.startswith("wr:")
        zh = said(core, WR + name[3:], RDFS + "label", "zh") if own else ""
        parts.append(
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{"#e8f1fb" if own else "#f3f3f0"}" '
            f'stroke="#5b6b7b"/><text x="{x + WIDTH / 2:g}" y="{y + 27}" text-anchor="middle" fill="#1c2733">'
            f"{escape(name + (f' {zh}' if zh else ''))}</text>"
        )
    return "\n".join([*parts, "</svg>\n"])


def pages() -> dict[Path, str]:
    """Path -> text of everything that is generated."""
    core = read(ONTOLOGY / "workreport.ttl")
    listed = terms(core)
    context = {
        "terms": listed,
        "schemes": schemes(read(*sorted((ONTOLOGY / "schemes").glob("*.ttl")))),
        "version": core["https://w3id.org/workreport/ontology"][OWL + "versionInfo"][0].value,
        "prefixes": {name: iri for name, iri in PREFIXES.items() if "workreport" in iri},
        "svg": diagram(core),
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    template = environment.get_template("ontology_reference.jinja")
    readme = (ONTOLOGY / "README.md").read_text("utf-8")
    rows = "".join(f"| `{term['name']}` | {term['zh']} | {term['definition_en']} |\n" for term in listed)
    table = f"| term | 中文 | definition |\n|---|---|---|\n{rows}"
    before, _, after = readme.partition(START)
    return {
        PAGES / "ontology.md": template.render(html=False, **context).rstrip() + "\n",
        PAGES / "ontology.html": template.render(html=True, **context),
        PAGES / "ontology.svg": context["svg"],
        ONTOLOGY / "README.md": before + START + table + END + after.partition(END)[2],
    }


def main() -> int:
    """Write the pages or, with ``--check``, compare them."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale; run scripts/ontology_reference.py", file=sys.stderr)
        return int(bool(stale))
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
