"""The gateway listens before it loads: a push that comes meanwhile is stored and answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.wechat import callback as wechat_channel
from bot.commands.gateway import listen
from bot.gateway.app import make_app
from common.clock import FakeClock
from common.errors import BotError
from faq.library import Library
from tests.bot.gateway import until
from tests.bot.wechat.stage import OPENID, shown, wechat_settings
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat


async def test_a_push_that_comes_while_the_gateway_loads_is_answered(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """A start takes seconds; pushes that came then were lost for good, only because nothing listened."""
    async with FakeWeChat(clock=FakeClock()) as platform:
        platform.person(OPENID).follows = True
        with listen("127.0.0.1", 0) as listener:
            platform.point_to(f"http://127.0.0.1:{listener.getsockname()[1]}/wechat")
            platform.rules.timeout_s = 0.2
            assert (await platform.say(OPENID, "忘记密码怎么办")).result == "fault"  # nothing is loaded yet
            platform.person(OPENID).screen.clear()
            app = make_app(wechat_settings(rasa, platform), tmp_path, platform.clock, small_library)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.SockSite(runner, listener).start()
            service = app[wechat_channel.SERVICE_KEY]
            await until(lambda: bool(platform.person(OPENID).screen))
            await service.idle()
            assert shown(platform.person(OPENID).screen) == [("custom", "echo:忘记密码怎么办")]
            assert len(rasa.turns) == 1
            await runner.cleanup()


def test_a_port_that_is_taken_is_named() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BotError) as refused:
            listen("127.0.0.1", port)
    assert str(refused.value) == (
        f"网关的端口 127.0.0.1:{port} 不能使用：Address already in use。"
        "改法：停掉占用它的程序，或在 settings.yml 里改 server.port。"
    )
