import io
import zipfile
from dataclasses import replace

import pytest
from report_files import docx, html, pdf, text, zipped

from kg.model import Report
from kg.read import Limits, Refused, Reports, read_bytes


def outcome(data: bytes, name: str = "a.zip") -> dict[str, str]:
    return {
        (one.names[0] if isinstance(one, Report) else one.name): one.text if isinstance(one, Report) else one.reason
        for one in read_bytes(data, name, Reports())
    }


def test_all_formats_are_read_from_an_archive() -> None:
    read = outcome(zipped({"b/r.docx": docx(), "r.html": html(), "r.pdf": pdf(), "r.txt": text().encode("gbk")}))
    assert list(read) == ["a.zip/b/r.docx", "a.zip/r.html", "a.zip/r.pdf", "a.zip/r.txt"]
    assert set(read.values()) == {text()}


def test_names_in_gbk_and_utf8_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("云溪市政协报告.txt".encode("gbk").decode("cp437"))
        archive.writestr(entry, text())
    data = buffer.getvalue()
    # Python marks the name as UTF-8; Windows programs write the bytes of GBK without the mark.
    raw = entry.filename.encode("utf-8")
    data = data.replace(raw, "云溪市政协报告.txt".encode("gbk").ljust(len(raw), b"_")[: len(raw)])
    data = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark) + offset
        data[at : at + 2] = (int.from_bytes(data[at : at + 2], "little") & ~0x800).to_bytes(2, "little")
    (name,) = outcome(bytes(data))
    assert name.startswith("a.zip/云溪市政协报告.txt")
    assert list(outcome(zipped({"报告.txt": text().encode()}))) == ["a.zip/报告.txt"]


def test_paths_out_of_the_archive_are_refused() -> None:
    read = outcome(
        zipped(
            {"../up.txt": b"x", "/abs.txt": b"x", "a/../../b.txt": b"x", "C:/c.txt": b"x", "ok.txt": "立案3件".encode()}
        )
    )
    assert sorted(read.values()) == ["outside"] * 4 + ["立案3件"]


def test_members_without_a_name_are_damaged() -> None:
    data = zipped({"a.txt": "立案3件。".encode(), "b.txt": b"x", "c/": b""})
    for name in (b"\0\0\0\0\0", b""):
        changed = data.replace(b"b.txt", name.ljust(5, b"\0"))
        assert outcome(changed)["a.zip/a.txt"] == "立案3件。"
        assert sorted(outcome(changed).values()) == sorted(["立案3件。", "damaged"])


def test_symbolic_links_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert outcome(buffer.getvalue()) == {"a.zip/link.txt": "outside"}


def test_nested_archives_end_somewhere() -> None:
    one = zipped({"r.txt": "立案3件".encode()})
    two = zipped({"one.zip": one})
    three = zipped({"two.zip": two})
    assert outcome(two) == {"a.zip/one.zip/r.txt": "立案3件"}
    assert outcome(three) == {"a.zip/two.zip/one.zip": "archive-deep"}


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({"bomb.txt": b"0" * 30_000_000, "ok.txt": "立案3件".encode()})
    assert outcome(bomb) == {"a.zip/bomb.txt": "archive-limit", "a.zip/ok.txt": "立案3件"}


def told(data: bytes, limits: Limits) -> dict[str, str]:
    return {
        (one.names[0] if isinstance(one, Report) else one.name): one.text if isinstance(one, Report) else one.reason
        for one in read_bytes(data, "a.zip", Reports(), limits=limits)
    }


def test_limits_hold_at_their_edge() -> None:
    data = zipped({"a.txt": "立案3件。".encode(), "b.txt": "立案4件。".encode()})
    size = len("立案3件。".encode())
    exact = Limits(archive_files=2, member_bytes=size, archive_bytes=2 * size)
    assert list(told(data, exact).values()) == ["立案3件。", "立案4件。"]
    assert list(told(data, replace(exact, member_bytes=size - 1)).values()) == ["archive-limit"] * 2
    assert told(data, replace(exact, archive_files=1)) == {"a.zip": "archive-limit"}
    assert told(data, replace(exact, archive_bytes=2 * size - 1)) == {"a.zip": "archive-limit"}


def test_depth_and_ratio_hold_at_their_edge() -> None:
    one = zipped({"r.txt": "立案3件。".encode()})
    two, three = zipped({"one.zip": one}), zipped({"two.zip": zipped({"one.zip": one})})
    assert list(told(two, Limits(depth=1)).values()) == ["archive-deep"]
    assert list(told(three, Limits(depth=3)).values()) == ["立案3件。"]
    data = zipped({"r.txt": "立案3件。".encode() * 100_000})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.infolist()[0]
    ratio = entry.file_size // entry.compress_size
    assert list(told(data, Limits(ratio=ratio)).values()) == ["archive-limit"]
    assert len(told(data, Limits(ratio=ratio + 1))["a.zip/r.txt"]) == 500_000


def test_archives_inside_an_archive_share_its_room() -> None:
    """Each fits for itself; together they unpack to more than one archive may."""
    inner = zipped({"r.txt": "立案3件。".encode() * 1000})
    size = len("立案3件。".encode()) * 1000
    data = zipped({f"{number}.zip": inner for number in range(4)})
    packed = 4 * len(inner)
    assert [len(one) for one in told(data, Limits(archive_bytes=packed + 4 * size)).values()] == [5000] * 4
    reasons = list(told(data, Limits(archive_bytes=packed + 2 * size)).values())
    assert reasons.count("archive-limit") == 2
    assert list(told(data, Limits(archive_files=7)).values()).count("archive-limit") == 1


def test_members_that_share_their_bytes_count_each() -> None:
    """A bomb of overlapping members needs no great ratio: many entries point at one packed file."""
    data = zipped({"a.txt": bytes(range(256)) * 4000})
    entry = data[data.find(b"PK\x01\x02") : data.find(b"PK\x05\x06")]
    end = bytearray(data[data.find(b"PK\x05\x06") :])
    many = b"".join(entry.replace(b"a.txt", f"{number:05}".encode()) for number in range(100))
    end[8:12] = (100).to_bytes(2, "little") * 2
    end[12:16] = len(many).to_bytes(4, "little")
    bomb = data[: data.find(b"PK\x01\x02")] + many + bytes(end)
    assert set(told(bomb, Limits(archive_bytes=50_000_000)).values()) <= {"archive-limit", "damaged"}


def test_lies_about_sizes_are_noticed() -> None:
    data = bytearray(zipped({"a.txt": b"x" * 5000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark) + offset
        data[at : at + 4] = (100).to_bytes(4, "little")
    assert set(outcome(bytes(data)).values()) <= {"damaged", "archive-limit"}


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 100, zipped({"a.txt": b"x"})[:40]],
    ids=["head", "noise", "cut"],
)
def test_broken_archives_are_refused(data: bytes) -> None:
    assert list(outcome(data).values()) == ["damaged"]


def test_members_that_are_no_reports_are_passed_over() -> None:
    read = list(
        read_bytes(zipped({"a.jpg": b"x", "__MACOSX/a.txt": b"x", ".x.txt": b"x", "d.doc": b"x"}), "z.zip", Reports())
    )
    assert read == [Refused("z.zip/a.jpg", "unsupported", harmless=True), Refused("z.zip/d.doc", "legacy")]
