"""Processes on several hosts: refused while something they must share is only on one of them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.running.hosts import is_spread, refuse_half_spread
from bot.serving.secret_files import session_key, storage_directory
from common.errors import BotError, UnusableError
from common.settings import Settings
from common.settings_file import load_settings

KEY = "k" * 32
SHARED = {
    "BOT_STORAGE_DATABASE_URL": "postgresql://bot:word@db/bot",
    "BOT_STORAGE_REDIS_URL": "redis://cache",
    "BOT_STORAGE_PICTURES": "database",
    "BOT_ASSISTANT_RASA_URLS": "http://10.0.0.2:5005,http://10.0.0.3:5005",
    "BOT_ASSISTANT_INNER_SECRET": KEY,
    "BOT_PRIVACY_ENCRYPTION_KEY": "A" * 43 + "=",
    "BOT_PRIVACY_SESSION_KEY": KEY,
}


@pytest.mark.parametrize(
    ("variables", "spread"),
    [
        ({}, False),
        ({"BOT_ASSISTANT_RASA_PORT": "7000", "BOT_ASSISTANT_LISTEN_HOST": "0.0.0.0"}, False),
        ({"BOT_STORAGE_REDIS_URL": "redis://127.0.0.1"}, True),
        ({"BOT_ASSISTANT_RASA_URLS": "http://127.0.0.1:1,http://127.0.0.1:2"}, True),
        ({"BOT_ASSISTANT_ACTIONS_URL": "http://10.0.0.3:5055"}, True),
    ],
)
def test_when_there_are_several(tmp_path: Path, variables: dict[str, str], spread: bool) -> None:
    assert is_spread(load_settings(tmp_path, variables)) is spread


def test_all_that_is_shared_is_enough(tmp_path: Path) -> None:
    refuse_half_spread(load_settings(tmp_path, SHARED))
    refuse_half_spread(Settings())


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(BotError) as fault:
        refuse_half_spread(load_settings(tmp_path, {"BOT_ASSISTANT_RASA_URLS": "http://10.0.0.2:5005"}))
    assert str(fault.value).splitlines() == [
        "settings.yml: storage.database_url 是 SQLite，只有一台机器看得到。改法：写 postgresql://用户:密码@主机/库名。",
        "settings.yml: storage.redis_url 空着，几个 Rasa 之间没有锁。改法：写 redis://:密码@主机:6379/0。",
        "settings.yml: storage.pictures 是 directory，图片只在一台机器上。改法：写 database，或 s3://主机/桶。",
        *(
            f"settings.yml: {name}（{title}）空着，每台机器会各自生成一把。改法：各台设置同样的环境变量 {variable}；"
            "已经在用的那一把在原来机器的 var/ 里。"
            for name, title, variable in (
                ("assistant.inner_secret", "进程之间的口令", "BOT_ASSISTANT_INNER_SECRET"),
                ("privacy.encryption_key", "加密个人信息的密钥", "BOT_PRIVACY_ENCRYPTION_KEY"),
                ("privacy.session_key", "网页会话的密钥", "BOT_PRIVACY_SESSION_KEY"),
            )
        ),
    ]


@pytest.mark.parametrize("command", [["serve", "--no-train"], ["run", "gateway"]])
def test_no_process_starts_half_spread(
    tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_STORAGE_REDIS_URL", "redis://127.0.0.1")
    before = os.umask(0o022)
    try:
        assert main(command, tmp_path) == 2
    finally:
        os.umask(before)
    assert "storage.database_url 是 SQLite" in capsys.readouterr().err


def test_rasa_alone_needs_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = os.umask(0o022)
    try:
        assert main(["run", "rasa"], tmp_path) == 2
    finally:
        os.umask(before)
    assert "没有训练好的模型 models/" in capsys.readouterr().err


def test_keys_come_from_the_environment_so_that_hosts_agree(tmp_path: Path) -> None:
    assert session_key(tmp_path, load_settings(tmp_path, SHARED)) == KEY
    assert not (tmp_path / "var").exists()
    assert session_key(tmp_path, Settings()) == (tmp_path / "var/session_key").read_text(encoding="ascii")


def test_the_folder_is_closed_to_others_however_it_was_made(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o755)
    assert storage_directory(tmp_path, Settings()).stat().st_mode & 0o777 == 0o700
    unmakable = replace(Settings(), storage=replace(Settings().storage, directory="/proc/x"))
    with pytest.raises(UnusableError) as refused:
        storage_directory(tmp_path, unmakable)
    assert str(refused.value) == (
        "存数据的文件夹 /proc/x 建不了：没有这个文件夹，或不能在里面建文件。"
        "改法：把设置 storage.directory 改成一个能建、能写的文件夹。"
    )
    elsewhere = replace(Settings(), storage=replace(Settings().storage, directory="data/own"))
    assert storage_directory(tmp_path, elsewhere).stat().st_mode & 0o777 == 0o700
