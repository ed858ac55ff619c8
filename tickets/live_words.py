"""What the bot says around a talk with an agent; who speaks is always said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from common.days import counted

TICKET = "提交工单"
"""What a line that offers a ticket has in quotation marks; pages make a button of it."""
NOTED = "收到，接通后客服看得到。"
LEFT = "好的，不等人工了，我（机器人）接着答。有问题直接说。"
PICTURE = "［图片］"
"""What an agent says with a picture and no word."""
PERSON_ENDED = "好的，人工对话到这里。我（机器人）回来了，还有问题直接说。"


def waiting(longest: timedelta) -> str:
    """Somebody is being asked, for so long at most."""
    return (
        f"正在为您接通人工客服，最多等{_minutes(longest)}，没人接会告诉您。"
        "等的时候可以把问题说清楚、发截图，接通后客服都看得到。不想等了就点“取消”，或者先提交工单。"
    )


def taken(agent: str) -> str:
    """Somebody is there."""
    return f"客服 {agent} 接通了，接下来是真人在答，不是机器人。说完了回复“结束”，就回到机器人。"


def nobody(promise: str, open_tickets: Sequence[str] = ()) -> str:
    """Nobody came in time; who has a ticket already need not write another."""
    said = "客服这会儿都在忙，没能接通，抱歉。我（机器人）还在，可以接着问；要客服处理，"
    if open_tickets:
        numbers = "、".join(open_tickets)
        known = f"您的工单 {numbers} 还在处理，同一件事在“我的工单”里补充就行"
        return f"{said}{known}；别的事回复“{TICKET}”，{promise}答复。"
    return f"{said}回复“{TICKET}”，{promise}答复。"


def agent_ended(agent: str, number: str) -> str:
    """The agent has finished."""
    return f"客服 {agent} 结束了这次对话，我（机器人）回来了，还有问题直接说。刚才的对话在工单 {number} 里。"


def quiet(agent: str, number: str, silence: timedelta) -> str:
    """The agent was silent for so long."""
    return (
        f"客服 {agent} {_minutes(silence)}没有回话，先由我（机器人）接着答。"
        f"刚才说的都在工单 {number} 里，客服看到会再答复您。"
    )


def exposed(kind: str) -> str:
    """What the bot says in between when somebody hands over what no agent needs."""
    warned = {
        "password": "刚才那条里有密码，我打了码，客服看不到。密码不要告诉任何人，客服也不会要；能撤回就撤回，再改掉。",
        "code": "刚才那条里像是验证码，我打了码，客服看不到。验证码不要告诉任何人，客服也不会要；没填过就重取一个。",
        "id_number": "刚才那条里有证件号，我打了码。对话里一般用不到它；要核对时客服会先说明为什么要。",
        "bank_card": "刚才那条里有银行卡号，我打了码。这里用不到银行卡；让您付钱的，都不要信。",
    }
    return f"（机器人提醒）{warned[kind]}"


def _minutes(span: timedelta) -> str:
    return counted(int(span.total_seconds() // 60), "分钟")
