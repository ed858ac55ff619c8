"""Putting a backup back: everything is checked before anything is touched, and what was there is kept aside."""

from __future__ import annotations

import re
import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.running.backup_archive import Manifest, copy_out, opened, verify
from bot.running.backup_databases import check_dump, facts_of, restore_postgres, sqlite_facts
from bot.running.backups import (
    CONTENT,
    DATABASE,
    DUMP,
    KEY_FILES,
    KEYS,
    PICTURES,
    PROOF,
    SETTINGS,
    TRACKER,
    working_folder,
)
from bot.serving.secret_files import storage_directory, write_private
from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError
from common.settings import Settings
from faq.engine.bundle import digest_of, pack, unpack
from tickets.attachments import open_picture_files
from tickets.beats import KIND_LABELS, list_beats
from tickets.database import open_database
from tickets.migrations import is_known, migrate
from tickets.vault import KEY_FILE

_PROBE_S = 1.0
_PICTURE = re.compile("[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Restored:
    """What was put back; `remarks` are what the operator should still do or know."""

    manifest: Manifest
    aside: str
    remarks: tuple[str, ...] = field(default=())


def restore_backup(
    root: Path,
    settings: Settings,
    path: Path,
    clock: Clock = SYSTEM_CLOCK,
    *,
    with_keys: bool = False,
    with_content: bool = False,
) -> Restored:
    """Put a backup in place of what an installation has; bring its schema up to this program's.

    Raises:
        BotError: the backup is damaged, newer than this program or of another kind of database, the keys do not fit,
            or the service is running. Nothing was changed then.
    """
    manifest = verify(path)
    kind = make_url(settings.storage.database_url).get_backend_name()
    kind = "postgresql" if kind.startswith("postgres") else kind
    if manifest.database != kind:
        raise BotError(
            f"备份里是 {manifest.database} 数据库，设置里是 {kind}。改法：把 storage.database_url 改成同一种，再恢复。"
        )
    if not is_known(manifest.revision):
        raise BotError(f"备份是更新版本的程序做的（{manifest.revision}）。改法：先升级程序，再恢复。")
    if with_keys and not manifest.has_keys:
        raise BotError("这份备份里没有密钥（做的时候没有加 --with-keys）。改法：去掉 --with-keys，密钥另外放回 var/。")
    _refuse_running(root, settings, clock)
    name = f"before_restore_{china_time(clock.now()):%Y%m%d_%H%M%S}"
    directory = storage_directory(root, settings)
    with working_folder(root, settings) as folder:
        _unpack(path, folder)
        _check_keys(manifest, settings, directory, folder if with_keys else None)
        aside = directory / name
        aside.mkdir(mode=0o700)
        if with_keys:
            _put_keys(folder, directory, aside)
        _put_database(manifest, root, settings, folder, aside)
        engine = open_database(settings.storage.database_url, root)
        try:
            _check_rows(engine, manifest)
            migrate(engine)
            _put_pictures(folder, engine, settings, directory, clock)
        finally:
            engine.dispose()
        remarks = _put_content(manifest, root, folder, aside, with_content=with_content)
        remarks += _compare_settings(root, folder, aside)
    return Restored(manifest, f"{settings.storage.directory}/{name}", tuple(remarks))


def _refuse_running(root: Path, settings: Settings, clock: Clock) -> None:
    """Raises: BotError: a process of this installation runs, on whatever machine."""
    server = settings.server
    host = "127.0.0.1" if server.host in ("0.0.0.0", "::", "") else server.host  # noqa: S104 (compared, not bound)
    try:
        socket.create_connection((host, server.port), _PROBE_S).close()
    except OSError:
        pass
    else:
        raise BotError(f"机器人正在运行（{host}:{server.port} 有应答），没有恢复。改法：先停掉它，再恢复。")
    engine = open_database(settings.storage.database_url, root)
    try:
        running = [beat for beat in list_beats(engine) if beat.is_fresh(clock.now()) and not beat.is_gone()]
    except SQLAlchemyError:  # an empty database, or one of before there were such lines
        running = []
    finally:
        engine.dispose()
    if running:
        shown = "、".join(sorted({f"{beat.host} 上的{KIND_LABELS.get(beat.kind, beat.kind)}" for beat in running}))
        raise BotError(f"{shown}还在运行，没有恢复。改法：每台机器上都停掉，一分钟后再恢复。")


def _unpack(path: Path, folder: Path) -> None:
    """Write the members of a checked archive into a folder, under names of ours only."""
    (folder / "pictures").mkdir()
    (folder / "keys").mkdir()
    with opened(path) as members:
        for name, member in members:
            plain = name in (DATABASE, DUMP, TRACKER, CONTENT, *SETTINGS)
            is_picture = name.startswith(PICTURES) and _PICTURE.fullmatch(name.removeprefix(PICTURES))
            is_key = name.startswith(KEYS) and name.removeprefix(KEYS) in KEY_FILES
            if plain or is_picture or is_key:
                copy_out(member, folder / name)


def _check_keys(manifest: Manifest, settings: Settings, directory: Path, unpacked: Path | None) -> None:
    """Raises: BotError: what is sealed in the backup could not be opened afterwards."""
    file = (unpacked / "keys" if unpacked else directory) / KEY_FILE
    if settings.privacy.encryption_key:
        keys = [key.strip() for key in settings.privacy.encryption_key.split(",") if key.strip()]
    else:
        keys = file.read_text(encoding="ascii").split() if file.is_file() else []
    try:
        proof = MultiFernet([Fernet(key) for key in keys]).decrypt(manifest.key_proof.encode()) if keys else b""
    except (ValueError, InvalidToken):
        proof = b""
    if proof != PROOF.encode():
        mend = "加上 --with-keys" if manifest.has_keys and unpacked is None else "把备份时的密钥放回来"
        where = (
            "设置项 privacy.encryption_key"
            if settings.privacy.encryption_key
            else f"{settings.storage.directory}/{KEY_FILE}"
        )
        raise BotError(f"现在的密钥（{where}）打不开这份备份里加密的资料，没有恢复。改法：{mend}，再恢复。")


def _put_keys(folder: Path, directory: Path, aside: Path) -> None:
    for name in KEY_FILES:
        new, old = folder / "keys" / name, directory / name
        if not new.is_file():
            continue
        if old.is_file():
            shutil.copy2(old, aside / name)
        write_private(old, new.read_text(encoding="ascii"))


def _put_database(manifest: Manifest, root: Path, settings: Settings, folder: Path, aside: Path) -> None:
    directory = storage_directory(root, settings)
    if manifest.database == "postgresql":
        check_dump(folder / DUMP)
        engine = open_database(settings.storage.database_url, root)
        try:
            restore_postgres(engine, folder / DUMP, aside.name)
        finally:
            engine.dispose()
        return
    database = root / str(make_url(settings.storage.database_url).database)
    if sqlite_facts(folder / DATABASE) != (manifest.revision, manifest.rows):
        raise BotError("备份里的数据库和清单不符，没有恢复。改法：换一份备份。")
    for old, new in ((database, folder / DATABASE), (directory / TRACKER, folder / TRACKER)):
        for suffix in ("-wal", "-shm", ""):  # the log belongs to the file it was written for
            file = old.with_name(old.name + suffix)
            if file.exists():
                shutil.move(file, aside / file.name)
        if new.exists():
            old.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(new, old)


def _check_rows(engine: Engine, manifest: Manifest) -> None:
    if facts_of(engine) != (manifest.revision, manifest.rows):
        raise BotError("恢复之后数据库里的行数和备份的清单不符。改法：不要启动，把这份备份和 var/ 一起留着查。")


def _put_pictures(folder: Path, engine: Engine, settings: Settings, directory: Path, clock: Clock) -> None:
    files = open_picture_files(engine, settings, directory, clock)
    for picture in sorted((folder / "pictures").iterdir()):
        files.put(picture.name, picture.read_bytes(), replace=True)


def _put_content(manifest: Manifest, root: Path, folder: Path, aside: Path, *, with_content: bool) -> list[str]:
    here = pack(root)
    if digest_of(here) == manifest.content_digest:
        return []
    unpacked = folder / "content"
    unpack((folder / CONTENT).read_bytes(), unpacked)
    if not with_content:
        shutil.move(unpacked, aside / "backup-content")
        place = f"{aside.name}/backup-content"
        return [f"备份里的知识库和这里的不同，没有动这里的；备份里的在 {place}。要换成它，加 --with-content。"]
    unpack(here, aside / "content")
    for file in sorted(unpacked.rglob("*")):
        if file.is_file():
            target = root / file.relative_to(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    return ["知识库换成了备份里的；比备份新的文件没有删。启动时会按它重新训练。"]


def _compare_settings(root: Path, folder: Path, aside: Path) -> list[str]:
    remarks = []
    for name in SETTINGS:
        kept, here = folder / name, root / name
        if kept.is_file() and not (here.is_file() and here.read_bytes() == kept.read_bytes()):
            shutil.move(kept, aside / f"backup-{name}")
            remarks.append(f"备份时的 {name} 和这里的不同，没有动这里的；备份里的在 {aside.name}/backup-{name}。")
    return remarks
