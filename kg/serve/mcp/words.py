"""Answers as text for assistants that read no structured content: a fact a line, its citations below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.serve.mcp.answers import (
    Answer,
    Asked,
    Citation,
    Cited,
    Compared,
    Comparison,
    Entities,
    Entity,
    Explanation,
    Figure,
    Figures,
    Found,
    Indicators,
    NamedQueries,
    Page,
    Pairs,
    Passage,
    Relation,
    Relations,
    Report,
    Reports,
    Rows,
    Stated,
)
from kg.serve.mcp.facts import line


def told(answer: Answer) -> str:
    """The answer as text; raises ``TypeError`` for a kind of answer that has no words yet."""
    return "\n".join(_lines(answer)) or "Nothing."


def _lines(answer: Answer) -> Iterator[str]:
    match answer:
        case Entities(entities=found):
            yield from _listed(answer.page, found)
        case Figures(figures=found):
            yield from _listed(answer.page, found)
        case Relations(relations=found):
            yield from _listed(answer.page, found)
        case Reports(reports=reports):
            yield _count(answer.page, len(reports))
            yield from map(_report, reports)
        case Asked():
            yield from _asked(answer)
        case Comparison():
            yield from _compared(answer)
        case Pairs(pairs=pairs):
            yield _count(answer.page, len(pairs))
            for pair in pairs:
                yield f"- {pair.kind} ({pair.ground})"
                yield from (f"    {said}" for side in (pair.one, pair.other) for said in _fact(side))
        case Found(citations=places):
            yield _count(answer.page, len(places))
            yield from (f"- {cited(place)}" for place in places)
        case Explanation():
            yield from _explained(answer)
        case Indicators(indicators=indicators):
            yield from (f"- {one.code}: {one.zh} / {one.en} ({one.figures} figures)" for one in indicators)
        case NamedQueries(queries=queries):
            for one in queries:
                wanted = ", ".join(f"{p.name}: {p.type}{'' if p.required else ' (optional)'}" for p in one.parameters)
                yield f"- {one.name}({wanted}): {one.en} / {one.zh}"
        case Passage():
            yield f"{answer.title} ({answer.file}), characters {answer.start}–{answer.end} of {answer.length}:"
            yield answer.text
            if answer.next_start is not None:
                yield f"[goes on at start={answer.next_start}]"
        case Rows():
            yield from _rows(answer)
        case _:
            raise TypeError(type(answer).__name__)


def _listed(page: Page, facts: Iterable[Cited]) -> Iterator[str]:
    facts = list(facts)
    yield _count(page, len(facts))
    for one in facts:
        yield from _fact(one)


def _fact(fact: Cited) -> Iterator[str]:
    yield f"- {_head(fact)} <{fact.iri}>"
    yield from (f"    {cited(place)}" for place in fact.citations)
    if fact.places > len(fact.citations):
        yield f"    … {fact.places - len(fact.citations)} more places"


def _asked(answer: Asked) -> Iterator[str]:
    yield f"{answer.status}. Understood: " + (
        "; ".join(f"{k}: {', '.join(v)}" for k, v in answer.understood.items()) or "nothing"
    )
    if answer.query:
        yield f"Query {answer.query}({', '.join(f'{k}={v}' for k, v in answer.parameters.items())})"
        yield "\t".join(answer.columns)
    for row in answer.rows:
        yield "\t".join(line(cell) for cell in row.cells)
        yield from (f"    {cited(place)}" for place in row.citations)
    if answer.status == "answered":
        yield f"rows: {len(answer.rows)}" + ("" if answer.complete else " of more")
    if answer.instead:
        yield f"There is no such figure; of that body there are: {'; '.join(answer.instead)}"
    if answer.unclear or answer.reason:
        yield f"Unclear: {answer.unclear} {answer.reason}".rstrip()
    if answer.candidates:
        yield f"It may mean: {'; '.join(answer.candidates)}"
    if answer.examples:
        yield f"Questions that can be answered: {'; '.join(answer.examples)}"


def _compared(answer: Comparison) -> Iterator[str]:
    yield f"{answer.zh} / {answer.en} ({answer.indicator}), mostly in {answer.unit}"
    for one in answer.figures:
        yield from _fact(one)
    if not answer.complete:
        yield "There are more figures: raise limit, or name bodies or years."


def _count(page: Page, shown: int) -> str:
    more = "" if page.next_offset is None else f"; go on with offset={page.next_offset}"
    return f"{page.total} found, {shown} shown{more}" + (f". {page.hint}" if page.hint else "")


def cited(place: Citation) -> str:
    """A citation in one line, as it can be quoted."""
    return f"“{line(place.quote)}” in: “{place.sentence}” — {place.title} ({place.file}, characters {place.start}–{place.end})"


def _head(fact: Cited) -> str:
    match fact:
        case Entity():
            also = f", also {'、'.join(fact.aliases)}" if fact.aliases else ""
            where = f", {fact.place}" if fact.place else ""
            return f"{fact.kind} {fact.label} ({fact.category or 'no category'}{where}{also})"
        case Figure():
            high = "" if fact.high is None else f"–{fact.high}"
            hedge = "" if fact.modifier in ("exact", "range") else f"{fact.modifier} "
            parts = (fact.indicator or "no indicator", fact.period or "no period", fact.modality, fact.initiative)
            owner = fact.organization or "(whose is not said)"
            return f"{owner}: {fact.counted} {hedge}{fact.value}{high}{fact.unit} ({'; '.join(one for one in parts if one)})"
        case Compared():
            return f"{fact.body}, {fact.column or 'no period'}: {line(fact.printed)}{_remarks(fact)}"
        case Stated():
            return f"{fact.body}: {fact.counted} {line(fact.printed)} ({fact.indicator or 'no indicator'}; {fact.period or 'no period'})"
        case Relation():
            return f"{fact.subject} —{fact.predicate}→ {fact.object}"
        case _:
            raise TypeError(type(fact).__name__)


def _remarks(fact: Compared) -> str:
    """What has to be said with a figure: its change, and why it cannot be compared."""
    said = []
    if fact.change_percent is not None:
        said.append(f"{fact.change_percent:+}% against the year before")
    if fact.change_points is not None:
        said.append(f"{fact.change_points:+} percentage points against the year before")
    if fact.change_reasons:
        said.append(f"not to be set against the year before: {'; '.join(fact.change_reasons)}")
    if not fact.comparable:
        said.append(f"NOT COMPARABLE with plain figures: {'; '.join(fact.reasons)}")
    return f" ({'. '.join(said)})" if said else ""


def _explained(answer: Explanation) -> Iterator[str]:
    for one in answer.facts:
        yield f"- {one.kind} {one.label} <{one.iri}>: rules {', '.join(one.rules)}; grade {one.grade}"
        yield from (f"    {name}: {'; '.join(values)}" for name, values in one.values.items())
        yield from (f"    {cited(place)}" for place in one.citations)
    for gap in answer.gaps:
        yield f"- {gap.kind} “{line(gap.surface)}” became no fact: {gap.reason} {gap.detail}".rstrip()
        yield f"    {cited(gap.citation)}"
    if not answer.complete:
        yield "There is more: ask for one of these."


def _report(report: Report) -> str:
    of = f"{report.organization or 'body unknown'}, {report.year or 'year unknown'}"
    return f"- {report.title} ({of}; {', '.join(report.files)}; {report.length} characters) {report.report}"


def _rows(answer: Rows) -> Iterator[str]:
    if answer.verdict is not None:
        yield str(answer.verdict).lower()
    elif answer.turtle:
        yield answer.turtle.rstrip()
    else:
        yield "\t".join(answer.columns)
        yield from ("\t".join("" if cell is None else line(str(cell)) for cell in row) for row in answer.rows)
        yield f"rows: {len(answer.rows)}"
    if not answer.complete:
        yield "There are more rows: raise limit, or ask for less."
