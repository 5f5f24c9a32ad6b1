"""One build a folder at a time; the lock goes with the process, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kg.errors import OutputError

NAME = ".kg-lock"
_HELD: set[str] = set()
"""Folders that this process has locked: the system lets a process lock the same file twice."""


class Lock:
    """Holds a folder until it is released; raises ``OutputError`` on entering if another build holds it.

    The system itself holds the lock, so that a killed build leaves none; the file that bears it is removed at the end,
    and one that was left behind does not matter.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder, which must exist."""
        self.file = folder / NAME
        self.name = os.path.realpath(folder)
        self.handle = -1

    def acquire(self) -> None:
        """Lock the folder."""
        if self.name in _HELD:
            raise self._busy()
        while True:
            handle = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o666)
            if not _locked(handle):
                os.close(handle)
                raise self._busy()
            # The other build may have removed the file between our opening and our locking it.
            try:
                current = os.stat(self.file)  # noqa: PTH116 - beside fstat
            except FileNotFoundError:
                current = None
            mine = os.fstat(handle)
            if current is not None and (current.st_ino, current.st_dev) == (mine.st_ino, mine.st_dev):
                break
            os.close(handle)
        self.handle = handle
        _HELD.add(self.name)

    def release(self) -> None:
        """Unlock the folder and remove the file."""
        if self.handle < 0:
            return
        if sys.platform == "win32":  # which removes no open file
            os.close(self.handle)
            self.file.unlink(missing_ok=True)
        else:
            self.file.unlink(missing_ok=True)
            os.close(self.handle)
        self.handle = -1
        _HELD.discard(self.name)

    def _busy(self) -> OutputError:
        return OutputError(
            "another build is writing to this folder",
            place=os.fspath(self.file.parent),
            remedy="wait for it, or name another folder with --output",
        )


def _locked(handle: int) -> bool:
    """Whether the lock could be had at once. Of this process alone: processes that it starts do not inherit it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
