"""Who wants us to do it for them in the middle of a matter: no comes first, then who can, then the step that waits."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import Memory, message_text
from actions.guiding.leading import conclusion
from actions.in_talk.asked_next import in_talk
from actions.support import CONTACT_ENTRY
from dialogue.questions.asks_to_do import what_to_do
from dialogue.text.languages import in_mandarin
from faq.content.membership import with_claim
from faq.engine.library import Library
from faq.saying.answer import answer_options
from faq.saying.reply import Reply

_OF_RECORDS = ("missing_record", "wrong_record")
"""The intents of what only schools report."""
_RECORD = (
    "不行，我和学信网客服都加不了、改不了：学籍学历只能由学校报上来。\n"
    "请学校管学籍的部门查一查：漏了请补报，错了请更正。"
)
_OTHERWISE = "不行，这个我办不了，客服也不能替本人办。\n{}"
_SURE = 0.9


def told_we_cannot(library: Library, tracker: Tracker) -> Reply | None:
    """That we cannot, why, and who can; None where nothing is asked of us, or surely in another matter."""
    text = in_mandarin(message_text(tracker))
    topic = next(iter(in_talk(library, tracker)), None)
    if topic is None or not what_to_do(text):
        return None
    decision = library.decide(text, context=with_claim(text, Memory.of(tracker).school))
    first = next(iter(decision.candidates), None)
    entry = library.content.entry(first.entry_id) if first is not None and first.score >= _SURE else None
    if decision.band == "answer" and entry is not None and entry is not topic and entry.intent != CONTACT_ENTRY:
        return None
    cannot = _RECORD if topic.intent in _OF_RECORDS else _OTHERWISE.format(conclusion(topic))
    return Reply(cannot, answer_options(topic, library.content), "answer", topic.id)
