#!/usr/bin/env python3
"""Builds the documentation as a site; exit status 1 for any warning, a link that leads nowhere, anything fetched from elsewhere.

    python scripts/site.py [FOLDER]     build if none is named: the pages are FOLDER/site, their sources FOLDER/site-source

The pages link to each other and to files of the repository by their places in it. So the site gets the same places: every
page of the repository and every file that one of them links to, and nothing else.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import jieba
import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "output/README.md",
    "ontology/*.md",
    "docs/**/*.md",
)
SECTIONS = (
    ("Tutorial", ("docs/index.md", "docs/tutorial.md")),
    ("How-to", ("docs/how-to/*.md",)),
    ("Explanation", ("docs/explanation/*.md",)),
    ("Reference", ("docs/reference/*.md", "output/README.md")),
    ("Ontology", ("ontology/README.md", "ontology/CHANGELOG.md")),
    ("Design notes", ("docs/adr/README.md", "docs/adr/0*.md")),
    ("Project", ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)


def lay_out(source: Path) -> list[str]:
    """Copy the pages and what they link to; return the names of the pages."""
    shutil.rmtree(source, ignore_errors=True)
    pages = sorted({path for pattern in PAGES for path in ROOT.glob(pattern)})
    names = {path.relative_to(ROOT).as_posix() for path in pages}
    for page in pages:
        target = source / page.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_linked(page, source, names), "utf-8")
    return sorted(names)


def _linked(page: Path, source: Path, names: set[str]) -> str:
    """Return the text of a page; copy the files that it links to, and take out links to folders and hidden files, which a site lacks."""

    def changed(match: re.Match[str]) -> str:
        place, _, _fragment = match[3].partition("#")
        if not place or re.match(r"[a-z]+:", place):
            return match[0]
        there = (page.parent / place).resolve()
        name = there.relative_to(ROOT).as_posix()
        if not there.is_file() or name.startswith("."):
            return match[2]
        if name not in names:
            copy = source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(there, copy)
        return match[0]

    text = page.read_text("utf-8")
    parts: list[str] = []
    end = 0
    for fence in FENCE.finditer(text):
        parts += (LINK.sub(changed, text[end : fence.start()]), fence[0])
        end = fence.end()
    return "".join([*parts, LINK.sub(changed, text[end:])])


def nav(names: list[str]) -> list[dict[str, object]]:
    """The tree of pages as MkDocs wants it: every page once, in the order of the sections."""
    tree: list[dict[str, object]] = [{"workreport-kg": "README.md"}, {"简体中文": "README.zh-CN.md"}]
    for title, patterns in SECTIONS:
        found = [path.relative_to(ROOT).as_posix() for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        tree.append({title: list(dict.fromkeys(name for name in found if name in names))})
    return tree


def build(settings: Path) -> list[str]:
    """Build the site; return what MkDocs and its parts had to say, from warnings upward."""
    said: list[str] = []
    heard = logging.Handler(logging.WARNING)
    heard.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(heard)
    jieba.setLogLevel(logging.WARNING)  # it cuts Chinese for the search, and would tell of its dictionary
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # an announcement of the theme, not a word about these pages
    from mkdocs.commands.build import build as run
    from mkdocs.config import load_config

    run(load_config(str(settings)))
    return said


class _Links(HTMLParser):
    """Where a page points, what it loads, and what in it can be pointed at."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.names |= {value for key in ("id", "name") if (value := found.get(key))}
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        elif tag in ("script", "img", "iframe") and found.get("src"):
            self.loads.append(str(found["src"]))
        elif tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loads.append(str(found["href"]))


def broken(site: Path) -> list[str]:
    """Links of the built site that lead nowhere, and whatever a page would fetch from elsewhere."""
    pages: dict[Path, _Links] = {}
    for path in sorted(site.rglob("*.html")):
        pages[path] = _Links()
        pages[path].feed(path.read_text("utf-8"))
    wrong: list[str] = []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        wrong += [f"{name} fetches {one}" for one in page.loads if re.match(r"(?:[a-z]+:)?//", one)]
        for link in {*page.links, *page.loads}:
            place, _, fragment = unquote(link).partition("#")
            if re.match(r"[a-z]+:|//", place) or path.name == "404.html":
                continue
            there = (path.parent / place.partition("?")[0]).resolve() if place else path
            lost = bool(fragment) and there in pages and fragment not in pages[there].names
            if lost or not there.is_file():
                wrong.append(f"{name} -> {link}")
    return sorted(wrong)


def main(folder: Path) -> int:
    """Lay out, build and check; print what is wrong."""
    names = lay_out(folder / "site-source")
    tree = {"INHERIT": str(ROOT / "mkdocs.yml"), "docs_dir": "site-source", "site_dir": "site", "nav": nav(names)}
    settings = folder / "mkdocs.yml"
    settings.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
    faults = [*build(settings), *broken(folder / "site")]
    print("\n".join(faults) or f"{len(names)} pages in {folder / 'site'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build")))
