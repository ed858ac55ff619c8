"""What people ask next about an entry is found by its wordings, and nothing else is taken for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.content.entry import FollowUp
from faq.content.loader import Content, load_content
from faq.content.negatives import load_negatives
from faq.engine.index import Index
from faq.engine.library import Library
from faq.follow_ups.asked_next import LEAST, FollowUps, compared_texts
from faq.follow_ups.follow_up_chance import BY_LETTERS, likeliest
from faq.meaning.meaning import Meaning
from tests.faq.fake_embedder import FakeEmbedder
from tests.small_project import write_small_project

FEE = FollowUp(("要钱吗", "重置密码收费不", "重设一次要花多少钱"), "不用钱，自己弄就行。", "It is free.")
SOON = FollowUp(
    ("马上能用吗", "改完立刻生效吗", "新密码设好马上就能登录吗"), "能，提示成功就可以登录。", to="faq:find_username"
)
PAY = FollowUp(("客服收费吗", "找人工要不要钱", "打客服电话收钱不"), "不收费。")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    loaded = load_content(write_small_project(tmp_path_factory.mktemp("next")))
    asked = {"reset_password": (FEE, SOON), "contact_support": (PAY,)}
    return replace(loaded, entries=tuple(replace(e, follow_ups=asked.get(e.id, ())) for e in loaded.entries))


@pytest.fixture(scope="module")
def index(content: Content) -> Index:
    return Index(content, ("今天天气怎么样",))


def found(index: Index, text: str, *entries: str) -> str:
    best = index.follow_ups.best(index.read(text), entries or ("reset_password",))
    return best.follow_up.say if best else ""


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("要钱吗", FEE.say),
        ("重设一次要花多少钱呀", FEE.say),
        ("新密码设好马上能登录吗", SOON.say),
        ("今天天气怎么样", ""),
        ("怎么重置密码", ""),
        ("学籍查不到", ""),
    ],
)
def test_a_wording_or_something_like_it_is_the_follow_up(index: Index, text: str, say: str) -> None:
    assert found(index, text) == say


def test_only_entries_in_talk_are_asked_and_the_first_before_the_others(index: Index) -> None:
    assert found(index, "要钱吗", "phone_registered", "find_username") == ""
    assert found(index, "打客服电话收钱不", "reset_password", "contact_support") == PAY.say


def test_where_two_fit_neither_is_answered(index: Index) -> None:
    signals = dict.fromkeys(BY_LETTERS.weights, 0.6) | {"letters_own": 0.1, "letters_title": 0.1}
    alone, _ = likeliest(BY_LETTERS, [(0, signals)])
    both, _ = likeliest(BY_LETTERS, [(0, signals), (1, signals)])
    assert alone > 0.9 > 0.5 > both


def weighed(number: int, own: float, **signals: float) -> tuple[int, dict[str, float]]:
    plain = dict.fromkeys(BY_LETTERS.weights, 0.0) | {"letters_title": 0.2, "letters_own": own}
    return number, plain | signals


LIKELY = {"covered": 1.0, "letters_lead": 0.5}


@pytest.mark.parametrize(
    ("alike", "title", "asked"),
    [(1.0, 0.2, True), (1.0, 1.0, True), (0.7, 0.2, True), (0.7, 1.0, False), (0.4, 0.2, False)],
)
def test_a_side_that_is_an_own_question_too_is_the_follow_up_and_a_title_is_not(
    alike: float, title: float, asked: bool
) -> None:
    chance, _ = likeliest(BY_LETTERS, [weighed(0, 1.0, letters=alike, letters_title=title, **LIKELY)])
    assert (chance >= LEAST) is asked


def test_the_very_wording_wins_over_what_says_more_of_the_same_words() -> None:
    literal, magnet = weighed(4, 0.3, letters=1.0), weighed(5, 0.3, letters=0.6, **LIKELY)
    chance, number = likeliest(BY_LETTERS, [magnet, literal])
    assert number == 4
    assert chance >= LEAST


def test_what_stands_among_the_questions_and_the_follow_ups_is_the_follow_up(content: Content) -> None:
    twice = {"reset_password": {"questions": ("改完立刻生效吗", "密码忘了怎么重设")}}
    entries = tuple(replace(entry, **twice.get(entry.id, {})) for entry in content.entries)
    both = Index(replace(content, entries=entries), ("今天天气怎么样",))
    assert found(both, "改完立刻生效吗") == SOON.say
    assert found(both, "密码忘了怎么重设") == ""


def test_a_sentence_model_reads_them_once_with_the_knowledge_base(content: Content) -> None:
    embedder = FakeEmbedder()
    index = Index(content, ("今天天气怎么样",)).with_meaning(embedder)
    assert index.meaning is not None
    texts = compared_texts(content.entries)
    assert set(texts) <= set(embedder.asked[0])
    again = Meaning(FakeEmbedder(), index.rows, index.meaning.by_text(), texts)
    assert again.computed == 0
    asked = index.follow_ups.asked(index.read("要钱吗"))
    assert asked.near is not None
    assert asked.near.looks.shape == (9,)
    _, first = next(index.follow_ups.weighed(asked, "reset_password", but=0))
    assert first["letters"] < 1.0  # the wording that was left out is not compared with itself


def test_the_library_tells_it(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    path = root / "faq/entries/small.yml"
    asks = "  follow_ups:\n  - asks: [要钱吗, 收费不, 重设要花多少钱]\n    say: 不用钱。\n"
    path.write_text(path.read_text(encoding="utf-8").replace("  related:", f"{asks}  related:", 1), encoding="utf-8")
    told = Library.open(root).asked_next("要钱吗", ["reset_password"])
    assert told is not None
    assert (told.entry_id, told.follow_up.say) == ("reset_password", "不用钱。")
    assert load_negatives(root)


def test_without_follow_ups_nothing_is_asked(content: Content) -> None:
    bare = tuple(replace(entry, follow_ups=()) for entry in content.entries)
    index = Index(replace(content, entries=bare), ()).with_meaning(FakeEmbedder())
    assert found(index, "要钱吗") == ""
    assert FollowUps(bare, index.rows.bounds).texts == ()


def test_the_same_question_written_twice_is_still_one(content: Content) -> None:
    """Twins in one entry are no rivals: the nearer one answers, as if the other were not there."""
    kept = FollowUp(("密码会不会变", "密码改了吗", "口令变不变"), "不会变。")
    again = FollowUp(("密码变没变", "口令会变吗", "通行证变了没"), "密码不变。")
    other = FollowUp(("用户名会变吗", "账户名变不变", "登录名改没改"), "用户名也不变。")
    entries = tuple(
        replace(entry, follow_ups=(kept, again, other) if entry.id == "reset_password" else ())
        for entry in content.entries
    )
    index = Index(replace(content, entries=entries), ("今天天气怎么样",)).with_meaning(FakeEmbedder())
    follow_ups = index.follow_ups
    assert follow_ups.twins(0) == {1}
    assert follow_ups.twins(2) == frozenset()
    weighed = dict(follow_ups.weighed(follow_ups.asked(index.read("口令会变吗")), "reset_password"))
    assert set(weighed) == {0, 2}
    assert weighed[0]["lead"] > 0
