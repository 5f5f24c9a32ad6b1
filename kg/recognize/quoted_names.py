"""Names in quotation marks, told from slogans, topics, speeches and images by the words around them."""

from __future__ import annotations

import re

from kg.recognize.noun_phrases import HONOUR, WITH_OBJECTS, acts, tells
from kg.recognize.quotations import Quote
from kg.recognize.undertakings import InitiativeMention
from kg.rules.types import InitiativeRules
from kg.text.words import Words

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
    r"(?:依托|依靠|靠着?|凭着|凭借|借助|借力|利用|通过|用好|用活|走进|走入|来到|入驻|登录|登陆|加入|参加|联办|共建|合建|联建|合办|承接|改造|改成"
    r"|命名为|取名|起名|名为|名叫|定名为|叫作|叫做|(?:名字|名称|就|就是|它|其|，)叫|(?:个|种|项|支|处|家)叫|试行|推开|铺开|试办|办着|诞生了?)$"
)

_THIS = re.compile(r"(?:这|该|此)(?:一|[项个档场套支条]|样的|就?是)?$")
"""What takes up by a name what was told: 这项“甲”作了推广."""
_OF_PLACE = re.compile(r"(?:[省市区县州旗盟镇乡村院局]|街道|社区)的$")
_OF_MANY = re.compile(
    r"、[^，。；“]{2,12}的“|各具特色|各有特色|等(?:协商|服务|基层|特色)?(?:品牌|平台|做法|活动|经验)|(?:深受|广受|备受)"
)
"""What stands around names of which each is of another place: 甲区的“乙”、丙市的“丁”各具特色."""
_DONE_IN = re.compile(r"(?!变|向|转|到|为|走)[^，。；]{0,12}(?:化解|解决|调解|办结|受理|牵头|承担|负责)")
"""What follows the name of an undertaking that does something: 由“甲法庭”就地化解."""
_IS_A = re.compile(
    r"是[^，。；\n“]{0,30}?(?:品牌|平台|活动|机制|载体|阵地|项目|做法|探索|创新|举措|工程|行动|制度|栏目|节目|实践|窗口|服务)(?=[，。；\n])"
)
"""What follows a name that is said to be an undertaking: “甲”是乙局打造的服务品牌."""
_WITHIN = re.compile(r"(?:开展)?(?:中|期间|里|上)，[^。；\n]*\d|[中里]?(?:圆|得到|获得|受益|受助|学会|结对|找到|实现)")
"""What follows a name within which something was done: 在“甲”中，委员提出建议76条."""
_CAPTION = re.compile(r"：[^。；\n]*\d")
"""What follows a name that stands before its figures like a caption: “甲”：办结诉求410件."""
_CARRIED = re.compile(
    r"(?:平台|上线|上|里|内|中)?(?:开进|搬进|送进|办进|建进|引进|搬到|送到|办到|建到|设到|开到|建在|设在|办在|引入|覆盖到|延伸到|延伸至|推广到|打造成|建设成|建成|上线)"
)

_ABSTRACT = re.compile(
    r"的(?:关键|重要|攻坚|决胜|收官|开局|起步|第一)[^，。；]{0,3}(?:年|期|阶段)|(?:的)?(?:情怀|热情|精神|理念|意识|自信|要求|总要求|方针|原则|目标|思想|思路|发展思路|战略|问题|难题|难点|堵点|作用|职责|关系|现象|矛盾|时期|关键|环节|群体|力量|氛围|情况|优势|成效|作风|声音|答卷|文章|称号|荣誉|奖|之一|高度|重要性|必要性|根基|底线|红线|防线|主线|主题|主基调|节奏|步伐|姿态|势头|局面|态势|格局中|大局|国家|强国|强省|强市)"
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


def names_in_group(text: str, group: list[Quote], words: Words, rules: InitiativeRules) -> list[InitiativeMention]:
    """The names in a list of quotations; the head behind the last holds for all of them."""
    last = group[-1]
    tail_end, head, kind = _tail(text, last.end, words, rules)
    first = group[0]
    verb, between = _verb_before(text, first.start, words, rules)
    topic = _topic_before(text, first.start, rules)
    # “甲”“乙”入选…: what stands before the first and behind the last holds for each
    whole = Quote(first.start, last.end, first.inner)
    together = len(group) > 1 and not topic and _stands_alone(text, whole, words, rules)
    found = []
    for quote in group:
        inner = quote.inner
        if _ANNIVERSARY.match(text, quote.end) or HONOUR.match(text, quote.end):
            continue
        if inner in rules.slogans and (
            text.startswith("的", quote.end)
            or (kind in _DONE and _head_apart(tail_end, head, quote, last) and inner not in rules.shapes)
        ):
            continue  # “两个一百年”的历史交汇点, “走出去”企业培训
        own_end, own_head = (tail_end, head) if quote is last else (quote.end, "")
        if own_head in _LEARNT:
            own_end = quote.end  # “甲议事厅”的做法
        shared = quote is not last and bool(head)
        inner_head, inner_kind = _ending(inner, rules)
        strong = own_head or (head if shared else "")
        listed = _SHARED_HEAD.match(text, quote.end)
        headed = bool((strong and strong not in rules.weak_heads) or inner_head or listed)
        again = _DONE_AGAIN.search(text, max(0, quote.start - 24), quote.start) if inner in _AGAIN else None
        if not (again or _nameable(inner, headed, bool(strong), verb, rules)):
            continue
        if _POINT.search(inner) and not own_head and not (shared and len(inner) <= 24):
            continue
        if again:
            begin = again.start("what")
            found.append(
                InitiativeMention(begin, own_end, text[begin:own_end], "campaign", "quoted-name", text[begin:own_end])
            )
            continue
        counted = quote is first and _COUNTED.search(text, max(0, quote.start - 8), quote.start)
        consulted = topic in _CONSULTED
        if strong and strong not in rules.weak_heads:
            if topic and not verb and strong not in rules.strong_heads and (consulted or topic not in _CASES):
                continue
            chosen = kind if head not in _LEARNT else inner_kind or "other"
        elif strong and not topic and (verb or _PATTERNED.search(inner)):
            chosen = inner_kind or kind  # “四大平台”建设 builds platforms
        elif (
            inner_head
            and (
                not consulted
                or inner_kind in ("campaign", "training")
                or (topic == "按照" and inner.endswith(_ORDERED))
            )
            and (topic == "按照" or not topic or topic in _CASES or inner_kind in ("campaign", "training"))
            and (verb not in rules.weak_verbs or len(inner) >= 5)
        ):
            chosen = inner_kind
        elif (counted and len(inner) >= 3) or (
            _LEADS.match(text, quote.end) and len(inner) >= 3 and topic == "以" and not _MOTTO.fullmatch(inner)
        ):
            chosen = "venue" if counted and counted[1] in "家个处所间" else "brand"
        elif len(inner) >= 3 and (
            together
            or (not topic and _stands_alone(text, quote, words, rules))
            or (topic in ("把", "将", "在") and _CARRIED.match(text, quote.end))
            or (topic == "在" and _WITHIN.match(text, quote.end))
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


def _head_apart(tail_end: int, head: str, quote: Quote, last: Quote) -> bool:
    """Whether words stand between a quotation and the head that ends its name."""
    return quote is last and bool(head) and tail_end - quote.end > len(head)


def _kind_said(inner: str, rules: InitiativeRules) -> str:
    """The kind that a name tells by itself: a body with an attribute and 一室一品 are brands, else by its last noun."""
    if _institution(inner) or re.fullmatch(r"一.一[品牌]", inner):
        return "brand"
    ends = ((head, kind) for head, kind in rules.endings(inner) if len(inner) > len(head) + 1)
    return next((kind for head, kind in ends if head not in rules.weak_heads or kind == "task"), "other")


def _stands_alone(text: str, quote: Quote, words: Words, rules: InitiativeRules) -> bool:
    """Whether the words around a quotation use it as the name of a thing: subject, means, place, or what is counted."""
    before, end = text[max(0, quote.start - 4) : quote.start], quote.end
    noun = words[words.at(quote.start - 1)] if quote.start else None
    while noun and noun.tag in ("n", "nz", "vn", "ns", "j") and noun.end > quote.start - 10 and noun.start:
        before = text[max(0, noun.start - 4) : noun.start]
        noun = words[words.at(noun.start - 1)]
    if _ABSTRACT.match(text, end):
        return False
    if (
        _COUNTS_NAME.match(text, end)
        or _MEANS.search(before)
        or _CARRIED.match(text, end)
        or _THIS.search(text, max(0, quote.start - 4), quote.start)
        or (_BOUNDARY.search(before) and _IS_A.match(text, end))
        or (_OF_PLACE.search(text, max(0, quote.start - 6), quote.start) and _OF_MANY.match(text, end))
        or (before.endswith("由") and _DONE_IN.match(text, end))
    ):
        return True
    return _BOUNDARY.search(before) is not None and (
        _PREDICATE.match(text, end) is not None
        or rules.told.at(text, end)
        or _WITHIN.match(text, end) is not None
        or (_CAPTION.match(text, end) is not None and text[quote.start - 1 : quote.start] in "\n。；")
    )


_IMAGE = re.compile(
    r"[\u4e00-\u9fff]{1,5}(?:底色|亮色|引擎|旋律|钥匙|密码|答卷|画卷|篇章|热土|动能|活力|速度|合力|风采|担当|智慧|本色)"
)
"""Quotations that end in a word of praise: 绿色底色, 巾帼风采."""
_POINT = re.compile(r"[，。；！？]")
_MOTTO = re.compile("(?:.{1,4}、){2,}.{1,4}")
"""What stands for what is thought of, not done: 以“乡情、乡愁、乡音”为纽带."""
_LEARNT = ("做法", "经验", "经验做法", "工作经验")
"""Heads that say what is learnt from an undertaking: “甲议事厅”的做法."""
_DONE = frozenset(("training", "task"))
"""Kinds of what is done to things that a slogan tells of: “走出去”企业培训; a platform or base bears the slogan as its name."""
_TITLE_WON = re.compile(
    "(?:全国|全省|全市|国家|国家级|省级|市级|自治区)[^，。]{0,10}(?:单位|集体|个人|先进|模范|标兵|城市|称号)"
)
"""Titles that bodies win: “全国文明单位”."""
_AGAIN = ("回头看",)
"""What is done again to what stands before it, and a name with it: 提案办理“回头看”."""
_DONE_AGAIN = re.compile(r"(?:开展|组织|进行|启动|实施)(?:了)?(?:[一二三两\d]次)?(?P<what>[\u4e00-\u9fff]{4,14})$")
_ORDERED = ("工程", "行动", "试点")
"""Ends of undertakings of higher bodies that a report carries out: 按照“甲工程”的要求，…."""
_ASKS = ("如何", "怎样", "怎么", "为什么", "为何", "谁来", "什么是")
"""Beginnings of questions, which are topics."""
_LATIN = re.compile(r"[\dA-Za-z%+.·\-]+")
_NUMBERED = re.compile(r"[一二三四五六七八九十两双]+(?:[个大项][\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff])")


def _nameable(inner: str, headed: bool, tailed: bool, verb: str, rules: InitiativeRules) -> bool:
    """Whether a quotation can name an undertaking at all."""
    bare = inner.strip()
    if (
        len(bare) < 2
        or len(bare) > 60
        or (
            (bare in rules.slogans or bare in rules.images or _IMAGE.fullmatch(bare))
            and not headed
            and not (bare in rules.shapes and tailed and verb and verb not in rules.weak_verbs)
        )
    ):
        return False
    if (
        _TITLE_WON.fullmatch(bare)
        or bare[-1] in "。；"
        or "？" in bare
        or ("！" in bare and not tailed)
        or bare.startswith(_ASKS)
    ):
        return False
    if not (headed or tailed) and _LATIN.fullmatch(bare):
        return False
    if _TERM.fullmatch(bare):
        return False  # “十四五”: a plan period
    counted = _NUMBERED.fullmatch(bare)
    return not counted or headed or tailed or (bool(verb) and verb not in rules.weak_verbs)


def _institution(inner: str) -> bool:
    """Whether a quoted name is a body with an attribute: 书香政协, 数字人大, 清廉机关."""
    return (
        re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:政协|人大|工会|机关|法院|检察|妇联|侨联|共青团|课堂|大脑)", inner)
        is not None
    )


def _built(text: str, quote: Quote, verb: str, rules: InitiativeRules) -> bool:
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


_CHARACTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")


def _tail(text: str, at: int, words: Words, rules: InitiativeRules) -> tuple[int, str, str]:
    """End, head and kind of the words that run on behind a quotation, or no head.

    The last head before a verb, a preposition or a point ends the name; 等 before a head shares it with a list.
    """
    spanned = _SPANNED.match(text, at)
    if spanned:
        return spanned.end(), spanned[1], "programme" if spanned[1].endswith("计划") else "campaign"
    begin = at + 1 if text.startswith(("等", "的"), at) else at
    online = _ONLINE.match(text, begin)
    opening = online.end() if online else begin
    index = words.at(opening) if opening < len(text) else len(words)
    while index < len(words) and words[index].start < opening:
        index += 1
    best: tuple[int, str, str] = (at, "", "")
    shared = text[at:begin] == "等"
    run_end = at
    end = opening
    act = -1
    for number, word in enumerate(words.following(index, 8)):
        if word.start != end or not _CHARACTER.match(word.surface) or word.end - begin > 16:
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
        if (
            word.surface in _STOP_WORDS
            or rules.told.at(text, word.start)
            or (halting and not (word.surface in _ATTRIBUTES and _head_soon(words, index + number + 1, rules)))
        ):
            break
        end = word.end
        tail = text[begin:end]
        head = next(iter(rules.endings(tail)), None)
        if head and -1 < act < number - 1 and head[1] not in WITH_OBJECTS and text[end : end + 1].isdigit():
            break  # “…”|培育特色品牌8个: what it does, and to how many
        if acts(word, rules):
            act = number
        if head and not (best[1] and best[1] not in rules.weak_heads and head[0] in rules.weak_heads):
            best = (run_end, *head) if shared else (end, *head)
    if not best[1]:
        # The tagger errs on short words; a strong head within a few plain characters ends a name too.
        plain = rules.plain_tail.match(text, begin)
        if plain and not tells(text, words, begin, plain.end(), rules):
            best = (plain.end(), *rules.endings(plain[0])[0])
    if best[1] and best[0] < len(text) and _GOES_ON_AS.match(text, best[0]):
        return (at, "", "")  # “…”专项工作报告: the words name something else
    if best[1] in rules.weak_heads and not shared:
        firmer = next(iter(rules.endings(text[at : best[0] - len(best[1])])), None)
        if firmer and firmer[0] not in rules.weak_heads:
            best = (best[0] - len(best[1]), *firmer)  # “…”工程|建设
    if best[1] in rules.weak_heads and best[0] == end and not shared:
        following = words[words.at(end)] if end < len(text) else None
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
    at = words[index].start if index < len(words) else 0
    for word in words.following(index, 3):
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
        for w in words[words.at(start - len(attribute)) : words.at(start - 1) + 1]
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
    if not before.endswith(rules.topics):
        return ""
    return max((word for word in rules.topics if before.endswith(word)), key=len)
