"""Work reports in, knowledge graph out.

    >>> from kg import build
    >>> result = build(["reports/"], output="output")               # doctest: +SKIP
    >>> result.figures, result.entities["organization"]             # doctest: +SKIP
    (128, 41)
    >>> [figure.surface for one in result.extractions for figure in one.figures][:2]   # doctest: +SKIP
    ['292件', '300余个']
    >>> from kg import open_graph
    >>> open_graph("output").figures(indicator="proposals-filed").frame()              # doctest: +SKIP

Each fact of the graph points at its characters: ``report.text[begin:end]`` is what the report says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import WorkGraph, open_graph
    from kg.pipeline import BuildResult, build

__version__ = "0.1.0"
__all__ = ["BuildResult", "WorkGraph", "build", "open_graph"]
_HOMES = {"BuildResult": "kg.pipeline", "WorkGraph": "kg.api", "build": "kg.pipeline", "open_graph": "kg.api"}


def __getattr__(name: str) -> object:
    """Load the public names when they are used: ``kg --version`` needs none of them."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
