"""The account's chores against the fake platform: menu, self-check, the phone in a terminal."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.channels.wechat.menu import change_menu, describe_menu, make_menu
from bot.channels.wechat.selfcheck import Finding, SelfCheck, conclude
from bot.channels.wechat.setup import check_settings, load_transcriber, make_client, read_template_values
from bot.gateway.private import PrivateSide
from common.clock import Clock, FakeClock
from common.errors import BotError
from common.settings import ServerSettings, WeChatSettings
from faq.engine.library import Library
from simulator.phone import HELP, Phone
from tests.bot.wechat.stage import OPENID, Stage, running_stage
from tests.fakes.rasa_server import FakeRasa
from wechat.tokens import MemoryTokenStore

COMPLETE = WeChatSettings(app_id="wx1", app_secret="s" * 32, token="token", aes_key="a" * 43)


@pytest.fixture
async def stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    async with running_stage(tmp_path, small_library, rasa) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def _check(
    stage: Stage, http: aiohttp.ClientSession, *, private_port: int = 0, clock: Clock | None = None, **changes: str
) -> SelfCheck:
    settings = replace(stage.service.settings, **changes)
    client = make_client(settings, http, MemoryTokenStore(), stage.clock)
    public_url = str(stage.server.make_url("/")).rstrip("/")
    server = ServerSettings(public_url=public_url, private_port=private_port)
    return SelfCheck(client, http, settings, server, clock or stage.clock)


def test_the_menu_opens_the_help_centre_where_there_is_a_public_address() -> None:
    menu = make_menu(ServerSettings(public_url="https://help.example.com/"))
    assert describe_menu(menu) == (
        "  帮助中心：打开 https://help.example.com/help\n  我的工单：点击事件 tickets\n  人工：点击事件 agent"
    )
    assert describe_menu(make_menu(ServerSettings())).startswith("  帮助中心：点击事件 help\n")


async def test_a_good_account_passes_the_self_check(stage: Stage, http: aiohttp.ClientSession) -> None:
    await stage.service.client.create_menu(make_menu(ServerSettings()))
    findings = await _check(stage, http).run()
    assert [(finding.name, finding.ok) for finding in findings] == [
        ("access_token", True),
        ("接口调用", True),
        ("菜单", True),
        ("微信侧网络检测", True),
        ("服务器时间", True),
        ("回调地址", True),
        ("最近的推送", True),
    ]
    assert conclude(findings).endswith("都正常。")


@pytest.mark.parametrize(
    ("fault", "text", "remedy"),
    [
        ("address", "203.0.113.7", "把这个出口 IP 加进微信开发者平台的「API IP 白名单」，几分钟后生效。"),
        ("secret", "40125", "在微信开发者平台重置 AppSecret，写进环境变量 WECHAT_APP_SECRET；旧的会立刻失效。"),
        ("frozen", "40243", "AppSecret 被冻结：到微信开发者平台解冻，或重置一个新的。"),
    ],
)
async def test_the_self_check_names_the_fault_and_the_remedy(
    stage: Stage, http: aiohttp.ClientSession, fault: str, text: str, remedy: str
) -> None:
    account = stage.platform.account
    match fault:
        case "address":
            account.blocked_address = "203.0.113.7"
        case "secret":
            account.app_secret = "another"
        case "frozen":
            account.secret_frozen = True
    findings = await _check(stage, http).run()
    assert [finding.name for finding in findings] == ["access_token", "服务器时间", "回调地址", "最近的推送"]
    assert (findings[0].ok, findings[0].remedy) == (False, remedy)
    assert text in findings[0].text
    with pytest.raises(BotError, match="请按上面的改法处理"):
        conclude(findings)


async def test_the_self_check_sees_a_missing_menu_and_a_wrong_token(stage: Stage, http: aiohttp.ClientSession) -> None:
    findings = {finding.name: finding for finding in await _check(stage, http, token="othertoken").run()}
    assert findings["菜单"] == Finding("菜单", False, "还没有菜单", "运行 ./run wechat menu")
    assert not findings["回调地址"].ok
    assert findings["回调地址"].remedy == "运行中的网关用的 Token 和这里不一致，或服务器时间不准。"


async def test_the_self_check_says_when_wechat_cannot_be_reached(stage: Stage, http: aiohttp.ClientSession) -> None:
    findings = await _check(stage, http, api_url="http://127.0.0.1:9").run()
    assert findings[0].remedy == "确认这台机器能访问 http://127.0.0.1:9（出口防火墙、DNS、代理）。"


@pytest.mark.parametrize(
    ("late_s", "ok", "text"),
    [
        (20, True, "和微信一致"),
        (100, True, "服务器的时间比微信快了 100 秒，差得太多的推送不能接受。"),
        (600, False, "服务器的时间比微信快了 600 秒，差得太多的推送不能接受。"),
        (-600, False, "服务器的时间比微信慢了 600 秒，差得太多的推送不能接受。"),
    ],
)
async def test_the_self_check_compares_the_clock_with_the_platforms(
    stage: Stage, http: aiohttp.ClientSession, late_s: int, ok: bool, text: str
) -> None:
    clock = FakeClock(stage.clock.now() + timedelta(seconds=late_s))
    findings = {finding.name: finding for finding in await _check(stage, http, clock=clock).run()}
    assert (findings["服务器时间"].ok, findings["服务器时间"].text) == (ok, text)


@pytest.mark.parametrize(
    ("fault", "counted", "trouble"),
    [
        ("key", "解不开 1 条", "推送解不开：wechat.aes_key 和平台上的 EncodingAESKey 不一致"),
        ("clock", "时间差太多 1 条", "服务器的时间比微信快了 600 秒"),
        ("token", "签名不对（加密） 3 条", "推送的签名不对：wechat.token 和平台上的 Token 不一致。"),
        ("mode", "加密方式不一致 3 条", "推送的加密方式和 wechat.mode 不一致。"),
    ],
)
async def test_why_pushes_are_refused_is_named_where_an_operator_looks(
    stage: Stage, http: aiohttp.ClientSession, fault: str, counted: str, trouble: str
) -> None:
    """Every push used to get a 403 while the self-check and the readiness said that all was well."""
    await stage.platform.say(OPENID, "忘记密码怎么办")
    account, original = stage.platform.account, replace(stage.platform.account)
    match fault:
        case "key":
            account.aes_key = "b" * 43
        case "clock":
            stage.clock.advance(600)
            stage.platform.pusher._clock = FakeClock(stage.clock.now() - timedelta(seconds=600))
        case "token":
            account.token = "othertoken"
        case "mode":
            account.mode = "plain"
    for number in range(3 if fault in ("token", "mode") else 1):
        assert (await stage.platform.say(OPENID, f"第{number}次问")).result == "fault"
    async with TestServer(PrivateSide(stage.served).app) as operators:
        async with http.get(operators.make_url("/readyz")) as response:
            report = await response.json()
        assert report["parts"]["wechat"].startswith(trouble)
        assert report["wechat_pushes"]["taken"] == 1
        account.token = original.token
        findings = await _check(stage, http, private_port=operators.port or 0).run()
        assert not findings[-1].ok
        assert (
            f"收下 1 条，最近一小时拒绝 {3 if fault in ('token', 'mode') else 1} 条（{counted}）" in findings[-1].text
        )
        assert trouble in findings[-1].text
        assert findings[-1].remedy
    account.aes_key, account.mode = original.aes_key, original.mode
    stage.platform.pusher._clock = stage.clock
    stage.person.screen.clear()
    assert (await stage.platform.say(OPENID, "忘记密码怎么办")).result == "reply"
    assert stage.service.trouble() == ""  # a push that is taken ends it


async def test_strangers_cannot_raise_the_alarm(stage: Stage, http: aiohttp.ClientSession) -> None:
    """Only who knows the token can make us believe in a wrong key or clock."""
    await stage.platform.say(OPENID, "忘记密码怎么办")
    for query in ({}, {"timestamp": "1", "nonce": "a", "encrypt_type": "aes"}, {"timestamp": "1", "nonce": "a"}):
        async with http.post(stage.server.make_url("/wechat"), params=query, data=b"<xml/>") as response:
            assert (response.status, await response.text()) == (403, "forbidden")
    assert stage.service.trouble() == ""
    assert stage.service.pushes.report()["refused_last_hour"] == {"encrypt_type": 1, "envelope": 1, "nonce": 1}
    stage.clock.advance(3601)
    assert stage.service.pushes.report()["refused_last_hour"] == {}


OLD_MENU = {
    "button": [
        {"type": "click", "name": "今日", "key": "today"},
        {"name": "更多", "sub_button": {"list": [{"type": "view", "name": "官网", "url": "https://www.example.com/"}]}},
    ]
}


async def test_a_menu_that_is_there_is_shown_and_saved_before_it_is_replaced(stage: Stage, tmp_path: Path) -> None:
    """WeChat keeps no copy of a menu that is overwritten."""
    client, menu = stage.service.client, make_menu(ServerSettings())
    stage.platform.api.menu = OLD_MENU
    folder = tmp_path / "saved"
    folder.mkdir()
    for wanted in (menu, None):
        with pytest.raises(BotError) as refused:
            await change_menu(client, wanted, folder, stage.clock, overwrite=False)
        assert "  今日：点击事件 today\n  更多：\n    官网：打开 https://www.example.com/\n" in str(refused.value)
        assert stage.platform.api.menu == OLD_MENU
    [saved] = folder.iterdir()
    assert json.loads(saved.read_text(encoding="utf-8")) == OLD_MENU
    done = await change_menu(client, menu, folder, stage.clock, overwrite=True)
    assert str(saved) in done
    assert done.endswith(f"菜单已建好，手机上最多 5 分钟后更新：\n{describe_menu(menu)}")
    assert stage.platform.api.menu == menu.payload()
    assert "存进了" not in await change_menu(client, menu, folder, stage.clock, overwrite=False)  # ours already
    with pytest.raises(BotError):
        await change_menu(client, None, folder, stage.clock, overwrite=False)
    assert "菜单已删除" in await change_menu(client, None, folder, stage.clock, overwrite=True)
    assert stage.platform.api.menu is None
    assert await change_menu(client, None, folder, stage.clock, overwrite=False) == "没有菜单，什么也没有改。"


async def test_the_phone_shows_what_a_follower_would_see(stage: Stage, tmp_path: Path) -> None:
    phone = Phone(stage.platform)
    assert await phone.enter("/关注") == ["感谢您的关注！\n\necho:你好"]
    assert await phone.enter("忘记密码怎么办") == ["echo:忘记密码怎么办"]
    assert await phone.enter("/菜单 人工") == ["echo:人工"]
    assert await phone.enter("/菜单 别的") == ["（菜单只有：帮助中心、我的工单、人工）"]
    assert await phone.enter("/点 3") == ["（屏幕上没有第 3 个选项）"]
    assert await phone.enter("/什么") == [HELP]
    assert (await phone.enter(f"/图 {tmp_path / 'none.png'}"))[0].startswith("（")
    assert await phone.enter("/取关") == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"app_secret": ""},
            "settings.yml: wechat.app_secret 没有设置（AppSecret）。"
            "改法：写成 app_secret: ${WECHAT_APP_SECRET}，值放进环境变量。",
        ),
        ({"mode": "secure"}, "settings.yml: wechat.mode 不能是「secure」。改法：写 plain、compatible、safe 中的一个。"),
        (
            {"options": "buttons"},
            "settings.yml: wechat.options 不能是「buttons」。改法：写 numbers、links、msgmenu 中的一个。",
        ),
        ({"passive_s": 6.0}, "settings.yml: wechat.passive_s 要在 0 到 4.5 之间（现在是 6.0）：微信只等 5 秒。"),
        ({"text_bytes": 5000}, "settings.yml: wechat.text_bytes 要在 200 到 2047 之间（现在是 5000）。"),
        (
            {"transcriber": "no_such_module:hear"},
            "settings.yml: wechat.transcriber 找不到「no_such_module:hear」。改法：写成 模块:函数，并确认能导入。",
        ),
        (
            {"template_values": "number"},
            "settings.yml: wechat.template_values 看不懂（现在是「number」）。"
            "改法：写成 number=character_string1,status=phrase2。",
        ),
    ],
)
def test_half_made_settings_are_refused_at_start(changes: dict[str, object], text: str) -> None:
    with pytest.raises(BotError) as refusal:
        check_settings(replace(COMPLETE, **changes))  # type: ignore[arg-type]
    assert str(refusal.value) == text


def test_good_settings_pass() -> None:
    check_settings(COMPLETE)
    check_settings(replace(COMPLETE, mode="plain", aes_key=""))
    assert read_template_values("number=thing1, status=phrase2") == {"number": "thing1", "status": "phrase2"}
    assert load_transcriber("asyncio:sleep") is not None
