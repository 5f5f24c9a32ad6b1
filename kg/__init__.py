"""Work reports in, knowledge graph out.

    >>> from kg import build
    >>> result = build(["reports/"], output="output")               # doctest: +SKIP
    >>> result.figures, result.entities["organization"]             # doctest: +SKIP
    (128, 41)
    >>> [figure.surface for one in result.extractions for figure in one.figures][:2]   # doctest: +SKIP
    ['292件', '300余个']

Each fact of the graph points at its characters: ``report.text[begin:end]`` is what the report says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline import BuildResult, build

__version__ = "0.1.0"
__all__ = ["BuildResult", "build"]


def __getattr__(name: str) -> object:
    """Load the public names when they are used: ``kg --version`` needs none of them."""
    if name in __all__:
        from kg import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
