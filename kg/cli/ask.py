"""``kg ask``: a question in Chinese, answered by a named query."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.analyze.ask import Ambiguous, NotUnderstood, Reply, Understood, Vocabulary

SHOWN = 10
"""Sentences, and figures that there are instead; --json gives all of them."""


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("ask", help=words("ask-help"), epilog=words("ask-example"))
    @click.argument("question", metavar="QUESTION")
    @click.argument("graph", metavar="[DIR|FILE]", type=click.Path(path_type=Path), default=Path("output"))
    @click.option("--json", "as_json", is_flag=True, help=words("ask-json"))
    def ask(question: str, graph: Path, as_json: bool) -> int:
        from kg.analyze.ask import Ambiguous, Understood, answer, command, read_vocabulary, understand
        from kg.cli.passages import opened
        from kg.rules.load import load_asking

        store = opened(graph)
        vocabulary = read_vocabulary(store, load_asking())
        found = understand(question, vocabulary)
        if isinstance(found, Understood):
            reply = answer(store, found)
            line = command(reply.asked, str(graph))
            print(_json(reply, line) if as_json else _answered(reply, line, words, vocabulary))
            return 0
        status = "ambiguous" if isinstance(found, Ambiguous) else "not-understood"
        if as_json:
            print(json.dumps({"status": status, **asdict(found)}, ensure_ascii=False, indent=1))
        else:
            asked = _asked_back(found, words, vocabulary) if isinstance(found, Ambiguous) else None
            print(asked or _refused(found, words, vocabulary), file=sys.stderr)  # type: ignore[arg-type]
        return 1

    return ask


def _json(reply: Reply, line: str) -> str:
    """Return all that was understood and answered; the keys are those of the classes, ``command`` is the line to copy."""
    asked, told = asdict(reply.asked), asdict(reply)
    del asked["otherwise"], told["asked"]
    asked["params"] = dict(reply.asked.params)
    return json.dumps({"status": "answered", **asked, "command": line, **told}, ensure_ascii=False, indent=1)


def _answered(reply: Reply, line: str, words: Words, vocabulary: Vocabulary) -> str:
    """Return the rows, the sentences that state them and the query, each in a paragraph."""
    found = reply.asked
    paragraphs = [[words("ask-understood", parts=_parts(found, words, vocabulary))] if found.parts else []]
    paragraphs.append(list(_rows(reply)) if reply.rows else list(_none(reply, words)))
    if reply.passages:
        paragraphs.append(list(_sentences(reply, words)))
    only = [words("ask-only", slot=words(f"ask-{one.slot}"), values="、".join(one.values)) for one in found.filters]
    if found.top:
        only.append(words("ask-only", slot=words("ask-top"), values=str(found.top)))
    paragraphs.append([words("ask-query", line=line), *only])
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def _rows(reply: Reply) -> Iterator[str]:
    """Yield the table of the answer without the columns that are empty in all rows."""
    from kg.cli.table import table

    filled = [n for n in range(len(reply.columns)) if any(row[n] for row in reply.rows)]
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    rows = [[row[n] for n in filled] for row in reply.rows]
    yield from table([reply.columns[n] for n in filled], rows, columns=columns)


def _none(reply: Reply, words: Words) -> Iterator[str]:
    """Yield that the graph has no such thing, and what figures it has of that body."""
    figure = any(name == "indicator" for name, _ in reply.asked.params)
    yield words("ask-no-figure" if figure else "ask-none")
    if reply.instead:
        yield words("ask-instead", count=len(reply.instead))
        for counted, value, unit, period in reply.instead[:SHOWN]:
            yield f"  {counted} {value}{unit}" + (f" ({period})" if period else "")


def _sentences(reply: Reply, words: Words) -> Iterator[str]:
    from kg.cli.passages import where

    places = list(dict.fromkeys(where(passage.place) for passage in reply.passages))
    yield words("ask-evidence")
    yield from (f"  {place}" for place in places[:SHOWN])
    if len(places) > SHOWN:
        yield words("ask-more", count=len(places) - SHOWN)


def _parts(found: Understood | Ambiguous | NotUnderstood, words: Words, vocabulary: Vocabulary) -> str:
    """Return what was understood, slot by slot."""
    told = []
    for part in found.parts:
        values = [_label(part.slot, value, vocabulary) for value in part.values[:3]]
        told.append(f"{words(f'ask-{part.slot}')} {'、'.join(values) or part.words}")
    return "; ".join(told)


def _label(slot: str, value: str, vocabulary: Vocabulary) -> str:
    """Return a value as people say it; of an indicator its label with its code."""
    coded = slot in ("indicator", "numerator", "denominator")
    return f"{vocabulary.labels(value)} ({value})" if coded else value


def _asked_back(found: Ambiguous, words: Words, vocabulary: Vocabulary) -> str:
    candidates = [f"  {_label(found.slot, one, vocabulary)}" for one in found.candidates]
    slot = words(f"ask-{found.slot}")
    return "\n".join([words("ask-ambiguous", slot=slot, words=found.words), *candidates, words("ask-again")])


def _refused(found: NotUnderstood, words: Words, vocabulary: Vocabulary) -> str:
    lines = [words(f"ask-refused-{found.reason}", words=found.words)]
    if found.parts:
        lines.append(words("ask-understood", parts=_parts(found, words, vocabulary)))
    if found.nearest:
        slot = "indicator" if found.reason == "indicator" else "body"
        lines += [words("ask-nearest"), *(f"  {_label(slot, one, vocabulary)}" for one in found.nearest)]
    if found.examples:
        lines += [words("ask-examples"), *(f"  {one}" for one in found.examples)]
    return "\n".join(lines)
