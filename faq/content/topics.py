"""What people call the topics of the knowledge base."""

from __future__ import annotations

from faq.content.entry import INTENTS

TOPIC_LABELS = dict(
    zip(
        INTENTS,
        (
            "忘记密码",
            "忘记用户名",
            "手机号已被注册",
            "证件号已被注册",
            "收不到验证码",
            "查不到学籍学历",
            "格式错误",
            "实人验证",
            "信息有误",
            "修改信息",
            "微信绑定",
            "找人工",
            "其他业务",
        ),
        strict=True,
    )
)
"""By intent."""
