from __future__ import annotations

import gc
import sys

import pytest

from faq.pauses import unnoticed


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
