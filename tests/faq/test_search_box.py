"""The search box lists every entry that holds the words, however they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.engine.library import Library
from faq.finding.search_box import SearchBox, Searched
from faq.text.markup import to_plain
from tests.faq.content_folder import edit
from tests.small_project import ROOT, write_small_project

WORDS = ("注册", "学历", "考研", "档案", "学籍", "账号", "密码", "忘记", "验证码", "认证")
ENTRIES = "faq/entries/small.yml"


@pytest.fixture(scope="module")
def box() -> SearchBox:
    """Over the real knowledge base."""
    return SearchBox(Library.open(ROOT, rarely_asked=True))


def ids(found: Searched) -> list[str]:
    return [hit.entry.id for hit in found.hits]


def test_what_goes_across_two_words_is_not_marked(box: SearchBox) -> None:
    """«老号[码丢了]»: half of 密码 and half of 号码."""
    marked = [
        piece.text
        for hit in box.search("密码丢了登不上去", limit=300).hits
        for piece in (*hit.title, *hit.excerpt)
        if piece.marked
    ]
    assert any("密码" in text for text in marked)
    assert [text for text in marked if text.startswith("码丢")] == []


@pytest.mark.parametrize("word", WORDS)
def test_one_word_lists_all_that_hold_it_titles_first(box: SearchBox, word: str) -> None:
    found = box.search(word, 500)
    public = box.warm().entries
    titled = {entry.id for entry in public if word in entry.title}
    asked = {entry.id for entry in public if any(word in text for text in (*entry.questions, *entry.keywords))}
    assert titled | asked <= set(ids(found))
    assert found.total == len(found.hits) == sum(count for _, count in found.counts)
    assert titled & set(ids(found)[: max(1, len(titled) // 2)]), "no title among the first"
    assert all("".join(piece.text for piece in hit.title) == hit.entry.title for hit in found.hits)


@pytest.mark.parametrize(("slip", "word"), [("密马", "密码"), ("学藉", "学籍"), ("驻册", "注册")])
def test_a_slip_that_sounds_alike_lists_what_the_word_lists_in_its_titles(box: SearchBox, slip: str, word: str) -> None:
    titled = {entry.id for entry in box.warm().entries if word in entry.title}
    assert titled <= set(ids(box.search(slip, 500)))


@pytest.mark.parametrize(("slip", "words"), [("学藉查询", "学籍查询"), ("帐号驻销", "账号注销")])
def test_a_slip_in_a_longer_word_lists_all_that_the_word_lists(box: SearchBox, slip: str, words: str) -> None:
    """Although some wordings hold the slip itself."""
    plain = ids(box.search(words, 500))
    assert set(plain) <= set(ids(box.search(slip, 500)))
    assert ids(box.search(slip))[0] == plain[0]


def test_two_words_need_not_meet_but_both_are_there(box: SearchBox) -> None:
    def texts(entry_id: str) -> str:
        entry = next(entry for entry in box.warm().entries if entry.id == entry_id)
        more = [part.text for part in entry.more]
        more += [text for item in entry.follow_ups for text in (*item.asks, item.say)]
        return " ".join((entry.title, *entry.keywords, *entry.questions, *entry.prompts, entry.answer, *more))

    found = [texts(one) for one in ids(box.search("学籍查询", 500))]
    assert len(found) > 20 and all("学籍" in text and "查" in text for text in found)
    assert all("换手" in text for text in map(texts, ids(box.search("换手机号", 500))))


@pytest.mark.parametrize("typed", ["注冊", "zhuce", "ZHUCE", "zhu ce", "ｚｈｕｃｅ"])
def test_any_spelling_lists_the_same(box: SearchBox, typed: str) -> None:
    plain, found = ids(box.search("注册", 500)), ids(box.search(typed, 500))
    assert set(plain) - set(found) == set()
    assert len(found) <= 1.2 * len(plain)


@pytest.mark.parametrize(
    "typed",
    [
        *("忘记密码", "忘記密碼", "wangjimima", "wangjimi", "wjmm", "忘密码", "密码忘记了怎么办", "忘记了密码"),
        *("忘了密码", "忘了密码怎么办"),  # a narrower question holds these very words
    ],
)
def test_the_likeliest_comes_first(box: SearchBox, typed: str) -> None:
    assert ids(box.search(typed))[0] == "reset_password"


def test_a_sentence_is_ordered_by_what_is_meant(box: SearchBox) -> None:
    found = box.search("我在注册的时候提示手机号已经被注册怎么办")
    assert ids(found)[0] == "phone_registered"


@pytest.mark.parametrize(
    ("typed", "general"),
    [
        *(("注册", "register_account"), ("学历", "query_own_record"), ("密码", "reset_password")),
        *(("账号", "register_account"), ("认证", "cert_apply"), ("报告", "report_apply"), ("学籍", "record_missing")),
    ],
)
def test_a_bare_word_has_the_general_question_among_the_first(box: SearchBox, typed: str, general: str) -> None:
    assert general in ids(box.search(typed))[:3]


@pytest.mark.parametrize("word", WORDS)
def test_a_bare_word_begins_with_what_many_ask_or_point_to(box: SearchBox, word: str) -> None:
    entries = box.warm().entries
    first = box.search(word).hits[0].entry
    assert first.hot or sum(first.id in entry.related for entry in entries) >= 5


@pytest.mark.parametrize("typed", ["学信网", "学信", "學信網", "xuexinwang", "我的学信网"])
def test_our_own_name_finds_what_is_called_after_it(box: SearchBox, typed: str) -> None:
    titled = {entry.id for entry in box.warm().entries if "学信网" in entry.title}
    assert titled and titled <= set(ids(box.search(typed, 500)))


def test_what_is_asked_next_is_searched_too(box: SearchBox) -> None:
    found = box.search("复机")
    assert ids(found) == ["change_phone_old_unusable"]
    assert "复机" in "".join(piece.text for piece in found.hits[0].excerpt if piece.marked)


@pytest.mark.parametrize("word", WORDS)
def test_words_that_only_follow_ups_hold_are_found(box: SearchBox, word: str) -> None:
    held = {
        entry.id
        for entry in box.warm().entries
        if any(word in text for item in entry.follow_ups for text in (*item.asks, to_plain(item.say)))
    }
    found = ids(box.search(word, 500))
    titled = {entry.id for entry in box.warm().entries if word in entry.title}
    assert held <= set(found) and found[0] in titled


@pytest.mark.parametrize(
    ("typed", "word"), [("zc", "注册"), ("xl", "学历"), ("xj", "学籍"), ("yzm", "验证码"), ("rz", "认证")]
)
def test_initials_find_every_title_and_keyword(box: SearchBox, typed: str, word: str) -> None:
    held = {entry.id for entry in box.warm().entries if any(word in text for text in (entry.title, *entry.keywords))}
    assert held <= set(ids(box.search(typed, 500)))


def test_a_category_narrows_but_all_are_counted(box: SearchBox) -> None:
    whole = box.search("学籍", 500)
    name, count = whole.counts[-1]
    part = box.search("学籍", 500, name)
    assert (part.total, part.counts) == (count, whole.counts)
    assert ids(part) == [hit.entry.id for hit in whole.hits if hit.entry.category == name]


@pytest.mark.parametrize("query", ["", "  ", "？！", "怎么办"])
def test_nothing_asked_is_nothing_found(box: SearchBox, query: str) -> None:
    assert box.search(query) == Searched()


@pytest.mark.parametrize("query", ["火星", "(.*", "q.*x", "*", "[", "\\", "qwzx" * 20])
def test_what_is_not_there_or_hostile_finds_nothing(box: SearchBox, query: str) -> None:
    assert box.search(query).hits == ()


def test_an_edit_is_found_after_warming_and_a_schools_own_never(tmp_path: Path) -> None:
    library = Library.open(write_small_project(tmp_path))
    box = SearchBox(library)
    assert ids(box.search("密码")) == ["reset_password"]
    edit(tmp_path, ENTRIES, "title: 忘记用户名怎么办？", "title: 忘记火星名怎么办？")
    assert library.refresh()
    box.warm()
    assert ids(box.search("火星")) == ["find_username"]
    edit(tmp_path, ENTRIES, "- id: find_username\n", "- id: find_username\n  scope: {school: 云杉学院}\n")
    assert library.refresh()
    assert box.search("火星").hits == ()
