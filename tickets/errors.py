"""What the desk refuses, each with a polite Chinese sentence that says what to do next."""

from __future__ import annotations

from common.errors import BotError


class DeskError(BotError):
    """Root of the desk's refusals; the text may be shown to the person as it is."""


class UnknownTicketError(DeskError):
    """No such ticket, or not this person's."""

    def __init__(self, number: str = "") -> None:
        """Never tell a person whether somebody else has a ticket of this number."""
        super().__init__(f"没有找到工单 {number}，请核对工单号。" if number else "您名下没有这样的工单，请核对工单号。")


class StatusError(DeskError):
    """The status table does not allow this change."""


class ClosedTicketError(StatusError):
    """Nothing can be added to a closed ticket."""

    def __init__(self, number: str) -> None:
        """Say what to do instead."""
        super().__init__(f"工单 {number} 已经关闭，不能再补充；还有问题请重新提交工单。")


class ConflictError(DeskError):
    """Somebody changed the ticket since it was read."""

    def __init__(self, number: str) -> None:
        """Ask for another look."""
        super().__init__(f"工单 {number} 刚刚被别人改过，请刷新后再操作。")


class LimitError(DeskError):
    """One person asked for too much in one day."""


class PictureError(DeskError):
    """A file that cannot be taken as a screenshot."""


class SubmissionError(DeskError):
    """Something a ticket needs is missing or malformed."""
