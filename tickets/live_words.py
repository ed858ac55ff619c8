"""What the bot says around a talk with an agent; who speaks is always said."""

from __future__ import annotations

WAITING = (
    "正在为您接通人工客服，一般两分钟内有人接。等的时候可以把问题说清楚、发截图，接通后客服都看得到。"
    "不想等了，回复“取消”。"
)
NOTED = "收到，接通后客服看得到。"
LEFT = "好的，不等人工了，我（机器人）接着答。有问题直接说。"
PERSON_ENDED = "好的，人工对话到这里。我（机器人）回来了，还有问题直接说。"


def taken(agent: str) -> str:
    """Somebody is there."""
    return f"客服 {agent} 接通了，接下来是真人在答，不是机器人。说完了回复“结束”，就回到机器人。"


def nobody(promise: str) -> str:
    """Nobody came in time."""
    return (
        f"客服这会儿都在忙，没能接通，抱歉。我（机器人）还在，可以接着问；要客服处理，回复“提交工单”，{promise}答复。"
    )


def agent_ended(agent: str, number: str) -> str:
    """The agent has finished."""
    return f"客服 {agent} 结束了这次对话，我（机器人）回来了，还有问题直接说。刚才的对话在工单 {number} 里。"


def quiet(agent: str, number: str, minutes: int) -> str:
    """The agent was silent for so long."""
    return (
        f"客服 {agent} {minutes} 分钟没有回话，先由我（机器人）接着答。"
        f"刚才说的都在工单 {number} 里，客服看到会再答复您。"
    )
