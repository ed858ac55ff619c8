"""One file with everything that cannot be made again: databases, pictures, knowledge base, keys if wanted."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.running.backup_archive import ArchiveWriter, Manifest, verify, writing
from bot.running.backup_databases import check_dump, copy_sqlite, dump_postgres, sqlite_facts
from bot.serving.secret_files import storage_directory
from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError
from common.settings import Settings
from common.settings_file import SETTINGS_FILE, SITE_FILE
from faq.engine.bundle import digest_of, pack
from tickets.attachments import open_picture_files
from tickets.database import open_database
from tickets.service_notes import BACKUP, write_note
from tickets.vault import KEY_FILE, open_vault

DATABASE, DUMP, TRACKER, CONTENT = "bot.db", "bot.pgdump", "tracker.db", "content.zip"
SETTINGS = (SETTINGS_FILE, SITE_FILE)
"""The project's settings and the site's own."""
PICTURES, KEYS = "pictures/", "keys/"
KEY_FILES = (KEY_FILE, "session_key", "wechat_key", "wechat_sign_in_key", "inner_secret")
"""The keys that an installation makes for itself; those from the settings are the operator's to keep."""
PROOF = "chsi-support-bot backup"


def make_backup(
    root: Path, settings: Settings, to: Path, clock: Clock = SYSTEM_CLOCK, *, with_keys: bool = False
) -> tuple[Path, Manifest]:
    """Back up a running installation into one file (`to`, or a new one in the folder `to`), and read it all again.

    Raises:
        BotError: it cannot be written, a program is missing, or what was written is not what was read.
    """
    target = to / f"bot-backup-{china_time(clock.now()):%Y%m%d-%H%M%S}.tar.gz" if to.is_dir() else to
    if target.exists():
        raise BotError(f"{target} 已经存在，没有覆盖。改法：换一个文件名，或者写一个文件夹，由程序起名。")
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)  # of one that was killed
    engine = open_database(settings.storage.database_url, root)
    try:
        with working_folder(root, settings) as folder, writing(draft) as archive:
            manifest = _fill(archive, engine, root, settings, folder, clock, with_keys=with_keys)
        try:
            if verify(draft) != manifest:
                raise BotError("备份写完再读，和写进去的不一样，没有留下。改法：检查磁盘，再备份一次。")
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)
        write_note(engine, BACKUP, clock.now(), file=target.name, bytes=target.stat().st_size, keys=with_keys)
    finally:
        engine.dispose()
    return target, manifest


@contextmanager
def working_folder(root: Path, settings: Settings) -> Iterator[Path]:
    """A folder of the installation's own disk, closed to others, that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=storage_directory(root, settings)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(
    archive: ArchiveWriter,
    engine: Engine,
    root: Path,
    settings: Settings,
    folder: Path,
    clock: Clock,
    *,
    with_keys: bool,
) -> Manifest:
    directory = storage_directory(root, settings)
    kind = engine.dialect.name
    # The database first: a picture that comes later is one too many, never one too few.
    if kind == "sqlite":
        copy_sqlite(Path(str(engine.url.database)), folder / DATABASE)
        revision, rows = sqlite_facts(folder / DATABASE)
        archive.add_file(DATABASE, folder / DATABASE)
        if (directory / TRACKER).exists():
            copy_sqlite(directory / TRACKER, folder / TRACKER)
            archive.add_file(TRACKER, folder / TRACKER)
    else:
        revision, rows = dump_postgres(engine, folder / DUMP)
        check_dump(folder / DUMP)
        archive.add_file(DUMP, folder / DUMP)
    if not revision:
        raise BotError("数据库还是空的，没有可以备份的。改法：先启动一次 ./run serve。")
    pictures = _add_pictures(archive, engine, settings, directory, clock)
    content = pack(root)
    archive.add_bytes(CONTENT, content)
    for name in SETTINGS:
        if (root / name).is_file():
            archive.add_file(name, root / name)
    if with_keys:
        for name in KEY_FILES:
            if (directory / name).is_file():
                archive.add_file(KEYS + name, directory / name)
    vault = open_vault(settings.privacy.encryption_key, directory)
    return archive.finish(
        made_at=china_time(clock.now()).isoformat(timespec="seconds"),
        database=kind,
        revision=revision,
        rows=rows,
        pictures=pictures,
        has_keys=with_keys,
        content_digest=digest_of(content),
        key_proof=vault.encrypt(PROOF).decode(),
    )


def _add_pictures(archive: ArchiveWriter, engine: Engine, settings: Settings, directory: Path, clock: Clock) -> int:
    if settings.storage.pictures == "database":
        return 0  # they are in it
    files = open_picture_files(engine, settings, directory, clock)
    count = 0
    for name in files.names():
        try:
            sealed = files.get(name)
        except FileNotFoundError:  # deleted meanwhile, as it was due
            continue
        archive.add_bytes(PICTURES + name, sealed)
        count += 1
    return count
