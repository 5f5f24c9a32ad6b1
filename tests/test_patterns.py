"""Every regular expression of the program on the words that are worst for it: none may take long, none may explode."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from attacks import attacks

import kg
from kg.extract import extract
from kg.model import Report
from kg.rules.load import load_rules

ROOT = Path(kg.__file__).resolve().parent
SIZE = 400
"""Characters of an attack: as many as a paragraph has."""
PATIENCE = 0.2
"""Seconds of processor for one pattern to search one attack from end to end. A pattern that looks again from each
character takes up to 0.01 s; one that tries every way to read the same words would not come back this year."""


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """All that our modules compile while they are loaded, every rule is read and every demo report extracted."""
    compiled: dict[tuple[str, int], re.Pattern[str]] = {}
    original = re._compile  # type: ignore[attr-defined]

    def keep(found: re.Pattern[str]) -> None:
        if isinstance(found.pattern, str):
            compiled[found.pattern, found.flags] = found

    def watched(pattern: object, flags: int) -> object:
        made = original(pattern, flags)
        caller = sys._getframe(2).f_globals.get("__name__", "")  # behind re.compile or re.sub
        if caller.partition(".")[0] == "kg":
            keep(made)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(re, "_compile", watched)
        for module in pkgutil.walk_packages(kg.__path__, "kg."):
            if not module.name.endswith("__main__"):
                for value in vars(importlib.import_module(module.name)).values():
                    for found in _inside(value, set()) if isinstance(value, re.Pattern | tuple | dict) else ():
                        keep(found)
        rules = load_rules()
        for found in _inside(rules, set()):
            keep(found)
        for path in sorted((ROOT / "demo" / "reports").glob("*.txt")):
            extract(Report(path.read_text("utf-8"), (path.name,)), rules)
    return tuple(compiled[key] for key in sorted(compiled))


def _inside(value: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """Every pattern that a value holds, however deep."""
    if id(value) in seen or isinstance(value, str | bytes | int):
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _inside(one, seen)
    else:
        names = [
            *getattr(value, "__dict__", ()),
            *(n for c in type(value).__mro__ for n in getattr(c, "__slots__", ())),
        ]
        for name in names:
            yield from _inside(getattr(value, name, None), seen)


def worst(pattern: re.Pattern[str], size: int, patience: float) -> tuple[float, str]:
    """The longest that a pattern takes to search through one of its attacks, and that attack."""
    slowest, by = 0.0, ""
    for attack in attacks(pattern, size):
        begun = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, patience)
            for _ in pattern.finditer(attack):
                pass
        except TimeoutError:
            return patience, attack
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if (taken := time.process_time() - begun) > slowest:
            slowest, by = taken, attack
    return slowest, by


@pytest.fixture
def alarm() -> Iterator[None]:
    """Let the timer raise: the matcher looks for signals while it works."""
    if not hasattr(signal, "setitimer"):
        pytest.skip("no timers as POSIX has them")

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, ring)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("alarm")
def test_no_pattern_takes_long_on_its_worst_words() -> None:
    assert len(patterns()) > 200
    slow = [
        (pattern.pattern[:120], attack[:40])
        for pattern in patterns()
        for seconds, attack in [worst(pattern, SIZE, PATIENCE)]
        if seconds >= PATIENCE
    ]
    assert slow == []


@pytest.mark.parametrize(
    "pattern", [r"(?:[和及以]|以及)+$", r"(?:经济科技|经济|科技)+委", r"(\w+\s?)*：", r"(a|a)*b", r"x(?:[^，]*，?)*。"]
)
@pytest.mark.usefixtures("alarm")
def test_a_pattern_that_explodes_is_found(pattern: str) -> None:
    assert worst(re.compile(pattern), SIZE, PATIENCE)[0] >= PATIENCE


def test_patterns_of_rules_modules_and_calls_are_all_seen() -> None:
    texts = {pattern.pattern for pattern in patterns()}
    rules = load_rules()
    assert {zone.pattern.pattern for zone in rules.figures.quantities.zones} <= texts
    from kg.recognize.units import _COMMITTEE

    assert _COMMITTEE.pattern in texts
