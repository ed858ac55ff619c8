"""Rasa reads the guides of the version that is published, as the other processes do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.running.environments import rasa_environment
from common.clock import FakeClock
from common.errors import ContentError, Problem
from common.settings import ContentSettings, Settings, StorageSettings
from faq.engine.bundle import digest_of, pack
from nlu.current_guidance import CurrentGuidance
from nlu.published_guides import content_gate, guides_source
from tests.faq.guiding.project import GUIDE, write_project
from tests.ready_database import ready_database
from tickets.content_versions import ContentVersions

ENTRY = """\
- id: asked_about
  title: 在读证明怎么开？
  category: 学信档案
  intent: missing_record
  questions: [在读证明怎么开, 怎么开在读证明, 在读证明]
  answer: 去学校开。
  follow_ups:
  - asks: [老师说再等等, 放假了没人, 要等到哪天]
    say: 先用报告。
  source: [{title: 学信网帮助中心, date: 2025-09}]
  reviewed: 2026-11-22
"""


def test_without_publishing_the_files_of_the_project_are_read(tmp_path: Path) -> None:
    assert guides_source(tmp_path, rasa_environment(Settings(), {})) is None


def test_a_published_guide_is_read_and_an_unpublished_edit_is_not(tmp_path: Path) -> None:
    """Each host has its own working copy; guides of one that nobody published once went live on that host alone."""
    copy = write_project(tmp_path / "copy")
    host = write_project(tmp_path / "host", GUIDE.replace("丢了密码", "这台机器上的旧文件"))
    shared = f"sqlite:///{tmp_path / 'shared.db'}"
    engine = ready_database(shared, host)
    parcel = pack(copy)
    ContentVersions(engine).publish(parcel, digest_of(parcel), parent=0, author="李")
    settings = Settings(content=ContentSettings(source="published"), storage=StorageSettings(database_url=shared))
    source = guides_source(host, rasa_environment(settings, {}))
    assert source is not None
    clock = FakeClock()
    guidance = CurrentGuidance(host, source, clock)
    assert name_of(guidance) == "丢了密码"
    parcel = pack(write_project(tmp_path / "other", GUIDE.replace("丢了密码", "改过的")))
    ContentVersions(engine).publish(parcel, digest_of(parcel), parent=1, author="李")
    source.look_now()
    clock.advance(1)
    assert name_of(guidance) == "改过的"
    engine.dispose()


class Doorkeeper:
    """A gate that lets nothing in whose guide has a certain name, and remembers what was good."""

    def __init__(self, refused: str) -> None:
        self.refused = refused
        self.good: Path | None = None

    def admit(self, folder: Path) -> None:
        text = "".join(path.read_text(encoding="utf-8") for path in (folder / "faq/guides").glob("*.yml"))
        if self.refused in text:
            raise ContentError([Problem("faq/guides/lost.yml", 1, "电话不对", "改")])

    def last_good(self) -> Path | None:
        return self.good


def test_what_the_check_refuses_does_not_reach_rasa_either(tmp_path: Path) -> None:
    clock, gate = FakeClock(), Doorkeeper("不许")
    root = write_project(tmp_path / "host")
    guidance = CurrentGuidance(root, clock=clock, gate=gate)
    first = name_of(guidance)
    for name, seen in (("不许上线", first), ("改好了", "改好了")):
        rename(root, name)
        clock.advance(1)
        guidance.now()
        guidance.settle()
        assert name_of(guidance) == seen
    rename(root, "不许上线")
    gate.good = write_project(tmp_path / "good", GUIDE.replace("丢了密码", "上一版"))
    assert name_of(CurrentGuidance(root, clock=clock, gate=gate)) == "上一版"


def test_what_people_ask_next_is_known_as_staff_wrote_it_last(tmp_path: Path) -> None:
    """Rasa's process reads the wordings of follow-ups beside the guides; a broken edit leaves the earlier ones."""
    clock, root = FakeClock(), write_project(tmp_path / "host")
    file = root / "faq/entries/z_next.yml"
    file.parent.mkdir()
    entry = ENTRY
    file.write_text(entry, encoding="utf-8")
    guidance = CurrentGuidance(root, clock=clock)

    def known(text: str) -> bool:
        clock.advance(1)
        return guidance.now().next_asked.find(text, ["asked_about"]) is not None

    assert known("老师说再等等")
    file.write_text(entry.replace("老师说再等等", "学校那边不肯盖章"), encoding="utf-8")
    assert known("学校那边不肯盖章")
    assert not known("老师说再等等")
    file.write_text("- id: [", encoding="utf-8")
    assert known("学校那边不肯盖章")


def test_an_odd_fault_while_judging_keeps_the_guides_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk once ended the thread that judges, and the edit never came, however long one waited."""
    clock = FakeClock()
    root = write_project(tmp_path / "host")
    guidance = CurrentGuidance(root, clock=clock, gate=Doorkeeper("不许"))
    first = name_of(guidance)
    rename(root, "改好了")
    with monkeypatch.context() as broken:
        broken.setattr(Doorkeeper, "admit", lambda *_: 1 / 0)
        clock.advance(1)
        guidance.now()
        guidance.settle()
    assert "guides_failed error=ZeroDivisionError at=test_published_guides.py:" in caplog.text
    clock.advance(1)
    assert name_of(guidance) == first
    clock.advance(30)
    guidance.now()
    guidance.settle()
    assert name_of(guidance) == "改好了"


def rename(root: Path, name: str) -> None:
    for path in (root / "faq/guides").glob("*.yml"):
        path.write_text(GUIDE.replace("丢了密码", name), encoding="utf-8")


def test_rasa_is_told_where_the_verdicts_are_and_by_hand_there_are_none(tmp_path: Path) -> None:
    assert content_gate(tmp_path, rasa_environment(Settings(), {})) is not None
    assert content_gate(tmp_path, {}) is None


def name_of(guidance: CurrentGuidance) -> str:
    return guidance.now().guides.guides["lost"].name
