"""What people found wrong, applied to what the extractor found: found again by quote and place, not by identifiers.

A correction names words in a report and the words around them, so that it survives a rebuild, other rules, and a text
that was edited elsewhere. What it changes says so in its rule (``correction-rename``); what it takes away is kept as
skipped with the reason ``rejected``; what can no longer be found is returned, so that nobody believes it was heeded.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar, get_args

from msgspec.structs import replace

from kg.analyze.labels import labels_of
from kg.graph.vocabulary import RELATIONS
from kg.model import Entity, EntityKind, Evidence, Extraction, Figure, Key, Modality, Modifier, Relation, Skipped, Span

VERDICTS: Final = ("confirm", "reject", "change", "rename", "merge", "split", "add")
KINDS: Final = (*get_args(EntityKind), "figure", "relation")
RULE: Final = "correction-"
Fact = TypeVar("Fact", Entity, Figure)


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a filled-in review sheet."""

    line: int
    """Where it stands in the sheet, for messages."""
    verdict: str
    """One of ``VERDICTS``."""
    kind: str
    """Kind of entity, ``figure`` or ``relation``."""
    quote: str
    """The words in the report."""
    value: str = ""
    """New name (rename, split), name of the other one (merge), name or ``subject | property | object`` (add)."""
    report: str = ""
    """File name of the report; where it is not there or lacks the words, all reports are searched."""
    before: str = ""
    after: str = ""
    """What stood around the words."""
    label: str = ""
    """What was found: name of the entity, or ``subject property object``."""
    number: str = ""
    high: str = ""
    unit: str = ""
    modifier: str = ""
    modality: str = ""
    indicator: str = ""
    organization: str = ""
    initiative: str = ""
    period: str = ""
    """Parts of a figure that is added or changed; ``-`` empties one."""
    whole: bool = False
    """A row that ``kg review`` wrote, with every part of its figure: a part that was emptied is meant to be empty."""

    def says(self) -> tuple[str, ...]:
        """Return all that the row says, wherever in its sheet it stands."""
        return tuple(str(getattr(self, one.name)) for one in fields(self) if one.name != "line")


def apply_corrections(
    extractions: Sequence[Extraction], corrections: Iterable[Correction]
) -> tuple[tuple[Extraction, ...], tuple[Correction, ...]]:
    """Return the corrected extractions, in their order, and the corrections that no longer apply."""
    corrected = list(extractions)
    stale = correct(corrected, corrections)
    return tuple(corrected), stale


def correct(extractions: MutableSequence[Extraction], corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Replace the extractions that corrections change; return the corrections that no longer apply."""
    state = _State(extractions)
    waiting = list(corrections)
    while True:
        stale = [one for one in waiting if not state.apply(one)]
        # What a later row adds or renames, an earlier one may already name.
        if not stale or len(stale) == len(waiting):
            break
        waiting = stale
    return tuple(stale)


class _State:
    """The extractions while corrections are applied one after the other."""

    def __init__(self, extractions: MutableSequence[Extraction]) -> None:
        self.extractions = extractions
        self.labels: dict[Key, str] | None = None
        """Names of all entities, until one changes."""

    def apply(self, correction: Correction) -> bool:
        """Apply one correction; return whether its words and its fact were found."""
        for index, span in self._places(correction):
            if correction.verdict == "add":
                done = self._add(index, span, correction)
            elif correction.kind == "figure":
                done = self._figure(index, span, correction)
            elif correction.kind == "relation":
                done = self._relation(index, span, correction)
            else:
                done = self._entity(index, span, correction)
            if done:
                return True
        return False

    def _places(self, correction: Correction) -> Iterator[tuple[int, Span]]:
        """Yield where the words may stand: first in the report that is named, the best fitting place of each."""
        indexes = range(len(self.extractions))
        named = [i for i in indexes if correction.report in self.extractions[i].report.names]
        for index in (*named, *(i for i in indexes if i not in named)):
            # Without its report, words alone are too little: something around them has to fit.
            yield from (
                (index, span) for span in locate(self.extractions[index].report.text, correction, sure=index in named)
            )

    def _name(self, key: Key | None) -> str:
        if self.labels is None:
            self.labels = labels_of(self.extractions)
        return "" if key is None else self.labels.get(key, key.stem)

    def _key(self, kind: str, name: str) -> Key | None:
        """Return the entity that bears a name, by label before alias."""
        known = [entity for one in self.extractions for entity in one.entities if entity.key.kind == kind]
        return next(
            (e.key for e in known if name in (e.label, e.key.stem)),
            next((e.key for e in known if name in e.aliases), None),
        )

    def _figure(self, index: int, span: Span, correction: Correction) -> bool:
        one = self.extractions[index]
        # One number may stand for two figures (受理和办结各12件), so what is counted decides, too.
        found = _best(
            one.figures,
            span,
            lambda f: (f.indicator_text == correction.label) + (f.indicator == correction.indicator),
        )
        if found is None or correction.verdict not in ("confirm", "reject", "rename", "change"):
            return False
        if correction.verdict == "reject":
            skipped = Skipped(found.evidence[0].span, found.surface, "number", "rejected")
            self._put(index, figures=tuple(f for f in one.figures if f is not found), skipped=(*one.skipped, skipped))
            return True
        changed = self._changed(found, correction) if correction.verdict == "change" else found
        if changed is None:
            return False
        text = correction.value if correction.verdict in ("rename", "change") else ""
        new = replace(
            changed, grade="stated", rule=RULE + correction.verdict, indicator_text=text or found.indicator_text
        )
        self._put(index, figures=tuple(new if f is found else f for f in one.figures))
        return True

    def _changed(self, figure: Figure, row: Correction) -> Figure | None:
        """Return the figure with the parts that a row gives; None where a body or an initiative has no such name."""

        def part(said: str, now: str) -> str:
            return "" if said == "-" or (row.whole and not said) else said or now

        try:
            value = Decimal(row.number) if row.number else figure.value
            high = part(row.high, "" if figure.high is None else str(figure.high))
            upper = Decimal(high) if high else None
        except InvalidOperation:
            return None
        modifier = next((one for one in get_args(Modifier) if one == row.modifier), figure.modifier)
        if upper is not None and not row.modifier:
            modifier = "range"
        if (upper is None) == (modifier == "range") or (upper is not None and upper <= value):
            return None
        ends: list[Key | None] = []
        for kind, now, said in (
            ("organization", figure.organization, row.organization),
            ("initiative", figure.initiative, row.initiative),
        ):
            name = part(said, self._name(now))
            # Two may have one name: the one that it has already is meant before another.
            key = now if name == self._name(now) else self._key(kind, name)
            if name and key is None:
                return None
            ends.append(key if name else None)
        return replace(
            figure,
            value=value,
            high=upper,
            unit=part(row.unit, figure.unit),
            modifier=modifier,
            modality=next((one for one in get_args(Modality) if one == row.modality), figure.modality),
            indicator=part(row.indicator, figure.indicator),
            organization=ends[0],
            initiative=ends[1],
            period=part(row.period, figure.period),
        )

    def _relation(self, index: int, span: Span, correction: Correction) -> bool:
        one = self.extractions[index]
        for found in one.relations:
            if correction.label in self.says(found) and any(_touch(e.span, span) for e in found.evidence):
                if correction.verdict == "reject":
                    self._put(index, relations=tuple(r for r in one.relations if r is not found))
                    return True
                if correction.verdict == "confirm":
                    new = replace(found, grade="stated", rule=RULE + "confirm")
                    self._put(index, relations=tuple(new if r is found else r for r in one.relations))
                    return True
        return False

    def says(self, relation: Relation) -> tuple[str, ...]:
        """Return a relation in words; cooperation, which has no direction, both ways round."""
        ends = self._name(relation.subject), self._name(relation.object)
        both = (ends, ends[::-1]) if relation.predicate == "cooperatesWith" else (ends,)
        return tuple(f"{one} {relation.predicate} {other}" for one, other in both)

    def _entity(self, index: int, span: Span, correction: Correction) -> bool:
        one = self.extractions[index]
        found = _best(
            [e for e in one.entities if e.key.kind == correction.kind],
            span,
            lambda e: correction.label in (e.label, e.key.stem, *e.aliases),
        )
        if found is None:
            return False
        if correction.verdict == "confirm":
            self._everywhere(found.key, lambda e: replace(e, grade="stated", rule=RULE + "confirm"))
        elif correction.verdict == "rename" and correction.value:
            self._everywhere(found.key, lambda e: _renamed(e, correction.value))
        elif correction.verdict == "merge":
            target = self._key(correction.kind, correction.value)
            if target is None or target == found.key:
                return target is not None
            self._merge(found.key, target)
        elif correction.verdict == "reject":
            self._take(index, found, correction.quote)
        elif correction.verdict == "split" and correction.value:
            self._split(index, found, correction)
        else:
            return False
        return True

    def _everywhere(self, key: Key, change: Callable[[Entity], Entity]) -> None:
        for index, one in enumerate(self.extractions):
            if any(e.key == key for e in one.entities):
                self._put(index, entities=tuple(change(e) if e.key == key else e for e in one.entities))

    def _merge(self, old: Key, new: Key) -> None:
        """Let every fact of one entity be one of the other."""
        swap = _swapper(old, new)
        label = self._name(new)
        for index, one in enumerate(self.extractions):
            merged = next((e for e in one.entities if e.key == old), None)
            entities = [e for e in one.entities if e.key != old]
            if merged is not None:
                other = next((e for e in entities if e.key == new), None)
                base = other or replace(merged, key=new, label=label, evidence=())
                names = {merged.label, *merged.aliases, *base.aliases} - {label}
                evidence = tuple(sorted({*base.evidence, *merged.evidence}, key=lambda e: (e.span, e.sentence)))
                both = replace(
                    base, evidence=evidence, aliases=tuple(sorted(names)), grade="stated", rule=RULE + "merge"
                )
                entities = [e for e in entities if e.key != new] + [both]
            relations = tuple(
                r
                for r in (replace(r, subject=swap(r.subject), object=swap(r.object)) for r in one.relations)
                if r.subject != r.object
            )
            self._put(
                index,
                entities=tuple(replace(e, place=swap(e.place), part_of=swap(e.part_of)) for e in entities),
                figures=tuple(
                    replace(f, organization=swap(f.organization), initiative=swap(f.initiative)) for f in one.figures
                ),
                relations=relations,
                about=swap(one.about),
                place=swap(one.place),
            )

    def _split(self, index: int, old: Entity, correction: Correction) -> None:
        """Let the mentions with these words denote another entity, which takes along what is said of it there."""
        one = self.extractions[index]
        text = one.report.text
        taken = _with_words(old, text, correction.quote)
        left = tuple(e for e in old.evidence if e not in taken)
        key = self._key(old.key.kind, correction.value) or Key(old.key.kind, correction.value)
        known = next((e for e in one.entities if e.key == key), None)
        label = correction.value if known is None and key.stem == correction.value else self._name(key)
        new = replace(
            known or replace(old, key=key, label=label, aliases=(), resolution=""),
            evidence=tuple(sorted({*(known.evidence if known else ()), *taken}, key=lambda e: (e.span, e.sentence))),
            grade="stated",
            rule=RULE + "split",
        )
        swap = _swapper(old.key, key)

        def moves(evidence: tuple[Evidence, ...], *, sentences: bool) -> bool:
            """Whether what stands there is said by the taken mentions only."""

            def near(mentions: tuple[Evidence, ...]) -> bool:
                where = [e.sentence if sentences else e.span for e in evidence]
                return any(_touch(mention.span, place) for mention in mentions for place in where)

            return not left or (near(taken) and not near(left))

        rest = [e for e in one.entities if e is not old and e is not known]
        kept = replace(old, evidence=left, aliases=tuple(a for a in old.aliases if a != correction.quote))
        self._put(
            index,
            entities=(*([kept] if left else []), *rest, new),
            figures=tuple(
                replace(f, organization=swap(f.organization), initiative=swap(f.initiative))
                if moves(f.evidence, sentences=True)
                else f
                for f in one.figures
            ),
            relations=tuple(
                replace(r, subject=swap(r.subject), object=swap(r.object)) if moves(r.evidence, sentences=False) else r
                for r in one.relations
            ),
            about=one.about if left else swap(one.about),
            place=one.place if left else swap(one.place),
        )
        if not left:
            entities = self.extractions[index].entities
            self._put(
                index,
                entities=tuple(replace(e, place=swap(e.place), part_of=swap(e.part_of)) for e in entities),
            )

    def _take(self, index: int, entity: Entity, quote: str) -> None:
        """Take the mentions with these words from an entity; without mentions it goes, and with it what it does."""
        one = self.extractions[index]
        text = one.report.text
        taken = _with_words(entity, text, quote)
        left = tuple(e for e in entity.evidence if e not in taken)
        skipped = tuple(
            Skipped(e.span, text[e.span.start : e.span.end], "mention", "rejected", entity.label) for e in taken
        )
        if left:
            kept = replace(entity, evidence=left, aliases=tuple(a for a in entity.aliases if a != quote))
            self._put(index, entities=tuple(kept if e is entity else e for e in one.entities))
        else:
            key = entity.key
            clear = _swapper(key, None)
            self._put(
                index,
                entities=tuple(
                    replace(e, place=clear(e.place), part_of=clear(e.part_of)) for e in one.entities if e is not entity
                ),
                figures=tuple(
                    replace(f, organization=clear(f.organization), initiative=clear(f.initiative)) for f in one.figures
                ),
                relations=tuple(r for r in one.relations if key not in (r.subject, r.object)),
                about=clear(one.about),
                place=clear(one.place),
            )
        self._put(index, skipped=(*self.extractions[index].skipped, *skipped))

    def _add(self, index: int, span: Span, correction: Correction) -> bool:
        one = self.extractions[index]
        evidence = (Evidence(span, sentence_around(one.report.text, span)),)
        if correction.kind == "figure":
            try:
                value = Decimal(correction.number)
            except InvalidOperation:
                return False
            bare = Figure(
                value, "", correction.value or correction.quote, correction.quote, evidence,
                organization=one.about, rule=RULE + "add",
            )  # fmt: skip
            figure = self._changed(bare, dataclasses.replace(correction, whole=False))
            if figure is None:
                return False
            self._put(index, figures=(*one.figures, figure))
            return True
        if correction.kind == "relation":
            parts = [part.strip() for part in correction.value.split("|")]
            ends = [self._end(name) for name in (parts[0], parts[-1])]
            if len(parts) != 3 or None in ends or parts[1] not in RELATIONS:
                return False
            subject, object_ = (end for end in ends if end is not None)
            self._put(
                index, relations=(*one.relations, Relation(subject, parts[1], object_, evidence, rule=RULE + "add"))
            )
            return True
        kind = next(kind for kind in get_args(EntityKind) if kind == correction.kind)
        name = correction.value or correction.quote
        key = self._key(kind, name) or Key(kind, name)
        known = next((e for e in one.entities if e.key == key), None)
        if known is None:
            elsewhere = any(e.key == key for other in self.extractions for e in other.entities)
            # Of a body, initiative or document the graph tells the kind; nobody has said which.
            category = "" if elsewhere or kind in ("place", "person") else "other"
            new = Entity(key, self._name(key), evidence, category=category, rule=RULE + "add")
            self._put(index, entities=(*one.entities, new))
        else:
            more = replace(known, evidence=tuple(sorted({*known.evidence, *evidence}, key=lambda e: e.span)))
            self._put(index, entities=tuple(more if e is known else e for e in one.entities))
        return True

    def _end(self, name: str) -> Key | None:
        return next((key for kind in get_args(EntityKind) if (key := self._key(kind, name)) is not None), None)

    def _put(self, index: int, **changes: object) -> None:
        before = self.extractions[index]
        after = replace(before, **changes)
        if after != before:
            if "entities" in changes:
                self.labels = None
            self.extractions[index] = after


def _best(facts: Iterable[Fact], span: Span, fit: Callable[[Fact], int]) -> Fact | None:
    """Return the fact that is shown at this place: exactly there before partly there, then the one that fits best."""
    shown = [fact for fact in facts if any(_touch(one.span, span) for one in fact.evidence)]
    return max(shown, key=lambda fact: (any(one.span == span for one in fact.evidence), fit(fact)), default=None)


def _with_words(entity: Entity, text: str, quote: str) -> tuple[Evidence, ...]:
    """Return the mentions that read like this; where none does, as after an edit of the text, all of them."""
    return tuple(e for e in entity.evidence if text[e.span.start : e.span.end] == quote) or entity.evidence


def _swapper(old: Key, new: Key | None) -> Callable[[Key | None], Key]:
    def swap(key: Key | None) -> Key:
        return new if key == old else key  # type: ignore[return-value]

    return swap


def _renamed(entity: Entity, name: str) -> Entity:
    aliases = tuple(sorted({entity.label, *entity.aliases} - {name}))
    return replace(entity, label=name, aliases=aliases, grade="stated", rule=RULE + "rename")


def locate(text: str, correction: Correction, *, sure: bool) -> tuple[Span, ...]:
    """Return where the words stand: the place whose surroundings fit best, or none.

    ``sure``: the report is the one that is named, so the words alone are enough where they stand once.

    >>> locate("立案3件，办结3件。", Correction(2, "reject", "figure", "3件", before="，办结"), sure=True)
    (Span(start=7, end=9),)
    """
    if not correction.quote:
        return ()
    found = [Span(match.start(), match.end()) for match in re.finditer(re.escape(correction.quote), text)]
    fits = {span: _fit(text, span, correction) for span in found}
    best = max(fits.values(), default=0)
    # The same words of one report mean the same body or undertaking; the same number may count two things.
    enough = sure and (len(found) == 1 or correction.kind not in ("figure", "relation"))
    if not best and not enough:
        return ()
    return tuple(span for span in found if fits[span] == best)[:1]


def _fit(text: str, span: Span, correction: Correction) -> int:
    """Return how many characters on both sides are those of the correction."""
    left = text[max(0, span.start - len(correction.before)) : span.start]
    right = text[span.end : span.end + len(correction.after)]
    return _common(left[::-1], correction.before[::-1]) + _common(right, correction.after)


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence around words, as far as full stops and line ends tell.

    >>> sentence_around("一。二三。四", Span(3, 4))
    Span(start=2, end=5)
    """
    start = max((text.rfind(mark, 0, span.start) for mark in "。！？\n\r"), default=-1) + 1
    end = re.compile(r"[。！？]|(?=[\r\n])|$").search(text, span.end)
    return Span(start, end.end() if end else len(text))


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
