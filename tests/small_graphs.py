"""Graphs of a few sentences of our own, read by the real extractor: for tests of what is told of a whole graph."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
from msgspec.structs import replace
from reading import RULES

from kg.analyze.duplicates import find_duplicates
from kg.extract import extract
from kg.graph.schemes import load_schemes
from kg.graph.store import store_of
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Report

SCHEMES = load_schemes()
HEAD = "{body}{year}年工作总结\n\n{year}年，{body}围绕中心、服务大局，认真履行职能。\n"


def report(text: str, *, body: str = "敦煌市政协", year: int = 2023) -> str:
    """The text of a report of a body and a year."""
    return HEAD.format(body=body, year=year) + text


def graph_of(*texts: str) -> ox.Store:
    """The graph of reports named a.txt, b.txt … in this order."""
    found = [read(text, f"{chr(97 + at)}.txt") for at, text in enumerate(texts)]
    originals = {one.report: one.original for one in find_duplicates(found)}
    return written([replace(one, duplicate_of=originals.get(one.report.id, "")) for one in found])


def written(found: Iterable[Extraction]) -> ox.Store:
    """The graph of what reports say."""
    return store_of("".join(write_turtle(found, schemes=SCHEMES)))


@cache
def read(text: str, name: str) -> Extraction:
    """What one report says."""
    return extract(Report(text, (name,)), RULES)
