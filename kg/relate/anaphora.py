"""What a clause takes up without naming it: an undertaking by its head noun (该平台)."""

from __future__ import annotations

import re

from kg.model import Key
from kg.relate.scene import Clause, Scene

_NEAR = 240
"""Characters back to the name that a head noun takes up."""
_ANAPHOR = re.compile(
    r"(?:通过|依托|利用|借助|围绕)?(?P<pointer>该|此|这一|这个|这项|此项|各|每个)?"
    r"(?P<head>平台|品牌|活动|行动|工程|项目|机制|制度|计划|工作室|工作站|联络站|联络点|议事室|议事厅|驿站|基地|讲堂|课堂|系统)"
    r"(?=[自已共累上运建启开实推设先现组受收服接成投获被入注全][\u4e00-\u9fff\d]|以来)"
)
"""An undertaking taken up by its head noun, with a pointer or as the beginning of a sentence."""
_POINTED = re.compile(
    r"(?P<pointer>该|这一|这个|这项|此项)(?P<head>平台|品牌|活动|行动|工程|项目|机制|制度|计划|系统|课堂|讲堂)(?!的|组|办|名称|[\u4e00-\u9fff]?方案|单位)"
)
"""The same with a pointer that leaves no doubt: 这项工程去年投入860万元."""
_KIND_OF = {
    "平台": ("platform", "brand"),
    "系统": ("platform",),
    "品牌": ("brand",),
    "活动": ("campaign", "event", "training", "brand"),
    "行动": ("campaign",),
    "工程": ("programme",),
    "项目": ("programme",),
    "计划": ("programme",),
    "机制": ("mechanism",),
    "制度": ("mechanism",),
    "讲堂": ("training",),
    "课堂": ("training",),
}
"""Kinds of undertakings that a head noun may take up."""


def taken_up(scene: Scene, clauses: tuple[Clause, ...]) -> Key | None:
    """The undertaking that a sentence takes up by its head noun alone: 该平台累计开展…, 各议事室组织…."""
    text = scene.layout.text
    for clause in reversed(clauses):
        if any(i.key.kind == "initiative" for i in clause.items):
            return None
        m = _ANAPHOR.match(text, clause.start, clause.end) or _POINTED.match(text, clause.start, clause.end)
        if m is None or (m["pointer"] is None and clause is not clauses[0]):
            continue
        near = scene.between(max(0, clause.start - _NEAR), clause.start)
        named = [i for i in near if i.key.kind == "initiative" and text[i.start : i.end].endswith(m["head"])]
        kinds = _KIND_OF.get(m["head"], ())
        named = named or [i for i in near if i.key.kind == "initiative" and i.category in kinds]
        return named[-1].key if named else None
    return None
