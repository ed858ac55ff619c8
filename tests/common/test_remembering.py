from __future__ import annotations

import pickle

from common.remembering import Remembering


class Doubling:
    def __init__(self) -> None:
        self.asked: list[int] = []
        self.double = Remembering(self._double, 2)

    def _double(self, number: int) -> int:
        self.asked.append(number)
        return 2 * number


def test_the_newest_results_are_computed_once() -> None:
    doubling = Doubling()
    assert [doubling.double(number) for number in (1, 1, 2, 3, 1)] == [2, 2, 4, 6, 2]
    assert doubling.asked == [1, 2, 3, 1]


def test_kept_in_a_file_it_works_on_the_new_object_and_has_forgotten_what_was_asked() -> None:
    doubling = Doubling()
    doubling.double(424242)
    doubling.asked.clear()
    packed = pickle.dumps(doubling)
    assert b"424242" not in packed and (424242).to_bytes(3, "little") not in packed
    again = pickle.loads(packed)
    assert again.double(424242) == 848484
    assert again.asked == [424242] and doubling.asked == []
