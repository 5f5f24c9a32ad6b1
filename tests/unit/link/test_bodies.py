"""What a short form denotes hangs on the report that it stands in; what cannot be told stays open with its reason."""

import pytest
from reading import RULES, cases, head, mentions, read

from kg.link.context import level_words
from kg.model import Entity, Extraction


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
