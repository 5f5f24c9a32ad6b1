import tomllib
from importlib import resources
from pathlib import Path

import pytest
from report_files import LINES, html

from kg.model import Manifest
from kg.read.html import furniture, read_html
from kg.read.refusal import Refusal

RULES = tomllib.loads((resources.files("kg.read") / "page.toml").read_text(encoding="utf-8"))["line"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_every_rule_keeps_its_own_examples(rule: dict[str, list[str]]) -> None:
    assert [line for line in rule["matches"] if not furniture(line)] == []
    assert [line for line in rule["rejects"] if furniture(line)] == []


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gbk"), ("gb2312", "gb18030"), ("gbk", "utf-8"), ("utf-8", "utf-16")],
)
def test_a_site_gives_the_report_and_nothing_else(charset: str, encoding: str) -> None:
    text, said = read_html(html(charset=charset, encoding=encoding))
    assert text.splitlines() == list(LINES)
    assert said == Manifest(url="https://www.example.org/a/t1.html", title=LINES[0], issued="2025-01-16")


def test_tables_keep_rows_and_cells_and_merged_cells_come_once() -> None:
    table = """<table border=1><tr><th>项目</th><th>上年</th><th>本年</th></tr>
    <tr><td rowspan=2><p>提案</p></td><td></td><td>318件</td></tr><tr><td>立
    案</td><td>276<br>件</td></tr></table>"""
    lines = read_html(html(extra=table))[0].splitlines()
    assert lines[len(LINES) :] == ["项目\t上年\t本年", "提案\t\t318件", "立案\t276件"]


def test_a_table_inside_a_table_is_read_once() -> None:
    table = "<table><tr><td>外<table><tr><td>甲</td><td>3件</td></tr></table></td><td>乙</td></tr></table>"
    lines = read_html(html(extra=table))[0].splitlines()
    assert lines[len(LINES) :] == ["外", "甲\t3件", "乙"]


def test_a_short_page_is_not_thrown_away() -> None:
    page = "<html><body><div><span>立案9件。</span></div><div>办结</div><div>满意</div></body></html>".encode()
    assert read_html(page)[0].splitlines() == ["立案9件。", "办结", "满意"]


def test_ruby_soft_hyphens_and_hidden_words_leave_the_characters() -> None:
    extra = (
        "<p>汉<ruby>语<rp>(</rp><rt>yǔ</rt><rp>)</rp></ruby>软\u00ad连\u200b字&nbsp;符&shy;号</p>"
        '<p style="display: none">隐藏的数字777个</p><p>分<br>行</p>'
    )
    assert read_html(html(extra=extra))[0].splitlines()[len(LINES) :] == ["汉语软连字 符号", "分", "行"]


def test_a_source_line_break_between_characters_is_no_blank() -> None:
    extra = "<p>征集提案\n    318\n件，Open\nData平台上线。</p>"
    assert read_html(html(extra=extra))[0].splitlines()[-1] == "征集提案318件，Open Data平台上线。"


def test_preformatted_text_keeps_its_lines() -> None:
    assert read_html(html(extra="<pre>第一行\r\n第二行</pre>"))[0].splitlines()[-2:] == ["第一行", "第二行"]


def test_thousands_of_nested_elements_are_read() -> None:
    page = ("<html><body>" + "<div>" * 5000 + "全年立案提案六件。" + "</div>" * 5000 + "</body></html>").encode()
    assert "全年立案提案六件。" in read_html(page)[0]


def test_a_page_whose_wrapper_is_misnamed_keeps_its_text() -> None:
    page = html().replace(b'class="article"', b'class="print-share footer"')
    assert read_html(page)[0].splitlines() == list(LINES)


def test_text_under_the_name_of_a_page_is_text() -> None:
    assert read_html("提案 3 件\r\n办结".encode())[0] == "提案 3 件\r\n办结"


def test_nothing_that_a_page_points_at_is_fetched(tmp_path: Path) -> None:
    """Frames, objects, styles and included files stay unread; what a page says of itself may be no script."""
    secret = tmp_path / "secret.txt"
    secret.write_text("机密数字777件", encoding="utf-8")
    uri = secret.as_uri()
    extra = (
        f'<iframe src="{uri}"></iframe><object data="{uri}"></object><embed src="{uri}"><link rel="import" href="{uri}">'
        f'<!--#include file="{secret}"--><img src="{uri}" onerror="document.write(777)"><xi:include href="{uri}"/>'
        "<svg><text>777</text></svg><template>777</template><noscript>777</noscript>"
    )
    page = html(extra=extra).replace(b"https://www.example.org/a/t1.html", b"javascript:alert(777)")
    text, said = read_html(page)
    assert "777" not in text and text.splitlines() == list(LINES)
    assert said.url == ""


def test_entities_of_its_own_are_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        read_html(b'<!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;</body></html>')
    assert refusal.value.reason == "hostile"
