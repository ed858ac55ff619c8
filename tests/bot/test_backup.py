"""`bot backup` and `bot restore`: what was there is there again, and nothing is touched that cannot be put back."""

from __future__ import annotations

import json
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.commands import backup, restore
from bot.running.backup_archive import MANIFEST, verify
from bot.running.backups import make_backup
from bot.running.restores import restore_backup
from common.clock import FakeClock
from common.errors import BotError
from common.settings import ServerSettings, Settings, StorageSettings
from tests.ready_database import ready_database
from tests.small_project import write_small_project
from tests.tickets.conftest import create_postgres
from tests.tickets.conftest import postgres_url as postgres_url
from tests.tickets.samples import ANNA, make_picture, make_submission
from tickets import schema
from tickets.attachments import AttachmentStore
from tickets.beats import Beats
from tickets.database import open_database, reading
from tickets.desk import Desk
from tickets.service_notes import BACKUP, read_note
from tickets.vault import open_vault

CLOCK = FakeClock()
NOBODY_LISTENS = ServerSettings(port=9)


class Installation:
    """A project with a ticket that has a picture, on some database."""

    def __init__(self, root: Path, url: str) -> None:
        write_small_project(root)
        self.root = root
        self.settings = Settings(server=NOBODY_LISTENS, storage=StorageSettings(database_url=url))
        self.engine = ready_database(url, root)
        self.vault = open_vault("", root / "var")
        self.store = AttachmentStore(self.engine, self.vault, root / "var", clock=CLOCK)
        self.desk = Desk(self.engine, self.vault, self.settings, CLOCK)
        self.picture = self.store.take(ANNA, make_picture())
        self.number = self.open("form-1", self.picture.id)

    def open(self, form: str, *pictures: str) -> str:
        submission = replace(make_submission(pictures=pictures), idempotency_key=form)
        return self.desk.open(ANNA, submission).ticket.number

    def numbers(self) -> list[str]:
        return numbers_of(self.engine)

    def backup(self, to: Path, *, with_keys: bool = False) -> Path:
        return make_backup(self.root, self.settings, to, CLOCK, with_keys=with_keys)[0]


def numbers_of(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(select(schema.ticket.c.number).order_by(schema.ticket.c.id)).scalars())


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "here", "sqlite:///var/bot.db")


def rewrite(archive: Path, name: str, data: bytes) -> None:
    """Put other bytes in place of one member's."""
    folder = archive.with_suffix(".d")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (folder / name).write_bytes(data)
    with tarfile.open(archive, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                tar.add(path, path.relative_to(folder).as_posix())
    shutil.rmtree(folder)


def test_what_changed_since_is_undone_and_kept_aside(here: Installation, tmp_path: Path) -> None:
    archive = here.backup(tmp_path)
    assert archive.stat().st_mode & 0o777 == 0o600
    later = here.open("form-2")
    here.store.delete([here.picture.id])
    here.engine.dispose()

    restored = restore_backup(here.root, here.settings, archive, CLOCK)

    engine = open_database("sqlite:///var/bot.db", here.root)
    assert numbers_of(engine) == [here.number]
    store = AttachmentStore(engine, here.vault, here.root / "var", clock=CLOCK)
    assert store.open_for_agent(here.picture.id)[1] == make_picture().data
    aside = open_database(f"sqlite:///{restored.aside}/bot.db", here.root)
    assert numbers_of(aside) == [here.number, later]
    for opened in (engine, aside):
        opened.dispose()


def test_another_machine_gets_all_with_the_keys(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = here.backup(tmp_path / "kept.tar.gz", with_keys=True)
    there = write_small_project(tmp_path / "there")
    with pytest.raises(BotError, match=r"打不开.*没有恢复.*加上 --with-keys"):
        restore_backup(there, here.settings, archive, CLOCK)
    restore_backup(there, here.settings, archive, CLOCK, with_keys=True)
    engine = open_database("sqlite:///var/bot.db", there)
    desk = Desk(engine, open_vault("", there / "var"), here.settings, CLOCK)
    with reading(engine) as connection:
        assert desk.reader.find(connection, here.number, raw=True).description == make_submission().description
    engine.dispose()


def test_keys_are_kept_apart_unless_asked_for(here: Installation, tmp_path: Path) -> None:
    plain, whole = here.backup(tmp_path / "plain.tar.gz"), here.backup(tmp_path / "whole.tar.gz", with_keys=True)
    key = (here.root / "var/encryption.key").read_bytes().strip()
    with tarfile.open(plain) as tar:
        assert not [name for name in tar.getnames() if name.startswith("keys/")]
        contents = [file.read() for entry in tar if (file := tar.extractfile(entry))]
    assert not any(key in content for content in contents)
    assert verify(whole).has_keys
    with pytest.raises(BotError, match="没有密钥"):
        restore_backup(here.root, here.settings, plain, CLOCK, with_keys=True)


def test_a_damaged_backup_is_refused_before_anything_is_touched(here: Installation, tmp_path: Path) -> None:
    archive = here.backup(tmp_path)
    rewrite(archive, f"pictures/{here.picture.sha256}", b"other")
    with pytest.raises(BotError, match=f"已经损坏（pictures/{here.picture.sha256} 等 1 个文件和清单不符）"):
        restore_backup(here.root, here.settings, archive, CLOCK)
    archive.write_bytes(archive.read_bytes()[:500])
    with pytest.raises(BotError, match="读不了"):
        restore_backup(here.root, here.settings, archive, CLOCK)
    assert here.numbers() == [here.number]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"revision": "9999"}, "更新版本的程序做的（9999）"),
        ({"database": "postgresql"}, "备份里是 postgresql 数据库，设置里是 sqlite"),
        ({"format": 2}, "更新版本的程序做的备份"),
    ],
)
def test_what_does_not_fit_is_refused(here: Installation, tmp_path: Path, change: dict[str, str], said: str) -> None:
    archive = here.backup(tmp_path)
    with tarfile.open(archive) as tar:
        kept = tar.extractfile(MANIFEST)
        assert kept is not None
        manifest = json.load(kept)
    rewrite(archive, MANIFEST, json.dumps(manifest | change).encode())
    with pytest.raises(BotError, match=said):
        restore_backup(here.root, here.settings, archive, CLOCK)
    assert here.numbers() == [here.number]


def test_a_running_service_is_never_restored_over(here: Installation, tmp_path: Path) -> None:
    archive = here.backup(tmp_path)
    beats = Beats(here.engine, "gateway", CLOCK)
    beats.beat({})
    with pytest.raises(BotError, match="上的网关还在运行，没有恢复"):
        restore_backup(here.root, here.settings, archive, CLOCK)
    beats.end()
    restore_backup(here.root, here.settings, archive, CLOCK)


def test_a_file_that_is_there_is_not_written_over(here: Installation, tmp_path: Path) -> None:
    archive = here.backup(tmp_path / "kept.tar.gz")
    before = archive.read_bytes()
    with pytest.raises(BotError, match="已经存在，没有覆盖"):
        here.backup(archive)
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.iterdir() if path.name.endswith(".part")] == []
    assert list((here.root / "var").glob(".backup-*")) == []


def test_knowledge_that_differs_is_put_aside_or_in_place(here: Installation, tmp_path: Path) -> None:
    archive = here.backup(tmp_path)
    entries = next((here.root / "faq/entries").glob("*.yml"))
    kept = entries.read_bytes()
    entries.write_bytes(kept + b"# later\n")
    [remark] = restore_backup(here.root, here.settings, archive, CLOCK).remarks
    assert "--with-content" in remark
    assert entries.read_bytes().endswith(b"# later\n")
    CLOCK.advance(1)
    restore_backup(here.root, here.settings, archive, CLOCK, with_content=True)
    assert entries.read_bytes() == kept


def test_the_commands_say_what_was_done(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "load_settings", lambda _: here.settings)
    monkeypatch.setattr(restore, "load_settings", lambda _: here.settings)
    from bot.commands.arguments import ChineseParser

    def run(module: object, *arguments: str) -> str:
        parser = ChineseParser("./run", "")
        module.add_arguments(parser)  # type: ignore[attr-defined]
        assert module.run(parser.parse_args(arguments), here.root) == 0  # type: ignore[attr-defined]
        return capsys.readouterr().out

    said = run(backup, str(tmp_path / "one.tar.gz"))
    assert "工单 1 张，对话消息 0 条，图片 1 张。" in said
    assert "里面没有密钥" in said
    note = read_note(here.engine, BACKUP)
    assert note is not None
    assert note.detail["file"] == "one.tar.gz"
    here.engine.dispose()
    said = run(restore, str(tmp_path / "one.tar.gz"))
    assert said.startswith("已恢复 ")
    assert "原来的在 var/before_restore_" in said


@pytest.mark.postgres
def test_a_server_database_comes_back_whole(postgres_url: str, tmp_path: Path) -> None:
    create_postgres(postgres_url, "kept_aside")
    here = Installation(tmp_path / "here", postgres_url.format(name="kept_aside"))
    archive = here.backup(tmp_path)
    later = here.open("form-2")
    with here.engine.begin() as connection:
        connection.execute(text("CREATE TABLE of_a_newer_version (id int)"))
    restored = restore_backup(here.root, here.settings, archive, CLOCK)
    assert here.numbers() == [here.number]
    aside = restored.aside.rpartition("/")[2]
    with here.engine.connect() as connection:
        kept = connection.execute(text(f'SELECT number FROM "{aside}".ticket ORDER BY id')).scalars().all()
        assert list(kept) == [here.number, later]
        assert connection.execute(text("SELECT to_regclass('public.of_a_newer_version')")).scalar_one() is None
    here.engine.dispose()
