"""The bodies, undertakings, media, places and reports that a question names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.analyze.ask.marks import Marks
from kg.analyze.ask.places import read_place
from kg.analyze.ask.reports import read_files, read_report
from kg.analyze.ask.slots import Body, Gap, Slots
from kg.analyze.ask.vocabulary import Thing, Vocabulary
from kg.link.names import fold
from kg.recognize.places import PlaceMention, recognize_places

_COMMITTEES = ("委", "府", "办", "院")
"""Endings of names of two characters (县委) that are names outside quotation marks, too."""
_ITSELF = re.compile("它|自己|自身|该[市县区省]?(?:政协|单位|机构)|本单位")


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of the question that names something of the graph."""

    start: int
    end: int
    words: str
    things: tuple[tuple[str, Thing], ...]
    """Name as the graph writes it, and what bears it."""

    def of(self, *kinds: str) -> tuple[Thing, ...]:
        """What of these kinds may be meant, sorted."""
        return tuple(sorted({thing for _, thing in self.things if thing.kind in kinds}))


def read_names(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill body, initiative, media, file and place-name, and note the bodies and places that the graph lacks."""
    marks = slots.marks
    read_files(slots, vocabulary)
    bodies: list[Body] = []
    for named in _found(marks, vocabulary):
        words = marks.text[named.start : named.end]
        if (things := named.of("initiative")) and (words[:1] in "“‘《" or not named.of("body")):
            _initiative(slots, named, things)
        elif things := named.of("medium"):
            slots.fill("media", things[0].label, words=words, at=named.start)
        elif labels := tuple(thing.label for thing in named.of("body")):
            bodies.append(Body(named.start, named.end, words, labels))
        elif things := named.of("document"):
            slots.fill("document", things[0].label, words=words, at=named.start)
        marks.take(named.start, named.end)
    _quoted_initiatives(slots, vocabulary)
    for place in recognize_places(marks.rest, vocabulary.rules.divisions):
        if (body := read_place(slots, place, vocabulary)) is not None:
            bodies.append(body)
    for start, end, name in vocabulary.absent.find(marks.rest):
        media = sorted(thing.label for thing in vocabulary.things if thing.kind == "medium")
        slots.gaps.append(Gap("body", name, tuple(media[:5])))
        marks.take(start, end)
    reported = {body.start for body in sorted(bodies) if read_report(slots, body, vocabulary)}
    if "place-name" in slots and slots["place-name"].at in reported:
        del slots.filled["place-name"]
    others = [body for body in sorted(bodies) if body.start not in reported]
    if others:
        slots.fill("form", others[-1].words, words=others[-1].words, at=others[-1].start)
    _bodies(slots, others, vocabulary)
    _author(slots, vocabulary)


def _found(marks: Marks, vocabulary: Vocabulary) -> Iterator[Named]:
    """The longest names of the graph in the question, in order; what is no name gives way to names inside it."""
    folded, places = marks.folded()
    divisions = recognize_places(marks.text, vocabulary.rules.divisions)
    at = 0
    while (hit := next(vocabulary.matcher.find(folded[at:]), None)) is not None:
        start, end, name = at + hit[0], at + hit[1], hit[2]
        begin, stop = places[start], places[end - 1] + 1
        quoted = any(q.start <= begin and stop <= q.end for q in marks.quotations)
        if _is_name(name, begin, stop, marks, divisions, vocabulary, quoted=quoted):
            if quoted:  # the marks belong to the name
                begin -= marks.text[begin - 1 : begin] in ("“", "‘", "《")
                stop += marks.text[stop : stop + 1] in ("”", "’", "》")
            yield Named(begin, stop, name, vocabulary.names[name])
            at = end
        else:
            at = start + 1


def _is_name(
    name: str, begin: int, stop: int, marks: Marks, divisions: tuple[PlaceMention, ...], vocabulary: Vocabulary, *,
    quoted: bool,
) -> bool:  # fmt: skip
    """Whether a stretch that reads like a name is one here: 市政协 is none in 甲市政协, 市委 none in 甲市委员."""
    if any(place.start < begin < place.end for place in divisions):
        return False
    if any(at <= begin and stop <= until for at, until in marks.glosses):
        return False  # a remark in brackets restricts nothing
    if name.endswith("委") and marks.text.startswith("员", stop) and not marks.text.startswith("员会", stop):
        return False
    if quoted:
        return True
    if name in vocabulary.counted_names:
        return False  # 委员工作室 is what is counted, and no single one
    if len(name) == 2:
        return name.endswith(_COMMITTEES)
    return len(name) >= 4 or any(thing.kind not in ("initiative", "document") for _, thing in vocabulary.names[name])


def _initiative(slots: Slots, named: Named, things: tuple[Thing, ...]) -> None:
    """A named undertaking, by the name that the question uses: it finds the parts that share it, too."""
    names = sorted({name for name, thing in named.things if thing in things}, key=lambda n: (len(n), n))
    slots.fill("initiative", names[0], words=slots.marks.text[named.start : named.end], at=named.start)


def _quoted_initiatives(slots: Slots, vocabulary: Vocabulary) -> None:
    """Words in quotation marks that are a part of the name of an undertaking."""
    kinds = {name for kind in vocabulary.rules.kinds for name in kind.names}
    for quotation in slots.marks.quotations:
        inner = fold(quotation.words)
        if len(inner) < 2 or inner in kinds or not slots.marks.free(quotation.start, quotation.end):
            continue  # “品牌” names a kind of undertaking and none of them
        if any(at <= quotation.start < until for at, until in slots.marks.glosses):
            continue
        hits = {
            written
            for name, bearers in vocabulary.names.items()
            if inner in name
            for written, thing in bearers
            if thing.kind == "initiative"
        }
        if hits and "initiative" not in slots:
            exact = any(quotation.words in written for written in hits)
            name = quotation.words if exact else min(hits, key=lambda n: (len(n), n))
            slots.fill("initiative", name, words=slots.marks.text[quotation.start : quotation.end], at=quotation.start)
            slots.marks.take(quotation.start, quotation.end)


def read_partial_initiative(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill initiative with words of the question that are a part of the name of an undertaking: 河长制."""
    rest = slots.marks.outside
    names = "\n".join(
        name for name, bearers in vocabulary.names.items() if any(thing.kind == "initiative" for _, thing in bearers)
    )
    for length in range(min(len(rest), 12), 2, -1):
        for at in range(len(rest) - length + 1):
            words = rest[at : at + length]
            if words in names and vocabulary.rules.tells(words):
                slots.fill("initiative", words, words=words, at=at)
                slots.marks.take(at, at + length)
                return


def _bodies(slots: Slots, bodies: list[Body], vocabulary: Vocabulary) -> None:
    """The bodies of the question; a short form is told by a body or report that the question names beside it."""
    if not bodies:
        return
    sure = {body.labels[0] for body in bodies if len(body.labels) == 1}
    if "file" in slots and slots["file"].values:
        sure |= {report.body for report in vocabulary.reports if report.file == slots["file"].values[0]}
    values: list[str] = []
    for at, _, words, labels in bodies:
        chosen = [label for label in labels if label in sure] or _above(labels, sure, vocabulary) or list(labels)
        if len(chosen) > 1:
            slots.fill("body", words=words, at=at, candidates=tuple(chosen))
            return
        values += [label for label in chosen if label not in values]
    slots.fill("body", *values, words=bodies[0].words, at=bodies[0].start)
    if len(values) == 2:
        slots.fill("first-body", values[0], words=values[0], at=bodies[0].start)
        slots.fill("second-body", values[1], words=values[1], at=bodies[0].start)


def _author(slots: Slots, vocabulary: Vocabulary) -> None:
    """The body of a report that the question goes on to speak of: 甲市政协的报告说它制定了什么."""
    file = slots["file"].values if "file" in slots else ()
    if len(file) == 1 and "body" not in slots and (m := _ITSELF.search(slots.marks.text, slots["file"].at)):
        owners = {report.body for report in vocabulary.reports if report.file == file[0] and report.body}
        if len(owners) == 1:
            slots.fill("body", *owners, words=m[0], at=m.start())


def _above(labels: tuple[str, ...], sure: set[str], vocabulary: Vocabulary) -> list[str]:
    """Of bodies with one short form those whose division lies above, or is, that of a body named beside them."""
    divisions = vocabulary.rules.divisions
    places = {thing.label: thing.place for thing in vocabulary.bodies}
    chains = {code for label in sure for code in divisions.chain(places.get(label, ""))}
    return [label for label in labels if places.get(label) in chains]
