"""Facts to files: the writing edge. A set of outputs appears whole or not at all."""

from typing import Final

OUTPUTS: Final = {
    "ttl": ("graph.ttl", "graph.nq.gz"),
    "html": ("graph.html",),
    "csv": ("metrics.csv",),
    "xlsx": ("metrics.xlsx",),
    "skipped": ("skipped.jsonl",),
    "texts": ("texts/",),
}
"""What ``kg build`` can write -> the names that it may have, in the order in which they are told."""
EXPORTS: Final = ("nt", "nq", "jsonld", "rdfxml", "graphml", "gexf", "csv")
"""Formats of ``kg export``."""
ANNOTATIONS: Final = ("web-annotation", "label-studio")
"""Formats of ``kg annotations``."""
