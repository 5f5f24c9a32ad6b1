"""Whatever bytes come in: reports or reasons, no other exception and no hang."""

import io
import random
import time
import zipfile

import pytest
from report_files import docx, html, pdf, text, zipped

from kg.model import Report
from kg.read import Refused, Reports, read_bytes

FILES = {
    "a.docx": docx(),
    "a.pdf": pdf(),
    "a.html": html(encoding="gbk"),
    "a.zip": zipped({"a.docx": docx(), "b.txt": text().encode("gbk")}),
    "a.txt": text().encode("utf-16"),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            changed[at : at + 1] = chance.randbytes(1)
        elif kind == 1:
            del changed[at : at + chance.randrange(1, 200)]
        elif kind == 2:
            changed[at:at] = changed[at : at + chance.randrange(1, 300)]
        else:
            changed[at:at] = chance.randbytes(chance.randrange(1, 20))
    return bytes(changed)


def within(package: bytes, chance: random.Random) -> bytes:
    """A Word document whose text is mutated behind intact checksums."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    members["word/document.xml"] = mutated(members["word/document.xml"], chance)
    return zipped(members)


@pytest.mark.parametrize("name", FILES)
def test_mutated_files_are_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    for number in range(60):
        change = within if name == "a.docx" and number % 2 else mutated
        begun = time.perf_counter()
        for one in read_bytes(change(FILES[name], chance), name, Reports()):
            assert isinstance(one, Report | Refused)
        assert time.perf_counter() - begun < 20
