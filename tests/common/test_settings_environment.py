"""Settings that come from `BOT_<SECTION>_<NAME>` variables, and the variables that carry settings to a process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from common.errors import ContentError
from common.settings import Settings
from common.settings_file import load_settings, settings_environment
from common.settings_reading import variable_name


def test_a_variable_overrides_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("server:\n  port: 9000\n  host: bot.internal\n", encoding="utf-8")
    loaded = load_settings(tmp_path, {"BOT_SERVER_PORT": "9001", "BOT_ASSISTANT_DEADLINE_S": "2"})
    assert loaded == replace(
        Settings(),
        server=replace(Settings().server, port=9001, host="bot.internal"),
        assistant=replace(Settings().assistant, deadline_s=2.0),
    )


def test_another_process_loads_the_same_settings(tmp_path: Path) -> None:
    settings = replace(
        Settings(),
        server=replace(Settings().server, port=1, public_url="https://help.example.cn/?a=1"),
        assistant=replace(Settings().assistant, inner_secret="=${X} 密"),
    )
    assert load_settings(tmp_path, settings_environment(settings)) == settings


def test_every_setting_has_its_own_variable() -> None:
    names = list(settings_environment(Settings()))
    assert len(set(names)) == len(names)
    assert variable_name("server", "port") == "BOT_SERVER_PORT"


def test_what_a_variable_overrides_is_not_read_from_the_file(tmp_path: Path) -> None:
    text = "mail:\n  password: ${NOT_GIVEN_HERE}\nserver:\n  port: 99999\n"
    (tmp_path / "settings.yml").write_text(text, encoding="utf-8")
    loaded = load_settings(tmp_path, {"BOT_MAIL_PASSWORD": "", "BOT_SERVER_PORT": "9000"})
    assert loaded == replace(Settings(), server=replace(Settings().server, port=9000))


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        (
            {"BOT_SERVER_PORT": "eighty"},
            "环境变量 BOT_SERVER_PORT: 要写成整数。改法：例如 BOT_SERVER_PORT=8080",
        ),
        (
            {"BOT_ASSISTANT_DEADLINE_S": ""},
            "环境变量 BOT_ASSISTANT_DEADLINE_S: 要写成数字。改法：例如 BOT_ASSISTANT_DEADLINE_S=9.0",
        ),
    ],
)
def test_a_wrong_value_is_refused(tmp_path: Path, variables: dict[str, str], message: str) -> None:
    with pytest.raises(ContentError) as fault:
        load_settings(tmp_path, variables)
    assert str(fault.value) == message


def test_other_variables_mean_nothing(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"BOT": "x", "BOT_SERVER_UNKNOWN": "x", "PORT": "1"}) == Settings()
