"""When two names are names of one undertaking or one titled text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.recognize.undertakings import InitiativeMention

_DECORATION = re.compile(r"[\s“”‘’\"'《》〈〉「」『』()（）\[\]【】·•—–―\-、]")
_OF_ONE_CORE = frozenset({"brand", "campaign", "task", "other"})


def fold(name: str) -> str:
    """A name without width, blanks, quotation marks, brackets and dashes, which do not make it another name.

    >>> fold("“书香政协·文润甲市”品牌")
    '书香政协文润甲市品牌'
    """
    return _DECORATION.sub("", unicodedata.normalize("NFKC", name))


def group_initiatives(mentions: tuple[InitiativeMention, ...]) -> list[list[InitiativeMention]]:
    """Mentions of one undertaking together: the same name, or the same words in quotation marks with a head of like kind.

    “甲”品牌 and “甲”活动 are one; “甲”工作室 is another.
    """
    groups: dict[tuple[str, str], list[InitiativeMention]] = {}
    kinds: dict[str, set[str]] = {}
    for mention in mentions:
        kinds.setdefault(fold(mention.core), set()).add(mention.kind)
    for mention in mentions:
        core = fold(mention.core)
        family = "one" if mention.kind in _OF_ONE_CORE else mention.kind
        bare = mention.name.strip("“”") == mention.core.strip("“”")
        if bare and len(kinds[core] - {mention.kind}) == 1 and mention.kind == "other":
            other = next(iter(kinds[core] - {mention.kind}))
            family = "one" if other in _OF_ONE_CORE else other
        groups.setdefault((core, family), []).append(mention)
    return list(groups.values())
