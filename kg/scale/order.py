"""What is to be built, and where a folder of outputs keeps what the next build needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.analyze.corrections import Correction
from kg.graph.namespaces import BASE
from kg.read.limits import LIMITS, Limits

if TYPE_CHECKING:
    from kg.graph.triples import Corrected

FACTS: Final = "store/facts/facts.db"
"""Facts of each report."""
INDEX: Final = "store/blocks.db"
"""Where each block of the graph file lies."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built."""

    wanted: tuple[str, ...]
    """Outputs."""
    base: str = BASE
    lang: str = "zh"
    view: str = ""
    lexicons: tuple[str, ...] = ()
    keep_duplicates: bool = False
    sheet: tuple[Correction, ...] = ()
    rdf: bool = True
    """Whether the graph is kept in an on-disk store, too."""
    many: int = 0
    """Reports above which the build is a large one."""
    large: int = 0
    """Characters above which it is."""
    limits: Limits = LIMITS
    """Of each file and report."""


def corrected_by(sheet: Sequence[Correction], stale: Sequence[Correction]) -> Corrected | None:
    """Return what the graph tells of a sheet of which some rows no longer apply; None without a sheet."""
    from kg.graph.triples import Corrected

    if not sheet:
        return None
    rejected = sum(one.verdict == "reject" for one in sheet) - sum(one.verdict == "reject" for one in stale)
    content = tuple("\t".join(one.says()) for one in sheet)
    return Corrected(content, len(sheet) - len(stale), rejected, len(stale))
