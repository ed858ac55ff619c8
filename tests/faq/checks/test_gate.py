"""What the check calls an error never goes live; what was served goes on being served, also after a start."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from common.clock import FakeClock
from common.errors import ContentError, Problem
from faq.checks.content import examine_content
from faq.checks.gate import CheckGate
from faq.engine.library import Library
from tests.faq.content_folder import DAY, copy_knowledge, edit

ACCOUNT, SUPPORT = "faq/entries/account.yml", "faq/entries/support.yml"
WHO = ("-c", "user.name=t", "-c", "user.email=t@example.com")
WRONG_HOTLINE = "急的话打 010-67410388", "急的话打 010-99999999"


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


class Judge:
    """The real check on the day of the tests, counting."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, folder: Path) -> list[Problem]:
        self.asked += 1
        return examine_content(folder, DAY).faults


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_knowledge(tmp_path / "project")


def test_a_wrong_hotline_never_goes_live_and_is_told(root: Path, tmp_path: Path) -> None:
    library = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", Judge()))
    edit(root, SUPPORT, *WRONG_HOTLINE)
    assert not library.refresh()
    entry = library.content.entry("contact_email")
    assert entry is not None and "010-67410388" in entry.answer
    assert [problem.path for problem in library.problems] == [SUPPORT]
    edit(root, SUPPORT, *reversed(WRONG_HOTLINE))
    edit(root, SUPPORT, "三个工作日内会有回复", "三个工作日内会有人回复")
    assert library.refresh()
    assert library.problems == ()
    entry = library.content.entry("contact_email")
    assert entry is not None and "会有人回复" in entry.answer


def test_a_process_that_starts_while_the_files_are_faulty_serves_what_the_others_serve(
    root: Path, tmp_path: Path
) -> None:
    judge = Judge()
    with pytest.raises(ContentError):  # nothing was ever good: there is nothing to serve
        edit(root, SUPPORT, *WRONG_HOTLINE)
        Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", judge))
    edit(root, SUPPORT, *reversed(WRONG_HOTLINE))
    first = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", judge))
    edit(root, SUPPORT, *WRONG_HOTLINE)
    late = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", judge))
    assert late.version == first.version
    assert [problem.path for problem in late.problems] == [SUPPORT]
    assert late.decide("学信网邮箱地址").candidates[0].entry_id == "contact_email"
    edit(root, SUPPORT, *reversed(WRONG_HOTLINE))
    assert late.refresh()
    assert late.problems == ()


def test_what_one_process_judged_the_others_need_not(root: Path, tmp_path: Path) -> None:
    judge = Judge()
    for _ in range(3):
        CheckGate(tmp_path / "checked", judge).admit(root)
    edit(root, SUPPORT, *WRONG_HOTLINE)
    for _ in range(3):
        with pytest.raises(ContentError, match="support"):
            CheckGate(tmp_path / "checked", judge).admit(root)
    assert judge.asked == 2


def test_without_a_place_for_verdicts_it_checks_each_time(root: Path, tmp_path: Path) -> None:
    judge = Judge()
    (tmp_path / "checked").write_text("a file, no folder", encoding="utf-8")
    gate = CheckGate(tmp_path / "checked", judge)
    for _ in range(2):
        with gate.building(root):
            pass
    assert (judge.asked, gate.last_good()) == (2, None)


def test_damaged_verdicts_are_judged_anew(root: Path, tmp_path: Path) -> None:
    judge = Judge()
    gate = CheckGate(tmp_path / "checked", judge)
    with gate.building(root):
        pass
    (tmp_path / "checked/verdicts.json").write_text('{"x": 3', encoding="utf-8")
    (tmp_path / "checked/good.zip").write_bytes(b"no parcel")
    assert gate.last_good() is None
    with gate.building(root):
        pass
    assert (judge.asked, gate.last_good() is not None) == (2, True)


def test_new_figures_are_taken_over_without_a_restart(root: Path, tmp_path: Path) -> None:
    library = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", Judge()))
    before = library.decide("邮箱那边咋联系")
    shipped = (Path(__file__).resolve().parents[3] / "faq/calibration.json").read_text(encoding="utf-8")
    own = root / "faq/calibration.json"
    own.write_text(re.sub(r'"bias": [-0-9.]+', '"bias": 9.0', shipped), encoding="utf-8")
    assert library.refresh()
    assert library.decide("邮箱那边咋联系").candidates[0].score > before.candidates[0].score
    own.write_text("{", encoding="utf-8")
    assert not library.refresh()
    assert [problem.message for problem in library.problems] == ["校准文件读不出来（JSONDecodeError）"]


def test_a_broken_list_of_other_places_never_goes_live_and_the_next_start_serves(root: Path, tmp_path: Path) -> None:
    places = root / "faq/elsewhere.yml"
    places.write_text("- name: 铁路12306\n  words: [火车票]\n", encoding="utf-8")
    library = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", Judge()))
    edit(root, "faq/elsewhere.yml", "  words: [火车票]", "  words: 火车票")
    assert not library.refresh()
    restarted = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", Judge()))
    for each in (library, restarted):
        assert [problem.path for problem in each.problems] == ["faq/elsewhere.yml"]
        assert each.places[0].words == ("火车票",)


def test_broken_figures_under_a_running_process_do_not_keep_the_next_start_from_serving(
    root: Path, tmp_path: Path
) -> None:
    own = root / "faq/calibration.json"
    own.write_bytes((Path(__file__).resolve().parents[3] / "faq/calibration.json").read_bytes())
    library = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", Judge()))
    own.write_text("{", encoding="utf-8")
    assert not library.refresh()
    restarted = Library.open(root, DAY, gate=CheckGate(tmp_path / "checked", Judge()))
    assert [problem.path for problem in restarted.problems] == ["faq/calibration.json"]
    assert restarted.decide("学信网邮箱地址").candidates == library.decide("学信网邮箱地址").candidates


def test_what_no_state_could_be_built_of_is_nothing_to_fall_back_on(root: Path, tmp_path: Path) -> None:
    gate = CheckGate(tmp_path / "checked", Judge())
    with pytest.raises(ContentError), gate.building(root):
        raise ContentError([Problem("faq/calibration.json", 1, "读不出来", "重新生成")])
    assert gate.last_good() is None


def test_a_deleted_file_is_missed_until_git_is_told_and_then_goes_by_itself(root: Path, tmp_path: Path) -> None:
    edit(root, SUPPORT, "  related: [reset_password]\n", "")
    for arguments in (["init", "-q"], ["add", "faq"], [*WHO, "commit", "-qm", "x"]):
        git(root, *arguments)
    clock = FakeClock(DAY.now())
    library = Library.open(root, clock, gate=CheckGate(tmp_path / "checked", Judge()))
    assert library.problems == () and library.content.entry("reset_password") is not None
    (root / ACCOUNT).unlink()
    assert not library.refresh()
    assert [problem.kind for problem in library.problems] == ["deleted"]
    git(root, "rm", "-q", "--cached", ACCOUNT)
    assert not library.refresh()  # no file changed
    clock.advance(5)
    assert library.refresh()
    assert library.problems == () and library.content.entry("reset_password") is None
