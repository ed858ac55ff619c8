"""Pictures on disk: encrypted, shared by content, for their owner and agents only, gone when deleted."""

from __future__ import annotations

import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings_allowances import TicketSettings
from screenshots.cleaning import clean_picture
from tests.tickets.samples import ANNA, BEN, make_image, make_picture
from tickets import schema
from tickets.attachments import AttachmentStore
from tickets.database import reading
from tickets.errors import LimitError, PictureError
from tickets.vault import Vault


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def test_a_picture_comes_back_to_its_owner_and_to_agents(store: AttachmentStore) -> None:
    clean = clean_picture(make_image())
    view = store.take(ANNA, make_picture())
    assert (view.sha256, view.filename) == (clean.sha256, f"{clean.sha256[:12]}.png")
    assert store.open_for_person(ANNA, view.id) == (view, clean.data)
    assert store.open_for_agent(view.id) == (view, clean.data)


def test_what_was_read_on_it_is_sealed_beside_it_and_goes_with_it(engine: Engine, store: AttachmentStore) -> None:
    view = store.take(ANNA, make_picture(), "第一行\n第二行")
    assert (view.page_text, store.open_for_agent(view.id)[0]) == ("第一行\n第二行", view)
    with reading(engine) as connection:
        (kept,) = connection.execute(select(schema.attachment.c.page_text)).scalars()
    assert "第一行".encode() not in kept
    store.delete([view.id])
    with reading(engine) as connection:
        assert connection.execute(select(schema.attachment.c.page_text)).scalars().all() == [None]


def test_nobody_else_gets_it(store: AttachmentStore) -> None:
    view = store.take(ANNA, make_picture())
    for person, key in ((BEN, view.id), (ANNA, "x"), (ANNA, ""), (ANNA, view.sha256)):
        with pytest.raises(PictureError) as caught:
            store.open_for_person(person, key)
        assert str(caught.value) == "这张图片不存在，或者已经按期删除。"


def test_on_disk_it_is_encrypted_private_and_kept_once(store: AttachmentStore, tmp_path: Path) -> None:
    one, two = store.take(ANNA, make_picture()), store.take(BEN, make_picture())
    assert one.id != two.id
    folder = tmp_path / "pictures"
    assert files(folder) == [one.sha256]
    path = folder / one.sha256[:2] / one.sha256
    assert b"PNG" not in path.read_bytes()
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, folder)] == [0o600, 0o700, 0o700]


def test_a_refused_picture_leaves_nothing(engine: Engine, vault: Vault, tmp_path: Path, clock: FakeClock) -> None:
    store = AttachmentStore(engine, vault, tmp_path, TicketSettings(pictures_disk_bytes=10), clock)
    with pytest.raises(LimitError) as caught:
        store.take(ANNA, make_picture())
    assert str(caught.value) == "现在收不了图片了。请直接提交工单，用文字说明。"
    with reading(engine) as connection:
        rows = connection.execute(select(func.count()).select_from(schema.attachment)).scalar_one()
    assert (rows, files(tmp_path)) == (0, [name for name in files(tmp_path) if name.startswith("bot.db")])


def test_the_file_goes_with_its_last_row(store: AttachmentStore, tmp_path: Path) -> None:
    one, two = store.take(ANNA, make_picture()), store.take(BEN, make_picture())
    store.delete([one.id])
    with pytest.raises(PictureError):
        store.open_for_agent(one.id)
    assert store.open_for_person(BEN, two.id)[0] == two
    store.delete([two.id, two.id, "x"])
    assert files(tmp_path / "pictures") == []
    again = store.take(ANNA, make_picture())
    assert store.open_for_person(ANNA, again.id)[0] == again


def test_what_a_crash_left_is_swept(store: AttachmentStore, tmp_path: Path) -> None:
    view = store.take(ANNA, make_picture())
    stray = tmp_path / "pictures" / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir()
    stray.write_bytes(b"left behind")
    assert store.sweep() == 1
    assert files(tmp_path / "pictures") == [view.sha256]


def test_a_lost_file_is_a_polite_refusal(store: AttachmentStore, tmp_path: Path) -> None:
    view = store.take(ANNA, make_picture())
    (tmp_path / "pictures" / view.sha256[:2] / view.sha256).unlink()
    with pytest.raises(PictureError, match="这张图片不存在"):
        store.open_for_agent(view.id)


def test_a_day_has_a_limit(engine: Engine, vault: Vault, tmp_path: Path, clock: FakeClock) -> None:
    store = AttachmentStore(engine, vault, tmp_path, TicketSettings(pictures_per_day=2), clock)
    for color in ("red", "green"):
        store.take(ANNA, make_picture(color=color))
    with pytest.raises(LimitError) as caught:
        store.take(ANNA, make_picture(color="blue"))
    assert str(caught.value) == "今天已经收到您 2 张图片，请明天再发，或直接提交工单。"
    assert store.sweep() == 1  # the file of the refused one
    clock.advance(86400)
    store.take(ANNA, make_picture(color="blue"))


def test_limits_are_known_before_a_picture_is_looked_at(
    engine: Engine, vault: Vault, tmp_path: Path, clock: FakeClock
) -> None:
    picture = make_picture()
    room = len(picture.data) * 2
    store = AttachmentStore(
        engine, vault, tmp_path, TicketSettings(pictures_per_day=2, pictures_disk_bytes=room), clock
    )
    store.check(ANNA)
    store.take(ANNA, picture)
    store.take(ANNA, picture)  # the same file needs no more room
    with pytest.raises(LimitError, match="今天已经收到您 2 张图片"):
        store.check(ANNA)
    store.check(BEN)
    with pytest.raises(LimitError, match="现在收不了图片了"):
        store.take(BEN, make_picture("blue"))
    store.delete([store.take(BEN, picture).id])


def test_taking_and_deleting_at_once_never_loses_a_file(
    engine: Engine, vault: Vault, tmp_path: Path, clock: FakeClock
) -> None:
    store = AttachmentStore(engine, vault, tmp_path, replace(TicketSettings(), pictures_per_day=1000), clock)
    faults: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(10):
                view = store.take(ANNA, make_picture())
                store.open_for_person(ANNA, view.id)
                store.delete([view.id])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, files(tmp_path / "pictures")) == ([], [])
