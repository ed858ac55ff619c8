from __future__ import annotations

from pathlib import Path

import pytest

from common.errors import ContentError
from faq.content.elsewhere import Place, account_elsewhere, load_places, place_named
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.index import ELSEWHERE, Index
from faq.engine.library import Library
from faq.saying.reply import reply_to
from faq.text.normalise import normalise
from tests.real_content import real_places
from tests.small_project import write_small_project

RAILWAY = Place("铁路12306", ("12306", "学生票"), "学籍对不上找学校核对，其余找铁路 12306")
BANK = Place("银行", ("银行", "信用卡"))


def test_a_place_is_known_by_its_longest_word() -> None:
    assert place_named("银行的信用卡刷不了", (RAILWAY, BANK)) == (BANK, "信用卡")
    assert place_named("12306买票", (RAILWAY, BANK)) == (RAILWAY, "12306")
    assert place_named("密码忘了", (RAILWAY, BANK)) is None
    assert place_named("学生票和学信网对不上", (RAILWAY, BANK)) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我妹是药师，她的学历报告丢了", False),
        ("我在银行上班，要一份报告", False),
        ("本人做会计的，密码忘了", False),
        ("药师报名要什么学历", True),
        ("我是药师，药师证怎么注册", True),
        ("我是药师考试的考生", True),
        ("银行的密码忘了", True),
    ],
)
def test_who_somebody_is_or_where_they_work_is_no_place(text: str, named: bool) -> None:
    places = (Place("职业资格考试", ("药师", "会计")), Place("银行", ("银行",)))
    assert (place_named(text, places) is not None) is named


def test_a_word_of_latin_letters_stands_by_itself() -> None:
    exams = Place("别的考试", ("gre",))
    assert place_named("when is the gre exam", (exams,)) == (exams, "gre")
    assert place_named("考gre要学历吗", (exams,)) == (exams, "gre")
    assert place_named("an english report for my degree", (exams,)) is None


PAY = Place("支付宝", ("支付宝", "花呗"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("支付宝密码忘了", "支付宝密码"),
        ("支付宝的登录密码忘了", "支付宝的登录密码"),
        ("怎么绑定支付宝", "支付宝"),
        ("付宝密码忘了", "付宝密码"),
        ("我的支宝账号登不上", "我的支宝账号"),
        ("1236账号忘了", "1236账号"),
    ],
)
def test_an_account_there_is_told_from_the_mere_name(text: str, word: str) -> None:
    found = place_named(text, (PAY, RAILWAY))
    assert found is not None
    assert found[1] == word


@pytest.mark.parametrize("text", ["密码忘了", "账号登不上", "付宝怎么用", "支付宝绑定学信网账号"])
def test_no_account_there_is_heard_where_none_is_named(text: str) -> None:
    assert place_named(text, (PAY, RAILWAY)) is None


@pytest.mark.parametrize(
    "text",
    [
        "银行让我交学历证书电子注册备案表",
        "银行办贷款要学籍验证报告怎么弄",
        "银行说要在线验证码",
        "把学历备案表交给银行",
    ],
)
def test_who_wants_a_document_of_ours_is_no_place_of_the_matter(text: str) -> None:
    assert place_named(text, (BANK,)) is None


@pytest.mark.parametrize(
    "text", ["银行要我更新手机号", "银行要身份证复印件", "银行卡密码忘了,备案表能用吗", "银行要收入证明怎么开"]
)
def test_who_wants_anything_else_is(text: str) -> None:
    assert place_named(text, (BANK,)) is not None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("身份证过期没换，人脸能过吗", False),
        ("正在补办身份证，耽误研考报名吗", False),
        ("身份证丢了登不上", False),
        ("补办身份证要几天", True),
        ("身份证丢了要登报吗", True),
    ],
)
def test_a_lost_paper_of_who_asks_for_a_matter_of_ours_is_no_place(text: str, named: bool) -> None:
    police = Place("公安", ("身份证过期", "补办身份证", "身份证丢"))
    assert (place_named(text, (police,)) is not None) == named


def test_schools_for_children_keep_records_of_their_own() -> None:
    school = Place("中小学和幼儿园", ("小学",))
    assert place_named("小学要孩子的学籍证明怎么开", (school,)) is not None
    assert place_named("小学要家长的学历证明怎么开", (school,)) is None


def test_the_sentence_names_the_place_and_whom_to_ask_where_that_is_known() -> None:
    assert RAILWAY.sentence == "这像是铁路12306的事，学信网管不了；学籍对不上找学校核对，其余找铁路 12306。"
    assert BANK.sentence == "这像是银行的事，学信网管不了；请到那边的客服或办事窗口问。"


def test_our_own_list_is_sound() -> None:
    places = real_places()
    words = [word for place in places for word in place.words]
    assert len(words) == len(set(words)) > 100
    assert len({place.name for place in places}) == len(places)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: 银行", "整个文件要写成列表"),
        ("- name: 银行", "这一项要有 name、words，可以有 brands、shown、office、source"),
        ("- {name: 银行, words: 银行}", "「words」要写成文字的列表"),
        (
            "- {name: 银行, words: [银行， 网银]}",
            "「words」里用了全角的逗号、顿号或分号，几个词成了一个（现在是「银行， 网银」）",
        ),
        ("- {name: 银行, words: [银行], office: 柜台}", "写了「office」，没有写出处"),
    ],
)
def test_what_is_no_list_of_places_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq/elsewhere.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_places(tmp_path)
    assert [problem.message for problem in caught.value.problems] == [message]


def test_a_place_speaks_against_entries_that_never_name_it(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root), places=(Place("电话", ("手机号",)), BANK))
    found = index.evidence(index.read("手机号注册，密码忘了"))
    said = {index.ids[number]: signals[ELSEWHERE] for number, signals in found.items()}
    assert (said["reset_password"], said["find_username"], said["phone_registered"]) == (0.0, 1.0, 0.0)


def test_a_question_that_nothing_answers_is_told_whose_it_is(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    (root / "faq/elsewhere.yml").write_text("- {name: 银行, words: [银行]}\n", encoding="utf-8")
    library = Library.open(root)
    decision = library.decide("银行几点开门")
    assert (decision.band, decision.elsewhere) == ("none", BANK.sentence)
    assert reply_to(decision, library.content).text.startswith(BANK.sentence + "\n\n")
    assert library.decide("天上有几颗星").elsewhere == ""


def test_what_was_marked_as_none_of_ours_is_told_so(tmp_path: Path) -> None:
    """Marking it at the desk changed nothing that people read."""
    root = write_small_project(tmp_path)
    text = "我家阳台漏水找谁修"
    assert Library.open(root).decide(text).elsewhere == ""
    file = root / "data/nlu.yml"
    file.write_text(
        f"{file.read_text(encoding='utf-8').rstrip()}\n- intent: out_of_scope\n  examples: |\n    - {text}\n",
        encoding="utf-8",
    )
    decision = Library.open(root).decide(f"{text}？")
    assert (decision.band, decision.elsewhere) == ("none", Place("别处", ()).sentence)


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("身份证掉了去哪里补", "公安和出入境", "派出所"),
        ("户口本不见了怎么补办", "公安和出入境", "派出所"),
        ("替我写份检讨书", "请假条、检讨这类材料", "不能代写"),
        ("给我写个请假条", "请假条、检讨这类材料", "学校或单位"),
        ("学校不准请假", "学校自己", ""),
    ],
)
def test_what_is_not_ours_is_sent_to_its_own_office(text: str, name: str, office: str) -> None:
    found = place_named(text, real_places())
    assert found is not None
    assert (found[0].name, office in found[0].sentence) == (name, True)


@pytest.mark.parametrize("text", ["roblox账号密码忘了怎么找回", "steam收不到邮箱验证码", "epic games登不上去怎么办"])
def test_a_foreign_name_at_the_head_of_a_trouble_is_whose_it_is(text: str) -> None:
    assert "学信网管不了" in account_elsewhere(normalise(text), real_places())


@pytest.mark.parametrize(
    "text",
    ["app登不上", "wode账号密码忘了", "gfbzb登录不了", "iphone收不到验证码", "steam学籍认证怎么弄"],
)
def test_what_is_no_site_or_is_ours_is_not(text: str) -> None:
    assert account_elsewhere(normalise(text), real_places()) == ""
