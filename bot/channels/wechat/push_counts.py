"""Which pushes were refused lately and why, and what an operator has to mend for them to be taken.

WeChat shows such faults to nobody but the people who write: every push gets a 403 while all our own calls work.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from common.clock import Clock
from wechat.errors import RefusedError

WINDOW = timedelta(hours=1)
_QUIET_S = 60.0
"""A reason is logged once in so long; how often it came is in the metrics."""
_MOST = 2000
"""So many refusals are remembered, whoever sends them."""
_MANY = 3
"""So many refusals that anybody could cause, with no push taken beside them, are no stranger's play."""
_SURE = {
    "cipher": "推送解不开：wechat.aes_key 和平台上的 EncodingAESKey 不一致（或者 wechat.app_id 不是这个账号的）。"
    "改法：照平台上的写进环境变量 WECHAT_AES_KEY，重启网关；正在换密钥的话，旧的写进 wechat.previous_aes_key",
}
"""Only who knows the token can cause these."""
_LIKELY = {
    "signature": "推送的签名不对：wechat.token 和平台上的 Token 不一致。"
    "改法：照平台上的写进环境变量 WECHAT_TOKEN，重启网关",
    "encrypt_type": "推送的加密方式和 wechat.mode 不一致。改法：平台上选安全模式，或者照平台上的改 wechat.mode",
}
_LIKELY["msg_signature"] = _LIKELY["signature"]


@dataclass
class PushCounts:
    """Of one gateway process, in memory: what the readiness detail shows."""

    clock: Clock
    _taken: int = field(default=0, init=False)
    _refused: deque[tuple[datetime, str, int]] = field(default_factory=lambda: deque(maxlen=_MOST), init=False)
    _told_s: dict[str, float] = field(default_factory=dict, init=False)
    _since_taken: deque[tuple[datetime, str, int]] = field(default_factory=lambda: deque(maxlen=_MOST), init=False)

    def taken(self) -> None:
        """A push was proven to be WeChat's and could be opened."""
        self._taken += 1
        self._since_taken.clear()

    def refused(self, refusal: RefusedError) -> bool:
        """A push was refused; gives whether that is news for the log: anybody can cause thousands."""
        for kept in (self._refused, self._since_taken):
            kept.append((self.clock.now(), refusal.reason, refusal.late_s))
        now_s, told_s = self.clock.monotonic_s(), self._told_s.get(refusal.reason)
        if told_s is not None and now_s - told_s < _QUIET_S:
            return False
        self._told_s[refusal.reason] = now_s
        return True

    def report(self) -> dict[str, Any]:
        """How many were taken since the start, how many refused within the hour by reason, and what to mend."""
        refused = dict(sorted(Counter(reason for _, reason, _ in self._recent(self._refused)).items()))
        return {"taken": self._taken, "refused_last_hour": refused, "trouble": self.trouble()}

    def trouble(self) -> str:
        """What an operator must mend; empty once a push is taken, or while strangers may have caused it all."""
        since = self._recent(self._since_taken)
        for _, reason, late_s in reversed(since):
            if reason == "stale":
                return describe_clock(late_s)
            if reason in _SURE:
                return _SURE[reason]
        [(reason, count)] = Counter(reason for _, reason, _ in since).most_common(1) or [("", 0)]
        return _LIKELY.get(reason, "") if count >= _MANY else ""

    def _recent(self, kept: deque[tuple[datetime, str, int]]) -> list[tuple[datetime, str, int]]:
        oldest = self.clock.now() - WINDOW
        return [item for item in kept if item[0] > oldest]


def describe_clock(late_s: int) -> str:
    """What a clock that is wrong means, and how to mend it; a positive number: ours is ahead of WeChat's."""
    return (
        f"服务器的时间比微信{'快' if late_s > 0 else '慢'}了 {abs(late_s)} 秒，差得太多的推送不能接受。"
        "改法：打开时间同步（timedatectl set-ntp true，或 chrony）"
    )


def describe_report(report: Mapping[str, Any]) -> str:
    """A gateway's report as one line people read."""
    refused = report.get("refused_last_hour") or {}
    reasons = "、".join(f"{REASONS.get(name, name)} {count} 条" for name, count in refused.items())
    return f"启动以来收下 {report.get('taken', 0)} 条，最近一小时拒绝 {sum(refused.values())} 条" + (
        f"（{reasons}）" if reasons else ""
    )


REASONS = {
    "stale": "时间差太多",
    "cipher": "解不开",
    "signature": "签名不对",
    "msg_signature": "签名不对（加密）",
    "encrypt_type": "加密方式不一致",
    "nonce": "nonce 不对",
    "timestamp": "时间戳不对",
    "echostr": "echostr 不对",
    "envelope": "没有密文",
    "body_size": "太大",
}
