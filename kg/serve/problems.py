"""What is answered when there is no answer: a problem document (RFC 9457) that says what to do."""

from __future__ import annotations

import json
from typing import Final

from kg.serve.exchange import Pairs, Reply

MEDIA: Final = "application/problem+json"
TITLES: Final = {
    "bad-request": "The request cannot be read",
    "bad-query": "Not a SPARQL query that this service can run",
    "bad-parameter": "A parameter is wrong, or missing",
    "refused": "This service only reads, and only its own graph",
    "not-found": "There is nothing at this address",
    "method": "This address does not know the method",
    "not-acceptable": "No format that the client takes",
    "too-large": "The request is too large",
    "media-type": "The body is of another kind than this address takes",
    "wrong-host": "The request is meant for another host",
    "slow-client": "The request did not arrive in time",
    "deadline": "The query took too long and was stopped",
    "too-much": "The answer is too large",
    "resources": "The query needed more memory than it may have",
    "busy": "Too many queries at once",
    "no-graph": "The graph is not here",
    "internal": "The service has a fault",
}
"""Every kind of problem; the last part of its ``type``."""


class Problem(Exception):
    """A refusal with its status, its kind, what was wrong and what to do about it."""

    def __init__(self, status: int, kind: str, detail: str, *, remedy: str = "", headers: Pairs = ()) -> None:
        """Keep the parts."""
        self.status, self.kind, self.detail, self.remedy, self.headers = status, kind, detail, remedy, headers
        super().__init__(detail)

    def reply(self) -> Reply:
        """The problem document."""
        said = {
            "type": f"urn:workreport:problem:{self.kind}",
            "title": TITLES[self.kind],
            "status": self.status,
            "detail": self.detail,
        }
        if self.remedy:
            said["remedy"] = self.remedy
        body = json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
        return Reply(body, MEDIA, self.status, self.headers)


def busy(detail: str) -> Problem:
    """The problem of a service that has too much to do; it asks to come back after two seconds."""
    return Problem(503, "busy", detail, remedy="ask again in a moment", headers=(("Retry-After", "2"),))
