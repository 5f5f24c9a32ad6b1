"""What is part of what, as names and structure state it: units with their body, undertakings under a topic."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Key
from kg.relate.actions import Stated, heading_initiative
from kg.relate.scene import Item, Scene
from kg.text.layout import Sentence


def read_hierarchy(scene: Scene) -> Iterator[Stated]:
    """Sub-organizations named with their body, and undertakings below a heading or topic sentence that names one."""
    for item in scene.items:
        if item.key.kind == "organization" and item.base is not None and item.base != item.key:
            yield Stated(item.key, "subOrganizationOf", item.base, item.start, item.end, "unit-in-name")
    above: dict[int, Key] = {}
    for sentence in scene.layout.sentences:
        block = scene.layout.blocks[sentence.block]
        if block.kind not in ("paragraph", "heading"):
            continue
        named = [i for i in scene.between(sentence.start, sentence.end) if i.key.kind == "initiative"]
        heading = heading_initiative(scene, sentence)
        topic = above.get(sentence.block)
        if topic is None and sentence.start == block.start and _is_topic(scene, sentence, named):
            above[sentence.block] = named[0].key
            topic, named = named[0].key, []
        for item in named:
            over = topic if topic not in (None, item.key) else heading
            if over is not None and over != item.key:
                clause = next((c for c in sentence.clauses if c[0] <= item.start < c[1]), (sentence.start, sentence.end))
                yield Stated(item.key, "subInitiativeOf", over, clause[0], min(clause[1], clause[0] + 120), "below-topic")


def _is_topic(scene: Scene, sentence: Sentence, named: list[Item]) -> bool:
    """Whether the first sentence of a paragraph only announces an undertaking: 做强“…”品牌。"""
    text = scene.layout.text[sentence.start : sentence.end]
    return len(named) == 1 and len(text) <= 60 and not any(c.isdigit() for c in text[: named[0].start - sentence.start])
