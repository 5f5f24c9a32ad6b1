"""Text cut into words with their parts of speech, by rjieba or jieba behind one interface.

Words only hint at where a name begins; offsets of facts come from characters. Both engines use the same dictionary
without the hidden Markov model, so that they cut alike; rjieba starts in a fraction of the time and is the default.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import overload

from msgspec import Struct

_TAGS = 20_000
"""Words whose tags are kept: most of those of a hundred reports."""


class Word(Struct, frozen=True, gc=False):
    """A word with its place in the text and its part of speech (jieba's tag set: n, v, p, …)."""

    start: int
    end: int
    surface: str
    tag: str


@dataclass(frozen=True, slots=True)
class Words(Sequence[Word]):
    """The words of a text in order, found by place; of most only the place is ever asked, so they are made when asked.

    A word that the best cut of a text holds is also the best cut of its own characters, so its tag is found alone.
    """

    surfaces: tuple[str, ...]
    starts: tuple[int, ...]
    tag: Callable[[str], str]
    """From a word to its part of speech."""

    def __len__(self) -> int:
        """The number of words."""
        return len(self.surfaces)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        """The word at an index, or those of a slice."""
        if isinstance(index, slice):
            tag, found = self.tag, zip(self.starts[index], self.surfaces[index], strict=True)
            return tuple([Word(start, start + len(surface), surface, tag(surface)) for start, surface in found])
        start, surface = self.starts[index], self.surfaces[index]
        return Word(start, start + len(surface), surface, self.tag(surface))

    def __iter__(self) -> Iterator[Word]:
        """The words in order."""
        return map(self.__getitem__, range(len(self.surfaces)))

    def following(self, index: int, count: int) -> Iterator[Word]:
        """The words from an index on, so many at most, made one by one as they are asked for."""
        return map(self.__getitem__, range(index, min(index + count, len(self.surfaces))))

    def end_at(self, offset: int) -> int:
        """Where the word that holds the character at ``offset`` ends."""
        index = self.at(offset)
        return self.starts[index] + len(self.surfaces[index])

    def at(self, offset: int) -> int:
        """The index of the word that holds the character at ``offset``."""
        return (bisect_right(self.starts, offset) or 1) - 1


@dataclass(frozen=True, slots=True)
class _Engine:
    cut: Callable[[str], Sequence[str]]
    tag: Callable[[str], str]


def cut(text: str, *, engine: str = "rjieba", lexicon: tuple[str, ...] = ()) -> Words:
    """The words of the text; ``lexicon`` adds words of the domain, without touching the engine's global state.

    >>> [w.surface for w in cut("市政协召开座谈会")]
    ['市政协', '召开', '座谈会']
    """
    chosen = _engine(engine, lexicon)
    surfaces = tuple(chosen.cut(text))
    return Words(surfaces, tuple(accumulate(map(len, surfaces[:-1]), initial=0)) if surfaces else (), chosen.tag)


@cache
def _engine(engine: str, lexicon: tuple[str, ...]) -> _Engine:
    if engine == "jieba":
        return _jieba(lexicon)
    import rjieba

    if not lexicon:  # a cutter of its own would read the dictionary, which the import has read, once more: 0.09 s
        return _engine_of(rjieba.cut, rjieba.tag)
    own = rjieba.Jieba()
    for word in lexicon:
        own.add_word(word, None, "nz")
    return _engine_of(own.cut, own.tag)


def _engine_of(
    cut: Callable[[str, bool], Sequence[str]], tag: Callable[[str, bool], Sequence[tuple[str, str]]]
) -> _Engine:
    """An engine of rjieba's functions, asked without the hidden Markov model."""
    return _Engine(lambda text: cut(text, False), lru_cache(_TAGS)(lambda word: tag(word, False)[0][1]))


def _jieba(lexicon: tuple[str, ...]) -> _Engine:
    import logging

    import jieba  # type: ignore[import-untyped]
    import jieba.posseg  # type: ignore[import-untyped]

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in lexicon:
        tokenizer.add_word(word, tag="nz")
    tagger = jieba.posseg.POSTokenizer(tokenizer)

    def tag(word: str) -> str:
        return str(next(iter(tagger.cut(word, HMM=False))).flag)

    return _Engine(lambda text: tokenizer.lcut(text, HMM=False), lru_cache(_TAGS)(tag))
