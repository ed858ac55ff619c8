"""How the desk writes moments, channels and states; nothing here decides anything."""

from __future__ import annotations

from datetime import datetime

from common.clock import china_time
from tickets.model import Priority, Status

CHANNELS = {"web": "网页", "wechat": "微信"}
STATES = {
    Status.OPEN: "待处理",
    Status.PENDING: "等用户",
    Status.RESOLVED: "已解决",
    Status.CLOSED: "已关闭",
}
"""For agents; what the person reads is `tickets.model.STATUS_LABELS`."""
CHANGES = {
    Status.OPEN: "重新打开",
    Status.PENDING: "改成等用户",
    Status.RESOLVED: "标为已解决",
    Status.CLOSED: "关闭",
}
PRIORITY_MARKS = {Priority.URGENT: "紧急", Priority.HIGH: "高", Priority.NORMAL: "", Priority.LOW: "低"}


def owed_again(spoke_last: bool) -> str:
    """Why an answered ticket is ours again."""
    return "用户又说了话" if spoke_last else "还要再回"


def moment(at: datetime, now: datetime) -> str:
    """Short where it is near: 14:05, 昨天 14:05, 11-02 14:05, 2025-11-02."""
    local, today = china_time(at), china_time(now).date()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return f"昨天 {local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d}"


def minute(at: datetime) -> str:
    """In full."""
    return f"{china_time(at):%Y-%m-%d %H:%M}"
