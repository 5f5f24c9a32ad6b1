"""What stands before every address: whose name the request bears, who may read the answer, and what it may load."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problems import Problem

LONGEST = 64 << 10
"""Bytes of an address with its parameters."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Gate:
    """The application behind its checks."""

    app: ASGIApp
    hosts: frozenset[str]
    """Names under which the service may be called: a page of a foreign name that points here gets nothing."""
    origins: frozenset[str] = frozenset()
    """Pages of other origins that may read answers; ``*``: all. None unless told."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        shared = bool(origin) and ("*" in self.origins or origin in self.origins)

        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._sign(MutableHeaders(scope=message), message["status"], origin if shared else "")
            await send(message)

        if host_name(headers.get("host", "")) not in self.hosts:
            remedy = f"call it {', '.join(sorted(self.hosts))}, or start it with --allow-host"
            await _problem(Problem(421, "wrong-host", "this service has another name", remedy=remedy))(
                scope, receive, finish
            )
        elif len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST:
            remedy = "send the query by POST, as application/sparql-query"
            await _problem(Problem(414, "too-large", "the address is too long", remedy=remedy))(scope, receive, finish)
        elif shared and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, finish)
        else:
            await self.app(scope, receive, finish)

    def _sign(self, headers: MutableHeaders, status: int, origin: str) -> None:
        """Add what every answer says to a browser."""
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if self.origins else "same-origin"
        if status != 304:  # whose headers take the place of those that came with the page
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        if self.origins:
            headers.add_vary_header("Origin")
        if origin:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"


_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "600",
}


def host_name(host: str) -> str:
    """Return the name in a ``Host`` header, in lower case and without its port.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("")
    ('localhost', '[::1]', '')
    """
    host = host.lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(".")


def _problem(problem: Problem) -> Response:
    reply = problem.reply()
    return Response(reply.body, reply.status, {**dict(reply.headers), "Content-Type": reply.media})
