"""What analysts ask of the graph, with the answers that the reports give, and how an answer is compared with them.

Questions and reports stay outside the repository (``KG_QUESTIONS``, ``KG_GOLD``).
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def questions() -> list[dict[str, Any]]:
    file = os.environ.get("KG_QUESTIONS", "")
    return [json.loads(line) for line in Path(file).read_text("utf-8").splitlines()] if file else []


QUESTIONS = questions()


def columns_of(
    question: dict[str, Any], columns: Iterable[str], rows: Iterable[Iterable[str]], renamed: dict[str, str]
) -> list[dict[str, str]]:
    """The rows of an answer with the columns that the question asks for, each row once."""
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    kept = [{column: row[renamed.get(column, column)] for column in question["columns"] if renamed.get(column, column)
             in row} for row in told]  # fmt: skip
    return [dict(one) for one in dict.fromkeys(tuple(row.items()) for row in kept)]


def annotated_names(gold: Path) -> dict[str, set[str]]:
    """Plain name -> all plain names of the same thing, from the annotations."""
    known: dict[str, set[str]] = {}
    for path in sorted((gold / "facts").glob("*.json")):
        facts = json.loads(path.read_text("utf-8"))
        for group in ("organizations", "initiatives", "documents"):
            for entity in facts[group]:
                same = {plain(name) for name in (entity["name"], *entity.get("accept", []), *entity["surface"])}
                for name in same:
                    known.setdefault(name, set()).update(same)
    return known


def plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not (c.isspace() or c in "“”\"'‘’《》()[]【】·•-—–―"))


def fits(cell: object, found: str, how: str, tolerance: float, names: dict[str, set[str]], column: str) -> bool:
    if cell is None:
        return True
    if column == "evidence" and how == "exact":  # the numeral stands in the span of the figure
        return str(cell) in found
    if column in ("start", "end"):
        return bool(found) and abs(float(found) - float(str(cell))) <= 10
    if how == "number":
        return bool(found) and abs(float(found) - float(str(cell))) <= tolerance
    if how == "label":
        one, other = plain(str(cell)), plain(found)
        return one == other or bool(names.get(one, {one}) & names.get(other, {other}))
    return str(cell) in found if how == "contains" else str(cell) == found


def faults(question: dict[str, Any], rows: list[dict[str, str]], names: dict[str, set[str]]) -> Iterator[str]:
    """What is missing in an answer, whose rows hold the columns of the question, and what is too much."""
    columns, compare, tolerance = question["columns"], question["compare"], question.get("tolerance") or {}

    def same(expected: list[object], row: dict[str, str]) -> bool:
        return all(
            fits(cell, row.get(column, ""), compare[column], tolerance.get(column, 0), names, column)
            for column, cell in zip(columns, expected, strict=True)
        )

    if question["match"] == "empty":
        yield from (f"+ {row}" for row in rows)
        return
    yield from (f"- {row}" for row in question["expected"] if not any(same(row, found) for found in rows))
    if question["match"] == "set":
        allowed = question["expected"] + question.get("optional_rows", [])
        yield from (f"+ {row}" for row in rows if not any(same(one, row) for one in allowed))
