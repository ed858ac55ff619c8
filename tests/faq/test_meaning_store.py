from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faq.meaning.meaning_store import MeaningStore

VECTORS = {"密码忘了": np.array([0.6, 0.8], np.float32), "用户名\n忘了": np.array([1.0, 0.0], np.float32)}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    store = MeaningStore(tmp_path / "var", "aa")
    assert store.read() == {}
    store.write(VECTORS)
    found = MeaningStore(tmp_path / "var", "aa").read()
    assert {text: vector.tobytes() for text, vector in found.items()} == {
        text: vector.tobytes() for text, vector in VECTORS.items()
    }
    assert MeaningStore(tmp_path / "var", "bb").read() == {}


def test_what_is_read_is_no_copy_and_outlives_its_file(tmp_path: Path) -> None:
    store = MeaningStore(tmp_path, "aa")
    store.write(VECTORS)
    found = store.read()
    assert not any(vector.flags.owndata or vector.flags.writeable for vector in found.values())
    store.write({"别的": np.array([0.0, 1.0], np.float32)})
    assert found["密码忘了"].tolist() == VECTORS["密码忘了"].tolist()


def test_a_compressed_file_counts_as_none(tmp_path: Path) -> None:
    texts = np.frombuffer(b'["a"]', np.uint8)
    np.savez_compressed(tmp_path / "meaning-aa.npz", texts=texts, vectors=np.ones((1, 2), np.float32))
    assert MeaningStore(tmp_path, "aa").read() == {}


def test_a_new_model_takes_the_place_of_the_old(tmp_path: Path) -> None:
    MeaningStore(tmp_path, "aa").write(VECTORS)
    MeaningStore(tmp_path, "bb").write(VECTORS)
    assert [path.name for path in tmp_path.iterdir()] == ["meaning-bb.npz"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_broken_file_counts_as_none(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    store = MeaningStore(tmp_path, "aa")
    (tmp_path / "meaning-aa.npz").write_bytes(content)
    assert store.read() == {}
    assert [record.getMessage().partition(" ")[0] for record in caplog.records] == ["meaning_store_unreadable"]
    store.write(VECTORS)
    assert list(store.read()) == list(VECTORS)


def test_without_a_place_to_write_the_work_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "var").write_text("a file, not a folder", encoding="utf-8")
    MeaningStore(tmp_path / "var", "aa").write(VECTORS)
    assert [record.getMessage() for record in caplog.records] == ["meaning_store_unwritable error=FileExistsError"]
