"""What an English message leans on of the answer before it, and whether it asks for our phone, e-mail or hours."""

from __future__ import annotations

import re
from typing import Literal

from dialogue.english.sentences import asks, asks_in_english, objects, sentences, without_objection
from faq.text.pinyin import is_chinese

EnglishAspect = Literal[
    "fee",
    "time",
    "failed",
    "why",
    "helper",
    "valid",
    "again",
    "undo",
    "where",
    "papers",
    "more",
    "no_phone",
    "abroad",
    "checker",
    "whom",
]

_WORD = re.compile(r"[a-z']+")
LEANING = frozenset(
    """
    valid validity expire expires use
    a about again all am an and any anybody anyone are as at be been before but by can cost could day days did
    do does done don't else even ever exactly expect fee fees finish finished for free from get give given go
    goes going happen happens hard has have haven't help hour hours how i if in is isn't it it's its itself
    just know last least long longer many may me might minutes money more most much must my myself need needed
    needs no nobody normally not now of off ok okay on one or other out pay people please possible price
    really right say should so some somebody someone something soon still succeed sure take taken takes tell
    than that that's the their them then there these they thing things this those time to too true try until
    us usually very wait want was way ways we week weeks what what's when where which while who why will with
    without won't work works would wrong yes you your fail fails failed friend mother father parent parents
    wife husband son daughter mom dad brother sister classmate instead after next doesn't didn't paid charge
    charges undo undone reversed reverse back restore restored change mind cancel cancelled refuse refuses refused
    university school office they're say says no answer answers them another other option options cannot can't
    let lets i'm there's anyway instead okay
    n u ur r pls plz thx im ive dont doesnt didnt cant whats thats its hw btw exactly start started begin click press
    button menu page go open documents document papers paperwork materials bring upload prepare where's first step
    steps total both roughly around anymore online while
    """.split()  # noqa: SIM905 - a table of words
)
"""Words that name no matter of their own: a question of nothing else leans on the answer before it."""
_MOST_WORDS = 16
_PERSON = (
    r"(?:friend|mother|father|parents?|wife|husband|son|daughter|mom|dad|brother|sister|classmate|roommate|agent"
    r"|relative|colleague|somebody|someone|anybody|anyone)"
)
_CHECKING = (
    r"(?:boss|manager|employer|company|recruiter|hr|landlord|embassy|consulate|bank|agency|officer|school|university"
    r"|college|they|he|she|somebody|someone|anybody|anyone|people)"
)
_ASPECTS: tuple[tuple[EnglishAspect, re.Pattern[str]], ...] = (
    (
        "no_phone",
        re.compile(
            r"\b(?:no|without|do ?n[o']?t (?:have|own)|lost|never had)(?: an?| my| the| any)?"
            r" (?:chinese|mainland|china|local)(?: mobile| cell| phone| sim){0,2}(?: phone| number| card| sim| mobile)"
            r"\b"
        ),
    ),
    (
        "abroad",
        re.compile(
            r"\b(?:from |while |when |if )?(?:i am |i'm |i live |living )?"
            r"(?:abroad|overseas|outside (?:of )?(?:mainland )?china"
            r"|(?:from )?(?:another|a foreign|a different|my home|my own|my) country|not in china|out of china)\b"
        ),
    ),
    (
        "checker",
        re.compile(
            rf"\b{_CHECKING} (?:else )?(?:can |could |may |will |then )?(?:check|verify|confirm|prove|validate)"
            r" (?:it|this|that|the report|my report|them)\b"
            r"(?: (?:by|for|on) (?:himself|herself|themselves|itself|their own))?"
        ),
    ),
    (
        "whom",
        re.compile(
            r"\bwho(?:m)? (?:should|can|do|must|could|shall|may) (?:i|we) (?:then )?"
            r"(?:call|phone|write|ask|contact|talk|turn|speak|e-?mail|tell)(?: to| with)?\b"
            r"|\bwho(?:m)? to (?:call|write|ask|contact|talk|turn)(?: to)?\b"
            r"|\bwho (?:is responsible|is in charge|can fix|fixes|corrects|uploads|can correct|can change|decides)\b"
        ),
    ),
    (
        "failed",
        re.compile(r"\b(?:what|and) if\b|\b(?:still|again|it) (?:fails?|failed|does ?n[o']t work|not work\w*)\b"),
    ),
    ("valid", re.compile(r"\b(?:valid|validity|expires?)\b|\bhow long (?:can|may) i use\b")),
    ("fee", re.compile(r"\b(?:cost|fees?|free|price|pay|paid|charges?|money|how much)\b")),
    ("time", re.compile(r"\bhow (?:long|soon|many (?:days|hours|weeks|minutes))\b|\bwhen will\b|\bhow much time\b")),
    (
        "undo",
        re.compile(r"\b(?:undo|undone|reversed?|restored?|change my mind|(?:take|have|get) (?:it|that|this) back)\b"),
    ),
    ("why", re.compile(r"\bwhy\b")),
    ("papers", re.compile(r"\b(?:documents?|papers|paperwork|materials)\b|\bwhat .{0,20}\b(?:bring|upload|prepare)\b")),
    (
        "where",
        re.compile(r"\bwhere\b|\b(?:which|what) (?:menu|page|button)\b|\b(?:how|what) .{0,12}\b(?:start|begin)\b"),
    ),
    (
        "helper",
        re.compile(
            rf"\b{_PERSON} (?:(?:else|of mine|in china|back home|there|at home) )?(?:can |could |may )?"
            r"(?:do|help|go|apply|handle)\b"
        ),
    ),
    ("again", re.compile(r"\b(?:are you sure|is (?:it|that|this) (?:true|right|sure)|really)\b")),
)
_OF_A_MATTER: tuple[EnglishAspect, ...] = ("failed", "valid", "fee", "time")
"""Which of them a question may ask of a matter that it names."""
BY_THEMSELVES: tuple[EnglishAspect, ...] = ("no_phone", "abroad", "checker", "whom")
_OF_ITS_OWN: tuple[EnglishAspect, ...] = (*BY_THEMSELVES, "helper")
"""Those whose words name a thing that is no matter of its own beside what they ask."""
_IS_IT_THAT = re.compile(
    r"\b(?:is|was|could|can|may|might) (?:that|this|it) (?:also )?(?:be )?(?:the|a) (?:reason|cause|problem)\b"
    r"|\bis (?:that|this|it) (?:why|because)\b|\bbecause of (?:that|this|it)\s*\?"
)
_SUPPOSES = re.compile(r"(?:ok|okay|but|so|and|well)?[, ]{0,2}(?:and |but |so )?(?:what (?:happens )?)?if\b")
_CONTACT = re.compile(
    r"\b(?:your|is there an?|have an?|customer service|support) (?:e-?mail|phone|telephone|contact)\b"
    r"|\b(?:hot ?line|contact details?)\b"
    r"|\b(?:office|opening|business|working|phone|service) hours\b|\bwhat hours\b"
    r"|\bwhat are (?:the|your|their) hours\b|\bwhen are you open\b"
    r"|\b(?:how|where|when) (?:can|could|do|may|should) (?:i|we) (?:talk|speak|chat) (?:to|with) (?:an? |some)?"
    r"(?:real |live |human )*(?:person|human|one|body|agent|staff|people)\b"
    r"|\b(?:are you|is (?:anybody|anyone|somebody|the (?:office|service))) (?:open|there|available|online)\b",
    re.IGNORECASE,
)
_OTHERS_CONTACT = re.compile(
    r"\b(?:school|university|college|change|link|bind|lost|register\w*|my (?:e-?mail|phone)|without"
    r"|code|sms|report)\b",
    re.IGNORECASE,
)
_CONTACT_WORDS = 24


_NEEDS = re.compile(
    r"\b(?:i|we) (?:also |really |just )?(?:need|want|would like|am looking for|am asking)\b"
    r"|\b(?:they|he|she|(?:my|the|our|his|her|their) [a-z ]{2,30}) (?:also |now |still )?"
    r"(?:needs?|wants?|requires?|demands?|asks? for|asked for|expects?)\b",
    re.I,
)


_LOST = re.compile(r"\b(?:forgot(?:ten)?|lost|(?:don['’]?t|do not|can['’]?t|cannot) (?:remember|recall))\b", re.I)
"""Who tells what is gone asks how to get that back."""


def aspect_leaned_on(text: str) -> EnglishAspect | None:
    """What a question that names no matter of its own asks about the answer before it; None for all other texts."""
    if any(map(is_chinese, text)) or not asks_in_english(text):
        return None
    *others, last = (part.lower() for part in sentences(text) if asks(part))
    words = _WORD.findall(last)
    if not 1 <= len(words) <= _MOST_WORDS or not set(_WORD.findall(_without_aspect(last))) <= LEANING:
        return None
    others += [part.lower() for part in sentences(text) if _NEEDS.search(part) or _LOST.search(part)]
    if not all(set(_WORD.findall(part)) <= LEANING for part in others):  # of the matter that another sentence names
        return None
    return next((kind for kind, pattern in _ASPECTS if pattern.search(last)), None)


def _without_aspect(question: str) -> str:
    """A question without the words of an aspect that name something beside it: a phone, a country, who checks."""
    for kind, pattern in _ASPECTS:
        if kind in _OF_ITS_OWN:
            question = pattern.sub(" ", question)
    return question


def aspects_asked(question: str) -> list[EnglishAspect]:
    """All that one question asks of its matter: «how much and how long» asks two things."""
    return [kind for kind, pattern in _ASPECTS if kind in _OF_A_MATTER and pattern.search(question.lower())]


def aspect_asked(question: str) -> EnglishAspect | None:
    """What one question asks of its matter, which it may name itself: its price, its time …; None for all else."""
    return next(iter(aspects_asked(question)), None)


def aspect_meant_instead(text: str) -> EnglishAspect | None:
    """What somebody says they ask of the matter, who was answered something else of it."""
    rest = without_objection(text).lower() if objects(text) else ""
    return next((kind for kind, pattern in _ASPECTS if pattern.search(rest)), None)


def supposes(text: str) -> bool:
    """Whether a short message asks what happens if something does not go well: «and if the university refuses?»."""
    return len(_WORD.findall(text.lower())) <= _MOST_WORDS and _SUPPOSES.match(text.strip().lower()) is not None


def asks_if_that_is_why(text: str) -> bool:
    """Whether somebody asks if what they tell of themselves is the reason of what was answered before."""
    return any(_IS_IT_THAT.search(part.lower()) for part in sentences(text))


def aspects_of_questions(text: str) -> list[EnglishAspect]:
    """All that the questions of a text ask of their matter; what is told beside them asks nothing."""
    return list(dict.fromkeys(aspect for part in sentences(text) if asks(part) for aspect in aspects_asked(part)))


def asks_contact(text: str) -> bool:
    """Whether somebody asks in English for our phone, e-mail or hours; not how to change their own."""
    if any(map(is_chinese, text)):
        return False
    asked = [part for part in sentences(text) if asks(part) and len(_WORD.findall(part.lower())) <= _CONTACT_WORDS]
    return any(_CONTACT.search(part) and not _OTHERS_CONTACT.search(part) for part in asked)


_TOLD: dict[EnglishAspect, re.Pattern[str]] = {
    "fee": re.compile(r"\b(?:free|cost|costs|pay|paid|yuan|fee|refund)\b", re.IGNORECASE),
    "time": re.compile(
        r"\b(?:immediate\w*|\d+ (?:to \d+ )?(?:hours?|days?|months?|minutes?)|(?:three|ten|some|a few|several)"
        r" (?:working )?(?:days?|hours?|months?|minutes?)|figure for how long|date|deadline)\b",
        re.IGNORECASE,
    ),
    "valid": re.compile(r"\b(?:validity|(?<!a )valid|\d+ to \d+ months|expired)\b", re.IGNORECASE),
    "papers": re.compile(
        r"\b(?:scan\w*|photos?|certificates?|passport|id card|proof|documents?|papers|upload)\b", re.IGNORECASE
    ),
    "where": re.compile(
        r"\b(?:open|click|log in|menu|page|www\.\S{1,40}|apply|go to|app)\b|—|→|[\u4e00-\u9fff]{3,12}", re.IGNORECASE
    ),
    "failed": re.compile(
        r"^(?:\d+\. )?(?:else|still|none|neither|no answer|no record|after failures|afterwards|not )", re.I
    ),
    "undo": re.compile(r"\b(?:undo|restored?|closed|cannot be had back|take it back|final)\b", re.IGNORECASE),
    "why": re.compile(r"\b(?:because|compares|so that|mostly)\b", re.IGNORECASE),
    "whom": re.compile(
        r"\b(?:your school|school's|registry|university office|student office|kefu\S*|contact|ask the|ask your)\b"
        r"|人工客服|武装部",
        re.IGNORECASE,
    ),
    "helper": re.compile(
        r"\b(?:your own|yourself|relative|somebody|anyone|do it for|accounts are personal)\b", re.IGNORECASE
    ),
}
_NAMED_PLACE = re.compile(r"www\.|—|→|[\u4e00-\u9fff]{2,12}")
_STEP = re.compile(r"^\d+\.\s*")
_IN_CHINESE: dict[EnglishAspect, str] = {
    "fee": "多少钱",
    "time": "要多久",
    "valid": "有效期多久",
    "failed": "还是不行怎么办",
    "undo": "能撤回吗",
    "where": "在哪里弄",
    "papers": "要什么材料",
    "helper": "别人能代办吗",
    "why": "为什么",
    "no_phone": "没有大陆手机号怎么办",
    "abroad": "人在国外能办吗",
    "checker": "单位怎么核验真假",
    "whom": "找谁",
}


def told_in_english(aspect: EnglishAspect, answer: str) -> str:
    """The lines of an English answer that tell of an aspect, without their numbers; empty when none does."""
    pattern = _TOLD.get(aspect)
    found = [line for line in answer.splitlines() if pattern is not None and pattern.search(line)]
    if aspect == "where":  # «log in again» is no place where one is named
        found = list(filter(_NAMED_PLACE.search, found)) or found
    return "\n".join(_STEP.sub("", line) for line in found)


def in_chinese_words(aspect: EnglishAspect) -> str:
    """The question after an aspect as the follow-ups of the knowledge base word it; empty where there is none."""
    return _IN_CHINESE.get(aspect, "")
