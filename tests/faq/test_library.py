from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from common.background_thread import BackgroundThread
from common.clock import FakeClock
from common.errors import ContentError
from faq.engine.explain import explain
from faq.engine.library import Library
from faq.engine.state import KnowledgeState
from faq.ranking.decision import IntentScore
from tests.faq.content_folder import edit
from tests.small_project import write_small_project

ENTRIES = "faq/entries/small.yml"
PATIENCE_S = 60
"""A state is built in a second; a machine that works on more beside needed over five (one run of many)."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_small_project(tmp_path)


def test_an_exact_question_is_answered(root: Path) -> None:
    decision = Library.open(root).decide("密码，忘了！！")
    assert (decision.band, decision.reason, decision.candidates[0].entry_id) == ("answer", "exact", "reset_password")
    assert decision.candidates[0].score == 1.0


def test_nothing_similar_and_empty(root: Path) -> None:
    library = Library.open(root)
    assert (library.decide("").band, library.decide("").candidates) == ("none", ())
    assert library.decide("xyz").reason == "nothing_similar"
    assert library.rank("xyz") == ()


def test_an_entry_past_its_day_is_no_candidate(root: Path) -> None:
    asked = "停机到几点"
    now = Library.open(root).decide(asked)
    then = Library.open(root, FakeClock(datetime(2020, 7, 15, tzinfo=UTC))).decide(asked)
    assert "old_notice" not in [candidate.entry_id for candidate in now.candidates]
    assert (then.band, then.candidates[0].entry_id) == ("answer", "old_notice")


def test_a_scoped_entry_needs_its_school(root: Path) -> None:
    edit(
        root,
        ENTRIES,
        "- id: contact_support\n",
        "- id: contact_support\n  scope: {school: 云杉学院, aliases: [云杉]}\n",
    )
    library = Library.open(root)
    assert library.decide("怎么联系客服").band != "answer"
    assert library.decide("怎么联系客服", context="我是云杉的").candidates[0].entry_id == "contact_support"


def test_an_edit_goes_live_and_keeps_what_was_learnt(root: Path) -> None:
    library = Library.open(root)
    before, learned = library.version, library._state.index.learned
    edit(root, ENTRIES, "请联系学校的学籍管理部门", "请联系学校教务处")
    assert library.refresh()
    assert library.version != before
    assert library._state.index.learned is learned
    assert not library.refresh()


def test_a_new_question_is_learnt(root: Path) -> None:
    library = Library.open(root)
    edit(root, ENTRIES, "questions: [没有学籍,", "questions: [档案空空如也, 没有学籍,")
    assert library.refresh()
    assert library.decide("档案空空如也").candidates[0].entry_id == "no_record"


def test_a_broken_edit_changes_nothing_but_the_problems(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Library.open(root)
    version = library.version
    edit(root, ENTRIES, "  category: 客服与帮助\n", "")
    assert not library.refresh()
    assert library.version == version
    assert [problem.path for problem in library.problems] == [ENTRIES]
    assert f"content_refused place={ENTRIES}:" in caplog.text
    edit(root, ENTRIES, "  title: 怎么找人工客服？\n", "  title: 怎么找人工客服？\n  category: 客服与帮助\n")
    assert library.refresh()
    assert library.problems == ()


def test_broken_from_the_start_is_refused(root: Path) -> None:
    (root / ENTRIES).write_text("- id: 只有编号\n", encoding="utf-8")
    with pytest.raises(ContentError):
        Library.open(root)


def test_readers_are_served_while_edits_go_live(root: Path) -> None:
    library = Library.open(root)
    faults: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            decision = library.decide("手机号被注册了")
            if decision.candidates[0].entry_id != "phone_registered":
                faults.append(decision)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(3):
        edit(root, ENTRIES, "提示手机号已注册", f"提示手机号已注册{number}")
        assert library.refresh()
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []


def test_no_question_waits_for_a_reload(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """«接着问的» took the lock of a reload first: while classifiers were fitted (2 to 20 s) every message waited."""
    library = Library.open(root)
    reached, go_on, answered = threading.Event(), threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> KnowledgeState:
        reached.set()
        go_on.wait(10)
        return library._state

    def ask() -> None:
        library.decide("密码忘了")
        library.asked_next("那邮箱呢", ["reset_password"])
        library.meanings(["密码忘了"])
        answered.set()

    monkeypatch.setattr("faq.engine.kept_state.build_state", slow)
    edit(root, ENTRIES, "提示手机号已注册", "提示手机号已注册了")
    reload, asker = threading.Thread(target=library.refresh), threading.Thread(target=ask)
    reload.start()
    assert reached.wait(10)
    asker.start()
    in_time = answered.wait(5)
    go_on.set()
    reload.join()
    asker.join()
    assert in_time


def test_watch_notices_an_edit(root: Path) -> None:
    library = Library.open(root)
    version = library.version
    background = watched(library)
    edit(root, ENTRIES, "换一个手机号，或者申诉。", "申诉。")
    wait_until(lambda: library.version != version)
    background.close()


def watched(library: Library) -> BackgroundThread:
    background = BackgroundThread()
    background.start("content", library.watch, every_s=0.0)
    return background


def wait_until(holds: Callable[[], bool]) -> None:
    """For what a background thread does: it has no event to wait for."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert holds()


def test_an_emptied_training_file_does_not_end_the_watching(root: Path) -> None:
    """An empty `nlu:` in data/nlu.yml once ended the thread that looks for edits, for good and in silence."""
    library = Library.open(root)
    version = library.version
    background = watched(library)
    (root / "data/nlu.yml").write_text("nlu:\n", encoding="utf-8")
    library.look_now()
    threading.Event().wait(0.1)
    edit(root, ENTRIES, "换一个手机号，或者申诉。", "申诉。")
    library.look_now()
    wait_until(lambda: library.version != version)
    background.close()
    assert library.problems == ()


def test_any_fault_while_reading_keeps_the_old_state_and_says_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock()
    library = Library.open(root, clock)
    version = library.version
    background = watched(library)
    with monkeypatch.context() as broken:
        broken.setattr("faq.engine.state.load_careful", lambda *_: 1 / 0)
        edit(root, ENTRIES, "换一个手机号，或者申诉。", "申诉。")
        wait_until(lambda: bool(library.problems))
        threading.Event().wait(0.1)
    assert library.version == version
    assert library.decide("密码忘了").band == "answer"
    message = str(library.problems[0])
    assert message.startswith("faq:1: 读新内容时出了意外（ZeroDivisionError，test_library.py:")
    assert caplog.text.count("content_failed error=ZeroDivisionError at=test_library.py:") == 1
    clock.advance(31)
    library.look_now()
    wait_until(lambda: library.version != version)
    background.close()
    assert library.problems == ()


def test_an_override_asks_back(root: Path) -> None:
    (root / "faq/careful.yml").write_text("- entry: reset_password\n  at_least: 1\n  why: 试验\n", encoding="utf-8")
    library = Library.open(root)
    assert library.decide("密码忘了").band == "answer", "the very question of an entry needs no doubt"
    assert library._state.model.thresholds.answer_from("reset_password") == 1.0
    assert "reset_password" in library.decide("密码它好像不对劲了").careful, "nor does it lead a list"


def test_explanation_in_words_and_as_data(root: Path) -> None:
    explanation = explain(Library.open(root), "忘季密碼了", [IntentScore("forgot_password", 0.9)])
    lines = explanation.lines()
    assert lines[0] == "归一后的文字：忘季密码了"
    assert lines[1] == "改正拼音和错字后：忘记密码了"
    assert "意图：forgot_password 0.90" in lines
    assert lines[-1].startswith("结论：")
    data = explanation.as_dict()
    assert data["mended"] == "忘记密码了"
    assert data["candidates"][0]["faq_id"] == "reset_password"
