from __future__ import annotations

import json
from pathlib import Path

from bot.commands.calibrate import LABELLED_FILES
from evaluation.calibrator import Goals, Labelled, calibrate
from evaluation.questions import read_questions
from faq.calibration import CALIBRATION_FILE, labelled_fingerprint, load_calibration
from faq.evidence import LEARNED_SIGNALS
from faq.index import Index
from faq.loader import load_content
from faq.negatives import load_negatives
from faq.search import SEARCH_SIGNALS
from tests.small_project import write_small_project

ROOT = Path(__file__).resolve().parents[2]

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
    assert {kind: raw[kind]["first_right"] for kind in ("learned", "search")} == {"learned": 1.0, "search": 1.0}


def test_the_generated_file_fits_the_engine() -> None:
    raw = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    assert tuple(raw["learned"]["weights"]) == LEARNED_SIGNALS
    assert tuple(raw["search"]["weights"]) == SEARCH_SIGNALS
    calibration = load_calibration()
    assert calibration.learned.thresholds.offer < calibration.learned.thresholds.answer < 1
    plain = {"margin": 0.8, "margin_lead": 1.2, "none_margin": -1.0, "odds": 6.0, "sure_nearest": 1.0}
    plain |= {"sure_overlap": 1.0, "topic_lead": 1.0, "clause_lead": 1.2, "clause_mean": 0.8, "clause_none": -1.0}
    plain |= {"nearest": 1.0, "negative": 0.1, "overlap": 1.0, "found": 1.0, "weighed_lead": 0.5, "weighed_gap": 0.9}
    plain |= {"unsaid": -0.3, "likely": 0.4, "mended": 0.0}
    far = {"margin": -1.0, "margin_lead": -1.2, "none_margin": 0.5, "odds": -8.0, "sure_nearest": 0.0}
    far |= {"sure_overlap": 0.0, "topic_lead": -1.0, "clause_lead": -1.2, "clause_mean": -1.0, "clause_none": 0.5}
    far |= {"nearest": 0.2, "negative": 0.8, "overlap": 0.1, "found": 0.3, "weighed_lead": -0.5, "weighed_gap": -0.9}
    far |= {"unsaid": -0.6, "likely": -0.5, "mended": 0.0}
    assert calibration.learned.probability(plain) > 0.99
    assert calibration.learned.probability(far) < 0.01
    assert calibration.search.probability(plain) > 0.99
    assert calibration.search.probability(far) < 0.01


def test_the_generated_file_was_fitted_to_the_labelled_questions_there_are() -> None:
    read = [question for name in LABELLED_FILES for question in read_questions(ROOT / name, ROOT)]
    now = labelled_fingerprint((question.text, question.accepted) for question in read)
    assert load_calibration().fingerprint == now, "标注问题改过，还没有重新校准。改法：运行 python -m bot calibrate"


def test_every_change_of_a_labelled_question_changes_the_fingerprint() -> None:
    one = [("密码忘了", frozenset({"a", "b"})), ("天气", frozenset())]
    names = {
        labelled_fingerprint(questions)
        for questions in (
            one,
            one[:1],
            one[::-1],
            [("密码忘记了", one[0][1]), one[1]],
            [("密码忘了", frozenset({"a"})), one[1]],
            [one[0], ("天气", frozenset({"a"}))],
        )
    }
    assert len(names) == 6
    assert labelled_fingerprint([("密码忘了", frozenset({"b", "a"})), one[1]]) == labelled_fingerprint(one)


def test_only_much_change_of_the_content_asks_for_fitting_anew(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root))
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(calibrate(index, QUESTIONS, Goals())), encoding="utf-8")
    calibration = load_calibration(path)
    texts = len(index.rows.texts)
    assert calibration.drift(index.ids, texts) is None
    assert calibration.drift(index.ids[::-1], texts + texts // 20) is None
    assert calibration.drift(index.ids[1:], texts) == "校准之后增加或删除过条目"
    message = f"校准之后问法多了或少了很多（那时 {texts} 句，现在 {2 * texts} 句）"
    assert calibration.drift(index.ids, 2 * texts) == message
