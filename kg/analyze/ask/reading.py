"""A question -> its slots, the words that nothing explains, and what to tell of what was understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.analyze.ask.indicators import read_counted, read_indicators
from kg.analyze.ask.intents import Plan
from kg.analyze.ask.marks import GAP, read_marks
from kg.analyze.ask.names import read_names, read_partial_initiative
from kg.analyze.ask.outcomes import Part
from kg.analyze.ask.ranks import read_top
from kg.analyze.ask.slots import Slots
from kg.analyze.ask.times import read_periods
from kg.analyze.ask.topics import read_topic
from kg.analyze.ask.vocabulary import Vocabulary
from kg.analyze.ask.words import (
    read_kinds,
    read_quantities,
    read_quotations,
    read_ratio,
    read_senses,
    take_reports,
)

_WORD: Final = re.compile(r"[\u4e00-\u9fff]+")
_HIDDEN: Final = frozenset(
    (
        "quantity", "number-asked", "plural", "from", "to", "period", "form", "quoted", "unit-asked", "ratio",
        "first-body", "second-body", "top", "foremost",
    )
)  # fmt: skip
"""Slots that say again what another one says."""


def read_slots(question: str, vocabulary: Vocabulary, *, quantity: bool = False, counted: bool = False) -> Slots:
    """Everything that the question names, in the order in which one reading helps the next.

    ``quantity``: whether it asks how much although it does not say so (甲市2023年面积). ``counted``: whether words that
    name no indicator may be words by which the texts say what they count.
    """
    slots = Slots(read_marks(question))
    read_quotations(slots)
    read_names(slots, vocabulary)
    slots.spoken = slots.marks.outside
    read_periods(slots, vocabulary)
    read_top(slots)
    read_topic(slots, vocabulary)
    if quantity:
        slots.fill("quantity", "yes", words="")
    read_quantities(slots, vocabulary)
    read_senses(slots, vocabulary)
    read_indicators(slots, vocabulary)
    read_ratio(slots, vocabulary)
    take_reports(slots, vocabulary)
    if counted:
        if not quantity:
            read_partial_initiative(slots, vocabulary)
        read_counted(slots, vocabulary)
    read_kinds(slots, vocabulary)
    return slots


def wanted(word: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a lost word is the very thing that is asked for (哪个议题, 提案数字), or changes the question (没有)."""
    said = re.escape(word)
    asked = (
        rf"(?:哪[个些几家种项]|什么){said}|{said}(?:都|各|分别)?(?:有|是)(?:哪|什么)|{said}的?(?:数字|数据|指标|情况)"
    )
    return vocabulary.rules.words["never-lost"].search(word) is not None or re.search(asked, text) is not None


def lost_words(slots: Slots, plan: Plan | None, vocabulary: Vocabulary) -> Iterator[str]:
    """The stretches of the question that nothing explains: no slot, no word of the intent, no filler, no remark."""
    words = vocabulary.rules.words
    cues = {word for cue in (plan.intent.cues if plan else ()) for group in cue.groups for word in group}
    rest = slots.marks.outside
    for word in sorted(cues, key=lambda w: (-len(w), w)):
        rest = rest.replace(word, GAP * len(word))
    for slot in plan.idle if plan else ():
        said = slots[slot].words
        if slot != "body-kind" and not any(cue in said for cue in cues):
            yield said
    rest = _without(rest, words["whether"])
    yield from words["never-lost"].findall(rest)
    for pattern in (
        words["never-lost"],
        *(words[name] for name in ("quantity", "own", "number-asked", "weak-kinds", "report", "doing")),
        vocabulary.rules.fillers,
    ):
        rest = _without(rest, pattern)
    yield from _WORD.findall(rest)


def _without(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda m: GAP * len(m[0]), text)


def parts_of(slots: Slots) -> Iterator[Part]:
    """What to tell of the slots: those that restrict an answer, and none twice."""
    for slot, filled in slots.told():
        if slot not in _HIDDEN:
            yield Part(slot, filled.words, filled.values or filled.candidates)
