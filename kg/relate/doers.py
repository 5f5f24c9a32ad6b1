"""Who does what an undertaking names, where the words around its name tell and not the subject of the clause.

乙的甲, 乙甲             whose it is
乙与丙共同举办的甲       a relative clause
甲由乙牵头，丙配合       a body behind 由, and who helps it
甲启动，乙…；甲中，乙…   bodies that act under an undertaking with which the sentence begins
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Key
from kg.relate.scene import Clause, Item, Scene
from kg.relate.stating import of_kind, who

_TOWARDS = frozenset("为向给对在赴到至于")
"""Before a body that something is done for or at."""
_BESIDE = re.compile(r"(?:(?<!参)与|[和同跟]|联合|会同|协同|携手|联手|组织|协助|配合|支持|推动|指导|帮助)$")
_BY = re.compile(r"由(?:[^，。；由]{0,8})$")
_AFTERWARDS = re.compile(r"[^，。；由]{1,6}后[即便就均]?|现已?|目前")
"""What may stand before 由 in a clause of its own: 建成后由乙管理."""
_RECEIVED = re.compile(r"[被获]|得到|受到|荣膺|赢得")


def named_doers(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item) -> tuple[tuple[Clause, Key], ...]:
    """The bodies that the words around a name state to be those that do it, each with the clause that states it.

    None where the subject decides.
    """
    clause = clauses[index]
    bodies = of_kind(clause.items, "organization")
    listed = scene.group_before(item, of_kind(clause.items, "initiative"))
    found = _owners(scene, bodies, listed[0]) or _makers(scene, bodies, item) or _supported(scene, bodies, item)
    keys = [i.key for i in found]
    if found and _TAKES_PART.search(scene.layout.text, clause.start, found[0].start):
        keys = [*(k for k in who(scene, clause) if k not in keys), *keys]
    if found:
        keys += [k for k in leaders(scene, clauses, index) if k not in keys]
    return tuple((clause, k) for k in keys)


def _owners(scene: Scene, bodies: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    """The bodies right before a name: 乙甲, 乙的甲; the own body is left to the verb."""
    text = scene.layout.text
    owner = next((b for b in bodies if b.end == item.start or text[b.end : item.start] == "的"), None)
    if owner is None or owner.key == scene.own or (owner.superior and owner.end < item.start):
        return ()
    if owner.end == item.start:
        return (owner,)
    return tuple(b for b in scene.group_before(owner, bodies) if b.key != scene.own)


def title_won(scene: Scene, clause: Clause, item: Item) -> bool:
    """Whether a name is what a body gives: 获评省总工会“模范之家”."""
    text = scene.layout.text
    giver = next((b for b in of_kind(clause.items, "organization") if b.end == item.start), None)
    return giver is not None and _WON.search(text, clause.start, giver.start) is not None


_WON = re.compile(r"(?:获评|荣获|获授|获颁|获选|荣膺|喜获|斩获|摘得|捧回|获得|被)$")
_TAKES_PART = re.compile(r"(?:承接|承办|承担|协办|参加|参与|配合|落实|争取|申报)了?$")


def _makers(scene: Scene, bodies: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    """The bodies of a relative clause before a name: 由乙主导、丙与丁共同牵头的甲."""
    text = scene.layout.text
    before = tuple(b for b in bodies if b.end <= item.start)
    if not before or not scene.rules.made.fullmatch(text, before[-1].end, item.start):
        return ()
    if _ASSIGNED.search(text, before[-1].end, item.start):
        return ()
    group = scene.group_before(before[-1], before)
    start = group[0].start
    beside = text[start - 1 : start] in _TOWARDS or _BESIDE.search(text, max(0, start - 3), start)
    if beside and scene.own not in {g.key for g in group}:
        return ()
    earlier = tuple(b for b in before if b.end < start and _LEADS.fullmatch(text, b.end, start))
    return (*earlier, *group)


def _supported(scene: Scene, bodies: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    """The bodies that another helps or urges to do it: 支持乙打造甲."""
    text = scene.layout.text
    before = tuple(b for b in bodies if b.end <= item.start)
    if not before:
        return ()
    group = scene.group_before(before[-1], before)
    if not _URGED.search(text, max(0, group[0].start - 4), group[0].start):
        return ()
    verb = scene.rules.doing.search(text, group[-1].end, item.start)
    return group if verb and verb.start() - group[-1].end <= 4 else ()


_URGED = re.compile(r"(?:支持|推动|督促|帮助|鼓励|引导|促成|促使|指导|委托|指派|授权|交由)$")
_ASSIGNED = re.compile(r"(?:部署|安排|提出|确定|下达|交办|号召|要求|批准|资助|支持)[^，。；]{0,4}的")
"""What is assigned to others is done by them: 做好市委部署的甲."""
_LEADS = re.compile(r"(?:主导|牵头|主办|发起|指导)、(?:[^，。；、由]{2,10}[与和及、])?")


def by_agents(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item) -> tuple[tuple[Clause, Key], ...]:
    """The bodies behind 由 that do an undertaking named before, with those that help them, each with its clause."""
    text, lead = scene.layout.text, scene.rules.lead
    here = of_kind(clauses[index].items, "initiative")
    beside = item not in here[:1] and bool(here) and opens(scene, clauses[index], here[0])
    for at in range(index, len(clauses)):
        if at > index and beside:
            return ()  # 甲是乙实事，由丙牵头: the one of which the sentence tells
        clause = clauses[at]
        bodies = of_kind(clause.items, "organization")
        if at > index and any(not _inside(i, bodies) for i in of_kind(clause.items, "initiative")):
            return ()
        start = max(clause.start, item.end)
        if at > index:
            head = lead.match(text, start, clause.end)
            after = _AFTERWARDS.match(text, start, clause.end)
            start = max(m.end() for m in (head, after) if m) if head or after else start
            if text[start : start + 1] != "由" and text[start - 1 : start] != "由":
                continue
            start = start if text[start : start + 1] == "由" else start - 1
        first = next((b for b in bodies if b.start >= item.end and _BY.search(text, start, b.start)), None)
        if first is None:
            continue
        group = scene.group(first, bodies)
        does = scene.rules.by.match(text, group[-1].end, clause.end)
        if does is None:
            refused = at == index or bool(
                scene.rules.named_only.search(text, group[-1].end, min(group[-1].end + 8, clause.end))
            )
        else:
            refused = text[does.end() : does.end() + 1] == "的"
        if refused:
            return ()
        return (
            *((clause, b.key) for b in group),
            *((clause, b.key) for b in _others_doing(scene, clause, bodies, group)),
            *((clauses[at + 1], b.key) for b in helpers(scene, clauses, at)),
        )
    return ()


def _others_doing(scene: Scene, clause: Clause, bodies: tuple[Item, ...], group: tuple[Item, ...]) -> Iterator[Item]:
    """The bodies further on in a list of what each one does: 由乙主办、丙承办、丁协办."""
    text, last = scene.layout.text, group[-1]
    for body in bodies:
        if body.start <= last.end:
            continue
        between = scene.rules.by.match(text, last.end, body.start)
        behind = scene.rules.by.match(text, body.end, clause.end)
        if between is None or behind is None or text[between.end() : body.start] != "、":
            return
        yield body
        last = body


def agents_first(scene: Scene, clause: Clause) -> tuple[Item, ...]:
    """The bodies behind 由 with which a clause begins, where they do something there."""
    text = scene.layout.text
    bodies = of_kind(clause.items, "organization")
    lead = scene.rules.lead.match(text, clause.start, clause.end)
    if not bodies or lead is None or bodies[0].start != lead.end() or text[lead.end() - 1] != "由":
        return ()
    group = scene.group(bodies[0], bodies)
    return group if scene.rules.by.match(text, group[-1].end, clause.end) else ()


def helpers(scene: Scene, clauses: tuple[Clause, ...], index: int) -> tuple[Item, ...]:
    """The bodies of the next clause that help those of a clause: 由乙牵头，丙、丁配合."""
    if index + 1 >= len(clauses):
        return ()
    after = clauses[index + 1]
    if not after.explicit or not after.subjects:
        return ()
    last = after.subjects[-1]
    return after.subjects if scene.rules.helping.match(scene.layout.text, last.end, after.end) else ()


def _inside(item: Item, bodies: tuple[Item, ...]) -> bool:
    return any(b.start <= item.start and item.end <= b.end for b in bodies)


def joining(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item) -> Iterator[tuple[Clause, Key]]:
    """Other bodies that act in the clauses behind an undertaking with which a sentence begins, each with its clause."""
    clause, text = clauses[index], scene.layout.text
    if (clause.explicit and clause.subjects) or not opens(scene, clause, item):
        return
    for after in clauses[index + 1 :]:
        if any(opens(scene, after, i) for i in of_kind(after.items, "initiative")):
            return
        if not after.explicit or not after.subjects:
            continue
        last = after.subjects[-1]
        if scene.rules.named_only.search(text, last.end, after.end) or _RECEIVED.search(text, last.end, after.end):
            return
        if _IS_SO.search(text, last.end, after.end):
            continue
        if text[after.start - 1 : after.start] == "；" and not scene.rules.by.match(text, last.end, after.end):
            return
        for subject in after.subjects:
            if (
                not subject.superior
                and subject.key != scene.own
                and subject.category != "media"
                and not itself(scene, subject, item)
            ):
                yield after, subject.key


_IS_SO = re.compile(
    r"投入使用|投用|挂牌|揭牌|成立|竣工|完工|开工|通车|落成|下降|上升|增长|增加|提高|提升|达到|入选|进入|位列|位居|占|走深走实|见效|受益|迁入|落户|落地|入驻|开业|投产|获批|蝉联"
)
"""What is so with a body and not done by it."""


def told_of(scene: Scene, clauses: tuple[Clause, ...], index: int) -> bool:
    """Whether the subject that holds for a clause stands in one that only tells how things are with it."""
    stood = next((c for c in reversed(clauses[:index]) if c.explicit), None)
    if stood is None or not stood.subjects:
        return False
    return _IS_SO.search(scene.layout.text, stood.subjects[-1].end, stood.end) is not None


def opens(scene: Scene, clause: Clause, item: Item) -> bool:
    """Whether a clause begins with an undertaking, but for a time, a bullet or 在."""
    text = scene.layout.text
    lead = scene.rules.lead.match(text, clause.start, item.start)
    at = lead.end() if lead else clause.start
    return text[at : item.start] in ("", "在", "“", "以", "围绕", "依托", "通过")


def only_named(scene: Scene, clause: Clause, item: Item) -> bool:
    """Whether another body that acts in a clause only speaks of an undertaking: 省妇联对“…”予以表扬."""
    rules, text = scene.rules, scene.layout.text
    if not clause.subjects or scene.own in {s.key for s in clause.subjects}:
        return False
    last = clause.subjects[-1].end
    if rules.doing.search(text, last, item.start) or rules.establish.search(text, last, item.start):
        return False
    if not clause.explicit and (any(s.superior for s in clause.subjects) or not opens(scene, clause, item)):
        return True
    return rules.named_only.search(text, last, clause.end) is not None


def nobodys(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item) -> bool:
    """Whether an undertaking with which a clause begins is not the own body's, though none is named that does it.

    Works that are built (供水二期工程动工) are no assembly's; what is told of another place (地处山区的乙区，…; 乙区：…) is
    that place's.
    """
    clause, text = clauses[index], scene.layout.text
    if not opens(scene, clause, item):
        return False
    if (
        scene.own_category in _ASSEMBLIES
        and item.category not in ("event", "training")
        and _BUILT.match(text, item.end, clause.end)
    ):
        return True
    return any(_elsewhere(scene, c) for c in clauses[:index])


_LOCAL = ("镇", "乡", "街道", "村", "社区")
_UNNAMED = re.compile(
    r"(?:乡|镇|村|社区|街道|园区|景区|厂|店)里?(?:还|也|则|就|便)?(?:办|搞|推出|打造|开展|举办|建起|成立|设立)"
)


def place_acts(scene: Scene, clause: Clause, item: Item) -> bool:
    """Whether a clause begins with another place that does what the undertaking names: 乙区打造甲."""
    text, own = scene.layout.text, scene.own_place
    lead = scene.rules.lead.match(text, clause.start, item.start)
    if (
        lead
        and scene.own
        and not clause.explicit
        and not scene.own.stem.endswith(_LOCAL)
        and _UNNAMED.match(text, lead.end(), item.start)
    ):
        return True  # 乡里办了甲
    place = next(iter(of_kind(clause.items, "place")), None)
    if place is None or own is None or clause.explicit or place.end > item.start:
        return False
    if own.stem.startswith(place.key.stem):
        return False
    if lead is None or lead.end() != place.start:
        return False
    group = scene.group(place, of_kind(clause.items, "place"))
    end = group[-1].end
    verb = scene.rules.doing.match(text, end, item.start) or scene.rules.establish.match(text, end, item.start)
    return verb is not None or end == item.start


_ASSEMBLIES = frozenset(("cppcc", "congress", "party", "democratic-party"))
_BUILT = re.compile(r"[^，。；]{0,8}?(?:动工|开工|复工|竣工|完工|通车|通水|投产|封顶|建起来|建成通|铺设|破土)")


def _elsewhere(scene: Scene, clause: Clause) -> bool:
    """Whether a clause does no more than name a place below the own one."""
    text, own = scene.layout.text, scene.own_place
    places = of_kind(clause.items, "place")
    if own is None or not places or len(clause.items) > 1:
        return False
    place = places[-1]
    if (
        place.key == own
        or not place.key.stem.startswith(own.stem)
        or text[place.end : place.end + 1] not in ("，", "：")
    ):
        return False
    lead = scene.rules.lead.match(text, clause.start, place.start)
    return text[place.start - 1] == "的" or (lead is not None and lead.end() == place.start)


def dealt_to(scene: Scene, clause: Clause, item: Item) -> list[Key]:
    """The body of a list that does an undertaking of a list as long: 甲、乙分别推出“丙”“丁”. Empty where nothing is dealt out."""
    if not clause.explicit or len(clause.subjects) < 2:
        return []
    last = clause.subjects[-1].end
    named = tuple(i for i in of_kind(clause.items, "initiative") if i.start >= last)
    if not named or "分别" not in scene.layout.text[last : named[0].start]:
        return []
    group = scene.group(named[0], named)
    if len(group) != len(clause.subjects) or item not in group:
        return []
    return [clause.subjects[group.index(item)].key]


def leaders(scene: Scene, clauses: tuple[Clause, ...], index: int) -> list[Key]:
    """The bodies that an earlier clause says to lead and no more: 甲牵头，乙派出专家，“丙”行动…."""
    text = scene.layout.text
    found: list[Key] = []
    for clause in clauses[:index]:
        bodies = of_kind(clause.items, "organization")
        lead = scene.rules.lead.match(text, clause.start, clause.end)
        if bodies and lead and lead.end() == bodies[0].start:
            group = scene.group(bodies[0], bodies)
            found += [b.key for b in group if _LEADS_ONLY.fullmatch(text, group[-1].end, clause.end)]
    return found


_LEADS_ONLY = re.compile(r"[^，。；]{0,4}(?:牵头|主导|发起|统筹)，")


def partners(scene: Scene, clause: Clause, item: Item) -> list[Key]:
    """The bodies with which the subject does an undertaking in equal parts: 与乙合办甲."""
    text = scene.layout.text
    bodies = tuple(b for b in of_kind(clause.items, "organization") if b.end <= item.start)
    first = next((b for b in bodies if _WITH.search(text, clause.start, b.start)), None)
    if first is None:
        return []
    group = scene.group(first, bodies)
    if not _EQUAL.match(text, group[-1].end, item.start):
        return []
    return [g.key for g in group if g not in clause.subjects]


_WITH = re.compile(r"[与和同跟]$|联合$|会同$|携手$")
_EQUAL = re.compile(
    r"[^，。；的]{0,2}(?:合办|共办|联办|合编|(?:共同|联合|携手)(?:举办|主办|承办|发起))[^，。；的]{0,6}"
)


def itself(scene: Scene, body: Item, item: Item) -> bool:
    """Whether a body bears the name of an undertaking, and so is that in other words."""
    text = scene.layout.text
    return text[item.start : item.end].endswith(text[body.start : body.end])
