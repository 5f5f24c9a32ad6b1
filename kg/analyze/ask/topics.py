"""The topic that a question restricts its figures to: 在养老方面有哪些数字, 关于旅游的数据."""

from __future__ import annotations

import re
from typing import Final

from kg.analyze.ask.slots import Slots
from kg.analyze.ask.vocabulary import Vocabulary

_TOPICS: Final = (
    re.compile(r"(?:在|关于|有关|涉及|对于)?(?P<topic>[\u4e00-\u9fff]{2,8}?)(?:方面|领域)的?"),
    re.compile(r"(?:关于|有关|涉及|与)(?P<topic>[\u4e00-\u9fff]{2,8}?)(?:有关|相关)?的?(?=数字|数据|指标)"),
)
_ASKED: Final = re.compile("数字|数据|指标")


def read_topic(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill counted with a topic by which the texts of the graph say what they count; one that none says stays a gap."""
    marks = slots.marks
    if not _ASKED.search(marks.text):
        return
    names = slots["body"].values if "body" in slots else ("",)
    texts = "\n".join(vocabulary.texts.get(name, "") for name in names)
    for pattern in _TOPICS:
        for m in pattern.finditer(marks.outside):
            if m["topic"] in texts:
                slots.fill("counted", m["topic"], words=m["topic"], at=m.start("topic"))
                marks.take(*m.span())
                return
