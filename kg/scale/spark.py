"""``kg build --engine spark``: the same functions on Apache Spark, for more reports than one machine should read.

OUTPUT/nquads/part-*.gz    lines of N-Quads, each once; sorted they are those of a local build, byte for byte
OUTPUT/figures/*.parquet   the rows of ``metrics.csv``

Both folders are written with Spark's commit protocol: a task that is lost is done again, and what it had written does
not count; ``_SUCCESS`` says that all of it is there. Paths are what Hadoop understands: folders, files, globs, on any of
its file systems. Near-duplicates are found on the driver, from sketches of 128 bytes a report.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from msgspec import structs

from kg.analyze.duplicates import Sketch, bands_of, compared, settle
from kg.errors import InputError, OutputError
from kg.graph.iri import entity_name
from kg.graph.triples import Described, Describer, parts_of
from kg.graph.turtle import nquads_lines
from kg.model import Extraction, Report
from kg.read import Refused, Reports, merge, read_bytes
from kg.read.folder import LEGACY, READ, REPACK
from kg.read.limits import Limits
from kg.scale.blocks import Style
from kg.scale.codec import packed, part_line, read_part, unpacked
from kg.scale.order import Order
from kg.scale.outcome import NoReport
from kg.scale.outputs import indicators
from kg.scale.work import extract_one
from kg.write.tables import FigureRow, figure_rows

NQUADS, FIGURES = "nquads", "figures"
CONCEPT, LABEL = "\0", "\1"
"""How the lines begin that carry a concept that is used, or a label, to where they are needed; no N-Quad does."""


@dataclass(frozen=True, slots=True)
class SparkOutcome:
    """What came of a build on Spark."""

    reports: int
    refused: tuple[Refused, ...]
    duplicates: int
    triples: int
    figures: int


class Root(NamedTuple):
    """A folder or a file that was given, as Hadoop names it."""

    uri: str
    folder: bool


def build_spark(
    order: Order, paths: Sequence[str], output: str, manifest: Reports, *, master: str | None = None
) -> SparkOutcome:
    """Build on a cluster; ``master`` is its address, or one of Spark's ``local`` ones; without it, as Spark is set up.

    Raises ``InputError`` where Spark, a path or every report is missing, ``OutputError`` where something is in the way.
    """
    with _session(master) as session:
        context = session.sparkContext
        hadoop = _Hadoop(context)
        output = hadoop.uri(output)
        roots = hadoop.roots(paths)
        for name in (NQUADS, FIGURES):
            if hadoop.exists(f"{output}/{name}"):
                raise OutputError("is there already", place=f"{output}/{name}", remedy="name another --output")
        return _Job(session, order, manifest, roots).run(output)


@contextmanager
def _session(master: str | None) -> Iterator[Any]:
    try:
        import pyspark
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputError("Apache Spark is not installed", remedy="pip install 'workreport-kg[spark]'") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    make = SparkSession.builder.appName("kg build")
    settings = {"spark.ui.showConsoleProgress": "false", "spark.sql.session.timeZone": "UTC"}
    if master:
        make = make.master(master)
    if (master or "").startswith("local"):
        os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # nothing listens to the outside
        settings |= {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1"}
    for name, value in settings.items():
        make = make.config(name, value)
    try:
        session = make.getOrCreate()
    except Exception as error:  # of many kinds, without a common one
        told = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"Spark does not start ({told})",
            place=master or "",
            remedy="Java 17 is needed, and a --master that answers",
        ) from None
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


class _Hadoop:
    """What Hadoop's file systems know of paths."""

    def __init__(self, context: Any) -> None:
        self.jvm, self.settings = context._jvm, context._jsc.hadoopConfiguration()
        self.settings.set("mapreduce.input.fileinputformat.input.dir.recursive", "true")

    def _path(self, path: str) -> Any:
        # A relative path is one of this machine, whatever the cluster's own default is.
        whole = path if "://" in path or path.startswith("/") else str(Path.cwd() / path)
        return self.jvm.org.apache.hadoop.fs.Path(whole)

    def roots(self, paths: Sequence[str]) -> list[Root]:
        """Return what the paths and globs stand for; raises ``InputError`` for one that stands for nothing."""
        found: list[Root] = []
        for given in paths:
            path = self._path(given)
            system = path.getFileSystem(self.settings)
            some = system.globStatus(path) or ()
            if not len(some):
                raise InputError("no such file or folder", place=given, remedy="give a path or glob that Hadoop reads")
            found += [Root(one.getPath().toString(), bool(one.isDirectory())) for one in some]
        return found

    def uri(self, path: str) -> str:
        """Return a path as Hadoop names it."""
        return str(self._path(path).toString())

    def exists(self, path: str) -> bool:
        """Whether there is something."""
        place = self._path(path)
        return bool(place.getFileSystem(self.settings).exists(place))


class _Job:
    """The steps of one build."""

    def __init__(self, session: Any, order: Order, manifest: Reports, roots: list[Root]) -> None:
        from pyspark import StorageLevel

        self.session, self.context, self.order = session, session.sparkContext, order
        self.manifest, self.roots, self.disk = manifest, roots, StorageLevel.DISK_ONLY

    def run(self, output: str) -> SparkOutcome:
        read = self.read().persist(self.disk)
        twice = read.flatMap(_own_name).reduceByKey(_add).filter(_several).keys().take(1)
        if twice:
            raise InputError(f"two files are called {twice[0]}", remedy="give the folder above them as one path")
        facts = (
            read.filter(_is_report).keyBy(_id).groupByKey()
            .flatMapValues(functools.partial(_extracted, lexicons=self.order.lexicons, limits=self.order.limits)).persist(self.disk)
        )  # fmt: skip
        refused = read.filter(_is_refused).collect() + facts.values().filter(_is_refused).collect()
        refused = sorted({Refused(*one[1:]) for one in refused})
        said = facts.filter(_is_said).mapValues(_second)
        if said.isEmpty():
            raise NoReport(tuple(refused))
        originals = self.originals(said)
        style = Style("nq.gz", self.order.base).describer
        grouped = said.map(functools.partial(_by_original, originals=originals)).groupByKey().persist(self.disk)
        own = grouped.flatMap(functools.partial(_report_lines, style=style))
        shared = said.flatMap(_keyed_parts).groupByKey().flatMap(functools.partial(_shared_lines, style=style))
        shared = shared.persist(self.disk)
        lines = self.context.union([own, shared]).persist(self.disk)
        used = lines.filter(_is_concept).distinct().collect()
        graph = style()
        graph.used = {(scheme, notation) for scheme, notation in (one[1:].split("\t") for one in used)}
        concepts = self.context.parallelize([line.rstrip("\n") for line in nquads_lines(graph.concepts())], 1)
        triples = self.context.union([lines.filter(_is_quad), concepts]).distinct().persist(self.disk)
        triples.saveAsTextFile(f"{output}/{NQUADS}", "org.apache.hadoop.io.compress.GzipCodec")
        figures = self.figures(grouped, shared.filter(_is_label).map(_label_pair), f"{output}/{FIGURES}")
        return SparkOutcome(said.count(), tuple(refused), len(originals), triples.count(), figures)

    def read(self) -> Any:
        """Every report and every refusal, as tuples."""
        paths = ",".join(one.uri.replace(",", "\\,") for one in self.roots)
        files = self.context.binaryFiles(paths, self.context.defaultParallelism * 4)
        rows = self.context.broadcast(self.manifest)
        return files.flatMap(functools.partial(_read, roots=self.roots, rows=rows, limits=self.order.limits))

    def originals(self, said: Any) -> dict[str, str]:
        """Return which report repeats which."""
        if self.order.keep_duplicates:
            return {}
        sketches = said.values().map(_sketch).collect()
        wanted = compared(sketches)
        texts = dict(said.filter(functools.partial(_is_wanted, wanted=wanted)).mapValues(_text).collect())
        return {one.report: one.original for one in settle(sketches, texts.__getitem__)}

    def figures(self, grouped: Any, labels: Any, place: str) -> int:
        """Write the rows of the figures; return how many."""
        from pyspark.sql.types import DecimalType, IntegerType, StringType, StructField, StructType

        kinds = {
            "value": DecimalType(38, 12),
            "high": DecimalType(38, 12),
            "start": IntegerType(),
            "end": IntegerType(),
        }
        columns = list(FigureRow.__dataclass_fields__)
        schema = StructType([StructField(name, kinds.get(name, StringType())) for name in columns])
        rows = grouped.flatMap(_rows)
        for name in ("initiative", "body"):  # each is the local name until its label is known
            keyed = rows.keyBy(functools.partial(_value_of, name=name))
            named = keyed.filter(_has_key).leftOuterJoin(labels).values()
            rows = keyed.filter(_lacks_key).values().union(named.map(functools.partial(_labelled, name=name)))
        frame = self.session.createDataFrame(rows.map(_cells), schema).persist(self.disk)
        frame.write.parquet(place)
        return int(frame.count())


def _read(item: tuple[str, bytes], *, roots: list[Root], rows: Any, limits: Limits) -> Iterator[tuple[Any, ...]]:
    uri, data = item
    root = max((one for one in roots if _below(uri, one)), key=lambda one: len(one.uri))
    name = uri[len(root.uri) :].lstrip("/") if root.folder else uri.rpartition("/")[2]
    name = unquote(name) if "%" in uri else name
    ending = PurePosixPath(name).suffix.lower()
    last = name.rpartition("/")[2]
    if root.folder and (last.startswith("~$") or any(part.startswith((".", "__MACOSX")) for part in name.split("/"))):
        return
    if root.folder and ending not in READ | LEGACY | REPACK:
        yield "refused", name, "unsupported", "", True
        return
    if len(data) > limits.file_bytes:
        yield "refused", name, "too-large", f"more than {limits.file_bytes} bytes", False
        return
    for one in read_bytes(bytes(data), name, rows.value, limits=limits):
        if isinstance(one, Report):
            yield "report", one.id, packed(Extraction(one))
        else:
            yield "refused", one.name, one.reason, one.detail, one.harmless


def _below(uri: str, root: Root) -> bool:
    return uri == root.uri or (root.folder and uri.startswith(root.uri.rstrip("/") + "/"))


def _own_name(one: tuple[Any, ...]) -> list[tuple[str, int]]:
    return [(name, 1) for name in unpacked(one[2]).report.names] if one[0] == "report" else [(one[1], 1)]


def _add(one: int, other: int) -> int:
    return one + other


def _several(one: tuple[str, int]) -> bool:
    return one[1] > 1


def _is_report(one: tuple[Any, ...]) -> bool:
    return bool(one[0] == "report")


def _is_refused(one: tuple[Any, ...]) -> bool:
    return bool(one[0] == "refused")


def _is_said(one: tuple[str, tuple[Any, ...]]) -> bool:
    return bool(one[1][0] == "said")


def _id(one: tuple[Any, ...]) -> str:
    return str(one[1])


def _second(one: tuple[Any, ...]) -> bytes:
    return bytes(one[1])


def _extracted(
    same: Iterable[tuple[Any, ...]], *, lexicons: tuple[str, ...], limits: Limits
) -> Iterator[tuple[Any, ...]]:
    """Yield what one text says, whose files may be several."""
    for report in merge(unpacked(one[2]).report for one in same):
        said = extract_one(report, lexicons=lexicons, limits=limits) if isinstance(report, Report) else report
        if isinstance(said, Extraction):
            yield "said", packed(said)
        else:
            yield "refused", said.name, said.reason, said.detail, said.harmless


def _sketch(data: bytes) -> Sketch:
    one = unpacked(data)
    return Sketch(one.report.id, len(one.report.text), one.about, one.year, bands_of(one.report.text))


def _is_wanted(one: tuple[str, bytes], *, wanted: set[str]) -> bool:
    return one[0] in wanted


def _text(data: bytes) -> str:
    return unpacked(data).report.text


def _by_original(one: tuple[str, bytes], *, originals: dict[str, str]) -> tuple[str, bytes]:
    return originals.get(one[0], one[0]), one[1]


def _members(group: tuple[str, Iterable[bytes]]) -> list[Extraction]:
    """Return the original, then what repeats it, by identifier."""
    name, found = group
    members = sorted((unpacked(data) for data in found), key=lambda one: (one.report.id != name, one.report.id))
    return [members[0], *(structs.replace(one, duplicate_of=name) for one in members[1:])]


def _report_lines(group: tuple[str, Iterable[bytes]], *, style: Callable[[], Describer]) -> Iterator[str]:
    original, *repeats = _members(group)
    for one, others in ((original, repeats), *((one, ()) for one in repeats)):
        graph = style()
        yield from _lines(graph.report([one], others), graph)


def _keyed_parts(one: tuple[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for part in parts_of(unpacked(one[1])):
        yield part.subject, part_line(part)


def _shared_lines(group: tuple[str, Iterable[bytes]], *, style: Callable[[], Describer]) -> Iterator[str]:
    from kg.graph.namespaces import SKOS

    graph = style()
    nodes = list(graph.shared(group[0], map(read_part, sorted(group[1]))))
    for node in nodes:
        for label in dict(node.facts).get(SKOS + "prefLabel", ()):
            yield f"{LABEL}{group[0]}\t{getattr(label, 'value', label)}"
    yield from _lines(nodes, graph)


def _lines(nodes: Iterable[Described], graph: Describer) -> Iterator[str]:
    for line in nquads_lines(nodes):
        yield line.rstrip("\n")
    for scheme, notation in sorted(graph.used):
        yield f"{CONCEPT}{scheme}\t{notation}"


def _is_concept(line: str) -> bool:
    return line.startswith(CONCEPT)


def _is_label(line: str) -> bool:
    return line.startswith(LABEL)


def _is_quad(line: str) -> bool:
    return line.startswith("<")


def _label_pair(line: str) -> tuple[str, str]:
    name, label = line[1:].split("\t", 1)
    return name, label


def _rows(group: tuple[str, Iterable[bytes]]) -> Iterator[FigureRow]:
    members = _members(group)
    names = {
        key: entity_name(key) for one in members for f in one.figures for key in (f.organization, f.initiative) if key
    }
    yield from figure_rows(members, _indicators(), names)


@functools.cache
def _indicators() -> dict[str, str]:
    return indicators()


def _value_of(row: FigureRow, *, name: str) -> str:
    return str(getattr(row, name))


def _has_key(pair: tuple[str, object]) -> bool:
    return bool(pair[0])


def _lacks_key(pair: tuple[str, object]) -> bool:
    return not pair[0]


def _labelled(pair: tuple[FigureRow, str | None], *, name: str) -> FigureRow:
    row, label = pair
    if label is None:
        return row
    return replace(row, body=label) if name == "body" else replace(row, initiative=label)


def _cells(row: FigureRow) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in FigureRow.__dataclass_fields__)
