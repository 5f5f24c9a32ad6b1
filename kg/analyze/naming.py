"""When two names say the same thing: the tolerance with which a graph's names are compared with a reader's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

IGNORED = str.maketrans("", "", "“”\"'‘’《》〈〉「」『』()[]【】·•-—–―")
"""Quotation marks, brackets, dots and dashes: with or without them a name is the same."""

SAME_WORDS = (
    ("中国人民政治协商会议", "政协"),
    ("中国共产党", "中共"),
    ("中国共产主义青年团", "团"),
    ("共青团", "团"),
    ("人民政府", "政府"),
    ("人民代表大会", "人大"),
    ("常务委员会", "常委会"),
    ("纪律检查委员会", "纪委"),
    ("监察委员会", "监委"),
    ("统一战线工作部", "统战部"),
    ("妇女联合会", "妇联"),
    ("工商业联合会", "工商联"),
    ("发展和改革委员会", "发展改革委"),
    ("发展改革委员会", "发展改革委"),
)
"""Official words of a body's name and the everyday ones; the order is that in which they are replaced."""

TERM = re.compile(r"第?[一二三四五六七八九十\d]+届")
DIVISION = re.compile(r".+?(?:自治区|自治州|特别行政区|[省市区县州盟旗])")
DIVISION_END = r"(?:[省市区县州盟旗]|(?<=全)国)"
CPPCC = re.compile(rf"^政协(?P<place>.+?{DIVISION_END})(?:委员会)?(?P<unit>.*)$")
COMMITTEE = re.compile(rf"^(?:中共)?(?P<place>.+?{DIVISION_END})(?:委员会|委(?!员))(?P<unit>.*)$")
SHORT_DIVISION = re.compile(r"(?<=..)[省市区县]$")


def plain(name: str) -> str:
    """The name in one width, without blanks, quotation marks, brackets and dashes.

    >>> plain("“有事好商量” 平台")
    '有事好商量平台'
    """
    return "".join(unicodedata.normalize("NFKC", name).translate(IGNORED).split())


def body_key(name: str, place: str = "") -> str:
    """One key for the official, the everyday and the term-of-office name of a body.

    The divisions above its own in ``place`` may stand in the name or not.

    >>> body_key("政协云南省大理市第九届委员会", "云南省大理市") == body_key("大理市政协")
    True
    """
    key = plain(name)
    for above in DIVISION.findall(place)[:-1]:
        if key != above:
            key = key.replace(above, "", 1)
    key = TERM.sub("", key)
    for official, everyday in SAME_WORDS:
        key = key.replace(official, everyday)
    key = CPPCC.sub(r"\g<place>政协\g<unit>", key)
    return COMMITTEE.sub(r"\g<place>委\g<unit>", key)


def alike(one: str, other: str) -> bool:
    """Whether two names are equal, or one holds the other and is at most 1.6 times as long.

    >>> alike("书香机关", "“书香机关”建设"), alike("建设", "“书香机关”建设")
    (True, False)
    """
    short, long = sorted((plain(one), plain(other)), key=len)
    if not short:
        return False
    return short == long or (len(short) >= 3 and short in long and len(long) * 5 <= len(short) * 8)


def same_place(one: str, other: str) -> bool:
    """Whether a division's path and its short name mean one place.

    >>> same_place("云南省大理市", "大理"), same_place("大理市", "丽江市")
    (True, False)
    """
    short, long = sorted((SHORT_DIVISION.sub("", plain(name)) for name in (one, other)), key=len)
    return len(short) >= 2 and long.endswith(short)


def pair_up(left: Sequence[str], right: Sequence[str], fits: Callable[[str, str], bool]) -> dict[str, str]:
    """As many one-to-one pairs as there can be; whoever comes earlier in ``left`` keeps a partner.

    >>> pair_up("ab", "xy", lambda one, other: other == "x" or one == "a")
    {'a': 'y', 'b': 'x'}
    """
    choices = {one: [other for other in right if fits(one, other)] for one in left}
    holder: dict[str, str] = {}

    def settle(one: str, tried: set[str]) -> bool:
        for other in choices[one]:
            if other in tried:
                continue
            tried.add(other)
            if other not in holder or settle(holder[other], tried):
                holder[other] = one
                return True
        return False

    for one in left:
        settle(one, set())
    partner = {one: other for other, one in holder.items()}
    return {one: partner[one] for one in left if one in partner}
