"""The other slots: units, values, kinds, modality, hedges, quoted words, parts of names, lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.analyze.ask.slots import Slots
from kg.analyze.ask.vocabulary import Vocabulary
from kg.rules.types_asking import AskingRules
from kg.text.numerals import parse_numeral

_NUMERAL = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|[一二两三四五六七八九十百千]+)(?:余|多)?[万亿]?"
_WORDS_IN_TITLE = re.compile(
    r"(?:标题|题目|题名|文件名)(?:里|中|上)?(?:含有|含|带有|带|包含|有)(?P<list>[^（）()？?]+)"
)
_PART_OF_NAME = re.compile(r"(?:名称|名字|名)(?:里|中|里面)?(?:含有|含|带有|带|包含|有)“?(?P<part>[^“”的？?，,、]+)”?")
_NAMES = re.compile(r"(?:名为|叫做|叫|称为|写作)(?P<list>[^？?]{3,}?)的?(?:机构|单位|组织)")
_BOUNDS = (
    (">=", re.compile(r"(?:不少于|不低于|不小于|至少|达到|满)$"), re.compile("(?:及)?以上")),
    ("<=", re.compile(r"(?:不超过|不多于|不高于|至多|最多)$"), re.compile("(?:及)?以下")),
    (">", re.compile(r"(?:超过|超出|多于|大于|高于|超|逾)$"), re.compile("开外")),
    ("<", re.compile(r"(?:低于|少于|小于|不到|不足|不满)$"), re.compile("以内")),
)
_LEAST = re.compile(rf"(?P<count>{_NUMERAL})(?P<unit>份|家|个|次|处)?(?:报告|单位|城市)?(?:及)?以上")
_SINCE = re.compile(r".*某.")
_LIST = re.compile(r"、|,|，|或者|以及|[或和与及]")
_MARKS = "“”‘’《》\"' "


def read_quantities(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill quantity, number-asked, unit-asked, unit, value and least."""
    rules, marks = vocabulary.rules, slots.marks
    unit = "|".join(map(re.escape, rules.units))
    rest = marks.rest
    for use in ("quantity", "number-asked", "own"):
        if m := rules.words[use].search(rest):
            slots.fill(use, "yes", words=m[0], at=m.start())
    if re.search(r"[谁哪].*[多少高低大小](?:[？?。]|$)", rest):
        slots.fill("quantity", "yes", words="多")
    if re.search(r"[数率额量速值](?:[？?。，,\x00]|$)", rest):
        slots.fill("quantity", "yes", words="数")
    asked = [m[1] for m in re.finditer(rf"(?:多少|几|若干)({unit})", rest)]
    if "百分之几" in rest or "百分之多少" in rest:
        asked.append("%")
    if asked:
        slots.fill("unit-asked", *asked, words="、".join(asked))
        slots.fill("number-asked", "yes", words="多少" + asked[0])
    if m := re.search(rf"以“?[万亿]?({unit})”?为单位|单位(?:是|为)“?[万亿]?({unit})|[万亿]?({unit})为单位", rest):
        slots.fill("unit", next(group for group in m.groups() if group), words=m[0], at=m.start())
        marks.take(*m.span())
    elif m := re.search("多少钱|金额|款项|资金数额", rest):
        slots.fill("unit", "元", words=m[0], at=m.start())
    if m := _LEAST.search(rest):
        count = parse_numeral(m["count"])
        slots.fill("least", str(count), words=m[0], at=m.start())
        marks.take(*m.span())
    for m in re.finditer(rf"(?<![第\d])({_NUMERAL})({unit})(?![之比点])", marks.rest):
        value = parse_numeral(re.sub("[余多]", "", m[1]))
        scope = marks.text.startswith(("报告", "政协", "机构", "单位", "城市", "材料", "人大", "政府"), m.end())
        if value is not None and not scope and (sign := _comparison(marks.text, m.start(), m.end())):
            slots.fill("quantity", "yes", words=m[0], at=m.start())
            slots.fill("bound", sign[0] + f"{value:f}", words=marks.text[sign[1] : sign[2]], at=sign[1])
            slots.fill("unit-asked", m[2], words=m[2])
            marks.take(sign[1], sign[2])
        elif value is not None and not scope and not re.fullmatch("[一二两三四五六七八九十]", m[1]):
            slots.fill("value", f"{value:f}", words=m[0], at=m.start())
            slots.fill("quantity", "yes", words=m[0], at=m.start())
            slots.fill("unit-asked", m[2], words=m[2])
            marks.take(*m.span())


def _comparison(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The sign of a bound around a value, and from where to where it is said: 超过300件, 100%以下."""
    for sign, before, behind in _BOUNDS:
        if m := before.search(text[:start]):
            return sign, m.start(), end
        if m := behind.match(text, end):
            return sign, start, m.end()
    return None


def read_quotations(slots: Slots) -> None:
    """Fill quoted, since, form, words, part-of-name and names."""
    marks = slots.marks
    if m := _WORDS_IN_TITLE.search(marks.text):
        slots.fill("words", "|".join(_items(m["list"].partition("的")[0])), words=m[0], at=m.start())
        marks.take(*m.span("list"))
    elif m := _PART_OF_NAME.search(marks.text):
        slots.fill("part-of-name", m["part"], words=m[0], at=m.start())
        marks.take(*m.span("part"))
    if m := _NAMES.search(marks.text):
        slots.fill("names", "|".join(_items(m["list"])), words=m[0], at=m.start())
        marks.take(*m.span("list"))
    if not marks.quotations:
        return
    first = marks.quotations[0]
    slots.fill("quoted", first.raw, words=first.words, at=first.start)
    if re.search("以来|期间|年来|届|之后|以后", first.words):
        slots.fill("since", _SINCE.sub("", first.words), words=first.words, at=first.start)
        if "某" in first.words:
            marks.take(first.start, first.end)
    one = (first.words,) if len(marks.quotations) == 1 else ()
    slots.fill("form", *one, words="、".join(q.words for q in marks.quotations), at=first.start)


def take_reports(slots: Slots, vocabulary: Vocabulary) -> None:
    """Take the words for the reports themselves (各报告), which are no kind of document here."""
    for m in vocabulary.rules.words["report"].finditer(slots.marks.rest):
        slots.marks.take(*m.span())


def read_kinds(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill initiative-kind, document-kind and body-kind; words that fit any undertaking tell no kind."""
    marks, rules = slots.marks, vocabulary.rules
    weak, rest = rules.words["weak-kinds"], marks.outside
    for slot in ("initiative-kind", "document-kind", "body-kind"):
        if slot == "document-kind" and "words" in slots:
            continue  # the words of the title say more than 制度文件
        hits = sorted(_kinds(rest, slot, rules))
        if slot == "body-kind":  # kinds of bodies stand in most questions: 各政协
            hits = [hit for hit in hits if _asked_for(hit, rest)]
        quoted = [hit for hit in hits if marks.text[hit.at - 1 : hit.at] == "“"]
        strong = [hit for hit in hits if not weak.fullmatch(hit.name) or _asked_for(hit, rest)]
        best = next(iter(quoted or strong or (hits if slot == "document-kind" else [])), None)
        if best is not None:
            chain = [best, *_listed(rest, best, hits)]
            words = rest[best.at : chain[-1].at + len(chain[-1].name)]
            slots.fill(slot, *dict.fromkeys(hit.notation for hit in chain), words=words, at=best.at)
    for slot in ("initiative-kind", "document-kind", "body-kind"):
        if slot in slots:
            marks.take(slots[slot].at, slots[slot].at + len(slots[slot].words))


class _Kind(NamedTuple):
    """A word for a kind; the longest sorts first."""

    rank: int
    at: int
    notation: str
    name: str


def _kinds(text: str, slot: str, rules: AskingRules) -> Iterator[_Kind]:
    for kind in rules.kinds:
        for name in kind.names if kind.slot == slot else ():
            at = text.find(name) if len(name) >= 2 else -1
            if at >= 0:
                yield _Kind(-len(name), at, kind.notation, name)


def _asked_for(hit: _Kind, text: str) -> bool:
    """Whether a word that stands in many questions is here the kind that is asked for: 哪些活动, 法院有哪些."""
    before, behind = text[: hit.at], text[hit.at + len(hit.name) :]
    return hit.name != "工作" and (
        re.search(
            r"(?:哪[些家个\x00]\x00*|最[多高大少低小长短]的前?\x00+|什么|几[个家]|多少|哪几[个项种家]|新闻|提到[的了]?|出现[的了]?|是)$",
            before,
        )
        is not None
        or re.match(r"(?:都|各|分别)?(?:有哪[些几]|是哪[些几]|有几[个家]|有多少)[个家]?(?:[？?。]|$)", behind)
        is not None
    )


def _listed(text: str, first: _Kind, others: list[_Kind]) -> Iterator[_Kind]:
    """The kinds that stand in a list behind the first one: 品牌、平台和机制."""
    end = first.at + len(first.name)
    while m := re.compile("、|以及|[和与及或]").match(text, end):
        following = next((other for other in others if other.at == m.end()), None)
        if following is None:
            return
        yield following
        end = following.at + len(following.name)


def read_senses(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill modality and modifier where the question names one of them, and not where it only asks which."""
    rules, rest = vocabulary.rules, slots.marks.rest
    senses = [(name, m) for name, pattern in rules.modality.items() if (m := pattern.search(rest))]
    if len(senses) == 1:
        name, m = senses[0]
        slots.fill("modality", name, words=m[0], at=m.start())
        slots.marks.take(*m.span())
    if m := rules.words["inexact"].search(slots.marks.outside):
        slots.fill("modifier", *(name for name in rules.modifier if name != "exact"), words=m[0], at=m.start())
    quoted = {q.words for q in slots.marks.quotations}
    for name, words in rules.modifier.items():
        said = [word for word in words if word in quoted or re.search(rf"modifier[ =:：]*{re.escape(word)}", rest)]
        if said:
            slots.fill("modifier", name, words=said[0], at=slots.marks.text.find(said[0]))


def read_ratio(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill ratio, numerator and denominator: A÷B, A除以B, A占B; or a rate that is known by name."""
    marks, rules = slots.marks, vocabulary.rules
    if "indicator" in slots and "unit" in slots and "单位" not in slots["unit"].words:
        del slots.filled["unit"]  # 慰问金多少钱 asks for the money, in whatever unit
    codes = slots["indicator"].values if "indicator" in slots else ()
    if len(codes) >= 2 and (m := re.search("÷|除以|占|之比|比例|比率|/", marks.text)):
        slots.fill("ratio", "yes", words=m[0], at=m.start())
        slots.fill("numerator", codes[0], words=codes[0])
        slots.fill("denominator", codes[1], words=codes[1])
        return
    for rate in rules.rates:
        word = next((word for word in rate.words if word in marks.text), "")
        if word and not codes[1:]:
            at = marks.text.find(word)
            slots.fill("ratio", "yes", words=word, at=at)
            slots.fill("numerator", rate.numerator, words=word, at=at)
            slots.fill("denominator", rate.denominator, words=word, at=at)
            marks.take(at, at + len(word))
            return


def _items(text: str) -> Iterable[str]:
    return [item for part in _LIST.split(text) if (item := part.strip(_MARKS))]
