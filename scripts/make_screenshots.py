"""Makes the pictures of the README from the demo graph: ``python scripts/make_screenshots.py``.

Needs Chromium and the extra ``browser`` (Playwright). Pictures go to ``docs/images``; each stays below 400 kB.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from kg import build

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
MOST_BYTES = 400_000
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
BUSIEST = (
    "KG.things[KG.graph.visible.nodes.filter((n) => KG.things[n].kind === 'initiative')"
    ".sort((a, b) => KG.around[b].length - KG.around[a].length || a - b)[0]].id"
)
"""The initiative of the first view with the most links."""
FIRST_FIGURE = "KG.things.find(t => t.number && t.concept !== undefined && t.number.initiative !== undefined).id"
SHOTS: tuple[tuple[str, tuple[int, int], str, str], ...] = (
    ("graph", (1440, 900), "light", "KG.state.go({})"),
    ("evidence", (1440, 900), "dark", f"KG.state.go({{sel: {BUSIEST}, open: [{BUSIEST}]}})"),
    ("figures", (1440, 900), "light", f"KG.state.go({{view: 'figures', sel: {FIRST_FIGURE}}})"),
    ("report", (1440, 900), "light", "KG.state.go({view: 'report'})"),
    ("answers", (1440, 900), "light", "KG.state.go({view: 'answers', ask: 'indicator-across-reports'})"),
    ("phone", (390, 844), "light", "KG.state.go({})"),
)
"""Name, size of the window, colour scheme, and what to do before the picture is taken."""


def main() -> None:
    """Build the demo, open its page and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default=os.environ.get("KG_CHROMIUM") or shutil.which("chromium"))
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        build((), output=Path(folder), outputs=("html",), lang=options.lang)
        browser = driver.chromium.launch(executable_path=options.chromium, args=FLAGS)
        for name, (width, height), scheme, script in SHOTS:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                offline=True,
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto((Path(folder) / "graph.html").as_uri())
            page.wait_for_function("document.documentElement.dataset.drawn !== undefined")
            page.evaluate(script)
            page.wait_for_timeout(300)
            target = IMAGES / f"{name}.png"
            page.screenshot(path=target)
            size = target.stat().st_size
            print(f"{target.name} {size // 1000} kB")
            if size > MOST_BYTES:
                raise SystemExit(f"{target.name}: {size} bytes; pictures of the README stay below {MOST_BYTES}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
