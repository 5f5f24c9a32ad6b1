"""One report in, all its facts out: the ordered stages of the pure core.

layout      title, head lines, headings, paragraphs, sentences, clauses
recognize   places, bodies, titles, undertakings, quantities
link        whose report it is; which body or undertaking each mention denotes
relate      figures with indicator, owner, undertaking, period and modality; relations with their clauses
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kg.link.antecedents import Antecedents
from kg.link.bodies import Open, own_body, resolve
from kg.link.context import Context, choose, read_context
from kg.link.entities import Linked, Registry, link_documents, link_initiatives
from kg.link.names import fold
from kg.model import Extraction, Figure, Key, Relation, Report, Skipped
from kg.recognize.bodies import BodyMention, Unresolved
from kg.recognize.documents import recognize_documents
from kg.recognize.initiatives import recognize_initiatives
from kg.recognize.organizations import recognize_organizations
from kg.recognize.places import PlaceMention, recognize_places
from kg.recognize.quantities import recognize_quantities
from kg.recognize.undertakings import InitiativeMention
from kg.relate.actions import read_actions
from kg.relate.figures import ReadFigure, read_figures
from kg.relate.hierarchy import announced_topics, read_hierarchy
from kg.relate.owners import Owners
from kg.relate.scene import Item, Scene
from kg.relate.selves import own_words
from kg.relate.stating import Stated
from kg.rules.types import BodyRules, Rules
from kg.text.layout import read_layout
from kg.text.normalize import normalize
from kg.text.ranges import Ranges
from kg.text.words import cut


def extract(report: Report, rules: Rules) -> Extraction:
    """Everything that a report says, each fact with its characters in the text as it was read."""
    layout = read_layout(report.text)
    words = cut(layout.text, lexicon=rules.words)
    places = recognize_places(layout.text, rules.divisions, words)
    mentions, unresolved = recognize_organizations(layout.text, places, words, rules.bodies)
    titled = recognize_documents(layout.text)
    inner = Ranges((t.start + 1, t.end - 1) for t in titled)
    mentions = tuple(m for m in mentions if not _only_in_title(m, inner))
    context = read_context(
        layout, mentions, places, report.manifest, _named_in(report.manifest.body, rules.bodies), rules.bodies
    )
    registry = Registry(layout, rules.divisions)
    near = tuple(sorted({code for p in places if len(p.codes) == 1 for code in rules.divisions.chain(p.codes[0])}))
    own = _own_body(context, near, registry, rules.bodies)
    mentions = tuple(map(Antecedents(context, places, layout, rules.divisions).of, mentions))
    bodies, skipped = _link_bodies(report.text, mentions, unresolved, context, near, registry, rules.bodies)
    named = {b.start: b.end for b in bodies}
    titles = tuple(t for t in titled if not any(named.get(t.start + n, -1) >= t.end - 2 for n in (0, 1)))
    documents = link_documents(titles, own, registry)
    claimed = (
        *((t.start, t.end) for t in titles),
        *((m.start, m.end) for m in mentions if m.rule.startswith("quoted-")),
    )
    bodied = sorted((m.start, m.end) for m in mentions)
    undertakings = recognize_initiatives(layout, words, claimed, rules.initiatives, bodied)
    undertakings = tuple(sorted((*undertakings, *_schemes(mentions, layout.text)), key=lambda m: m.start))
    initiatives = link_initiatives(undertakings, own, registry)
    quantities, numbers = recognize_quantities(layout.text, rules.figures.quantities)
    skipped += [
        Skipped(layout.span(n.start, n.end), report.text[slice(*layout.span(n.start, n.end))], "number", n.reason)
        for n in numbers
    ]
    divisions = _link_places(places, bodies, context, near, registry)
    own_place = registry.place(context.place)
    scene = Scene(
        layout,
        own,
        _items((*bodies, *documents, *initiatives, *divisions), undertakings, own, own_place, registry),
        rules.relations,
        own_place,
        registry.get(own).category if own else "",
    )
    readings = read_figures(layout, context, quantities, rules.figures)
    topics = announced_topics(scene)
    figures = _figures(readings, Owners(scene, words, readings, topics), registry, rules.figures.measures_of_anything)
    stated = (*read_actions(scene), *read_hierarchy(scene, topics))
    relations = _relations((*stated, *_to_townships(stated, registry)), registry)
    return Extraction(
        report,
        title=context.title,
        about=own,
        place=own_place,
        year=context.year,
        issued=context.issued,
        entities=registry.entities(),
        figures=figures,
        relations=relations,
        skipped=tuple(sorted(skipped, key=lambda s: (s.span, s.kind))),
    )


def _schemes(mentions: tuple[BodyMention, ...], text: str) -> Iterator[InitiativeMention]:
    """Teams and stations with a name in quotation marks, which are bodies and schemes of work in one: “乙先锋”志愿服务队."""
    for m in mentions:
        if m.rule.startswith("quoted-") and m.kind in ("other", "task-force", "mass-organization"):
            name = text[m.start : m.end]
            yield InitiativeMention(m.start, m.end, name, "venue", "quoted-body", name.partition("”")[0].strip("“"))


def _only_in_title(mention: BodyMention, titles: Ranges) -> bool:
    """Whether an open name stands inside a title, which is about it and says nothing of it."""
    return (
        mention.form is None
        and mention.rule not in ("listed-body", "titled-newspaper")
        and titles.holds(mention.start, mention.end)
    )


def _named_in(name: str, rules: BodyRules) -> tuple[BodyMention, ...]:
    """The bodies in a name that the manifest gives."""
    text = normalize(name).text
    return recognize_organizations(text, recognize_places(text, rules.divisions), cut(text), rules)[0] if text else ()


def _own_body(context: Context, near: tuple[str, ...], registry: Registry, rules: BodyRules) -> Key | None:
    """The report's own body as an entity."""
    body = own_body(context, near, rules)
    return registry.body(body, (), context.mention.rule) if body is not None and context.mention is not None else None


def _link_bodies(
    source: str,
    mentions: tuple[BodyMention, ...],
    unresolved: tuple[Unresolved, ...],
    context: Context,
    near: tuple[str, ...],
    registry: Registry,
    rules: BodyRules,
) -> tuple[list[Linked], list[Skipped]]:
    layout = registry.layout
    furniture = Ranges((b.start, b.end) for b in layout.blocks if b.kind == "furniture")
    linked: list[Linked] = []
    skipped: list[Skipped] = []

    def skip(start: int, end: int, reason: str, detail: str = "") -> None:
        span = layout.span(start, end)
        skipped.append(Skipped(span, source[slice(*span)], "mention", reason, detail))

    for gap in unresolved:
        skip(gap.start, gap.end, gap.reason)
    for mention in mentions:
        if furniture.holds(mention.start, mention.start + 1):
            skip(mention.start, mention.end, "page-furniture")
            continue
        body = resolve(mention, context, near, rules)
        if isinstance(body, Open):
            skip(mention.start, mention.end, body.reason, body.detail)
            continue
        key = registry.body(
            body, [(mention.start, mention.end)], mention.rule, layout.text[mention.start : mention.end]
        )
        base, above = body, None
        for start in reversed(mention.unit_starts):
            if base.parent is None:
                break
            base = base.parent
            above = registry.body(base, [(mention.start, start)], mention.rule, layout.text[mention.start : start])
        linked.append(Linked(mention.start, mention.end, key, above))
    return linked, skipped


def _link_places(
    places: tuple[PlaceMention, ...], bodies: list[Linked], context: Context, near: tuple[str, ...], registry: Registry
) -> list[Linked]:
    """Divisions named on their own; a short name counts where its division is certain."""
    inside = Ranges((b.start, b.end) for b in bodies)
    linked = []
    for place in places:
        if inside.holds(place.start, place.end):
            continue
        if not place.full and len(place.codes) > 1:
            continue
        spans = [(place.start, place.end)]
        key = registry.place(choose(place.codes, registry.divisions, (*context.chain, *near), context.chain), spans)
        if key is not None:
            linked.append(Linked(place.start, place.end, key))
    return linked


def _items(
    linked: Iterable[Linked],
    undertakings: tuple[InitiativeMention, ...],
    own: Key | None,
    own_place: Key | None,
    registry: Registry,
) -> tuple[Item, ...]:
    """All linked mentions as items of the scene, in order."""
    verbs = {m.start: m.verb for m in undertakings}
    path = own_place.stem if own_place else ""

    def superior(key: Key) -> bool:
        entity = registry.get(key)
        if entity.category not in ("cppcc", "party", "government", "congress") or (
            own is not None and key.stem.startswith(own.stem)
        ):
            return False
        return entity.place is None or path.startswith(entity.place.stem)

    linked = tuple(linked)
    if own is not None:
        known = Ranges((m.start, m.end) for m in linked)
        words = own_words(registry.layout.text, own.stem, registry.get(own).category)
        linked += tuple(Linked(a, b, own) for a, b in words if not known.touches(a, b))
    return tuple(
        sorted(
            Item(
                m.start, m.end, m.key, registry.get(m.key).category, verbs.get(m.start, ""), m.base,
                m.key.kind == "organization" and superior(m.key),
            )
            for m in linked
        )
    )  # fmt: skip


def _figures(
    readings: tuple[ReadFigure, ...], owners: Owners, registry: Registry, anything: frozenset[str]
) -> tuple[Figure, ...]:
    """One figure for each fact; a fact said again adds its span.

    Equal numbers of one indicator are one fact, but for small ones and for measures of ``anything``: two growths of 10 %
    are one only where one is told in the words of the other.
    """
    found: dict[tuple[object, ...], Figure] = {}
    worded: dict[tuple[object, ...], list[str]] = {}
    source = registry.layout
    for reading in readings:
        m = reading.mention
        owned = owners.of(reading)
        evidence = registry.evidence(m.start, m.end)
        same = (
            m.value,
            m.high,
            m.unit,
            m.modifier,
            reading.modality,
            reading.indicator,
            owned.organization,
            reading.period,
        )
        what = fold(reading.indicator_text) if m.value < 10 or not reading.indicator else ""
        if not what and reading.indicator in anything:
            told = fold(reading.indicator_text)
            words = worded.setdefault(same, [])
            what = next((w for w in words if w in told or told in w), told)
            words.append(what)
        known = found.get((*same, what))
        if known is not None:
            found[(*same, what)] = replace(
                known, evidence=(*known.evidence, evidence), initiative=known.initiative or owned.initiative
            )
            continue
        found[(*same, what)] = Figure(
            value=m.value,
            high=m.high,
            unit=m.unit,
            modifier=m.modifier,
            modality=reading.modality,
            indicator_text=reading.indicator_text,
            indicator=reading.indicator,
            surface=source.text[m.start : m.end],
            organization=owned.organization,
            initiative=owned.initiative,
            period=reading.period,
            period_text=reading.period_text,
            evidence=(evidence,),
            grade="inherited" if reading.inherited or owned.inherited else "stated",
            rule=f"{reading.rule}+{owned.rule}",
        )
    return tuple(sorted(found.values(), key=lambda f: f.evidence[0]))


def _to_townships(stated: Iterable[Stated], registry: Registry) -> Iterator[Stated]:
    """What is directed to a township as a body is directed to it as a place, too."""
    for one in stated:
        if one.predicate == "targets" and one.object.kind == "organization" and one.object in registry:
            division = registry.township(one.object)
            if division is not None:
                yield replace(one, object=division)


def _relations(stated: Iterable[Stated], registry: Registry) -> tuple[Relation, ...]:
    """One relation for each subject, predicate and object, with every clause that states it."""
    found: dict[tuple[Key, str, Key], list[Stated]] = {}
    for one in stated:
        mirrored = (one.object, one.predicate, one.subject)
        key = (
            mirrored
            if one.predicate == "cooperatesWith" and mirrored in found
            else (one.subject, one.predicate, one.object)
        )
        found.setdefault(key, []).append(one)
    return tuple(
        Relation(
            s,
            p,
            o,
            tuple(sorted({registry.evidence(x.start, x.end) for x in clauses})),
            rule=min(clauses, key=lambda x: x.start).rule,
        )
        for (s, p, o), clauses in sorted(found.items())
    )
