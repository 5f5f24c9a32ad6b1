"""Rule data for figures -> compiled rules; every fault of a file is reported at once.

Texts in, rules out: ``kg.rules.load`` reads the files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from kg.errors import RulesError
from kg.rules.types_figures import (
    Cue,
    FigureRules,
    Hedge,
    IndicatorRules,
    PeriodPattern,
    PeriodRules,
    QuantityRules,
    Zone,
)

UNIT_COLUMNS = ("unit", "dimension", "numerals", "not_before", "source")
_MACROS = {
    "<D>": "[0-9]",
    "<C>": "[〇零一二两三四五六七八九十百千]",
    "<N>": r"(?:[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千万]+)",
}
_SECOND = "(?:(?<!次)（[一-龥]{1,2}）)?"
"""A second unit in brackets."""
_MONTHS = (
    "(?:第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[两二三])个?季度|(?P<half>[上下])半年"
    "|前(?P<first>[0-9]{1,2}|[一二三四五六七八九十]{1,2})个月"
    "|(?P<from>(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九]))(?:月份?)?[-—~至到](?P<to>(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九]))月份?"
    "|(?P<and1>(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九]))(?:月份?)?[、和](?P<and2>(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九]))月(?:份|间)?(?:两个月)?"
    "|(?P<month>(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九]))月(?:份|间)?(?:[0-9]{1,2}[日号]|[上中下]旬|(?P<end>[底末])|初)?)"
)
_MACROS |= {
    "<YEAR>": "(?P<year>(?:19|20)[0-9]{2})",
    "<YEAR2>": "(?P<year2>(?:19|20)[0-9]{2})",
    "<PART>": f"(?:{_MONTHS}|年?[底末初]|全年)",
    "<MONTHS>": _MONTHS,
}
_TIME_KEYS = {"id", "reading", "pattern", "offset", "matches", "rejects"}
_ZONE_KEYS = {"id", "reason", "pattern", "matches", "rejects", "anchored"}
_CUE_KEYS = {"id", "use", "pattern", "matches", "rejects"}
_HEDGE_KEYS = {"id", "place", "modifier", "words", "not_after", "not_before", "round_only", "matches", "rejects"}


def expand(pattern: str) -> str:
    """A pattern with <N>, <D> and <C> written out.

    >>> expand("第<D>+届")
    '第[0-9]+届'
    """
    for macro, meaning in _MACROS.items():
        pattern = pattern.replace(macro, meaning)
    return pattern


def quantity_rules(units: str, quantities: str) -> QuantityRules:
    """Rules from the texts of ``units.tsv`` and ``quantities.toml``; faults raise ``RulesError``, one a line."""
    faults: list[str] = []
    rows = _unit_rows(units, faults)
    data = _toml("quantities.toml", quantities, faults)
    hedges: dict[str, dict[str, Hedge]] = {"before": {}, "inside": {}, "behind": {}}
    for entry in _entries(data, "hedge", _HEDGE_KEYS, "quantities.toml", faults):
        for word in entry["words"]:
            hedges[entry["place"]][word] = Hedge(
                entry["id"],
                word,
                entry["modifier"],
                entry.get("not_after", ""),
                entry.get("not_before", ""),
                entry.get("round_only", False),
            )
    zones: list[Zone] = []
    anchored: list[Zone] = []
    for entry in _entries(data, "zone", _ZONE_KEYS, "quantities.toml", faults):
        pattern = _compile(entry["pattern"], f"quantities.toml {entry['id']}", faults)
        (anchored if entry.get("anchored") else zones).append(Zone(entry["id"], entry["reason"], pattern))
    cues = {
        entry["use"]: _compile(entry["pattern"], f"quantities.toml {entry['id']}", faults)
        for entry in _entries(data, "cue", _CUE_KEYS, "quantities.toml", faults)
    }
    if faults:
        raise RulesError("\n".join(faults))
    return QuantityRules(
        unit_after_digits=_unit_pattern(rows),
        unit_after_words=_unit_pattern({u: row for u, row in rows.items() if row[1] == "any"}),
        dimension={unit: row[0] for unit, row in rows.items()},
        before=hedges["before"],
        inside=hedges["inside"],
        behind=hedges["behind"],
        zones=tuple(zones),
        anchored=tuple(anchored),
        cues=cues,
    )


def period_rules(periods: str) -> PeriodRules:
    """Rules from the text of ``periods.toml``."""
    faults: list[str] = []
    data = _toml("periods.toml", periods, faults)
    patterns = tuple(
        PeriodPattern(
            entry["id"],
            entry["reading"],
            _compile(entry["pattern"], f"periods.toml {entry['id']}", faults),
            entry.get("offset", 0),
        )
        for entry in _entries(data, "time", _TIME_KEYS, "periods.toml", faults)
    )
    signs = _signs(data, "periods.toml", faults)
    plans = {name: (int(years[0]), int(years[1])) for name, years in data.get("plans", {}).items()}
    if faults:
        raise RulesError("\n".join(faults))
    return PeriodRules(patterns, plans, signs)


def indicator_rules(figures: str, cues: Iterable[tuple[str, str]]) -> IndicatorRules:
    """Rules from the text of ``figures.toml`` and the pairs of notation and cue of the indicator scheme."""
    faults: list[str] = []
    signs = _signs(_toml("figures.toml", figures, faults), "figures.toml", faults)
    parsed = []
    for concept, cue in cues:
        try:
            parsed.append(parse_cue(concept, cue))
        except ValueError as error:
            faults.append(f"indicators.ttl {concept}: {error}")
    if faults:
        raise RulesError("\n".join(faults))
    return IndicatorRules(tuple(parsed), signs)


def figure_rules(
    *,
    units: str,
    quantities: str,
    periods: str,
    figures: str,
    indicators: str,
    own_units: Iterable[str] = (),
    own_cues: Iterable[tuple[str, str]] = (),
    measures_of_anything: frozenset[str] = frozenset(),
) -> FigureRules:
    """All rules for figures from the texts of their files (``indicators`` is the Turtle of the scheme).

    A user's lexicon adds measure words and, as pairs of notation and cue, words that signal an indicator of the scheme.
    """
    known = {line.split("\t", 1)[0] for line in units.splitlines()}
    added = "".join(f"\n{unit}\titem\tany\t\tlexicon" for unit in sorted(set(own_units) - known))
    cues = read_cues(indicators)
    notations = {notation for notation, _ in cues}
    strange = sorted({notation for notation, _ in own_cues} - notations)
    if strange:
        raise RulesError(
            f"no indicator {', '.join(map(repr, strange))}", remedy="docs/reference/ontology.md lists the indicators"
        )
    return FigureRules(
        quantity_rules(units.rstrip("\n") + added + "\n", quantities),
        period_rules(periods),
        indicator_rules(figures, (*cues, *sorted(own_cues))),
        measures_of_anything,
    )


def parse_cue(concept: str, cue: str) -> Cue:
    """A cue from its notation: groups apart by blanks, alternatives by bars, ``!`` bans words, ``@`` lists units.

    >>> parse_cue("proposals-filed", "立案 提案 !办复|率 @件").groups
    (('立案',), ('提案',))
    """
    groups: list[tuple[str, ...]] = []
    banned: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    for part in cue.split():
        words = tuple(word for word in part.lstrip("!@").split("|") if word)
        if not words:
            raise ValueError(f"empty group in cue {cue!r}")
        if part[0] == "!":
            banned += words
        elif part[0] == "@":
            units |= frozenset(words)
        else:
            groups.append(tuple(sorted(words, key=lambda w: (-len(w), w))))
    if not groups:
        raise ValueError(f"no words in cue {cue!r}")
    return Cue(concept, tuple(groups), banned, units)


def read_cues(turtle: str) -> tuple[tuple[str, str], ...]:
    """Notation and cue of every cue in the indicator scheme, sorted."""
    notation, cues = {}, []
    for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE):
        predicate = quad.predicate.value
        if predicate.endswith("#notation"):
            notation[quad.subject] = quad.object.value
        elif predicate.endswith("#cue"):
            cues.append((quad.subject, quad.object.value))
    return tuple(sorted((notation[subject], cue) for subject, cue in cues if subject in notation))


def read_signs(name: str, text: str) -> tuple[dict[str, Any], dict[str, re.Pattern[str]]]:
    """The data of a rule file and its signs by what they are used for; faults raise ``RulesError``, one a line."""
    faults: list[str] = []
    data = _toml(name, text, faults)
    signs = _signs(data, name, faults)
    if faults:
        raise RulesError("\n".join(faults))
    return data, signs


def _signs(data: Mapping[str, Any], name: str, faults: list[str]) -> dict[str, re.Pattern[str]]:
    return {
        entry["use"]: _compile(entry["pattern"], f"{name} {entry['id']}", faults)
        for entry in _entries(data, "sign", _CUE_KEYS, name, faults)
    }


def _unit_rows(text: str, faults: list[str]) -> dict[str, tuple[str, str, str]]:
    """Unit -> dimension, numerals, not_before."""
    rows: dict[str, tuple[str, str, str]] = {}
    first: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if tuple(cells) == UNIT_COLUMNS:
            continue
        if len(cells) != len(UNIT_COLUMNS):
            faults.append(f"units.tsv:{number}: {len(cells)} columns instead of {len(UNIT_COLUMNS)}")
            continue
        unit, dimension, numerals, not_before, _ = cells
        if unit in rows:
            faults.append(f"units.tsv:{number} unit: duplicate of line {first[unit]}")
        if numerals not in ("any", "digits"):
            faults.append(f"units.tsv:{number} numerals: {numerals!r}; write any or digits")
        rows[unit], first[unit] = (dimension, numerals, not_before), number
    return rows


def _unit_pattern(rows: Mapping[str, tuple[str, str, str]]) -> re.Pattern[str]:
    """One pattern for all units, grouped by first character, longest first.

    A counted thing may carry 次 (家次) and a second unit in brackets (台（套）); a measure may be divided (元/吨).
    """
    by_first: dict[str, list[tuple[bool, str]]] = {}
    for unit in sorted(rows, key=lambda u: (-len(u), u)):
        dimension, _, blocked = rows[unit]
        word = re.escape(unit[1:])
        if unit[-1].isascii() and unit[-1].isalpha():
            word += "(?![A-Za-z])"
        if blocked:
            word += f"(?!{blocked})"
        by_first.setdefault(unit[0], []).append((dimension in ("item", "person") or unit.endswith("次"), word))
    # Python takes 0.6 ms to compile a range of twenty thousand characters: written once for all units of which no other
    # one begins alike, and not behind each, it cost a tenth of the start of a build.
    paired, others = [], []
    for first, words in sorted(by_first.items()):
        runs = [(pair, "|".join(word for _, word in same)) for pair, same in groupby(words, key=itemgetter(0))]
        if [pair for pair, _ in runs] == [True]:
            paired.append(f"{re.escape(first)}(?:{runs[0][1]})")
        else:
            ends = "|".join(f"(?:{run}){_SECOND}" if pair else run for pair, run in runs)
            others.append(f"{re.escape(first)}(?:{ends})")
    body = "|".join([*([f"(?:{'|'.join(paired)}){_SECOND}"] if paired else []), *others])
    plain = "|".join(re.escape(u) for u in sorted(rows, key=lambda u: (-len(u), u)) if "/" not in u)
    return re.compile(rf"(?:{body})(?:/(?:{plain}|日|年|人|月))?")


def _toml(name: str, text: str, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{name}: {error}")
        return {}


def _entries(data: Mapping[str, Any], kind: str, keys: set[str], name: str, faults: list[str]) -> list[dict[str, Any]]:
    """The entries of a kind that have all they need; a fault for each unknown or missing key."""
    sound, seen = [], set()
    optional = {"not_after", "not_before", "round_only", "anchored", "offset"}
    for number, entry in enumerate(data.get(kind, ()), 1):
        where = f"{name} {kind} {entry.get('id', number)}"
        faults += [f"{where}: unknown key {key!r}" for key in sorted(entry.keys() - keys)]
        missing = sorted(keys - optional - entry.keys())
        faults += [f"{where}: no {key}" for key in missing]
        if entry.get("id") in seen:
            faults.append(f"{where}: id stands twice")
        seen.add(entry.get("id"))
        if not missing:
            sound.append(entry)
    return sound


def _compile(pattern: str, where: str, faults: list[str]) -> re.Pattern[str]:
    try:
        return re.compile(expand(pattern))
    except re.error as error:
        faults.append(f"{where}: {error}")
        return re.compile(r"(?!)")
