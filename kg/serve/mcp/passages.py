"""Tools that answer the words of reports: where they stand, what is around them, and why they are a fact or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from pydantic import Field

from kg.analyze.explain import Gap, Passage, explain
from kg.analyze.rows import Evidence, ReportRow
from kg.errors import InputError
from kg.serve.mcp import answers, facts
from kg.serve.mcp.parameters import File, Limit, Offset, page_of, report_named
from kg.serve.mcp.source import Source

LONGEST: Final = 4000
"""Characters of a report in one answer."""
EXPLAINED: Final = 8
"""Facts that one answer explains."""
PLACES: Final = 20
"""Citations of an explained fact."""


class Passages:
    """The tools for texts over one graph."""

    def __init__(self, source: Source) -> None:
        """Keep where the graph comes from."""
        self._source = source

    def tools(self) -> tuple[Callable[..., answers.Answer], ...]:
        """The tools in the order in which an assistant sees them."""
        return (self.search_texts, self.read_passage, self.explain)

    def search_texts(
        self,
        words: Annotated[
            str, Field(min_length=1, description="Words as they stand in the text, at least two characters.")
        ],
        file: File = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> answers.Found:
        """Search the texts of the reports for words, whether or not a fact was made of them; answers places to cite."""
        graph = self._source.graph
        if len(words.strip()) < 2:
            raise InputError("too short to search for", place=words, remedy="give two characters or more")
        reports = [
            row for row in graph.reports() if row.id in graph.texts and (not file or any(file in f for f in row.files))
        ]
        places = [(row, at) for row in reports for at in _occurrences(graph.texts[row.id], words)]
        shown = places[offset : offset + limit]
        return answers.Found(
            page=page_of(
                len(places),
                limit,
                offset,
                "" if places else "Texts are searched letter by letter: try a shorter part, or find_entities.",
            ),
            citations=[_cited(row, graph.passage(row.id, at, at + len(words))) for row, at in shown],
        )

    def read_passage(
        self,
        report: Annotated[str, Field(description="Identifier (rep_…) or file name of the report.")],
        start: Annotated[int, Field(ge=0, description="First character, counted from 0: start of a citation.")] = 0,
        length: Annotated[int, Field(ge=1, le=LONGEST, description=f"Characters to read, {LONGEST} at most.")] = 1000,
    ) -> answers.Passage:
        """Read a stretch of a report as it was read, to see the context of a citation or to check a quotation."""
        graph = self._source.graph
        row = report_named(graph, report)
        text = graph.texts.get(row.id)
        if text is None:
            raise InputError("the text of this report is not here", place=report, remedy="build with --outputs texts")
        if start >= len(text):
            raise InputError(f"the report has {len(text)} characters", place=f"start={start}", remedy="read from 0")
        end = min(start + length, len(text))
        return answers.Passage(
            title=facts.line(row.title), file=row.files[0], report=row.id, start=start, end=end, length=len(text),
            next_start=end if end < len(text) else None, text=text[start:end], iri=f"{row.iri}#char={start},{end}",
        )  # fmt: skip

    def explain(
        self,
        about: Annotated[
            str,
            Field(
                min_length=1,
                description="IRI of an entity, figure or relation, a name, a number, or a stretch of a text.",
            ),
        ],
    ) -> answers.Explanation:
        """Explain why a fact is in the graph (rules, grade, all its places), or why a number or name became no fact."""
        source = self._source
        graph = source.graph
        found = explain(graph.store, about, texts=graph.texts, skipped=source.skipped)
        rows = {name: row for row in graph.reports() for name in row.files}
        whys = [
            answers.Why(
                iri=one.iri, kind=one.kind, label=facts.line(one.label), rules=list(one.rules), grade=one.grade,
                values=_grouped(one.values),
                citations=[_cited(rows[p.file], p) for p in one.passages[:PLACES] if p.file in rows],
            )
            for one in found.facts[:EXPLAINED]
        ]  # fmt: skip
        gaps = [_gap(one, _cited(rows[one.passage.file], one.passage)) for one in found.gaps[:EXPLAINED]]
        if not found:
            raise InputError(
                "nothing in this graph, nor among the words passed over", place=about, remedy="try search_texts"
            )
        complete = (
            max(len(found.facts), len(found.gaps)) <= EXPLAINED
            and max((len(one.passages) for one in found.facts[:EXPLAINED]), default=0) <= PLACES
        )
        return answers.Explanation(facts=whys, gaps=gaps, complete=complete)


def _occurrences(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found


def _grouped(values: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in values:
        grouped.setdefault(name, []).append(facts.line(value))
    return grouped


def _gap(left: Gap, place: answers.Citation) -> answers.Gap:
    return answers.Gap(kind=left.kind, surface=left.surface, reason=left.reason, detail=left.detail, citation=place)


def _cited(row: ReportRow, place: Passage) -> answers.Citation:
    begin, sentence = place.start - len(place.before), place.before + place.words + place.after
    there = Evidence(place.file, place.start, place.end, place.words, sentence, begin, row.id)
    return facts.citation(there, {row.id: row})
