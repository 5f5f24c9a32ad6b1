"""Who carries out, issues, establishes, endorses, visits, covers and works with whom, as clauses state it.

The subject is the body named at the head of the clause or the last one of the sentence, else the report's own; what the
words around a name say of it comes first (``doers``). Lists share their verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.model import Key
from kg.relate.aims import targets
from kg.relate.cooperation import joint
from kg.relate.coverage import covered
from kg.relate.doers import (
    agents_first,
    by_agents,
    dealt_to,
    itself,
    joining,
    leaders,
    named_doers,
    nobodys,
    only_named,
    opens,
    partners,
    place_acts,
    title_won,
    told_of,
)
from kg.relate.praise import endorsed
from kg.relate.scene import Clause, Item, Scene
from kg.relate.stating import Stated, heading_initiative, last_match, of_kind, state, state_keys, who
from kg.text.layout import Sentence


def read_actions(scene: Scene) -> Iterator[Stated]:
    """Every relation that the sentences of the body state, in order."""
    for sentence in scene.layout.sentences:
        if scene.layout.blocks[sentence.block].kind == "furniture":
            continue
        clauses = scene.clauses(sentence)
        if not any(clause.items for clause in clauses):
            continue  # nothing is named that could be acted on
        for index, clause in enumerate(clauses):
            if not clause.items and not clause.subjects:
                continue
            for rule in (_undertakings, _issued, _established, endorsed, joint, targets, covered):
                for stated in rule(scene, sentence, clauses, index, clause):
                    subject, target = scene.whole(stated.subject), scene.whole(stated.object)
                    if subject != target:
                        same = subject is stated.subject and target is stated.object
                        yield stated if same else replace(stated, subject=subject, object=target)


def _undertakings(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """What is done: the subject establishes it (成立, 开设, 建成) or carries it out."""
    named_here = of_kind(clause.items, "initiative")
    if not named_here:
        yield from _under_heading(scene, sentence, clauses, index, clause)
    for item in named_here:
        if title_won(scene, clause, item):
            continue
        predicate = "establishes" if _founded(scene, clause, item) else "carriesOut"
        named = named_doers(scene, clauses, index, item)
        for stating, key in named:
            yield from state([key], predicate, [item], stating, "named-doer")
        agents = by_agents(scene, clauses, index, item)
        for stating, key in agents:
            yield from state([key], "carriesOut", [item], stating, "agent-behind")
        if named:
            continue
        for after, key in joining(scene, clauses, index, item):
            yield Stated(key, "carriesOut", item.key, after.start, after.end, "joins-in")
        if not agents or not opens(scene, clause, item) or _ALSO.match(scene.layout.text, agents[0][0].start):
            yield from _by_subject(scene, clauses, index, item, predicate)


def _by_subject(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item, predicate: str) -> Iterator[Stated]:
    """What the subject of a clause does; nothing where it only speaks of it, or where it is another place's."""
    clause = clauses[index]
    if only_named(scene, clause, item):
        return
    if place_acts(scene, clause, item) or any(itself(scene, s, item) for s in clause.subjects):
        return
    if not clause.subjects and nobodys(scene, clauses, index, item):
        return
    own = [scene.own] if scene.own else []
    passive = scene.rules.passive.search(scene.layout.text, clause.start, clause.end)
    subjects = own if passive and item.start < passive.start() else who(scene, clause)
    if not clause.explicit and (
        (scene.own in subjects and opens(scene, clause, item)) or told_of(scene, clauses, index)
    ):
        subjects = own  # 市妇联与市法院出台…，热线接听来电…: no more the other's
    subjects = dealt_to(scene, clause, item) or [
        *subjects,
        *(k for k in leaders(scene, clauses, index) if k not in subjects),
    ]
    rule = "verb-establishes" if predicate == "establishes" else "verb-carries-out"
    yield from state(subjects, predicate, [item], clause, rule)
    yield from state(partners(scene, clause, item), predicate, [item], clause, "partner-does")


def _under_heading(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """The bodies with which a sentence begins that do what the heading above it names: 由乙、丙轮值."""
    if index or any(of_kind(c.items, "initiative") for c in clauses):
        return
    agents = agents_first(scene, clause)
    over = heading_initiative(scene, sentence) if agents else None
    if over is not None:
        yield from state_keys([a.key for a in agents], "carriesOut", [over], clause, "agent-below-heading")


_ALSO = re.compile(r"[，、 ]*(?:另|还|也|部分|其中|此外|其余)")
"""Before 由: that those behind it do it beside others."""


_BUILT = re.compile(r"(?:建设|新增|增设|筹建|扩建|添建|新开)了?$")
"""Right before a station or a platform that is counted: that there is a new one."""
_COUNT = re.compile(r"等?[一两三四五六七八九十\d]+余?[个处家座所间]")


_GROUP = re.compile(r"(?:工作|协调|推进)*(?:领导小组|专班|指挥部|办公室|组委会|工作组|小组|专家库)")
"""Behind an undertaking: that a group for it is founded, and not the undertaking."""
_FAR = 60
_NEW = re.compile(
    r"[^，。；（]{0,24}?[（，]?(?:其中)?(?:今年|当年|本年|全年|年内|已)?(?:新建|新设|新增设|增设|设立)[^，。；（）]{0,20}?"
    r"[一二两三四五六七八九十\d]+余?[个处家座所间]"
)
"""Behind a station: how many there are, and that some are new: 28家（今年新建9家）."""


def _founded(scene: Scene, clause: Clause, item: Item) -> bool:
    """Whether a verb of founding stands before a name, and none of another doing nearer to it."""
    text = scene.layout.text
    verb = last_match(scene.rules.establish, text, clause.start, item.start)
    if item.category in ("venue", "platform"):
        if _BUILT.search(text, clause.start, item.start) and _COUNT.match(text, item.end):
            return True
        new = _NEW.match(text, item.end, item.end + _FAR)
        if new and not of_kind(scene.between(item.end, new.end()), "initiative"):
            return True
    if verb is None or item.start - verb.end() > 30 or _GROUP.match(text, item.end):
        return False
    other = last_match(scene.rules.besides, text, clause.start, item.start)
    return (other is None or other.end() <= verb.end()) and _listed_from(scene, verb, item, clause)


def _listed_from(scene: Scene, verb: re.Match[str], item: Item, clause: Clause) -> bool:
    """Whether an item follows its verb directly or in a list of like items."""
    between = scene.layout.text[verb.end() : item.start]
    return not re.search(r"[。；：]", between) and (
        len(between) <= 14 or bool(scene.between(verb.end(), item.start)) or clause.end - clause.start < 60
    )


def _issued(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Titled texts that the subject writes, adopts or hands in; a body right before a title owns it."""
    text, rules = scene.layout.text, scene.rules
    titles = list(of_kind(clause.items, "document"))
    done: set[int] = set()
    for title in titles:
        if title.start in done:
            continue
        group = scene.group(title, tuple(titles))
        done |= {t.start for t in group}
        bodies = of_kind(clause.items, "organization")
        owner = next((i for i in bodies if i.end == title.start or text[i.end : title.start] == "的"), None)
        writers = _writers(scene, clause, bodies, group)
        if writers:
            yield from state(writers, "issues", group, clause, "writer-behind")
            continue
        verb = last_match(rules.issue, text, clause.start, title.start)
        refer = last_match(rules.refer, text, clause.start, title.start)
        endorse = last_match(rules.endorse, text, clause.start, title.start)
        near = max((m for m in (verb, refer, endorse) if m), key=lambda m: (m.end(), m.end() - m.start()), default=None)
        if owner is not None:
            yield from state([owner.key], "issues", group, clause, "owner-of-title")
            continue
        if near is None or (near is endorse and near is not verb):
            behind = group[-1].end
            if near is None and rules.paper_or.match(text, behind) and scene.own and not clause.subjects:
                yield from state([scene.own], "issues", group, clause, "own-papers")
            continue
        if near is refer and near is not verb and not (verb and verb.end() == refer.end()):
            continue
        if not clause.subjects and _MEMBERS.search(text, clause.start, title.start):
            continue
        if urged := _URGED.search(text, max(clause.start, near.start() - _URGED_FAR), near.start()):
            moved = [b for b in bodies if urged.end() <= b.start and b.end <= near.start()]
            if moved and near.start() - moved[-1].end <= 4:
                yield from state([b.key for b in moved], "issues", group, clause, "urged-writer")
                continue
            if near.start() - urged.start() <= 10:
                continue
        between = text[near.end() : title.start]
        if len(between) > 24 and not scene.between(near.end(), title.start):
            continue
        yield from state(who(scene, clause), "issues", group, clause, "verb-issues")
    del sentence, clauses, index


_MEMBERS = re.compile(r"(?:委员|代表|界别|职工|群众|居民|企业家)[^，。；]{0,8}(?:提出|提交|撰写|反映|起草)的")
"""Persons who wrote a text themselves: 委员联名提出的《甲》."""
_URGED_FAR = 30
"""Characters from 推动 to what a body is moved to issue: 推动甲市教育局、乙局出台."""
_URGED = re.compile("推动|促成|促使|督促|建议|指导|帮助|助推")
"""Before a body that somebody brings to write something."""


def _writers(scene: Scene, clause: Clause, bodies: tuple[Item, ...], group: tuple[Item, ...]) -> list[Key]:
    """The bodies behind titles that write them: 《甲》由乙与丙合编."""
    text = scene.layout.text
    by = _BY.match(text, group[-1].end, clause.end)
    first = next((b for b in bodies if by and 0 <= b.start - by.end() <= 4), None)
    if first is None:
        return []
    writing = scene.group(first, bodies)
    verb = scene.rules.issue.search(text, writing[-1].end, writing[-1].end + 8)
    return [w.key for w in writing] if verb and verb.end() <= clause.end else []


_BY = re.compile(r"[^，。；由]{0,8}由")


def _established(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Bodies that the subject founds: 成立…专班."""
    text, acting = scene.layout.text, frozenset(clause.subjects)
    for item in of_kind(clause.items, "organization"):
        if item in acting or item.category in ("cppcc", "government", "congress", "media"):
            continue
        verb = last_match(scene.rules.establish, text, clause.start, item.start)
        if verb is None:
            continue
        between = text[verb.end() : item.start]
        listed = list(scene.between(verb.end(), item.start))
        if (
            len(between) <= 6
            or (listed and text[listed[-1].end : item.start] in ("、", "和", "与", "及"))
            or re.fullmatch(r".{0,10}[、和]", between)
        ):
            subjects = who(scene, clause)
            yield from state(subjects, "establishes", [item], clause, "verb-establishes")
    del sentence, clauses, index
