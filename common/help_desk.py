"""Who speaks: the name, the operator and the promises askers read, and that this is not 学信网 itself."""

from __future__ import annotations

from dataclasses import dataclass

from common.days import counted
from common.settings import HelpDeskSettings, Settings

OWN_DESK = "微信服务号“学信网”（ID：chsi_chesicc）的“帮助中心—问题咨询—人工客服”"
"""Where 学信网's own people are: said wherever somebody may take us for them."""


@dataclass(frozen=True)
class HelpDesk:
    """What pages, welcome, tickets and mails say about themselves."""

    name: str
    operator: str
    hours: str
    promise: str
    """Within what time tickets are answered, for example 三个工作日内."""
    official: bool

    @classmethod
    def of(cls, settings: Settings) -> HelpDesk:
        """The help desk of an installation; without a promise of its own it is that of the tickets."""
        own: HelpDeskSettings = settings.help_desk
        promise = own.promise or f"{counted(settings.tickets.working_days, '个工作日')}内"
        return cls(own.name, own.operator, own.hours, promise, own.official)

    def introduction(self) -> str:
        """The first sentence of a conversation."""
        if self.official:
            return f"您好，我是{self.name}，自动回答，不是人工。"
        return f"您好，我是{self.name}，按公开资料自动回答，不是学信网工作人员。"

    def whose(self) -> str:
        """The sentence under every page: who runs this, and where 学信网's own people are."""
        run_by = f"由{self.operator}运营" if self.operator else "是开源的问答助手"
        if self.official:
            return f"{self.name}{run_by}。"
        return f"{self.name}{run_by}，用公开资料回答，不是学信网的客服。学信网自己的人工客服在{OWN_DESK}。"

    def signature(self) -> str:
        """The last line of a mail."""
        return f"{self.name}（{self.operator}）" if self.operator else self.name

    def own_desk(self) -> str:
        """Where 学信网's own people are, for a chat; empty when that is us."""
        return "" if self.official else "学信网人工客服：微信服务号 chsi_chesicc。"

    def answered(self) -> str:
        """The promise for a ticket, with the hours if they are set."""
        return f"{self.promise}答复" + (f"（{self.hours}处理）" if self.hours else "")
