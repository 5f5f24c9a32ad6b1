"""Figures of an undertaking that another sentence tells: behind the one that names it, or before it.

A sentence that names an undertaking and gives no figure opens its account; what is told next may reckon it up: 开设“甲夜谈”，
吃过晚饭再说事。停车、噪声，什么都谈。去年谈了34期。 And a name may come last, taking up what was told: 一年来走访26户。这项“乙”….
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Key
from kg.relate.figures import ReadFigure
from kg.relate.hierarchy import Topic
from kg.relate.scene import Item, Scene
from kg.relate.survey import surveys
from kg.text.cohesion import shares
from kg.text.layout import Sentence
from kg.text.reckoning import ALREADY, ANOTHER, BY_THIS, RECKONS, RECKONS_YEAR, STRICTLY, SUMS

_AS_A_WHOLE = re.compile(r"[^，。；]*，?全[市县区省州盟旗国](?:实有|共有|登记|各类|现有|城镇|居民|常住|户籍)")
"""What tells how a whole division stands: 截至6月底，全市实有企业…."""
_OF_THEIR_OWN = ("proposals", "opinion", "leader", "standing", "media", "meetings", "gdp", "revenue")
"""Beginnings of the concepts that every report counts by themselves, under no undertaking that is not about them."""
_ASIDE = re.compile(r"[，；](?:此外|另外|另有|同时|与此同时)")
_THIS = re.compile(
    r"(?:这|该|此)(?:一|[项个档场套种支条份类])?(?:[^，。；“”\d]{0,24}(?<!也)(?:的|叫作?|名为))?$"
    r"|(?:^|[，。；\n])这(?:就|便|也|正)?是[^，。；“”]{0,24}$"
    r"|(?:(?:管它|把它|称它|它|就|便|都|名字)叫(?:作|做|它)?|取名为?|起名(?:叫|为)?|名叫|称(?:作|之为)|命名为)$"
)
"""Before a name that takes up what was told: 这项“甲”, 这就是由乙发起的“丙”行动."""
_IS = ("就是", "指的是", "便是")
"""What stands between something spoken of and its name: 您说的议事厅，就是“甲”."""
_LEARNT = "经验"
"""The end of what the whole country learns from, of which no report gives an account."""
_EVERYBODYS = ("第一议题", "三会一课")
"""Rules that every body keeps: what is told next is not counted under them."""
_BACK = 36
"""Characters before a name in which it is said that it takes up what was told."""
_TAKES_UP = re.compile("(?:这一|这项|这种|该)(?:做法|工作|活动|举措|模式|平台|机制|行动|经验|品牌|制度)")
"""How a paragraph begins that goes on with what the one before told."""
_BETWEEN = 8
"""Sentences without a figure that an account stays open over, at most."""


def accounts(scene: Scene, figures: Sequence[ReadFigure]) -> list[Topic]:
    """Ranges of the text whose figures are those of an undertaking named in another sentence; in order and disjoint."""
    told: dict[int, list[ReadFigure]] = defaultdict(list)
    for figure in figures:
        told[figure.sentence].append(figure)
    kept: list[Topic] = []
    for topic in (*_reckoned(scene, told), *_labelled(scene, told), *_taken_up(scene, told)):
        if all(topic[1] <= start or end <= topic[0] for start, end, _ in kept):
            kept.append(topic)
    return sorted(kept)


def everybodys(key: Key) -> bool:
    """Whether an undertaking is a rule that every body keeps, so that nothing is counted under it."""
    return _core(key).endswith(_EVERYBODYS)


def _core(key: Key) -> str:
    """The words of an undertaking's name without its kind and its body."""
    return key.stem.split("_")[0]


@dataclass
class _Account:
    """The account of the undertaking that a paragraph named last."""

    key: Key | None = None
    """None where no account is open."""
    settled: bool = False
    """Whether figures of it were told."""
    heralded: bool = False
    """Whether its name ended its sentence and nothing was told of it there."""
    passed: int = 0
    """Sentences without a figure since."""


def _reckoned(scene: Scene, told: dict[int, list[ReadFigure]]) -> list[Topic]:
    """The sentences that reckon up what an earlier one of the paragraph began."""
    text = scene.layout.text
    goes_on = _goes_on_in_survey if surveys(scene) else _goes_on
    found: list[Topic] = []
    account, block = _Account(), -1
    for index, sentence in enumerate(scene.layout.sentences):
        if sentence.block != block:
            block = sentence.block
            if not _TAKES_UP.match(text, sentence.start):
                account.key = None
        named, numbers = scene.undertakings_between(sentence.start, sentence.end), told[index]
        if named:
            heralded = not numbers and sentence.end - named[-1].end <= 1
            settled = any(f.mention.start > named[0].start for f in numbers)
            account = _Account(_opened(text, sentence, named), settled, heralded)
        elif account.key is None:
            continue
        elif not numbers:
            account.passed += 1
            if account.passed > _BETWEEN or ANOTHER.match(text, sentence.start):
                account.key = None
        elif (
            any(f.indicator.startswith(_OF_THEIR_OWN) for f in numbers)
            or (not account.heralded and _others(scene, sentence))
            or not goes_on(text, sentence, numbers[0], account)
        ):
            account.key = None
        else:
            aside = _ASIDE.search(text, sentence.start, sentence.end)
            found.append((sentence.start, aside.start() if aside else sentence.end, account.key))
            account.settled = True
    return found


def _goes_on(text: str, sentence: Sentence, first: ReadFigure, account: _Account) -> bool:
    """Whether a sentence, whose first figure is given, tells of the undertaking of an open account."""
    if RECKONS.match(text, sentence.start) and not (account.settled and _AS_A_WHOLE.match(text, sentence.start)):
        return True
    if not account.settled and RECKONS_YEAR.match(text, sentence.start):
        return True
    if ANOTHER.match(text, sentence.start):
        return False
    return (
        (account.heralded and not account.settled)
        or SUMS.match(text, first.clause[0]) is not None
        or BY_THIS.search(text, sentence.start, first.mention.start) is not None
        or _reckons_then(text, sentence)
        or (account.key is not None and _same_words(text, sentence, first, account.key))
    )


def _goes_on_in_survey(text: str, sentence: Sentence, first: ReadFigure, account: _Account) -> bool:
    """The same where a report surveys a division: there it takes a time and 已, 共 or the like, and no whole division."""
    del first
    fresh = not account.settled and account.passed == 0 and RECKONS.match(text, sentence.start)
    return (fresh or STRICTLY.match(text, sentence.start)) is not None and _AS_A_WHOLE.match(
        text, sentence.start
    ) is None


def _same_words(text: str, sentence: Sentence, figure: ReadFigure, key: Key) -> bool:
    """Whether a sentence, or the clause of its first number, has two characters of the name that are no common word:
    示范病房 of “…示范工程”."""
    first = text[sentence.start : sentence.clauses[0][1] if sentence.clauses else sentence.end][:_BEGINNING]
    return shares(_core(key), first + "，" + text[figure.clause[0] : figure.mention.start])


def _labelled(scene: Scene, told: dict[int, list[ReadFigure]]) -> list[Topic]:
    """The lines below one that is nothing but a name, up to the next blank line, sign or name, in a text of short lines."""
    text, layout = scene.layout.text, scene.layout
    numbers = [f for group in told.values() for f in group]
    found: list[Topic] = []
    label: Key | None = None
    mark = ""  # the sign before the label: lines with another one are its items
    end = -1
    for block in layout.blocks:
        apart = (
            "\n\n" in text[max(0, end) : block.start] or block.kind == "furniture" or block.end - block.start > _LINE
        )
        named = scene.undertakings_between(block.start, block.end)
        sign = _SIGN.match(text, block.start)
        if apart or named or (sign and mark in ("", _kind_of(sign[0]))):
            label = None
        end = block.end
        if named:
            bare = block.end - block.start - (named[0].end - named[0].start) <= _MORE
            label = named[0].key if bare and len(named) == 1 and block.kind != "title" else None
            mark = _kind_of(sign[0]) if sign else ""
            continue
        inside = [f for f in numbers if block.start <= f.mention.start < block.end] if label else []
        if label and inside and not any(f.indicator.startswith(_OF_THEIR_OWN) for f in inside):
            found.append((block.start, block.end, label))
    return found


def _kind_of(sign: str) -> str:
    """The sign without what it counts: 一、 and 二、 are of one kind."""
    return sign[0] if not sign[0].isalnum() else sign[-1]


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
    return second >= 0 and ALREADY.match(text, second) is not None


def _opened(text: str, sentence: Sentence, named: Sequence[Item]) -> Key | None:
    """The undertaking whose account a sentence opens: the only one that it names, or in marks, or at its end."""
    last = named[-1]
    if text.endswith(_IS, 0, named[0].start):
        return named[0].key
    if everybodys(last.key) or _core(last.key).endswith(_LEARNT):
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
    if clauses and scene.layout.text[clauses[0].start : clauses[0].end].endswith("显示，"):
        return False
    return any(c.explicit and any(s.key != scene.own for s in c.subjects) for c in clauses[:2])


def _praised(text: str, item: Item) -> bool:
    """Whether a clause that begins with a name says how it is thought of, and no more: “甲”活动已成为一项传统工作."""
    return (
        _BEGINS.search(text, max(0, item.start - 10), item.start) is not None
        and _PRAISED.match(text, item.end) is not None
    )


_BEGINS = re.compile(r"(?:，|(?:都|纷纷)?(?:说|称|称赞|点赞))$")
_PRAISED = re.compile(
    r"(?:已|也|更|真正|逐步|逐渐|日益|连续|多次)*(?:成为|成了|连续开展|深受|广受|备受|得到|受到|赢得|办到了?|办进|为[^，。；]{2,14}(?:铺|搭|打开|架起|注入|送去|点亮|撑起)|温暖了?|暖了?|获得?好评|走进了?|叫响|深入人心|有声有色)(?![^，。；]{0,12}\d)"
)


def _taken_up(scene: Scene, told: dict[int, list[ReadFigure]]) -> list[Topic]:
    """What was told before a name that takes it up: in the same sentence, else in the one before."""
    text, layout = scene.layout.text, scene.layout
    found: list[Topic] = []
    starts = [sentence.start for sentence in layout.sentences]
    last = -1
    for item in scene.undertakings:
        index = bisect_right(starts, item.start) - 1
        if index in (last, -1) or item.start >= layout.sentences[index].end:
            continue  # the first of each sentence
        last, sentence = index, layout.sentences[index]
        if _THIS.search(text[max(sentence.start, item.start - _BACK) : item.start]) is None:
            begin = text.rfind("；", sentence.start, item.start) + 1 or sentence.start
            if _praised(text, item) and any(begin <= f.mention.start < item.start for f in told[index]):
                found.append((begin, item.start, item.key))
            continue
        if any(f.mention.start < item.start for f in told[index]):
            found.append((sentence.start, item.start, item.key))
            continue
        before = layout.sentences[index - 1] if index else None
        if before is None or before.block != sentence.block or not told[index - 1]:
            continue
        if not scene.undertakings_between(before.start, before.end):
            found.append((before.start, before.end, item.key))
    return found
