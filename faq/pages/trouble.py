"""What pages say when the site itself does not work: an error of the server, too many people, maintenance."""

from __future__ import annotations

import re

_TROUBLE = re.compile(
    r"排队|(?:访问|在线|当前|使用|登录)(?:的)?(?:用户)?人数|人数(?:较|过|太)多，?请稍|访问量(?:过|较)大|请求过多|系统(?:正在)?(?:升级|维护|繁忙|异常|出错)|维护中|停机维护"
    r"|无法(?:访问|显示|打开)(?:此|该)?(?:网站|网页|页面)?$|不是私密连接|ERR_[A-Z_]+|页面(?:不存在|打不开|走丢)|响应时间过长"
    r"|网络(?:错误|异常|不可用|不给力|不稳定|连接(?:失败|超时|不可用)|超时|请求失败)|(?:连接|请求|加载|响应)超时|加载失败"
    r"|无法连接(?:到|至)?(?:网络|互联网|服务器)|未(?:接入|连接到?)(?:互联网|网络)|无法(?:访问|接入)互联网|与互联网的连接|没有(?:网络|互联网)"
    r"|(?:计算机|电脑|设备|手机|系统)?的?(?:时钟|日期和时间|系统时间)(?:慢了|快了|错误|不正确|不准|设置有误)"
    r"|IP(?:地址)?[^。]{0,14}(?:限制|禁止|封禁|封锁|频繁)|^\W{0,4}403\s?Forbidden|访问(?:过于频繁|频率过[高快]|受限|被拒绝)"
    r"|(?:安全)?证书(?:不受信任|已?过期|无效|有问题|错误)(?!.{0,4}编号)"
    r"|服务器?(?:内部)?(?:错误|繁忙|异常|开小差|无响应|(?:暂时|暂)?不可用)"
    r"|Bad\s?Gateway|Time-?\s?out|Service\s?(?:Temporarily)?\s?Unavailable|Internal\s?Server\s?Error|Not\s?Found"
    r"|^\W{0,4}(?:404|403|500|502|503|504)\W{0,4}$",
    re.IGNORECASE | re.MULTILINE,
)
_OF_THE_SERVER = re.compile(
    r"(?:^|\D)(?:4\d\d|50\d)\s?[A-Z]|Bad\s?Gateway|Time-?\s?out|Unavailable|Internal\s?Server\s?Error|ERR_[A-Z_]{4}",
    re.IGNORECASE,
)


def tells_trouble(text: str) -> bool:
    """Whether a text says that the page or the whole site does not work."""
    return _TROUBLE.search(text) is not None


def is_server_error(text: str) -> bool:
    """Whether a line is the bare error of a server or a browser, which has no Chinese in it."""
    return _OF_THE_SERVER.search(text) is not None
