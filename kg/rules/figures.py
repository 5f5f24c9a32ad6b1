"""Rule data for figures -> compiled rules; every fault of a file is reported at once.

Texts in, rules out: ``kg.rules.load`` reads the files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from kg.errors import RulesError
from kg.rules.types_figures import Hedge, QuantityRules, Zone

UNIT_COLUMNS = ("unit", "dimension", "numerals", "not_before", "source")
_MACROS = {
    "<D>": "[0-9]",
    "<C>": "[〇零一二两三四五六七八九十百千]",
    "<N>": r"(?:[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千万]+)",
}
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
    zones, anchored = [], []
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
    by_first: dict[str, list[str]] = {}
    for unit in sorted(rows, key=lambda u: (-len(u), u)):
        dimension, _, blocked = rows[unit]
        word = re.escape(unit[1:])
        if unit[-1].isascii() and unit[-1].isalpha():
            word += "(?![A-Za-z])"
        if blocked:
            word += f"(?!{blocked})"
        if dimension in ("item", "person") and not unit.endswith("次"):
            word += "(?:（[一-龥]{1,2}）)?"
        by_first.setdefault(unit[0], []).append(word)
    body = "|".join(re.escape(c) + f"(?:{'|'.join(words)})" for c, words in sorted(by_first.items()))
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
