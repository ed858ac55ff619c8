"""What a message tells or asks beside the question an entry was decided for, known by that entry's follow-ups.

«改名了，毕业三年了，能改吗» asks how to correct a name, and tells what one of its follow-ups is about. Every clause of
the message is compared with the follow-ups of the decided entry as a whole message would be (`faq/asked_next.py`),
alone and before the clause that asks. One regression tells the right follow-up from the others, a second one, fitted to
the likeliest alone, how sure that is. Both were fitted to the knowledge base itself: a wording of an entry with a
wording of one of its follow-ups beside it, told or asked, against clauses about other matters, about the question
itself, and asides (`./run eval --follow-ups` measures them again).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from faq.asked_next import BY_MEANING, AskedNext, FollowUps
from faq.calibration import Regression, logit
from faq.clauses import clauses
from faq.guiding.years import studies_year
from faq.normalise import letters, normalise
from faq.reading import Reading

FIRST = Regression(
    -3.2242,
    {
        "alone_several": 5.3120,
        "alone_lead": 2.7891,
        "alone_beyond_all": -0.6510,
        "alone_beyond_foreign": 0.9307,
        "alone_beyond_others": 1.7888,
        "alone_letters": 0.0336,
        "alone_letters_own": -4.4028,
        "alone_letters_lead": 0.7309,
        "alone_said": -0.0055,
        "alone_said_lead": -0.0893,
        "alone_covered": 1.1304,
        "alone_near": -3.6155,
        "alone_own": -0.5364,
        "alone_share": 1.9176,
        "joined_several": -2.8827,
        "joined_lead": 0.2947,
        "joined_beyond_all": 0.2856,
        "joined_beyond_foreign": -0.2603,
        "joined_beyond_others": -0.2785,
        "joined_letters": 2.0410,
        "joined_letters_own": -3.0501,
        "joined_letters_lead": -1.6419,
        "joined_said": 0.1289,
        "joined_said_lead": 1.0640,
        "joined_covered": 2.0108,
        "joined_near": 4.3263,
        "joined_own": 1.5891,
        "joined_share": 2.1923,
        "alone_size": -0.0457,
    },
)
"""Which of an entry's follow-ups it is."""
SURE = Regression(
    -1.3264,
    {
        "alone_several": 3.7636,
        "alone_lead": 0.7721,
        "alone_beyond_all": -0.5478,
        "alone_beyond_foreign": 0.3588,
        "alone_beyond_others": 2.8069,
        "alone_letters": 1.0480,
        "alone_letters_own": -4.8374,
        "alone_letters_lead": -0.4506,
        "alone_said": 0.3296,
        "alone_said_lead": -0.6736,
        "alone_covered": 0.9928,
        "alone_near": -2.6776,
        "alone_own": 0.8550,
        "alone_share": 0.0986,
        "joined_several": -1.5318,
        "joined_lead": -0.5192,
        "joined_beyond_all": 0.7653,
        "joined_beyond_foreign": 0.6212,
        "joined_beyond_others": -0.0739,
        "joined_letters": 2.1233,
        "joined_letters_own": -4.7762,
        "joined_letters_lead": -1.7615,
        "joined_said": 0.2325,
        "joined_said_lead": -0.1522,
        "joined_covered": 1.4505,
        "joined_near": 0.8271,
        "joined_own": 1.9259,
        "joined_share": 3.0883,
        "alone_size": -0.0026,
        "odds": -0.1690,
        "second": -0.2688,
        "against": 0.6461,
    },
)
"""How sure the likeliest is."""
LEAST = 0.82
"""From how likely on what a follow-up says leads the reply: there 90 % of what was said was right, cross-fitted."""
_MOST_CLAUSES, _LEAST_LETTERS = 5, 3
_LEAST = 1e-9
_ASKS = re.compile(
    "怎么|什么|哪|多久|多少|几|谁|吗|[么呢不]$|能不能|可不可以|行不行|要不要|是不是|会不会|有没有|咋|啥|还是"
)
_ALONE, _JOINED = "alone", "joined"
_MOST_COUNTED = 12
_FAR = -8.0
Signals = Mapping[str, float]


def parts_of(plain: str) -> tuple[list[str], list[str]]:
    """The clauses of a normalised message, and each before the last that asks; nothing for one clause or for many."""
    alone = [part for part in clauses(plain, _LEAST_LETTERS) if len(letters(part)) >= _LEAST_LETTERS]
    if not 2 <= len(alone) <= _MOST_CLAUSES:
        return [], []
    asked = [part for part in alone if _ASKS.search(part)]
    return alone, [f"{part},{asked[-1]}" for part in alone if part != asked[-1]] if asked else []


def told_beside(follow_ups: FollowUps, read: Callable[[str], Reading], text: str, entry_id: str) -> AskedNext | None:
    """The follow-up of a decided entry that a clause of the message tells or asks; None where none surely does.

    A year of study that the message tells decides by itself which of them is meant.
    """
    year = studies_year(normalise(text))
    dated = follow_ups.of_year(year, entry_id) if year is not None else None
    if dated is not None:
        return AskedNext(entry_id, dated, 1.0)
    weighed = weighed_beside(follow_ups, read, text, entry_id)
    if not weighed:
        return None
    number, signals = likeliest_beside(FIRST, weighed)
    chance = SURE.probability(signals)
    entry, item = follow_ups.items[number]
    return AskedNext(entry.id, item, chance) if chance >= LEAST else None


def weighed_beside(
    follow_ups: FollowUps, read: Callable[[str], Reading], text: str, entry_id: str, but: int = -1
) -> list[tuple[int, Signals]]:
    """The number of each follow-up with what its best clause, alone and before the question, says for it.

    Nothing where no sentence model has a say. The wording `but` is left out.
    """
    plain = normalise(text)
    found: dict[int, dict[str, Signals]] = {}
    for kind, parts in zip(
        (_ALONE, _JOINED), parts_of(plain) if follow_ups.may_tell(entry_id) else ((), ()), strict=True
    ):
        strongest: dict[int, float] = {}
        for part in parts:
            asked = follow_ups.asked(read(part))
            own, size = follow_ups.nearest_own(asked, entry_id), len(letters(part))
            beside = {"own": own, "share": size / (len(letters(plain)) or 1), "size": float(min(size, _MOST_COUNTED))}
            for number, signals in follow_ups.weighed(asked, entry_id, but):
                chance = BY_MEANING.probability(signals)
                if chance > strongest.get(number, -1.0):
                    strongest[number] = chance
                    near = follow_ups.nearest(asked, number, but)
                    found.setdefault(number, {})[kind] = {**signals, **beside, "near": near}
    return [(number, _named(kinds)) for number, kinds in found.items()]


def likeliest_beside(model: Regression, weighed: Sequence[tuple[int, Signals]]) -> tuple[int, Signals]:
    """The likeliest follow-up, with how far it is ahead of the others beside its own signals."""
    odds = sorted(((logit(model.probability(signals), _LEAST), number) for number, signals in weighed), reverse=True)
    best, number = odds[0]
    rest = 1 + sum(math.exp(other) for other, _ in odds[1:])
    ahead = {"odds": best, "second": odds[1][0] if odds[1:] else _FAR, "against": best - math.log(rest)}
    return number, {**dict(weighed)[number], **ahead}


def _named(kinds: Mapping[str, Signals]) -> Signals:
    """The signals of both kinds by their names; who asks nothing has clauses alone."""
    either = next(iter(kinds.values()))
    return {f"{kind}_{name}": value for kind in (_ALONE, _JOINED) for name, value in kinds.get(kind, either).items()}
