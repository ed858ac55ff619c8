"""Who wants us to do it for them in the middle of a matter: no comes first, then who can, then the step that waits."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import Memory, message_text
from actions.guiding.leading import conclusion
from actions.in_talk.asked_next import in_talk
from dialogue.questions.asks_to_do import what_to_do
from dialogue.text.languages import in_mandarin
from faq.answer import answer_options
from faq.library import Library
from faq.membership import with_claim
from faq.reply import Reply

_OF_RECORDS = ("missing_record", "wrong_record")
"""The intents of what only schools report."""
_RECORD = "不行，我和学信网客服都加不了、改不了：学籍学历只能由学校报上来。"
_ACCOUNT = "不行，我动不了账号，要本人在网页上办，我说怎么做。"
_SURE = 0.9


def told_we_cannot(library: Library, tracker: Tracker) -> Reply | None:
    """That we cannot, why, and who can; None where nothing is asked of us, or surely in another matter."""
    text = in_mandarin(message_text(tracker))
    topic = next(iter(in_talk(library, tracker)), None)
    if topic is None or not what_to_do(text):
        return None
    decision = library.decide(text, context=with_claim(text, Memory.of(tracker).school))
    first = next(iter(decision.candidates), None)
    if decision.band == "answer" and first is not None and first.score >= _SURE and first.entry_id != topic.id:
        return None
    cannot = _RECORD if topic.intent in _OF_RECORDS else _ACCOUNT
    return Reply(f"{cannot}\n{conclusion(topic)}", answer_options(topic, library.content), "answer", topic.id)
