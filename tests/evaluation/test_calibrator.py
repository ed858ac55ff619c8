from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.calibrate import LABELLED_FILES
from evaluation.calibrator import Goals, Labelled, calibrate
from evaluation.questions import read_questions
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.index import ELSEWHERE, Index
from faq.meaning.meaning import CERTAINTY_SIGNALS, RANKING_SIGNALS
from faq.ranking.calibration import CALIBRATION_FILE, Model, Regression, labelled_fingerprint, load_calibration
from faq.ranking.decision import Candidate, Thresholds
from faq.ranking.evidence import LEARNED_SIGNALS
from faq.ranking.search import SEARCH_SIGNALS
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
    for part in ("ranking", "certainty"):
        assert tuple(raw["learned"][part]["weights"]) == (*LEARNED_SIGNALS, ELSEWHERE)
        assert tuple(raw["search"][part]["weights"]) == (*SEARCH_SIGNALS, ELSEWHERE)
    assert 0 <= raw["learned"]["thresholds"]["offer"] <= 1
    assert 0 < raw["learned"]["thresholds"]["answer"] <= 1
    assert {kind: raw[kind]["first_right"] for kind in ("learned", "search")} == {"learned": 1.0, "search": 1.0}


def test_the_generated_file_fits_the_engine() -> None:
    raw = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    of_model = {"ranking": RANKING_SIGNALS, "certainty": CERTAINTY_SIGNALS}
    for models, weighed in ((raw, {"ranking": (), "certainty": ()}), (raw["with_meaning"], of_model)):
        for part, more in weighed.items():
            assert set(models["learned"][part]["weights"]) == {*LEARNED_SIGNALS, ELSEWHERE, *more}
            assert set(models["search"][part]["weights"]) == {*SEARCH_SIGNALS, ELSEWHERE, *more}
    calibration = load_calibration()
    assert calibration.learned.thresholds.offer < calibration.learned.thresholds.answer < 1
    plain = {"margin_lead": 1.2, "odds": 6.0, "sure_nearest": 1.0, "sure_overlap": 1.0, "clause_mean": 0.8}
    plain |= {"clause_none": -1.0, "nearest": 1.0, "negative": 0.1, "overlap": 1.0, "found": 1.0, "weighed_gap": 0.9}
    plain |= {"likely": 0.4, "elsewhere": 0.0}
    far = {"margin_lead": -1.2, "odds": -8.0, "sure_nearest": 0.0, "sure_overlap": 0.0, "clause_mean": -1.0}
    far |= {"clause_none": 0.5, "nearest": 0.2, "negative": 0.8, "overlap": 0.1, "found": 0.3, "weighed_gap": -0.9}
    far |= {"likely": -0.5, "elsewhere": 1.0}
    for model in (calibration.learned, calibration.search):
        assert min(part.probability(plain) for part in (model.ranking, model.certainty)) > 0.9
        assert max(part.probability(far) for part in (model.ranking, model.certainty)) < 0.05


def test_the_first_is_as_likely_as_it_is_certain_and_no_other_likelier() -> None:
    ranking, certainty = Regression(0.0, {"near": 4.0}), Regression(-1.0, {"near": 1.0})
    model = Model(ranking, certainty, Thresholds(0.5, 0.1), 1.0)
    signals = {"b": 0.9, "a": 0.9, "c": -2.0, "d": 1.5}
    found = model.scored(Candidate(name, 0.0, {"near": near}) for name, near in signals.items())
    assert [item.entry_id for item in found] == ["d", "a", "b", "c"]
    sure = certainty.probability({"near": 1.5})
    assert sure < ranking.probability({"near": 0.9})
    last = sure * ranking.probability({"near": -2.0}) / ranking.probability({"near": 0.9})
    assert [item.score for item in found] == pytest.approx([sure, sure, sure, last])
    assert model.scored(()) == ()


def test_the_promise_is_kept_by_those_that_are_left_out(tmp_path: Path) -> None:
    """A stricter promise never makes the engine answer more, and none that cannot be kept is given."""
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root))
    wrong = [*QUESTIONS, *(Labelled(f"密码忘了第{n}次", frozenset({"no_record"})) for n in range(20))]
    answers = [
        calibrate(index, wrong, Goals(right=right, foreign_answered=1.0))["learned"]["thresholds"]["answer"]
        for right in (0.1, 0.6, 0.95)
    ]
    assert answers == sorted(answers)
    assert answers[0] < answers[-1]


def test_what_is_likelier_wrong_than_right_is_never_answered_first(tmp_path: Path) -> None:
    """However little is promised of what is answered with others beside it."""
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root))
    goals = Goals(right=1.0, foreign_answered=1.0, leaning=0.0)
    thresholds = calibrate(index, QUESTIONS, goals)["learned"]["thresholds"]
    assert min(0.5, thresholds["answer"]) <= thresholds["lean"] <= thresholds["answer"]
    kept = load_calibration().with_meaning
    assert kept is not None
    assert 0.5 <= kept.learned.thresholds.lean <= kept.learned.thresholds.answer < 1


def test_the_generated_file_was_fitted_to_the_labelled_questions_there_are() -> None:
    read = [question for name in LABELLED_FILES for question in read_questions(ROOT / name, ROOT)]
    now = labelled_fingerprint((question.text, question.accepted) for question in read)
    assert load_calibration().fingerprint == now, "标注问题改过，还没有重新校准。改法：运行 ./run calibrate"


def test_a_question_that_counts_more_moves_the_figures(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root))
    heavier = [replace(item, weight=9.0) if not item.entry_ids else item for item in QUESTIONS]
    plain, moved = (calibrate(index, questions, Goals()) for questions in (QUESTIONS, heavier))
    assert moved["learned"]["ranking"]["bias"] < plain["learned"]["ranking"]["bias"]
    assert moved["fingerprint"] == plain["fingerprint"]


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
    entries = len(index.ids)
    assert calibration.drift(entries, texts + texts // 20) is None
    message = f"校准之后条目多了或少了很多（那时 {entries} 条，现在 {entries - 1} 条）"
    assert calibration.drift(entries - 1, texts) == message
    message = f"校准之后问法多了或少了很多（那时 {texts} 句，现在 {2 * texts} 句）"
    assert calibration.drift(entries, 2 * texts) == message
