"""Figures of an undertaking that another sentence tells: behind the one that names it, or before it.

A sentence that names an undertaking and gives no figure opens its account; what is told next may reckon it up: 开设“甲夜谈”，
吃过晚饭再说事。停车、噪声，什么都谈。去年谈了34期。 And a name may come last, taking up what was told: 一年来走访26户。这项“乙”….
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.model import Key
from kg.relate.figures import ReadFigure
from kg.relate.hierarchy import Topic
from kg.relate.scene import Item, Scene
from kg.relate.survey import surveys
from kg.text.layout import Sentence

_TIME = (
    r"截[至止][^，。；]{1,14}?|(?:到|至)[^，。；]{0,8}?(?:底|末|月|日|目前|如今|春|夏|秋|冬|时)|目前|如今|眼下|至今|迄今|"
    r"(?:[一两二三四五六七八几]|\d)(?:年|个月)多?(?:下来|来|间|里)|这年(?:多)?(?:下来|来|间|里)"
)
RECKONS = re.compile(
    rf"[“\s]*(?:(?:{_TIME}|[今去当全]年|年内)，?(?:已|共|累计|先后|就|总计|一共)|(?:{_TIME})，|截[至止]|累计|总共|一共|共(?![同建享青和商赢])|已(?:累计|有|先后|经)"
    r"|(?:自)?[^，。；]{0,6}(?:启动|开展|运行|推行|实施|成立|上线|开通|开办|挂牌|开放|投用|落地|设立)以来，?"
    r"|(?:活动|行动|培训|比赛|大赛|评选|宣传[周月日]|服务|监督|整治|试点|期间|其间|现场)[中上里]?(?:期间)?，"
    r"|(?:这样的|这些|这类|此类|类似的))"
)
"""How a sentence begins that reckons up what has come of something: 截至年底, 一年下来, 活动期间, 这样的….."""
_RECKONS_YEAR = re.compile(
    r"(?:[今去当]年(?![初上下\d]|[^，。；]{0,3}[季月日]|底(?!，))|全年|年内|从[^，。；]{1,10}到[^，。；]{1,10}|先后|首[批期场]|每[周月年天])"
)
"""What reckons up only what has no figure yet: elsewhere 去年 begins another matter."""
_OF_THEIR_OWN = ("proposals", "opinion", "leader", "standing", "media", "meetings", "gdp", "revenue")
"""Beginnings of the concepts that every report counts by themselves, under no undertaking that is not about them."""
_ANOTHER = re.compile(
    r"(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]|（[一二三四五六七八九十\d]+）|\d{1,2}[.、])|"
    r"(?:进一步|继续|持续|全面|大力|深入|积极|加快|扎实|认真|切实|着力|不断|充分|严格|始终|主动|精心|同时|此外|另外|另|与此同时)"
    r"|(?:加强|坚持|完善|推进|推动|落实|开展|组织|强化|深化|优化|提升|贯彻|建立|健全|做好|抓好|聚焦|围绕|注重|创新|举办|召开|出台|制定|支持)"
)
"""How a sentence begins that goes over to other work."""
_ASIDE = re.compile(r"[，；](?:此外|另外|另有|同时|与此同时)")
_THIS = re.compile(
    r"(?:这|该|此)(?:一|[项个档场套种支条份类]|就是|便是|也是|正是|是)?(?:[^，。；“”\d]{0,24}(?<!也)(?:的|叫作?|名为))?$"
    r"|(?:管它|把它|称它|，它|就|便)?(?:叫(?:作|做|它)?|取名为?|起名(?:叫|为)?|名叫|称(?:作|之为)|命名为)$"
)
"""Before a name that takes up what was told: 这项“甲”, 这就是由乙发起的“丙”行动."""
_BETWEEN = 4
"""Sentences without a figure that an account stays open over, at most."""


def accounts(scene: Scene, figures: Sequence[ReadFigure]) -> list[Topic]:
    """Ranges of the text whose figures are those of an undertaking named in another sentence; in order and disjoint."""
    told: dict[int, list[ReadFigure]] = defaultdict(list)
    for figure in figures:
        told[figure.sentence].append(figure)
    found = [*_taken_up(scene, told)]
    if not surveys(scene):
        found += _reckoned(scene, told)
    kept: list[Topic] = []
    for topic in sorted(found):
        if not kept or topic[0] >= kept[-1][1]:
            kept.append(topic)
    return kept


def _reckoned(scene: Scene, told: dict[int, list[ReadFigure]]) -> list[Topic]:
    """The sentences that reckon up what an earlier one of the paragraph began."""
    text, layout = scene.layout.text, scene.layout
    found: list[Topic] = []
    block, open_at, settled, passed = -1, None, False, 0
    for index, sentence in enumerate(layout.sentences):
        if sentence.block != block:
            block, open_at = sentence.block, None
        named = scene.undertakings_between(sentence.start, sentence.end)
        if named:
            open_at = _opened(text, sentence, named)
            settled = any(f.mention.start > named[0].start for f in told[index])
            passed = 0
            continue
        if open_at is None:
            continue
        numbers = told[index]
        if not numbers:
            passed += 1
            if passed > _BETWEEN or _ANOTHER.match(text, sentence.start):
                open_at = None
            continue
        own = any(f.indicator.startswith(_OF_THEIR_OWN) for f in numbers)
        begins = RECKONS.match(text, sentence.start) or (not settled and _RECKONS_YEAR.match(text, sentence.start))
        if not begins or own or _others(scene, sentence):
            open_at = None
            continue
        aside = _ASIDE.search(text, sentence.start, sentence.end)
        found.append((sentence.start, aside.start() if aside else sentence.end, open_at))
        settled = True
    return found


def _opened(text: str, sentence: Sentence, named: Sequence[Item]) -> Key | None:
    """The undertaking whose account a sentence opens: the only one that it names, or the one that it ends with."""
    last = named[-1]
    if len({item.key for item in named}) == 1:
        return last.key
    ends = sentence.end - last.end <= 1 and text[named[-2].end : last.start][-1:] not in ("", "、", "和", "与", "及")
    return last.key if ends else None


def _others(scene: Scene, sentence: Sentence) -> bool:
    """Whether another body acts at the beginning of a sentence."""
    clauses = scene.clauses(sentence)
    return any(c.explicit and any(s.key != scene.own for s in c.subjects) for c in clauses[:2])


def _taken_up(scene: Scene, told: dict[int, list[ReadFigure]]) -> list[Topic]:
    """What was told before a name that takes it up: in the same sentence, else in the one before."""
    text, layout = scene.layout.text, scene.layout
    found: list[Topic] = []
    for index, sentence in enumerate(layout.sentences):
        named = scene.undertakings_between(sentence.start, sentence.end)
        if not named or _THIS.search(text, sentence.start, named[0].start) is None:
            continue
        item = named[0]
        if any(f.mention.start < item.start for f in told[index]):
            found.append((sentence.start, item.start, item.key))
            continue
        before = layout.sentences[index - 1] if index else None
        if before is None or before.block != sentence.block or not told[index - 1]:
            continue
        if not scene.undertakings_between(before.start, before.end):
            found.append((before.start, before.end, item.key))
    return found
