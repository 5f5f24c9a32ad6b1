#!/usr/bin/env python3
"""Throws damaged input at every entrance: readers, extractor, graph and query. Nothing but a KgError may come back.

    python scripts/fuzz.py [MINUTES [SEED]]     five minutes if none are named; a finding ends it with exit status 1

A finding is written to the current folder as ``finding-….bin`` together with its traceback.
"""

from __future__ import annotations

import faulthandler
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import kg
from kg.errors import KgError
from kg.extract import extract
from kg.graph.queries import run_query
from kg.graph.store import open_store, store_of
from kg.graph.turtle import write_turtle
from kg.model import Report
from kg.read import read_bytes
from kg.read.manifest import Reports
from kg.resources import query_texts
from kg.rules.load import load_rules

DEMO = Path(kg.__file__).resolve().parent / "demo" / "reports"
PATIENCE = 20.0
"""Seconds after which one input counts as a hang; the demo reports take a fraction of one."""
NAMES = ("a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.zip")
PIECES = (
    "“", "”", "《", "》", "（", "）", "、", "，", "。", "\n", "\r\n", "\0", "\u202e", "\ufeff", "　", "𠀀", "９",
    "—" * 40, "1" * 999, "一" * 300, "万亿", "0.", "-", "%", "余", "近", "被", "市政协", "省", "提案", "件", "“" * 999,
    "第", "年", "月", "“五个一”",
)  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """The text cut, doubled, shuffled or sprinkled with what hurts."""
    for _ in range(chance.randint(1, 6)):
        if not text:
            return chance.choice(PIECES)
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((1, 5, 60, 400)))
        way = chance.randrange(6)
        if way == 0:
            text = text[:start] + text[end:]
        elif way == 1:
            text = text[:end] + text[start:]
        elif way == 2:
            text = text[:start] + chance.choice(PIECES) + text[start:]
        elif way == 3:
            part = list(text[start:end])
            chance.shuffle(part)
            text = text[:start] + "".join(part) + text[end:]
        elif way == 4:
            text = text.replace(chance.choice("，。“”《》、\n件年"), chance.choice(PIECES))
        else:
            text = text[:start] + "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(20)) + text[end:]
    return text[:60_000]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, lost or repeated."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(changed) + 1)
        way = chance.randrange(3)
        if way == 0 and place < len(changed):
            changed[place] = chance.randrange(256)
        elif way == 1:
            del changed[place : place + chance.choice((1, 2, 100))]
        else:
            changed[place:place] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 4, 40))))
    return bytes(changed)


class Fuzzer:
    """The four entrances, each with a way to make bad input for it."""

    def __init__(self, seed: int) -> None:
        """Prepare rules, texts and a sound graph."""
        self.chance = random.Random(seed)
        self.rules = load_rules()
        self.texts = [path.read_text("utf-8") for path in sorted(DEMO.glob("*.txt"))]
        extractions = [extract(Report(text, (f"{n}.txt",)), self.rules) for n, text in enumerate(self.texts)]
        self.turtle = "".join(write_turtle(extractions))
        self.store = store_of(self.turtle)
        self.queries = list(query_texts().values())

    def text(self) -> tuple[bytes, Callable[[], object]]:
        """A mutated report through the extractor; its spans must slice back to their words, its graph must load."""
        text = mutated(self.chance.choice(self.texts), self.chance)

        def run() -> None:
            found = extract(Report(text, ("a.txt",)), self.rules)
            for skipped in found.skipped:
                assert skipped.span.start < skipped.span.end <= len(text), skipped
            for figure in found.figures:
                span = figure.evidence[0].span
                assert 0 <= span.start < span.end <= len(text), figure
            store_of("".join(write_turtle([found])))

        return text.encode("utf-8", "surrogatepass"), run

    def file(self) -> tuple[bytes, Callable[[], object]]:
        """Damaged bytes through the readers, under a name of any format."""
        encoding = self.chance.choice(("utf-8", "gb18030", "utf-16", "utf-8-sig"))
        text = self.chance.choice(self.texts)
        if self.chance.random() < 0.3:
            text = f"<html><head><title>甲</title></head><body><p>{text.replace(chr(10), '</p><p>')}</p></body></html>"
        data = damaged(text.encode(encoding), self.chance)
        if self.chance.random() < 0.2:
            data = self.chance.choice((b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe")) + data
        name = self.chance.choice(NAMES)
        return data, lambda: list(read_bytes(data, name, Reports()))

    def graph(self) -> tuple[bytes, Callable[[], object]]:
        """A damaged graph file."""
        data = damaged(self.turtle.encode(), self.chance)

        def run() -> None:
            with tempfile.TemporaryDirectory() as name:
                path = Path(name) / "graph.ttl"
                path.write_bytes(data)
                run_query(open_store(path), "report-card")

        return data, run

    def query(self) -> tuple[bytes, Callable[[], object]]:
        """A mutated query."""
        text = mutated(self.chance.choice(self.queries), self.chance)[:4000]
        return text.encode("utf-8", "surrogatepass"), lambda: run_query(self.store, text)


def main(minutes: float, seed: int) -> int:
    """Fuzz until the time is up or something is found."""
    fuzzer = Fuzzer(seed)
    entrances = (fuzzer.text, fuzzer.file, fuzzer.graph, fuzzer.query)
    counts = dict.fromkeys((entrance.__name__ for entrance in entrances), 0)
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        entrance = fuzzer.chance.choice(entrances)
        data, run = entrance()
        counts[entrance.__name__] += 1
        begun = time.monotonic()
        faulthandler.dump_traceback_later(4 * PATIENCE, exit=True)
        said = ""
        try:
            run()
        except KgError as error:
            said = "" if str(error).strip() else "an empty message"
        except Exception:  # anything else is what we are looking for
            said = traceback.format_exc()
        faulthandler.cancel_dump_traceback_later()
        if time.monotonic() - begun > PATIENCE:
            said = said or f"took {time.monotonic() - begun:.0f} s"
        if said:
            path = Path(f"finding-{entrance.__name__}-{seed}-{sum(counts.values())}.bin")
            path.write_bytes(data)
            print(f"{said}\ninput: {path} ({entrance.__name__}, {len(data)} bytes)")
            return 1
    print(f"seed {seed}: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ", nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
