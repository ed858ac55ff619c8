"""Whether a message is still of the matter in talk though another entry, or somebody else's office, is found for it.

One noun of another topic in what is told beside («我在电网上班», «写的是注册学籍») is no new matter, nor is a word that
any matter has («归谁管»): the clause that asks decides, together with the question before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rasa_sdk import Tracker

from actions.conversation import Memory, message_text
from actions.guiding.leading import case_of, guide_of
from actions.in_talk.asked_next import in_talk
from actions.in_talk.talk_so_far import talk_so_far
from dialogue.heard import Heard
from dialogue.mixed.several import may_ask, questions_in
from dialogue.questions.aspect_texts import names_matter
from dialogue.questions.aspects import aspect_in
from dialogue.questions.direct import asked_directly, asked_of, asks_also
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import names_another
from faq.content.elsewhere import place_named
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.ranking.decision import BY_TALK, Candidate, Decision
from faq.text.markup import to_plain
from faq.text.normalise import letters, normalise

STAYS = "stays"
"""The rule by which the matter in talk is answered though the words alone found another, or none."""
OF_ANY_MATTER = ("contact_support", "ticket_status")
"""Intents of entries that are about reaching somebody: a directory is no matter of its own."""
_TOGETHER = 0.8
"""How likely the matter in talk must be for the message read behind the question before it."""
_LIKELY_OTHER, _SURE = 0.8, 0.9
"""From how likely on another entry is what is meant, where the clause that asks is all that is said; for the clause
alone, where something is told beside it."""
_WITHOUT_PLACE = 0.55
"""How likely a matter in talk, or one next to it, must be without the name of a place."""
_BESIDE_PLACE = 0.5
"""The same where the clause that asks stands beside what tells of a place."""
_LEAST_NAMED = 2
_COVERED = 0.6
"""How many of the letters that say what is asked the matter must have, where nothing at all is found."""
_CERTAINLY = 0.97
"""How likely another matter must be where words of it are facts of a guide."""
_SPEAKS = re.compile(
    "^(?:那边|那里|那头|局|中心|窗口|大厅|柜台|系统|公司|的?人|工作人员|的?老师|客服|部门|卡上|证上|本上){0,2}(?:也|又|还|就|都|一直|非|硬|偏|只){0,2}"
    "(?:说|讲|要|让|叫|认|不认|不收|不给|催|规定|写着|写的|的?(?:名字|姓名|生日|号码?|信息)(?:都|也|全)?[是对没一写])"
)
"""What stands behind a place that only says something of the matter in talk, or where one's name is written."""
_SAID_FOR_SURE = ("exact", "button")
_WANTS = ("要", "需要", "催", "让交", "用")
"""How a clause ends that tells only who wants something of us."""


def stays(library: Library, tracker: Tracker, text: str, decision: Decision, context: str) -> Decision:
    """The decision, or the matter in talk in its place where the message is of that."""
    talk = in_talk(library, tracker)
    if not talk or decision.second is not None or names_another(text) or len(questions_in(text)) > 1:
        return decision
    if decision.elsewhere:
        return _without_place(library, tracker, text, decision, context)
    asking = [clause for clause in split_clauses(text) if may_ask(clause)]
    if not asking or decision.reason in _SAID_FOR_SURE or _is_next(decision, talk):
        return decision
    asked, topic = "，".join(asking), talk[0]
    if asks_also(text):  # one more thing leans on the matter in talk
        return _as_leading(topic, decision)
    first = next(iter(decision.candidates), None)
    other = library.content.entry(first.entry_id) if first is not None else None
    if decision.band == "none" and not (asked_directly(text) and _covers(topic, text)):
        return decision
    directory = other is not None and other.intent in OF_ANY_MATTER and asked_directly(text) == "whom"
    told_too = len(asking) < len(split_clauses(text))
    if first is not None and first.score >= _LIKELY_OTHER and not (told_too or directory):
        return decision  # it is what is asked, be it answered or listed
    answered = other is not None and not directory and decision.band == "answer"
    if other is not None and answered and _names_own(asked, other, topic):
        return decision
    if answered and told_too and _is_sure(library, asked, topic, context):
        return decision
    if decision.band == "clarify" and not asked_directly(text):
        return decision
    said = talk_so_far(library, tracker).said
    together = library.decide(f"{said[-1]}，{text}", context=context) if said else decision
    return _led_by(topic, together, decision) if _is_of(together, topic) else decision


def tells_of_another(library: Library, tracker: Tracker, facts: Mapping[str, str], begins: str) -> bool:
    """Whether what is told is surely another matter, though words of it are facts of the guide, or of one to begin.

    What answers the step that waits is the guide's.
    """
    text, case, guidance = in_mandarin(message_text(tracker)), case_of(tracker), library.guidance
    guide, asked = begins or case.guide, guidance.engine.asked(case) or ""
    answers = not begins and asked in facts
    if case.english or text.startswith("/") or not guide:
        return False
    if answers:  # what is told beside how it went, the guide has a place for
        fact = guidance.guides.situation.facts[asked]
        only = fact.local and facts == {asked: fact.no}
        failed = fact.local and facts[asked] == fact.no
        return (failed and _of_a_place(library, text, asked)) or (only and _fails_elsewhere(library, tracker, text))
    if not begins and guidance.engine.moves(case, facts):
        return False
    alone = library.decide(text)
    first = next(iter(alone.candidates), None)
    entry = library.content.entry(first.entry_id) if first is not None and alone.band == "answer" else None
    if entry is None or first is None or first.score < _CERTAINLY or entry.id == Memory.of(tracker).last_answer:
        return False
    if not begins and alone.reason in _SAID_FOR_SURE and entry.guide not in (None, guide):
        return True  # «改姓名» names its matter in so many words
    if not begins and entry.guide in guidance.guides.linked(guide):  # the guide under way has a place for it
        return False
    own = guide_of(entry, library.content)
    return entry.guide not in guidance.guides.linked(guide) and (entry.guide is None or own != guide)


def _of_a_place(library: Library, text: str, asked: str) -> bool:
    """Whether only what is said of somebody else's site would answer the step: «我12306也登不上»."""
    clauses = split_clauses(text)
    ours = [clause for clause in clauses if place_named(normalise(clause), library.places) is None]
    return len(ours) < len(clauses) and asked not in library.guidance.extractor.facts("，".join(ours), asked)


def _fails_elsewhere(library: Library, tracker: Tracker, text: str) -> bool:
    """Whether what fails is of a matter of its own: «查不到我的自考学历» tells not how the change of a phone went."""
    topic = next(iter(in_talk(library, tracker)), None)
    return topic is not None and named_apart(library, text, topic) is not None


def named_apart(library: Library, text: str, topic: Entry, context: str = "", thing: str = "") -> Decision | None:
    """What a text says by itself where that is another matter, named in words that the one in talk has not.

    `thing` is what it asks about, where that is known: one word, which the title of the one and not of the other has.
    """
    alone = library.decide(text, context=context)
    other = library.content.entry(alone.says)
    if other is None or other is topic or alone.second is not None or other.id in topic.related:
        return None
    same = other.guide is not None and other.guide == topic.guide
    titled = bool(thing) and thing in other.title and thing not in " ".join((topic.title, *topic.keywords))
    return alone if not same and (titled or _names_own(text, other, topic)) else None


def _without_place(library: Library, tracker: Tracker, text: str, decision: Decision, context: str) -> Decision:
    """The decision without the name of a place that is only told of, or only where the matter in talk has to do."""
    named = place_named(normalise(in_mandarin(text)), library.places)
    if named is None or named[1] not in named[0].words:  # «银行的密码» is of that place
        return decision
    word, clauses = named[1], [normalise(clause) for clause in split_clauses(in_mandarin(text))]
    telling = [clause for clause in clauses if word in clause]
    rest = [clause for clause in clauses if word not in clause]
    asking = [clause for clause in rest if may_ask(clause)]
    beside = bool(asking) and not any(map(may_ask, telling))
    if beside and aspect_in(Heard(asking[-1]).core_key) and not all(clause.endswith(_WANTS) for clause in telling):
        return decision  # «我社保卡丢了，去哪补» asks of what is told
    talk = talk_so_far(library, tracker)
    behind = normalise(text).partition(word)[2]
    if not rest and not may_ask(text) and (speaks := _SPEAKS.search(behind)):
        return _without_speaker(library, tracker, behind[speaks.start() :], decision, context)
    read = "，".join(rest) if beside else normalise(in_mandarin(text)).replace(word, "")
    found = library.decide(read, previous=Memory.of(tracker).last_answer, context=context, talk=talk)
    first = next(iter(found.candidates), None)
    near = {name for entry in in_talk(library, tracker)[:1] for name in _near(library, entry)}
    likely = first is not None and found.band != "none" and first.score >= _WITHOUT_PLACE
    if first is not None and likely and (beside or first.entry_id in near):
        return replace(found, text=decision.text)
    if not beside:
        return decision
    topic = in_talk(library, tracker)[0]
    asked = library.asked_next(read, [topic.id])
    together = library.decide(f"{talk.said[-1]}，{read}", context=context) if talk.said else found
    likely = asked is not None or _is_of(together, topic, _BESIDE_PLACE)
    return _led_by(topic, together, decision) if likely else decision


def _without_speaker(library: Library, tracker: Tracker, read: str, decision: Decision, context: str) -> Decision:
    """What a place says of the matter in talk, as if anybody said it."""
    talk, topic = talk_so_far(library, tracker), in_talk(library, tracker)[0]
    together = library.decide(f"{talk.said[-1]}，{read}", context=context) if talk.said else decision
    if _is_of(together, topic, _BESIDE_PLACE):
        return _led_by(topic, together, decision)
    found = library.decide(read, previous=Memory.of(tracker).last_answer, context=context, talk=talk)
    return replace(found, text=decision.text, elsewhere="")


def _near(library: Library, entry: Entry) -> list[str]:
    return [entry.id, *entry.related, *neighbours(entry, library.content.entries)]


def _is_next(decision: Decision, talk: Sequence[Entry]) -> bool:
    """Whether what is decided is of the talk anyway."""
    first = next(iter(decision.candidates), None)
    return (
        first is not None and decision.band == "answer" and (first.entry_id == talk[0].id or decision.reason == BY_TALK)
    )


def _is_sure(library: Library, asked: str, topic: Entry, context: str) -> bool:
    """Whether the clause that asks is surely of another matter by itself."""
    alone = library.decide(asked, context=context)
    first = next(iter(alone.candidates), None)
    return alone.band == "answer" and first is not None and first.score >= _SURE and first.entry_id != topic.id


def _names_own(asked: str, other: Entry, topic: Entry) -> bool:
    """Whether a clause names the other matter in words that the one in talk has not."""
    title = " ".join((other.title, *other.keywords))
    if not names_matter(asked, title):
        return False
    return len((letter_pairs(asked) & letter_pairs(title)) - letter_pairs(_known(topic))) >= _LEAST_NAMED


def _known(topic: Entry) -> str:
    """All that is written of a matter in short."""
    asked = (text for item in topic.follow_ups for text in (*item.asks, item.say))
    return " ".join((topic.title, *topic.keywords, to_plain(topic.answer), *asked))


def _covers(topic: Entry, text: str) -> bool:
    """Whether a matter has the letters that a short question is about."""
    about = letters(asked_of(text))
    known = set(_known(topic))
    return bool(about) and sum(letter in known for letter in about) >= _COVERED * len(about)


def _is_of(together: Decision, topic: Entry, least: float = _TOGETHER) -> bool:
    first = next(iter(together.candidates), None)
    return first is not None and first.entry_id == topic.id and first.score >= least


def _as_leading(topic: Entry, decision: Decision) -> Decision:
    """The matter in talk as what is answered, however likely it is by the words alone."""
    rest = [item for item in decision.candidates if item.entry_id != topic.id]
    own = Candidate(topic.id, _TOGETHER)
    return replace(decision, band="answer", candidates=(own, *rest), reason=STAYS, elsewhere="")


def _led_by(topic: Entry, together: Decision, decision: Decision) -> Decision:
    """The matter in talk as what is answered, before what was found without it."""
    own = [item for item in together.candidates if item.entry_id == topic.id]
    rest = [item for item in decision.candidates if item.entry_id != topic.id]
    if not own:
        return decision
    return replace(decision, band="answer", candidates=(*own[:1], *rest), reason=STAYS, elsewhere="")
