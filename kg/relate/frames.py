"""What a passage says for all figures in it: its year, its default period, whether it reviews or plans.

A heading (2024年主要任务) or a sentence that opens with a time (五年来，…；2024年，…) sets the frame until the next one.
A yearly review says so in its title, in a heading or in its opening; a chronicle and a profile have no default.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from kg.link.context import Context
from kg.model import Modality
from kg.rules.types_figures import PeriodRules
from kg.text.layout import Block, Layout, Sentence
from kg.text.periods import TimeExpression, resolve
from kg.text.reckoning import ANOTHER

_OPENING = 900
_HEAD = 200
_TURN_LEAD = re.compile(
    r"(?:各位代表[，！]|[—\-]+|同志们[，！]|回顾|展望|回望|纵观|总结|刚刚过去的|过去的|在|经过|“|[一二三四五六七八九十]是|（[一二三四五六七八九十]）|[^，。]{2,8}(?:介绍|表示|说|指出)[，：])*"
)
_TURN_TAIL = re.compile(
    r"[，：是全我将拟要]|计划|继续|时期|期间|[市省区县](?:政协|政府|委)|[^，。；]{0,8}(?:工作|主要|重点|政协|政府|人大)"
)


_SIGNS = re.compile(r"^[^\w“（]+(?:\d\d(?!\d)[ 、.]*)?|[^\w”）：:]+$")
_BARE_YEAR = re.compile(r"(?<![\d.:/-])20\d\d(?![\d年.:/-])")
_DISASTER = re.compile(
    r"暴雨|降雨|洪水|洪涝|汛情|台风|地震|旱情|干旱|水位|火灾|冰雹|雨雪|冰冻|寒潮|疫情|泥石流|塌方|险情|受灾|洪灾|水灾|雪灾|旱灾|遭[受遇][^，。；]{0,12}灾"
)
_ITEM = 160
"""Characters of a paragraph that tells of one thing."""
_NUMBER = re.compile(r"(?<![\d.])\d+(?![\d.版])")
_FROM_TO = re.compile(r"[从由]\d[^，。；]*?[到至为]\d")
_LABEL = re.compile(r"\W*([^，。；：\n]{3,18})：")
_TASK_WORDS = re.compile(r"任务|打算|目标|安排|计划|思路|重点|设想|展望|看点")
_HELD = re.compile(r"(?:举行|举办|召开|开幕|开赛|启幕|上演)[。！]?$")


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a figure of a sentence that has no time word and no verb of intent of its own."""

    year: int | None = None
    """The year in which the passage speaks (今年)."""
    reported: int | None = None
    """The year that it reports on or plans (全年)."""
    period: str = ""
    period_text: str = ""
    modality: Modality = "actual"
    term: tuple[int, int] | None = None
    """First and last year of the term that the head of the report states."""
    spoken_later: bool = False
    """Whether the report is spoken after the year that it reviews, so that 去年 is that year."""
    chronicle: bool = False
    """Whether years come and go, so that none holds beyond its sentence."""


def read_frames(
    layout: Layout, context: Context, times: tuple[TimeExpression, ...], rules: PeriodRules
) -> tuple[Frame, ...]:
    """The frame of each sentence of the layout, in order."""
    return _Framing(layout, context, times, rules).run()


_TOLD = re.compile("(?:主要|全市|全县|全区|重点)?(?:工作|总结|情况|回顾|报告|履职)")
"""What a title goes on with behind the time that the whole report is of."""
_PART_TOLD = re.compile("(?:工作|情况|回顾|总结|进展|成效|概况|综述|汇报|报告)(?:情况|总结|回顾)?$")
"""How a heading ends that tells of a part of the year: 一、上半年主要工作."""
_OFTEN = 3
"""How often a report without a date says 去年 of the year that it is about."""
AHEAD = re.compile("，?[^，。；]{0,8}?(?:将|要|准备|计划|打算|力争)")
"""What follows 今年 where it is still to come."""


_UNTIL_NOW = frozenset(("截至目前", "截止目前", "目前", "至今"))
"""What dates its own sentence alone."""


class _Framing:
    def __init__(self, layout: Layout, context: Context, times: tuple[TimeExpression, ...], rules: PeriodRules) -> None:
        self.layout, self.context, self.rules = layout, context, rules
        self.times = times
        self.review = context.year
        issued = int(context.issued[:4]) if context.issued[:4].isdigit() else None
        later = issued is not None and self.review is not None and issued > self.review
        self.tasks_year = issued if later else self.review
        self.issued = context.issued if issued is not None else ""
        self.base = self._base()
        undated = issued is None and self.review is not None and context.year_source in ("title", "opening")
        if (later and issued == (self.review or 0) + 1 and self._looks_from_later()) or (
            undated and self._looks_from_later(_OFTEN)
        ):
            self.base = replace(self.base, spoken_later=True)
            if undated:
                self.tasks_year = (self.review or 0) + 1
        self.by_heading: dict[int, Frame] = {}

    def within(self, start: int, end: int) -> list[TimeExpression]:
        """The time expressions in a range."""
        first = bisect_left(self.times, start, key=lambda t: t.start)
        return list(self.times[first : bisect_left(self.times, end, lo=first, key=lambda t: t.start)])

    def run(self) -> tuple[Frame, ...]:
        before: Frame | None = None
        for index, block in enumerate(self.layout.blocks):
            frame = self._of_heading(block) if block.kind == "heading" else None
            if frame is None or (before and block.level > 3 and not frame.period and before.modality == frame.modality):
                continue
            self.by_heading[index] = before = frame
        frames: list[Frame] = []
        turn: Frame | None = None
        local: Frame | None = None
        section: tuple[int, int] | None = None
        last_block = -1
        event = False
        at = 0
        for sentence in self.layout.sentences:
            block = self.layout.blocks[sentence.block]
            if event and local is not None and ANOTHER.match(self.layout.text, sentence.start):
                local = None
            if sentence.block != last_block:
                last_block, local, event = sentence.block, None, False
                key = self._section(sentence.block, block)
                if key != section:
                    section, turn = key, None
            inherited = self.by_heading.get(section[0], self.base) if section else self.base
            current = local or turn or inherited
            while at < len(self.times) and self.times[at].start < sentence.start:
                at += 1
            if block.kind == "paragraph" and local is None:
                coming = self._announced(sentence, block)
                if coming is not None:
                    current = local = coming
            if block.kind == "paragraph":
                opened = self._turn(sentence, at, current)
                if opened is not None:
                    frame, lasting = opened
                    current = local = frame
                    event = self.times[at].fine
                    if lasting:
                        turn = frame
            elif block.kind == "heading" and sentence.block in self.by_heading:
                current = self.by_heading[sentence.block]
            frames.append(current)
        return tuple(frames)

    def _announced(self, sentence: Sentence, block: Block) -> Frame | None:
        """The frame of tasks that the first words of a paragraph announce: 四、明年工作思路。…; 今年的任务：…"""
        topic = sentence.topic
        if topic is None and sentence.start == block.start:
            m = _LABEL.match(self.layout.text, block.start, block.end)
            topic = m.span(1) if m and _TASK_WORDS.search(m[1]) else None
        if topic is None or not _TASK_WORDS.search(self.layout.text, *topic):
            return None  # a year ahead of the year under report, in a chronicle, announces no tasks
        frame = self._of_heading(Block(*topic, "heading", 5))
        return frame if frame is not None and frame.modality == "planned" else None

    def _section(self, index: int, block: Block) -> tuple[int, int]:
        """The innermost heading above with a frame of its own, and the top heading."""
        chain = (*block.section, index) if block.kind == "heading" else block.section
        framed = next((i for i in reversed(chain) if i in self.by_heading), -1)
        top = next((i for i in chain if self.layout.blocks[i].level <= 3), -1)
        return framed, top

    def _base(self) -> Frame:
        """The frame that title and opening set for the whole report."""
        year = self.review
        text = self.layout.text
        body = next((b.start for b in self.layout.blocks if b.kind == "paragraph"), 0)
        opening = [t for t in self.times if t.start < body + _OPENING]
        dated = self.context.year_source in ("title", "heading", "opening", "session") or self._titled(year)
        since = next((t.start for t in opening if t.reading == "open" and t.start >= body), None)
        told = next(
            (
                t.start
                for t in opening
                if t.reading == "whole" or (t.reading == "year" and t.year == year and not t.fine and t.start >= body)
            ),
            None,
        )
        first = next((b for b in self.layout.blocks if b.kind == "paragraph"), None)
        stated = [t for t in self.within(first.start, first.end) if self._states(t, text)] if first else []
        if stated and (told is None or stated[0].start < told):
            told = stated[0].start
        if not dated:
            dated = bool(stated) or any(t.reading == "whole" for t in opening)
        if (
            self.context.year_source != "title"
            and since is not None
            and (told is None or since < told)
            and text[since - 1 : since] not in "年"
        ):
            dated = False
        started = {
            t.year
            for t in self.times
            if t.reading == "year"
            and t.year
            and t.start >= body
            and text[t.start - 1 : t.start] in "，。；、\n从至到于在 "
        }
        yearly = any(
            t.rule == "time-this-year" or (t.reading == "whole" and text[t.start : t.end] != "全年") for t in self.times
        )
        scattered = not yearly and len({y for y in started if year is None or y <= year}) >= 2
        head = next((t for t in opening if t.reading == "span" and t.start < body + _HEAD and t.year and t.last), None)
        term = (head.year, head.last) if head and head.year and head.last and head.last - head.year >= 2 else None
        scattered = scattered or term is not None
        if scattered and self.context.year_source not in ("title", "heading"):
            dated = False
        chronicle = not dated and scattered
        period = (self._part_in_title(body) or str(year)) if dated and year else ""
        return Frame(year, year, period, term=term, chronicle=chronicle)

    def _part_in_title(self, body: int) -> str:
        """The part of the year that title or subtitle names: 2023年上半年工作总结."""
        for block in self.layout.blocks:
            if block.start >= body or block.kind not in ("title", "heading", "head"):
                continue
            for time in self.within(block.start, block.end):
                months = time.months if time.reading == "year" and time.year == self.review else None
                if months and months[1] - months[0] >= 2 and _TOLD.match(self.layout.text, time.end):
                    return resolve(time, year=self.review, reported=self.review)
        return ""

    def _looks_from_later(self, least: int = 1) -> bool:
        """Whether the review of a report says 去年 at least so often, and not 今年, of the year that it reviews."""
        text = self.layout.text
        tasks = next(
            (block.start for block in self.layout.blocks if self._turns_to_tasks(block)),
            len(text),
        )
        said = [
            text[t.start : t.start + 2]
            for t in self.times
            if t.reading == "deictic" and t.start < tasks and not text.startswith("同期", t.end)
            and not AHEAD.match(text, t.end)
            and text[t.start - 1 : t.start] not in ("比", "较", "与", "同", "超")
        ]  # fmt: skip
        return said.count("去年") > max(least - 1, said.count("今年"))

    def _turns_to_tasks(self, block: Block) -> bool:
        """Whether a heading, or the label of a paragraph, names what is to be done."""
        if block.kind == "heading":
            return self.rules.signs["tasks"].search(self._bare(block)) is not None
        label = _LABEL.match(self.layout.text, block.start, block.end) if block.kind == "paragraph" else None
        return label is not None and _TASK_WORDS.search(label[1]) is not None

    def _bare(self, block: Block) -> str:
        """The words of a heading without signs and numbers before them and signs behind."""
        return _SIGNS.sub("", self.layout.words(block))

    def _states(self, time: TimeExpression, text: str) -> bool:
        """Whether a time word of the first paragraph says of which year the whole report speaks."""
        if time.rule == "time-this-year":
            return not time.fine
        begins = text[time.start - 1 : time.start] in "。，\n 讯电："
        return time.reading == "year" and time.year == self.review and not time.fine and begins

    def _titled(self, year: int | None) -> bool:
        """Whether the title itself names the year that the manifest gives."""
        if year is None:
            return False
        title = next((b for b in self.layout.blocks if b.kind == "title"), None)
        return title is not None and any(t.year == year for t in self.within(title.start, title.end))

    def _of_heading(self, block: Block) -> Frame | None:
        words = self.layout.words(block)
        times = self.within(block.start, block.end)
        dated = next(
            (t for t in times if t.reading in ("year", "span", "plan", "whole", "back", "deictic") and not t.fine), None
        )
        dated = dated or self._bare_year(block)
        review = self.rules.signs["review"].search(words) is not None or self._looks_back(dated, words)
        tasks = not review and self.rules.signs["tasks"].search(self._bare(block)) is not None
        part = next((t for t in times if t.reading == "part"), None)
        if dated is None and not tasks and part is not None and _PART_TOLD.search(words):
            period = resolve(part, year=self.review, reported=self.review)
            return (
                replace(self.base, period=period, period_text=self.layout.text[part.start : part.end])
                if period
                else None
            )
        if dated is None and not tasks and not review:
            return None
        if dated is not None and block.level >= 9:
            return None
        if tasks or self._ahead(dated):
            year = dated.year if dated and dated.reading == "year" and dated.year else self.tasks_year
            if dated and dated.reading == "plan":
                year = self.tasks_year
            if dated is None:
                dated = next((t for t in times if t.reading == "part"), None)
            coming = self.review if dated and dated.offset > 0 else self.tasks_year
            period = resolve(dated, year=coming, reported=year) if dated else ""
            return Frame(year, year, period, words if period else "", "planned")
        if dated is None:
            return self.base if review else None
        period = resolve(dated, year=self.review, reported=self.review)
        return replace(self.base, period=period, period_text=self.layout.text[dated.start : dated.end], chronicle=False)

    def _bare_year(self, block: Block) -> TimeExpression | None:
        """A year without 年 in a heading (2025·再出发), of the year under report or one near it."""
        m = _BARE_YEAR.search(self.layout.text, block.start, block.end)
        if m is None or self.review is None or not 0 <= int(m[0]) - self.review <= 2:
            return None
        return TimeExpression(*m.span(), "year", "time-bare-year", int(m[0]))

    def _looks_back(self, time: TimeExpression | None, words: str) -> bool:
        """Whether a heading such as 2023年主要工作, which may announce as well as review, names a year that is over."""
        if time is None or time.reading != "year" or time.year is None or self.review is None:
            return False
        return time.year <= self.review and words.rstrip("：: ").endswith("工作")

    def _ahead(self, time: TimeExpression | None) -> bool:
        """Whether an expression lies after the year under report."""
        if time is None or self.review is None:
            return False
        if time.reading == "deictic":
            return time.offset > 0
        return time.year is not None and time.year > self.review

    def _coming(self, time: TimeExpression, sentence: Sentence, current: Frame) -> bool:
        """Whether a year after the one under report lies ahead: later than the date of the report, or that year itself
        where the report is from its first months; with no date to go by the sentence must speak of what is to be done."""
        if current.modality == "planned" or time.reading == "deictic" or time.year is None:
            return True
        if self.issued:
            year, month = int(self.issued[:4]), int(self.issued[5:7] or 1)
            return time.year > year or (time.year == year and month <= 4 and not time.since)
        return self.rules.signs["intent"].search(self.layout.text, sentence.start, sentence.end) is not None

    def _begins_event(self, sentence: Sentence) -> bool:
        """Whether a paragraph begins with a disaster, or is one item on what was held: what follows was done then."""
        block, text = self.layout.blocks[sentence.block], self.layout.text[sentence.start : sentence.end]
        if sentence.start != block.start:
            return False
        held = block.end - block.start <= _ITEM and _HELD.search(text.rstrip("\n"))
        return bool(held) or _DISASTER.search(text) is not None

    @staticmethod
    def _when(time: TimeExpression, frame: Frame) -> str:
        """The period of a time expression in a passage."""
        year = (frame.year or 0) + 1 if frame.spoken_later and time.rule == "time-last-year" else frame.year
        return resolve(time, year=year, reported=frame.reported)

    def _turn(self, sentence: Sentence, at: int, current: Frame) -> tuple[Frame, bool] | None:
        """The frame that a sentence opens with its first words, and whether it outlasts the paragraph."""
        if at >= len(self.times) or self.times[at].start >= sentence.end or current.chronicle:
            return None
        time = self.times[at]
        text = self.layout.text
        lead = _SIGNS.sub("", text[sentence.start : time.start])
        if len(lead) > 14 or not _TURN_LEAD.fullmatch(lead.strip()):
            return None
        if time.fine and self._begins_event(sentence):
            period = self._when(time, current)
            return (replace(current, period=period, period_text=text[time.start : time.end]), False) if period else None
        if time.fine or time.reading in ("part", "each", "goal") or not _TURN_TAIL.match(text, time.end):
            return None
        words = text[time.start : time.end]
        if time.reading == "ahead":
            if current.modality == "planned":
                return None
            return replace(
                current, modality="planned", period="", period_text="", year=self.tasks_year, reported=self.tasks_year
            ), True
        if time.reading == "open":
            return None if words in _UNTIL_NOW else (replace(current, period="", period_text=""), False)
        if self._ahead(time) and not self._coming(time, sentence, current):
            return None
        if time.reading == "span" and _FROM_TO.search(text, time.end, sentence.end):
            return None  # 2020年到2025年，占比从17%提高到35%: two points, no stretch
        if time.offset > 0 and current.modality == "planned" and current.period:
            return None  # 新的一年 in a section that plans a year is that year
        if self._ahead(time):
            year = time.year if time.reading == "year" else self.tasks_year
            if time.reading == "deictic":
                year = (current.year or 0) + time.offset
            period = resolve(time, year=current.year, reported=year)
            return Frame(year, year, period, words, "planned"), True
        if time.reading == "deictic":
            if time.offset > 0:
                return Frame(
                    self.tasks_year, self.tasks_year, resolve(time, year=current.year, reported=None), words, "planned"
                ), True
            if time.offset == 0:
                announces = _NUMBER.search(text, time.end, sentence.end) is None  # what it says is told further on
                return replace(current, period=str(current.year or ""), period_text=words), announces or bool(
                    self.base.period
                )
            return None
        year = current.reported if current.modality == "planned" else self.review
        period = resolve(time, year=current.year, reported=year)
        recent = time.reading in ("whole", "plan", "back") or time.year == self.review
        back_to_review = (
            current.modality == "planned" and time.reading in ("year", "plan", "span", "back") and not self._ahead(time)
        )
        if current.modality == "planned" and time.reading == "whole":
            return replace(current, period=str(current.reported or "")), False
        modality: Modality = "actual" if back_to_review else current.modality
        lasting = recent and not back_to_review and bool(self.base.period or time.reading != "year")
        return replace(current, period=period, period_text=words, modality=modality), lasting
