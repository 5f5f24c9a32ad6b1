"""The repository as a whole: what may not be in it, and what it leans on."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
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

LOCKS = ("run", "dev", "tools", "spark")
WITHIN = (("run", "dev"), ("dev", "tools"))
"""Whose packages the second has, too, in the same versions."""
EXTRAS = {"run": ("install",), "spark": ("spark",), "dev": ("install", "dev"), "tools": ("install", "dev", "tools")}


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
    for smaller, larger in WITHIN:
        for name, entries in locked(smaller).items():
            pins = {Requirement(spec).specifier for spec, _ in locked(larger).get(name, ())}
            assert {Requirement(spec).specifier for spec, _ in entries} <= pins, name
    for name in locked("run").keys() & locked("spark").keys():
        assert [spec for spec, _ in locked("run")[name]] == [spec for spec, _ in locked("spark")[name]], name


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


def test_licences_are_compatible_and_their_page_is_fresh() -> None:
    if sys.version_info[:2] != (3, 11):
        pytest.skip("the page tells of an installation on Python 3.11")
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "licences.py"), "--check"], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, f"{run.stdout}{run.stderr}; scripts/licences.py writes the page anew"
    page = (ROOT / "docs" / "reference" / "licences.md").read_text("utf-8")
    told = set(re.findall(r"^\| ([\w.-]+) \| [\w.-]", page, re.M))
    here = {name for name, entries in locked("run").items() for spec, _ in entries if applies(Requirement(spec))}
    assert here - {"editables", "hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"} <= told


def applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("BSD License / BSD 3-Clause License", "BSD-3-Clause"),
        ("GNU General Public License v3 (GPLv3)", ""),
        ("GPL-2.0-only OR MIT", "GPL-2.0-only OR MIT"),
        ("MIT License / Apache Software License", "MIT or Apache-2.0"),
        ("AGPL-3.0", ""),
        ("", ""),
        ("Proprietary", ""),
    ],
)
def test_licence_is_told_from_what_a_package_states(said: str, short: str) -> None:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "scripts" / "licences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.short(said) == short


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
