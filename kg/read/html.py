"""Web pages to text: the report without the site around it.

A page says its encoding, and sometimes lies (GB2312 that is GBK); so only its bytes are believed. What is navigation,
sharing, counting or footer is told by the tag, by link density and by lines of a closed list (``data/page.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.model import Manifest
from kg.read.limits import LIMITS, Limits
from kg.read.manifest import iso_day
from kg.read.plain import decode
from kg.read.refusal import Refusal

DROPPED = (
    "script, style, noscript, template, iframe, object, embed, applet, svg, canvas, audio, video, map"
    ", nav, footer, aside, menu, dialog, input, select, textarea, button, rt, rp, [hidden]"
)
BLOCKS = frozenset(
    """address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
BREAK = "\v"
"""Stands for <br> while a line is put together; a newline of the source is only white space."""
WIDE = "[\u3000-\u9fff\uff00-\uffef]"
"""Characters of Chinese text."""
BLANKS = " \u3000\u2002\u2003\u2009"
METAS = {
    "title": ("articletitle", "og:title", "title"),
    "issued": ("pubdate", "publishdate", "article:published_time", "publish_time", "others:pubdate"),
    "url": ("url", "og:url"),
}
"""Names of meta elements that say something about the article; Chinese government sites write ArticleTitle, PubDate."""
SHORT = 200
"""Characters below which what was taken for the report is doubted."""


def read_html(data: bytes, limits: Limits = LIMITS) -> tuple[str, Manifest]:
    """Return the main text of a page, one line a paragraph or table row, and what its head says about it."""
    if len(data) > limits.page_bytes:
        raise Refusal("too-large", f"{len(data)} > {limits.page_bytes} bytes")
    if re.search(rb"<!ENTITY", data[:65_536], re.IGNORECASE):
        raise Refusal("hostile", "<!ENTITY")
    source = decode(data)
    if not re.search(r"<[a-zA-Z!/]", source):
        return source, Manifest()  # a text that was saved under the name of a page
    tree = LexborHTMLParser(source)
    said = _said(tree)
    title = said.title or _title(tree)
    body = tree.body
    if body is None:
        raise Refusal("empty")
    for node in body.css(DROPPED):
        node.decompose()
    _drop(body)
    found = _lines(body)
    lines = _report(found)
    if sum(map(len, lines)) < SHORT:
        whole = [line.text for line in found if not furniture(line.text)]
        # A very short report is possible; a page of which nearly all was thrown away is a mistake.
        if sum(map(len, whole)) > 3 * sum(map(len, lines)) or sum(map(len, whole)) < SHORT:
            lines = whole
    if title and not any(_same(title, line) for line in lines[:8]):
        lines.insert(0, title)
    return "".join(f"{line}\n" for line in lines), said


@dataclass(slots=True)
class _Line:
    """A line of the page while it is being put together."""

    text: str
    linked: int
    """How many of its characters stand in links."""
    path: tuple[int, ...]
    """The elements that it stands in, from the body inward."""

    @property
    def weight(self) -> int:
        """Characters of running text: neither links nor the few words of a label."""
        prose = len(self.text) >= 15 or re.search("[，。；、]", self.text)
        return max(0, len(self.text) - self.linked) if prose else 0


@cache
def _rules() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    """Return the patterns of lines that go, with their names, and that of class names."""
    data = tomllib.loads((resources.files("kg.read") / "page.toml").read_text(encoding="utf-8"))
    return tuple((rule["id"], re.compile(rule["pattern"])) for rule in data["line"]), re.compile(
        data["name"]["pattern"], re.IGNORECASE
    )


def furniture(line: str) -> str:
    """Return the name of the rule by which a line belongs to the page, not to the report; "" if none.

    >>> furniture("【打印本页】 【关闭窗口】"), furniture("全年征集提案292件。")
    ('share', '')
    """
    line = line.strip(" \t　")
    return next((name for name, pattern in _rules()[0] if pattern.fullmatch(line)), "")


def _report(lines: list[_Line]) -> list[str]:
    """Return the lines of the element that holds the article, without the furniture in it."""
    kept = [line for line in lines if furniture(line.text) in ("", "footer") and not _is_links(line)]
    whole = sum(line.weight for line in kept)
    path: tuple[int, ...] = ()
    while whole:
        weights: Counter[int] = Counter()
        for line in kept:
            if len(line.path) > len(path) and line.path[: len(path)] == path:
                weights[line.path[len(path)]] += line.weight
        best = max(weights, key=lambda node: weights[node], default=None)
        # Nine tenths: an article is never cut in two for the sake of a footer of a hundred characters.
        if best is None or weights[best] < 0.9 * whole:
            break
        path = (*path, best)
    inside = [line for line in kept if line.path[: len(path)] == path]
    while inside and furniture(inside[-1].text):
        inside.pop()
    return [line.text for line in inside]


def _is_links(line: _Line) -> bool:
    """Whether a line is a list of links rather than a sentence with one."""
    return line.linked >= 0.8 * len(line.text) and not re.search("[。；！？]", line.text)


def _drop(body: LexborNode) -> None:
    """Take away elements whose class or id names a part of the page, and hidden ones."""
    total = len(body.text(deep=True)) or 1
    names = _rules()[1]
    for node in body.css("[class], [id], [style]"):
        attributes = node.attributes
        hidden = re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", attributes.get("style") or "", re.IGNORECASE)
        named = any(names.search(attributes.get(key) or "") for key in ("class", "id"))
        # A page may hide or misname what it is about: what holds most of the text stays.
        if (hidden or named) and node.tag != "body" and len(node.text(deep=True)) < 0.4 * total:
            node.decompose()


def _lines(body: LexborNode) -> list[_Line]:
    """Return the text below an element, one line a block or row; the cells of a row are separated by tabs."""
    found: list[_Line] = []
    words: list[str] = []
    linked = 0
    path: list[int] = []
    rows = _data_rows(body)
    # Without recursion: a page may nest ten thousand elements.
    stack: list[tuple[LexborNode, bool]] = [(body, True)]
    links = row = pre = cells = 0
    while stack:
        node, entering = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            words.append(re.sub(r"\r?\n", BREAK, text) if pre else re.sub(r"[ \t\r\f\v]+", " ", text))
            linked += len(text.strip()) if links else 0
            continue
        if tag.startswith("-"):
            continue
        step = 1 if entering else -1
        in_row = row > 0 and tag != "tr"
        breaks = tag in BLOCKS and not in_row
        if tag == "br":
            words.append("\n" if row else BREAK)
        elif in_row and tag in ("td", "th"):
            words.append("\t" if entering and cells else "")
            cells += entering
        elif in_row and tag in BLOCKS:
            words.append("\n")
        if breaks:
            found += _flushed(words, linked, tuple(path))
            words, linked = [], 0
        if tag == "a":
            links += step
        if tag == "pre":
            pre += step
        if tag == "tr" and node.mem_id in rows:
            row, cells = row + step, 0
        if entering:
            if tag in BLOCKS:
                path.append(int(node.mem_id))
            stack.append((node, False))
            stack += [(child, True) for child in reversed(list(node.iter(include_text=True)))]
        elif tag in BLOCKS:
            path.pop()
    return [*found, *_flushed(words, linked, tuple(path))]


def _data_rows(body: LexborNode) -> frozenset[int]:
    """Return the rows of tables that hold data; a table that only arranges the page has long cells or one column."""
    rows: set[int] = set()
    for table in body.css("table"):
        cells = table.css("td, th")
        if table.css("table") != [table] and len(table.css("table")) > 1:
            continue
        lines = table.css("tr")
        if any(len(line.css("td, th")) > 1 for line in lines) and all(len(c.text(deep=True)) <= 300 for c in cells):
            rows |= {line.mem_id for line in lines}
    return frozenset(rows)


def _flushed(words: list[str], linked: int, path: tuple[int, ...]) -> Iterator[_Line]:
    """Yield the lines in collected words, without characters that only steer the line breaking of a browser."""
    text = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", "".join(words)).replace("\xa0", " ")
    share = linked / max(1, len(text.strip()))
    for part in text.split(BREAK):
        # A newline in the source beside an ideograph is no blank, between other characters it is one.
        line = re.sub(f"(?<={WIDE}) *\n[ \n]*|[ \n]*\n *(?={WIDE})", "", part)
        line = re.sub(r" *\n[ \n]*", " ", line)
        line = re.sub(r" ?\t ?", "\t", re.sub(r" {2,}", " ", line)).strip(BLANKS).rstrip()
        if line.strip():
            yield _Line(line, round(share * len(line)), path)


def _said(tree: LexborHTMLParser) -> Manifest:
    """Return what the head of a page says about the article."""
    metas: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        metas.setdefault(name, (node.attributes.get("content") or "").strip())
    values = {key: next((metas[name] for name in names if metas.get(name)), "") for key, names in METAS.items()}
    url = values["url"] if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", values["url"]) else ""
    return Manifest(title=re.sub(r"\s+", " ", values["title"]), issued=iso_day(values["issued"]) or "", url=url)


def _title(tree: LexborHTMLParser) -> str:
    """Return the headline of a page: its only first-level heading, else the first part of its title."""
    headings = [re.sub(r"\s+", " ", node.text(deep=True)).strip() for node in tree.css("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    node = tree.css_first("title")
    # 标题_栏目_网站 or 标题-网站: the headline stands first.
    return re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+", re.sub(r"\s+", " ", node.text()).strip())[0] if node else ""


def _same(title: str, line: str) -> bool:
    """Whether a line shows the title, however it is spaced, or in part (long titles run over two lines)."""
    a, b = (re.sub(r"[\W_]", "", text) for text in (title, line))
    return len(b) >= 4 and (b in a or a in b)
