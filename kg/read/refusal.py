"""How a file that is not read is reported: one value a file, with a reason that every language can word."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import InputError

REASONS: dict[str, str] = {
    "archive-deep": "an archive inside an archive inside an archive",
    "archive-limit": "unpacks to more than the limits allow",
    "binary": "not text",
    "damaged": "cannot be read to the end; the file is damaged",
    "empty": "no text in it",
    "encoding": "in no encoding that is read (UTF-8, UTF-16, GB18030); save it as UTF-8",
    "encrypted": "protected by a password; save it without one",
    "hostile": "holds a document type declaration or entities, which no report needs",
    "internal": "the extraction failed, which is a fault of this program",
    "legacy": "an old office format; open it and save it as .docx",
    "missing": "no such file or folder",
    "no-reports": "a folder without a report",
    "outside": "leads out of the folder or archive that was given",
    "repack": "an archive of a kind that is not opened; pack it as .zip",
    "scanned": "a PDF of images without text; run character recognition (OCR) on it first",
    "slow": "takes longer than the limit for one report",
    "special": "no regular file",
    "too-large": "larger than the limit for one file",
    "unreadable": "the system does not let it be read",
    "unsupported": "not a report format (.txt, .md, .html, .docx, .pdf, .zip)",
}
"""Every reason for which a file is not read, with the words that an English user sees."""

HARMLESS = frozenset({"unsupported"})
"""Reasons that are no failure where a folder was walked: pictures and tables lie beside reports."""


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """A file or folder that gave no report."""

    name: str
    """Its path below the folder that was built."""
    reason: str
    """A key of ``REASONS``."""
    detail: str = ""
    """What exactly, where that helps: the name of an exception, of an archive member, a size."""
    harmless: bool = False
    """Whether it was only passed over while a folder was walked; the build does not count as failed for it."""

    def __str__(self) -> str:
        """Return ``name: reason``, in English."""
        return f"{self.name}: {REASONS[self.reason]}" + (f" ({self.detail})" if self.detail else "")


class Refusal(InputError):
    """Raised inside a reader for a file that it cannot make a report of."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Name the reason by its key; the caller knows the file."""
        self.reason, self.detail = reason, detail
        super().__init__(REASONS[reason] + (f" ({detail})" if detail else ""))
