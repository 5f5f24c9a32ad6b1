"""A question in Chinese -> the named query that answers it, or what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from kg.analyze.ask.indicators import nearest, read_counted, read_indicators
from kg.analyze.ask.intents import Filter, Plan, plans
from kg.analyze.ask.marks import GAP, read_marks
from kg.analyze.ask.names import read_names, read_partial_initiative
from kg.analyze.ask.slots import Filled, Gap, Slots
from kg.analyze.ask.times import read_periods
from kg.analyze.ask.vocabulary import Vocabulary
from kg.analyze.ask.words import read_kinds, read_quantities, read_quotations, read_ratio, read_senses, take_reports

Reason = Literal["empty", "language", "scope", "place", "body", "report", "indicator", "words", "nothing"]
LONGEST: Final = 400
"""Characters of a question; what is longer is no question."""
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]+")
_ASKS: Final = re.compile("[谁哪吗呢]|什么|怎|如何|是否|有没有|有无")
_LOST: Final = 3
"""So many characters may stay without a meaning; more make another question of it."""
_LEFT_OVER: Final = 3
"""Weight that a plan loses with each of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood: the slot, the words of the question, what they mean."""

    slot: str
    words: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The named query that answers the question."""

    question: str
    query: str
    params: tuple[tuple[str, str], ...]
    filters: tuple[Filter, ...]
    """Conditions on columns, for what the query has no parameter for."""
    parts: tuple[Part, ...]
    intent: str
    reverse: bool = False
    """Whether the rows are wanted in the opposite order."""
    otherwise: Understood | None = None
    """What to run where there is no row: a total of figures that do not add up is answered by the figures."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A question that asks back: some words mean more than one thing."""

    question: str
    slot: str
    words: str
    candidates: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A question that no named query answers, as far as its words were understood."""

    question: str
    reason: Reason
    words: str
    """The words that stand in the way; empty where there are none."""
    nearest: tuple[str, ...]
    """What the graph has instead: bodies or codes of indicators."""
    parts: tuple[Part, ...]
    examples: tuple[str, ...]
    """Questions that this graph answers."""


Understanding = Understood | Ambiguous | NotUnderstood


def understand(question: str, vocabulary: Vocabulary) -> Understanding:
    """The query that answers a question about a graph; nothing is run, nothing is guessed."""
    said = question.strip()
    chinese = len(_CHINESE.findall(said))
    if chinese < 2 or len(said) > LONGEST:
        letters = sum(char.isalpha() for char in said)
        return _refused(said, "language" if letters >= 3 and chinese < 2 else "empty", "", vocabulary)
    slots = read_slots(said, vocabulary)
    parts = tuple(_parts(slots))
    if m := vocabulary.rules.words["out-of-scope"].search(slots.spoken):
        return _refused(said, "scope", m[0], vocabulary, parts)
    if slots.gaps:
        return _missing(said, slots.gaps[0], vocabulary, parts)
    for one in _attempts(said, slots, vocabulary):
        found = _ranked(one, vocabulary)
        if found and _explained(found[0][1], one):
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


def _explained(lost: tuple[str, ...], slots: Slots) -> bool:
    """Whether a plan leaves so few words over that it still answers the question."""
    return sum(map(len, lost)) <= _LOST and not any(_wanted(word, slots.marks.text) for word in lost)


def _decided(question: str, slots: Slots, found: list[Plan], vocabulary: Vocabulary) -> Understood | Ambiguous:
    best, parts = found[0], tuple(_parts(slots))
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
    lost = found[0][1] if found else tuple(_lost(slots, None, vocabulary))
    words = "、".join(lost)
    if sum(map(len, lost)) > _LOST and "number-asked" in slots and "indicator" not in slots:
        near = nearest("".join(lost), vocabulary.rules, vocabulary.in_use)
        return _refused(question, "indicator", words, vocabulary, parts, near)
    return _refused(question, "words" if lost else "nothing", words, vocabulary, parts)


def _understood(question: str, plan: Plan, parts: tuple[Part, ...]) -> Understood:
    return Understood(question, plan.query.name, plan.params, plan.filters, parts, plan.intent.id, plan.intent.reverse)


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
    found = [(plan, tuple(_lost(slots, plan, vocabulary))) for plan in plans(slots, vocabulary)]
    return sorted(found, key=lambda pair: _LEFT_OVER * sum(map(len, pair[1])) - pair[0].score)


def _wanted(word: str, text: str) -> bool:
    """Whether a lost word is the very thing that is asked for: 哪个议题, 议题有哪些."""
    said = re.escape(word)
    return re.search(rf"(?:哪[个些几家种项]|什么){said}|{said}(?:都|各|分别)?(?:有|是)(?:哪|什么)", text) is not None


def _lost(slots: Slots, plan: Plan | None, vocabulary: Vocabulary) -> Iterator[str]:
    """The stretches of the question that nothing explains: no slot, no word of the intent, no filler, no remark."""
    rest = slots.marks.outside
    words = {word for cue in (plan.intent.cues if plan else ()) for group in cue.groups for word in group}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        rest = rest.replace(word, GAP * len(word))
    for name in ("quantity", "own", "number-asked", "weak-kinds", "report", "doing"):
        rest = vocabulary.rules.words[name].sub(lambda m: GAP * len(m[0]), rest)
    rest = vocabulary.rules.fillers.sub(lambda m: GAP * len(m[0]), rest)
    yield from _WORD.findall(rest)


def _parts(slots: Slots) -> Iterator[Part]:
    """What to tell of the slots: those that restrict an answer, and none twice."""
    hidden = {
        "quantity",
        "number-asked",
        "plural",
        "from",
        "to",
        "period",
        "form",
        "quoted",
        "unit-asked",
        "ratio",
        "first-body",
        "second-body",
    }
    for slot, filled in slots.told():
        if slot not in hidden:
            yield Part(slot, filled.words, filled.values or filled.candidates)


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


def examples(vocabulary: Vocabulary, *, most: int = 3) -> tuple[str, ...]:
    """Questions that this graph answers, made of figures that its reports give of their own bodies and years."""
    told = [
        (report.body, report.year, vocabulary.rules.indicators[code].names[0])
        for report in vocabulary.reports
        for code in sorted(vocabulary.in_use, key=lambda code: (-vocabulary.in_use[code], code))
        if code in vocabulary.rules.indicators
        and report.year
        and (report.body, code, report.year) in vocabulary.counted
        and vocabulary.rules.indicators[code].names[0].endswith("数")
    ]
    patterns = vocabulary.rules.examples[:most]
    step = max(1, len(told) // max(1, len(patterns)))
    return tuple(
        pattern.format(body=body, year=year, indicator=indicator)
        for pattern, (body, year, indicator) in zip(patterns, told[::step], strict=False)
    )
