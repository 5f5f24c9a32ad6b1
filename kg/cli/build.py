"""``kg build``: reports in, graph, page and tables out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words
from kg.cli.refused import tell_refused
from kg.cli.spark import on_spark
from kg.errors import InputError
from kg.write import OUTPUTS

if TYPE_CHECKING:
    from kg.pipeline import BuildResult
    from kg.read.limits import Limits

SHOWN = 20
"""Refused files that are named one by one in the summary."""


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    def outputs(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in value.split(",") if name.strip())
        for name in names:
            if name not in OUTPUTS:
                raise click.BadParameter(words("build-usage-outputs", name=name, all=", ".join(OUTPUTS)))
        return names or tuple(OUTPUTS)

    def base_iri(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        if value is not None:
            from kg.pipeline import BASE_FORM

            if not BASE_FORM.fullmatch(value):
                raise click.BadParameter(words("build-usage-base", given=value))
        return value

    def limits_of(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> Limits:
        from kg.read.limits import NAMES, told_limits

        try:
            return told_limits(value)
        except InputError as error:
            said = words("build-usage-limit", given=error.place, all=", ".join(NAMES))
            raise click.BadParameter(said) from error

    @click.command("build", help=words("build-help"), epilog=words("build-example"))
    @click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True,
        help=words("build-output"),
    )  # fmt: skip
    @click.option("--reports", type=click.Path(path_type=Path), metavar="FILE.csv", help=words("build-reports"))
    @click.option(
        "--lexicon", "lexicons", multiple=True, type=click.Path(path_type=Path), metavar="FILE.tsv",
        help=words("build-lexicon"),
    )  # fmt: skip
    @click.option(
        "--outputs", default=",".join(OUTPUTS), callback=outputs, metavar="NAMES",
        help=words("build-outputs", all=", ".join(OUTPUTS)),
    )  # fmt: skip
    @click.option("--base", metavar="IRI", callback=base_iri, help=words("build-base"))
    @click.option("--view", default="", metavar="FILTER", help=words("build-view"))
    @click.option("--jobs", type=click.IntRange(0), default=0, show_default=True, help=words("build-jobs"))
    @click.option("--corrections", type=click.Path(path_type=Path), metavar="FILE", help=words("build-corrections"))
    @click.option(
        "--limit", "limits", multiple=True, callback=limits_of, metavar="NAME=NUMBER", help=words("build-limit")
    )
    @click.option("--keep-duplicates", is_flag=True, help=words("build-keep-duplicates"))
    @click.option("--store/--no-store", default=None, help=words("build-store"))
    @click.option(
        "--engine",
        type=click.Choice(["local", "spark"]),
        default="local",
        show_default=True,
        help=words("build-engine"),
    )
    @click.option("--master", metavar="URL", help=words("build-master"))
    @click.option("--json", "as_json", is_flag=True, help=words("build-json"))
    def build(
        paths: tuple[str, ...], output: Path, reports: Path | None, lexicons: tuple[Path, ...],
        outputs: tuple[str, ...], base: str | None, view: str, jobs: int, corrections: Path | None,
        limits: Limits, keep_duplicates: bool, store: bool | None, engine: str, master: str | None, as_json: bool,
    ) -> int:  # fmt: skip
        if engine == "spark":
            given = {"--view": view, "--corrections": corrections, "--store": store, "--jobs": jobs, "--json": as_json}
            if wrong := [name for name, value in given.items() if value]:
                raise click.UsageError(words("build-usage-spark", options=", ".join(wrong)))
            return on_spark(
                words,
                paths,
                str(output),
                reports,
                lexicons,
                base=base,
                keep_duplicates=keep_duplicates,
                master=master,
                limits=limits,
            )
        if master:
            raise click.UsageError(words("build-usage-master"))
        from kg.pipeline import NoReport
        from kg.pipeline import build as run

        try:
            with _Progress(words) as progress:
                result = run(
                    paths, output=output, reports=reports, lexicons=lexicons, outputs=outputs, base=base, jobs=jobs,
                    lang=words.language, keep_duplicates=keep_duplicates, view=view, corrections=corrections, store=store,
                    limits=limits, progress=progress,
                )  # fmt: skip
        except NoReport as error:
            tell_refused(error.refused, words)
            raise
        tell_refused(result.refused, words)
        for one in result.stale_corrections:
            row = {"line": one.line, "verdict": one.verdict, "kind": one.kind, "quote": one.quote}
            print(words("stale-line", file=corrections, **row), file=sys.stderr)
        print(json.dumps(summary(result), ensure_ascii=False, indent=1) if as_json else _told(result, words))
        return 0 if result.ok else 1

    return build


class _Progress:
    """A bar on standard error if that is a terminal, else nothing."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, done: int, total: int, name: str) -> None:
        if self.shown:
            from kg.cli.table import shortened

            filled = 24 * done // total
            bar = "█" * filled + "░" * (24 - filled)
            sys.stderr.write(f"\r\033[K{bar} {done}/{total} {shortened(name, 40)}")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self.shown:
            sys.stderr.write("\r\033[K")


def _told(result: BuildResult, words: Words) -> str:
    """Return the summary for people."""
    separator = "、" if words.language == "zh" else ", "
    passed = sum(one.harmless for one in result.refused)
    entities = separator.join(words(kind, count=count) for kind, count in result.entities.items())
    lines = [
        words("sum-reports", read=len(result.reports), refused=len(result.refused) - passed, passed=passed),
        words("sum-entities", parts=entities or "0"),
        words(
            "sum-facts", figures=result.figures, relations=result.relations, unresolved=result.unresolved,
            numbers=result.numbers,
        ),
        words("sum-files", folder=result.output, files=" ".join(result.files)),
        words("sum-seconds", seconds=result.seconds),
    ]  # fmt: skip
    if kept := len(result.reports) - result.extracted:
        lines.append(words("sum-kept", extracted=result.extracted, kept=kept))
    if result.shown:
        lines.append(words("sum-part", shown=result.shown, read=len(result.reports)))
    if result.corrections:
        stale = len(result.stale_corrections)
        lines.append(
            words("sum-corrections", applied=result.corrections - stale, rejected=result.rejected, stale=stale)
        )
    names = {head.id: head.names[0] for head in result.heads()} if result.duplicates else {}
    for original in sorted({one.original for one in result.duplicates}, key=lambda name: names[name]):
        same = [one for one in result.duplicates if one.original == original]
        lines.append(
            words(
                "sum-duplicates", first=names[original], others=separator.join(names[one.report] for one in same),
                percent=round(100 * min(one.likeness for one in same)),
            )
        )  # fmt: skip
    if result.unused_rows:
        named = separator.join(result.unused_rows[:SHOWN])
        lines.append(words("sum-unused", manifest=result.manifest, rows=named))
    return "\n".join(lines)


def summary(result: BuildResult) -> dict[str, object]:
    """Return the summary for programs."""
    return {
        "output": str(result.output),
        "files": list(result.files),
        "reports": [
            {"id": head.id, "names": list(head.names), "title": head.title, "year": head.year}
            for head in result.heads()
        ],
        "refused": [
            {"name": one.name, "reason": one.reason, "detail": one.detail, "harmless": one.harmless}
            for one in result.refused
        ],
        "entities": result.entities,
        "figures": result.figures,
        "relations": result.relations,
        "unresolved": result.unresolved,
        "numbers": result.numbers,
        "duplicates": [
            {"report": one.report, "original": one.original, "likeness": round(one.likeness, 3)}
            for one in result.duplicates
        ],
        "corrections": result.corrections,
        "rejected_facts": result.rejected,
        "stale_corrections": [asdict(one) for one in result.stale_corrections],
        "unused_rows": list(result.unused_rows),
        "triples": result.triples,
        "extracted": result.extracted,
        "shown": result.shown or len(result.reports),
        "seconds": round(result.seconds, 3),
    }
