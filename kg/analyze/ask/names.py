"""The bodies, undertakings, media, places and reports that a question names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.analyze.ask.marks import Marks
from kg.analyze.ask.slots import Gap, Slots
from kg.analyze.ask.vocabulary import ReportName, Thing, Vocabulary
from kg.link.names import fold
from kg.recognize.places import PlaceMention, recognize_places

_COMMITTEES = ("委", "府", "办", "院")
"""Endings of names of two characters (县委) that are names outside quotation marks, too."""
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年?(?:度)?的?$")


_OPENS = re.compile(r"(?:^|[，。、：；“（\s]|[和与在比年是问])$")
"""What stands before a division that is named in short."""


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
    _files(slots, vocabulary)
    owners: list[tuple[int, int, str, tuple[str, ...]]] = []
    bodies: list[tuple[int, str, tuple[str, ...]]] = []
    for named in _found(marks, vocabulary):
        words = marks.text[named.start : named.end]
        if (things := named.of("initiative")) and (words[:1] in "“‘《" or not named.of("body")):
            _initiative(slots, named, things)
        elif things := named.of("medium"):
            slots.fill("media", things[0].label, words=words, at=named.start)
        elif labels := tuple(thing.label for thing in named.of("body")):
            bodies.append((named.start, words, labels))
            owners.append((named.start, named.end, words, labels))
        elif things := named.of("document"):
            slots.fill("document", things[0].label, words=words, at=named.start)
        marks.take(named.start, named.end)
    _quoted_initiatives(slots, vocabulary)
    for place in recognize_places(marks.rest, vocabulary.rules.divisions):
        _place(slots, place, vocabulary, owners, bodies)
    for start, end, name in vocabulary.absent.find(marks.rest):
        slots.gaps.append(
            Gap("body", name, tuple(sorted(t.label for t in vocabulary.things if t.kind == "medium"))[:5])
        )
        marks.take(start, end)
    reported = {start for start, end, words, labels in owners if _report(slots, start, end, words, labels, vocabulary)}
    if "place-name" in slots and slots["place-name"].at in reported:
        del slots.filled["place-name"]
    others = [body for body in bodies if body[0] not in reported]
    if others:
        slots.fill("form", others[-1][1], words=others[-1][1], at=others[-1][0])
    _bodies(slots, others, vocabulary)


def _files(slots: Slots, vocabulary: Vocabulary) -> None:
    """A report by the name of its file, with or without its ending."""
    for report in vocabulary.reports:
        for name in (report.file, report.file.rpartition("/")[2].rpartition(".")[0]):
            at = slots.marks.text.find(name) if len(name) >= 4 else -1
            if at >= 0:
                slots.fill("file", report.file, words=name, at=at)
                slots.marks.take(at, at + len(name))
                break


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


def _place(
    slots: Slots,
    place: PlaceMention,
    vocabulary: Vocabulary,
    owners: list[tuple[int, int, str, tuple[str, ...]]],
    bodies: list[tuple[int, str, tuple[str, ...]]],
) -> None:
    """A division: with the head of a body behind it that body, else the bodies whose reports are from there."""
    marks = slots.marks
    words = marks.text[place.start : place.end]
    rest = marks.rest[place.end :]
    head = next((head for head in vocabulary.rules.heads if rest.startswith(head)), "")
    end = place.end + len(head)
    if head:
        labels = _by_head(place, head, vocabulary)
        if not labels:
            slots.gaps.append(Gap("body", marks.text[place.start : end], _like(place, head, vocabulary)))
            marks.take(place.start, end)
            return
    else:
        labels = _owners_at(place, vocabulary)
        slots.fill("place-name", words, words=words, at=place.start)
    if labels:
        owners.append((place.start, end, marks.text[place.start : end], labels))
        bodies.append((place.start, marks.text[place.start : end], labels))
    elif not place.full and not _OPENS.search(marks.text[: place.start]):
        return  # a word that happens to be the short name of a county: 比如
    elif not _known(words, vocabulary):
        slots.gaps.append(Gap("place", words, _places(vocabulary)))
    marks.take(place.start, end)


def _by_head(place: PlaceMention, head: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The bodies of a division whose names end in a head: 甲政协 for 政协甲市委员会."""
    divisions = vocabulary.rules.divisions
    wanted = set()
    for code in place.codes:
        division = divisions.by_code[code]
        above = divisions.by_code.get(division.parent)
        wanted |= {fold(name + head) for name in (division.name, division.short)}
        if above is not None:
            wanted.add(fold(above.name + division.name + head))
    hits = {t.label for name in wanted for _, t in vocabulary.names.get(name, ()) if t.kind in ("body", "medium")}
    return tuple(sorted(hits))


def _like(place: PlaceMention, head: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Bodies of the same division, else of the same kind, that the graph has."""
    there = [body.label for body in vocabulary.bodies if body.place in place.codes]
    kin = [owner for owner in vocabulary.owners if any(head in name for name in vocabulary.names_of.get(owner, ()))]
    return tuple((there or kin or list(vocabulary.owners))[:5])


def _owners_at(place: PlaceMention, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The bodies from this division whose reports are in the graph."""
    return tuple(sorted({r.body for r in vocabulary.reports if r.body and r.place in place.codes}))


def _known(words: str, vocabulary: Vocabulary) -> bool:
    return any(words in name for names in vocabulary.names_of.values() for name in names)


def _places(vocabulary: Vocabulary) -> tuple[str, ...]:
    return vocabulary.owners[:8]


def _report(slots: Slots, start: int, end: int, words: str, labels: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a body stands there as the author of a report (甲市的报告); then the file is filled."""
    marks = slots.marks
    m = report_pattern(vocabulary).match(marks.text, end)
    if m is None or not marks.free(end, m.end()):
        return False
    reports = [report for report in vocabulary.reports if report.body in labels]
    before = _YEAR_BEFORE.search(marks.text[:start])
    year = m["year"] or (before[1] if before else "")
    chosen = [report for report in reports if report.year == year] if year else reports
    if year and (chosen or len(reports) != 1):
        if m["year"]:
            marks.take(m.start("year"), m.end("year"))
        elif before:
            marks.take(before.start(), start)
    _fill_file(slots, chosen or (reports if len(reports) == 1 else []), labels, words, start, year)
    marks.take(m.start("report"), m.end("report"))
    return True


def _fill_file(
    slots: Slots, reports: list[ReportName], labels: tuple[str, ...], words: str, start: int, year: str
) -> None:
    if len(reports) == 1:
        slots.fill("file", reports[0].file, words=words, at=start)
    elif reports:
        slots.fill("file", words=words, at=start, candidates=tuple(report.file for report in reports))
    else:
        slots.gaps.append(Gap("report", f"{words} {year}".strip(), labels))


def report_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """What stands between a body and its report, and the report: 的2023年工作报告."""
    return re.compile(
        r"(?:的|政协|政府|市|区|县)*(?:(?P<year>(?:19|20)\d\d)年?(?:度)?的?)?(?:的|这份|那份|那篇|《)*"
        rf"(?P<report>{vocabulary.rules.words['report'].pattern})(?!数|篇数)"
    )


def _bodies(slots: Slots, bodies: list[tuple[int, str, tuple[str, ...]]], vocabulary: Vocabulary) -> None:
    """The bodies of the question; a short form is told by a body or report that the question names beside it."""
    if not bodies:
        return
    sure = {labels[0] for _, _, labels in bodies if len(labels) == 1}
    if "file" in slots and slots["file"].values:
        sure |= {report.body for report in vocabulary.reports if report.file == slots["file"].values[0]}
    values: list[str] = []
    for at, words, labels in bodies:
        chosen = [label for label in labels if label in sure] or _above(labels, sure, vocabulary) or list(labels)
        if len(chosen) > 1:
            slots.fill("body", words=words, at=at, candidates=tuple(chosen))
            return
        values += [label for label in chosen if label not in values]
    slots.fill("body", *values, words=bodies[0][1], at=bodies[0][0])
    if len(values) == 2:
        slots.fill("first-body", values[0], words=values[0], at=bodies[0][0])
        slots.fill("second-body", values[1], words=values[1], at=bodies[0][0])


def _above(labels: tuple[str, ...], sure: set[str], vocabulary: Vocabulary) -> list[str]:
    """Of bodies with one short form those whose division lies above, or is, that of a body named beside them."""
    divisions = vocabulary.rules.divisions
    places = {thing.label: thing.place for thing in vocabulary.bodies}
    chains = {code for label in sure for code in divisions.chain(places.get(label, ""))}
    return [label for label in labels if places.get(label) in chains]
