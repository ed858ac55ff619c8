"""What a message means inside the ticket form: a pure reading, without Rasa and without a database.

The form holds references, never personal data: a username is `{"kind", "ref"}`, a description its
masked text with the references of what was masked, in order.
"""

from __future__ import annotations

from dataclasses import replace

from actions.ticket.answers import ANSWERS, added_to, noted, read_confirm, take_pieces
from actions.ticket.corrections import corrected
from actions.ticket.dictated import exactly, take_dictated
from actions.ticket.notes import (
    EXACTLY,
    FORM_ANSWERS,
    GO_ON,
    HEARD,
    IN_HAND,
    NAME_FORGOTTEN,
    NEGLECTED,
    NO_HURRY,
    NO_NAME,
    ONE_LINE_MISSING,
    added,
    how_long,
    pictures_now,
)
from actions.ticket.options import ADD_PICTURES
from actions.ticket.parts import (
    ASIDE,
    FORGOTTEN,
    INSTEAD,
    NOT_GIVEN,
    FormReading,
    Said,
    TicketDraft,
    offered_words,
    with_pictures,
    without_the_rest,
)
from actions.ticket.reading import read_addition, read_pieces
from actions.ticket.remarks import asked_with_values, read_remark
from common.help_desk import HelpDesk
from common.settings import Settings
from common.settings_allowances import TicketSettings
from dialogue.moods.complaints import complains_of_us
from dialogue.moods.outbursts import calmed, sympathy
from dialogue.moods.whole_messages import goes_to_try, nods
from dialogue.readers.control import goes_on, wants_person, wants_person_in_english, without_english_wish
from dialogue.text.clauses import MARK, marked_clauses, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.form_remarks import asks_about_form, declines_username
from dialogue.ticket.form_wishes import FormWish, declines_here, nothing_more, read_wish, wants_whole
from dialogue.ticket.pieces import (
    adds_outright,
    asks_for_ticket_in_english,
    forgets,
    misses_words,
    wishes_person_only,
)
from dialogue.ticket.words import (
    ENOUGH_CHARS,
    asks_for_person,
    asks_how_long,
    begins_to_add,
    calls_out,
    comes_later,
    declines_picture,
    opens_ticket,
    says_settled,
    submits,
)
from dialogue.turns.away import comes_back, goes_away
from faq.text.choice import HUMAN
from faq.text.normalise import matching_key

_SHORT = 8
_POLITE = ("thank", "greet", "goodbye")
"""What answers no question of the form."""
_DEFAULTS = TicketSettings()
_PROMISE = HelpDesk.of(Settings()).promise


def begin(draft: TicketDraft, said: Said, settings: TicketSettings = _DEFAULTS) -> TicketDraft:
    """Take what is there already: pictures sent before, and all that the starting message says."""
    draft = with_pictures(draft, said.pictures, settings.pictures_per_ticket)
    if draft.pictures and draft.screenshot is None:
        draft = replace(draft, screenshot="sent")
    if said.option:
        return draft
    if (only := exactly(draft, said)) is not None:
        return only
    if (written := take_dictated(draft, said, in_form=False)) is not None:
        draft, said = written
    enough = read_wish(said.text).enough
    said = replace(said, text=calmed(said.text))
    wishes = wants_person_in_english(said.text) or asks_for_ticket_in_english(said.text)
    said = replace(said, text=without_english_wish(said.text)) if wishes else said
    told = take_pieces(draft, said)[0]
    return without_the_rest(told) if enough and told.description else told


def read(
    draft: TicketDraft, asked: str | None, said: Said, settings: TicketSettings = _DEFAULTS, promise: str = _PROMISE
) -> FormReading:
    """What one message changes in a form that is under way.

    Anger gets one line of sympathy and changes nothing; what is said beside it counts as if there were none.
    """
    calm = said if said.option else replace(said, text=calmed(said.text))
    sorry = "" if said.option else _sorry(said.text, promise)
    if not sorry:
        return _read(draft, asked, said, settings, promise)
    if not calm.text and not said.pictures:
        return FormReading(draft, sorry, then="answered")
    reading = _read(draft, asked, calm, settings, promise)
    return reading if reading.note == IN_HAND else replace(reading, note="\n".join(filter(None, (sorry, reading.note))))


def _sorry(text: str, promise: str) -> str:
    """A line to who is angry; who fears that nobody answers is told when somebody does."""
    neglected = any(map(complains_of_us, split_clauses(text)))
    return NEGLECTED.format(promise) if neglected else sympathy(text)


def _read(draft: TicketDraft, asked: str | None, said: Said, settings: TicketSettings, promise: str) -> FormReading:
    if said.option:
        return _read_option(draft, asked, said, settings)
    if (written := take_dictated(draft, said, in_form=True)) is not None:
        return _dictated(written[0], asked, written[1], settings, promise)
    key = matching_key(in_mandarin(said.text))
    declined = asked in ("ticket_screenshot", "ticket_confirm") and declines_here(key)
    wish = read_wish(said.text)
    if wish.enough and not (wish.sends or said.pictures or (asked == "ticket_confirm" and submits(key))):
        return _enough(draft, asked, said, wish, promise)
    if wish.aside and not said.private and not said.pictures:
        told = draft.told_more(wish.rest, ()) if wish.rest else draft
        return FormReading(replace(told, confirm=ASIDE))
    if not declined and (wish.leaves or (says_settled(said.text) and len(key) <= _SHORT)):
        return FormReading(replace(draft, confirm="cancelled"))
    taken = with_pictures(draft, said.pictures, settings.pictures_per_ticket)
    if wish.sends or (asked == "ticket_confirm" and opens_ticket(said.text)):
        return replace(_sent(taken, said, wish), asks=wish.asks)
    if (only := exactly(taken, said)) is not None:
        return FormReading(only, EXACTLY.format((only.description or {})["text"]), then="changed", tells="")
    if draft.username == NOT_GIVEN and asked in ("ticket_screenshot", "ticket_confirm") and _forgets_name(said):
        return FormReading(replace(taken, username=FORGOTTEN), NAME_FORGOTTEN)
    if (answered := asked_with_values(said, promise)) is not None:
        reading = _read_words(taken, asked, answered[1])
        return replace(reading, note="\n".join(filter(None, (answered[0], reading.note))))
    if (remark := read_remark(taken, asked, said, promise)) is not None:
        if remark.draft != taken or remark.then != "answered":
            return remark
        told, _ = _first_clause(taken, asked, said)  # «没有截图。多久答复？» answers what was asked, too
        enough = len(matching_key(wish.rest)) >= ENOUGH_CHARS and not said.private
        return replace(remark, draft=told.told_more(wish.rest, ()) if enough else told)
    whole = not said.private and not said.pictures and (wants_whole(key) or misses_words(key))
    if whole and (draft.description or asked == "ticket_confirm"):
        return FormReading(draft, then="whole")
    adds = adds_outright(said.text) or begins_to_add(said.text)
    if not (adds or said.private or said.pictures) and said.confirms:
        return FormReading(taken, is_question=True)  # «是我填错了，改成……就行了吧»: what they found is to be confirmed
    if (change := corrected(taken, said)) is not None:
        return change
    if _only_a_person(key, said):
        return FormReading(taken, IN_HAND)
    if (answer := _read_mood(draft, taken, asked, said, key, promise)) is not None:
        return answer
    note = ""
    if said.pictures:
        note = pictures_now(len({*draft.pictures, *said.pictures}), settings.pictures_per_ticket)
        if not key:
            return FormReading(taken, note)
    reading = _read_words(taken, asked, said)
    return replace(reading, note="\n".join(filter(None, (note, reading.note))))


def _dictated(
    draft: TicketDraft, asked: str | None, besides: Said, settings: TicketSettings, promise: str
) -> FormReading:
    """A dictated text stands in the draft whole; what the message says besides answers what was asked."""
    words = str((draft.description or {})["text"])
    note = EXACTLY.format(words) if draft.exact else added(words.rpartition("\n")[2])
    if not (besides.text or besides.pictures):
        return FormReading(draft, note, then="changed", tells="")
    reading = _read(draft, asked, besides, settings, promise)
    return replace(reading, note=note if reading.note in ("", HEARD) else f"{note}\n{reading.note}")


def _forgets_name(said: Said) -> bool:
    """«不记得» behind the step that was passed over: only the username can be forgotten."""
    return not (said.private or said.pictures) and forgets(in_mandarin(said.text)) and not said.text.isascii()


def _enough(draft: TicketDraft, asked: str | None, said: Said, wish: FormWish, promise: str) -> FormReading:
    """Nothing more is asked for: what is told beside that is taken, what is asked of the ticket is answered."""
    if asked == "ticket_confirm" and not (wish.rest or said.private):
        ready = FormReading(draft)
    else:
        ready = _sent(draft, said, wish)
    kinds = map(asks_about_form, split_clauses(in_mandarin(said.text)))
    about = next((FORM_ANSWERS[kind].format(promise) for kind in kinds if kind), "")
    held = replace(ready.draft, confirm=None)
    return replace(ready, draft=held, note=ready.note or about or HEARD, asks=wish.asks)


def _read_option(draft: TicketDraft, asked: str | None, said: Said, settings: TicketSettings) -> FormReading:
    """A button, of the question that was asked or of an earlier one."""
    if said.option == "cancel":
        return FormReading(replace(draft, confirm="cancelled"))
    if said.option == ADD_PICTURES:
        return FormReading(replace(draft, confirm=INSTEAD))
    taken = with_pictures(draft, said.pictures, settings.pictures_per_ticket)
    if said.option == "submit_now":  # nothing is sent that was not looked at; who says «直接提交» wants it so
        ready = sent_off(taken)
        return replace(ready, draft=replace(ready.draft, confirm=None))
    if said.option in (HUMAN, "ticket"):
        return FormReading(taken, IN_HAND)
    return ANSWERS.get(asked or "", read_confirm)(taken, said, "")


def _read_mood(
    draft: TicketDraft, taken: TicketDraft, asked: str | None, said: Said, key: str, promise: str
) -> FormReading | None:
    """What answers nothing and asks nothing of the knowledge base: 继续, 我先去试试, 谢谢, 多久答复."""
    nodded = asked == "ticket_username" and nods(key)
    if (goes_on(key) or nodded or comes_back(said.text)) and not said.pictures:
        return FormReading(draft, GO_ON)
    if asked == "ticket_confirm" and not submits(key) and (nothing_more(key) or declines_here(key)):
        return FormReading(taken, HEARD)
    waits_for_picture = asked == "ticket_screenshot" and comes_later(key)
    if not said.pictures and (goes_to_try(key) or goes_away(said.text)) and not waits_for_picture:
        return FormReading(draft, NO_HURRY)
    polite = said.intent in _POLITE and len(key) <= _SHORT
    if polite and not said.private and not said.pictures:
        return FormReading(draft, GO_ON)
    return FormReading(taken, how_long(promise), then="answered") if asks_how_long(key) else None


def _read_words(draft: TicketDraft, asked: str | None, said: Said) -> FormReading:
    """What is told: the answer to what was asked, what is to be added, or both in one message."""
    answered, said = _first_clause(draft, asked, said)
    if adds_outright(said.text) or begins_to_add(said.text):
        more = read_addition(said.text, said.private)
        if more.text:
            return added_to(answered, more)
    if answered != draft:
        if said.asks:
            return FormReading(answered, is_question=True)
        taken, described = take_pieces(answered, said)
        return FormReading(
            taken, noted(answered, taken) if described else NO_NAME if asked == "ticket_username" else ""
        )
    return ANSWERS.get(asked or "", read_confirm)(draft, said, matching_key(in_mandarin(said.text)))


def _first_clause(draft: TicketDraft, asked: str | None, said: Said) -> tuple[TicketDraft, Said]:
    """The draft once a bare «没有» or «忘了» before the rest has answered what was asked, and the rest."""
    first, *others = marked_clauses(said.text) or [("", "")]
    if not others or MARK.search(first[0]):
        return draft, said
    plain = in_mandarin(first[0])
    key = matching_key(plain)
    rest = replace(said, text=said.text.partition("".join(first))[2])
    if nods(key):
        return _first_clause(draft, asked, rest)
    if asked == "ticket_screenshot" and declines_picture(key) and draft.screenshot is None:
        return replace(draft, screenshot="none"), rest
    if asked == "ticket_username" and (forgets(plain) or declines_username(key)):
        return replace(draft, username=FORGOTTEN if forgets(plain) else NOT_GIVEN), rest
    return draft, rest if asked == "ticket_confirm" and nothing_more(key) else said


def _only_a_person(key: str, said: Said) -> bool:
    """Whether a person is asked for and nothing told: «请客服看一下，照片不是我» is what the ticket is about."""
    if wants_person_in_english(said.text):
        return not without_english_wish(said.text)
    wished = wants_person(key) or calls_out(key) or asks_for_person(key, said.intent) or wishes_person_only(key)
    return wished and not adds_outright(said.text) and not read_pieces(said.text, said.private).rest


def _sent(draft: TicketDraft, said: Said, wish: FormWish) -> FormReading:
    """What is left of the message is taken, and that the username is forgotten where it says so."""
    forgotten = any(forgets(in_mandarin(clause)) for clause in split_clauses(said.text))
    draft = replace(draft, username=FORGOTTEN) if forgotten and draft.username is None else draft
    return sent_off(take_pieces(draft, replace(said, text=wish.rest))[0])


def sent_off(draft: TicketDraft) -> FormReading:
    """All that is known is enough, and what is missing stays empty; a ticket that says nothing asks for one line."""
    words = offered_words(draft.suggestion)
    description = draft.description or ({"text": words, "refs": []} if draft.suggestion else None)
    draft = without_the_rest(draft)
    if description is None:
        return FormReading(draft, ONE_LINE_MISSING, missed=True)
    return FormReading(replace(draft, description=description, confirm="submit"))
