"""A stamp differs when a file was changed, made or removed, and only then."""

from __future__ import annotations

import os
from pathlib import Path

from faq.content.loader import CONTACTS_FILE, ENTRIES_FOLDER
from faq.engine.stamps import content_stamp
from faq.engine.state import state_files, state_stamp
from tests.real_content import ROOT


def test_a_stamp_tells_one_state_of_the_files_from_another(tmp_path: Path) -> None:
    folder, contacts = tmp_path / ENTRIES_FOLDER, tmp_path / CONTACTS_FILE
    folder.mkdir(parents=True)
    seen = [content_stamp(tmp_path)]
    for path, text in ((contacts, "a"), (folder / "one.yml", "a"), (folder / "one.yml", "ab")):
        path.write_text(text)
        seen.append(content_stamp(tmp_path))
    os.utime(folder / "one.yml", ns=(5, 5))
    seen.append(content_stamp(tmp_path))
    assert len(set(seen)) == len(seen) == 5
    (folder / "~$one.yml").write_text("what Office keeps while it is open")
    (folder / "notes.txt").write_text("a")
    (folder / "link.yml").symlink_to(tmp_path / "nowhere.yml")
    assert content_stamp(tmp_path) == seen[-1]
    (folder / "one.yml").unlink()
    assert content_stamp(tmp_path) == seen[1]


def test_another_file_counts_and_a_folder_need_not_be_there(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    assert content_stamp(tmp_path, [other]) == frozenset()
    other.write_text("a")
    assert content_stamp(tmp_path, [other]) == {(str(other), other.stat().st_mtime_ns, 1)}


def test_the_stamp_of_a_state_looks_at_every_file_it_is_made_of() -> None:
    assert {name for name, _, _ in state_stamp(ROOT)} == {str(path) for path in state_files(ROOT) if path.exists()}
