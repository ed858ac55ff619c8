"""What a failed call to WeChat means for the delivery: surely not sent, or nobody knows; and when to try again."""

from __future__ import annotations

from datetime import datetime, timedelta

from common.clock import china_time
from tickets.deliveries import HeldError, PostponedError, UnclearError, UndeliverableError
from wechat.codes import Outcome
from wechat.errors import ApiError, UncertainError, UnreachableError, WeChatError

ALARM_PAUSE_S = 60.0
UNREACHABLE_PAUSE_S = 5.0
LONGEST_UNREACHABLE_PAUSE_S = 60.0
QUOTA_PAUSE_S = 600.0
"""At most so long between two tries while the day's calls are used up: an operator may have them reset."""

_QUOTA = 45009
_MINUTE_QUOTA = 45011
_TOKEN_PATH = "stable_token"  # noqa: S105 - the end of a path, not a secret


class Refusals:
    """Judges the failures of one kind of call, and remembers what an operator must mend."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        self._failures = 0
        self.trouble = ""
        """What keeps everything from going out, for people; empty once something went out again."""

    def accepted(self) -> None:
        """A call went through."""
        self._failures = 0
        self.trouble = ""

    def judge(self, error: WeChatError, now: datetime) -> Exception:
        """The end this failure means for the delivery, to be raised."""
        if isinstance(error, UncertainError) and not error.endpoint.endswith(_TOKEN_PATH):
            return UnclearError(f"不知道有没有送到（{error.cause}）")
        if isinstance(error, UnreachableError | UncertainError):
            self._failures += 1
            wait_s = min(UNREACHABLE_PAUSE_S * 2.0 ** min(self._failures - 1, 10), LONGEST_UNREACHABLE_PAUSE_S)
            self.trouble = "连不上微信接口"
            return PostponedError(self.trouble, wait_s, whole_kind=True)
        if isinstance(error, ApiError):
            return self._judge_refusal(error, now)
        return UnclearError(type(error).__name__)

    def _judge_refusal(self, error: ApiError, now: datetime) -> Exception:
        reason = f"{error.verdict.meaning}（{error.code}{f' {error.detail}' if error.detail else ''}）"
        match error.outcome:
            case Outcome.HOLD:
                return HeldError(reason)
            case Outcome.UNKNOWN:
                return UnclearError(reason)
            case Outcome.RETRY:
                wait_s = max(error.verdict.wait_s, UNREACHABLE_PAUSE_S)
                return PostponedError(reason, wait_s, whole_kind=error.code == _MINUTE_QUOTA)
            case Outcome.TOKEN | Outcome.ALARM:
                self.trouble = reason
                wait_s = _until_quota_s(now) if error.code == _QUOTA else ALARM_PAUSE_S
                return PostponedError(reason, wait_s, whole_kind=True)
        return UndeliverableError(reason)


def _until_quota_s(now: datetime) -> float:
    """Until just after midnight in China, when the day's calls begin anew; sooner if that is far away."""
    local = china_time(now)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=5, microsecond=0)
    return min((midnight - local).total_seconds(), QUOTA_PAUSE_S)
