"""In the form a deletion deletes and a correction replaces; no username is asked of who has none."""

from __future__ import annotations

import pytest

from actions.ticket.corrections import corrected
from actions.ticket.draft import read
from actions.ticket.notes import NO_NAME, NOT_FOUND, added
from actions.ticket.parts import NO_ACCOUNT, Said, TicketDraft
from tests.actions.ticket_drafts import FORGOTTEN, described

TOLD = "密码忘了，老号停机，邮箱也没绑，我打算去换张卡\n想问：要等几天？"
MAIL = {"kind": "email", "ref": "e1"}


def full(text: str = TOLD, *refs: str, username: dict[str, str] | None = None) -> TicketDraft:
    return TicketDraft(username or {"kind": "forgotten"}, (), "none", described(text, *refs), text)


def words(draft: TicketDraft) -> str:
    return str((draft.description or {})["text"])


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("把“我打算去换张卡”删掉，我不换卡了", "换张卡"),
        ("邮箱也没绑那句不要", "邮箱"),
        ("麻烦删掉老号停机这句", "停机"),
        ("最后那句删掉", "要等几天"),
    ],
)
def test_a_deletion_deletes(text: str, gone: str) -> None:
    reading = read(full(), "ticket_confirm", Said(text))
    assert gone not in words(reading.draft)
    assert words(reading.draft).count("，") >= 2
    assert reading.note.startswith("已删掉：「") and reading.draft.confirm is None


@pytest.mark.parametrize(
    "text",
    [
        "不是老号停机，是老号欠费",
        "老号停机写错了，应该是老号欠费",
        "把老号停机改成老号欠费",
        "是老号欠费，不是老号停机",
    ],
)
@pytest.mark.parametrize("asked", ["ticket_screenshot", "ticket_confirm"])
def test_a_correction_takes_the_place(text: str, asked: str) -> None:
    before = full() if asked == "ticket_confirm" else TicketDraft({"kind": "forgotten"}, description=described(TOLD))
    reading = read(before, asked, Said(text))
    assert words(reading.draft) == TOLD.replace("停机", "欠费")
    assert reading.note == "改好了：「老号欠费」。"


def test_what_is_not_there_is_added_or_asked_about() -> None:
    assert read(full(), "ticket_confirm", Said("不是我填的，是学校填的")).note == added("不是我填的，是学校填的")
    asked = read(full(), "ticket_confirm", Said("把“手表坏了”删掉"))
    assert (asked.note, asked.then, asked.draft) == (NOT_FOUND, "whole", full())
    assert words(read(full(), "ticket_confirm", Said("把旧号删掉")).draft).startswith(TOLD)


SECOND_HAND = "副卡一注册就说被占用，副卡是周一在夜市摊子新开的，打了两次电话，被退了两次"
FRAMED = "【要办的事】把学信网上的手机号换掉\n【试过】看过“换手机号了，怎么改绑手机号？”的答案"


@pytest.mark.parametrize(
    ("text", "now", "gone"),
    [
        ("记错了，副卡不是周一开的，是上礼拜三开的，麻烦改改", "副卡是上礼拜三开的，打了", "周一"),
        ("副卡是上礼拜三开的，不是周一", "副卡是上礼拜三开的，打了", "周一"),
        ("被退了不是两次，是四次", "打了两次电话，被退了四次", "被退了两次"),
        ("打电话不是两次，是五次。还有不是夜市，是早市", "早市摊子新开的，打了五次电话", "夜市"),
        ("提示不对，不是被占用，是“格式有误”", "格式有误", "被占用"),
    ],
)
def test_what_is_meant_need_not_be_named_word_for_word(text: str, now: str, gone: str) -> None:
    reading = read(full(SECOND_HAND), "ticket_confirm", Said(text))
    assert now in words(reading.draft) and gone not in words(reading.draft)
    assert reading.note.startswith("改好了：「") and reading.then == "changed"


@pytest.mark.parametrize(
    ("text", "matter"), [("不是换手机号，是改邮箱", "改邮箱"), ("把手机号改成邮箱", "把学信网上的邮箱换掉")]
)
def test_another_matter_takes_the_head_of_the_ticket_too(text: str, matter: str) -> None:
    before = TicketDraft(FORGOTTEN, (), "none", described("我想把学信网上的手机号换掉"), FRAMED)
    after = read(before, "ticket_confirm", Said(text)).draft
    assert after.suggestion.splitlines() == [f"【要办的事】{matter}", FRAMED.splitlines()[1]]  # what was read stays so
    assert words(after) == f"我想{matter}"


def test_the_matter_is_put_right_by_its_name() -> None:
    before = TicketDraft(FORGOTTEN, (), "none", described("我想把学信网上的手机号换掉"), FRAMED)
    reading = read(before, "ticket_confirm", Said("要办的事写错了，应该是注销账号"))
    assert reading.draft.suggestion.startswith("【要办的事】注销账号\n")


@pytest.mark.parametrize("text", ["我没说打了两次电话", "电话那条不对", "“打了两次电话”那条你给写错了"])
def test_what_somebody_says_they_never_said_goes(text: str) -> None:
    assert "电话" not in words(read(full(SECOND_HAND), "ticket_confirm", Said(text)).draft)


@pytest.mark.parametrize("text", ["我想把手机号改成新的", "那条不对", "是不是两次"])
def test_what_asks_for_no_change_changes_nothing(text: str) -> None:
    reading = read(full(SECOND_HAND), "ticket_confirm", Said(text))
    assert SECOND_HAND in words(reading.draft)


def test_what_was_wrong_tells_nothing_of_the_case() -> None:
    reading = read(full(SECOND_HAND), "ticket_confirm", Said("副卡是上礼拜三开的，把周一那句删了"))
    assert (reading.tells, reading.gone) == ("副卡是上礼拜三开的", "副卡是周一在夜市摊子新开的")


def test_values_stay_with_their_words() -> None:
    reading = read(full("老号〔手机号〕停了，新号〔手机号〕能收", "a", "b"), "ticket_confirm", Said("老号那句不要"))
    assert reading.draft.description == described("新号〔手机号〕能收", "b")


def test_a_correction_in_english() -> None:
    before = full("The report stays blank. My passport is new. I use Chrome")
    assert words(read(before, "ticket_confirm", Said("Please remove the part about Chrome")).draft) == (
        "The report stays blank. My passport is new."
    )
    assert "I use Edge" in words(read(before, "ticket_confirm", Said("It is Edge, not Chrome")).draft)


def test_an_address_for_the_answer_is_no_username() -> None:
    text = "I don't have an account. My old passport is on record. Email me at 〔邮箱〕."
    reading = read(TicketDraft(description=described("x")), "ticket_username", Said(text, private=(MAIL,)))
    assert (reading.draft.username, reading.note) == (NO_ACCOUNT, NO_NAME)
    assert "passport" in words(reading.draft) and "〔邮箱〕" in words(reading.draft)
    taken = full(username=MAIL)
    wrong = read(taken, "ticket_confirm", Said("That username is wrong, it is my contact email, I have no account"))
    assert wrong.draft.username == NO_ACCOUNT
    assert wrong.draft.description == described(f"{TOLD}\nContact: 〔邮箱〕", "e1")
    emptied = read(taken, "ticket_confirm", Said("change username to: none")).draft.username or {}
    assert emptied["kind"] == "forgotten"


@pytest.mark.parametrize("text", ["没有", "我冇账号㗎", "none", "还没注册过", "I have no account"])
def test_no_username_is_asked_of_who_has_none(text: str) -> None:
    before = TicketDraft(description=described("报告打不开"))
    reading = read(before, "ticket_username", Said(text))
    assert reading.draft == TicketDraft(reading.draft.username, description=described("报告打不开"))
    assert (reading.draft.username or {})["kind"] == "forgotten" and reading.note == NO_NAME
    assert not reading.missed


def test_a_sentence_that_is_counted_is_changed() -> None:
    draft = TicketDraft(FORGOTTEN, (), "none", {"text": "状态写着休学，其实复学了", "refs": []})
    reading = corrected(draft, Said("第一句改成：状态写着保留学籍"))
    assert reading is not None and reading.draft.description == {"text": "状态写着保留学籍，其实复学了", "refs": []}
    assert corrected(draft, Said("第五句改成：别的")) is None


def test_what_was_not_there_is_added_in_whole_clauses() -> None:
    draft = TicketDraft(description={"text": "登录老说密码不对", "refs": []}, username={"kind": "forgotten"})
    found = corrected(draft, Said("我看过了，学号写错了，应该是二零年入学的"))
    assert found is not None
    assert "我看过了，学号写错了，应该是二零年入学的" in found.note


@pytest.mark.parametrize("text", ["我姓余不姓于哈", "那个，我不姓于，姓余"])
def test_a_name_is_put_right_where_it_is_told_as_ones_own(text: str) -> None:
    before = full("学历查不到，我姓于，学校写成了于")
    reading = read(before, "ticket_screenshot", Said(text))
    assert words(reading.draft) == "学历查不到，我姓余，学校写成了于"
