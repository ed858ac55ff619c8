"""`faq.ranking.evidence`: how sure the classifier is of one entry, as shares and odds."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from faq.engine.library import Library
from faq.ranking.evidence import LEARNED_SIGNALS, _shares
from tests.small_project import write_small_project


def test_shares_add_up_and_keep_the_order() -> None:
    shares = _shares(np.array([-0.9, 0.4, 0.1, -1.0], np.float32))
    assert float(shares.sum()) == pytest.approx(1.0)
    assert list(np.argsort(shares)) == [3, 0, 2, 1]
    assert shares[1] / shares[2] == pytest.approx(math.exp(8 * 0.3), rel=1e-4)


@pytest.mark.parametrize("ahead", [50.0, 5000.0])
def test_no_share_is_quite_0_or_1(ahead: float) -> None:
    least, most = _shares(np.array([0.0, ahead], np.float32))
    assert (least, most) == (1e-6, 1 - 1e-6)
    assert math.isfinite(math.log(most / (1 - most)))


def test_an_entry_that_is_meant_has_better_odds_than_all_others(tmp_path: Path) -> None:
    candidates = Library.open(write_small_project(tmp_path)).decide("我的密码忘掉了").candidates
    signals = {candidate.entry_id: candidate.signals for candidate in candidates}
    assert all(set(LEARNED_SIGNALS) <= set(own) for own in signals.values())
    best = max(signals, key=lambda entry_id: signals[entry_id]["odds"])
    assert best == "reset_password"
    own = signals[best]
    assert own["sure_nearest"] <= own["nearest"]
    assert own["sure_overlap"] <= own["overlap"]
