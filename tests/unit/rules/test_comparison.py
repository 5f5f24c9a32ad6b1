"""The words that tell one figure's scope from another's."""

import pytest

from kg.analyze.comparison_rules import NAME, comparison_rules
from kg.analyze.comparison_vocabulary import load_vocabulary
from kg.errors import RulesError
from kg.resources import rule_text

SIGN = '[[sign]]\nid = "a"\nuse = "whole"\npattern = "全年"\nmatches = ["全年"]\nrejects = []\n'


def test_every_indicator_of_the_rules_is_in_the_scheme() -> None:
    rules = comparison_rules(rule_text(NAME))
    named = (
        rules.single
        | rules.total
        | rules.open
        | rules.parts.keys()
        | {part for parts in rules.parts.values() for part in parts}
    )
    assert named - load_vocabulary().indicators.keys() == set()
    assert not rules.single & rules.total and not (rules.single | rules.total) & rules.open


def test_faults_name_the_file() -> None:
    with pytest.raises(RulesError, match=r"comparison\.toml: no words"):
        comparison_rules(SIGN)
    with pytest.raises(RulesError, match=r"comparison\.toml sign a: unknown key 'colour'"):
        comparison_rules(SIGN + 'colour = "red"\n')
