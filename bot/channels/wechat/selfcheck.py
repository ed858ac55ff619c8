"""Checks the account's configuration against the platform and says in Chinese what to mend."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp

from bot.channels.wechat.push_counts import describe_clock, describe_report
from common.clock import Clock
from common.errors import FoundFaultsError
from common.settings import ServerSettings, WeChatSettings
from wechat.client import WeChatClient
from wechat.errors import ApiError, UncertainError, UnreachableError, WeChatError
from wechat.signature import sign

_TIMEOUT_S = 5.0
_CLOCK_S = 30
"""Less is no difference: the answer travels, and its header counts whole seconds."""
_MENDING = {
    40013: "核对 settings.local.yml 里的 wechat.app_id（微信开发者平台 → 我的业务 → 服务号 → 基础信息）。",
    40125: "在微信开发者平台重置 AppSecret，写进环境变量 WECHAT_APP_SECRET；旧的会立刻失效。",
    40243: "AppSecret 被冻结：到微信开发者平台解冻，或重置一个新的。",
    40164: "把这个出口 IP 加进微信开发者平台的「API IP 白名单」，几分钟后生效。",
    48001: "账号没有客服消息权限：服务号要完成微信认证。",
    45009: "今天的调用次数已用完，零点恢复；检查是否有别的程序在用同一个 AppSecret。",
}


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    name: str
    ok: bool
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        """One line, and how to mend it."""
        mark = "✓" if self.ok else "✗"
        remedy = f"\n    改法：{self.remedy}" if self.remedy else ""
        return f"{mark} {self.name}：{self.text}{remedy}"


class SelfCheck:
    """The checks, in the order in which they make sense."""

    def __init__(
        self,
        client: WeChatClient,
        http: aiohttp.ClientSession,
        settings: WeChatSettings,
        server: ServerSettings,
        clock: Clock,
    ) -> None:
        """Check one account."""
        self._client = client
        self._http = http
        self._settings = settings
        self._server = server
        self._clock = clock

    async def run(self) -> list[Finding]:
        """All findings; after a token that cannot be had, the calls that need one are left out."""
        clock = await self._check_clock()
        findings = [await self._guarded("access_token", self._check_token)]
        if findings[0].ok:
            findings.append(await self._guarded("接口调用", self._check_call))
            findings.append(await self._guarded("菜单", self._check_menu))
            findings.append(await self._guarded("微信侧网络检测", self._check_network))
        findings += [clock, await self._check_callback(), await self._check_pushes()]
        return findings

    async def _guarded(self, name: str, check: Callable[[], Awaitable[Finding]]) -> Finding:
        try:
            return await check()
        except ApiError as error:
            return Finding(name, False, str(error), _MENDING.get(error.code, ""))
        except (UnreachableError, UncertainError) as error:
            remedy = f"确认这台机器能访问 {self._settings.api_url}（出口防火墙、DNS、代理）。"
            return Finding(name, False, str(error), remedy)
        except WeChatError as error:
            return Finding(name, False, str(error))

    async def _check_token(self) -> Finding:
        await self._client.check_token()
        return Finding("access_token", True, "AppID、AppSecret 和 IP 白名单都对")

    async def _check_call(self) -> Finding:
        addresses = await self._client.callback_addresses()
        return Finding("接口调用", True, f"正常；微信的推送来自 {len(addresses)} 个地址")

    async def _check_menu(self) -> Finding:
        try:
            await self._client.get_menu()
        except ApiError as error:
            if error.code != 46003:
                raise
            return Finding("菜单", False, "还没有菜单", "运行 ./run wechat menu")
        return Finding("菜单", True, "已经建好")

    async def _check_network(self) -> Finding:
        answer = await self._client.check_callback_network()
        lost = [item for item in answer.get("ping", []) if str(item.get("package_loss", "0%")) != "0%"]
        if lost:
            return Finding("微信侧网络检测", False, f"{len(lost)} 个地址有丢包", "检查服务器的公网线路。")
        return Finding("微信侧网络检测", True, "解析和连通都正常")

    async def _check_clock(self) -> Finding:
        """Compare with the `Date` of any answer of the API: WeChat stamps its pushes with the same clock."""
        name = "服务器时间"
        try:
            timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
            async with self._http.get(self._settings.api_url, timeout=timeout, allow_redirects=False) as response:
                theirs = parsedate_to_datetime(response.headers.get("Date", ""))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Finding(name, True, f"没有比成（{type(error).__name__}）")
        late_s = round((self._clock.now() - theirs).total_seconds())
        if abs(late_s) <= _CLOCK_S:
            return Finding(name, True, "和微信一致")
        text, _, remedy = describe_clock(late_s).partition("改法：")
        return Finding(name, abs(late_s) <= self._settings.skew_s / 2, text, remedy)

    async def _check_pushes(self) -> Finding:
        """Ask the running gateway what became of the pushes: only it sees what WeChat really sends."""
        name = "最近的推送"
        if not self._server.private_port:
            return Finding(name, True, "没有开 server.private_port，看不到")
        url = f"http://127.0.0.1:{self._server.private_port}/readyz"
        try:
            async with self._http.get(url, timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S)) as response:
                report = (await response.json()).get("wechat_pushes") or {}
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError):
            return Finding(name, True, "网关不在这台机器上运行，看不到")
        text, _, remedy = str(report.get("trouble", "")).partition("改法：")
        counted = describe_report(report)
        return Finding(name, not text, f"{counted}。{text}" if text else counted, remedy)

    async def _check_callback(self) -> Finding:
        """Ask our own public address as WeChat does when an operator saves it."""
        name = "回调地址"
        if not self._server.public_url:
            return Finding(
                name,
                False,
                "没有设置 server.public_url，测不了",
                "在 settings.local.yml 里写上 https://你的域名，并在微信开发者平台填 https://你的域名/wechat。",
            )
        url = self._server.public_url.rstrip("/") + "/wechat"
        echo, nonce = str(secrets.randbelow(10**18)), hashlib.sha256(secrets.token_bytes(8)).hexdigest()[:10]
        timestamp = str(int(self._clock.now().timestamp()))
        query = {
            "signature": sign(self._settings.token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "echostr": echo,
        }
        try:
            timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
            async with self._http.get(url, params=query, timeout=timeout, allow_redirects=False) as response:
                status, body = response.status, (await response.content.read(1024)).decode("utf-8", "replace")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Finding(
                name, False, f"打不开 {url}（{type(error).__name__}）", "确认网关在运行，域名、证书和反向代理都指向它。"
            )
        if (status, body) == (200, echo):
            standard = url.startswith("https://")
            remedy = "" if standard else "微信只访问 80 端口的 http 和 443 端口的 https；正式使用请换成 https。"
            return Finding(name, True, f"{url} 应答正确", remedy)
        if status == 403:
            return Finding(name, False, f"{url} 拒绝了验证", "运行中的网关用的 Token 和这里不一致，或服务器时间不准。")
        return Finding(name, False, f"{url} 应答不对（HTTP {status}）", "反向代理要把 /wechat 原样转给网关。")


def conclude(findings: list[Finding]) -> str:
    """The findings as one text.

    Raises:
        FoundFaultsError: something has to be mended; the text holds everything.
    """
    text = "\n".join(map(str, findings))
    if all(finding.ok for finding in findings):
        return f"{text}\n\n都正常。"
    raise FoundFaultsError(f"{text}\n\n请按上面的改法处理后再运行一次。")
