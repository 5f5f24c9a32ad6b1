"""What a short form denotes hangs on the report that it stands in; what cannot be told stays open with its reason."""

from dataclasses import replace

import pytest
from msgspec import structs
from reading import RULES, cases, head, mentions, read

from kg.link.bodies import Body, Open, own_body, place_name, resolve
from kg.link.context import Context, level_words
from kg.model import Entity, Extraction, Key
from kg.recognize.bodies import BodyMention
from kg.recognize.places import PlaceMention
from kg.rules.types import NamedBody, Unit


def entity(found: Extraction, words: str) -> Entity:
    """The body that these words denote."""
    at = found.report.text.rindex(words)
    (one,) = (
        one
        for one in found.entities
        if one.key.kind == "organization" and any(item.span == (at, at + len(words)) for item in one.evidence)
    )
    return one


@pytest.mark.parametrize(
    ("name", "text", "words", "label", "kind", "place", "grade", "names", "resolution"), cases("identities")
)
def test_identity(
    name: str, text: str, words: str, label: str, kind: str, place: str, grade: str, names: str, resolution: str
) -> None:
    found = read(name, text)
    told = [one for _, said, one in mentions(found, name, "organization") if said == words][-1]
    paths = {one.key: one.label for one in found.entities}
    assert (told.label, told.category, told.grade) == (label, kind, grade)
    assert (paths[told.place] if told.place else "-") == place
    assert (" ".join(told.aliases) or "-") == names
    assert (told.resolution or "-") == resolution


@pytest.mark.parametrize(
    ("name", "words", "label"),
    [
        ("city-cppcc", "市政协", "政协淄博市委员会"),
        ("city-district-cppcc", "市政协", "政协淄博市委员会"),
        ("district-cppcc", "市政协", "政协重庆市委员会"),
        ("county-cppcc", "市政协", "政协漳州市委员会"),
        ("county-cppcc", "省政协", "政协福建省委员会"),
        ("city-cppcc", "省委", "中共山东省委员会"),
        ("county-cppcc", "县政府", "漳浦县人民政府"),
        ("region-cppcc", "自治区政府", "宁夏回族自治区人民政府"),
        ("court", "市检察院", "岳阳市人民检察院"),
        ("union", "市妇联", "包头市妇女联合会"),
    ],
)
def test_short_form(name: str, words: str, label: str) -> None:
    assert entity(read(name, f"会后，{words}给予肯定。"), words).label == label


def test_a_superior_is_resolved_and_an_own_name_is_stated() -> None:
    found = read("county-cppcc", "会后，市政协给予肯定。漳浦县政协受到鼓舞。")
    assert entity(found, "市政协").grade == "resolved"
    assert "漳州市" in entity(found, "市政协").resolution
    assert entity(found, "漳浦县政协").grade == "stated"


def test_terms_of_office_are_one_body() -> None:
    found = read("city-cppcc", "政协淄博市第十三届委员会第三次会议召开。政协淄博市第十二届委员会届满。")
    assert {entity(found, words).key.stem for words in ("政协淄博市第十三届委员会", "政协淄博市第十二届委员会")} == {
        "淄博市政协"
    }


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("-", "市政协召开会议。", "unresolved-place"),
        ("city-cppcc", "区政协认真组织学习。", "level-below-report"),
        ("province-cppcc", "县政协认真组织学习。", "level-below-report"),
    ],
)
def test_what_cannot_be_told_stays_open(name: str, text: str, reason: str) -> None:
    found = read(name, text)
    assert [one.reason for one in found.skipped if one.kind == "mention"] == [reason]
    begin = len(head(name))
    assert not [
        one
        for one in found.entities
        if one.key.kind == "organization" and any(item.span.start >= begin for item in one.evidence)
    ]


def test_unit_is_part_of_the_body_that_it_is_named_with() -> None:
    found = read("city-cppcc", "会后，市政协提案委员会牵头督办。提案委员会还开展视察。")
    unit = entity(found, "市政协提案委员会")
    assert len(unit.evidence) == 2
    parts = [(one.subject, one.object.stem) for one in found.relations if one.predicate == "subOrganizationOf"]
    assert parts == [(unit.key, "淄博市政协")]


@pytest.mark.parametrize(
    ("division", "words"),
    [
        ("淄博市", ("市",)),
        ("漳浦县", ("县",)),
        ("宁夏回族自治区", ("自治区",)),
        ("红河哈尼族彝族自治州", ("自治州", "州")),
    ],
)
def test_level_words(division: str, words: tuple[str, ...]) -> None:
    (found,) = (one for one in RULES.divisions.by_code.values() if one.name == division and not one.until)
    assert set(words) <= set(level_words(found))


ZIBO, SHANDONG = "370300", "370000"
CITY = Context(
    BodyMention(0, 3, "cppcc", "head-cppcc", RULES.bodies.form("cppcc"), level="市"),
    "cppcc", ZIBO, (SHANDONG, ZIBO), 2022, "title",
)  # fmt: skip


def open_name(name: str, kind: str, rule: str = "suffix", **more: object) -> BodyMention:
    return BodyMention(0, len(name), kind, rule, name=name, **more)  # type: ignore[arg-type]


def place(code: str, full: bool = True) -> PlaceMention:
    return PlaceMention(0, 2, (code,), full)


def test_a_listed_body_lies_where_its_list_says() -> None:
    """A user's lexicon names the place of a body; an unknown place is none, and an open name of the same words has none."""
    named = (
        NamedBody("古窑保护联盟", "other", ("古窑联盟",), "山东省淄博市"),
        NamedBody("云岭联盟", "other", (), "云岭市"),
    )
    rules = replace(RULES.bodies, named=named)
    for name, rule, code in (
        ("古窑保护联盟", "listed-body", ZIBO), ("云岭联盟", "listed-body", ""), ("古窑保护联盟", "suffix", ""),
    ):  # fmt: skip
        body = resolve(open_name(name, "other", rule, aliases=("古窑联盟", name)), Context(), (), rules)
        assert body == Body(Key("organization", name), name, ("古窑联盟",), "other", code)


@pytest.mark.parametrize(
    ("mention", "stem", "names", "code", "grade", "reason"),
    [
        (open_name("博物馆", "other", place=place(ZIBO)), "淄博市博物馆", ("淄博博物馆",), ZIBO, "stated", ""),
        (
            open_name("博物馆", "other", place=place("110101")), "北京市东城区博物馆", ("东城区博物馆",), "110101", "stated", "",
        ),
        (open_name("博物馆", "other", place=place(ZIBO, False)), "淄博博物馆", (), ZIBO, "resolved", ""),
        (open_name("文保所", "department", place=place(ZIBO, False)), "淄博市文保所", ("淄博文保所",), ZIBO, "resolved", ""),
        (
            open_name("工作专班", "task-force", place=place("370303")), "淄博市张店区工作专班",
            ("工作专班", "张店区工作专班", "张店工作专班"), "370303", "stated", "",
        ),
        (open_name("陶瓷协会", "mass-organization", level="国"), "陶瓷协会", (), "", "stated", ""),
        (open_name("陶瓷协会", "mass-organization", place=place("000000")), "中国陶瓷协会", (), "", "stated", ""),
        (open_name("陶瓷公司", "enterprise"), "陶瓷公司", (), "", "stated", ""),
        (
            open_name("督办专班", "task-force"), "淄博市督办专班",
            ("政协淄博市委员会督办专班", "淄博市政协督办专班", "督办专班"), ZIBO, "resolved", "报告单位本级",
        ),
        (
            open_name("督办专班", "task-force", level="市"), "淄博市督办专班", ("淄博督办专班", "督办专班"), ZIBO, "resolved",
            "报告单位所在的市是淄博市",
        ),
        (open_name("督办专班", "task-force", "listed-body"), "督办专班", (), "", "stated", ""),
        (open_name("淄博支行", "other", "branch-of-listed-body"), "淄博支行", (), "", "stated", ""),
    ],
)  # fmt: skip
def test_open_name(mention: BodyMention, stem: str, names: tuple[str, ...], code: str, grade: str, reason: str) -> None:
    body = resolve(mention, CITY, (), RULES.bodies)
    assert body == Body(Key("organization", stem), stem, names, mention.kind, code, grade, reason)  # type: ignore[arg-type]


def test_a_name_of_the_reports_own_kind_gets_no_name_after_the_report() -> None:
    """The body that reports is not named after itself."""
    mention = open_name("督办专班", "task-force")
    body = resolve(mention, replace(CITY, mention=mention, form="name:督办专班"), (), RULES.bodies)
    assert isinstance(body, Body)
    assert body.aliases == ("督办专班",)
    alone = resolve(mention, replace(CITY, mention=None), (), RULES.bodies)
    assert isinstance(alone, Body)
    assert alone.aliases == ("督办专班",)


@pytest.mark.parametrize(
    ("mention", "context", "reason", "detail"),
    [
        ({"level": "区"}, CITY, "level-below-report", "区"),
        ({"level": "区"}, Context(), "unresolved-place", "区"),
        ({"own": True}, Context(), "unresolved-place", ""),
    ],
)
def test_a_level_that_cannot_be_told_stays_open(
    mention: dict[str, object], context: Context, reason: str, detail: str
) -> None:
    form = RULES.bodies.form("cppcc")
    named = BodyMention(0, 3, "cppcc", "head-cppcc", form, **mention)  # type: ignore[arg-type]
    assert resolve(named, context, (), RULES.bodies) == Open(reason, detail)


def test_own_bodies_without_a_known_division_keep_their_raw_place() -> None:
    form = RULES.bodies.form("government")
    township = Context(form="government", raw_place="临水镇")
    for mention, how in (
        (BodyMention(0, 4, "government", "head", form, own=True), "报告单位本级"),
        (BodyMention(0, 4, "government", "head", form, level="镇"), "报告单位所在的镇是临水镇"),
    ):
        body = resolve(mention, township, (), RULES.bodies)
        assert body == Body(
            Key("organization", "临水镇政府"), "临水镇人民政府", ("临水镇政府",), "government", "", "resolved", how
        )
    stated = resolve(BodyMention(0, 4, "government", "head", form, raw_place="马踏镇"), township, (), RULES.bodies)
    assert isinstance(stated, Body)
    assert (stated.label, stated.place, stated.grade, stated.resolution) == ("马踏镇人民政府", "", "stated", "")


def test_a_name_in_a_list_says_that_it_shares_the_place() -> None:
    form = RULES.bodies.form("government")
    named = BodyMention(0, 2, "government", "head", form, place=place(ZIBO), inherited=True)
    body = resolve(named, CITY, (), RULES.bodies)
    assert isinstance(body, Body)
    assert (body.grade, body.resolution) == ("resolved", "与前一名称共用地名")


def test_a_standing_organ_is_a_part_of_its_body_and_speaks_for_it() -> None:
    standing = BodyMention(0, 5, "cppcc", "head", RULES.bodies.form("cppcc-standing"), level="市")
    body = resolve(standing, CITY, (), RULES.bodies)
    assert isinstance(body, Body)
    assert body.parent is not None
    assert (body.key.stem, body.parent.key.stem) == ("淄博市政协常委会", "淄博市政协")
    own = own_body(replace(CITY, mention=standing), (), RULES.bodies)
    assert own is not None
    assert own.key.stem == "淄博市政协"
    titled = own_body(replace(CITY, mention=standing, titled=True), (), RULES.bodies)
    assert titled is not None
    assert titled.key.stem == "淄博市政协常委会"
    unit = resolve(structs.replace(standing, units=(Unit("办公室", "department", "any"),)), CITY, (), RULES.bodies)
    assert isinstance(unit, Body)
    assert unit.parent is not None
    assert unit.parent.parent is None


def test_a_report_whose_own_body_cannot_be_told_has_none() -> None:
    assert own_body(Context(), (), RULES.bodies) is None
    assert own_body(replace(CITY, place="", chain=()), (), RULES.bodies) is None
    bare = BodyMention(0, 3, "committee", "bare-unit", units=(Unit("提案委员会", "committee", "cppcc"),))
    assert own_body(replace(CITY, mention=bare), (), RULES.bodies) is None


@pytest.mark.parametrize(
    ("said", "name"), [("提案委", "提案委员会"), ("陶瓷产业委", "陶瓷产业委员会"), ("陶瓷工作组", "陶瓷工作组")]
)
def test_a_committee_named_in_short_bears_its_full_name(said: str, name: str) -> None:
    assert RULES.bodies.unit_name(said) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("福建省漳州市漳浦县", "漳浦县"),
        ("江苏省南京市鼓楼区", "南京市鼓楼区"),
        ("山东省淄博市", "淄博市"),
        ("湖北省", "湖北省"),
        ("某省某市", ""),
    ],
)
def test_districts_bear_the_name_of_their_city(name: str, said: str) -> None:
    assert place_name(RULES.divisions.by_path.get(name, ""), RULES.divisions) == said


def test_a_county_that_shares_its_name_bears_the_name_above_it() -> None:
    """东乡县 was a county of 抚州 until 2015, and 东乡族自治县 is called so in short."""
    (former,) = (code for code in RULES.divisions.named["东乡县"] if RULES.divisions.by_code[code].until == "2015")
    assert place_name(former, RULES.divisions) == "抚州市东乡县"
