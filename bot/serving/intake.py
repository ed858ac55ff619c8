"""The way of a picture into the store: limits first, then cleaned in its own process, then kept."""

from __future__ import annotations

from bot.serving.executors import Executors
from bot.serving.pictures import Pictures
from tickets.attachments import AttachmentStore
from tickets.model import AttachmentView, Person


class PictureIntake:
    """Takes in what people send on any channel."""

    def __init__(self, pictures: Pictures, store: AttachmentStore, executors: Executors) -> None:
        """Clean with these processes, keep in this store."""
        self._pictures = pictures
        self._store = store
        self._executors = executors

    async def take(self, person: Person, data: bytes) -> AttachmentView:
        """Clean and keep a picture; it belongs to no ticket yet.

        Raises:
            PictureRefusedError: it cannot be taken; the text is for the person.
            LimitError: too many today, or no room; nothing was decoded then.
        """
        await self._executors.database_call(self._store.check, person)
        picture = await self._pictures.clean(data)
        return await self._executors.picture_call(self._store.take, person, picture)
