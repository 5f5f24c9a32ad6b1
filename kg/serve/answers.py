"""Route -> what answers it; all that a worker can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from gzip import compress
from typing import Final

from kg.serve.exchange import Reply, Request
from kg.serve.problems import Problem
from kg.serve.resources import describe, describe_dataset, describe_service
from kg.serve.routes import COLLECTIONS, answer_named, list_evidence, list_rows, one_row, write_named
from kg.serve.served import Served
from kg.serve.sparql import answer_protocol

ANSWERS: Final[Mapping[str, Callable[[Served, Request], Reply]]] = {
    "sparql": answer_protocol,
    "service": describe_service,
    "void": describe_dataset,
    "describe": describe,
    "queries": answer_named,
    "queries/sparql": write_named,
    "evidence": list_evidence,
    **dict.fromkeys(COLLECTIONS, list_rows),
    **{f"{name}/id": one_row for name in COLLECTIONS},
}
"""Name of a route -> its answer; each returns a whole reply or raises ``Problem``."""
WORTH_PACKING: Final = 1024
"""Bytes below which a body goes as it is."""


def answer(served: Served, request: Request) -> Reply:
    """Return the reply to a request, a problem document where there is no answer; packed where the client takes it."""
    try:
        reply = ANSWERS[request.route](served, request)
    except Problem as problem:
        return problem.reply()
    return packed(reply) if request.gzip else reply


def packed(reply: Reply) -> Reply:
    """Return the reply with its body packed, if that is worth it."""
    if len(reply.body) < WORTH_PACKING:
        return reply
    return replace(reply, body=compress(reply.body, 5, mtime=0), headers=(*reply.headers, ("Content-Encoding", "gzip")))
