"""Whether an English phrase in its clause is stated, denied, or neither: unclear polarity tells nothing."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

APOSTROPHE = re.compile(r"['’`]")
_NO_WORD = re.compile(r"[^a-z0-9@]+")
_SHORTENED = re.compile(r"\b(do|does|did|is|are|was|were|could|would|should|have|has|had|must|need)nt\b")
_CANNOT = re.compile(r"\b(?:cant|cannot)\b")
_WILL_NOT = re.compile(r"\bwont\b")
_AINT = re.compile(r"\baint\b")
_MAIL = re.compile(r"\be ?mails?\b|\bmail ?box\b")
_SHARED_NO = re.compile(r"\b(no|neither|without) ((?:[a-z0-9]+ ){1,3}?)(?:or|nor) (?:an? |any )?")
"""«no phone or email» denies both."""
_NOT_WORDS = "not|no|never|without|neither|nor|nothing|none|nobody|unable|cease[ds]?|fail(?:s|ed)?|hardly|barely|lack"
_NOT = re.compile(rf"\b(?:{_NOT_WORDS})\b")
_NOT_CLOSE = re.compile(r"\b(?:not|no|never|without|neither|nor|unable)(?: (?!only\b)[a-z]+){0,2} $")
_NO_DENIAL = re.compile(r"\b(?:no (?:problem|doubt|matter|worries|wonder)|not only|nothing else|last but not least)\b")
_AFTER = re.compile(rf"^ (?:is |are |was |were |has |have |does |do |did |can |been |at all )?(?:{_NOT_WORDS})\b")
_SCOPE = re.compile(r"\b(?:and|so|while|although|though|however|yet|only) ")
_LEADING = re.compile(r"^(?:no|nope|nah|yes|yeah) (?=(?:i|im|ive|my|it|its|the|that|this|we|they|there) )")
_UNSURE = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|may|used to|previously|formerly|earlier|fear|afraid|worried)\b"
)
"""Before a phrase: what may be or was once is not said to be so."""
_WISHED = re.compile(r"\b(?:wish|hope|hoped|would|want|should|could|supposed|planning|plan|going|trying|need|how)\b")
"""Who wishes for something has it not; who wants to reset a password has forgotten it."""
_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|suppose|supposing|assuming|imagine|in case|as long as|once|until|would it)\b"
)
_TO_IF = re.compile(r"\bas if\b")
_GAP = r"(?: (?!(?:to|sent|received|got|gotten|read)\b)[a-z0-9@]+){0,3} "
_BETWEEN = r" (?:(?:not|never|no|no longer|not yet) )?"
_FILLING = frozenset(
    """
    a an the it its is was are be i im my me mine we they them this that these those one just only still yes no well so
    please thanks thank you sorry too also again now yet here there and or of in on at for to by with from about
    think believe guess really very always all even after today page message number say says said shows it's sir ok
    okay unfortunately actually already anymore more any have has had did do does not can
    """.split()  # noqa: SIM905 - a table of words
)
"""Words that may stand beside an answer without making it a sentence about something else."""
_VERB = re.compile(r"(?:ed|(?<!th)ing|forgot|lost|gone|forgotten)$")
_MOST_BESIDE_PHRASE, _MOST_BESIDE_VERB = 4, 3
_NOUN_FOLLOWS = re.compile(
    r"^ (?!(?:i|im|ive|id|it|its|my|that|thats|the|this|we|they|there|not|never|nothing|thanks|thank|sorry|sir|longer"
    r"|and|but|still|in|on|because|sadly|please|luck|idea|clue|way)\b)"
)
_SAYS_OF_ITSELF = re.compile(r"^(?:i|it|they) ")
_REST_OF_ITSELF = re.compile(r"^(?: (?:it|one|them|that|this|so|now|still|too|already|thanks|please|yes|sure))*$")
_MOST_DENIED = 1


class Polarity(Enum):
    """How a phrase is meant."""

    STATED = "stated"
    DENIED = "denied"
    UNCLEAR = "unclear"


def plain(text: str) -> str:
    """Words in small letters with one space between them, «don't» as «do not», all names of e-mail as one."""
    words = _NO_WORD.sub(" ", APOSTROPHE.sub("", text.lower())).strip()
    words = _SHORTENED.sub(r"\1 not", _CANNOT.sub("can not", words))
    words = _AINT.sub("is not", _WILL_NOT.sub("will not", words))
    words = _SHARED_NO.sub(r"\1 \2and no ", words)
    return _MAIL.sub("email", words)


@lru_cache(maxsize=4096)
def with_gaps(phrase: str) -> re.Pattern[str]:
    """The pattern of a phrase: `…` stands for up to three words, and a «not» may stand between any two.

    Compiled once for a phrase: the guides are read anew to be proved, and after every edit.
    """
    parts = (_BETWEEN.join(map(re.escape, plain(part).split())) for part in phrase.split("…"))
    return re.compile(rf"\b{_GAP.join(part for part in parts if part)}\b")


def polarity(clause: str, match: re.Match[str], words: str, *, wishes_tell: bool) -> Polarity:
    """How the phrase of `words` is meant where it was found; `wishes_tell` is whether to wish for it says it, too."""
    before = _NO_DENIAL.sub("", _LEADING.sub("", clause[: match.start()]))
    scope = _SCOPE.split(before)[-1]
    own = len(_NOT.findall(words))
    inside = len(_NOT.findall(match[0])) - own
    unsure = _UNSURE.search(scope) or (not wishes_tell and _WISHED.search(scope))
    if unsure or _AFTER.match(clause[match.end() :]):
        return Polarity.UNCLEAR
    denials = len(_NOT.findall(scope)) + inside
    if not denials:
        return Polarity.STATED
    close = inside or _NOT_CLOSE.search(scope)
    return Polarity.DENIED if close and denials <= _MOST_DENIED and not own else Polarity.UNCLEAR


def is_told(sentence: str) -> bool:
    """Whether a sentence states something, and supposes nothing."""
    return _SUPPOSED.search(_TO_IF.sub("", sentence)) is None


def is_answer(clause: str, match: re.Match[str], *, opens: bool = False) -> bool:
    """Whether a word that counts only as an answer is one here, not a part of a sentence about something else.

    `opens` is for a bare yes or no that begins the clause: «i have» answers, «i have a passport» does not.
    """
    rest = clause[match.end() :]
    if opens:
        if _SAYS_OF_ITSELF.match(match[0]) and not _NOT.search(match[0]):
            return _REST_OF_ITSELF.match(rest) is not None
        return match[0] not in ("no", "never", "neither", "none") or not rest or _NOUN_FOLLOWS.match(rest) is None
    others = [word for word in f"{clause[: match.start()]} {rest}".split() if word not in _FILLING]
    if " " in match[0]:
        return len(others) <= _MOST_BESIDE_PHRASE
    if "have" in clause.split() or "had" in clause.split():
        return False
    return len(others) <= (_MOST_BESIDE_VERB if _VERB.search(match[0]) else 0)
