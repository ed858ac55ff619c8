"""`common.settings`: defaults, the file, the environment, and every fault at its line."""

from __future__ import annotations

import pytest

from common.errors import ContentError, SettingsError
from common.settings import ServerSettings, Settings
from common.settings_file import described_settings, load_settings, settings_environment
from common.settings_reading import variable_name


def faults(tmp_path, text, environment=None):
    (tmp_path / "settings.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_settings(tmp_path, environment or {})
    return [str(problem) for problem in caught.value.problems]


def test_no_file_means_all_defaults(tmp_path):
    assert load_settings(tmp_path, {}) == Settings()


def test_empty_file_and_empty_section_mean_defaults(tmp_path):
    (tmp_path / "settings.yml").write_text("# 全部默认\nserver:\n", encoding="utf-8")
    assert load_settings(tmp_path, {}) == Settings()


def test_file_then_environment(tmp_path):
    (tmp_path / "settings.yml").write_text(
        "server:\n  host: 0.0.0.0\n  port: 9000\nassistant:\n  deadline_s: 5\nmail:\n  password: ${MAIL_PASSWORD}\n",
        encoding="utf-8",
    )
    settings = load_settings(tmp_path, {"MAIL_PASSWORD": "geheim", "BOT_SERVER_PORT": "9001"})
    assert settings.server == ServerSettings(host="0.0.0.0", port=9001)
    assert settings.assistant.deadline_s == 5.0
    assert settings.mail.password == "geheim"


def test_every_fault_in_one_run(tmp_path):
    text = (
        "server:\n  prot: 80\n  port: 八十\nserve: {}\nmail:\n  password: geheim\n  username: ${NOWHERE}\n"
        "webhook: nein\nlimits:\n  text_chars: true\n"
    )
    found = faults(tmp_path, text)
    assert found[:5] == [
        "settings.yml:2: 没有「prot」这项设置。改法：是不是想写「port」？",
        "settings.yml:3: 「port」要写成整数（现在是「八十」）。改法：例如 port: 8080",
        "settings.yml:4: 没有「serve」这项设置。改法：是不是想写「server」？",
        "settings.yml:6: 「password」是机密，不能写在文件里。改法：写成 password: ${PASSWORD}，值放进环境变量",
        "settings.yml:7: 环境变量 NOWHERE 没有设置。改法：启动前先设置它，或删掉这一行用默认值",
    ]
    assert found[5:] == [
        "settings.yml:8: 这里要写成「名字: 值」的形式。改法：每项一行，冒号后加空格",
        "settings.yml:10: 「text_chars」要写成整数（现在是「true」）。改法：例如 text_chars: 1000",
    ]


def test_variable_of_the_wrong_kind(tmp_path):
    assert variable_name("server", "port") == "BOT_SERVER_PORT"
    with pytest.raises(ContentError) as caught:
        load_settings(tmp_path, {"BOT_SERVER_PORT": "viel"})
    assert str(caught.value) == "环境变量 BOT_SERVER_PORT: 要写成整数。改法：例如 BOT_SERVER_PORT=8080"


def test_another_process_loads_the_same_values(tmp_path):
    settings = load_settings(tmp_path, {"BOT_SERVER_PORT": "9001", "BOT_WEBHOOK_PICTURES": "false"})
    assert settings.webhook.pictures is False
    assert load_settings(tmp_path, settings_environment(settings)) == settings


def test_every_setting_says_what_it_does():
    rows = described_settings()
    assert ("server.port", "8080", "网关监听的端口", False, "在 1 到 65535 之间") in rows
    assert [row.name for row in rows if not row.sentence.strip()] == []
    assert len({row.name for row in rows}) == len(rows)
    assert {row.name for row in rows if row.secret} >= {"mail.password", "webhook.secret", "storage.database_url"}


def test_the_sites_own_file_has_the_last_word(tmp_path):
    (tmp_path / "settings.yml").write_text("server:\n  host: 0.0.0.0\n  port: 9000\n", encoding="utf-8")
    (tmp_path / "settings.local.yml").write_text("server:\n  port: 9001\nhelp_desk: {name: 云杉}\n", encoding="utf-8")
    settings = load_settings(tmp_path, {})
    assert (settings.server.host, settings.server.port, settings.help_desk.name) == ("0.0.0.0", 9001, "云杉")
    assert load_settings(tmp_path, {"BOT_SERVER_PORT": "9002"}).server.port == 9002


def test_the_sites_file_may_be_elsewhere_or_nowhere(tmp_path):
    (tmp_path / "settings.local.yml").write_text("server: {port: 9001}\n", encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/own.yml").write_text("server: {port: 9005}\n", encoding="utf-8")
    assert load_settings(tmp_path, {"BOT_SETTINGS_FILE": "site/own.yml"}).server.port == 9005
    assert load_settings(tmp_path, {"BOT_SETTINGS_FILE": str(tmp_path / "site/own.yml")}).server.port == 9005
    assert load_settings(tmp_path, {"BOT_SETTINGS_FILE": ""}).server.port == 8080
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {"BOT_SETTINGS_FILE": "site/none.yml"})
    assert str(caught.value) == (
        "site/none.yml:1: 设置文件不存在。改法：改正环境变量 BOT_SETTINGS_FILE，或建好这个文件"
    )


def test_faults_of_both_files_come_with_their_file(tmp_path):
    (tmp_path / "settings.yml").write_text("server:\n  prot: 1\n", encoding="utf-8")
    (tmp_path / "settings.local.yml").write_text("server:\n  host: a\n  port: 99999\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {})
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        ("settings.local.yml", 3),
        ("settings.yml", 2),
    ]
    (tmp_path / "settings.yml").write_text("server:\n  port: 9000\n", encoding="utf-8")
    (tmp_path / "settings.local.yml").write_text("assistant:\n  rasa_port: 9000\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {})
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [("settings.local.yml", 2)]
