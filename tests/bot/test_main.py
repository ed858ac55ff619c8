"""The command line: help, exit codes, Chinese messages."""

from __future__ import annotations

import gc
import os
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from bot.__main__ import ROOT, main
from bot.commands import COMMANDS, HIDDEN_COMMANDS, OPEN_COMMANDS
from common.errors import BotError


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("  ")] == list(COMMANDS)


def test_no_command_is_a_usage_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().out.startswith("用法：./run <命令> [参数]\n")


def test_an_unknown_command_is_a_usage_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["玩"]) == 2
    assert capsys.readouterr().err.startswith("没有「玩」这个命令。\n")


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("sevre", "serve"), ("tikets", "tickets")])
def test_a_misspelt_command_is_guessed(typed: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([typed]) == 2
    assert capsys.readouterr().err == f"没有「{typed}」这个命令。您是不是要用 {meant}？\n"


def test_who_starts_the_bot_is_answered_before_anything_long_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unread(name: str) -> ModuleType:
        raise BotError(name)

    monkeypatch.setattr("bot.__main__.import_module", unread)
    assert main(["serve"]) == BotError.exit_code
    assert capsys.readouterr() == ("正在准备启动…\n", "bot.commands.serve\n")
    assert main(["why", "忘记密码"]) == BotError.exit_code
    assert capsys.readouterr() == ("", "bot.commands.why\n")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["why", "忘记密码"]) == BotError.exit_code
    assert capsys.readouterr() == ("", "正在准备…\nbot.commands.why\n")


def test_a_brief_command_leaves_no_trace_in_the_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It runs without the search for garbage, which others in the process go on needing."""
    assert main(["faq", "stats"], tmp_path) == 0
    assert gc.isenabled()
    assert capsys.readouterr().out == "知识库里还没有条目。\n"


@pytest.mark.parametrize("name", [*COMMANDS, *HIDDEN_COMMANDS])
def test_every_command_has_help_in_chinese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"用法：./run {name}")
    assert "选项:" in shown.out
    assert "usage" not in shown.out
    assert shown.err == ""


def test_what_a_command_makes_is_its_owners_alone_unless_others_work_on_it() -> None:
    before = os.umask(0o022)
    try:
        for name in [*COMMANDS, *HIDDEN_COMMANDS]:
            os.umask(0o022)
            main([name, "--help"])
            assert os.umask(0o022) == (0o022 if name in OPEN_COMMANDS else 0o077), name
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "好", "--fiel", "x"], "不认识的参数：--fiel x。您是不是要用 --file？"),
        (["faq", "import", "x.xlsx", "--dryrun"], "不认识的参数：--dryrun。您是不是要用 --dry-run？"),
        (["check", "--qqqq"], "不认识的参数：--qqqq"),
        (["run", "gatway"], "参数 进程 不能是 'gatway'，可选：'gateway', 'rasa', 'actions'。您是不是要用 gateway？"),
        (["ask", "--file"], "参数 --file 后面要跟一个值"),
        (["ask", "好", "--file", "x"], "参数 --file 不能和 文字 一起用"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.err.splitlines()[-1] == f"./run {arguments[0]}: {message}"
    assert shown.out == ""


@pytest.mark.parametrize(("name", "choices"), [("ask", "文字 --image --file"), ("why", "文字 --image")])
def test_with_nothing_to_ask_the_choices_are_named(name: str, choices: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name]) == 2
    assert capsys.readouterr() == ("", f"./run {name}: 要给出其中一个参数：{choices}\n")


def test_a_fault_people_can_mend_has_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise BotError("端口 8080 已经被占用")

    monkeypatch.setattr(import_module("bot.commands.train"), "run", fail)
    assert main(["train"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "端口 8080 已经被占用\n")


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("bot.commands.train"), "run", interrupt)
    assert main(["train"]) == 1
    assert capsys.readouterr().err == "已中断。\n"


def test_check_reports_every_fault_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.yml").write_text("server:\n  prot: 1\n", encoding="utf-8")
    assert main(["check"], tmp_path) == 1
    shown = capsys.readouterr().out.splitlines()
    assert "settings.yml:2: 没有「prot」这项设置。改法：是不是想写「port」？" in shown
    assert "domain.yml:1: 文件不存在。改法：从版本库里恢复它" in shown
    assert shown[-1] == f"共 {len(shown) - 2} 个问题。"


def test_check_names_an_embedding_model_that_has_no_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    remedy = "改法：运行 make setup 生成，或改正 assistant.embedding_model；不用就写 off"
    (tmp_path / "settings.yml").write_text("assistant:\n  embedding_model: nowhere\n", encoding="utf-8")
    assert main(["check"], tmp_path) == 1
    missing = f"settings.yml:2: 找不到语义模型：没有 {tmp_path}/nowhere 这个文件或文件夹。{remedy}"
    assert missing in capsys.readouterr().out.splitlines()
    (tmp_path / "settings.yml").unlink()
    assert main(["check"], tmp_path) == 1  # for what is missing in an empty folder; the model is an advice only
    faults, _, advice = capsys.readouterr().out.partition("建议（不影响通过）：\n")
    unbuilt = f"settings.yml:1: 找不到语义模型：没有 {tmp_path}/.tools/sentence-model 这个文件或文件夹。{remedy}"
    assert (unbuilt in faults.splitlines(), unbuilt in advice.splitlines()) == (False, True)
    monkeypatch.setenv("BOT_ASSISTANT_EMBEDDING_MODEL", "off")
    assert main(["check"], tmp_path) == 1
    assert "语义模型" not in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"], ROOT) == 0
    assert re.match(r"学信机器人 \d+\.\d+\.\d+(（提交 .+）)?\n$", capsys.readouterr().out)


def test_the_version_without_git_or_project_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"], tmp_path) == 0
    assert capsys.readouterr().out == "学信机器人 （没有版本号）\n"
