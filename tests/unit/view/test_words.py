"""The interface speaks both languages, and has a word for everything that the extractor says."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORDS = (ROOT / "kg" / "view" / "assets" / "words.js").read_text(encoding="utf-8")
CHINESE, ENGLISH = (
    set(re.findall(r'(?:[{,\n]\s*)"?([\w-]+)"?: "', half)) for half in re.split(r"\n  en: \{", WORDS, maxsplit=1)
)


def test_every_word_exists_in_both_languages() -> None:
    assert CHINESE == ENGLISH and len(CHINESE) > 100


def test_every_reason_for_skipping_has_words() -> None:
    documented = re.findall(r"^\| `([a-z-]+)`", (ROOT / "docs/reference/skipped.md").read_text("utf-8"), re.MULTILINE)
    assert len(documented) > 20
    assert {f"reason-{reason}" for reason in documented} == {word for word in CHINESE if word.startswith("reason-")}


def test_every_word_that_a_script_asks_for_exists() -> None:
    for path in sorted((ROOT / "kg" / "view" / "assets").glob("*.js")):
        for name in re.findall(r'\bword\("([\w-]+)"', path.read_text(encoding="utf-8")):
            assert name in CHINESE, (path.name, name)
    template = (ROOT / "kg" / "view" / "assets" / "template.html").read_text(encoding="utf-8")
    assert set(re.findall(r'data-(?:word|label)="([\w-]+)"', template)) <= CHINESE
