"""The bundle of the editor is what its sources give, and bears the licences of all that went into it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EDITOR, ASSETS = ROOT / "scripts" / "editor", ROOT / "kg" / "serve" / "assets"


def test_bundle_is_made_from_its_sources(tmp_path: Path) -> None:
    if not shutil.which("node") or not (EDITOR / "node_modules" / "esbuild").is_dir():
        pytest.skip("node or esbuild is missing: npm install in scripts/editor")
    copy = tmp_path / "scripts" / "editor"
    copy.mkdir(parents=True)
    (tmp_path / "kg" / "serve" / "assets").mkdir(parents=True)
    for name in ("build.js", "editor.js", "package.json"):
        shutil.copy(EDITOR / name, copy)
    shutil.copytree(EDITOR / "node_modules", copy / "node_modules", symlinks=True)
    done = subprocess.run(["node", "build.js"], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for name in ("editor.js", "editor.LICENSE.txt"):
        assert (tmp_path / "kg" / "serve" / "assets" / name).read_bytes() == (ASSETS / name).read_bytes()


def test_every_bundled_package_has_its_licence() -> None:
    said = (ASSETS / "editor.LICENSE.txt").read_text("utf-8")
    pinned = json.loads((EDITOR / "package.json").read_text("utf-8"))["devDependencies"]
    heads = re.findall(r"^(\S+) (\d\S+) \((.+)\)$", said, re.M)
    assert {name: version for name, version, _ in heads}.items() <= pinned.items()
    assert {licence for _, _, licence in heads} == {"MIT"}
    assert len(heads) > 8
