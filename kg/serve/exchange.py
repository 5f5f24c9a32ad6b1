"""What goes between the listening process and a worker: a request, a reply, and how both travel over a socket."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, fields
from typing import Any, Final

_SIZES: Final = struct.Struct(">II")
SIZES: Final = _SIZES.size
"""Bytes before each frame: the lengths of its head and of its body."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client wants of the graph, as far as a worker has to know."""

    route: str
    """Name of the route: ``sparql``, ``entities``, ``describe`` …"""
    params: Pairs = ()
    """Parameters in the order in which they came, decoded."""
    name: str = ""
    """The variable part of the path."""
    accept: str = "*/*"
    gzip: bool = False
    """Whether the client takes a packed body."""
    origin: str = ""
    """Scheme, host and port of the service as the client called it."""

    def values(self, key: str) -> tuple[str, ...]:
        """Every value of a parameter, in order."""
        return tuple(value for name, value in self.params if name == key)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; there are no halves."""

    body: bytes
    media: str
    status: int = 200
    headers: Pairs = ()
    steady: bool = False
    """Whether the same request to the same graph gives the same answer."""


_FIELDS: Final = tuple(one.name for one in fields(Request))


def frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a frame: both lengths, the head as JSON, the body."""
    said = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _SIZES.pack(len(said), len(body)) + said + body


def sizes(start: bytes) -> tuple[int, int]:
    """Return the lengths of head and body that the first bytes of a frame tell."""
    head, body = _SIZES.unpack(start)
    return head, body


def head_of(data: bytes) -> dict[str, Any]:
    """Return the head of a frame."""
    found: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    return found


def request_frame(request: Request) -> bytes:
    """Return a request as it goes to a worker."""
    return frame({name: getattr(request, name) for name in _FIELDS})


def request_of(head: dict[str, Any]) -> Request:
    """Return the request of a frame."""
    return Request(**{**head, "params": _pairs(head["params"])})


def reply_frame(reply: Reply, used: float) -> bytes:
    """Return a reply as it comes from a worker that has used so many seconds of processor in its life."""
    head = {"media": reply.media, "status": reply.status, "headers": reply.headers, "steady": reply.steady}
    return frame({**head, "used": used}, reply.body)


def reply_of(head: dict[str, Any], body: bytes) -> Reply:
    """Return the reply of a frame."""
    return Reply(body, **{**head, "headers": _pairs(head["headers"])})


def _pairs(found: list[list[str]]) -> Pairs:
    return tuple((name, value) for name, value in found)
