"""Mentions become entities: one node for one thing, under its fullest name, with every place that names it."""

import pytest
from reading import RULES

from kg.link.bodies import Body
from kg.link.entities import Registry, link_documents, link_initiatives
from kg.model import Entity, Grade, Key, Span
from kg.recognize.documents import recognize_documents
from kg.recognize.undertakings import InitiativeMention
from kg.text.layout import read_layout

TEXT = "云岭市政协提案工作情况\n来源：云岭发布\n全市征集提案。市政协召开会议。\n各方都说好，人人都点头。\n"
OWN = Key("organization", "云岭市政协")
BODY = Key("organization", "云岭市科协")


def registry(text: str = TEXT) -> Registry:
    return Registry(read_layout(text), RULES.divisions)


def words(of: Registry, span: Span) -> str:
    return of.layout.text[slice(*span)]


def test_evidence_is_the_words_with_their_sentence() -> None:
    there = registry()
    at = there.layout.text.index("市政协召开")
    for start, end, said in (
        (at, at + 3, "市政协召开会议。"),
        (at, at + 8, "市政协召开会议。"),
        (at - 1, at, "全市征集提案。"),
    ):
        told = there.evidence(start, end)
        assert told.span == (start, end)
        assert words(there, told.sentence) == said


def test_evidence_over_two_sentences_has_both() -> None:
    there = registry()
    start, end = there.layout.text.index("征集提案。市"), there.layout.text.index("召开")
    told = there.evidence(start, end)
    assert words(there, told.span) == "征集提案。市政协"
    assert words(there, told.sentence) == "全市征集提案。市政协"
    begun = there.evidence(end, there.layout.text.index("人人"))
    assert words(there, begun.sentence) == "市政协召开会议。\n各方都说好，"


def test_what_stands_before_the_first_sentence_is_given_to_it() -> None:
    there = Registry(read_layout("\n\n  云岭市政协召开会议。\n"), RULES.divisions)
    assert there.sentence(0) == there.layout.sentences[0]
    assert there.evidence(0, 4).sentence == there.layout.span(0, there.layout.sentences[0].end)


def entity(key: Key, label: str, grade: Grade = "stated", **more: object) -> Entity:
    return Entity(key, label, (), grade=grade, **more)  # type: ignore[arg-type]


def test_one_body_keeps_its_better_grade_and_all_its_names() -> None:
    there = registry()
    place = Key("place", "云岭市")
    there.add(
        entity(
            BODY,
            "云岭市科协",
            "resolved",
            rule="short",
            resolution="报告单位本级",
            aliases=("市科协",),
            category="other",
        )
    )
    there.add(entity(BODY, "云岭市科学技术协会", rule="full", aliases=("云岭市科协",), place=place, part_of=OWN))
    there.add(
        entity(BODY, "云岭市科协", "inferred", rule="guess", aliases=("科协", "云岭市科学技术协会"), category="party")
    )
    assert there.get(BODY) == Entity(
        BODY,
        "云岭市科学技术协会",
        (),
        ("云岭市科协", "市科协", "科协"),
        "other",
        place,
        OWN,
        grade="stated",
        rule="full",
    )


def test_the_first_of_equal_grade_names_the_rule() -> None:
    there = registry()
    there.add(entity(BODY, "云岭市科协", rule="first"))
    there.add(entity(BODY, "云岭市科协", rule="second"))
    assert there.get(BODY).rule == "first"
    assert BODY in there
    assert OWN not in there


def test_entities_are_sorted_and_their_mentions_stand_once_in_order() -> None:
    there = registry()
    there.add(entity(OWN, "云岭市政协"), [(7, 9), (2, 5)])
    there.add(entity(BODY, "云岭市科协"))
    there.add(entity(OWN, "云岭市政协"), [(2, 5)])
    assert [(one.key, [item.span for item in one.evidence]) for one in there.entities()] == [
        (OWN, [(2, 5), (7, 9)]),
        (BODY, []),
    ]


def test_a_division_comes_with_those_above_it() -> None:
    there = registry()
    (code,) = RULES.divisions.named["张店区"]
    assert there.place(code, [(0, 2)]) == Key("place", "山东省淄博市张店区")
    assert there.place(code, [(3, 5)]) == Key("place", "山东省淄博市张店区")
    told = {one.label: one for one in there.entities()}
    assert [(one.label, one.aliases, one.category, one.code, one.rule) for one in there.entities()] == [
        ("山东省", ("山东",), "province", "370000", "division"),
        ("山东省淄博市", ("淄博", "淄博市"), "prefecture", "370300", "division"),
        ("山东省淄博市张店区", ("张店", "张店区"), "county", "370303", "division"),
    ]
    assert told["山东省淄博市张店区"].place == told["山东省淄博市"].key
    assert told["山东省淄博市"].place == told["山东省"].key
    assert told["山东省"].place is None
    assert [item.span for item in told["山东省淄博市张店区"].evidence] == [(0, 2), (3, 5)]
    assert told["山东省"].evidence == ()


def test_a_division_without_a_short_name_has_its_own_alone() -> None:
    there = registry()
    there.place("110101")
    assert there.get(Key("place", "北京市东城区")).aliases == ("东城区",)


@pytest.mark.parametrize("code", ["000000", "999999", ""])
def test_the_country_and_unknown_codes_are_no_places(code: str) -> None:
    there = registry()
    assert there.place(code) is None
    assert there.entities() == ()


def test_a_body_is_added_with_its_division_and_the_words_of_the_text() -> None:
    there = registry()
    body = Body(BODY, "云岭市科学技术协会", ("云岭市科协",), "other", "370300", "resolved", "报告单位本级")
    assert there.body(body, [(2, 5)], "head-other", "市科协") == BODY
    told = there.get(BODY)
    assert (told.label, told.aliases, told.category) == ("云岭市科学技术协会", ("云岭市科协", "市科协"), "other")
    assert (told.grade, told.rule, told.resolution) == ("resolved", "head-other", "报告单位本级")
    assert told.place == Key("place", "山东省淄博市")
    assert there.body(Body(OWN, "云岭市政协", (), "cppcc", ""), (), "head-cppcc", "云岭市政协") == OWN
    assert there.get(OWN).aliases == ()
    assert there.get(OWN).place is None


@pytest.mark.parametrize(
    ("title", "own", "stem"),
    [
        ("提案办理工作实施办法", OWN, "提案办理工作实施办法"),
        ("提案办理工作办法", OWN, "提案办理工作办法_云岭市政协"),
        ("提案办理工作办法", None, "提案办理工作办法"),
        ("“提案”·办理工作办法", OWN, "提案办理工作办法_云岭市政协"),
    ],
)
def test_a_title_of_fewer_than_ten_letters_is_known_by_its_body(title: str, own: Key | None, stem: str) -> None:
    text = f"云岭市政协提案工作情况\n来源：云岭发布\n会议通过《{title}》。\n"
    there = registry(text)
    (one,) = link_documents(recognize_documents(text), own, there)
    assert text[one.start : one.end] == f"《{title}》"
    assert one.key == Key("document", stem)
    told = there.get(one.key)
    assert (told.label, told.category, told.rule) == (title, "rule", "title-brackets")
    (named,) = [item for known in there.entities() for item in known.evidence]
    assert words(there, named.span) == f"《{title}》"


def mention(at: int, name: str, kind: str, core: str = "") -> InitiativeMention:
    return InitiativeMention(at, at + len(name), name, kind, f"rule-{kind}", core=core)


@pytest.mark.parametrize(
    ("kind", "stem"),
    [
        ("brand", "春晖暖企_云岭市政协"),
        ("campaign", "春晖暖企_云岭市政协"),
        ("task", "春晖暖企_云岭市政协"),
        ("venue", "春晖暖企_venue_云岭市政协"),
        ("training", "春晖暖企_training_云岭市政协"),
        ("platform", "春晖暖企_platform_云岭市政协"),
        ("mechanism", "春晖暖企_mechanism_云岭市政协"),
        ("event", "春晖暖企_event_云岭市政协"),
    ],
)
def test_an_undertaking_is_known_by_its_words_its_kind_and_its_body(kind: str, stem: str) -> None:
    there = registry()
    (one,) = link_initiatives((mention(2, "“春晖暖企”", kind, "春晖暖企"),), OWN, there)
    assert one.key == Key("initiative", stem)
    (alone,) = link_initiatives((mention(2, "春晖暖企行动", "campaign"),), None, there)
    assert alone.key == Key("initiative", "春晖暖企行动_")


def test_the_fullest_name_is_the_label_and_the_others_are_known() -> None:
    there = registry()
    named = (
        mention(20, "“春晖暖企”专项行动", "campaign", "春晖暖企"),
        mention(9, "“春晖暖企”品牌", "brand", "春晖暖企"),
        mention(2, "“春晖暖企”", "other", "春晖暖企"),
    )
    linked = link_initiatives(named, OWN, there)
    assert [(one.start, one.end) for one in linked] == [(2, 8), (9, 17), (20, 30)]
    assert {one.key for one in linked} == {Key("initiative", "春晖暖企_云岭市政协")}
    told = there.get(linked[0].key)
    assert (told.label, told.category, told.rule) == ("“春晖暖企”专项行动", "campaign", "rule-campaign")
    assert told.aliases == ("“春晖暖企”", "“春晖暖企”品牌", "春晖暖企")
    (known,) = there.entities()
    assert [item.span for item in known.evidence] == [(2, 8), (9, 17), (20, 30)]


def test_of_names_of_one_length_the_first_is_the_label() -> None:
    there = registry()
    named = (mention(12, "“春晖”行动", "campaign", "春晖"), mention(2, "“春晖”工程", "campaign", "春晖"))
    linked = link_initiatives(named, OWN, there)
    assert there.get(linked[0].key).label == "“春晖”工程"


def test_a_bare_name_without_quotation_marks_has_itself_as_core() -> None:
    there = registry()
    (one,) = link_initiatives((mention(2, "春晖暖企行动", "campaign"),), OWN, there)
    assert one.key.stem == "春晖暖企行动_云岭市政协"
    assert there.get(one.key).aliases == ()
