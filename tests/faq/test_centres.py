from __future__ import annotations

import numpy as np

from faq.ranking.centres import Centres

FAR, NEAR = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]


def test_the_nearest_centre_has_the_best_odds() -> None:
    vectors = np.array([FAR, [0.9, 0.1, 0.1], NEAR, [0.1, 0.9, 0.1]], np.float32)
    odds = Centres(vectors, np.array([0, 0, 1, 1]), 2).odds(np.array(FAR, np.float32))
    assert odds[0] > 0 > odds[1]
    np.testing.assert_allclose(odds[0], -odds[1], rtol=1e-4)


def test_a_distance_along_which_the_members_of_a_class_differ_anyway_says_little() -> None:
    dice = np.random.default_rng(1)
    spread = dice.normal(size=(200, 1)) * [[0.0, 3.0]] + dice.normal(size=(200, 2)) * 0.1
    labels = np.arange(200) % 2
    vectors = (spread + np.array([[0.5, 0.0], [-0.5, 0.0]])[labels]).astype(np.float32)
    centres = Centres(vectors, labels, 2)
    assert centres.odds(np.array([0.4, 5.0], np.float32))[0] > 0
    assert centres.odds(np.array([-0.4, 5.0], np.float32))[1] > 0


def test_a_class_without_members_is_never_likely() -> None:
    odds = Centres(np.array([FAR, NEAR], np.float32), np.array([0, 1]), 3).odds(np.array([0.5, 0.5, 1.0], np.float32))
    assert odds.argmin() == 2
    assert np.isfinite(odds).all()
