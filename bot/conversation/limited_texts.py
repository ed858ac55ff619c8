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
    no_person: str
    at_page: str
    again: str
    kept: str
    answered: str
    human: str
    nothing: str
    """What is said where only a list of Chinese titles could be; empty in Chinese."""

    def person_later(self, url: str, promise: str) -> str:
        """What becomes of the wish for a person or a ticket: where one is taken now, or when; and what is kept."""
        answered = self.answered.format(promise) if promise else ""
        return f"{self.no_person}{self.at_page.format(url, answered) if url else self.again}{self.kept}\n"


CHINESE = LimitedTexts(
    notice="（智能助手这会儿没有回应，这一条是知识库直接答的。）",
    left="好的，工单没有提交。（智能助手恢复以后再说一声“取消”，填过的就清掉。）",
    promised="您的工单 {} {}答复，客服按期限处理；要补充的，过一会儿再发给我。",
    addition_waits="智能助手暂时没有回应，还没有补充进去。请过一两分钟把刚才的内容再发一次。",
    addition_page="\n着急的话，也可以打开 {}，在您的工单下面补充。",
    form_kept="（您没填完的工单还在，过一会儿回复“提交工单”接着填。）",
    form_waits="智能助手暂时没有回应。您填的工单内容都还在，请过一两分钟把刚才这句再发一次，或者回复“提交工单”接着填。",
    form_page="\n着急的话，也可以打开 {} 直接填表提交。",
    no_person="这会儿在对话里转不了人工、填不了工单。",
    at_page="打开 {} 填表就能提交{}。",
    again="过一两分钟再说一次“人工”就行。",
    kept="您说过的都留着，接着填时会写进去。",
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
    no_person="No person and no ticket in this chat just now. ",
    at_page="A ticket can be submitted at {} {}",
    again="Say “human” again in a minute or two. ",
    kept="What you said is kept for it.",
    answered="",
    human="Human / 人工客服",
    nothing=(
        "I cannot answer this just now. Please send it again in a minute, or write to kefu@chsi.com.cn;"
        " reply “human” for a person here."
    ),
)
