"""The example notebook runs from top to bottom on the demo graph, in a kernel of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def cells(demo_build: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The cells after the run; the folder ``output`` is the demo graph, as ``make demo`` leaves it."""
    place = tmp_path_factory.mktemp("notebook")
    (place / "output").symlink_to(demo_build, target_is_directory=True)
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(place)}})
    return list(client.execute().cells)


def shown(cells: list[Any], words: str, kind: str = "text/html") -> str:
    """What the one cell shows whose code has these words in it."""
    found = [cell for cell in cells if cell.cell_type == "code" and words in cell.source]
    assert len(found) == 1
    return "".join(str(output["data"][kind]) for output in found[0].outputs if kind in output.get("data", {}))


def test_every_cell_ran_and_the_last_line_of_each_is_shown(cells: list[Any]) -> None:
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.outputs for cell in code)


def test_figures_comparison_and_chart_are_tables(cells: list[Any]) -> None:
    assert "数字 figures" in shown(cells, "open_graph")
    assert "quote" in shown(cells, ".head(8)")
    assert "26次" in shown(cells, "graph.passage", "text/plain")
    assert "comparable" in shown(cells, "graph.compare")
    assert "linear-gradient" in shown(cells, "style.bar")


def test_notebooks_are_kept_without_outputs() -> None:
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if "outputs" in cell)
