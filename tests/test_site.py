"""The documentation becomes a site that fetches nothing, without a warning, every link of it leading somewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def made(folder: Path) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "site.py"), str(folder)], capture_output=True, encoding="utf-8"
    )
    return run.returncode, run.stdout + run.stderr


def test_site_is_built_without_a_warning_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    status, said = made(tmp_path)
    assert (status, len(said.splitlines())) == (0, 1), said
    pages = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")}
    told = {
        path.relative_to(ROOT / "docs").with_suffix(".html").as_posix().replace("README", "index")
        for path in (ROOT / "docs").rglob("*.md")
    }
    assert {f"docs/{name}" for name in told} | {"index.html", "README.zh-CN.html", "CONTRIBUTING.html"} <= pages
    index = json.loads((tmp_path / "site" / "search" / "search_index.json").read_text("utf-8"))
    assert any(
        "工作报告" in page["text"].replace("\u200b", "") for page in index["docs"]
    )  # cut into words for the search
