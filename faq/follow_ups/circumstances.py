"""What a message tells or asks of the very entry it was decided for, known by that entry's follow-ups.

«改名了，毕业三年了，能改吗» asks how to correct a name, and tells what one of its follow-ups is about; «备案表几天能到»
names the matter and asks one thing of it at once. Every clause of the message is compared with the follow-ups of the
decided entry as a whole message would be (`faq/follow_ups/asked_next.py`): alone, without the name of the matter,
before the clause that asks. One regression tells the right follow-up from the others, a second one, fitted to the
likeliest alone, how sure that is. Both were fitted to the knowledge base itself: a wording of one of its follow-ups
behind the name of
the entry or beside a wording of it, told or asked, against what the entry is asked itself, clauses about other matters,
and asides (`./run eval --follow-ups` measures them again).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from faq.content.entry import Entry
from faq.follow_ups.asked_next import Asked, AskedNext, FollowUps
from faq.follow_ups.follow_up_chance import BY_MEANING
from faq.ranking.calibration import Regression, logit
from faq.text.clauses import clauses
from faq.text.normalise import letters, normalise
from faq.text.reading import Reading
from faq.text.wishes import is_idle
from faq.text.years import studies_year

FIRST = Regression(
    -3.7612,
    {
        "alone_several": 5.086,
        "alone_lead": 3.8584,
        "alone_beyond_all": 0.6136,
        "alone_beyond_foreign": 1.2461,
        "alone_beyond_others": 0.8086,
        "alone_letters": 0.38,
        "alone_letters_own": -4.078,
        "alone_letters_lead": 0.2886,
        "alone_said": 0.0207,
        "alone_said_lead": 1.2723,
        "alone_covered": 1.4083,
        "alone_near": -3.6685,
        "alone_own": -1.4634,
        "alone_share": -0.1095,
        "joined_several": -1.6509,
        "joined_lead": 1.1312,
        "joined_beyond_all": -0.9271,
        "joined_beyond_foreign": -0.517,
        "joined_beyond_others": 0.174,
        "joined_letters": 1.0128,
        "joined_letters_own": -1.4156,
        "joined_letters_lead": 0.0465,
        "joined_said": -0.3025,
        "joined_said_lead": 0.9298,
        "joined_covered": 1.561,
        "joined_near": 3.949,
        "joined_own": 0.7916,
        "joined_share": 2.3271,
        "alone_size": 0.0451,
    },
)
"""Which of an entry's follow-ups it is."""
SURE = Regression(
    -0.6795,
    {
        "alone_several": 2.4832,
        "alone_lead": 1.0884,
        "alone_beyond_all": 0.6522,
        "alone_beyond_foreign": 0.6788,
        "alone_beyond_others": 1.0161,
        "alone_letters": 1.4075,
        "alone_letters_own": -4.2525,
        "alone_letters_lead": -0.636,
        "alone_said": 0.8274,
        "alone_said_lead": -0.626,
        "alone_covered": 1.1036,
        "alone_near": -3.051,
        "alone_own": -0.2735,
        "alone_share": -0.8559,
        "joined_several": 0.2492,
        "joined_lead": -0.7857,
        "joined_beyond_all": -0.9547,
        "joined_beyond_foreign": 0.0837,
        "joined_beyond_others": 1.0414,
        "joined_letters": 1.2675,
        "joined_letters_own": -2.9112,
        "joined_letters_lead": -1.2335,
        "joined_said": -0.0528,
        "joined_said_lead": 0.3999,
        "joined_covered": 0.4232,
        "joined_near": 1.7799,
        "joined_own": -0.1188,
        "joined_share": 2.4443,
        "alone_size": 0.0345,
        "odds": -0.2607,
        "second": -0.1273,
        "against": 0.7039,
    },
)
"""How sure the likeliest is."""
LEAST = 0.76
"""From how likely on what a follow-up says leads the reply.

Of what is said so of messages whose entry was decided, and that are one of its follow-ups, 90 % is the very one; of the
entry's own questions, left out of it, four in a hundred get one (docs/benchmarks.md).
"""
_MOST_CLAUSES, _LEAST_LETTERS, _LEAST_ASKED = 5, 3, 2
OUR_NAME = "学信网"
_BETWEEN = " ,。!?的了啊"
"""What is left between the name of a matter and what is asked of it."""
_LEAST = 1e-9
_ASKS = re.compile(
    "怎么|什么|哪|多久|多少|几|谁|吗|[么呢不]$|能不能|可不可以|行不行|要不要|是不是|会不会|有没有|咋|啥|还是"
)
_ALONE, _JOINED = "alone", "joined"
_MOST_COUNTED = 12
_FAR = -8.0
Signals = Mapping[str, float]


def parts_of(plain: str, names: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The clauses of a normalised message, also without the `names` of a matter, and each before the last that asks.

    Who says one clause alone is read without the name, and as it stands. Of many clauses the last count.
    """
    alone = [part for part in clauses(plain, _LEAST_LETTERS) if len(letters(part)) >= _LEAST_LETTERS]
    if len(alone) > _MOST_CLAUSES:  # a story: what is told last, without who tells it
        alone = [part for part in alone if not is_idle(part)][-_MOST_CLAUSES:]
    if not alone:
        return [], []
    bare = [rest for part in alone if (rest := _unnamed(part, names)) != part and len(letters(rest)) >= _LEAST_ASKED]
    if len(alone) == 1:
        return bare or alone, [plain]
    asked = [part for part in alone if _ASKS.search(part)]
    return [*alone, *bare], [f"{part},{asked[-1]}" for part in alone if part != asked[-1]] if asked else [plain]


def names_of(entry: Entry) -> list[str]:
    """What people call the matter of an entry, the longest first, and our own name."""
    return sorted({OUR_NAME, *map(normalise, entry.keywords)}, key=len, reverse=True)


def _unnamed(part: str, names: Sequence[str]) -> str:
    rest = part
    for name in names:
        rest = rest.replace(name, "", 1)
    return rest.strip(_BETWEEN) if rest != part else part


def told_beside(follow_ups: FollowUps, read: Callable[[str], Reading], text: str, entry_id: str) -> AskedNext | None:
    """The follow-up of a decided entry that a message tells or asks; None where none surely does.

    A year of study that the message tells decides by itself which of them is meant.
    """
    year = studies_year(normalise(text))
    dated = follow_ups.of_year(year, entry_id) if year is not None else None
    if dated is not None:
        return AskedNext(entry_id, dated, 1.0)
    weighed = weighed_beside(follow_ups, lambda part: follow_ups.asked(read(part)), text, entry_id)
    if not weighed:
        return None
    number, signals = likeliest_beside(FIRST, weighed)
    chance = SURE.probability(signals)
    entry, item = follow_ups.items[number]
    return AskedNext(entry.id, item, chance) if chance >= LEAST else None


def weighed_beside(
    follow_ups: FollowUps, asked_as: Callable[[str], Asked], text: str, entry_id: str, but: int = -1
) -> list[tuple[int, Signals]]:
    """The number of each follow-up with what its best clause, alone and before the question, says for it.

    Nothing where no sentence model has a say. The wording `but` is left out.
    """
    if not follow_ups.may_tell(entry_id):
        return []
    plain = normalise(text)
    entry = next(entry for entry, _ in follow_ups.items if entry.id == entry_id)
    found: dict[int, dict[str, Signals]] = {}
    for kind, parts in zip((_ALONE, _JOINED), parts_of(plain, names_of(entry)), strict=True):
        strongest: dict[int, float] = {}
        for part in parts:
            asked = asked_as(part)
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
