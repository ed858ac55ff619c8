"""The one place that asks whether a message is what people ask next about the matters in talk (`follow_ups`).

It is asked before aspects, lists and «没有查到»: for a question to an entry that was just decided, behind an answer,
in the middle of a guide, inside the ticket form, and for each of several questions.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.answering.persons import is_for_others, is_of_other_case
from actions.conversation import Memory, message_text
from actions.english.answers import answer_in_english, english_details, english_titles
from actions.english.asked import asked_in_english, said_before, said_in_english
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, conclusion, whole_case
from actions.in_talk.afterwards import of_what_happened
from actions.in_talk.aspects import topic_of
from dialogue.english.sentences import clauses
from dialogue.heard import Heard
from dialogue.mixed.several import asks_plainly, may_ask, questions_in
from dialogue.moods.rumours import tells_harm
from dialogue.questions.aspect_texts import names_matter
from dialogue.questions.aspects import aspect_in
from dialogue.questions.left_open import LEFT_OPEN
from dialogue.readers.asked_next import IN_TALK, NAMES_A_MATTER
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import names_another
from dialogue.turns.sentences_said import again_in_short
from dialogue.turns.variety import answers_given
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.content.membership import with_claim
from faq.engine.afterwards import AFTERWARDS
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext, of_year
from faq.follow_ups.of_case import Case, meant_for
from faq.ranking.decision import Candidate, Decision
from faq.saying.answer import answer_options
from faq.saying.head import headed, says_the_same
from faq.saying.leading_line import asked_at_once
from faq.saying.reply import Reply
from faq.text.choice import Option
from faq.text.markup import to_plain
from faq.text.normalise import letters, normalise
from faq.text.phone import SCREEN_LINES, first_lines, first_sentence, line_count, reply_lines
from faq.text.polarity import fitting_verdict
from faq.text.years import studies_year

_HARDLY_ASKED = 0.9
"""How likely a text must be a follow-up that has no word of asking («填错名了»), or tells of a case beside it."""
_NEVER = 2.0
_SURE_NAMED, _LEAST_NAMED = 0.85, 2
"""How sure another matter is, and by how many pairs of letters it is named, that wins over what is asked next."""
_MOST_OPTIONS = 3
_AGAIN = "{}\n不是您要问的，换个说法再问一次，或回复“人工”。"
_MOST_AGAIN = 26
"""How long a sentence may be that is said word for word a second time."""


def in_talk(library: Library, tracker: Tracker) -> list[Entry]:
    """The entries this conversation has shown, the last first, behind the one the guide under way stands for."""
    memory, content = Memory.of(tracker), library.content
    case = case_of(tracker)
    guided = topic_of(None, case, content, library.guidance) if case.running else None
    names = (memory.last_answer, memory.previous_answer, *reversed(answers_given(memory.recent)))
    shown = [entry for name in names if (entry := content.entry(name or "")) is not None]
    found = {entry.id: entry for entry in [*([guided] if guided else []), *shown]}
    return list(found.values())


def asked_next(
    library: Library, tracker: Tracker, text: str, decision: Decision | None = None, also: Sequence[str] = ()
) -> AskedNext | None:
    """The follow-up of a matter in talk, or of what was decided, that one question is.

    None when another entry is decided for it with more certainty (`decision`, which is made where it is not given),
    and for what only tells something, unless that is what has happened. Several questions are none; each is asked by
    itself. `also` are entries that are about to be answered.
    """
    if decision is not None and decision.reason == LEFT_OPEN:  # all of it is wanted
        return None
    happened = decision is not None and decision.reason == AFTERWARDS
    after = of_what_happened(library, tracker, decision) if decision is not None and happened else None
    if happened and not may_ask(in_mandarin(text)):
        return after
    return _found(library, tracker, text, decision, also) or after


def is_bare(plain: str) -> bool:
    """Whether a question is too short to name a matter of its own, or one that is asked of any: «要钱吗»."""
    return aspect_in(Heard(plain).core_key) is not None or len(letters(plain)) < NAMES_A_MATTER


def _found(
    library: Library, tracker: Tracker, text: str, decision: Decision | None, also: Sequence[str]
) -> AskedNext | None:
    plain = in_mandarin(text)
    asked, least = questions_in(plain), _least(library, plain)
    if len(asked) > 1 or least > 1:
        return None
    talk = [] if names_another(plain) else in_talk(library, tracker)[:IN_TALK]
    bare = is_bare(plain)
    near = talk[:1] if bare else talk  # «要钱吗» is asked of the last matter, not of the likeliest
    if speaks_english(tracker):
        found = asked_in_english(library, clauses(plain), [*also, *(entry.id for entry in near), *_decided(decision)])
        fits = found is not None and found.chance >= least and _holds(library, tracker, plain, found, decision)
        return found if fits else None
    theirs = [entry.id for entry in near if not is_for_others(tracker, plain, entry.title)]
    case = whole_case(tracker, library.guidance)
    found = _best(library, plain, asked, [*also, *theirs, *_decided(decision)], case)
    if found is None and talk and case_of(tracker).running and not bare:  # only what surely belongs to the matter
        kindred = _best(library, plain, asked, talk[0].related, case)
        found = kindred if kindred is not None and kindred.chance >= _HARDLY_ASKED else None
    names = len(letters(plain)) >= NAMES_A_MATTER
    if names and (harm := _best(library, plain, asked, _against_harm(library, tracker), case)) is not None:
        surer = harm.chance >= _HARDLY_ASKED and (found is None or harm.chance > found.chance)
        found = harm if surer else found
    if (found is None or found.chance < least) and decision is not None and not _is_careful(decision):
        found = asked_at_once(library, decision, plain)
        if found is not None and talk and not _names(library, found.entry_id, plain, talk):
            return None  # «能不能自己上传» leans on the matter in talk
    if found is None or found.chance < least:
        return None
    return found if _holds(library, tracker, plain, found, decision) else None


def _is_careful(decision: Decision) -> bool:
    """Whether an entry is surely meant that is only listed for the care it wants: no follow-up of another is."""
    first = next(iter(decision.candidates), None)
    return first is not None and first.score >= _SURE_NAMED and first.entry_id in decision.careful


def title_of(library: Library, found: AskedNext) -> str:
    """The question of the entry whose follow-up was found."""
    entry = library.content.entry(found.entry_id)
    return entry.title if entry is not None else ""


def _names(library: Library, entry_id: str, plain: str, talk: Sequence[Entry]) -> bool:
    """Whether a question names the entry that a follow-up of it would answer, or that entry is in talk."""
    entry = library.content.entry(entry_id)
    named = entry is not None and names_matter(plain, " ".join((entry.title, *entry.keywords)))
    return named or entry in talk


def _holds(library: Library, tracker: Tracker, plain: str, found: AskedNext, decision: Decision | None) -> bool:
    """Whether nothing else is decided with more certainty; in English there must be something to say to it, too."""
    if speaks_english(tracker) and not said_in_english(library, found, plain):
        return False
    if not found.happened and is_for_others(tracker, plain, found.follow_up.say, title_of(library, found)):
        return False
    if is_of_other_case(library, plain, found.follow_up.say):
        return False
    other = decision or library.decide(plain, context=with_claim(plain, Memory.of(tracker).school))
    first = next(iter(other.candidates), None)
    surer = (
        first is not None
        and first.entry_id != found.entry_id
        and (first.score > found.chance or names_its_own(library, plain, first, found))
    )
    return not (other.elsewhere or (other.band == "answer" and surer))


def names_its_own(library: Library, plain: str, other: Candidate, found: AskedNext) -> bool:
    """Whether a text names the matter of another entry, decided for sure, in words that the one in talk has not."""
    entry, own = library.content.entry(other.entry_id), library.content.entry(found.entry_id)
    if entry is None or own is None or other.score < _SURE_NAMED or entry is own:
        return False
    named = letter_pairs(plain) & letter_pairs(" ".join((entry.title, *entry.keywords)))
    known = " ".join((own.title, to_plain(own.answer), *found.follow_up.asks, found.follow_up.say))
    return len(named - letter_pairs(known)) >= _LEAST_NAMED


def line_of(library: Library, tracker: Tracker, question: str, *also: str) -> str:
    """What is said to a question that is asked next, beside something else; empty when it is no such question."""
    found = asked_next(library, tracker, question, also=also)
    return "" if found is None else _said(library, tracker, found, question)


def reply_of(library: Library, tracker: Tracker, found: AskedNext, lines: int = SCREEN_LINES) -> Reply:
    """The answer to what is asked next, and a button to the whole answer where that is new; at first its gist, too."""
    content = library.content
    entry = content.entry(found.entry_id)
    text, asked = _said(library, tracker, found, message_text(tracker)), found.follow_up.asks[0]
    if entry is None:
        return Reply(text, (), "answer", None, (), asked)
    more = content.entry(found.follow_up.entry_id or "")
    if speaks_english(tracker):
        options = (*english_titles([more] if more is not None else []), *english_details(entry))
        if entry not in in_talk(library, tracker):  # one thing is asked at once: the answer itself, too
            text = first_lines(f"{text}\n{answer_in_english(entry, '')}", lines)
        return Reply(text, options, "answer", entry.id, (), asked)
    options = tuple(Option(item.id, item.title) for item in (more,) if item is not None)
    talk = in_talk(library, tracker)
    if entry in talk:
        options += tuple(option for option in answer_options(entry, content) if more is None or option.id != more.id)
        return Reply(text, options[:_MOST_OPTIONS], "answer", entry.id, (), asked)
    whole = (*options, Option(entry.id, entry.title))
    if not (talk or found.happened):  # one thing is asked at once; beside another matter it stands alone
        room = lines - (reply_lines(text, [option.title for option in whole]) - line_count(text))
        text = _with_gist(text, entry, _gist(library, tracker, entry), room)
    return Reply(text, whole, "answer", entry.id, (), asked)


def _with_gist(text: str, entry: Entry, gist: str, lines: int) -> str:
    """What is asked at once with the conclusion of its entry; where that says the same, with what follows it there."""
    if not says_the_same(gist, text):
        return first_lines(f"{text}\n{gist}", lines)
    return first_lines(headed(to_plain(entry.answer), entry, "", text), lines)


def _gist(library: Library, tracker: Tracker, entry: Entry) -> str:
    """The conclusion of an entry; for who tells the year of their studies, or is in a case, what it says of that."""
    year = studies_year(normalise(in_mandarin(message_text(tracker))))
    told = of_year(entry, year) if year is not None else meant_for(entry, whole_case(tracker, library.guidance))
    return to_plain(told.say) if told is not None else conclusion(entry)


def said_again(reply: Reply, shown: str, *, english: bool = False) -> str:
    """What is shown with the reply in fewer words, for who asks it once more; empty where a person has to help."""
    if english:
        return shown.replace(reply.text, said_before(reply.text), 1)
    gist = first_sentence(reply.text)
    again = _AGAIN.format(gist) if len(gist) <= _MOST_AGAIN else again_in_short(gist)
    return again and shown.replace(reply.text, again, 1)


def said_to(question: str, found: AskedNext) -> str:
    """What is said to a question that is this follow-up, without a yes or no to another one."""
    plain = normalise(in_mandarin(question))
    return fitting_verdict(plain, to_plain(found.follow_up.say))


def _said(library: Library, tracker: Tracker, found: AskedNext, question: str) -> str:
    return said_in_english(library, found, question) if speaks_english(tracker) else said_to(question, found)


def _against_harm(library: Library, tracker: Tracker) -> list[str]:
    """All entries against harm where one of them is in talk: who is robbed in one way soon meets the others."""
    told = any(entry.harm for entry in in_talk(library, tracker))
    return [entry.id for entry in library.content.entries if entry.harm] if told else []


def _least(library: Library, text: str) -> float:
    """How likely a text must be a follow-up to be one: what tells of a case, or of harm, and asks nothing never is."""
    if asks_plainly(text):
        return 0.0
    if tells_harm(text):  # the first deed is the answer
        return _NEVER
    return _HARDLY_ASKED if may_ask(text) or not library.guidance.extractor.facts(text) else _NEVER


def _decided(decision: Decision | None) -> list[str]:
    """The entry a question belongs to that asks one thing about it at once; where none is sure, a list is better."""
    return [decision.candidates[0].entry_id] if decision is not None and decision.band == "answer" else []


def _best(library: Library, text: str, asked: Sequence[str], entries: Sequence[str], case: Case) -> AskedNext | None:
    """Of the whole message and of the question in it, which may stand behind a thank-you."""
    last = asked[-1].rsplit("，", 1)[-1] if asked else text
    found = [library.asked_next(part, entries, case) for part in dict.fromkeys((text, last))]
    return max(filter(None, found), key=lambda one: one.chance, default=None)
