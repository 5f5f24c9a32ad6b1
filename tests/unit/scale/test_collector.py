"""A build leaves the collector of cycles as its caller had set it."""

import gc

from kg.scale.collector import seldom_collected


def test_thresholds_and_frozen_objects_are_as_before() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with seldom_collected():
        assert gc.get_threshold() != before[0]
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
