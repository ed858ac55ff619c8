"""Answers of the knowledge base for somebody who reads English, and what their follow-ups ask of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from actions.english.leads import HUMAN_IN_ENGLISH, NO_ANSWER, NOT_SURE, ON_THAT, STILL, THAT_IS_ALL, WHICH
from actions.in_talk.aspects import aspect_told
from dialogue.english.aspects import EnglishAspect, told_in_english
from dialogue.english.nearest import nearest_line
from dialogue.english.sentences import asks_whether, objects, tells_only, without_verdict
from dialogue.english.verdicts import fitting_in_english
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.content.membership import with_claim
from faq.ranking.decision import Decision
from faq.ranking.english_gloss import in_chinese
from faq.saying.answer import MORE_PREFIX
from faq.saying.reply import ENGLISH_MORE_TITLE, RUNNER_UP_SCORE, Reply, answer_of, more_of
from faq.text.choice import NONE_OF_THESE, Option, numbered_option_lines
from faq.text.english import is_english
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, first_sentence, line_count

LEAD = "I have this in Chinese only. Reply “human” for a person."
MORE_LEAD = "The details are in Chinese only. Reply “human” for a person."
SURE_WAY = "CHSI's own service knows: phone 010-67410388, kefu@chsi.com.cn; or reply “human”."
CONTACT = (
    "Phone 010-67410388, e-mail kefu@chsi.com.cn (reply within three working days).\n"
    "I found no official phone hours; best on a working day.\n"
    "WeChat 学信网 (chsi_chesicc): 人工客服. Here: reply “human”."
)
CONTACT_AGAIN = "As I said: 010-67410388 or kefu@chsi.com.cn; phone hours are not published. Here: reply “human”."
"""How to reach 学信网's own staff, as the entries on contacts say it."""
_IN_CHINESE = "Just this point I have in Chinese only:"
_NOT_FOUND = "没有查到"
_NOT_TOLD: dict[EnglishAspect, str] = {
    "fee": "I found nothing official on what it costs.",
    "time": "I found no official time for this.",
    "why": "I found no official reason for this.",
    "failed": "Then let a person look at it; what you told me goes along.",
    "valid": "I found no official word on how long it is valid.",
    "undo": "I found no official word that it can be undone; take it as final.",
    "where": "I know no more of where to click than what I said; the page may name it otherwise.",
    "papers": "I found no official list of papers; the page asks for what it needs.",
    "more": "I have no more on this in English.",
    "again": "It is what public sources say; I did not check it on the official site.",
    "no_phone": "I found no official word on doing this without a mainland number.",
    "abroad": "I found no official word on doing this from abroad.",
    "checker": "I found no official word on how others check this.",
    "whom": "I found no other place to ask than CHSI itself.",
    "helper": "I found nothing on others doing it; the safe way is to do it yourself.",
}
_CHINESE_ASPECTS = ("fee", "time", "valid", "failed", "undo")
"""Of those a Chinese sentence can be told by its words; a reason cannot."""
_ANOTHER_MATTER = 0.9
"""How likely another matter must be that a mere statement after an answer is taken for."""
_LIKELY = 0.3
"""From how likely on the first of a list is answered at once."""
_OTHERS = 2
_TITLE_CHARS = 48
_CLAUSE = re.compile(r"^.{16,47}?(?=[;:,])")


def in_english(
    reply: Reply,
    decision: Decision,
    content: Content,
    text: str,
    before: str | None = None,
    given: Collection[str] = (),
) -> Reply:
    """A reply of the knowledge base for somebody who wrote `text`.

    `before` is the entry answered last, `given` are those that were answered already: none of them is given again.
    """
    refused = before if objects(text) else None
    kept = [item for item in decision.candidates if item.score >= RUNNER_UP_SCORE and item.entry_id != refused]
    entries = [content.entry(item.entry_id) for item in kept]
    known = [entry for entry in entries if entry is not None]
    likeliest = max((item.score for item in decision.candidates), default=0.0)
    bare = not in_chinese(text, least=1)
    goes_on = before is not None and tells_only(text) and likeliest < (_ANOTHER_MATTER if bare else _LIKELY)
    told_before = {*given, before}
    if goes_on or (known and reply.band != "none" and known[0].id in told_before):
        again = known[0] if known and known[0].id in told_before else content.entry(before or "")
        options = (*english_titles([entry for entry in known if entry.id not in told_before]), HUMAN_IN_ENGLISH)
        return _said_again(again, text, options, reply)
    if reply.band == "none" or not known:
        return replace(reply, text=_listed(NO_ANSWER, (HUMAN_IN_ENGLISH,)), options=(HUMAN_IN_ENGLISH,))
    if reply.band != "answer" and max(likeliest, _of_one_guide(decision, content)) < _LIKELY and english_titles(known):
        options = (*english_titles(known), HUMAN_IN_ENGLISH)
        return replace(reply, text=_listed(NOT_SURE, options), options=options)
    told = sorted(known[: _OTHERS + 1], key=lambda entry: not entry.answer_en)  # one they can read comes first
    if told[0].answer_en and (reply.band != "answer" or told[0] is known[0]):
        return _answered(reply, [*told, *known[_OTHERS + 1 :]], text)
    if reply.band == "answer":
        return replace(reply, text=f"{LEAD}\n{reply.text}")
    options = (*(option for option in reply.options if option.id != NONE_OF_THESE), HUMAN_IN_ENGLISH)
    return replace(reply, text=_listed(WHICH, options), options=options)


def _said_again(entry: Entry | None, text: str, options: tuple[Option, ...], reply: Reply) -> Reply:
    """What an answer that was given already says to this; its gist where no line of it does."""
    if entry is None or not entry.answer_en:
        return Reply(_listed(THAT_IS_ALL, options), options, "none", None, reply.candidates)
    near = nearest_line(text, entry.answer_en)
    line = ON_THAT.format(near) if near else STILL.format(first_sentence(to_plain(entry.answer_en)).rstrip(".:："))
    return Reply(_listed(line, options), options, "answer", entry.id, reply.candidates)


def _of_one_guide(decision: Decision, content: Content) -> float:
    """How likely the matter of the first's guide is: entries that share a guide share what speaks for it."""
    scores = [(entry.guide, item.score) for item in decision.candidates if (entry := content.entry(item.entry_id))]
    guide = scores[0][0] if scores else None
    return sum(score for other, score in scores if guide and other == guide)


def taken_in_english(option_id: str, content: Content, school: str) -> Reply | None:
    """What somebody tapped: an English answer, or what there is in Chinese, which is said to be; None for a guide."""
    if option_id == NONE_OF_THESE:
        return Reply(_listed(NO_ANSWER, (HUMAN_IN_ENGLISH,)), (HUMAN_IN_ENGLISH,), "none")
    entry, context = content.entry(option_id.removeprefix(MORE_PREFIX)), with_claim("", school)
    if entry is None:
        return None
    if option_id != entry.id:
        reply = more_of(entry, content, context=context)
        return replace(reply, text=f"{MORE_LEAD}\n{reply.text}", options=())
    reply = answer_of(entry, content, context=context)
    if entry.answer_en:
        return replace(reply, text=answer_in_english(entry, ""), options=english_details(entry))
    return None if entry.guide else replace(reply, text=f"{LEAD}\n{reply.text}")


def answer_in_english(entry: Entry, text: str) -> str:
    """The English answer as one chat message; it begins with yes or no only where `text` asks whether."""
    answer = to_plain(entry.answer_en)
    return fitting_in_english(text, answer, to_plain(entry.answer)) if asks_whether(text) else without_verdict(answer)


def follow_up_in_english(aspect: EnglishAspect, topic: Entry, content: Content) -> Reply:
    """What a topic says of an aspect, in English where it does; else its gist and that point in Chinese, or nothing."""
    told = without_verdict(told_in_english(aspect, to_plain(topic.answer_en)))
    if not told and aspect in _CHINESE_ASPECTS:
        chinese = aspect_told(aspect, topic, content)
        known = chinese is not None and chinese.found and _NOT_FOUND not in chinese.text
        gist = without_verdict(first_sentence(to_plain(topic.answer_en))).rstrip(":：")
        lead = "\n".join(filter(None, (gist, _IN_CHINESE)))
        told = f"{lead}\n{chinese.text}" if chinese is not None and known else ""
    if told:
        return Reply(told, (*english_details(topic), HUMAN_IN_ENGLISH), "answer", topic.id, ())
    line = _NOT_TOLD[aspect]
    return Reply(f"{line}\n{SURE_WAY}", (HUMAN_IN_ENGLISH,), "answer", topic.id, ())


def not_told(aspect: EnglishAspect) -> str:
    """That nothing is known of an aspect."""
    return _NOT_TOLD[aspect]


def _answered(reply: Reply, known: list[Entry], text: str) -> Reply:
    """The likeliest answer at once: a list of Chinese titles would be of no use."""
    first, *others = known
    told, more = answer_in_english(first, text), english_details(first)
    if reply.band == "answer":
        return Reply(told, more, "answer", first.id, reply.candidates)
    titles = english_titles(others)
    if not titles:
        return Reply(told, (*more, HUMAN_IN_ENGLISH), "answer", first.id, reply.candidates)
    options = (*titles, *more, HUMAN_IN_ENGLISH)
    said = _listed(f"{told}\nOr did you mean:", options)
    while line_count(said) > SCREEN_LINES and len(options) > 1:
        options = (*options[:-2], options[-1])  # the way to a person stays
        said = _listed(f"{told}\nOr:", options)
    return Reply(said, options, "answer", first.id, reply.candidates)


def english_details(entry: Entry) -> tuple[Option, ...]:
    """The button to what an entry has behind its English answer."""
    return (Option(f"{MORE_PREFIX}{entry.id}", ENGLISH_MORE_TITLE),) if entry.more else ()


def english_titles(entries: list[Entry]) -> tuple[Option, ...]:
    """Entries as options that somebody can read who reads no Chinese."""
    readable = [entry for entry in entries if entry.answer_en][:_OTHERS]
    return tuple(Option(entry.id, _title(entry)) for entry in readable)


def _title(entry: Entry) -> str:
    """An English wording of its question; where it has none, how its English answer begins, up to a whole clause."""
    asked = next((text for text in entry.questions if len(text) <= _TITLE_CHARS and is_english(text)), "")
    if asked:
        return asked[:1].upper() + asked[1:]
    first = without_verdict(to_plain(entry.answer_en).splitlines()[0]).rstrip(":;.")
    if len(first) <= _TITLE_CHARS:
        return first
    clause = _CLAUSE.match(first)
    return clause[0] if clause else f"{first[:_TITLE_CHARS].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _listed(text: str, options: tuple[Option, ...]) -> str:
    return f"{text}\n{numbered_option_lines(options)}"
