"""pyvis, which draws the page, without the three libraries that it imports and the page never calls.

IPython shows a drawing in a notebook, networkx is one of its sources and jsonpickle one of its formats. Loading them took
0.2 s of processor, a seventh of a build of one report with all outputs. Whoever calls them after all gets the real ones.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType


class _Later(ModuleType):
    """A module that is imported when something of it is used."""

    importing = True
    """Whether the library that wants it is still being imported: what it takes by name is then a call of the real one."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # what the import system asks
            raise AttributeError(name)
        return partial(_call, self.__name__, name) if self.importing else getattr(import_module(self.__name__), name)


def _call(module: str, name: str, *arguments: object, **named: object) -> object:
    function: Callable[..., object] = getattr(import_module(module), name)
    return function(*arguments, **named)


@contextmanager
def put_off(*names: str) -> Iterator[None]:
    """Have these modules, where they are not loaded yet, imported on use by whoever imports them in this context."""
    later = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, module in later.items():
            module.importing = False
            if sys.modules.get(name) is module:
                del sys.modules[name]


with put_off("IPython.display", "networkx", "jsonpickle"):
    import pyvis
    from pyvis.network import Network

__all__ = ["FOLDER", "Network", "put_off"]

FOLDER = Path(pyvis.__file__).parent
"""Where pyvis is, with the drawing library in its ``lib``."""
