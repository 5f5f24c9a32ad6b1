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
    r"截[至止][^，。；]{1,14}?|(?:到|至)[^，。；]{0,12}?(?:底|末|月|日|年|目前|如今|春|夏|秋|冬|时)|目前|如今|眼下|至今|迄今|"
    r"(?:[一两二三四五六七八几]|\d)(?:年|个月)多?(?:下来|来|间|里)|这年(?:多)?(?:下来|来|间|里)|[全一]年算下来|算下来"
)
RECKONS = re.compile(
    rf"[“\s]*(?:(?:{_TIME}|[今去当全]年|年内)，?(?:已|共|累计|先后|就|总计|一共)|(?:{_TIME})，|截[至止]|累计|总共|一共|共(?![同建享青和商赢])|已(?:累计|有|先后|经)"
    r"|(?:自)?[^，。；]{0,6}(?:启动|开展|运行|推行|实施|成立|上线|开通|开办|挂牌|开放|投用|落地|设立)以来，?"
    r"|(?:活动|行动|培训|比赛|大赛|评选|宣传[周月日]|服务|监督|整治|试点|期间|其间|现场)[中上里]?(?:期间)?，"
    r"|(?:这样的|这些|这类|此类|类似的))"
)
"""How a sentence begins that reckons up what has come of something: 截至年底, 一年下来, 活动期间, 这样的….."""
_ALREADY = re.compile(rf"(?:{_TIME})，?(?:已|共|累计|总计|一共)|先后\d|累计|已经?(?:有|累计|先后)")
_RECKONS_YEAR = re.compile(
    r"(?:[今去当]年前\d{1,2}个月|[今去当]年(?![初上下\d]|[^，。；]{0,3}[季月日]|底(?!，))|全年|年内|从[^，。；]{1,10}到[^，。；]{1,10}|先后|首[批期场]|每[周月年天])"
)
"""What reckons up only what has no figure yet: elsewhere 去年 begins another matter."""
_AS_A_WHOLE = re.compile(r"[^，。；]*，?全[市县区省州盟旗国](?:实有|共有|登记|各类|现有|城镇|居民|常住|户籍)")
"""What tells how a whole division stands: 截至6月底，全市实有企业…."""
_COMMON_PAIRS = frozenset(
    re.findall(
        "..",
        "专项主题乡村人大代表企业党员全区全县全市全省农村创新制度协商发展品牌城市培训基层委员学习学生宣传工会工作工程干部平台建设"
        "开展提升提质改革政协教育整治文化服务机制检察检查治理法院活动监督社区管理群众职工联系行动计划议事调研重点项目",
    )
)
"""Words that the names of many undertakings share."""
_OF_THEIR_OWN = ("proposals", "opinion", "leader", "standing", "media", "meetings", "gdp", "revenue")
"""Beginnings of the concepts that every report counts by themselves, under no undertaking that is not about them."""
_ANOTHER = re.compile(
    r"(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]|（[一二三四五六七八九十\d]+）|\d{1,2}[.、])|"
    r"(?:进一步|继续|持续|全面|大力|深入|积极|加快|扎实|认真|切实|着力|不断|充分|严格|始终|主动|精心|同时|此外|另外|另|与此同时)"
    r"|(?:构建|选派|加强|坚持|完善|推进|推动|落实|开展|组织|强化|深化|优化|提升|贯彻|建立|健全|做好|抓好|聚焦|围绕|注重|创新|举办|召开|出台|制定|支持)"
)
"""How a sentence begins that goes over to other work."""
_ASIDE = re.compile(r"[，；](?:此外|另外|另有|同时|与此同时)")
_THIS = re.compile(
    r"(?:这|该|此)(?:一|[项个档场套种支条份类])?(?:[^，。；“”\d]{0,24}(?<!也)(?:的|叫作?|名为))?$"
    r"|(?:^|[，。；\n])这(?:就|便|也|正)?是[^，。；“”]{0,24}$"
    r"|(?:管它|把它|称它|，它|就|便)?(?:叫(?:作|做|它)?|取名为?|起名(?:叫|为)?|名叫|称(?:作|之为)|命名为)$"
)
"""Before a name that takes up what was told: 这项“甲”, 这就是由乙发起的“丙”行动."""
_IS = ("就是", "指的是", "便是")
"""What stands between something spoken of and its name: 您说的议事厅，就是“甲”."""
_EVERYBODYS = ("经验", "第一议题")
"""Ends of what the whole country does, of which no report gives an account."""
_BETWEEN = 4
"""Sentences without a figure that an account stays open over, at most."""


def accounts(scene: Scene, figures: Sequence[ReadFigure]) -> list[Topic]:
    """Ranges of the text whose figures are those of an undertaking named in another sentence; in order and disjoint."""
    told: dict[int, list[ReadFigure]] = defaultdict(list)
    for figure in figures:
        told[figure.sentence].append(figure)
    found = [*_taken_up(scene, told), *_labelled(scene, told)]
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
    block, open_at, settled, passed, heralded = -1, None, False, 0, False
    for index, sentence in enumerate(layout.sentences):
        if sentence.block != block:
            block, open_at = sentence.block, None
        named = scene.undertakings_between(sentence.start, sentence.end)
        if named:
            open_at = _opened(text, sentence, named)
            settled = any(f.mention.start > named[0].start for f in told[index])
            passed = 0
            heralded = not told[index] and sentence.end - named[-1].end <= 1
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
        another = _ANOTHER.match(text, sentence.start)
        begins = (
            (RECKONS.match(text, sentence.start) and not (settled and _AS_A_WHOLE.match(text, sentence.start)))
            or (not another and (_reckons_then(text, sentence) or (heralded and not settled)))
            or (not settled and _RECKONS_YEAR.match(text, sentence.start))
            or (not another and _same_words(text, sentence, open_at))
        )
        if not begins or own or (not heralded and _others(scene, sentence)):
            open_at = None
            continue
        aside = _ASIDE.search(text, sentence.start, sentence.end)
        found.append((sentence.start, aside.start() if aside else sentence.end, open_at))
        settled = True
    return found


def _same_words(text: str, sentence: Sentence, key: Key) -> bool:
    """Whether a sentence begins with two characters of the name that are no common word: 示范病房 of “…示范工程”."""
    first = text[sentence.start : sentence.clauses[0][1] if sentence.clauses else sentence.end][:_BEGINNING]
    core = key.stem.split("_")[0]
    pairs = {core[i : i + 2] for i in range(len(core) - 1)}
    return any(pair in first for pair in pairs if pair not in _COMMON_PAIRS)


def _labelled(scene: Scene, told: dict[int, list[ReadFigure]]) -> list[Topic]:
    """The lines below one that is nothing but a name, up to the next blank line, sign or name, in a text of short lines."""
    text, layout = scene.layout.text, scene.layout
    numbers = [f for group in told.values() for f in group]
    found: list[Topic] = []
    label: Key | None = None
    end = -1
    for block in layout.blocks:
        apart = (
            "\n\n" in text[max(0, end) : block.start] or block.kind == "furniture" or block.end - block.start > _LINE
        )
        named = scene.undertakings_between(block.start, block.end)
        if apart or named or _SIGN.match(text, block.start):
            label = None
        end = block.end
        if named:
            bare = block.end - block.start - (named[0].end - named[0].start) <= _MORE
            label = named[0].key if bare and len(named) == 1 and block.kind != "title" else None
            continue
        inside = [f for f in numbers if block.start <= f.mention.start < block.end] if label else []
        if label and inside and not any(f.indicator.startswith(_OF_THEIR_OWN) for f in inside):
            found.append((block.start, block.end, label))
    return found


_LINE = 40
"""Characters of a line, at most, in a text of short lines."""
_MORE = 3
"""Characters that such a line may have besides the name."""
_SIGN = re.compile(r"[^\w“（(【《\s]|[（(【]|(?:\d{1,2}|[一二三四五六七八九十]+)[.、]")
_BEGINNING = 12
"""Characters of a sentence that tell what it goes on with."""


def _reckons_then(text: str, sentence: Sentence) -> bool:
    """Whether the second clause of a sentence reckons up, behind one that tells of the same: 梳理出的问题，到年底已经解决….."""
    second = sentence.clauses[1][0] if len(sentence.clauses) > 1 else -1
    return second >= 0 and _ALREADY.match(text, second) is not None


def _opened(text: str, sentence: Sentence, named: Sequence[Item]) -> Key | None:
    """The undertaking whose account a sentence opens: the only one that it names, or in marks, or at its end."""
    last = named[-1]
    if text.endswith(_IS, 0, named[0].start):
        return named[0].key
    if last.key.stem.split("_")[0].endswith(_EVERYBODYS):
        return None
    if len({item.key for item in named}) == 1:
        return last.key
    marked = {item.key for item in named if "“" in text[item.start : item.end]}
    if sentence.end - last.end <= 1 and text[named[-2].end : last.start][-1:] not in ("", "、", "和", "与", "及"):
        return last.key
    within = all(item.category == "venue" for item in named if item.key not in marked)
    return marked.pop() if len(marked) == 1 and within else None


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
