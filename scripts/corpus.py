#!/usr/bin/env python3
"""Writes as many different reports as wanted, for benchmarks and load tests: demo reports, mixed anew, and prose.

python scripts/corpus.py COUNT [FOLDER]     into build/corpus-COUNT if no folder is named

Report number N is the same text on every machine: head and paragraphs of one demo report, gone on with sentences of
others; another place of the same rank, other years, names of undertakings, figures and order of sentences, a fifth of
these left out. Demo reports are four times as dense as real ones, so prose without figures (corpus_prose.txt) of the
same topic stands between their sentences, and in paragraphs of its own, until the report is long enough: about twelve
figures in 1,000 characters. No sentence of prose comes twice in a report, and no two reports are near-duplicates.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import kg

ROOT = Path(kg.__file__).resolve().parent
DEMO = ROOT / "demo" / "reports"
PROSE = Path(__file__).resolve().with_name("corpus_prose.txt")
LENGTH = 3000
"""Characters that a report has at least."""
DENSE = 0.31
"""Share of a report that is taken from demo reports, if its own is not longer."""
SHORTEST = 60
"""Characters that are too few for another paragraph of a demo report."""
WORDS = 6
"""Words of each slot that a report uses."""
START, END = "guidance", ("problems", "plans")
"""Topics of the first paragraph and of the last ones."""
BETWEEN = (0, 1, 1, 2)
"""Sentences of prose behind one of a demo report."""
YEARS = range(2005, 2025)
"""Years that the reports are about."""
NUMBER = re.compile(r"(?<![\d年第])([1-9]\d*)(?=[件次个名场篇户家万余多人条份])")
NAME = re.compile(r"(?<=“)[一-鿿]{3,8}(?=”)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
SENTENCE = re.compile(r"[^。]+。?")
RANK = re.compile(r"[省市区县](?=委|政协|政府|人大|妇联|总工会|检察|法院)")
SLOT = re.compile(r"\{(\w+)\}")
PROVINCIAL = re.compile(r"(?<=省)((?!市场监管|税务|医保|林业|文物)[^省局，。、《》]+)局")
"""Offices that are called 厅 in a province."""
BODIES = {
    "college_union": "学院工会",
    "congress": "{rank}人大常委会",
    "court": "{rank}法院",
    "cppcc": "{rank}政协",
    "government": "{rank}政府",
    "league": "民盟{rank}委会",
    "procuratorate": "{rank}检察院",
    "union": "{rank}总工会",
    "women": "{rank}妇联",
}
"""Kind of report, as files of the demo name it -> how texts call the body that it is about."""


@dataclass(frozen=True, slots=True)
class Place:
    """A division as texts name it."""

    name: str
    short: str
    above: str
    """Short name of the division that it lies in."""
    over: str
    """Full name of that division."""
    today: bool

    @property
    def rank(self) -> str:
        """How its full name ends."""
        return self.name.removeprefix(self.short)


@dataclass(frozen=True, slots=True)
class Sample:
    """A demo report, cut up."""

    kind: str
    """A key of ``BODIES``."""
    place: Place
    rank: str
    """How it calls its own division: 市."""
    year: str
    head: str
    """Its lines before the first paragraph."""
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Prose about one thing."""

    name: str
    kinds: tuple[str, ...]
    """Kinds of reports that it fits; every kind if empty."""
    cues: tuple[str, ...]
    """Words by which a paragraph is known to be of it."""
    openings: tuple[str, ...]
    sentences: tuple[str, ...]


@cache
def _divisions() -> tuple[Place, ...]:
    """Prefectures and counties of today and of before, in order of names."""
    with (ROOT / "rules" / "data" / "divisions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    above = {row["code"]: (row["short"], row["name"]) for row in rows}
    found = (
        Place(row["name"], row["short"], *above.get(row["parent"], ("", "")), not row["until"])
        for row in rows
        if row["level"] in ("prefecture", "county") and len(row["short"]) > 1
    )
    return tuple(sorted(found, key=lambda place: place.name))


@cache
def places() -> tuple[Place, ...]:
    """Those of today with a short name of two characters that nobody else bears."""
    borne = Counter(place.short for place in _divisions())
    return tuple(place for place in _divisions() if place.today and len(place.short) == 2 and borne[place.short] == 1)


@cache
def samples() -> tuple[Sample, ...]:
    """The demo reports in order of their files."""
    return tuple(
        _sample("_".join(path.stem.split("_")[1:-1]), path.read_text("utf-8")) for path in sorted(DEMO.glob("*.txt"))
    )


def _sample(kind: str, text: str) -> Sample:
    # A line that ends without a full stop goes on in the next one, unless it is a heading.
    lines = re.sub(r"(?<=[^\n]{25})(?<![。：:）)])\n(?=[^\n（(一二三四五六])", "", re.sub(r"\n{2,}", "\n", text)).split(
        "\n"
    )
    lines = [line.strip() for line in lines if line.strip()]
    first = next(number for number, line in enumerate(lines) if len(line) >= 60)
    years, ranks = YEAR.findall(text), RANK.findall(text)
    rank = max(sorted(set(ranks)), key=ranks.count, default="市")
    return Sample(
        kind=kind,
        place=max(_divisions(), key=lambda place: _told(place, rank, text)),
        rank=rank,
        year=max(sorted(set(years)), key=years.count, default=""),
        head="\n".join(lines[:first]),
        paragraphs=tuple(lines[first:]),
    )


def _told(place: Place, rank: str, text: str) -> tuple[bool, int, bool, int]:
    """Return how much speaks for a division as that of a report."""
    times = text.count(place.short) + text.count(place.name)
    return (
        place.name.endswith("市" if rank == "省" else rank) and place.short in text,
        times,
        place.today,
        -len(place.name),
    )


@cache
def _names() -> tuple[str, ...]:
    """The names in quotation marks of all demo reports."""
    return tuple(sorted({name for one in samples() for text in one.paragraphs for name in NAME.findall(text)}))


@cache
def _alike(own: Sample) -> tuple[Place, ...]:
    """Places of the rank of the sample's; the text of a province is moved to others with a city of theirs."""
    provincial = "省" if own.rank == "省" else ""
    return tuple(place for place in places() if place.rank == own.place.rank and place.over.endswith(provincial))


@cache
def topics() -> tuple[Topic, ...]:
    """All prose, in order of the file."""
    blocks = re.findall(r"(?m)^\[(\w+) ?(.*)\](.*)\n((?:(?!\[).*\n)*)", PROSE.read_text("utf-8"))
    return tuple(
        Topic(
            name,
            tuple(kinds.split()),
            tuple(cues.split()),
            tuple(line[2:] for line in lines.split("\n") if line.startswith("> ")),
            tuple(line for line in lines.split("\n") if line and line[0] not in "#>"),
        )
        for name, kinds, cues, lines in blocks
        if name != "words"
    )


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Slot of prose -> what may stand there."""
    found = re.findall(r"(?m)^(\w+) = (.+)$", PROSE.read_text("utf-8"))
    return {name: tuple(words.split("|")) for name, words in found}


class Prose:
    """The prose of one report; nothing is given twice."""

    def __init__(self, own: Sample, place: Place, year: int, chance: random.Random) -> None:
        """Shuffle what fits the report; of the words for slots it has a few, as a place has towns."""
        self._chance = chance
        self._slots = _slots(own, place, year)
        self._words = {name: chance.sample(words, WORDS) for name, words in _words().items()}
        self._topics = [topic for topic in topics() if not topic.kinds or own.kind in topic.kinds]
        self._openings = {topic.name: chance.sample(topic.openings, len(topic.openings)) for topic in self._topics}
        self._sentences = {topic.name: chance.sample(topic.sentences, len(topic.sentences)) for topic in self._topics}

    @property
    def topics(self) -> list[str]:
        """Names of the topics of which another paragraph can be made, between the first and the last ones."""
        left = [name for name, openings in self._openings.items() if openings and self._sentences[name]]
        return [name for name in left if name not in (START, *END)]

    def nearest(self, paragraph: str) -> str:
        """Name the topic that a paragraph of a demo report is nearest to."""
        return max(self._topics, key=lambda topic: sum(map(paragraph.count, topic.cues))).name

    def sentences(self, topic: str, count: int) -> str:
        """Return the next sentences of a topic, as many as there are."""
        left = self._sentences[topic]
        return "".join(self._filled(left.pop()) for _ in range(min(count, len(left))))

    def paragraph(self, topic: str) -> str:
        """Return a paragraph of prose alone."""
        return self._filled(self._openings[topic].pop()) + self.sentences(topic, self._chance.randint(3, 6))

    def _filled(self, sentence: str) -> str:
        """Return a sentence with its slots filled, each time with another word."""
        slots = SLOT.findall(sentence)
        words = {name: self._chance.sample(self._words[name], WORDS) for name in slots if name in self._words}
        text = SLOT.sub(lambda slot: words[slot[1]].pop() if slot[1] in words else self._slots[slot[1]], sentence)
        return PROVINCIAL.sub(r"\1厅", text)


def _slots(own: Sample, place: Place, year: int) -> dict[str, str]:
    """Return what stands in the slots that are the same throughout a report."""
    ends = ("自治区", "地区", place.over[-1:])
    name, up = place.name, next(end for end in ends if place.over.endswith(end))
    lead = {"自治区": "自治区党委", "地区": "地委"}.get(up, up + "委")
    if own.rank == "省":
        name, up, lead = place.over, "全国", "党中央"
    elif own.rank == up:
        up, lead = place.over, place.over + "委"
    body = BODIES[own.kind].format(rank=own.rank)
    return {
        "place": name, "over": place.above, "rank": own.rank, "up": up, "lead": lead, "body": body, "year": str(year)
    }  # fmt: skip


def report(number: int, length: int = LENGTH) -> str:
    """Return the text of one report."""
    chance = random.Random(number)
    own = samples()[number % len(samples())]
    place = chance.choice(_alike(own) or places())
    year = chance.choice(YEARS)
    prose = Prose(own, place, year, chance)
    head = _moved(own.head, own, place, year)
    dense = _dense(own, place, year, chance, int(length * DENSE) - len(head))
    middle = [_between(paragraph, prose, chance) for paragraph in dense]
    first, last = prose.paragraph(START), [prose.paragraph(name) for name in END]
    size = sum(len(text) + 1 for text in (head, first, *middle, *last))
    while size < length and (left := prose.topics):
        more = prose.paragraph(chance.choice(left))
        # Not between a heading and what it stands above.
        behind = [at for at, text in enumerate(middle, 1) if text.endswith("。")]
        middle.insert(chance.choice(behind), more)
        size += len(more) + 1
    start = (head, first) if head else (middle.pop(0), first)
    return "\n".join((*start, *middle, *last)) + "\n"


def _dense(own: Sample, place: Place, year: int, chance: random.Random, length: int) -> list[str]:
    """Return the paragraphs of the report's own sample, and of others as many sentences as fit into the length."""
    done = [_mixed(paragraph, own, place, year, chance) for paragraph in own.paragraphs]
    room = length - sum(map(len, done))
    spare = [(one, text) for one in samples() if one is not own for text in one.paragraphs if "。" in text]
    chance.shuffle(spare)
    for source, text in spare:
        if room < SHORTEST:
            break
        taken = ""
        for sentence in SENTENCE.findall(_mixed(text, source, place, year, chance)):
            taken += sentence if len(taken) < room else ""
        done.append(taken)
        room -= len(taken)
    return done


def _between(paragraph: str, prose: Prose, chance: random.Random) -> str:
    """Return a paragraph with prose of its topic between its sentences; a heading as it is."""
    if not paragraph.endswith("。"):
        return paragraph
    topic = prose.nearest(paragraph)
    return "".join(found + prose.sentences(topic, chance.choice(BETWEEN)) for found in SENTENCE.findall(paragraph))


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
    first, *rest = SENTENCE.findall(text)
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
