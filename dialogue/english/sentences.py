"""The sentences of an English message that decide its answer: what asks, what complains, what is only told."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|\s[-–—]{1,3}\s")
_OPENING = (
    r"^(?:(?:and|so|but|ok|okay|hi|hello|hey|then|well|also|please|thanks|thank you|sorry|no|yes|oh|now)\b[,.! ]*)*"
)
_ASKS = re.compile(
    rf"{_OPENING}(?:can|could|may|might|must|should|shall|do|does|did|is|are|am|was|were|will|would"
    rf"|has|have(?= (?:i|you|they))"
    r"|how|what|when|where|which|who|whose|whom|why|any(?:body|one)?)\b|\b(?:my question|i (?:mean"
    r"|want to know|wonder))\b"
    r"|\b(?:tell me|explain|show me)\b|\?\s*$|\bhow (?:much|long|soon|many)(?: (?:is|are|does|do) (?:it|they))?\W*$",
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
_AND_ASKS = re.compile(
    r"(?<=\S)\s{1,2}(?:and|also|plus|or)(?:\s{1,2}also)?,?\s{1,2}(?=(?:can|could|may|must|should|shall|do|does|did|is|are|will|would|how|what|when"
    r"|where|which|who|why)\s{1,2}(?!not\b)[a-z]+)",
    re.IGNORECASE,
)
"""Where one question ends and the next begins in one sentence."""
_OBJECTS = re.compile(
    r"\b(?:did ?n[o']?t|do ?n[o']?t|not) (?:ask|asking|answer|mean|what i)\w*\b|\bi (?:asked|said"
    r"|told you)\b|\bmy question\.?$"
    r"|\b(?:works|working|is|are) (?:fine|ok|okay|well)\b|\b(?:please )?(?:answer|speak|write"
    r"|reply) (?:me )?in english\b",
    re.IGNORECASE,
)
_IS_WHY = re.compile(
    r",? (?:so |and )?(?:(?:is|was|could|may) (?:that|this|it) (?:be )?"
    r"(?:(?:the|a) (?:reason|cause|problem)|why|because of (?:that|it))"
    r"|is it because of (?:that|this))\b[^,.!?]{0,20}\W{0,6}$",
    re.IGNORECASE,
)
_WISHES_MORE = re.compile(
    r"(?:and |so |but |ok |okay )?(?:also|next(?: thing)?|another (?:thing|question)|second(?:ly)?|besides|plus|then"
    r"|one more thing)"
    r"[,: ]{1,2}(?:and )?(?:i|we) (?:also )?(?:need|want|would like|have to get|must get|am looking for)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:not|n'?t) (?:asking|talking|ask|talk) (?:you )?(?:about|for|how|whether|why|where|when|if)\b"
    r"|\b(?:not|n'?t) (?:what|my question)\b|\bwrong (?:topic|answer|question)\b|\b(?:did|do)(?: not|n'?t) mean\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;.!?]{1,3}\s{1,3}|\s{1,3}but\s{1,3}")
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
_POINTS_BACK = re.compile(
    r"\b(?:with|for|use|using|of|on|from|change|check|send|get) (?:it|this|that|them|these|those|one)\b", re.IGNORECASE
)
_CIRCUMSTANCE = re.compile(
    r"(?:,|;| and| but| because| since| as)\s+(?:i am|i'm|i have|i've|i hold|i live|i was|i study|i studied|i graduated"
    r"|i use|i come|my \w+ is)\b(?P<rest>[^,.;?!]*)",
    re.IGNORECASE,
)
_NOT_MINE = re.compile(r"^ (?:not|no|never|to|lost|forgotten|tried)\b", re.IGNORECASE)
_WHAT_TO_DO = re.compile(
    r"\b(?:what (?:(?:should|can|do|could|must) (?:i|we)|to) do|how (?:(?:can|do|should|could) (?:i|we)|to))\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of an English text."""
    return [part.strip() for part in _SENTENCE.split(text.strip()) if part.strip()]


def asks(sentence: str) -> bool:
    """Whether one English sentence is worded as a question."""
    return _ASKS.search(sentence) is not None


def asks_in_english(text: str) -> bool:
    """Whether an English text asks something."""
    return any(_ASKS.search(sentence) and not _OBJECTS.search(sentence) for sentence in sentences(text))


def questions(text: str) -> list[str]:
    """The questions of an English text in order, also where one sentence asks two."""
    return [part for sentence in sentences(text) for part in _AND_ASKS.split(sentence) if asks(part)]


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


def clauses(text: str, *, told: bool = False) -> list[str]:
    """The questions of an English text, how they end, what one supposes before «is that why?»; and all that is `told`.

    The text itself where it asks nothing.
    """
    if objects(text):
        text = without_objection(text) or text
    asked = questions(text)
    found = [*(asked or [text.strip()]), *([text.strip(), *sentences(text)] if told else ())]
    found += [tail for part in asked if asks(tail := part.rpartition(", ")[2])]
    found += [rest for part in found if (rest := _IS_WHY.sub("", part)) != part]
    return list(dict.fromkeys(part for part in found if part))


def wishes(text: str) -> list[str]:
    """The sentences that name something more the person needs: «Also I need an English certificate»."""
    return [part for part in sentences(text) if _WISHES_MORE.match(part)]


def objects(text: str) -> bool:
    """Whether somebody says that what was answered is not what they ask about."""
    return any(_OTHERWISE.search(part) for part in sentences(text))


def without_objection(text: str) -> str:
    """What somebody asks instead: «I am not asking about the price, I asked where the menu is»."""
    parts = (part.strip() for part in _CLAUSES.split(text))
    return " ".join(part for part in parts if part and not _OTHERWISE.search(part))


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


def asks_only_what_to_do(text: str) -> bool:
    """Whether nothing is asked but what to do, or how: any way that fits what is told is the answer."""
    return all(_WHAT_TO_DO.search(part) for part in questions(text))


def asks_whether(text: str) -> bool:
    """Whether an English text can be answered with yes or no."""
    return any(_WHETHER.search(sentence) for sentence in sentences(text))


def without_verdict(answer: str) -> str:
    """An English answer without the yes or no at its beginning, for who asked no such question."""
    rest = _VERDICT.sub("", answer)
    return rest[:1].upper() + rest[1:]
