"""Small extractions, made by hand, of two reports that name the same body."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

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


ROOM = Key("initiative", "潮乡议事室·海宁市政协")
TWIN = Key("initiative", "潮乡议事·桐乡市政协")
NEIGHBOUR = Key("organization", "桐乡市政协")
COMMITTEE_UNIT = Key("organization", "海宁市政协提案委员会")
NEXT_CITY = Key("place", "浙江省嘉兴市桐乡市")

THIRD = """海宁市政协2024年工作报告
2024年,海宁市政协收到提案236件,其中立案200件,立案的200件提案全部办复。市政协提案委员会与桐乡市政协联合开展调研三次,赴桐乡市考察。
新设“潮乡议事室”12个。桐乡市政协也开展“潮乡议事”。人民政协报报道30余篇次,又称报道28篇次。2025年计划收到提案250件。
其他数字7个,口号“办好100件实事”。
"""


def third() -> Extraction:
    """The next year's report: planned, restated, conflicting and unclassified figures, parts, and a brand's namesake."""
    report = Report(THIRD, ("c/2024.txt",))

    def figure(value: int, unit: str, words: str, surface: str, nth: int = 0, **more: object) -> Figure:
        given = {"organization": COMMITTEE, "period": "2024", "rule": "number", **more}
        return Figure(Decimal(value), unit, words, surface, (_evidence(THIRD, surface, nth),), **given)  # type: ignore[arg-type]

    entities = (
        _entity(THIRD, COMMITTEE, "政协海宁市委员会", "海宁市政协", aliases=("海宁市政协",), category="cppcc"),
        _entity(
            THIRD, COMMITTEE_UNIT, "政协海宁市委员会提案委员会", "市政协提案委员会", aliases=("海宁市政协提案委员会",),
            category="committee", grade="resolved", resolution="a unit of the body before it",
        ),
        _entity(THIRD, NEIGHBOUR, "政协桐乡市委员会", "桐乡市政协", aliases=("桐乡市政协",), category="cppcc", place=NEXT_CITY),
        _entity(THIRD, PAPER, "人民政协报", "人民政协报", category="media"),
        _entity(THIRD, NEXT_CITY, "浙江省嘉兴市桐乡市", "桐乡市", aliases=("桐乡市",), category="county", code="330483"),
        _entity(THIRD, ROOM, "“潮乡议事室”", "“潮乡议事室”", category="venue"),
        _entity(THIRD, TWIN, "“潮乡议事”", "“潮乡议事”", category="brand"),
        _entity(THIRD, BRAND, "“潮乡议事”活动", "“潮乡议事", category="brand"),
    )  # fmt: skip
    restated = figure(200, "件", "立案", "200件", indicator="proposals-filed")
    figures = (
        figure(236, "件", "收到提案", "236件", indicator="proposals-submitted"),
        replace(restated, evidence=(*restated.evidence, _evidence(THIRD, "200件", 1))),
        figure(200, "件", "提案办复", "200件", 1, indicator="proposals-answered"),
        figure(3, "次", "开展调研", "三次", indicator="inspections", organization=COMMITTEE_UNIT),
        figure(12, "个", "新设“潮乡议事室”", "12个", indicator="consultation-venues", initiative=ROOM, period=""),
        figure(30, "篇次", "报道", "30余篇次", modifier="over", indicator="media-reports"),
        figure(28, "篇次", "又称报道", "28篇次", indicator="media-reports"),
        figure(250, "件", "收到提案", "250件", indicator="proposals-submitted", modality="planned", period="2025",
               period_text="2025年"),
        figure(7, "个", "其他数字", "7个", period=""),
        figure(100, "件", "办好实事", "100件", indicator="good-deeds", grade="inferred"),
    )  # fmt: skip
    relations = (
        Relation(COMMITTEE_UNIT, "subOrganizationOf", COMMITTEE, (_evidence(THIRD, "市政协提案委员会"),), rule="unit"),
        Relation(COMMITTEE_UNIT, "cooperatesWith", NEIGHBOUR, (_evidence(THIRD, "与桐乡市政协联合开展调研三次"),), rule="verb"),
        Relation(COMMITTEE_UNIT, "targets", NEXT_CITY, (_evidence(THIRD, "赴桐乡市考察"),), rule="verb"),
        Relation(COMMITTEE, "establishes", ROOM, (_evidence(THIRD, "新设“潮乡议事室”12个"),), rule="verb"),
        Relation(ROOM, "subInitiativeOf", BRAND, (_evidence(THIRD, "“潮乡议事室”"),), rule="name"),
        Relation(NEIGHBOUR, "carriesOut", TWIN, (_evidence(THIRD, "桐乡市政协也开展“潮乡议事”"),), rule="verb"),
        Relation(COMMITTEE, "coveredBy", PAPER, (_evidence(THIRD, "人民政协报报道30余篇次"),), rule="verb"),
    )  # fmt: skip
    return Extraction(
        report, "海宁市政协2024年工作报告", COMMITTEE, None, 2024, "2025-01", entities, figures, relations
    )
