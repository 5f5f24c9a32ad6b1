"""Text as written -> text as read aloud, with a map back to every original character.

Reports come with half- and full-width forms mixed, letter-spaced titles (工 作 报 告), blanks around numbers, line ends
inside words and numbers, invisible characters. Recognizers see none of that: they work on the normalized text, and
``Normalized.span`` takes their finds back to the characters of the source.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from kg.model import Span
from kg.text.traditional import fold_traditional

_PUNCTUATION = {
    "．": ".", "％": "%", "＋": "+", "－": "-", "／": "/", "＊": "*", "＃": "#", "＆": "&", "＝": "=", "＠": "@",
    "｜": "|", "＿": "_", "￥": "¥", "℃": "℃",
    "「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "＂": '"', "„": "“", "‟": "”", "″": '"', "‶": '"', "❝": "“", "❞": "”", "′": "'",
    "﹁": "“", "﹂": "”", "﹃": "‘", "﹄": "’",
    "＇": "'", "〔": "（", "〕": "）", "﹙": "（", "﹚": "）", "【": "【", "】": "】",
    "―": "—", "–": "—", "─": "—", "━": "—", "‒": "—", "﹣": "-", "−": "-", "‐": "-", "‑": "-", "ー": "—",
    "～": "~", "〜": "~", "∼": "~", "˜": "~",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "⋅": "·", "●": "·",
    "﹐": "，", "﹔": "；", "﹕": "：", "﹖": "？", "﹗": "！", "﹒": ".", "｡": "。", "､": "、",
    "＜": "〈", "＞": "〉", "≪": "《", "≫": "》", "<": "〈", ">": "〉", "«": "《", "»": "》",
}  # fmt: skip
_SPACES = "\t\x0b\x0c\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\r\x85\u2028\u2029"

FOLD: dict[int, str] = {ord(k): v for k, v in _PUNCTUATION.items()}
FOLD |= {0xFF10 + n: chr(0x30 + n) for n in range(10)}
FOLD |= {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
FOLD |= {ord(c): " " for c in _SPACES} | {ord(c): "\n" for c in _LINE_ENDS}
"""One character to one character; applied first, so that offsets do not move."""
_FOLDED = re.compile(f"[{re.escape(''.join(chr(k) for k, v in FOLD.items() if chr(k) != v))}]")

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f]+"
)
_CR_OF_CRLF = re.compile(r"\r(?=\n)")
_ASCII_POINT = re.compile(r"[,;:?!()]")
_ASCII_STOP = re.compile(r"\.(?=[ \n])(?<=[\u4e00-\u9fff”）》%]\.)")
"""A full stop typed on a western keyboard behind Chinese words."""
_PAIRED = re.compile(r"(?:[^“”]|“[^“”]*”)*")
_WIDE_POINT = str.maketrans(",;:?!()", "，；：？！（）")
_TERMINAL = "。！？；：…"
_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_POINTS = "，。；：？！、（）“”‘’《》〈〉【】—~·"
_SPACED_OUT = re.compile(rf"(?<![{_CJK}])(?:[{_CJK}] +){{2,}}[{_CJK}](?![{_CJK}])")
_LOOSE_SPACE = re.compile(  # (?= ): tried at blanks alone, not at every character
    rf"(?= )(?:(?<=[{_CJK}{_POINTS.replace('。', '').replace('！', '').replace('？', '').replace('”', '').replace('）', '')}]) +(?=[\d%‰])"
    rf"|(?<=[\d%‰]) +(?=[{_CJK}](?![{_CJK}]? ))|(?<=\d) +(?=[%‰])|(?<=(?<!\d)\d) (?=\d(?!\d)(?: \d(?!\d))* ?[{_CJK}])"
    rf"|(?<! ) +(?=[，。；：？！、）”’》〉】])|(?<=[，；、（“‘《〈【]) +)"
)
_ENDLESS = re.compile(r"[0-9,.〇零一二两三四五六七八九十百千万亿]{300,}")
MASK = "\ufdd0"
"""Stands for each character of numerals without end: a noncharacter of Unicode, so that no rule reads on in them."""
_BLANK_RUN = re.compile(r" {2,}")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_NUMERAL_GOES_ON = re.compile(
    r"(?:[\d,.]|[〇零一二两三四五六七八九十百千万亿])*[余多]?[万亿]?[件个篇条项次人户家名批元场期份]"
)


@dataclass(frozen=True, slots=True)
class Normalized:
    """Normalized text with, for each of its characters, the offset of the original one."""

    text: str
    origin: array[int]
    """``origin[i]`` is the offset of ``text[i]`` in the source; one entry more for the end."""

    def span(self, start: int, end: int) -> Span:
        """The original characters of ``text[start:end]``; an empty range stays empty."""
        if end <= start:
            return Span(self.origin[start], self.origin[start])
        return Span(self.origin[start], self.origin[end - 1] + 1)


def normalize(source: str) -> Normalized:
    """The text with widths folded, invisible characters and stray blanks dropped and wrapped lines joined.

    >>> normalize("提案４４７\\n件").text
    '提案447件'
    >>> normalize("政 府 工 作 报 告").text
    '政府工作报告'
    """
    folded = _fold(source)
    # the first half of a Windows line end is no line end of its own
    cuts = sorted([m.span() for m in _INVISIBLE.finditer(folded)] + [m.span() for m in _CR_OF_CRLF.finditer(source)])
    text, origin = _without(folded, array("l", range(len(folded) + 1)), cuts)
    text, origin = _without(text, origin, _line_cuts(text))
    spaced = [(s, s + 1) for m in _SPACED_OUT.finditer(text) for s in range(*m.span()) if text[s] == " "]
    text, origin = _without(text, origin, spaced)
    text, origin = _without(text, origin, [m.span() for m in _LOOSE_SPACE.finditer(text)])
    text, origin = _without(text, origin, [(m.start() + 1, m.end()) for m in _BLANK_RUN.finditer(text)])
    text = _ASCII_STOP.sub("。", text)
    # A pattern that looks for the end of a numeral would look for it from each of its digits.
    return Normalized(_ENDLESS.sub(lambda m: MASK * len(m[0]), text), origin)


def _fold(source: str) -> str:
    """The source with every character replaced by its canonical form, one for one.

    ASCII points become Chinese ones, except inside numbers: 1,234 and 12:30 and 3.5 stay. A straight quotation mark
    opens when none is open in its paragraph, else it closes; so does the wrong half of a pair (“江青反革命集团").
    """
    # Few characters have another form: to look for them takes a tenth of the time of asking for each.
    text = fold_traditional(_FOLDED.sub(lambda m: FOLD[ord(m[0])], _WIDE_COMMA.sub(",", source)))

    def widen(m: re.Match[str]) -> str:
        at = m.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 4]
        if (
            m[0] == ","
            and before.isdigit()
            and after.isdigit()
            and len(after) == 3
            and not text[at + 4 : at + 5].isdigit()
        ):
            return ","
        if m[0] == ":" and before.isdigit() and after[:1].isdigit():
            return ":"
        return m[0].translate(_WIDE_POINT)

    text = _ASCII_POINT.sub(widen, text)
    if '"' in text or "'" in text or not _PAIRED.fullmatch(text):
        text = _quotes(text)
    return text


def _quotes(text: str) -> str:
    """Quotation marks in pairs: a straight one, or the wrong half of a pair, opens where none is open, else closes.

    >>> _quotes('”甲”和“乙"')
    '“甲”和“乙”'
    """
    out = list(text)
    depth = 0
    for m in re.finditer(r"[\"“”\n]|(?<![A-Za-z])'|'(?![A-Za-z])", text):
        mark, at = m[0], m.start()
        if mark == "\n":
            # a quotation may run over the line ends of wrapped text, not over an empty line
            depth = depth if text[at + 1 : at + 2] not in ("\n", "") else 0
        elif mark == "'":
            before = "".join(out[max(0, at - 30) : at])
            out[at] = "’" if "‘" in before.rsplit("’", 1)[-1] else "‘"
        elif depth == 0 or (mark == "“" and depth == 1 and _closes_soon(text, at)):
            out[at] = "“"  # the second case is a quotation within a quotation
            depth += 1
        else:
            out[at] = "”"
            depth -= 1
    return "".join(out)


def _closes_soon(text: str, at: int) -> bool:
    """Whether an opening mark inside a quotation has two closing marks behind it before the next opening one."""
    rest = re.findall(r"[“”\n]", text[at + 1 : at + 80])
    return rest[:2] == ["”", "”"]


def _without(text: str, origin: array[int], cuts: list[tuple[int, int]]) -> tuple[str, array[int]]:
    """Text and map without the ranges of ``cuts`` (sorted, disjoint)."""
    if not cuts:
        return text, origin
    parts, kept, at = [], array("l"), 0
    for start, end in cuts:
        parts.append(text[at:start])
        kept.extend(origin[at:start])
        at = end
    parts.append(text[at:])
    kept.extend(origin[at:])
    return "".join(parts), kept


def _line_cuts(text: str) -> list[tuple[int, int]]:
    """The line ends inside paragraphs of text that was wrapped at a fixed width, with the blanks around them.

    Wrapped text betrays itself: its long lines all end near one column, mostly in the middle of a sentence.
    A line that ends a sentence or falls well short of that column ends its paragraph. Elsewhere lines are paragraphs,
    but for one case: a line that ends in a digit or an opening bracket goes on in the next.
    """
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    widths = [_columns(text[a:b].strip()) for a, b in lines]
    full = _wrap_column(text, lines, widths)
    cuts = []
    for (start, end), (next_start, next_end), width in zip(lines, lines[1:], widths, strict=False):
        gap = text[end:next_start]
        last = text[start:end].rstrip()[-1:]
        following = text[next_start:next_end].lstrip()
        if gap.count("\n") > 1 or not last or not following:
            continue
        if full and width >= full - 5 and last not in _TERMINAL and not _opens_paragraph(text[next_start:next_end]):
            joins = True
        else:
            joins = last in "（“《、，" or (
                (last.isdigit() or last in "〇两三四五六七八九十百千万亿余")
                and _NUMERAL_GOES_ON.match(following) is not None
            )
        if joins:
            tail = end - (len(text[start:end]) - len(text[start:end].rstrip()))
            cuts.append((tail, next_end - len(text[next_start:next_end].lstrip())))
    return cuts


def _opens_paragraph(line: str) -> bool:
    return (
        re.match(
            r"\s{2,}|\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、](?!\d)|第[一二三四五六七八九十]+[章节条])",
            line,
        )
        is not None
    )


def _columns(line: str) -> int:
    """Width in half characters counted as Chinese ones: two ASCII letters take the room of one Chinese character."""
    narrow = len(line.encode("ascii", "ignore"))
    return len(line) - narrow // 2


def _wrap_column(text: str, lines: list[tuple[int, int]], widths: list[int]) -> int:
    """The column at which the text was wrapped, or 0 where its lines are paragraphs."""
    if len(lines) < 4:
        return 0
    column = sorted(widths)[int(len(widths) * 0.8)]
    if not 20 <= column <= 90:
        return 0
    long = [i for i, w in enumerate(widths) if w >= 0.7 * column]
    near = [i for i in long if abs(widths[i] - column) <= max(3, column // 12)]
    unfinished = [i for i in near if text[lines[i][0] : lines[i][1]].rstrip()[-1] not in _TERMINAL]
    wrapped = (
        len(near) >= 3
        and len(near) >= 0.7 * len(long)
        and len(near) >= 0.4 * len(lines)
        and len(unfinished) >= 0.6 * len(near)
    )
    return column if wrapped else 0
