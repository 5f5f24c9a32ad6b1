"""One HTTP request to a server of the user's choice, and what its refusal means in one line.

The standard library does: the body is streamed, a refusal that comes before the body has gone is still read, nothing is
redirected elsewhere with the user's credentials, and no proxy stands between.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from kg.errors import RemoteError

MOST: Final = 256 * 1024 * 1024
"""Bytes of an answer that are read at most."""
_SAFE: Final = "/%:@!$&'()*+,;=~?"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the server wants to see; never shown."""

    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)

    def header(self) -> str:
        """Return the value of ``Authorization``; empty without credentials. A token goes before a name."""
        if self.token:
            return f"Bearer {self.token}"
        if self.user:
            return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return ""


@dataclass(frozen=True, slots=True)
class Server:
    """An address with all that is needed to talk to it."""

    secure: bool
    host: str
    port: int
    path: str
    """Path and query of the address, percent-encoded."""
    credentials: Credentials = Credentials()
    timeout: float = 60
    """Seconds that the server may keep silent."""

    @property
    def shown(self) -> str:
        """The address as messages name it: without a password, and without its query, which may hold a key."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        standard = self.port == (443 if self.secure else 80)
        where = host if standard else f"{host}:{self.port}"
        return f"http{'s' * self.secure}://{where}{self.path.partition('?')[0]}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    kind: str
    """Media type without parameters, in lower case."""
    body: bytes
    location: str = ""
    """Where the server says that the thing now is."""
    wait: float | None = None
    """Seconds that the server asks to wait before another try."""


def server(url: str, credentials: Credentials = Credentials(), *, timeout: float = 60) -> Server:
    """Return the server that an address names; a name and password in the address count unless others are given.

    >>> server("http://localhost:7878/store").shown
    'http://localhost:7878/store'
    >>> server("https://ann:secret@graphs.example/报告?x=1").shown
    'https://graphs.example/%E6%8A%A5%E5%91%8A'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError:  # a port that is none, half an address of IPv6, a host name that cannot be
        host, port = "", None
    if not host or parts.scheme not in ("http", "https") or _CONTROL.search(url.strip()) or " " in url.strip():
        shown = _CONTROL.sub("", re.sub(r"//[^/@]*@", "//", url))
        raise RemoteError(f"not the address of a server: {shown}", remedy="write it as http://HOST:PORT/PATH")
    if parts.username and not credentials.header():
        credentials = Credentials(user=unquote(parts.username), password=unquote(parts.password or ""))
    if not credentials.header().isprintable() or not credentials.header().isascii():
        raise RemoteError("a token of characters that no header may hold", remedy="give it as the server printed it")
    secure = parts.scheme == "https"
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Server(secure, host, port or (443 if secure else 80), path, credentials, timeout)


def request(
    there: Server,
    method: str,
    body: bytes | Iterable[bytes] = b"",
    *,
    query: Mapping[str, str] | str = "",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return the reply to one request, whatever its status; raises ``RemoteError`` where there is none.

    ``query`` is added to that of the address. A body that is not bytes is sent piece by piece with chunked coding.
    """
    more = query if isinstance(query, str) else urlencode(query)
    path = there.path + ("&" if more and "?" in there.path else "?" if more else "") + more
    sent = {"User-Agent": "workreport-kg", "Connection": "close", **(headers or {})}
    if there.credentials.header():
        sent["Authorization"] = there.credentials.header()
    with closing(_connection(there)) as connection:
        try:
            connection.connect()
        except OSError as error:
            raise _unreachable(there, error) from None
        try:
            return _exchange(connection, method, path, body, sent, deadline=time.monotonic() + 10 * there.timeout)
        except TimeoutError:
            raise RemoteError(
                f"no answer within {there.timeout:g} s", place=there.shown, remedy="raise --timeout, or ask for less"
            ) from None
        except (OSError, http.client.HTTPException) as error:
            said = str(error) or type(error).__name__
            raise RemoteError(f"broke off the connection ({_line(said)})", place=there.shown, transient=True) from None


def _connection(there: Server) -> http.client.HTTPConnection:
    if there.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(there.host, there.port, timeout=there.timeout, context=context)
    return http.client.HTTPConnection(there.host, there.port, timeout=there.timeout)


def _exchange(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | Iterable[bytes],
    headers: Mapping[str, str],
    *,
    deadline: float,
) -> Reply:
    with suppress(BrokenPipeError, ConnectionResetError):
        # A server that has seen enough (401, 413) answers and closes while we are still sending: its answer counts.
        connection.request(method, path, body=body or None, headers=dict(headers))
    response = connection.getresponse()
    parts, size = [], 0
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > MOST:
            raise RemoteError(f"answers with more than {MOST >> 20} MB", remedy="ask for less: add LIMIT")
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    after = response.getheader("Retry-After") or ""
    return Reply(
        response.status,
        (response.getheader("Content-Type") or "").partition(";")[0].strip().lower(),
        b"".join(parts),
        response.getheader("Location") or "",
        float(after) if after.isdecimal() else None,
    )


def _unreachable(there: Server, error: OSError) -> RemoteError:
    """Return why no connection was made: refused, unknown, untrusted or silent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        thing, remedy = "shows a certificate that is not trusted", "name its authority in SSL_CERT_FILE"
    elif isinstance(error, ssl.SSLError):
        thing, remedy = "speaks no TLS there", "is the address right, or is it http://?"
    elif isinstance(error, TimeoutError):
        thing, remedy = f"no connection within {there.timeout:g} s", "is the address right, and the server up?"
    elif isinstance(error, socket.gaierror):
        thing, remedy = "a host that is not known", "is the address right?"
    elif isinstance(error, ConnectionRefusedError):
        thing, remedy = "nothing listens there", "is the server started, and is the port right?"
    else:
        thing, remedy = f"cannot be reached ({_line(error.strerror or str(error))})", "is the address right?"
    return RemoteError(thing, place=there.shown, remedy=remedy)


def refusal(there: Server, reply: Reply, remedies: Mapping[int, str]) -> RemoteError:
    """Return what a status of 300 and more means, with the server's own words; ``remedies``: status -> what to do."""
    status = reply.status
    reason = http.client.responses.get(status, "").lower()
    given = bool(there.credentials.header())
    remedy = remedies.get(status) or remedies.get(status // 100 * 100, "")
    if status == 401:
        remedy = "the token or password is wrong" if given else "set KG_TOKEN, or KG_USER and KG_PASSWORD"
    elif status == 403 and not given:
        remedy = "set KG_TOKEN, or KG_USER and KG_PASSWORD, if the server knows users"
    elif status // 100 == 3:
        remedy = f"give the address that it names: {_line(reply.location)}"
    said = _said(reply)
    for secret in (there.credentials.token, there.credentials.password, there.credentials.header().partition(" ")[2]):
        said = said.replace(secret, "…") if secret else said
    thing = f"answers {status}" + (f" {reason}" if reason else "") + (f" ({said})" if said else "")
    return RemoteError(thing, place=there.shown, remedy=remedy, transient=status in (429, 502, 503, 504))


def _said(reply: Reply) -> str:
    """Return the server's own words in one line: the detail of a problem document, or the first line of plain text."""
    text = reply.body[:4096].decode("utf-8", "replace")
    if reply.kind.endswith("json"):
        try:
            problem = json.loads(text)
        except ValueError:
            return ""
        found = problem if isinstance(problem, dict) else {}
        text = next((str(found[key]) for key in ("detail", "message", "title", "error") if found.get(key)), "")
    elif reply.kind != "text/plain":
        return ""  # a page for people
    return _line(next(iter(text.strip().splitlines()), ""))


def _line(text: str) -> str:
    line = " ".join(_CONTROL.sub(" ", text).split()).rstrip(".")
    return line if len(line) <= 160 else line[:159] + "…"
