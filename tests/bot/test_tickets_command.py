"""`bot tickets` and `bot audit`: what agents type and what they get to read."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.__main__ import main
from bot.commands import audit, tickets
from bot.commands.arguments import ChineseParser
from bot.commands.ticket_tables import export_csv, text_table
from common.cells import for_terminal
from common.clock import FakeClock
from common.errors import BotError
from common.settings import MailSettings, Settings
from tests.ready_database import ready_database
from tests.tickets.samples import ANNA, PHONE, make_picture, make_submission
from tickets import schema
from tickets.attachments import AttachmentStore
from tickets.claims import put_aside
from tickets.desk import Desk
from tickets.model import Submission
from tickets.outbox import State, list_entries
from tickets.vault import open_vault

CLOCK = FakeClock()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of the project in `tmp_path`, whose settings are all defaults but for the mail."""
    engine = ready_database("sqlite:///var/bot.db", tmp_path)
    settings = Settings(mail=MailSettings(host="127.0.0.1", sender="a@example.com", recipient="b@example.com"))
    return Desk(engine, open_vault("", tmp_path / "var"), settings, CLOCK)


@pytest.fixture
def number(desk: Desk, tmp_path: Path) -> str:
    store = AttachmentStore(desk.engine, desk.vault, tmp_path / "var", clock=CLOCK)
    picture = store.take(ANNA, make_picture()).id
    return desk.open(ANNA, make_submission(pictures=(picture,))).ticket.number


def parse(*arguments: str) -> argparse.Namespace:
    parser = ChineseParser("./run tickets", "")
    tickets.add_arguments(parser)
    return parser.parse_args(arguments)


def say(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert tickets.run(parse("--agent", "小王", *arguments), root, CLOCK) == 0
    return capsys.readouterr().out


def test_list_lines_up_and_is_masked(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(tmp_path, capsys, "list").splitlines() == [
        "工单号    状态    优先级  负责人  承诺   用户名       问题",
        "────────  ──────  ──────  ──────  ─────  ───────────  ──────────────────────────────────────────────────",
        f"{number}  处理中  普通    —       11-05  139****1234  注册时一直提示证件号已注册，我的手机号是〔手机号〕",
    ]
    assert say(tmp_path, capsys, "list", "--status", "closed") == "没有符合条件的工单。\n"
    assert say(tmp_path, capsys, "list", "--overdue", "--assignee", "小李") == "没有符合条件的工单。\n"


def test_show_is_masked_unless_there_is_a_reason(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = say(tmp_path, capsys, "show", number)
    assert page.splitlines()[:6] == [
        f"工单 {number}（版本 1）",
        "状态：处理中    优先级：普通    负责人：无",
        "用户名：139****1234（手机号）    渠道：web",
        "提交：2026-11-02 10:00    承诺：2026年11月5日（星期四）前答复",
        "",
        "问题描述：",
    ]
    assert PHONE not in page
    with pytest.raises(BotError, match="图片里可能有个人信息"):
        say(tmp_path, capsys, "show", number, "--pictures", str(tmp_path / "out"))
    page = say(tmp_path, capsys, "show", number, "--reveal", "核对身份", "--pictures", str(tmp_path / "out"))
    saved = list((tmp_path / "out").iterdir())
    assert f"用户名：{PHONE}（手机号）    渠道：web" in page.splitlines()
    assert page.splitlines()[-1] == f"已保存：{saved[0]}"
    assert saved[0].read_bytes().startswith(b"\x89PNG")


def test_every_change_says_what_came_of_it(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("第一行\n第二行\n"))
    told = [
        say(tmp_path, capsys, *line).strip()
        for line in (
            ("assign", number, "小李"),
            ("assign", number),
            ("priority", number, "high"),
            ("note", number, "看过了"),
            ("reply", number, "请重新登录", "--version", "5"),
            ("reply", number, "-", "--status", "resolved"),
            ("status", number, "closed"),
        )
    ]
    assert told == [
        f"工单 {number} 的负责人：小李。",
        f"工单 {number} 的负责人：无。",
        f"工单 {number} 的优先级：高。",
        f"已给工单 {number} 写下备注。",
        f"已回复工单 {number}，现在是「等您补充」。",
        f"已回复工单 {number}，现在是「已解决」。",
        f"工单 {number} 现在是「已关闭」。",
    ]
    page = say(tmp_path, capsys, "show", number)
    assert page.split("记录：\n")[1].splitlines()[8:16] == [
        "  2026-11-02 10:00  内部备注  小王",
        "    看过了",
        "  2026-11-02 10:00  客服回复  小王",
        "    请重新登录",
        "  2026-11-02 10:00  系统记录  小王",
        "    状态：处理中 → 等您补充",
        "  2026-11-02 10:00  客服回复  小王",
        "    第一行",
    ]


def test_a_reply_that_is_too_long_is_refused_whole(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was cut, and «已回复» was said."""
    before = say(tmp_path, capsys, "show", number)
    assert main(["tickets", "--agent", "小王", "reply", number, "长" * 4001], tmp_path) == 2
    assert capsys.readouterr().err == "内容有 4001 字，最多 4000 字，没有保存。改法：分成几条发。\n"
    assert say(tmp_path, capsys, "show", number) == before


def test_export_is_masked_and_on_record(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "tickets.csv"
    assert say(tmp_path, capsys, "export", "--output", str(out)) == f"已导出 1 张工单到 {out}。\n"
    heading, row = csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline=""))
    assert heading[:3] == ["工单号", "状态", "优先级"]
    assert row[:8] == [
        number,
        "open",
        "normal",
        "",
        "web",
        "phone",
        "139****1234",
        "注册时一直提示证件号已注册，我的手机号是〔手机号〕",
    ]
    (ticket,) = json.loads(say(tmp_path, capsys, "export", "--format", "json"))
    assert (ticket["number"], ticket["username"], ticket["closed_at"]) == (number, "139****1234", None)
    assert audit.run(argparse.Namespace(), tmp_path) == 0
    assert capsys.readouterr().out.startswith("审计记录完整：3 条，末尾指纹 ")


def test_a_spreadsheet_never_runs_a_cell(desk: Desk) -> None:
    desk.open(ANNA, Submission("f", None, "=HYPERLINK(1)登录不上"))
    cells = list(csv.reader(io.StringIO(export_csv(desk.reader.tickets()))))[1]
    assert cells[7] == "'=HYPERLINK(1)登录不上"


def test_outbox_shows_dead_letters_and_sends_them_again(
    desk: Desk, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (entry,) = list_entries(desk.engine, ("waiting",))
    with desk.engine.begin() as connection:
        put_aside(connection, entry.id, State.DEAD, CLOCK.now(), "SMTPConnectError: no answer")
    assert say(tmp_path, capsys, "outbox").splitlines() == [
        "序号  工单号    去向  事件    状态  次数  下次发送  最近一次错误",
        "────  ────────  ────  ──────  ────  ────  ────────  ───────────────────────────",
        f"1     {number}  邮件  opened  死信  0     —         SMTPConnectError: no answer",
    ]
    assert say(tmp_path, capsys, "outbox", "--retry", "1") == "第 1 号已放回待发送，网关运行时马上会再发。\n"
    assert "2026-11-02 10:00" in say(tmp_path, capsys, "outbox", "--all")
    with pytest.raises(BotError) as caught:
        say(tmp_path, capsys, "outbox", "--retry", "1")
    assert str(caught.value) == "没有序号为 1、可以重发的内容。改法：用 ./run tickets outbox 看序号。"


def test_rotate_key_keeps_everything_readable(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(tmp_path, capsys, "rotate-key") == "已用新密钥重新加密 6 项资料。\n"
    assert PHONE in say(tmp_path, capsys, "show", number, "--reveal", "核对")


def test_audit_names_what_was_tampered_with(
    desk: Desk, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.engine.begin() as connection:
        connection.execute(update(schema.audit_entry).values(actor="小李"))
    parser = ChineseParser("./run audit", "")
    audit.add_arguments(parser)
    assert audit.run(parser.parse_args(["verify"]), tmp_path) == 1
    assert capsys.readouterr().out == "审计记录 1：内容被改过\n"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "缺少参数：子命令"),
        (("show",), "缺少参数：工单号"),
        (("status", "TK7M4Q2B", "gone"), "参数 状态 不能是 'gone'"),
        (("list", "--limit", "many"), "参数 --limit 要写成整数（现在是 'many'）"),
    ],
)
def test_wrong_arguments_are_explained(
    arguments: tuple[str, ...], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(*arguments)
    assert (end.value.code, fault in capsys.readouterr().err) == (2, True)


def test_tables_line_up_with_wide_characters() -> None:
    assert text_table(("名", "b"), [("a", "甲乙"), ("甲乙丙", "")]).splitlines() == [
        "名      b",
        "──────  ────",
        "a       甲乙",
        "甲乙丙",
    ]


def test_what_a_terminal_would_obey_is_shown() -> None:
    assert for_terminal("一\n\x1b]0;x\x07\u202e二") == "一\n\\x1b]0;x\\x07\\x202e二"
