"""What the words beside a picture ask for: nothing (这是啥意思), one side of it (要紧吗), or a matter of their own."""

from __future__ import annotations

import re

from faq.pages.naming import service_in
from faq.pages.whose import names_our_matter
from faq.text.normalise import matching_key

_POINTING = (
    "你好 您好 请问 老师 麻烦 请 帮忙 帮我 帮 给我 您 你 我 能 可以 那 就 一直 老是 总是 都 还 又 该 要 应该 "
    "页面 截图 图片 图里 图 提示 显示 写 出现 跳出 跳 这种情况 这种 这样 这个 这里 这张 这是 这 那个 它 个 "
    "最后面 最后 后面 下面 看下面 前面 那几句 这几句 几句 几行 几条 红字 红色 红圈 圈出来 圈起来 的地方 "
    "里面 里 上面 上 是 有 的 了 什么意思 啥意思 什么情况 啥情况 什么问题 什么原因 什么东西 什么鬼 什么 啥 意思 "
    "怎么回事 怎么办 怎么弄 怎么搞 怎么整 怎么处理 怎么解决 怎么操作 怎么样 怎么 怎样 如何 解决 处理 "
    "咋回事 咋办 咋弄 咋整 咋 为什么 为啥 求助 求解 急 看看 看一下 看下 看 一下 会 啊 呀 呢 吧 吗 嘛 么 哦"
)
# Longest first, so that a text is taken apart in one way only.
_POINTS = re.compile(f"(?:{'|'.join(sorted(_POINTING.split(), key=len, reverse=True))})++")
_POINTING_CHARS = 18
_ASKS = re.compile(
    r"[吗呢么嘛?？]|(?:能|会|可以|行|要|用|得)[^，。]{0,8}不$|能不能|要不要|可不可以|行不行|是不是|会不会|有没有"
    r"|怎么|怎样|如何|哪|多久|几天|多少|还是|为什么"
)
_HOW = re.compile("(?:那|要|该|我|这|应该){0,3}(?:怎么|怎样|咋|如何)")
_WHEN = re.compile("多久|多长|几时|几点|几天|几号|什么时候|啥时候|何时|等到|拖到")
_WHY = re.compile("为什么|为啥|什么原因|哪里不对|怎么回事|咋回事")
_GOES_ON = re.compile("然后|接着|接下来|下一步|下面|之后|往下|后面|还(?:要|需要?|用|该)(?:再)?(?:干|做|办|弄)")
_ASPECT_CHARS = 10
"""The longest words that can ask for one side of what a picture shows, and name nothing."""
_MATTERS = re.compile(
    "号|密码|手机|电话|短信|邮箱|邮件|验证码|账户|身份证|证件|证书|姓名|名字|照片|相片|拍照|人脸|刷脸|微信|支付宝|扫码"
    "|学校名|材料|档案|报告|成绩|志愿|推免|调剂|准考|考点|缴费|退款|发票|工单|客服|人工|app|网站|网址|链接|浏览器|电脑|公众号"
    "|被盗|盗用|冒用|诈骗|骗|假的|注销|注册|解绑|认证|校对|采集|兵|父母|爸|妈|孩子|家长|同学|中介|国外|护照|港澳|台湾",
    re.IGNORECASE,
)
"""Words for what people come with; whoever uses none of them speaks of what the picture shows."""


def points_at(text: str) -> bool:
    """Whether a sentence only points at the picture (这是啥意思, 怎么办) and asks nothing of its own."""
    key = matching_key(text)
    return not key or (len(key) <= _POINTING_CHARS and _POINTS.fullmatch(key) is not None)


def asks_of_picture(text: str) -> bool:
    """Whether a few words name no matter (还要等多久, 怎么绑, 打不开): what the picture says is what they mean."""
    key = matching_key(text)
    named = _MATTERS.search(key) is not None or names_our_matter(text) or service_in(key) != ""
    return 0 < len(key) <= _ASPECT_CHARS and not named


def asks(text: str) -> bool:
    """Whether a sentence asks something, and does not only tell."""
    return _ASKS.search(text) is not None


def is_how(text: str) -> bool:
    """Whether somebody asks how to do it, which the answer itself says."""
    return _HOW.match(matching_key(text)) is not None


def goes_on(text: str) -> bool:
    """Whether somebody asks what comes after what the picture shows."""
    return _GOES_ON.search(text) is not None


def asks_when(text: str) -> bool:
    """Whether somebody asks how long it takes, or until when."""
    return _WHEN.search(text) is not None


def asks_why(text: str) -> bool:
    """Whether somebody asks for the reason."""
    return _WHY.search(text) is not None
