"""XML from outside: parsed without document type declarations, so that nothing is fetched or blown up."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.parsers import expat

from kg.read.limits import LIMITS, Limits
from kg.read.refusal import Refusal


def parse_xml(data: bytes, limits: Limits = LIMITS) -> ElementTree.Element:
    """Return the root element; raise ``Refusal`` for broken XML, for any DTD, and for elements without end."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > limits.nesting:
            raise Refusal("hostile", f"elements nested more than {limits.nesting} deep")
        if count > limits.elements:
            raise Refusal("too-large", f"more than {limits.elements} elements")
        builder.start(_braced(name), {_braced(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_braced(name))

    def declared(*_: object) -> None:
        raise Refusal("hostile", "<!DOCTYPE")

    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refusal("damaged", f"XML: {error}") from error
    return builder.close()


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name
