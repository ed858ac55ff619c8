"""What a ticket is about, in the person's own words: told in the conversation before its form was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rasa_sdk import Tracker

from actions.guiding.leading import case_of
from actions.ticket.case import said_in, stands_in_case, tapped_option, told_case
from actions.ticket.parts import NO_ACCOUNT, NOT_GIVEN, Said, TicketDraft
from actions.ticket.topic import shares_words, topic_of_talk
from actions.ticket.writeup import framed
from dialogue.facts.no_part import is_bare
from dialogue.facts.plans import given_up, only_means_to
from dialogue.facts.story import ClauseJudge, Story, asks_us, read_story
from dialogue.facts.told import matter_of, read_told
from dialogue.people.no_account import has_no_account
from dialogue.questions.deadlines import says_instead
from dialogue.readers.control import without_english_wish
from dialogue.said import Utterance
from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.shortening import shortened
from dialogue.ticket.pieces import seeks_username
from dialogue.ticket.words import is_content
from faq.content.loader import Content
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.text.normalise import matching_key
from tickets.written import ASKED, UNTIL

_MOST_ASKED_CHARS, _LEAST_ASKED_CHARS = 40, 6
_LEAST_SEEN = 2
"""How many messages a session must have for the last answer to be one of it."""
_LEAST_CLAUSES = 2
_ASKS_ENGLISH = "Asks: "
_REGISTERED, _FOUND = "registered_before", "found"


@dataclass(frozen=True)
class Begun:
    """What a ticket begins with: the lines around the person's words, and these."""

    frame: str = ""
    words: str = ""


def begun(tracker: Tracker, content: Content, guidance: Guidance, shown: str = "") -> Begun:
    """The ticket that a conversation gives, personal data masked; the form reads the latest message itself.

    `shown` is what pictures say that were sent before: the words of who told nothing but «这是啥意思».
    """
    said = said_in(tracker)[:-1]
    known = told_case(tracker, guidance).known
    story = _story(said, content, guidance, known)
    last = content.entry(str(tracker.get_slot("last_answer") or ""))
    before = read_told(str(tracker.get_slot("last_question") or ""))
    told = story.told or ("" if story.done else "，".join(before.clauses) or before.asked)
    told = "" if is_bare(told) else told
    if not told and (last is None or len(said) < _LEAST_SEEN - 1):
        return Begun()
    entry = None if story.done else topic_of_talk(said, content, last)
    title = matter_of(entry.title) if entry else ""
    title = "" if _untrue(title, known, guidance) else title
    chosen = entry is not None and any(tapped_option(message.text) == entry.id for message in said)
    matter = story.wish or (title if not told or (chosen and shares_words(title, told)) else "")
    words = told or shown or title
    shown = "" if words == shown else shown
    if words.isascii():  # read by who wrote it: the parts are told in Chinese
        return Begun(framed(tried=shown), "\n".join(filter(None, (words, _asks(story.asked)))))
    tried = "；".join(filter(None, (story.tried, shown)))
    return Begun(framed(matter=matter, tried=tried, until=story.until, asked=story.asked), words)


def without_contradicted(text: str, facts: Mapping[str, str], guidance: Guidance) -> str:
    """The words without the clauses that only tell what was put right since; masked values stay where they are."""
    lines = (
        "；".join(
            filter(None, ("，".join(_still_true(said.split("，"), facts, guidance)) for said in line.split("；")))
        )
        for line in text.splitlines()
    )
    return "\n".join(filter(None, lines))


def asked_along(draft: TicketDraft, text: str, *, answered: bool = False) -> TicketDraft:
    """The draft with what the message that asks for a person asks besides, and tells along with the question.

    What was `answered` here is no question for who reads it.
    """
    if draft.exact:
        return draft
    said = read_told(without_english_wish(text))
    told = said.clauses if asks_in_form(text) else ()  # what is only told stands in the draft already
    draft = _without_plans(draft, given_up([text]))
    for clause in told:
        draft = draft.told_more(clause, ())
    most = _MOST_ASKED_CHARS * (3 if said.asked.isascii() else 1)
    asked = "" if answered or asks_us(said.asked) else _asks(shortened(said.asked, most))
    if not asked:
        return draft
    described = draft.description or {"text": "", "refs": [], "drafted": True}
    text = "\n".join(filter(None, (str(described["text"]), asked)))
    return replace(draft, description={**described, "text": text})


def other_day(draft: TicketDraft, told: str) -> TicketDraft:
    """The draft with a day that was put right in the place of the one that was named before."""
    described = draft.description
    if described is None or described["refs"]:
        return draft

    def kept(line: str) -> str:
        label = UNTIL if line.startswith(UNTIL) else ""
        said = (part.split("，") for part in line.removeprefix(label).split("；"))
        kept = ("，".join(item for item in clauses if item == told or not says_instead(told, item)) for clauses in said)
        left = "；".join(filter(None, kept))
        return f"{label}{left}" if left else ""

    text, suggestion = str(described["text"]), draft.suggestion
    lines = {
        name: "\n".join(filter(None, map(kept, value.splitlines())))
        for name, value in (("text", text), ("suggestion", suggestion))
    }
    return replace(draft, suggestion=lines["suggestion"], description={**described, "text": lines["text"]})


def told_beside(before: TicketDraft, draft: TicketDraft, said: Said) -> TicketDraft:
    """The draft with what a message tells beside its question: «明天入职，来得及吗» loses no deadline."""
    alone = len(split_clauses(said.text)) < _LEAST_CLAUSES  # «…怎么办» is answered, and offered as the description
    if (
        alone
        or said.private
        or said.option
        or draft.description != before.description
        or not (said.asks or said.confirms)
    ):
        return draft
    for clause in read_told(said.text, later=True).clauses:
        draft = draft.told_more(clause, ())
    return draft


def _without_plans(draft: TicketDraft, plans: Sequence[str]) -> TicketDraft:
    """The draft without what only tells of plans that the message gave up."""
    described = draft.description
    if not plans or described is None or described["refs"]:
        return draft
    lines = str(described["text"]).splitlines()
    kept = ["，".join(item for item in line.split("，") if not only_means_to(item, plans)) for line in lines]
    return replace(draft, description={**described, "text": "\n".join(filter(None, kept))})


def question_for_agents(said: Said) -> tuple[str, list[str]] | None:
    """A question that nothing here answers, as a line of the description with its references; None when it is none."""
    asked = (
        (said.asks or said.confirms) and is_content(said.text) and len(matching_key(said.text)) >= _LEAST_ASKED_CHARS
    )
    refs = [item["ref"] for item in said.private]
    return (_asks(said.text), refs) if asked and len(MARK.findall(said.text)) == len(refs) else None


def name_left_out(tracker: Tracker) -> Mapping[str, str] | None:
    """The username of who said before the form that there is none, or none of theirs; None for all others.

    What was found or remembered since is an account after all.
    """
    typed = [said.text for said in said_in(tracker) if not said.text.startswith("/")]
    known = case_of(tracker).known
    if known.get(_FOUND) == "stranger" or known.get(_REGISTERED) == "other":
        return NOT_GIVEN
    return NO_ACCOUNT if any(map(has_no_account, typed)) and not has_account(known) else None


def has_account(facts: Mapping[str, str]) -> bool:
    """Whether facts tell of an account of one's own."""
    return facts.get(_FOUND) == "mine" or facts.get(_REGISTERED) == "mine" or "username" in facts


def said_name_forgotten(tracker: Tracker, content: Content, guidance: Guidance) -> bool:
    """Whether somebody said before the form that they forgot their username, or that they want to find it."""
    if told_case(tracker, guidance).known.get("username") == "forgotten":
        return True
    tapped = (content.entry(tapped_option(said.text)) for said in said_in(tracker))
    titles = [entry.title for entry in tapped if entry is not None]
    typed = [said.text for said in said_in(tracker) if not said.text.startswith("/")]
    return any(map(seeks_username, (*titles, *typed)))


def _asks(question: str) -> str:
    """A question as a line of a description."""
    return f"{_ASKS_ENGLISH if question.isascii() else ASKED}{question}" if question else ""


def _story(said: Sequence[Utterance], content: Content, guidance: Guidance, known: Mapping[str, str]) -> Story:
    """The story of the messages; a question that was tapped names the matter when it came before all typed words."""
    typed: list[str] = []
    answers: list[str] = []
    replies: set[str] = set()
    for message in said:
        entry = content.entry(tapped_option(message.text))
        text = "" if message.text.startswith("/") else message.text
        if entry is not None and not typed:
            text = entry.title
        if text:
            typed.append(text)
            answers.append(message.answer)
            replies |= {*split_clauses(text)} if stands_in_case(message, guidance) else set()

    def still_true(clause: str) -> bool:
        return MARK.search(clause) is not None or not _untrue(clause, known, guidance)

    return read_story(typed, ClauseJudge(still_true, replies.__contains__), answers)


def _still_true(clauses: Sequence[str], known: Mapping[str, str], guidance: Guidance) -> list[str]:
    return [clause for clause in clauses if MARK.search(clause) or not _untrue(clause, known, guidance)]


def _untrue(clause: str, known: Mapping[str, str], guidance: Guidance) -> bool:
    """Whether a clause only tells facts, and one of them was put right since."""
    facts = guidance.extractor.facts(clause)
    now = {name: known.get(name, value) for name, value in facts.items()}
    wrong = any(now[name] != value and UNKNOWN not in (value, now[name]) for name, value in facts.items())
    return wrong and guidance.extractor.says_only_facts(clause)
