"""Normalized text -> blocks, headings, sentences and clauses: where a fact stands decides half of what it means.

    head lines        title, author, source and date lines above the body
    headings          numbered (一、 （一） 1. 第一节), closed by a dash (…——), or short lines without a full stop
    run-in headings   the short first sentence of a paragraph: 拓宽渠道凝聚共识。坚持……
    furniture         navigation, share bars, editors, reading counts: no fact comes from there

Some sites lose every paragraph break; there a blank after a full stop stands for the break, and a short piece
between blanks is a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct

from kg.model import Span
from kg.text.normalize import Normalized, normalize

BlockKind = Literal["title", "head", "heading", "paragraph", "furniture"]

_NUMBERED = (
    (2, re.compile(r"第[一二三四五六七八九十百\d]+[章编部]分?[ 、：]?")),
    (3, re.compile(r"第[一二三四五六七八九十百\d]+节[ 、：]?|[一二三四五六七八九十]{1,3}(?:[、.，：] ?| (?=[^ ]))")),
    (4, re.compile(r"（[一二三四五六七八九十]{1,3}）[、.，]?")),
    (5, re.compile(r"\d{1,2}[、.](?!\d) ?|[①-⑳]|[一二三四五六七八九十]是")),
    (6, re.compile(r"（\d{1,2}）|\d{1,2}）")),
)
_SECTION_WORDS = re.compile(
    r"工作(?:回顾|总结|情况|综述|概况|目标|任务|安排|打算|计划|部署|重点)|主要(?:工作|任务|成绩|成效)|回顾|展望|总体要求|下一步|今后|目标任务|重点任务|"
    r"^20\d\d年|^(?:主要|重点)工作$"
)
_SITE_LINE = re.compile(
    r"^(?:首页|返回(?:首页|顶部|列表)|关于我们|网站地图|联系我们|隐私政策|免责声明|版权所有|打印(?:本页)?|关闭(?:窗口)?|上一篇|下一篇|分享(?:到)?|扫一扫|字体|字号|"
    r"责任编辑|责编|编辑|审核|审校|校对|一审|二审|三审|初审|复审|终审|监制|主办|承办|技术支持|ICP|[京沪粤]ICP|.{0,4}公网安备|当前位置|您(?:现在)?的位置|相关(?:阅读|链接|新闻|附件)|附件|点击(?:数|量|率)?|"
    r"阅读(?:次数|量)?|浏览(?:次数|量)?|访问量|收藏|【字体|〖|来源|稿源|信息来源|发布(?:时间|日期|机构)|更新时间|时间|日期|作者|记者|通讯员|文/图|图/|文/|摄影|本报讯?记者|策划|统筹|制图|设计|图片|出处)"
    r"(?:[：:】| 、/>〉›»→]|$|[次数量]?[：:]?\d)"
)
_META_WORD = re.compile(
    r"(?:来源|稿源|作者|发布时间|更新时间|发布日期|阅读次数|浏览次数|浏览量|阅读量|点击|责编|编辑|字体|字号|记者)[：:]?"
)
_DATE_ONLY = re.compile(
    r"(?:\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?)?[ T]?(?:\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?[分秒]?)?"
)
_SALUTATION = re.compile(r"^(?:各位|尊敬的|同志们|女士们|主席、|主任、)")
_BRACKETED = re.compile(r"【[^【】]+】")
_SENTENCE_END = re.compile(r"[。！？!?]+[”’）》】]*|…{1,2}[”’]?(?=[^，、])|\n")
_TERMINALS = "。！？；"
_HEADING_LIMIT = 42
_COUNTED = re.compile(
    r"(?<![第\d.:/-])\d[\d,.]*[余多]?[万亿]?(?:元|%|[件个名人家户台例场次处座亩吨]|公里)(?!月|日|大|会|代表)"
)
"""A line that counts something is no head line: 辖村30个."""
_NO_FIGURES = re.compile(r"^—|报告|会议|大会|综述|总结|委员会|阅读|浏览|点击|字数|记者")
_ITEM_SIGN = re.compile(r"[^\w\s“”‘’《》〈〉（）【】()\[\]，。、—]")
"""What marks an item of a list: ▪ ◆ ★ ☐ and the like."""
_FIGURE_LINE = re.compile(r"\d+余?[件个次场人户家项条名期元篇万]")
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]是|第[一二三四五六七八九十]+，)? ?([^。！？；\n“”《》]{4,36})。"
)
_PAST_MARK = re.compile(r"\d|[了过]$|^(?:一年来|今年|全年|去年|目前)")


class Block(Struct, frozen=True, gc=False):
    """One line of the normalized text, as a range with its role."""

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    """Of a heading: 1 is the highest, 9 a run-in heading; else 0."""
    section: tuple[int, ...] = ()
    """The indexes of the headings that it stands under, outermost first."""


class Sentence(NamedTuple):
    """A range of the normalized text with the block that it stands in."""

    start: int
    end: int
    block: int
    clauses: tuple[tuple[int, int], ...]
    """Ranges between commas, semicolons and colons that stand outside quotation marks and brackets."""
    topic: tuple[int, int] | None = None
    """The run-in heading of its paragraph, where it has one."""


_MARKDOWN = re.compile(r"^\s*#{1,6}\s+")
"""What marks a heading in Markdown."""


@dataclass(frozen=True)
class Layout:
    """A report's text as blocks and sentences; all ranges are into ``text``, ``span`` takes them to the source."""

    normalized: Normalized
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def text(self) -> str:
        """The normalized text; blocks are separated by line ends."""
        return self.normalized.text

    def span(self, start: int, end: int) -> Span:
        """The characters of the source behind a range of the normalized text."""
        return self.normalized.span(start, end)

    def words(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]

    def headings(self, sentence: Sentence) -> tuple[str, ...]:
        """The headings above a sentence, outermost first; its paragraph's run-in heading last."""
        found = tuple(self.words(self.blocks[i]) for i in self.blocks[sentence.block].section)
        return found + ((self.text[slice(*sentence.topic)],) if sentence.topic else ())

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_at(self, place: int) -> Block | None:
        """The block that holds a place of the normalized text, or None between blocks."""
        index = bisect_right(self._block_starts, place) - 1
        return self.blocks[index] if index >= 0 and place < self.blocks[index].end else None

    @cached_property
    def title(self) -> str:
        """The first title block, or nothing."""
        return next((_MARKDOWN.sub("", self.words(b)).strip() for b in self.blocks if b.kind == "title"), "")

    @cached_property
    def head(self) -> str:
        """Title and head lines: what stands above the body."""
        return "\n".join(self.words(b) for b in self.blocks if b.kind in ("title", "head"))


def read_layout(source: str) -> Layout:
    """The layout of a report's text."""
    normalized = normalize(source)
    blocks = _nest(_classify(normalized.text))
    return Layout(normalized, blocks, tuple(_sentences(normalized.text, blocks)))


def _pieces(text: str) -> list[tuple[int, int]]:
    """The lines, stripped; a line that holds a whole report is cut at the blanks that stand for its lost line ends."""
    pieces = []
    for m in re.finditer(r"[^\n]+", text):
        start, end = m.span()
        if end - start > 400 and re.search(r"[。！？”] ", text[start:end]):
            cut = start
            for blank in re.finditer(r" ", text[start:end]):
                at = start + blank.start()
                if text[at - 1] in "。！？”）" or (
                    text[cut:at].strip()
                    and at - cut <= _HEADING_LIMIT
                    and not re.search(r"[，。]", text[cut:at])
                    and at - cut >= 8
                ):
                    pieces.append((cut, at))
                    cut = at + 1
            pieces.append((cut, end))
        else:
            pieces.append((start, end))
    return [
        (a + len(text[a:b]) - len(text[a:b].lstrip()), b - (len(text[a:b]) - len(text[a:b].rstrip())))
        for a, b in pieces
        if text[a:b].strip()
    ]


def _classify(text: str) -> list[Block]:
    """Blocks with their kinds; sections are not filled in yet."""
    pieces = _pieces(text)
    body = _body_start(text, pieces)
    blocks: list[Block] = []
    titled = False
    for index, (start, end) in enumerate(pieces):
        line = text[start:end]
        if _is_furniture(line):
            blocks.append(Block(start, end, "head" if index < body else "furniture"))
        elif index < body and not titled and len(line) >= 4:
            titled = True
            blocks.append(Block(start, end, "title", 1))
        elif index < body:
            blocks.append(Block(start, end, "head"))
        else:
            level = _heading_level(line, pieces, index, text)
            blocks.append(Block(start, end, "heading" if level else "paragraph", level))
    return blocks


_BYLINE = re.compile(".{2,6}社?(?:记者|通讯员) ")
_IN_BRACKETS = re.compile(r"[（(][\u4e00-\u9fff 、]{2,12}[）)]")


def _is_furniture(line: str) -> bool:
    return bool(
        (_SITE_LINE.match(line) and len(line) <= 80)
        or (len(line) <= 90 and len(_META_WORD.findall(line)) >= 2)
        or line.strip(" ：:|-—·") == ""
        or _DATE_ONLY.fullmatch(line.strip())
        or (len(line) <= 30 and _BYLINE.match(line))
        or _IN_BRACKETS.fullmatch(line)
    )  # fmt: skip


def _body_start(text: str, pieces: list[tuple[int, int]]) -> int:
    """The index of the first piece of the body: a salutation, a numbered heading or the first line that is a sentence."""
    for index, (start, end) in enumerate(pieces[:40]):
        line = text[start:end]
        if _is_furniture(line):
            continue
        if _SALUTATION.match(line) and index <= 12:
            return index
        if index and _numbering(line):
            return index
        if len(line) > _HEADING_LIMIT and re.search(r"[。；]", line):
            return index
        if (
            index >= 1
            and re.search(r"[。；！]$", line)
            and (len(line) > 24 or (len(line) > 10 and _FIGURE_LINE.search(line)))
        ):
            return index
        if index >= 1 and _COUNTED.search(line) and not _NO_FIGURES.search(line):
            while index > 1 and _BRACKETED.fullmatch(text[slice(*pieces[index - 1])]):
                index -= 1
            return index
        if index >= 1 and _SECTION_WORDS.search(line) and len(line) <= 24 and not re.search("报告|综述|会议", line):
            return index
    # a page of short lines: everything below the first two is body
    return min(2, len(pieces))


def _numbering(line: str) -> int:
    """The level of the number that a line begins with, or 0."""
    return next((level for level, pattern in _NUMBERED if pattern.match(line)), 0)


def _heading_level(line: str, pieces: list[tuple[int, int]], index: int, text: str) -> int:
    """1 to 8, or 0 for a paragraph."""
    bare = line.rstrip("：: ")
    if len(bare) > _HEADING_LIMIT + 8 or bare[-1:] in _TERMINALS + "，、" or "。" in bare[:-1]:
        return 0
    numbered = _numbering(line)
    if numbered and not (numbered >= 5 and (len(bare) > 30 or _COUNTED.search(bare))):
        return numbered
    if _SALUTATION.match(line) or (line.endswith("：") and re.search("以下|如下|，", line)):
        return 0
    if _SECTION_WORDS.search(bare) and len(bare) <= 24:
        return 1 if "年" in bare else 2
    if _BRACKETED.fullmatch(line):
        return 2
    if _is_item(line, pieces, index, text):
        return 0
    if line.endswith(("——", "—")):
        return 8
    if len(bare) > _HEADING_LIMIT or (line.endswith(("：", ":")) and len(bare) < 4):
        return 0
    if len(bare.replace(" ", "")) < 3 or re.search(r"\d+[件个次人户篇项]", bare) or _COUNTED.search(bare):
        return 0
    following = text[slice(*pieces[index + 1])] if index + 1 < len(pieces) else ""
    if (
        following
        and not _is_furniture(following)
        and len(following) <= _HEADING_LIMIT
        and following[-1:] not in _TERMINALS
    ):
        return 6  # a heading above a heading
    return 7


def _is_item(line: str, pieces: list[tuple[int, int]], index: int, text: str) -> bool:
    """Whether a line is one of a list: the line before or behind begins with the same sign."""
    if not _ITEM_SIGN.match(line):
        return False
    near = (pieces[i][0] for i in (index - 1, index + 1) if 0 <= i < len(pieces))
    return any(text[start] == line[0] for start in near)


def _nest(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks with the headings above them."""
    stack: list[tuple[int, int]] = []  # (level, index)
    nested = []
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            while stack and stack[-1][0] >= block.level:
                stack.pop()
        nested.append(Block(block.start, block.end, block.kind, block.level, tuple(i for _, i in stack)))
        if block.kind == "heading":
            stack.append((block.level, index))
    return tuple(nested)


def _sentences(text: str, blocks: tuple[Block, ...]) -> list[Sentence]:
    found = []
    for index, block in enumerate(blocks):
        start = block.start
        topic = None
        if block.kind == "paragraph":
            m = _RUN_IN.match(text, block.start, block.end)
            if m and m.end() < block.end and not _PAST_MARK.search(m[1]):
                topic = m.span(1)
        for m in _SENTENCE_END.finditer(text, block.start, block.end):
            if m.end() > start and _balanced(text[start : m.end()]):
                found.append(Sentence(start, m.end(), index, _clauses(text, start, m.end()), topic))
                start = m.end()
        if start < block.end:
            found.append(Sentence(start, block.end, index, _clauses(text, start, block.end), topic))
    return found


def _balanced(sentence: str) -> bool:
    """A full stop inside quotation marks does not end the sentence, unless the mark is never closed."""
    return sentence.count("“") <= sentence.count("”") or len(sentence) > 200


_CUT = re.compile("[“‘《〈（【”’》〉）】，；：]|——")


def _clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The sentence cut at commas, semicolons and colons outside quotation marks and brackets."""
    clauses, depth, at = [], 0, start
    for m in _CUT.finditer(text, start, end):
        mark, stop = m[0], m.end()
        if mark in "“‘《〈（【":
            depth += 1
        elif mark in "”’》〉）】":
            depth = max(0, depth - 1)
        elif depth == 0:
            if stop > at + 1:
                clauses.append((at, stop))
            at = stop
    if at < end:
        clauses.append((at, end))
    return tuple(clauses)
