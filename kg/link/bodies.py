"""From a mention to the body that it denotes, with the reason; a mention that cannot be told stays open."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from kg.link.context import NATION, Context, choose, current, level_words, uppermost
from kg.model import Grade, Key
from kg.recognize.bodies import BodyMention
from kg.rules.types import BodyRules, Divisions, Form, Unit

_OWN_PLACE_KINDS = frozenset({"task-force", "committee", "department", "other", "community"})
_SHORT_NAMED = frozenset({"school", "enterprise", "media", "mass-organization", "other"})
"""Kinds whose names bear the short name of their place: 苏州大学 is no 苏州市大学."""


class Body(Struct, frozen=True, gc=False):
    """A resolved body: its identity and its names."""

    key: Key
    label: str
    aliases: tuple[str, ...]
    kind: str
    place: str
    """Code of its division; empty where unknown or national."""
    grade: Grade = "stated"
    resolution: str = ""
    parent: Body | None = None
    """The body that it is named as a unit of."""


class Open(Struct, frozen=True, gc=False):
    """Why a mention could not be resolved."""

    reason: str
    detail: str = ""


class _Where(Struct, frozen=True, gc=False):
    """The division of a mention, how it was told, and with what certainty."""

    code: str
    how: str = ""
    grade: Grade = "stated"


def resolve(mention: BodyMention, context: Context, near: tuple[str, ...], rules: BodyRules) -> Body | Open:
    """The body that a mention denotes in a report with this context.

    ``near`` holds the codes of divisions that the text names without doubt; they decide between divisions of one name.
    """
    if mention.rule == "bare-unit":
        return _own_unit(mention, context, near, rules)
    where = _division(mention, context, near, rules.divisions)
    if isinstance(where, Open):
        return where
    if mention.form is None:
        body = _open_name(mention, where, context, rules.divisions)
        listed = rules.listed.get(mention.name) if mention.rule == "listed-body" else None
        if listed is not None and listed.place:
            body = replace(body, place=rules.divisions.by_path.get(listed.place, ""))
        if (
            mention.rule != "own-hamlet"
            and body.resolution == "报告单位本级"
            and context.mention is not None
            and context.mention.rule != mention.rule
        ):
            owner = own_body(context, near, rules)
            if owner is not None and owner.key != body.key:
                extra = {name + mention.name for name in (owner.label, owner.key.stem)}
                body = replace(body, aliases=_sorted({*body.aliases, *extra} - {body.label}))
    else:
        body = _formed(mention, mention.form, where, context, rules)
        if mention.form.parent and not mention.units:
            over = resolve(replace(mention, form=rules.form(mention.form.parent)), context, near, rules)
            body = replace(body, parent=over if isinstance(over, Body) else None)
    for unit in mention.units:
        body = _unit(body, unit)
    return body


def _formed(mention: BodyMention, form: Form, where: _Where, context: Context, rules: BodyRules) -> Body:
    """A body whose name is made of a form and a division."""
    divisions, code = rules.divisions, where.code
    if code == NATION:
        official, everyday = (form.national[0], form.national[-1]) if form.national else ("国家" + form.heads[0],) * 2
        listed = rules.listed.get(official) or rules.listed.get(everyday)
        if listed:
            others = {official, everyday, *listed.aliases} - {listed.name}
            return Body(
                Key("organization", listed.name), listed.name, _sorted(others), listed.kind, "", where.grade, where.how
            )
        return Body(
            Key("organization", everyday),
            official,
            _sorted({everyday} - {official}),
            form.kind,
            "",
            where.grade,
            where.how,
        )
    if form.id == "court" and code in divisions.by_code and divisions.by_code[code].level in ("prefecture", "province"):
        form = rules.form("intermediate-court" if divisions.by_code[code].level == "prefecture" else "high-court")
    names = _place_names(mention, code, context, divisions)
    official, everyday = form.official.format(place=names[0]), form.everyday.format(place=names[0])
    aliases = {template.format(place=name) for name in names for template in (form.official, form.everyday)}
    if len(mention.name) > 1 and mention.name != "党委" and not form.kind.startswith("party"):
        aliases |= {name + mention.name for name in names}  # 县广播电视局 of a county that has a 广播电影电视局
    if form.kind == "party" and code:
        aliases.add("中共" + everyday)
    if (
        form.kind in _SHORT_NAMED - {"mass-organization", "other"}
        and mention.place is not None
        and not mention.place.full
    ):
        official = everyday = form.official.format(place=divisions.by_code[code].short)
    return Body(
        Key("organization", everyday), official, _sorted(aliases - {official}), form.kind, code, where.grade, where.how
    )


def _place_names(mention: BodyMention, code: str, context: Context, divisions: Divisions) -> list[str]:
    """The names that a division bears in the names of its bodies, the preferred one first."""
    if not code:
        return _township_names(mention.raw_place or context.raw_place, context, divisions)
    names = [place_name(code, divisions), divisions.by_code[code].name]
    if mention.place is not None and not mention.place.full:
        names.append(divisions.by_code[code].short)
    if mention.place is not None and mention.place.said:
        names.append(mention.place.said)
    former = [c for c in (mention.place.codes if mention.place else ()) if divisions.by_code[c].until]
    if code == context.place and context.former:
        former.append(context.former)
    names += [divisions.by_code[c].name for c in former]
    return list(dict.fromkeys(name for name in names if name))


def _township_names(township: str, context: Context, divisions: Divisions) -> list[str]:
    """The names of a township that no list has: one of the report's county with the county in front first."""
    county = divisions.by_code.get(context.place)
    if county is None or not (township == context.raw_place or county.level == "county"):
        return [township]
    over = place_name(context.place, divisions)
    return [township] if county.name in township else list(dict.fromkeys([over + township, township]))


def _unit(body: Body, unit: Unit) -> Body:
    """A unit of a body, named after it."""
    label = body.label + unit.name
    names = {n + u for n in (body.key.stem, body.label, *body.aliases) for u in (unit.name, unit.said or unit.name)}
    kind = unit.kind or body.kind
    return Body(
        Key("organization", body.key.stem + unit.name),
        label,
        _sorted(names - {label}),
        kind,
        body.place,
        body.grade,
        body.resolution,
        body,
    )


def own_body(context: Context, near: tuple[str, ...], rules: BodyRules) -> Body | None:
    """The report's own body: a standing organ speaks for its committee, an office for its body."""
    if context.mention is None or context.mention.rule == "bare-unit":  # whose unit that is, the own body would tell
        return None
    body = resolve(context.mention, context, near, rules)
    if isinstance(body, Open):
        return None
    while (
        not context.titled
        and body.parent is not None
        and context.form != "congress-standing"
        and body.kind != "mass-organization"
    ):
        body = body.parent
    return body


_BRANCHES = ("党支部", "党总支", "党总支部", "机关党委")

_UNIT_OWNERS = {
    "cppcc|congress": ("cppcc", "congress", "democratic-party"),
    "congress": ("congress",),
    "school": ("school",),
    "court": ("court",),
    "enterprise": ("enterprise",),
    "mass": ("mass-organization",),
    "media": ("media", "department", "other"),
    "bureau": ("department", "party"),
    "town": ("community", "government", "party"),
    "party": ("party", "government"),
    "team": ("school", "enterprise", "court", "mass-organization", "media", "department", "other"),
}
"""Kinds of bodies whose reports name such units without them."""


def _core(committee: str) -> str:
    """What a committee is about: 农业和农村工作委员会 and 农业农村委 are one."""
    return re.sub(r"[和与、]|工作|委员会$|委$", "", committee)


_HOSPITAL = ("医院", "卫生院", "保健院", "卫生服务中心", "血站")


def _has_units(owner: Body, of: str, context: Context) -> bool:
    """Whether a body is of a kind that has such units: no office of a county is one of a township."""
    if of == "hospital":
        return owner.label.endswith(_HOSPITAL)
    return owner.kind in _UNIT_OWNERS[of] and (of != "town" or owner.kind == "community" or bool(context.raw_place))


def _own_unit(mention: BodyMention, context: Context, near: tuple[str, ...], rules: BodyRules) -> Body | Open:
    """A unit named without its body, in a report of a body that has such units."""
    unit = mention.units[0]
    owner = own_body(context, near, rules)
    if owner is not None and owner.kind == "committee" and owner.parent is not None:
        if unit.kind == "committee" and _core(owner.label.removeprefix(owner.parent.label)) == _core(unit.name):
            return replace(owner, grade="resolved", resolution="报告单位本级")
        owner = owner.parent  # a committee's report names itself and its sisters
    while owner is not None and owner.kind == "party" and owner.parent is not None and owner.label.endswith(_BRANCHES):
        owner = owner.parent  # so does a party branch's those of its school or firm
    if owner is not None and owner.kind == "mass-organization" and owner.parent is not None and unit.of != "mass":
        owner = owner.parent  # a union's report names the units of its school
    if (
        owner is not None
        and owner.key.stem.endswith("人大常委会")
        and unit.kind == "committee"
        and not unit.name.endswith(("工作委员会", "工委"))
    ):
        owner = owner.parent or owner
    if owner is None or not _has_units(owner, unit.of, context):
        return Open("unit-without-body")
    if unit.of == "town" and context.raw_place:
        full, *short = _township_names(context.raw_place, context, rules.divisions)
        owner = replace(owner, key=Key("organization", full), label=full, aliases=tuple(short))
    body = _unit(owner, unit)
    party = {"党委": "中共{}委员会", "纪委": "中共{}纪律检查委员会", "团委": "共青团{}委员会"}.get(unit.name)
    aliases = {*body.aliases, *([party.format(owner.label)] if party else [])}
    body = replace(
        body, aliases=_sorted(aliases - {body.label}), grade="resolved", resolution="报告单位的内设机构", parent=None
    )
    for part in mention.units[1:]:
        body = _unit(body, part)
    return body


def place_name(code: str, divisions: Divisions) -> str:
    """The name of a division in the name of a body; where several share it, with the one above (南京市鼓楼区)."""
    if code not in divisions.by_code:
        return ""
    division = divisions.by_code[code]
    shared = [c for c in divisions.named.get(division.name, ()) if not divisions.by_code[c].until and c != code]
    parent = divisions.by_code.get(division.parent)
    if division.level == "county" and parent is not None and (shared or division.name.endswith("区")):
        return parent.name + division.name
    return division.name


def _division(mention: BodyMention, context: Context, near: tuple[str, ...], divisions: Divisions) -> _Where | Open:
    if mention.place is not None:
        codes = mention.place.codes if mention.place.full else uppermost(mention.place.codes, divisions)
        said = choose(codes, divisions, (*context.chain, *near))
        code = current(said, divisions)
        note = "" if code == said else f"{divisions.by_code[said].name}今为{divisions.by_code[code].name}"
        loose = mention.inherited or not mention.place.full or note
        return _Where(code, "与前一名称共用地名" if mention.inherited else note, "resolved" if loose else "stated")
    if mention.raw_place:
        return _Where("")
    if mention.level == "国":
        return _Where(NATION)
    if mention.own and not mention.level:
        known = context.place or context.raw_place
        return _Where(context.place, "报告单位本级", "resolved") if known else Open("unresolved-place")
    if not mention.level:
        return _Where("")
    code = by_level(mention.level, context, divisions)
    if code:
        how = f"报告单位所在的{mention.level}是{divisions.by_code[code].name}"
        return _Where(code, how + (",与前一名称共用" if mention.inherited else ""), "resolved")
    if context.raw_place.endswith(mention.level):
        return _Where("", f"报告单位所在的{mention.level}是{context.raw_place}", "resolved")
    return Open("level-below-report" if context.place else "unresolved-place", mention.level)


def by_level(level: str, context: Context, divisions: Divisions) -> str:
    """The division that a level word means in a report: its own, else the nearest above that is of this level."""
    if context.former and level in level_words(divisions.by_code[context.former]):
        return context.place
    for code in reversed(context.chain):
        if level in level_words(divisions.by_code[code]):
            return code
    return context.chain[0] if level in ("省", "自治区") and context.chain else ""


def _open_name(mention: BodyMention, where: _Where, context: Context, divisions: Divisions) -> Body:
    """A body of a closed list, or one with a name of its own."""
    name, kind, code = mention.name, mention.head_kind or mention.kind, where.code
    if mention.rule == "branch-of-listed-body":  # its name holds its place
        return Body(Key("organization", name), name, _sorted(set(mention.aliases) - {name}), kind, code)
    if code == NATION and mention.place is not None:
        return Body(Key("organization", "中国" + name), "中国" + name, (), kind, "")
    if code and code != NATION:
        full = place_name(code, divisions) + name
        short = divisions.by_code[code].short + name if divisions.by_code[code].short else full
        bare = divisions.by_code[code].name + name
        if mention.place is not None and kind in _SHORT_NAMED and not mention.place.full:
            full = bare = short
        names = {bare, short, *([name] if kind == "task-force" else [])}
        if mention.rule == "numbered-school":
            names |= {one.removesuffix(name) + alias for one in (full, bare, short) for alias in mention.aliases}
        return Body(Key("organization", full), full, _sorted(names - {full}), kind, code, where.grade, where.how)
    if mention.rule == "own-hamlet" and context.raw_place:
        said = [town + name for town in _township_names(context.raw_place, context, divisions)]
        return Body(
            Key("organization", said[0]),
            said[0],
            _sorted({*said[1:], name}),
            kind,
            context.place,
            "resolved",
            "报告单位本级",
        )
    if kind in _OWN_PLACE_KINDS and context.chain and mention.rule not in ("listed-body", "branch-of-listed-body"):
        full = place_name(context.place, divisions) + name
        return Body(Key("organization", full), full, (name,), kind, context.place, "resolved", "报告单位本级")
    return Body(Key("organization", name), name, _sorted(set(mention.aliases) - {name}), kind, "")


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
