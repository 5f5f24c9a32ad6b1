"""HTTP: what each address answers, to whom, and how; everything about the graph is asked of the pool."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Asked
from starlette.responses import Response
from starlette.routing import Route

from kg.serve.exchange import Pairs, Request
from kg.serve.files import ASSETS, DOWNLOADS, PAGE, Loaded, asset, load, report_text
from kg.serve.negotiation import GRAPHS, best, takes_gzip
from kg.serve.openapi import description, listed_queries
from kg.serve.pool import Pool
from kg.serve.problems import Problem
from kg.serve.routes import COLLECTIONS, TEXT_PARAMETERS, checked, text_part

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content security policy of our own pages."""
_VARY: Final = ("Vary", "Accept, Accept-Encoding")
_FRESH: Final = ("Cache-Control", "no-cache")
"""Keep it, but ask whether it still holds: a new graph may be there."""
_QUERY: Final = "application/sparql-query"
_FORM: Final = "application/x-www-form-urlencoded"
T = TypeVar("T")
Handler = Callable[[Asked], Awaitable[Response]]


class Service:
    """The addresses of one folder."""

    def __init__(self, pool: Pool, version: str) -> None:
        """Take the pool; what never changes is made here once."""
        self._pool = pool
        self._folder: Path = pool.folder
        self._openapi = _document(description(version))
        self._queries = _document(listed_queries())

    def application(self) -> Starlette:
        """Return the ASGI application, without the checks that stand before it."""
        routes = [
            _route("/", partial(self._asset, name="console.html")),
            _route("/favicon.ico", partial(self._asset, name="icon.svg")),
            _route("/assets/{name}", self._asset),
            _route("/page", self._page),
            _route("/sparql", self._sparql, "POST"),
            _route("/id/{name:path}", self._identifier),
            _route("/doc/{name:path}", partial(self._relay, route="describe")),
            _route("/.well-known/void", partial(self._relay, route="void")),
            _route("/openapi.json", partial(self._made, data=self._openapi)),
            _route("/api/status", self._status),
            _route("/api/queries", partial(self._made, data=self._queries)),
            _route("/api/queries/{name}", partial(self._relay, route="queries")),
            _route("/api/queries/{name}/sparql", partial(self._relay, route="queries/sparql")),
            _route("/api/evidence/{name}", partial(self._relay, route="evidence")),
            _route("/api/reports/{name}/text", self._passage),
            *(_route(f"/api/{name}", partial(self._relay, route=name)) for name in COLLECTIONS),
            *(_route(f"/api/{name}/{{name}}", partial(self._relay, route=f"{name}/id")) for name in COLLECTIONS),
            _route("/texts/{name}", self._text),
            _route("/files/{name}", self._download),
        ]
        handlers: dict[Any, Any] = {
            Problem: _on_problem,
            HTTPException: _on_http,
            ClientDisconnect: _on_gone,
            Exception: _on_fault,
        }
        made = Starlette(routes=routes, exception_handlers=handlers)
        made.router.redirect_slashes = False
        return made

    # --- the graph

    async def _sparql(self, asked: Asked) -> Response:
        """The SPARQL 1.1 Protocol; without a query the service description, or the console for a browser."""
        params = _pairs(asked.scope["query_string"].decode("latin-1"))
        if asked.method == "POST":
            return await self._answer(asked, "sparql", await self._posted(asked, params))
        if not {name for name, _ in params} <= {"format"}:
            return await self._answer(asked, "sparql", params)
        if not params and best(asked.headers.get("accept", ""), (*GRAPHS, "text/html")) == "text/html":
            return Response(status_code=303, headers={"Location": "/", "Vary": "Accept"})
        return await self._answer(asked, "service", params)

    async def _posted(self, asked: Asked, params: Pairs) -> Pairs:
        """The parameters of a POST, in either form of the protocol."""
        kind, _, more = asked.headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        if kind not in (_QUERY, _FORM):
            remedy = f"send {_QUERY} or {_FORM}"
            said = f"a body of the type {kind or 'unknown'} holds no query"
            raise Problem(415, "media-type", said, remedy=remedy, headers=(("Accept-Post", f"{_QUERY}, {_FORM}"),))
        if "charset=" in more.lower() and "utf-8" not in more.lower().replace("utf8", "utf-8"):
            raise Problem(415, "media-type", "the body is not in UTF-8", remedy="encode it as UTF-8")
        if asked.headers.get("content-encoding", "identity").lower() != "identity":
            raise Problem(415, "media-type", "the body is packed", remedy="send it as it is")
        try:
            text = (await self._body(asked)).decode("utf-8")
        except UnicodeDecodeError:
            raise Problem(400, "bad-request", "the body is not UTF-8", remedy="encode it as UTF-8") from None
        return (*params, *_pairs(text)) if kind == _FORM else (*params, ("query", text))

    async def _body(self, asked: Asked) -> bytes:
        """The body of a request, of bounded size and within bounded time."""
        most, patience = self._pool.limits.body, self._pool.limits.patience
        too_large = Problem(
            413,
            "too-large",
            f"the body has more than {most} bytes",
            remedy="shorten it",
            headers=(("Connection", "close"),),
        )
        if (
            asked.headers.get("content-length", "0").isdecimal()
            and int(asked.headers.get("content-length", "0")) > most
        ):
            await _pass_over(asked, 2 * most)
            raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(patience):
                async for part in asked.stream():
                    body += part
                    if len(body) > most:
                        raise too_large
        except TimeoutError:
            said = f"the body was not here within {patience:g} seconds"
            raise Problem(
                408, "slow-client", said, remedy="send it at once", headers=(("Connection", "close"),)
            ) from None
        return bytes(body)

    async def _relay(self, asked: Asked, route: str) -> Response:
        """What a worker answers to an address with its parameters."""
        return await self._answer(asked, route, _pairs(asked.scope["query_string"].decode("latin-1")))

    async def _answer(self, asked: Asked, route: str, params: Pairs) -> Response:
        """The answer of a worker, or that the client has it already."""
        wanted = Request(
            route=route,
            params=params,
            name=asked.path_params.get("name", ""),
            accept=asked.headers.get("accept", ""),
            gzip=takes_gzip(asked.headers.get("accept-encoding", "")),
            origin=f"{asked.url.scheme}://{asked.headers['host']}",
        )
        if "if-none-match" in asked.headers and _has(asked, tag := _tag(self._pool.current.stamp, repr(wanted))):
            return _unchanged(tag)
        reply, stamp = await _unless_gone(asked, self._pool.ask(wanted))
        headers = [*reply.headers, _VARY, _FRESH, ("Content-Type", reply.media)]
        if reply.steady and reply.status == 200 and asked.method != "POST":
            headers.append(("ETag", _tag(stamp, repr(wanted))))
        if reply.media.startswith("text/html"):
            headers.append(("Content-Security-Policy", POLICY))
        return _response(reply.body, reply.status, headers)

    async def _identifier(self, asked: Asked) -> Response:
        """A data IRI under our own address: what it names is no document, its description is elsewhere."""
        target = f"/doc/{quote(asked.path_params['name'])}"
        if query := asked.scope["query_string"].decode("latin-1"):
            target += f"?{query}"
        return Response(status_code=303, headers={"Location": target, "Vary": "Accept"})

    async def _status(self, asked: Asked) -> Response:
        """How the service is doing."""
        _no_parameters(asked)
        pool = self._pool
        said = {
            "graph": pool.current.stamp,
            "triples": pool.current.triples,
            "base": pool.current.base,
            "running": pool.current.lent,
            "slow": pool.slow,
            "waiting": pool.waiting,
            "kept": pool.current.answers.size,
        }
        headers = [("Cache-Control", "no-store"), ("Content-Type", "application/json")]
        return _response(json.dumps(said).encode(), 200, headers)

    # --- files

    async def _passage(self, asked: Asked) -> Response:
        """Characters of a report."""
        name = asked.path_params["name"]
        wanted = Request("text", _pairs(asked.scope["query_string"].decode("latin-1")), name)
        said = checked(wanted, TEXT_PARAMETERS)
        found = await asyncio.to_thread(report_text, self._folder, name)
        data = json.dumps(text_part(name, found.data.decode("utf-8"), said), ensure_ascii=False).encode()
        return await _file(asked, Loaded(data, f"{found.tag}-{said}"), "application/json")

    async def _text(self, asked: Asked) -> Response:
        name = asked.path_params["name"]
        _no_parameters(asked)
        found = await asyncio.to_thread(report_text, self._folder, name.removesuffix(".txt"))
        return await _file(asked, found, "text/plain; charset=utf-8")

    async def _download(self, asked: Asked) -> Response:
        name = asked.path_params["name"]
        _no_parameters(asked)
        if name not in DOWNLOADS:
            raise Problem(404, "not-found", f"there is no file {name}", remedy=f"there are {', '.join(DOWNLOADS)}")
        found = await asyncio.to_thread(load, self._folder, name)
        return await _file(asked, found, DOWNLOADS[name])

    async def _page(self, asked: Asked) -> Response:
        found = await asyncio.to_thread(load, self._folder, PAGE)
        return await _file(asked, found, "text/html; charset=utf-8", policy="frame-ancestors 'none'")

    async def _asset(self, asked: Asked, name: str = "") -> Response:
        name = name or asked.path_params["name"]
        if name not in ASSETS:
            raise Problem(404, "not-found", f"there is no {name}", remedy="begin at /")
        return await _file(asked, asset(name), ASSETS[name])

    async def _made(self, asked: Asked, data: Loaded) -> Response:
        _no_parameters(asked)
        return await _file(asked, data, "application/json")


def _route(path: str, handler: Handler, *methods: str) -> Route:
    return Route(path, handler, methods=["GET", *methods])


def _document(said: object) -> Loaded:
    data = json.dumps(said, ensure_ascii=False, indent=1).encode()
    return Loaded(data, hashlib.sha256(data).hexdigest()[:16])


def _pairs(query: str) -> Pairs:
    """Return the parameters of a query or form; raises ``Problem`` for bytes that are no UTF-8 and for far too many."""
    try:
        return tuple(parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100))
    except (UnicodeDecodeError, ValueError):
        said = "the parameters are not UTF-8, or more than a hundred"
        raise Problem(400, "bad-request", said, remedy="percent-encode them as UTF-8") from None


def _no_parameters(asked: Asked) -> None:
    checked(Request("", _pairs(asked.scope["query_string"].decode("latin-1"))), ())


async def _unless_gone(asked: Asked, answer: Awaitable[T]) -> T:
    """Return the answer; a client that hangs up frees its worker."""
    task = asyncio.ensure_future(answer)
    await asyncio.wait({task}, timeout=0.05)  # nearly all are done by then, and need no second task
    if task.done():
        return task.result()
    gone = asyncio.ensure_future(_gone(asked))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        gone.cancel()
        task.cancel()


async def _gone(asked: Asked) -> None:
    while (await asked.receive())["type"] != "http.disconnect":
        pass


async def _file(asked: Asked, found: Loaded, media: str, policy: str = POLICY) -> Response:
    """Return a file, packed where that is worth it, or that the client has it already."""
    tag = _tag(found.tag, media)
    if _has(asked, tag):
        return _unchanged(tag)
    headers = [("Content-Type", media), ("ETag", tag), ("Vary", "Accept-Encoding"), _FRESH]
    headers.append(("Content-Security-Policy", policy))
    data = found.data
    worth = len(data) > 1024 and "gzip" not in media and "officedocument" not in media
    if worth and takes_gzip(asked.headers.get("accept-encoding", "")):
        data = await asyncio.to_thread(gzip.compress, data, 5, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return _response(data, 200, headers)


def _tag(*parts: str) -> str:
    """Return an entity tag; a weak one, since packed and plain bodies share it."""
    return f'W/"{hashlib.sha256(chr(31).join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]}"'


def _has(asked: Asked, tag: str) -> bool:
    """Whether the client has the entity of this tag; the weak comparison of RFC 9110, section 8.8.3.2."""
    if asked.method not in ("GET", "HEAD"):
        return False
    named = (one.strip().removeprefix("W/") for one in asked.headers.get("if-none-match", "").split(","))
    return tag.removeprefix("W/") in named


def _unchanged(tag: str) -> Response:
    return _response(b"", 304, [("ETag", tag), _VARY, _FRESH])


async def _pass_over(asked: Asked, most: int) -> None:
    """Take in, for a second, a body that nobody reads: a client that still sends would see no answer, but a broken pipe."""
    seen = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            async for part in asked.stream():
                seen += len(part)
                if seen > most:
                    return


def _response(body: bytes, status: int, headers: list[tuple[str, str]]) -> Response:
    response = Response(body, status)
    del response.headers["content-length"]
    for name, value in headers:
        response.headers[name] = value
    if status != 304:
        response.headers["content-length"] = str(len(body))
    return response


async def _on_problem(_: Asked, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # Starlette chooses by the class
    reply = problem.reply()
    return _response(reply.body, reply.status, [*reply.headers, ("Content-Type", reply.media)])


async def _on_http(asked: Asked, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = tuple((error.headers or {}).items())
    if error.status_code == 405:
        allowed = ", ".join(sorted(dict(headers).get("Allow", "").split(", ")))  # Starlette gives them in any order
        headers = (("Allow", allowed),)
        return await _on_problem(
            asked, Problem(405, "method", f"{asked.method} is not known here", remedy=f"use {allowed}", headers=headers)
        )
    said = f"nothing is at {asked.url.path}"
    return await _on_problem(asked, Problem(error.status_code, "not-found", said, remedy="see /openapi.json"))


async def _on_gone(_: Asked, __: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it


async def _on_fault(asked: Asked, error: Exception) -> Response:
    return await _on_problem(
        asked, Problem(500, "internal", f"{type(error).__name__} in the service", remedy="please report it")
    )
