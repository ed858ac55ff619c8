"""A few words beside a picture: which name a matter of their own, and that the others never change the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.content.entry import FollowUp
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.pages.answering import answer_page
from faq.pages.page import read_page
from faq.pages.prompts import page_prompts
from faq.pages.replying import page_reply
from faq.pages.words import asks_of_picture, is_how
from faq.text.phone import SCREEN_LINES, line_count
from tests.fakes.library import FakeLibrary
from tests.faq.pages.asking import BLOCKED, CONTENT, GUIDANCE
from tests.faq.pages.matrix import PAGES, PHRASES
from tests.faq.pages.seen import page

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def library() -> Library:
    """The whole knowledge base, opened once for all pages."""
    return Library.open_whole(ROOT)


@pytest.mark.parametrize("text", [*PHRASES, "几时有结果", "好烦", "咋搞不成"])
def test_a_few_words_without_a_matter_ask_of_the_picture(text: str) -> None:
    assert asks_of_picture(text)


@pytest.mark.parametrize(
    "text", ["", "手机号换了", "密码忘了", "我想查学籍", "会不会被盗用", "一大段和图无关的话说得很长很长"]
)
def test_words_that_name_a_matter_ask_for_themselves(text: str) -> None:
    assert not asks_of_picture(text)


def test_how_is_what_the_answer_says_itself() -> None:
    assert is_how("那咋填啊")
    assert not is_how("得拖到啥时候")


@pytest.mark.slow
@pytest.mark.parametrize(("entry_id", "rows"), PAGES)
def test_no_such_words_change_the_answer_and_it_fits_a_screen(
    entry_id: str, rows: tuple[str | tuple[str, ...], ...], library: Library
) -> None:
    shown = read_page(page(*rows), page_prompts(library.content.entries), library.places)
    for text in ("", *PHRASES):
        found = answer_page(library, shown, text, context=text)
        assert (text, found.answered) == (text, entry_id)
        assert line_count(page_reply(found, library.content, context=text).text) <= SCREEN_LINES
    assert answer_page(library, shown, "", PHRASES[1]).answered == entry_id  # just before the picture


@pytest.mark.parametrize(("chance", "is_said"), [(0.92, True), (0.85, False)])
def test_what_the_entry_says_to_the_words_comes_first(chance: float, is_said: bool) -> None:
    follow_up = FollowUp(("归谁管",), "虚构的一处管这件事。")
    books = FakeLibrary(CONTENT, {}, guidance=GUIDANCE)
    books.next_ones = {"归哪个管": AskedNext("id_registered", follow_up, chance)}
    found = answer_page(books, BLOCKED, "归哪个管")  # type: ignore[arg-type]
    text = page_reply(found, CONTENT).text
    assert text.startswith("我在图里看到“证件号码已被注册”。\n虚构的一处管这件事。\n") is is_said
    assert line_count(text) <= SCREEN_LINES
