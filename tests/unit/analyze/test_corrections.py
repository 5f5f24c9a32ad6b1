import pytest
from facts import BODY, DRIVE, FIRST, extractions
from msgspec.structs import replace

from kg.analyze.corrections import Correction, apply_corrections
from kg.model import Evidence, Extraction, Key, Span


def row(verdict: str, kind: str, quote: str, **more: object) -> Correction:
    return Correction(2, verdict, kind, quote, **({"report": "b/first.txt"} | more))  # type: ignore[arg-type]


def applied(*corrections: Correction) -> tuple[Extraction, Extraction]:
    (first, second), stale = apply_corrections(extractions(), corrections)
    assert stale == ()
    return first, second


def entity(extraction: Extraction, key: Key):  # type: ignore[no-untyped-def]
    return next((one for one in extraction.entities if one.key == key), None)


def test_confirm_says_who_confirmed() -> None:
    first, second = applied(row("confirm", "figure", "318件"), row("confirm", "organization", "云溪市政协"))
    assert first.figures[0].rule == "correction-confirm"
    assert entity(first, BODY).rule == entity(second, BODY).rule == "correction-confirm"


def test_a_rejected_figure_is_kept_as_skipped() -> None:
    first, _ = applied(row("reject", "figure", "近300件"))
    assert [figure.surface for figure in first.figures] == ["318件", "约1.5亿元"]
    assert ("近300件", "rejected") in [(one.surface, one.reason) for one in first.skipped]


def test_a_rejected_body_takes_what_it_does_with_it() -> None:
    first, second = applied(row("reject", "organization", "云溪市政协"))
    assert entity(first, BODY) is None and first.about is None and first.relations == ()
    assert all(figure.organization is None for figure in first.figures)
    assert entity(second, BODY) is not None


def test_a_new_name_holds_in_every_report() -> None:
    first, second = applied(row("rename", "organization", "云溪市政协", value="政协云溪市委"))
    for one in (first, second):
        assert entity(one, BODY).label == "政协云溪市委"
        assert "政协云溪市委员会" in entity(one, BODY).aliases


def test_merged_entities_are_one_everywhere() -> None:
    other = Key("organization", "云溪政协")
    one, two = extractions()
    two = replace(
        two,
        about=other,
        entities=(replace(two.entities[0], key=other, label="云溪政协"),),
        figures=tuple(replace(figure, organization=other) for figure in two.figures),
    )
    correction = row("merge", "organization", "云溪市政协", report="a/second.txt", value="政协云溪市委员会")
    (first, second), stale = apply_corrections([one, two], [correction])
    assert stale == () and first == one
    assert second.about == BODY and second.figures[0].organization == BODY
    (merged,) = second.entities
    assert (merged.key, merged.label, merged.rule) == (BODY, "政协云溪市委员会", "correction-merge")
    assert "云溪政协" in merged.aliases


def test_a_split_makes_a_body_of_its_own() -> None:
    first, _ = applied(row("split", "initiative", "“清泉行动”", value="清泉行动（二期）"))
    assert entity(first, DRIVE) is None
    new = entity(first, Key("initiative", "清泉行动（二期）"))
    assert [FIRST[e.span.start : e.span.end] for e in new.evidence] == ["“清泉行动”"]


def test_added_facts_stand_at_their_words() -> None:
    first, _ = applied(
        row("add", "document", "工作报告", value="云溪市政协工作报告"),
        row("add", "figure", "第3名", number="3", unit="名", value="名次", period="2024"),
        row("add", "relation", "云溪市政协开展“清泉行动”", value="云溪市政协 | endorses | 清泉行动"),
    )
    assert entity(first, Key("document", "云溪市政协工作报告")) is not None
    figure = first.figures[-1]
    assert FIRST[slice(*figure.evidence[0].span)] == "第3名" and figure.organization == BODY
    assert FIRST[slice(*figure.evidence[0].sentence)] == "第3名。"
    assert [relation.predicate for relation in first.relations] == ["carriesOut", "endorses"]


def test_relations_are_found_by_what_they_say() -> None:
    quote = "云溪市政协开展“清泉行动”"
    label = "政协云溪市委员会 carriesOut 清泉行动"
    first, _ = applied(row("reject", "relation", quote, label=label))
    assert first.relations == ()
    _, stale = apply_corrections(extractions(), [row("reject", "relation", quote, label="x carriesOut y")])
    assert len(stale) == 1


def test_moved_and_renamed_texts_are_found_by_their_surroundings() -> None:
    one, two = extractions()
    far = row("confirm", "figure", "318件", report="gone.txt", before="全年征集提案", after="，")
    (first, _), stale = apply_corrections([one, two], [far])
    assert stale == () and first.figures[0].rule == "correction-confirm"


def test_a_figure_is_changed_in_its_parts() -> None:
    first, _ = applied(
        row(
            "change", "figure", "318件", number="317", unit="份", modality="planned", indicator="proposals-filed",
            initiative="清泉行动", period="2023", value="立案提案", whole=True,
        )
    )  # fmt: skip
    one, old = first.figures[0], extractions()[0].figures[0]
    assert (one.value, one.unit, one.modality, one.period) == (317, "份", "planned", "2023")
    assert (one.indicator, one.indicator_text, one.rule) == ("proposals-filed", "立案提案", "correction-change")
    assert (one.organization, one.initiative) == (None, DRIVE)
    assert (one.evidence, one.surface, one.modifier) == (old.evidence, old.surface, old.modifier)


def test_cells_that_a_row_by_hand_leaves_empty_change_nothing() -> None:
    first, _ = applied(row("change", "figure", "318件", high="320", indicator="-"))
    one, old = first.figures[0], extractions()[0].figures[0]
    assert (one.value, one.high, one.modifier, one.indicator) == (318, 320, "range", "")
    assert (one.unit, one.period, one.organization) == (old.unit, old.period, BODY)


def test_an_entity_keeps_its_body_among_namesakes() -> None:
    one, two = extractions()
    twin = replace(one.entities[0], key=Key("organization", "邻县云溪市政协"))
    one = replace(one, entities=(twin, *one.entities))
    change = row("change", "figure", "318件", number="9", unit="件", organization="政协云溪市委员会", whole=True)
    (first, _), stale = apply_corrections([one, two], [change])
    assert stale == () and first.figures[0].organization == BODY


def test_a_split_takes_along_what_is_said_of_it() -> None:
    first, _ = applied(row("split", "initiative", "“清泉行动”", value="清泉行动（二期）"))
    new = Key("initiative", "清泉行动（二期）")
    assert [relation.object for relation in first.relations] == [new]
    assert first.figures[2].initiative == new
    assert "rejected" not in [one.reason for one in first.skipped]


def test_a_split_leaves_what_the_other_mentions_say() -> None:
    one, two = extractions()
    start = FIRST.rindex("云溪市政协")
    mention = Span(start, start + 5)
    body = one.entities[0]
    body = replace(body, evidence=(*body.evidence, Evidence(mention, one.relations[0].evidence[0].sentence)))
    one = replace(one, entities=(body, *one.entities[1:]))
    (first, _), stale = apply_corrections([one, two], [row("split", "organization", "云溪市政协", value="云溪县政协")])
    new = Key("organization", "云溪县政协")
    assert stale == () and {relation.subject for relation in first.relations} == {new}
    body = replace(body, aliases=("云溪政协",), evidence=(Evidence(Span(0, 3), Span(0, 9)), body.evidence[1]))
    (first, _), _ = apply_corrections(
        [replace(one, entities=(body, *one.entities[1:])), two],
        [row("split", "organization", "云溪市政协", value="云溪县政协")],
    )
    assert first.about == BODY and entity(first, BODY).evidence == (body.evidence[0],)
    assert first.relations[0].subject == new and first.figures[0].organization == BODY


def test_a_split_to_a_known_name_is_no_second_entity() -> None:
    one, two = extractions()
    other = replace(one.entities[1], key=Key("initiative", "旧"), label="旧行动", evidence=())
    (first, _), stale = apply_corrections(
        [replace(one, entities=(*one.entities, other)), two], [row("split", "initiative", "“清泉行动”", value="旧行动")]
    )
    assert stale == () and [e.key.stem for e in first.entities if e.key.kind == "initiative"] == ["旧"]


@pytest.mark.parametrize(
    "correction",
    [
        row("change", "figure", "318件", organization="没有这个机构"),
        row("change", "figure", "318件", number="three"),
        row("change", "figure", "318件", high="5"),
        row("add", "relation", "第3名", value="云溪市政协 | loves | 清泉行动"),
        row("reject", "figure", "319件"),
        row("reject", "figure", "318件", report="gone.txt"),
        row("reject", "initiative", "318件"),
        row("merge", "organization", "云溪市政协", value="没有这个机构"),
        row("add", "figure", "第3名", number="three"),
        row("add", "relation", "第3名", value="甲 | endorses | 乙"),
    ],
)
def test_what_no_longer_applies_changes_nothing_and_is_told(correction: Correction) -> None:
    after, stale = apply_corrections(extractions(), [correction])
    assert stale == (correction,)
    assert after == extractions()
