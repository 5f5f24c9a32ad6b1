"""Who may import whom, who may open files, who may print: read from the syntax trees, so that nothing has to run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"

LEVELS: tuple[tuple[str, ...], ...] = (
    ("errors", "model"),
    ("resources",),
    ("rules",),
    ("text",),
    ("recognize",),
    ("link",),
    ("relate",),
    ("extract",),
    ("graph",),
    ("rules.figures",),
    ("rules.asking",),
    ("analyze", "view"),
    ("read", "write", "rules.load"),
    ("api",),
    ("scale",),
    ("pipeline", "serve", "remote", "demo"),
    ("", "cli"),
    ("__main__",),
)
"""A module imports only from lower levels or from its own package. The empty name is ``kg``, the public names."""

CORE = {"errors", "model", "text", "rules", "recognize", "link", "relate", "extract"}
"""Text in, facts out: values only."""

MAY_OPEN_FILES = {
    "read",
    "write",
    "scale",
    "rules.load",
    "resources",
    "graph.store",
    "serve.files",
    "serve.bounds",
    "cli.__init__",
}
"""The edges; ``scale`` keeps facts and graphs on disk, ``graph.store`` lets the engine read a graph's file, ``cli.__init__`` closes a broken pipe."""

GRAPH_LIBRARIES = {"rdflib", "pyoxigraph", "networkx", "pyvis", "pyshacl", "maplib"}
NETWORK_LIBRARIES = {"socket", "ssl", "http", "urllib.request", "ftplib", "requests", "httpx", "aiohttp", "asyncio"}
OPENERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "fdopen", "mkdtemp", "NamedTemporaryFile"}


class Import(NamedTuple):
    """One imported module, by its full dotted name, and where."""

    name: str
    line: int


def modules() -> list[str]:
    """Every module of the package, dotted, without ``kg.``; a package's own file is ``name.__init__``."""
    names = [".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")]
    return sorted(name for name in names if not name.startswith("ontology"))


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / Path(*module.split("."))).with_suffix(".py").read_text("utf-8"))


def is_module(dotted: str) -> bool:
    path = PACKAGE.parent / Path(*dotted.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def imports(module: str) -> Iterator[Import]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} relative import; write the full name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield Import(full if is_module(full) else str(node.module), node.lineno)


def place(module: str) -> tuple[int, str]:
    """The level of a module and the entry of the table that says so: the longest that fits."""
    name = module.removesuffix("__init__").removesuffix(".")
    fitting = [
        (len(entry), level, entry) for level, row in enumerate(LEVELS) for entry in row if entry in _prefixes(name)
    ]
    assert fitting, f"kg.{module} stands in no level; add it to LEVELS"
    _, level, entry = max(fitting)
    return level, entry


def _prefixes(name: str) -> set[str]:
    parts = name.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts) + 1)}


def calls(module: str) -> Iterator[tuple[str, int]]:
    """The last word of every called name: ``open`` for ``open(x)``, ``path.open()`` and ``gzip.open(x)``."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno


@pytest.mark.parametrize("module", modules())
def test_module_imports_only_from_lower_levels(module: str) -> None:
    level, entry = place(module)
    wrong = []
    for found in imports(module):
        if found.name.split(".")[0] != "kg":
            continue
        other_level, other_entry = place(found.name.removeprefix("kg").removeprefix(".") or "__init__")
        version_only = found.name == "kg" and entry in ("cli", "__main__")
        if other_level >= level and other_entry != entry and not version_only:
            wrong.append(f"kg/{module.replace('.', '/')}.py:{found.line} imports {found.name}")
    assert not wrong, "\n".join(wrong)


def test_package_init_is_the_only_module_above_all_others() -> None:
    importers = [
        module
        for module in modules()
        for found in imports(module)
        if found.name == "kg" and place(module)[1] not in ("", "cli", "__main__", "serve")
    ]
    assert importers == []


@pytest.mark.parametrize("module", [name for name in modules() if place(name)[1] in CORE])
def test_core_knows_no_graph_library(module: str) -> None:
    wrong = [found for found in imports(module) if found.name.split(".")[0] in GRAPH_LIBRARIES]
    assert not wrong


@pytest.mark.parametrize("module", ["errors", "model"])
def test_values_need_little_more_than_the_standard_library(module: str) -> None:
    import sys

    known = sys.stdlib_module_names | {
        "msgspec"
    }  # without dependencies; a struct is made in a fifth of a dataclass's time
    assert all(found.name.split(".")[0] in known for found in imports(module))


@pytest.mark.parametrize("module", [name for name in modules() if not _prefixes(name) & MAY_OPEN_FILES])
def test_files_are_opened_only_at_the_edges(module: str) -> None:
    wrong = [f"kg/{module.replace('.', '/')}.py:{line} {name}()" for name, line in calls(module) if name in OPENERS]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", [name for name in modules() if place(name)[1] not in ("cli", "__main__")])
def test_only_the_command_line_prints_or_exits(module: str) -> None:
    wrong = [f"{name} in line {line}" for name, line in calls(module) if name in ("print", "exit", "_exit", "input")]
    assert not wrong


MAY_CALL_OUT = {"serve", "scale", "remote.http"}
"""``remote.http`` sends what ``kg push`` and ``kg query --endpoint`` are asked to send, nothing else does."""


@pytest.mark.parametrize("module", [name for name in modules() if not _prefixes(name) & MAY_CALL_OUT])
def test_nothing_reaches_for_the_network(module: str) -> None:
    wrong = [found for found in imports(module) if _prefixes(found.name) & NETWORK_LIBRARIES]
    assert not wrong


@pytest.mark.parametrize("module", modules())
def test_no_bare_except(module: str) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{module}:{node.lineno} bare except"
