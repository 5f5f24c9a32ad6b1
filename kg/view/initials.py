"""First letters of the pinyin of a name, so that a search for ``jlszx`` finds 吉林市政协."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """Return one letter or digit for each character that has one; nothing where there is no Chinese.

    >>> initials("吉林市政协"), initials("“五个一”"), initials("AI")
    ('jlszx', 'wgy', '')
    """
    if not any("㐀" <= char <= "鿿" for char in name):
        return ""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum()).lower()
