"""What the system is told about a process that runs what strangers ask: how much memory, and nothing to open."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from pathlib import Path

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
"""CLONE_NEWUSER, without which only root may, and CLONE_NEWNET of Linux."""
_ROOM = 96 << 20
"""Bytes of address space that a process takes for its threads beside what it uses."""


def silence() -> None:
    """Let an engine that dies for want of memory do so quietly; the client is told."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def isolate() -> bool:
    """Leave every network, loopback included; return whether the system let us. Only before a thread is started."""
    library = ctypes.CDLL(None, use_errno=True)
    return hasattr(library, "unshare") and library.unshare(_NEW_USER | _NEW_NET) == 0


def processor_seconds(pid: int) -> float | None:
    """Seconds of processor that a process has used; None where the system does not tell."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def bound(memory: int, *, sealed: bool) -> None:
    """Allow so many bytes beside what is there now and, where sealed, not one open file or connection more."""
    statm = Path("/proc/self/statm")
    if sys.platform == "linux" and statm.exists():
        used = int(os.read(handle := os.open(statm, os.O_RDONLY), 100).split()[0]) * resource.getpagesize()
        os.close(handle)
        most = used + memory + _ROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if sealed:
        most = os.dup(0)  # the lowest number that is free: all below are taken
        os.close(most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
