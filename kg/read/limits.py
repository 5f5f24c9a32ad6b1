"""How much of a file is taken in before it is refused: what no report needs, and what no machine should be made to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a single file; each can be set by ``kg build --limit NAME=NUMBER`` (hyphens for underscores)."""

    file_bytes: int = field(default=256 * 2**20, metadata={"about": ("bytes of a file", "文件的字节数")})
    page_bytes: int = field(default=32 * 2**20, metadata={"about": ("bytes of a web page", "网页的字节数")})
    characters: int = field(
        default=5_000_000, metadata={"about": ("characters of one report, markup aside", "一份报告的字数（不含标记）")}
    )
    seconds: int = field(
        default=300,
        metadata={"about": ("seconds of processor for one report, 0 for no bound", "一份报告的处理器秒数，0 为不限")},
    )
    """Of processor, first for reading and then for extracting; on Windows unbounded."""
    archive_files: int = field(
        default=10_000,
        metadata={"about": ("files in an archive and those inside it", "压缩包及其内层压缩包中的文件数")},
    )
    archive_bytes: int = field(
        default=512 * 2**20,
        metadata={
            "about": ("bytes unpacked from an archive and those inside it", "压缩包及其内层压缩包解压后的字节数")
        },
    )
    member_bytes: int = field(
        default=128 * 2**20, metadata={"about": ("bytes of one unpacked file", "解压后单个文件的字节数")}
    )
    ratio: int = field(
        default=200,
        metadata={
            "about": ("unpacked to packed size of files above a megabyte", "超过 1 MB 的文件解压后与解压前的大小之比")
        },
    )
    """Text packs to a fifth, deflate cannot pass a thousandth."""
    depth: int = field(default=2, metadata={"about": ("archives inside each other", "压缩包嵌套层数")})
    elements: int = field(
        default=1_000_000, metadata={"about": ("elements of a Word document or workbook", "Word 文档或工作簿的元素数")}
    )
    nesting: int = field(
        default=500,
        metadata={"about": ("elements of a Word document inside each other", "Word 文档元素的嵌套层数")},
    )
    """Word processors stay below fifty."""
    pages: int = field(default=3_000, metadata={"about": ("pages of a PDF", "PDF 的页数")})


LIMITS = Limits()
"""What holds unless told otherwise."""


NAMES = tuple(one.name.replace("_", "-") for one in fields(Limits))
"""As the command line writes them."""


class Room:
    """What may still be unpacked from one file, however deep its archives lie in each other."""

    def __init__(self, limits: Limits) -> None:
        """Begin with all that the limits allow."""
        self.files = limits.archive_files
        self.bytes = limits.archive_bytes


def told_limits(given: Iterable[str]) -> Limits:
    """Return the limits with those set that are given as ``NAME=NUMBER``; raise ``InputError`` for any other word.

    >>> told_limits(["pages=10", "archive-files=5"]).archive_files
    5
    """
    limits = LIMITS
    for word in given:
        name, _, number = word.partition("=")
        if name not in NAMES or not number.isascii() or not number.isdecimal() or len(number) > 15:
            remedy = f"write NAME=NUMBER with one of {', '.join(NAMES)}"
            raise InputError("sets no limit", place=word, remedy=remedy)
        limits = replace(limits, **{name.replace("-", "_"): int(number)})
    return limits
