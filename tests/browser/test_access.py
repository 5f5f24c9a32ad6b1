"""axe-core finds nothing serious in any view, light or dark, wide or narrow."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import NARROW, WIDE, Open
from tests.unit.view.graphs import small_graph

FOUND = (
    os.environ.get("KG_AXE", ""),
    str(Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"),
)
AXE = next((path for path in FOUND if path and Path(path).is_file()), None)
VIEWS = (
    "#graph",
    "#graph?sel=org_云溪市政协",
    "#table",
    "#figures?ind=proposals-submitted",
    "#figures?mode=list&sel=fig_0000000000000001",
    "#answers?ask=indicator-across-reports",
    "#report?rep=rep_1111111111111111&at=30,40",
)


@pytest.mark.skipif(AXE is None, reason="axe-core is missing: npm install in tests/browser, or name it in KG_AXE")
@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", WIDE), ("light", NARROW)])
def test_no_serious_barrier_in_any_view(visit: Open, scheme: str, size: tuple[int, int]) -> None:
    """One page is led from view to view, as its links do; axe is loaded into it once."""
    assert AXE is not None
    one = visit(small_graph(), scheme=scheme, size=size)
    one.ask(Path(AXE).read_text(encoding="utf-8"))
    barriers = {}
    for view in VIEWS:
        one.ask("hash => { location.hash = hash; return new Promise((done) => setTimeout(done, 60)) }", view)
        assert one.ask("document.body.dataset.view") == re.match(r"#(\w+)", view)[1]  # type: ignore[index]
        found: list[dict[str, Any]] = one.ask(
            "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map("
            "({id, impact, nodes}) => ({id, impact, nodes: nodes.map((node) => [node.target, node.failureSummary])})))"
        )
        barriers[view] = [one for one in found if one["impact"] in ("serious", "critical")]
    assert {view: found for view, found in barriers.items() if found} == {}
