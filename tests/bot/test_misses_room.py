"""An editor's pages of what was missed, without a browser: a new entry from a ticket's answer, and old links."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

import bot.gateway.desk_house
import bot.gateway.desk_learning
from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, until
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.judge import FakeJudge
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.trial import FakeTrial
from tests.learning.project import write_project
from tests.tickets.samples import ANNA
from tickets.accounts import Role
from tickets.beats import list_beats
from tickets.model import Submission
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.ticket_texts import set_topics, without_topic

SAID = "在线验证报告打开是一片空白"
TOPIC = "学信网账号"
ANSWER = "换用最新的浏览器再打开。"


@pytest.fixture
async def desk(tmp_path: Path, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    monkeypatch.setattr(bot.gateway.desk_learning, "ReviewProcess", FakeJudge)
    monkeypatch.setattr(bot.gateway.desk_learning, "TrialProcess", FakeTrial)
    monkeypatch.setattr(bot.gateway.desk_house, "topics_of", lambda _, texts: dict.fromkeys(texts, TOPIC))
    root = write_project(tmp_path / "project")
    async with running_gateway(root, Library.open(root, FakeClock()), rasa) as gateway:
        gateway.served.parts.accounts.add("test", "编辑", [Role.EDITOR], PASSWORD)
        yield gateway


async def read(desk: Gateway, path: str) -> str:
    async with desk.client.get(path, headers=PAGE) as page:
        assert page.status == 200, (path, page.status)
        return unescape(await page.text())


async def test_a_new_entry_from_the_answer_of_a_ticket(desk: Gateway) -> None:
    parts = desk.served.parts
    number = parts.desk.open(ANNA, Submission("k", None, SAID)).ticket.number
    parts.agents.reply("小林", number, ANSWER)
    set_topics(parts.database, dict.fromkeys(without_topic(parts.database, parts.agents.vault), TOPIC))
    with parts.database.begin() as connection:
        missed = TurnOutcome("web", "k", Ending.MISSED, "reset_password", None, "学生证上的照片糊了")
        record_outcome(connection, missed, desk.clock.now())
    await sign_in(desk, "编辑")
    # The topic of the ticket stands beside it, and shows only its like.
    assert "学信网账号 1" in await read(desk, "/desk/misses")
    listed = await read(desk, "/desk/misses?topic=学信网账号")
    assert SAID in listed and "学生证上的照片糊了" not in listed
    [group] = set(re.findall(r'href="(/desk/misses/[0-9a-f]{12})"', listed))
    form = await read(desk, f"{group}?ticket={number}")
    for words in (f'<textarea name="answer" rows="9" spellcheck="false">\n{ANSWER}<', f">\n{SAID}</textarea>"):
        assert words in form
    assert re.search(r'<option value="学信网账号" selected>', form)
    assert re.search(r'name="reviewed" value=""', form), "only the editor knows when it was compared"
    headers = {"X-Desk-Token": await form_token_of(desk), "HX-Request": "true"}

    async def post(act: str, **fields: str) -> str:
        begun = {"act": "new", "text": SAID, "title": "报告打开是空白怎么办？", "entry_id": "report_blank"}
        begun |= {"category": "学信网账号", "intent": "ask_other_service", "answer": ANSWER, "reviewed": ""}
        questions = [SAID, "报告下载下来是白的", "报告什么都不显示", "打开报告只有白页", "报告空白页", "报告看不到字"]
        data = {**begun, "questions": "\n".join(questions), **fields}
        async with desk.client.post(f"{group}/{act}", data=data, headers=headers) as answer:
            assert answer.status == 200
            return answer.headers.get("HX-Redirect") or unescape(await answer.text())

    # Every fault at its field, those of form and those of the check together, before anything is reviewed.
    refused = await post("preview", title="报" * 41 + "怎么办？", questions="\n".join([SAID, "密码忘了怎么找回"]))
    for key, words in (
        ("source", "「出处」还空着"),
        ("reviewed", "「核对日期」还空着"),
        ("questions", "只有 2 个相似问"),
        ("questions", "条目「reset_password」"),
    ):
        assert re.search(rf'data-field="{key}"><b>[^<]+</b> <span>[^<]*{words}', refused), (key, words)
    assert "title" in re.findall(r'data-field="(\w+)"', refused) and 'name="draft"' not in refused
    fields = {"source": "学信网帮助中心 | 2025-09", "reviewed": "2026-11-01"}
    shown = await post("preview", **fields)
    assert ANSWER in shown and "聊天里" in shown
    key = re.search(r'name="draft" value="([^"]+)"', shown)
    assert key, shown
    # A few sentences can be asked of it before it is live, and so is what its neighbours are asked.
    async with desk.client.post(f"/desk/drafts/{key[1]}/try", data={"tries": SAID}, headers=headers) as answer:
        tried = unescape(await answer.text())
    while follow := re.search(r'hx-get="(/desk/drafts/[^"]+)"', tried):
        assert "前面还有" in tried or "已经" in tried
        tried = await read(desk, follow[1])
    assert SAID in tried and "答“报告打开是空白怎么办？”" in tried
    assert "忘记密码怎么找回？" in tried and "改由" not in tried
    # What others lose is to be looked at; what stays theirs is written there, and reviewed with the entry.
    refused = await post("save", draft=key[1], **fields)
    assert "勾选上面一句" in refused
    keep = re.search(r'name="keep_more" value="([^"]+)"', refused)
    assert keep, refused
    kept = await post("preview", keep_more=keep[1], **fields)
    assert f'name="keep" value="{keep[1]}" checked' in kept and "留给原来条目的" in kept
    assert (await post("save", draft=key[1], accept="yes", **fields)).startswith("/desk/misses?saved=1")
    library = parts.library
    library.refresh()
    entry = library.content.entry("report_blank")
    assert entry is not None and entry.answer.strip() == ANSWER
    # The page goes on asking until every process has told that it serves it.
    await until(lambda: [beat.detail["content"] for beat in list_beats(parts.database)] == [library.version])
    assert "已在全部 1 个进程生效" in await read(desk, "/desk/changes/1/live")
    assert 'hx-get="/desk/changes/1/live"' in await read(desk, "/desk/misses?saved=1")
    async with desk.client.get("/desk/changes/99/live", headers=PAGE) as page:
        assert page.status == 404
    # A link to what was dealt with leads back to the list, which says so.
    assert "刚有变化" in await read(desk, group)


async def test_several_groups_are_found_by_words_and_dealt_with_at_once(desk: Gateway) -> None:
    parts = desk.served.parts
    with parts.database.begin() as connection:
        for place, text in enumerate(("食堂几点开门", "打印机怎么连网", "登录密码咋弄回来呀")):
            missed = TurnOutcome("web", f"k{place}", Ending.MISSED, None, None, text)
            record_outcome(connection, missed, desk.clock.now())
    await sign_in(desk, "编辑")
    named = re.compile(r'name="group" value="([0-9a-f]{12})" aria-label="选中：([^"]+)"')
    groups = {title: name for name, title in named.findall(await read(desk, "/desk/misses"))}
    assert len(groups) == 3
    assert [title for _, title in named.findall(await read(desk, "/desk/misses?q=打印"))] == ["打印机怎么连网"]
    assert "没有带“快递”的说法" in await read(desk, "/desk/misses?q=快递")
    headers = {"X-Desk-Token": await form_token_of(desk), "HX-Request": "true"}
    ticked = [("group", groups["食堂几点开门"]), ("group", groups["打印机怎么连网"]), ("group", "0" * 12)]
    async with desk.client.post("/desk/misses", data=ticked, headers=headers) as answer:
        assert answer.headers["HX-Redirect"] == "/desk/misses"
    assert [title for _, title in named.findall(await read(desk, "/desk/misses"))] == ["登录密码咋弄回来呀"]
