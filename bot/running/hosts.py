"""What must agree when the processes of one system run on several hosts."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.serving.addresses import actions_url, rasa_urls
from common.errors import UnusableError
from common.settings import Settings
from common.settings_reading import variable_name

_SHARED_SECRETS = (
    ("assistant.inner_secret", "进程之间的口令"),
    ("privacy.encryption_key", "加密个人信息的密钥"),
    ("privacy.session_key", "网页会话的密钥"),
)
_WECHAT_SECRETS = (("privacy.wechat_key", "微信假名的密钥"), ("privacy.sign_in_key", "微信网页登录的密钥"))
_HERE = ("127.0.0.1", "::1", "localhost")


def is_spread(settings: Settings) -> bool:
    """Whether there are several of a process, or processes on other hosts."""
    urls = rasa_urls(settings)
    hosts = {urlsplit(url).hostname for url in (*urls, actions_url(settings))}
    return bool(settings.storage.redis_url) or len(urls) > 1 or bool(hosts - set(_HERE))


def refuse_half_spread(settings: Settings) -> None:
    """Refuse to start a process whose fellows on other hosts could not see what it does.

    Raises:
        UnusableError: something lies in files of this host only; every such thing with its remedy.
    """
    if not is_spread(settings):
        return
    storage = settings.storage
    faults = []
    if storage.database_url.startswith("sqlite"):
        faults.append("storage.database_url 是 SQLite，只有一台机器看得到。改法：写 postgresql://用户:密码@主机/库名。")
    if not storage.redis_url:
        faults.append("storage.redis_url 空着，几个 Rasa 之间没有锁。改法：写 redis://:密码@主机:6379/0。")
    if storage.pictures == "directory":
        faults.append("storage.pictures 是 directory，图片只在一台机器上。改法：写 database，或 s3://主机/桶。")
    for name, title in (*_SHARED_SECRETS, *(_WECHAT_SECRETS if settings.wechat.enabled else ())):
        section, _, key = name.partition(".")
        if not getattr(getattr(settings, section), key):
            variable = variable_name(section, key)
            faults.append(
                f"{name}（{title}）空着，每台机器会各自生成一把。改法：各台设置同样的环境变量 {variable}；"
                "已经在用的那一把在原来机器的 var/ 里。"
            )
    if faults:
        raise UnusableError("\n".join(f"settings.yml: {fault}" for fault in faults))
