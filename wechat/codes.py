"""The error table: every code WeChat documents for our calls, and what to do about it.

Source: https://developers.weixin.qq.com/doc/oplatform/developers/errCode/ (only the number is matched, because
`errmsg` carries a changing suffix).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What a caller does about an error code."""

    TOKEN = "token"  # noqa: S105 - a name, not a secret
    """The access token is stale: refresh once, repeat once."""
    RETRY = "retry"
    """Repeat after `wait_s`."""
    HOLD = "hold"
    """Nothing is wrong; this person cannot be reached until they write again."""
    PERMANENT = "permanent"
    """This call can never succeed; give it up."""
    ALARM = "alarm"
    """Nothing will succeed before an operator mends something."""
    UNKNOWN = "unknown"
    """A code nobody has met: whether the call was carried out is anybody's guess."""


@dataclass(frozen=True)
class CodeVerdict:
    """What a code means for people (Chinese) and for the program."""

    outcome: Outcome
    meaning: str
    wait_s: float = 0.0


_T, _R, _H = Outcome.TOKEN, Outcome.RETRY, Outcome.HOLD
_P, _A = Outcome.PERMANENT, Outcome.ALARM

ERROR_TABLE: dict[int, CodeVerdict] = {
    -1: CodeVerdict(_R, "微信系统繁忙", 1.0),
    40001: CodeVerdict(_T, "access_token 无效或不是最新的"),
    40014: CodeVerdict(_T, "access_token 无效"),
    41001: CodeVerdict(_T, "缺少 access_token"),
    42001: CodeVerdict(_T, "access_token 已过期"),
    40002: CodeVerdict(_A, "grant_type 不对"),
    40003: CodeVerdict(_P, "openid 不属于这个账号"),
    40007: CodeVerdict(_P, "media_id 无效或已过期"),
    40008: CodeVerdict(_P, "消息类型不对"),
    40013: CodeVerdict(_A, "AppID 不对，请核对 wechat.app_id"),
    40125: CodeVerdict(_A, "AppSecret 不对，请核对 wechat.app_secret"),
    40243: CodeVerdict(_A, "AppSecret 被冻结，请到微信开发者平台解冻"),
    40164: CodeVerdict(_A, "服务器的出口 IP 不在 IP 白名单里，请到微信开发者平台添加"),
    40029: CodeVerdict(_P, "网页授权 code 无效"),
    40163: CodeVerdict(_P, "网页授权 code 已用过"),
    40033: CodeVerdict(_P, "请求里有不支持的 \\uXXXX 转义"),
    40200: CodeVerdict(_P, "账号类型不支持这种消息（测试号、订阅号不能发菜单消息）"),
    43004: CodeVerdict(_P, "对方没有关注"),
    43019: CodeVerdict(_P, "对方在黑名单里"),
    43101: CodeVerdict(_P, "对方没有同意接收通知"),
    44002: CodeVerdict(_P, "请求是空的"),
    44004: CodeVerdict(_P, "内容是空的"),
    45002: CodeVerdict(_P, "内容太长"),
    45008: CodeVerdict(_P, "图文超过 1 条"),
    45009: CodeVerdict(_A, "今天的接口调用次数用完了，零点恢复"),
    45011: CodeVerdict(_R, "这一分钟调用太频繁", 60.0),
    45015: CodeVerdict(_H, "超过回复时限，或对方取消了关注"),
    45047: CodeVerdict(_H, "客服消息条数用完了，等对方再发消息"),
    45086: CodeVerdict(_P, "小程序 appid 没有关联到这个账号"),
    45087: CodeVerdict(_A, "账号的客服消息被封禁"),
    45094: CodeVerdict(_A, "账号因违规不能在用户进入会话时发客服消息"),
    45098: CodeVerdict(_P, "菜单消息的选项太多"),
    45099: CodeVerdict(_P, "菜单消息的选项太长"),
    45109: CodeVerdict(_P, "统一服务消息已下线"),
    47001: CodeVerdict(_P, "JSON 格式不对"),
    47002: CodeVerdict(_P, "JSON 里不能用 \\uXXXX 转义"),
    47003: CodeVerdict(_P, "模板参数不符合要求"),
    48001: CodeVerdict(_A, "账号没有这个接口的权限（需要已认证的服务号）"),
    48002: CodeVerdict(_P, "对方拒收消息"),
    48004: CodeVerdict(_A, "接口被封禁，请登录公众平台查看"),
    50002: CodeVerdict(_P, "对方的账号受限"),
    70000: CodeVerdict(_P, "因未成年人保护，消息没有送达"),
}

_UNKNOWN = CodeVerdict(Outcome.UNKNOWN, "没有登记过的错误码，请查微信的错误码表")


def judge(code: int) -> CodeVerdict:
    """The verdict on a code; one that WeChat adds later is not retried, because that could repeat a message."""
    return ERROR_TABLE.get(code, _UNKNOWN)
