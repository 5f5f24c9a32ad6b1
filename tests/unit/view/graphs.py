"""Graphs made by hand as the contract of the graph says, small and large, friendly and hostile."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.namespaces import BASE, DCTERMS, NIF, ORG, RDF, SKOS, WR, WRI, XSD

TEXT = (
    "云溪市政协2023年工作综述\n\n"
    "一年来，云溪市政协开展“茶乡夜话”协商活动，走访企业120余家。\n"
    "市政协制定《茶乡夜话实施办法》，全年征集提案292件，计划明年举办培训3期。\n"
    "𠮷祥街道参加“茶乡夜话”，云溪日报作了报道，见第3版。\n"
)
OTHER = "临湖县政协2024年工作报告\n\n临湖县政协征集提案88件，约有委员1200人次参加“茶乡夜话”。\n"


@dataclass
class GraphBuilder:
    """Adds nodes, relations and figures with their evidence to a store."""

    base: str = BASE
    store: Store = field(default_factory=Store)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, value: str, *, datatype: str = "", language: str = "") -> None:
        """Add a triple; a value that is an IRI becomes a node."""
        if value.startswith(("https://w3id.org/", "http://www.w3.org/", self.base)) and not datatype:
            obj: NamedNode | Literal = NamedNode(value)
        elif language:
            obj = Literal(value, language=language)
        else:
            obj = Literal(value, datatype=NamedNode(datatype or XSD + "string"))
        self.store.add(Quad(NamedNode(subject), NamedNode(predicate), obj))

    def report(self, name: str, text: str, *, year: int | None = None, source: str = "", title: str = "") -> str:
        iri = f"{self.base}rep_{name}"
        self.texts[f"rep_{name}"] = text
        self.add(iri, RDF + "type", WR + "Report")
        self.add(iri, WR + "fileName", f"{name}.txt", datatype=XSD + "string")
        self.add(iri, DCTERMS + "title", title or text.split("\n", 1)[0], datatype=XSD + "string")
        if year is not None:
            self.add(iri, WR + "aboutYear", str(year), datatype=XSD + "gYear")
        if source:
            self.add(iri, DCTERMS + "source", source, datatype=XSD + "anyURI")
        return iri

    def node(self, class_: str, name: str, label: str, report: str, *spans: str, also: tuple[str, ...] = ()) -> str:
        iri = self.base + name
        self.add(iri, RDF + "type", class_)
        self.add(iri, SKOS + "prefLabel", label, language="zh")
        for other in also:
            self.add(iri, SKOS + "altLabel", other, language="zh")
        if report:
            self.add(iri, WR + "mentionedIn", report)
            self.add(iri, WR + "grade", "stated", datatype=XSD + "string")
            self.add(iri, WR + "rule", "by-hand", datatype=XSD + "string")
        for span in spans:
            self.proof(iri, report, span)
        return iri

    def proof(self, node: str, report: str, words: str, *, nth: int = 1) -> None:
        """Let a fact be justified by words of a report and the line around them."""
        text = self.texts[report.removeprefix(self.base)]
        begin = -1
        for _ in range(nth):
            begin = text.index(words, begin + 1)
        end = begin + len(words)
        line = (text.rfind("\n", 0, begin) + 1, (text.find("\n", end) + 1 or len(text) + 1) - 1)
        span, sentence = f"{report}#char={begin},{end}", f"{report}#char={line[0]},{line[1]}"
        self.add(node, WR + "evidence", span)
        self.add(span, WR + "sentence", sentence)
        for place, (start, stop) in ((span, (begin, end)), (sentence, line)):
            self.add(place, NIF + "referenceContext", report)
            self.add(place, NIF + "beginIndex", str(start), datatype=XSD + "nonNegativeInteger")
            self.add(place, NIF + "endIndex", str(stop), datatype=XSD + "nonNegativeInteger")
        self.add(span, NIF + "anchorOf", words, datatype=XSD + "string")
        self.add(sentence, NIF + "anchorOf", text[line[0] : line[1]], datatype=XSD + "string")

    def relation(self, subject: str, predicate: str, object_: str, report: str, words: str) -> None:
        self.add(subject, predicate, object_)
        number = len(list(self.store.quads_for_pattern(None, NamedNode(RDF + "subject"), None, None)))
        statement = f"{self.base}rel_{number:016x}"
        self.add(statement, RDF + "type", RDF + "Statement")
        self.add(statement, RDF + "subject", subject)
        self.add(statement, RDF + "predicate", predicate)
        self.add(statement, RDF + "object", object_)
        self.add(statement, WR + "grade", "stated", datatype=XSD + "string")
        self.proof(statement, report, words)

    def concept(self, iri: str, notation: str, zh: str, en: str, broader: str = "") -> str:
        self.add(iri, SKOS + "notation", notation, datatype=XSD + "string")
        self.add(iri, SKOS + "prefLabel", zh, language="zh")
        self.add(iri, SKOS + "prefLabel", en, language="en")
        if iri.startswith(WRI):
            self.add(iri, RDF + "type", WR + "Indicator")
        if broader:
            self.add(iri, SKOS + "broader", broader)
        return iri

    def figure(self, name: str, report: str, words: str, value: str, unit: str, **facts: str) -> str:
        iri = f"{self.base}fig_{name}"
        self.add(iri, RDF + "type", WR + "Metric")
        self.add(iri, WR + "value", value, datatype=XSD + "decimal")
        self.add(iri, WR + "unit", unit, datatype=XSD + "string")
        plain = {"modifier": "exact", "modality": "actual", "indicatorText": "数量", "grade": "stated"} | facts
        for key, fact in plain.items():
            is_node = key in ("organization", "initiative", "indicator")
            self.add(iri, WR + key, fact, datatype="" if is_node else XSD + "string")
        self.proof(iri, report, words)
        return iri


def small_graph() -> GraphBuilder:
    """Two reports of two invented places that share an undertaking."""
    made = GraphBuilder()
    one = made.report("1111111111111111", TEXT, year=2023, source="https://example.org/yunxi")
    two = made.report("2222222222222222", OTHER, year=2024)
    filed = made.concept(WRI + "proposals", "proposals", "提案", "Proposals")
    submitted = made.concept(
        WRI + "proposals-submitted", "proposals-submitted", "提案征集数", "Proposals submitted", filed
    )
    cppcc = made.concept("https://w3id.org/workreport/organization-kind/cppcc", "cppcc", "政协", "CPPCC")
    body = made.node(
        ORG + "Organization", "org_云溪市政协", "政协云溪市委员会", one, "云溪市政协", also=("云溪市政协", "市政协")
    )
    made.add(body, ORG + "classification", cppcc)
    made.add(body, WR + "resolution", "市政协 in a report of 云溪市", datatype=XSD + "string")
    made.proof(body, one, "市政协", nth=3)
    county = made.node(ORG + "Organization", "org_临湖县政协", "政协临湖县委员会", two, "临湖县政协")
    media = made.node(ORG + "Organization", "org_云溪日报", "云溪日报", one, "云溪日报")
    street = made.node(WR + "Place", "plc_吉祥街道", "江南省云溪市𠮷祥街道", one, "𠮷祥街道")
    city = made.node(WR + "Place", "plc_云溪市", "江南省云溪市", one)
    lake = made.node(WR + "Place", "plc_临湖县", "江南省临湖县", two)
    talks = made.node(WR + "Initiative", "ini_茶乡夜话", "“茶乡夜话”协商活动", one, "“茶乡夜话”协商活动")
    made.add(talks, WR + "mentionedIn", two)
    made.proof(talks, two, "“茶乡夜话”")
    rules = made.node(WR + "Document", "doc_茶乡夜话实施办法", "茶乡夜话实施办法", one, "《茶乡夜话实施办法》")
    made.add(one, WR + "aboutOrganization", body)
    made.add(two, WR + "aboutOrganization", county)
    made.add(body, WR + "jurisdiction", city)
    made.add(county, WR + "jurisdiction", lake)
    made.add(street, WR + "within", city)
    made.relation(body, WR + "carriesOut", talks, one, "云溪市政协开展“茶乡夜话”协商活动")
    made.relation(body, WR + "issues", rules, one, "市政协制定《茶乡夜话实施办法》")
    made.relation(body, WR + "coveredBy", media, one, "云溪日报作了报道")
    made.relation(talks, WR + "targets", street, one, "𠮷祥街道参加“茶乡夜话”")
    made.figure(
        "0000000000000001",
        one,
        "120余家",
        "120",
        "家",
        modifier="over",
        indicatorText="走访企业",
        organization=body,
        initiative=talks,
        period="2023",
        periodText="一年来",
    )
    made.figure(
        "0000000000000002",
        one,
        "292件",
        "292",
        "件",
        indicatorText="征集提案",
        organization=body,
        indicator=submitted,
        period="2023",
    )
    made.figure(
        "0000000000000003",
        one,
        "3期",
        "3",
        "期",
        indicatorText="举办培训",
        organization=body,
        period="2024",
        modality="planned",
    )
    made.figure(
        "0000000000000004",
        two,
        "88件",
        "88",
        "件",
        indicatorText="征集提案",
        organization=county,
        indicator=submitted,
        period="2024",
    )
    made.figure(
        "0000000000000005",
        two,
        "1200人次",
        "1200",
        "人次",
        modifier="approx",
        indicatorText="委员参加",
        organization=county,
        initiative=talks,
        period="2024-03",
    )
    return made


HOSTILE = (
    "<script>window.__ran=1</script>",
    "</script><script>window.__ran=2</script>",
    '<img src=x onerror="window.__ran=3">',
    "javascript:window.__ran=4",
    "]]><svg onload=window.__ran=5>",
    "see href <img src=x onerror=window.__ran=6>",
    "<!--<script>window.__ran=7",
    "{{ 7*7 }}{% raw %}'\"`${window.__ran=8}",
)
"""What a report could try."""


def hostile_graph() -> GraphBuilder:
    """A report whose text, names, kinds, figures, units, links and reasons all try to run."""
    made = GraphBuilder()
    every = " ".join(HOSTILE)
    text = f"{every}\n" + "\n".join(f"第{n}段 {attack} 数字 5{attack} 完" for n, attack in enumerate(HOSTILE))
    report = made.report("3333333333333333", text, year=2023, source=HOSTILE[3], title=every)
    bodies = []
    for number, attack in enumerate(HOSTILE):
        kind = made.concept(f"{WRI}kind{number}", attack, attack, attack)
        body = made.node(ORG + "Organization", f"org_{number}", attack, report, attack, also=(attack + "别名",))
        made.add(body, ORG + "classification", kind)
        for key in ("resolution", "rule", "grade"):
            made.add(body, WR + key, attack, datatype=XSD + "string")
        place = made.node(WR + "Place", f"plc_{number}", attack + "市", report, attack)
        made.add(body, WR + "jurisdiction", place)
        made.relation(body, WR + "targets", place, report, f"第{number}段 {attack}")
        made.figure(
            f"{number:016d}",
            report,
            f"5{attack}",
            "5",
            attack,
            modifier=attack,
            modality=attack,
            indicatorText=attack,
            period=attack,
            periodText=attack,
            organization=body,
            indicator=kind,
        )
        bodies.append(body)
    made.add(report, WR + "aboutOrganization", bodies[0])
    return made


def large_graph(bodies: int, undertakings: int, figures: int = 0) -> GraphBuilder:
    """Many bodies, each with undertakings, and some figures of these; report texts hold one word a fact."""
    made = GraphBuilder()
    shared: list[str] = []
    for number in range(bodies):
        text = f"{number}市政协 活动 5件"
        report = made.report(f"{number:016x}", text, year=2000 + number % 20)
        body = made.node(
            ORG + "Organization", f"org_{number}市政协", f"政协{number}市委员会", report, f"{number}市政协"
        )
        made.add(report, WR + "aboutOrganization", body)
        for turn in range(undertakings):
            name = f"ini_{number}_{turn}"
            activity = made.node(WR + "Initiative", name, f"“协商{turn}号”{number}市活动", report, "活动")
            made.add(body, WR + "carriesOut", activity)
            if turn == 0:
                shared.append(activity)
            for count in range(figures):
                made.figure(
                    f"{number:06x}{turn:06x}{count:04x}",
                    report,
                    "5件",
                    "5",
                    "件",
                    organization=body,
                    initiative=activity,
                )
        if number:
            made.add(body, WR + "cooperatesWith", f"{BASE}org_{number - 1}市政协")
    return made
