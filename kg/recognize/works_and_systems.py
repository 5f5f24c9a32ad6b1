"""Works, institutions with an attribute, mechanisms, coined activities, lists and headings without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognize.plain_names import VAGUE
from kg.recognize.undertakings import InitiativeMention, figures_of
from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.words import Words

_COINED_WORDS = "进社区|进校园|进企业|进基层|进万家|进机关|进农村|进乡村|进网格|进军营|送清凉|送温暖|送健康|送文化|送法|送岗位|送医|送教|三下乡|下乡|金秋助学|助学|助考|敬老|爱心"

_COINED = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{_COINED_WORDS})[\u4e00-\u9fff]{{0,4}}?(?:活动|行动)")

_COINED_WORD = re.compile(_COINED_WORDS)

_NO_WORD = re.compile(r"[^\u4e00-\u9fff]|\Z")


def _coined(text: str) -> Iterator[re.Match[str]]:
    """What ``_COINED`` finds, tried only near its words: at each character of a text it took a fiftieth of a build."""
    at = 0
    while word := _COINED_WORD.search(text, at):
        end = _NO_WORD.search(text, word.end())
        yield from _COINED.finditer(text, max(at, word.start() - 8), at := end.start() if end else len(text))


def dash_headings(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Headings closed by a dash that begin with a verb of doing and name what is done."""
    del words
    for block in layout.blocks:
        if block.kind != "heading" or block.level != 8:
            continue
        line = layout.words(block).rstrip("—")
        m = rules.heading_verb.match(line)
        if m and 4 <= len(line) <= 24 and "，" not in line and "“" not in line:
            yield InitiativeMention(block.start, block.start + len(line), line, "task", "dash-heading", line, m[0])


_LIST = re.compile(
    r"(?:开展|举办|推出|打造|实施|启动|推进|组织|策划|创新开展|创办|开设)(?:了)?([\u4e00-\u9fffA-Za-z·]{3,14}(?:、[\u4e00-\u9fffA-Za-z·]{3,16})+)(?:和[\u4e00-\u9fffA-Za-z·]{3,16})?(?:等(?:系列|特色|品牌|主题|一系列|多项|各类)*[\u4e00-\u9fff]{0,4}|等?[一二两三四五六七八九十\d]+[个大项](?:重大|特色|重点|系列)*(?=活动|品牌|赛事|栏目|专栏|主题))(?:活动|品牌|赛事|栏目|专栏|行动|战役|计划|主题)"
)

_INSTITUTION = re.compile(
    r"(?:深耕|打造|建设|推进|创建|擦亮|加快建设|持续推进)((?:书香|智慧|数字|清廉|活力|阳光|法治|暖心|网上|掌上)(?:政协|人大|工会|法院|检察院?|妇联|侨联|机关|团建))(?:建设)?"
)

_WORKS = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9]{2,12}工程(?:[一二三]期)?)(?=启动|开工|建成|竣工|完工|通车|通水|并网|投用|投入|投产|全线|获批|总投资|完成投资|累计|进展|顺利|加快推进)"
)

_WORK_VERB = re.compile(r"(?:完成|推进|加快|启动|实施|建成|新建|推动|抓好|年内|开工|续建|谋划)+")

_MECHANISM = re.compile(
    r"(?:建立|构建|推行|创新|首创|实行|探索|探索建立|创设|设立|推广)(?:了|起|完善)?([\u4e00-\u9fffA-Za-z0-9+]{3,18}?(?:机制|制度|模式|工作法|责任制))(?=[，；])"
)

_SUPERVISION = re.compile(
    r"(?:开展|实施|启动|组织|承担|承接|参与)(?:了)?(?:对[^，。；的]{2,14}的)?"
    r"([\u4e00-\u9fffA-Za-z]{4,18}?(?:民主监督|协同监督|联动监督|专项监督|跟踪监督))(?=(?:任务|工作)?[，。；、\d\n])"
)
_PUT_ON = re.compile(
    r"(?:把|将)(?P<name>[\u4e00-\u9fffA-Za-z]{4,14}?)(?:建设)?(?:工作)?(?:列入|列为|纳入)(?:了)?"
    r"[^，。；\n]{0,14}?(?:实事|项目|工程|任务|计划|重点|抓手|头号|一号)[^，。；\n]{0,6}，"
)


def works_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Institutions with an attribute (书香政协) and works with a name that are begun or finished."""
    text = layout.text
    for m in _INSTITUTION.finditer(text):
        yield InitiativeMention(m.start(1), m.end(1), m[1], "brand", "institution-name", m[1], m[0][:2])
    for m in _WORKS.finditer(text):
        lead = _WORK_VERB.match(m[1])
        begin = m.start(1) + (lead.end() if lead else 0)
        index = words.at(m.end(1) - 1)
        while index > 0 and words[index].start > begin:
            word = words[index - 1]
            if (
                word.start < begin
                or word.tag[:1] in "pcudrymq"
                or word.surface in rules.unquoted_verbs
                or (word.tag == "v" and len(word.surface) > 1)
            ):
                begin = words[index].start
                break
            index -= 1
        name = text[begin : m.end(1)]
        if len(name) >= 5 and name[:-2] not in rules.generic:
            yield InitiativeMention(begin, m.end(1), name, "programme", "works-name", name)


_INVESTED = re.compile(
    r"(?=[投总规\d])(?:(?:投资|总规模|规模)(?:额)?(?:达到?|约|近|超过?|为)?(?=\d)|(?<=[、，和])(?=\d[\d.]*[余多]?[万亿]+元))"
)
_SUM = re.compile(r"\d[\d.,]*[余多]?[万亿]*(?:美|欧)?元的?(?!以|及|左|人|企|大|重|产|工业项|招)")
_THING = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9×“”（）]{3,24}?(?=、|，|；|。|等|和\d|基本|全面|全部|进展|顺利|主体|正式|如期|建成|完工|竣工|开工|启动|投入|投产|开业|落地|获批|已)"
)


def invested_works(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Works that a sum is put into: 投资3500万元的供水管网改造、600万元的丙社区文体馆项目基本完工.

    The later ones of a list may leave out 的; a work may name several places (投资2亿元的甲河、乙河堤防工程).
    """
    text = layout.text
    chained = -1
    for m in _INVESTED.finditer(text):
        money = _SUM.match(text, m.end())
        if money is None or not (m[0] or m.start() - 1 == chained):
            continue
        thing = _THING.match(text, money.end())
        begin, end = money.end(), thing.end() if thing else money.end()
        while text.startswith("、", end) and (more := _THING.match(text, end + 1)) and not more[0][0].isdigit():
            end = more.end()
        name = text[begin:end]
        if not name or name[0].isdigit() or VAGUE.match(name) or "的" in name or name in rules.generic:
            continue
        if not money[0].endswith("的") and m[0]:
            continue
        last = words[words.at(end - 1)]
        if last.end != end or last.tag[:1] not in "nvj":
            continue
        chained = end
        yield InitiativeMention(begin, end, name, "programme", "invested-work", name, "投资")


_SUBJECT = re.compile(
    r"(?<![^。；\n\u3000])(?P<name>[\u4e00-\u9fffA-Za-z0-9·“”]{4,20}?(?P<head>工程|行动|项目|活动|计划|试点|建设|工作|改造|整治|治理|保护|帮扶))"
    r"(?=(?:得到|实现|进一步|步伐|按期|如期|成效|稳步|扎实|持续|全面|深入|顺利|有序|有力|取得|不断|加快|圆满|基本|完成|进展|启动|稳妥|深化|强力|纵深|落地)[\u4e00-\u9fff])"
)
_STRONG = ("工程", "行动", "项目", "活动", "计划", "试点")


def subject_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Undertakings that open a sentence as what it tells of: 文化惠民工程进一步深入; 扶贫工作按期完成，86户脱贫.

    Work and building in general (城市建设步伐加快) need a figure in the sentence.
    """
    text = layout.text
    for m in _SUBJECT.finditer(text):
        name, head = m["name"], m["head"]
        vague = name[0].isdigit() or (VAGUE.match(name) and not (name.startswith("重") and len(name) - len(head) >= 6))
        if vague or "的" in name or words[words.at(m.end() - 1)].end != m.end():
            continue
        own = [w.surface for w in words[words.at(m.start()) : words.at(m.end() - len(head) - 1) + 1]]
        plain = all(word in rules.routine for word in own) and not (head in ("工程", "行动") and len(own) > 1)
        if plain or any(word in rules.firm_verbs for word in own):
            continue
        if head not in _STRONG and not _FIGURED.match(text, m.end()):
            continue
        yield InitiativeMention(
            m.start(), m.end(), name, "programme" if head in _STRONG else "task", "subject-name", name
        )


_FIGURED = re.compile(r"[^。；\n]{0,40}?\d")


def system_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Mechanisms that are set up and counted by (建立诉前调解机制，化解纠纷86件) and supervision of one named matter."""
    text = layout.text
    for m in _MECHANISM.finditer(text):
        after = re.compile(r"[^。；\n]{0,60}").match(text, m.end())
        told = (after and re.search(r"\d", after[0])) or figures_of(text).reckoned(m.end())
        if told and not VAGUE.match(m[1]) and "的" not in m[1]:
            yield InitiativeMention(m.start(1), m.end(1), m[1], "mechanism", "system-name", m[1], m[0][:2])
    for m in _SUPERVISION.finditer(text):
        pieces = words[words.at(m.start(1)) : words.at(m.end(1) - 1) + 1]
        if not VAGUE.match(m[1]) and not all(w.surface in rules.generic or w.tag == "v" for w in pieces):
            yield InitiativeMention(m.start(1), m.end(1), m[1], "task", "system-name", m[1], m[0][:2])


def listed_for_doing(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """What is put on a list of things to be done and is told of with figures: 把乙食堂建设列入民生实事，…建成860处."""
    text = layout.text
    figures = figures_of(text)
    for m in _PUT_ON.finditer(text):
        begin, end = m.span("name")
        pieces = words[words.at(begin) : words.at(end - 1) + 1]
        cut = pieces[-1].end != end or pieces[0].start != begin
        plain = all(w.surface in rules.routine or w.surface in rules.generic for w in pieces)
        if cut or plain or VAGUE.match(m["name"]) or not figures.soon_in_line(m.end(), _TOLD_SOON):
            continue
        yield InitiativeMention(begin, end, m["name"], "programme", "listed-for-doing", m["name"], "实施")


_TOLD_SOON = 120
"""Characters from such a list to the figures of what is on it, at most."""


def coined_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Activities whose name says where they go or what they bring: 法律进社区活动, 夏送清凉活动."""
    text = layout.text
    for m in _coined(text):
        begin = m.start()
        for word in words[words.at(m.start()) : words.at(m.end() - 1)]:
            if word.end <= m.end() - 4 and (
                word.surface in rules.unquoted_verbs or word.surface in rules.verbs or word.tag[:1] in "pcudrymq"
            ):
                begin = word.end
        name = text[begin : m.end()]
        if 5 <= len(name) <= 14:
            yield InitiativeMention(begin, m.end(), name, "campaign", "coined-name", name, "开展")


def names_in_lists(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Unquoted names that share a head: 开展甲荟、乙苑、丙享等活动; plain descriptions end in a verb and are none."""
    text = layout.text
    for m in _LIST.finditer(text):
        at, items = m.start(1), []
        for name in re.split("[、和]", m[1]):
            last = words[words.at(at + len(name) - 1)]
            plain = (last.tag in ("v", "vn", "vd", "vi") and len(last.surface) >= 2) or last.surface in rules.generic
            items.append((at, name, not plain and last.end == at + len(name)))
            at += len(name) + 1
        if all(named for _, _, named in items):
            for at, name, _ in items:
                kind = "event" if m[0].startswith("举办") or name.endswith(rules.events) else "campaign"
                yield InitiativeMention(at, at + len(name), name, kind, "listed-name", name, "开展")
