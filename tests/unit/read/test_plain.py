import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_files import text

from kg.read.plain import decode
from kg.read.refusal import Refusal

TEXT = text().replace("\n", "\r\n", 3)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [4, 40, None])
def test_encoding_is_told_by_content(encoding: str, length: int | None) -> None:
    assert decode(TEXT[:length].encode(encoding)) == TEXT[:length]


def test_traditional_text_in_big5_is_no_gbk() -> None:
    said = "全年徵集提案三百件，臺灣會議與團體調研視察報告發展經濟，組織委員開展協商活動，辦理結果滿意。"
    assert decode(said.encode("big5")) == said


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1))
def test_utf8_is_kept_to_the_character(said: str) -> None:
    if not said.startswith("\ufeff"):
        assert decode(said.encode()) == said
        assert decode(b"\xef\xbb\xbf" + said.encode()) == said


def test_only_the_first_mark_is_dropped() -> None:
    assert decode("\ufeff提案\ufeff三件\r\n\r".encode()) == "提案\ufeff三件\r\n\r"


def test_lines_pasted_in_another_encoding_are_read_as_well() -> None:
    mixed = "全年征集提案三十件。\n".encode() * 5 + "组织委员视察六次。\n".encode("gbk") + "立案二十件。\n".encode()
    assert decode(mixed) == "全年征集提案三十件。\n" * 5 + "组织委员视察六次。\n立案二十件。\n"


def test_text_cut_inside_a_character_is_read() -> None:
    assert decode(TEXT.encode()[:-4]).startswith(TEXT[:-3])


def test_ascii_that_looks_like_utf16_stays_ascii() -> None:
    assert decode(b"Bush hid the facts") == "Bush hid the facts"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"\0" * 30,
        b"PK\x03\x04" + b"a" * 50,
        b"%PDF-1.4 ...",
        "提案".encode() + b"\0\1\2\3" * 40,
        bytes(range(256)) * 4,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        decode(data)
    assert refusal.value.reason in ("binary", "encoding")


def test_random_bytes_are_refused() -> None:
    chance = random.Random(7)
    for _ in range(300):
        with pytest.raises(Refusal):
            decode(chance.randbytes(chance.randrange(80, 400)))
