"""`ask`: the file it reads, the order it keeps, the object it prints."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.__main__ import main
from bot.commands import ask
from bot.commands.ask import CONCURRENT, Ahead, ask_all, read_questions, result_of
from bot.conversation.reply_text import options_of, shown_replies
from bot.running.stack import RunningStack, running_stack
from common.clock import FakeClock
from common.errors import BotError, UnusableError
from common.settings import Settings


class FakeStack:
    """Answers with the text itself, the later questions sooner."""

    def __init__(self) -> None:
        self.at_once = 0
        self.most_at_once = 0

    async def send(self, text: str, *, image: bytes | None = None) -> dict[str, Any]:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        for _ in range(20 - int(text)):
            await asyncio.sleep(0)
        self.at_once -= 1
        return {"replies": [{"type": "text", "text": text, "options": []}], "trace": {"band": "answer"}}


async def test_answers_keep_the_order_of_the_questions() -> None:
    stack = FakeStack()
    texts = [str(number) for number in range(20)]
    results = [result async for result in ask_all(cast("RunningStack", stack), texts)]
    assert [result["text"] for result in results] == texts
    assert [result["replies"][0]["text"] for result in results] == texts
    assert stack.most_at_once == CONCURRENT


def test_whoever_waits_for_many_is_told_how_long() -> None:
    clock, said = FakeClock(), list[str]()
    ahead = Ahead(20_000, clock, said.append)
    for _ in range(30):
        clock.advance(1)
        ahead.one_more()
    assert said[0] == "答了 10 个，共 20000 个，大约还要 6 小时（按 Ctrl-C 停下，答过的都在）"
    assert len(said) == 3
    few = Ahead(30, clock, said.append)
    for _ in range(30):
        few.one_more()
    assert len(said) == 3


PIXELS = b"\x89PNG\r\n\x1a\npixels"


def test_a_picture_goes_along_with_each_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent: list[tuple[str, bytes | None]] = []

    class Recording(FakeStack):
        async def send(self, text: str, *, image: bytes | None = None) -> dict[str, Any]:
            sent.append((text, image))
            return {"replies": [{"type": "text", "text": "看到了", "options": []}]}

    @contextlib.asynccontextmanager
    async def started(*_: object, **__: object) -> AsyncIterator[Recording]:
        yield Recording()

    monkeypatch.setattr(ask, "running_stack", started)
    monkeypatch.setattr(ask, "ensure_model", lambda *_: None)
    picture, questions = tmp_path / "shot.png", tmp_path / "questions.txt"
    picture.write_bytes(PIXELS)
    questions.write_text("第一句\n第二句", encoding="utf-8")
    assert main(["ask", "这是啥意思", "--image", str(picture)]) == 0
    assert main(["ask", "--image", str(picture)]) == 0
    assert capsys.readouterr().out == "看到了\n看到了\n"
    assert main(["ask", "--file", str(questions), "--image", str(picture)]) == 0
    assert sent == [(text, PIXELS) for text in ("这是啥意思", "", "第一句", "第二句")]


def test_what_is_no_picture_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ask, "ensure_model", lambda *_: pytest.fail("a model is looked for"))
    page = tmp_path / "README.md"
    page.write_text("# 说明", encoding="utf-8")
    assert main(["ask", "这是啥意思", "--image", str(page)]) == 2
    assert capsys.readouterr().err.endswith("README.md：这个文件不是我能打开的图片。改法：换一张 JPG 或 PNG 的截图。\n")


def test_the_printed_object_has_the_agreed_fields() -> None:
    trace = {
        "band": "answer",
        "faq_id": "reset_password",
        "guide_id": None,
        "intent": "forgot_password",
        "confidence": 0.9,
        "candidates": [{"faq_id": "reset_password", "score": 0.9}],
        "inner": "not shown",
    }
    assert result_of("忘记密码", {"ok": True, "session": "s", "replies": [], "trace": trace}) == {
        "text": "忘记密码",
        "band": "answer",
        "faq_id": "reset_password",
        "guide_id": None,
        "intent": "forgot_password",
        "confidence": 0.9,
        "candidates": [{"faq_id": "reset_password", "score": 0.9}],
        "replies": [],
    }


def test_a_file_gives_its_lines_without_the_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "questions.txt"
    path.write_bytes("\ufeff忘记密码\r\n\n  收不到验证码  \n".encode())
    assert read_questions(path) == ["忘记密码", "收不到验证码"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "读不了（没有这个文件）。改法：检查文件名。"),
        (b"\n \n", "没有问题。改法：每行写一个问题。"),
        ("忘记密码".encode("gbk"), "不是 UTF-8 编码。改法：另存为 UTF-8。"),
    ],
)
def test_a_useless_file_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "questions.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BotError) as fault:
        read_questions(path)
    assert str(fault.value) == f"{path}：{message}"


def test_replies_are_shown_as_an_asker_sees_them() -> None:
    replies = [
        {
            "type": "text",
            "text": "您是不是想问：",
            "options": [{"id": "a", "title": "忘记密码"}, {"id": "b", "title": "都不是"}],
        },
        {"type": "text", "text": "也可以回复“人工”。", "options": []},
    ]
    assert shown_replies(replies) == "您是不是想问：\n  1. 忘记密码\n  2. 都不是\n\n也可以回复“人工”。"
    assert options_of(replies) == ["忘记密码", "都不是"]
    listed = {
        "text": "答案。\n也可能是：\n1. 忘记密码\n2. 都不是",
        "options": [{"title": "忘记密码"}, {"title": "都不是"}, {"title": "有用"}],
    }
    assert shown_replies([listed]) == "答案。\n也可能是：\n1. 忘记密码\n2. 都不是\n  3. 有用"
    assert shown_replies([]) == ""


async def test_where_nothing_can_be_written_it_is_said_before_anything_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.running.stack.prepare_knowledge", lambda *_: pytest.fail("was begun"))
    settings = Settings()
    settings = replace(settings, storage=replace(settings.storage, directory="/proc/none"))
    with pytest.raises(UnusableError, match="/proc/none"):
        async with running_stack(tmp_path, settings):
            pass
