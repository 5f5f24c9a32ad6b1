"""The words of ``relations.toml`` as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelationRules:
    """Patterns of the words that state relations; see ``relations.toml`` for each list."""

    doing: re.Pattern[str]
    besides: re.Pattern[str]
    named_only: re.Pattern[str]
    made: re.Pattern[str]
    """Behind a body and up to a name: words of a relative clause, such as 等单位联合举办的."""
    by: re.Pattern[str]
    """Behind a body that 由 names: what it does, such as 具体组织施工."""
    helping: re.Pattern[str]
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
    target_list: re.Pattern[str]
    """A verb with names behind it that are not known, up to one that is: 走访甲厂、."""
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
    done, named = data["carries_out"], data["endorses"]
    doing, establish = alternatives(done["verbs"]), alternatives(data["establishes"]["verbs"])
    person = (
        f"(?:(?:的)?{_any_of(data['subjects']['persons'])}(?:[、和]{_any_of(data['subjects']['persons'])})*)?"
        r"(?:[\u4e00-\u9fff]{2,3}(?=\d|多次|亲自|带队|率|在|到|对|就))?"
    )
    return RelationRules(
        doing=doing,
        besides=alternatives(done["besides"]),
        named_only=alternatives(done["named_only"]),
        made=re.compile(
            f"[^，。；的]{{0,16}}?(?:{doing.pattern}|{establish.pattern})[^，。；、的]{{0,6}}的[^，。；：、]{{0,8}}"
        ),
        by=re.compile(f"[^，。；由]{{0,8}}?{_any_of(done['by'])}"),
        helping=re.compile(f"[^，。；由]{{0,8}}?{_any_of(done['helping'])}"),
        issue=alternatives(data["issues"]["verbs"]),
        refer=alternatives(data["issues"]["refers"]),
        paper_or=re.compile(
            r"等?(?:\d+[件篇份个项条])?(?:重要|重点|优秀|系列|高质量|研究)*" + _any_of(data["issues"]["papers"])
        ),
        establish=establish,
        endorse=alternatives(named["verbs"]),
        passive=alternatives(named["passive"]),
        own_endorse=frozenset(named["own"]),
        joint=alternatives(data["cooperates"]["joint"], end="$"),
        with_=re.compile("(?:" + "|".join(_NOT_BEHIND.get(w, "") + w for w in data["cooperates"]["with"]) + ")$"),
        together=alternatives(data["cooperates"]["together"]),
        target=alternatives(data["targets"]["verbs"], end="$"),
        target_list=alternatives(
            [v for v in data["targets"]["verbs"] if len(v) > 1 or v == "赴"], end="了?(?:[^，。；、“”]{2,12}、)+$"
        ),
        towards=alternatives(data["targets"]["towards"], end="$"),
        purpose=alternatives(data["targets"]["purposes"]),
        handed=alternatives(data["targets"]["handed"]),
        covered=alternatives(data["covered"]["verbs"]),
        lead=re.compile(f"(?:{_TIME}|{_any_of(data['subjects']['lead'])}|{_COUNTED}|{_BULLET}|[，、 —-])*"),
        person=re.compile(person),
    )


_TIME = r"(?:\d{4}年(?:度)?|\d{1,2}月(?:份|底|初|中旬|上旬|下旬)?|\d{1,2}日|[一二三四五六七八九十]+年来|[上下]半年|截至[^，]{1,10})"
_COUNTED = r"(?:\d+|[一二两三四五六七八九十百]+)(?:余|多)?(?:[名位个次件篇处项场家期]) ?"
_BULLET = r"(?:[^\w\s“”‘’《》〈〉（）()【】\[\]，。；：、%]|（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|[一二三四五六七八九十][是要]|[一二三四五六七八九十]+、)"
"""What an item of a list begins with: ●, ▲, 一是, （二）."""


_NOT_BEHIND = {"与": "(?<![参给赋])", "同": "(?<![会协陪合共等])", "跟": "(?<!紧)"}
"""Characters that make the end of another word of one that joins bodies: 参与, 陪同."""


def _any_of(words: list[str]) -> str:
    return alternatives(words).pattern
