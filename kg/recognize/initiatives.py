"""Named undertakings: brands, platforms, activities, mechanisms, projects.

In quotation marks, with the words that run on behind them (“…”助企服务) or stand before them (委员“…”工作室); in lists
that share one head (“甲”“乙”等活动); without marks where a strong head ends a name of its own (…三年行动); as a heading
closed by a dash. Slogans, topics, speeches and images stand in quotation marks too and are told apart by the words around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.ranges import Ranges
from kg.text.words import Words


@dataclass(frozen=True, slots=True)
class InitiativeMention:
    """The name of an undertaking in the text."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    core: str = ""
    """What stands inside the quotation marks."""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quotation with its marks, and what stands between them."""

    start: int
    end: int
    inner: str


def recognize_initiatives(
    layout: Layout, words: Words, claimed: tuple[tuple[int, int], ...], rules: InitiativeRules
) -> tuple[InitiativeMention, ...]:
    """The undertakings named in the text, in order and without overlap; ``claimed`` ranges (titles) stay untouched."""
    text = layout.text
    furniture = [(b.start, b.end) for b in layout.blocks if b.kind == "furniture"]
    closed = (*claimed, *furniture)
    barred = Ranges(closed)
    quotes = sorted((q for q in _quotes(text) if not barred.holds(q.start, q.end)), key=lambda q: q.start)
    found: list[InitiativeMention] = []
    for group in _groups(text, quotes):
        found += _named_group(text, group, words, rules)
    known = {m.core: m for m in found if m.rule == "quoted-name" and len(m.core) >= 3 and m.core not in rules.slogans}
    covered = Ranges((m.start, m.end) for m in found)
    found += [
        InitiativeMention(q.start, q.end, text[q.start : q.end], known[q.inner].kind, "known-name", q.inner)
        for q in quotes
        if q.inner in known and not covered.touches(q.start, q.end)
    ]
    for find in (_venues, _headings, _events, _lists, _works, _systems, _coined, _unquoted, _figured):
        covered = Ranges([*closed, *((m.start, m.end) for m in found)])
        end = 0
        for m in sorted(find(layout, words, rules), key=lambda m: (m.start, -m.end)):
            if m.start >= end and not covered.touches(m.start, m.end):
                found.append(m)
                end = m.end
    return tuple(sorted(found, key=lambda m: m.start))


def _quotes(text: str) -> Iterator[_Quote]:
    """Outermost quotations within a line."""
    for m in re.finditer(r"(?<![“”‘’\n])‘([^“”‘’\n]{2,30})’", text):
        line = text.rfind("\n", 0, m.start()) + 1
        inside = text.rfind("“", line, m.start()) > text.rfind("”", line, m.start())
        if not inside:
            yield _Quote(m.start(), m.end(), m[1])
    depth, start = 0, -1
    for m in re.finditer(r"[“”\n]", text):
        if m[0] == "“":
            if depth == 0:
                start = m.start()
            depth += 1
        elif m[0] == "\n":
            depth = 0
        elif depth:
            depth -= 1
            if depth == 0:
                yield _Quote(start, m.end(), text[start + 1 : m.start()])


_GOES_ON = re.compile(
    r"(?:深入|全面|扎实|持续|有序|加快|顺利|稳步|强力)?(?:实施|推进|开展|启动|惠及|成效|覆盖|完成|进入|取得|建成|落地|见效|累计|期间|中，|有力)|\d"
)
_COINED = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:进社区|进校园|进企业|进基层|进万家|进机关|进农村|进乡村|进网格|进军营|送清凉|送温暖|送健康|送文化|送法|送岗位|送医|送教|三下乡|下乡|金秋助学|助学|助考|敬老|爱心)[\u4e00-\u9fff]{0,4}?(?:活动|行动)"
)
_SPANNED = re.compile(r"(?:[\u4e00-\u9fff]{2,6})?[一二三四五六七八九十\d]+年(行动计划|攻坚行动|行动|计划)")
_ANNIVERSARY = re.compile(r"[\d一二两三四五六七八九十百]+(?:周年|年(?!(?:提升|攻坚)?(?:行动|计划)))")
_LEADS = re.compile(
    r"[\u4e00-\u9fff]{0,4}为(?:抓手|载体|依托|牵引|阵地|平台|龙头|纽带|切入点|引领|契机|支点|总抓手|突破口)"
)
_PREDICATE = re.compile(r"(?!的|是|为|和|与|及|或|等|、|”|“|中|时期|期间|目标|规划|之|向|到|促)[\u4e00-\u9fff]{2}|\d")
_BOUNDARY = re.compile(r"(?:^|[，。；：！？\n\s—])$")
_COUNTS_NAME = re.compile(
    r"(?:共计?|已有|达到?|累计)?\d[\d,.]*[余多]?[万千百]?(?:个|家|处|所|支|间|期|场|次|批|届|件|条|人|名|户|套|项|座|份|单|对|组|场次|人次|家次|件次)"
)
_MEANS = re.compile(
    r"(?:依托|凭着|凭借|借助|借力|利用|通过|用好|用活|走进|走入|来到|入驻|登录|登陆|加入|参加|联办|共建|合建|联建|合办|承接|改造|命名为|取名|名为|定名为|叫作|叫做)$"
)
_CARRIED = re.compile(
    r"(?:平台|上线|上|里|内|中)?(?:开进|搬进|送进|办进|建进|引进|搬到|送到|办到|建到|设到|开到|建在|设在|办在|引入|覆盖到|延伸到|延伸至|推广到|打造成|建设成|建成|上线)"
)
_ABSTRACT = re.compile(
    r"(?:的)?(?:情怀|热情|精神|理念|意识|自信|要求|总要求|方针|原则|目标|思想|思路|发展思路|战略|问题|难题|难点|堵点|作用|职责|关系|现象|矛盾|时期|关键|环节|群体|力量|优势|成效|作风|声音|答卷|文章|称号|荣誉|奖|之一|高度|重要性|必要性|根基|底线|红线|防线|主线|主题|主基调|节奏|步伐|姿态|势头|局面|态势|格局中|大局|国家|强国|强省|强市)"
)
_SHARED_HEAD = re.compile(
    r"(?:和|、)[\u4e00-\u9fff]{2,14}(制度|机制|活动|工程|平台)(?=[，。；、])|[\u4e00-\u9fffA-Za-z]{0,12}(?:(?:、|和)[“”\u4e00-\u9fffA-Za-z0-9+]{2,24}){0,5}?等[\u4e00-\u9fff]{0,6}?(机制|行动|活动|项目|工程|模式|制度|平台|品牌|举措|栏目|专栏|试点|赛事)"
)
_TERM = re.compile(r"十[一二三四五六七八九]?[五大]|[一二三四五六七八九]五")
_ONLINE = re.compile(r"线上线下|线[上下]|[网云掌]上")
"""Where an activity takes place: a part of its name, though cut into a noun and 上."""
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百]余?(家|个|处|所|支|间|期|场|次|批)$")
_PATTERNED = re.compile(
    r"\d|[A-Za-z]|\+|[一二三四五六七八九十双].?[一二三四五六七八九十双]|^[一二三四五六七八九十双]|^[\u4e00-\u9fff]{1,3}[一二三四五六七八九十][\u4e00-\u9fff]$"
)
_JOINT = re.compile(
    r"、?|和|及|与|以及|、[\u4e00-\u9fff]{2,10}、|、[\u4e00-\u9fff]{1,8}(?:政协|人大|法院|检察院|工会|妇联|[市县区镇]|街道|社区)"
)


def _groups(text: str, quotes: list[_Quote]) -> Iterator[list[_Quote]]:
    """Quotations joined by nothing, 、, 和 or 及 (an unquoted name between): lists that may share a head."""
    group: list[_Quote] = []
    for quote in quotes:
        if group and not _JOINT.fullmatch(text[group[-1].end : quote.start]):
            yield group
            group = []
        group.append(quote)
    if group:
        yield group


def _named_group(text: str, group: list[_Quote], words: Words, rules: InitiativeRules) -> list[InitiativeMention]:
    """The names in a list of quotations; the head behind the last holds for all of them."""
    last = group[-1]
    tail_end, head, kind = _tail(text, last.end, words, rules)
    first = group[0]
    verb, between = _verb_before(text, first.start, words, rules)
    topic = _topic_before(text, first.start, rules)
    found = []
    for quote in group:
        inner = quote.inner
        if _ANNIVERSARY.match(text, quote.end):
            continue
        own_end, own_head = (tail_end, head) if quote is last else (quote.end, "")
        shared = quote is not last and bool(head)
        inner_head, inner_kind = _ending(inner, rules)
        strong = own_head or (head if shared else "")
        listed = _SHARED_HEAD.match(text, quote.end)
        headed = bool((strong and strong not in rules.weak_heads) or inner_head or listed)
        if not _nameable(inner, headed, bool(strong), verb, rules):
            continue
        if re.search(r"[，。；！？]", inner) and not own_head and not (shared and len(inner) <= 24):
            continue
        counted = quote is first and _COUNTED.search(text, max(0, quote.start - 8), quote.start)
        consulted = topic in _CONSULTED
        if strong and strong not in rules.weak_heads:
            if topic and not verb and strong not in rules.strong_heads and (consulted or topic not in _CASES):
                continue
            chosen = kind
        elif strong and ((verb and not topic) or (_PATTERNED.search(inner) and not topic)):
            chosen = inner_kind or kind  # “四大平台”建设 builds platforms
        elif (
            inner_head
            and (not consulted or inner_kind in ("campaign", "training"))
            and (not topic or topic in _CASES or inner_kind in ("campaign", "training"))
            and (verb not in rules.weak_verbs or len(inner) >= 5)
        ):
            chosen = inner_kind
        elif (counted and len(inner) >= 3) or (_LEADS.match(text, quote.end) and len(inner) >= 3 and topic == "以"):
            chosen = "venue" if counted and counted[1] in "家个处所间" else "brand"
        elif len(inner) >= 3 and (
            (not topic and _stands_alone(text, quote, words))
            or (topic in ("把", "将", "在") and _CARRIED.match(text, quote.end))
        ):
            chosen = inner_kind or "other"
        elif len(inner) >= 3 and not consulted and listed and not re.search("[，。]", inner):
            chosen = inner_kind or "mechanism"
        elif (
            (verb or re.search(r"[\u4e00-\u9fff]·[\u4e00-\u9fff]", inner))
            and not topic
            and not (verb in rules.weak_verbs and not _institution(inner) and not _built(text, quote, verb, rules))
        ):
            chosen = inner_kind or kind or "other"
        else:
            continue
        begin = first.start - len(between) if quote is first and between and len(inner) <= 10 else quote.start
        told = chosen if chosen != "other" else ""
        sort = told or _kind_said(inner, rules)
        found.append(InitiativeMention(begin, own_end, text[begin:own_end], sort, "quoted-name", inner, verb))
    return found


def _kind_said(inner: str, rules: InitiativeRules) -> str:
    """The kind that a name tells by itself: a body with an attribute and 一室一品 are brands, else by its last noun."""
    if _institution(inner) or re.fullmatch(r"一.一[品牌]", inner):
        return "brand"
    ends = ((head, kind) for head, kind in rules.heads if inner.endswith(head) and len(inner) > len(head) + 1)
    return next((kind for head, kind in ends if head not in rules.weak_heads or kind == "task"), "other")


def _stands_alone(text: str, quote: _Quote, words: Words) -> bool:
    """Whether the words around a quotation use it as the name of a thing: subject, means, place, or what is counted."""
    before, end = text[max(0, quote.start - 4) : quote.start], quote.end
    noun = words.words[words.at(quote.start - 1)] if quote.start else None
    while noun and noun.tag in ("n", "nz", "vn", "ns", "j") and noun.end > quote.start - 10 and noun.start:
        before = text[max(0, noun.start - 4) : noun.start]
        noun = words.words[words.at(noun.start - 1)]
    if _ABSTRACT.match(text, end):
        return False
    if _COUNTS_NAME.match(text, end) or _MEANS.search(before) or _CARRIED.match(text, end):
        return True
    return _BOUNDARY.search(before) is not None and _PREDICATE.match(text, end) is not None


def _nameable(inner: str, headed: bool, tailed: bool, verb: str, rules: InitiativeRules) -> bool:
    """Whether a quotation can name an undertaking at all."""
    bare = inner.strip()
    if (
        len(bare) < 2
        or len(bare) > 60
        or (
            (bare in rules.slogans or bare in rules.images)
            and not headed
            and not (bare in rules.shapes and tailed and verb and verb not in rules.weak_verbs)
        )
    ):
        return False
    if bare[-1] in "。！？；" or re.search(r"[？！]", bare):
        return False
    if not (headed or tailed) and re.fullmatch(r"[\dA-Za-z%+.·\-]+", bare):
        return False
    if _TERM.fullmatch(bare):
        return False  # “十四五”: a plan period
    counted = re.fullmatch(r"[一二三四五六七八九十两双]+(?:[个大项][\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff])", bare)
    return not counted or headed or tailed or (bool(verb) and verb not in rules.weak_verbs)


def _institution(inner: str) -> bool:
    """Whether a quoted name is a body with an attribute: 书香政协, 数字人大, 清廉机关."""
    return (
        re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:政协|人大|工会|机关|法院|检察|妇联|侨联|共青团|课堂|大脑)", inner)
        is not None
    )


def _built(text: str, quote: _Quote, verb: str, rules: InitiativeRules) -> bool:
    """Whether a verb that goes with slogans too has a thing for its object: 建设“和美一家”社区, not 强化“一盘棋”意识."""
    return verb in rules.building_verbs and len(quote.inner) >= 4 and not _ABSTRACT.match(text, quote.end)


_STOP_WORDS = frozenset(
    [
        "的",
        "了",
        "在",
        "为",
        "以",
        "并",
        "有",
        "被",
        "获",
        "是",
        "等",
        "中",
        "上",
        "后",
        "让",
        "使",
        "于",
        "到",
        "向",
        "从",
        "将",
        "把",
        "对",
        "由",
        "及其",
        "不断",
        "持续",
        "进一步",
        "成效",
        "进行",
        "取得",
        "实现",
        "情况",
        "进展",
        "要求",
        "精神",
        "方面",
        "问题",
    ]
)


def _tail(text: str, at: int, words: Words, rules: InitiativeRules) -> tuple[int, str, str]:
    """End, head and kind of the words that run on behind a quotation, or no head.

    The last head before a verb, a preposition or a point ends the name; 等 before a head shares it with a list.
    """
    spanned = _SPANNED.match(text, at)
    if spanned:
        return spanned.end(), spanned[1], "programme" if spanned[1].endswith("计划") else "campaign"
    m = re.compile(r"(?:等|的)?").match(text, at)
    begin = m.end() if m else at
    online = _ONLINE.match(text, begin)
    opening = online.end() if online else begin
    index = words.at(opening) if opening < len(text) else len(words.words)
    while index < len(words.words) and words.words[index].start < opening:
        index += 1
    best: tuple[int, str, str] = (at, "", "")
    shared = text[at:begin] == "等"
    run_end = at
    end = opening
    for number, word in enumerate(words.words[index : index + 8]):
        if word.start != end or not re.match(r"[\u4e00-\u9fffA-Za-z]", word.surface) or word.end - begin > 16:
            break
        if word.surface == "等" and number and not shared:
            shared, run_end, end, begin = True, word.start, word.end, word.end
            continue
        if (
            word.surface in ("和", "与", "及")
            and number
            and not best[1]
            and _head_soon(words, index + number + 1, rules)
        ):
            end = word.end
            continue
        halting = (
            word.tag[:1] in "pcudryq"
            or word.surface in _LINKS
            or (word.surface in rules.verbs and word.surface not in rules.head_words)
        )
        if word.surface in _STOP_WORDS or (
            halting and not (word.surface in _ATTRIBUTES and _head_soon(words, index + number + 1, rules))
        ):
            break
        end = word.end
        tail = text[begin:end]
        head = next(iter(rules.endings(tail)), None)
        if head and not (best[1] and best[1] not in rules.weak_heads and head[0] in rules.weak_heads):
            best = (run_end, *head) if shared else (end, *head)
    if not best[1]:
        # The tagger errs on short words; a strong head within a few plain characters ends a name too.
        plain = rules.plain_tail.match(text, begin)
        if plain:
            best = (plain.end(), *rules.endings(plain[0])[0])
    if best[1] and best[0] < len(text) and _GOES_ON_AS.match(text, best[0]):
        return (at, "", "")  # “…”专项工作报告: the words name something else
    if best[1] in rules.weak_heads and best[0] == end and not shared:
        following = words.words[words.at(end)] if end < len(text) else None
        if following and following.start == end and following.tag in ("n", "an", "ns"):
            return (at, "", "")  # “…”的工作热情: the head goes on
    return best


_GOES_ON_AS = re.compile(
    r"(?:工作)?(?:报告|情况|经验|问题|要求|精神|通知|意见|讲话)(?![\u4e00-\u9fff]{0,2}(?:平台|机制))"
)
_LINKS = frozenset(("带动", "推动", "促进", "引领", "助力", "赋能", "加快", "助推", "成为", "获得"))
_ATTRIBUTES = frozenset(
    ("创新", "推进", "落实", "培育", "推广", "提升", "实施", "组织", "发布", "建设", "完善", "探索")
)


def _head_soon(words: Words, index: int, rules: InitiativeRules) -> bool:
    """Whether a head follows within two words: 劳动|和|技能|竞赛."""
    at = words.words[index].start if index < len(words.words) else 0
    for word in words.words[index : index + 3]:
        if word.start != at or not re.match(r"[\u4e00-\u9fff]", word.surface):
            return False
        at = word.end
        if any(head not in rules.weak_heads for head, _ in rules.endings(word.surface)):
            return True
    return False


def _ending(inner: str, rules: InitiativeRules) -> tuple[str, str]:
    for head, kind in rules.endings(inner):
        if len(inner) > len(head) + 1 and head not in rules.weak_heads and len(head) > 1:
            return head, kind
    if inner.endswith(("年", "月", "日", "周")) and len(inner) >= 4 and not inner[-2].isdigit():
        return inner[-1], "campaign"
    if inner.endswith("节") and len(inner) >= 3 and not inner.endswith(("环节", "细节", "情节", "关节", "季节")):
        return "节", "event"
    return "", ""


def _verb_before(text: str, start: int, words: Words, rules: InitiativeRules) -> tuple[str, str]:
    """The verb of doing before a quotation and the nouns right before the mark that belong to the name (企业“…”)."""
    found = rules.quoted_verb(text, start)
    if found is None:
        return "", ""
    verb, attribute = found
    if not attribute or attribute in rules.verbs or attribute in ("应用", "使用", "运用", "建好"):
        return verb, ""
    if any(word in attribute for word in ("围绕", "聚焦", "等", "要求", "精神", "以", "为", "把", "将", "在", "对")):
        return "", ""
    pieces = [
        w
        for w in words.words[words.at(start - len(attribute)) : words.at(start - 1) + 1]
        if w.start >= start - len(attribute)
    ]
    whole = "".join(w.surface for w in pieces) == attribute
    acts = len(pieces) == 1 and pieces[0].tag in ("v", "vn")  # 优化调整“…”政策
    loose = not whole or acts or any(w.tag[:1] in "pcdruy" or (w.tag == "v" and len(w.surface) > 1) for w in pieces)
    if loose:
        return (verb, "") if verb not in rules.weak_verbs and "、" not in attribute[-1:] else ("", "")
    keep = len(attribute) <= 8 and all(w.tag in ("n", "vn", "nz", "b", "j", "an", "ng", "nr") for w in pieces)
    outside = re.search(r"[省市区县州]|政协|党委|政府|全|各|级|新|我|工作|系列|主题|特色|专项|首届|机关|、", attribute)
    return verb, attribute if keep and not outside else ""


_CASES = frozenset(("以", "对", "把", "将", "从", "由", "在", "于", "使", "让", "作为", "服务", "助力", "助推"))
_CONSULTED = frozenset(("围绕", "就", "聚焦", "针对", "关于", "紧扣", "紧盯", "锚定", "按照", "题为", "主题为", "为题"))


def _topic_before(text: str, start: int, rules: InitiativeRules) -> str:
    """The word before a quotation that makes it a topic, or nothing."""
    before = text[max(0, start - 6) : start]
    return max((word for word in rules.topics if before.endswith(word)), key=len, default="")


def _headings(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Headings closed by a dash that begin with a verb of doing and name what is done."""
    del words
    for block in layout.blocks:
        if block.kind != "heading" or block.level != 8:
            continue
        line = layout.words(block).rstrip("—")
        m = rules.heading_verb.match(line)
        if m and 4 <= len(line) <= 24 and "，" not in line and "“" not in line:
            yield InitiativeMention(block.start, block.start + len(line), line, "task", "dash-heading", line, m[0])


def _venues(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Places of members' work named by a word of the genre: 界别委员工作室, 甲社区代表联络站（议事室）."""
    text = layout.text
    for m in rules.venue.finditer(text):
        index = words.at(m.start())
        begin = m.start()
        while index >= 0:
            word = words.words[index]
            if word.start < begin:
                if word.end < begin or m.end() - word.start > 24:
                    break
                noun = (
                    word.tag[:1] in "njbazslg"
                    or (word.tag in ("vn", "x", "nr", "eng", "i", "zg") and len(word.surface) <= 3)
                    or word.surface in ("联络", "交流", "调解", "创新", "服务", "监督", "争议", "立法", "劳动")
                )
                if (
                    not noun
                    or not re.match(r"[\u4e00-\u9fffA-Za-z（）、·]", word.surface)
                    or (word.surface in rules.verbs and word.surface != "创新")
                    or word.surface in rules.unquoted_verbs
                    or word.surface in ("等", "、", "各级", "全市", "全省", "全区", "全县", "各类", "各")
                ):
                    if word.surface == "、" and re.search(
                        r"(?:区|县|镇|街道)$", text[max(0, word.start - 3) : word.start]
                    ):
                        pass
                    else:
                        break
                begin = word.start
            index -= 1
        name = text[begin : m.end()]
        if lead := _NOT_NAMED.match(name):
            begin, name = begin + lead.end(), name[lead.end() :]
        if name.count("（") != name.count("）"):
            continue
        bracket = re.compile(r"（[\u4e00-\u9fff]{2,10}）").match(text, m.end())
        end = bracket.end() if bracket and rules.venue.search(bracket[0]) else m.end()
        own = name[: len(name) - len(m[0])]
        own = re.sub(r"^[一二三四五六七八九十]*星级|^特色|^示范", "", own)
        line_start, line_end = text.rfind("\n", 0, begin) + 1, (text.find("\n", end) + 1 or len(text) + 1) - 1
        near = text[max(line_start, begin - 14) : begin] + "|" + text[end : min(line_end, end + 8)]
        counted = re.search(
            r"\d+余?(?:个|家|处|所)|(?:建成|新建|设立|成立|建立|升级改造|打造|建设)[^，。；]{0,4}\|", near
        )
        specific = len(own) > 2 and own not in ("政协委员", "人大代表")
        beside = re.search(r"\d余?(?:个|家|处|所|间)\|", near) or re.match(
            r"\d[\d,.]*[余多]?(?:个|家|处|所|间)", text[end : end + 8]
        )
        known = own not in rules.generic and m[0] != "实验室"
        of_work = rules.venue_word.search(own + m[0]) or (beside and len(own) >= 2 and known)
        if (specific or (counted and len(own) >= 2)) and of_work and not _FACILITY.search(own):
            yield InitiativeMention(begin, end, text[begin:end], "venue", "venue-name", text[begin:end])


_FACILITY = re.compile(r"卫生|医疗|养老|托育|环卫|加油|充电|配送|物流")


def _events(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Events behind a verb of holding: 举办第三届乙县读书节."""
    del words
    for m in (*rules.event.finditer(layout.text), *rules.numbered_event.finditer(layout.text)):
        at = m.start(1)
        for name in _held_names(m[1], rules):
            at = layout.text.index(name, at)
            clean = re.sub(r"^[\d一二两三四五六七八九十]+余?(?:个|家|期|次|场|项|批)", "", name)
            if (
                (len(clean) >= 5 or re.fullmatch(r"[\u4e00-\u9fff]{1,3}(?:[博交运洽展]会|[世全亚省]运会|超)", clean))
                and not re.match(r"各类|系列|一系列|多场|有关|相关|全体|专题", clean)
                and not re.search(r"\d节$", clean)
                and not (len(clean) < 9 and clean.endswith("班"))  # 委员培训班: what everybody holds
                and clean.count("“") == clean.count("”")
            ):
                start = at + len(name) - len(clean)
                yield InitiativeMention(
                    start,
                    start + len(clean),
                    clean,
                    "training" if clean.endswith("班") else "event",
                    "event-name",
                    clean,
                    "举办",
                )
            at += len(name)


def _held_names(names: str, rules: InitiativeRules) -> Iterator[str]:
    """The single names in 甲文化节、乙大赛和丙论坛; what joins words inside a name stays in it."""
    name = ""
    for part in re.split(r"(、|以?及|和|与)", names):
        if name.endswith(rules.events) and part in ("、", "及", "以及", "和", "与"):
            yield name
            name = ""
        else:
            name += part
    if name:
        yield name


_LIST = re.compile(
    r"(?:开展|举办|推出|打造|实施|启动|推进|组织|策划|创新开展|创办|开设)(?:了)?([\u4e00-\u9fffA-Za-z·]{3,14}(?:、[\u4e00-\u9fffA-Za-z·]{3,16})+)等(?:系列|特色|品牌|主题|一系列|多项|各类)*[\u4e00-\u9fff]{0,4}(?:活动|品牌|赛事|栏目|行动|战役|计划)"
)


_INSTITUTION = re.compile(
    r"(?:深耕|打造|建设|推进|创建|擦亮|加快建设|持续推进)((?:书香|智慧|数字|清廉|活力|阳光|法治|暖心|网上|掌上)(?:政协|人大|工会|法院|检察院?|妇联|侨联|机关|团建))(?:建设)?"
)
_NOT_NAMED = re.compile(r"(?:[）、的个和我]|力争|(?:省|市|县|区)(?:级)?(?!民|域|政|场|区))+")
_WORKS = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9]{2,12}工程(?:[一二三]期)?)(?=启动|开工|建成|竣工|完工|通车|通水|并网|投用|投入|投产|全线|获批|总投资|完成投资|累计|进展|顺利|加快推进)"
)
_WORK_VERB = re.compile(r"(?:完成|推进|加快|启动|实施|建成|新建|推动|抓好|年内|开工|续建|谋划)+")
_MECHANISM = re.compile(
    r"(?:建立|构建|推行|创新|首创|实行|探索|探索建立|创设|设立|推广)(?:了|起|完善)?([\u4e00-\u9fffA-Za-z0-9+]{3,18}?(?:机制|制度|模式|工作法|责任制))(?=[，；])"
)
_SUPERVISION = re.compile(
    r"(?:开展|实施|启动|组织)(?:了)?([\u4e00-\u9fffA-Za-z]{4,18}?(?:民主监督|协同监督|联动监督|专项监督|跟踪监督))(?=[，。；、\d\n])"
)


def _works(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Institutions with an attribute (书香政协) and works with a name that are begun or finished."""
    text = layout.text
    for m in _INSTITUTION.finditer(text):
        yield InitiativeMention(m.start(1), m.end(1), m[1], "brand", "institution-name", m[1], m[0][:2])
    for m in _WORKS.finditer(text):
        lead = _WORK_VERB.match(m[1])
        begin = m.start(1) + (lead.end() if lead else 0)
        index = words.at(m.end(1) - 1)
        while index > 0 and words.words[index].start > begin:
            word = words.words[index - 1]
            if (
                word.start < begin
                or word.tag[:1] in "pcudrymq"
                or word.surface in rules.unquoted_verbs
                or (word.tag == "v" and len(word.surface) > 1)
            ):
                begin = words.words[index].start
                break
            index -= 1
        name = text[begin : m.end(1)]
        if len(name) >= 5 and name[:-2] not in rules.generic:
            yield InitiativeMention(begin, m.end(1), name, "programme", "works-name", name)


def _systems(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Mechanisms that are set up and counted by (建立诉前调解机制，化解纠纷86件) and supervision of one named matter."""
    text = layout.text
    for m in _MECHANISM.finditer(text):
        after = re.compile(r"[^。；\n]{0,60}").match(text, m.end())
        if after and re.search(r"\d", after[0]) and not _VAGUE.match(m[1]) and "的" not in m[1]:
            yield InitiativeMention(m.start(1), m.end(1), m[1], "mechanism", "system-name", m[1], m[0][:2])
    for m in _SUPERVISION.finditer(text):
        pieces = words.words[words.at(m.start(1)) : words.at(m.end(1) - 1) + 1]
        if not _VAGUE.match(m[1]) and not all(w.surface in rules.generic or w.tag == "v" for w in pieces):
            yield InitiativeMention(m.start(1), m.end(1), m[1], "task", "system-name", m[1], m[0][:2])


_MANY = re.compile(
    r"[^以]{0,4}以上|第?[\d一二两三四五六七八九十百]+[余多]?(?:个|场次|场|次|期|项|批|家|届|轮|类|支|名|人)"
)


def _figured(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Clear noun phrases that figures are given for: 开展安康杯竞赛，参赛班组86个; 开通政协热线，接听86件.

    Work that everybody does (开展慰问活动12次) has no words of its own before the head.
    """
    text = layout.text
    for m in rules.figured.finditer(text):
        name, head = m["name"], m["head"]
        own = name.removesuffix(head)
        if _VAGUE.match(name) or _MANY.match(name) or _NO_NAME.search(name) or re.search(r"[的和与及在为了等]", own):
            continue
        pieces = [
            w.surface for w in words.words[words.at(m.start("name")) : words.at(m.end("name") - len(head) - 1) + 1]
        ]
        if words.words[words.at(m.end("name") - 1)].end != m.end("name") or all(p in rules.routine for p in pieces):
            continue
        if own in rules.routine or len(own) < 2:
            continue
        kind = next((k for h, k in rules.heads if name.endswith(h)), "campaign")
        yield InitiativeMention(m.start("name"), m.end("name"), name, kind, "figured-name", name, m["verb"])


def _coined(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Activities whose name says where they go or what they bring: 法律进社区活动, 夏送清凉活动."""
    text = layout.text
    for m in _COINED.finditer(text):
        begin = m.start()
        for word in words.words[words.at(m.start()) : words.at(m.end() - 1)]:
            if word.end <= m.end() - 4 and (
                word.surface in rules.unquoted_verbs or word.surface in rules.verbs or word.tag[:1] in "pcudrymq"
            ):
                begin = word.end
        name = text[begin : m.end()]
        if 5 <= len(name) <= 14:
            yield InitiativeMention(begin, m.end(), name, "campaign", "coined-name", name, "开展")


def _lists(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Unquoted names that share a head: 开展甲荟、乙苑、丙享等活动; plain descriptions end in a verb and are none."""
    text = layout.text
    for m in _LIST.finditer(text):
        at, items = m.start(1), []
        for name in m[1].split("、"):
            last = words.words[words.at(at + len(name) - 1)]
            plain = (last.tag in ("v", "vn", "vd", "vi") and len(last.surface) >= 2) or last.surface in rules.generic
            items.append((at, name, not plain and last.end == at + len(name)))
            at += len(name) + 1
        if all(named for _, _, named in items):
            for at, name, _ in items:
                kind = "event" if m[0].startswith("举办") or name.endswith(rules.events) else "campaign"
                yield InitiativeMention(at, at + len(name), name, kind, "listed-name", name, "开展")


_SEGMENT = re.compile(r"[^，。；：！？、“”《》（）()\n\s—]*$")
_ADVERBS = r"(?:深入|持续|全面|扎实|大力|积极|精准|纵深|统筹|有序|加快|接续|稳步|深化|启动|组织|集中|联合|牵头|率先|重点|常态化|创新性|广泛|全力|高标准|高质量|高位|分类|分步)*"
_LEADING = re.compile(
    r"(?:了|的|好|大力|全面|以|并|年度|第?[\d一二三四五六七八九十百]+余?(?:个|家|期|次|场|项|批|类|轮|届)|一批|为期[^的]{1,6}的?)+"
)
_VAGUE = re.compile(
    r"各|一系列|相关|有关|系列|多项|多个|这|该|此|其|等|本|上述|重大|重点|所有|全部|每|若干|部分|一些|以|在|对|由|向|为|把|将|并|也|就"
)
_NO_NAME = re.compile(
    r"开展|实施|举办|由|从|对(?!接|口|外|台|标|俄)|被|将|把|使|让|转化|成为|化为|参观|参加|要求|见$|[和与及]$|深化$|推进改|委员[^会站室]{0,2}(?:参|赴|到)|^全面|^进一步|^不断"
)
_ENDS_NAME = re.compile(
    r"方案|计划|组|领导|办公|的|指挥|建设|项目|地区|区|指南|纲要|办|专班|部署|目标|成果|要求|任务|财|处|科|部|司|局|室"
)


def _unquoted(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Names without marks: a verb of doing, words of their own, a strong head.

    The verb is the last one that no name holds (开展, 实施), else the first of the clause, since names hold verbs
    themselves: 实施|绿色消费推进行动. In a list the verb stands before the first name.
    """
    text = layout.text
    for m in rules.unquoted_head.finditer(text):
        if words.words[words.at(m.end() - 1)].end != m.end() or _ENDS_NAME.match(text, m.end()):
            continue
        begin, stop = _named_from(text, m.start(), rules)
        joined = rules.joined_head.search(text, begin, m.start())
        begin = joined.end() if joined else begin
        opening = begin == 0 or text[begin - 1] in "。；\n"
        if not stop and opening and _GOES_ON.match(text, m.end()):
            stop = "开展"
        own = text[begin : m.start()]
        if m[0] == "改革" and stop not in rules.firm_verbs:
            continue  # 深化财税体制改革 is policy
        if not stop or not _own_words(own, begin, m.start(), words, rules):
            continue
        name = text[begin : m.end()]
        kind = next((k for head, k in rules.heads if name.endswith(head)), "campaign")
        yield InitiativeMention(begin, m.end(), name, kind, "unquoted-name", name, stop)


_CHAIN = re.compile(r"(?:[^上下中\d、]{2,8}、)+")


def _named_from(text: str, end: int, rules: InitiativeRules) -> tuple[int, str]:
    """Where the name before a head begins, and the verb that governs it."""
    segment = _SEGMENT.search(text, max(0, end - 40), end)
    begin = segment.start() if segment else end
    verb = rules.governing_verb(text, begin, end)
    if verb is None:
        at = begin
        while at > 1 and text[at - 1] in "、和及":  # 实施甲行动、乙工程: the verb of the first in the list
            earlier = _SEGMENT.search(text, max(0, at - 41), at - 1)
            if earlier is None or earlier.start() >= at - 1:
                return begin, ""
            at = earlier.start()
            verb = rules.governing_verb(text, at, earlier.end())
            if verb is not None:
                chain = text[verb[0] : begin]
                shares = rules.unquoted_head.search(chain) is None and _CHAIN.fullmatch(chain) and end - verb[0] <= 24
                return (verb[0] if shares and text[begin - 1] == "、" else begin), verb[1]
        return begin, ""
    start = verb[0]
    inner = text.rfind("的", start, end)
    if inner >= 0 and text[inner - 1 : inner] not in ("党", "好"):
        start = inner + 1
    lead = _LEADING.match(text, start, end)
    return (lead.end() if lead else start), verb[1]


def _own_words(own: str, begin: int, end: int, words: Words, rules: InitiativeRules) -> bool:
    """Whether the words before a head make it a name of its own: neither 重点 nor 各项."""
    if (
        not 2 <= len(own) <= 26
        or own in rules.generic
        or _VAGUE.match(own)
        or not re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9·+、]+", own)
    ):
        return False
    if "等" in own or _NO_NAME.search(own):
        return False
    pieces = words.words[words.at(begin) : words.at(end - 1) + 1]
    plain = len(own) == 2 and not (pieces[0].tag in ("n", "nz", "s") and pieces[0].end == end)
    return not plain and not all(w.surface in rules.generic for w in pieces)
