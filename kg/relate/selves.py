"""Words with which a report speaks of its own body: 我院, 本会; 学校 in a school's report, 集团 in a firm's."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OURS = re.compile(
    r"[我本](?:集团公司|街道办|街道|公司|集团|单位|支部|中心|协会|商会|学会|[院会校局委厅社镇乡处所司馆站行])"
)
_OUR_PLACE = re.compile(r"我[省市县区旗州盟](?=[被获与和同向赴]|荣获|联合|会同|积极|率先|先后|制定|出台|印发)")
"""What a government calls itself where its place acts."""
_BARE = {"school": re.compile(r"学校|学院"), "enterprise": re.compile(r"集团公司|集团|公司")}
_BEFORE = frozenset("，。；：、！？\n 　由与和同跟被对向给为经，()（）")
"""What may stand before such a word, so that it is no part of a longer name."""
_BEHIND = re.compile(
    r"党委|工会|团委|纪委|[^，。；启开举办建与和的被获]{2,5}[部处科]|[们各内外院部处科室类制化]|[与和](?:企业|社会|家庭|地方)|食堂|毕业|开放日"
)


def own_words(text: str, stem: str, category: str) -> Iterator[tuple[int, int]]:
    """Ranges of the words for the own body with an everyday name and a kind, in order.

    >>> [text for a, b in own_words("学校与我院签约", "云岭师范学院", "school") for text in ["学校与我院签约"[a:b]]]
    ['学校', '我院']
    """
    patterns = [_OURS, *([_OUR_PLACE] if category == "government" else [])]
    found = [(m.start(), m.end()) for pattern in patterns for m in pattern.finditer(text)]
    bare = _BARE.get(category)
    if bare is not None:
        found += [
            (m.start(), m.end())
            for m in bare.finditer(text)
            if (not m.start() or text[m.start() - 1] in _BEFORE)
            and not _BEHIND.match(text, m.end())
            and (m[0] == "学校" or category != "school" or stem.endswith(m[0]))
        ]
    return iter(sorted(set(found)))
