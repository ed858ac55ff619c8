"""The privacy page says what the settings hold, and every page leads to it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from common.help_desk import HelpDesk
from common.settings import Settings, WeChatSettings
from common.settings_allowances import PrivacySettings, TicketSettings
from faq.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
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
    assert set(re.findall(r"(\d+) (?:小时|天)", page.partition("<main")[2])) == {"41", "43", "47", "53"}
    assert "openid" not in page


async def test_openids_are_told_of_where_there_are_some() -> None:
    for account, told in ((WeChatSettings(), False), (WeChatSettings(app_id="wx1"), True)):
        page = PrivacyPage(Settings(wechat=account), Templates(StaticFiles(), HelpDesk.of(Settings())))
        shown = await page.show(make_mocked_request("GET", "/privacy"))
        assert ("openid" in str(shown.text)) is told


@pytest.mark.parametrize("path", ["/", "/help", "/help/reset_password", "/ticket"])
async def test_every_page_leads_to_it(gateway: Gateway, path: str) -> None:
    assert 'href="/privacy"' in await page_of(gateway, path)


async def test_saying_the_words_it_names_erases(gateway: Gateway) -> None:
    page = await page_of(gateway, "/privacy")
    words = re.findall(r"/\?q=([^\"]+)", page)
    (answer,) = (await gateway.post(text=words[0]))["replies"]
    assert answer["options"][0]["id"] == "erase_yes"
