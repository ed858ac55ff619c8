"""Brings what agents answer to the person, in the channel they wrote from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from tickets.deliveries import Delivery, UndeliverableError

Deliver = Callable[[Delivery], Awaitable[None]]


class PersonSender:
    """Hands each delivery to the channel of its ticket."""

    def __init__(self, channels: Mapping[str, Deliver]) -> None:
        """Know these channels by name."""
        self._channels = dict(channels)

    async def send(self, delivery: Delivery) -> str | None:
        """Deliver one message.

        Raises:
            UndeliverableError: nobody here serves that channel; trying again will not help.
        """
        deliver = self._channels.get(delivery.ticket.channel)
        if deliver is None:
            raise UndeliverableError(f"这里没有接入渠道 {delivery.ticket.channel}")
        await deliver(delivery)
        return None
