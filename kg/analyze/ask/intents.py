"""From slots to a named query: the intent that honours everything the question tells.

What the question names has to become a parameter of the query or a condition on one of its columns; a query that could
do neither would answer another question and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kg.analyze.ask.slots import Filled, Slots
from kg.analyze.ask.vocabulary import Vocabulary
from kg.graph.queries import NamedQuery, Parameter
from kg.rules.types_asking import Intent

PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("part-of-name", "initiative"),
    "place": ("place-name",),
    "city": ("place-name",),
    "endorser": ("subject",),
    "endorsed": ("object",),
    "actor": ("subject",),
    "target": ("object",),
}
"""Parameter -> the slots that may fill it, where it is not called like its slot and the intent binds no other."""
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "body": ("org", "endorser", "endorsed", "one", "other", "actor", "target", "subject", "object", "part", "whole", "body"),
    "file": ("file",),
    "media": ("media",),
    "value": ("value",),
    "bound": ("value", "rate", "total"),
    "year": ("period", "year", "actualPeriod", "plannedPeriod"),
    "years": ("period", "year", "actualPeriod", "plannedPeriod"),
    "unit": ("unit",),
    "modality": ("modality",),
    "modifier": ("modifier",),
    "initiative": ("initiative", "endorsed", "part", "whole", "actor", "target", "subject", "object", "name"),
    "least": (),
    "initiative-kind": ("kind",),
    "document-kind": ("kind",),
}  # fmt: skip
"""Slot -> the columns that can honour it where no parameter does."""
KINDS: Final = frozenset(("initiative-kind", "document-kind", "body-kind"))
"""Slots that help to choose; words for kinds stand in many questions that do not ask for one."""
WEIGHTY: Final = frozenset(
    (
        *(COLUMNS.keys() - KINDS),
        "indicator",
        "counted",
        "document",
        "words",
        "part-of-name",
        "names",
        "since",
        "ratio",
        "top",
    )
)
"""Slots that restrict the answer."""
_STANDS_FOR: Final[Mapping[str, str]] = {
    "period": "year", "from": "years", "to": "years", "numerator": "ratio", "denominator": "ratio", "quoted": "since",
}  # fmt: skip
"""Slot -> the weighty one that it is another side of."""
_PASSIVE: Final = re.compile(r"[\u4e00-\u9fff\d]{0,9}?(?:曾|都|也)?(?:被|受到|得到|获得|获|受|赢得)")
_TOWARDS: Final = re.compile(r"[对给向把将]$")
_MISUSED: Final = 6
"""Weight lost by figures where no quantity is asked for, and the other way round."""
_FILTERED: Final = 3
"""Weight lost by each condition that no parameter honours."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows are wanted only where one of these columns holds one of these values."""

    slot: str
    columns: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A query that would answer the question, and how well it fits."""

    intent: Intent
    query: NamedQuery
    params: tuple[tuple[str, str], ...]
    """Name and value, in the order of the query's header."""
    score: int = 0
    filters: tuple[Filter, ...] = ()
    unclear: tuple[tuple[str, Filled], ...] = ()
    """Slots that it needs and whose words mean more than one thing."""
    cue: tuple[str, ...] = ()
    """The words that told the intent."""
    idle: tuple[str, ...] = ()
    """Slots for kinds that it neither asks for nor passes over."""
    top: int = 0
    """How many of the first rows are wanted; 0: all."""
    singly: bool = False
    """Whether one row of each body is wanted."""


def plans(slots: Slots, vocabulary: Vocabulary) -> list[Plan]:
    """The queries that honour all that the question tells, the best first; of equals the first in the table."""
    found = []
    for intent in vocabulary.rules.intents:
        query = vocabulary.queries.get(intent.query)
        plan = _plan(intent, query, slots, vocabulary) if query is not None else None
        if plan is not None:
            found.append(plan)
    return sorted(found, key=lambda plan: -plan.score)


def _plan(intent: Intent, query: NamedQuery, slots: Slots, vocabulary: Vocabulary) -> Plan | None:
    if any(slot not in slots for slot in intent.needs) or any(slot in slots for slot in intent.bans):
        return None
    cue = _cue(intent, slots.spoken)
    if cue is None:
        return None
    values = _fitted(_roles(slots, cue), intent, query, vocabulary)
    plan, used = _bound(Plan(intent, query, ()), values)
    given = {name for name, _ in plan.params}
    if any(one.default is None and one.name not in given and not plan.unclear for one in query.parameters):
        return None
    left = {slot for slot in values if slot in WEIGHTY or (slot in KINDS and len(values[slot].values) > 1)}
    left -= used | set(intent.ignores) | {"body-kind"} | ({"top"} if intent.ranks else set())
    filters = tuple(f for slot in sorted(left) if (f := _filter(slot, values[slot], query, vocabulary)) is not None)
    if len(filters) < len(left):
        return None
    fillers = vocabulary.rules.fillers
    weight = (
        sum(len(word) * (1 if fillers.fullmatch(word) else 3) for word in cue)
        + 4 * len(intent.needs)
        + (10 - _FILTERED) * len(filters)
    )
    weight += (
        10 * len(used & WEIGHTY)
        + 5 * len(used & (KINDS | {"own"}))
        - _MISUSED * (intent.figures != ("quantity" in slots))
    )
    idle = tuple(sorted(slot for slot in KINDS & slots.filled.keys() if slot not in {*used, *left, *intent.ignores}))
    if "initiative" in slots:  # “甲”品牌 says what 甲 is
        idle = tuple(slot for slot in idle if slot != "initiative-kind")
    most = slots.filled.get("top") or slots.filled.get("foremost") if intent.ranks else None
    top, singly = (int(most.values[0]), most.values[1:] == ("bodies",)) if most else (0, False)
    return replace(plan, score=weight, filters=filters, cue=cue, idle=idle, top=top, singly=singly)


def _cue(intent: Intent, text: str) -> tuple[str, ...] | None:
    """The words by which the intent is told: of the cues that fit the one with most characters; None where none fits."""
    if not intent.cues:
        return ()
    best: tuple[str, ...] | None = None
    for cue in intent.cues:
        words = [next((word for word in group if word in text), "") for group in cue.groups]
        if all(words) and not any(word in text for word in cue.banned):
            told = tuple(dict.fromkeys(words))
            if best is None or sum(map(len, told)) > sum(map(len, best)):
                best = told
    return best


def _roles(slots: Slots, cue: tuple[str, ...]) -> dict[str, Filled]:
    """The slots, with the body (or undertaking) as subject or object of the verb that told the intent."""
    values = dict(slots.filled)
    named = values.get("body") or values.get("initiative")
    if named is None or not cue:
        return values
    text = slots.marks.text
    verb = min((at for word in cue if (at := slots.spoken.find(word)) >= 0), default=-1)
    passive = _PASSIVE.match(text, named.at + len(named.words)) or _TOWARDS.search(text[: named.at])
    values["object" if passive or named.at > verb else "subject"] = named
    return values


def _fitted(values: dict[str, Filled], intent: Intent, query: NamedQuery, vocabulary: Vocabulary) -> dict[str, Filled]:
    """A report as its body where the query asks for bodies, and a body as its report where the intent says so."""
    names = {one.name for one in query.parameters}
    file, body = values.get("file"), values.get("body")
    if file is not None and body is None and "body" in names and ("file" not in names or not file.values):
        owners = {report.body for report in vocabulary.reports if report.file in (*file.values, *file.candidates)}
        if len(owners) == 1:
            return {**_without(values, "file"), "body": replace(file, values=tuple(owners), candidates=())}
    if intent.report and body is not None and len(body.values) == 1:
        return _by_report(values, body, vocabulary) if file is None else _without(values, "body")
    return values


def _by_report(values: dict[str, Filled], body: Filled, vocabulary: Vocabulary) -> dict[str, Filled]:
    """The report of a body, of the year that the question names, in place of the body."""
    reports = [report for report in vocabulary.reports if report.body == body.values[0]]
    year = values.get("year")
    chosen = [report for report in reports if year is not None and report.year in year.values]
    files = tuple(report.file for report in chosen or reports)
    if not files:
        return values
    values = _without(values, "body", *(("year", "period") if chosen else ()))
    single = len(files) == 1
    return {**values, "file": replace(body, values=files if single else (), candidates=() if single else files)}


def _without(values: Mapping[str, Filled], *slots: str) -> dict[str, Filled]:
    return {slot: filled for slot, filled in values.items() if slot not in slots}


def _bound(plan: Plan, values: Mapping[str, Filled]) -> tuple[Plan, set[str]]:
    """The plan with its parameters, and the slots that they use."""
    bind = dict(plan.intent.bind)
    params = dict(plan.intent.fixed)
    names = {one.name for one in plan.query.parameters}
    unclear, used = [], set()
    for one in plan.query.parameters:
        slots = (bind[one.name],) if one.name in bind else PARAMETERS.get(one.name, (one.name,))
        slot = next((slot for slot in slots if slot in values), "")
        if not slot or one.name in params or (one.name == "year" and "period" in names):
            continue  # of the two the exact one
        filled = values[slot]
        if filled.candidates and not filled.values:
            unclear.append((slot, filled))
        elif len(filled.values) == 1 or (filled.values and _takes_several(one)):
            params[one.name] = "|".join(filled.values)
        elif filled.values:
            continue
        used |= {slot, _STANDS_FOR.get(slot, slot)}
        if slot in ("subject", "object"):
            used |= {name for name in ("body", "initiative") if values.get(name) is filled}
    ordered = tuple((one.name, params[one.name]) for one in plan.query.parameters if one.name in params)
    return replace(plan, params=ordered, unclear=tuple(unclear)), used


def _takes_several(parameter: Parameter) -> bool:
    """Whether a parameter's description says that alternatives may be separated by bars."""
    return "竖线" in parameter.zh


def _filter(slot: str, filled: Filled, query: NamedQuery, vocabulary: Vocabulary) -> Filter | None:
    """The condition that honours a slot, where the query has a column for it; of a year else the reports about it."""
    there = {column.name for column in query.columns}
    columns = tuple(name for name in COLUMNS.get(slot, ()) if name in there)
    if not columns and slot in ("year", "years") and "file" in there:
        files = tuple(report.file for report in vocabulary.reports if report.year in filled.values)
        return Filter(slot, ("file",), files) if files else None
    values = filled.values or (filled.candidates if slot == "file" else ())
    return Filter(slot, columns, values) if columns and values else None
