"""Initials that people type on phones for the things of our subject: «mm忘了», «sj 换了», «zrg»."""

from __future__ import annotations

import re

from faq.text.pinyin import is_chinese

INITIALS = {
    "mm": "密码",
    "zh": "账号",
    "yhm": "用户名",
    "sj": "手机",
    "sjh": "手机号",
    "yx": "邮箱",
    "yzm": "验证码",
    "sfz": "身份证",
    "sfzh": "身份证号",
    "byz": "毕业证",
    "xj": "学籍",
    "xl": "学历",
    "xw": "学位",
    "dl": "登录",
    "zc": "注册",
    "wx": "微信",
    "zfb": "支付宝",
    "bab": "备案表",
    "xxw": "学信网",
    "kf": "客服",
    "rg": "人工",
    "zrg": "转人工",
    "rgsh": "人工审核",
}
"""What people type for the things of our subject; initials that a question of the knowledge base has stay as typed."""
_NAMED = "".join(
    f"(?<!{word})" for word in ("用户名", "账号", "帐号", "登录名", "是", "叫", "为", "填", "改成", "：", ":", "“", '"')
)
"""What stands before a user name, which may be any two letters."""
_RUN = re.compile(
    rf"(?<![A-Za-z0-9_@./\-])(?<![0-9] ){_NAMED}(?P<run>{'|'.join(sorted(INITIALS, key=len, reverse=True))})"
    r"(?![A-Za-z0-9_@./\-])",
    re.IGNORECASE,
)


def spelt_out(text: str) -> str:
    """A Chinese text with its initials as words; what may be a user name or a measure stays, and so does other text."""
    if not any(map(is_chinese, text)):
        return text
    return _RUN.sub(lambda found: INITIALS[found["run"].lower()], text)
