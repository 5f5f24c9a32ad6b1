"""Whole files or none: a killed build leaves the outputs of the last good one.

DIR/.kg-stage-PID/   everything is written and flushed here first
DIR/.kg-commit/      the same folder under its new name: from this rename on the new set counts
DIR/...              its files, moved one by one; whoever finds .kg-commit finishes the moving
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from kg.errors import OutputError
from kg.write.lock import NAME as LOCK
from kg.write.lock import Lock

STAGE = ".kg-stage-"
COMMIT = ".kg-commit"
GONE = ".gone"
"""Inside the staged folder: the names that the new set takes away, one a line."""


class OutputSet:
    """A folder of outputs that is replaced as a whole; a context manager that commits unless something was raised.

    Raises ``OutputError`` on entering if the folder cannot be written or another build is writing to it, so that
    nobody waits for a build in vain.
    """

    def __init__(self, folder: Path, *, stale: Callable[[str], bool] = lambda _name: False) -> None:
        """Take the folder, and what names in it (``texts/…``) go when the new set lacks them."""
        self.folder = folder
        self.stale = stale
        self.stage = folder / f"{STAGE}{os.getpid()}"
        self.lock = Lock(folder)
        self.kept: set[str] = set()
        self.afterwards: list[Callable[[], None]] = []
        """Called once the set is in place, while no other build may begin."""
        self.same = False
        """Set by who finds that the folder is as it should be: nothing is replaced."""

    def __enter__(self) -> OutputSet:
        """Make the folder and an empty stage in it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.lock.acquire()
            settle(self.folder)
            for left in self.folder.glob(STAGE + "*"):
                if not _alive(left.name.removeprefix(STAGE)):
                    shutil.rmtree(left, ignore_errors=True)
            shutil.rmtree(self.stage, ignore_errors=True)
            self.stage.mkdir()
        except OSError as error:
            self.lock.release()
            raise _unwritable(self.folder, error) from error
        return self

    def path(self, name: str) -> Path:
        """Return where to write the file that shall be called ``name`` (forward slashes) once the set is complete."""
        path = self.stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, name: str, content: bytes | str | Iterable[str | bytes]) -> None:
        """Write one file of the set; text is UTF-8 and its line ends are left alone."""
        try:
            with self.path(name).open("wb") as file:
                parts = (content,) if isinstance(content, bytes | str) else content
                for part in parts:
                    file.write(part if isinstance(part, bytes) else part.encode("utf-8"))
        except OSError as error:
            raise _unwritable(self.folder / name, error) from error

    def keep(self, name: str) -> None:
        """Count a file that is in the folder already to the set, as it is."""
        self.kept.add(name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the set in place, or throw it away."""
        try:
            if kind is None and not self.same:
                self._commit()
            if kind is None:
                for call in self.afterwards:
                    call()
        except OSError as failure:
            raise _unwritable(self.folder, failure) from failure
        finally:
            shutil.rmtree(self.stage, ignore_errors=True)
            self.lock.release()

    def _commit(self) -> None:
        fresh = set(_files(self.stage))
        for name in fresh:
            _flush(self.stage / name)
        fresh |= self.kept
        gone = sorted(name for name in _files(self.folder) if name not in fresh and self.stale(name))
        (self.stage / GONE).write_text("".join(f"{name}\n" for name in gone), encoding="utf-8")
        _flush(self.stage / GONE)
        self.stage.rename(self.folder / COMMIT)
        _flush(self.folder)
        settle(self.folder)


def settle(folder: Path) -> None:
    """Finish the replacement that a killed build had begun in a folder, if there is one."""
    commit = folder / COMMIT
    if not commit.is_dir():
        return
    gone = commit / GONE
    # The order matters: the list goes last, so that a second interruption is finished, too.
    for name in sorted(_files(commit)):
        if name == GONE:
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # another process is finishing the same replacement
            (commit / name).replace(folder / name)
    with contextlib.suppress(FileNotFoundError):
        for name in gone.read_text(encoding="utf-8").splitlines():
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(commit, ignore_errors=True)


def write_whole(path: Path, content: bytes | str | Iterable[str | bytes]) -> None:
    """Write one file beside the target and put it in place; the target is either the old file or the new one.

    A link stays one: the file that it leads to is replaced. A pipe or a device (``/dev/stdout``) is written to.
    """
    temporary = ""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as target:
                _write(target, content)
            return
        path = path.resolve()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            _write(file, content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner reads
        Path(temporary).replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _write(file: IO[bytes], content: bytes | str | Iterable[str | bytes]) -> None:
    for part in (content,) if isinstance(content, bytes | str) else content:
        file.write(part if isinstance(part, bytes) else part.encode("utf-8"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _files(folder: Path) -> Iterator[str]:
    """Yield the names of all files below a folder, with forward slashes, without those of other stages."""
    for base, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not re.match(r"\.kg-(stage-|commit$)", name)]
        inside = Path(base).relative_to(folder)
        yield from ((inside / file).as_posix() for file in files if file != LOCK)


def _flush(path: Path) -> None:
    """Have the system write a file or folder to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _alive(pid: str) -> bool:
    """Whether the process that made a stage still runs; in doubt it does."""
    if os.name == "nt" or not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return int(pid) != os.getpid()


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = f"cannot be written ({error.strerror or error})"
    return OutputError(reason, place=os.fspath(path), remedy="name another folder with --output")
