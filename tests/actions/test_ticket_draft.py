from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.ticket_draft import (
    ADD_WHAT,
    ADDED,
    IN_HAND,
    NAME_CHANGED,
    NO_NAME,
    NOT_A_USERNAME,
    NOTED,
    SEND_PICTURE,
    begin,
    read,
)
from actions.ticket_parts import Said, TicketDraft
from actions.ticket_reading import read_pieces
from dialogue.ticket_words import is_asked, says_no_picture

HOW_LONG_NOW = "提交以后三个工作日内答复；很急的话，在问题描述里写上原因和期限。"

PHONE = {"kind": "phone", "ref": "p1"}
NAME = {"kind": "name", "ref": "n1"}
WRONG = {"kind": "wrong", "ref": "w1"}
FORGOTTEN = {"kind": "forgotten"}
PROBLEM = "注册时一直提示证件号已注册"
FULL_BUT_DESCRIPTION = TicketDraft(PHONE, (), "none")
FULL = TicketDraft(PHONE, (), "none", {"text": PROBLEM, "refs": []})


def said(text: str = "", *private: dict[str, str], intent: str = "", **more: Any) -> Said:
    return Said(text, intent, private=private, **more)


def described(text: str, *refs: str) -> dict[str, Any]:
    return {"text": text, "refs": list(refs)}


@pytest.mark.parametrize(
    ("asked", "text", "rest"),
    [
        ("ticket_username", "麻烦人工看一下，学历照片上的人不是我", "学历照片上的人不是我"),
        ("ticket_screenshot", "请客服核实，入学日期早了一年", "入学日期早了一年"),
        ("ticket_description", "请客服把入学日期改一下，早了一年", "请客服把入学日期改一下，早了一年"),
    ],
)
def test_what_people_are_asked_to_look_at_is_the_description(asked: str, text: str, rest: str) -> None:
    reading = read(TicketDraft(), asked, said(text))
    assert (reading.draft.description or {})["text"] == rest
    assert reading.note != IN_HAND


@pytest.mark.parametrize("text", ["麻烦人工看一下", "快叫客服来", "请工作人员联系我", "I want to talk to a human"])
def test_who_only_wants_a_person_is_told_it_is_in_hand(text: str) -> None:
    assert read(TicketDraft(), "ticket_username", said(text)).note == IN_HAND


def test_own_words_join_a_drafted_description() -> None:
    drafted = TicketDraft(suggestion="登不上").with_drafted_description("登不上")
    assert drafted.drafted and not drafted.begun
    assert drafted.missing() == "ticket_username"
    reading = read(drafted, "ticket_username", said("改了两次密码仍然登不进去"))
    assert reading.draft.description == described("登不上\n改了两次密码仍然登不进去")
    assert (reading.draft.drafted, reading.note) == (False, ADDED)
    assert read(reading.draft, "ticket_username", said("改了两次密码仍然登不进去")).draft == reading.draft
    assert drafted.with_drafted_description("别的") == drafted


def test_english_around_the_wish_for_a_person_is_the_description() -> None:
    draft = begin(TicketDraft(), said("The code never arrives. Please get me a human"))
    assert draft.description == described("The code never arrives")


def test_who_gives_up_in_two_words_has_given_up() -> None:
    assert read(TicketDraft(), "ticket_username", said("算了不用了")).draft.confirm == "cancelled"


def test_a_new_description_is_taken_without_its_introduction() -> None:
    reading = read(FULL_BUT_DESCRIPTION, "ticket_description", said(f"描述改成：{PROBLEM}"))
    assert reading.draft.description == described(PROBLEM)


def test_a_description_can_be_skipped() -> None:
    assert read(FULL_BUT_DESCRIPTION, "ticket_description", said("skip")).draft.description is not None


@pytest.mark.parametrize(
    ("message", "draft"),
    [
        (said("提交工单"), TicketDraft()),
        (said("我要提交工单，谢谢"), TicketDraft()),
        (said("好的，麻烦您帮我弄一下吧"), TicketDraft()),
        (said("转人工客服"), TicketDraft()),
        (said("继续填刚才的工单"), TicketDraft()),
        (said("提交工单，怎么才能快一点答复呢"), TicketDraft()),
        (said(f"提交工单，用户名是〔手机号〕，{PROBLEM}", PHONE), TicketDraft(PHONE, description=described(PROBLEM))),
        (said("再提交一个工单，学籍查不到，没图"), TicketDraft(None, (), "none", described("学籍查不到"))),
        (said(f"帮我提交工单{PROBLEM}"), TicketDraft(description=described(PROBLEM))),
        (said(f"工单：{PROBLEM}，用户名忘了，没有截图"), TicketDraft(FORGOTTEN, (), "none", described(PROBLEM))),
        (
            said("〔手机号〕一直收不到验证码，帮我提交工单", PHONE),
            TicketDraft(PHONE, description=described("〔手机号〕一直收不到验证码", "p1")),
        ),
        (said("提交工单，用户名是〔用户名〕", NAME), TicketDraft(NAME)),
        (said("提交工单", pictures=("a", "b")), TicketDraft(None, ("a", "b"), "sent")),
        (said("", option="ticket"), TicketDraft()),
    ],
)
def test_what_the_first_message_gives(message: Said, draft: TicketDraft) -> None:
    assert begin(TicketDraft(), message) == draft


def test_pictures_sent_before_the_form_are_the_screenshot() -> None:
    assert begin(TicketDraft(pictures=("a",)), said("提交工单")) == TicketDraft(pictures=("a",), screenshot="sent")


def test_words_about_the_last_answer_join_what_was_told() -> None:
    drafted = TicketDraft(suggestion="密码忘了").with_drafted_description("密码忘了")
    begun = begin(drafted, said("按这个做还是不行，提交工单"))
    assert begun.description == described("密码忘了\n按这个做还是不行")


def test_what_was_added_is_offered_again_when_the_description_is_written_anew() -> None:
    told = TicketDraft(PHONE, (), "none", described("密码忘了\n老号停用"), "密码忘了")
    emptied = read(told, "ticket_confirm", said("", option="edit_description")).draft
    assert (emptied.description, emptied.suggestion) == (None, "密码忘了\n老号停用")
    with_value = replace(told, description=described("密码忘了\n〔手机号〕", "p1"))
    assert read(with_value, "ticket_confirm", said("改描述")).draft.suggestion == "密码忘了"


ANY = TicketDraft()
NAMED = TicketDraft(PHONE)
PICTURED = TicketDraft(PHONE, ("a",), "sent")
SKIPPED = TicketDraft(PHONE, (), "none")


@pytest.mark.parametrize(
    ("message", "draft", "note", "is_question"),
    [
        (said("〔手机号〕", PHONE), TicketDraft(PHONE), "", False),
        (
            said("我的邮箱是〔邮箱〕", {"kind": "email", "ref": "e"}),
            TicketDraft({"kind": "email", "ref": "e"}),
            "",
            False,
        ),
        (said("〔身份证号〕", {"kind": "id_number", "ref": "i", "shape": "one_short"}), ANY, NOT_A_USERNAME, True),
        (said("〔用户名〕", NAME), TicketDraft(NAME), "", False),
        (said("", option="forgot"), TicketDraft(FORGOTTEN), "", False),
        (said("忘了"), TicketDraft(FORGOTTEN), "", False),
        (said("不知道", intent="contact_support"), TicketDraft(FORGOTTEN), "", False),
        (said("我忘记用户名了"), TicketDraft(FORGOTTEN), "", False),
        (said("记不清是哪个手机号了"), TicketDraft(FORGOTTEN), "", False),
        (said(f"〔手机号〕，{PROBLEM}", PHONE), TicketDraft(PHONE, description=described(PROBLEM)), "", False),
        (said(PROBLEM), TicketDraft(description=described(PROBLEM)), NOTED, False),
        (said("〔用户名〕", WRONG, hint="手机号应该是 11 位"), ANY, "手机号应该是 11 位", False),
        (said("〔用户名〕", WRONG), ANY, NOT_A_USERNAME, False),
        (said("跳过"), TicketDraft(FORGOTTEN), NO_NAME, False),
        (said("我不想告诉你"), TicketDraft(FORGOTTEN), NO_NAME, False),
        (said("忘记用户名怎么办"), ANY, NOT_A_USERNAME, True),
        (said("什么是用户名"), ANY, NOT_A_USERNAME, True),
        (said("嗯"), ANY, NOT_A_USERNAME, True),
        (said("〔银行卡号〕", {"kind": "bank_card", "ref": "b"}), ANY, NOT_A_USERNAME, True),
        (said("", option="reset_password"), ANY, "", True),
        (said("", pictures=("a",)), TicketDraft(None, ("a",), "sent"), "收到图片，现在有 1 张。", False),
        (
            said("〔手机号〕", PHONE, pictures=("a",)),
            TicketDraft(PHONE, ("a",), "sent"),
            "收到图片，现在有 1 张。",
            False,
        ),
        (said("人工"), ANY, IN_HAND, False),
        (said("", option="human"), ANY, IN_HAND, False),
        (said("不是，我想让人工帮我弄", intent="contact_support"), ANY, IN_HAND, False),
        (said("已经解决了", intent="helpful"), TicketDraft(confirm="cancelled"), "", False),
        (said("算了"), TicketDraft(confirm="cancelled"), "", False),
        (said("不想填了吧"), TicketDraft(confirm="cancelled"), "", False),
        (said("别弄了", intent="cancel"), TicketDraft(confirm="cancelled"), "", False),
        (said("", option="cancel"), TicketDraft(confirm="cancelled"), "", False),
    ],
)
def test_answers_to_the_username(message: Said, draft: TicketDraft, note: str, is_question: bool) -> None:
    reading = read(TicketDraft(), "ticket_username", message)
    assert (reading.draft, reading.note, reading.is_question) == (draft, note, is_question)


@pytest.mark.parametrize(
    ("message", "draft", "note", "is_question"),
    [
        (said("没有"), SKIPPED, "", False),
        (said("现在没有截图"), SKIPPED, "", False),
        (said("发不了"), SKIPPED, "", False),
        (said("我手机坏了发不了图"), SKIPPED, "", False),
        (said("没", intent="deny"), SKIPPED, "", False),
        (said("", option="no_picture"), SKIPPED, "", False),
        (said("直接提交吧"), SKIPPED, "", False),
        (said("没有截图可以吗"), SKIPPED, "", False),
        (said("截图等会发"), NAMED, "好的，不急，我等您的图片。", False),
        (said("110101199003"), NAMED, SEND_PICTURE, True),
        (said(f"没有，就是{PROBLEM}"), TicketDraft(PHONE, (), "none", described(f"就是{PROBLEM}")), NOTED, False),
        (said(PROBLEM), TicketDraft(PHONE, description=described(PROBLEM)), NOTED, False),
        (said("用户名写错了，是〔用户名〕", NAME), TicketDraft(NAME), NAME_CHANGED, False),
        (said("等一下我去截图"), NAMED, "好的，不急，我等您的图片。", False),
        (said("截图要截哪里？"), NAMED, SEND_PICTURE, True),
        (said("哦哦"), NAMED, SEND_PICTURE, True),
        (said("", pictures=("a",)), PICTURED, "收到图片，现在有 1 张。", False),
        (said("", option="reset_password"), NAMED, "", True),
    ],
)
def test_answers_to_the_screenshot(message: Said, draft: TicketDraft, note: str, is_question: bool) -> None:
    reading = read(NAMED, "ticket_screenshot", message)
    assert (reading.draft, reading.note, reading.is_question) == (draft, note, is_question)


def test_at_most_five_pictures_are_kept_each_once() -> None:
    reading = read(
        TicketDraft(PHONE, ("1", "2", "3"), "sent"), "ticket_description", said("", pictures=("3", "4", "5", "6"))
    )
    assert reading.draft.pictures == ("1", "2", "3", "4", "5")
    assert reading.note == "最多带 5 张图片，先收下前 5 张。"


SUGGESTED = TicketDraft(PHONE, ("a",), "sent", suggestion="密码忘了")
TOO_SHORT = ""


@pytest.mark.parametrize(
    ("message", "description", "note", "is_question"),
    [
        (said(PROBLEM), described(PROBLEM), "", False),
        (said("取消了绑定还是不行", intent="cancel"), described("取消了绑定还是不行"), "", False),
        (
            said("〔手机号〕和〔邮箱〕都收不到", PHONE, {"kind": "email", "ref": "e"}),
            described("〔手机号〕和〔邮箱〕都收不到", "p1", "e"),
            "",
            False,
        ),
        (said("", option="use_draft"), described("密码忘了"), "", False),
        (said("就用这段吧"), described("密码忘了"), "", False),
        (said("可以"), described("密码忘了"), "", False),
        (said("不行"), None, TOO_SHORT, False),
        (said("。。。"), None, TOO_SHORT, False),
        (said("发完了"), None, "好的，一共 1 张。", False),
        (said("不知道怎么回事一直登录不上"), described("不知道怎么回事一直登录不上"), "", False),
        (said("忘记密码怎么办"), described("忘记密码怎么办"), "", True),
    ],
)
def test_answers_to_the_description(
    message: Said, description: dict[str, Any] | None, note: str, is_question: bool
) -> None:
    reading = read(SUGGESTED, "ticket_description", message)
    assert reading.draft == TicketDraft(PHONE, ("a",), "sent", description, "密码忘了")
    assert (reading.note, reading.is_question) == (note, is_question)


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot", "ticket_description"])
def test_who_says_submit_has_it_submitted_once_it_says_what_the_problem_is(asked: str) -> None:
    ready = read(replace(SUGGESTED, username=None), asked, said("确认提交")).draft
    assert (ready.confirm, ready.username, ready.description) == ("submit", FORGOTTEN, described("密码忘了"))
    assert read(TicketDraft(), asked, said("确认提交")).draft.confirm is None


def test_a_username_may_be_corrected_while_the_description_is_asked_for() -> None:
    reading = read(SUGGESTED, "ticket_description", said("用户名填错了，应该是〔用户名〕", NAME))
    assert (reading.draft.username, reading.draft.description, reading.note) == (NAME, None, NAME_CHANGED)


@pytest.mark.parametrize(
    ("message", "changes", "note", "is_question"),
    [
        (said("提交"), {"confirm": "submit"}, "", False),
        (said("好的，提交吧"), {"confirm": "submit"}, "", False),
        (said("提交吧谢谢"), {"confirm": "submit"}, "", False),
        (said("什么时候处理"), {}, HOW_LONG_NOW, False),
        (said("没问题"), {"confirm": "submit"}, "", False),
        (said("不用改了，提交"), {"confirm": "submit"}, "", False),
        (said("", option="submit"), {"confirm": "submit"}, "", False),
        (said("改用户名"), {"username": None}, "", False),
        (said("用户名写错了"), {"username": None}, "", False),
        (said("手机号写错了"), {"username": None}, "", False),
        (said("", option="edit_username"), {"username": None}, "", False),
        (said("用户名改成〔用户名〕", NAME), {"username": NAME}, NAME_CHANGED, False),
        (said("用户名改成〔用户名〕", WRONG, hint="不完整"), {}, "不完整", False),
        (said("改一下描述"), {"description": None}, "", False),
        (said("", option="edit_description"), {"description": None}, "", False),
        (
            said("描述改成：登录一直提示密码错误"),
            {"description": described("登录一直提示密码错误")},
            "描述已改。",
            False,
        ),
        (
            said("另外我的身份证以前换过号码"),
            {"description": described(f"{PROBLEM}\n另外我的身份证以前换过号码")},
            "已加到问题描述里。",
            False,
        ),
        (
            said("补充：我的〔手机号〕停用了", PHONE),
            {"description": described(f"{PROBLEM}\n我的〔手机号〕停用了", "p1")},
            "已加到问题描述里。",
            False,
        ),
        (said("我还有补充"), {}, ADD_WHAT, False),
        (said("把截图去掉"), {"pictures": (), "screenshot": None}, "", False),
        (said("换截图"), {"pictures": (), "screenshot": None}, "", False),
        (said("截图发错了"), {"pictures": (), "screenshot": None}, "", False),
        (said("", option="edit_pictures"), {"pictures": (), "screenshot": None}, "", False),
        (said("", pictures=("a",)), {"pictures": ("a",), "screenshot": "sent"}, "收到图片，现在有 1 张。", False),
        (said("取消"), {"confirm": "cancelled"}, "", False),
        (said("不提交了"), {"confirm": "cancelled"}, "", False),
        (said("要几天才能答复"), {}, HOW_LONG_NOW, False),
        (said("嗯哼哈"), {}, "", True),
        (said("人工客服"), {}, IN_HAND, False),
    ],
)
def test_answers_to_the_summary(message: Said, changes: dict[str, Any], note: str, is_question: bool) -> None:
    reading = read(FULL, "ticket_confirm", message)
    assert reading.draft == TicketDraft(**{**FULL.__dict__, **changes})
    assert (reading.note, reading.is_question) == (note, is_question)


@pytest.mark.parametrize(
    ("draft", "missing"),
    [
        (TicketDraft(), "ticket_username"),
        (TicketDraft(PHONE), "ticket_screenshot"),
        (TicketDraft(screenshot="none"), "ticket_username"),
        (PICTURED, "ticket_description"),
        (FULL, "ticket_confirm"),
        (TicketDraft(**{**FULL.__dict__, "confirm": "submit"}), None),
    ],
)
def test_what_is_asked_next(draft: TicketDraft, missing: str | None) -> None:
    assert draft.missing() == missing


@pytest.mark.parametrize("text", ["忘记密码怎么办", "要几天答复呢", "能不能加急？", "是什么意思", "在哪里改"])
def test_questions(text: str) -> None:
    assert is_asked(text)


@pytest.mark.parametrize("text", [PROBLEM, "不知道怎么回事登录不上", "页面什么都不显示", "", "〔手机号〕"])
def test_no_questions(text: str) -> None:
    assert not is_asked(text)


@pytest.mark.parametrize("text", ["截图怎么发", "有", PROBLEM, "页面上没有学籍信息也没有学历信息显示出来图片也没有"])
def test_not_every_no_is_about_the_picture(text: str) -> None:
    assert not says_no_picture(text)


@pytest.mark.parametrize("text", ["", "，。！", " \n ", "〔手机号", "((((", "工单" * 200])
def test_strange_texts_give_nothing(text: str) -> None:
    pieces = read_pieces(text, ())
    assert (pieces.username, pieces.no_picture, pieces.refs) == (None, False, ())


MAIL = {"kind": "email", "ref": "m1"}


@pytest.mark.parametrize(
    ("text", "private", "username", "no_picture", "rest", "refs"),
    [
        (
            "账号〔手机号〕，照片审核一直不过，白天打不通请回邮件 〔邮箱〕",
            (PHONE, MAIL),
            PHONE,
            False,
            "照片审核一直不过，白天打不通请回邮件，〔邮箱〕",
            ("m1",),
        ),
        ("滚蛋，毕业证编号查不出来", (), None, False, "毕业证编号查不出来", ()),
        ("叫个活人来", (), None, False, "", ()),
        (
            "My account is 〔邮箱〕. Problem: the report page stays empty",
            (MAIL,),
            MAIL,
            False,
            "the report page stays empty",
            (),
        ),
        ("唔記得賬號，冇截圖，註冊嗰頁打唔開", (), FORGOTTEN, True, "註冊嗰頁打唔開", ()),
    ],
)
def test_pieces_of_sentences_in_other_ways(
    text: str, private: Any, username: Any, no_picture: bool, rest: str, refs: tuple[str, ...]
) -> None:
    pieces = read_pieces(text, private)
    assert (pieces.username, pieces.no_picture, pieces.rest, pieces.refs) == (username, no_picture, rest, refs)


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot", "ticket_confirm"])
def test_what_is_added_outright_goes_into_the_description(asked: str) -> None:
    before = TicketDraft(description=described(PROBLEM))
    reading = read(before, asked, said("补充一下：晚上才有空，周末行吗？"))
    assert reading.draft.description == described(f"{PROBLEM}\n晚上才有空，周末行吗？")
    assert not reading.is_question


def test_a_forgotten_name_and_all_the_rest_at_once() -> None:
    reading = read(TicketDraft(), "ticket_username", said("记不得了，没截图，报告打不开"))
    assert reading.draft == TicketDraft(FORGOTTEN, (), "none", described("报告打不开"))
