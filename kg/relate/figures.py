"""What each figure means: the indicator in the text's words and its concept, the period, actual, planned or norm.

Whose figure it is and under which undertaking is settled elsewhere (``kg.relate.owners``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kg.link.context import Context
from kg.model import Modality
from kg.recognize.quantities import QuantityMention
from kg.relate.frames import AHEAD, Frame, read_frames
from kg.relate.indicators import classify
from kg.rules.types_figures import FigureRules
from kg.text.layout import Layout, Sentence
from kg.text.periods import TimeExpression, read_times, resolve


class ReadFigure(Struct, frozen=True, gc=False):
    """One reading of one number; a number with two verbs has two."""

    mention: QuantityMention
    sentence: int
    """Index of the sentence in the layout."""
    clause: tuple[int, int]
    """The words between the points around the number."""
    indicator_text: str
    indicator: str
    period: str
    period_text: str
    modality: Modality
    rule: str
    """Rules of quantity, indicator and period, joined by +."""
    inherited: bool = False
    """Whether the period comes from heading, topic or opening."""


_POINTS = "，；。：！？\n"
_LEFT = re.compile(r"[，；。：！？\n（）【】]|——")
_RIGHT = re.compile(r"[，；。：！？\n（）【】]|——")
_GAP = re.compile(r"、|和|及|与|以及|、和")
_ITEMS = re.compile(r"、|和|与|及|以及")
_JOIN_END = re.compile(r"[、和及与并以]+$")
_FREQUENCY = frozenset(("次", "场", "场次", "人次", "批", "批次", "轮", "届", "期", "遍", "趟"))
_PERSONS = frozenset(("人", "名", "位", "户"))
_CHANGE_UNITS = frozenset(("%", "成", "个百分点", "百分点", "倍", "番", "‰"))
_ACTUAL = re.compile(r"已经?|累计|目前|现有|截至|完成了|实现了|建成了|去年|上年")
_DONE = re.compile(r"已经?|目前|截至|完成了|实现了|建成了|去年|上年")
_LIST = re.compile(r"[^、，。；]*、.*等(?=[\u4e00-\u9fff])")
_THAN = re.compile(r"(?:与|同|和|跟|比|较|相比|相较于?|相比于?)$")
_SAME = re.compile(r"(?:同期|末|底)?(?:相比|水平|基数)?，?")
_AIMS = re.compile("(?:今年|明年|下半年|下一步|下阶段|[12]\\d{3}年)[^。；]{0,24}?(?:将|力争|计划|拟|打算|争取)")
"""How a sentence sets out that tells of plans alone."""
_DONE_NOUN = re.compile(r"提案|建议|议案")
_ACTOR = re.compile(
    r"^[\u4e00-\u9fff、]{2,20}?委员会(?=先后|牵头|会同|走访|协助|接待|征集|组织|开展|举办|召开|提出|深入|收集|办|推动|指导|承办|"
    r"联系|慰问|参与|制定|撰写|邀请|赴|围绕|列席|编|审查|督促|评查|检查|视察|调研)"
)
_TAUGHT = frozenset(("trainings", "lectures"))
_ATTENDERS = frozenset(("人", "名", "人次", "位"))
_ATTENDS = re.compile(r"参加|参训|学员|受训|听课|听讲|学习|结业")
_OF = re.compile(r"(?:在|这些|上述)?(?P<of>[^，。；、\d]{2,14}(?:提案|建议|信息|案件|项目|企业))中，")
_KINDS = re.compile(r"(?:方面|类|界别|领域|占)的?$")
"""A clause that says of what the numbers of its sentence are parts: 立案提案中，经济方面58件."""
_SAME_YEAR = ("当年", "年内")
_LINE = 24
"""Characters of a line that labels a number above or below it."""
_RUN = 40
"""Lines to either side that are looked at."""
_NUMBER_LINE = re.compile(r"[约近超逾]?\d[\d,.]*[余多]?[万亿]?[\u4e00-\u9fff%]{0,3}\+?")
_LIMIT = 40
_BEGINNING = (
    r"(?:动工|开工|复工|上线|挂牌|揭牌|投用|投入使用|投入运行|投运|投产|启用|启动|试运行|运行|通水|通车|通电|开通|"
    r"开馆|开业|成立|建成|落成|出台|施行|开班|开讲|移交|并网|获批|立项)"
)
"""What happens on a day and lasts from then on."""
_BEGUN = re.compile(rf"(?:正式|全面|顺利|陆续|已|就|全部|通水|建成|完成)*{_BEGINNING}[^，。；]{{0,4}}，")
_BEGUN_LAST = re.compile(rf"{_BEGINNING}，[^，。；]*$")
_HANDED = re.compile(r"[^，。；]{0,20}(?:反馈|交办|下达|指出|移交|转办|通报)的\d[^，。；]*，")
_NEXT_ITEM = re.compile(r"；(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，是])")
_YEARLY_AIM = re.compile(r"年度(?:任务|目标|计划)")
_TO_DATE = re.compile("累计|现已|如今|目前|至今|迄今")
_SINCE = re.compile(r"现已|如今|目前|至今|迄今|截至|以来")


class _Slot(Struct, frozen=True, gc=False):
    """The words around one number: before it, behind it, up to points and neighbouring numbers."""

    mention: QuantityMention
    left: str
    right: str
    left_start: int
    clause: tuple[int, int]
    listed: bool
    """Whether only a list mark stands between it and the number before."""
    tail: str = ""
    """What a clause says, behind its last number, of all the things that it lists (9名委员和1名专家作交流发言)."""


class _Phrase(NamedTuple):
    """What a number counts: words for classification, the same with less certain ones, the indicator text, the rule."""

    core: str
    wider: str
    words: str
    rule: str


def read_figures(
    layout: Layout, context: Context, mentions: tuple[QuantityMention, ...], rules: FigureRules
) -> tuple[ReadFigure, ...]:
    """The readings of the quantities of a report, in order of the text."""
    times = read_times(layout.text, rules.periods)
    frames = read_frames(layout, context, times, rules.periods)
    return _Reader(layout, rules, times, frames, context).run(mentions)


class _Reader:
    def __init__(
        self,
        layout: Layout,
        rules: FigureRules,
        times: tuple[TimeExpression, ...],
        frames: tuple[Frame, ...],
        context: Context,
    ) -> None:
        self.layout, self.text, self.rules = layout, layout.text, rules
        self.issued = int(context.issued[:4]) if context.issued[:4].isdigit() else 0
        self.month = context.issued[:7]
        self.times, self.frames = times, frames
        self.dated = any(frame.period for frame in frames)
        self.time_starts = [t.start for t in times]
        self.signs = rules.indicators.signs

    def run(self, mentions: tuple[QuantityMention, ...]) -> tuple[ReadFigure, ...]:
        starts = [s.start for s in self.layout.sentences]
        by_sentence: dict[int, list[QuantityMention]] = {}
        for mention in mentions:
            index = bisect_right(starts, mention.start) - 1
            if index < 0 or mention.start >= self.layout.sentences[index].end:
                continue
            if self.layout.blocks[self.layout.sentences[index].block].kind in ("furniture", "head"):
                continue
            by_sentence.setdefault(index, []).append(mention)
        found: list[ReadFigure] = []
        for index, group in by_sentence.items():
            sentence = self.layout.sentences[index]
            whole = found[-1:] if self.text.startswith(("其中", "（其中"), sentence.start) else []
            found += self._sentence(index, sentence, group, whole)
        return tuple(found)

    # ------------------------------------------------------------------------------------------------ one sentence

    def _sentence(
        self, index: int, sentence: Sentence, mentions: list[QuantityMention], whole: list[ReadFigure]
    ) -> list[ReadFigure]:
        """The readings of a sentence; ``whole`` is the figure before it, where it begins with 其中."""
        slots = self._slots(sentence, mentions)
        texts = self._texts(slots)
        topic = " ".join(self.layout.headings(sentence)[-2:])
        found: list[ReadFigure] = []
        for slot, phrase in zip(slots, texts, strict=True):
            mention = slot.mention
            begin = max(self.layout.blocks[sentence.block].start, mention.start - 100)
            around = self.text[begin : mention.start] + " " + topic
            parts = _OF.match(self.text, sentence.start, mention.start)
            if parts and _KINDS.search(phrase.core):
                phrase = phrase._replace(wider=parts["of"] + phrase.core)
            period, period_text, modality, time_rule, inherited = self._time(index, sentence, slot)
            base = ReadFigure(
                mention=mention,
                sentence=index,
                clause=slot.clause,
                indicator_text=phrase.words,
                indicator="",
                period=period,
                period_text=period_text,
                modality=modality,
                rule=f"{mention.rule}+{phrase.rule}+{time_rule}",
                inherited=inherited,
            )
            read = self._readings(base, phrase, around)
            before = found[-1:] or whole
            found += [self._beside(read[0], slot, phrase, before[0]), *read[1:]] if before else read
        return self._all_done(sentence, found)

    def _beside(self, reading: ReadFigure, slot: _Slot, phrase: _Phrase, before: ReadFigure) -> ReadFigure:
        """A reading with the concept that only the number before it makes clear: a part of what that one counts
        (立法项目4件，其中审议2件; 工作室28家（新建9家）), or those who attended what it counts (读书班2期，参加学习124人)."""
        taught = before.indicator in _TAUGHT and reading.indicator in ("", "participants", "members-involved")
        if taught and slot.mention.unit in _ATTENDERS and _ATTENDS.search(phrase.core):
            return replace(reading, indicator="trainees")
        if reading.indicator or not before.indicator or slot.mention.unit != before.mention.unit:
            return reading
        bracket = self.text[slot.clause[0] - 1 : slot.clause[0]] == "（" and len(phrase.core) <= 4
        lead = self.text[max(0, slot.clause[0] - 4) : slot.clause[0]] + slot.left
        part = bracket or "其中" in lead or "其余" in lead
        goes_on = slot.listed or slot.left.startswith("、") or self.text[slot.left_start - 1] in "；，"
        shared = goes_on and "+indicator-part" in before.rule
        if not (part or shared):
            return reading
        return replace(
            reading, indicator=before.indicator, rule=reading.rule.replace("+indicator-", "+indicator-part-", 1)
        )

    def _readings(self, base: ReadFigure, phrase: _Phrase, around: str) -> list[ReadFigure]:
        """One reading, or two where two verbs share the number and name two indicators (立案并办复提案)."""
        unit = base.mention.unit
        core = phrase.core
        double = self.signs["two-verbs"].search(core)
        if double:
            both = []
            for keep in ("first", "second"):
                single = core[: double.start()] + double[keep] + core[double.end() :]
                words = double[keep] + base.indicator_text.replace(double[0], "")
                both.append(replace(base, indicator=self._concept(single, unit, around), indicator_text=words))
            if both[0].indicator and both[1].indicator and both[0].indicator != both[1].indicator:
                return [replace(one, rule=one.rule.replace("+indicator-", "+indicator-two-verbs-", 1)) for one in both]
        concept = self._concept(core, unit)
        if not concept and phrase.wider:
            concept = self._concept(phrase.wider, unit)
            around = "" if concept else around
        concept = self._concept(core, unit, around) or concept
        if not concept and unit in _CHANGE_UNITS and self.signs["changed"].search(core):
            concept = "growth-rate" if unit != "番" else ""
        return [replace(base, indicator=concept)] if concept else [base]

    def _concept(self, phrase: str, unit: str, around: str = "") -> str:
        return classify(phrase, unit, self.rules.indicators, around=around)

    def _all_done(self, sentence: Sentence, found: list[ReadFigure]) -> list[ReadFigure]:
        """The readings with those that a 全部办结 adds to the number it takes up: the proposals filed, else the last ones
        named. A number that says nothing else (300件提案已全部办复) has that reading alone."""
        told = list(found)
        for m in self.signs["all-done"].finditer(self.text, sentence.start, sentence.end):
            before = [f for f in told if f.mention.end <= m.start()]
            counted = [f for f in before if f.mention.unit in ("件", "份", "条") and self._of_proposals(f, m.start())]
            taken = next((f for f in reversed(counted) if f.indicator == "proposals-filed"), None)
            taken = taken or (counted[-1] if counted else None)
            if taken is None or any(f.mention.start > taken.mention.start and f.mention.unit == "%" for f in before):
                continue
            named = _DONE_NOUN.search(self.text, taken.clause[0], m.end())
            phrase = ("提案" if taken.indicator.startswith("proposals-") or not named else named[0]) + m["done"]
            concept = classify(phrase, taken.mention.unit, self.rules.indicators)
            if not concept or any(f.mention is taken.mention and f.indicator == concept for f in before):
                continue
            rule = taken.rule.split("+")
            reading = replace(
                taken,
                indicator=concept,
                indicator_text=phrase,
                rule="+".join((rule[0], "indicator-all-done", rule[-1])),
            )
            if taken.indicator in ("", "proposals-handled", "proposals-answered"):
                told[told.index(taken)] = reading
            else:
                told.append(reading)
        return told

    def _of_proposals(self, figure: ReadFigure, end: int) -> bool:
        if figure.indicator.startswith("proposals-"):
            return True
        return _DONE_NOUN.search(self.text[figure.clause[0] : min(end, figure.clause[1])]) is not None

    # ------------------------------------------------------------------------------------------------ the words

    def _slots(self, sentence: Sentence, mentions: list[QuantityMention]) -> list[_Slot]:
        slots: list[_Slot] = []
        for i, mention in enumerate(mentions):
            begin = sentence.start
            for m in _LEFT.finditer(self.text, sentence.start, mention.start):
                begin = m.end()
            finish = next((m.start() for m in _RIGHT.finditer(self.text, mention.end, sentence.end)), sentence.end)
            clause = (begin, finish)
            left_start = max(begin, mentions[i - 1].end) if i else begin
            right_end = min(finish, mentions[i + 1].start) if i + 1 < len(mentions) else finish
            right = self.text[mention.end : right_end]
            done = self.signs["all-done"].search(right) if mention.unit != "%" else None
            right = right[: done.start()] if done else right
            if right_end < finish:
                right = right.rsplit("、", 1)[0] if "、" in right else _JOIN_END.sub("", right)
                right = _JOIN_END.sub("", right)
            if sentence.start == mention.start and sentence.end == mention.end:
                right = self._label(sentence)
            listed = i > 0 and _GAP.fullmatch(self.text[mentions[i - 1].end : mention.start]) is not None
            slots.append(_Slot(mention, self._timeless(left_start, mention.start), right, left_start, clause, listed))
        for i in range(len(slots) - 2, -1, -1):
            following = slots[i + 1]
            if slots[i].right and following.clause == slots[i].clause and following.left.endswith(tuple("和及与、")):
                slots[i] = replace(slots[i], tail=following.tail or following.right)
        return slots

    def _label(self, sentence: Sentence) -> str:
        """The words of the line below a number that has a line of its own (8次 over 召开常委会会议), or of the line above
        it, where a run of such lines begins with words and ends with a number."""
        at = first = last = sentence.block
        while first > max(0, at - _RUN) and self._short(first - 1) is not None:
            first -= 1
        while last + 1 < min(len(self.layout.blocks), at + _RUN) and self._short(last + 1) is not None:
            last += 1
        above = first < at and bool(self._short(first)) and not self._short(last)
        beside = at - 1 if above else at + 1
        return (self._short(beside) or "") if first <= beside <= last else ""

    def _short(self, index: int) -> str | None:
        """The words of a short line without figures, nothing of a line that is one number, None of any other line."""
        words = self.layout.words(self.layout.blocks[index])
        if len(words) > _LINE:
            return None
        if not any(c.isdigit() for c in words):
            return words if words[-1:] not in _POINTS else None
        return "" if _NUMBER_LINE.fullmatch(words) else None

    def _timeless(self, start: int, end: int) -> str:
        """A range of the text without its time words (提高到2022年的 -> 提高到)."""
        words, at = "", start
        for time in self.times[bisect_right(self.time_starts, start - 1) :]:
            if time.start >= end:
                break
            if time.end <= end:
                words += self.text[at : time.start]
                at = time.end + self.text.startswith("的", time.end)
                if self._compared(time):
                    words = _THAN.sub("", words)
                    same = _SAME.match(self.text, time.end)
                    at = same.end() if same else time.end
        return words + self.text[at:end]

    def _texts(self, slots: list[_Slot]) -> list[_Phrase]:
        """For each number the words that say what it counts."""
        texts: list[_Phrase] = []
        subject = verb = ""
        dealt: list[str] = []
        i = 0
        while i < len(slots):
            run = self._respectively(slots, i, dealt)
            if run:
                dealt = [self._words(self.signs["changed"].split(phrase.words)[0]) for phrase in run]
                texts += run
                subject = run[-1].words
                i += len(run)
                continue
            slot = slots[i]
            joined = i > 0 and slot.left_start == slots[i - 1].mention.end and _JOIN_END.search(slot.left) is not None
            before = slot.left
            if texts and texts[-1].rule == "indicator-behind" and slots[i - 1].right:
                before = before.removeprefix(slots[i - 1].right)
            left, right = "" if joined else self._trim(before), slot.right.strip("“”、的")
            if slot.mention.unit.endswith("元") and not slot.right.startswith("的"):
                verb = "" if verb == "投资" else verb
            if self.signs["change"].fullmatch(right):
                right = ""
            if (slot.listed and not right) or (
                not right and i + 1 < len(slots) and slots[i + 1].listed and self._takes_number(left)
            ):
                right = self._lent(slots, i)
            level = self.signs["level"].search(left)
            if level and (left[: level.start()] or subject):
                core = left[: level.start()] or subject
                words, wider, rule = self._words(core), "", "indicator-level"
                subject = words or subject
            elif self._is_change(slot, left):
                core, words, rule = self._change(left, subject)
                wider, subject = "", core
            elif not right and subject and self.signs["change"].fullmatch(left):
                core, wider, rule = left, "", "indicator-change-inherited"
                words = self._words(self.signs["changed"].split(subject)[0] + left)
            elif not right and self.signs["reach"].fullmatch(left) and (subject or self._clause_before(slots, i)):
                core = self._clause_before(slots, i) or self.signs["changed"].split(subject)[0] or subject
                words, wider, rule = core, "", "indicator-level"
            elif not right:
                goes_on = slot.listed or joined or slot.left.startswith(("、", "和", "及"))
                core, rule, wider = left, "indicator-before", verb + left if goes_on else ""
                words = self._words(verb + left if len(left) <= 1 or slot.listed else left)
                if not left and texts:
                    core, wider, words, rule = texts[-1]._replace(rule="indicator-shared")
                subject = words or subject
            elif not left or self._takes_number(left):
                lead = left or (verb if slot.listed or joined else "")
                core, wider, rule = lead + right + slot.tail, lead + right, "indicator-behind"
                words = self._words(self._verb(lead) + self._noun(right))
                subject = words
            else:
                follows = i + 1 < len(slots) and slots[i + 1].left_start < slot.clause[1]
                both = slot.mention.unit in _FREQUENCY or not follows
                core, wider = (left + right, left) if both else (left, right)
                words = self._words(left + (right if slot.mention.unit in _FREQUENCY else ""))
                subject, rule = words, "indicator-around" if both else "indicator-before"
            if left:
                verb = self._verb(left) or ("投资" if left.endswith("投资") else verb)
            texts.append(_Phrase(core, wider, words, rule))
            i += 1
        return texts

    def _clause_before(self, slots: list[_Slot], i: int) -> str:
        """The subject in the clause before a number's own, where that clause has no number (收入首次突破大关，达到3亿元)."""
        end = slots[i].clause[0] - 1
        begin = max(self.text.rfind(point, 0, end) for point in _POINTS) + 1
        if end <= begin or (i and slots[i - 1].mention.end > begin):
            return ""
        m = self.signs["passes"].search(self.text, begin, end)
        return self._trim(self.text[begin : m.start()]) if m else ""

    def _trim(self, left: str) -> str:
        """Words before a number without list marks, adverbs, time words and an acting committee at their beginning."""
        left = _ACTOR.sub("", left.strip(" “"))
        while left:
            m = self.signs["idle"].match(left)
            if m and m.end():
                left = left[m.end() :]
                continue
            break
        return left

    def _takes_number(self, left: str) -> bool:
        return self.signs["takes-number"].search(left) is not None

    def _verb(self, left: str) -> str:
        """The verb at the end of the words before a number, or the one at their beginning."""
        m = self.signs["takes-number"].search(left)
        if m and len(m[0]) > 1:
            return m[0]
        return next((left[:n] for n in (4, 3, 2) if self.signs["takes-number"].fullmatch(left[:n])), "")

    @staticmethod
    def _noun(right: str) -> str:
        return right if len(right) <= 24 else right[:24]

    def _lent(self, slots: list[_Slot], i: int) -> str:
        """The noun that a list names once, behind its last number (16条、21条意见建议)."""
        for following in slots[i + 1 :]:
            if not following.listed:
                return ""
            if following.right.strip("“”、的"):
                return following.right.strip("“”、的")
        return ""

    def _is_change(self, slot: _Slot, left: str) -> bool:
        return slot.mention.unit in _CHANGE_UNITS and self.signs["change"].search(left) is not None

    def _change(self, left: str, subject: str) -> tuple[str, str, str]:
        """A change: its subject stands before the verb, or with the number before."""
        m = self.signs["change"].search(left)
        own = left[: m.start()] if m else left
        if own.strip("、，和"):
            return left, self._words(left), "indicator-change"
        plain = self.signs["changed"].split(subject)[0] if subject else ""
        return plain + left, self._words(plain + left), "indicator-change-inherited"

    def _respectively(self, slots: list[_Slot], i: int, dealt: list[str]) -> list[_Phrase]:
        """The texts of a list of numbers that 分别 deals out over a list of subjects, or nothing.

        Without subjects of its own it takes those of the list before (…分别完成3亿元、2亿元，同比分别增长8%、5%).
        """
        # Asked for by its word first: the pattern tries every character for the beginning of the subjects.
        m = self.signs["respectively"].search(slots[i].left) if "分别" in slots[i].left else None
        if m is None or i + 1 >= len(slots) or not slots[i + 1].listed:
            return []
        count = 1
        while (
            i + count < len(slots)
            and slots[i + count].listed
            and slots[i + count].mention.unit == slots[i].mention.unit
        ):
            count += 1
        items = [item for item in _ITEMS.split(self._trim(m["subjects"])) if item]
        if count < 2:
            return []
        if len(items) == 1 and items[0].startswith("城乡") and count == 2:
            items = ["城镇" + items[0][2:], "农村" + items[0][2:]]
        if not items and len(dealt) == count:
            items = dealt
        if len(items) != count:
            return []
        tail = self.signs["shared-tail"].search(items[-1])
        if tail and not any(tail[0] in item for item in items[:-1]):
            items = [item + tail[0] for item in items[:-1]] + items[-1:]
        verb = m["verb"].replace("分别", "")
        return [_Phrase(item + verb, "", self._words(item + verb), "indicator-respectively") for item in items]

    def _words(self, phrase: str) -> str:
        """The indicator text: the phrase without fillers at both ends and without the members of long lists."""
        phrase = self._trim(phrase)
        if len(phrase) > 20:
            verb = next((phrase[:n] for n in (4, 3, 2) if self.signs["takes-number"].fullmatch(phrase[:n])), "")
            phrase = verb + _LIST.sub("", phrase[len(verb) :])
        shorter = self.signs["idle-end"].sub("", phrase)
        phrase = shorter or phrase
        if len(phrase) > _LIMIT:
            phrase = phrase[-_LIMIT:]
        return phrase.strip("，、；：“” ")

    # ------------------------------------------------------------------------------------------------ the time

    def _time(self, index: int, sentence: Sentence, slot: _Slot) -> tuple[str, str, Modality, str, bool]:
        """Period, its words, modality, rule, and whether the period is inherited."""
        frame = self.frames[index]
        time = self._time_word(sentence, slot)
        modality = frame.modality
        if time is None:
            period, words, rule, inherited = (
                frame.period,
                frame.period_text,
                "period-inherited" if frame.period else "period-open",
                True,
            )
        else:
            words, rule, inherited = self.text[time.start : time.end], time.rule, False
            period = self._resolved(time, sentence, frame)
            if "年均" in slot.left and "/" not in period:
                period = self._span_of_growth(time, sentence, frame) or period
            if time.reading == "each":
                return "", words, "norm", rule, False
            if time.reading == "ahead":
                modality = "planned"
            elif time.reading == "open":
                modality = "actual"
            elif self._future(time, sentence, frame) or (time.fine and self._after_issue(period)):
                modality = "planned"
                if time.reading == "deictic" and frame.modality == "planned" and frame.period:
                    period = frame.period
            elif modality == "planned" and self._past(period, frame):
                modality = "actual"
        if "/" in period and "-" not in period:
            period = self._point(period, slot, explicit=time is not None and time.reading == "span")
        if time is None and modality == "actual" and self._attributive(slot.mention):
            period, words, rule = "", "", "period-attribute"
        if modality == "actual" and self._intended(sentence, slot, time):
            modality = "planned"
            if time is None and not _YEARLY_AIM.search(self.text, slot.clause[0], slot.mention.start):
                period, words, rule = "", "", "period-intended"
        elif modality == "planned" and _DONE.search(self.text, slot.clause[0], slot.mention.start):
            if time is None:
                modality, period, words, rule = "actual", "", "", "period-open"
            elif time.reading in ("part", "deictic"):
                modality = "actual"  # 今年1至5月，已受理371件, below a heading of tasks
        if modality == "actual" and time is None:
            begin = max(slot.clause[0], sentence.start)
            if self.rules.periods.signs["for-each"].search(self.text, begin, slot.mention.start):
                return "", "", "norm", "period-for-each", False
        return period, words, modality, rule, inherited

    def _point(self, span: str, slot: _Slot, *, explicit: bool) -> str:
        """Of a number that says where something stood at the beginning or the end of a span of years, the year.

        2020年到2025年，占比从17%提高到35%: 17% is of 2020, 35% of 2025. Where the years are told further up only
        (五年来), the year before them is meant by the first number, and nothing says which that is.
        """
        level = self.signs["level"].search(slot.left)
        if level is None:
            return span
        first, last = span.split("/")
        if level[0].endswith(("从", "由")):
            return first if explicit else ""
        return last if explicit and len(level[0]) == len(slot.left) else span

    def _attributive(self, mention: QuantityMention) -> bool:
        """Whether a number describes a thing rather than what was done to it (惠及3000万人的工程): no period dates it."""
        if not self.text.startswith("的", mention.end):
            return False
        return self.signs["attribute"].search(self.text, max(0, mention.start - 8), mention.start) is not None

    def _time_word(self, sentence: Sentence, slot: _Slot) -> TimeExpression | None:
        """The time word that governs a number: the nearest before it in its sentence that is no comparison and no
        attribute of another number."""
        at = bisect_right(self.time_starts, slot.mention.start) - 1
        while at >= 0 and self.times[at].start >= sentence.start:
            time = self.times[at]
            at -= 1
            own_year = (
                self.text[time.end : slot.mention.start] == "的" and slot.mention.unit not in _CHANGE_UNITS
            )  # 较2022年的12家增加2家
            if time.end > slot.mention.start or (self._compared(time) and not own_year):
                continue
            own = time.start >= slot.left_start
            if not own and self.text[time.end : time.end + 1] == "的" and time.reading in ("year", "deictic"):
                continue
            if _NEXT_ITEM.search(self.text, time.end, slot.mention.start):
                continue
            if time.since and "；" in self.text[time.end : slot.mention.start]:
                continue
            if time.reading == "each" and not self._rules_on(time, slot):
                continue
            if not (time.fine and self._only_then(time, slot)):
                return time
            if time.year is not None and _TO_DATE.search(self.text, time.end, slot.mention.start):
                continue  # 2022年6月上线，累计受理960件: until the report, not of that year
            return replace(time, months=None)
        return None

    def _only_then(self, time: TimeExpression, slot: _Slot) -> bool:
        """Whether the month of an earlier clause dates what began or ended then, and not the number, which tells what
        has come of it since (7月上线，接入320个; 从3月到11月，…)."""
        if time.start >= slot.clause[0]:
            return False
        between = self.text[time.end : slot.mention.start]
        if _SINCE.search(between) or any(p.match(between) for p in (_BEGUN, _HANDED)) or _BEGUN_LAST.search(between):
            return True
        begin = max(self.text.rfind(point, 0, time.start) for point in _POINTS) + 1
        return self.text[time.start - 1] in "到至" and "从" in self.text[begin : time.start]

    def _rules_on(self, time: TimeExpression, slot: _Slot) -> bool:
        """Whether 每年 and the like set a rule for a number: an act follows, and no semicolon stands between."""
        between = self.text[time.end : slot.mention.start]
        if "；" in between or ("，" in between and slot.mention.unit in _PERSONS):
            return False
        return self.rules.periods.signs["standing"].match(self.text, time.end) is not None

    def _compared(self, time: TimeExpression) -> bool:
        """Whether a time word names what a figure is compared with (比上年增长3%, 与去年同期相比)."""
        if time.reading not in ("deictic", "year", "plan", "part", "span"):
            return False
        if time.reading == "deictic" and time.offset == 0:
            return False
        before = self.text[max(0, time.start - 2) : time.start]
        signs = self.rules.periods.signs
        if signs["compared"].search(before):
            strong = before[-1:] in ("比", "较") or before in ("高于", "低于")
            return strong or signs["compared-behind"].match(self.text, time.end) is not None
        return self.text.startswith(("同期", "相比"), time.end)

    def _resolved(self, time: TimeExpression, sentence: Sentence, frame: Frame) -> str:
        reported = frame.reported
        before = self.text[time.end - 1] == "前"
        if time.reading == "goal" and before and time.year and (frame.year is None or time.year <= frame.year):
            return ""
        words = self.text[time.start : time.end]
        if frame.term and (time.reading == "back" or words.endswith("期间") or words.startswith(("任期", "届内"))):
            first, last = frame.term
            if time.reading == "open" or last - first <= time.count <= last - first + 1:
                return f"{first}/{last}"
        if time.reading == "back" and (frame.chronicle or not self.dated):
            return ""
        if time.reading == "part":
            year = next(
                (
                    t.year
                    for t in self.times
                    if t.year and t.reading == "year" and sentence.start <= t.start < time.start
                ),
                None,
            )
            reported = year or (None if frame.chronicle else (frame.year or frame.reported))
        year = frame.year
        if words in _SAME_YEAR:
            year = self._year_before(time, sentence, frame) or year
        coming = words.startswith("今年") and AHEAD.match(self.text, time.end) is not None
        later = frame.spoken_later and (coming or words.startswith(("去年", "前年")))
        if year and (later or (coming and self.issued == year + 1)):
            year += 1
        return resolve(time, year=year, reported=reported)

    def _year_before(self, time: TimeExpression, sentence: Sentence, frame: Frame) -> int | None:
        """The year that 当年 takes up: the last one named before it in its sentence, in a chronicle and by 当年 in its paragraph."""
        far = frame.chronicle or self.text.startswith("当年", time.start)
        begin = self.layout.blocks[sentence.block].start if far else sentence.start
        before = [t for t in self.times if begin <= t.start < time.start and t.reading == "year" and t.year]
        return next((t.year for t in reversed(before) if not self._compared(t)), None)

    def _span_of_growth(self, time: TimeExpression, sentence: Sentence, frame: Frame) -> str:
        """The years over which a yearly growth runs: from the first year that its sentence compares to the last one."""
        if "/" in frame.period:
            return frame.period
        first = next((t for t in self.times if sentence.start <= t.start < time.start and t.reading == "year"), None)
        if first is None or first.year is None or time.year is None or first.year >= time.year:
            return ""
        return f"{first.year}/{time.year}"

    def _future(self, time: TimeExpression, sentence: Sentence, frame: Frame) -> bool:
        """Whether a time word names what is still to come, seen from the year under report and the date of the report."""
        year = time.last or time.year
        if time.reading == "deictic":
            return time.offset > 0
        if frame.year is None:
            return time.reading == "goal" and self._meant(sentence)
        if year is None or year <= frame.year or time.since:
            return False
        if time.reading == "goal":
            return not frame.chronicle
        if time.reading not in ("year", "span", "plan"):
            return False
        if self.issued and year <= self.issued:
            planned = self.rules.periods.signs["planned"]
            return not time.fine and planned.search(self.text, sentence.start, sentence.end) is not None
        return bool(self.issued) or self._meant(sentence)

    def _after_issue(self, period: str) -> bool:
        """Whether months lie after the month in which the report was issued: 下半年 in a report of July."""
        first, _, last = period.partition("/")
        return len(self.month) == 7 and len(first) == 7 and first >= self.month and (last or first) > self.month

    def _meant(self, sentence: Sentence) -> bool:
        return self.rules.periods.signs["intent"].search(self.text, sentence.start, sentence.end) is not None

    @staticmethod
    def _past(period: str, frame: Frame) -> bool:
        return bool(period) and frame.year is not None and int(period.split("/")[-1][:4]) < frame.year

    def _aims_throughout(self, sentence: Sentence, until: int) -> bool:
        """Whether a sentence sets out with what is to be, and tells of nothing that was done: 今年将办好甲12场；新建乙3个."""
        first = sentence.clauses[0][1] if sentence.clauses else sentence.end
        second = sentence.clauses[1][1] if len(sentence.clauses) > 1 else first
        aims = _AIMS.search(self.text, sentence.start, second)
        return aims is not None and _ACTUAL.search(self.text, aims.end(), until) is None

    def _intended(self, sentence: Sentence, slot: _Slot, time: TimeExpression | None) -> bool:
        """Whether a word of intent governs a number: before it in its sentence and behind the last semicolon, or in its
        own clause, with nothing between that tells of what has been done."""
        begin = max(sentence.start, self.text.rfind("；", sentence.start, slot.mention.start) + 1)
        if begin > sentence.start and self._aims_throughout(sentence, begin):
            begin = sentence.start
        last = None
        for m in self.rules.periods.signs["planned"].finditer(self.text, begin, slot.clause[1]):
            if m.start() < slot.mention.start or m.start() >= slot.mention.end:
                last = m
        if last is None:
            return False
        if last.start() > slot.mention.end:
            return "，" not in self.text[slot.mention.end : last.start()]
        between = self.text[last.end() : slot.mention.start]
        if _ACTUAL.search(between):
            return False
        return not (
            time is not None
            and time.start > last.start()
            and time.reading in ("deictic", "part", "whole")
            and time.offset <= 0
            and time.offset != 0
        )
