"""Bytes to text: which encoding a file is in is told from its bytes alone, never from its name."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter

from kg.read.refusal import Refusal

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"7z\xbc\xaf",
    b"Rar!", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"BZh", b"\xfd7zXZ", b"SQLite format 3",
)  # fmt: skip
_BLANKS = "\n\r\t\u3000\xa0"
SAMPLE = 65_536
"""Characters that are looked at to judge a decoding; the decoding itself is of the whole file."""


def decode(data: bytes) -> str:
    """Return the text of a file: byte-order mark dropped, line ends as they are, every other character kept.

    In this order: a byte-order mark, UTF-8, UTF-16 without a mark, UTF-8 with stray lines in GB18030, GB18030, and
    what charset-normalizer takes it for. Raises ``Refusal`` for what is not text.

    >>> decode("征集提案".encode("gb18030")) == decode("征集提案".encode("utf-16")) == "征集提案"
    True
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if data.startswith(MAGIC):
        raise Refusal("binary")
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _checked(wide)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:SAMPLE]:
        raise Refusal("binary")
    return _checked(_by_lines(data) or _gb18030(data) or _guessed(data))


def _checked(text: str) -> str:
    """Return the text, unless what it is made of shows that these bytes never were text."""
    sample = text[:SAMPLE]
    printed = sample
    for blank in _BLANKS:
        printed = printed.replace(blank, "")
    if printed.isprintable() and "�" not in printed:
        return text  # as nearly all are: to ask for the category of each character takes ten times as long
    # Control characters, private use, unassigned code points and replacement characters.
    strange = sum(
        sample.count(c)
        for c in set(sample)
        if (unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v") or c == "�"
    )
    if strange > max(2, len(sample) // 50):
        raise Refusal("binary")
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the text if the bytes make sense as UTF-16 code units; Chinese in any other encoding does not."""
    if len(data) < 4 or len(data) % 2:
        return None
    if b"\0" not in data and _is_utf8(
        data
    ):  # as most files are: counting their characters took longer than reading them
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:SAMPLE].decode(encoding, "replace")
        usual = sum(count for c, count in Counter(sample).items() if _is_usual(c))
        # ASCII text read by twos is mostly Chinese characters, too (the file "Bush hid the facts"), but it is UTF-8.
        if usual >= 0.95 * len(sample) and not _is_utf8(data):
            return data.decode(encoding, "replace")
        if b"\0" in data and usual >= 0.95 * len(sample):
            return data.decode(encoding, "replace")
    return None


def _is_usual(c: str) -> bool:
    """Whether a character is what Chinese text is made of: ideographs, ASCII, punctuation of both widths."""
    return (
        "一" <= c <= "鿿"
        or " " <= c <= "~"
        or c in "\r\n\t"
        or "‐" <= c <= "…"
        or "　" <= c <= "】"
        or "！" <= c <= "～"
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _by_lines(data: bytes) -> str | None:
    """Return the text of a file whose lines are UTF-8 but for a few: pasted in GB18030, or with a byte lost."""
    lines = data.splitlines(keepends=True)
    wide = [line for line in lines if not line.isascii()]
    good = sum(len(line) for line in wide if _is_utf8(line))
    if 2 * good <= sum(map(len, wide)) and not _nearly_utf8(data):
        return None
    return "".join(_line(line) for line in lines)


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        if _nearly_utf8(line):
            return line.decode("utf-8", "replace")
    return line.decode("gb18030", "replace")


def _nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    wide = sum(c > "ࠀ" for c in text)
    return wide > 0 and text.count("�") * 10 <= wide


def _gb18030(data: bytes) -> str | None:
    """Return the text in GB18030, which contains GBK and GB2312, unless it is Big5 in disguise."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    letters = [c for c in text[:SAMPLE] if c > "ࠀ"]
    common = sum(_encodes(c, "gb2312") for c in letters)
    if 10 * common >= 7 * len(letters):
        return text
    try:
        other = data.decode("big5")
    except UnicodeDecodeError:
        return text
    # The first plane of Big5 (A440 to C67E) holds the 5401 everyday characters; a wrong reading is full of the rest.
    everyday = [c for c in other[:SAMPLE] if c > "ࠀ" and c.encode("big5") < b"\xc6\x7f"]
    return other if len(everyday) * 10 >= 9 * sum(c > "ࠀ" for c in other[:SAMPLE]) else text


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _guessed(data: bytes) -> str:
    """Return the text in the encoding that charset-normalizer finds, else raise."""
    from charset_normalizer import from_bytes  # 30 ms that hardly any build needs

    best = from_bytes(data).best()
    if best is None:
        raise Refusal("encoding")
    return str(best)
