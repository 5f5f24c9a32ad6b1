"""Files that gave no report, told on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.read.refusal import Refused


def tell_refused(refused: tuple[Refused, ...], words: Words) -> None:
    """Tell on standard error why files were not read, one line each."""
    for one in refused:
        if not one.harmless:
            detail = f" ({one.detail})" if one.detail else ""
            print(words("refused-line", name=one.name, reason=words(one.reason) + detail), file=sys.stderr)
