"""pyvis is loaded without what the page does not call, and with all of it for who calls it."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from kg.view.pyvis_parts import Network
print(sorted({"IPython", "networkx", "jsonpickle"} & sys.modules.keys()))
import networkx, pyvis.network
drawing = Network()
drawing.from_nx(networkx.path_graph(3))
print(len(drawing.nodes), '"edges"' in drawing.to_json(), type(pyvis.network.IFrame("a.html", width=1, height=2)).__name__)
"""


def test_what_the_page_does_not_call_is_loaded_when_it_is_called() -> None:
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["[]", "3 True IFrame"]
