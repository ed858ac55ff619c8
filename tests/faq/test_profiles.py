from __future__ import annotations

from faq.ranking.profiles import Profiles
from faq.ranking.vectors import Vectors

TEXTS = ("东校区密码忘了", "东校区忘记密码", "西校区密码忘了", "西校区忘记密码", "怎么退费", "退费流程")
BOUNDS = (0, 2, 4, 6)
VECTORS = Vectors(TEXTS)
PROFILES = Profiles(VECTORS.matrix, BOUNDS)


def compare(text: str) -> tuple[list[float], list[float]]:
    likely, unsaid = PROFILES.compare(VECTORS.vector(text), [0, 1, 2])
    return likely.tolist(), unsaid.tolist()


def test_the_entry_that_says_the_same_is_likeliest() -> None:
    likely, _ = compare("东校区密码忘了")
    assert likely[0] > 0 > likely[2]
    assert likely[0] == max(likely)
    assert max(likely) <= 1


def test_what_every_question_of_an_entry_says_speaks_against_it_when_the_text_does_not() -> None:
    _, unsaid = compare("东校区密码忘了")
    assert unsaid[0] > unsaid[1], "东校区 was said, 西校区 was not"
    assert max(unsaid) <= 0


def test_each_entry_is_judged_alone() -> None:
    vector = VECTORS.vector("东校区密码忘了")
    alone = [tuple(part.tolist()[0] for part in PROFILES.compare(vector, [number])) for number in range(3)]
    together = list(zip(*(part.tolist() for part in PROFILES.compare(vector, [0, 1, 2])), strict=True))
    assert alone == together


def test_two_entries_of_the_same_words_are_equally_likely() -> None:
    likely, unsaid = compare("密码")
    assert (likely[0], unsaid[0]) == (likely[1], unsaid[1])
