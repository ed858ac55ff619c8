"""What is answered to the pages of other places and of our sister sites."""

from __future__ import annotations

import pytest

from faq.pages.answering import PageAnswer
from faq.pages.page import read_page
from faq.pages.replying import page_reply
from tests.fakes.library import decided
from tests.faq.pages.asking import CONTENT, EMPTY, PLACES, PROMPTS, WEATHER, answered, entry, reading
from tests.faq.pages.seen import page


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        (("铁路12306", "账号登录", "!密码错误"), "这是铁路12306的页面，学信网管不了；学籍对不上找学校核对"),
        (("虚构银行", "登录密码已锁定", "请到柜台办理"), "这是银行的页面，学信网管不了；"),
        (
            ("jwc.xugou.edu.cn", "统一登录", "!用户名或密码错误"),
            "图里写着“用户名或密码错误”。这是学校自己的网站的页面，学信网管不了；请问学校",
        ),
        (
            ("某某小店", "shop.example.com", "!用户名或密码错误"),
            "图里写着“用户名或密码错误”。这是别的网站的页面，学信网管不了；",
        ),
        (("微信团队", "该微信账号暂时不能登录", "去解封"), "这是微信的页面，学信网管不了；"),
        (
            ("学生资质核验", "核验未通过", "未查询到您的学籍信息", "铁路12306 虚构的客户服务中心"),
            "图里写着“未查询到您的学籍信息”。这是铁路12306的页面，",
        ),
        (("中小学教师资格考试", "!该证件号已注册"), "这是教师资格考试和认定的页面，学信网管不了；"),
        (("passport.neea.edu.cn", "中国教育考试网", "!用户不存在"), "这是中国教育考试网的页面，学信网管不了；"),
    ],
)
def test_a_page_that_names_another_place_is_told_whose_it_is(rows: tuple[str, ...], start: str) -> None:
    shown = read_page(page(*rows), PROMPTS, PLACES)
    assert answered(shown).lead.startswith(start)
    theirs = decided("怎么解开它", "none")
    assert answered(shown, theirs.text, "", theirs) == answered(shown)
    assert answered(shown, "登录就成这样了") == answered(shown)
    asked = decided("学信网密码忘了", "answer", ("reset_password", 0.9))
    assert answered(shown, asked.text, "", asked).decision is asked


@pytest.mark.parametrize("text", ["登不上了", "登录不上怎么办", "我学信网账号登不上", "学信网登录不上"])
def test_a_bare_complaint_beside_the_page_of_another_place_is_about_that_page(text: str) -> None:
    shown = read_page(page("铁路12306", "账号登录", "!密码错误"), PROMPTS, PLACES)
    asked = decided(text, "answer", ("cannot_login", 0.9))
    found = answered(shown, text, "", *([asked] if "怎么" in text else []))
    assert (found.lead, found.entry, found.decision) == (answered(shown).lead, None, None)


def test_a_question_of_ours_beside_the_page_of_another_place_is_answered() -> None:
    shown = read_page(page("虚构银行", "登录密码已锁定", "请到柜台办理"), PROMPTS, PLACES)
    asked = decided("学籍什么时候能查到？", "answer", ("no_record", 0.9))
    assert answered(shown, asked.text, "", asked).decision is asked
    either = decided("密码忘了怎么办", "answer", ("reset_password", 0.9))  # it may be the bank's
    found = answered(shown, either.text, "", either)
    assert found.decision is None and [option.id for option in found.others] == ["reset_password"]
    reply = page_reply(found, CONTENT)
    assert reply.text.startswith(found.lead) and reply.options == found.others
    assert reply.text.endswith(f"要是问学信网的：\n1. {found.others[0].title}")


@pytest.mark.parametrize(
    "rows",
    [
        ("12306 学生资质核验", "学信网", "未通过"),
        ("登录", "微信登录", "支付宝登录", "找回密码"),
        ("网上报名", "户口所在地", "户口所在地详细地址", "档案所在地"),
        ("联系邮箱 a@qq.com", "找回密码"),
        ("您有学生账号未注销，影响征信", "转到安全账户", "虚构银行"),
    ],
)
def test_a_word_of_another_place_does_not_make_a_page_theirs(rows: tuple[str, ...]) -> None:
    assert read_page(page(*rows), {}, PLACES).facts.elsewhere == ""


@pytest.mark.parametrize(
    ("rows", "site"),
    [
        (("gfbzb.gov.cn", "登录"), "gfbzb"),
        (("面向港澳臺招生資訊網", "港澳臺僑聯招"), "gatzs"),
        (("全国大学英语四、六级考试报名网", "登录"), "cet"),
        (("yz.chsi.com.cn", "网上报名"), "yz"),
        (("学信网", "学籍查询", "学历查询", "在线验证", "我要报名", "研招", "研招网"), "chsi"),
        (("登录", "密码"), None),
    ],
)
def test_the_site_is_known_by_its_address_or_title(rows: tuple[str, ...], site: str | None) -> None:
    assert read_page(page(*rows), {}).facts.site == site


def test_a_prompt_that_many_sites_show_is_answered_for_the_site() -> None:
    shown = read_page(page("全国征兵网", "!用户名或密码错误"), PROMPTS, PLACES)
    steered = next(item for item in CONTENT.entries if item.title.startswith("全国征兵网账号登录不了"))
    asked = decided("征兵网用户名或密码错误", "clarify", ("login_wrong_password", 0.5), (steered.id, 0.4))
    assert answered(shown, "", "", asked) == PageAnswer("这是征兵网的页面，我在图里看到“用户名或密码错误”。", steered)


def test_an_entry_of_the_site_that_hardly_fits_is_not_said_instead() -> None:
    shown = read_page(page("全国征兵网", "!证件号码已被注册"), PROMPTS, PLACES)
    steered = next(item for item in CONTENT.entries if item.title.startswith("全国征兵网账号登录不了"))
    asked = decided("征兵网证件号码已被注册", "answer", ("id_registered", 0.9), (steered.id, 0.1))
    assert answered(shown, "", "", asked).entry is entry("id_registered")


def test_a_link_to_a_sister_site_does_not_make_the_page_its_own() -> None:
    assert reading("研招", "注册学信网账号", "!证件号码已被注册").facts.site == "chsi"
    assert reading("研招网", "网上报名").facts.site == "yz"


def test_on_a_page_of_nobodys_a_list_is_not_guessed() -> None:
    listed = decided("延误了怎么赔", "clarify", ("register_account", 0.3))
    assert answered(WEATHER, listed.text, "", listed).decision is None


def test_nothing_of_ours_and_nothing_readable_are_said_so() -> None:
    assert answered(WEATHER).lead.startswith("图里没有看到学信网的提示。")
    assert answered(EMPTY).lead.startswith("图里没有我能看清的字，这张图我没有保存。")
    asked = decided("密码忘了怎么办", "answer", ("reset_password", 0.9))
    assert answered(WEATHER, asked.text, "", asked) == PageAnswer(
        "图里没有看到学信网的提示，按您说的回答：", decision=asked
    )
    missed = decided("天气如何了呀明天", "none")
    assert answered(WEATHER, missed.text, "", missed).lead.startswith("图里没有看到学信网的提示。")


def test_a_sentence_at_the_bottom_that_names_another_place_is_no_signature() -> None:
    rows = ("学籍信息", "未查询到您的学籍信息", "12306购票请到车站办理，以铁路公告为准")
    assert not read_page(page(*rows), PROMPTS, PLACES).facts.elsewhere
