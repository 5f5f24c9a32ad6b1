"""A question in Chinese -> the named query that answers it, or what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.analyze.ask.indicators import nearest
from kg.analyze.ask.intents import Plan, plans
from kg.analyze.ask.marks import GAP
from kg.analyze.ask.outcomes import Ambiguous, NotUnderstood, Part, Reason, Understanding, Understood
from kg.analyze.ask.reading import lost_words, parts_of, read_slots, wanted
from kg.analyze.ask.samples import examples
from kg.analyze.ask.slots import Filled, Gap, Slots
from kg.analyze.ask.vocabulary import Vocabulary

LONGEST: Final = 400
"""Characters of a question; what is longer is no question."""
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]+")
_ASKS: Final = re.compile("[谁哪吗呢]|什么|怎|如何|是否|有没有|有无")
_LOST: Final = 3
"""So many characters may stay without a meaning; more make another question of it."""
_LEFT_OVER: Final = 3
"""Weight that a plan loses with each of them."""


def understand(question: str, vocabulary: Vocabulary) -> Understanding:
    """The query that answers a question about a graph; nothing is run, nothing is guessed."""
    said = question.strip()
    chinese = len(_CHINESE.findall(said))
    if chinese < 2 or len(said) > LONGEST:
        letters = sum(char.isalpha() for char in said)
        return _refused(said, "language" if letters >= 3 and chinese < 2 else "empty", "", vocabulary)
    slots = read_slots(said, vocabulary)
    parts = tuple(parts_of(slots))
    if m := vocabulary.rules.words["out-of-scope"].search(slots.spoken):
        return _refused(said, "scope", m[0], vocabulary, parts)
    if slots.gaps:
        return _missing(said, slots.gaps[0], vocabulary, parts)
    for one in _attempts(said, slots, vocabulary):
        found = _ranked(one, vocabulary)
        if found and _explained(found[0][1], one, vocabulary):
            return _decided(said, one, [plan for plan, _ in found], vocabulary)
    return _unexplained(said, slots, vocabulary, parts)


def _attempts(question: str, slots: Slots, vocabulary: Vocabulary) -> Iterator[Slots]:
    """The slots, and then readings that try harder: with the words of the texts, as a question for a quantity."""
    yield slots
    if "quantity" in slots:
        yield read_slots(question, vocabulary, counted=True)
    elif not _ASKS.search(slots.spoken):
        yield read_slots(question, vocabulary, quantity=True)
        yield read_slots(question, vocabulary, quantity=True, counted=True)


def _explained(lost: tuple[str, ...], slots: Slots, vocabulary: Vocabulary) -> bool:
    """Whether a plan leaves so few words over that it still answers the question."""
    return sum(map(len, lost)) <= _LOST and not any(wanted(word, slots.marks.text, vocabulary) for word in lost)


def _decided(question: str, slots: Slots, found: list[Plan], vocabulary: Vocabulary) -> Understood | Ambiguous:
    best, parts = found[0], tuple(parts_of(slots))
    if best.unclear:
        slot, filled = best.unclear[0]
        return Ambiguous(question, slot, filled.words, _narrowed(slot, filled, slots, vocabulary), parts)
    understood = _understood(question, best, parts)
    other = next((plan for plan in found[1:] if plan.query is not best.query and not plan.unclear), None)
    if best.intent.otherwise and other is not None:
        return replace(understood, otherwise=_understood(question, other, parts))
    return understood


def _unexplained(
    question: str, slots: Slots, vocabulary: Vocabulary, parts: tuple[Part, ...]
) -> Ambiguous | NotUnderstood:
    """Why no query answers: a word that is a part of several indicators, an unknown indicator, unknown words."""
    if (which := _which_indicator(slots, vocabulary)) is not None:
        return Ambiguous(question, "indicator", *which, parts)
    found = _ranked(slots, vocabulary)
    lost = found[0][1] if found else tuple(lost_words(slots, None, vocabulary))
    words = "、".join(lost)
    if sum(map(len, lost)) > _LOST and "number-asked" in slots and "indicator" not in slots:
        near = nearest("".join(lost), vocabulary.rules, vocabulary.in_use)
        return _refused(question, "indicator", words, vocabulary, parts, near)
    return _refused(question, "words" if lost else "nothing", words, vocabulary, parts)


def _understood(question: str, plan: Plan, parts: tuple[Part, ...]) -> Understood:
    return Understood(
        question, plan.query.name, plan.params, plan.filters, parts, plan.intent.id, plan.intent.reverse,
        plan.top, plan.singly,
    )  # fmt: skip


def _which_indicator(slots: Slots, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]] | None:
    """A word of a question for a number that names no indicator, but is a part of the names of some: 提案多少件."""
    if "quantity" not in slots or "indicator" in slots or "initiative" in slots:
        return None
    rest = vocabulary.rules.words["quantity"].sub(GAP, slots.spoken)
    left = _WORD.findall(vocabulary.rules.fillers.sub(GAP, rest))
    for word in sorted(left, key=lambda w: (-len(w), w)):
        if sum(map(len, left)) - len(word) > _LOST:
            return None  # more is asked for than this word
        codes = [
            code
            for code in sorted(vocabulary.in_use, key=lambda code: (-vocabulary.in_use[code], code))
            if code in vocabulary.rules.indicators
            and any(word in name for name in vocabulary.rules.indicators[code].names)
        ]
        if len(word) >= 2 and codes:
            return word, tuple(codes[:8])
    return None


def _narrowed(slot: str, filled: Filled, slots: Slots, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the words may mean: of years those of the body's reports, of bodies first those that report."""
    if slot in ("year", "period") and "body" in slots:
        years = {report.year for report in vocabulary.reports if report.body in slots["body"].values and report.year}
        return tuple(sorted(years)) or filled.candidates
    return tuple(
        sorted(filled.candidates, key=lambda label: (slot == "body" and label not in vocabulary.owners, label))
    )


def _ranked(slots: Slots, vocabulary: Vocabulary) -> list[tuple[Plan, tuple[str, ...]]]:
    """The plans with the words that each leaves over, the best first."""
    found = [(plan, tuple(lost_words(slots, plan, vocabulary))) for plan in plans(slots, vocabulary)]
    return sorted(found, key=lambda pair: _LEFT_OVER * sum(map(len, pair[1])) - pair[0].score)


def _missing(question: str, gap: Gap, vocabulary: Vocabulary, parts: tuple[Part, ...]) -> NotUnderstood:
    reason: Reason = "place" if gap.slot == "place" else "report" if gap.slot == "report" else "body"
    return _refused(question, reason, gap.words, vocabulary, parts, gap.nearest)


def _refused(
    question: str,
    reason: Reason,
    words: str,
    vocabulary: Vocabulary,
    parts: tuple[Part, ...] = (),
    near: Iterable[str] = (),
) -> NotUnderstood:
    return NotUnderstood(question, reason, words, tuple(near), parts, examples(vocabulary))
