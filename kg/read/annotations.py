"""A folder of annotations and the texts that they are about."""

from __future__ import annotations

from pathlib import Path

from kg.analyze.annotations import Annotation, parse_annotation, report_of
from kg.errors import InputError
from kg.read.plain import decode
from kg.read.refusal import Refusal


def read_annotations(facts: Path, corpus: Path | None = None) -> tuple[Annotation, ...]:
    """Every annotation ``*.json`` in ``facts``, by name, with its report out of ``corpus`` (else the folder beside).

    Raises InputError where the folder holds none, a report is missing or an annotation has a fault.
    """
    corpus = corpus or facts.parent / "corpus"
    paths = sorted(facts.glob("*.json"))
    if not paths:
        raise InputError("no annotation", place=str(facts), remedy="expected a folder with NAME.json for NAME.txt")
    return tuple(_read(path, corpus) for path in paths)


def _read(path: Path, corpus: Path) -> Annotation:
    facts = _text(path)
    report = corpus / report_of(facts, place=path.name)
    if not report.is_file():
        raise InputError(
            f"{path.name} is about a report that is not there", place=str(report), remedy="--corpus names its folder"
        )
    return parse_annotation(facts, _text(report), place=path.name)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("cannot be read", place=str(path), remedy=error.strerror or "") from error
    try:
        return decode(data)
    except Refusal as error:
        raise InputError("cannot be read as text", place=str(path), remedy="save it as UTF-8") from error
