import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import RulesError
from kg.rules.figures import expand, indicator_rules, parse_cue, period_rules, quantity_rules, read_cues
from kg.rules.types import Matcher
from kg.rules.types_figures import IndicatorRules

DATA = Path(kg.__file__).parent / "rules" / "data"
HEADER = "unit\tdimension\tnumerals\tnot_before\tsource\n"


def entries() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for name in ("quantities.toml", "periods.toml", "figures.toml", "comparison.toml"):
        data = tomllib.loads((DATA / name).read_text("utf-8"))
        for kind in ("zone", "cue", "time", "sign"):
            found += [(f"{name} {entry['id']}", entry) for entry in data.get(kind, [])]
    return found


@pytest.mark.parametrize("entry", [e for _, e in entries()], ids=[name for name, _ in entries()])
def test_rule_holds_for_its_own_examples(entry: dict[str, Any]) -> None:
    pattern = re.compile(expand(entry["pattern"]))
    assert [text for text in entry["matches"] if not pattern.search(text)] == []
    assert [text for text in entry["rejects"] if pattern.search(text)] == []
    assert entry["matches"], "a rule without an example cannot be understood"


def test_hedges_hold_for_their_own_examples() -> None:
    from kg.recognize.quantities import recognize_quantities
    from kg.rules.load import load_rules

    rules = load_rules().figures.quantities
    for hedge in tomllib.loads((DATA / "quantities.toml").read_text("utf-8"))["hedge"]:
        for text in hedge["matches"]:
            found, _ = recognize_quantities(f"共有{text}。", rules)
            assert [m.modifier for m in found] == [hedge["modifier"]], text
        for text in hedge["rejects"]:
            found, _ = recognize_quantities(f"共有{text}。", rules)
            assert hedge["modifier"] not in [m.modifier for m in found], text


def test_all_faults_of_a_file_are_told_at_once() -> None:
    units = HEADER + "件\titem\tany\t\town\n件\titem\tmany\t\town\n个\titem\n"
    quantities = '[[zone]]\nid = "a"\npattern = "("\nreason = "x"\nmatches = []\nrejects = []\ncolour = "red"\n'
    with pytest.raises(RulesError) as caught:
        quantity_rules(units, quantities)
    told = str(caught.value).splitlines()
    assert len(told) == 5
    assert "units.tsv:3 unit: duplicate of line 2" in told
    assert any("colour" in line for line in told)


def test_broken_toml_is_one_fault() -> None:
    with pytest.raises(RulesError, match=r"periods\.toml"):
        period_rules("[[time]\n")


def test_two_entries_of_one_name_and_cues_without_words_are_faults() -> None:
    zone = '[[zone]]\nid = "a"\npattern = "x"\nreason = "x"\nmatches = []\nrejects = []\n'
    with pytest.raises(RulesError, match="zone a: id stands twice"):
        quantity_rules(HEADER, zone * 2)
    with pytest.raises(RulesError, match=r"indicators\.ttl trees-planted: "):
        indicator_rules((DATA / "figures.toml").read_text("utf-8"), [("trees-planted", "@棵")])


def test_without_words_nothing_is_found() -> None:
    assert list(Matcher({}).find("全年植树3200棵")) == []
    assert IndicatorRules((), {}).candidates("全年植树", "棵") == []


def test_cue_grammar() -> None:
    cue = parse_cue("proposals-filed", "审查|立案 提案 !率|不予 @件|份")
    assert cue.groups == (("审查", "立案"), ("提案",))
    assert cue.banned == ("率", "不予")
    assert cue.units == {"件", "份"}


@pytest.mark.parametrize("cue", ["", "@件", "立案 !", "| 提案"])
def test_cue_without_words_is_refused(cue: str) -> None:
    with pytest.raises(ValueError, match="cue"):
        parse_cue("x", cue)


def test_cues_come_with_the_notation_of_their_indicator() -> None:
    turtle = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix wr: <https://w3id.org/workreport/ontology#> .
    <https://e.org/b> skos:notation "b" ; wr:cue "走访 企业", "慰问" .
    <https://e.org/a> skos:notation "a" ; wr:cue "立案" .
    """
    assert read_cues(turtle) == (("a", "立案"), ("b", "慰问"), ("b", "走访 企业"))
