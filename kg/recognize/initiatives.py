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
    start: int
    end: int
    inner: str


def recognize_initiatives(layout: Layout, words: Words, claimed: tuple[tuple[int, int], ...], rules: InitiativeRules) -> tuple[InitiativeMention, ...]:
    """The undertakings named in the text, in order and without overlap; ``claimed`` ranges (titles) stay untouched."""
    text = layout.text
    found: list[InitiativeMention] = []
    quotes = [q for q in _quotes(text) if not any(a <= q.start and q.end <= b for a, b in claimed)]
    furniture = [(b.start, b.end) for b in layout.blocks if b.kind == "furniture"]
    quotes = [q for q in quotes if not any(a <= q.start < b for a, b in furniture)]
    for group in _groups(text, quotes):
        found += _named_group(text, group, words, rules)
    covered = [(m.start, m.end) for m in found]
    for mention in (*_headings(layout, rules), *_unquoted(text, words, rules)):
        if not any(a < mention.end and mention.start < b for a, b in (*covered, *claimed, *furniture)):
            found.append(mention)
            covered.append((mention.start, mention.end))
    return tuple(sorted(found, key=lambda m: m.start))


def _quotes(text: str) -> Iterator[_Quote]:
    """Outermost quotations within a line."""
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


def _groups(text: str, quotes: list[_Quote]) -> Iterator[list[_Quote]]:
    """Quotations joined by nothing, 、, 和 or 及: lists that may share a head."""
    group: list[_Quote] = []
    for quote in quotes:
        if group and text[group[-1].end : quote.start] in ("", "、", "和", "及", "与", "以及", "，"):
            if text[group[-1].end : quote.start] != "，":
                group.append(quote)
                continue
        if group:
            yield group
        group = [quote]
    if group:
        yield group


def _named_group(text: str, group: list[_Quote], words: Words, rules: InitiativeRules) -> list[InitiativeMention]:
    last = group[-1]
    tail_end, head, kind = _tail(text, last.end, words, rules)
    before = text[max(0, group[0].start - 14) : group[0].start]
    verb, topic = _verb_before(before, rules), _topic_before(text, group[0].start, rules)
    found = []
    for n, quote in enumerate(group):
        inner = quote.inner
        own_tail, own_head, own_kind = (tail_end, head, kind) if quote is last else (quote.end, "", kind)
        listed_head = quote is not last and bool(head)
        inner_head, inner_kind = _ending(inner, rules)
        if not _nameable(inner, bool(own_head or listed_head or inner_head), rules):
            continue
        if re.search(r"[，。；！？]", inner) and not own_head and not (listed_head and len(inner) <= 24):
            continue
        if own_head or listed_head:
            if topic and not verb and own_head not in rules.strong_heads:
                continue
        elif inner_head and not topic:
            own_kind = inner_kind
        elif verb and not (verb in rules.weak_verbs and not _coined(inner)) and not topic:
            own_kind = inner_kind or kind or "other"
        else:
            continue
        begin = _left(text, quote.start, words) if n == 0 and own_head and len(inner) <= 8 else quote.start
        name = text[begin:own_tail]
        found.append(InitiativeMention(begin, own_tail, name, own_kind or "other", "quoted-name", inner, verb))
    return found


def _nameable(inner: str, headed: bool, rules: InitiativeRules) -> bool:
    """Whether a quotation can name an undertaking at all."""
    bare = inner.strip()
    if len(bare) < 2 or len(bare) > 60 or bare in rules.slogans:
        return False
    if bare in rules.images:
        return False
    if bare[-1] in "。！？；" or re.search(r"[？！]", bare):
        return False
    if not headed and re.fullmatch(r"[\dA-Za-z%+.\-]+", bare):
        return False
    return not (re.fullmatch(r"[一二三四五六七八九十两双]+[个大项]?[\u4e00-\u9fff]{1,2}", bare) and not headed and bare not in ())


def _coined(inner: str) -> bool:
    """Whether a quoted word looks coined for a name: a number pattern, a plus sign, or four and more characters."""
    return bool(re.search(r"[\d+一二三四五六七八九十双]", inner)) or len(inner) >= 4


def _tail(text: str, at: int, words: Words, rules: InitiativeRules) -> tuple[int, str, str]:
    """End, head and kind of the words that run on behind a quotation, or no head."""
    m = re.compile(r"(?:等|的)?").match(text, at)
    begin = m.end() if m else at
    index = words.at(begin) if begin < len(text) else len(words.words)
    if index < len(words.words) and words.words[index].start != begin:
        index += 1
    best: tuple[int, str, str] = (at, "", "")
    end = begin
    for word in words.words[index : index + 7]:
        if word.start != end or not re.match(r"[\u4e00-\u9fffA-Za-z]", word.surface) or word.end - begin > 14:
            break
        if word.tag[:1] in "pcudry" or word.surface in ("等", "的", "了", "中", "上", "后", "为", "有", "在"):
            break
        if word.tag == "v" and word.surface not in rules.head_words and end > begin:
            break
        end = word.end
        tail = text[begin:end]
        for head, kind in rules.heads:
            if tail.endswith(head):
                if text[begin - 1 : begin] == "等" or text[at:begin] == "等":
                    return (at, head, kind)
                best = (end, head, kind)
                break
        if word.tag == "v" and not best[1]:
            break
    return best


def _ending(inner: str, rules: InitiativeRules) -> tuple[str, str]:
    for head, kind in rules.heads:
        if inner.endswith(head) and len(inner) > len(head) + 1 and head not in ("建设", "工作", "展", "服务", "措施", "改革"):
            return head, kind
    if inner.endswith(("年", "月", "日", "周")) and len(inner) >= 4 and not inner[-2].isdigit():
        return inner[-1], "campaign"
    return "", ""


def _verb_before(before: str, rules: InitiativeRules) -> str:
    """The verb of doing right before a quotation, a few attributes between."""
    m = rules.quoted_verb.search(before)
    return m[1] if m else ""


def _topic_before(text: str, start: int, rules: InitiativeRules) -> bool:
    before = text[max(0, start - 6) : start]
    return any(before.endswith(word) for word in rules.topics)


def _left(text: str, start: int, words: Words) -> int:
    """Where a name begins whose quotation is its middle: 委员“…”工作室; nouns without a place or a body."""
    begin = start
    index = words.at(start - 1) if start else -1
    while index >= 0:
        word = words.words[index]
        if word.end != begin or start - word.start > 8 or word.tag not in ("n", "vn", "nz", "b", "j", "an", "ng"):
            break
        if re.search(r"[省市区县州政协委府]|全|各|级|我|本|工作|活动|品牌|平台|等", word.surface) and word.surface not in ("委员",):
            break
        begin = word.start
        index -= 1
    return begin


def _headings(layout: Layout, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Headings closed by a dash that begin with a verb of doing and name what is done."""
    for block in layout.blocks:
        if block.kind != "heading" or block.level != 8:
            continue
        line = layout.words(block).rstrip("—")
        m = rules.heading_verb.match(line)
        if m and 4 <= len(line) - m.end() + len(m[0]) <= 24 and "，" not in line and "“" not in line and not line.startswith("这一年"):
            start = block.start
            yield InitiativeMention(start, block.start + len(line), line, "task", "dash-heading", line, m[0])


def _unquoted(text: str, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Names without marks: a verb of doing, words of their own, a strong head."""
    for m in rules.unquoted_head.finditer(text):
        index = words.at(m.start())
        begin, stop = m.start(), ""
        while index >= 0:
            word = words.words[index]
            if word.start >= begin:
                index -= 1
                continue
            if word.end > begin:
                begin = word.start
                index -= 1
                continue
            if word.end != begin or m.end() - word.start > 22 or not re.match(r"[\u4e00-\u9fffA-Za-z0-9]", word.surface):
                break
            if word.surface in rules.unquoted_verbs:
                stop = word.surface
                break
            if word.tag[:1] in "pcudry" or word.tag in ("m", "q") or word.surface in ("的", "等", "了", "个", "项", "年"):
                break
            begin = word.start
            index -= 1
        name = text[begin : m.end()]
        own = text[begin : m.start()]
        if not stop or len(own) < 2 or own in rules.generic or any(name.startswith(g) for g in rules.generic if len(own) <= len(g)):
            continue
        if text[m.end() : m.end() + 1] in "方计" or re.match(r"方案|计划|组|领导|办公", text[m.end() : m.end() + 3]):
            continue
        kind = next((k for head, k in rules.heads if name.endswith(head)), "campaign")
        yield InitiativeMention(begin, m.end(), name, kind, "unquoted-name", name, stop)
