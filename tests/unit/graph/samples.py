"""Small extractions, made by hand, of two reports that name the same body."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kg.model import Entity, Evidence, Extraction, Figure, Key, Manifest, Relation, Report, Span

COMMITTEE = Key("organization", "海宁市政协")
PARTY = Key("organization", "海宁市委")
PAPER = Key("organization", "人民政协报")
BRAND = Key("initiative", "潮乡议事·海宁市政协")
PLAN = Key("document", "海宁市政协年度协商计划")
CITY = Key("place", "浙江省嘉兴市海宁市")
PREFECTURE = Key("place", "浙江省嘉兴市")

FIRST = """海宁市政协2023年工作报告
一年来,市政协开展“潮乡议事”活动,共收到提案210件。市委主要领导批示“潮乡议事”12次,
人民政协报报道20余篇次。市政协制定《海宁市政协年度协商计划》,
满意率达99.5%。
"""
SECOND = "政协海宁市委员会工作情况\r\n海宁市政协举办“潮乡议事”30至40场。\r\n"


def _evidence(text: str, part: str, nth: int = 0) -> Evidence:
    start = [found.start() for found in re.finditer(re.escape(part), text)][nth]
    first = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    last = min((at for mark in "。\n" if (at := text.find(mark, start)) >= 0), default=len(text) - 1) + 1
    return Evidence(Span(start, start + len(part)), Span(first, last))


def _entity(text: str, key: Key, label: str, *parts: str, **more: object) -> Entity:
    marks = tuple(_evidence(text, part) for part in parts)
    return Entity(key, label, marks, rule=f"{key.kind}-sample", **more)  # type: ignore[arg-type]


def first(names: tuple[str, ...] = ("a/海宁.txt",)) -> Extraction:
    """A report with one fact of every kind."""
    report = Report(FIRST, names, Manifest(url="https://example.org/报告 1.html", issued="2024-01-18"))
    places = (
        _entity(FIRST, PREFECTURE, "浙江省嘉兴市", aliases=("嘉兴市",), category="prefecture", code="330400"),
        _entity(
            FIRST, CITY, "浙江省嘉兴市海宁市", aliases=("海宁市",), category="county", code="330481", place=PREFECTURE
        ),
    )
    bodies = (
        _entity(
            FIRST, COMMITTEE, "政协海宁市委员会", "海宁市政协", "市政协开展", aliases=("海宁市政协", "市政协"),
            category="cppcc", place=CITY, grade="resolved", resolution="市政协 in a report of 海宁市",
        ),
        _entity(FIRST, PARTY, "中共海宁市委员会", "市委", aliases=("海宁市委",), category="party", place=CITY),
        _entity(FIRST, PAPER, "人民政协报", "人民政协报", category="media"),
    )  # fmt: skip
    others = (
        _entity(FIRST, BRAND, "“潮乡议事”活动", "“潮乡议事”", aliases=("潮乡议事",), category="brand"),
        _entity(FIRST, PLAN, "海宁市政协年度协商计划", "《海宁市政协年度协商计划》", category="plan"),
    )
    figures = (
        Figure(Decimal(210), "件", "收到提案", "210件", (_evidence(FIRST, "210件"),), indicator="proposals-submitted",
               organization=COMMITTEE, period="2023", period_text="一年来", rule="number"),
        Figure(Decimal(12), "次", "批示", "12次", (_evidence(FIRST, "12次"),), indicator="leader-instructions",
               organization=COMMITTEE, initiative=BRAND, period="2023", rule="number"),
        Figure(Decimal(20), "篇次", "报道", "20余篇次", (_evidence(FIRST, "20余篇次"),), modifier="over",
               indicator="media-reports", organization=COMMITTEE, period="2023", rule="number"),
        Figure(Decimal("99.50"), "%", "满意率", "99.5%", (_evidence(FIRST, "99.5%"),),
               indicator="proposal-satisfaction-rate", organization=COMMITTEE, rule="number"),
    )  # fmt: skip
    relations = (
        Relation(COMMITTEE, "carriesOut", BRAND, (_evidence(FIRST, "市政协开展“潮乡议事”活动"),), rule="verb"),
        Relation(PARTY, "endorses", BRAND, (_evidence(FIRST, "市委主要领导批示“潮乡议事”12次"),), rule="verb"),
        Relation(COMMITTEE, "coveredBy", PAPER, (_evidence(FIRST, "人民政协报报道20余篇次"),), rule="verb"),
        Relation(COMMITTEE, "issues", PLAN, (_evidence(FIRST, "制定《海宁市政协年度协商计划》"),), rule="verb"),
        Relation(PARTY, "cooperatesWith", COMMITTEE, (_evidence(FIRST, "市委主要领导"),), rule="verb"),
    )
    return Extraction(report, "海宁市政协2023年工作报告", COMMITTEE, CITY, 2023, "2024-01-18",
                      places + bodies + others, figures, relations)  # fmt: skip


def second() -> Extraction:
    """Another report of the same body, which calls it otherwise and its brand a platform."""
    report = Report(SECOND, ("b/second.pdf",), pages=(0, 6))
    entities = (
        _entity(SECOND, COMMITTEE, "政协海宁市委员会", "海宁市政协", aliases=("海宁市政协",), category="cppcc"),
        _entity(SECOND, BRAND, "“潮乡议事”", "“潮乡议事”", category="platform"),
    )
    figures = (
        Figure(Decimal(30), "场", "举办“潮乡议事”", "30至40场", (_evidence(SECOND, "30至40场"),), high=Decimal(40),
               modifier="range", indicator="grassroots-consultations", organization=COMMITTEE, initiative=BRAND,
               rule="number"),
    )  # fmt: skip
    relations = (
        Relation(COMMITTEE, "carriesOut", BRAND, (_evidence(SECOND, "海宁市政协举办“潮乡议事”30至40场"),), rule="verb"),
        Relation(COMMITTEE, "cooperatesWith", PARTY, (_evidence(SECOND, "海宁市政协举办"),), rule="verb"),
    )
    return Extraction(report, "政协海宁市委员会工作情况", COMMITTEE, None, None, "", entities, figures, relations)


def many(count: int) -> list[Extraction]:
    """As many short reports of as many bodies, for measuring; about 130 triples each."""
    found = []
    for number in range(count):
        name = f"第{number}区"
        text = FIRST.replace("海宁市", name).replace("210件", f"{number + 10}件")
        again = first((f"{number:06}.txt",))
        shift = len(name) - len("海宁市")

        def move(key: Key, name: str = name) -> Key:
            return Key(key.kind, key.stem.replace("海宁市", name))

        def moved(evidence: tuple[Evidence, ...], text: str = text, shift: int = shift) -> tuple[Evidence, ...]:
            return tuple(
                Evidence(
                    Span(min(e.span.start + shift, len(text) - 1), min(e.span.end + shift, len(text))),
                    Span(0, len(text)),
                )
                for e in evidence
            )

        found.append(
            replace(
                again,
                report=replace(again.report, text=text),
                about=move(COMMITTEE),
                place=move(CITY),
                entities=tuple(
                    replace(
                        one,
                        key=move(one.key),
                        label=one.label.replace("海宁市", name),
                        aliases=tuple(alias.replace("海宁市", name) for alias in one.aliases),
                        evidence=moved(one.evidence),
                        place=move(one.place) if one.place else None,
                    )
                    for one in again.entities
                ),
                figures=tuple(
                    replace(
                        one,
                        value=one.value + number,
                        evidence=moved(one.evidence),
                        organization=move(one.organization) if one.organization else None,
                        initiative=move(one.initiative) if one.initiative else None,
                    )
                    for one in again.figures
                ),
                relations=tuple(
                    replace(one, subject=move(one.subject), object=move(one.object), evidence=moved(one.evidence))
                    for one in again.relations
                ),
            )
        )
    return found
