from __future__ import annotations

import os
from pathlib import Path

import pytest

from common.kept_object import KeptObject


@pytest.fixture
def path(tmp_path: Path) -> Path:
    KeptObject(tmp_path / "it.kept").write("甲", {"问": [1, 2]})
    return tmp_path / "it.kept"


def test_what_was_kept_is_there_under_its_name_only(path: Path) -> None:
    assert KeptObject(path).read("甲", dict) == {"问": [1, 2]}
    assert KeptObject(path).read("乙", dict) is None
    assert KeptObject(path).read("甲", list) is None
    assert [file.name for file in path.parent.iterdir()] == ["it.kept"]


def test_a_new_one_takes_its_place(path: Path) -> None:
    KeptObject(path).write("乙", {})
    assert KeptObject(path).read("甲", dict) is None
    assert KeptObject(path).read("乙", dict) == {}


def test_what_others_could_have_written_is_not_read(path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0
    for mode in (0o620, 0o602):
        path.chmod(mode)
        assert KeptObject(path).read("甲", dict) is None
    path.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
        assert KeptObject(path).read("甲", dict) is None


@pytest.mark.parametrize("change", [lambda kept: kept[:-1], lambda kept: kept[:70], lambda _: b"", lambda _: b"x" * 99])
def test_a_damaged_file_is_none(path: Path, change) -> None:  # type: ignore[no-untyped-def]
    path.write_bytes(change(path.read_bytes()))
    assert KeptObject(path).read("甲", dict) is None


class Fickle:
    def __reduce__(self) -> tuple[type[Fickle], tuple[int]]:
        return Fickle, (1,)  # which takes nothing: as after a change of the class


def test_what_cannot_be_made_again_is_none_and_said(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    KeptObject(path).write("甲", Fickle())
    assert KeptObject(path).read("甲", Fickle) is None
    assert "kept_object_unreadable file=it.kept error=TypeError" in caplog.text


def test_without_the_folder_or_room_nothing_is_kept_and_nothing_raised(tmp_path: Path) -> None:
    kept = KeptObject(tmp_path / "away/it.kept")
    kept.write("甲", [1])
    assert kept.read("甲", list) is None
    (tmp_path / "full.kept").mkdir()
    KeptObject(tmp_path / "full.kept").write("甲", [1])
    assert [file.name for file in tmp_path.iterdir()] == ["full.kept"]
