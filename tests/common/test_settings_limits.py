"""Values that no setting may have are refused with their place, and every number has its limits."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.__main__ import main
from common.errors import ContentError
from common.settings import Settings
from common.settings_file import load_settings
from common.settings_limits import (
    AES_KEY,
    DATABASE,
    FERNET_KEYS,
    FUNCTION,
    HOST,
    MAIL,
    MAILS,
    PAIRS,
    PICTURES,
    REDIS,
    TIME,
    WEB,
    WEBS,
    Form,
)
from tests.small_project import write_small_project


def faults(folder: Path, text: str, variables: dict[str, str] | None = None) -> list[str]:
    (folder / "settings.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_settings(folder, variables or {})
    return [str(problem) for problem in caught.value.problems]


def test_what_used_to_pass_or_crash_is_refused_with_its_line(tmp_path: Path) -> None:
    """`port: 99999` and negative days passed the check; `cutoff: "5pm"` ended the gateway with a traceback."""
    text = """\
server:
  port: 99999
  public_url: help.example.cn
privacy:
  conversation_days: -1
tickets:
  cutoff: "5pm"
  per_day: 0
  retry_s: .inf
mail:
  sender: 客服
  security: ssl
"""
    assert faults(tmp_path, text) == [
        "settings.yml:2: 「port」要在 1 到 65535 之间（现在是「99999」）。改法：例如 port: 8080",
        "settings.yml:3: 「public_url」要写成http:// 或 https:// 开头的网址（现在是「help.example.cn」）。"
        "改法：例如 public_url: https://help.example.cn",
        "settings.yml:5: 「conversation_days」要在 1 到 3660 之间（现在是「-1」）。改法：例如 conversation_days: 30",
        "settings.yml:7: 「cutoff」要写成24 小时制的时刻，时和分各两位（现在是「5pm」）。改法：例如 cutoff: 17:30",
        "settings.yml:8: 「per_day」要在 1 到 1000 之间（现在是「0」）。改法：例如 per_day: 5",
        "settings.yml:9: 「retry_s」要写成数字（现在是「.inf」）。改法：例如 retry_s: 30.0",
        "settings.yml:11: 「sender」要写成邮箱地址，可以写成 名字 <地址>（现在是「客服」）。"
        "改法：例如 sender: bot@example.com",
        "settings.yml:12: 「security」只能写 tls、starttls、none 其中一个（现在是「ssl」）。改法：例如 security: tls",
    ]


def test_a_variable_beyond_its_limits_is_refused(tmp_path: Path) -> None:
    variables = {"BOT_SERVER_PORT": "0", "BOT_ASSISTANT_DEADLINE_S": "nan", "BOT_WECHAT_MODE": "saef"}
    assert faults(tmp_path, "", variables) == [
        "环境变量 BOT_ASSISTANT_DEADLINE_S: 要在 0.1 到 60 之间。改法：例如 BOT_ASSISTANT_DEADLINE_S=9.0",
        "环境变量 BOT_SERVER_PORT: 要在 1 到 65535 之间。改法：例如 BOT_SERVER_PORT=8080",
        "环境变量 BOT_WECHAT_MODE: 只能写 safe、compatible、plain 其中一个。改法：例如 BOT_WECHAT_MODE=safe",
    ]


def test_a_secret_beyond_its_limits_is_not_shown(tmp_path: Path) -> None:
    found = faults(tmp_path, "privacy:\n  encryption_key: ${KEY}\n", {"KEY": "geheim"})
    assert found == [
        "settings.yml:2: 「encryption_key」要写成Fernet 密钥（32 字节的 base64），几把之间用逗号隔开。"
        "改法：例如 encryption_key: 清空后自动生成的那一把"
    ]


def test_settings_that_do_not_go_together_are_refused_where_they_stand(tmp_path: Path) -> None:
    text = (
        "server:\n  port: 5005\nassistant:\n  rasa_port: 5005\nmail:\n  host: smtp.example.cn\n  sender: a@example.cn\n"
    )
    assert faults(tmp_path, text, {"BOT_TICKETS_LONGEST_RETRY_S": "3"}) == [
        "settings.yml:4: 「rasa_port」和 server.port 是同一个端口 5005。改法：换一个没有用过的端口",
        "settings.yml:6: 写了「host」，却没有写 mail.recipient。改法：加上 recipient: bot@example.com 这样一行",
        "环境变量 BOT_TICKETS_LONGEST_RETRY_S: 「longest_retry_s」比 retry_s 还小。改法：写得和 retry_s 一样或更大",
    ]


def test_the_check_command_says_so_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_small_project(tmp_path)
    (tmp_path / "settings.yml").write_text("server:\n  port: 99999\n", encoding="utf-8")
    assert main(["check"], tmp_path) == 1
    assert "settings.yml:2: 「port」要在 1 到 65535 之间（现在是「99999」）" in capsys.readouterr().out


def test_every_number_has_both_limits_and_every_default_keeps_them() -> None:
    for section in fields(Settings):
        kind = get_type_hints(Settings)[section.name]
        hints = get_type_hints(kind)
        for item in fields(kind):
            limits = item.metadata["limits"]
            assert limits.fault(item.default) == "", f"{section.name}.{item.name}"
            if hints[item.name] in (int, float):
                assert None not in (limits.least, limits.most), f"{section.name}.{item.name}"


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (HOST, "127.0.0.1 0.0.0.0 ::1 smtp.example.cn localhost db_1", "1.2.3 a..b -a.cn http://a.cn a.cn:80 中文.cn"),
        (
            WEB,
            "http://a.cn https://a.cn:8443/x?y=1 http://[::1]:80",
            "a.cn ftp://a.cn http:// https://a.cn:99999 http://a.cn:0",
        ),
        (WEBS, "http://a:5005 http://a:5005,https://b:5005", "http://a:5005,b http://a,"),
        (MAIL, "bot@example.com a.b+c@mail.example.cn", "bot @a.cn a@ a@b@c a@1.2.3 客服@example.com"),
        (TIME, "00:00 17:30 23:59", "5pm 24:00 7:30 17:60 17：30"),
        (
            DATABASE,
            "sqlite:///var/bot.db postgresql://u:p@h/db postgres:///db postgresql+psycopg2://h/db",
            "sqlite:// sqlite:///:memory: mysql://h/db var/bot.db postgresql://",
        ),
        (
            REDIS,
            "redis://h redis://h/ rediss://:p@h:6380/1",
            "h:6379 http://h redis://h:99999 redis://h/a unix:///r.sock",
        ),
        (
            PICTURES,
            "directory database s3://h/bucket s3+http://127.0.0.1:9000/bucket/a",
            "var s3://h s3://h/B s3:///bucket",
        ),
        (FUNCTION, "a:b a.b.c:d", "a a.b :b a: a-b:c"),
        (PAIRS, "number=character_string1,status=phrase2", "number number= =a a=b;c=d"),
        (AES_KEY, "a" * 43, f"{'a' * 42} {'a' * 44} {'=' * 43}"),
        (FERNET_KEYS, f"{'A' * 43}= {'A' * 43}=,{'B' * 42}A=", "x AAAA ====="),
    ],
)
def test_what_fits_a_form(form: Form, good: str, bad: str) -> None:
    assert [text for text in good.split() if not form.fits(text)] == []
    assert [text for text in bad.split() if form.fits(text)] == []


@pytest.mark.parametrize(
    ("form", "written", "fits"),
    [
        (MAIL, "学信网帮助中心 <bot@example.com>", True),
        (MAIL, "a@example.com, b@example.com", False),
        (MAIL, "学信网帮助中心 <bot>", False),
        (MAILS, "a@example.com;b@example.com", True),
        (MAILS, "客服 <a@example.com>；b@example.com，c@example.com、d@example.com", True),
        (MAILS, "a@example.com；b", False),
        (MAILS, "a@example.com b@example.com", False),
    ],
)
def test_addresses_fit_as_the_mail_program_reads_them(form: Form, written: str, fits: bool) -> None:
    """A name before the sender, and every mark but a comma, were refused, though mail was sent to them."""
    assert form.fits(written) is fits
