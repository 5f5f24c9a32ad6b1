"""How well a graph says what careful readers found: precision, recall and F1 for every kind of fact.

Entities are paired one to one with those of the annotation: a second node for one thing is a false find, one node for
two things misses one. A figure is found by its tight span; one that is there but wrong is missed and false at once. A
relation needs both ends paired and a span that touches a clause which states it. What is optional counts neither way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.analyze.annotations import (
    GROUPS,
    Annotation,
    ExpectedEntity,
    ExpectedFigure,
    ExpectedRelation,
    Group,
    occurrences,
)
from kg.analyze.claims import Claim, Claims, ReportClaims
from kg.analyze.naming import alike, body_key, pair_up, plain, same_place
from kg.graph.vocabulary import RELATIONS
from kg.model import Span

ROWS = (
    *GROUPS,
    "quantity",
    "quantity+org",
    "quantity+indicator",
    "quantity+initiative",
    "quantity+period",
    "quantity+modality",
    "other body",
    "other period",
    "planned or norm",
    "relations",
)
"""What is measured. ``other body``, ``other period`` and ``planned or norm`` hold only what a constant answer (the
report's own body, its year, actual) cannot get right."""

CLASSES: Mapping[Group, str] = {
    "organizations": "Organization",
    "initiatives": "Initiative",
    "documents": "Document",
}
SLACK = 10
"""How many characters a span may be longer than the numeral or the mention: a hedge and a unit, not the clause."""
LONGEST_CLAUSE = 150
"""A relation's span is a clause, at most a sentence."""


@dataclass(slots=True)
class Tally:
    """How often a row was right, what it missed and what it wrongly claimed."""

    hits: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """How many facts the annotation requires."""
        return self.hits + len(self.missed)

    @property
    def found(self) -> int:
        """How many facts the graph claims."""
        return self.hits + len(self.wrong)

    @property
    def precision(self) -> float:
        """Share of the claims that are right; 1 where nothing was due and nothing claimed."""
        return self.hits / self.found if self.found else float(self.expected == 0)

    @property
    def recall(self) -> float:
        """Share of the required facts that were claimed."""
        return self.hits / self.expected if self.expected else float(self.found == 0)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally, prefix: str = "") -> None:
        """Counts what ``other`` counted as well, each of its lines behind ``prefix``."""
        self.hits += other.hits
        self.missed += [prefix + line for line in other.missed]
        self.wrong += [prefix + line for line in other.wrong]

    def note(self, right: bool, what: str, *, claimed: bool) -> None:
        """Counts one required fact; a wrong claim in its place counts against precision too."""
        if right:
            self.hits += 1
            return
        self.missed.append(what)
        if claimed:
            self.wrong.append(what)


Tallies = dict[str, Tally]


def score(claims: Claims, annotations: Iterable[Annotation]) -> dict[str, Tallies]:
    """Report file name -> row -> tally, in order of the annotations."""
    return {annotation.file: _Comparison(annotation, claims).tallies for annotation in annotations}


def total(reports: Mapping[str, Tallies]) -> Tallies:
    """The tallies of all reports together."""
    summed = {row: Tally() for row in ROWS}
    for file, tallies in reports.items():
        for row, tally in tallies.items():
            summed[row].add(tally, f"{file}: ")
    return summed


def touch(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether any of the spans shares a character with any of the others.

    >>> touch([Span(0, 3)], [Span(2, 5)]), touch([Span(0, 3)], [Span(3, 5)])
    (True, False)
    """
    return any(one.start < other.end and other.start < one.end for one in spans for other in others)


class _Comparison:
    """One annotation held against what the graph claims of its report."""

    def __init__(self, annotation: Annotation, claims: Claims) -> None:
        self.annotation, self.claims = annotation, claims
        self.report = claims.reports.get(annotation.file) or ReportClaims(names={}, spans=())
        self.entities = {one.id: one for group in GROUPS for one in annotation.entities[group]}
        self.sound: dict[str, list[Span]] = defaultdict(list)
        for claim in self.report.spans:
            if _is_sound(claim, annotation.text):
                self.sound[claim.node].append(Span(claim.start, claim.end))
        self.meant: dict[str, str] = {}
        """Node of the graph -> id of the entity that it stands for."""
        self.tallies: Tallies = {row: Tally() for row in ROWS}
        for group in GROUPS:
            self._entities(group)
        self._figures()
        self._relations()

    # entities

    def _entities(self, group: Group) -> None:
        expected = sorted(self.annotation.entities[group], key=lambda one: one.optional)
        nodes = self.report.names.get(CLASSES[group], {})

        def fits(id_: str, node: str) -> bool:
            one = self.entities[id_]
            return self._same_name(one, nodes[node], bodies=group == "organizations") and self._at_mention(one, node)

        def fits_by_name(id_: str, node: str) -> bool:
            own = plain(self.entities[id_].names[0])
            return any(plain(name) == own for name in nodes[node]) and fits(id_, node)

        ids = [one.id for one in expected]
        pairs = pair_up(ids, sorted(nodes), fits_by_name)
        taken = set(pairs.values())
        pairs |= pair_up([i for i in ids if i not in pairs], [n for n in sorted(nodes) if n not in taken], fits)
        self.meant |= {node: id_ for id_, node in pairs.items()}

        tally = self.tallies[group]
        for one in expected:
            if not one.optional:
                tally.note(one.id in pairs, one.names[0], claimed=False)
        tally.wrong += ["/".join(sorted(nodes[node])[:4]) for node in sorted(nodes) if node not in self.meant]

    @staticmethod
    def _same_name(one: ExpectedEntity, labels: Iterable[str], *, bodies: bool) -> bool:
        if bodies:
            keys = {body_key(name, one.place) for name in one.names}
            return any(body_key(label, one.place) in keys for label in labels)
        names = (*one.names, *one.surfaces)
        return any(alike(name, label) for name in names for label in labels)

    def _at_mention(self, one: ExpectedEntity, node: str) -> bool:
        longest = max(map(len, one.surfaces), default=0) + SLACK
        tight = [span for span in self.sound.get(node, ()) if span.end - span.start <= longest]
        return touch(tight, [span for form in one.surfaces for span in occurrences(self.annotation.text, form)])

    # figures

    def _figures(self) -> None:
        shown = [claim for claim in self.report.spans if claim.node in self.claims.figures]
        partner = self._partners([claim for claim in shown if _is_sound(claim, self.annotation.text)])
        for number, expected in enumerate(self.annotation.figures):
            if not expected.optional:
                claim = partner.get(number)
                self._figure(expected, claim.node if claim else None)
        used = set(partner.values())
        for claim in shown:
            if claim not in used:
                self._stray(claim)

    def _partners(self, shown: Sequence[Claim]) -> dict[int, Claim]:
        """Each expected figure (by its number) and the span that shows it, the best-fitting first, no span twice."""
        required_first = sorted(range(len(self.annotation.figures)), key=lambda n: self.annotation.figures[n].optional)
        partner: dict[int, Claim] = {}
        used: set[Claim] = set()
        for least in (3, 2, 1, 0):
            for number in required_first:
                if number in partner:
                    continue
                expected = self.annotation.figures[number]
                for claim in shown:
                    if (
                        claim not in used
                        and _covers(claim, expected.numeral)
                        and self._fit(expected, claim.node) >= least
                    ):
                        partner[number] = claim
                        used.add(claim)
                        break
        return partner

    def _fit(self, expected: ExpectedFigure, node: str) -> int:
        """3: number and indicator agree, 2: the number, 1: the indicator, 0: neither."""
        if expected.indicator:
            counted = expected.indicator in self._codes(node)
        else:
            counted = alike(expected.indicator_text, self.claims.value(node, "indicatorText"))
        return 2 * self._same_number(expected, node) + counted

    def _codes(self, node: str) -> frozenset[str]:
        return self.claims.codes.get(self.claims.value(node, "indicator"), frozenset())

    def _same_number(self, expected: ExpectedFigure, node: str) -> bool:
        value = self.claims.value
        return (
            _number(value(node, "value")) == expected.value
            and _number(value(node, "highValue")) == expected.high
            and plain(value(node, "unit")) == plain(expected.unit)
            and local_or(value(node, "modifier"), "exact") == expected.modifier
        )

    def _figure(self, expected: ExpectedFigure, node: str | None) -> None:
        """Counts one required figure in every row that it belongs to."""
        own, year = self.annotation.organization, self.annotation.year
        what = f"{expected.id} {expected.quote}"
        right = node is not None and self._same_number(expected, node)

        def value(name: str) -> str:
            return self.claims.value(node, name) if node else ""

        def note(row: str, holds: bool, claimed: bool) -> None:
            self.tallies[row].note(right and holds, what, claimed=claimed)

        note("quantity", True, bool(node))

        body = value("organization")
        names_other = self._names_other(body)
        if expected.organization:
            holds = self.meant.get(body) == expected.organization
            note("quantity+org", holds, bool(body))
            if expected.organization != own:
                note("other body", holds, names_other)
            elif names_other:
                self.tallies["other body"].wrong.append(what)

        if expected.indicator:
            codes = self._codes(node) if node else frozenset()
            note("quantity+indicator", expected.indicator in codes, bool(codes))

        undertaking = value("initiative")
        meant = self.meant.get(undertaking, "")
        if expected.initiative:
            note("quantity+initiative", meant in self._kin(expected.initiative), bool(undertaking))
        elif undertaking and not (meant and self.entities[meant].optional):
            self.tallies["quantity+initiative"].wrong.append(what)

        period = value("period")
        if expected.period:
            note("quantity+period", period == expected.period, bool(period))
            if expected.period != year:
                note("other period", period == expected.period, period not in ("", year))
            elif period not in ("", year):
                self.tallies["other period"].wrong.append(what)
        elif period:
            self.tallies["quantity+period"].wrong.append(f"{what}: no period in the text")

        modality = local_or(value("modality"), "actual")
        note("quantity+modality", modality == expected.modality, bool(node))
        unusual = bool(node) and modality != "actual"
        if expected.modality != "actual":
            note("planned or norm", modality == expected.modality, unusual)
        elif unusual:
            self.tallies["planned or norm"].wrong.append(what)

    def _names_other(self, body: str) -> bool:
        """Whether a figure is given to a body that is neither this report's own nor another report's."""
        return (
            bool(body) and self.meant.get(body, "") != self.annotation.organization and body not in self.claims.owners
        )

    def _kin(self, initiative: str) -> set[str]:
        """The initiative, and those directly above and below it: naming either is right."""
        kin = {initiative}
        for relation in self.annotation.relations:
            if relation.predicate == "subInitiativeOf" and initiative in (relation.subject, relation.object):
                kin |= {relation.subject, relation.object}
        return kin

    def _stray(self, claim: Claim) -> None:
        """Counts a figure that is not expected, or a second one for a number that is expected once."""
        facts, value = self.claims.figures[claim.node], self.claims.value
        rows = ["quantity", "quantity+modality"]
        for row, name in (
            ("quantity+org", "organization"),
            ("quantity+indicator", "indicator"),
            ("quantity+initiative", "initiative"),
            ("quantity+period", "period"),
        ):
            rows += [row] if facts.get(name) else []
        rows += ["other body"] if self._names_other(value(claim.node, "organization")) else []
        rows += ["other period"] if value(claim.node, "period") not in ("", self.annotation.year) else []
        rows += ["planned or norm"] if local_or(value(claim.node, "modality"), "actual") != "actual" else []
        for row in rows:
            self.tallies[row].wrong.append(f"{claim.words[:20]} @{claim.start}")

    # relations

    def _relations(self) -> None:
        required, optional, clauses = self._expected_relations()
        listed = required.keys() | optional
        places = self.report.names.get("Place", {})
        named_places = sorted({relation.object for relation in self.annotation.relations} - self.entities.keys())
        found: set[_Triple] = set()
        standing: dict[_Triple, str] = {}
        for node, spans in self._statements():
            built = subject, predicate, target = self.claims.statements[node]
            one, other = self.meant.get(subject, ""), self.meant.get(target, "")
            ends = (
                [other] if other else [p for p in named_places if any(same_place(p, x) for x in places.get(target, ()))]
            )
            keys = {(one, predicate, end) for end in ends}
            stated = {key for key in keys if touch(spans, clauses.get(key, ()))}
            if stated & listed:
                mirrored = {(o, p, s) for s, p, o in stated if p == "cooperatesWith"}
                found |= (stated | mirrored) & required.keys()
                standing[built] = "listed"
            elif keys & listed:
                standing.setdefault(built, "elsewhere")  # right, but shown where it is not stated: counts neither way
            elif standing.get(built) not in ("listed", "elsewhere"):
                standing[built] = "unlisted" if self._plausible(one, other, spans) else "wrong"

        tally = self.tallies["relations"]
        tally.wrong += [self._in_words(built) for built in _false_finds(standing)]
        for key, quote in required.items():
            tally.note(key in found, f"{self._in_words(key)}  <- {quote}", claimed=False)

    def _expected_relations(self) -> tuple[dict[_Triple, str], set[_Triple], dict[_Triple, list[Span]]]:
        required: dict[_Triple, str] = {}
        optional: set[_Triple] = set()
        clauses: dict[_Triple, list[Span]] = defaultdict(list)
        for relation in self.annotation.relations:
            key = (relation.subject, relation.predicate, relation.object)
            for way in _ways(relation):
                clauses[way] += relation.clauses
                if relation.optional or way != key:
                    optional.add(way)
                else:
                    required.setdefault(way, relation.quote)
        return required, optional, clauses

    def _statements(self) -> Iterator[tuple[str, list[Span]]]:
        """Each statement with evidence in this report, and those of its sound spans that are short enough."""
        for node in sorted({claim.node for claim in self.report.spans}):
            if node in self.claims.statements and self.claims.statements[node][1] in RELATIONS:
                yield node, [span for span in self.sound.get(node, ()) if span.end - span.start <= LONGEST_CLAUSE]

    def _plausible(self, subject: str, target: str, spans: Sequence[Span]) -> bool:
        """Whether an unlisted relation with an optional end is shown in a clause that names both ends.

        The body whose report it is may go unnamed.
        """
        if not subject or not target:
            return False
        one, other = self.entities[subject], self.entities[target]
        if not (one.optional or other.optional):
            return False
        due = [other.surfaces] + ([one.surfaces] if subject != self.annotation.organization else [])
        clauses = [self.annotation.text[span.start : span.end] for span in spans]
        return any(all(any(form in clause for form in forms) for forms in due) for clause in clauses)

    def _in_words(self, triple: _Triple) -> str:
        def name(end: str) -> str:
            entity = self.entities.get(self.meant.get(end, end))
            return entity.names[0] if entity else end.rpartition("/")[2]

        return f"{name(triple[0])} {triple[1]} {name(triple[2])}"


_Triple = tuple[str, str, str]


def _ways(relation: ExpectedRelation) -> tuple[_Triple, ...]:
    """The triple, and its mirror image where the relation has no direction."""
    key = (relation.subject, relation.predicate, relation.object)
    mirrored = (relation.object, relation.predicate, relation.subject)
    return (key, mirrored) if relation.predicate == "cooperatesWith" else (key,)


def _false_finds(standing: Mapping[_Triple, str]) -> Iterator[_Triple]:
    """The wrong triples. Of unlisted ones the first of a pair of ends stays unscored: not every one is annotated."""
    excused: set[tuple[str, str]] = set()
    for triple, how in standing.items():
        pair = (triple[0], triple[2])
        if how == "wrong" or (how == "unlisted" and pair in excused):
            yield triple
        elif how == "unlisted":
            excused.add(pair)


def _is_sound(claim: Claim, text: str) -> bool:
    """Whether the words that the graph shows for a span are those of the text."""
    return text[claim.start : claim.end] == claim.words


def _covers(claim: Claim, numeral: Span) -> bool:
    longest = numeral.end - numeral.start + SLACK
    return claim.start <= numeral.start and numeral.end <= claim.end and claim.end - claim.start <= longest


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def local_or(value: str, default: str) -> str:
    """The local name of an IRI or the plain string itself; ``default`` where there is none."""
    return value.replace("#", "/").rpartition("/")[2] or default
