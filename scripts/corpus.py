#!/usr/bin/env python3
"""Writes as many different reports as wanted, for benchmarks and load tests: the demo reports, mixed anew.

python scripts/corpus.py COUNT [FOLDER]     into build/corpus-COUNT if no folder is named

Report number N is the same text on every machine: head and paragraphs of one demo report, gone on with paragraphs of
others until it is long enough; another place of the same rank, other years, names of undertakings, figures and order of
sentences, a fifth of these left out. No two are near-duplicates.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import kg

ROOT = Path(kg.__file__).resolve().parent
DEMO = ROOT / "demo" / "reports"
LENGTH = 3000
"""Characters that a report has at least."""
YEARS = range(2005, 2025)
"""Years that the reports are about."""
NUMBER = re.compile(r"(?<![\d年第])([1-9]\d*)(?=[件次个名场篇户家万余多人条份])")
NAME = re.compile(r"(?<=“)[一-鿿]{3,8}(?=”)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class Place:
    """A division as texts name it."""

    name: str
    short: str
    above: str
    """Short name of the division that it lies in."""

    @property
    def rank(self) -> str:
        """How its full name ends."""
        return self.name.removeprefix(self.short)


@dataclass(frozen=True, slots=True)
class Sample:
    """A demo report, cut up."""

    place: Place
    year: str
    head: str
    """Its lines before the first paragraph."""
    paragraphs: tuple[str, ...]


@cache
def places() -> tuple[Place, ...]:
    """Prefectures and counties of today whose short names nobody else bears, in order of names."""
    with (ROOT / "rules" / "data" / "divisions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    short = {row["code"]: row["short"] for row in rows}
    borne = [row["short"] for row in rows]
    return tuple(
        sorted(
            (
                Place(row["name"], row["short"], short.get(row["parent"], ""))
                for row in rows
                if row["level"] in ("prefecture", "county")
                and len(row["short"]) == 2
                and borne.count(row["short"]) == 1
            ),
            key=lambda place: place.name,
        )
    )


@cache
def samples() -> tuple[Sample, ...]:
    """The demo reports in order of their files."""
    return tuple(_sample(path.read_text("utf-8")) for path in sorted(DEMO.glob("*.txt")))


def _sample(text: str) -> Sample:
    # A line that ends without a full stop goes on in the next one, unless it is a heading.
    lines = re.sub(r"(?<=[^\n]{25})(?<![。：:）)])\n(?=[^\n（(一二三四五六])", "", re.sub(r"\n{2,}", "\n", text)).split(
        "\n"
    )
    lines = [line.strip() for line in lines if line.strip()]
    first = next(number for number, line in enumerate(lines) if len(line) >= 60)
    years = YEAR.findall(text)
    return Sample(
        place=max(places(), key=lambda place: text.count(place.short)),
        year=max(sorted(set(years)), key=years.count, default=""),
        head="\n".join(lines[:first]),
        paragraphs=tuple(lines[first:]),
    )


@cache
def _names() -> tuple[str, ...]:
    """The names in quotation marks of all demo reports."""
    return tuple(sorted({name for one in samples() for text in one.paragraphs for name in NAME.findall(text)}))


@cache
def _ranked(rank: str) -> tuple[Place, ...]:
    return tuple(place for place in places() if place.rank == rank) or places()


def report(number: int, length: int = LENGTH) -> str:
    """Return the text of one report."""
    chance = random.Random(number)
    own = samples()[number % len(samples())]
    place = chance.choice(_ranked(own.place.rank))
    year = chance.choice(YEARS)
    others = [one for one in samples() if one is not own]
    chance.shuffle(others)
    spare = [(one, paragraph) for one in others for paragraph in one.paragraphs]
    parts = [(own, own.head), *((own, paragraph) for paragraph in own.paragraphs)]
    chance.shuffle(spare)
    done: list[str] = []
    size = 0
    for number_, (source, text) in enumerate(parts + spare):
        if size >= length and number_ >= len(parts):
            break
        done.append(_moved(text, source, place, year) if number_ == 0 else _mixed(text, source, place, year, chance))
        size += len(done[-1]) + 1
    return "\n".join(filter(None, done)) + "\n"


def _moved(text: str, source: Sample, place: Place, year: int) -> str:
    """Return the words of a demo report, said of another place and year."""
    text = text.replace(source.place.name, place.name).replace(source.place.short, place.short)
    if source.place.above and place.above:
        text = text.replace(source.place.above, place.above)
    if source.year:
        shift = year - int(source.year)
        text = YEAR.sub(lambda found: str(int(found[0]) + shift), text)
    return text


def _mixed(text: str, source: Sample, place: Place, year: int, chance: random.Random) -> str:
    """Return a paragraph with other figures and names, its inner sentences in another order, some left out."""
    text = _moved(text, source, place, year)
    text = NUMBER.sub(lambda found: str(chance.randrange(10 ** (len(found[0]) - 1), 10 ** len(found[0]))), text)
    text = NAME.sub(lambda found: chance.choice(_names()) if chance.random() < 0.7 else found[0], text)
    first, *rest = re.findall(r"[^。]+。?", text)
    rest = [sentence for sentence in rest if chance.random() < 0.8]
    chance.shuffle(rest)
    return "".join([first, *(sentence if sentence.endswith("。") else sentence + "。" for sentence in rest)])


def reports(count: int, length: int = LENGTH) -> Iterator[tuple[str, str]]:
    """Yield file names with texts; a thousand files a folder."""
    for number in range(count):
        yield f"{number // 1000:03}/{number:06}.txt", report(number, length)


def write_reports(folder: Path, count: int, length: int = LENGTH) -> int:
    """Write so many different reports below a folder; return their characters."""
    size = 0
    for name, text in reports(count, length):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        size += len(text)
    return size


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("build") / f"corpus-{wanted}"
    written = write_reports(target, wanted)
    print(f"{wanted:,} reports, {written:,} characters in {target}")
