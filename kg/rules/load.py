"""Rule files and lexicons from disk, checked, as immutable ``Rules``; all problems of a file are told at once."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import RulesError
from kg.resources import ontology_dir, scheme_files
from kg.rules.figures import figure_rules
from kg.rules.relations import relation_rules
from kg.rules.types import (
    BodyRules,
    Division,
    Divisions,
    Form,
    InitiativeRules,
    NamedBody,
    Openings,
    OwnUnits,
    PhraseRules,
    Rules,
    Suffix,
    Unit,
)

if TYPE_CHECKING:
    from kg.rules.types_asking import AskingRules

DATA = Path(__file__).parent / "data"
LEXICON_COLUMNS = ("name", "aliases", "type", "kind", "place")


@cache
def load_rules(lexicons: tuple[Path, ...] = ()) -> Rules:
    """The packaged rules with the user's lexicons on top.

    A lexicon is a UTF-8 TSV with the columns name, aliases (split by |), type (organization, unit or indicator), kind
    and place; see ``docs/how-to``. Raises RulesError with every fault of every file.
    """
    additions = [row for path in lexicons for row in _lexicon(path)]
    divisions = _divisions()
    forms = _forms()
    units = tuple(_units())
    names = _toml("names.toml")
    named = (*_named(additions), *_numbered(names))
    bodies = BodyRules(
        divisions=divisions,
        forms=forms,
        named=named,
        units=units,
        suffixes=tuple(_suffixes(names)),
        generic=frozenset(names["generic"]),
        verbs=frozenset(names["verbs"]),
        leading=tuple(sorted(names["leading"], key=lambda word: (-len(word), word))),
        collectives=_collectives(),
        own_units=tuple(_own_units()),
    )
    return Rules(
        bodies=bodies,
        initiatives=_initiatives(),
        figures=figure_rules(
            units=_text("units.tsv"),
            quantities=_text("quantities.toml"),
            periods=_text("periods.toml"),
            figures=_text("figures.toml"),
            indicators=(ontology_dir() / "schemes" / "indicators.ttl").read_text("utf-8"),
            own_units=[word for row in additions if row["type"] == "unit" for word in _names(row)],
            own_cues=[(row["kind"], cue) for row in additions if row["type"] == "indicator" for cue in _names(row)],
            measures_of_anything=frozenset(_toml("comparison.toml")["open"]["indicators"]),
        ),
        relations=relation_rules(_text("relations.toml")),
        words=tuple(sorted({row["name"] for row in additions if row["type"] == "organization"})),
    )


@cache
def load_asking() -> AskingRules:
    """The packaged rules for understanding questions. Raises RulesError with every fault of the file."""
    from kg.rules.asking import asking_rules  # no build asks anything

    return asking_rules(
        _text("asking.toml"),
        schemes={path.stem: path.read_text("utf-8") for path in scheme_files()},
        relations=_text("relations.toml"),
        periods=_text("periods.toml"),
        units=_text("units.tsv"),
        forms=_forms(),
        listed=[one for name in ("bodies.tsv", "media.tsv") for row in _table(name) for one in _names(row)],
        divisions=_divisions(),
    )


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV with a header line; missing cells are empty. Raises RulesError where a row has too many."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(f"cannot read: {error}", place=str(path), remedy="a lexicon is a UTF-8 TSV file") from error
    rows, faults = [], []
    reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in reader:
        if None in row:
            faults.append(f"{path.name}:{reader.line_num}: more cells than columns")
            continue
        rows.append({key: (value or "").strip() for key, value in row.items()})
    if faults:
        raise RulesError("\n".join(faults), remedy="separate cells by one tabulator")
    return rows


def _table(name: str) -> list[dict[str, str]]:
    path = DATA / name
    return read_table(path) if path.exists() else []


def _text(name: str) -> str:
    return (DATA / name).read_text("utf-8")


def _toml(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _lexicon(path: Path) -> Iterator[dict[str, str]]:
    faults = []
    rows = read_table(path)
    kinds = _body_kinds()
    if not rows:
        remedy = f"write one with some of {', '.join(LEXICON_COLUMNS)}, and a row for each name"
        raise RulesError("no row below a line of columns", place=str(path), remedy=remedy)
    for number, row in enumerate(rows, 2):
        unknown = set(row) - set(LEXICON_COLUMNS)
        if unknown and number == 2:
            faults.append(
                f"{path.name}:1 {', '.join(sorted(unknown))}: unknown column; known: {', '.join(LEXICON_COLUMNS)}"
            )
        if not row.get("name"):
            faults.append(f"{path.name}:{number} name: empty")
        if row.get("type", "organization") not in ("", "organization", "unit", "indicator"):
            faults.append(f"{path.name}:{number} type: {row['type']!r} is none of organization, unit, indicator")
        if row.get("type") == "indicator" and not row.get("kind"):
            faults.append(f"{path.name}:{number} kind: empty; write the code of the indicator that the words signal")
        if row.get("type", "") in ("", "organization") and row.get("kind") and row["kind"] not in kinds:
            faults.append(f"{path.name}:{number} kind: {row['kind']!r} is none of {', '.join(sorted(kinds))}")
        yield {column: row.get(column, "") for column in LEXICON_COLUMNS} | {"type": row.get("type") or "organization"}
    if faults:
        raise RulesError("\n".join(faults), remedy="mend these lines and build again")


def _body_kinds() -> frozenset[str]:
    """Return the notations of the kinds of organization that the ontology describes."""
    from kg.graph.schemes import load_schemes

    concepts = load_schemes().concepts.values()
    return frozenset(one.notation for one in concepts if one.scheme == "organization-kinds")


def _names(row: dict[str, str]) -> tuple[str, ...]:
    return (row["name"], *_split(row["aliases"]))


def _divisions() -> Divisions:
    return Divisions(
        {
            row["code"]: Division(
                row["code"], row["name"], row["short"], row["parent"], row["level"], row["until"], row["successor"]
            )
            for row in (*_table("divisions.tsv"), *_table("divisions_historical.tsv"))
        }
    )


def _forms() -> tuple[Form, ...]:
    forms = [
        Form(
            id=f["id"], kind=f["kind"], official=f["official"], everyday=f["everyday"], heads=tuple(f["heads"]),
            frames=tuple(f.get("frames", ())), national=tuple(f.get("national", ())), parent=f.get("parent", ""),
        )
        for f in _toml("forms.toml")["form"]
    ]  # fmt: skip
    taken = {head for form in forms for head in form.heads}
    for row in _table("departments.tsv"):
        heads = tuple(
            dict.fromkeys(h for h in (row["name"], *_split(row["aliases"])) if len(h) >= 2 and h not in taken)
        )
        if heads and "{place}" in row["full"] and (row["kind"] != "school" or "党校" in row["name"]):
            party = row["scope"].startswith("party") and row["full"].startswith("中共")
            everyday = "{place}委" + row["name"] if party else row["full"]
            forms.append(Form(f"{row['kind']}-{row['name']}", row["kind"], row["full"], everyday, heads))
            taken |= set(heads)
    for row in _table("parties.tsv"):
        templates = [t for t in row["full"].replace("{level}", "{place}").split(";") if "{place}" in t]
        if templates:
            official = templates[0]
            heads = tuple(
                dict.fromkeys(
                    h
                    for h in (*(t[7:] for t in templates if t.startswith("{place}")), *_short_names(row))
                    if len(h) >= 2 and h not in taken
                )
            )
            frames = tuple(
                dict.fromkeys(t for t in templates if not t.startswith("{place}") and not t.endswith("{place}"))
            )
            branches = tuple(t for t in frames if t.endswith(("支部", "总支", "支社", "基层委员会")))
            frames = tuple(t for t in frames if t not in branches)
            framed = [t for t in templates if t.endswith("{place}委员会")]  # the short name's comes last
            everyday = framed[-1] if framed else next((t for t in templates[1:] if t.startswith("{place}")), official)
            forms.append(Form(f"{row['kind']}-{row['name']}", row["kind"], official, everyday, heads, frames))
            forms += [Form(f"{row['kind']}-{t.replace('{place}', '')}", row["kind"], t, t, (), (t,)) for t in branches]
            taken |= set(heads)
    for row in _table("media_forms.tsv"):
        if (
            row["name"] not in taken
            and len(row["name"]) >= 2
            and not row["name"].startswith(("政协", "人大", "政府", "政务"))
        ):
            forms.append(Form(f"media-{row['name']}", "media", row["full"], row["full"], (row["name"],)))
            taken.add(row["name"])
    return tuple(forms)


def _short_names(row: dict[str, str]) -> Iterator[str]:
    """The short names of a people's organization that stand behind a place as its full one does: 红会, 律协."""
    if row["kind"] == "mass-organization":
        yield from (a for a in _split(row["aliases"]) if not a.startswith(("中国", "中华", "全国", "全总")))


_VENUES = (
    "工作室",
    "工作站",
    "联络站",
    "联络点",
    "联络室",
    "议事",
    "之家",
    "书屋",
    "书房",
    "驿站",
    "读书会",
    "接待",
    "阵地",
    "协商室",
    "基地",
    "会客厅",
    "直通车",
    "观察点",
    "联系点",
    "小组",
    "活动组",
    "沙龙",
)
_COMMON_UNITS = frozenset(
    ("党组", "机关党组", "机关", "办公室", "办公厅", "研究室", "机关党委", "机关党支部", "党支部")
)
_UNITS_OF = {
    "party": "party", "government": "government|department", "former": "government|department", "state": "government|department",
    "cppcc": "cppcc", "congress": "congress", "court": "court", "union": "mass-organization", "youth": "mass-organization", "any": "any",
}  # fmt: skip


def _units() -> Iterator[tuple[str, Unit]]:
    for row in (*_table("cppcc_units.tsv"), *_table("departments.tsv")):
        of = _UNITS_OF.get(row["scope"].partition(":")[0])
        venue = any(word in row["name"] for word in _VENUES)  # a scheme of work rather than a body
        if of and not venue:
            unit = Unit(row["name"], row["kind"], "any" if row["name"] in _COMMON_UNITS else of)
            for surface in (row["name"], *_split(row["aliases"])):
                yield surface, unit


_BEFORE_UNIT = r"(?:[，。；：、由和与及\n（》”】！？ ●▲■◆★☆☐▪◇·|年月日]|联合|会同|协同|配合)"
"""What stands before a unit named without its body: searching for it first takes a fraction of the time."""


def _own_units() -> Iterator[OwnUnits]:
    for group in _toml("own_units.toml")["units"]:
        whole = _longest_first(group["whole"])
        words = f"(?:{_longest_first(group['subjects'])})"
        grammar = f"{words}(?:[与和]?{words}){{0,3}}(?:{'|'.join(group['ends'])})" if group["ends"] else ""
        unit = f"(?P<unit>{'|'.join(filter(None, (grammar, f'(?:{whole})(?![长员点])')))})"
        own = f"(?:{_longest_first(group['self'])})?" if group["self"] else ""
        yield OwnUnits(
            group["of"], group["kind"], re.compile(group["hint"]), re.compile(unit),
            re.compile(f"{_BEFORE_UNIT}(?P<said>{own}{unit})"),
            tuple(sorted(group["kinds"].items(), key=lambda one: (-len(one[0]), one))),
        )  # fmt: skip


def _longest_first(words: list[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _named(additions: list[dict[str, str]]) -> Iterator[NamedBody]:
    for row in additions:
        if row["type"] == "organization":
            yield NamedBody(row["name"], row["kind"] or "other", _split(row["aliases"]), row["place"])
    for name in ("bodies.tsv", "media.tsv", "enterprises.tsv", "schools.tsv"):
        for row in _table(name):
            yield NamedBody(
                row["name"],
                row["kind"],
                tuple(a for a in _split(row["aliases"]) if len(a) >= (2 if name == "bodies.tsv" else 3)),
            )
    for row in _table("parties.tsv"):
        national = tuple(a for a in _split(row["aliases"]) if a.startswith(("全国", "中国", "中华")))
        national += tuple(
            a + "中央" for a in _split(row["aliases"]) if row["kind"] == "democratic-party" and len(a) <= 4
        )
        yield NamedBody(row["name"], row["kind"], national)


_NUMBERS = (
    "",
    *"一二三四五六七八九十",
    *(f"十{n}" for n in "一二三四五六七八九"),
    "二十",
    *(f"二十{n}" for n in "一二三四五"),
)


def _numbered(names: dict[str, Any]) -> Iterator[NamedBody]:
    """Numbered parts of central firms: 中建二局."""
    full: dict[str, list[str]] = {}
    for short, name in names["numbered"].items():
        for number in _NUMBERS[1:]:
            full.setdefault(name.format(number), []).append(short.format(number))
    yield from (NamedBody(name, "enterprise", tuple(aliases)) for name, aliases in full.items())


def _suffixes(names: dict[str, Any]) -> Iterator[Suffix]:
    rows = {row["name"]: row for row in _table("org_suffixes.tsv")}
    for use in ("proper", "founded", "placed"):
        for word in names[use]:
            row = rows.get(word)
            kind = (
                row["kind"]
                if row
                else "task-force"
                if use == "founded"
                else "mass-organization"
                if word.endswith("会")
                else "other"
            )
            yield Suffix(word, kind, use, _split(row["stops"]) if row else ())


def _collectives() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['name']})" for row in _table("generic_collectives.tsv")) or r"(?!)")


def _phrases(data: dict[str, Any]) -> PhraseRules:
    heads = [(row["head"], row["kind"], _split(row["use"])) for row in _table("initiative_heads.tsv")]
    return PhraseRules(
        kinds={head: kind for head, kind, _ in heads},
        light=frozenset(head for head, _, use in heads if "light" in use),
        naming=frozenset(head for head, _, use in heads if "naming" in use),
        verbal=frozenset(head for head, _, use in heads if "verb" in use),
        national=tuple(data["national"]),
        ends={end: kind for kind, ends in data["ends"].items() for end in ends},
        never=tuple(data["never"]),
        inner=frozenset(data["inner"]),
        attributes=tuple(data["attributes"]),
        verbs=frozenset(data["verbs"]) | frozenset(data["honours"]),
        honours=tuple(data["honours"]),
        openers=frozenset(data["openers"]),
        political=tuple(data["political"]),
        predicates=frozenset(data["predicates"]),
        continuations=tuple(data["goes_on"]),
    )


def _initiatives() -> InitiativeRules:
    data = _toml("initiatives.toml")
    slogans = tuple(_table("slogans.tsv"))
    heads = sorted(
        ((head, kind) for kind, words in data["heads"].items() for head in words), key=lambda h: (-len(h[0]), h)
    )
    return InitiativeRules(
        heads=tuple(heads),
        weak_heads=frozenset(data["weak_heads"]),
        unquoted_heads=tuple(data["unquoted"]["heads"]),
        events=tuple(data["unquoted"]["events"]),
        common_events=tuple(data["unquoted"]["common_events"]),
        holding=tuple(data["unquoted"]["holding"]),
        fairs=tuple(data["unquoted"]["fairs"]),
        venues=tuple(data["unquoted"]["venues"]),
        venue_words=tuple(data["unquoted"]["venue_words"]),
        unquoted_verbs=frozenset(data["unquoted"]["verbs"]) | frozenset(data["unquoted"]["firm_verbs"]),
        firm_verbs=frozenset(data["unquoted"]["firm_verbs"]),
        generic=frozenset(data["unquoted"]["generic"]),
        common=frozenset(data["unquoted"]["common"]),
        figured_heads=tuple((tuple(way["verbs"]), tuple(way["heads"])) for way in data["figured"]),
        phrase=_phrases(data["phrase"]),
        routine=frozenset(data["routine"]["words"]) | frozenset(data["unquoted"]["generic"]),
        verbs=tuple(data["quoted"]["verbs"]),
        weak_verbs=frozenset(data["quoted"]["weak"]),
        building_verbs=frozenset(data["quoted"]["building"]),
        topics=tuple(data["quoted"]["topics"]),
        acts=frozenset(data["quoted"]["acts"]),
        told=Openings(data["quoted"]["told"]),
        images=frozenset(data["quoted"]["images"]),
        slogans=frozenset(row["name"] for row in slogans),
        shapes=frozenset(row["name"] for row in slogans if row["kind"] == "shape"),
    )
