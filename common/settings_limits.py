"""What the value of a setting may be: a range, one of a few words, or text of a certain form."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import urlsplit

from common.days import read_days
from common.errors import BotError, nearest_spelling
from common.mail_addresses import read_addresses

_HOST_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_FUNCTION = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)
_PAIRS = re.compile(r"[a-z]+=\w+(?:,[a-z]+=\w+)*", re.ASCII)
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
_REDIS_PATH = re.compile(r"/?[0-9]{0,4}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PICTURE_PLACES = ("directory", "database")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_HOST_CHARS = 253
_KEY_CHARS = 32


@dataclass(frozen=True)
class Form:
    """A form that a text must have; an empty text always fits, it switches the setting off."""

    title: str
    """What it is, in Chinese, to follow 要写成."""
    example: str
    fits: Callable[[str], bool]


@dataclass(frozen=True)
class Limits:
    """What one setting may be; nothing set means anything goes."""

    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    form: Form | None = None

    def fault(self, value: object) -> str:
        """What is wrong with a value of the right kind, to follow its name (要…); empty when nothing is."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            # Turned round, so that a number that equals nothing (nan) does not pass.
            if (self.least is not None and not value >= self.least) or (
                self.most is not None and not value <= self.most
            ):
                return f"要{self._range()}"
        elif isinstance(value, str):
            if self.choices and value not in self.choices:
                return f"只能写 {'、'.join(self.choices)} 其中一个"
            if self.form and value and not self.form.fits(value):
                return f"要写成{self.form.title}"
        return ""

    def example(self, value: object, default: object) -> object:
        """What to write instead of a value that has a fault."""
        if self.choices:
            return nearest_spelling(str(value), self.choices) or default
        return self.form.example if self.form else default

    def sentence(self) -> str:
        """The limits in words for docs/settings.md; empty when there are none."""
        if self.choices:
            return "、".join(f"`{choice}`" for choice in self.choices)
        if self.form:
            return self.form.title
        return self._range() if self.least is not None or self.most is not None else ""

    def _range(self) -> str:
        least, most = _number(self.least), _number(self.most)
        if least and most:
            return f"在 {least} 到 {most} 之间"
        return f"不小于 {least}" if least else f"不大于 {most}"


def _number(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else str(value)


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        labels = text.removesuffix(".").split(".")
        # All digits and dots is an address that was mistyped, not a name.
        return len(text) <= _HOST_CHARS and all(map(_HOST_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    return True


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    """Whether it is a URL of those schemes with a host and, where given, a possible port."""
    if any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and _is_host(parts.hostname or "") and port != 0


def _is_web(text: str) -> bool:
    return _is_address(text, ("http", "https"))


def _is_mail(text: str) -> bool:
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):  # the standard library's parser meets some texts with an IndexError
        return False
    return bool(address.username) and _is_host(address.domain) and text.isascii()


def _are_mails(text: str, most: int | None = None) -> bool:
    """Whether mail would be sent to them; the same reader takes them apart when it is (`common.mail_addresses`)."""
    try:
        addresses = read_addresses(text, "")
    except BotError:
        return False
    return (most is None or len(addresses) <= most) and all(_is_mail(address.addr_spec) for address in addresses)


def _are_days(text: str) -> bool:
    try:
        read_days(text)
    except ValueError:
        return False
    return True


def _is_database(text: str) -> bool:
    if text.startswith("sqlite:///"):
        return len(text) > len("sqlite:///") and not text.endswith(":memory:")
    scheme = text.partition("://")[0].partition("+")[0]
    return scheme in ("postgresql", "postgres") and text.partition("://")[2].strip("/") != ""


def _is_redis(text: str) -> bool:
    # A socket would do for us, but not for Rasa's lock store, which knows hosts only.
    return _is_address(text, ("redis", "rediss")) and bool(_REDIS_PATH.fullmatch(urlsplit(text).path))


def _is_picture_place(text: str) -> bool:
    if text in _PICTURE_PLACES:
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    bucket = parts.path.strip("/").partition("/")[0]
    return _is_address(text, ("s3", "s3+http")) and bool(_BUCKET.fullmatch(bucket))


def _are_networks(text: str) -> bool:
    try:
        return all(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(","))
    except ValueError:
        return False


def _are_fernet_keys(text: str) -> bool:
    try:
        return all(len(base64.urlsafe_b64decode(key.strip())) == 32 for key in text.split(",") if key.strip())
    except (binascii.Error, ValueError):
        return False


HOST = Form("主机名或 IP 地址", "127.0.0.1", _is_host)
WEB = Form("http:// 或 https:// 开头的网址", "https://help.example.cn", _is_web)
WEBS = Form(
    "http:// 或 https:// 开头的网址，几个之间用逗号隔开",
    "http://10.0.0.2:5005,http://10.0.0.3:5005",
    lambda text: all(_is_web(part.strip()) for part in text.split(",")),
)
MAIL = Form("邮箱地址，可以写成 名字 <地址>", "bot@example.com", lambda text: _are_mails(text, 1))
MAILS = Form(
    "邮箱地址，几个之间用逗号或分号隔开，可以写成 名字 <地址>", "客服 <kefu@example.com>, b@example.com", _are_mails
)
IMAP = Form(
    "imaps://账号@主机:端口/文件夹（账号里的 @ 写成 %40；不加密的 imap:// 只用于本机测试）",
    "imaps://bot%40example.com@imap.example.com/INBOX",
    lambda text: _is_address(text, ("imaps", "imap")),
)
HEADER = Form("请求头的名字", "X-Remote-User", lambda text: bool(_HEADER.fullmatch(text)))
NETWORKS = Form("IP 地址或网段，几个之间用逗号隔开", "127.0.0.1, 10.0.0.0/24", _are_networks)
TIME = Form("24 小时制的时刻，时和分各两位", "17:30", lambda text: bool(_TIME.fullmatch(text)))
DAYS = Form("日期（年-月-日）或 起..止，几个之间用空格隔开", "2027-02-05..2027-02-11 2027-03-01", _are_days)
DATABASE = Form("数据库地址", "postgresql://用户:密码@主机/库名", _is_database)
REDIS = Form("Redis 地址", "redis://:密码@主机:6379/0", _is_redis)
PICTURES = Form(
    "directory、database 或 s3://主机/桶/前缀（不加密的连接写 s3+http://）",
    "s3://s3.example.cn/bot-pictures",
    _is_picture_place,
)
FUNCTION = Form("模块:函数", "my_speech.client:transcribe", lambda text: bool(_FUNCTION.fullmatch(text)))
PAIRS = Form("名字=值，几个之间用逗号隔开", "number=character_string1", lambda text: bool(_PAIRS.fullmatch(text)))
KEY = Form(
    f"{_KEY_CHARS} 个以上的字符，没有空白",
    "运行 openssl rand -base64 32 得到的那一行",
    lambda text: len(text) >= _KEY_CHARS and not any(map(str.isspace, text)),
)
AES_KEY = Form("43 个字母或数字", "在微信开发者平台点「随机生成」", lambda text: bool(_AES_KEY.fullmatch(text)))
FERNET_KEYS = Form("Fernet 密钥（32 字节的 base64），几把之间用逗号隔开", "清空后自动生成的那一把", _are_fernet_keys)
