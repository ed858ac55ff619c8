"""Whatever command a page prints exists, takes those arguments, and (where it needs no whole system) does its work."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot.__main__ import command_parser, main
from bot.commands import COMMANDS
from tests.printed_commands import PAGES, ROOT, printed_commands
from tests.small_project import write_small_project

PASSWORD = "a long enough passphrase"
ONLY_NAMED = {("ask",), ("eval",), ("wechat",)}
"""Printed in a sentence as the name of a command, not to be typed so."""


@pytest.mark.parametrize("page", PAGES)
def test_every_printed_command_is_understood(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused = []
    for _, name, *arguments in printed_commands(page, "./run"):
        if name.startswith("-") or (name, *arguments) in ONLY_NAMED:
            continue
        if name not in COMMANDS:
            refused.append((name, "no such command"))
            continue
        try:
            command_parser(name)[1].parse_args(arguments)
        except SystemExit as end:
            if end.code:
                refused.append((name, capsys.readouterr().err.splitlines()[-1]))
    assert refused == []


@pytest.mark.parametrize("page", PAGES)
def test_every_printed_target_is_in_the_makefile(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    printed = {word for _, *words in printed_commands(page, "make") for word in words}
    assert printed - targets - {"help"} == set()


def test_the_commands_of_the_desk_do_their_work_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the page: the account is added before it is changed."""
    root = write_small_project(tmp_path)
    order = ["add", "list", "roles", "password", "disable", "sessions"]
    commands = [words for words in printed_commands("docs/desk.md", "./run") if words[1] in ("desk", "audit")]
    commands.sort(key=lambda words: next((place for place, name in enumerate(order) if name in words), len(order)))
    said = []
    for _, *words in commands:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        assert main(words, root) == 0, capsys.readouterr().err
        said.append(capsys.readouterr().out.splitlines()[-1])
    assert said[0] == "已添加「小林」，角色：管理员。打开 /desk 登录。"
    assert said[2:5] == ["已改「小林」的角色。", "已改「小林」的密码，原来的登录都已退出。", "已停用「小林」。"]


def test_the_commands_of_the_guides_do_their_work_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [words for _, *words in printed_commands("docs/guides.md", "./run") if words[0] == "guide"]
    assert {words[1] for words in commands} == {"list", "show", "walk"}
    for words in commands:
        monkeypatch.setattr("sys.stdin", io.StringIO())
        assert main(words, ROOT) == 0, capsys.readouterr().err
        assert capsys.readouterr().out
    assert (tmp_path / "图.svg").read_text(encoding="utf-8").startswith("<svg")
