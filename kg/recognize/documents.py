"""Titled texts: 《…》, nested, unbalanced and in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_KINDS = (
    ("plan", ("方案", "规划", "计划", "要点", "规划纲要", "纲要", "安排", "工作要点", "行动计划", "任务清单")),
    ("opinion", ("意见", "指导意见", "实施意见", "若干意见")),
    ("rule", ("办法", "规定", "条例", "规则", "制度", "细则", "通则", "章程", "准则", "措施", "清单", "守则", "公约", "标准", "规程", "法", "指引", "工作法", "试行", "暂行", "决定", "决议", "通知", "目录", "办法（试行）")),
    ("proposal", ("建议案", "提案", "议案", "建议")),
    ("report", ("报告", "调研报告", "思考", "研究", "对策", "对策建议", "分析", "白皮书", "蓝皮书", "情况", "公报", "综述", "总结")),
    ("bulletin", ("专报", "简报", "快报", "直报", "信息", "内参", "直通车", "动态", "社情", "摘报", "要情", "通报", "专刊", "期刊", "社情民意")),
    ("book", ("史话", "文史资料", "文史", "志", "史", "丛书", "画册", "文集", "文选", "选集", "史料选", "记忆", "大典", "读本", "资料", "专辑", "作品集", "年鉴", "故事", "诗词", "选编", "汇编", "百年")),
    ("article", ("文章", "署名文章", "一文", "声明", "倡议书", "公开信", "书")),
)  # fmt: skip
_PROGRAMME_BEFORE = re.compile(
    r"(?:录制|录播|播出|拍摄|摄制|推出|制作|开播|纪录片|专题片|节目|栏目|电影|电视剧|话剧|舞剧|微短剧|短剧|歌曲)[^，。]{0,6}$"
)
_PROGRAMME_AFTER = re.compile(r"(?:等)?(?:系列)?(?:专题片|节目|栏目|纪录片|宣传片|微视频|短视频|\d+期节目|电视)")
_BOOK_BEFORE = re.compile(r"(?:编纂|编辑|编撰|编印|出版|编写|征编|编著|辑印|刊印)[^，。]{0,14}$")
_BOOK_AFTER = re.compile(
    r"(?:文史|史料|画册|专辑|一书|系列文史|系列丛书|丛书|等书|第[\d一二三四五六七八九十]+[辑期卷])"
)


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title in its brackets."""

    start: int
    end: int
    title: str
    kind: str
    own_brackets: bool = True


def recognize_documents(text: str) -> tuple[TitleMention, ...]:
    """Every outermost 《…》 of the text, in order; a bracket that is never closed ends with its sentence.

    >>> [d.title for d in recognize_documents("印发《贯彻〈条例〉实施办法》《工作规则》")]
    ['贯彻〈条例〉实施办法', '工作规则']
    """
    return tuple(TitleMention(a, b, title, _kind(text, a, b, title)) for a, b, title in _titles(text))


def _titles(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    opening = re.compile(r"《|〈(?=[^《〈〉\n]{2,60}》)")
    while m := opening.search(text, at):
        start = m.start()
        depth, end = 0, -1
        limit = min(len(text), start + 120)
        for i in range(start, limit):
            c = text[i]
            if c == "《" or i == start:
                depth += 1
            elif c == "》":
                depth -= 1
                # 《贯彻《条例》的意见》 closes twice; 《甲》的《乙》 does not nest
                if depth == 0:
                    end = i
                    break
            elif c == "\n" or (c == "。" and depth and i - start > 60):
                limit = i
                break
        if end < 0:
            close = text.find("》", start, limit)
            end = close if close > 0 else -1
        if end > start + 1:
            yield start, end + 1, text[start + 1 : end]
            at = end + 1
        else:
            at = start + 1


def _kind(text: str, start: int, end: int, title: str) -> str:
    """The kind of a titled text, from the end of its title and the words around it."""
    bare = re.sub(r"（[^）]*）$", "", title).rstrip("”》〉")
    for kind, tails in _KINDS:
        if any(bare.endswith(tail) for tail in tails if len(tail) > 1 or kind == "rule"):
            if kind == "rule" and bare[-1] == "法" and not re.search(r"[办方立司宪刑民税]法$|.{2,}法$", bare):
                continue
            return kind
    if _PROGRAMME_BEFORE.search(text[max(0, start - 16) : start]) or _PROGRAMME_AFTER.match(text, end):
        return "programme"
    if _BOOK_BEFORE.search(text[max(0, start - 24) : start]) or _BOOK_AFTER.match(text, end):
        return "book"
    if re.fullmatch(r"告.+书", bare):  # to the compatriots, to all citizens
        return "article"
    if re.search(r"[一二三四五六七八九十\d]+条$", bare):
        return "rule"
    if re.search(r"(?:关于|建议|对策|思考)", bare) or re.match(r"等?\d*[件篇份]?(?:重点)?提案", text[end : end + 8]):
        return "proposal"
    return "other"
