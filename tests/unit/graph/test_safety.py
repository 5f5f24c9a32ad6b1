"""No query leads out of the store, however its keywords are hidden; the engine itself tells what it would have done."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.queries import run_query
from kg.graph.safety import refuse_unsafe

CLOSED = "http://127.0.0.1:1/"
"""Where nobody listens: the engine refuses the port, with an error that no other query gives."""
EMPTY = f"PREFIX : <{CLOSED}> "
CALL = f"SERVICE<{CLOSED}>{{?s ?p ?o}}"
HIDDEN = [
    f"SELECT * {{ {CALL} }}",
    f"select * {{ service <{CLOSED}> {{?s ?p ?o}} }}",
    f"SELECT * {{ # note\n SERVICE # note\n <{CLOSED}> {{?s ?p ?o}} }}",
    f"SELECT * {{ #\r{CALL} }}",
    "SELECT * { ?s ?p ?o.SERVICE?o{?s ?p ?o} }",
    "SELECT * { FILTER(1<2)SERVICE$x{?s ?p ?o} }",
    f"BASE <{CLOSED}> SELECT * {{SERVICE<b>{{?s ?p ?o}}}}",
    EMPTY + "SELECT * { SERVICE:x{?s ?p ?o} }",
    f"PREFIX:<{CLOSED}>SELECT*{{SERVICE:x{{?s ?p ?o}}}}",
    f"PREFIX é: <{CLOSED}> SELECT * {{ SERVICEé:b {{?s ?p ?o}} }}",
    "SELECT * { SERVICEorg:x{?s ?p ?o} }",
    EMPTY + "SELECT * { FILTER(1<2)SERVICE:x#>\n{?s ?p ?o} }",
    f"SELECT * {{ FILTER(?a<'>'){CALL}#'\n}}",
    f'SELECT * {{ FILTER(?a<"a>"){CALL}#>\n}}',
    f"SELECT * {{ ?s ?p ?é.{CALL} }}",
    f"SELECT * {{ BIND(1AS?x){CALL} }}",
    f"SELECT * {{ {{SELECT * {{{CALL}}}}} }}",
]
SILENT = [
    EMPTY + f"SELECT * {{ ?s ?p :a\\# . {CALL}\n }}",
    EMPTY + "SELECT * { SERVICESILENT:x{?s ?p ?o} }",
    EMPTY + "SELECT * { ?s ?p trueSERVICE:x{?s ?p ?o} }",
    f"SELECT * {{ ?s ?p <urn:\\u0061#> . {CALL}\n}}",
    f"SELECT * {{ ?s ?p '\\'' . {CALL} #'\n}}",
    f"SELECT * {{ \\u0053ERVICE <{CLOSED}> {{?s ?p ?o}} }}",
    "SELECT * FROM <urn:x> {?s ?p ?o}",
    "SELECT*FROMNAMED<urn:x>{?s?p?o}",
    EMPTY + "SELECT(1<1AS?c)FROM:x#>\n{?s ?p ?o}",
    "ASKFROM<urn:x>{}",
    "LOAD <urn:x>",
    "INSERT DATA {<urn:a> <urn:b> 1}",
    "SELECT * {} ; LOAD <urn:x>",
]
READING = [
    "SELECT*{?s?p?o}",
    "PREFIX service: <urn:> SELECT * { service:a service:p ?x . ?s service:from ?service }",
    "PREFIX from: <urn:> DESCRIBE from:x",
    'SELECT * { ?s ?p "SERVICE", """FROM "LOAD" """ , ?from # SERVICE <urn:x>\n }',
    "SELECT * { ?s <http://example.org/service/from#service> <urn:from:service> }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)FILTER(?o>?p) }",
    "SELECT * { ?s a wr:from ; org:service ?fromage }",
    "CONSTRUCTWHERE{?s ?p ?o}",
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(b'<urn:a> <urn:p> "1" .', format=ox.RdfFormat.TURTLE)
    return made


def calls_out(store: ox.Store, text: str) -> bool:
    """Whether the engine, asked without our check, tries to reach another place."""
    try:
        list(store.query(text, prefixes={"org": CLOSED, "wr": "urn:wr:"}))  # type: ignore[arg-type]
    except (OSError, RuntimeError):  # the port is closed; or the name of the service is unbound
        return True
    except (SyntaxError, TypeError):  # TypeError: an ASK, which has answered
        return False
    return False


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden_call_is_refused_and_the_engine_would_have_made_it(text: str, store: ox.Store) -> None:
    assert calls_out(store, text)
    with pytest.raises(QueryError, match="is not allowed"):
        refuse_unsafe(text)


@pytest.mark.parametrize("text", SILENT)
def test_other_ways_out_and_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is not allowed"):
        refuse_unsafe(text)


@pytest.mark.parametrize("text", READING)
def test_query_that_only_looks_dangerous_is_let_through(text: str, store: ox.Store) -> None:
    refuse_unsafe(text)
    assert not calls_out(store, text)


def test_random_glueing_of_fragments_never_leads_out(store: ox.Store) -> None:
    before = [
        "",
        " ",
        "\n",
        "#'\r",
        "FILTER(1<2)",
        "FILTER(?a<'>')",
        "?s ?p ?o.",
        "?s ?p :a\\#.",
        "?s ?p <urn:a#>.",
        "{}",
        "?s ?p 1",
    ]
    before += [
        "FILTER(1<:a)",
        'FILTER(?a<">")',
        "FILTER(?a<'#>')",
        "?s ?p <urn:\\u0027>.",
        "VALUES ?a{'#'}",
        "?s ?p ?SERVICE.",
    ]
    gap, target = ["", " ", "\n", "#>\n", " # '\n", "\t"], [f"<{CLOSED}>", ":x", "?o", "$s", "org:x"]
    behind = ["", "#'\n", "#>\n", '#"\n', "?s ?p ?o", "FILTER(2>1)", "?s ?p '#'"]
    pick = random.Random(9).choice
    led = 0
    for _ in range(3000):
        text = f"{EMPTY}SELECT*{{{pick(before)}{pick(before)}SERVICE{pick(gap)}{pick(target)}{{?s ?p ?o}}{pick(behind)}\n}}"
        if calls_out(store, text):
            led += 1
            with pytest.raises(QueryError):
                refuse_unsafe(text)
    assert led > 300, "the fragments hardly ever make a call, so that this proves little"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { " + "FILTER EXISTS { " * 5000 + "}" * 5000 + " }",
        "SELECT * { FILTER(" + "STR(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }",
        "SELECT * { ?s ?p " + "[ ?p " * 500 + "?o" + " ]" * 500 + " }",
        "ASK { " + "{" * 50_000,
    ],
    ids=lambda text: text[:22],
)
def test_brackets_that_would_end_the_process_are_refused(text: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"brackets within brackets, \d+ deep; write it with 100 at most"):
        run_query(store, text)


def test_brackets_in_strings_and_side_by_side_do_not_count(store: ox.Store) -> None:
    run_query(store, 'ASK { FILTER("' + "(" * 500 + '" != "") } # ' + "{" * 500)
    run_query(store, "ASK { " + "{ } " * 500 + "}")
