"""How likely a text is one of the follow-ups of an entry, by what speaks for each of them (`asked_next.py`).

The two regressions were fitted to the knowledge base itself, every wording left out of its own follow-up;
`./run eval --follow-ups` measures them again and prints what it would fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from faq.ranking.calibration import Regression

BY_MEANING = Regression(
    -2.8856,
    {
        "covered": 2.1446,
        "letters": 1.695,
        "letters_own": 0.6033,
        "said": -1.7089,
        "said_lead": 6.7178,
        "beyond_others": 2.3186,
        "several": 6.7945,
        "lead": 3.1998,
        "beyond_all": 1.8181,
        "beyond_foreign": -0.3495,
    },
)
"""Where the sentence model has a say."""
BY_LETTERS = Regression(-4.531, {"covered": 5.1131, "letters": 6.6821, "letters_lead": 5.4193, "letters_own": 0.6675})
"""Where there is none."""
SAME_QUESTION = 0.95
"""So much alike the entry's own question is asked, which its answer answers."""
_ALIKE, _NEARER = 0.7, 0.2
"""From how alike on the entry's own question is asked when it is so much nearer than every wording of the follow-up."""
_LITERAL = 0.97
"""How likely a follow-up is at least whose very wording a text is."""
_BESIDE, _SURELY = 0.6, 0.95
"""How alike a follow-up must be, and how likely, that wins over a question of the entry's own beside its title.

Of 1,365 questions of 273 entries fifteen are wordings of their follow-ups, too, none a title; of those that are only
so alike thirteen of fifteen ask what the follow-up tells.
"""


def likeliest(model: Regression, weighed: Sequence[tuple[int, Mapping[str, float]]]) -> tuple[float, int]:
    """How likely the first of an entry's follow-ups is, with its number: it is that one, another, or none of them.

    Whose very wording a text is, that one it is: what is said to another may be full of the same words. Where two fit,
    it is better to answer neither. The main question asked anew is none of them; a side of the matter that stands among
    the entry's own questions, too, is the follow-up that holds it.
    """
    odds = sorted(
        (
            (signals["letters"] >= SAME_QUESTION, _odds(model.probability(signals)), number)
            for number, signals in weighed
        ),
        reverse=True,
    )
    if not odds:
        return 0.0, 0
    literal, first, number = odds[0]
    chance = first / (1 + sum(one for _, one, _ in odds))
    if literal:
        return max(chance, _LITERAL), number
    signals = dict(weighed)[number]
    side = signals["letters"] >= _BESIDE and chance >= _SURELY and signals["letters_title"] < SAME_QUESTION
    return (0.0 if _asks_main_question(weighed) and not side else chance), number


def _asks_main_question(weighed: Sequence[tuple[int, Mapping[str, float]]]) -> bool:
    own = max(signals["letters_own"] for _, signals in weighed)
    alike = max(signals["letters"] for _, signals in weighed)
    return own >= SAME_QUESTION or (own >= _ALIKE and own - alike >= _NEARER)


def _odds(chance: float) -> float:
    return chance / max(1 - chance, 1e-9)
