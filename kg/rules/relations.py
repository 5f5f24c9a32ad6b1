"""The words of ``relations.toml`` as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelationRules:
    """Patterns of the words that state relations; see ``relations.toml`` for each list."""

    issue: re.Pattern[str]
    refer: re.Pattern[str]
    paper_or: re.Pattern[str]
    establish: re.Pattern[str]
    endorse: re.Pattern[str]
    passive: re.Pattern[str]
    own_endorse: frozenset[str]
    joint: re.Pattern[str]
    with_: re.Pattern[str]
    together: re.Pattern[str]
    target: re.Pattern[str]
    towards: re.Pattern[str]
    purpose: re.Pattern[str]
    handed: re.Pattern[str]
    covered: re.Pattern[str]
    lead: re.Pattern[str]
    person: re.Pattern[str]


def alternatives(words: list[str], *, end: str = "") -> re.Pattern[str]:
    """A pattern for any of the words, the longest first."""
    return re.compile("(?:" + "|".join(sorted(map(re.escape, set(words)), key=lambda w: (-len(w), w))) + ")" + end)


def relation_rules(text: str) -> RelationRules:
    """The rules from the text of ``relations.toml``."""
    data = tomllib.loads(text)
    time = r"(?:\d{4}年(?:度)?|\d{1,2}月(?:份|底|初|中旬|上旬|下旬)?|\d{1,2}日|[一二三四五六七八九十]+年来|[上下]半年|截至[^，]{1,10})"
    counted = r"(?:\d+|[一二两三四五六七八九十百]+)(?:余|多)?(?:名|位|个)"
    lead = "|".join(sorted(map(re.escape, data["subjects"]["lead"]), key=lambda w: (-len(w), w)))
    persons = alternatives(data["subjects"]["persons"]).pattern
    return RelationRules(
        issue=alternatives(data["issues"]["verbs"]),
        refer=alternatives(data["issues"]["refers"]),
        paper_or=re.compile(
            "等?(?:\\d+[件篇份个项条])?(?:重要|重点|优秀|系列|高质量|研究)*"
            + alternatives(data["issues"]["papers"]).pattern
        ),
        establish=alternatives(data["establishes"]["verbs"]),
        endorse=alternatives(data["endorses"]["verbs"]),
        passive=alternatives(data["endorses"]["passive"]),
        own_endorse=frozenset(data["endorses"]["own"]),
        joint=alternatives(data["cooperates"]["joint"], end="$"),
        with_=alternatives(data["cooperates"]["with"], end="$"),
        together=alternatives(data["cooperates"]["together"]),
        target=alternatives(data["targets"]["verbs"], end="$"),
        towards=alternatives(data["targets"]["towards"], end="$"),
        purpose=alternatives(data["targets"]["purposes"]),
        handed=alternatives(data["targets"]["handed"]),
        covered=alternatives(data["covered"]["verbs"]),
        lead=re.compile(f"(?:{time}|{lead}|{counted}|[，、 —-])*"),
        person=re.compile(
            f"(?:(?:的)?{persons}(?:[、和]{persons})*)?(?:[\\u4e00-\\u9fff]{{2,3}}(?=\\d|多次|亲自|带队|率|在|到|对|就))?"
        ),
    )
