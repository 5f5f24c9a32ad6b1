from __future__ import annotations

import re
from decimal import Decimal

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.graph import iri
from kg.graph.store import store_of
from kg.model import Key

BASE = "https://example.org/id/"


def test_readable_name_stays() -> None:
    assert iri.entity_iri(Key("organization", "海宁市政协"), BASE) == BASE + "org_海宁市政协"
    assert iri.entity_name(Key("initiative", "“潮乡议事”")) == "ini_潮乡议事"
    assert iri.entity_name(Key("place", "浙江省")) == "plc_浙江省"


def test_lost_characters_leave_a_hash_that_keeps_names_apart() -> None:
    dotted, plain = iri.local_name("同心·共建"), iri.local_name("同心、共建")
    assert dotted != plain and dotted.startswith("同心_共建_") and re.fullmatch(r"同心_共建_[0-9a-f]{8}", plain)
    assert iri.local_name("同心_共建") == "同心_共建"
    assert re.fullmatch("[0-9a-f]{8}", iri.local_name("(…)"))


def test_long_name_is_cut_and_hashed() -> None:
    one, other = iri.local_name("长" * 61), iri.local_name("长" * 62)
    assert one != other and len(one) == 69
    assert iri.local_name("长" * 60) == "长" * 60


@given(st.text(min_size=1))
def test_any_name_is_a_valid_local_name_in_both_engines(stem: str) -> None:
    name = iri.entity_name(Key("organization", stem))
    text = f"@prefix d: <{BASE}> . d:{name} d:p d:{name} ."
    assert len(store_of(text)) == 1
    assert (rdflib.URIRef(BASE + name), None, None) in rdflib.Graph().parse(data=text, format="turtle")


@given(st.lists(st.text(alphabet="同心·、_ab“”", min_size=1, max_size=6), unique_by=lambda stem: stem.strip("“”")))
def test_different_stems_have_different_names(stems: list[str]) -> None:
    assert len({iri.local_name(stem) for stem in stems if stem.strip("“”")}) == len([s for s in stems if s.strip("“”")])


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_decimal_text_keeps_the_value_without_exponent_or_zeros(value: Decimal) -> None:
    text = iri.decimal_text(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", text)


def test_span_is_a_fragment_of_its_report() -> None:
    assert iri.span_stem(BASE + "rep_ab") == BASE + "rep_ab#char="


@pytest.mark.parametrize(
    "base", ["", "kg/", "http://a.example/#", "http://a.example", "http://a.example/ /", "http://a/<"]
)
def test_base_that_cannot_hold_fragments_is_refused(base: str) -> None:
    with pytest.raises(OutputError, match="ends with a slash"):
        iri.checked_base(base)


def test_source_becomes_an_iri_only_when_it_is_a_web_address() -> None:
    assert iri.web_iri("https://example.org/报告 <1>.html?a=50%") == "https://example.org/报告%20%3C1%3E.html?a=50%25"
    assert iri.web_iri("javascript:alert(1)") is None
    assert iri.web_iri("http://") is None
