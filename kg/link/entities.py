"""Mentions gathered into entities: one node for one thing, with every place that names it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from kg.link.bodies import Body
from kg.link.context import NATION
from kg.link.names import fold, group_initiatives
from kg.model import Entity, Evidence, Grade, Key, Span
from kg.recognize.documents import TitleMention
from kg.recognize.undertakings import InitiativeMention
from kg.rules.types import Divisions
from kg.text.layout import Layout, Sentence

_GRADES: tuple[Grade, ...] = ("stated", "resolved", "inherited", "inferred")


class Linked(Struct, frozen=True, gc=False):
    """A mention with the entity that it denotes; ranges are into the normalized text."""

    start: int
    end: int
    key: Key
    base: Key | None = None
    """Of a unit named with its body: that body."""


@dataclass
class Registry:
    """Collects the entities of one report."""

    layout: Layout
    divisions: Divisions
    _entities: dict[Key, Entity] = field(default_factory=dict)
    _evidence: dict[Key, list[Evidence]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _sentences: dict[int, Span] = field(default_factory=dict)
    """The source characters of sentences, by where they begin."""
    _places: set[str] = field(default_factory=set)
    """Codes of the divisions that are entities already, with those above them."""

    def __post_init__(self) -> None:
        """Index the sentences."""
        self._starts = [s.start for s in self.layout.sentences]

    def sentence(self, at: int) -> Sentence:
        """The sentence at a place of the normalized text."""
        return self.layout.sentences[(bisect_right(self._starts, at) or 1) - 1]

    def evidence(self, start: int, end: int) -> Evidence:
        """The source characters of a range, with its sentence."""
        span = self.layout.span
        sentence = self.sentence(start)
        if start < sentence.start or end > sentence.end:
            return Evidence(span(start, end), span(min(start, sentence.start), max(end, sentence.end)))
        around = self._sentences.get(sentence.start)
        if around is None:
            around = self._sentences[sentence.start] = span(sentence.start, sentence.end)
        return Evidence(span(start, end), around)

    def add(self, entity: Entity, spans: Iterable[tuple[int, int]] = ()) -> Key:
        """Adds an entity, or joins it to the one with its key; the better grade and its reason stay."""
        known = self._entities.get(entity.key)
        if known is None:
            self._entities[entity.key] = entity
        else:
            better = min(known, entity, key=lambda e: _GRADES.index(e.grade))
            self._entities[entity.key] = replace(
                better,
                aliases=tuple(sorted({*known.aliases, *entity.aliases} - {better.label})),
                category=known.category or entity.category,
                place=known.place or entity.place,
                part_of=known.part_of or entity.part_of,
            )
        return self._named(entity.key, spans)

    def _named(self, key: Key, spans: Iterable[tuple[int, int]]) -> Key:
        """The key, after the places that name its entity are noted."""
        self._evidence.setdefault(key, []).extend(self.evidence(a, b) for a, b in spans)
        return key

    def body(self, body: Body, spans: Iterable[tuple[int, int]], rule: str, surface: str = "") -> Key:
        """Adds a resolved body with its division; the forms of the text become alternative labels."""
        place = self.place(body.place) if body.place else None
        aliases = {*body.aliases, *([surface] if surface else [])} - {body.label}
        return self.add(
            Entity(
                body.key,
                body.label,
                (),
                tuple(sorted(aliases)),
                body.kind,
                place,
                grade=body.grade,
                rule=rule,
                resolution=body.resolution,
            ),
            spans,
        )

    def place(self, code: str, spans: Iterable[tuple[int, int]] = ()) -> Key | None:
        """Adds a division with those above it; the country itself is no place of the graph."""
        if code == NATION or code not in self.divisions.by_code:
            return None
        path = self.divisions.path(code)
        if code in self._places:
            return self._named(Key("place", path), spans)
        self._places.add(code)
        division = self.divisions.by_code[code]
        parent = self.place(division.parent)
        aliases = tuple(sorted({division.name, *([division.short] if division.short else [])} - {path}))
        return self.add(
            Entity(
                Key("place", path),
                path,
                (),
                aliases,
                division.level,
                parent,
                code=code if code.isdigit() else "",
                rule="division",
            ),
            spans,
        )

    def township(self, body: Key) -> Key | None:
        """Adds the division that a township named as a body is: 沂源县燕崖镇 is a body and a place; None for other bodies."""
        entity = self._entities[body]
        if entity.category != "community" or not body.stem.endswith(("乡", "镇")) or entity.place is None:
            return None
        path = entity.place.stem
        over = next((n for n in range(len(path), 0, -1) if entity.label.startswith(path[-n:])), 0)
        name = entity.label[over:]
        key = Key("place", path + name)
        spans = self._evidence.get(body, ())
        self.add(Entity(key, key.stem, (), (name,), "township", entity.place, grade=entity.grade, rule="township"))
        self._evidence[key] = [*self._evidence.get(key, ()), *spans]
        return key

    def entities(self) -> tuple[Entity, ...]:
        """All entities, sorted by key, each with its evidence in order of the text."""
        return tuple(
            replace(entity, evidence=tuple(sorted(set(self._evidence.get(key, ())))))
            for key, entity in sorted(self._entities.items())
        )  # fmt: skip

    def __contains__(self, key: object) -> bool:
        """Whether an entity is there."""
        return key in self._entities

    def get(self, key: Key) -> Entity:
        """The entity of a key."""
        return self._entities[key]


def link_documents(titles: tuple[TitleMention, ...], own: Key | None, registry: Registry) -> list[Linked]:
    """Titled texts as entities; a short or general title belongs to the report's body, a long one stands alone."""
    linked = []
    for title in titles:
        stem = fold(title.title)
        if len(stem) < 10 and own is not None:
            stem += "_" + own.stem
        key = Key("document", stem)
        registry.add(Entity(key, title.title, (), (), title.kind, rule="title-brackets"), [(title.start, title.end)])
        linked.append(Linked(title.start, title.end, key))
    return linked


def link_initiatives(mentions: tuple[InitiativeMention, ...], own: Key | None, registry: Registry) -> list[Linked]:
    """Undertakings as entities, identified by name and body."""
    linked = []
    for group in group_initiatives(mentions):
        fullest = max(group, key=lambda m: (m.kind != "other", len(m.name), -m.start))
        scope = own.stem if own else ""
        key = Key(
            "initiative",
            fold(fullest.core or fullest.name)
            + (f"_{fullest.kind}" if fullest.kind in ("venue", "training", "platform", "mechanism", "event") else "")
            + f"_{scope}",
        )
        aliases = sorted({m.name for m in group} | {m.core for m in group if m.core} - {fullest.name})
        registry.add(
            Entity(
                key, fullest.name, (), tuple(a for a in aliases if a != fullest.name), fullest.kind, rule=fullest.rule
            ),
            [(m.start, m.end) for m in group],
        )
        linked += [Linked(m.start, m.end, key) for m in group]
    return sorted(linked, key=lambda x: x.start)
