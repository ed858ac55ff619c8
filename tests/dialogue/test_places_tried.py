"""An office that was asked in vain already."""

import pytest

from dialogue.facts.places_tried import place_tried


@pytest.mark.parametrize(
    ("text", "place", "school", "reported"),
    [
        ("学校找过了，老师说他们不管", "学校", True, False),
        ("教务处都跑三趟了", "教务处", True, False),
        ("打了两遍招办，没人管", "招办", False, False),
        ("学校也问了，说早就注册了", "学校", True, True),
        ("武装部去过了，还是不行", "武装部", False, False),
        ("学校也说没有", "学校", True, False),
    ],
)
def test_an_office_that_was_asked_in_vain(text: str, place: str, school: bool, reported: bool) -> None:
    tried = place_tried(text)
    assert tried is not None
    assert (tried.place, tried.school, tried.reported) == (place, school, reported)


@pytest.mark.parametrize(
    "text", ["学校问过了吗", "学校怎么找", "学校说拍过了", "学校问过了，怎么改手机号", "手机号换过了", ""]
)
def test_what_asks_or_names_no_office_is_none(text: str) -> None:
    assert place_tried(text) is None
