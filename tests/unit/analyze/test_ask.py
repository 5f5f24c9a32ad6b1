"""Questions about the demo reports: which query they become, what is asked back, what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from reading import cases

from kg.analyze.ask import (
    Ambiguous,
    NotUnderstood,
    Understood,
    Vocabulary,
    answer,
    command,
    read_vocabulary,
    understand,
)
from kg.cli.app import application
from kg.cli.messages import Words
from kg.graph.queries import load_queries, run_query
from kg.graph.store import open_store
from kg.rules.load import load_asking

RULES = load_asking()
QUERIES = load_queries()

REFUSED = {
    "language": ("How many proposals did Zhenjiang file in 2023?", "Combien de propositions en 2023 ?"),
    "empty": ("???", "12 34", "", "x"),
    "scope": (
        "为什么镇江市政协2024年立案的提案多了?",
        "你觉得哪家政协工作做得最好?",
        "预测2030年镇江市政协立案多少件提案",
        "镇江市政协应该怎样才能提高提案质量?",
        "请写一首关于提案的诗",
        "删除镇江市政协的报告",
        "今天天气怎么样?",
    ),
    "words": (
        "镇江市政协的协商座谈会聚焦哪些议题?",
        "镇江市政协主席是谁?",
        "烟台海洋职业学院工会成立于何时?",
        "哪些机构的简称没有解析?",
        "除了镇江市政协还有谁立案提案?",
        "谁在发布会上回答了记者的提问?",
        "蓝色的梦在桌子上睡觉",
    ),
    "indicator": ("镇江市政协委员的平均身高是多少厘米", "株洲市总工会喝了多少杯咖啡"),
    "place": ("齐齐哈尔甘肃路有多少棵树", "三亚市2023年立案多少件提案?"),
    "body": ("三亚市政协2023年立案多少件提案?", "大理州人民政府2022年的数字", "法制日报报道了谁?"),
    "report": ("镇江市政协2019年工作报告里有哪些数字?",),
}
"""Why a question is refused -> questions."""


@pytest.fixture(scope="module")
def store(demo_build: Path) -> ox.Store:
    return open_store(demo_build)


@pytest.fixture(scope="module")
def vocabulary(store: ox.Store) -> Vocabulary:
    return read_vocabulary(store, RULES)


def read(found: object) -> tuple[str, set[str]]:
    """A query and what it is asked for, be it by a parameter or by a condition on a column."""
    assert isinstance(found, Understood), found
    conditions = {f"{one.slot}={'|'.join(one.values)}" for one in found.filters if one.slot != "year"}
    return found.query, {f"{name}={value}" for name, value in found.params} | conditions


@pytest.mark.parametrize(("question", "query", "params"), cases("questions"))
def test_question_becomes_the_query(question: str, query: str, params: str, vocabulary: Vocabulary) -> None:
    wanted = set() if params == "-" else set(params.split("; "))
    found = understand(question, vocabulary)
    assert read(found) == (query, wanted)
    assert all(Words("zh")(f"ask-{part.slot}") for part in found.parts)


@pytest.mark.parametrize("intent", [pytest.param(one, id=one.id) for one in RULES.intents])
def test_examples_of_an_intent_lead_to_its_query(intent: object, vocabulary: Vocabulary) -> None:
    found = [understand(example, vocabulary) for example in intent.examples]  # type: ignore[attr-defined]
    assert [getattr(one, "query", one) for one in found] == [intent.query] * len(found)  # type: ignore[attr-defined]


def test_intents_name_queries_and_parameters_that_there_are() -> None:
    for intent in RULES.intents:
        names = {one.name for one in QUERIES[intent.query].parameters}
        assert {name for name, _ in (*intent.bind, *intent.fixed)} <= names, intent.id


def test_nearly_every_named_query_is_asked_by_some_question() -> None:
    asked = {intent.query for intent in RULES.intents}
    # some arrange the same figures otherwise; a new query may wait a little for its words
    assert len(set(QUERIES) - asked) <= 4, set(QUERIES) - asked


TEMPLATES = (
    "{body}{year}年{indicator}是多少?",
    "{year}年{body}的{indicator}有多少",
    "请问{body}在{wide}年的{indicator}是多少呢",
    "{body}{worded}年度{indicator}",
    "{body}{short}年的{indicator}各是多少？",
)


def varied(vocabulary: Vocabulary) -> Iterator[tuple[str, dict[str, str]]]:
    """A question for every figure that a body gives of a year, by changing names, labels, numerals and sentences."""
    templates = cycle(TEMPLATES)
    for number, (body, code, period) in enumerate(sorted(vocabulary.counted)):
        known = vocabulary.rules.indicators.get(code)
        if body not in vocabulary.owners or len(period) != 4 or known is None:
            continue
        own = [n for n in vocabulary.names_of[body] if all(n not in vocabulary.names_of[o] for o in vocabulary.names_of
               if o != body)]  # fmt: skip
        values = {
            "body": own[number % len(own)],
            "indicator": known.full[number % len(known.full)],
            "year": period,
            "wide": period.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            "worded": period.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
            "short": period[2:] if period.startswith("20") else period,
        }
        yield next(templates).format(**values), {"body": body, "indicator": code, "period": period}


def test_every_figure_of_a_body_and_year_can_be_asked_for(vocabulary: Vocabulary) -> None:
    asked = list(varied(vocabulary))
    wrong = [q for q, params in asked if dict(getattr(understand(q, vocabulary), "params", ())) != params]
    assert len(asked) > 150
    assert wrong == []


@pytest.mark.parametrize(("reason", "question"), [(why, one) for why, all_ in REFUSED.items() for one in all_])
def test_question_is_refused_with_its_reason(reason: str, question: str, vocabulary: Vocabulary) -> None:
    found = understand(question, vocabulary)
    assert isinstance(found, NotUnderstood), found
    assert found.reason == reason, found


def test_refusal_shows_questions_that_are_understood(vocabulary: Vocabulary, store: ox.Store) -> None:
    found = understand("你觉得呢", vocabulary)
    assert isinstance(found, NotUnderstood)
    assert len(found.examples) == 3
    for example in found.examples:
        understood = understand(example, vocabulary)
        assert isinstance(understood, Understood), example
        assert answer(store, understood).rows, example


@pytest.mark.parametrize(
    ("question", "slot", "candidate"),
    [
        ("市政协2023年立案多少件提案?", "body", "政协镇江市委员会"),
        ("镇江市政协的提案有多少件?", "indicator", "proposals-filed"),
        ("镇江市政协去年立案多少件提案?", "period", "2024"),
        ("镇江市政协的报告提到哪些机构?", "file", "zhenjiang_cppcc_2023.txt"),
    ],
)
def test_ambiguous_word_asks_back(question: str, slot: str, candidate: str, vocabulary: Vocabulary) -> None:
    found = understand(question, vocabulary)
    assert isinstance(found, Ambiguous), found
    assert found.slot == slot
    assert candidate in found.candidates


def test_short_form_is_told_by_the_body_beside_it(vocabulary: Vocabulary) -> None:
    found = understand("省政协推广了镇江市政协的什么做法", vocabulary)
    assert isinstance(found, Understood)
    assert "政协江苏省委员会" in str(found), found


def test_missing_figure_is_said_with_what_there_is(store: ox.Store, vocabulary: Vocabulary) -> None:
    found = understand("镇江市政协2019年立案多少件提案?", vocabulary)
    assert isinstance(found, Understood)
    reply = answer(store, found)
    assert reply.rows == ()
    assert {("356", "件", "2023"), ("371", "件", "2024")} <= {row[1:] for row in reply.instead[:3]}


def test_rows_come_with_the_characters_that_state_them(store: ox.Store, vocabulary: Vocabulary) -> None:
    found = understand("镇江市政协2023年立案多少件提案?", vocabulary)
    assert isinstance(found, Understood)
    reply = answer(store, found)
    place = reply.passages[0].place
    assert place.quote == "356件"
    assert place.sentence[place.start - place.sentence_start : place.end - place.sentence_start] == place.quote
    assert "立案356件" in place.sentence


def test_what_has_no_parameter_is_a_condition_on_rows(store: ox.Store, vocabulary: Vocabulary) -> None:
    found = understand("立案提案超过360件的有哪些政协", vocabulary)
    assert isinstance(found, Understood)
    reply = answer(store, found)
    values = [float(row[reply.columns.index("value")]) for row in reply.rows]
    assert values and min(values) > 360


def test_total_of_what_does_not_add_up_is_answered_by_the_figures(store: ox.Store, vocabulary: Vocabulary) -> None:
    found = understand("提案办复率的总和是多少", vocabulary)
    assert isinstance(found, Understood) and found.query == "total-of-indicator"
    reply = answer(store, found)
    assert reply.asked.query == "figures" and reply.rows


@given(question=st.text(alphabet="镇江市政协2023年立案提多少件有哪些报告“”、的?各 \n的谁表扬占比a", max_size=30))
def test_any_text_is_answered_or_refused(question: str, vocabulary: Vocabulary) -> None:
    assert isinstance(understand(question, vocabulary), Understood | Ambiguous | NotUnderstood)


def run(*arguments: str, language: str = "zh") -> tuple[int, str, str]:
    result = CliRunner().invoke(application(Words(language)), ["ask", *arguments], standalone_mode=False)  # type: ignore[arg-type]
    return result.return_value, result.stdout, result.stderr


def test_command_answers_with_sentence_and_query(demo_build: Path) -> None:
    status, out, _ = run("镇江市政协2023年立案多少件提案?", str(demo_build))
    assert status == 0
    assert "356" in out and "立案[[356件]]" in out
    line = "kg query {} figures --param body=政协镇江市委员会 --param indicator=proposals-filed --param period=2023"
    assert line.format(demo_build) in out


def test_command_as_json_tells_query_and_rows(demo_build: Path, store: ox.Store) -> None:
    status, out, _ = run("各政协立案提案排名", str(demo_build), "--json")
    told = json.loads(out)
    assert (status, told["status"]) == (0, "answered")
    again = run_query(store, told["query"], told["params"])
    assert told["rows"] == [list(row) for row in dict.fromkeys(tuple(row) for row in again.table())]


@pytest.mark.parametrize(
    ("question", "query", "bodies"),
    [
        ("哪家立案提案最多?", "ranking-of-indicator", 1),
        ("立案提案最多的是谁?", "ranking-of-indicator", 1),
        ("哪三家政协立案提案最多?", "ranking-of-indicator", 3),
        ("立案提案最少的前两家政协是谁", "ranking-of-indicator", 2),
        ("各单位立案提案排名", "ranking-of-indicator", None),
    ],
)
def test_as_many_of_the_first_as_are_asked_for(
    question: str, query: str, bodies: int | None, store: ox.Store, vocabulary: Vocabulary
) -> None:
    found = understand(question, vocabulary)
    assert isinstance(found, Understood)
    reply = answer(store, found)
    whole = answer(store, replace(found, top=0)).rows
    owner = reply.columns.index("org")
    named = list(dict.fromkeys(row[owner] for row in whole))
    assert found.query == query
    assert [row[owner] for row in reply.rows] == (named[:bodies] if bodies else [row[owner] for row in whole])
    assert len(named) > 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_command_asks_back_and_refuses_with_status_one(language: str, demo_build: Path) -> None:
    for question, status in (("市政协2023年立案多少件提案?", "ambiguous"), ("为什么下雨?", "not-understood")):
        code, out, err = run(question, str(demo_build), language=language)
        assert (code, out) == (1, "") and err
        code, out, _ = run(question, str(demo_build), "--json", language=language)
        assert code == 1 and json.loads(out)["status"] == status


def test_command_line_is_quoted_for_the_shell() -> None:
    found = Understood("", "figures", (("body", "甲市 政协"), ("words", "a|b")), (), (), "")
    assert command(found, "my output") == "kg query 'my output' figures --param 'body=甲市 政协' --param 'words=a|b'"
