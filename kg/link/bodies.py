"""From a mention to the body that it denotes, with the reason; a mention that cannot be told stays open."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.link.context import NATION, Context, choose, current, level_words
from kg.model import Grade, Key
from kg.recognize.organizations import BodyMention
from kg.rules.types import BodyRules, Divisions

_OWN_PLACE_KINDS = frozenset({"task-force", "committee", "department", "other", "community"})
_NAMES_OF_LEVELS = {"国": "国家", "省": "省", "市": "市", "区": "区", "县": "县", "州": "州", "盟": "盟", "旗": "旗"}


@dataclass(frozen=True, slots=True)
class Body:
    """A resolved body: its identity and its names."""

    key: Key
    label: str
    aliases: tuple[str, ...]
    kind: str
    place: str
    """Code of its division; empty where unknown or national."""
    grade: Grade
    resolution: str
    parent: Body | None = None
    """The body that it is named as a unit of."""


@dataclass(frozen=True, slots=True)
class Open:
    """Why a mention could not be resolved."""

    reason: str
    detail: str = ""


def resolve(mention: BodyMention, context: Context, near: tuple[str, ...], rules: BodyRules) -> Body | Open:
    """The body that a mention denotes in a report with this context.

    ``near`` holds the codes of divisions that the text names without doubt; they decide between divisions of one name.
    """
    divisions = rules.divisions
    if mention.rule == "bare-unit":
        return _own_unit(mention, context, near, rules)
    code, how, grade = _division(mention, context, near, divisions)
    if isinstance(code, Open):
        return code
    if mention.form is None:
        return _open_name(mention, code, how, grade, context, divisions)
    form = mention.form
    if code == NATION:
        if form.national:
            official, everyday = form.national[0], form.national[-1]
            listed = rules.listed.get(official) or rules.listed.get(everyday)
            if listed and not mention.units:
                return Body(
                    Key("organization", listed.name),
                    listed.name,
                    tuple(sorted({official, everyday, *listed.aliases} - {listed.name})),
                    listed.kind,
                    "",
                    grade,
                    how,
                )
        else:
            official = everyday = "国家" + form.heads[0]
    elif not code:
        raw = mention.raw_place or context.raw_place
        official, everyday = form.official.format(place=raw), form.everyday.format(place=raw)
    else:
        place = place_name(code, divisions)
        official, everyday = form.official.format(place=place), form.everyday.format(place=place)
    aliases = {everyday}
    if code and code != NATION and form.kind == "party":
        aliases.add("中共" + everyday)
    if code in divisions.by_code and code != NATION:
        bare = divisions.by_code[code].name
        if bare != place_name(code, divisions):
            aliases |= {form.official.format(place=bare), form.everyday.format(place=bare)}
        if mention.place is not None and not mention.place.full and (short := divisions.by_code[code].short):
            aliases |= {form.official.format(place=short), form.everyday.format(place=short)}
            if form.kind in ("enterprise", "school", "media"):
                official = everyday = form.official.format(place=short)
        if mention.place is not None:
            said = _said_place(mention, divisions)
            if said and said != bare and not place_name(code, divisions).startswith(said):
                aliases |= {form.official.format(place=said), form.everyday.format(place=said)}
    where = "" if code == NATION else code
    base = Body(
        Key("organization", everyday), official, tuple(sorted(aliases - {official})), form.kind, where, grade, how
    )
    if form.parent and not mention.units:
        parent_form = rules.form(form.parent)
        over = resolve(
            BodyMention(
                mention.start,
                mention.end,
                parent_form.kind,
                mention.rule,
                parent_form,
                place=mention.place,
                level=mention.level,
                own=mention.own,
                raw_place=mention.raw_place,
            ),
            context,
            near,
            rules,
        )
        base = Body(
            base.key,
            base.label,
            base.aliases,
            base.kind,
            base.place,
            base.grade,
            base.resolution,
            over if isinstance(over, Body) else None,
        )
    for unit in mention.units:
        names = tuple(
            sorted(
                {n + u for n in (base.key.stem, base.label, *base.aliases) for u in (unit.name, unit.said or unit.name)}
                - {base.label + unit.name}
            )
        )
        base = Body(
            Key("organization", base.key.stem + unit.name),
            base.label + unit.name,
            names,
            unit.kind or base.kind,
            base.place,
            base.grade,
            base.resolution,
            base,
        )
    return base


def _own_unit(mention: BodyMention, context: Context, near: tuple[str, ...], rules: BodyRules) -> Body | Open:
    """A unit named without its body, in a report of a body that has such units."""
    form = {"congress-standing": "congress"}.get(context.form, context.form)
    if form not in ("cppcc", "congress"):
        return Open("unit-without-body")
    owner = BodyMention(mention.start, mention.end, form, "own-unit", rules.form(form), own=True, units=mention.units)
    body = resolve(owner, context, near, rules)
    return (
        body
        if isinstance(body, Open)
        else replace(body, grade="resolved", resolution="报告单位的内设机构", parent=None)
    )


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


def _said_place(mention: BodyMention, divisions: Divisions) -> str:
    """The name under which the text has the division, where it is a former or a short one."""
    for code in mention.place.codes if mention.place else ():
        division = divisions.by_code[code]
        if division.until:
            return division.name
    return ""


def _division(
    mention: BodyMention, context: Context, near: tuple[str, ...], divisions: Divisions
) -> tuple[str | Open, str, Grade]:
    """The code of the division of a mention, how it was told, and with what certainty."""
    if mention.place is not None:
        code = choose(mention.place.codes, divisions, (*context.chain, *near))
        now = current(code, divisions)
        note = "" if now == code else f"{divisions.by_code[code].name}今为{divisions.by_code[now].name}"
        code = now
        stated: Grade = "resolved" if mention.inherited or not mention.place.full or note else "stated"
        return code, ("与前一名称共用地名" if mention.inherited else note), stated
    if mention.raw_place:
        return "", "", "stated"
    if mention.level == "国":
        return NATION, "", "stated"
    if mention.own and not mention.level:
        return (
            context.place or ("" if context.raw_place else None) or Open("unresolved-place"),
            "报告单位本级",
            "resolved",
        )
    if not mention.level:
        return "", "", "stated"
    if mention.level == "several":
        return Open("collective"), "", "resolved"
    code = by_level(mention.level, context, divisions)
    if not code and context.raw_place.endswith(mention.level):
        return "", "", "resolved"
    if not code:
        reason = "unresolved-place" if not context.place else "level-below-report"
        return Open(reason, mention.level), "", "resolved"
    name = divisions.by_code[code].name
    how = f"报告单位所在的{_NAMES_OF_LEVELS.get(mention.level, mention.level)}是{name}"
    return code, how + (",与前一名称共用" if mention.inherited else ""), "resolved"


def by_level(level: str, context: Context, divisions: Divisions) -> str:
    """The division that a level word means in a report: its own, else the nearest above that is of this level."""
    for code in reversed(context.chain):
        if level in level_words(divisions.by_code[code]):
            return code
    if level in ("省", "自治区") and context.chain:
        return context.chain[0]
    return ""


def _open_name(mention: BodyMention, code: str, how: str, grade: Grade, context: Context, divisions: Divisions) -> Body:
    """A body of a closed list, or one with a name of its own."""
    if mention.rule == "listed-body":
        base = Body(
            Key("organization", mention.name),
            mention.name,
            tuple(a for a in mention.aliases if a != mention.name),
            mention.kind,
            "",
            "stated",
            "",
        )
        for unit in mention.units:
            names = tuple(
                sorted(
                    {a + u for a in (base.label, *base.aliases) for u in (unit.name, unit.said or unit.name)}
                    - {base.label + unit.name}
                )
            )
            base = Body(
                Key("organization", base.key.stem + unit.name),
                base.label + unit.name,
                names,
                unit.kind or base.kind,
                "",
                "stated",
                "",
                base,
            )
        return base
    if code and code != NATION:
        full = place_name(code, divisions) + mention.name
        short = divisions.by_code[code].short + mention.name if divisions.by_code[code].short else full
        bare = divisions.by_code[code].name + mention.name
        # a school or a firm bears the short name of its city: 苏州大学 is no 苏州市大学
        if (
            mention.place is not None
            and mention.kind in ("school", "enterprise", "media", "mass-organization", "other")
            and not mention.place.full
        ):
            full, bare = short, short
        names = tuple(sorted({bare, short, mention.name if mention.kind == "task-force" else bare} - {full}))
        return Body(Key("organization", full), full, names, mention.kind, code, grade, how)
    if code == NATION and mention.place is not None:
        return Body(
            Key("organization", "中国" + mention.name), "中国" + mention.name, (), mention.kind, "", "stated", ""
        )
    if mention.kind in _OWN_PLACE_KINDS and context.chain:
        full = place_name(context.place, divisions) + mention.name
        return Body(
            Key("organization", full), full, (mention.name,), mention.kind, context.place, "resolved", "报告单位本级"
        )
    return Body(Key("organization", mention.name), mention.name, (), mention.kind, "", "stated", "")
