"""The privacy page says what the settings hold, and every page leads to it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.channels.web.visitors import COOKIE_DAYS
from common.help_desk import HelpDesk
from common.settings import MailSettings, Settings, StorageSettings, WebhookSettings, WeChatSettings
from common.settings_allowances import PrivacySettings, TicketSettings
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tickets.retention import UPLOAD_DAYS
from web.privacy import PrivacyPage
from web.static_files import StaticFiles
from web.templating import Templates


async def page_of(gateway: Gateway, path: str) -> str:
    async with gateway.client.get(path) as response:
        assert response.status == 200
        return await response.text()


async def test_its_numbers_are_the_settings(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    settings = replace(
        settings_for(rasa),
        privacy=PrivacySettings(private_value_hours=41, conversation_days=43, feedback_days=47),
        tickets=TicketSettings(retention_days=53),
    )
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        page = await page_of(gateway, "/privacy")
    constants = {str(UPLOAD_DAYS), str(COOKIE_DAYS)}
    assert set(re.findall(r"(\d+) (?:小时|天)", page.partition("<main")[2])) == {"41", "43", "47", "53"} | constants
    assert "每篇答案每天有多少人看过" in page
    assert not re.search("[一二三四五六七八九十]天", page)  # every number is one of the settings'
    assert "openid" not in page


async def test_openids_are_told_of_where_there_are_some() -> None:
    for account, told in ((WeChatSettings(), False), (WeChatSettings(app_id="wx1"), True)):
        assert ("openid" in await shown(Settings(wechat=account))) is told


async def shown(settings: Settings) -> str:
    page = PrivacyPage(settings, Templates(StaticFiles(), HelpDesk.of(Settings())), COOKIE_DAYS)
    return str((await page.show(make_mocked_request("GET", "/privacy"))).text)


MAIL, WEBHOOK, REDIS = "也用邮件发到客服邮箱", "也推送到运营方原有的工单系统", "在限流用的 Redis 里最多留两天"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(), set()),
        (Settings(mail=MailSettings(host="smtp.example.com")), {MAIL}),
        (Settings(webhook=WebhookSettings(url="https://desk.example.com")), {WEBHOOK}),
        (Settings(storage=StorageSettings(redis_url="redis://127.0.0.1")), {REDIS}),
    ],
)
async def test_where_else_something_goes_is_told_exactly_where_it_goes(settings: Settings, told: set[str]) -> None:
    """«不给别人» and «马上全部删除» were said of tickets that were mailed and pushed elsewhere."""
    page = await shown(settings)
    assert {sentence for sentence in (MAIL, WEBHOOK, REDIS) if sentence in page} == told
    assert ("只在内存里" in page) is not bool(settings.storage.redis_url)
    leaves = bool(settings.mail.host or settings.webhook.url)
    assert ("除了下面说的，不给别人" in page, "我们删不到" in page) == (leaves, leaves)


async def test_a_webhook_that_takes_no_pictures_is_told_of_without_them() -> None:
    for pictures in (True, False):
        page = await shown(Settings(webhook=WebhookSettings(url="https://desk.example.com", pictures=pictures)))
        assert f"（用户名、问题描述{'、截图' if pictures else ''}）也推送到" in page


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/help", "/help/hot", "/help?q=密码", "/help?q=qwzxqwzx", "/help/reset_password", "/help/no_such"),
        *("/nowhere", "/ticket", "/ticket/T2222222", "/ticket-recovery", "/human", "/privacy"),
    ],
)
async def test_every_page_leads_to_it(gateway: Gateway, path: str) -> None:
    async with gateway.client.get(path, headers={"Accept": "text/html"}) as response:
        assert 'href="/privacy"' in await response.text()


async def test_saying_the_words_it_names_erases(gateway: Gateway) -> None:
    page = await page_of(gateway, "/privacy")
    words = re.findall(r"/\?q=([^\"]+)", page)
    (answer,) = (await gateway.post(text=words[0]))["replies"]
    assert answer["options"][0]["id"] == "erase_yes"
