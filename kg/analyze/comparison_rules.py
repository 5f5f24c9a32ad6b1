"""What makes two figures figures of one thing: the words of ``comparison.toml``, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import RulesError
from kg.rules.figures import read_signs
from kg.rules.relations import alternatives

NAME = "comparison.toml"


@dataclass(frozen=True, slots=True)
class ComparisonRules:
    """Words and signs of scope; see ``comparison.toml`` for each."""

    idle: re.Pattern[str]
    """Acts and fillers that say nothing of what is counted."""
    idle_start: re.Pattern[str]
    """Letters that say nothing at the beginning."""
    own: re.Pattern[str]
    """Forms by which a body speaks of itself."""
    scaled: frozenset[str]
    shares: frozenset[str]
    one_sided: re.Pattern[str]
    single: frozenset[str]
    """Notations of the indicators of which a body has one number a period."""
    total: frozenset[str]
    """Notations of those that 全年 or 共 makes the count of the whole period."""
    open: frozenset[str]
    """Notations of measures of anything: only their words say what they count."""
    parts: Mapping[str, frozenset[str]]
    """Notation -> indicators that are a part of it as a matter of course."""
    signs: Mapping[str, re.Pattern[str]]


def comparison_rules(text: str) -> ComparisonRules:
    """The rules from the text of ``comparison.toml``; faults raise ``RulesError``, one a line."""
    data, signs = read_signs(NAME, text)
    try:
        return ComparisonRules(
            idle=alternatives(data["words"]["idle"]),
            idle_start=re.compile(f"^[{re.escape(data['words']['idle-start'])}]+"),
            own=alternatives(data["words"]["self"]),
            scaled=frozenset(data["numbers"]["scaled"]),
            shares=frozenset(data["numbers"]["shares"]),
            one_sided=alternatives(data["numbers"]["one-sided"]),
            single=frozenset(data["single"]["indicators"]),
            total=frozenset(data["total"]["indicators"]),
            open=frozenset(data["open"]["indicators"]),
            parts={whole: frozenset(parts) for whole, parts in data["parts"].items()},
            signs=signs,
        )
    except KeyError as missing:
        raise RulesError(f"{NAME}: no {missing.args[0]}") from None
