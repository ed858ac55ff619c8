"""The tests' WeChat: the simulator with a clock that stands still and short waits."""

from __future__ import annotations

from common.clock import Clock, FakeClock
from simulator import Account, Platform


class FakeWeChat(Platform):
    """A platform whose 48 hours pass when the test says so; pushes wait half a second, not five."""

    def __init__(self, *callback_urls: str, account: Account | None = None, clock: Clock | None = None) -> None:
        super().__init__(*callback_urls, account=account, clock=clock or FakeClock())

    def point_to(self, *callback_urls: str) -> None:
        """Set the callback addresses and shorten the waits."""
        super().point_to(*callback_urls)
        if callback_urls:
            self.rules.timeout_s = 0.5
