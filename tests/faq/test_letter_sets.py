"""What texts have in common in characters and pairs, counted by numbers."""

import pytest

from faq.ranking.vectors import Vectors
from faq.text.letter_sets import LetterSets
from faq.text.views import characters_of_normalised

TEXTS = ("忘记密码怎么办", "", "学历查不到", "abc 123", "密码𠮷")


@pytest.mark.parametrize("text", [*TEXTS, "密码忘了", "z"])
def test_it_counts_what_the_sets_have_in_common(text: str) -> None:
    sets = [characters_of_normalised(item) for item in TEXTS]
    own = characters_of_normalised(text)
    kept = LetterSets(sets)
    assert kept.shared(own) == [len(own & other) for other in sets]
    assert kept.likeness(own) == [2 * len(own & other) / ((len(own) + len(other)) or 1) for other in sets]
    assert LetterSets([]).shared(own) == []


@pytest.mark.parametrize("text", ["密码忘记了", "查学历", "没有一个字认得"])
def test_nearness_is_the_cosine_with_every_row(text: str) -> None:
    vectors = Vectors(TEXTS)
    vector = vectors.vector(text)
    found = vectors.nearness(vector)
    assert found == pytest.approx(vectors.nearness(vector, of=vectors.matrix))
    assert found.shape == (len(TEXTS),)
