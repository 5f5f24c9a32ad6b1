"""``kg query --endpoint`` and ``kg push`` meet a service of our own."""

from __future__ import annotations

from pathlib import Path

from command import kg
from serving import Service


def test_our_own_service_answers_as_the_folder(service: Service, demo_build: Path) -> None:
    there = ("--endpoint", f"{service.address}/sparql")
    for query in (
        ("report-card", "--format", "csv"),
        ("figures-of-body", "--param", "body=市政协", "--format", "json"),
        ("ASK { ?figure wr:value ?value }",),
        ("DESCRIBE wri:proposals-filed",),
    ):
        mine, its = kg("query", demo_build, *query), kg("query", *there, *query)
        assert (its.returncode, its.stdout, its.stderr) == (0, mine.stdout, ""), query


def test_our_own_service_says_why_it_refuses(service: Service, demo_build: Path) -> None:
    for arguments, told in (
        (("push", demo_build, "--to", f"{service.address}/sparql"), "answers 405"),
        (("query", "--endpoint", f"{service.address}/sparql", "--graph", "urn:g", "ASK {}"), "there is one graph here"),
        (("query", "--endpoint", f"{service.address}/nowhere", "ASK {}"), "/query or /sparql"),
        (("query", "--endpoint", f"{service.address}/sparql", "SELECT nothing"), "answers 400"),
    ):
        done = kg("--lang", "en", *arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert told in done.stderr
