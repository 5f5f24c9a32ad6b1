"""What an entity is called where several reports name it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.model import Extraction, Key


def labels_of(extractions: Iterable[Extraction]) -> dict[Key, str]:
    """Return the preferred label of every entity; where reports differ, as the graph decides: the most named one."""
    weights: dict[Key, Counter[str]] = defaultdict(Counter)
    for extraction in extractions:
        for entity in extraction.entities:
            weights[entity.key][entity.label] += max(1, len(entity.evidence))
    return {key: min(found, key=lambda label: (-found[label], -len(label), label)) for key, found in weights.items()}
