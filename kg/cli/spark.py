"""``kg build --engine spark``: what the command does beside asking for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.messages import Words
from kg.cli.refused import tell_refused

if TYPE_CHECKING:
    from kg.read.limits import Limits


def on_spark(
    words: Words,
    paths: Sequence[str],
    output: str,
    reports: Path | None,
    lexicons: Sequence[Path],
    *,
    base: str | None,
    keep_duplicates: bool,
    master: str | None,
    limits: Limits,
) -> int:
    """Build on a cluster, tell what came of it, and return the exit status."""
    import time

    from kg.errors import InputError
    from kg.graph.namespaces import BASE
    from kg.read import Reports, read_manifest
    from kg.scale.order import Order
    from kg.scale.outcome import NoReport
    from kg.scale.spark import FIGURES, NQUADS, build_spark
    from kg.scale.work import rules_of

    if not paths:
        raise InputError("no report to build", remedy="name folders, files or globs that Hadoop reads")
    begun = time.perf_counter()
    own_words = tuple(str(path.absolute()) for path in lexicons)
    rules_of(own_words)  # a faulty lexicon is told before a cluster is asked for
    manifest = read_manifest(reports) if reports is not None else Reports()
    order = Order((), base or BASE, lexicons=own_words, keep_duplicates=keep_duplicates, limits=limits)
    try:
        outcome = build_spark(order, paths, output, manifest, master=master)
    except NoReport as error:
        tell_refused(error.refused, words)
        raise
    tell_refused(outcome.refused, words)
    passed = sum(one.harmless for one in outcome.refused)
    print(words("sum-reports", read=outcome.reports, refused=len(outcome.refused) - passed, passed=passed))
    print(words("sum-spark", triples=outcome.triples, figures=outcome.figures, duplicates=outcome.duplicates))
    print(words("sum-files", folder=output, files=f"{NQUADS}/ {FIGURES}/"))
    print(words("sum-seconds", seconds=time.perf_counter() - begun))
    return 0 if len(outcome.refused) == passed else 1
