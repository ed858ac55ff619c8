"""itsdangerous' dated signatures by the project's clock, so that tests can let days pass."""

from __future__ import annotations

from datetime import datetime

from itsdangerous import TimestampSigner

from common.clock import Clock


def clock_signer(clock: Clock) -> type[TimestampSigner]:
    """A signer class that dates by this clock; itsdangerous' serializers make their signers themselves."""

    class ClockSigner(TimestampSigner):
        """Dates by the project's clock."""

        def get_timestamp(self) -> int:
            """Seconds since 1970."""
            return int(clock.now().timestamp())

        def timestamp_to_datetime(self, ts: int) -> datetime:
            """The moment of a signature."""
            return datetime.fromtimestamp(ts, tz=clock.now().tzinfo)

    return ClockSigner
