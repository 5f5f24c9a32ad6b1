"""Words that say what is counted -> the indicator concept, by the cues of the indicator scheme."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.rules.types_figures import Cue, IndicatorRules

_WEAK = 4  # a match of two characters (率, 企业) gives way to a longer one that the words around complete


def classify(phrase: str, unit: str, rules: IndicatorRules, *, around: str = "") -> str:
    """The notation of the concept that fits best, or nothing.

    The phrase alone decides where it can; else words around it may fill in what it leaves out (立案230件 below 提案),
    but a word that tells something (not 完成 or 开展) must stand in the phrase itself. The cue with most matched characters wins, then
    the one that matches nearest to the end of the phrase, then the one with most groups, then the first.
    """
    own, told = _alone(rules, phrase, unit)
    if not around or told > _WEAK:
        return own
    # a word of the phrase must count, so no other cue can fit
    filled, more = _best(rules.candidates(phrase, unit), phrase, around, rules.signs["generic"])
    return filled if more > told else own


@lru_cache(maxsize=4096)  # asked for without the words around and then with them; and phrases come again
def _alone(rules: IndicatorRules, phrase: str, unit: str) -> tuple[str, int]:
    return _best(rules.candidates(phrase, unit, alone=True), phrase)


def _best(cues: list[Cue], phrase: str, around: str = "", generic: re.Pattern[str] | None = None) -> tuple[str, int]:
    """The concept of the best cue and how much of the phrase it matches, counted double."""
    best, top = "", (0, 0, 0, 0)
    for cue in cues:
        score = _score(cue, phrase, around, generic)
        if score > top:
            best, top = cue.concept, score
    return best, top[3]


def _score(cue: Cue, phrase: str, around: str, generic: re.Pattern[str] | None) -> tuple[int, int, int, int]:
    """Matched characters (those in the phrase count double), where the last of them ends, and groups; zeros where the
    cue does not fit. What stands last is the head of a Chinese phrase: 企业新增就业岗位 counts 岗位. The fourth number is what stands in the phrase itself."""
    inside = matched = head = own = 0
    for group in cue.groups:
        for word in group:
            at = phrase.rfind(word)
            if at >= 0:
                inside += generic is None or not generic.fullmatch(word)
                own += 2 * len(word)
                head = max(head, at + len(word))
                break
        else:
            word = next((w for w in group if w in around), "") if around else ""
            if not word:
                return 0, 0, 0, 0
            matched += len(word)
    if not inside or any(word in phrase for word in cue.banned):
        return 0, 0, 0, 0
    return matched + own, head, len(cue.groups), own
