"""What stops a command from outside is one Chinese sentence with a way out and exit code 2, never a traceback."""

from __future__ import annotations

import errno
import io
import os
import resource
import sqlite3
import subprocess
import sys
import tarfile
from importlib import import_module
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.failing import way_out
from bot.running.instance import only_instance
from bot.running.stack import free_ports
from bot.running.training import require_model
from bot.serving.disk import PROBE_BYTES, writing_trouble
from common.errors import UnusableError
from common.settings import Settings
from faq.ranking.calibration import CalibrationError, load_calibration
from tests.small_project import write_small_project

ROOT = Path(__file__).resolve().parents[2]
PORTS = {"server": "PORT", "rasa": "RASA_PORT", "actions": "ACTIONS_PORT"}


def raising(fault: BaseException) -> object:
    def run(*_: object) -> int:
        raise fault

    return run


def locked(words: str) -> OperationalError:
    return OperationalError("INSERT", {}, sqlite3.OperationalError(words))


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "var/bot.db"),
            "var/bot.db：磁盘满了。改法：删掉那个盘上不用的文件；存数据的盘也可以用 storage.directory 换一个。",
        ),
        (
            OSError(errno.EROFS, "Read-only file system", "models"),
            "models：磁盘是只读的。改法：重新挂载成可以写的；存数据的文件夹也可以用 storage.directory 换一个。",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "var"),
            "var：没有权限。改法：用装它的那个用户运行，或把文件夹的所有者改过来（chown）。",
        ),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "x"), "x：要的是文件，这是文件夹。改法：写到文件名为止。"),
        (OSError(errno.EIO, "Input/output error"), "磁盘读写出错。改法：检查磁盘。"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link。改法：检查路径、权限和磁盘。"),
        (
            OSError(errno.EEXIST, "", "var"),
            "var：这里已经有一个同名的文件。改法：移走它，或换一个名字。",
        ),
        (
            locked("database or disk is full"),
            "数据库写不进去：磁盘满了。改法：删掉那个盘上不用的文件；存数据的盘也可以用 storage.directory 换一个。",
        ),
        (
            locked("unable to open database file"),
            "数据库文件打不开。改法：检查 storage.database_url 的文件夹在不在、能不能写。",
        ),
        (
            locked("attempt to write a readonly database"),
            "数据库是只读的。改法：用装它的那个用户运行，或把文件夹的所有者改过来（chown）。",
        ),
    ],
)
def test_a_fault_of_the_machine_is_a_sentence(
    fault: BaseException, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(import_module("bot.commands.train"), "run", raising(fault))
    assert main(["train"]) == 2
    assert capsys.readouterr() == ("", sentence + "\n")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            'connection to server at "127.0.0.1", port 1 failed: Connection refused',
            "数据库服务器没有应答。改法：启动 PostgreSQL，再检查 storage.database_url 里的主机和端口。",
        ),
        (
            'FATAL:  password authentication failed for user "bot"',
            "数据库不认这个用户名或密码。改法：检查 storage.database_url 里的用户和密码。",
        ),
        (
            'FATAL:  database "none" does not exist',
            "数据库服务器上没有这个用户或这个库。改法：用 createuser、createdb 建好，或检查 storage.database_url。",
        ),
        ("SSL SYSCALL error", "数据库连不上。改法：看 PostgreSQL 的日志，再检查 storage.database_url。"),
    ],
)
def test_what_a_database_server_refuses_is_a_sentence(said: str, sentence: str) -> None:
    assert way_out(OperationalError("SELECT 1", {}, psycopg2.OperationalError(said))) == sentence


def test_a_database_that_cannot_be_used_is_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_small_project(tmp_path)
    for name, port in zip(("server", "rasa", "actions"), free_ports(3), strict=True):
        monkeypatch.setenv(f"BOT_{'SERVER' if name == 'server' else 'ASSISTANT'}_{PORTS[name]}", str(port))
    damaged = tmp_path / "bot.db"
    damaged.write_bytes(b"no database" * 100)
    refused = {
        f"sqlite:///{damaged}": "数据库文件坏了。改法：从备份恢复",
        f"postgresql://x:y@127.0.0.1:{free_ports(1)[0]}/z": "数据库服务器没有应答。改法：启动 PostgreSQL",
    }
    for url, sentence in refused.items():
        monkeypatch.setenv("BOT_STORAGE_DATABASE_URL", url)
        for words in (["serve", "--no-train"], ["run", "actions"], ["tickets", "list"]):
            assert main(words, root) == 2
            assert capsys.readouterr().err.startswith(sentence)


def test_a_host_that_is_not_there_is_not_blamed_on_the_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_small_project(tmp_path)
    for host, what in (("192.0.2.1", "这台机器没有这个地址"), ("no-such-host.invalid", "没有这个主机名")):
        monkeypatch.setenv("BOT_SERVER_HOST", host)
        monkeypatch.setenv("BOT_SERVER_PORT", "18080")
        assert main(["serve", "--no-train"], root) == 2
        assert capsys.readouterr().err.splitlines()[0] == (
            f"网关的端口 {host}:18080 不能使用：{what}。"
            "改法：在 settings.local.yml 里改 server.host，只在本机用就写 127.0.0.1。"
        )


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("bot.commands.train"), "run", raising(KeyError("x")))
    with pytest.raises(KeyError):
        main(["train"])
    assert way_out(locked("no such column")) is None


def test_settings_that_cannot_be_used_end_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_small_project(tmp_path)
    (root / "settings.yml").write_text("server:\n  port: 5005\n", encoding="utf-8")
    assert main(["serve"], root) == 2
    assert capsys.readouterr().err == (
        "settings.yml:1: 「rasa_port」和 server.port 是同一个端口 5005。改法：换一个没有用过的端口\n"
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("desk account password 没有", "没有叫「没有」的账号。改法：用 ./run desk account list 看有哪些。"),
        ("desk account disable 没有", "没有叫「没有」的账号"),
        ("desk sessions --revoke 没有", "没有叫「没有」的账号"),
        ("faq try", "./run faq try: 要给出要试的句子"),
        ("faq export no/x.xlsx", "写不了（没有这个文件夹，或不能在里面建文件）"),
        ("faq import no.xlsx", "没有这个文件"),
        ("faq import faq/contacts.yml", "只认 .csv 和 .xlsx"),
        ("faq show nosuch", "没有「nosuch」这个条目"),
        ("backup no/x.tar", "：没有这个文件夹，或不能在里面建文件。改法："),
        ("restore no.tar", "没有这个文件"),
        ("restore faq/contacts.yml", "不是备份，或者已经损坏"),
        ("tickets show T00000000", "没有找到工单 T00000000"),
        ("tickets reply T1", "缺少参数：文字"),
        ("ask --file no.txt", "没有这个文件"),
        ("ask --file faq", "这是文件夹"),
        ("chekc", "您是不是要用 check？"),
        ("check --foo", "不认识的参数：--foo"),
        ("calibrate --right 5", "要写成 0.5 到 1 的数"),
        ("quality --base nope", "没有「nope」这个版本"),
        ("quality --rise", "您是不是要用 --raise？"),
        ("wechat selfcheck", "还没有设置服务号"),
    ],
)
def test_a_command_used_wrongly_says_so_in_a_sentence(
    command: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    try:
        code: object = main(command.split(), tmp_path)
    except SystemExit as ended:  # by the parser of its arguments
        code = ended.code
    said = capsys.readouterr().err
    assert code == UnusableError.exit_code
    assert sentence in said
    assert "Traceback" not in said


def test_a_second_one_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    settings = Settings()
    with only_instance(tmp_path, settings, ["gateway", "rasa"]):
        with pytest.raises(UnusableError) as refused, only_instance(tmp_path, settings, ["rasa"]):
            pass
        with only_instance(tmp_path, settings, ["actions"]):
            pass
    assert str(refused.value) == (
        f"这里已经有一个机器人在运行（进程 {os.getpid()}）。"
        f"改法：先停掉它（在它的窗口按 Ctrl-C，或 kill {os.getpid()}）；"
        "真要同时运行两个，给第二个另设 storage.directory（现在是 var）、数据库和端口。"
    )
    with only_instance(tmp_path, settings, ["rasa"]):
        pass


def test_serve_says_that_one_runs_already_before_it_touches_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_small_project(tmp_path)
    with only_instance(root, Settings(), ["rasa"]):
        assert main(["serve"], root) == 2
    assert capsys.readouterr().err.startswith("这里已经有一个机器人在运行")
    assert not (root / "var/run/endpoints.yml").exists()


def test_no_model_and_no_calibration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_small_project(tmp_path)
    (root / "settings.yml").write_text("server: {port: 18080}\n", encoding="utf-8")
    assert main(["serve", "--no-train"], root) == 2
    assert capsys.readouterr().err == (
        "没有训练好的模型 models/current.tar.gz。改法：先运行 ./run train，或从训练过的机器复制过来。\n"
    )
    with pytest.raises(UnusableError):
        require_model(root)
    model = root / "models/current.tar.gz"
    model.parent.mkdir(exist_ok=True)
    with tarfile.open(model, "w:gz") as archive:
        archive.add(ROOT / "settings.yml", "settings.yml")
    require_model(root)
    for half in (model.read_bytes()[:-20], model.read_bytes()[:200], b"", b"not a model"):
        model.write_bytes(half)
        with pytest.raises(UnusableError, match="坏了（没有复制完，或存到一半）。改法：重新复制一份，或运行"):
            require_model(root)
    for text in (None, "", "[]", '{"learned": {}}'):
        broken = tmp_path / "faq/broken.json"
        broken.unlink(missing_ok=True)
        if text is not None:
            broken.write_text(text, encoding="utf-8")
        with pytest.raises(CalibrationError) as refused:
            load_calibration(broken)
        assert refused.value.exit_code == 2
        assert str(refused.value).startswith("faq/broken.json:1: 校准文件")
        assert str(refused.value).endswith("改法：取回版本库里的 broken.json，或运行 ./run calibrate 重新生成")


def test_a_folder_that_takes_no_more_is_noticed(tmp_path: Path) -> None:
    assert writing_trouble([tmp_path]) == ""
    assert list(tmp_path.iterdir()) == []
    assert writing_trouble([tmp_path, tmp_path / "gone"]) == ("写不进去：没有这个文件")
    # A limit on the size of files is the one kind of full disk that nobody needs rights for.
    code = f"""
import resource
from pathlib import Path
from bot.serving.disk import writing_trouble
resource.setrlimit(resource.RLIMIT_FSIZE, ({PROBE_BYTES // 2}, {PROBE_BYTES // 2}))
print(writing_trouble([Path({str(tmp_path)!r})]))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}
    )
    assert ended.stdout == "磁盘满了，写不进去\n", ended.stderr
    assert list(tmp_path.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
