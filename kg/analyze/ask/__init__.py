"""Questions in Chinese about a graph, answered by its named queries: no language model, only the lexicons.

vocabulary = read_vocabulary(store, load_asking())      the names of this graph, made once
found = understand("镇江市政协2023年立案多少件提案?", vocabulary)
match found:
    case Understood():     answer(store, found)                 rows, sentences, the query that was run
    case Ambiguous():      found.candidates                     what the words may mean
    case NotUnderstood():  found.reason, found.examples         why not, and what could be asked
"""

from __future__ import annotations

from kg.analyze.ask.answers import Passage, Reply, answer, command
from kg.analyze.ask.outcomes import Ambiguous, NotUnderstood, Understanding, Understood
from kg.analyze.ask.understanding import understand
from kg.analyze.ask.vocabulary import Vocabulary, read_vocabulary

__all__ = [
    "Ambiguous",
    "NotUnderstood",
    "Passage",
    "Reply",
    "Understanding",
    "Understood",
    "Vocabulary",
    "answer",
    "command",
    "read_vocabulary",
    "understand",
]
