"""A change of the knowledge base: nothing else in the file moves, it can be taken back, it is live and remembered."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.errors import BotError, ContentError
from faq.checks.content import check_content
from faq.content.loader import load_content
from faq.engine.bundle import digest_of, pack, unpack
from learning.changes import AddWordings, MarkNotOurs, WriteEntry
from learning.edits import OverlapError, edits_between, taken_back
from learning.form_faults import FormError
from learning.keeping import KeptText
from learning.promised import PROMISED_FILE, PromisedElsewhereError
from learning.rows.records import Records
from learning.shelf import FileShelf, PublishedShelf, write_files
from learning.workbench import OvertakenChangeError, Workbench
from tickets.content_versions import ContentVersions

TODAY = date(2026, 11, 2)
ENTRIES = "faq/entries/added.yml"
ADD = AddWordings(("密码咋弄回来", "密码找不着了"), entry="reset_password")


@pytest.fixture
def workshop(project: Path, engine: Engine) -> Workbench:
    return Workbench(FileShelf(project), Records(engine, FakeClock()), FakeClock())


def text(root: Path, name: str = ENTRIES) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_wordings_go_to_the_end_and_are_promised(project: Path) -> None:
    before = text(project)
    files = ADD.apply(project, TODAY)
    assert files[ENTRIES] == before.replace(
        "    - 找回密码在哪里点\n", "    - 找回密码在哪里点\n    - 密码咋弄回来\n    - 密码找不着了\n"
    )
    assert files[PROMISED_FILE].endswith(
        "- question: 密码咋弄回来\n  entry: reset_password\n- question: 密码找不着了\n  entry: reset_password\n"
    )
    write_files(project, files)
    assert check_content(project) == []
    again = AddWordings(("密码咋弄回来", "密码 找不着了！"), entry="reset_password").apply(project, TODAY)
    assert text(project, PROMISED_FILE) == again[PROMISED_FILE]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (AddWordings(("问",), entry="no_such"), "没有「no_such」"),
        (AddWordings(("密码忘了怎么找回",), entry="reset_password"), "已经有了"),
        (MarkNotOurs(("讲个笑话",)), "已经标成"),
        (WriteEntry(fields={"id": "Bad Id"}, is_new=True), "「id」的写法不对"),
        (WriteEntry(fields={"id": "find_username"}, is_new=True), "已经有编号"),
        (WriteEntry(fields={"id": "no_such"}), "没有「no_such」"),
        (WriteEntry(fields={"id": "find_username"}), "没有改动"),
    ],
)
def test_what_cannot_be_done_says_why(project: Path, change: AddWordings, words: str) -> None:
    with pytest.raises(BotError, match=words):
        change.apply(project, TODAY)


def test_a_promise_is_kept_to_one_entry(project: Path) -> None:
    write_files(project, ADD.apply(project, TODAY))
    with pytest.raises(PromisedElsewhereError, match="以前答应过由「reset_password」"):
        AddWordings(("密码咋弄回来",), entry="find_username").apply(project, TODAY)


def test_what_stays_with_another_entry_is_written_there_in_the_same_change(workshop: Workbench, project: Path) -> None:
    before = text(project)
    kept = (KeptText("用户名忘了咋找", "find_username"), KeptText("忘记用户名怎么找回？", "find_username"))
    draft = workshop.draft(AddWordings(("密码咋弄回来",), entry="reset_password", kept=kept))
    number, _ = workshop.save(draft, "小林")
    entries = {entry.id: entry for entry in load_content(project).entries}
    assert "密码咋弄回来" in entries["reset_password"].questions
    assert "用户名忘了咋找" in entries["find_username"].questions
    assert "- question: 用户名忘了咋找\n  entry: find_username\n" in text(project, PROMISED_FILE)
    workshop.undo(number, "小林")
    assert text(project) == before


def test_what_stays_may_differ_in_the_one_character_that_matters(workshop: Workbench, project: Path) -> None:
    [theirs] = [entry.questions[0] for entry in load_content(project).entries if entry.id == "find_username"]
    mine = f"预{theirs}"
    fields = {"id": "reset_password", "questions": [*_questions(project, "reset_password"), mine]}
    assert any("几乎一样" in fault.text for fault in workshop.draft(WriteEntry(fields=fields)).faults)
    kept = (KeptText(theirs, "find_username"),)
    assert not any("几乎一样" in fault.text for fault in workshop.draft(WriteEntry(fields=fields, kept=kept)).faults)


def _questions(project: Path, name: str) -> list[str]:
    return [text for entry in load_content(project).entries if entry.id == name for text in entry.questions]


def test_a_faulty_entry_names_every_fault(project: Path) -> None:
    change = WriteEntry(fields={"id": "new_entry", "title": "新的？", "valid_until": "2026-02-30"}, is_new=True)
    with pytest.raises(ContentError) as error:
        change.apply(project, TODAY)
    told = str(error.value)
    assert "2026-02-30" in told
    assert "answer" in told


def test_an_edit_leaves_every_other_line_alone(project: Path) -> None:
    before = text(project)
    fields = {"id": "find_username", "answer": "在登录页点“找回用户名”。", "valid_until": "2027-01-01", "hot": None}
    after = WriteEntry(fields=fields).apply(project, TODAY)[ENTRIES]
    assert after == before.replace("在登录页点“找回用户名”，填证件号。", "在登录页点“找回用户名”。").replace(
        "  reviewed: 2026-11-01\n", "  reviewed: 2026-11-01\n  valid_until: 2027-01-01\n"
    ).replace("  valid_until: 2027-01-01\n", "", 1)


def test_not_ours_becomes_an_example(project: Path) -> None:
    files = MarkNotOurs(("医保卡(社保)密码",)).apply(project, TODAY)
    assert list(files) == ["data/nlu.yml"]
    assert "    - 讲个笑话\n    - 医保卡 社保 密码\n\n- intent: greet" in files["data/nlu.yml"]


def test_a_draft_shows_the_answer_and_changes_nothing(workshop: Workbench, project: Path) -> None:
    before = text(project)
    draft = workshop.draft(ADD)
    assert draft.entry is not None
    assert "密码咋弄回来" in draft.entry.questions
    assert text(project) == before
    assert workshop.draft(ADD).key == draft.key


def test_saved_undone_and_remembered(workshop: Workbench, project: Path) -> None:
    before = text(project)
    number, said = workshop.save(workshop.draft(ADD), "编辑")
    assert said == ""
    assert "密码咋弄回来" in load_content(project).entries[0].questions
    # Somebody else changes another entry of the same file meanwhile.
    workshop.save(workshop.draft(AddWordings(("账号名咋查",), entry="find_username")), "同事")
    changes = workshop.records.newest()
    assert [(change.author, change.summary) for change in changes] == [
        ("同事", "加成问法 find_username：账号名咋查"),
        ("编辑", "加成问法 reset_password：密码咋弄回来 等 2 句"),
    ]
    workshop.undo(number, "编辑")
    after = text(project)
    assert "密码咋弄回来" not in after
    assert after == before.replace("    - 找回用户名入口\n", "    - 找回用户名入口\n    - 账号名咋查\n")
    with pytest.raises(BotError, match="已经由编辑撤销了"):
        workshop.undo(number, "同事")
    with pytest.raises(BotError, match="没有这次修改"):
        workshop.undo(99, "同事")


def test_a_draft_that_is_not_what_was_looked_at_is_not_saved(workshop: Workbench) -> None:
    draft = workshop.draft(ADD)
    workshop.save(workshop.draft(AddWordings(("密码没了",), entry="reset_password")), "同事")
    with pytest.raises(OvertakenChangeError, match="最近一次是同事：加成问法 reset_password：密码没了"):
        workshop.save(draft, "编辑")


def test_two_drafts_go_live_one_after_the_other(workshop: Workbench, project: Path) -> None:
    """Both write the file of promises and the same file of entries; neither changes what the other looked at."""
    mine, theirs = workshop.draft(ADD), workshop.draft(AddWordings(("账号名咋查",), entry="find_username"))
    workshop.save(theirs, "同事")
    assert workshop.draft(ADD).key == mine.key
    workshop.save(mine, "编辑")
    promised = text(project, PROMISED_FILE)
    assert [promised.count(f"question: {one}") for one in ("账号名咋查", *ADD.texts)] == [1, 1, 1]
    assert [len(entry.questions) for entry in load_content(project).entries[:2]] == [
        len(mine.content.entries[0].questions),
        len(theirs.content.entries[1].questions),
    ]


def test_an_edit_that_was_changed_again_is_not_undone(workshop: Workbench) -> None:
    first = WriteEntry(fields={"id": "find_username", "answer": "在登录页点“找回用户名”。"})
    number, _ = workshop.save(workshop.draft(first), "编辑")
    second = WriteEntry(fields={"id": "find_username", "answer": "点“找回用户名”就行。"})
    workshop.save(workshop.draft(second), "同事")
    with pytest.raises(BotError, match="之后又改过"):
        workshop.undo(number, "编辑")


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("wanted", [True, False])
def test_a_repository_gets_a_commit_in_the_editors_name(project: Path, engine: Engine, wanted: bool) -> None:
    """Of these files only: what somebody else has staged or changed stays as it was."""
    git(project, "init", "--quiet")
    git(project, "-c", "user.name=x", "-c", "user.email=x@y", "commit", "--quiet", "--allow-empty", "-m", "begin")
    git(project, "add", ".")
    (project / "other.txt").write_text("staged", encoding="utf-8")
    git(project, "add", "other.txt")
    workshop = Workbench(FileShelf(project, git_commit=wanted), Records(engine, FakeClock()), FakeClock())
    workshop.save(workshop.draft(ADD), "小 <编>辑")
    last = git(project, "log", "-1", "--format=%an|%s")
    if not wanted:
        assert last == "x|begin"
        return
    assert last == "小 编辑|加成问法 reset_password：密码咋弄回来 等 2 句"
    assert set(git(project, "show", "--name-only", "--format=").splitlines()) == {ENTRIES, PROMISED_FILE}
    assert git(project, "diff", "--cached", "--name-only") == "data/nlu.yml\nother.txt"


def test_published_content_gets_a_version(project: Path, engine: Engine, tmp_path: Path) -> None:
    versions = ContentVersions(engine, FakeClock())
    shelf = PublishedShelf(project, versions)
    workshop = Workbench(shelf, Records(engine, FakeClock()), FakeClock())
    number, _ = workshop.save(workshop.draft(ADD), "编辑")
    latest = versions.latest()
    assert latest is not None
    assert (latest.number, latest.author) == (1, "编辑")
    assert "密码咋弄回来" not in text(project)  # the project's own files are somebody's working copy
    place = tmp_path / "live"
    place.mkdir()
    unpack(versions.parcel(1), place)
    assert "密码咋弄回来" in text(place)
    assert "密码咋弄回来" in text(place, PROMISED_FILE)
    workshop.undo(number, "编辑")
    assert [version.number for version in versions.newest(5)] == [2, 1]


def test_a_version_published_meanwhile_is_not_overwritten(project: Path, engine: Engine) -> None:
    versions = ContentVersions(engine, FakeClock())

    class Overtaken(PublishedShelf):
        """Somebody publishes between the reading and the writing, once."""

        def _unpack(self, folder: Path) -> int:
            parent = super()._unpack(folder)
            if versions.latest() is None:
                parcel = pack(project)
                versions.publish(parcel, digest_of(parcel), parent=0, author="同事")
            return parent

    draft = Workbench(FileShelf(project), Records(engine, FakeClock()), FakeClock()).draft(ADD)
    workshop = Workbench(Overtaken(project, versions), Records(engine, FakeClock()), FakeClock())
    workshop.save(draft, "编辑")
    assert [(version.number, version.author) for version in versions.newest(5)] == [(2, "编辑"), (1, "同事")]


def test_edits_are_taken_back_wherever_their_lines_went() -> None:
    old, new = "a\nb\nc\nd", "a\nB\nc\nd"
    edits = edits_between("f", old, new)
    assert taken_back(new, edits) == old
    assert taken_back("0\n1\n" + new, edits) == "0\n1\n" + old
    with pytest.raises(OverlapError):
        taken_back("a\nX\nc\nd", edits)
    removed = edits_between("f", "a\nb\nc", "a\nc")
    assert taken_back("a\nc", removed) == "a\nb\nc"
    with pytest.raises(OverlapError):
        taken_back("a\nx\nc", removed)


def test_all_faults_of_a_form_are_told_at_once_each_at_its_field(workshop: Workbench) -> None:
    fields: dict[str, Any] = {
        "id": "student_card",
        "title": "学生证怎么补办？",
        "category": "学信网账号",
        "intent": "ask_other_service",
        "questions": ["学生证丢了", "密码忘了怎么找回", "补学生证", "学生证不见了", "学生证怎么再办一张"],
        "answer": "问学校。",
        "actions": [{"title": "找学校", "to": "faq:no_such_entry"}],
        "reviewed": "2026-11-01",
    }
    with pytest.raises(FormError) as told:
        workshop.draft(WriteEntry(fields=fields, is_new=True))
    assert ("source", "出处") in [(fault.key, fault.label) for fault in told.value.faults]
    by_key = {fault.key: fault.text for fault in told.value.faults}
    assert "还空着" in by_key["source"] and "no_such_entry" in by_key["actions"] and "重复" in by_key["questions"]
    assert by_key["questions"] == (
        "问句「密码忘了怎么找回」和条目「reset_password」的重复。改法：只留在更合适的那个条目里"
    )
    whole = {**fields, "source": [{"title": "学信网帮助中心", "date": "2025-09"}]}
    left = workshop.draft(WriteEntry(fields=whole, is_new=True)).faults
    assert {fault.key for fault in left} >= {"actions", "questions"}
    sound = {**whole, "questions": [*whole["questions"][2:], "学生证丢了", "学生证没了"]}
    del sound["actions"]
    assert workshop.draft(WriteEntry(fields=sound, is_new=True)).faults == ()
    twice = [*sound["questions"], sound["title"]]  # what is the title is no question of another entry
    assert [
        fault.text for fault in workshop.draft(WriteEntry(fields={**sound, "questions": twice}, is_new=True)).faults
    ] == ["问句「学生证怎么补办？」和标准问题一样。改法：删掉这一行"]
    unnamed = WriteEntry(fields={**sound, "id": "Bad Id", "answer": "长" * 2000}, is_new=True)
    with pytest.raises(FormError) as told:
        workshop.draft(unnamed)
    assert {"id", "answer"} <= {fault.key for fault in told.value.faults}


def test_what_is_marked_as_not_ours_is_another_version(project: Path, workshop: Workbench) -> None:
    """Else every process would seem to serve it before any does."""
    before = load_content(project).version
    workshop.save(workshop.draft(MarkNotOurs(("食堂几点开门",))), "编辑")
    assert load_content(project).version != before
