"""Reports that survey a whole division: which clauses tell of its state, and of no undertaking named before.

A government's report strings together what was done and how things stand. 实施甲工程，新建学校3所 tells of one undertaking;
实施甲工程，经济增速高于全省，5个县通高速公路 tells of three things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.relate.scene import Clause, Item, Scene
from kg.text.cohesion import shares
from kg.text.words import Words

_SURVEYS = frozenset(("government",))
"""Kinds of bodies whose reports survey a division."""
_BEFORE = frozenset("tdcprfx")
"""First letters of the tags of what stands before the subject or the verb of a clause: times, adverbs, conjunctions …"""
_PHASE = re.compile(
    r"(?:[一二三四五]期)?(?:已|均|也|正|全线|全面|全部|基本|如期|按期|顺利|正式|主体|成功|稳步|扎实|深入|加快|有序|进一步|更加|持续|不断)*"
    r"(?:完工|竣工|建成|投用|投运|投产|投入使用|投入运营|通车|通水|开工|封顶|完成|启动|获批|落地|实施|推进|建设|进展|畅通|完善|健全|优化|提升|叫响|扎根|取得|达到)"
)
"""What closes the account of an undertaking that is the subject of its clause: 甲工程全面完工."""
_ACTS = re.compile("引导|推动|支持|鼓励|组织|培育|带动|指导|帮助|协调|扶持|发动|动员")
"""How a clause begins that tells what is done, with verbs that are nouns elsewhere."""
_SUBJECT = 10
"""Characters at the beginning of a clause that tell what it is about."""
_DOERS = re.compile(
    r"[^，。；\d]{0,8}?(?:领导|干部|部门|党员|志愿者|代表|委员|网格员|专家|书记|专班|队员|民警|干警|执法人员|工作人员)[^，。；]{0,4}?(?:挨家|逐户|入户|包[抓保联干]|带队|牵头|下沉|驻点|联系|上门|逐|分片|靠前|一线)"
)
"""Who does the work of an undertaking, and how: 区级领导包抓、部门干部驻点."""
_SPENT = re.compile(r"(?:总|共|累计|计划|完成)?投(?:资|入)[^，。；]{0,12}?元")


def surveys(scene: Scene) -> bool:
    """Whether a report surveys a whole division."""
    return scene.own_category in _SURVEYS


def states(scene: Scene, words: Words, clause: Clause) -> bool:
    """Whether a clause begins with a noun, and so tells how something stands: 绿化覆盖面积达到340公顷."""
    text, at = scene.layout.text, clause.start
    if _DOERS.match(text, at) or _ACTS.match(text, at):
        return False
    index = words.at(at)
    while index < len(words) and words.starts[index] < clause.end:
        word = words[index]
        if word.start < at or word.tag[:1] in _BEFORE or word.tag == "ad" or not text[word.start].isalnum():
            index += 1
            continue
        return word.tag[:1] in "najlbsiz" or word.tag == "vn"
    return False


def leaves(scene: Scene, words: Words, main: Item, between: Sequence[Clause], clause: Clause) -> bool:
    """Whether a clause of a survey has left an undertaking that an earlier one named (``between``: those in the middle)."""
    text = scene.layout.text
    if shares(text[main.start : main.end], text[clause.start : min(clause.end, clause.start + _SUBJECT)]):
        return False
    if any(states(scene, words, one) for one in between):
        return True
    closed = not between and main.category != "campaign" and _PHASE.match(text, main.end)
    return bool(closed) and states(scene, words, clause)


def spends_anew(scene: Scene, earlier: Clause, clause: Clause) -> bool:
    """Whether two clauses tell each what its own sum went into: 投资500万元完成甲改造，投资800万元新建乙."""
    text = scene.layout.text
    return _SPENT.match(text, earlier.start) is not None and _SPENT.match(text, clause.start) is not None
