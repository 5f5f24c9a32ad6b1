"""One report, one process: what a worker does, whatever drives it."""

from __future__ import annotations

import functools
import os
from multiprocessing import get_start_method
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import Extraction, Report
from kg.read.limits import LIMITS, Limits
from kg.read.patience import within
from kg.read.refusal import Refusal, Refused

if TYPE_CHECKING:
    from kg.rules.types import Rules


@functools.cache
def rules_of(lexicons: tuple[str, ...]) -> Rules:
    """Return the rules, loaded once a process; a forked process finds them here already."""
    from kg.rules.load import load_rules

    return load_rules(tuple(map(Path, lexicons)))


def warm_up(lexicons: tuple[str, ...]) -> None:
    """Load all that an extraction loads when it is first asked for: forked processes find it, each would take 0.4 s."""
    if get_start_method() == "fork":
        extract_one(Report("2023年，甲市政协开展“乙”活动3次。", ("",)), lexicons=lexicons)


def extract_one(report: Report, *, lexicons: tuple[str, ...], limits: Limits = LIMITS) -> Extraction | Refused:
    """Return what a report says; a fault in the extraction, or too long a one, costs this report, not the others."""
    from kg.extract import extract

    rules = rules_of(lexicons)
    try:
        with within(limits.seconds):
            return extract(report, rules)
    except Refusal as refusal:
        return Refused(report.names[0], refusal.reason, refusal.detail)
    except Exception as error:  # named in the summary, and the exit status tells
        if os.environ.get("KG_DEBUG"):
            raise
        return Refused(report.names[0], "internal", f"{type(error).__name__}: {error}")
