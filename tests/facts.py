"""Two small reports and what they say, made by hand: for tests of everything behind the extractor."""

from __future__ import annotations

from decimal import Decimal

from kg.model import Entity, Evidence, Extraction, Figure, Key, Manifest, Relation, Report, Skipped, Span

CITY = Key("place", "云溪市")
BODY = Key("organization", "云溪市政协")
DRIVE = Key("initiative", "清泉行动·云溪市政协")
FIRST = (
    "云溪市政协工作报告\r\n全年征集提案318件，\r\n立案近300件。\n"
    "云溪市政协开展“清泉行动”，投入=SUM(A1)约1.5亿元。𠀋\n第3名。"
)
SECOND = "云溪市政协工作报告\n全年征集提案300至310件。"


def evidence(text: str, surface: str, sentence: str) -> Evidence:
    start, begin = text.index(surface), text.index(sentence)
    return Evidence(Span(start, start + len(surface)), Span(begin, begin + len(sentence)))


def entity(key: Key, label: str, text: str, surface: str, **more: object) -> Entity:
    sentence = next(line for line in text.splitlines() if surface in line)
    return Entity(key, label, (evidence(text, surface, sentence),), rule="test", **more)  # type: ignore[arg-type]


def extractions() -> tuple[Extraction, ...]:
    """The facts of both reports; the second knows the city by another label."""
    first = Report(FIRST, ("b/first.txt",), Manifest(url="https://example.org/first.html?a=1&b=2", year=2024))
    second = Report(SECOND, ("a/second.txt", "z.txt"))
    sentence = "全年征集提案318件，\r\n立案近300件。"
    drive = "云溪市政协开展“清泉行动”，投入=SUM(A1)约1.5亿元。"

    def figure(value: str, unit: str, text: str, surface: str, around: str, said: str, **more: object) -> Figure:
        proof = (evidence(text, surface, around),)
        base = {"period": "2024", "organization": BODY, "rule": "test"}
        return Figure(Decimal(value), unit, said, surface, proof, **(base | more))  # type: ignore[arg-type]

    one = Extraction(
        first,
        title="云溪市政协工作报告",
        about=BODY,
        place=CITY,
        year=2024,
        issued="2025-01",
        entities=(
            entity(
                BODY, "政协云溪市委员会", FIRST, "云溪市政协", category="cppcc", place=CITY, aliases=("云溪市政协",)
            ),
            entity(DRIVE, "清泉行动", FIRST, "“清泉行动”", category="campaign", aliases=("“清泉行动”",)),
            entity(CITY, "宁川省云溪市", FIRST, "云溪市", category="prefecture"),
        ),
        figures=(
            figure("318", "件", FIRST, "318件", sentence, "征集提案", indicator="proposals-submitted"),
            figure("300", "件", FIRST, "近300件", sentence, "立案", indicator="proposals-filed", modifier="under"),
            figure(
                "150000000",
                "元",
                FIRST,
                "约1.5亿元",
                drive,
                "投入=SUM(A1)",
                modifier="approx",
                initiative=DRIVE,
                period="",
            ),
        ),
        relations=(
            Relation(BODY, "carriesOut", DRIVE, (evidence(FIRST, "云溪市政协开展“清泉行动”", drive),), rule="test"),
        ),
        skipped=(
            Skipped(Span(FIRST.index("第3名"), FIRST.index("第3名") + 3), "第3名", "number", "ordinal"),
            Skipped(Span(0, 3), "云溪市", "mention", "unresolved-place", "@two"),
        ),
    )
    two = Extraction(
        second,
        about=BODY,
        entities=(entity(BODY, "政协云溪市委员会", SECOND, "云溪市政协", category="cppcc", place=CITY),),
        figures=(
            figure(
                "300", "件", SECOND, "300至310件", SECOND.splitlines()[1], "征集提案", indicator="proposals-submitted",
                high=Decimal("310"), modifier="range", period="2023",
            ),
        ),
    )  # fmt: skip
    return one, two
