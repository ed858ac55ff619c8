"""Pictures are kept, shared and removed the same way wherever their bytes lie."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from cryptography.fernet import Fernet
from sqlalchemy.engine import Engine
from tickets.pictures import clean_picture

from bot.__main__ import main
from common.clock import FakeClock
from common.errors import BotError
from common.settings import Settings
from tests.fakes.s3_server import FakeS3
from tests.tickets.samples import ANNA, BEN, make_image
from tickets.attachments import AttachmentStore, open_attachments, open_picture_files
from tickets.errors import PictureError
from tickets.picture_bucket import BucketFiles
from tickets.picture_files import PictureFiles, PictureLock
from tickets.rotation import rotate_keys
from tickets.vault import Vault

CLEAN = clean_picture(make_image())


@pytest.fixture
def bucket() -> Iterator[FakeS3]:
    with FakeS3().running() as store:
        yield store


@pytest.fixture(params=["directory", "database", "s3"])
def placed(request: pytest.FixtureRequest) -> Settings:
    if request.param != "s3":
        return in_storage(pictures=request.param)
    return in_bucket(request.getfixturevalue("bucket"))


def in_storage(**values: str) -> Settings:
    settings = Settings()
    return replace(settings, storage=replace(settings.storage, **values))


def in_bucket(store: FakeS3, secret_key: str = "secret") -> Settings:
    return in_storage(pictures=store.address, s3_access_key=store.access_key, s3_secret_key=secret_key)


@pytest.fixture
def pictures(placed: Settings, engine: Engine, vault: Vault, tmp_path: Path, clock: FakeClock) -> AttachmentStore:
    return open_attachments(engine, vault, placed, tmp_path, clock)


@pytest.fixture
def files(placed: Settings, engine: Engine, tmp_path: Path, clock: FakeClock) -> PictureFiles:
    return open_picture_files(engine, placed, tmp_path, clock)


def test_a_picture_is_kept_once_sealed_and_goes_with_its_last_row(
    pictures: AttachmentStore, files: PictureFiles, vault: Vault
) -> None:
    one, two = pictures.take(ANNA, make_image()), pictures.take(BEN, make_image())
    assert files.names() == [CLEAN.sha256]
    assert vault.unseal(files.get(CLEAN.sha256)) == CLEAN.data
    assert pictures.open_for_person(ANNA, one.id) == (one, CLEAN.data)
    pictures.delete([one.id])
    assert pictures.open_for_agent(two.id) == (two, CLEAN.data)
    pictures.delete([two.id])
    assert files.names() == []


def test_what_a_crash_left_is_swept(pictures: AttachmentStore, files: PictureFiles) -> None:
    view = pictures.take(ANNA, make_image())
    for number in range(3):
        files.put(f"{number}" * 64, b"left behind")
    assert pictures.sweep() == 3
    assert files.names() == [view.sha256]


def test_bytes_that_are_gone_are_a_polite_refusal(pictures: AttachmentStore, files: PictureFiles) -> None:
    view = pictures.take(ANNA, make_image())
    files.remove(view.sha256)
    files.remove(view.sha256)
    assert not files.has(view.sha256)
    with pytest.raises(PictureError, match="这张图片不存在"):
        pictures.open_for_agent(view.id)


def test_what_is_there_stays_unless_it_is_to_be_replaced(files: PictureFiles) -> None:
    name = "a" * 64
    files.put(name, b"one")
    files.put(name, b"two")
    assert (files.has(name), files.get(name)) == (True, b"one")
    files.put(name, b"three", replace=True)
    assert files.get(name) == b"three"


def test_a_rotation_reaches_them(
    placed: Settings, engine: Engine, tmp_path: Path, clock: FakeClock, files: PictureFiles
) -> None:
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    view = open_attachments(engine, Vault([old]), placed, tmp_path, clock).take(ANNA, make_image())
    both = Vault([new, old])
    assert rotate_keys(engine, both, open_attachments(engine, both, placed, tmp_path, clock)) == 1
    assert Vault([new]).unseal(files.get(view.sha256)) == CLEAN.data


def test_taking_and_deleting_at_once_never_loses_one(
    placed: Settings, pictures: AttachmentStore, files: PictureFiles
) -> None:
    faults: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                view = pictures.take(ANNA, make_image())
                pictures.open_for_person(ANNA, view.id)
                pictures.delete([view.id])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, files.names()) == ([], [])


def test_pictures_are_taken_side_by_side_but_removed_alone(engine: Engine, tmp_path: Path) -> None:
    lock = PictureLock(engine, tmp_path)
    removed = threading.Event()

    def remove() -> None:
        with lock.alone():
            removed.set()

    with lock.taking(), lock.taking():
        thread = threading.Thread(target=remove)
        thread.start()
        assert not removed.wait(0.2)
    thread.join()
    assert removed.is_set()


def test_a_wrong_key_is_refused_by_the_store(bucket: FakeS3) -> None:
    files = BucketFiles(in_bucket(bucket, secret_key="guessed").storage)
    with pytest.raises(ClientError, match=r"Forbidden|SignatureDoesNotMatch"):
        files.put("a" * 64, b"x", replace=True)
    assert (bucket.objects, bucket.refused) == ({}, 1)


def test_a_store_that_is_out_of_order_is_no_missing_picture(
    engine: Engine, vault: Vault, tmp_path: Path, clock: FakeClock, bucket: FakeS3
) -> None:
    """Mail with pictures must be tried again, not go out without them."""
    pictures = open_attachments(engine, vault, in_bucket(bucket), tmp_path, clock)
    view = pictures.take(ANNA, make_image())
    bucket.broken = True
    with pytest.raises(ClientError):
        pictures.open_for_agent(view.id)
    bucket.broken = False
    assert pictures.open_for_agent(view.id)[0] == view


def test_a_store_without_its_keys_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(BotError) as fault:
        open_picture_files(engine, in_storage(pictures="s3://s3.example.cn/pictures"), tmp_path)
    assert str(fault.value) == (
        "settings.yml: storage.pictures 是 S3，storage.s3_access_key 却空着。"
        "改法：写成 s3_access_key: ${S3_ACCESS_KEY}，值放进环境变量。"
    )


def test_pictures_move_to_another_place_by_command(
    tmp_path: Path, bucket: FakeS3, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tickets.database import open_database
    from tickets.migrations import migrate
    from tickets.vault import open_vault

    engine = open_database("sqlite:///var/bot.db", tmp_path)
    migrate(engine)
    vault = open_vault("", tmp_path / "var")
    view = open_attachments(engine, vault, Settings(), tmp_path / "var").take(ANNA, make_image())
    for name, value in (
        ("PICTURES", bucket.address), ("S3_ACCESS_KEY", bucket.access_key), ("S3_SECRET_KEY", bucket.secret_key),
    ):  # fmt: skip
        monkeypatch.setenv(f"BOT_STORAGE_{name}", value)
    assert main(["tickets", "move-pictures", "--from", "directory"], tmp_path) == 0
    assert capsys.readouterr().out == "已经搬了 1 张图片，原来那边的还在，确认无误后可以删掉。\n"
    assert list(bucket.objects) == [f"kept/{view.sha256}"]
    moved = open_attachments(engine, vault, in_bucket(bucket), tmp_path / "var")
    assert moved.open_for_agent(view.id) == (view, CLEAN.data)
    engine.dispose()
