"""Media that publish or report what a body does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Key
from kg.relate.scene import Clause, Item, Scene
from kg.relate.stating import Stated, of_kind, state
from kg.text.layout import Sentence

_BESIDE = re.compile(r"(?:联合|会同|携手|与|和|同)《?$")
"""Before a medium with which a body does something together."""


def covered(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Media that publish or report; the verb may stand in the next clause."""
    if scene.own is None or scene.layout.blocks[sentence.block].kind not in ("paragraph", "heading"):
        return
    text = scene.layout.text
    media = [
        i
        for i in of_kind(clause.items, "organization")
        if i.category == "media" and not _BESIDE.search(text, max(clause.start, i.start - 4), i.start)
    ]
    if not media or (clause.explicit and any(s.category == "media" for s in clause.subjects)):
        return
    end = clauses[index + 1].end if index + 1 < len(clauses) else clause.end
    headed = index and text[clauses[index - 1].end - 1] == "："  # 媒体报道：《甲报》36篇
    start = clauses[index - 1].start if headed else clause.start
    if scene.rules.covered.search(text, start, end):
        yield from state(
            _told_of(scene, clauses, index, media[-1], scene.own), "coveredBy", media, clause, "media-coverage"
        )


def _told_of(scene: Scene, clauses: tuple[Clause, ...], index: int, last: Item, own: Key) -> list[Key]:
    """Whom the media tell of: whom the clause names behind the verb, who acts in it, else the own body."""
    text, clause = scene.layout.text, clauses[index]
    verb = scene.rules.covered.search(text, last.end, clause.end)
    if verb:
        named = [i for i in of_kind(clause.items, "organization") if 0 <= i.start - verb.end() <= 2 and not i.superior]
        if named:
            return [i.key for i in named]
    stood = next((c for c in reversed(clauses[: index + 1]) if c.explicit), clause)
    praises = scene.rules.endorse.search(text, stood.start, stood.end)
    if stood != clause and praises and not scene.rules.passive.search(text, stood.start, stood.end):
        return [own]  # 省妇联通报表扬，中国妇女报刊发…
    acting = [
        s.key for s in clause.subjects if not s.superior and (clause.explicit or not s.key.stem.startswith(own.stem))
    ]
    return acting or [own]
