#!/usr/bin/env python3
"""Throws damaged input at every entrance of the program. Nothing but a KgError with a message may come back.

    python scripts/fuzz.py [MINUTES [SEED]]     five minutes if none are named; a finding ends it with exit status 1

A finding is written to the current folder as ``finding-….bin`` together with its traceback.
"""

from __future__ import annotations

import faulthandler
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from entrances import Entrance, Entrances

from kg.errors import KgError

PATIENCE = 20.0
"""Seconds of processor after which one input counts as a hang; the demo reports take a fraction of one."""
RARE = {"lexicon": 0.02, "graph": 0.3, "sheet": 0.2}
"""Entrances that cost more than their share of the time."""
PIECES = (
    "“", "”", "《", "》", "（", "）", "、", "，", "。", "\n", "\r\n", "\0", "\u202e", "\ufeff", "　", "𠀀", "９",
    "—" * 40, "1" * 999, "一" * 300, "万亿", "0.", "-", "%", "余", "近", "被", "市政协", "省", "提案", "件", "“" * 999,
    "第", "年", "月", "“五个一”", "\t", '"', "'=1", "<", "</", "&#", "<!ENTITY", "]]>", "<w:tbl>", "1e999", "{", "}", "?x", "=",
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
            text = text.replace(chance.choice("，。“”《》、\n件年<>\t="), chance.choice(PIECES))
        else:
            text = text[:start] + "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(20)) + text[end:]
    return text[:60_000]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, lost or repeated."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(changed) + 1)
        way = chance.randrange(4)
        if way == 0 and place < len(changed):
            changed[place] = chance.randrange(256)
        elif way == 1:
            del changed[place : place + chance.choice((1, 2, 100))]
        elif way == 2:
            changed[place:place] = changed[place : place + chance.choice((4, 40, 400))]
        else:
            changed[place:place] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 4, 40))))
    return bytes(changed)


def worse(seed: bytes, chance: random.Random) -> bytes:
    """A seed damaged as bytes, or as text where it is one."""
    try:
        text = seed.decode("utf-8")
    except UnicodeDecodeError:
        return damaged(seed, chance)
    if chance.random() < 0.4:
        return damaged(seed, chance)
    return mutated(text, chance).encode("utf-8", "surrogatepass")


def fault(run: Entrance, data: bytes) -> str:
    """What went wrong with an input, or nothing."""
    begun = time.process_time()
    faulthandler.dump_traceback_later(20 * PATIENCE, exit=True)
    said = ""
    try:
        run(data)
    except KgError as error:
        said = "" if str(error).strip() else "an empty message"
    except Exception:  # anything else is what we are looking for
        said = traceback.format_exc()
    faulthandler.cancel_dump_traceback_later()
    taken = time.process_time() - begun
    return said or (f"took {taken:.0f} s" if taken > PATIENCE else "")


def main(minutes: float, seed: int) -> int:
    """Fuzz until the time is up or something is found."""
    made = Entrances()
    entrances, seeds = made.all(), made.seeds()
    names = sorted(entrances)
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        (name,) = chance.choices(names, [RARE.get(name, 1.0) for name in names])
        data = worse(chance.choice(seeds[name]), chance)
        counts[name] += 1
        if said := fault(entrances[name], data):
            path = Path(f"finding-{name}-{seed}-{sum(counts.values())}.bin")
            path.write_bytes(data)
            print(f"{said}\ninput: {path} ({name}, {len(data)} bytes)")
            return 1
    print(f"seed {seed}: " + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) + ", nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
