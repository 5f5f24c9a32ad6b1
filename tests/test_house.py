"""The repository as a whole: what may not be in it, and what it leans on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg

ROOT = Path(__file__).resolve().parent.parent
BINARY = {".png", ".docx", ".pdf", ".xlsx", ".zip", ".gz", ".woff2"}
LIMIT = 1 << 20

MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:" + "|".join(["work", "root", "farm", "Users", "home"]) + r")/\w")
REGISTRY = re.compile(
    "|".join(
        re.escape(name) for name in ("pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian")
    )
)
COMPATIBLE = re.compile(
    r"MIT|BSD|Apache|ISC\b|PSF|Python Software Foundation|MPL|Mozilla|Unlicense|CC0|Public Domain|0BSD|Zlib|HPND", re.I
)
"""Licences under which a dependency may be used and passed on together with Apache-2.0 code."""


def tracked() -> list[Path]:
    """Files under version control; of a source archive, those that are not generated."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", "output", ".git", "node_modules", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)]


def texts() -> list[tuple[str, str]]:
    """Name and text of every file that people read."""
    paths = [path for path in tracked() if path.suffix not in BINARY]
    return [(path.relative_to(ROOT).as_posix(), path.read_bytes().decode("utf-8")) for path in sorted(paths)]


def project() -> dict[str, object]:
    data: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return data


def where(pattern: re.Pattern[str], *, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if not name.startswith(but)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_on_one_machine() -> None:
    assert where(MACHINE_PATH, but=(".ci/",)) == []


def test_no_file_names_a_package_registry() -> None:
    assert where(REGISTRY) == []


def test_no_large_file() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > LIMIT] == []


def test_text_files_end_in_one_line_end_and_use_no_carriage_return() -> None:
    wrong = [
        name for name, text in texts() if "\r" in text or (text and (not text.endswith("\n") or text.endswith("\n\n")))
    ]
    assert [name for name in wrong if "/cases/" not in name and "/demo/" not in name and "LICENSE" not in name] == []


def test_skips_and_expected_failures_give_a_reason() -> None:
    marks = re.compile(r"mark\.(?:skip|xfail)\b(?!if)(?!.*reason=)|pytest\.skip\(\)")
    assert where(marks, but=("tests/test_house.py",)) == []


# Lock files

LOCKS = ("run", "dev", "tools")
"""Each holds the one before it."""
EXTRAS = {"run": ("install",), "dev": ("install", "dev"), "tools": ("install", "dev", "tools")}


@cache
def locked(lock: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Name -> each locked requirement of that name (markers may tell several apart) with its hashes."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            spec, *hashes = re.split(r"\s+--hash=", line.strip())
            found.setdefault(canonicalize_name(Requirement(spec).name), []).append((spec, tuple(hashes)))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed_and_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    assert not re.search(r"://|--(?:extra-)?index|--find-links|@ file", text)
    for name, entries in locked(lock).items():
        for spec, hashes in entries:
            assert re.fullmatch(r"==[\w.!+]+", str(Requirement(spec).specifier)), name
            assert hashes, name
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), name


def test_a_smaller_lock_is_a_part_of_the_larger_one() -> None:
    """What was tested is what runs."""
    for smaller, larger in pairwise(LOCKS):
        for name, entries in locked(smaller).items():
            pins = {Requirement(spec).specifier for spec, _ in locked(larger).get(name, ())}
            assert {Requirement(spec).specifier for spec, _ in entries} <= pins, name


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_dependency_in_a_version_that_the_project_admits(lock: str) -> None:
    data = project()
    extras: dict[str, list[str]] = data["optional-dependencies"]  # type: ignore[assignment]
    wanted: list[str] = [*data["dependencies"]]  # type: ignore[misc]
    todo = list(EXTRAS[lock])
    while todo:
        for line in extras[todo.pop()]:
            requirement = Requirement(line)
            if canonicalize_name(requirement.name) == "workreport-kg":  # our own extras
                assert requirement.extras <= set(extras)
                todo += requirement.extras
            else:
                wanted.append(line)
    for line in wanted:
        requirement = Requirement(line)
        entries = locked(lock).get(canonicalize_name(requirement.name))
        assert entries, f"{requirement} is not in {lock}.txt; run make lock"
        for spec, _ in entries:
            version = str(Requirement(spec).specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{requirement} is locked as {version}; run make lock"


def test_every_core_dependency_has_a_lower_bound() -> None:
    bare = [line for line in project()["dependencies"] if ">=" not in line]  # type: ignore[attr-defined]
    assert bare == []


# Licences


def runtime_closure() -> set[str]:
    """Every distribution that an installation without extras brings."""
    todo, seen = ["workreport-kg"], set()
    environment = {**default_environment(), "extra": ""}
    while todo:
        name = canonicalize_name(todo.pop())
        if name in seen:
            continue
        seen.add(name)
        for line in metadata.requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate(environment):
                todo.append(requirement.name)
    return seen - {"workreport-kg"}


def licence(name: str) -> str:
    data = metadata.metadata(name)
    classifiers = [line for line in data.get_all("Classifier") or () if line.startswith("License ::")]
    return " / ".join([data.get("License-Expression") or "", *classifiers, (data.get("License") or "")[:200]])


@pytest.mark.parametrize("name", sorted(runtime_closure()))
def test_licence_of_dependency_is_compatible(name: str) -> None:
    stated = licence(name)
    assert COMPATIBLE.search(stated), f"{name}: {stated or 'no licence stated'}"
    assert not re.search(r"(?<!L)GPL|AGPL|Affero", stated) or "MIT" in stated, f"{name}: {stated}"


# One version


def test_version_stands_in_one_place_and_the_papers_agree() -> None:
    assert project()["dynamic"] == ["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(rf"^## \[(?:{re.escape(kg.__version__)}|Unreleased)\]", changelog, re.M)
    assert f"version: {kg.__version__}\n" in citation


def test_package_data_reaches_the_wheel() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "ontology" in str(wheel)
    assert (ROOT / "kg" / "py.typed").is_file()
