"""What the library decides on a message in its conversation: a list gives way to what was said or listed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial

from rasa_sdk import Tracker

from actions.answering.first_asked import first_of_several, of_two_matters
from actions.answering.shown import shown_before
from actions.answering.told_beside import matter_beside_facts, surely_told, without_fears
from actions.conversation import Memory, intent_ranking, just_said
from actions.guiding.leading import guide_of, opening_options
from actions.in_talk.left_open import left_open
from actions.in_talk.stays import stays
from actions.in_talk.talk_so_far import talk_so_far
from dialogue.english.places import of_chinese_degree
from dialogue.english.sentences import deciding_part, points_back
from dialogue.english.words import in_usual_words
from dialogue.facts.documents import document_meant
from dialogue.facts.outcomes import asked_behind
from dialogue.mixed.several import announces_another, questions_in
from dialogue.moods.outbursts import SORRY
from dialogue.moods.rumours import Pressed, asks_whether_true, pressed_for, tells_harm
from dialogue.moods.whole_messages import asked_instead, without_abuse
from dialogue.questions.aspect_texts import closest_sentence, titled_for
from dialogue.questions.aspects import aspect_mentioned
from dialogue.text.contrast import names_a_site, without_contrast
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import told_after_none, wanted_besides, wanted_instead
from faq.content.elsewhere import account_elsewhere, place_named
from faq.content.loader import Content
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.engine.sides import of_told_year, on_the_right_side
from faq.guiding.guidance import Guidance
from faq.ranking.decision import BY_TALK, CAREFUL, LEANING, MOST_OFFERED, OBJECTED, Decision
from faq.saying.reply import OTHERS, Reply
from faq.text.choice import HUMAN_OPTION, NONE_OF_THESE, numbered_option_lines
from faq.text.english import is_english
from faq.text.normalise import normalise

_PROMISED = ("effect", "valid", "why")
"""Aspects of a matter that entries of their own are titled for."""
_MAY_PROMISE = 4
"""How many times likelier the first of a list may be than the one whose title promises what is asked."""
_OWN_ACCOUNT = ("forgot_password", "forgot_username", "phone_registered", "id_registered", "sms_code")
"""The topics of who cannot get into an account of ours."""
_DECEIT = "安全与防骗"
"""The category of the entries that warn of deceit."""
_PRESSED: Mapping[Pressed, str] = {
    "money": "有人让我转账到安全账户，是不是诈骗",
    "secret": "有人自称学信网客服，跟我要验证码和密码，是真的吗",
    "screen": "对方让我下载软件、共享屏幕，是不是诈骗",
    "threat": "有人威胁我，不转账就影响征信，是不是诈骗",
}
"""How it is asked what to do about what somebody presses for, in the plainest words."""
_ANOTHER_SITE = "another_site"
"""The rule by which entries are listed, and none of them answered, for who told of a trouble at another site."""
_OURS_THERE = "，能用学信网账号登录吗"
"""What is behind a trouble with an account of another site when ours is said to work."""
_ANOTHER_MATTER = 0.9
"""How likely another matter must be that such a statement is taken for."""
_WHICH_KIND = "那是哪一类的事？都不像，就把页面上的提示原样发给我："
_WORDS_OF_PAGE = "这件事我没找对。把页面上的字原样发给我，我再找一次；也可以直接让人来看："


def decide_in_context(library: Library, tracker: Tracker, text: str, context: str) -> Decision:
    """The decision on a message; where it would be a list, what the conversation knows picks from it first."""
    memory = Memory.of(tracker)
    if (untold := left_open(library, tracker)) is not None:
        return untold
    if is_english(text) and (plain := of_chinese_degree(text)) != text:
        return replace(decide_in_context(library, tracker, plain, context), text=text)
    if asked := asked_instead(text) or told_after_none(text):
        return _another_than(memory.last_answer, library.decide(asked, context=context))
    if turned := wanted_instead(text) or wanted_besides(text):
        return library.decide(turned, context=context)
    if (behind := asked_behind(text)) and (asked_now := library.decide(behind, context=context)).band == "answer":
        return asked_now
    if (rest := without_contrast(text)) != text and _is_elsewhere(library, rest):
        return _of_another_site(library, rest, context)
    decision = library.decide(
        text,
        intents=intent_ranking(tracker),
        previous=memory.last_answer,
        context=context,
        talk=talk_so_far(library, tracker),
    )
    decision = _of_document(library, tracker, decision, text, context)
    decision = without_fears(library, decision, text, context)
    decision = on_the_right_side(text, decision, library.content)
    told_before = [*talk_so_far(library, tracker).said, in_mandarin(text)]
    decision = of_told_year(told_before, decision, library.content)
    if is_english(text):
        decision = _by_what_is_asked(library, decision, text, context)
    decide = cache(partial(library.decide, context=context))  # the parts of a message are looked at more than once
    page = shown_before(tracker) if decision.band != "answer" else None
    if page is not None and page.likely:  # what was asked about the picture before
        together = library.decide(f"{text}，{page.question}", context=context)
        decision = together if together.band == "answer" else decision
    told = in_mandarin(text)
    unanswered = decision.band != "answer"
    elsewhere = unanswered and tells_harm(told) and place_named(normalise(told), library.places) is not None
    if pressed := pressed_for(told):
        return _of_pressure(library, decision, told, pressed)
    if whose := account_elsewhere(normalise(told), library.places):
        return replace(decision, band="none", elsewhere=whose)
    if unanswered and (asks_whether_true(told) or (tells_harm(told) and not elsewhere)):
        decision = _of_deceit(library, decision, told)
    decision = stays(library, tracker, text, decision, context)
    decision = _one_by_one(decision, text)
    decision = of_two_matters(text, decision, decide) or decision
    unsure = decision.band == "none" or (decision.band == "clarify" and decision.reason != CAREFUL)
    if unsure and (matter := matter_beside_facts(library, decision, text, context)) is not None:
        return matter
    if decision.band == "none" and not decision.elsewhere:
        return first_of_several(text, decision, decide) or surely_told(text, decide) or decision
    if decision.band != "clarify" or decision.second is not None or decision.reason == CAREFUL:
        return decision
    return (
        first_of_several(text, decision, decide)
        or _titled_for_it(library, decision, text)
        or (None if OTHERS in just_said(tracker) else _listed_again(memory, decision))
        or _given_again(memory, decision)
    )


def _of_document(library: Library, tracker: Tracker, decision: Decision, text: str, context: str) -> Decision:
    """The decision with the document that the message leans on, where the entry that was decided is about another."""
    meant = document_meant(text, talk_so_far(library, tracker).said)
    if not meant or decision.band != "answer" or _is_about(library, decision.candidates[0].entry_id, meant):
        return decision
    together = library.decide(f"{meant}，{text}", previous=Memory.of(tracker).last_answer, context=context)
    own = together.band == "answer" and _is_about(library, together.candidates[0].entry_id, meant)
    return replace(together, text=text) if own else decision


def _is_about(library: Library, entry_id: str, document: str) -> bool:
    entry = library.content.entry(entry_id)
    return entry is not None and document in " ".join((entry.title, *entry.keywords))


def _one_by_one(decision: Decision, text: str) -> Decision:
    """Of two questions the first as the answer, or the surer one where not both are sure: the other is said beside it.

    So the first may lead into its guide, and the other stands under its own title.
    """
    if decision.second is None or is_english(text):
        return decision
    if len(questions_in(text)) < len(decision.candidates[:2]) and not announces_another(text):
        return decision
    first, second, *rest = decision.candidates
    if decision.band == "clarify" and second.score > first.score:
        first, second = second, first
    return replace(decision, band="answer", candidates=(first, second, *rest), second=None)


def apology(text: str) -> str:
    """One human line for who swears and has a problem too; empty for all others."""
    plain = in_mandarin(text)
    return SORRY if without_abuse(plain) != plain else ""


def sharper_question(memory: Memory, content: Content, guidance: Guidance) -> Reply:
    """After «都不是»: which kind of matter it is; what most people come with is named only when the list was of it."""
    entries = (content.entry(option.id) for option in memory.offered)
    guides = (guidance.guides.guides.get(guide_of(entry, content)) for entry in entries if entry is not None)
    usual = any(guide is not None and guide.greeting for guide in guides)
    options = (*(opening_options(content, guidance, but=memory.offered) if usual else ()), HUMAN_OPTION)
    text = f"{_WHICH_KIND if usual else _WORDS_OF_PAGE}\n{numbered_option_lines(options)}"
    return Reply(text, options, "none")


def _of_another_site(library: Library, rest: str, context: str) -> Decision:
    """The decision on a trouble at another site, beside which ours was said to work: whether our account is for it.

    What a site is for that has no name is open; how to get into our own account is not what is asked.
    """
    alone = library.decide(rest, context=context)
    if alone.elsewhere:
        return alone
    decision = library.decide(f"{rest}{_OURS_THERE}", context=context)
    others = tuple(item for item in decision.candidates if not _is_of_account(library, item.entry_id))
    if others and decision.band != "none":
        sure = decision.band == "answer" and others[0] is decision.candidates[0]
        listed = (*others[: MOST_OFFERED - 1], *(item for item in alone.candidates[:1] if item not in others))
        if sure:
            return replace(decision, text=rest)
        return replace(alone, band="clarify", candidates=listed, reason=_ANOTHER_SITE)
    of_account = alone.band == "answer" and _is_of_account(library, alone.candidates[0].entry_id)
    return replace(alone, band="clarify", reason=_ANOTHER_SITE) if of_account else alone


def _of_deceit(library: Library, decision: Decision, text: str) -> Decision:
    """Where nothing is sure of a story that may be a fraud, or was one: the likeliest entry that warns of it.

    Whether it has happened already or only might is told by who stands on which side. What others promise is a story
    of its own, whatever was in talk before.
    """
    alone = library.decide(text) if decision.reason == BY_TALK else decision
    warnings = tuple(item for item in alone.candidates if _warns(library, item.entry_id))
    if not warnings:
        return decision
    rest = tuple(item for item in decision.candidates if item not in warnings)
    warned = replace(decision, band="answer", candidates=warnings, reason=LEANING, second=None)
    first, *others = on_the_right_side(text, warned, library.content).candidates
    return replace(warned, candidates=(first, *others, *rest))


def _of_pressure(library: Library, decision: Decision, text: str, pressed: Pressed) -> Decision:
    """What warns of somebody who presses, whatever else the words hold: found by what is pressed for where need be."""
    first = next(iter(decision.candidates), None)
    entry = library.content.entry(first.entry_id) if first is not None and decision.band == "answer" else None
    if entry is not None and (entry.harm or entry.category == _DECEIT):
        return decision
    warned = _of_deceit(library, decision, text)
    if warned is not decision:
        return warned
    named = library.decide(_PRESSED[pressed])
    return replace(_of_deceit(library, named, text), text=decision.text, elsewhere="")


def _warns(library: Library, entry_id: str) -> bool:
    entry = library.content.entry(entry_id)
    return entry is not None and entry.category == _DECEIT


def _is_elsewhere(library: Library, rest: str) -> bool:
    return names_a_site(rest) or place_named(normalise(rest), library.places) is not None


def _is_of_account(library: Library, entry_id: str) -> bool:
    entry = library.content.entry(entry_id)
    return entry is not None and entry.intent in _OWN_ACCOUNT


def _by_what_is_asked(library: Library, whole: Decision, text: str, context: str) -> Decision:
    """The decision on the English sentences that ask or complain; what is told beside them only refines it."""
    part = in_usual_words(deciding_part(text) or text)
    asked = library.decide(part, context=context) if part != text else whole
    if asked is whole or asked.band == "none" or (whole.band == "answer" and points_back(part)):
        return whole
    first, told = asked.candidates[0], next(iter(whole.candidates), None)
    entry = library.content.entry(first.entry_id)
    if whole.band == "answer" and told is not None and entry is not None:
        near = {item.entry_id for item in asked.offered} | set(neighbours(entry, library.content.entries))
        if told.entry_id in near and told.score >= min(first.score, _ANOTHER_MATTER):
            return whole
    return replace(asked, text=whole.text)


def _another_than(refused: str | None, decision: Decision) -> Decision:
    """What to say to «我问的是……», «都不是，……»: never what was just refused, and nothing in its place as sure."""
    rest = tuple(item for item in decision.candidates if item.entry_id != refused)
    if not decision.candidates or decision.candidates[0].entry_id != refused:
        return replace(decision, candidates=rest)
    return replace(decision, band="clarify" if rest else "none", candidates=rest, reason=OBJECTED)


def _titled_for_it(library: Library, decision: Decision, text: str) -> Decision | None:
    """The one entry of a list whose title promises what is asked: «重新注册会怎么样», its consequences."""
    aspect = aspect_mentioned(text)
    if aspect not in _PROMISED:
        return None
    titles = {
        item.entry_id: entry.title for item in decision.offered if (entry := library.content.entry(item.entry_id))
    }
    promised = [
        item
        for item in decision.offered
        if item.score * _MAY_PROMISE >= decision.candidates[0].score
        and titled_for(aspect, title := titles.get(item.entry_id, ""))
        and closest_sentence(text, "", [title])
    ]
    if len(promised) != 1:
        return None
    rest = tuple(item for item in decision.candidates if item is not promised[0])
    return replace(decision, band="answer", candidates=(promised[0], *rest), reason="titled")


def _listed_again(memory: Memory, decision: Decision) -> Decision | None:
    """After a list that was not chosen from: never another one, but the likeliest of those named twice."""
    if not any(option.id == NONE_OF_THESE for option in memory.offered):
        return None
    listed = {option.id for option in memory.offered}
    first = next((item for item in decision.offered if item.entry_id in listed), None)
    if first is None:
        return None
    rest = tuple(item for item in decision.candidates if item is not first)
    return replace(decision, band="answer", candidates=(first, *rest), reason="listed_again")


def _given_again(memory: Memory, decision: Decision) -> Decision:
    """The same; where it is likeliest of the answer that was just given, that is what is asked about."""
    again = decision.says == memory.last_answer
    return replace(decision, band="answer", reason=LEANING) if again and decision.leads else decision
