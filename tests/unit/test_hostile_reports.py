"""Reports that somebody cut, doubled, shuffled or filled with what hurts: facts with exact places, in a time that grows with the text."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.extract import extract
from kg.graph.store import store_of
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Report
from kg.read import Reports, read_bytes
from kg.rules.load import load_rules

REPORTS = {
    path.stem: path.read_text("utf-8") for path in sorted((Path(kg.__file__).parent / "demo" / "reports").glob("*.txt"))
}
TEXT = REPORTS["dezhou_court_2021"]
LIMIT = 100e-6
"""Seconds of processor for a character; a sound report takes a tenth of it."""


def shuffled(text: str, by: str, seed: int) -> str:
    parts = text.split(by)
    random.Random(seed).shuffle(parts)
    return by.join(parts)


def sprinkled(text: str, words: str, every: int = 40) -> str:
    return words.join(text[at : at + every] for at in range(0, len(text), every))


MUTATIONS: dict[str, Callable[[str], str]] = {
    "cut": lambda text: text[: len(text) // 2 + 1],
    "cut at the front": lambda text: text[len(text) // 3 :],
    "doubled": lambda text: text * 2,
    "every sentence doubled": lambda text: "".join(f"{one}。{one}。" for one in text.split("。")),
    "sentences shuffled": lambda text: shuffled(text, "。", 1),
    "clauses shuffled": lambda text: shuffled(text, "，", 2),
    "characters shuffled": lambda text: "".join(random.Random(3).sample(text, len(text))),
    "reversed": lambda text: text[::-1],
    "without points": lambda text: text.translate(dict.fromkeys(map(ord, "，。、；：\n"))),
    "ten thousand quotation marks": lambda text: text + "“" * 10_000,
    "ten thousand in the middle": lambda text: text[:100] + "”“" * 5_000 + text[100:],
    "marks that never close": lambda text: sprinkled(text, "“《（【"),
    "numbers of a thousand digits": lambda text: sprinkled(text, f"，共{'7' * 1000}件，", 200),
    "a number of thirty thousand digits": lambda text: text + "7" * 30_000 + "件",
    "numerals without end": lambda text: text + "一万亿" * 8_000 + "元",
    "blanks without end": lambda text: text + " " * 30_000 + "3件" + "\u3000" * 30_000,
    "line ends without end": lambda text: text + "\n" * 30_000 + "3件",
    "bidirectional controls": lambda text: sprinkled(text, "\u202e\u2066", 7),
    "nothing visible": lambda text: sprinkled(text, "\u200b\u200d\ufeff\u00ad", 3),
    "NULs and other controls": lambda text: sprinkled(text, "\0\x01\x1b\x7f", 9),
    "combining marks": lambda text: sprinkled(text, "\u0301" * 300, 30),
    "astral characters": lambda text: sprinkled(text, "𠀀😀", 5),
    "noncharacters": lambda text: sprinkled(text, "\ufdd0\uffff\U0010ffff", 11),
    "one word two thousand times": lambda text: text + "市政协" * 2_000,
    "a list of two thousand bodies": lambda text: text + "、".join(["市教育局"] * 2_000),
    "relations without end": lambda text: text + "市政协开展“甲”活动" * 1_000,
}


def sound(found: Extraction, text: str) -> None:
    """Places lie in the text, sentences hold what they are of, and the graph loads."""
    for fact in (*found.entities, *found.figures, *found.relations):
        for one in fact.evidence:
            assert 0 <= one.sentence.start <= one.span.start < one.span.end <= one.sentence.end <= len(text)
    for figure in found.figures:
        assert len(str(figure.value)) < 400
    for skipped in found.skipped:
        assert text[slice(*skipped.span)] == skipped.surface != ""


@pytest.mark.parametrize("way", MUTATIONS)
def test_mutated_report_is_read_in_time_with_exact_places(way: str) -> None:
    text = MUTATIONS[way](TEXT)
    begun = time.process_time()
    found = extract(Report(text, ("a.txt",)), load_rules())
    taken = time.process_time() - begun
    sound(found, text)
    assert taken < max(1.0, LIMIT * len(text))
    assert len(store_of("".join(write_turtle([found])))) > 0


@pytest.mark.parametrize("name", REPORTS)
def test_two_halves_of_a_report_are_read_as_far_as_they_go(name: str) -> None:
    """A cut in the middle of a word, a number or a mark: no half loses its places."""
    text = REPORTS[name]
    for cut in range(len(text) // 7, len(text), len(text) // 5 + 1):
        for half in (text[:cut], text[cut:]):
            sound(extract(Report(half, ("a.txt",)), load_rules()), half)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "big5"])
def test_broken_encodings_are_read_or_refused(encoding: str) -> None:
    chance = random.Random(encoding)
    whole = TEXT.encode(encoding, "replace")
    for _ in range(20):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.5:
            data = data[chance.randrange(len(data) // 2) :]
        for one in read_bytes(bytes(data), "a.txt", Reports()):
            if isinstance(one, Report):
                sound(extract(one, load_rules()), one.text)


FOUND = ("教务处",)
"""Texts in which a fuzzer found a fault, cut down to what it takes."""


@pytest.mark.parametrize("text", FOUND)
def test_what_a_fuzzer_found_stays_mended(text: str) -> None:
    sound(extract(Report(text, ("a.txt",)), load_rules()), text)
