"""The database opens, refuses bad addresses, keeps moments, and lets writers wait."""

from __future__ import annotations

import os
import socket
import stat
import threading
import traceback
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.failing import way_out
from common.errors import BotError
from tickets import schema
from tickets.database import CONNECT_TIMEOUT_S, open_database, reading, transact, truncate_log

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
HINT = "改法：写 sqlite:///var/bot.db 或 postgresql://用户:密码@主机/库名"


def make_conversation(key: str, at: datetime = NOW) -> dict[str, object]:
    return {
        "key": key, "channel": "web", "created_at": at, "last_seen_at": at, "state": "{}",
    }  # fmt: skip


def test_a_relative_path_counts_from_the_root_and_its_folder_is_made(tmp_path: Path) -> None:
    engine = open_database("sqlite:///var/deep/bot.db", tmp_path)
    with engine.begin() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "secure_delete")
        ]
    assert pragmas == ["wal", 1, 15000, 2, 1]
    assert (tmp_path / "var/deep/bot.db").exists()
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "不是数据库地址"),
        ("就用文件", "不是数据库地址"),
        ("mysql://localhost/bot", "不支持 mysql"),
        ("sqlite://", "要指向一个文件或库，几个进程要共用它"),
        ("sqlite:///:memory:", "要指向一个文件或库，几个进程要共用它"),
    ],
)
def test_a_useless_address_is_refused_with_the_way_to_write_it(url: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(BotError) as caught:
        open_database(url, tmp_path)
    assert str(caught.value) == f"settings.yml: storage.database_url {fault}。{HINT}"


def test_the_old_postgres_prefix_is_understood(tmp_path: Path) -> None:
    assert open_database("postgres://bot@db/bot", tmp_path).dialect.name == "postgresql"


def test_a_server_that_answers_nothing_is_waited_for_some_seconds_only(tmp_path: Path) -> None:
    assert open_database("postgresql://bot@db/bot", tmp_path).url.query["connect_timeout"] == str(CONNECT_TIMEOUT_S)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://bot@127.0.0.1:{silent.getsockname()[1]}/bot?connect_timeout=2"
        with pytest.raises(OperationalError) as caught:
            open_database(address, tmp_path).connect()
    sentence = "等了几秒，数据库服务器没有应答。改法：检查网络和防火墙，再检查 storage.database_url 里的主机和端口。"
    assert way_out(caught.value) == sentence


def test_moments_come_back_in_utc(engine: Engine) -> None:
    china = timezone(timedelta(hours=8))
    with engine.begin() as connection:
        connection.execute(insert(schema.conversation).values(make_conversation("a", at=NOW.astimezone(china))))
    with reading(engine) as connection:
        moment = connection.execute(select(schema.conversation.c.created_at)).scalar_one()
    assert (moment, moment.tzinfo) == (NOW, UTC)


def test_a_naive_moment_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="naive datetime"), engine.begin() as connection:
        connection.execute(insert(schema.conversation).values(make_conversation("a", at=datetime(2026, 1, 1))))


def test_foreign_keys_hold(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(schema.message).values(ticket_id=99, kind="note", author="a", created_at=NOW))


def test_concurrent_writers_wait_for_each_other(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(schema.conversation).values(make_conversation("a")))
    row = schema.conversation.c
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                with engine.begin() as connection:
                    fence = connection.execute(select(row.fence).where(row.key == "a").with_for_update()).scalar_one()
                    connection.execute(update(schema.conversation).where(row.key == "a").values(fence=fence + 1))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        fence = connection.execute(select(row.fence)).scalar_one()
    assert (faults, fence) == ([], 80)


def test_readers_do_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.execute(insert(schema.conversation).values(make_conversation("a")))
        with reading(engine) as reader:
            assert reader.execute(select(schema.conversation.c.key)).all() == []


@pytest.mark.parametrize("existing", [False, True])
def test_the_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path, existing: bool) -> None:
    before = os.umask(0o022)
    try:
        if existing:
            (tmp_path / "var").mkdir()
            (tmp_path / "var/bot.db").touch()
        engine = open_database("sqlite:///var/bot.db", tmp_path)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE a (b)")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var").iterdir()}
        engine.dispose()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("bot.db", "bot.db-wal", "bot.db-shm", "bot.db-lock"), 0o600)


@pytest.mark.postgres
def test_two_writers_in_a_deadlock_both_get_through(empty_postgres: str, tmp_path: Path) -> None:
    """PostgreSQL ends one of two transactions that wait for each other; that one was not tried again."""
    engine = open_database(empty_postgres, tmp_path)
    with engine.begin() as connection:
        for key in ("a", "b"):
            connection.execute(insert(schema.conversation).values(make_conversation(key)))
    row = schema.conversation.c
    both_have_one = threading.Barrier(2)
    attempts: list[str] = []
    faults: list[BaseException] = []

    def work(first: str, second: str) -> None:
        def count_up(connection: Connection) -> None:
            attempts.append(first)
            change = update(schema.conversation).values(fence=row.fence + 1)
            connection.execute(change.where(row.key == first))
            if attempts.count(first) == 1:
                both_have_one.wait(60)
            connection.execute(change.where(row.key == second))

        try:
            transact(engine, count_up)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=keys) for keys in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        fences = connection.execute(select(row.fence).order_by(row.key)).scalars().all()
    engine.dispose()
    assert (faults, fences, len(attempts)) == ([], [2, 2], 3)


def test_the_text_of_an_error_holds_nothing_of_the_row(engine: Engine) -> None:
    """Not the parameters, and not what a server adds («Failing row contains …», «Key (key)=(…) already exists»)."""
    row = {**make_conversation("web-secret-name"), "state": "13800138000"}
    with engine.begin() as connection:
        connection.execute(insert(schema.conversation).values(**row))
    for values in (row, {**row, "key": "web-secret-other", "channel": None}):
        with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
            connection.execute(insert(schema.conversation).values(**values))
        texts = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(caught.value.orig)
        assert "13800138000" not in texts
        assert "web-secret" not in texts


def test_what_was_deleted_is_in_no_file_once_the_log_is_truncated(tmp_path: Path) -> None:
    engine = open_database("sqlite:///bot.db", tmp_path)
    schema.metadata.create_all(engine)

    def is_on_disk() -> bool:
        return any(b"13800138000" in path.read_bytes() for path in tmp_path.iterdir())

    with engine.begin() as connection:
        for number in range(50):
            row = {**make_conversation(f"k{number}"), "state": f"13800138000 {number} " * 40}
            connection.execute(insert(schema.conversation).values(**row))
    with engine.begin() as connection:
        connection.execute(delete(schema.conversation))
    assert is_on_disk()
    with reading(engine) as connection:
        connection.execute(select(schema.conversation)).all()  # a snapshot that the log must be kept for
        with engine.begin() as writer:
            writer.execute(insert(schema.conversation).values(**make_conversation("later")))
        assert not truncate_log(engine)
    assert truncate_log(engine)
    assert not is_on_disk()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 15000
    engine.dispose()
