"""Words that stand where a password would, and only say something about one."""

from __future__ import annotations

import re

_ABOUT = re.compile(
    r"(?:should|would|could|might|must|will|cannot|wrong|incorrect|invalid|expired|right|correct|ok|okay|fine|good|bad|weak|strong|short|long|needed"
    r"|required|forgotten|forgot|lost|gone|blocked|locked|disabled|different|same|unknown|missing|empty|blank"
    r"|old|new|temporary|secret|safe|secure|insecure|stolen|leaked|hacked|failing|working|there|here|what|where"
    r"|which|who|whom|this|that|these|those|mine|yours|hers|his|its|it|not|sensitive|acceptable|mandatory"
    r"|optional|hard|easy|complicated|complex|simple|confusing|useless|broken|stuck|visible|hidden|shown"
    r"|inactive|active|numeric|alphanumeric|random|unique|ready|done|mismatch|true|false|null|illegal|legal"
    r"|impossible|possible|unavailable|available|again|then|too|also|still|yet|now|today|yesterday|before"
    r"|always|never|sometimes|please|thanks|help|sir|everything|nothing|something|anything|problem|problems"
    r"|issue|issues|error|errors|reset|change|changed|set|page|login|logon|account|username|user|name|email"
    r"|mail|phone|mobile|number|code|card|app|wechat|weixin|alipay|qq|weibo|douyin|taobao|chsi|xuexin"
    r"|xuexinwang|website|web|iphone|android|huawei|xiaomi|chrome|safari|edge|firefox|windows|google|apple"
    r"|gmail|outlook|hotmail|foxmail|sms|password|passwd|passcode|pwd|mima|abc|abcd|letters|digits|english"
    r"|pinyin|captcha|token|link|url|http|https|www|html|known|remembered|history|list|info|information"
    r"|recovery|retrieval|query|and|but|or|because|so|when|while|after|with|without|for|from"
    r")"
)
_ABOUT_PINYIN = re.compile(
    r"(?:shenme|shen|duoshao|sha|shui|cuo|dui|zenme|bu|mei|wang(?:le|ji|diao)|shengri|shouji|yanzheng|zhaohui|xiugai|chongzhi"
    r"|jiu|xin|na|nali|keyi|yinwei|haishi|yizhi)",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?:|www\.|[!-~]{1,64}@[A-Za-z0-9\-]{1,63}\.")
TRAILING = ".,;:!?)]}>\"'`*"
"""What stands behind a password in a sentence, and is none of it."""
_LEAST_DIGITS = 4


def is_about(value: str) -> bool:
    """Whether this is a word that is said of passwords, or no password at all (a link, an address, a small number)."""
    word = value.strip(TRAILING).lower()
    said = _ABOUT.fullmatch(word) or (word.isalpha() and (word.endswith(("ed", "n't")) or _ABOUT_PINYIN.match(word)))
    small = word.isdigit() and len(word) < _LEAST_DIGITS
    return bool(said or small or _LINK.match(word) or not any(map(str.isalnum, word)))
