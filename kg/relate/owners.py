"""Under which undertaking a figure was counted, and with ``kg.relate.bearers`` whose it is.

A figure stands under the undertaking that its clause names, else the
last one of its sentence up to a semicolon, else the one that its paragraph or heading is about.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from kg.model import Key
from kg.relate.accounts import accounts, everybodys
from kg.relate.anaphora import taken_up
from kg.relate.bearers import Bearers
from kg.relate.figures import ReadFigure
from kg.relate.hierarchy import Topic, topic_at
from kg.relate.scene import Clause, Item, Scene
from kg.relate.stating import heading_initiative
from kg.relate.survey import leaves, spends_anew, surveys
from kg.text.cohesion import shares
from kg.text.layout import Sentence
from kg.text.reckoning import RECKONS
from kg.text.words import Words

_CARRIED = frozenset(
    ("brand", "platform", "campaign", "programme", "venue", "mechanism", "task", "training", "event", "other")
)
_HELD = frozenset(("campaign", "event", "training", "other"))
_WORKS = ("工程", "项目")
"""Heads of works, whose outcomes a sentence lists; behind a policy or a plan it goes on to other things."""
_LASTING = frozenset(("venue", "platform", "brand", "mechanism"))


class Owned(Struct, frozen=True, gc=False):
    """Owner and undertaking of a figure; None is unknown."""

    organization: Key | None
    initiative: Key | None
    rule: str
    inherited: bool = False
    """Whether the undertaking comes from a paragraph or heading."""


class Owners:
    """Answers for every figure of a report whose it is."""

    def __init__(self, scene: Scene, words: Words, figures: tuple[ReadFigure, ...], topics: list[Topic]) -> None:
        """``figures`` are all of the report, for numbers dealt out to several bodies; ``topics`` what it announces."""
        self._scene = scene
        self._words = words
        self._surveys = surveys(scene)
        self._bearers = Bearers(scene, figures)
        self._clauses: dict[int, tuple[Clause, ...]] = {}
        self._topics = topics
        self._accounts = accounts(scene, figures)

    def of(self, figure: ReadFigure) -> Owned:
        """Owner and undertaking of one reading."""
        sentence = self._scene.layout.sentences[figure.sentence]
        clauses = self._clauses.get(figure.sentence)
        if clauses is None:
            clauses = self._clauses[figure.sentence] = tuple(self._scene.clauses(sentence))
        start = figure.mention.start
        index = next((i for i, c in enumerate(clauses) if c.start <= start < c.end), 0)
        organization, rule = self._bearers.of(figure, clauses, index)
        initiative, inherited = self._initiative(figure, sentence, clauses, index)
        return Owned(organization, initiative, rule, inherited)

    def _goes_on(self, clause: Clause) -> bool:
        """Whether a clause tells an outcome of what the one before did, and begins nothing of its own."""
        return _OUTCOME.match(self._scene.layout.text, clause.start) is not None

    # -------------------------------------------------------------------------------------------------- undertaking

    def _initiative(
        self, figure: ReadFigure, sentence: Sentence, clauses: tuple[Clause, ...], index: int
    ) -> tuple[Key | None, bool]:
        scene, text = self._scene, self._scene.layout.text
        start, end = figure.mention.start, figure.mention.end
        clause = clauses[index]
        named = [i for i in clause.items if i.key.kind == "initiative"]
        behind = [i for i in named if i.start >= end]
        if behind and (
            _counts(text[end : behind[0].start])
            or (figure.mention.unit == "次" and re.fullmatch(r"[^，。；、\d]{2,12}", text[end : behind[0].start]))
        ):
            return behind[0].key, False  # 两次组织委员参加…大检查
        before = [i for i in named if i.end <= start]
        if len(before) > 1 and _counts_all(text, before[-2].end, before[-1]):
            before = []
        if before and not _beside(text[before[-1].end : start], figure.mention.unit):
            return before[-1].key, False
        if behind and _ACTS_IN.fullmatch(text, end, behind[0].start) and figure.mention.unit not in _CHANGES:
            return behind[0].key, False
        if figure.mention.unit.endswith("元") and index + 1 < len(clauses) and text[clause.end - 1] == "，":
            paid = [i for i in clauses[index + 1].items if i.key.kind == "initiative"]
            if paid and _PAID_FOR.fullmatch(text[clauses[index + 1].start : paid[0].start]):
                return paid[0].key, False
        if (where := self._settled_in(clauses, index, end)) is not None:
            return where, False
        carried = self._carried(clauses, index)
        if carried is None:
            carried = taken_up(scene, clauses[: index + 1])
        if carried is not None:
            return carried, False
        topic = topic_at(self._accounts, start) or topic_at(self._topics, start)
        if topic is not None:
            return topic, True
        heading = heading_initiative(scene, sentence) or self._line_above(sentence)
        return heading, heading is not None

    def _settled_in(self, clauses: tuple[Clause, ...], index: int, end: int) -> Key | None:
        """The undertaking in which what a number counts came out, named behind it: 31件纠纷，在“甲工作室”得到化解."""
        text = self._scene.layout.text
        for clause in clauses[index : index + 2]:
            named = [i for i in clause.items if i.key.kind == "initiative" and i.start >= end]
            if named:
                begin = max(end, clause.start)
                here = _IN.fullmatch(text, begin, named[0].start) and _CAME_OUT.match(text, named[0].end)
                return named[0].key if here else None
            if clause.start >= end and _digit(text, clause):
                return None
        return None

    def _line_above(self, sentence: Sentence) -> Key | None:
        """The undertaking of a line close above, where a text is set line by line and this line tells an outcome."""
        layout = self._scene.layout
        for index in range(sentence.block, max(-1, sentence.block - _LINES), -1):
            block = layout.blocks[index]
            if block.end - block.start > _LINE or block.kind not in ("heading", "paragraph"):
                return None
            named = [i for i in self._scene.between(block.start, block.end) if i.key.kind == "initiative"]
            if named:
                return named[0].key if len(named) == 1 and index < sentence.block else None
            if not _LINE_OUTCOME.match(layout.text, block.start):
                return None
        return None

    def _carried(self, clauses: tuple[Clause, ...], index: int) -> Key | None:
        """The undertaking of an earlier clause of the sentence whose outcome this clause tells."""
        scene, text = self._scene, self._scene.layout.text
        told_of = None if self._surveys else self._told_of(clauses)
        if told_of is not None and not any(_ECONOMY.search(text, c.start, c.end) for c in clauses[1 : index + 1]):
            between = [i for c in clauses[: index + 1] for i in c.items if i.key.kind == "initiative"]
            others = [c for c in clauses[1 : index + 1] if c.explicit and not _HELPING.search(text, c.start, c.end)]
            parted = any(
                text[a.end - 1] == "；" and _TURNS.match(text, b.start) for a, b in pairwise(clauses[: index + 1])
            )
            if not others and not parted and all(i.key == told_of for i in between):
                return told_of
        for number in range(index - 1, -1, -1):
            earlier = clauses[number]
            if text[earlier.end - 1] == "；":
                return self._listed_under(clauses, index)
            found = [i for i in earlier.items if i.key.kind == "initiative"]
            if not found:
                if _TURNS.match(text, earlier.start):
                    return None
                continue
            main, clause = found[0], clauses[index]
            if len(found) > 1 and all(i.category == "venue" for i in found):
                continue  # 建成工作站86个、议事室120个，开展协商300场: under what both are for, if it is named
            if main.category not in _CARRIED or len(found) > 1:
                return None
            if self._surveys and leaves(scene, self._words, main, clauses[number + 1 : index], clause):
                return None
            if spends_anew(scene, earlier, clause):
                return None
            near = number == index - 1
            turns = _TURNS.match(text, clause.start) and not (near and _AIM.match(text, clause.start))
            turns = turns and not shares(text[main.start : main.end], text[clause.start : clause.end])
            if turns or _ECONOMY.search(text, clause.start, clause.end):
                return None
            if everybodys(main.key) or _LEARNT.match(text, main.end):
                return None
            if main.category == "programme" and (
                (index - number > 1 and not self._holds(main) and not self._reckons(clauses[number + 1 : index + 1]))
                or self._other_acts(clauses[number + 1 : index + 1])
            ):
                return None
            if any(self._moves_on(c) for c in clauses[number + 1 : index]):
                return None
            if main.category not in _LASTING and (
                _STATES.match(text, clause.start, clause.end)
                or (main.category == "programme" and _RATE.match(text, clause.start, clause.end))
            ):
                return None
            counted = _COUNTS.search(text, main.end, earlier.end) is not None
            beside = counted and main.category in ("venue", "event", "brand", "platform")
            if beside and any(_OTHER_ACT.match(text, c.start) for c in clauses[number + 1 : index + 1]):
                return None
            held = main.category in _HELD and not _NEW_ACT.match(text, clause.start)
            if counted and not (main.category in _LASTING or held or self._goes_on(clause)):
                return None
            return main.key
        return None

    def _reckons(self, clauses: tuple[Clause, ...]) -> bool:
        """Whether one of these clauses adds up what came of the ones before: 到10月底，已有1046对."""
        text = self._scene.layout.text
        return not self._surveys and any(RECKONS.match(text, c.start) for c in clauses)

    def _holds(self, main: Item) -> bool:
        """Whether a programme holds what a sentence tells behind its first clause: works do, and trials but in surveys."""
        name = self._scene.layout.text[main.start : main.end]
        return name.endswith(_WORKS) or (not self._surveys and ("“" in name or name.endswith("试点")))

    def _moves_on(self, clause: Clause) -> bool:
        """Whether a clause without a figure goes over to other work, and is no remark on how this one was led."""
        text = self._scene.layout.text
        if not _MOVES_ON.match(text, clause.start) or _digit(text, clause):
            return False
        return self._surveys or _LED.fullmatch(text, clause.start, clause.end) is None

    def _listed_under(self, clauses: tuple[Clause, ...], index: int) -> Key | None:
        """The undertaking before the colon of a list, none of whose items names another: 深化甲：走访26户；解决问题8个."""
        text = self._scene.layout.text
        head = next((n for n in range(index) if text[clauses[n].end - 1] == "："), None)
        if head is None:
            return None
        named = [i for c in clauses[: index + 1] for i in c.items if i.key.kind == "initiative"]
        others = [c for c in clauses[head + 1 : index + 1] if c.explicit]
        return (
            named[0].key
            if len({i.key for i in named}) == 1 and named[0].end <= clauses[head].end and not others
            else None
        )

    def _told_of(self, clauses: tuple[Clause, ...]) -> Key | None:
        """The undertaking that a sentence or a line opens with and goes on to tell of: 甲管网改造项目由乙牵头，全年改造…."""
        text, first = self._scene.layout.text, clauses[0]
        named = [i for i in first.items if i.key.kind == "initiative"]
        if not named:
            return None
        begin = named[0].start
        owner = next(
            (i for i in first.items if i.key.kind == "organization" and text[i.end : begin] in ("", "的")), None
        )
        if not _OPENS.fullmatch(text, first.start, owner.start if owner else begin):
            return None
        return named[0].key if named[0].category in _CARRIED and _SUBJECT.match(text, named[0].end) else None

    def _other_acts(self, clauses: tuple[Clause, ...]) -> bool:
        """Whether a body named in these clauses acts in them."""
        return any(c.explicit and any(s.key != self._scene.own for s in c.subjects) for c in clauses)


_OPENS = re.compile(
    r"(?:[▲●◆■▪★·☐◇○•\-\s]|\d{1,2}[.、）]|[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十]+）|[今去当本]年，?|全年，?)*"
)
"""What may stand before a name that opens its sentence or line."""
_SUBJECT = re.compile(r"(?![的、和与及]|等[^，。；]{0,6}(?:活动|项目|工程|行动))")
"""What follows a name that its sentence tells of."""
_HELPING = re.compile(r"牵头|配合|协助|参与|支持|承办|协办|指导|其中|据此|随即|随后")
"""What other bodies do for the undertaking that a sentence tells of."""
_IN = re.compile(r"[^，。；、\d]{0,20}?(?:在|由|经|通过|靠)[^，。；、\d]{0,14}")
_CAME_OUT = re.compile(
    r"[中里内]?(?:得到|得以|全部|成功|就地|当场)*(?:化解|解决|调解|办结|圆|受益|受助|落地|签约|达成|促成|获得|找到|实现|兑现)"
)
"""What stands around the name of an undertaking in which something came out: 在“甲”中圆了大学梦."""
_PAID_FOR = re.compile(r"(?:用于|支持|设立|新建|建设|实施|开展|打造|启动|组织|举办)(?:了)?")
_TURNS = re.compile(
    r"(?:(?:全年)?新开工|成立|承办|出台|印发|制定(?!整改|措施|方案\d)|编印|签署|选派|力争|争取|确保|坚持|加强|完善)"
)
_LEARNT = re.compile("的?(?:经验|做法|典型经验|成功经验)")
"""Behind the name of what a report learns from: 学习运用“甲工程”经验."""
_AIM = re.compile(r"力争|争取|选派|确保")
"""What the next clause tells of an undertaking that is begun: 启动甲行动，力争引进15人."""
_COUNTS = re.compile(r"\d(?![\d年月日—-])")
_NEW_ACT = re.compile(r"(?:走访|培训|评选|新建|建成|组织|编|推荐|选派|表彰|接待|发展)")
_OTHER_ACT = re.compile(r"(?:新?发展|培训|走访|评选|推荐|选派|表彰|引进|签订|签署|与[^，。；]{2,24}签)")
"""What a body does beside something that was counted already: 新建工作室20个，培训党外人士300人次."""
_MOVES_ON = re.compile(
    r"(?:继续|持续|全面|大力|深入|积极|加快|扎实)?(?:推进|实施|打造|完善|规范|建成|加强|优化|推动|深化|促进|提升|强化|健全|培育|支持|实现|改造|坚持)"
)
_LED = re.compile(
    r"(?:不断|持续|进一步|切实|全面|坚持)?(?:建立|健全|完善|加强|强化|优化|规范|创新|落实|细化|明确|压实|严格)(?:了)?"
    r"(?:工作|运行|管理|组织|相关|各项|配套|长效|日常|协调|服务)*"
    r"(?:制度|机制|方案|流程|程序|领导|保障|责任|措施|办法|标准|台账|清单|规则|队伍|方式|方法|举措|设施|功能|力量)[，：]"
)
"""How an undertaking was led, told between its name and its figures: 深化甲，健全工作制度，走访26户."""
_RATE = re.compile(
    r"[^，。；]{2,24}?(?:率|比重|占比|比例)(?:[^，。；]{0,6}?)(?:达|为|提高|提升|稳定|保持|超|不低于|\d)"
)


def _digit(text: str, clause: Clause) -> bool:
    return re.search(r"\d", text[clause.start : clause.end]) is not None


_STATES = re.compile(
    r"(?:(?!参与|参加|听课|受众|观众|服务|学员|选手|入学|覆盖)[\u4e00-\u9fff“”、]){4,24}?(?:增长|下降)"
)
_ECONOMY = re.compile(
    r"(?:增加值|生产总值|投资|进出口|社会消费品|一般公共预算|居民收入|可支配收入)[^，。；]{0,10}(?:增长|下降)"
    r"|社会消费品零售总额|成交额|进出口总额|经济总量|总产值|实绩企业|(?:地区)?生产总值|旅游(?:总)?收入|一般公共预算收入|人均可支配收入|出入境人员|城镇化率|接待(?:国内外)?游客[^，。；]{0,12}增长"
)
_OUTCOME = re.compile(
    r"(?:累计|共|先后|已|现|全年|年内|直接|其中)*(?:惠及|带动|吸引|参与|服务|覆盖|受益|受众|帮助|解决|协调|化解|调解|收集|走访|慰问|发放|捐赠|捐资|价值|培训|达成|促成|义诊|接诊|参加|观众|听众|学员|群众|职工|委员|师生|为|募集|筹集|提出|形成|发现|推动|整改|办结|查处|受理|接受|开展|举办|组织|完成|调处|追回|[\d])"
)


_LINES = 5
_LINE = 40
"""Lines up to the name, and characters of a line, in a text that is set line by line (an infographic)."""
_LINE_OUTCOME = re.compile(
    r"(?:[\d,.]+[余多]?[万亿]?[\u4e00-\u9fff%]{1,3}\s+)?(?:累计|共|先后|直接)*"
    r"(?:惠及|带动|帮带|吸引|服务|覆盖|受益|帮助|解决|协调|化解|调解|收集|征集|走访|走进|深入|慰问|发放|捐赠|赠送|推动|巡查|排查|受理|接待|户均|人均|参与群众|参加群众)"
)
"""A line that tells an outcome, its number before it or in it: 1.5万份 发放宣传资料; 帮带农户2100余户."""


_CHANGES = frozenset(("%", "个百分点", "百分点", "倍", "番"))
_ACTS_IN = re.compile(
    r"[^，；：。、\d]{0,30}?(?:、\d[\d.,]*[余多]?[万亿]?[^，；：。、\d]{1,16}){0,3}?"
    r"(?:参加|参与|加入|投身|开展|实施|推行|推广|启动|举办|承办|打造|创建|建成|建立|成立|设立|开设|共建|试点|使用|运用|应用|接入|支持|用于|服务|获得|获|享受|申领|申请)了?"
    r"[^，；：。、\d]{0,12}"
)
"""Who or what takes part in an undertaking, or goes into it: 组织320名委员参加“甲”活动, 12所学校推行“乙”."""
_ATTRIBUTE = re.compile(
    r"(?:[^，。；：、的]{0,10}、[^，。；：、的]{0,8}\d[\d.,]*[余多]?[万亿]?[^，。；：、的\d]{1,4}){0,2}[^，。；：、的\d]{0,6}的"
)
_COUNTED_LIST = re.compile(r"[^、，\d]{0,6}\d[\d.,]*[余多]?[万亿]*(?P<unit>[^、\d]{1,3})(?:、[^、]*)+")


def _counts_all(text: str, first: int, last: Item) -> bool:
    """Whether a number behind a list counts what all of its names stand for, and no one alone: “甲”“乙”等活动26场."""
    return text[first : last.start] in ("", "、", "和", "及", "与") and text.startswith("等", last.end)


def _beside(between: str, unit: str) -> bool:
    """Whether a number counts something beside a name that has its own number: 甲救助金307万元、老人补助623万元."""
    m = _COUNTED_LIST.fullmatch(between)
    return m is not None and m["unit"] == unit


def _counts(between: str) -> bool:
    """Whether what stands between a number and a name leaves the number counting the name: 7家“…”, 2期…培训班, or
    telling of it in its attribute: 录制微课26节、收看180万人次的“…”."""
    if _ATTRIBUTE.fullmatch(between):
        return True
    if _PAID_FOR.fullmatch(between):
        return True  # 投入12亿元实施“…”计划
    return len(between) <= 3 and not re.search(r"[，。；、和]", between)
