from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.gateway.content_news import refusal_notice
from faq.engine.library import Library
from tests.bot.gateway import Gateway, assert_headers, running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project

READY = {"rasa": "ready", "actions": "ready", "database": "ready", "content": "ready"}
RASA_AWAY = "没有应答：正在启动、正在加载模型，或者已经停止"
ACTIONS_AWAY = "没有应答：正在启动，或者已经停止"


async def report(gateway: Gateway, status: int) -> dict[str, object]:
    async with gateway.private("/readyz") as response:
        assert_headers(response)
        assert response.status == status
        body: dict[str, object] = await response.json()
        return body


async def test_all_parts_ready(gateway: Gateway) -> None:
    assert await report(gateway, 200) == {
        "ok": True,
        "ready": True,
        "parts": READY,
        "content_version": gateway.served.parts.library.version,
        "content_problems": [],
    }


async def test_each_part_says_why_it_is_not_ready(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.healthy = False
    assert (await report(gateway, 503))["parts"] == {**READY, "rasa": RASA_AWAY}
    rasa.healthy, rasa.actions_healthy = True, False
    assert (await report(gateway, 503))["parts"] == {**READY, "actions": ACTIONS_AWAY}
    await rasa.server.close()
    body = await report(gateway, 503)
    assert body["parts"] == {**READY, "rasa": RASA_AWAY, "actions": ACTIONS_AWAY}
    assert (body["ok"], body["ready"]) == (False, False)


async def test_what_fails_beside_the_requests_of_the_other_processes_is_shown(gateway: Gateway, rasa: FakeRasa) -> None:
    """A watcher of the action server that had ended served the old answers for good, and nothing said so."""
    rasa.failing = {"content": "出错（OSError），连续 3 次，正在自动重试；详情见日志"}
    shown = "后台 content 出错（OSError），连续 3 次，正在自动重试；详情见日志"
    await gateway.served.health.servers.check(gateway.served.health.http)
    parts = (await report(gateway, 200))["parts"]
    assert isinstance(parts, dict)
    assert (parts["actions"], parts["rasa"]) == (shown, f"http://127.0.0.1:{rasa.port} {shown}")
    rasa.failing = {}
    await gateway.served.health.servers.check(gateway.served.health.http)
    assert (await report(gateway, 200))["parts"] == READY


async def test_a_database_that_cannot_be_opened(gateway: Gateway, tmp_path: Path) -> None:
    gateway.served.health.engine = create_engine(f"sqlite:///{tmp_path / 'no/such/folder.db'}", future=True)
    assert (await report(gateway, 503))["parts"] == {**READY, "database": "打不开，请检查 storage.database_url"}


async def test_a_refused_edit_is_shown_and_the_old_content_serves_on(tmp_path: Path, rasa: FakeRasa) -> None:
    root = write_small_project(tmp_path)
    library = Library.open(root)
    version = library.version
    async with running_gateway(root, library, rasa) as gateway:
        (root / "faq/entries/small.yml").write_text("- id: reset_password\n  title：忘记密码\n", encoding="utf-8")
        library.refresh()
        body = await report(gateway, 200)
        assert body["ready"] is True
        assert body["parts"] == {**READY, "content": refusal_notice(library.problems)}
        assert body["content_version"] == version
        problems = body["content_problems"]
        assert isinstance(problems, list)
        assert problems == [str(problem) for problem in library.problems]
        assert problems[0].startswith("faq/entries/small.yml:")
        assert (await gateway.get("/faq/reset_password"))["id"] == "reset_password"
        async with gateway.private("/metrics") as response:
            assert f"bot_content_problems {float(len(problems))}" in await response.text()


async def test_the_figures_come_without_asking_the_other_processes(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every scrape once asked Rasa, the action server and the database, only to count the faults of the content."""

    async def asked(_: object) -> None:
        raise AssertionError("nobody asked how the parts are")

    monkeypatch.setattr(type(gateway.served.health), "report", asked)
    async with gateway.private("/metrics") as response:
        assert response.status == 200
        assert "bot_content_problems 0.0" in await response.text()


async def test_a_wechat_account_that_needs_an_operator(gateway: Gateway) -> None:
    health = gateway.served.health
    health.wechat_trouble = lambda: "消息发不出去：出口 IP 不在白名单里（40164）"
    body = await report(gateway, 200)
    assert (body["ready"], body["parts"]) == (True, {**READY, "wechat": "消息发不出去：出口 IP 不在白名单里（40164）"})
    health.wechat_trouble = lambda: ""
    assert (await report(gateway, 200))["parts"] == {**READY, "wechat": "ready"}


async def test_an_embedding_model_that_has_no_say(
    tmp_path: Path, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_small_project(tmp_path)
    monkeypatch.setenv("BOT_ASSISTANT_EMBEDDING_MODEL", "nowhere")
    async with running_gateway(root, Library.open(root), rasa) as gateway:
        body = await report(gateway, 200)
    trouble = (
        f"环境变量 BOT_ASSISTANT_EMBEDDING_MODEL: 找不到语义模型：没有 {root}/nowhere 这个文件或文件夹。"
        "改法：运行 make setup 生成，或改正 assistant.embedding_model；不用就写 off"
    )
    assert (body["ready"], body["parts"]) == (True, {**READY, "meaning": trouble})


async def test_an_embedding_model_that_has_a_say(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "has_meaning", True)
    assert (await report(gateway, 200))["parts"] == {**READY, "meaning": "ready"}
