"""What is said when Rasa does not answer, in Chinese and for who writes English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LimitedTexts:
    """The texts of one language; those with `{}` take the ticket's page, `promised` the ticket and its time."""

    notice: str
    left: str
    promised: str
    addition_waits: str
    addition_page: str
    form_kept: str
    form_waits: str
    form_page: str
    page_for_tickets: str
    answered: str
    human: str
    nothing: str
    """What is said where only a list of Chinese titles could be; empty in Chinese."""

    def by_page(self, url: str, promise: str) -> str:
        """Where a ticket is taken without the assistant."""
        return self.page_for_tickets.format(url, self.answered.format(promise) if promise else "")


CHINESE = LimitedTexts(
    notice="（智能助手这会儿没有回应，这一条是知识库直接答的。）",
    left="好的，工单没有提交。（智能助手恢复以后再说一声“取消”，填过的就清掉。）",
    promised="您的工单 {} {}答复，客服按期限处理；要补充的，过一会儿再发给我。",
    addition_waits="智能助手暂时没有回应，还没有补充进去。请过一两分钟把刚才的内容再发一次。",
    addition_page="\n着急的话，也可以打开 {}，在您的工单下面补充。",
    form_kept="（您没填完的工单还在，过一会儿回复“提交工单”接着填。）",
    form_waits="智能助手暂时没有回应。您填的工单内容都还在，请过一两分钟把刚才这句再发一次，或者回复“提交工单”接着填。",
    form_page="\n着急的话，也可以打开 {} 直接填表提交。",
    page_for_tickets="\n\n也可以打开 {} 填表提交工单{}。",
    answered="，{}答复",
    human="人工客服",
    nothing="",
)
ENGLISH = LimitedTexts(
    notice="(The assistant does not answer just now; this comes straight from the knowledge base.)",
    left="All right, the ticket is not submitted. (Say “cancel” once the assistant is back to clear it.)",
    promised="Your ticket {} is answered in its time; send additions in a while.",
    addition_waits="The assistant does not answer just now; nothing is added yet. Send it again in a minute or two.",
    addition_page="\nIn a hurry: {}, below your ticket.",
    form_kept="(Your ticket is kept; go on in a while with “submit a ticket”.)",
    form_waits="The assistant does not answer just now. Your ticket is kept: send this again in a minute or two.",
    form_page="\nIn a hurry: fill it in at {}",
    page_for_tickets="\n\nA ticket can also be submitted at {}{}",
    answered="",
    human="Human / 人工客服",
    nothing=(
        "I cannot answer this just now. Please send it again in a minute, or write to kefu@chsi.com.cn;"
        " reply “human” for a person here."
    ),
)
