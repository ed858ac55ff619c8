from __future__ import annotations

import gc
import sys
import weakref

import pytest

from faq.engine.pauses import unnoticed


def test_the_process_is_as_before_when_the_last_builder_is_done() -> None:
    before = (sys.getswitchinterval(), gc.isenabled())
    with unnoticed():
        with unnoticed():
            inside = (sys.getswitchinterval() < before[0], gc.isenabled())
        after_the_first = (sys.getswitchinterval() < before[0], gc.isenabled())
    assert inside == after_the_first == (True, False)
    assert (sys.getswitchinterval(), gc.isenabled()) == before


def test_a_failed_building_leaves_nothing_changed() -> None:
    before = (sys.getswitchinterval(), gc.isenabled())
    with pytest.raises(ValueError, match="broken"), unnoticed():
        raise ValueError("broken")
    assert (sys.getswitchinterval(), gc.isenabled()) == before


def test_what_was_built_is_never_walked_for_garbage() -> None:
    with unnoticed():
        built = [[] for _ in range(1000)]
    assert not any(found is built for found in gc.get_objects())
    gc.unfreeze()
    assert any(found is built for found in gc.get_objects())


class Ring:
    """Something that only the garbage collector can free."""

    def __init__(self) -> None:
        self.me = self


def test_garbage_that_is_finished_is_not_kept_by_a_building() -> None:
    """Every rebuild of the knowledge base once kept all cycles that were finished but not yet collected."""
    with unnoticed():
        finished = weakref.ref(Ring())
        assert finished() is not None
    assert finished() is None


def test_what_was_in_use_during_a_building_is_freed_in_the_end() -> None:
    ring = Ring()
    freed = weakref.ref(ring)
    with unnoticed():
        pass
    del ring
    for _ in range(20):
        with unnoticed():
            pass
    assert freed() is None
