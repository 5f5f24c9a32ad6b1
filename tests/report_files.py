"""One report in every format that is read, made by programs that are not ours; the tests' own sentences."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

LINES = (
    "云溪市政协2024年工作情况报告",
    "2024年，云溪市政协在中共云溪市委的领导下，围绕中心、服务大局，各项工作取得新成效。",
    "一、提案工作",
    "全年征集提案318件，经审查立案276件，办复率达100%。其中，重点提案12件，由市政协主席、副主席领衔督办。",
    "二、委员履职",
    "深入开展“清泉行动”，组织委员1200余人次走进社区，帮助群众解决实际问题86个，得到《云溪日报》报道。",
    "举办“委员讲堂”15期，培训委员近500人次，编印《履职手册》2000册，委员参与率达到98.5%，比上年有明显提高。",
    "2025年，计划开展专题调研8次，力争形成调研报告10篇以上，为全市高质量发展贡献政协智慧和力量。",
)
"""A title, headings, paragraphs; no line holds what any format could not carry."""


def text() -> str:
    return "".join(f"{line}\n" for line in LINES)


def html(lines: Sequence[str] = LINES, *, charset: str = "utf-8", encoding: str = "utf-8", extra: str = "") -> bytes:
    """A page as government sites build them: everything in one form, layout by tables, furniture all around."""
    body = "\n".join(f"<p>　　{line}</p>" for line in lines[1:])
    page = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{lines[0]}_政协要闻_云溪市政协网</title><meta name="ArticleTitle" content="{lines[0]}">
<meta name="PubDate" content="2025-01-16 10:20"><meta name="Url" content="https://www.example.org/a/t1.html">
<script>var tip = "全年开展活动999次";</script><style>p {{ margin: 12px }}</style></head><body>
<form id="aspnetForm"><input type="hidden" value="8888"><div class="top"><a href="/">设为首页</a></div>
<ul class="nav"><li><a href="/1">首页</a></li><li><a href="/2">政协概况</a></li><li><a href="/3">提案工作</a></li></ul>
<div class="weizhi">您当前的位置：<a href="/">首页</a> &gt; <a href="/x">政协要闻</a> &gt; 正文</div>
<table width="1000"><tr><td width="200"><ul><li><a href="/5">领导活动</a></li>
<li><a href="/6">调研视察</a></li></ul></td><td><div class="article"><h1>{lines[0]}</h1>
<div class="info">发布时间：2025-01-16 10:20　来源：市政协办公室　阅读次数：<span>4321</span>次
字体：【<a>大</a> <a>中</a> <a>小</a>】</div>
<div class="TRS_Editor">{body}{extra}</div><p>责任编辑：某某</p>
<div class="bdsharebuttonbox"><a>分享到</a><a>微信</a><a>微博</a></div>
<p>【<a href="#">打印本页</a>】 【<a href="#">关闭窗口</a>】</p>
<p>上一篇：<a href="/7">云溪市政协召开第七次主席会议，听取3个专题汇报</a></p></div></td></tr></table>
<div class="foot"><p>主办单位：云溪市政协办公室　地址：滨河路66号　电话：0000-6543210</p>
<p>云ICP备00000000号-1　网站标识码1234567890</p><p>您是第 102938 位访问者</p></div></form></body></html>"""
    return page.encode(encoding)


def docx(lines: Sequence[str] = LINES) -> bytes:
    import docx as office

    document = office.Document()
    for number, line in enumerate(lines):
        document.add_paragraph(line, style="Title" if number == 0 else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(lines: Sequence[str] = LINES, *, columns: int = 1, size: float = 12, head: str = "") -> bytes:
    """Pages set line by line, with a running head and page numbers; a paragraph is indented by two characters."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    width, height = A4
    gap = 24
    each = (width - 140 - gap * (columns - 1)) / columns
    lefts = [70 + number * (each + gap) for number in range(columns)]
    top, page, column, y = height - 130, 1, 0, height - 130

    def furniture() -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(70, height - 45, head)
        canvas.drawCentredString(width / 2, 30, f"- {page} -")
        canvas.setFont("STSong-Light", size)

    furniture()
    canvas.setFont("STSong-Light", 18)
    canvas.drawCentredString(width / 2, height - 90, lines[0])
    canvas.setFont("STSong-Light", size)
    for paragraph in lines[1:]:
        rest = "　　" + paragraph
        while rest:
            count = len(rest)
            while _wide(rest[:count]) * size > each:
                count -= 1
            if y < 70:
                column, y = column + 1, top
            if column == columns:
                canvas.showPage()
                page, column, top, y = page + 1, 0, height - 70, height - 70
                furniture()
            canvas.drawString(lefts[column], y, rest[:count])
            rest, y = rest[count:], y - 1.6 * size
    canvas.save()
    return buffer.getvalue()


def _wide(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
