from __future__ import annotations

import json
from pathlib import Path

from faq.calibration import CALIBRATION_FILE, load_calibration
from faq.calibrator import Goals, Labelled, calibrate
from faq.evidence import LEARNED_SIGNALS, SEARCH_SIGNALS
from faq.index import Index
from faq.loader import load_content
from faq.negatives import load_negatives
from tests.small_project import write_small_project

QUESTIONS = [
    Labelled("密码忘了咋办", frozenset({"reset_password"})),
    Labelled("想不起来密码", frozenset({"reset_password"})),
    Labelled("用户名是啥忘了", frozenset({"find_username"})),
    Labelled("找回用户名", frozenset({"find_username"})),
    Labelled("手机号说注册过了", frozenset({"phone_registered"})),
    Labelled("学籍没有了", frozenset({"no_record"})),
    Labelled("找客服", frozenset({"contact_support"})),
    Labelled("天气好吗", frozenset()),
    Labelled("写诗", frozenset()),
    Labelled("讲个笑话", frozenset()),
]


def test_the_same_inputs_give_the_same_figures(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    figures = [
        json.dumps(calibrate(Index(load_content(root), load_negatives(root)), QUESTIONS, Goals())) for _ in range(2)
    ]
    assert figures[0] == figures[1]
    raw = json.loads(figures[0])
    assert tuple(raw["learned"]["weights"]) == LEARNED_SIGNALS
    assert tuple(raw["search"]["weights"]) == SEARCH_SIGNALS
    assert 0 <= raw["learned"]["thresholds"]["offer"] <= 1
    assert 0 < raw["learned"]["thresholds"]["answer"] <= 1


def test_the_generated_file_fits_the_engine() -> None:
    raw = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    assert tuple(raw["learned"]["weights"]) == LEARNED_SIGNALS
    assert tuple(raw["search"]["weights"]) == SEARCH_SIGNALS
    calibration = load_calibration()
    assert calibration.learned.thresholds.offer < calibration.learned.thresholds.answer < 1
    nothing = dict.fromkeys(LEARNED_SIGNALS, 0.0)
    assert calibration.learned.probability({**nothing, "margin": 2.0, "margin_lead": 2.0}) > 0.99
    assert calibration.learned.probability({**nothing, "margin": -2.0, "margin_lead": -2.0}) < 0.01
