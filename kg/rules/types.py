"""Rules and lexicons as immutable values; ``kg.rules.load`` fills them from the data files.

No rule knows a report. What stands here is the language (level words, verbs, suffixes), the genre (headings, slogans)
and closed public lists (divisions, departments, parties, media).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from kg.rules.relations import RelationRules
from kg.rules.types_figures import FigureRules

Payload = TypeVar("Payload")


class Matcher(Generic[Payload]):
    """Finds the longest entries of a word list in a text, left to right, without overlap."""

    def __init__(self, entries: Mapping[str, Payload]) -> None:
        """Build the automaton over the words of ``entries``."""
        self._words = sorted(word for word in entries if word)
        self._payloads = [entries[word] for word in self._words]
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest) if self._words else None

    def find(self, text: str) -> Iterator[tuple[int, int, Payload]]:
        """Start, end and payload of each match, in order of the text."""
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._payloads[index]


class Openings:
    """Tells whether one of many words stands at a place."""

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their first characters."""
        self._by_first: dict[str, tuple[str, ...]] = {}
        for word in sorted(words):
            self._by_first[word[0]] = (*self._by_first.get(word[0], ()), word)

    def at(self, text: str, place: int) -> bool:
        """Whether a word begins there."""
        words = self._by_first.get(text[place : place + 1])
        return words is not None and text.startswith(words, place)


_WORK_ON = re.compile(r"工作(?!室|站|坊|中|[，。；])|建设(?=[\u4e00-\u9fff])")
"""Work and building as what a noun before them is an attribute of: 项目工作, 平台建设情况."""
_MARK = re.compile(r"[，：—。；、（(,:\s\d]|\Z|[一二三四五六七八九十]+月")


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the administrative divisions (GB/T 2260), current or former."""

    code: str
    name: str
    short: str
    parent: str
    level: str
    """nation, province, prefecture or county."""
    until: str = ""
    successor: str = ""


_AUTONOMOUS = (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"))


def _abridged(division: Division) -> tuple[str, ...]:
    """The name of an autonomous division without its peoples: 恩施土家族苗族自治州 is 恩施州."""
    for full, word in _AUTONOMOUS:
        if division.name.endswith(full) and len(division.short) >= 2:
            return (division.short + word,)
    return ()


@dataclass(frozen=True)
class Divisions:
    """All divisions by code and by name."""

    by_code: Mapping[str, Division]

    @cached_property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by full name, current ones first."""
        return self._index(lambda d: (d.name, *_abridged(d)))

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """Codes by the full path of the division (云南省大理白族自治州大理市), current ones alone."""
        return {self.path(code): code for code, division in sorted(self.by_code.items()) if not division.until}

    @cached_property
    def short(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by everyday short name, current ones first, higher levels first."""
        return self._index(lambda d: (d.short,) if len(d.short) >= 2 and not d.until else ())

    @cached_property
    def matcher(self) -> Matcher[tuple[tuple[str, ...], bool]]:
        """Finds full and short names; the payload is the codes and whether the name is full."""
        entries: dict[str, tuple[tuple[str, ...], bool]] = {n: (codes, False) for n, codes in self.short.items()}
        entries |= {name: (codes, True) for name, codes in self.named.items()}
        return Matcher(entries)

    def _index(self, names: object) -> dict[str, tuple[str, ...]]:
        rank = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
        index: dict[str, list[Division]] = {}
        for division in self.by_code.values():
            for name in names(division):  # type: ignore[operator]
                index.setdefault(name, []).append(division)
        return {
            name: tuple(d.code for d in sorted(found, key=lambda d: (bool(d.until), rank.get(d.level, 9), d.code)))
            for name, found in index.items()
        }

    def chain(self, code: str) -> tuple[str, ...]:
        """The codes from the province down to this division."""
        if code not in self.by_code:
            return ()
        known = self._chains.get(code)
        if known is None:
            known = self._chains[code] = self._ancestry(code)
        return known

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        """What ``chain`` has found: at most one entry a division."""
        return {}

    def _ancestry(self, code: str) -> tuple[str, ...]:
        found: list[str] = []
        while code and code in self.by_code and self.by_code[code].level != "nation" and code not in found:
            found.insert(0, code)
            code = self.by_code[code].parent
        return tuple(found)

    def path(self, code: str) -> str:
        """The full division path: 吉林省吉林市."""
        known = self._paths.get(code)
        if known is None:
            known = "".join(self.by_code[c].name for c in self.chain(code))
            if code in self.by_code:
                self._paths[code] = known
        return known

    @cached_property
    def _paths(self) -> dict[str, str]:
        """What ``path`` has found: at most one entry a division."""
        return {}

    def within(self, code: str, ancestor: str) -> bool:
        """Whether a division lies in another, or is it."""
        return ancestor in self.chain(code)


@dataclass(frozen=True, slots=True)
class Form:
    """How the names of one kind of body are built from a place."""

    id: str
    kind: str
    official: str
    everyday: str
    heads: tuple[str, ...]
    frames: tuple[str, ...] = ()
    national: tuple[str, ...] = ()
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body of a closed list, whose name needs no place."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    place: str = ""


class Unit(Struct, frozen=True, gc=False):
    """A part of a body that is named after it: 办公室, 提案委员会."""

    name: str
    kind: str
    of: str
    """The kinds of bodies that it belongs to, separated by |; any for all."""
    said: str = ""
    """The form of the text, where it is another."""


@dataclass(frozen=True)
class OwnUnits:
    """Units that one kind of body names in its own report without saying whose they are: 财务部, 教务处, 第二检察部."""

    of: str
    """Whose units they are: enterprise, school, hospital, court, congress, mass, media, bureau, town."""
    kind: str
    hint: re.Pattern[str]
    """Words of the first lines without which no such unit is sought."""
    unit: re.Pattern[str]
    """The unit behind the name of its body: 市红十字会|救护培训科."""
    said: re.Pattern[str]
    """The unit at the beginning of a clause, perhaps behind a word for the body: 集团|工程建设部."""
    kinds: tuple[tuple[str, str], ...] = ()
    """Kinds of units by the last characters of their names."""

    def kind_of(self, name: str) -> str:
        """The kind of the unit of this name."""
        return next((kind for end, kind in self.kinds if name.endswith(end)), self.kind)


@dataclass(frozen=True, slots=True)
class Suffix:
    """A word that ends the name of a body: 大学, 公司, 专班."""

    word: str
    kind: str
    use: str
    """proper, founded or placed; see ``names.toml``."""
    stops: tuple[str, ...] = ()
    """Characters behind it that make it another word."""


@dataclass(frozen=True)
class BodyRules:
    """Everything that recognizes and names organizations."""

    divisions: Divisions
    forms: tuple[Form, ...]
    """Main bodies of a level first, then departments, courts and people's organizations."""
    named: tuple[NamedBody, ...]
    units: tuple[tuple[str, Unit], ...]
    """Every name of a unit, short forms too, with the unit."""
    suffixes: tuple[Suffix, ...]
    generic: frozenset[str]
    """Words that say what kind a body is and not which."""
    verbs: frozenset[str]
    """Verbs at which an open name cannot go on to the left."""
    collectives: re.Pattern[str]
    """Words that make a name a collective without a name (有关部门, 各单位)."""
    leading: tuple[str, ...] = ()
    """Words before an open name that are no part of it, longest first (其中, 母校)."""
    own_units: tuple[OwnUnits, ...] = ()

    def form(self, id: str) -> Form:
        """The form of that id."""
        return self._forms_by_id[id]

    @cached_property
    def _forms_by_id(self) -> Mapping[str, Form]:
        return {form.id: form for form in self.forms}

    @cached_property
    def head_matcher(self) -> Matcher[Form]:
        """Finds the heads of bodies; 委 alone is left to a pattern that looks behind it."""
        heads: dict[str, Form] = {}
        for form in self.forms:
            for head in form.heads:
                if len(head) >= 2 and head != "党委" and not head.startswith("委"):
                    heads.setdefault(head, form)
        return Matcher(heads)

    @cached_property
    def named_matcher(self) -> Matcher[NamedBody]:
        """Finds the names of listed bodies."""
        return Matcher(self.listed)

    @cached_property
    def listed(self) -> Mapping[str, NamedBody]:
        """Listed bodies by every name."""
        names: dict[str, NamedBody] = {}
        for body in self.named:
            for name in (body.name, *body.aliases):
                names.setdefault(name, body)
        return names

    @cached_property
    def frame_opening(self) -> re.Pattern[str]:
        """Finds what stands before the place in a frame: 政协, 中共, 共青团."""
        openings = {frame.split("{", 1)[0] for form in self.forms for frame in form.frames} - {""}
        return re.compile("|".join(sorted(map(re.escape, openings), key=lambda o: (-len(o), o))))

    def frame_tails(self, opening: str) -> tuple[tuple[Form, str], ...]:
        """Forms and what stands behind the place, longest first, for frames with this opening."""
        return self._tails.get(opening, ())

    @cached_property
    def _tails(self) -> Mapping[str, tuple[tuple[Form, str], ...]]:
        tails: dict[str, list[tuple[Form, str]]] = {}
        for form in self.forms:
            for frame in form.frames:
                opening, tail = frame.split("{", 1)[0], frame.rsplit("}", 1)[1]
                if opening and tail:
                    tails.setdefault(opening, []).append((form, tail))
        return {opening: tuple(sorted(found, key=lambda t: -len(t[1]))) for opening, found in tails.items()}

    @cached_property
    def units_by_name(self) -> Mapping[str, Unit]:
        """Units by every name."""
        return dict(self.units)

    @cached_property
    def committee_matcher(self) -> Matcher[Unit]:
        """Finds the names of committees of congresses and consultative conferences."""
        return Matcher(
            {
                name: unit
                for name, unit in self.units
                if unit.kind == "committee" and len(name) > 2 and name[-1] in "会委"
            }
        )

    def unit_name(self, surface: str) -> str:
        """The full name of a committee that is named in short: 提案委 is 提案委员会."""
        if surface in self.units_by_name:
            return self.units_by_name[surface].name
        if surface.endswith("委"):
            return surface + "员会"
        return surface

    @cached_property
    def suffix_matcher(self) -> Matcher[Suffix]:
        """Finds the suffixes of open names."""
        return Matcher({suffix.word: suffix for suffix in self.suffixes})


_NAME_ENDS = (
    r"(?=$|[^\u4e00-\u9fff]|以?及|开幕|开赛|活动|举办|举行|如期|永久|落户|由|[和与等在成圆顺期上中暨吸的共系并为有于])"
)
"""What may follow a name: 文化节 ends none in 文化节目."""


@dataclass(frozen=True)
class PhraseRules:
    """How an undertaking is named by a noun phrase without marks."""

    kinds: Mapping[str, str]
    """Head noun -> kind."""
    light: frozenset[str]
    """Heads of work in general, which need a name before them."""
    naming: frozenset[str]
    """Heads that name something whatever stands before them."""
    verbs: frozenset[str]
    """Words after which a name begins."""
    ends: Mapping[str, str]
    """Ends of names that open a sentence -> kind."""
    never: tuple[str, ...]
    """What such a name does not end in: bodies, people, things that are counted."""
    national: tuple[str, ...]
    """Programmes of the whole country, which need no words of their own."""
    inner: frozenset[str]
    """Those that a name may hold before another verb (改革深化提升行动)."""
    attributes: tuple[str, ...]
    """Attributes that make a name of what everybody builds (平安校园建设)."""
    verbal: frozenset[str]
    """Heads that are verbs as well."""
    honours: tuple[str, ...]
    """Verbs of winning: what follows is an honour."""
    openers: frozenset[str]
    """Words that begin a description of work in general."""
    political: tuple[str, ...]
    """Words of policy that no undertaking is named by."""
    predicates: frozenset[str]
    """What may follow a name that opens its clause."""
    continuations: tuple[str, ...]
    """Nouns that go on behind a head, so that it ends no name."""

    def verb_in(self, word: str) -> str:
        """The verb that a word is, or that a long one begins or ends with (继续执行, 开展调研); nothing if none."""
        bare = word.removesuffix("了")
        if bare in self.verbs:
            return word
        if len(word) > 3:
            return next((part for part in (word[-2:], word[:2]) if part in self.verbs), "")
        return ""

    @cached_property
    def heads(self) -> Matcher[str]:
        """Finds the heads."""
        return Matcher({head: head for head in self.kinds})

    @cached_property
    def strong(self) -> tuple[str, ...]:
        """Heads that are neither of work in general nor verbs, sorted."""
        return tuple(sorted(frozenset(self.kinds) - self.light - self.verbal))

    @cached_property
    def programmes(self) -> Matcher[str]:
        """Finds the names of programmes of the whole country."""
        return Matcher({name: name for name in self.national})

    def kind_of_opening(self, name: str) -> str | None:
        """The kind of a name that opens a sentence, by its longest end; None where it ends in what is none."""
        if name.endswith(self._never):
            return None
        return next((self.ends[name[-size:]] for size in (3, 2, 1) if name[-size:] in self.ends), None)

    @cached_property
    def end_soon(self) -> re.Pattern[str]:
        """Fits where a word that ends the name of an opening may come within the longest name."""
        last = "".join(sorted({end[-1] for end in self.ends}))
        return re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·+“”（）()]{{3,15}}?[{last}]")

    @cached_property
    def _never(self) -> tuple[str, ...]:
        return tuple(word for word in self.never if len(word) > 1)

    def goes_on(self, text: str, end: int) -> bool:
        """Whether a noun or a head stands behind a head."""
        return self._nouns.at(text, end) or _WORK_ON.match(text, end) is not None

    def told_of(self, text: str, end: int) -> bool:
        """Whether what follows a name tells of it: a mark, a number or one of the longer ``predicates``."""
        return self._predicates.at(text, end) or _MARK.match(text, end) is not None

    @cached_property
    def _nouns(self) -> Openings:
        return Openings({*self.kinds, *self.continuations} - self.verbal - {"服务", "帮扶", "救助", "建设", "工作"})

    @cached_property
    def _predicates(self) -> Openings:
        return Openings(word for word in self.predicates if len(word) > 1)


@dataclass(frozen=True)
class InitiativeRules:
    """Heads, verbs and stop lists of initiatives."""

    heads: tuple[tuple[str, str], ...]
    """Head noun and kind, longest first."""
    weak_heads: frozenset[str]
    """Heads that prove no name by themselves (建设, 工作)."""
    unquoted_heads: tuple[str, ...]
    events: tuple[str, ...]
    common_events: tuple[str, ...]
    """Those that everybody holds, which need a word of their own: 元宵|灯会."""
    holding: tuple[str, ...]
    """Verbs of holding before the name of an event."""
    fairs: tuple[str, ...]
    """Short names of national and provincial fairs."""
    venues: tuple[str, ...]
    venue_words: tuple[str, ...]
    """Words of the genre of which a venue's name has one."""
    unquoted_verbs: frozenset[str]
    firm_verbs: frozenset[str]
    """Those that no name holds: 开展, 实施, but not 推进 or 提升."""
    generic: frozenset[str]
    """Words that say nothing before a head (重点工程)."""
    common: frozenset[str]
    """Words that the cutter's dictionary tags as proper nouns and that name nothing."""
    figured_heads: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Verbs and the heads that name something behind them where a figure is given for it."""
    phrase: PhraseRules
    routine: frozenset[str]
    """Words for work that everybody does (慰问, 调研): they make no name of a head."""
    verbs: tuple[str, ...]
    """Verbs of doing before a quoted name."""
    weak_verbs: frozenset[str]
    """Verbs that go with slogans as often as with undertakings."""
    building_verbs: frozenset[str]
    """Those of the weak ones that take things for objects as well (建设, 拓展)."""
    topics: tuple[str, ...]
    """Words that make a quotation a topic or a speech (围绕, 关于)."""
    acts: frozenset[str]
    """Verbs that are tagged as if they were none."""
    told: Openings
    """Words behind a quotation that tell of it (获评, 接入)."""
    images: frozenset[str]
    slogans: frozenset[str]
    shapes: frozenset[str]
    """Slogans that are mere shapes (1+N, 一站式) and name something where a noun follows."""

    @cached_property
    def head_words(self) -> frozenset[str]:
        """The heads alone."""
        return frozenset(head for head, _ in self.heads)

    def endings(self, text: str) -> list[tuple[str, str]]:
        """The heads with which a text ends and their kinds, longest first."""
        found = ((head, self._kinds.get(head)) for size in self._sizes if (head := text[-size:]) and len(head) == size)
        return [(head, kind) for head, kind in found if kind is not None]

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return dict(reversed(self.heads))  # of a head that stands twice the first kind counts

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(sorted({len(head) for head, _ in self.heads}, reverse=True))

    @cached_property
    def strong_heads(self) -> frozenset[str]:
        """Heads that make a name of whatever stands before them."""
        return frozenset(
            head
            for head, kind in self.heads
            if kind in ("brand", "platform", "training", "venue", "campaign", "event", "good")
        ) - {"服务", "攻坚", "整治"}

    def quoted_verb(self, text: str, start: int) -> tuple[str, str] | None:
        """The verb of doing before a quotation with the attributes between them: the last strong one, else the last."""
        window = text[max(0, start - 22) : start]
        begin = max(window.rfind(point) for point in "，。；：！？\n”》）") + 1
        found = list(self._verbs.finditer(window, begin))
        if not found:
            return None
        strong = [m for m in found if m[1] not in self.weak_verbs]
        chosen = strong[-1] if strong else found[-1]
        attribute = window[chosen.end() :]
        return (chosen[1], attribute) if len(attribute) <= 14 and self._attribute.fullmatch(attribute) else None

    @cached_property
    def _verbs(self) -> re.Pattern[str]:
        verbs = "|".join(sorted(self.verbs, key=lambda v: (-len(v), v)))
        count = r"[\d一二两三四五六七八九十]+余?(?:个|家|期|次|场|项|届|批|支)"
        return re.compile(rf"({verbs})(?:了|好|实(?!施|现|践|行))?(?:{count})?")

    @cached_property
    def _attribute(self) -> re.Pattern[str]:
        return re.compile(r"[\u4e00-\u9fff、]*")

    @cached_property
    def event(self) -> re.Pattern[str]:
        """A verb of holding and the name of an event behind it."""
        verbs = "|".join(sorted(map(re.escape, self.holding), key=lambda v: (-len(v), v)))
        heads = "|".join(sorted(map(re.escape, self.events), key=lambda v: (-len(v), v)))
        count = r"(?:了)?(?:[\d一二两三四五六七八九十]+余?(?:个|家|期|次|场|项|批))?"
        name = rf"[\u4e00-\u9fffA-Za-z0-9·“”—]{{1,28}}?(?:{heads}){_NAME_ENDS}"
        return re.compile(rf"(?:{verbs}){count}({name}(?:(?:、|以?及|和|与){name})*)")

    @cached_property
    def numbered_event(self) -> re.Pattern[str]:
        """An event with its number, or one that is said to have been held: 第三届乙县读书节, 丙文化节成功举办."""
        heads = "|".join(sorted(map(re.escape, self.events), key=lambda v: (-len(v), v)))
        body = r"[\u4e00-\u9fffA-Za-z·“”（）—]"
        return re.compile(
            rf"((?:首|第[一二三四五六七八九十百\d]+)届(?!人大|政协|委员|人民代表|全国人大|中央)(?:(?!委员会|代表大会){body}){{2,24}}?(?:{heads})){_NAME_ENDS}"
        )

    @cached_property
    def ranked_event(self) -> re.Pattern[str]:
        """An event named by its rank, with or without a verb of holding: 全国冬泳邀请赛, 自治区速度滑冰锦标赛; 广交会."""
        return re.compile(
            r"((?:全国|国际|世界|亚洲|中国|全省|全区|全市|自治区|中[俄蒙欧非阿国]{1,2})[\u4e00-\u9fff]{2,12}?(?:赛|博览会|展览会|艺术节|文化节|论坛)"
            rf"{_NAME_ENDS}|{'|'.join(self.fairs)})"
        )

    @cached_property
    def venue(self) -> re.Pattern[str]:
        """A venue's head."""
        return re.compile("|".join(sorted(map(re.escape, self.venues), key=lambda v: (-len(v), v))))

    @cached_property
    def venue_word(self) -> re.Pattern[str]:
        """A word of the genre in a venue's name."""
        return re.compile("|".join(map(re.escape, self.venue_words)))

    @cached_property
    def heading_verb(self) -> re.Pattern[str]:
        """A verb of doing at the beginning of a heading."""
        verbs = "|".join(
            sorted(
                {*self.verbs, "助推", "全力助推", "推动", "服务", "助力"} - {"获", "提出"}, key=lambda v: (-len(v), v)
            )
        )
        return re.compile(rf"(?:全面|全力|扎实|深入|持续|积极|大力|着力|精准|纵深|深度|有序|切实|认真)?(?:{verbs})")

    @cached_property
    def plain_tail(self) -> re.Pattern[str]:
        """A strong head within a few characters, none of them a function word."""
        heads = "|".join(re.escape(h) for h, _ in self.heads if h not in self.weak_heads and len(h) > 1)
        return re.compile(
            rf"(?:(?![的了在被获是并为让使于到向从将把对由和与及等])[\u4e00-\u9fff]){{0,8}}?(?:{heads})(?![\u4e00-\u9fff]{{0,2}}(?:{heads}))"
        )

    @cached_property
    def figured(self) -> re.Pattern[str]:
        """A verb and a noun phrase with a figure behind it in the same sentence."""
        return self._with_head(r"(?=\d|[，：、][^。；\n]{0,36}\d)")

    @cached_property
    def figured_open(self) -> re.Pattern[str]:
        """A verb and a noun phrase that ends its clause."""
        return self._with_head("(?=[，。])")

    def _with_head(self, behind: str) -> re.Pattern[str]:
        ways = [["|".join(sorted(part, key=lambda w: (-len(w), w))) for part in way] for way in self.figured_heads]
        verb = "|".join(f"(?:{verbs})(?=[\u4e00-\u9fffA-Za-z0-9]{{2,18}}?(?:{heads}))" for verbs, heads in ways)
        head = "|".join(heads for _, heads in ways)
        return re.compile(
            rf"(?P<verb>{verb})(?:了|好)?(?:\d+[余多]?(?:期|届|所|次))?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{{2,16}}?(?P<head>{head}))"
            + behind
        )

    @cached_property
    def figured_verb(self) -> re.Pattern[str]:
        """Any verb of ``figured``."""
        verbs = {verb for verbs, _ in self.figured_heads for verb in verbs}
        return re.compile("|".join(sorted(verbs, key=lambda v: (-len(v), v))))

    @cached_property
    def joined_head(self) -> re.Pattern[str]:
        """The head of a first name and the word that joins the second: 甲工程|和|乙工程."""
        return re.compile(rf".*(?:{self.unquoted_head.pattern})(?:和|与|以?及)")

    def governing_verb(self, text: str, begin: int, end: int) -> tuple[int, str] | None:
        """The verb of doing that governs what stands before ``end``, with where its object begins."""
        found = list(self._doing.finditer(text, begin, end))
        firm = [m for m in found if m[0].removesuffix("了") in self.firm_verbs]
        if not found:
            return None
        chosen = firm[-1] if firm else found[0]
        return chosen.end(), chosen[0]

    @cached_property
    def _doing(self) -> re.Pattern[str]:
        verbs = "|".join(sorted(self.unquoted_verbs, key=lambda v: (-len(v), v)))
        return re.compile(rf"(?:{verbs})了?")

    @cached_property
    def unquoted_head(self) -> re.Pattern[str]:
        """Strong heads of names without quotation marks."""
        return re.compile("|".join(sorted(map(re.escape, self.unquoted_heads), key=lambda h: (-len(h), h))))


@dataclass(frozen=True)
class Rules:
    """All that the core knows of the language and the genre."""

    bodies: BodyRules
    initiatives: InitiativeRules
    figures: FigureRules
    relations: RelationRules
    words: tuple[str, ...] = ()
    """Words of the user's lexicons for the word cutter."""

    @property
    def divisions(self) -> Divisions:
        """The administrative divisions."""
        return self.bodies.divisions
