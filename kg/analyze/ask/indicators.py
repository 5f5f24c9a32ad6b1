"""The indicators that a question names: by code, by label, or in the words by which the extractor knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.analyze.ask.marks import GAP, Marks
from kg.analyze.ask.slots import Slots
from kg.analyze.ask.vocabulary import Vocabulary
from kg.rules.types_asking import AskingRules

_JOINT = re.compile(r"[、，。；：？！?]|以及|[和与及或并÷占]|除以")
_WEAK = 2
"""Matched characters up to which a cue counts only with a measure word that fits."""
_HEAD = 4
"""Weight of standing at the end of the phrase."""
_FAVOUR = 3
"""Weight of having figures of the body that is asked about."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator found in a piece of the question."""

    notation: str
    score: int
    words: tuple[str, ...]
    """The words that told it."""


def read_indicators(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill indicator with the codes of all indicators named, and plural where they are several.

    Of indicators that fit alike those count more that the graph has of the body or undertaking in question.
    """
    marks, rules = slots.marks, vocabulary.rules
    codes = [m[0] for m in re.finditer(r"[a-z]+(?:-[a-z]+)*", marks.text) if m[0] in rules.indicators]
    look = _Look(
        slots["unit-asked"].values if "unit-asked" in slots else (),
        _favoured(slots, vocabulary),
        "quantity" in slots,
        rules,
    )
    hits = find_indicators(marks.outside, look) if look.quantity else labelled(marks.outside, rules, full=True)
    found = tuple(dict.fromkeys(codes or [hit.notation for hit in hits]))
    if not found:
        return
    words = [word for hit in hits for word in hit.words]
    words += [word for cue in rules.cues if cue.concept in found for group in cue.groups for word in group]
    words += [name for code in found if code in rules.indicators for name in rules.indicators[code].names]
    first = min((marks.text.find(word) for word in words if word in marks.text), default=marks.text.find(found[0]))
    said = "、".join(dict.fromkeys(word for hit in hits for word in hit.words)) or found[0]
    for word in {hit.words[0] for hit in labelled(slots.spoken, rules, full=True)}:
        slots.spoken = slots.spoken.replace(word, GAP * len(word))  # the 总数 of 委员总数 asks for no total
    for word in (*words, *codes):
        _take_all(marks, word)
    slots.fill("indicator", *found, words=said, at=first)
    if len(found) > 1:
        slots.fill("plural", "yes", words=said, at=first)


@dataclass(frozen=True, slots=True)
class _Look:
    """By what indicators are looked for."""

    asked: tuple[str, ...]
    """The measure words behind 多少."""
    favoured: frozenset[str]
    """The indicators that the graph has of the body or undertaking, with the broader ones."""
    quantity: bool
    rules: AskingRules


def _favoured(slots: Slots, vocabulary: Vocabulary) -> frozenset[str]:
    names = {value for slot in ("body", "initiative") if slot in slots for value in slots[slot].values}
    if "file" in slots:
        names |= {report.body for report in vocabulary.reports if report.file in slots["file"].values}
    codes = {code for name, code, _ in vocabulary.counted if name in names}
    return frozenset(codes | {up for code in codes for up in vocabulary.broader(code)})


def find_indicators(text: str, look: _Look) -> list[Hit]:
    """The indicators of a text in which things are joined by 、 and 和.

    A piece that lacks the noun of another one borrows it: 征集 in 征集和立案提案.
    """
    whole = best_hit(text, look)
    pieces = [piece for piece in _JOINT.split(text) if piece.strip(GAP + " ")]
    hits = [best_hit(piece, look) for piece in pieces]
    nouns = [word for hit in hits if hit for word in hit.words]
    for index, (piece, hit) in enumerate(zip(pieces, hits, strict=True)):
        if hit is None and nouns:
            lent = (best_hit(piece + GAP + noun, look, own=piece) for noun in nouns)
            hits[index] = max((one for one in lent if one), key=lambda h: h.score, default=None)
    found = [hit for hit in hits if hit]
    if whole and (not found or whole.score > max(hit.score for hit in found)):
        inner = {word for hit in found for word in hit.words}
        if whole.notation not in [hit.notation for hit in found] and not (len(found) > 1 and inner >= set(whole.words)):
            found = [whole] + [hit for hit in found if not set(hit.words) & set(whole.words)]
    return list({hit.notation: hit for hit in found}.values()) or weak_hit(text, look)


def labelled(text: str, rules: AskingRules, *, full: bool = False) -> list[Hit]:
    """The indicators whose labels stand in the text word for word; of two labels of one place the longer one.

    ``full``: labels with their word for number alone, for questions that do not ask how many.
    """
    found: dict[tuple[int, int], Hit] = {}
    for name in rules.indicators.values():
        for word in name.full if full else name.names:
            at = text.find(word) if len(word) >= 3 else -1
            if at >= 0:
                found.setdefault((at, at + len(word)), Hit(name.notation, 2 * len(word) + 1, (word,)))
    return [
        hit
        for (start, end), hit in sorted(found.items())
        if not any((s, e) != (start, end) and s <= start and end <= e for s, e in found)
    ]


def best_hit(text: str, look: _Look, own: str | None = None) -> Hit | None:
    """The indicator that matches most characters; ``own``: what has to hold one of the matched words."""
    must = text if own is None else own
    best: Hit | None = None
    for hit in (*labelled(text, look.rules), *by_cues(text, look)):
        more = _FAVOUR * (hit.notation in look.favoured) + _HEAD * any(_ends(word, text) for word in hit.words)
        hit = replace(hit, score=hit.score + more)
        if (best is None or hit.score > best.score) and any(word in must for word in hit.words):
            best = hit
    return best


def _ends(word: str, text: str) -> bool:
    """Whether a word ends the phrase that it stands in: what stands last is what a Chinese phrase counts."""
    return re.search(re.escape(word) + r"(?:[^\u4e00-\u9fff]|$|[数各有是多共总合最]|几|一共|分别)", text) is not None


def by_cues(text: str, look: _Look, *, weak: bool = False) -> Iterator[Hit]:
    """The indicators whose cues fit; ``weak``: those of one short word alone, which need a measure word else."""
    for cue in look.rules.cues:
        if any(word in text for word in cue.banned):
            continue
        words = [next((word for word in group if word in text), "") for group in cue.groups]
        if not all(words):
            continue
        length = sum(len(word) for word in dict.fromkeys(words))
        fits = not look.asked or not cue.units or any(unit in cue.units for unit in look.asked)
        sure = length > _WEAK or (bool(look.asked) and fits and bool(cue.units))
        if sure != weak and (fits or not weak):
            yield Hit(cue.concept, 2 * length + (1 if look.asked and fits else 0) - (0 if fits else 4), tuple(words))


def weak_hit(text: str, look: _Look) -> list[Hit]:
    """The indicator of a short word (立案多少, 面积), where no other one has it."""
    hits = {hit.notation: hit for hit in by_cues(text, look, weak=True) if _counted(hit.words[0], text)}
    for name in look.rules.indicators.values():
        word = next((word for word in name.names if len(word) == 2 and word in text), "")
        if word:
            hits[name.notation] = Hit(name.notation, 2 * len(word), (word,))
    chosen = [hit for code, hit in hits.items() if code in look.favoured] if len(hits) > 1 else list(hits.values())
    return chosen if len(chosen) == 1 else []


def _counted(word: str, text: str) -> bool:
    """Whether a word is what the question wants to count: 立案数, 立案了多少."""
    return (
        len(word) >= 2
        and re.search(re.escape(word) + "了?的?(?:\x00|[数率量额]|多少|几|总|合计|一?共|最|各)", text) is not None
    )


def read_counted(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill counted with words of the question by which the texts themselves say what they count: 挽回损失.

    They stand for an indicator where none was found, and narrow one that was: 固定资产 in 固定资产投资增长.
    """
    if "quantity" not in slots or "initiative" in slots:
        return
    rules, marks = vocabulary.rules, slots.marks
    bodies = slots["body"].values if "body" in slots else ("",)
    texts = "\n".join(vocabulary.texts.get(name, "") for name in bodies)
    rest = rules.words["quantity"].sub(lambda m: GAP * len(m[0]), marks.outside)
    least = 3 if "indicator" not in slots else 2
    for length in range(min(len(rest), 14), least - 1, -1):
        for at in range(len(rest) - length + 1):
            words = rest[at : at + length]
            if words in texts and GAP not in words and rules.tells(words):
                slots.fill("counted", words, words=words, at=at)
                marks.take(at, at + length)
                return


def nearest(words: str, rules: AskingRules, in_use: Mapping[str, int], *, most: int = 5) -> tuple[str, ...]:
    """The indicators of the graph whose names share most pairs of characters with some words, the nearest first."""
    wanted = _pairs(words)
    ranked = []
    for code in in_use:
        name = rules.indicators.get(code)
        if name is None:
            continue
        shared = max((_alike(wanted, _pairs(label)) for label in name.names), default=0.0)
        if shared:
            ranked.append((-shared, -in_use[code], code))
    return tuple(code for _, _, code in sorted(ranked)[:most])


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if GAP not in text[i : i + 2]}


def _alike(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _take_all(marks: Marks, word: str) -> None:
    at = marks.text.find(word)
    while at >= 0:
        if marks.free(at, at + len(word)):
            marks.take(at, at + len(word))
        at = marks.text.find(word, at + 1)
