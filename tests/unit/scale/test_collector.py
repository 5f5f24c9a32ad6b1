"""What a build leaves behind in cycles is collected when the caller goes on, however often it builds."""

import gc
import weakref

from kg.scale.collector import seldom_collected


class Node:
    me: "Node"


def test_cycles_made_while_it_looks_seldom_are_found_afterwards() -> None:
    made = []
    for _ in range(30):
        with seldom_collected():
            node = Node()
            node.me = node
            made.append(weakref.ref(node))
            del node
        _work = [[] for _ in range(2_000)]
    assert not any(one() for one in made)


def test_thresholds_and_frozen_objects_are_as_before() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with seldom_collected():
        assert gc.get_threshold() != before[0]
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
