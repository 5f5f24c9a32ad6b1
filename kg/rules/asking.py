"""Rule data for questions -> compiled rules; every fault of the file is reported at once.

Texts in, rules out: ``kg.rules.load`` reads the files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import RulesError
from kg.rules.figures import parse_cue, period_rules, read_cues
from kg.rules.relations import alternatives
from kg.rules.types import Divisions, Form
from kg.rules.types_asking import AskingRules, IndicatorName, Intent, KindName, Rate
from kg.rules.types_figures import Cue

SLOTS = frozenset(
    (
        "indicator", "plural", "body", "subject", "object", "initiative", "file", "year", "years", "period", "from", "to",
        "value", "bound", "unit", "document", "quoted", "since", "words", "part-of-name", "names", "form", "initiative-kind",
        "document-kind", "body-kind", "modality", "modifier", "place", "place-name", "media", "least", "own", "ratio",
        "first-body", "second-body", "numerator", "denominator", "number-asked", "counted", "top", "foremost",
    )
)  # fmt: skip
"""What a question may tell; see ``asking.toml``."""
KIND_SLOTS = {
    "initiative-kinds": "initiative-kind",
    "document-kinds": "document-kind",
    "organization-kinds": "body-kind",
}
"""Scheme -> slot of its kinds."""
_INTENT_KEYS = {
    "id",
    "query",
    "cues",
    "needs",
    "bans",
    "ignores",
    "bind",
    "fixed",
    "figures",
    "report",
    "otherwise",
    "reverse",
    "ranks",
    "examples",
}
_KINDS_BY_HEAD = frozenset(("cppcc", "party", "government", "congress", "court"))
"""Kinds of bodies that the last words of their names tell."""
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_TAILS = ("件数", "篇数", "次数", "人数", "条数", "场次", "场数", "期数", "项数", "个数", "数额", "数")


def asking_rules(
    text: str,
    *,
    schemes: Mapping[str, str],
    relations: str,
    periods: str,
    units: str,
    forms: Iterable[Form],
    listed: Iterable[str],
    divisions: Divisions,
) -> AskingRules:
    """Rules from the texts of ``asking.toml``, the schemes (name -> Turtle), ``relations.toml``, ``periods.toml`` and
    ``units.tsv``; from the forms of the names of bodies and the names of listed ones.

    Faults raise ``RulesError``, one a line.
    """
    faults: list[str] = []
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"asking.toml: {error}") from None
    verbs = _verbs(tomllib.loads(relations), set(data["relations"]["not_asked"]))
    intents = tuple(_intents(data.get("intent", ()), verbs, faults))
    forms = tuple(forms)
    rates = tuple(Rate(tuple(one["words"]), one["numerator"], one["denominator"]) for one in data.get("rate", ()))
    concepts = {name: _concepts(turtle) for name, turtle in schemes.items()}
    known = {notation for notation, _ in concepts["indicators"]}
    strange = sorted({code for rate in rates for code in (rate.numerator, rate.denominator)} - known)
    faults += [f"asking.toml rate: no indicator {code!r}" for code in strange]
    if faults:
        raise RulesError("\n".join(faults))
    cues = tuple(_cues(schemes["indicators"]))
    kinds = (
        *(
            KindName(slot, code, (*told["zh"], *told["cue"]))
            for scheme, slot in KIND_SLOTS.items()
            for code, told in concepts[scheme]
        ),
        *(KindName("body-kind", form.kind, form.heads) for form in forms if form.kind in _KINDS_BY_HEAD),
    )
    return AskingRules(
        divisions=divisions,
        periods=period_rules(periods),
        cues=cues,
        indicators={code: _indicator(code, told) for code, told in concepts["indicators"]},
        kinds=kinds,
        units=tuple(sorted(_units(units), key=lambda u: (-len(u), u))),
        heads=tuple(sorted({head for form in forms for head in form.heads}, key=lambda h: (-len(h), h))),
        listed=tuple(sorted({name for name in listed if len(name) >= 3})),
        intents=intents,
        rates=rates,
        words={use: alternatives(words) for use, words in data["words"].items()},
        modality={name: alternatives(words) for name, words in data["modality"].items()},
        modifier={name: tuple(words) for name, words in data["modifier"].items()},
        fillers=alternatives(data["fillers"]["words"]),
        examples=tuple(data["examples"]["zh"]),
    )


def _verbs(relations: Mapping[str, Any], not_asked: set[str]) -> dict[str, str]:
    """Macro -> the verbs of a relation as alternatives of a cue."""
    lists = {"<joint>": relations["cooperates"]["joint"]}
    for name in ("issues", "establishes", "endorses", "targets", "covered"):
        lists[f"<{name}>"] = relations[name]["verbs"]
    return {macro: "|".join(w for w in words if len(w) >= 2 and w not in not_asked) for macro, words in lists.items()}


def _intents(entries: Iterable[Mapping[str, Any]], verbs: Mapping[str, str], faults: list[str]) -> Iterable[Intent]:
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        where = f"asking.toml intent {entry.get('id', number)}"
        faults += [f"{where}: unknown key {key!r}" for key in sorted(entry.keys() - _INTENT_KEYS)]
        faults += [f"{where}: no {key}" for key in ("id", "query", "examples") if not entry.get(key)]
        named = [*entry.get("needs", ()), *entry.get("bans", ()), *entry.get("ignores", ())]
        named += entry.get("bind", {}).values()
        faults += [f"{where}: no slot {slot!r}" for slot in named if slot not in SLOTS]
        if entry.get("id") in seen:
            faults.append(f"{where}: id stands twice")
        seen.add(entry.get("id", ""))
        try:
            cues = tuple(parse_cue(entry["id"], _expand(cue, verbs)) for cue in entry.get("cues", ()))
        except (KeyError, ValueError) as error:
            faults.append(f"{where}: {error}")
            continue
        yield Intent(
            id=entry["id"],
            query=entry.get("query", ""),
            cues=cues,
            needs=tuple(entry.get("needs", ())),
            bans=tuple(entry.get("bans", ())),
            ignores=tuple(entry.get("ignores", ())),
            bind=tuple(entry.get("bind", {}).items()),
            fixed=tuple(entry.get("fixed", {}).items()),
            figures=entry.get("figures", False),
            report=entry.get("report", False),
            otherwise=entry.get("otherwise", False),
            reverse=entry.get("reverse", False),
            ranks=entry.get("ranks", False),
            examples=tuple(entry.get("examples", ())),
        )


def _expand(cue: str, verbs: Mapping[str, str]) -> str:
    for macro, words in verbs.items():
        cue = cue.replace(macro, words)
    return cue


def _concepts(turtle: str) -> list[tuple[str, dict[str, list[str]]]]:
    """Notation of each concept, sorted, with its Chinese labels (the preferred one first), cues and broader concepts."""
    notation: dict[str, str] = {}
    told: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE):
        subject, name = str(quad.subject), quad.predicate.value.rpartition("#")[2]
        entry = told.setdefault(subject, {"zh": [], "cue": [], "broader": []})
        if name == "notation" and isinstance(quad.object, ox.Literal):
            notation[subject] = quad.object.value
        elif name in ("prefLabel", "altLabel") and isinstance(quad.object, ox.Literal) and quad.object.language == "zh":
            entry["zh"].insert(0 if name == "prefLabel" else len(entry["zh"]), quad.object.value)
        elif name == "cue" and isinstance(quad.object, ox.Literal):
            entry["cue"].append(quad.object.value)
        elif name == "broader":
            entry["broader"].append(str(quad.object))
    for entry in told.values():
        entry["broader"] = sorted(notation[iri] for iri in entry["broader"] if iri in notation)
    return sorted((code, told[subject]) for subject, code in notation.items())


def _cues(turtle: str) -> Iterable[Cue]:
    return (parse_cue(concept, cue) for concept, cue in read_cues(turtle))


def _indicator(code: str, told: Mapping[str, list[str]]) -> IndicatorName:
    names = dict.fromkeys(short for label in told["zh"] for short in plain_names(label))
    full = tuple(dict.fromkeys(_BRACKETS.sub("", label) for label in told["zh"]))
    return IndicatorName(code, told["zh"][0] if told["zh"] else code, tuple(names), full, tuple(told["broader"]))


def plain_names(label: str) -> tuple[str, ...]:
    """A label as people say it: without brackets, and without the word for number that ends it.

    >>> plain_names("参与委员人数(人次)"), plain_names("提案办复率")
    (('参与委员人数', '参与委员'), ('提案办复率',))
    """
    bare = _BRACKETS.sub("", label)
    for tail in _TAILS:
        if bare.endswith(tail) and len(bare) - len(tail) >= 3:
            return bare, bare.removesuffix(tail)
    return (bare,)


def _units(text: str) -> set[str]:
    rows = (line.split("\t", 1)[0] for line in text.splitlines() if line and not line.startswith("#"))
    return {unit for unit in rows if unit not in ("", "unit")}
