"""Whose figure it is.

One other body that acts in the active voice owns what it does; what is received, what several bodies do and what nobody
is named for belongs to the report's own body.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from kg.model import Key
from kg.relate.figures import ReadFigure
from kg.relate.scene import Clause, Item, Scene

_RECEIVED = re.compile(r"获|得到|受到|被|荣获|赢得|来访|到访|接待|批示|签批|肯定|采纳|采用")
_RELATIVE = re.compile(
    r"(?:确定|下达|部署|安排|交办|提出|批准|明确|确立|规定|要求|给予|拨付)(?:的?[^，。；]{0,6}|的[^，。；]{0,20}[和、][^，。；]{0,4})$"
)
_VILLAGE = re.compile(r"村集体|村级集体|村民人均|(?:全村|该村)[^，]{0,6}收入")
_ALL_OF_IT = re.compile(r"(?:目前|现在|如今|到|至)?[^，。；\d]{0,4}(?:全村|该村|村里)(?!民|级)")
"""How a clause begins that tells of the village named before."""
_ADOPTED = re.compile(r"采用|采纳|录用|刊用|批示|签批|圈阅|刊发|刊登|转载")
_STATE = re.compile(r"(?:年)?(?:村)?(?:集体)?(?:经济)?(?:总)?(?:收入|产值|销售额|营业额|营收|利润|产品销售额|产量)")
_HONOURED = re.compile(
    r"被[^，。；]{0,12}?(?:评为|评|推荐|录取|录用|表彰|命名|授予|选送|选为|表扬)|[荣喜]获|获(?:评|奖|批|授|省|市|全国|国家)|入选"
)
_TOWARDS = frozenset("向给对为与跟")
"""Before a body to which something is said or done."""
_PERSONS = frozenset(("人", "名", "位", "人次"))
_MEMBERS = re.compile(r"(?:政协|人大)?(?:委员|代表)")
_SAYS = re.compile(
    r"[^，。；]{0,4}?(?:测算|统计|介绍|表示|介绍说|说|认为|评估|反映|指出|透露|核算|估算|显示|发文部署|发文|部署|要求|号召)[，：]"
)
"""Behind a body that only tells of what follows, or has it done."""
_HELPS = re.compile(r"(?:积极|大力|全力|密切|共同|一同)*(?:配合|协助|协办|支持|保障|参与|观摩|指导)[，；。]")
"""Behind a body that helps another one in what follows."""
_COLLECTIVE = re.compile(r"等(?:多个|有关|相关)?(?:部门|单位|地|方面|各方|企业|机构)")
"""Behind a body that is named for several."""
_NUMBERING = re.compile(r"^（?[一二三四五六七八九十]{1,3}[）、.]?")
_WORKS = re.compile(
    r"[^，。；\d在的]{0,10}?(?:工程|项目|改造|扩建|改建|迁建|[一二三四五]期)(?:[^，。；]{0,4}?)(?:于|在|已|自|将|年内|全面|正式|顺利|主体)"
)
"""Behind a body of which only the works bear the name: 甲水厂改造工程于3月复工."""
_OF_NO_WEIGHT = re.compile(
    r"的[^，。；]{0,4}?(?:支持|领导|指导|关心|重视|关怀|帮助|配合|要求|部署|号召|安排|决策|决定|精神|邀请|委托|授权|批示|肯定|"
    r"提案|建议|报告|信息|案例|意见|文章|同志|负责|通知|文件|目录|标准|数据|统计|委员|代表|有力|坚强|正确)"
)
"""Behind a body that does not act by what it is said to have: 在甲的支持下."""
_AGENT = re.compile(r"由[^，。；由]{0,10}$")
_BUILDS = re.compile(r"[^，。；由]{0,4}?(?:组织)?(?:施工|承建|建设|实施|承办|承担|兼并|收购|接管)[，。；]")
_PUBLIC_WORKS = re.compile(
    r"(?:当年|随后|随即|并|又|还|及时|先后|共|已|当即|今年|全年|[，、])*"
    r"(?:新?改扩建|新增|拨款|拨出|拨付|投入|投资|新建|改建|改造|补植|修建|建成|铺设|拆除|整治|安排资金|落实资金|筹资)"
)
"""What a government goes on to do."""
_TAKEN_UP = re.compile(r"(?:采纳|采用|吸收|批转)")
_ECONOMY = re.compile(r"经济总量|生产总值|增加值|收入|人口|投资|产值|财政|工业|农业|GDP")
_TOTALS = re.compile(
    r"[^，。；\d]{0,14}?(?:零售总额|生产总值|进出口|投资|经营主体|市场主体|企业|机构|从业人员|人口|存款|贷款|增加值|产业|可支配收入|财政|全[省市县区州国])"
)
"""How a clause begins that tells of a whole division, whatever body was named before."""


class _Actor(Struct, frozen=True, gc=False):
    """Who acts in a clause, as far as figures go."""

    subjects: tuple[Item, ...] = ()
    """Empty: the report's own body."""
    explicit: bool = False
    """Whether the subject stands in this very clause."""
    government: Item | None = None
    """The government that a sentence has named as one that acts or takes up."""


class Bearers:
    """Answers for every figure of a report whose it is."""

    def __init__(self, scene: Scene, figures: tuple[ReadFigure, ...]) -> None:
        """``figures`` are all of the report, for numbers dealt out to several bodies."""
        self._scene = scene
        self._starts = sorted(figure.mention.start for figure in figures)
        self._actors: dict[int, tuple[_Actor, ...]] = {}
        self._last: tuple[int, Key | None] = (-1, None)

    def of(self, figure: ReadFigure, clauses: tuple[Clause, ...], index: int) -> tuple[Key | None, str]:
        """The owner of a reading in a clause of its sentence, and the rule that tells.

        To be asked for the readings in their order: a change (同比增长15%) is of what stands before it.
        """
        change = "indicator-change-inherited" in figure.rule and self._last[0] == figure.sentence
        found = (self._last[1], "owner-of-whole") if change else self._found(figure, clauses, index)
        self._last = figure.sentence, found[0]
        return found

    def _found(self, figure: ReadFigure, clauses: tuple[Clause, ...], index: int) -> tuple[Key | None, str]:
        scene, text, own = self._scene, self._scene.layout.text, self._scene.own
        clause, start = clauses[index], figure.mention.start
        actors = self._actors.get(figure.sentence)
        if actors is None:
            actors = self._actors[figure.sentence] = tuple(self._read(clauses))
        actor = actors[index]
        bodies = [i for i in clause.items if i.key.kind == "organization"]
        before = [b for b in bodies if b.end <= start]
        told = before and before[-1].key != own and text[before[-1].start - 1 : before[-1].start] not in _TOWARDS
        if told and _RELATIVE.fullmatch(text[before[-1].end : start]):
            return before[-1].key, "owner-relative-clause"
        number = figure.mention
        if (
            before
            and number.unit in _PERSONS
            and text[before[-1].end : start] == "的"
            and not _MEMBERS.match(text, number.end)
        ):
            return scene.whole(before[-1].key), "owner-of-persons"  # 甲学院的12名师生
        stated = next(
            (
                b
                for b in reversed(before)
                if b.category in ("community", "enterprise", "school", "other") and _STATE.match(text, b.end)
            ),
            None,
        )
        if stated:
            return stated.key, "owner-state"
        if _VILLAGE.search(text[clause.start : start]) or (
            not actor.explicit and any(_ALL_OF_IT.match(text, c.start) for c in clauses[: index + 1])
        ):
            village = self._last_community(clause)
            if village:
                return village, "owner-village"
        if index and not bodies and _STATE.match(text, clause.start):
            founded = [
                i
                for i in clauses[index - 1].items
                if i.key.kind == "organization"
                and i.category in ("enterprise", "community")
                and i.end >= clauses[index - 1].end - 2
            ]
            if founded:
                return founded[-1].key, "owner-state"
        place = None if bodies else next((i for i in clause.items if i.key.kind == "place"), None)
        lead = scene.rules.lead.match(text, clause.start, clause.end) if place else None
        if (
            place
            and lead
            and place.start <= lead.end()
            and place.end < start
            and self._foreign(place)
            and _ECONOMY.search(text, place.end, start)
            and _states(text[place.end : start])
        ):
            return None, "owner-other-place"
        dealt = self._dealt_out(clause, start)
        if dealt is not None:
            return dealt, "owner-respectively"
        acting = self._acting(figure, clause, actor)
        if acting == own and not actor.subjects:
            headed = self._heading(figure.sentence)
            if headed is not None and not any(i.key == own for c in clauses for i in c.items):
                return headed, "owner-heading"
        return acting, "owner-own" if acting == own else "owner-subject"

    def _acting(self, figure: ReadFigure, clause: Clause, actor: _Actor) -> Key | None:
        """The body that acts in the clause of a figure, or the own one where it is none other that counts."""
        text, own, start, end = self._scene.layout.text, self._scene.own, figure.mention.start, figure.mention.end
        subjects = [s for s in actor.subjects if s.end <= start or s.start > start]
        others = [s for s in subjects if s.key != own]
        if actor.government and not actor.explicit and _PUBLIC_WORKS.match(text, clause.start):
            return actor.government.key
        if not actor.explicit and self._scene.own_category == "government" and _TOTALS.match(text, clause.start):
            return own  # 甲店入驻，社会消费品零售总额增长2%
        if self._joined(subjects):
            subjects = others = others[:1]  # 甲与乙共同举办: 甲 does it
        if len(subjects) != 1 or not others or (others[0].superior and not actor.explicit):
            return own
        only = others[0]
        between = text[only.end : start]
        if only.category in ("party", "government", "media") and not actor.explicit and _RECEIVED.search(between):
            return own
        if only.category == "media":
            return own
        unit = own is not None and only.key.stem.startswith(own.stem)
        begin = max(only.end, clause.start)
        adopted = _ADOPTED.search(text, begin, start) or _ADOPTED.match(text, end)
        if adopted and not (unit and not actor.explicit) and "被" not in text[begin : adopted.start()]:
            return own  # 省政协采用信息12篇
        press = next((i for i in clause.items if i.category == "media" and i.end <= start), None)
        if unit and press and "被" not in text[begin : press.start]:
            return own
        if unit and _HONOURED.search(text, begin, clause.end):
            return own  # a unit's honours are the whole body's
        if actor.explicit and re.search(r"批示|签批|肯定性", between + text[end : end + 8]):
            return own
        return only.key

    def _heading(self, sentence: int) -> Key | None:
        """The other body that is all that the nearest heading above a sentence names: （二）市教育局."""
        layout = self._scene.layout
        section = layout.blocks[layout.sentences[sentence].block].section
        if not section:
            return None
        block = layout.blocks[section[-1]]
        named = self._scene.between(block.start, block.end)
        if len(named) != 1 or named[0].key.kind != "organization" or named[0].superior or named[0].category == "media":
            return None
        alone = not re.search(r"\w", layout.text[named[0].end : block.end]) and not re.search(
            r"[\u4e00-\u9fff]", _NUMBERING.sub("", layout.text[block.start : named[0].start])
        )
        return named[0].key if alone else None

    def _joined(self, subjects: list[Item]) -> bool:
        """Whether two other bodies act of which the second one only helps: 甲与乙."""
        if len(subjects) != 2 or any(s.key == self._scene.own or s.superior for s in subjects):
            return False
        return self._scene.layout.text[subjects[0].end : subjects[1].start] in ("与", "和", "同", "跟")

    def _read(self, clauses: tuple[Clause, ...]) -> Iterator[_Actor]:
        """Who acts in each clause of a sentence: what its subjects are, and what the words around a body say besides."""
        acting: tuple[Item, ...] = ()
        government: Item | None = None
        named: tuple[Item, ...] = ()
        for clause in clauses:
            explicit = False
            if clause.explicit:
                found, named = self._weighed(clause, after=bool(acting)), clause.subjects
                explicit, acting = found is not None and bool(found), acting if found is None else found
            elif clause.subjects != named:
                acting, named = clause.subjects, clause.subjects  # the own body is named by a word of its own
            owner = None if clause.explicit else self._possessor(clause) or self._topic(clause)
            if owner is not None:
                acting, explicit = (owner,), True
            government = next((s for s in acting if explicit and s.category == "government"), government)
            yield _Actor(acting, explicit, government)
            government = self._taker(clause) or government
            acting = self._builder(clause) or acting

    def _weighed(self, clause: Clause, *, after: bool) -> tuple[Item, ...] | None:
        """The subjects of a clause; none where they stand for the own body's doing; None where who acted before goes on.

        ``after``: whether another body was named before it.
        """
        text, first, last = self._scene.layout.text, clause.subjects[0], clause.subjects[-1]
        if _SAYS.match(text, last.end, clause.end) or _HELPS.match(text, last.end, clause.end):
            return None
        if text[first.start - 1 : first.start] == "由" and after:
            return None  # 甲食堂，由乙经营，卖出260份
        if (
            text[first.start - 1 : first.start] == "经"
            or _COLLECTIVE.match(text, last.end)
            or _WORKS.match(text, last.end, clause.end)
        ):
            return ()
        return clause.subjects

    def _possessor(self, clause: Clause) -> Item | None:
        """The body with which a clause begins and whose station, team or meeting acts: 甲工商联的招聘会送岗12个."""
        text = self._scene.layout.text
        first = next((i for i in clause.items if i.key.kind == "organization"), None)
        if first is None or first.superior or first.category == "media" or first.key == self._scene.own:
            return None
        if not self._opens(clause, first):
            return None
        if any(i.start == first.end and i.key.kind == "initiative" for i in clause.items):
            return first  # 甲街道“…议事会”议成46件
        if text[first.end : first.end + 1] != "的" or _OF_NO_WEIGHT.match(text, first.end, clause.end):
            return None
        return first

    def _opens(self, clause: Clause, body: Item) -> bool:
        lead = self._scene.rules.lead.match(self._scene.layout.text, clause.start, body.start)
        return lead is not None and lead.end() == body.start

    def _topic(self, clause: Clause) -> Item | None:
        """The body that is all that a clause names, so that the next ones tell of it: 甲社区食堂，日均卖出260份."""
        body = clause.items[0] if len(clause.items) == 1 else None
        if body is None or body.key.kind != "organization" or body.superior or body.key == self._scene.own:
            return None
        alone = self._scene.layout.text[body.end : clause.end] in ("，", "：") and self._opens(clause, body)
        return body if alone and body.category != "media" else None

    def _builder(self, clause: Clause) -> tuple[Item, ...]:
        """The body that a clause names behind 由 as the one that builds or carries out: 工程由甲施工，铺设管道9公里."""
        text = self._scene.layout.text
        for item in clause.items:
            if item.key.kind != "organization" or not _AGENT.search(text, clause.start, item.start):
                continue
            if _BUILDS.match(text, item.end, clause.end):
                return (item,)
        return ()

    def _taker(self, clause: Clause) -> Item | None:
        """The government that takes up what a clause speaks of: 被区政府采纳."""
        text = self._scene.layout.text
        for item in clause.items:
            by = item.category == "government" and text[item.start - 1 : item.start] in ("被", "经", "由")
            if by and _TAKEN_UP.match(text, item.end, clause.end):
                return item
        return None

    def _dealt_out(self, clause: Clause, start: int) -> Key | None:
        """The body to which 分别 gives a figure: the first number to the first body, and so on."""
        bodies = clause.subjects
        if len(bodies) < 2 or not clause.explicit:
            return None
        numbers = self._starts[bisect_left(self._starts, bodies[-1].end) : bisect_left(self._starts, clause.end)]
        if len(numbers) != len(bodies) or start not in numbers:
            return None
        if "分别" not in self._scene.layout.text[bodies[-1].end : numbers[0]]:
            return None
        return bodies[numbers.index(start)].key

    def _foreign(self, place: Item) -> bool:
        own = self._scene.own_place
        return own is not None and place.key != own and not own.stem.startswith(place.key.stem)

    def _last_community(self, clause: Clause) -> Key | None:
        near = self._scene.between(max(0, clause.start - 300), clause.end)
        found = [i for i in near if i.key.kind == "organization" and i.category == "community"]
        return found[-1].key if found else None


def _states(between: str) -> bool:
    """Whether the words between a place and a number say something of the place itself."""
    return not re.search(r"[省市县区]?(?:市政协|政协|我们)", between) and len(between) <= 24
