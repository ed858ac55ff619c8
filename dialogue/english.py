"""What an English message asks: the sentences that decide the answer, and what leans on the answer before it."""

from __future__ import annotations

import re
from typing import Literal

from faq.pinyin import is_chinese

EnglishAspect = Literal["fee", "time", "failed", "why", "helper", "valid", "again"]

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|\s[-–—]{1,3}\s")
_WORD = re.compile(r"[a-z']+")
_OPENING = (
    r"^(?:(?:and|so|but|ok|okay|hi|hello|hey|then|well|also|please|thanks|thank you|sorry|no|yes|oh|now)\b[,.! ]*)*"
)
_ASKS = re.compile(
    rf"{_OPENING}(?:can|could|may|might|must|should|shall|do|does|did|is|are|am|was|were|will|would"
    rf"|has|have(?= (?:i|you|they))"
    r"|how|what|when|where|which|who|whose|whom|why|any(?:body|one)?)\b|\b(?:my question|i (?:mean"
    r"|want to know|wonder))\b"
    r"|\b(?:tell me|explain|show me)\b|\?\s*$",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:fail\w*|reject\w*|refus\w*|cannot|can'?t|can not|unable|won'?t|will not"
    r"|does ?n[o']?t (?:work|open|load|arrive|show"
    r"|accept|let|match|appear)|do ?n[o']?t (?:work|see|get|receive|remember|know (?:my|the|how))"
    r"|did ?n[o']?t (?:work|arrive"
    r"|get|receive|pass|go)|not (?:work\w*|arriv\w*|found|shown|showing|accepted|available|possible"
    r"|match\w*|received)"
    r"|never (?:arrive\w*|came|comes|get|got|receive\w*|work\w*)|error|wrong|problem|trouble"
    r"|forgot\w*|forget|lost|lose"
    r"|missing|stuck|locked|blocked|hacked|stolen|expired|taken|says?|keeps?|need to|need (?:a|an|the|my|help)"
    r"|want(?:s|ed)? to|would like to|have to|trying to|without success|empty|mistake|misspel\w+|called me)\b",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\b(?:did ?n[o']?t|do ?n[o']?t|not) (?:ask|asking|answer|mean|what i)\w*\b|\bi (?:asked|said"
    r"|told you)\b|\bmy question\.?$"
    r"|\b(?:works|working|is|are) (?:fine|ok|okay|well)\b|\b(?:please )?(?:answer|speak|write"
    r"|reply) (?:me )?in english\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"{_OPENING}(?:(?:what|how) (?:can|should|shall|do|could|must) i (?:do|proceed|solve (?:it|this)"
    rf"|fix (?:it|this))(?: now| then| next)?"
    r"|what now|what next|how|why|any (?:idea|help|advice|solution)s?|(?:can|could) (?:you|anyone"
    r"|somebody) help(?: me)?"
    r"|(?:please )?help(?: me)?|is there (?:a|any) (?:way|solution)|what is the (?:problem|solution)"
    r"|please answer my question)"
    r"(?: please)?\W*$",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    rf"{_OPENING}(?:if not,? |in that case,? )?(?:can|could|may|might|must|should|shall|do|does|did"
    rf"|is|are|am|was|were|will"
    r"|would|has|have)(?:n't)? (?!not\b)[a-z]+|\b(?:or not|is it possible|whether|if (?:i|it"
    r"|this) (?:can|could|may))\b"
    r"|,\s*(?:can|could|may|do|does|is|are|will) (?:i|you|we|it|my|the|this|they)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(r"^(?:Yes|No|Partly|It may|It might|Not always possible)[;:,.] +")

_LEANING = frozenset(
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
    charges
    """.split()  # noqa: SIM905 - a table of words
)
"""Words that name no matter of their own: a question of nothing else leans on the answer before it."""
_MOST_WORDS = 16
_ASPECTS: tuple[tuple[EnglishAspect, re.Pattern[str]], ...] = (
    (
        "failed",
        re.compile(r"\b(?:what|and) if\b|\b(?:still|again|it) (?:fails?|failed|does ?n[o']t work|not work\w*)\b"),
    ),
    ("valid", re.compile(r"\b(?:valid|validity|expires?)\b|\bhow long (?:can|may) i use\b")),
    ("fee", re.compile(r"\b(?:cost|fees?|free|price|pay|paid|charges?|money|how much)\b")),
    ("time", re.compile(r"\bhow (?:long|soon|many (?:days|hours|weeks|minutes))\b|\bwhen will\b|\bhow much time\b")),
    ("why", re.compile(r"\bwhy\b")),
    (
        "helper",
        re.compile(
            r"\b(?:friend|mother|father|parents?|wife|husband|son|daughter|mom|dad|brother|sister|classmate|somebody"
            r"|someone|anybody|anyone) (?:else )?(?:do|help|go)\b"
        ),
    ),
    ("again", re.compile(r"\b(?:are you sure|is (?:it|that|this) (?:true|right|sure)|really)\b")),
)
_CONTACT = re.compile(
    r"\b(?:your|is there an?|have an?|customer service|support) (?:e-?mail|phone|telephone|contact)\b"
    r"|\b(?:hot ?line|contact details?)\b"
    r"|\b(?:office|opening|business|working|phone|service) hours\b|\bwhat hours\b|\bwhen are you open\b"
    r"|\b(?:are you|is (?:anybody|anyone|somebody|the (?:office|service))) (?:open|there|available|online)\b",
    re.IGNORECASE,
)
_OTHERS_CONTACT = re.compile(
    r"\b(?:school|university|college|change|link|bind|lost|register\w*|my (?:e-?mail|phone)|without"
    r"|code|sms|report)\b",
    re.IGNORECASE,
)
_CONTACT_WORDS = 24


_POINTS_BACK = re.compile(
    r"\b(?:with|for|use|using|of|on|from|change|check|send|get) (?:it|this|that|them|these|those|one)\b", re.IGNORECASE
)
_CIRCUMSTANCE = re.compile(
    r"(?:,|;| and| but| because| since| as)\s+(?:i am|i'm|i have|i've|i hold|i live|i was|i study|i studied|i graduated"
    r"|i use|i come|my \w+ is)\b(?P<rest>[^,.;?!]*)",
    re.IGNORECASE,
)
_NOT_MINE = re.compile(r"^ (?:not|no|never|to|lost|forgotten|tried)\b", re.IGNORECASE)
_USUAL = (
    (
        re.compile(
            r"\b(?:selfie|facial|face|biometric)(?: \w+)? ?"
            r"(?:check|scan|recognition|test|verification|authentication|match\w*|id)\b"
            r"|\b(?:identity|id) (?:check|verification) (?:with|of|by) my face\b|\bselfie\b",
            re.IGNORECASE,
        ),
        "face verification",
    ),
    (re.compile(r"\b(?:login|account|user) name\b", re.IGNORECASE), "username"),
    (re.compile(r"\b(?:text message|verification text|otp|pin code)s?\b", re.IGNORECASE), "SMS code"),
    (
        re.compile(
            r"\b(?:(?:was|were|is|are|gets?|got|been) )?"
            r"(?:refused|rejected|declined|turned down|denied|unsuccessful)\b",
            re.IGNORECASE,
        ),
        "failed",
    ),
    (re.compile(r"\b(?:sign up|create an account|open an account|enroll?)\b", re.IGNORECASE), "register"),
    (re.compile(r"\b(?:mobile|cell ?phone|cell|telephone) number\b", re.IGNORECASE), "phone number"),
)
"""Names that people use and those that the questions of the knowledge base are written with."""


def in_usual_words(text: str) -> str:
    """An English text with the words that the knowledge base knows; any other text as it is."""
    for pattern, usual in _USUAL:
        text = pattern.sub(usual, text)
    return text


def sentences(text: str) -> list[str]:
    """The sentences of an English text."""
    return [part.strip() for part in _SENTENCE.split(text.strip()) if part.strip()]


def asks_in_english(text: str) -> bool:
    """Whether an English text asks something."""
    return any(_ASKS.search(sentence) and not _OBJECTS.search(sentence) for sentence in sentences(text))


def deciding_part(text: str) -> str:
    """The sentences that ask or complain, where others only tell of a circumstance; empty when none do.

    «I have a mainland ID card» beside a question is no question about ID cards.
    """
    stated = _CIRCUMSTANCE.sub(_unless_of_weight, text)
    every = sentences(stated)
    kept = [part for part in every if not _OBJECTS.search(part) and (_ASKS.search(part) or _TROUBLE.search(part))]
    if not kept or all(_VAGUE.match(part) for part in kept) or (len(kept) == len(every) and stated == text):
        return ""
    return " ".join(part for part in kept if not _VAGUE.match(part))


def points_back(text: str) -> bool:
    """Whether a sentence names what it asks about only by «it»: what was told before it must be read along."""
    return _POINTS_BACK.search(text) is not None


def _unless_of_weight(found: re.Match[str]) -> str:
    """A clause about the person is left out unless it complains itself."""
    weighs = _TROUBLE.search(found[0]) or _NOT_MINE.match(found["rest"])
    return found[0] if weighs else ""


def tells_only(text: str) -> bool:
    """Whether an English text neither asks nor complains."""
    return not any(_ASKS.search(part) or _TROUBLE.search(part) for part in sentences(text))


def asks_whether(text: str) -> bool:
    """Whether an English text can be answered with yes or no."""
    return any(_WHETHER.search(sentence) for sentence in sentences(text))


def without_verdict(answer: str) -> str:
    """An English answer without the yes or no at its beginning, for who asked no such question."""
    rest = _VERDICT.sub("", answer)
    return rest[:1].upper() + rest[1:]


def aspect_leaned_on(text: str) -> EnglishAspect | None:
    """What a question that names no matter of its own asks about the answer before it; None for all other texts."""
    if any(map(is_chinese, text)) or not asks_in_english(text):
        return None
    last = next(part for part in reversed(sentences(text)) if _ASKS.search(part)).lower()
    words = _WORD.findall(last)
    if not 1 <= len(words) <= _MOST_WORDS or not set(words) <= _LEANING:
        return None
    return next((kind for kind, pattern in _ASPECTS if pattern.search(last)), None)


def asks_contact(text: str) -> bool:
    """Whether somebody asks in English for our phone, e-mail or hours; not how to change their own."""
    if any(map(is_chinese, text)):
        return False
    asked = [
        part for part in sentences(text) if _ASKS.search(part) and len(_WORD.findall(part.lower())) <= _CONTACT_WORDS
    ]
    return any(_CONTACT.search(part) and not _OTHERS_CONTACT.search(part) for part in asked)


_TOLD: dict[EnglishAspect, re.Pattern[str]] = {
    "fee": re.compile(r"\b(?:free|cost|costs|pay|paid|yuan|fee|refund)\b", re.IGNORECASE),
    "time": re.compile(
        r"\b(?:immediate\w*|\d+ (?:to \d+ )?(?:hours?|days?|months?|minutes?)|(?:three|ten|some|a few|several)"
        r" (?:working )?(?:days?|hours?|months?|minutes?)|figure for how long|date|deadline)\b",
        re.IGNORECASE,
    ),
    "valid": re.compile(r"\b(?:validity|valid|\d+ to \d+ months|expired)\b", re.IGNORECASE),
    "failed": re.compile(
        r"^(?:\d+\. )?(?:else|still|none|neither|no answer|no record|after failures|afterwards|not )", re.I
    ),
    "why": re.compile(r"\b(?:because|compares|so that|mostly)\b", re.IGNORECASE),
    "helper": re.compile(
        r"\b(?:your own|yourself|relative|somebody|anyone|do it for|accounts are personal)\b", re.IGNORECASE
    ),
}
_STEP = re.compile(r"^\d+\.\s*")


def told_in_english(aspect: EnglishAspect, answer: str) -> str:
    """The lines of an English answer that tell of an aspect, without their numbers; empty when none does."""
    pattern = _TOLD.get(aspect)
    found = [line for line in answer.splitlines() if pattern is not None and pattern.search(line)]
    return "\n".join(_STEP.sub("", line) for line in found)
