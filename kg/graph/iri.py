"""The one place where IRIs are minted: from content alone, without counters, clocks or random numbers.

Names stay readable (``org_吉林市政协``) and are always valid local names of Turtle and SPARQL, so that they work
behind a prefix in every engine without escapes.
"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from kg.errors import OutputError
from kg.model import EntityKind, Figure, Key

_CLASS: Final[dict[EntityKind, str]] = {
    "organization": "org_",
    "initiative": "ini_",
    "document": "doc_",
    "place": "plc_",
    "person": "per_",
}
_KIND: Final[dict[str, EntityKind]] = {prefix: kind for kind, prefix in _CLASS.items()}
_UNSAFE: Final = re.compile("[^0-9A-Za-z〇㐀-䶿一-鿿\U00020000-\U000323af]+")
_QUOTES: Final = "“”\"「」『』‘’'《》〈〉"
_LONGEST: Final = 60
_IRI_UNSAFE: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})')


def digest(*parts: str, length: int = 16) -> str:
    """The first hex digits of the SHA-256 of the parts, kept apart by a character that no text holds."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def local_name(stem: str) -> str:
    """The stem as part of a local name; where more than surrounding quotes was lost, its hash keeps it apart.

    >>> local_name("蓝天市政协"), local_name("“一站通”")
    ('蓝天市政协', '一站通')
    >>> local_name("机制·蓝天市政协")
    '机制_蓝天市政协_1b054da3'
    """
    bare = stem.strip(_QUOTES)
    safe = _UNSAFE.sub("_", bare).strip("_")
    if safe == bare and len(safe) <= _LONGEST:
        return safe
    return f"{safe[:_LONGEST].rstrip('_')}_{digest(stem, length=8)}".lstrip("_")


@lru_cache(maxsize=65536)
def entity_name(key: Key) -> str:
    """The local name of an entity: the prefix of its class and its stem."""
    return _CLASS[key.kind] + local_name(key.stem)


def kind_of(name: str) -> EntityKind | None:
    """The kind of the entity with this local name; None where it names something else.

    >>> kind_of("org_蓝天市政协"), kind_of("rel_0123456789abcdef")
    ('organization', None)
    """
    return _KIND.get(name[:4])


def entity_iri(key: Key, base: str) -> str:
    """The IRI of an entity, the same in every report that names it."""
    return base + entity_name(key)


def report_iri(report_id: str, base: str) -> str:
    """The IRI of a report, from the hash of its text."""
    return base + report_id


def span_stem(report: str) -> str:
    """How the IRIs of all spans of a report begin, from its IRI: a fragment as RFC 5147 writes it; ``start,end`` follows."""
    return f"{report}#char="


def figure_name(report_id: str, figure: Figure) -> str:
    """The local name of a figure: the hash of all that it states, in its report, wherever in the text it stands."""
    parts = (
        report_id,
        decimal_text(figure.value),
        "" if figure.high is None else decimal_text(figure.high),
        figure.unit,
        figure.modifier,
        figure.modality,
        figure.indicator,
        figure.indicator_text,
        entity_name(figure.organization) if figure.organization else "",
        entity_name(figure.initiative) if figure.initiative else "",
        figure.period,
    )
    return "fig_" + digest(*parts)


def statement_name(subject: str, predicate: str, object_: str) -> str:
    """The local name of a statement, from the local names of its three parts: two reports that state it share it."""
    return "rel_" + digest(subject, predicate, object_)


def correction_iri(content: tuple[str, ...], base: str) -> str:
    """The IRI of a sheet of corrections, from what its rows say."""
    return base + "cor_" + digest(*content)


def decimal_text(value: Decimal) -> str:
    """The canonical form of an ``xsd:decimal``: no exponent, no needless zeros.

    >>> decimal_text(Decimal("1.20E+6")), decimal_text(Decimal("7.50")), decimal_text(Decimal("-0"))
    ('1200000', '7.5', '0')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def checked_base(base: str) -> str:
    """The base itself; raises ``OutputError`` for one on which data IRIs and their fragments cannot stand."""
    if not re.fullmatch(r'[A-Za-z][A-Za-z0-9+.-]*:[^#<>"{}|\\^`\x00-\x20]+/', base):
        raise OutputError(
            f"not a base for data IRIs: {base!r}", remedy="give an absolute IRI without # that ends with a slash"
        )
    return base


def web_iri(url: str) -> str | None:
    """An http(s) URL as an IRI that no parser refuses; None for anything else (a path, a script)."""
    url = url.strip()
    if not re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return None
    return _IRI_UNSAFE.sub(lambda found: quote(found.group(), safe=""), url)
