"""The documents say what is there: links lead somewhere, commands exist, reference is fresh, the tutorial runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kg.cli.app import COMMANDS, application
from kg.cli.messages import Words
from kg.graph.queries import load_queries

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(
        part.startswith(".") or part in ("node_modules", "build", "dist") for part in path.relative_to(ROOT).parts
    )
)
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
TUTORIAL = ROOT / "docs" / "tutorial.md"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """The fragment of every heading, as GitHub and most tools form it."""
    found = set()
    for heading in re.findall(r"^#{1,6} +(.+?)\s*$", FENCE.sub("", text), re.M):
        bare = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", bare).replace(" ", "-"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text("utf-8"))
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text):
        link = target[0] or target[1]
        if re.match(r"[a-z]+:", link):
            continue
        file, _, fragment = link.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (
            fragment and there.suffix == ".md" and fragment not in anchors(there.read_text("utf-8"))
        ):
            wrong.append(link)
    assert wrong == []


def commands_of(path: Path) -> Iterator[list[str]]:
    """Every `kg`, `make` and `pip` command line of a page's shell blocks; a quotation may run over several lines."""
    for language, block in FENCE.findall(path.read_text("utf-8")):
        lines = block.splitlines() if language in ("sh", "console", "bash") else []
        for number, line in enumerate(lines):
            if not re.match(r"(?:\$ )?(?:kg|make|pip|pipx|git) ", line):
                continue
            for end in range(number + 1, len(lines) + 1):
                try:
                    yield shlex.split(
                        "\n".join(lines[number:end]).removeprefix("$ ").replace("\\\n", " "), comments=True
                    )
                except ValueError:  # the quotation goes on
                    continue
                break


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {
        target
        for path in PAGES
        for target in re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", path.read_text("utf-8"), re.M)
    }
    assert {one or other for one, other in named} <= targets


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_kg_command_of_a_page_can_be_parsed(path: Path) -> None:
    group = application(Words("en"))
    for words in commands_of(path):
        if words[0] != "kg":
            continue
        words = words[1 : words.index("|")] if "|" in words else words[1:]
        words = words[: words.index(">")] if ">" in words else words
        if not words or words[0].startswith("-"):
            continue
        assert words[0] in COMMANDS, f"kg {words[0]}"
        if "--help" in words:
            continue
        command = group.get_command(click.Context(group), words[0])
        assert command is not None
        given = {word.split("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert given <= known, f"kg {' '.join(words)}"


def test_reference_is_fresh() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, f"{run.stdout}; make docs writes it anew"


def test_every_command_and_named_query_is_documented() -> None:
    commands = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    queries = (ROOT / "docs" / "reference" / "queries.md").read_text("utf-8")
    assert [one for one in COMMANDS if f"\n## kg {one}\n" not in commands] == []
    assert [one for one in load_queries() if f"\n## {one}\n" not in queries] == []


def test_every_reason_for_skipping_is_documented(demo_build: Path) -> None:
    documented = set(
        re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "reference" / "skipped.md").read_text("utf-8"), re.M)
    )
    built = {json.loads(line)["reason"] for line in (demo_build / "skipped.jsonl").read_text("utf-8").splitlines()}
    rules = {
        reason
        for path in (ROOT / "kg" / "rules" / "data").glob("*.toml")
        for reason in re.findall(r"^reason = \"([a-z-]+)\"", path.read_text("utf-8"), re.M)
    }
    code = {
        reason
        for path in (ROOT / "kg").rglob("*.py")
        for call in re.findall(r"(?:Open|Unresolved|SkippedNumber|skip)\(([^()]*)\)", path.read_text("utf-8"))
        for reason in re.findall(r"\"([a-z]+(?:-[a-z]+)*)\"", call)[:1]
    }
    assert len(built) > 3 and len(code) > 3
    assert built | rules | code <= documented


def test_named_queries_that_pages_name_exist() -> None:
    named = {
        words[3] for path in PAGES for words in commands_of(path) if words[:2] == ["kg", "query"] and len(words) > 3
    }
    assert {word for word in named if re.fullmatch(r"[a-z]+(-[a-z]+)+", word)} <= set(load_queries())


def test_both_readmes_show_the_same_commands_and_tables() -> None:
    one, other = (list(commands_of(path)) for path in READMES)
    assert one == other
    numbers = [
        re.findall(r"\d+\.\d+", "".join(re.findall(r"^\|.*$", path.read_text("utf-8"), re.M))) for path in READMES
    ]
    assert numbers[0] == numbers[1]


def test_every_page_of_docs_is_reached_from_the_index() -> None:
    todo, seen = [ROOT / "docs" / "index.md"], set()
    while todo:
        page = todo.pop()
        if page in seen or not page.is_file():
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8"))
        todo += [(page.parent / link).resolve() for link in links]
    assert {path for path in PAGES if "docs" in path.relative_to(ROOT).parts[:1]} <= seen


def test_tutorial_runs_as_written(tmp_path: Path) -> None:
    """Shell blocks run in order in one folder; each line of the text block behind one stands in what it printed."""
    printed = ""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
    }
    blocks = FENCE.findall(TUTORIAL.read_text("utf-8"))
    assert sum(language == "sh" for language, _ in blocks) >= 5
    for language, block in blocks:
        if language == "sh":
            run = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", block],
                cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120,
            )  # fmt: skip
            printed = run.stdout + run.stderr
            assert run.returncode == 0, f"{block}\n{printed}"
        elif language == "text":
            squeezed = re.sub(r"\s+", " ", printed)
            for line in block.splitlines():
                assert re.sub(r"\s+", " ", line).strip(" …") in squeezed, f"not printed: {line}\n{printed}"
