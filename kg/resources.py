"""Locates the ontology that travels with the program: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def ontology_dir() -> Path:
    """The folder with ``workreport.ttl``, ``schemes``, ``shapes`` and ``queries``."""
    packaged = _PACKAGE / "ontology"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "ontology"


def scheme_files() -> tuple[Path, ...]:
    """The SKOS schemes, sorted by name."""
    return tuple(sorted((ontology_dir() / "schemes").glob("*.ttl")))


def shape_files() -> tuple[Path, ...]:
    """The SHACL shapes, sorted by name."""
    return tuple(sorted((ontology_dir() / "shapes").glob("*.ttl")))


def query_files() -> tuple[Path, ...]:
    """The named queries, sorted by name."""
    return tuple(sorted((ontology_dir() / "queries").glob("*.rq")))


def scheme_texts() -> tuple[str, ...]:
    """The Turtle text of each scheme."""
    return tuple(path.read_text("utf-8") for path in scheme_files())


def shape_texts() -> tuple[str, ...]:
    """The Turtle text of each shapes file."""
    return tuple(path.read_text("utf-8") for path in shape_files())


def query_texts() -> dict[str, str]:
    """Query name -> SPARQL text, in order of names; a byte that is no UTF-8 spoils its own query only."""
    return {path.stem: path.read_text("utf-8", errors="replace") for path in query_files()}


def rule_text(name: str) -> str:
    """The text of a file of ``kg/rules/data``."""
    return (_PACKAGE / "rules" / "data" / name).read_text("utf-8")
